package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
)

func TestARecordIsReadAsItWasTold(t *testing.T) {
	l := newHouse(t).begin(t, "someone")
	if at := must[ledger.Position](t)(l.Head(t.Context())); at != (ledger.Position{Epoch: 7}) {
		t.Errorf("an empty record ends at %+v", at)
	}
	week(t, l)
	entries, at, err := l.Since(t.Context(), ledger.Position{})
	if err != nil || at != (ledger.Position{Epoch: 7, Seq: 8}) {
		t.Fatalf("it ends at %+v: %v", at, err)
	}
	if got := idsOf(entries); !slices.Equal(got, []entry.ID{nth(1), nth(2), nth(4), nth(6), nth(7), nth(8)}) {
		t.Errorf("got %v", got)
	}
	want := told(8, page("A better one."))
	want.Person, want.Seq = "someone", 8
	if diff := cmp.Diff(want, entries[5]); diff != "" {
		t.Errorf("-told +read:\n%s", diff)
	}
}

func TestTheSameThingToldTwiceIsSavedOnce(t *testing.T) {
	l := newHouse(t).begin(t, "someone")
	first := must[[]ledger.Placed](t)(l.Append(t.Context(), told(1, mood(6))))
	if diff := cmp.Diff([]ledger.Placed{{ID: string(nth(1)), Seq: 1, Fate: ledger.Saved}}, first); diff != "" {
		t.Error(diff)
	}
	again := told(1, mood(6))
	again.RecordedAt = noon.Add(time.Minute) // when it is sent again, the clock has moved on
	again.At = entry.MomentIn(again.RecordedAt, time.UTC)
	second := must[[]ledger.Placed](t)(l.Append(t.Context(), again, told(2, mood(1))))
	if diff := cmp.Diff([]ledger.Placed{{ID: string(nth(1)), Seq: 1, Fate: ledger.Already}, {ID: string(nth(2)), Seq: 2, Fate: ledger.Saved}}, second); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherThingUnderOneIDIsAConflict(t *testing.T) {
	at := told(1, mood(6))
	at.At = entry.MomentIn(noon.Add(-time.Hour), time.UTC)
	correction := told(1, mood(6))
	correction.Corrects = nth(9)
	yesterday := told(1, mood(6))
	yesterday.Day--
	byImport := told(1, mood(6))
	byImport.By = entry.ByImport("days")
	for name, other := range map[string]entry.Entry{
		"other numbers": told(1, mood(7)),
		"another kind":  told(1, entry.Phase{Name: entry.OnBreak}),
		"another time":  at,
		"another day":   yesterday,
		"a correction":  correction,
		"from a file":   byImport,
	} {
		t.Run(name, func(t *testing.T) {
			l := newHouse(t).begin(t, "someone")
			save(t, l, told(1, mood(6)))
			_, err := l.Append(t.Context(), told(2, mood(3)), other)
			if !errors.Is(err, fault.Conflict) {
				t.Errorf("got %v, want %v", err, fault.Conflict)
			}
			if at := must[ledger.Position](t)(l.Head(t.Context())); at.Seq != 1 {
				t.Errorf("and yet %d entries are kept", at.Seq)
			}
		})
	}
}

func TestWhatIsErasedIsGoneAndStaysAway(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	save(t, l, told(1, page("Nobody is to read this.")), told(2, mood(4)), erasing(3, 1))
	if entries := must[[]entry.Entry](t)(l.Entries(t.Context(), nth(1), nth(2))); !slices.Equal(idsOf(entries), []entry.ID{nth(2)}) {
		t.Errorf("read by ID: %v", idsOf(entries))
	}
	placed := must[[]ledger.Placed](t)(l.Append(t.Context(), told(1, page("Nobody is to read this."))))
	if placed[0].Fate != ledger.Erased {
		t.Errorf("sent once more, it is %v", placed[0])
	}
	save(t, l, erasing(3, 1)) // the form sent twice
	kept := must[map[entry.ID]ledger.Fate](t)(l.Kept(t.Context(), []entry.ID{nth(1), nth(2), nth(3), nth(4)}))
	if diff := cmp.Diff(map[entry.ID]ledger.Fate{nth(1): ledger.Erased, nth(2): ledger.Already, nth(3): ledger.Already}, kept); diff != "" {
		t.Error(diff)
	}
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 || checked.Erased != 1 {
		t.Errorf("verify: %+v", checked)
	}
}

// Without its erasure an empty row could not be told from damage.
func TestAnErasureIsNeverErased(t *testing.T) {
	l := newHouse(t).begin(t, "someone")
	save(t, l, told(1, mood(1)), told(2, mood(2)), erasing(3, 1), told(4, mood(3)))
	span := func(n int, from, to int64) entry.Entry {
		return told(n, entry.Erasure{Ranges: []entry.Range{{From: from, To: to}}})
	}
	for name, e := range map[string]entry.Entry{
		"by ID":                  erasing(9, 3),
		"by ID, among others":    erasing(9, 2, 3),
		"by place":               span(9, 3, 3),
		"in a stretch":           span(9, 1, 4),
		"itself":                 erasing(9, 9),
		"itself by place":        span(9, 5, 5),
		"what is still to come":  span(9, 4, 1<<62),
		"all there is, and more": span(9, 1, 9223372036854775807),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.Append(t.Context(), e); !errors.Is(err, fault.Invalid) {
				t.Errorf("got %v, want %v", err, fault.Invalid)
			}
			if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 || checked.Rows != 4 || checked.Erased != 1 {
				t.Errorf("verify: %+v", checked)
			}
		})
	}
	both := []entry.Entry{erasing(9, 10), told(10, mood(5))}
	if _, err := l.Append(t.Context(), both...); !errors.Is(err, fault.Invalid) {
		t.Errorf("an entry is erased before it is told: %v", err)
	}
	save(t, l, erasing(11, 40), span(12, 1, 2)) // what is not here, and what is empty already
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 || checked.Erased != 2 {
		t.Errorf("verify: %+v", checked)
	}
}

func TestAnEntryThatCannotBeKeptChangesNothing(t *testing.T) {
	l := newHouse(t).begin(t, "someone")
	badID := told(1, mood(1))
	badID.ID = "1"
	for name, e := range map[string]entry.Entry{
		"too high":     told(1, mood(11)),
		"not a number": told(1, entry.CheckIn{Items: map[string]float64{"mood": nan()}}),
		"nothing":      told(1, nil),
		"an odd ID":    badID,
		"no letters":   told(1, page("\xff\xfe")),
		"very long":    told(1, page(strings.Repeat("x", entry.TextLimit+1))),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := l.Append(t.Context(), told(2, mood(2)), e)
			if !errors.Is(err, fault.Invalid) {
				t.Errorf("got %v, want %v", err, fault.Invalid)
			}
			if at := must[ledger.Position](t)(l.Head(t.Context())); at.Seq != 0 {
				t.Errorf("%d entries are kept", at.Seq)
			}
		})
	}
}

func nan() float64 { zero := 0.0; return zero / zero }

// Three ways through a record that spans several pages, with erased entries
// at their edges, agree.
func TestForwardsBackwardsAndLineByLineAgree(t *testing.T) {
	const many = 4700
	l := newHouse(t).begin(t, "someone")
	entries := make([]entry.Entry, many)
	for n := range entries {
		entries[n] = told(n+1, mood(float64(n%11)))
	}
	must[[]ledger.Placed](t)(l.Append(t.Context(), entries...))
	save(t, l, erasing(many+1, 1, 2000, 2001, 4000, many))

	forwards, at, err := l.Since(t.Context(), ledger.Position{})
	if err != nil || at.Seq != many+1 || len(forwards) != many+1-5 {
		t.Fatalf("%d entries up to %d: %v", len(forwards), at.Seq, err)
	}
	var backwards []entry.Entry
	if err := l.Backwards(t.Context(), func(e entry.Entry) bool { backwards = append(backwards, e); return true }); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(backwards)
	if !cmp.Equal(forwards, backwards) {
		t.Errorf("backwards: %s", cmp.Diff(idsOf(forwards), idsOf(backwards)))
	}
	var lines []entry.Entry
	err = l.Lines(t.Context(), func(line []byte) error {
		e, err := entry.DecodeLine(line)
		e.Person = "someone"
		lines = append(lines, e)
		return err
	})
	if err != nil || !cmp.Equal(forwards, lines) {
		t.Errorf("line by line: %v %s", err, cmp.Diff(idsOf(forwards), idsOf(lines)))
	}
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); checked.Rows != many+1 || checked.Erased != 5 || len(checked.Findings) > 0 {
		t.Errorf("verify: %+v", checked)
	}
}

