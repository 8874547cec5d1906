package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// backupCommand writes one sealed file with everything in it, while Fermata
// may be in use.
type backupCommand struct {
	File string `arg:"" type:"path" help:"A file that is not there yet." placeholder:"FILE"`
	JSON bool   `name:"json" help:"Print what was written as JSON."`
}

func (backupCommand) Help() string {
	return guide.Say("backup.lead") + "\nIt can be made while Fermata is open. “fermata restore FILE” brings it back, here or on another computer.\n\n" +
		"Example:\n  fermata backup /media/stick/fermata-2026-11-23.backup"
}

// backedUp is what a backup holds, for machines.
type backedUp struct {
	File     string `json:"file"`
	Entries  int64  `json:"entries"`
	Erased   int64  `json:"erased"`
	Findings int    `json:"findings"`
}

func (c backupCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	if err := refuseTaken(c.File); err != nil {
		return err
	}
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	if err := writeNewFile(c.File, func(to io.Writer) error { return home.Backup(ctx, to) }); err != nil {
		return err
	}
	found, err := checkBackup(ctx, home, c.File)
	if err != nil {
		return err
	}
	return c.say(ctx, home, world, found)
}

// checkBackup reads what was written: what the disk did not keep is known now.
func checkBackup(ctx context.Context, home *companion.Home, path string) (ledger.Verified, error) {
	file, err := os.Open(path)
	if err != nil {
		return ledger.Verified{}, unreadable(path, err)
	}
	defer file.Close()
	return home.CheckBackup(ctx, file)
}

func (c backupCommand) say(ctx context.Context, home *companion.Home, world *IO, found ledger.Verified) error {
	entries := found.Rows - found.Erased
	if c.JSON {
		if err := writeJSON(world.Out, backedUp{c.File, entries, found.Erased, len(found.Findings)}); err != nil {
			return err
		}
	} else if len(found.Findings) == 0 {
		fmt.Fprintln(world.Out, guide.Say("backup.made", "entries", int(entries)))
	}
	if len(found.Findings) > 0 {
		fmt.Fprintln(world.Err, guide.Say("backup.damaged"))
		return exitCode(5)
	}
	ways, err := home.WaysIn(ctx)
	if err == nil && slices.Equal(ways, []string{seal.ByKeyFile}) {
		fmt.Fprintln(world.Err, guide.Say("backup.lead.key-file"))
	}
	return err
}

// restoreCommand brings back a record where there is none.
type restoreCommand struct {
	File    string `arg:"" type:"path" help:"A backup that Fermata made." placeholder:"FILE"`
	Recover bool   `help:"Open it with the recovery key in the place of the passphrase."`
	JSON    bool   `name:"json" help:"Print what came back as JSON."`
}

func (restoreCommand) Help() string {
	return "Every entry is opened and checked before anything is written. A record that is here already is never overwritten.\n" +
		"To look into a backup beside your record, name another folder with --data.\n\n" +
		"Example:\n  fermata restore fermata-2026-11-23.backup\n  fermata restore --recover fermata-2026-11-23.backup\n  fermata restore --data /tmp/look fermata-2026-11-23.backup"
}

func (c restoreCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	again := func() (io.ReadCloser, error) {
		file, err := os.Open(c.File)
		if err != nil {
			return nil, unreadable(c.File, err)
		}
		return file, nil
	}
	file, err := again() // before a folder is made
	if err != nil {
		return err
	}
	file.Close()
	keyFile, err := g.keyFile()
	if err != nil {
		return err
	}
	home, close, err := g.open(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	restored, err := home.Restore(ctx, again, keyFile.OpensWith(c.Recover, world.askWayIn))
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(world.Out, restored)
	}
	fmt.Fprintln(world.Out, guide.Say("restore.done", "date", guide.FullDate(restored.Made.In(zoneHere())), "entries", int(restored.Entries)))
	fmt.Fprintln(world.Out, guide.Say("restore.old-key"))
	return nil
}

// askWayIn asks for the passphrase or the recovery key.
func (world *IO) askWayIn(recovery bool) (string, error) {
	if recovery {
		return world.ask(guide.Say("lock.recovery.label") + ": ")
	}
	return world.ask(guide.Say("lock.passphrase") + ": ")
}

func unreadable(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.NotFound, "cli.read", "There is no file at "+path+". Check its name.")
	}
	return fault.Because(fault.Unavailable, "cli.read", "The file at "+path+" cannot be read. Check who may read it.", err)
}
