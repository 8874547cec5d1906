package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// importCommand shows what a file would become and, with --yes, brings it in:
// all of it or nothing.
type importCommand struct {
	File string `arg:"" optional:"" type:"path" help:"A file from Daylio, Loop, Bearable, Apple Health, Track & Graph or Pixels, FHIR questionnaires, any table as CSV, or a Fermata export."`
	Yes  bool   `help:"Bring it in. Without this, it is only shown."`
	List bool   `help:"List what was brought in before." xor:"what"`
	Undo string `help:"Take an import out again, for good." placeholder:"BATCH" xor:"what"`
	JSON bool   `name:"json" help:"Print JSON."`

	columnFlags `embed:"" group:"Columns"`
}

func (importCommand) Help() string {
	return "Nothing is kept until you say --yes. The words of the file stay beside what was made of them.\n" +
		"Each flag for a column names it as the file does. --map says which item it counts as and what becomes 0 and 10:\n" +
		"  --map \"Mood=mood:1-5\"  --map \"Stress=tension:0-100\"  --map \"Day=mood:awful=0,fine=6,great=10\"\n\n" +
		"Example:\n  fermata import daylio.csv\n  fermata import days.csv --date-column Day --map \"Mood=mood:1-5\" --yes\n  fermata import --list"
}

func (c importCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	if (c.File == "") == (c.Undo == "" && !c.List) {
		return fault.New(fault.Invalid, "cli.import", "Name one file, or use --list or --undo BATCH.")
	}
	if c.File != "" { // before anyone is asked for a passphrase
		file, err := openFile(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
	}
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	switch {
	case c.List:
		return c.list(ctx, home, world)
	case c.Undo != "":
		return c.undo(ctx, home, world)
	}
	return c.bring(ctx, home, world)
}

func (c importCommand) bring(ctx context.Context, home *companion.Home, world *IO) error {
	file, err := openFile(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	read, err := home.ReadImport(ctx, file, filepath.Base(c.File))
	if err != nil {
		return err
	}
	j, err := home.Look(ctx)
	if err != nil {
		return err
	}
	mapping, err := c.mapping(read.File, read.Mapping, j.Items)
	if err != nil {
		return err
	}
	plan, known, err := read.Plan(ctx, mapping)
	if err != nil {
		return inFlags(read.File, err)
	}
	report := importReport{Report: plan.Report, Known: known}
	if c.Yes {
		told, err := withProgress(world.Err, read, func() (entry.Import, error) { return read.Run(ctx, mapping) })
		if err != nil {
			return err
		}
		report.Done = &told
	}
	if c.JSON {
		return writeJSON(world.Out, report.forMachine(read.File.Name))
	}
	return report.say(world.Out)
}

func (c importCommand) list(ctx context.Context, home *companion.Home, world *IO) error {
	j, err := home.Look(ctx)
	if err != nil {
		return err
	}
	lines := []importLine{}
	for _, i := range j.Imports {
		if i.To > 0 {
			lines = append(lines, lineOf(i))
		}
	}
	if c.JSON {
		return writeJSON(world.Out, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(world.Out, guide.Say("import.empty.title")+".")
	}
	for _, line := range lines {
		fmt.Fprintf(world.Out, "%s  %s  %s  %s\n", line.Batch, line.At.Format(time.DateOnly), guide.Number(float64(line.Added)), line.File)
	}
	return nil
}

// importLine is one earlier import.
type importLine struct {
	Batch  string    `json:"batch"`
	At     time.Time `json:"at"`
	Source string    `json:"source"`
	File   string    `json:"file,omitempty"`
	Added  int       `json:"added"`
	Known  int       `json:"known"`
	Unread int       `json:"unread"`
}

func lineOf(i journey.Import) importLine {
	return importLine{
		Batch: i.Batch, At: i.At.Local(), Source: i.Told.Source, File: i.Told.File,
		Added: i.Told.Added, Known: i.Told.Known, Unread: i.Told.Unread,
	}
}

func (c importCommand) undo(ctx context.Context, home *companion.Home, world *IO) error {
	rows, err := home.UndoImport(ctx, companion.NewID(), c.Undo)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(world.Out, map[string]any{"batch": c.Undo, "erased": rows})
	}
	_, err = fmt.Fprintln(world.Out, guide.Say("import.undone", "rows", rows))
	return err
}
