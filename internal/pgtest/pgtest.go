// Package pgtest gives tests a real PostgreSQL that is theirs alone.
//
// Most tests want a database of their own and nothing more:
//
//	dsn := pgtest.DB(t)
//
// The first call starts one server for the test binary; every call makes a
// fresh database on it, which is dropped when the test ends. Tests that kill
// the server ask for their own with [For], or drive one by hand with [Start].
//
// The servers listen on a socket in a folder below /tmp and on no network
// port, also work when the tests run as root (PostgreSQL itself refuses to, so
// they run as the user postgres or nobody), and end with the test binary even
// if that is killed: see [Cluster].
//
// Without PostgreSQL the tests are skipped with one line that says how to get
// it. With FERMATA_NEED_POSTGRES=1 in the environment they fail instead, so
// that a machine that ought to run them cannot forget to.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// ErrNotInstalled means that no PostgreSQL was found on this machine.
var ErrNotInstalled = errors.New("PostgreSQL is not installed: `make test` installs it where it may; " +
	"or install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), " +
	"or name the folder that holds postgres and initdb in FERMATA_POSTGRES_BIN")

// patience is how long a server may take to start or stop, and one statement
// of ours to run. A loaded machine with a slow disk needs a good part of it.
const patience = time.Minute

// shared starts the one server of this test binary on first use. It is
// durable, like the servers that Fermata accepts.
var shared = sync.OnceValues(func() (*Cluster, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return Start(ctx, Options{Durable: true})
})

// databases numbers the databases of this test binary.
var databases atomic.Int64

// DB returns the connection string of a fresh, empty database, and drops it
// when the test ends. It skips the test, or fails it (see the package
// comment), where there is no PostgreSQL.
func DB(t testing.TB) string {
	t.Helper()
	cluster, err := shared()
	need(t, err)
	return cluster.DB(t)
}

// For returns a server for this test alone, stopped when the test ends. It
// skips or fails like [DB].
func For(t testing.TB, options Options) *Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cluster, err := Start(ctx, options)
	need(t, err)
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Errorf("stopping PostgreSQL: %v", err)
		}
	})
	return cluster
}

// DB returns the connection string of a fresh, empty database on this server,
// and drops it when the test ends if the server then runs.
func (c *Cluster) DB(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", databases.Add(1))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatalf("creating a database: %v", err)
	}
	t.Cleanup(func() { c.drop(t, name) })
	return c.DSN(name)
}

func (c *Cluster) drop(t testing.TB, name string) {
	if !c.Running() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		t.Errorf("dropping a database: %v", err)
	}
}

// need ends the test when there is no server: a missing one is a reason to
// skip, a broken one never is.
func need(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrNotInstalled) && os.Getenv("FERMATA_NEED_POSTGRES") != "1":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}
