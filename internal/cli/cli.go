// Package cli is Fermata on the command line: one grammar, and the place where
// everything is wired together.
//
// Every command has help with an example. Private answers come from standard
// input, never from an argument that a process list would show. Errors end in
// what to try; exit codes mean something (see exitCodes).
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"fermata/internal/fault"
)

// IO is the world a command runs in.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	// Secret asks for something that is not shown while it is typed. nil
	// reads a line from In.
	Secret func(prompt string) (string, error)
	// Open shows a file in the browser. nil opens nothing.
	Open func(path string) error
	// Asks says that somebody sits at In and can be asked again.
	Asks bool

	stopped <-chan struct{} // closed when the person stops the command; nil never is
}

// Terminal is the process's own world.
func Terminal() IO {
	in := bufio.NewReader(os.Stdin) // one for all questions, so that no line is lost between them
	return IO{
		In: in, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Secret: askSecret(in), Open: openBrowser,
		Asks: term.IsTerminal(int(os.Stdin.Fd())),
	}
}

// grammar is the whole command line.
type grammar struct {
	Data   string `help:"Folder of your record." env:"FERMATA_DATA" type:"path" placeholder:"DIR"`
	Config string `help:"Folder of your key file." env:"FERMATA_CONFIG" type:"path" placeholder:"DIR"`
	DB     string `name:"db" help:"A PostgreSQL database in the place of the file in --data." env:"FERMATA_DB" placeholder:"postgres://…"`

	Version kong.VersionFlag `help:"Print the version."`

	Start startCommand `cmd:"" default:"withargs" help:"Open your record in the browser (the default)."`
	Demo  demoCommand  `cmd:"" help:"The same on a throwaway sample: half a year of a made-up person."`
	Serve serveCommand `cmd:"" help:"Serve your record to your own phone and computer."`

	CheckIn  checkInCommand  `cmd:"" name:"check-in" help:"Check in, in thirty seconds."`
	Import   importCommand   `cmd:"" help:"Bring a history from another program."`
	Export   exportCommand   `cmd:"" help:"Take everything along."`
	Letter   letterCommand   `cmd:"" help:"Write a letter from your record."`
	HelpNow  helpNowCommand  `cmd:"" name:"help-now" help:"Crisis lines. Needs no unlock."`
	Backup   backupCommand   `cmd:"" help:"Make one sealed file of everything, while Fermata is in use."`
	Restore  restoreCommand  `cmd:"" help:"Bring back a backup where there is no record yet."`
	Erase    eraseCommand    `cmd:"" help:"Erase some days, or everything, for good."`
	Rekey    rekeyCommand    `cmd:"" help:"Seal everything again with new keys, after somebody may have had the old ones."`
	Verify   verifyCommand   `cmd:"" help:"Check that the record is as it was written."`
	Passkey  passCommand     `cmd:"" name:"passphrase" help:"Set or change the passphrase, or make a recovery key."`
	Monitor  monitorCommand  `cmd:"" help:"Signals over any table of daily scores."`
	Score    scoreCommand    `cmd:"" help:"Score one answer sheet."`
	Complete completeCommand `cmd:"" name:"completion" help:"Print a completion script for your shell."`
	Manual   manCommand      `cmd:"" name:"man" help:"Print the manual page."`
}

// exitCodes is the one place where kinds of failure become exit codes.
var exitCodes = []struct {
	kind error
	code int
}{
	{fault.Invalid, 2}, {fault.TooLarge, 2}, {fault.Conflict, 2},
	{fault.Locked, 3}, {fault.Forbidden, 3},
	{fault.NotFound, 4},
	{fault.Damaged, 5}, {fault.Newer, 5},
	{fault.Unavailable, 6},
}

// Main runs the command line and returns its exit code: 0 done, 1 a failure
// without a kind, 2 what was given does not fit, 3 locked, 4 not found, 5 the
// record is damaged or newer, 6 disk or database do not answer, 130 stopped.
func Main(args []string, world IO) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	world.stopped = ctx.Done()
	var g grammar
	done := -1
	parser, err := kong.New(&g,
		kong.Name("fermata"),
		kong.Description("A companion for a break from therapy. It runs here, for you alone."),
		kong.Writers(world.Out, world.Err),
		kong.Exit(func(code int) { done = code }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": version(), "letters": letterNames()},
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		panic(err) // the grammar itself is wrong; a test parses it
	}
	parsed, err := parser.Parse(args)
	if done >= 0 {
		return done
	}
	if err != nil {
		fmt.Fprintf(world.Err, "fermata: %v\nTry: fermata --help\n", err)
		return 2
	}
	return report(parsed.Run(&g, &world), world.Err)
}

// version is what this Fermata was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "Fermata, built from source"
	}
	return "Fermata " + info.Main.Version
}

// report writes what went wrong and gives the exit code.
func report(err error, to io.Writer) int {
	var exit exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(to, "fermata: Stopped before the end. What was called saved is safe.")
		return exitStopped
	}
	fmt.Fprintln(to, "fermata: "+fault.Sentence(err))
	for _, line := range exitCodes {
		if errors.Is(err, line.kind) {
			return line.code
		}
	}
	fmt.Fprintln(to, "details: "+err.Error())
	return 1
}

// exitStopped is what shells expect of a command that Ctrl and C ended.
const exitStopped = 130

// exitCode ends a command that has said everything itself.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }
