package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// standbyName is what a standby calls itself to its primary.
const standbyName = "standby"

// StandbyFor returns a synchronous standby of a server, stopped when the test
// ends: from now on the primary answers a COMMIT once both have it on disk.
// There is one standby to a primary.
func StandbyFor(t testing.TB, primary *Cluster) *Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, err := begin(ctx, &Cluster{bin: primary.bin, owner: primary.owner, options: primary.options, primary: primary})
	need(t, err)
	t.Cleanup(func() {
		if err := errors.Join(primary.letGo(context.Background()), c.Stop()); err != nil {
			t.Errorf("stopping the standby: %v", err)
		}
	})
	if err := primary.waitForStandby(ctx); err != nil {
		t.Fatalf("the standby does not follow: %v\n%s", err, c.log())
	}
	return c
}

// Promote makes a standby the server that is written to, and returns when it
// is.
func (c *Cluster) Promote(ctx context.Context) error {
	return c.exec(ctx, "SELECT pg_promote(true, 60)")
}

// EitherDSN is the connection string of a database on whichever of the servers
// takes writes.
func EitherDSN(dsn string, clusters ...*Cluster) string {
	where, err := url.Parse(dsn)
	if err != nil {
		return dsn // it is one of ours
	}
	query := where.Query()
	var hosts, ports []string
	for _, c := range clusters {
		hosts, ports = append(hosts, c.dir), append(ports, "5432")
	}
	query.Set("host", strings.Join(hosts, ","))
	query.Set("port", strings.Join(ports, ","))
	query.Set("target_session_attrs", "read-write")
	where.RawQuery = query.Encode()
	return where.String()
}

// copyPrimary takes a base backup that follows its primary once started.
func (c *Cluster) copyPrimary(ctx context.Context) error {
	backup := exec.CommandContext(ctx, filepath.Join(c.bin, "pg_basebackup"),
		"--pgdata="+c.data(), "--wal-method=stream", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
		"--dbname=host="+c.primary.dir+" port=5432 user="+superuser+" application_name="+standbyName)
	c.prepare(backup)
	if out, err := backup.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_basebackup: %w\n%s", err, out)
	}
	return nil
}

// waitForStandby makes the primary wait for its standby at every COMMIT.
func (c *Cluster) waitForStandby(ctx context.Context) error {
	if err := c.set(ctx, "ALTER SYSTEM SET synchronous_standby_names = '"+standbyName+"'"); err != nil {
		return err
	}
	db, err := sql.Open("pgx", c.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		var following bool
		err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')").Scan(&following)
		if err != nil || following {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// letGo makes a primary that still runs answer alone again.
func (c *Cluster) letGo(ctx context.Context) error {
	if !c.Running() {
		return nil
	}
	return c.set(ctx, "ALTER SYSTEM RESET synchronous_standby_names")
}

// set changes a setting of a server that runs.
func (c *Cluster) set(ctx context.Context, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := c.exec(ctx, statement); err != nil {
		return err
	}
	return c.exec(ctx, "SELECT pg_reload_conf()")
}
