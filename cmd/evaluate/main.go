// Command evaluate tries the charts on made-up lives and prints the tables of
// docs/evidence-monitor.md. Run it with -quick for a first look.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"fermata/internal/monitor/evaluate"
)

func main() {
	err := evaluate.Main(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
