package companion_test

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/seal"
)

const (
	firstWords  = "four words of mine"
	secondWords = "five words of mine now"
)

// kept is a home with a passphrase, a folder for backups and something told.
func kept(t *testing.T) (h *house, told entry.ID, folder string) {
	t.Helper()
	h = newHouse(t)
	folder = filepath.Join(filepath.Dir(h.location), "backups")
	h.KeepBackupsIn(folder)
	h.do(h.Begin(t.Context(), firstWords))
	h.tell(entry.Profile{Zone: "Europe/London"})
	return h, h.tell(entry.Reflection{Text: "a page about harbours"}), folder
}

func (h *house) reads(id entry.ID, text string) {
	h.t.Helper()
	entries := must[[]entry.Entry](h.t)(h.Entries(h.t.Context(), id))
	if len(entries) != 1 || entries[0].Body != (entry.Reflection{Text: text}) {
		h.t.Fatalf("it says %v", entries)
	}
}

func TestAfterARekeyOnlyTheNewKeysOpen(t *testing.T) {
	h, told, _ := kept(t)
	old := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
	gone := h.tell(entry.Reflection{Text: "erased"})
	h.do(h.Erase(t.Context(), companion.NewID(), gone))
	h.do(h.KeepDraft(t.Context(), "reflection", []byte("half")))
	must[companion.BackupFile](t)(h.MakeBackup(t.Context()))

	another := h.another() // a program that was open all the time
	h.do(another.Unlock(t.Context(), firstWords))
	rekeyed := must[companion.Rekeyed](t)(h.Rekey(t.Context(), secondWords))
	h.sound()
	h.reads(told, "a page about harbours")
	if draft := must[[]byte](t)(h.Draft(t.Context(), "reflection")); string(draft) != "half" {
		t.Errorf("the half-filled form is %q", draft)
	}
	if len(rekeyed.Old) != 1 {
		t.Errorf("old backups: %v", rekeyed.Old)
	}
	h.tell(entry.Reflection{Text: "goes on"})
	_, err := another.Look(t.Context())
	is(t, err, fault.Locked)

	next := h.another()
	is(t, next.Unlock(t.Context(), firstWords), fault.Locked)
	is(t, next.Recover(t.Context(), old.Secret), fault.Locked)
	h.do(next.Recover(t.Context(), rekeyed.Recovery.Secret))
	h.do(another.Unlock(t.Context(), secondWords))
	is(t, must0(another.Tell(t.Context(), companion.Telling{ID: gone, Body: entry.Reflection{Text: "erased"}})), nil)
	if entries := must[[]entry.Entry](t)(h.Entries(t.Context(), gone)); len(entries) > 0 {
		t.Error("what was erased came back from a late queue")
	}
	h.sound()
}

func must0[T any](_ T, err error) error { return err }

func TestARotationKeepsTheWaysIn(t *testing.T) {
	h, told, _ := kept(t)
	recovery := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
	another := h.another()
	h.do(another.Unlock(t.Context(), firstWords))
	is(t, h.RotateKeys(t.Context(), secondWords), fault.Locked)
	h.do(h.RotateKeys(t.Context(), firstWords))
	h.tell(entry.Reflection{Text: "after"})
	h.reads(told, "a page about harbours")
	h.sound()
	if _, err := another.Look(t.Context()); err != nil {
		is(t, err, fault.Locked) // its master is gone: it locks, and opens again
		h.do(another.Unlock(t.Context(), firstWords))
	}
	h.do(h.another().Recover(t.Context(), recovery.Secret))
	h.do(h.RotateKeys(t.Context(), firstWords)) // and again
	h.do(h.another().Unlock(t.Context(), firstWords))
	h.sound()
}

// Each day has a backup of its own; they thin out; a restored one is the record.
func TestBackupsAreMadeOnceADay(t *testing.T) {
	h, told, folder := kept(t)
	for range 20 {
		if made := must[bool](t)(h.BackUpIfDue(t.Context())); !made {
			t.Fatal("none was made")
		}
		if again := must[bool](t)(h.BackUpIfDue(t.Context())); again {
			t.Fatal("a second one on the same day")
		}
		h.clock.pass(24 * time.Hour)
	}
	list := must[[]companion.BackupFile](t)(h.Backups())
	if len(list) != 8 { // seven days, and the end of the week before
		t.Errorf("%d are left", len(list))
	}
	other := newHouse(t)
	again := func() (io.ReadCloser, error) { return os.Open(filepath.Join(folder, list[0].Name)) }
	ask := func(bool) (string, error) { return firstWords, nil }
	must[companion.Restored](t)(other.Restore(t.Context(), again, other.keyFile.OpensWith(false, ask)))
	other.reads(told, "a page about harbours")
	other.sound()
	_, err := other.Restore(t.Context(), again, other.keyFile.OpensWith(false, ask))
	is(t, err, fault.Conflict)
}

