package journey

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
)

// inside lets cmp look into a journey, day by day.
var inside = cmp.AllowUnexported(Journey{}, month{})

// The law of the package: following along and starting afresh lead to the
// same journey, after every single entry of any record.
func TestFollowingAlongAndStartingAfreshAgree(t *testing.T) {
	followed, afresh := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		history := entrytest.History(t)
		var j Journey
		for n, e := range history {
			want := Fold(entrytest.Kept(history[:n+1]))
			next, refold := Apply(j, e)
			if refold {
				afresh++
				next = want
			} else {
				followed++
			}
			if diff := cmp.Diff(want, next, inside); diff != "" {
				t.Fatalf("after entry %d (%s), -afresh +followed:\n%s", e.Seq, e.Kind(), diff)
			}
			j = next
		}
	})
	if followed == 0 || afresh == 0 {
		t.Errorf("followed %d times, started afresh %d times: one of them was not tried", followed, afresh)
	}
}

// Many entries at once, as after a busy hour or from another device, lead
// where each after the other leads.
func TestManyAtOnceAndOneByOneAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := entrytest.History(t)
		cut := rapid.IntRange(0, len(history)).Draw(t, "cut")
		start := Fold(entrytest.Kept(history[:cut]))
		want, refold := start, false
		for _, e := range history[cut:] {
			if want, refold = Apply(want, e); refold {
				break
			}
		}
		got, again := Apply(start, history[cut:]...)
		if again != refold {
			t.Fatalf("refold is %v at once and %v one by one", again, refold)
		}
		if diff := cmp.Diff(want, got, inside); diff != "" {
			t.Fatalf("-one by one +at once:\n%s", diff)
		}
	})
}

// What a ledger kept and what was ever told lead to the same journey: the
// fold leaves out what is erased even when the words are still there.
func TestErasedEntriesCountForNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := entrytest.History(t)
		if diff := cmp.Diff(Fold(entrytest.Kept(history)), Fold(history), inside); diff != "" {
			t.Fatalf("-kept +told:\n%s", diff)
		}
	})
}

// A page may still show a journey while the next one is made from it.
func TestAJourneyNeverChangesOnceItIsMade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := entrytest.History(t)
		before := copied(t, history)
		cut := rapid.IntRange(0, len(history)).Draw(t, "cut")
		kept := Fold(entrytest.Kept(history[:cut]))
		asItWas := Fold(copied(t, entrytest.Kept(history[:cut])))
		j := kept
		for _, e := range history[cut:] {
			next, refold := Apply(j, e)
			if refold {
				break
			}
			Apply(j, e) // a second caller, from the same journey
			Apply(j, history[cut:]...)
			j = next
		}
		if diff := cmp.Diff(asItWas, kept, inside); diff != "" {
			t.Fatalf("the journey changed, -was +is:\n%s", diff)
		}
		if diff := cmp.Diff(before, history); diff != "" {
			t.Fatalf("what it was made from changed, -was +is:\n%s", diff)
		}
	})
}

// copied shares no list and no map with the entries it was made from: each
// one is sealed and read back.
func copied(t *rapid.T, entries []entry.Entry) []entry.Entry {
	var out []entry.Entry
	for _, e := range entries {
		sealed, err := entry.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		envelope := entry.Envelope{ID: e.ID, Person: e.Person, Seq: e.Seq, RecordedAt: e.RecordedAt, Scope: e.Scope()}
		read, err := entry.Decode(envelope, sealed)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, read)
	}
	return out
}

// Each day's lists are in order of time, and among equal times in the order
// in which they were told.
func TestADayIsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := Fold(entrytest.Entries(t))
		for day := range j.Days(entry.FirstDay, entry.LastDay) {
			for name, refs := range map[string][]Ref{
				"check-ins":   refsOf(day.CheckIns, func(c CheckIn) Ref { return c.Ref }),
				"reflections": day.Reflections,
				"events":      refsOf(day.Events, func(e Event) Ref { return e.Ref }),
				"sheets":      refsOf(day.Sheets, func(s Sheet) Ref { return s.Ref }),
				"handled":     refsOf(day.HandledIts, func(h HandledIt) Ref { return h.Ref }),
				"practices":   refsOf(day.Practices, func(p Practice) Ref { return p.Ref }),
				"progress":    refsOf(day.Progress, func(g GoalProgress) Ref { return g.Ref }),
				"feelings":    day.Feelings,
			} {
				if !slices.IsSortedFunc(refs, inTime) {
					t.Fatalf("%s on %s: %v", name, day.Day, refs)
				}
			}
		}
		if !slices.IsSortedFunc(j.Phases, func(a, b PhaseChange) int { return int(a.Day - b.Day) }) {
			t.Fatalf("phases: %v", j.Phases)
		}
	})
}

func inTime(a, b Ref) int {
	if c := a.At.Instant.Compare(b.At.Instant); c != 0 {
		return c
	}
	return int(a.Seq - b.Seq)
}

func refsOf[T any](list []T, ref func(T) Ref) []Ref {
	var refs []Ref
	for _, one := range list {
		refs = append(refs, ref(one))
	}
	return refs
}

// Every entry that is about a day is on that day once, and nowhere else; the
// walks forwards, backwards and day by day meet the same days.
func TestEveryDayIsFoundFromEverywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := Fold(entrytest.Entries(t))
		var forwards, backwards []entry.Day
		ids := map[entry.ID]bool{}
		for day := range j.Days(entry.FirstDay, entry.LastDay) {
			forwards = append(forwards, day.Day)
			if j.On(day.Day) != day {
				t.Fatalf("another page for %s", day.Day)
			}
			for _, c := range day.CheckIns {
				if ids[c.ID] {
					t.Fatalf("%s is there twice", c.ID)
				}
				ids[c.ID] = true
				if _, on, ok := j.FindCheckIn(c.ID); !ok || on != day.Day {
					t.Fatalf("%s is found on %s, %v", c.ID, on, ok)
				}
			}
		}
		for day := range j.DaysBack(entry.LastDay) {
			backwards = append(backwards, day.Day)
		}
		slices.Reverse(backwards)
		if !slices.Equal(forwards, backwards) || !slices.IsSorted(forwards) {
			t.Fatalf("forwards %v, backwards %v", forwards, backwards)
		}
		first, last, ok := j.Span()
		if ok != (len(forwards) > 0) || ok && (first != forwards[0] || last != forwards[len(forwards)-1]) {
			t.Fatalf("%v spans %s to %s", forwards, first, last)
		}
	})
}
