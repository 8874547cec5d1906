// Package table charts a CSV table of daily scores, of one person or many: the
// work of `fermata monitor`.
//
// # The table
//
// The first row names the columns. `date` (YYYY-MM-DD) has to be there,
// `person` may be. Every other column with a name that holds numbers is an
// item: one in which more than half of the cells that are filled in are no
// numbers is taken for text and left alone, unless [Options.Items] names it.
// An empty cell is missing. Days may be absent or in any order; several rows of
// a day are averaged. A byte order mark, CRLF, quoted fields and empty rows
// are fine.
//
// A bad row has a date that is none, no person, a cell that is no number or
// lies outside the range, or too few or too many fields. The first one stops
// everything before a line is written, unless [Options.SkipBad] leaves such
// rows out.
//
// # How it reads
//
// Twice: once to check, and to learn which columns are items and whether the
// rows are sorted by person; once to chart. Of a table sorted by person one
// person is in memory at a time; where the rows of each person stand together
// but in another order, the results are, too. Any other table, and one that
// cannot be read twice because it comes through a pipe, is held whole.
package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"fermata/internal/fault"
	"fermata/internal/monitor"
)

// Options are the flags of `fermata monitor`. The zero value is the default.
type Options struct {
	BetterHigh    []string // items where higher is better
	Items         []string // the items to chart; none means all there are
	Baseline      int      // days; see [monitor.Options]
	Min, Max      float64  // of the scale; both zero means 0 to 10
	AlarmsPerYear float64  // see [monitor.Options]
	SkipBad       bool     // leave bad rows out and say how many
	JSON          bool     // JSON Lines instead of text
}

// All is the name of the composite of several items.
const All = "(all)"

// Run reads a table and writes what its charts say, sorted by person and item:
// with [Options.JSON] one object a line, else text. With several items each
// person gets one more, [All]. Rows left out are counted on warnings.
//
// It returns [fault.Invalid] for a table or options it cannot accept, naming
// line and column but never what a cell holds, and [fault.Unavailable] if
// reading or writing fails.
func Run(in io.Reader, out, warnings io.Writer, o Options) error {
	if o.Min == 0 && o.Max == 0 {
		o.Max = 10
	}
	if _, err := monitor.Chart(nil, o.chart(false)); err != nil {
		return fault.Wrap("table.run", err)
	}
	again, err := twice(in)
	if err != nil {
		return err
	}
	found, err := survey(again, o)
	if err != nil || len(found.items) == 0 {
		return err
	}
	c := &charting{again: again, surveyed: found, o: o, w: &writer{out: bufio.NewWriterSize(out, 64<<10), json: o.JSON}}
	if err := c.all(); err != nil {
		return err
	}
	if c.bad > 0 {
		_, err = fmt.Fprintf(warnings, "Bad rows left out: %d. The first at %s.\n", c.bad, c.first)
	}
	return unavailable(err)
}

func (o Options) chart(betterHigh bool) monitor.Options {
	return monitor.Options{Min: o.Min, Max: o.Max, Baseline: o.Baseline, AlarmsPerYear: o.AlarmsPerYear, BetterHigh: betterHigh}
}

// twice makes a table that can be read from its beginning more than once.
func twice(in io.Reader) (func() (io.Reader, error), error) {
	if file, ok := in.(io.ReadSeeker); ok {
		if start, err := file.Seek(0, io.SeekCurrent); err == nil {
			return func() (io.Reader, error) {
				_, err := file.Seek(start, io.SeekStart)
				return file, unavailable(err)
			}, nil
		}
	}
	whole, err := io.ReadAll(in)
	return func() (io.Reader, error) { return bytes.NewReader(whole), nil }, unavailable(err)
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fault.Because(fault.Unavailable, "table.run", "The table could not be read or its results not written. Check the file and try again.", err)
}
