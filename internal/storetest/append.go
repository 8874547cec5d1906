package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// expect fails the test unless the error is of a kind and says what to try.
func expect(t testing.TB, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("got %v, want the kind %q", err, kind)
	}
}

func same(t testing.TB, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

func startsOnce(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	same(t, len(Whole(t, store, anna)), 0)

	expect(t, store.NewPerson(t.Context(), anna.start(t), nil), fault.Conflict)

	NewPerson(t, store, "Zoe") // upper case first, as bytes sort
	heads, err := store.People(t.Context())
	must(t, err)
	same(t, []string{heads[0].Person, heads[1].Person}, []string{"Zoe", "anna"})
}

func startsTheDatabaseOnce(t *testing.T, e Engine) {
	store := e.empty(t)
	way := func(by, bytes string) seal.Wrapped {
		return seal.Wrapped{Owner: seal.RecordOwner, Scope: seal.MasterScope, Version: 1, WrappedBy: by, Wrapped: []byte(bytes)}
	}
	must(t, store.PutKeys(t.Context(), []seal.Wrapped{way("a", "of a start that never ended")}, nil))
	master, err := seal.NewMaster()
	must(t, err)
	anna, ben := newPerson(t, master, "anna"), newPerson(t, master, "ben")
	must(t, store.NewPerson(t.Context(), anna.start(t), append(anna.KeyRows, way("b", "anna's"))))
	for _, by := range []string{"a", "b"} {
		expect(t, store.NewPerson(t.Context(), ben.start(t), append(ben.KeyRows, way(by, "ben's"))), fault.Conflict)
	}
	got, err := store.Keys(t.Context(), seal.RecordOwner)
	must(t, err)
	same(t, got, []seal.Wrapped{way("b", "anna's")})
	must(t, store.NewPerson(t.Context(), ben.start(t), ben.KeyRows)) // under the same master
}

func numbered(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	first := save(t, store, anna.Batch(anna.Row(t, nth(9), "nine"), anna.Row(t, nth(1), "one")))
	same(t, first, [][]ledger.Placed{{{ID: nth(9), Seq: 1, Fate: ledger.Saved}, {ID: nth(1), Seq: 2, Fate: ledger.Saved}}})
	second := save(t, store, anna.Batch(anna.Row(t, nth(5), "five")))
	same(t, second, [][]ledger.Placed{{{ID: nth(5), Seq: 3, Fate: ledger.Saved}}})

	rows := Whole(t, store, anna)
	same(t, len(rows), 3)
	same(t, anna.text(t, rows[1]), "one")
	same(t, rows[0].Scope, "private")
	same(t, rows[0].RecordedAt, int64(1_750_000_000_000_000))

	same(t, save(t, store), [][]ledger.Placed{})
	same(t, save(t, store, anna.Batch()), [][]ledger.Placed{{}})
}

func anySize(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	total := 0
	for _, size := range []int{1, 2, 3, 4, 5, 15, 16, 17, 63, 65, 255, 256, 257, 1000} {
		rows := make([]ledger.Row, size)
		for i := range rows {
			rows[i] = anna.Row(t, nth(total+i), "text")
		}
		placed := save(t, store, anna.Batch(rows...))
		same(t, placed[0][size-1], ledger.Placed{ID: nth(total + size - 1), Seq: int64(total + size), Fate: ledger.Saved})
		again := save(t, store, anna.Batch(rows...))
		same(t, again[0][size-1], ledger.Placed{ID: nth(total + size - 1), Seq: int64(total + size), Fate: ledger.Already})
		total += size
	}
	same(t, len(Whole(t, store, anna)), total)
}

func pages(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	for n := range 7 {
		save(t, store, anna.Batch(anna.Row(t, nth(n+1), "a")), ben.Batch(ben.Row(t, nth(n+1), "b")))
	}
	seqs := func(rows []ledger.Row, err error) []int64 {
		must(t, err)
		out := make([]int64, len(rows))
		for i, row := range rows {
			out[i] = row.Seq
		}
		return out
	}
	ctx := t.Context()
	same(t, seqs(store.Rows(ctx, "anna", 2, 3)), []int64{3, 4, 5})
	same(t, seqs(store.Rows(ctx, "anna", 6, 3)), []int64{7})
	same(t, seqs(store.Rows(ctx, "anna", 7, 3)), []int64{})
	same(t, seqs(store.RowsBefore(ctx, "anna", 6, 3)), []int64{5, 4, 3})
	same(t, seqs(store.RowsBefore(ctx, "anna", 2, 3)), []int64{1})
	same(t, seqs(store.RowsByID(ctx, "anna", []string{nth(6), nth(99), nth(2), nth(6)})), []int64{2, 6})
	same(t, seqs(store.RowsByID(ctx, "anna", nil)), []int64{})

	var many []string // more than fit into one statement
	for n := range 1000 {
		many = append(many, nth(1000-n))
	}
	same(t, seqs(store.RowsByID(ctx, "anna", many)), []int64{1, 2, 3, 4, 5, 6, 7})
}

func unknownPerson(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	nobody := &Person{ID: "nobody", keys: anna.keys}
	_, err := store.Head(t.Context(), "nobody")
	expect(t, err, fault.NotFound)
	_, err = store.Append(t.Context(), []ledger.Batch{nobody.Batch(nobody.Row(t, nth(1), "x"))})
	expect(t, err, fault.NotFound)
	expect(t, store.ChangeEpoch(t.Context(), "nobody", 2, nobody), fault.NotFound)
	expect(t, store.RemovePerson(t.Context(), "nobody"), fault.NotFound)
	expect(t, store.PutDraft(t.Context(), "nobody", ledger.Draft{Form: "f", Sealed: []byte("s")}), fault.NotFound)
	rows, err := store.Rows(t.Context(), "nobody", 0, 10)
	must(t, err)
	same(t, len(rows), 0)
}

func unsealed(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	good := anna.Row(t, nth(1), "good")
	spoil := map[string]func(*ledger.Row){
		"no body":      func(r *ledger.Row) { r.Sealed = nil },
		"no ID":        func(r *ledger.Row) { r.ID = "" },
		"another hash": func(r *ledger.Row) { r.BodyHash = ledger.BodyHash([]byte("other")) },
	}
	for what, change := range spoil {
		row := good
		change(&row)
		if _, err := store.Append(t.Context(), []ledger.Batch{anna.Batch(row)}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	same(t, len(Whole(t, store, anna)), 0)
}

func wrongKeys(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "mine")))
	forged := &Person{ID: "anna", keys: ben.keys}
	_, err := store.Append(t.Context(), []ledger.Batch{forged.Batch(forged.Row(t, nth(2), "not mine"))})
	expect(t, err, fault.Damaged)
	expect(t, store.ChangeEpoch(t.Context(), "anna", 9, forged), fault.Damaged)
	same(t, len(Whole(t, store, anna)), 1)
}

