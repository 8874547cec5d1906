// Fermata accompanies a person through a break from therapy: the
// program on one's own computer, and the tools around it.
package main

import (
	"os"

	"fermata/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Terminal()))
}
