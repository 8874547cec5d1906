package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"fermata/internal/guide"
	"fermata/internal/ledger"
)

// verifyCommand reads the whole record and says whether it is as it was
// written. It changes nothing.
type verifyCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

func (verifyCommand) Help() string {
	return "Exit code 5 when something is not as it was written.\n\nExample:\n  fermata verify\n  fermata verify --json"
}

func (c verifyCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	verified, err := home.Verify(ctx)
	if err != nil {
		return err
	}
	if verified.Findings == nil {
		verified.Findings = []ledger.Finding{}
	}
	if c.JSON {
		err = writeJSON(world.Out, verified)
	} else {
		sayVerified(world.Out, verified)
	}
	if err == nil && len(verified.Findings) > 0 {
		return exitCode(5)
	}
	return err
}

func sayVerified(to io.Writer, v ledger.Verified) {
	fmt.Fprintf(to, "Looked at %s.\n", guide.Say("count.entries", "n", int(v.Rows)))
	if v.Erased > 0 {
		fmt.Fprintf(to, "%s of them erased, as you asked; their words are gone.\n", guide.Number(float64(v.Erased)))
	}
	if len(v.Findings) == 0 {
		fmt.Fprintln(to, "Every entry is as it was written, in its place, and none is gone.")
		return
	}
	for _, finding := range v.Findings {
		fmt.Fprintf(to, "%s: %s.\n", whereFound(finding), finding.What)
	}
	fmt.Fprintln(to, "Nothing was changed. Copy the data folder to a safe place first. Then bring back your last export or backup.")
}

func whereFound(f ledger.Finding) string {
	switch {
	case f.What == ledger.KeyUnreadable, f.What == ledger.KeyMissing:
		return "The keys"
	case f.What == ledger.DraftUnreadable:
		return "A half-filled form"
	case f.What == ledger.CardDiffers:
		return "Help now"
	case f.Seq == 0:
		return "The whole record"
	case f.To > f.Seq:
		return "Entries " + strconv.FormatInt(f.Seq, 10) + " to " + strconv.FormatInt(f.To, 10)
	}
	return "Entry " + strconv.FormatInt(f.Seq, 10)
}
