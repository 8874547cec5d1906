package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"fermata/internal/backup"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// must fails the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// made is a backup of a small record, and the key file that opens it.
func made(t testing.TB) (file, key []byte) {
	t.Helper()
	ctx := context.Background()
	store := must[*sqlstore.Store](t)(sqlstore.Open(ctx, filepath.Join(t.TempDir(), "record.db")))
	defer store.Close()
	key = must[[]byte](t)(seal.NewKeyFile())
	master := must[*seal.Master](t)(seal.NewMaster())
	way := must[seal.Wrapped](t)(master.WrapWithKeyFile(key))
	l := must[*ledger.Ledger](t)(ledger.Start(ctx, store, master, "019a0000-0000-7000-8000-00000000000a", 7, way))
	for i, text := range []string{"one", "two", "three"} {
		e := entry.Entry{
			ID: entry.ID("019a0000-0000-7000-8000-00000000000" + string(rune('1'+i))), At: entry.MomentIn(noon, time.UTC),
			Day: entry.DayOf(2026, time.March, 2), Precision: entry.Minute, By: entry.BySelf(), RecordedAt: noon,
			Body: entry.Reflection{Text: text},
		}
		must[[]ledger.Placed](t)(l.Append(ctx, e))
	}
	if err := l.KeepDraft(ctx, "reflection", []byte("half"), noon); err != nil {
		t.Fatal(err)
	}
	if err := store.PutHelpCard(ctx, l.Person(), []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := backup.Write(&out, master, noon, func(each func(ledger.Part) error) error { return store.Copy(ctx, l.Person(), each) })
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), key
}

// opener opens with a key file.
func opener(key []byte) backup.Open {
	return func(ways []seal.Wrapped) (*seal.Master, error) { return seal.OpenWithKeyFile(ways, key) }
}

func read(file, key []byte) (parts []ledger.Part, contents backup.Contents, err error) {
	contents, err = backup.Read(bytes.NewReader(file), opener(key), func(p ledger.Part) error {
		parts = append(parts, p)
		return nil
	})
	return parts, contents, err
}

func TestWhatIsWrittenIsReadInTheSameOrder(t *testing.T) {
	file, key := made(t)
	parts, contents, err := read(file, key)
	if err != nil {
		t.Fatal(err)
	}
	var order string
	for _, p := range parts {
		switch {
		case p.Key != nil && p.Key.Owner == seal.RecordOwner:
			order += "w"
		case p.Head != nil:
			order += "h"
		case p.Key != nil:
			order += "k"
		case p.Row != nil:
			order += "r"
		case p.Draft != nil:
			order += "d"
		case p.Card != nil:
			order += "c"
		}
	}
	if order != "whkkkkkrrrdc" || !contents.Made.Equal(noon) {
		t.Errorf("%s, made %v", order, contents.Made)
	}
}

// Every bit of the file counts: whichever is flipped, the file is refused.
func TestEveryFlippedBitIsFound(t *testing.T) {
	file, key := made(t)
	for at := range file {
		for bit := range 8 {
			flipped := bytes.Clone(file)
			flipped[at] ^= 1 << bit
			if _, _, err := read(flipped, key); err == nil {
				t.Fatalf("bit %d of byte %d of %d was not found", bit, at, len(file))
			}
		}
	}
}

func TestAFileCutShortOrMadeLongerIsFound(t *testing.T) {
	file, key := made(t)
	for n := range file {
		if _, _, err := read(file[:n], key); err == nil {
			t.Fatalf("the first %d bytes of %d pass for the whole", n, len(file))
		}
	}
	if _, _, err := read(append(bytes.Clone(file), 0), key); !errors.Is(err, fault.Damaged) {
		t.Errorf("one more byte: %v", err)
	}
}

func TestAnotherRecordsKeyAndOtherFiles(t *testing.T) {
	file, _ := made(t)
	_, other := made(t)
	if _, _, err := read(file, other); !errors.Is(err, fault.Locked) {
		t.Errorf("another record's key: %v", err)
	}
	for _, odd := range []string{"", "a letter", "age-encryption.org/v1\n"} {
		if _, _, err := read([]byte(odd), other); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", odd, err)
		}
	}
}

// A writer that breaks is no backup: what came so far is refused.
func TestHalfAWritingIsNoBackup(t *testing.T) {
	file, key := made(t)
	parts, contents, err := read(file, key)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no more")
	var out bytes.Buffer
	err = backup.Write(&out, contents.Master, noon, func(each func(ledger.Part) error) error {
		for _, p := range parts[:8] {
			if err := each(p); err != nil {
				return err
			}
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, _, err := read(out.Bytes(), key); err == nil {
		t.Error("it passes for a backup")
	}
}

// Whoever holds the key can still write nonsense; it is refused by its order.
func TestLinesOutOfOrderAreRefused(t *testing.T) {
	file, key := made(t)
	parts, contents, err := read(file, key)
	if err != nil {
		t.Fatal(err)
	}
	for name, order := range map[string][]int{
		"no head": {0, 2, 3, 4, 5, 6, 7}, "two heads": {0, 1, 1, 7}, "row before key": {0, 1, 7, 2},
		"a row twice": {0, 1, 2, 7, 7}, "rows swapped": {0, 1, 2, 8, 7}, "two cards": {0, 1, 11, 11}, "draft after card": {0, 1, 11, 10},
	} {
		var out bytes.Buffer
		err := backup.Write(&out, contents.Master, noon, func(each func(ledger.Part) error) error {
			for _, i := range order {
				if err := each(parts[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := read(out.Bytes(), key); !errors.Is(err, fault.Damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead feeds the reader files as they may lie on a disk and, behind the
// right key, lines that Fermata would not write.
func FuzzRead(f *testing.F) {
	file, key := made(f)
	_, contents, err := read(file, key)
	if err != nil {
		f.Fatal(err)
	}
	way := must[seal.Wrapped](f)(contents.Master.WrapWithKeyFile(key))
	f.Add(file)
	f.Add([]byte(`{"fermata":"backup/1","made":"2026-03-02T12:00:00Z"}` + "\n" + `{"head":{"person":"p","epoch":1,"seq":0,"digest":"","mac":""}}` + "\n" + `{"end":2}` + "\n"))
	f.Add([]byte(`{"fermata":"backup/2"}` + "\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		read(content, key)
		var out bytes.Buffer
		w, err := contents.Master.Backup(&out, []seal.Wrapped{way})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(content)
		w.Close()
		_, _, err = read(out.Bytes(), key)
		if err != nil && !errors.Is(err, fault.Damaged) && !errors.Is(err, fault.Newer) {
			t.Errorf("an error without a kind: %v", err)
		}
	})
}

// A reader gives what open said, as it is.
func TestTheErrorsOfOpenAreGivenBack(t *testing.T) {
	file, _ := made(t)
	_, err := backup.Read(bytes.NewReader(file), func([]seal.Wrapped) (*seal.Master, error) { return nil, io.ErrNoProgress }, nil)
	if !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}
