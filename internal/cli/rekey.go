package cli

import (
	"context"
	"fmt"

	"fermata/internal/guide"
)

// rekeyCommand is for the time after somebody may have had the keys.
type rekeyCommand struct {
	Recover     bool `help:"Open with the recovery key in the place of the passphrase."`
	KeepBackups bool `help:"Leave the automatic backups as they are; they open with the old keys."`
}

func (rekeyCommand) Help() string {
	return guide.Say("rekey.lead") + "\n" + guide.Say("rekey.old") +
		"\nFrom a pipe: the passphrase in use (if there is one), then the new one twice, a line each. The new recovery key is printed.\n\n" +
		"Example:\n  fermata rekey\n  fermata rekey --recover"
}

func (c rekeyCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	if !g.begun() {
		return notBegun()
	}
	home, close, err := g.open(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	if err := (passCommand{Recover: c.Recover}).enter(ctx, home, world); err != nil {
		return err
	}
	passphrase, err := world.newPassphrase(guide.Say("keep.passphrase.new"))
	if err != nil {
		return err
	}
	done, err := home.Rekey(ctx, passphrase)
	if err != nil {
		return err
	}
	fmt.Fprintln(world.Err, guide.Say("rekey.done"))
	if len(done.Old) > 0 && !c.KeepBackups {
		if err := home.RemakeBackups(ctx); err != nil {
			return err
		}
	}
	if c.KeepBackups && len(done.Old) > 0 {
		fmt.Fprintln(world.Err, guide.Say("rekey.left"))
		for _, b := range done.Old {
			fmt.Fprintln(world.Err, "  "+b.Name)
		}
	}
	fmt.Fprintln(world.Err, guide.Say("erase.elsewhere"))
	return world.showRecoveryKey(done.Recovery)
}
