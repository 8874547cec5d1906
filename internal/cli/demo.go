package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/sample"
)

// demoCommand shows Fermata with half a year in it, on a record that is gone
// when it ends. Its port is its own, so that nothing a browser keeps for the
// sample meets the real record.
type demoCommand struct {
	Port   int  `help:"Port on this computer." default:"4311"`
	NoOpen bool `help:"Print the address and open no browser." env:"FERMATA_NO_OPEN"`
}

func (demoCommand) Help() string {
	return "Nothing of yours is read, and what you write is gone when you close it.\n\nExample:\n  fermata demo\n  fermata demo --port 4400 --no-open"
}

func (c demoCommand) Run(ctx context.Context, world *IO) (err error) {
	dir, err := os.MkdirTemp("", "fermata-demo")
	if err != nil {
		return fault.Because(fault.Unavailable, "cli.demo", "There is no room for a throwaway record. Check the space in "+os.TempDir()+".", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	home, close, err := newSample(ctx, dir, world.Now)
	if err != nil {
		return err
	}
	defer close()
	fmt.Fprintln(world.Out, guide.Say("program.sample"))
	return startCommand(c).serve(ctx, home, world)
}

// newSample makes a record with the sample in it below a folder.
func newSample(ctx context.Context, dir string, now func() time.Time) (*companion.Home, func(), error) {
	keyFile := companion.KeyFile(filepath.Join(dir, "key", "fermata.key"))
	home, close, err := openAt(ctx, filepath.Join(dir, "record", "fermata.db"), keyFile, now)
	if err != nil {
		return nil, nil, err
	}
	err = home.Begin(ctx, "")
	if err == nil {
		err = home.Bring(ctx, sample.Entries(now(), zoneHere(), func(int) entry.ID { return companion.NewID() }))
	}
	if err != nil {
		close()
		return nil, nil, err
	}
	return home, close, nil
}

// zoneHere is this computer's time zone by name, as far as it tells; London
// when it does not.
func zoneHere() *time.Location {
	names := []string{os.Getenv("TZ"), time.Local.String()}
	if path, err := os.Readlink("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(path, "zoneinfo/")
		names = append(names, name)
	}
	for _, name := range names {
		if place, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
			return place
		}
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return london
}
