package entrytest_test

import (
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
)

func TestEveryDrawnEntryIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := map[entry.ID]bool{}
		for n, e := range entrytest.History(t) {
			if err := e.Validate(); err != nil {
				t.Fatalf("entry %d (%s): %v", e.Seq, e.Kind(), err)
			}
			if e.Seq != int64(n)+1 || ids[e.ID] {
				t.Fatalf("entry %d is out of place, or its ID %s is not new", n+1, e.ID)
			}
			if e.Corrects != "" && !ids[e.Corrects] {
				t.Fatalf("entry %d corrects one that never was", e.Seq)
			}
			ids[e.ID] = true
		}
	})
}

func TestWhatIsErasedIsNotKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := entrytest.History(t)
		gone := map[entry.ID]bool{}
		for _, e := range history {
			if erasure, ok := e.Body.(entry.Erasure); ok {
				for _, earlier := range history[:e.Seq-1] {
					gone[earlier.ID] = gone[earlier.ID] || erasure.Covers(earlier.ID, earlier.Seq)
				}
			}
		}
		kept := entrytest.Kept(history)
		for _, e := range kept {
			if gone[e.ID] {
				t.Fatalf("entry %d was erased and is still there", e.Seq)
			}
		}
		if len(kept) != len(history)-countTrue(gone) {
			t.Fatalf("kept %d of %d with %d erased", len(kept), len(history), countTrue(gone))
		}
	})
}

func countTrue(set map[entry.ID]bool) int {
	n := 0
	for _, is := range set {
		if is {
			n++
		}
	}
	return n
}

// The generator is only worth something if its hard cases do come up.
func TestTheHardCasesAreDrawn(t *testing.T) {
	seen := map[string]bool{}
	draw := func(t *rapid.T) {
		last := map[entry.ID]bool{}
		times := map[int64]bool{}
		for _, e := range entrytest.History(t) {
			seen[string(e.Kind())] = true
			if e.Corrects != "" {
				seen["a correction"] = true
				seen["a second correction of one entry"] = seen["a second correction of one entry"] || last[e.Corrects]
				last[e.Corrects] = true
			}
			seen["an equal time"] = seen["an equal time"] || times[e.At.Instant.Unix()]
			times[e.At.Instant.Unix()] = true
			if erasure, ok := e.Body.(entry.Erasure); ok && len(erasure.Ranges) > 0 && erasure.Ranges[0].To > erasure.Ranges[0].From {
				seen["an import undone"] = true
			}
		}
	}
	for range 8 { // one check alone can miss a rare kind
		rapid.Check(t, draw)
	}
	for _, want := range []string{
		"check-in", "profile", "phase", "check-in-items", "warning-signs", "skills", "reflection", "life-event",
		"answer-sheet", "help-card", "letter", "import", "import-mapping", "erasure", "to-come",
		"rhythm", "return-criteria", "signal-handled", "own-instrument",
		"a correction", "a second correction of one entry", "an equal time", "an import undone",
	} {
		if !seen[want] {
			t.Errorf("never drawn: %s", want)
		}
	}
}
