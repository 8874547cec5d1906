package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/letter"
	"fermata/internal/views"
)

// letterCommand writes a letter as it stands now: to a file, or as Markdown
// to standard output.
type letterCommand struct {
	Letter string `arg:"" help:"Which letter: ${letters}."`
	PDF    string `name:"pdf" type:"path" xor:"form" placeholder:"FILE" help:"Write a PDF on A4."`
	HTML   string `name:"html" type:"path" xor:"form" placeholder:"FILE" help:"Write a page that prints on A4."`
	MD     string `name:"md" type:"path" xor:"form" placeholder:"FILE" help:"Write Markdown."`
}

func (letterCommand) Help() string {
	return "What you left out on the letter's page is not in it.\n\nExample:\n  fermata letter return-brief\n  fermata letter return-brief --pdf brief.pdf\n  fermata letter safety-plan --html plan.html"
}

// letterNames are the letters in a sentence.
func letterNames() string { return strings.Join(companion.LetterKeys(), ", ") }

func (c letterCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	const op = "cli.letter"
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	made, err := home.Letter(ctx, c.Letter)
	switch {
	case errors.Is(err, fault.NotFound):
		return fault.New(fault.NotFound, op, "There is no letter of that name. There are: "+letterNames()+". Try: fermata letter return-brief")
	case err != nil:
		return err
	case made.Empty():
		return fault.New(fault.NotFound, op, "There is nothing to write yet. Write it first on its page: "+made.Page)
	}
	for _, line := range views.CutWords(letter.Fit(made)) {
		fmt.Fprintln(world.Err, line)
	}
	return c.write(made, home, world)
}

func (c letterCommand) write(l views.Letter, home *companion.Home, world *IO) error {
	path := c.PDF + c.HTML + c.MD // xor: at most one of them is there
	if path == "" {
		return letter.Markdown(world.Out, l)
	}
	err := writeNewFile(path, func(to io.Writer) error {
		switch path {
		case c.PDF:
			return letter.PDF(to, l, home.Now())
		case c.HTML:
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
