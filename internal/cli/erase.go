package cli

import (
	"context"
	"fmt"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
)

// eraseCommand removes days or everything for good. It says what would go and
// does it only when told so.
type eraseCommand struct {
	From        string `help:"First day to erase." placeholder:"YYYY-MM-DD"`
	To          string `help:"Last day to erase; the same as --from unless given." placeholder:"YYYY-MM-DD"`
	Everything  bool   `help:"Erase the whole record, its keys and its automatic backups."`
	Yes         bool   `help:"Do it. Without this, a terminal asks and a pipe only looks."`
	KeepBackups bool   `help:"Leave the automatic backups as they are; they still hold it."`
	JSON        bool   `name:"json" help:"Print what would go, or went, as JSON."`
}

func (eraseCommand) Help() string {
	return guide.Say("erase.days.lead") + "\n" + guide.Say("erase.elsewhere") + "\n\n" +
		"Example:\n  fermata erase --from 2026-05-03 --to 2026-05-09\n  fermata erase --everything"
}

// goingOrGone is what an erasure takes, for machines.
type goingOrGone struct {
	Entries int      `json:"entries"`
	Quoted  []string `json:"quoted_in"`
	Erased  bool     `json:"erased"`
}

func (c eraseCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	days := c.From != "" || c.To != ""
	if days == c.Everything {
		return fault.New(fault.Invalid, "cli.erase", "Say what goes: --from and --to for some days, or --everything.")
	}
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	if c.Everything {
		return c.everything(ctx, home, world)
	}
	return c.days(ctx, home, world)
}

// agreed asks, where somebody can be asked.
func (c eraseCommand) agreed(world *IO) (bool, error) {
	if c.Yes || !world.Asks {
		return c.Yes, nil
	}
	fmt.Fprint(world.Err, guide.Say("erase.all.word")+": ")
	word, err := world.line()
	return strings.EqualFold(strings.TrimSpace(word), "erase"), err
}

func (c eraseCommand) everything(ctx context.Context, home *companion.Home, world *IO) error {
	fmt.Fprintln(world.Err, guide.Say("erase.all.lead"))
	fmt.Fprintln(world.Err, guide.Say("erase.elsewhere"))
	if yes, err := c.agreed(world); err != nil || !yes {
		return c.left(world, err)
	}
	if err := home.EraseEverything(ctx); err != nil {
		return err
	}
	fmt.Fprintln(world.Out, guide.Say("settings.erased-all"))
	return nil
}

// left says that nothing was erased.
func (c eraseCommand) left(world *IO, err error) error {
	if err == nil {
		fmt.Fprintln(world.Err, "Nothing was erased. To do it: --yes")
	}
	return err
}

func (c eraseCommand) days(ctx context.Context, home *companion.Home, world *IO) error {
	from, to, err := c.stretch()
	if err != nil {
		return err
	}
	doomed, err := home.WouldEraseDays(ctx, from, to)
	if err != nil {
		return err
	}
	quoted, err := quotedIn(ctx, home, doomed)
	if err != nil {
		return err
	}
	report := goingOrGone{Entries: doomed.Told, Quoted: quoted}
	if !c.JSON {
		c.sayDays(world, from, to, report)
	}
	yes, err := c.agreed(world)
	if err == nil && yes && doomed.Told > 0 {
		err = c.eraseDays(ctx, home, from, to)
		report.Erased = err == nil
	}
	switch {
	case err != nil:
		return err
	case c.JSON:
		return writeJSON(world.Out, report)
	case !report.Erased:
		return c.left(world, nil)
	}
	fmt.Fprintln(world.Out, guide.Say("erase.days.done", "entries", doomed.Told))
	return nil
}

// stretch reads the days.
func (c eraseCommand) stretch() (from, to entry.Day, err error) {
	first, last := c.From, c.To
	if first == "" {
		first = last
	}
	if last == "" {
		last = first
	}
	if from, err = entry.ParseDay(first); err == nil {
		to, err = entry.ParseDay(last)
	}
	return from, to, err
}

func (c eraseCommand) eraseDays(ctx context.Context, home *companion.Home, from, to entry.Day) error {
	if _, err := home.EraseDays(ctx, companion.NewID(), from, to); err != nil {
		return err
	}
	if err := home.Tidy(ctx); err != nil {
		return err
	}
	backups, err := home.Backups()
	if err != nil || c.KeepBackups || len(backups) == 0 {
		return err
	}
	return home.RemakeBackups(ctx)
}

func (c eraseCommand) sayDays(world *IO, from, to entry.Day, report goingOrGone) {
	fmt.Fprintln(world.Err, guide.Say("erase.days.ask", "entries", report.Entries, "from", guide.FullDate(from.Time()), "to", guide.FullDate(to.Time())))
	if len(report.Quoted) > 0 {
		fmt.Fprintln(world.Err, guide.Say("erase.quoted"))
	}
	for _, line := range report.Quoted {
		fmt.Fprintln(world.Err, "  "+line)
	}
	fmt.Fprintln(world.Err, guide.Say("erase.elsewhere"))
}

func quotedIn(ctx context.Context, home *companion.Home, doomed companion.Doomed) ([]string, error) {
	words := []string{}
	j, err := home.Look(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range doomed.Quoted {
		words = append(words, views.QuotedIn(j, q.Kind, q.Day, home.Now()))
	}
	return words, nil
}
