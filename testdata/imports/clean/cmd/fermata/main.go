// Command fermata breaks no rule.
package main

import "fermata/internal/cli"

func main() { cli.Run() }
