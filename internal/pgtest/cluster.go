package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	// The driver by which we ask whether the server answers.
	_ "github.com/jackc/pgx/v5/stdlib"
)

// superuser is the database role that everything runs as.
const superuser = "fermata"

// Options say what kind of server is wanted.
type Options struct {
	// Durable keeps what was committed through a power cut, as a real server
	// does. Without it fsync is off, which is faster on slow disks.
	Durable bool
}

// Cluster is one PostgreSQL server with its data, in a folder of its own.
//
// A watchdog process, which notices the end of the test binary however it
// comes, stops the server and removes the folder. So neither outlives the
// tests, even after a panic, a timeout or a kill -9.
//
// A Cluster is used by one goroutine at a time; its databases by any number.
type Cluster struct {
	dir      string // holds the data, the socket and the log
	bin      string // holds postgres and initdb
	owner    *owner // whom the server runs as; nil: as ourselves
	options  Options
	server   *server // nil while stopped
	watchdog *watchdog
	primary  *Cluster // whose standby this is; nil for one that stands alone
}

// Start makes a new cluster and starts it. The error is [ErrNotInstalled]
// where there is no PostgreSQL.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	bin, err := findBin()
	if err != nil {
		return nil, err
	}
	owner, err := findOwner()
	if err != nil {
		return nil, err
	}
	return begin(ctx, &Cluster{bin: bin, owner: owner, options: options})
}

// begin makes the folder with its data and starts the server.
func begin(ctx context.Context, c *Cluster) (*Cluster, error) {
	if err := errors.Join(c.makeDir(), c.watch(), c.initialise(ctx)); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	if err := c.Start(ctx); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// Start starts the server again after [Cluster.Kill] and returns when it
// answers. It does nothing while the server runs.
func (c *Cluster) Start(ctx context.Context) error {
	for !c.Running() {
		if err := c.launch(); err != nil {
			return err
		}
		err := c.answers(ctx)
		if err == nil {
			return nil
		}
		if c.Running() || ctx.Err() != nil {
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, c.log())
		}
		// After a kill the last sessions may still hold the shared memory,
		// and the new server leaves at once: try again, a little later.
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("PostgreSQL does not start: %w\n%s", err, c.log())
		}
	}
	return nil
}

// Kill ends the server as a crash does, with SIGKILL, and returns when it is
// gone. What it had committed stays.
func (c *Cluster) Kill() error {
	return c.end(syscall.SIGKILL)
}

// Shutdown ends the server as its owner does, and returns when it is gone: it
// breaks off its sessions and says goodbye to each.
func (c *Cluster) Shutdown() error {
	return c.end(syscall.SIGINT)
}

// Stop ends the server and removes everything it kept.
func (c *Cluster) Stop() error {
	err := c.end(syscall.SIGQUIT)
	if c.watchdog != nil {
		err = errors.Join(err, c.watchdog.release())
		c.watchdog = nil
	}
	if c.dir != "" {
		err = errors.Join(err, removeAll(c.dir))
	}
	return err
}

// Running is true from Start to Kill or Stop, and false after a crash.
func (c *Cluster) Running() bool {
	return c.server != nil && !c.server.gone()
}

// DSN is the connection string of a database on this server.
func (c *Cluster) DSN(database string) string {
	where := url.URL{
		Scheme: "postgres",
		User:   url.User(superuser),
		Path:   "/" + database,
		RawQuery: url.Values{
			"host":    {c.dir},
			"port":    {"5432"},
			"sslmode": {"disable"},
		}.Encode(),
	}
	return where.String()
}

// makeDir makes the folder, short enough for a socket: its path may have 107
// bytes, which t.TempDir and a Mac's TMPDIR can exceed.
func (c *Cluster) makeDir() error {
	dir, err := os.MkdirTemp("/tmp", "fermata-pg-")
	if err != nil {
		return err
	}
	c.dir = dir
	return c.owner.own(dir)
}

func (c *Cluster) watch() error {
	if c.dir == "" {
		return nil
	}
	dog, err := startWatchdog(c.dir, c.pidFile())
	c.watchdog = dog
	return err
}

func (c *Cluster) initialise(ctx context.Context) error {
	if c.dir == "" {
		return nil
	}
	if c.primary != nil {
		return c.copyPrimary(ctx)
	}
	initdb := exec.CommandContext(ctx, filepath.Join(c.bin, "initdb"),
		"--pgdata="+c.data(), "--username="+superuser, "--auth=trust", "--encoding=UTF8",
		"--locale=C", "--no-sync", "--no-instructions")
	c.prepare(initdb)
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (c *Cluster) launch() error {
	postgres := exec.Command(filepath.Join(c.bin, "postgres"), append([]string{
		"-D", c.data(), "-k", c.dir, "-p", "5432",
		"-c", "listen_addresses=", "-c", "max_connections=100",
		"-c", "shared_buffers=64MB", "-c", "timezone=UTC",
	}, c.options.settings()...)...)
	c.prepare(postgres)
	log, err := os.OpenFile(c.logFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	postgres.Stdout, postgres.Stderr = log, log
	c.server, err = startServer(postgres)
	return err
}

func (o Options) settings() []string {
	if o.Durable {
		return nil
	}
	return []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}
}

// prepare gives a command its user, a place to stand and an environment in
// which no PGPORT or PGDATA of the developer's leads it astray.
func (c *Cluster) prepare(command *exec.Cmd) {
	command.Dir = c.dir
	command.Env = []string{"HOME=" + c.dir, "PATH=" + os.Getenv("PATH"), "TZ=UTC", "LC_ALL=C"}
	command.SysProcAttr = c.owner.attributes()
}

// answers waits until the server takes connections. It gives up when the
// server is gone.
func (c *Cluster) answers(ctx context.Context) error {
	db, err := sql.Open("pgx", c.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		err := db.PingContext(ctx)
		if err == nil || !c.Running() {
			return err
		}
		if pause(ctx, 10*time.Millisecond) != nil {
			return err
		}
	}
}

// exec runs one statement outside any test's database.
func (c *Cluster) exec(ctx context.Context, statement string) error {
	db, err := sql.Open("pgx", c.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func (c *Cluster) end(signal os.Signal) error {
	if c.server == nil {
		return nil
	}
	err := c.server.end(signal)
	c.server = nil
	return err
}

func (c *Cluster) data() string    { return filepath.Join(c.dir, "data") }
func (c *Cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }
func (c *Cluster) logFile() string { return filepath.Join(c.dir, "log") }

// log returns the last lines the server wrote, for an error.
func (c *Cluster) log() string {
	const most = 2000
	text, err := os.ReadFile(c.logFile())
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-most):])
}

// removeAll removes a folder in which the last sessions of a killed server
// may still write for a moment.
func removeAll(dir string) error {
	var err error
	for range 50 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// pause waits, or returns why it did not.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
