package cli

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/web"
)

// startCommand opens the record in the browser. The port is fixed unless asked
// otherwise: pages kept for offline use, and a queue of check-ins, belong to
// one address.
type startCommand struct {
	Port   int  `help:"Port on this computer." default:"4310" env:"FERMATA_PORT"`
	NoOpen bool `help:"Print the address and open no browser." env:"FERMATA_NO_OPEN"`
}

func (startCommand) Help() string {
	return "Example:\n  fermata\n  fermata --data ~/private/fermata --no-open"
}

func (c startCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	home, close, err := g.open(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	stop := world.keepBackups(ctx, home)
	defer stop()
	return c.serve(ctx, home, world)
}

// keepBackups makes the backup of the day while the record is open. stop waits
// for one that is being made.
func (world *IO) keepBackups(ctx context.Context, home *companion.Home) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(time.Minute)
		defer tick.Stop()
		said := ""
		for {
			_, err := home.BackUpIfDue(ctx)
			if say := fault.Sentence(err); err != nil && ctx.Err() == nil && !errors.Is(err, fault.Locked) && say != said {
				said = say
				fmt.Fprintln(world.Err, "fermata: "+say)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() { cancel(); <-done }
}

func (c startCommand) serve(ctx context.Context, home *companion.Home, world *IO) error {
	listener, err := listen(c.Port)
	if err != nil {
		return err
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	server := web.New(home, web.Options{
		Hosts: []string{"127.0.0.1:" + port, "localhost:" + port},
		Log:   slog.New(slog.NewTextHandler(world.Err, nil)),
	})
	address := "http://127.0.0.1:" + port
	enter := address + "/enter?token=" + server.StartToken()
	fmt.Fprintf(world.Out, "Fermata is open at %s\nThis link opens it, once: %s\nTo close Fermata, press Ctrl and C.\n", address, enter)
	if !c.NoOpen && world.Open != nil {
		remove, err := world.openOnce(enter)
		if err != nil {
			fmt.Fprintln(world.Err, "The browser could not be opened. Use the link above.")
		} else {
			defer remove()
		}
	}
	return server.Serve(ctx, listener)
}

func listen(port int) (net.Listener, error) {
	const op = "cli.listen"
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Because(fault.Unavailable, op, "Port "+strconv.Itoa(port)+
			" is taken: perhaps Fermata is open already. Look at http://127.0.0.1:"+strconv.Itoa(port)+", or close the other program.", err)
	}
	if err != nil {
		return nil, fault.Because(fault.Unavailable, op, "Fermata cannot listen on this computer. Try another --port.", err)
	}
	return listener, nil
}

// openOnce shows a small file that leads to the address. The address holds the
// start token, so it must not stand in the arguments of a process.
func (world *IO) openOnce(address string) (remove func(), err error) {
	dir, err := os.MkdirTemp("", "fermata-open")
	if err != nil {
		return nil, err
	}
	remove = func() { os.RemoveAll(dir) }
	path := filepath.Join(dir, "open.html")
	page := `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=` +
		html.EscapeString(address) + `"><title>Fermata</title><p><a href="` + html.EscapeString(address) + `">Open Fermata</a></p>`
	if err := errors.Join(os.WriteFile(path, []byte(page), 0o600), world.Open(path)); err != nil {
		remove()
		return nil, err
	}
	time.AfterFunc(time.Minute, remove)
	return remove, nil
}
