package journey

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"fermata/internal/entry"
)

// years is a record with two check-ins on most days, every twentieth entry a
// page of a journal.
func years(entries int) []entry.Entry {
	out := make([]entry.Entry, entries)
	for n := range out {
		day := entry.Day(20000 - entries/2 + n/2)
		moment := entry.MomentIn(day.Time().Add(time.Duration(9+n%2*12)*time.Hour), time.UTC)
		out[n] = entry.Entry{
			ID: id(n + 1), Person: "someone", Seq: int64(n + 1), At: moment, Day: day, Precision: entry.Minute,
			RecordedAt: moment.Instant, By: entry.BySelf(), Body: someBody(n),
		}
	}
	return out
}

func someBody(n int) entry.Body {
	if n%20 == 19 {
		return entry.Reflection{Text: fmt.Sprintf("Page %d.", n)}
	}
	body := entry.CheckIn{Items: map[string]float64{"mood": float64(n % 11), "sleep": float64(n % 7), "energy": 5}}
	if n%5 == 0 {
		body.Skills = []string{fmt.Sprint("wal", "k")} // as decoded: not one string for all
	}
	return body
}

func BenchmarkFold20000(b *testing.B) {
	record := years(20000)
	for b.Loop() {
		Fold(record)
	}
}

func BenchmarkApplyToTenYears(b *testing.B) {
	record := years(20001)
	j := Fold(record[:20000])
	for b.Loop() {
		Apply(j, record[20000])
	}
}

// BenchmarkMemoryOfTenYears is what a folded record of 20,000 entries holds
// on to once its entries are gone.
func BenchmarkMemoryOfTenYears(b *testing.B) {
	var held uint64
	for b.Loop() {
		before := inUse()
		j := Fold(years(20000))
		held = inUse() - before
		runtime.KeepAlive(&j)
	}
	b.ReportMetric(float64(held)/(1<<20), "MB-held")
	b.ReportMetric(float64(held)/20000, "B/entry")
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkSeriesOfAYear(b *testing.B) {
	j := Fold(years(20000))
	for b.Loop() {
		j.Series("mood", 20000-365, 20000)
	}
}
