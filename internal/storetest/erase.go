package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// bodies says which of the rows still have theirs.
func bodies(rows []ledger.Row) []bool {
	out := make([]bool, len(rows))
	for i, row := range rows {
		out[i] = row.Sealed != nil
	}
	return out
}

func erases(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	for n := range 8 {
		save(t, store, anna.Batch(anna.Row(t, nth(n+1), "a")), ben.Batch(ben.Row(t, nth(n+1), "b")))
	}
	before := Whole(t, store, anna)

	erasure := anna.Batch(anna.Row(t, nth(100), "erasure"))
	erasure.Erase = ledger.Erase{IDs: []string{nth(2), nth(77)}, Ranges: [][2]int64{{4, 5}, {7, 7}}}
	placed := save(t, store, erasure)
	same(t, placed, [][]ledger.Placed{{{ID: nth(100), Seq: 9, Fate: ledger.Saved}}})

	after := Whole(t, store, anna)
	same(t, bodies(after), []bool{true, false, true, false, false, true, false, true, true})
	if diff := cmp.Diff(before, after[:8], cmpopts.IgnoreFields(ledger.Row{}, "Sealed")); diff != "" {
		t.Fatalf("erasing changed more than bodies\n%s", diff)
	}
	byID, err := store.RowsByID(t.Context(), "anna", []string{nth(2)})
	must(t, err)
	same(t, bodies(byID), []bool{false})
	for _, there := range bodies(Whole(t, store, ben)) {
		same(t, there, true)
	}

	// The same erasure sent again, and the same rows erased by another.
	same(t, save(t, store, erasure)[0][0].Fate, ledger.Already)
	save(t, store, ledger.Batch{Person: "anna", Keeper: anna, Erase: ledger.Erase{Ranges: [][2]int64{{1, 5}}}})
	same(t, bodies(Whole(t, store, anna)), []bool{false, false, false, false, false, true, false, true, true})
}

func erasedStaysAway(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "secret")))
	erasure := ledger.Batch{Person: "anna", Keeper: anna, Erase: ledger.Erase{IDs: []string{nth(1)}}}
	save(t, store, erasure)
	for _, text := range []string{"secret", "another"} {
		placed := save(t, store, anna.Batch(anna.Row(t, nth(1), text), anna.Row(t, nth(2), "new")))
		same(t, placed[0][0], ledger.Placed{ID: nth(1), Seq: 1, Fate: ledger.Erased})
	}
	same(t, bodies(Whole(t, store, anna)), []bool{false, true})

	// An entry, its erasure and the entry again, all waiting at once: in
	// whatever order, the erased one does not come back by itself.
	behind(t, store, anna, func() {
		all(t, crowd(9, func(i int) error {
			if i == 4 {
				_, err := store.Append(t.Context(), []ledger.Batch{{Person: "anna", Keeper: anna, Erase: ledger.Erase{IDs: []string{nth(2)}}}})
				return err
			}
			_, err := add(t.Context(), store, anna, nth(2), "new")
			return err
		}))
	})
	same(t, bodies(Whole(t, store, anna)), []bool{false, false, true})
}

func epochs(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "a")))
	must(t, store.ChangeEpoch(t.Context(), "anna", 7, anna))
	save(t, store, anna.Batch(anna.Row(t, nth(2), "b")))
	head, err := store.Head(t.Context(), "anna")
	must(t, err)
	same(t, []int64{head.Epoch, head.Seq}, []int64{7, 2})
	Whole(t, store, anna)
}

func keys(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	got, err := store.Keys(t.Context(), "anna")
	must(t, err)
	byScope := cmpopts.SortSlices(func(a, b seal.Wrapped) bool { return a.Scope < b.Scope })
	if diff := cmp.Diff(anna.KeyRows, got, byScope); diff != "" {
		t.Fatal(diff)
	}

	key := func(scope string, version int64, by, bytes string) seal.Wrapped {
		return seal.Wrapped{Owner: "record", Scope: scope, Version: version, WrappedBy: by, Wrapped: []byte(bytes)}
	}
	put := []seal.Wrapped{key("m", 2, "a", "4"), key("m", 1, "b", "3"), key("m", 1, "a", "2"), key("l", 9, "z", "1")}
	must(t, store.PutKeys(t.Context(), put, nil))
	must(t, store.PutKeys(t.Context(), []seal.Wrapped{key("m", 1, "a", "new")}, []seal.Wrapped{key("m", 1, "b", ""), key("m", 1, "a", "")}))
	got, err = store.Keys(t.Context(), "record")
	must(t, err)
	same(t, got, []seal.Wrapped{key("l", 9, "z", "1"), key("m", 1, "a", "new"), key("m", 2, "a", "4")})

	must(t, store.PutKeys(t.Context(), []seal.Wrapped{key("m", 2, "a", "4")}, nil)) // it is there, the same
	late := []seal.Wrapped{key("n", 1, "a", "fresh"), key("m", 2, "a", "of another change")}
	expect(t, store.PutKeys(t.Context(), late, []seal.Wrapped{key("l", 9, "z", "")}), fault.Conflict)
	unchanged, err := store.Keys(t.Context(), "record")
	must(t, err)
	same(t, unchanged, got)

	none, err := store.Keys(t.Context(), "nobody")
	must(t, err)
	same(t, len(none), 0)
}