func TestReadingStopsWhenAsked(t *testing.T) {
	l := newHouse(t).begin(t, "someone")
	week(t, l)
	var seen []entry.ID
	if err := l.Backwards(t.Context(), func(e entry.Entry) bool { seen = append(seen, e.ID); return len(seen) < 2 }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(seen, []entry.ID{nth(8), nth(7)}) {
		t.Errorf("went on to %v", seen)
	}
	full := errors.New("the disk is full")
	lines := 0
	if err := l.Lines(t.Context(), func([]byte) error { lines++; return full }); !errors.Is(err, full) || lines != 1 {
		t.Errorf("%d lines, %v", lines, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := l.Since(gone, ledger.Position{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who left is answered %v", err)
	}
}

func TestAReaderGoesOnWhereItWas(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	save(t, l, told(1, mood(1)), told(2, mood(2)))
	_, at, err := l.Since(t.Context(), ledger.Position{})
	if err != nil {
		t.Fatal(err)
	}
	save(t, l, told(3, mood(3)))
	entries, next, err := l.Since(t.Context(), at)
	if err != nil || next.Seq != 3 || !slices.Equal(idsOf(entries), []entry.ID{nth(3)}) {
		t.Errorf("after %v: %v up to %v, %v", at, idsOf(entries), next, err)
	}
	entries, _, err = l.Since(t.Context(), next)
	if err != nil || len(entries) != 0 {
		t.Errorf("nothing is new, and yet %v, %v", idsOf(entries), err)
	}
	for name, from := range map[string]ledger.Position{
		"from another epoch":         {Epoch: 6, Seq: 3},
		"past the end, as restored":  {Epoch: 7, Seq: 9},
		"from nowhere":               {},
		"past the end of the number": {Epoch: 7, Seq: 1<<63 - 1},
	} {
		entries, at, err := l.Since(t.Context(), from)
		if err != nil || at.Seq != 3 || len(entries) != 3 {
			t.Errorf("%s: %v up to %v, %v", name, idsOf(entries), at, err)
		}
	}
	if err := l.ChangeEpoch(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	entries, at, err = l.Since(t.Context(), next)
	if err != nil || at != (ledger.Position{Epoch: 8, Seq: 3}) || len(entries) != 3 {
		t.Errorf("in a new epoch: %v up to %v, %v", idsOf(entries), at, err)
	}
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 {
		t.Errorf("verify: %+v", checked)
	}
}

func TestDraftsAreSealedAndStandOutsideTheChain(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	if content := must[[]byte](t)(l.Draft(t.Context(), "reflection")); content != nil {
		t.Errorf("there is a draft already: %q", content)
	}
	for _, text := range []string{"I thought", "I thought about it"} {
		if err := l.KeepDraft(t.Context(), "reflection", []byte(text), noon); err != nil {
			t.Fatal(err)
		}
	}
	if content := must[[]byte](t)(l.Draft(t.Context(), "reflection")); string(content) != "I thought about it" {
		t.Errorf("kept %q", content)
	}
	draft := must[ledger.Draft](t)(h.store.Draft(t.Context(), "someone", "reflection"))
	if bytes.Contains(draft.Sealed, []byte("thought")) || draft.ChangedAt != noon.UnixMicro() {
		t.Errorf("stored as %q", draft.Sealed)
	}
	if at := must[ledger.Position](t)(l.Head(t.Context())); at.Seq != 0 {
		t.Errorf("it is entry %d", at.Seq)
	}
	h.raw(t, "UPDATE drafts SET form = 'life-event'")
	_, err := l.Draft(t.Context(), "life-event")
	isDamaged(t, err)

	if err := l.DropDraft(t.Context(), "life-event"); err != nil {
		t.Fatal(err)
	}
	if content := must[[]byte](t)(l.Draft(t.Context(), "life-event")); content != nil {
		t.Errorf("still there: %q", content)
	}
	if err := l.KeepDraft(t.Context(), "reflection", make([]byte, ledger.DraftLimit+1), noon); !errors.Is(err, fault.TooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
}

// A request that is still under way when the record is locked says so; it
// does not cry damage.
func TestAfterTheKeysAreForgottenEverythingIsLocked(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	week(t, l)
	row := must[[]ledger.Row](t)(h.store.Rows(t.Context(), "someone", 1, 1))[0]
	l.Forget()
	asked := map[string]func() error{
		"Append":  func() error { _, err := l.Append(t.Context(), told(20, mood(1))); return err },
		"Since":   func() error { _, _, err := l.Since(t.Context(), ledger.Position{}); return err },
		"Head":    func() error { _, err := l.Head(t.Context()); return err },
		"Entries": func() error { _, err := l.Entries(t.Context(), nth(1)); return err },
		"Backwards": func() error {
			return l.Backwards(t.Context(), func(entry.Entry) bool { return true })
		},
		"Lines":       func() error { return l.Lines(t.Context(), func([]byte) error { return nil }) },
		"Verify":      func() error { _, err := l.Verify(t.Context()); return err },
		"ChangeEpoch": func() error { return l.ChangeEpoch(t.Context(), 9) },
		"KeepDraft":   func() error { return l.KeepDraft(t.Context(), "f", nil, noon) },
		"Same":        func() error { _, err := l.Same(row, row); return err },
	}
	for name, ask := range asked {
		if err := ask(); !errors.Is(err, fault.Locked) || errors.Is(err, fault.Damaged) {
			t.Errorf("%s: got %v, want %v", name, err, fault.Locked)
		}
	}
}

func TestAFilesRowsGetTheSameIDsAndOnlyHere(t *testing.T) {
	h := newHouse(t)
	one, other := h.begin(t, "someone"), h.begin(t, "someone-else")
	id := one.KeyedID([]byte("2026-03-02"), []byte("good"))
	if _, err := entry.ParseID(string(id)); err != nil || id[14] != '8' {
		t.Errorf("%s is no UUID of version 8: %v", id, err)
	}
	if one.KeyedID([]byte("2026-03-02"), []byte("good")) != id {
		t.Error("the same row has another ID")
	}
	if other.KeyedID([]byte("2026-03-02"), []byte("good")) == id || one.KeyedID([]byte("2026-03-02g"), []byte("ood")) == id {
		t.Error("another row has the same ID")
	}
}

func TestTwoRecordsInOneDatabaseDoNotMeet(t *testing.T) {
	h := newHouse(t)
	one, other := h.begin(t, "someone"), h.begin(t, "someone-else")
	save(t, one, told(1, page("mine")))
	save(t, other, told(1, page("yours")), told(2, mood(3)))
	entries, _, err := one.Since(t.Context(), ledger.Position{})
	if err != nil || len(entries) != 1 || entries[0].Body != (entry.Reflection{Text: "mine"}) || entries[0].Person != one.Person() {
		t.Errorf("got %v, %v", idsOf(entries), err)
	}
	if _, err := ledger.Start(t.Context(), h.store, h.master, "someone", 1); !errors.Is(err, fault.Conflict) {
		t.Errorf("started once more: %v", err)
	}
}

// An error goes to a log. It may hold IDs and places, and never words.
func TestErrorsDoNotTellWhatWasWritten(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	save(t, l, told(1, page("a secret word")))
	_, conflict := l.Append(t.Context(), told(1, page("another secret")))
	_, invalid := l.Append(t.Context(), told(2, page(strings.Repeat("secret ", 4000))))
	for _, err := range []error{conflict, invalid} {
		if err == nil || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("the error is: %.200v", err)
		}
	}
}

func idsOf(entries []entry.Entry) []entry.ID {
	ids := make([]entry.ID, len(entries))
	for n, e := range entries {
		ids[n] = e.ID
	}
	return ids
}
