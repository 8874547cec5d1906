package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// completeCommand prints a script that completes commands, flags and names of
// files. It is made from the grammar, so it always fits.
type completeCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

func (completeCommand) Help() string {
	return "Example:\n  fermata completion bash > ~/.local/share/bash-completion/completions/fermata\n" +
		"  fermata completion fish > ~/.config/fish/completions/fermata.fish\n" +
		"  source <(fermata completion zsh)"
}

func (c completeCommand) Run(k *kong.Context, world *IO) error {
	scripts := map[string]func(io.Writer, []completed){"bash": bashScript, "zsh": zshScript, "fish": fishScript}
	var script strings.Builder
	scripts[c.Shell](&script, completions(k.Model.Node))
	_, err := io.WriteString(world.Out, script.String())
	return err
}

// completed is what can follow one command; the first has no name and stands
// for the program itself.
type completed struct {
	name, help string
	flags      []completedFlag
	words      []string // fixed values of its arguments
}

type completedFlag struct{ name, help string }

// completions walks the model. Flags of the program go with every command.
func completions(app *kong.Node) []completed {
	root := completed{flags: flagsOf(app)}
	all := []completed{root}
	for _, command := range app.Children {
		one := completed{name: command.Name, help: command.Help, flags: append(flagsOf(command), root.flags...)}
		for _, argument := range command.Positional {
			if argument.Enum != "" {
				one.words = append(one.words, argument.EnumSlice()...)
			}
		}
		all = append(all, one)
	}
	return all
}

func flagsOf(node *kong.Node) []completedFlag {
	var flags []completedFlag
	for _, flag := range node.Flags {
		if !flag.Hidden {
			flags = append(flags, completedFlag{"--" + flag.Name, flag.Help})
		}
	}
	return flags
}

// wordsAfter is everything that can be typed after a command.
func (c completed) wordsAfter() string {
	words := slices.Clone(c.words)
	for _, flag := range c.flags {
		words = append(words, flag.name)
	}
	return strings.Join(words, " ")
}

func commandNames(all []completed) string {
	var names []string
	for _, c := range all[1:] {
		names = append(names, c.name)
	}
	return strings.Join(names, " ")
}

func bashScript(to io.Writer, all []completed) {
	fmt.Fprint(to, "# completion of fermata for bash\n_fermata() {\n"+
		"  local current=\"${COMP_WORDS[COMP_CWORD]}\" command=\"\" word words\n"+
		"  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"+
		"    case \"$word\" in\n")
	fmt.Fprintf(to, "      %s) command=\"$word\"; break ;;\n", strings.ReplaceAll(commandNames(all), " ", "|"))
	fmt.Fprint(to, "    esac\n  done\n  case \"$command\" in\n")
	for _, c := range all[1:] {
		fmt.Fprintf(to, "    %s) words=\"%s\" ;;\n", c.name, c.wordsAfter())
	}
	fmt.Fprintf(to, "    *) words=\"%s %s\" ;;\n", commandNames(all), all[0].wordsAfter())
	fmt.Fprint(to, "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F _fermata fermata\n")
}

func zshScript(to io.Writer, all []completed) {
	fmt.Fprint(to, "#compdef fermata\n_fermata() {\n  local command=\"\" word\n  local -a found\n"+
		"  for word in ${words[2,CURRENT-1]}; do\n    case \"$word\" in\n")
	fmt.Fprintf(to, "      %s) command=\"$word\"; break ;;\n", strings.ReplaceAll(commandNames(all), " ", "|"))
	fmt.Fprint(to, "    esac\n  done\n  case \"$command\" in\n")
	for _, c := range append(slices.Clone(all[1:]), all[0]) {
		pattern := c.name
		if pattern == "" {
			pattern = "*"
		}
		fmt.Fprintf(to, "    %s) found=(\n", pattern)
		for _, line := range described(c, all) {
			fmt.Fprintf(to, "      %s\n", quoted(line))
		}
		fmt.Fprint(to, "    ) ;;\n")
	}
	fmt.Fprint(to, "  esac\n  _describe 'fermata' found\n  _files\n}\ncompdef _fermata fermata\n")
}

// described is what can follow a command, as zsh wants it: word:what it is.
func described(c completed, all []completed) []string {
	var lines []string
	if c.name == "" {
		for _, command := range all[1:] {
			lines = append(lines, command.name+":"+command.help)
		}
	}
	lines = append(lines, c.words...)
	for _, flag := range c.flags {
		lines = append(lines, flag.name+":"+flag.help)
	}
	return lines
}

func fishScript(to io.Writer, all []completed) {
	names := commandNames(all)
	fmt.Fprint(to, "# completion of fermata for fish\n")
	for _, c := range all {
		when := "not __fish_seen_subcommand_from " + names
		if c.name != "" {
			fmt.Fprintf(to, "complete -c fermata -n %s -a %s -d %s\n", quoted(when), c.name, quoted(c.help))
			when = "__fish_seen_subcommand_from " + c.name
		}
		if len(c.words) > 0 {
			fmt.Fprintf(to, "complete -c fermata -n %s -a %s\n", quoted(when), quoted(strings.Join(c.words, " ")))
		}
		for _, flag := range c.flags {
			fmt.Fprintf(to, "complete -c fermata -n %s -l %s -d %s\n", quoted(when), strings.TrimPrefix(flag.name, "--"), quoted(flag.help))
		}
	}
}

// quoted is a text in single quotation marks for a shell.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