func drafts(t *testing.T, e Engine) {
	store, ctx := e.empty(t), t.Context()
	NewPerson(t, store, "anna")
	NewPerson(t, store, "ben")
	_, err := store.Draft(ctx, "anna", "check-in")
	expect(t, err, fault.NotFound)

	must(t, store.PutDraft(ctx, "anna", ledger.Draft{Form: "check-in", ChangedAt: 1, Sealed: []byte("half")}))
	must(t, store.PutDraft(ctx, "anna", ledger.Draft{Form: "check-in", ChangedAt: 20, Sealed: []byte("more")}))
	must(t, store.PutDraft(ctx, "anna", ledger.Draft{Form: "goal", ChangedAt: 10, Sealed: []byte("goal")}))
	must(t, store.PutDraft(ctx, "ben", ledger.Draft{Form: "check-in", ChangedAt: 9, Sealed: []byte("ben's")}))
	draft, err := store.Draft(ctx, "anna", "check-in")
	must(t, err)
	same(t, draft, ledger.Draft{Form: "check-in", ChangedAt: 20, Sealed: []byte("more")})

	must(t, store.DropDraftsBefore(ctx, 10))
	_, err = store.Draft(ctx, "ben", "check-in")
	expect(t, err, fault.NotFound)
	_, err = store.Draft(ctx, "anna", "goal")
	must(t, err)

	must(t, store.DropDraft(ctx, "anna", "goal"))
	must(t, store.DropDraft(ctx, "anna", "goal"))
	_, err = store.Draft(ctx, "anna", "goal")
	expect(t, err, fault.NotFound)
}

func helpCard(t *testing.T, e Engine) {
	store, ctx := e.empty(t), t.Context()
	NewPerson(t, store, "anna")
	_, err := store.HelpCard(ctx, "anna")
	expect(t, err, fault.NotFound)
	must(t, store.PutHelpCard(ctx, "anna", []byte("112")))
	must(t, store.PutHelpCard(ctx, "anna", []byte("999")))
	card, err := store.HelpCard(ctx, "anna")
	must(t, err)
	same(t, string(card), "999")
	must(t, store.PutHelpCard(ctx, "anna", nil))
	must(t, store.PutHelpCard(ctx, "anna", nil))
	_, err = store.HelpCard(ctx, "anna")
	expect(t, err, fault.NotFound)
}

func removed(t *testing.T, e Engine) {
	store, ctx := e.empty(t), t.Context()
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	for _, p := range []*Person{anna, ben} {
		save(t, store, p.Batch(p.Row(t, nth(1), "a"), p.Row(t, nth(2), "b")))
		must(t, store.PutDraft(ctx, p.ID, ledger.Draft{Form: "f", Sealed: []byte("d")}))
		must(t, store.PutHelpCard(ctx, p.ID, []byte("card")))
	}
	must(t, store.RemovePerson(ctx, "anna"))

	_, err := store.Head(ctx, "anna")
	expect(t, err, fault.NotFound)
	_, err = store.Draft(ctx, "anna", "f")
	expect(t, err, fault.NotFound)
	_, err = store.HelpCard(ctx, "anna")
	expect(t, err, fault.NotFound)
	rows, err := store.Rows(ctx, "anna", 0, 10)
	must(t, err)
	left, err := store.Keys(ctx, "anna")
	must(t, err)
	same(t, len(rows)+len(left), 0)
	_, err = add(ctx, store, anna, nth(3), "late")
	expect(t, err, fault.NotFound)

	same(t, len(Whole(t, store, ben)), 2)
	_, err = store.Draft(ctx, "ben", "f")
	must(t, err)

	again := NewPerson(t, store, "anna")
	save(t, store, again.Batch(again.Row(t, nth(1), "a new start")))
	same(t, len(Whole(t, store, again)), 1)
}
