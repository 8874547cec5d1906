package companion_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

const (
	phrase = "four random words work"
	other  = "and four others as well"
)

func TestAPassphraseOpensTheRecordAndLockingClosesIt(t *testing.T) {
	h := newHouse(t)
	if h.State() != companion.Empty {
		t.Fatalf("a new home is %v", h.State())
	}
	h.do(h.Begin(t.Context(), phrase))
	h.tell(mood(5))
	h.look()
	h.Lock()
	h.Lock() // twice is once
	if h.State() != companion.Locked {
		t.Fatalf("locked, it is %v", h.State())
	}
	is(t, h.Unlock(t.Context(), "not that one"), fault.Locked)
	h.do(h.Unlock(t.Context(), phrase))
	if h.State() != companion.Opened || h.look().Entries != 1 {
		t.Errorf("unlocked, it is %v with %d entries", h.State(), h.look().Entries)
	}
	again := h.another()
	if again.State() != companion.Locked {
		t.Errorf("opened without the passphrase: %v", again.State())
	}
	is(t, h.Unlock(t.Context(), "not that one"), fault.Locked)
	if h.State() != companion.Opened {
		t.Error("a wrong passphrase locked a record that was open")
	}
	h.do(h.Unlock(t.Context(), phrase))
}

func TestWhileItIsLockedNothingIsReadOrWritten(t *testing.T) {
	h := begun(t)
	id := h.tell(mood(5))
	h.Lock()
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"Tell": func() error {
			_, err := h.Tell(ctx, companion.Telling{ID: companion.NewID(), Body: mood(1)})
			return err
		},
		"Look":           func() error { _, err := h.Look(ctx); return err },
		"Known":          func() error { _, err := h.Known(ctx); return err },
		"Entries":        func() error { _, err := h.Entries(ctx, id); return err },
		"Erase":          func() error { return h.Erase(ctx, companion.NewID(), id) },
		"Search":         func() error { _, _, err := h.Search(ctx, "x", 0, 10); return err },
		"Export":         func() error { return h.Export(ctx, nil) },
		"Verify":         func() error { _, err := h.Verify(ctx); return err },
		"Draft":          func() error { _, err := h.Draft(ctx, "f"); return err },
		"KeepDraft":      func() error { return h.KeepDraft(ctx, "f", nil) },
		"DropDraft":      func() error { return h.DropDraft(ctx, "f") },
		"ReadImport":     func() error { _, err := h.ReadImport(ctx, strings.NewReader("a"), "a"); return err },
		"FindImport":     func() error { _, err := h.FindImport("x"); return err },
		"UndoImport":     func() error { _, err := h.UndoImport(ctx, companion.NewID(), "x"); return err },
		"SetHelpCard":    func() error { return h.SetHelpCard(ctx, companion.NewID(), entry.HelpCard{}) },
		"SetPassphrase":  func() error { return h.SetPassphrase(ctx, phrase) },
		"NewRecoveryKey": func() error { _, err := h.NewRecoveryKey(ctx); return err },
		"ReturnBrief":    func() error { _, err := h.ReturnBrief(ctx); return err },
		"Bring":          func() error { return h.Bring(ctx, nil) },
		"FirstLists":     func() error { return h.FirstLists(ctx) },
	} {
		if err := ask(); !errors.Is(err, fault.Locked) {
			t.Errorf("%s: got %v, want %v", name, err, fault.Locked)
		}
	}
}

func TestTheRecoveryKeyOpensTheRecordAndANewOneReplacesIt(t *testing.T) {
	h := newHouse(t)
	h.do(h.Begin(t.Context(), phrase))
	first := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
	second := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
	h.Lock()
	is(t, h.Recover(t.Context(), first.Secret), fault.Locked)
	h.do(h.Recover(t.Context(), second.Secret))
	h.do(h.SetPassphrase(t.Context(), other)) // the old one was forgotten
	h.Lock()
	is(t, h.Unlock(t.Context(), phrase), fault.Locked)
	h.do(h.Unlock(t.Context(), other))
	h.Lock()
	h.do(h.Recover(t.Context(), second.Secret))
	if ways := must[[]string](t)(h.WaysIn(t.Context())); !slices.Equal(ways, []string{seal.ByPassphrase, seal.ByRecovery}) {
		t.Errorf("the ways in are %v", ways)
	}
}

func TestAKeyFileOpensTheRecordByItself(t *testing.T) {
	h := begun(t)
	info := must[os.FileInfo](t)(os.Stat(string(h.keyFile)))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the key file: %v", info.Mode())
	}
	if h.another().State() != companion.Opened {
		t.Error("the next start asks for a key")
	}
	h.Lock()
	h.do(h.UnlockWithKeyFile(t.Context()))
	is(t, h.Begin(t.Context(), phrase), fault.Conflict)
}

