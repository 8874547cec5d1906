package pgtest_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"fermata/internal/pgtest"
)

func TestEveryTestGetsAnEmptyDatabase(t *testing.T) {
	for _, visit := range []string{"first", "second"} {
		t.Run(visit, func(t *testing.T) {
			db := open(t, pgtest.DB(t))
			run(t, db, "CREATE TABLE notes (line TEXT)")
			run(t, db, "INSERT INTO notes VALUES ('only mine')")
			if got := ask(t, db, "SELECT count(*) FROM notes"); got != "1" {
				t.Errorf("%s rows, want 1", got)
			}
		})
	}
}

func TestTheDatabaseIsDroppedWithItsTest(t *testing.T) {
	var gone string
	t.Run("a test with an open connection", func(t *testing.T) {
		gone = pgtest.DB(t)
		ask(t, open(t, gone), "SELECT 1")
	})
	if err := open(t, gone).Ping(); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("the database is still there (%v)", err)
	}
}

func TestTheSharedServerIsDurable(t *testing.T) {
	db := open(t, pgtest.DB(t))
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if got := ask(t, db, "SHOW "+setting); got != "on" {
			t.Errorf("%s is %s, want on", setting, got)
		}
	}
}

func TestAServerThatIsNotDurableSaysSo(t *testing.T) {
	cluster := pgtest.For(t, pgtest.Options{})
	if got := ask(t, open(t, cluster.DB(t)), "SHOW fsync"); got != "off" {
		t.Errorf("fsync is %s, want off", got)
	}
}

func TestCommittedRowsOutliveAKill(t *testing.T) {
	cluster := pgtest.For(t, pgtest.Options{Durable: true})
	dsn := cluster.DB(t)
	db := open(t, dsn)
	run(t, db, "CREATE TABLE notes (line TEXT)")
	for range 3 {
		run(t, db, "INSERT INTO notes VALUES ('kept')")
		if err := cluster.Kill(); err != nil {
			t.Fatal(err)
		}
		if cluster.Running() {
			t.Fatal("running after a kill")
		}
		if err := cluster.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(t, open(t, dsn), "SELECT count(*) FROM notes"); got != "3" {
		t.Errorf("%s rows after three kills, want 3", got)
	}
}

func TestAStoppedServerLeavesNothingBehind(t *testing.T) {
	pgtest.DB(t) // skips where there is no PostgreSQL
	cluster, err := pgtest.Start(t.Context(), pgtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := folder(t, cluster.DSN("postgres"))
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there (%v)", dir, err)
	}
	if err := cluster.Stop(); err != nil {
		t.Errorf("stopping twice: %v", err)
	}
}

// The test runs itself a second time in another process, kills that without
// warning, and looks for what it left.
func TestNothingOutlivesAKilledTestBinary(t *testing.T) {
	if os.Getenv("PGTEST_BE_KILLED") == "1" {
		fmt.Println("dsn " + pgtest.DB(t))
		time.Sleep(time.Hour)
	}
	pgtest.DB(t) // skips where there is no PostgreSQL
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), "PGTEST_BE_KILLED=1")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	dsn := firstDSN(out)
	_ = child.Process.Kill()
	_ = child.Wait() // it was killed: of course it failed
	if dsn == "" {
		t.Fatal("the other process started no server")
	}
	waitUntil(t, "the folder is removed", func() bool {
		_, err := os.Stat(folder(t, dsn))
		return errors.Is(err, fs.ErrNotExist)
	})
	if processes := postgresIn(t, folder(t, dsn)); processes != nil {
		t.Errorf("still running: %v", processes)
	}
}

func TestAWrongFolderIsAnErrorAndNoReasonToSkip(t *testing.T) {
	t.Setenv("FERMATA_POSTGRES_BIN", t.TempDir())
	_, err := pgtest.Start(t.Context(), pgtest.Options{})
	if err == nil || errors.Is(err, pgtest.ErrNotInstalled) || !strings.Contains(err.Error(), "FERMATA_POSTGRES_BIN") {
		t.Errorf("got %v, want an error that names FERMATA_POSTGRES_BIN", err)
	}
}

func TestACancelledStartStartsNothing(t *testing.T) {
	pgtest.DB(t) // skips where there is no PostgreSQL
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cluster, err := pgtest.Start(ctx, pgtest.Options{})
	if !errors.Is(err, context.Canceled) || cluster != nil {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

func firstDSN(out io.Reader) string {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if dsn, ok := strings.CutPrefix(lines.Text(), "dsn "); ok {
			return dsn
		}
	}
	return ""
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// run retries once: after a kill the pool first notices that its connections
// are dead.
func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if err := db.Ping(); err != nil {
		t.Logf("reconnecting: %v", err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var answer string
	if err := db.QueryRow(query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func folder(t *testing.T, dsn string) string {
	t.Helper()
	where, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return where.Query().Get("host")
}

// postgresIn lists the processes whose command line names the folder. Without
// /proc there is nothing to look at, and the folder has to be proof enough.
func postgresIn(t *testing.T, dir string) []string {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range lines {
		text, _ := os.ReadFile(line) // a process may be gone by now
		if strings.Contains(string(text), dir) {
			found = append(found, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return found
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("waited 10 seconds, and still not: %s", what)
}
