package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// What a writer that will be killed is told through its environment.
const (
	envLocation = "FERMATA_STORETEST_LOCATION"
	envKeyFile  = "FERMATA_STORETEST_KEYFILE"
)

// doomed is the person to whose record it writes.
const doomed = "anna"

// Main runs the tests, or, if this process was started to be killed, writes
// until that happens.
func Main(m *testing.M, open Opener) {
	location := os.Getenv(envLocation)
	if location == "" {
		os.Exit(m.Run())
	}
	if err := writeUntilKilled(open, location); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}

// writeUntilKilled appends from several goroutines, and prints the ID of each
// entry once the store has confirmed it.
func writeUntilKilled(open Opener, location string) error {
	store, err := open(location)
	if err != nil {
		return err
	}
	p, err := unlock(store, []byte(os.Getenv(envKeyFile)))
	if err != nil {
		return err
	}
	var mu sync.Mutex
	const writers = 8
	return errors.Join(crowd(writers, func(i int) error {
		for n := 0; ; n++ {
			id := nth(n*writers + i)
			if _, err := add(context.Background(), store, p, id, "text"); err != nil {
				return err
			}
			mu.Lock()
			fmt.Println(id)
			mu.Unlock()
		}
	})...)
}

// unlock opens the keys of the one who is written to, as a program would.
func unlock(store ledger.Store, keyFile []byte) (*Person, error) {
	ways, err := store.Keys(context.Background(), seal.RecordOwner)
	if err != nil {
		return nil, err
	}
	master, err := seal.OpenWithKeyFile(ways, keyFile)
	if err != nil {
		return nil, err
	}
	rows, err := store.Keys(context.Background(), doomed)
	if err != nil {
		return nil, err
	}
	keys, err := master.OpenKeys(doomed, rows)
	return &Person{ID: doomed, KeyRows: rows, keys: keys}, err
}

func reopened(t *testing.T, e Engine) {
	location := e.Fresh(t)
	store, err := e.Open(location)
	must(t, err)
	anna := NewPerson(t, store, "anna")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "kept")))
	must(t, store.PutHelpCard(t.Context(), "anna", []byte("card")))
	must(t, store.Close())

	store = e.open(t, location)
	rows := Whole(t, store, anna)
	same(t, anna.text(t, rows[0]), "kept")
	card, err := store.HelpCard(t.Context(), "anna")
	must(t, err)
	same(t, string(card), "card")
}

func twoStores(t *testing.T, e Engine) {
	location := e.Fresh(t)
	stores := []ledger.Store{e.open(t, location), e.open(t, location)}
	anna := NewPerson(t, stores[0], "anna")
	all(t, crowd(16, func(i int) error {
		for j := range 5 {
			if _, err := add(t.Context(), stores[i%2], anna, nth(i*5+j), "text"); err != nil {
				return err
			}
		}
		return nil
	}))
	same(t, len(Whole(t, stores[0], anna)), 80)
	same(t, len(Whole(t, stores[1], anna)), 80)
}

// killed kills a process in the middle of writing, a few times, and another
// time while a second process writes on.
func killed(t *testing.T, e Engine) {
	location := e.Fresh(t)
	keyFile, err := seal.NewKeyFile()
	must(t, err)
	anna := begin(t, e, location, keyFile)
	confirmed := map[string]bool{}
	for round := range 3 {
		for _, id := range writeAndKill(t, location, keyFile, 40*(round+1)) {
			confirmed[id] = true
		}
		store, err := e.Open(location)
		must(t, err)
		kept := map[string]bool{}
		for _, row := range Whole(t, store, anna) {
			kept[row.ID] = true
		}
		for id := range confirmed {
			if !kept[id] {
				t.Errorf("%s was confirmed and is gone", id)
			}
		}
		must(t, store.Close())
	}
}

// begin starts a record that another process can unlock with the key file.
func begin(t *testing.T, e Engine, location string, keyFile []byte) *Person {
	t.Helper()
	store, err := e.Open(location)
	must(t, err)
	defer store.Close()
	master, err := seal.NewMaster()
	must(t, err)
	way, err := master.WrapWithKeyFile(keyFile)
	must(t, err)
	p := newPerson(t, master, doomed)
	must(t, store.NewPerson(t.Context(), p.start(t), append(p.KeyRows, way)))
	return p
}

// writeAndKill starts a writer, kills it after it confirmed some entries, and
// returns all that it confirmed.
func writeAndKill(t *testing.T, location string, keyFile []byte, after int) []string {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), envLocation+"="+location, envKeyFile+"="+string(keyFile))
	writer.Stderr = os.Stderr
	out, err := writer.StdoutPipe()
	must(t, err)
	must(t, writer.Start())
	var confirmed []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		confirmed = append(confirmed, lines.Text())
		if len(confirmed) == after {
			must(t, writer.Process.Kill())
		}
	}
	if err := writer.Wait(); len(confirmed) < after {
		t.Fatalf("the writer ended by itself after %d entries: %v", len(confirmed), err)
	}
	return confirmed
}