func sameTwice(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "a walk")))
	before, err := store.Head(t.Context(), "anna")
	must(t, err)

	// Sealed anew, so that only the keeper can tell that it is the same.
	placed := save(t, store, anna.Batch(anna.Row(t, nth(1), "a walk")))
	same(t, placed, [][]ledger.Placed{{{ID: nth(1), Seq: 1, Fate: ledger.Already}}})
	after, err := store.Head(t.Context(), "anna")
	must(t, err)
	same(t, after, before)

	// New ones beside it are saved all the same, and another person's entry
	// of that ID is another entry.
	placed = save(t, store, anna.Batch(anna.Row(t, nth(2), "new"), anna.Row(t, nth(1), "a walk")), ben.Batch(ben.Row(t, nth(1), "a swim")))
	same(t, placed, [][]ledger.Placed{
		{{ID: nth(2), Seq: 2, Fate: ledger.Saved}, {ID: nth(1), Seq: 1, Fate: ledger.Already}},
		{{ID: nth(1), Seq: 1, Fate: ledger.Saved}},
	})
	Whole(t, store, anna)
	Whole(t, store, ben)
}

func sameTwiceTogether(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	placed := save(t, store,
		anna.Batch(anna.Row(t, nth(1), "a"), anna.Row(t, nth(1), "a")),
		anna.Batch(anna.Row(t, nth(2), "b"), anna.Row(t, nth(1), "a")))
	same(t, placed, [][]ledger.Placed{
		{{ID: nth(1), Seq: 1, Fate: ledger.Saved}, {ID: nth(1), Seq: 1, Fate: ledger.Already}},
		{{ID: nth(2), Seq: 2, Fate: ledger.Saved}, {ID: nth(1), Seq: 1, Fate: ledger.Already}},
	})
	_, err := store.Append(t.Context(), []ledger.Batch{anna.Batch(anna.Row(t, nth(3), "c"), anna.Row(t, nth(3), "d"))})
	expect(t, err, fault.Conflict)
	same(t, len(Whole(t, store, anna)), 2)
}

func otherBody(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	save(t, store, anna.Batch(anna.Row(t, nth(1), "as it was")))
	_, err := store.Append(t.Context(), []ledger.Batch{anna.Batch(
		anna.Row(t, nth(2), "innocent"), anna.Row(t, nth(1), "as it never was"))})
	expect(t, err, fault.Conflict)
	same(t, fault.Sentence(err), "You already saved this. Save your change as a correction?")
	rows := Whole(t, store, anna)
	same(t, len(rows), 1)
	same(t, anna.text(t, rows[0]), "as it was")
}

func allOrNothing(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	nobody := &Person{ID: "nobody", keys: anna.keys}
	for _, bad := range []ledger.Batch{
		nobody.Batch(nobody.Row(t, nth(1), "x")),
		ben.Batch(ben.Row(t, nth(1), "x"), ben.Row(t, nth(1), "y")),
		{Person: "ben", Keeper: anna, Rows: []ledger.Row{ben.Row(t, nth(1), "x")}},
	} {
		if _, err := store.Append(t.Context(), []ledger.Batch{anna.Batch(anna.Row(t, nth(1), "a")), bad}); err == nil {
			t.Fatal("a bad batch was accepted")
		}
	}
	same(t, len(Whole(t, store, anna)), 0)
	same(t, len(Whole(t, store, ben)), 0)
}