func TestAPassphraseTakesThePlaceOfTheKeyFile(t *testing.T) {
	h := begun(t)
	copied := must[[]byte](t)(os.ReadFile(string(h.keyFile)))
	h.do(h.SetPassphrase(t.Context(), phrase))
	if _, err := os.Stat(string(h.keyFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the key file is still there: %v", err)
	}
	h.do(os.WriteFile(string(h.keyFile), copied, 0o600))
	if h.another().State() != companion.Locked {
		t.Error("a copy of the old key file still opens it")
	}
	h.Lock()
	h.do(h.Unlock(t.Context(), phrase))
}

// Whatever lies where the key file ought to be: the program starts, Help now
// opens, and the other ways in work.
func TestABrokenKeyFileLocksNobodyOut(t *testing.T) {
	stranger := must[[]byte](t)(seal.NewKeyFile())
	for name, content := range map[string]string{
		"empty": "", "no key file": "shopping list", "cut short": string(stranger[:len(stranger)-9]),
		"of another record": string(stranger), "of a later Fermata": "fermata-key-9 AAAA",
	} {
		t.Run(name, func(t *testing.T) {
			h := begun(t)
			recovery := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
			h.do(os.WriteFile(string(h.keyFile), []byte(content), 0o600))
			next := h.another()
			if next.State() != companion.Locked {
				t.Fatalf("it is %v", next.State())
			}
			if err := next.UnlockWithKeyFile(t.Context()); err == nil || fault.Sentence(err) == "" {
				t.Errorf("nobody is told: %v", err)
			}
			h.do(next.Recover(t.Context(), recovery.Secret))
		})
	}
}

// Two records with one config folder: neither takes the other's key away.
func TestAKeyFileOfAnotherRecordIsLeftAlone(t *testing.T) {
	one := begun(t)
	two := houseAt(t, filepath.Join(t.TempDir(), "other.db"), string(one.keyFile))
	is(t, two.Begin(t.Context(), ""), fault.Conflict)
	two.do(two.Begin(t.Context(), phrase))
	two.do(two.SetPassphrase(t.Context(), other))
	if one.another().State() != companion.Opened {
		t.Error("the first record does not open any more")
	}
}

func TestAStartThatFailedLeavesNothingInTheWay(t *testing.T) {
	h := newHouse(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Begin(gone, ""); err == nil {
		t.Fatal("begun without a database")
	}
	if _, err := os.Stat(string(h.keyFile)); !errors.Is(err, os.ErrNotExist) || h.State() != companion.Empty {
		t.Errorf("a key file without a record is left: %v, %v", err, h.State())
	}
	h.do(h.Begin(t.Context(), ""))
	if h.another().State() != companion.Opened {
		t.Error("it does not open")
	}
}

func TestWithoutAConfigFolderAPassphraseIsNeeded(t *testing.T) {
	h := houseAt(t, filepath.Join(t.TempDir(), "record.db"), "")
	if h.HasKeyFile() {
		t.Error("there is a place for a key file")
	}
	is(t, h.Begin(t.Context(), ""), fault.Invalid)
	h.do(h.Begin(t.Context(), phrase))
	h.do(h.SetPassphrase(t.Context(), other))
	is(t, h.UnlockWithKeyFile(t.Context()), fault.NotFound)
}

func TestAPassphraseThatCannotBeKeptIsRefused(t *testing.T) {
	h := newHouse(t)
	for name, bad := range map[string]string{
		"short": "nine char", "too long": strings.Repeat("a", 1001), "no letters": strings.Repeat("\xff", 12),
	} {
		is(t, h.Begin(t.Context(), bad), fault.Invalid)
		if companion.CheckPassphrase(bad) == nil || h.State() != companion.Empty {
			t.Errorf("%s: it is taken", name)
		}
	}
	for _, good := range []string{"ten chars!", "zehn Größe", "🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱"} {
		if err := companion.CheckPassphrase(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

// Guessing is slowed down, by this home's clock; nobody is shut out for good.
func TestWrongPassphrasesAreSlowedDown(t *testing.T) {
	h := newHouse(t)
	h.do(h.Begin(t.Context(), phrase))
	h.Lock()
	for range 3 {
		is(t, h.Unlock(t.Context(), "not that one"), fault.Locked)
	}
	if h.Wait() != time.Second {
		t.Errorf("the wait is %v", h.Wait())
	}
	err := h.Unlock(t.Context(), phrase)
	is(t, err, fault.Locked)
	if !strings.Contains(fault.Sentence(err), "Wait a second") {
		t.Errorf("it says: %s", fault.Sentence(err))
	}
	h.clock.pass(time.Second)
	is(t, h.Unlock(t.Context(), "not that one"), fault.Locked)
	err = h.Unlock(t.Context(), phrase)
	if !strings.Contains(fault.Sentence(err), "Wait 2 seconds") {
		t.Errorf("it says: %s", fault.Sentence(err))
	}
	h.clock.pass(2 * time.Second)
	h.do(h.Unlock(t.Context(), phrase))
	if h.Wait() != 0 {
		t.Errorf("after the right one the wait is %v", h.Wait())
	}
}

func TestADatabaseOfSeveralPeopleIsNoHome(t *testing.T) {
	store := must[*sqlstore.Store](t)(sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "practice.db")))
	defer store.Close()
	master := must[*seal.Master](t)(seal.NewMaster())
	for _, person := range []string{"one", "two"} {
		must[*ledger.Ledger](t)(ledger.Start(t.Context(), store, master, person, 1))
	}
	_, err := companion.Open(t.Context(), store, "", time.Now)
	is(t, err, fault.Invalid)
}
