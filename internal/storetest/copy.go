package storetest

import (
	"bytes"
	"errors"
	"iter"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// settled is a record with something of everything in it.
func settled(t *testing.T, store ledger.Store) *Person {
	t.Helper()
	anna := NewPerson(t, store, "anna")
	must(t, store.PutKeys(t.Context(), []seal.Wrapped{{Owner: seal.RecordOwner, Scope: "master", Version: 1, WrappedBy: "passphrase", Wrapped: []byte{1}}}, nil))
	var rows []ledger.Row
	for n := range 700 { // more than one page
		rows = append(rows, anna.Row(t, nth(n+1), "text"))
	}
	save(t, store, anna.Batch(rows...))
	save(t, store, ledger.Batch{Person: "anna", Keeper: anna, Erase: ledger.Erase{IDs: []string{nth(3)}}})
	must(t, store.PutDraft(t.Context(), "anna", ledger.Draft{Form: "a", ChangedAt: 5, Sealed: []byte{2}}))
	must(t, store.PutHelpCard(t.Context(), "anna", []byte{3}))
	return anna
}

func copied(t *testing.T, store ledger.Store, person string) []ledger.Part {
	t.Helper()
	var parts []ledger.Part
	must(t, store.Copy(t.Context(), person, func(p ledger.Part) error {
		parts = append(parts, p)
		return nil
	}))
	return parts
}

func handing(parts []ledger.Part, end error) iter.Seq2[ledger.Part, error] {
	return func(yield func(ledger.Part, error) bool) {
		for _, p := range parts {
			if !yield(p, nil) {
				return
			}
		}
		if end != nil {
			yield(ledger.Part{}, end)
		}
	}
}

func copies(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := settled(t, store)
	parts := copied(t, store, "anna")

	// Somebody writes and erases while a copy is made: it stays of one moment.
	var during []ledger.Part
	must(t, store.Copy(t.Context(), "anna", func(p ledger.Part) error {
		if during = append(during, p); len(during) == 3 {
			save(t, store, anna.Batch(anna.Row(t, nth(900), "late")))
			save(t, store, ledger.Batch{Person: "anna", Keeper: anna, Erase: ledger.Erase{IDs: []string{nth(699)}}})
		}
		return nil
	}))
	same(t, during, parts)

	other := e.empty(t)
	must(t, other.Rewrite(t.Context(), nil, handing(parts, nil)))
	same(t, copied(t, other, "anna"), parts)
	Whole(t, other, anna)

	if err := other.Rewrite(t.Context(), nil, handing(parts, nil)); !errors.Is(err, fault.Conflict) {
		t.Errorf("over a record that is there: %v", err)
	}
	if err := store.Copy(t.Context(), "nobody", func(ledger.Part) error { return nil }); !errors.Is(err, fault.NotFound) {
		t.Errorf("a copy of nobody: %v", err)
	}
	enough := errors.New("enough")
	if err := store.Copy(t.Context(), "anna", func(ledger.Part) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("the caller's error is %v", err)
	}
}

func rewrites(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := settled(t, store)
	before := copied(t, store, "anna")
	head, err := store.Head(t.Context(), "anna")
	must(t, err)

	// Broken off in the middle, or too late: nothing has changed.
	broken := errors.New("broken")
	if err := store.Rewrite(t.Context(), &head, handing(before[:400], broken)); !errors.Is(err, broken) {
		t.Errorf("the error of the parts is %v", err)
	}
	old := head
	old.Seq--
	if err := store.Rewrite(t.Context(), &old, handing(before, nil)); !errors.Is(err, fault.Conflict) {
		t.Errorf("after something was saved: %v", err)
	}
	same(t, copied(t, store, "anna"), before)

	after := bytes.Clone([]byte{9})
	parts := append([]ledger.Part{}, before...)
	parts[len(parts)-1].Card = after
	must(t, store.Rewrite(t.Context(), &head, handing(parts, nil)))
	same(t, copied(t, store, "anna"), parts)
	save(t, store, anna.Batch(anna.Row(t, nth(950), "goes on")))
	Whole(t, store, anna)
	must(t, store.Tidy(t.Context()))
	Whole(t, store, anna)
}

// A queue that comes late finds nobody to write to.
func lateQueue(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	must(t, store.RemovePerson(t.Context(), "anna"))
	if _, err := add(t.Context(), store, anna, nth(1), "late"); !errors.Is(err, fault.NotFound) {
		t.Errorf("an entry of somebody who was erased: %v", err)
	}
	people, err := store.People(t.Context())
	must(t, err)
	same(t, len(people), 0)
}
