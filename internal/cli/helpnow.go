package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
)

// helpNowCommand prints who to talk to. It needs no record, no key and no
// network, and whatever is wrong with the record does not stop it.
type helpNowCommand struct {
	Country string `arg:"" optional:"" help:"Two letters, as GB. Without it: the country of your help card, else all."`
}

func (helpNowCommand) Help() string {
	return "Example:\n  fermata help-now\n  fermata help-now IE"
}

func (c helpNowCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	card := g.helpCard(ctx, world)
	country := strings.ToUpper(strings.TrimSpace(c.Country))
	if country == "" {
		country = card.Country
	}
	help := guide.HelpFor(country)
	everywhere := guide.HelpEverywhere()
	if len(help.Emergency)+len(help.Lines) > 0 {
		everywhere = nil
	}
	page := helpPage{to: world.Out}
	page.line(guide.Say("help.lead"))
	page.country(help, everywhere)
	page.own(card.HelpCard)
	page.plan(card.SafetyPlan)
	page.line("")
	page.line(guide.Say("notice.only-you"))
	return page.err
}

// cardWait is how long help waits for a database that does not answer.
const cardWait = 2 * time.Second

// helpCard reads the card outside the seal if there is a record at all. It
// makes no folder and no file, and every failure is an empty card.
func (g *grammar) helpCard(ctx context.Context, world *IO) companion.Card {
	if !g.begun() {
		return companion.Card{}
	}
	ctx, cancel := context.WithTimeout(ctx, cardWait)
	defer cancel()
	home, close, err := g.open(ctx, world)
	if err != nil {
		return companion.Card{}
	}
	defer close()
	card, err := home.Card(ctx)
	if err != nil {
		return companion.Card{}
	}
	return card
}

// helpPage writes the lines and keeps the first error of the output.
type helpPage struct {
	to  io.Writer
	err error
}

func (p *helpPage) line(text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.to, text)
	}
}

func (p *helpPage) country(help guide.Help, everywhere []guide.Help) {
	if everywhere == nil {
		p.one(help)
		return
	}
	p.line("")
	p.line(guide.Say("help.emergency.unknown"))
	if help.Country != "" && help.Name != "" {
		p.line(guide.Say("help.no-line", "country", help.Name))
	}
	p.line(help.FindLine)
	p.line(guide.Say("help.unknown"))
	for _, other := range everywhere {
		p.one(other)
	}
}

// one writes what is known about a country: the emergency number first.
func (p *helpPage) one(help guide.Help) {
	p.line("")
	p.line(help.Name)
	if help.EmergencySay != "" {
		p.line("  " + help.EmergencySay)
	}
	for _, contact := range help.Emergency {
		p.line("  " + guide.Say("help.call", "number", contact.Number))
	}
	for _, line := range help.Lines {
		p.line("  " + line.Name)
		if line.Note != "" {
			p.line("    " + line.Note)
		}
		for _, contact := range line.Contacts {
			p.line("    " + contact.Label)
		}
	}
	if help.Waiting != "" {
		p.line("  " + help.Waiting)
	}
}

// plan is the safety plan, when the person has chosen to leave it readable.
func (p *helpPage) plan(plan *entry.SafetyPlan) {
	if plan == nil {
		return
	}
	p.line("")
	p.line(guide.Say("safetyplan.heading"))
	for n, step := range views.SafetySteps(*plan) {
		p.line(fmt.Sprintf("  %d  %s", n+1, step.Heading))
		for _, line := range step.Lines {
			p.line("     " + line)
		}
	}
}

func (p *helpPage) own(card entry.HelpCard) {
	if len(card.Numbers) == 0 {
		return
	}
	p.line("")
	p.line(guide.Say("help.own"))
	for _, number := range card.Numbers {
		p.line("  " + number.Name + "  " + number.Tel)
		if number.Note != "" {
			p.line("    " + number.Note)
		}
	}
}
