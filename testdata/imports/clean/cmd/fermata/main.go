// Command fermata breaks no rule.
package main

import (
	_ "time/tzdata"

	"fermata/internal/cli"
)

func main() { cli.Run() }
