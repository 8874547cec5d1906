package cli

import (
	"context"
	"fmt"
	"io"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/letter"
	"fermata/internal/views"
)

// letterCommand writes a letter as it stands now: to a file, or as Markdown
// to standard output.
type letterCommand struct {
	Letter string `arg:"" help:"Which letter: return-brief."`
	HTML   string `name:"html" type:"path" xor:"form" placeholder:"FILE" help:"Write a page that prints on A4."`
	MD     string `name:"md" type:"path" xor:"form" placeholder:"FILE" help:"Write Markdown."`
}

func (letterCommand) Help() string {
	return "What you left out on the letter's page is not in it.\n\nExample:\n  fermata letter return-brief\n  fermata letter return-brief --html brief.html"
}

// letters is every letter that can be written here.
var letters = []struct {
	name string
	make func(*companion.Home, context.Context) (views.Letter, error)
}{
	{"return-brief", (*companion.Home).ReturnBrief},
}

func (c letterCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	for _, l := range letters {
		if l.name != c.Letter {
			continue
		}
		home, close, err := g.unlocked(ctx, world)
		if err != nil {
			return err
		}
		defer close()
		made, err := l.make(home, ctx)
		if err != nil {
			return err
		}
		return c.write(made, world)
	}
	return fault.New(fault.NotFound, "cli.letter", "There is no letter of that name. Try: fermata letter return-brief")
}

func (c letterCommand) write(l views.Letter, world *IO) error {
	if c.HTML == "" && c.MD == "" {
		return letter.Markdown(world.Out, l)
	}
	path := c.HTML + c.MD // xor: one of them is empty
	err := writeNewFile(path, func(to io.Writer) error {
		if c.HTML != "" {
			return letter.HTML(to, l)
		}
		return letter.Markdown(to, l)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(world.Out, guide.Say("saved")+" "+path)
	return err
}
