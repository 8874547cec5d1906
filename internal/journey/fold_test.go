package journey_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// crowdID and crowded are entries of one moment of one day.
func crowdID(n int) entry.ID { return entry.ID(fmt.Sprintf("00000000-0000-7000-8000-%012x", n)) }

func crowded(n int, by entry.By, body entry.Body) entry.Entry {
	at := entry.MomentIn(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), time.UTC)
	return entry.Entry{
		ID: crowdID(n), Seq: int64(n + 1), At: at, Day: entry.DayOf(2026, 1, 1), Precision: entry.Minute, By: by, Body: body,
	}
}

// A file may tell two hundred thousand things of one day. What they cost to
// fold grows with their number and not with its square, or the record that
// took them in would never open again.
func TestACrowdedRecordFoldsInLine(t *testing.T) {
	self, mood := entry.BySelf(), entry.CheckIn{Items: map[string]float64{"mood": 5}}
	for name, tell := range map[string]func(n int) entry.Entry{
		"check-ins of one moment": func(n int) entry.Entry { return crowded(n, self, mood) },
		"latest first": func(n int) entry.Entry {
			e := crowded(n, self, mood)
			e.At.Instant = e.At.Instant.Add(-time.Duration(n) * time.Millisecond)
			return e
		},
		"phases":      func(n int) entry.Entry { return crowded(n, self, entry.Phase{Name: entry.OnBreak}) },
		"handled":     func(n int) entry.Entry { return crowded(n, self, entry.Handled{}) },
		"own skills":  func(n int) entry.Entry { return crowded(n, self, entry.OwnSkill{Key: fmt.Sprint(n)}) },
		"own sheets":  func(n int) entry.Entry { return crowded(n, self, entry.OwnInstrument{}) },
		"letters":     func(n int) entry.Entry { return crowded(n, self, entry.Letter{Letter: fmt.Sprint(n)}) },
		"many files":  func(n int) entry.Entry { return crowded(n, entry.ByImport(fmt.Sprint(n)), mood) },
		"corrections": func(n int) entry.Entry { e := crowded(n, self, mood); e.Corrects = crowdID(n - 1); return e },
		"in a circle": func(n int) entry.Entry { e := crowded(n, self, mood); e.Corrects = crowdID(n ^ 1); return e },
		"erasures": func(n int) entry.Entry {
			return crowded(n, self, entry.Erasure{Ranges: []entry.Range{{From: int64(3 * n), To: int64(3*n + 1)}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			// Both counts lie where a growing list takes a quarter more each time:
			// a short one doubles, which would make the long one look worse.
			few, many := bytesToFold(2_000, tell), bytesToFold(16_000, tell)
			if many > 16*few { // eight times as many; squared it would be sixty-four
				t.Errorf("%d bytes for 2,000 entries, %d for 16,000", few, many)
			}
		})
	}
}

func bytesToFold(count int, tell func(int) entry.Entry) uint64 {
	entries := make([]entry.Entry, count)
	for n := range entries {
		entries[n] = tell(n)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	journey.Fold(entries)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Whatever erasures name, in any order and however they overlap, what counts
// is what none of those that follow names.
func TestWhatLaterErasuresNameIsGone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var entries []entry.Entry
		for n := range rapid.IntRange(1, 30).Draw(t, "entries") {
			if rapid.Bool().Draw(t, "reflection") {
				entries = append(entries, crowded(n, entry.BySelf(), entry.Reflection{Text: "a"}))
				continue
			}
			var body entry.Erasure
			for range rapid.IntRange(0, 3).Draw(t, "ranges") {
				from := rapid.Int64Range(1, 30).Draw(t, "from")
				body.Ranges = append(body.Ranges, entry.Range{From: from, To: from + rapid.Int64Range(-1, 8).Draw(t, "long")})
			}
			for range rapid.IntRange(0, 2).Draw(t, "ids") {
				body.Entries = append(body.Entries, crowdID(rapid.IntRange(0, 30).Draw(t, "id")))
			}
			entries = append(entries, crowded(n, entry.BySelf(), body))
		}
		want := 0
		for at, e := range entries {
			if e.Kind() == entry.KindReflection && !erasedLater(e, entries[at+1:]) {
				want++
			}
		}
		if j := journey.Fold(entries); j.Entries != want {
			t.Fatalf("%d count, want %d", j.Entries, want)
		}
	})
}

func erasedLater(e entry.Entry, later []entry.Entry) bool {
	for _, l := range later {
		if body, ok := l.Body.(entry.Erasure); ok && body.Covers(e.ID, e.Seq) {
			return true
		}
	}
	return false
}

// A row of a restored export that was erased comes back when the export is
// brought in again. It belongs to the import it first came with, and what was
// told in between does not.
func TestARowThatComesBackPullsNothingIntoItsImport(t *testing.T) {
	file := entry.ByImport("first")
	entries := []entry.Entry{
		crowded(0, file, entry.ImportMapping{Batch: "first"}),
		crowded(1, file, entry.CheckIn{Line: "a"}),
		crowded(2, file, entry.Import{Batch: "first", Source: "csv"}),
		crowded(3, entry.BySelf(), entry.Reflection{Text: "my own"}),
		crowded(4, file, entry.CheckIn{Line: "back again"}),
	}
	j := journey.Fold(entries)
	if i := j.Imports[0]; i.From != 1 || i.To != 3 {
		t.Errorf("the import reaches from %d to %d: taking it out would erase what is between", i.From, i.To)
	}
}
