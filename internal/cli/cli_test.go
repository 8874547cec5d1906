package cli

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sample"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"fermata": func() { os.Exit(Main(os.Args[1:], atTestTime(Terminal()))) },
		"spoil":   func() { os.Exit(report(spoil(), os.Stderr)) },
		"mira":    func() { os.Exit(report(bring(sample.Entries), os.Stderr)) },
		"begun":   func() { os.Exit(report(bring(nothing), os.Stderr)) },
	})
}

// atTestTime stops the clock at FERMATA_TEST_NOW, if it is set.
func atTestTime(world IO) IO {
	if now, err := time.Parse(time.RFC3339, os.Getenv("FERMATA_TEST_NOW")); err == nil {
		world.Now = func() time.Time { return now }
	}
	return world
}

// nothing is the record of someone who has only begun.
func nothing(time.Time, *time.Location, func(int) entry.ID) []entry.Entry { return nil }

// bring begins a record where a script's lies, behind the passphrase given as
// an argument, else behind a key file, and tells it a story.
func bring(story func(time.Time, *time.Location, func(int) entry.ID) []entry.Entry) error {
	world, g := atTestTime(Terminal()), grammar{Data: os.Getenv("FERMATA_DATA"), Config: os.Getenv("FERMATA_CONFIG")}
	home, close, err := g.open(context.Background(), &world)
	if err != nil {
		return err
	}
	defer close()
	passphrase := ""
	if len(os.Args) > 1 {
		passphrase = os.Args[1]
	}
	if err := home.Begin(context.Background(), passphrase); err != nil {
		return err
	}
	return home.Bring(context.Background(), story(world.Now(), zoneHere(), func(int) entry.ID { return companion.NewID() }))
}

// FERMATA_UPDATE=1 writes the pictures (help, JSON) anew, to be read in the diff.
//
// Every script has a home of its own, the clock of one Monday, and nothing of
// the machine it runs on.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: os.Getenv("FERMATA_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"HOME": filepath.Join(env.WorkDir, "home"), "TMPDIR": filepath.Join(env.WorkDir, "tmp"),
				"FERMATA_DATA": filepath.Join(env.WorkDir, "data"), "FERMATA_CONFIG": filepath.Join(env.WorkDir, "config"),
				"FERMATA_NO_OPEN": "1", "FERMATA_TEST_NOW": "2026-11-23T12:00:00Z", "TZ": "Europe/London",
			} {
				env.Setenv(name, value)
			}
			return os.MkdirAll(filepath.Join(env.WorkDir, "tmp"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "mode": mode, "join": join, "undo": undo, "certificate": certificate},
	})
}

// exits runs a command and compares its exit code: exits 2 fermata …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command arguments…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%v exits with %d, want %d", args[1:], got, want)
	}
}

// undo takes out the import that the last command listed.
func undo(ts *testscript.TestScript, neg bool, args []string) {
	var listed []struct{ Batch string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &listed))
	if neg || len(args) != 0 || len(listed) != 1 {
		ts.Fatalf("usage: undo, after fermata import --list --json with one line")
	}
	ts.Check(ts.Exec("fermata", "import", "--undo", listed[0].Batch))
}

// join writes files one after the other into a new one: join NEW FILE…
func join(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: join NEW FILE…")
	}
	var all string
	for _, name := range args[1:] {
		all += ts.ReadFile(name)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(all), 0o600))
}

// mode compares the permissions of a file: mode 600 FILE
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode OCTAL FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// spoil changes one byte of the seventh entry, as a failing disk would.
func spoil() error {
	db, err := sql.Open("sqlite", filepath.Join(os.Getenv("FERMATA_DATA"), "fermata.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	var sealed []byte
	if err := db.QueryRow(`SELECT sealed FROM entries WHERE seq = 7`).Scan(&sealed); err != nil {
		return err
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := db.Exec(`DROP TRIGGER entries_only_lose_their_body`); err != nil {
		return err
	}
	_, err = db.Exec(`UPDATE entries SET sealed = $1 WHERE seq = 7`, sealed)
	return err
}
