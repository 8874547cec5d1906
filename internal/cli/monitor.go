package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"fermata/internal/fault"
	"fermata/internal/monitor/table"
)

// monitorCommand charts a table of daily scores. It knows no record.
type monitorCommand struct {
	File          string   `arg:"" help:"A CSV table with a column “date”, or - for standard input." placeholder:"FILE.csv"`
	BetterHigh    []string `help:"Items where a higher number is better. Default: higher is worse." placeholder:"A,B"`
	Items         []string `help:"Only these items." placeholder:"A,B"`
	Baseline      int      `help:"Days that are learned first: 28, if you say nothing." default:"28" placeholder:"DAYS"`
	Range         string   `help:"The ends of the scale: 0,10, if you say nothing." default:"0,10" placeholder:"MIN,MAX"`
	AlarmsPerYear float64  `help:"False alarms a year accepted for a steady person, per chart: 0.22, if you say nothing." default:"0.22" placeholder:"F"`
	SkipBad       bool     `help:"Leave bad rows out, and count them."`
	JSON          bool     `name:"json" help:"Print JSON Lines, an object for each person and item."`
}

func (monitorCommand) Help() string {
	return "The first row names the columns: “date” (2026-09-24), “person” if there are several, and a column for each item.\n" +
		"Empty cells are missing. An alarm is a reason to look; a quiet chart is not a sign that all is well.\n\n" +
		"Example:\n  fermata monitor days.csv --better-high mood,sleep\n  fermata monitor - --json < days.csv"
}

func (c monitorCommand) Run(world *IO) error {
	low, high, err := c.ends()
	if err != nil {
		return err
	}
	in := world.In
	if c.File != "-" {
		file, err := openFile(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	return table.Run(in, world.Out, world.Err, table.Options{
		BetterHigh: c.BetterHigh, Items: c.Items, Baseline: c.Baseline, Min: low, Max: high,
		AlarmsPerYear: c.AlarmsPerYear, SkipBad: c.SkipBad, JSON: c.JSON,
	})
}

// ends reads --range.
func (c monitorCommand) ends() (low, high float64, err error) {
	first, second, _ := strings.Cut(c.Range, ",")
	low, errLow := strconv.ParseFloat(strings.TrimSpace(first), 64)
	high, errHigh := strconv.ParseFloat(strings.TrimSpace(second), 64)
	if errors.Join(errLow, errHigh) != nil || !(low < high) {
		return 0, 0, fault.New(fault.Invalid, "cli.monitor", "The ends of the scale are two numbers, the smaller first, like --range 0,10.")
	}
	return low, high, nil
}

// openFile opens a file that the person named.
func openFile(path string) (io.ReadCloser, error) {
	const op = "cli.read"
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.Because(fault.NotFound, op, "There is no file "+path+". Check its name and folder.", err)
	case err != nil:
		return nil, fault.Because(fault.Unavailable, op, "The file "+path+" cannot be read. Check who may read it.", err)
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		file.Close()
		return nil, fault.New(fault.Invalid, op, path+" is a folder. Name a file in it.")
	}
	return file, nil
}