// A record that was written into makes no backup, and takes none away.
func TestADamagedRecordKeepsItsOldBackups(t *testing.T) {
	h, _, _ := kept(t)
	must[companion.BackupFile](t)(h.MakeBackup(t.Context()))
	db := must[*sql.DB](t)(sql.Open("sqlite", h.location))
	defer db.Close()
	for _, statement := range []string{"DROP TRIGGER entries_only_lose_their_body", "UPDATE entries SET sealed = x'00' WHERE seq = 2"} {
		must[sql.Result](t)(db.Exec(statement))
	}
	h.clock.pass(48 * time.Hour)
	_, err := h.MakeBackup(t.Context())
	is(t, err, fault.Damaged)
	if list := must[[]companion.BackupFile](t)(h.Backups()); len(list) != 1 || !list[0].Made.Equal(start) {
		t.Errorf("%v", list)
	}
	_, err = h.Rekey(t.Context(), secondWords)
	is(t, err, fault.Damaged)
	h.do(h.another().Unlock(t.Context(), firstWords))
}

func TestDaysAreErasedWithWhatQuotesThemNamed(t *testing.T) {
	h, told, _ := kept(t)
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 3}})
	h.correct(told, entry.Reflection{Text: "a page about harbours, corrected"})
	h.tell(entry.Letter{Letter: "return-brief", Quoted: []entry.ID{told}})
	today := entry.DayOf(2026, time.March, 2)
	one := must[companion.Doomed](t)(h.WouldErase(t.Context(), told))
	if len(one.IDs) != 2 || one.Told != 1 || len(one.Quoted) != 1 || one.Quoted[0].Kind != entry.KindLetter {
		t.Errorf("%+v", one)
	}
	h.clock.pass(24 * time.Hour)
	stays := h.tell(entry.Reflection{Text: "the next day"})
	if n := must[int](t)(h.EraseDays(t.Context(), companion.NewID(), today, today)); n != 3 { // page, check-in, letter
		t.Errorf("%d were erased", n)
	}
	h.reads(stays, "the next day")
	if j := h.look(); j.Profile.Zone != "Europe/London" {
		t.Error("the zone went with the days")
	}
	h.sound()
	_, err := h.WouldEraseDays(t.Context(), today, today-1)
	is(t, err, fault.Invalid)
}

// What was erased, its ciphertext and the keys, is in no file of the folder.
func TestNothingErasedIsInAnyFile(t *testing.T) {
	h, told, _ := kept(t)
	h.do(h.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Numbers: []entry.HelpNumber{{Name: "Harbour master", Tel: "0123"}}}))
	must[companion.BackupFile](t)(h.MakeBackup(t.Context()))
	var sealed, wrapped []byte
	db := must[*sql.DB](t)(sql.Open("sqlite", h.location))
	h.do(db.QueryRow("SELECT sealed FROM entries WHERE id = $1", string(told)).Scan(&sealed))
	h.do(db.QueryRow("SELECT wrapped FROM keys WHERE owner = 'record'").Scan(&wrapped))
	h.do(db.Close())
	holds(t, h, sealed, true)

	h.do(h.Erase(t.Context(), companion.NewID(), told))
	h.do(h.RemakeBackups(t.Context()))
	holds(t, h, sealed, false)
	holds(t, h, []byte("Harbour master"), true)

	h.do(h.EraseEverything(t.Context()))
	if h.State() != companion.Empty {
		t.Error("there is still a record")
	}
	for _, gone := range [][]byte{wrapped, []byte("Harbour master"), sealed} {
		holds(t, h, gone, false)
	}
	_, err := h.Tell(t.Context(), companion.Telling{ID: told, Body: entry.Reflection{Text: "late"}})
	is(t, err, fault.Locked)
	h.do(h.Begin(t.Context(), secondWords)) // a new life
	h.tell(entry.Reflection{Text: "new"})
	h.sound()
}

// holds says whether any file of the data folder has these bytes, in the clear
// or in base 64, at any place.
func holds(t *testing.T, h *house, what []byte, want bool) {
	t.Helper()
	found := ""
	err := filepath.WalkDir(filepath.Dir(h.location), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, what) {
			found += " " + filepath.Base(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if (found != "") != want {
		t.Errorf("%.20q is in %q", what, strings.TrimSpace(found))
	}
}

// A change of keys that loses its browser is finished; one that has not begun is not.
func TestAChangeOfKeysIsNotBrokenOff(t *testing.T) {
	h, _, _ := kept(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Rekey(gone, secondWords); err == nil {
		t.Error("it ran for nobody")
	}
	h.do(h.another().Unlock(t.Context(), firstWords))
	h.sound()
}
