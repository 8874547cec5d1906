package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/term"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/sqlstore"
)

// dataDir is where the record lies: --data, else the place the system gives
// to programs' own data.
func (g *grammar) dataDir() (string, error) {
	if g.Data != "" {
		return g.Data, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fault.Because(fault.Invalid, "cli.data", "There is no home folder here. Say where your record lies with --data DIR.", err)
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Fermata"), nil
	case "windows":
		if local := os.Getenv("LOCALAPPDATA"); local != "" {
			return filepath.Join(local, "Fermata"), nil
		}
	}
	if xdg := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "fermata"), nil
	}
	return filepath.Join(home, ".local", "share", "fermata"), nil
}

// keyFile is where a key file lies: the config folder, never the data folder.
func (g *grammar) keyFile() (companion.KeyFile, error) {
	dir := g.Config
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", fault.Because(fault.Invalid, "cli.config", "There is no config folder here. Say where your key file lies with --config DIR.", err)
		}
		dir = filepath.Join(config, "fermata")
	}
	return companion.KeyFile(filepath.Join(dir, "fermata.key")), nil
}

// open opens the record where it lies. close ends all work.
func (g *grammar) open(ctx context.Context, world *IO) (home *companion.Home, close func(), err error) {
	keyFile, err := g.keyFile()
	if err != nil {
		return nil, nil, err
	}
	location, err := g.location()
	if err != nil {
		return nil, nil, err
	}
	dir, err := g.dataDir()
	if err != nil {
		return nil, nil, err
	}
	home, close, err = openAt(ctx, location, keyFile, world.Now)
	if err == nil {
		home.KeepBackupsIn(filepath.Join(dir, "backups"))
	}
	return home, close, err
}

// location is the database, or the file in the data folder.
func (g *grammar) location() (string, error) {
	if g.DB != "" {
		return g.DB, nil
	}
	dir, err := g.dataDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "fermata.db"), nil
}

func openAt(ctx context.Context, location string, keyFile companion.KeyFile, now func() time.Time) (*companion.Home, func(), error) {
	store, err := sqlstore.Open(ctx, location)
	if err != nil {
		return nil, nil, err
	}
	home, err := companion.Open(ctx, store, keyFile, now)
	if err != nil {
		store.Close()
		return nil, nil, err
	}
	return home, func() { home.Lock(); store.Close() }, nil
}

// begun says whether there can be a record: a look must not leave a folder.
func (g *grammar) begun() bool {
	dir, err := g.dataDir()
	if g.DB != "" || err != nil {
		return g.DB != ""
	}
	_, err = os.Lstat(filepath.Join(dir, "fermata.db"))
	return !errors.Is(err, os.ErrNotExist)
}

func notBegun() error {
	return fault.New(fault.NotFound, "cli.open", "There is no record here yet. Start one with: fermata")
}

// unlocked opens the record and asks for its passphrase where one is needed.
func (g *grammar) unlocked(ctx context.Context, world *IO) (*companion.Home, func(), error) {
	if !g.begun() {
		return nil, nil, notBegun()
	}
	home, close, err := g.open(ctx, world)
	if err != nil {
		return nil, nil, err
	}
	if err := world.unlock(ctx, home); err != nil {
		close()
		return nil, nil, err
	}
	return home, close, nil
}

func (world *IO) unlock(ctx context.Context, home *companion.Home) error {
	switch home.State() {
	case companion.Opened:
		return nil
	case companion.Empty:
		return notBegun()
	}
	passphrase, err := world.ask("Passphrase: ")
	if err != nil {
		return err
	}
	return home.Unlock(ctx, passphrase)
}

// ask asks for a secret: unseen on a terminal, else the next line of input.
func (world *IO) ask(prompt string) (string, error) {
	if world.Secret != nil {
		return world.await(func() (string, error) { return world.Secret(prompt) })
	}
	return world.line()
}

// await reads, unless the person stops the command meanwhile. The terminal is
// then left as it was found.
func (world *IO) await(read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	terminal := int(os.Stdin.Fd())
	state, errState := term.GetState(terminal)
	answered := make(chan answer, 1)
	go func() {
		text, err := read()
		answered <- answer{text, err}
	}()
	select {
	case a := <-answered:
		return a.text, a.err
	case <-world.stopped:
		if errState == nil {
			term.Restore(terminal, state)
		}
		fmt.Fprintln(world.Err)
		return "", context.Canceled
	}
}

// line reads one line of input.
func (world *IO) line() (string, error) {
	buffered, ok := world.In.(*bufio.Reader)
	if !ok {
		buffered = bufio.NewReader(world.In)
		world.In = buffered
	}
	line, err := world.await(func() (string, error) { return buffered.ReadString('\n') })
	if errors.Is(err, context.Canceled) {
		return "", err
	}
	if err != nil && line == "" {
		return "", fault.Because(fault.Invalid, "cli.input", "The input ended before everything was answered. Run this in a terminal, or pipe every answer in.", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// askSecret asks on the terminal without showing what is typed; where the
// input is no terminal it reads a line.
func askSecret(in *bufio.Reader) func(prompt string) (string, error) {
	return func(prompt string) (string, error) {
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			piped := IO{In: in}
			return piped.line()
		}
		fmt.Fprint(os.Stderr, prompt)
		secret, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return "", fault.Because(fault.Unavailable, "cli.secret", "Nothing could be read from the terminal. Try again.", err)
		}
		return string(secret), nil
	}
}

// openBrowser shows a file. Its name may be in a process list; what is in it
// is not.
func openBrowser(path string) error {
	command := "xdg-open"
	switch runtime.GOOS {
	case "darwin":
		command = "open"
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", path).Start()
	}
	return exec.Command(command, path).Start()
}
