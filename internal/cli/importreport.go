package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/importer"
)

// importReport is what a file would become, or has become.
type importReport struct {
	importer.Report
	Known int
	Done  *entry.Import // nil for a dry run
}

func (r importReport) say(to io.Writer) error {
	var out strings.Builder
	line := func(text string) { out.WriteString(text + "\n") }
	if r.Done != nil {
		line(guide.Say("import.done", "rows", r.Done.Added))
	} else {
		line(guide.Say("import.report.heading"))
		line(guide.Say("import.report.rows", "rows", r.Mapped-r.Known))
	}
	if r.Days > 0 {
		line(guide.Say("import.report.days", "days", r.Days, "from", guide.FullDate(r.First.Time()), "to", guide.FullDate(r.Last.Time())))
	}
	if r.Known > 0 {
		line(guide.Say("import.report.known", "rows", r.Known))
	}
	if r.Mapped == r.Known {
		line(guide.Say("import.report.nothing"))
	}
	r.sayColumns(line)
	for _, group := range append(append(r.Unreadable, r.Ignored...), r.Remarks...) {
		line(rowsOf(group) + group.Say())
	}
	switch {
	case r.Done != nil && r.Done.Added > 0:
		line("To take it out again: fermata import --undo " + r.Done.Batch)
	case r.Done == nil:
		line(guide.Say("import.report.original"))
		line("Nothing was kept. To bring it in, add --yes.")
	}
	_, err := io.WriteString(to, out.String())
	return err
}

// uses says in a word what becomes of a column.
var uses = map[importer.As]string{
	importer.AsTime: "day and time", importer.AsNote: "note", importer.AsTags: "activities",
	importer.AsItIs: "kept as it is", importer.AsNothing: "left out",
}

func (r importReport) sayColumns(line func(string)) {
	for _, c := range r.Columns {
		use := uses[c.Use]
		if c.Use == importer.AsItem {
			use = c.Item.Name
			if c.From != c.To {
				use += ", " + number(c.From) + " becomes 0 and " + number(c.To) + " becomes 10"
			}
			for _, level := range c.Levels {
				if level.Counts && c.From == c.To {
					use += ", " + level.Text + " = " + number(level.Value)
				}
			}
			if c.Without > 0 {
				use += ", " + strconv.Itoa(c.Without) + " without a number"
			}
		}
		line("  " + c.Name + ": " + use)
	}
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// rowsOf names the first lines of a group: "Rows 3, 7, 8 and 12 more: ".
func rowsOf(group importer.Group) string {
	const shown = 8
	if group.Count == 1 {
		return guide.Say("import.report.left.row", "row", strconv.Itoa(group.Lines[0]), "reason", "")
	}
	var names []string
	for _, line := range group.Lines[:min(shown, len(group.Lines))] {
		names = append(names, strconv.Itoa(line))
	}
	list := strings.Join(names, ", ")
	if more := group.Count - len(names); more > 0 {
		list += " and " + guide.Number(float64(more)) + " more"
	}
	return "Rows " + list + ": "
}

// importMachine is what --json prints.
type importMachine struct {
	File     string          `json:"file"`
	Source   string          `json:"source"`
	Encoding string          `json:"encoding"`
	Rows     int             `json:"rows"`
	New      int             `json:"new"`
	Known    int             `json:"known"`
	From     string          `json:"from,omitempty"`
	To       string          `json:"to,omitempty"`
	Columns  []machineColumn `json:"columns"`
	Left     []machineGroup  `json:"left"`
	Batch    string          `json:"batch,omitempty"` // set when it was brought in
	Added    int             `json:"added"`
}

type machineColumn struct {
	Name string  `json:"name"`
	Use  string  `json:"use"`
	Item string  `json:"item,omitempty"`
	From float64 `json:"from"`
	To   float64 `json:"to"`
}

type machineGroup struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	Lines  []int  `json:"lines"`
}

func (r importReport) forMachine(file string) importMachine {
	m := importMachine{
		File: file, Source: r.Source, Encoding: r.Encoding, Rows: r.Read, New: r.Mapped - r.Known, Known: r.Known,
		Columns: []machineColumn{}, Left: []machineGroup{},
	}
	if r.Days > 0 {
		m.From, m.To = r.First.String(), r.Last.String()
	}
	for _, c := range r.Columns {
		m.Columns = append(m.Columns, machineColumn{Name: c.Name, Use: string(c.Use), Item: c.Item.Key, From: c.From, To: c.To})
	}
	for _, group := range append(append([]importer.Group{}, r.Unreadable...), r.Ignored...) {
		m.Left = append(m.Left, machineGroup{Reason: string(group.Reason), Count: group.Count, Lines: group.Lines})
	}
	if r.Done != nil {
		m.Batch, m.Added = r.Done.Batch, r.Done.Added
	}
	return m
}

// withProgress tells, twice a second, how far an import is.
func withProgress(to io.Writer, i *companion.Import, run func() (entry.Import, error)) (entry.Import, error) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for last := -1; ; {
			select {
			case <-done:
				return
			case <-tick.C:
				s := i.Status()
				if s.Done == last {
					continue
				}
				last = s.Done
				fmt.Fprintln(to, guide.Say("import.progress", "rows", s.Done, "of", s.Total))
			}
		}
	}()
	told, err := run()
	close(done)
	<-stopped
	return told, err
}
