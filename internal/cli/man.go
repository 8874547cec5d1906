package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"fermata/internal/guide"
)

// manCommand prints the manual page. It is made from the grammar, so it says
// what the program does.
type manCommand struct{}

func (manCommand) Help() string {
	return "Example:\n  fermata man > ~/.local/share/man/man1/fermata.1\n  fermata man | man -l -"
}

func (manCommand) Run(k *kong.Context, world *IO) error {
	return writeManual(world.Out, k.Model.Node, version())
}

// writeManual writes a page for man(1) in the macros of the same name.
func writeManual(to io.Writer, app *kong.Node, version string) error {
	m := &manual{}
	m.macro("TH", strings.ToUpper(app.Name), "1", "", version, "")
	m.section("NAME")
	m.text(app.Name + " - " + lowerFirst(strings.TrimRight(firstSentence(app.Help), ".")))
	m.section("SYNOPSIS")
	m.line(`\fB` + roff(app.Name) + `\fR [\fIcommand\fR] [\fIoptions\fR]`)
	m.section("DESCRIPTION")
	m.text(app.Help)
	m.section("COMMANDS")
	for _, command := range app.Children {
		if !command.Hidden {
			m.command(app, command)
		}
	}
	m.section("OPTIONS")
	m.flags(app.Flags)
	m.environment(app)
	m.section("EXIT STATUS")
	for _, status := range exitWords() {
		m.entry(status[0], status[1])
	}
	_, err := io.WriteString(to, m.String())
	return err
}

// exitWords is what each exit code means, in words.
func exitWords() [][2]string {
	list := [][2]string{{"0", guide.Say("man.exit.0")}, {"1", guide.Say("man.exit.1")}}
	seen := map[int]bool{}
	for _, line := range exitCodes {
		if !seen[line.code] {
			seen[line.code] = true
			list = append(list, [2]string{fmt.Sprint(line.code), guide.Say(fmt.Sprintf("man.exit.%d", line.code))})
		}
	}
	slices.SortFunc(list, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return append(list, [2]string{fmt.Sprint(exitStopped), guide.Say("man.exit.130")})
}

// manual is a page that is being written.
type manual struct{ strings.Builder }

func (m *manual) line(text string) { m.WriteString(text + "\n") }

func (m *manual) macro(name string, words ...string) {
	for _, word := range words {
		name += ` "` + strings.ReplaceAll(roff(word), `"`, `\(dq`) + `"`
	}
	m.line("." + name)
}

func (m *manual) section(name string) { m.macro("SH", name) }

// entry is a word and what it means.
func (m *manual) entry(word, meaning string) {
	m.line(".TP")
	m.line(`\fB` + roff(word) + `\fR`)
	m.text(meaning)
}

// text writes paragraphs; lines that are set in by two spaces are examples.
func (m *manual) text(text string) {
	example := false
	for _, line := range strings.Split(text, "\n") {
		if set := strings.HasPrefix(line, "  "); set != example {
			example = set
			m.line(map[bool]string{true: ".EX", false: ".EE"}[set])
		}
		switch {
		case strings.TrimSpace(line) == "":
			m.line(".PP")
		default:
			m.line(roff(line))
		}
	}
	if example {
		m.line(".EE")
	}
}

func (m *manual) command(app, command *kong.Node) {
	name := []string{`\fB` + roff(app.Name+" "+command.Name) + `\fR`}
	for _, argument := range command.Positional {
		name = append(name, roff(argument.Summary()))
	}
	m.line(".SS " + strings.Join(name, " "))
	m.text(command.Help)
	if command.Detail != "" {
		m.line(".PP")
		m.text(command.Detail)
	}
	for _, argument := range command.Positional {
		if argument.Help != "" {
			m.entry(argument.Summary(), argument.Help)
		}
	}
	m.flags(command.Flags)
}

func (m *manual) flags(flags []*kong.Flag) {
	for _, flag := range flags {
		if !flag.Hidden {
			m.entry(flag.String(), flag.Help)
		}
	}
}

// environment lists the variables that stand in for options.
func (m *manual) environment(app *kong.Node) {
	named := false
	for _, flag := range app.Flags {
		for _, variable := range flag.Envs {
			if !named {
				m.section("ENVIRONMENT")
				named = true
			}
			m.entry(variable, guide.Say("man.environment", "flag", "--"+flag.Name))
		}
	}
}

// roff makes a text stand for itself; what is not ASCII is written as troff
// names it.
func roff(text string) string {
	var out strings.Builder
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		out.WriteString(`\&`)
	}
	for _, r := range text {
		switch {
		case r == '\\':
			out.WriteString(`\e`)
		case r == '-':
			out.WriteString(`\-`)
		case r > '~':
			fmt.Fprintf(&out, `\[u%04X]`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func firstSentence(text string) string {
	first, _, _ := strings.Cut(text, ". ")
	return first
}

func lowerFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}
