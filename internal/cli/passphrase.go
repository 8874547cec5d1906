package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/seal"
)

// passCommand changes the ways into the record. Secrets are typed unseen or
// come line by line from standard input, never as arguments.
type passCommand struct {
	Action  string `arg:"" optional:"" enum:"set,recovery,rotate" default:"set" help:"set: choose a new passphrase. recovery: make a new recovery key. rotate: new keys for what comes, the same ways in."`
	Recover bool   `help:"Open with the recovery key in the place of the passphrase."`
}

func (passCommand) Help() string {
	return "Where there is no record yet, “set” starts one.\nFrom a pipe: the passphrase in use (if there is one), then the new one twice, a line each.\n\n" +
		"Example:\n  fermata passphrase\n  fermata passphrase recovery\n  fermata passphrase set --recover"
}

func (c passCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	if c.Action != "set" && !g.begun() {
		return notBegun()
	}
	home, close, err := g.open(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	if c.Action == "set" && home.State() == companion.Empty {
		return world.begin(ctx, home)
	}
	if c.Action == "rotate" {
		return world.rotateKeys(ctx, home)
	}
	if err := c.enter(ctx, home, world); err != nil {
		return err
	}
	if c.Action == "recovery" {
		return world.newRecoveryKey(ctx, home)
	}
	return world.changePassphrase(ctx, home)
}

// rotateKeys gives the record new keys for what comes.
func (world *IO) rotateKeys(ctx context.Context, home *companion.Home) error {
	passphrase := ""
	switch home.State() {
	case companion.Empty:
		return notBegun()
	case companion.Locked:
		var err error
		if passphrase, err = world.ask(guide.Say("lock.passphrase") + ": "); err != nil {
			return err
		}
		if err := home.Unlock(ctx, passphrase); err != nil {
			return err
		}
	}
	if err := home.RotateKeys(ctx, passphrase); err != nil {
		return err
	}
	fmt.Fprintln(world.Out, guide.Say("rotate.done"))
	return nil
}

// enter opens the record in the way that was asked for.
func (c passCommand) enter(ctx context.Context, home *companion.Home, world *IO) error {
	if !c.Recover || home.State() != companion.Locked {
		return world.unlock(ctx, home)
	}
	secret, err := world.ask(guide.Say("lock.recovery.label") + ": ")
	if err != nil {
		return err
	}
	return home.Recover(ctx, secret)
}

// begin starts a record with a passphrase, in the zone of this computer.
func (world *IO) begin(ctx context.Context, home *companion.Home) error {
	fmt.Fprintln(world.Err, guide.Say("keep.passphrase.lead"))
	passphrase, err := world.newPassphrase(guide.Say("keep.passphrase"))
	if err != nil {
		return err
	}
	if err := home.Begin(ctx, passphrase); err != nil {
		return err
	}
	profile := companion.Telling{ID: companion.NewID(), Body: entry.Profile{Zone: zoneHere().String()}}
	if _, err := home.Tell(ctx, profile); err != nil {
		return err
	}
	if err := home.FirstLists(ctx); err != nil {
		return err
	}
	fmt.Fprintln(world.Out, guide.Say("keep.passphrase.saved"))
	return nil
}

func (world *IO) changePassphrase(ctx context.Context, home *companion.Home) error {
	ways, err := home.WaysIn(ctx)
	if err != nil {
		return err
	}
	passphrase, err := world.newPassphrase(guide.Say("keep.passphrase.new"))
	if err != nil {
		return err
	}
	if err := home.SetPassphrase(ctx, passphrase); err != nil {
		return err
	}
	said := "keep.passphrase.saved"
	if slices.Contains(ways, seal.ByPassphrase) {
		said = "keep.passphrase.changed"
	}
	fmt.Fprintln(world.Out, guide.Say(said))
	return nil
}

// newPassphrase asks twice. At a terminal it asks until it has one.
func (world *IO) newPassphrase(label string) (string, error) {
	for {
		passphrase, err := world.newPassphraseOnce(label)
		if err == nil || !world.Asks || !errors.Is(err, fault.Invalid) {
			return passphrase, err
		}
		fmt.Fprintln(world.Err, fault.Sentence(err))
	}
}

func (world *IO) newPassphraseOnce(label string) (string, error) {
	first, err := world.ask(label + ": ")
	if err != nil {
		return "", err
	}
	if err := companion.CheckPassphrase(first); err != nil {
		return "", err
	}
	second, err := world.ask(guide.Say("keep.passphrase.again") + ": ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", fault.New(fault.Invalid, "cli.passphrase", guide.Say("keep.passphrase.differ"))
	}
	return first, nil
}

func (world *IO) newRecoveryKey(ctx context.Context, home *companion.Home) error {
	key, err := home.NewRecoveryKey(ctx)
	if err != nil {
		return err
	}
	return world.showRecoveryKey(key)
}

// showRecoveryKey prints it once. At a terminal it lets two groups be typed
// from the paper.
func (world *IO) showRecoveryKey(key seal.RecoveryKey) error {
	fmt.Fprintln(world.Err, guide.Say("keep.recovery.lead"))
	if _, err := fmt.Fprintln(world.Out, key.Secret); err != nil || !world.Asks {
		return err
	}
	fmt.Fprintln(world.Err, guide.Say("recovery.check.lead"))
	groups := strings.Split(key.Secret, "-")
	for _, at := range []int{2, 5} {
		fmt.Fprint(world.Err, guide.Say("recovery.check.group", "number", at+1)+": ")
		typed, err := world.line()
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(typed), groups[at]) {
			fmt.Fprintln(world.Err, guide.Say("recovery.check.differ"))
			return nil
		}
	}
	fmt.Fprintln(world.Err, guide.Say("recovery.check.right"))
	return nil
}
