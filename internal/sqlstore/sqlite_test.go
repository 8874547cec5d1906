package sqlstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/sqlstore"
	"fermata/internal/storetest"
)

func mustOpen(t *testing.T, location string) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

func TestOnlyThePersonCanReadTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := filepath.Join(t.TempDir(), "new", "folder")
	store := mustOpen(t, filepath.Join(folder, "record.db"))
	anna := storetest.NewPerson(t, store, "anna")
	storetest.Whole(t, store, anna)

	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 3 { // the database, its log, its index
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", file.Name(), info.Mode(), err)
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v, %v", info.Mode(), err)
	}
}

func TestAFileThatOthersCouldReadIsClosedToThem(t *testing.T) {
	location := filepath.Join(t.TempDir(), "record.db")
	if err := os.WriteFile(location, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, location)
	if info, err := os.Stat(location); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestAnyPathIsAPath(t *testing.T) {
	for _, name := range []string{"a b", "100%", "%41", "what?mode=memory", "#1", "a&b=c", "ümläut", "file:x", ":memory:", "host=x"} {
		location := filepath.Join(t.TempDir(), name)
		mustOpen(t, location)
		if _, err := os.Stat(location); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestErasedBodiesAreNowhereInTheFiles(t *testing.T) {
	location := freshFile(t)
	store := mustOpen(t, location)
	anna := storetest.NewPerson(t, store, "anna")
	var rows []ledger.Row
	for i := range 40 {
		rows = append(rows, anna.Row(t, fmt.Sprintf("id-%02d", i), strings.Repeat("something private ", 10+i*20)))
	}
	appendAll(t, store, anna.Batch(rows...))
	if err := store.PutHelpCard(t.Context(), "anna", []byte("call my sister")); err != nil {
		t.Fatal(err)
	}
	gone := [][]byte{rows[3].Sealed, rows[30].Sealed, []byte("call my sister")}
	for _, body := range gone {
		if !inFiles(t, location, body[:14]) {
			t.Fatal("the test looks in the wrong place")
		}
	}

	appendAll(t, store, ledger.Batch{Person: "anna", Keeper: anna, Erase: ledger.Erase{IDs: []string{"id-03"}, Ranges: [][2]int64{{31, 31}}}})
	if err := store.PutHelpCard(t.Context(), "anna", nil); err != nil {
		t.Fatal(err)
	}
	// A next change waits until the log was emptied.
	appendAll(t, store, anna.Batch(anna.Row(t, "id-99", "after")))
	for i, body := range gone {
		for from := 0; from+14 <= len(body); from += 500 {
			if inFiles(t, location, body[from:from+14]) {
				t.Errorf("%d: bytes from %d on are still there", i, from)
			}
		}
	}
	if !inFiles(t, location, rows[4].Sealed[:16]) {
		t.Error("a body that was not erased is gone")
	}

	if err := store.RemovePerson(t.Context(), "anna"); err != nil {
		t.Fatal(err)
	}
	storetest.NewPerson(t, store, "ben")
	if inFiles(t, location, rows[4].Sealed[:16]) || inFiles(t, location, []byte("anna")) {
		t.Error("a removed person is still there")
	}
}

func appendAll(t *testing.T, store ledger.Store, batches ...ledger.Batch) {
	t.Helper()
	if _, err := store.Append(t.Context(), batches); err != nil {
		t.Fatal(err)
	}
}

// inFiles looks for bytes in the database and its log.
func inFiles(t *testing.T, location string, want []byte) bool {
	t.Helper()
	files, err := filepath.Glob(location + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files at %s: %v", location, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, want) {
			return true
		}
	}
	return false
}

func TestTwentyThousandEntriesInOneAppend(t *testing.T) {
	store := mustOpen(t, freshFile(t))
	anna := storetest.NewPerson(t, store, "anna")
	rows := make([]ledger.Row, 20_000)
	for i := range rows {
		rows[i] = anna.Row(t, fmt.Sprintf("id-%05d", i), "a day")
	}
	appendAll(t, store, anna.Batch(rows...))
	if got := len(storetest.Whole(t, store, anna)); got != len(rows) {
		t.Errorf("%d rows", got)
	}
}

func TestAReaderSeesNoHalfOfAnAppend(t *testing.T) {
	store := mustOpen(t, freshFile(t))
	anna := storetest.NewPerson(t, store, "anna")
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			rows, err := store.Rows(context.Background(), "anna", 0, 1000)
			if err != nil || len(rows)%10 != 0 {
				done <- fmt.Errorf("%d rows, %v", len(rows), err)
				return
			}
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
		}
	}()
	for i := range 30 {
		var rows []ledger.Row
		for j := range 10 {
			rows = append(rows, anna.Row(t, fmt.Sprintf("id-%02d-%02d", i, j), "text"))
		}
		appendAll(t, store, anna.Batch(rows...))
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAPlaceThatCannotHoldARecordIsUnavailable(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, location := range []string{folder, filepath.Join(file, "record.db")} {
		_, err := sqlstore.Open(t.Context(), location)
		if !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", location, err)
		}
	}
	if _, err := sqlstore.Open(t.Context(), ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("nowhere: %v", err)
	}
}
