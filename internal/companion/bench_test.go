package companion_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/journey"
)

// The names follow the budgets in the design: a record of one year has 2,000
// entries, one of ten years 20,000. Server time of a page is the look plus
// the page itself, which internal/web measures.

const (
	oneYear = 2000
	tenYear = 20000
)

// benched is a home with a record of so many entries.
func benched(b *testing.B, entries int) *house {
	b.Helper()
	h := newHouse(b)
	h.do(h.Begin(b.Context(), ""))
	h.do(h.Bring(b.Context(), tenYears(entries)))
	h.look()
	return h
}

func BenchmarkLookColdOneYear(b *testing.B)  { benchmarkCold(b, oneYear) }
func BenchmarkLookColdTenYears(b *testing.B) { benchmarkCold(b, tenYear) }

// benchmarkCold: the record was just unlocked, and nothing of it is known.
func benchmarkCold(b *testing.B, entries int) {
	h := benched(b, entries)
	for b.Loop() {
		b.StopTimer()
		h.Lock()
		h.do(h.UnlockWithKeyFile(context.Background()))
		runtime.GC()
		b.StartTimer()
		h.look()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/look")
}

func BenchmarkLookWarmOneYear(b *testing.B)  { benchmarkWarm(b, oneYear) }
func BenchmarkLookWarmTenYears(b *testing.B) { benchmarkWarm(b, tenYear) }

// benchmarkWarm: the second page, nothing new.
func benchmarkWarm(b *testing.B, entries int) {
	h := benched(b, entries)
	for b.Loop() {
		h.look()
	}
}

// BenchmarkTellAndLookTenYears saves a check-in, durably, and looks.
func BenchmarkTellAndLookTenYears(b *testing.B) {
	h := benched(b, tenYear)
	for b.Loop() {
		h.tell(mood(5))
		h.look()
	}
}

// BenchmarkCorrectAndLookTenYears is what follows a correction: everything is
// folded afresh.
func BenchmarkCorrectAndLookTenYears(b *testing.B) {
	h := benched(b, tenYear)
	for b.Loop() {
		h.correct(yearID(tenYear/2+1), mood(5))
		h.look()
	}
}

// BenchmarkSearchTenYears finds the first twenty of a word that is in one
// entry of five hundred.
func BenchmarkSearchTenYears(b *testing.B) { benchmarkSearch(b, "needle", 20) }

// BenchmarkSearchTenYearsInVain goes through every entry.
func BenchmarkSearchTenYearsInVain(b *testing.B) { benchmarkSearch(b, "haystack", 0) }

func benchmarkSearch(b *testing.B, query string, want int) {
	h := benched(b, tenYear)
	for b.Loop() {
		if hits, _, err := h.Search(context.Background(), query, 0, 20); err != nil || len(hits) != want {
			b.Fatalf("%d hits, %v", len(hits), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/search")
}

// BenchmarkStartWithKeyFileTenYears opens the database with its key file and
// looks, as a start to the first page does.
func BenchmarkStartWithKeyFileTenYears(b *testing.B) {
	h := benched(b, tenYear)
	for b.Loop() {
		must[*journey.Journey](b)(h.another().Look(context.Background()))
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
}

// BenchmarkUnlockWithPassphrase is one right passphrase, Argon2id included.
func BenchmarkUnlockWithPassphrase(b *testing.B) {
	h := newHouse(b)
	h.do(h.Begin(b.Context(), phrase))
	for b.Loop() {
		h.Lock()
		h.do(h.Unlock(context.Background(), phrase))
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/unlock")
}

// BenchmarkImportTenYears reads a table of 20,000 rows and brings it in.
func BenchmarkImportTenYears(b *testing.B) {
	file := daylioYears(tenYear)
	var rows int
	for b.Loop() {
		b.StopTimer()
		h := begun(b)
		b.StartTimer()
		i := must[*companion.Import](b)(h.ReadImport(context.Background(), bytes.NewReader(file), "days.csv"))
		if _, _, err := i.Plan(context.Background(), i.Mapping); err != nil { // the dry run that is shown
			b.Fatal(err)
		}
		told := must[entry.Import](b)(i.Run(context.Background(), i.Mapping))
		h.look()
		rows += told.Added
	}
	if rows != tenYear*b.N {
		b.Fatalf("%d rows in %d rounds", rows, b.N)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/import")
}

// daylioYears is a table as Daylio writes it, two rows a day.
func daylioYears(rows int) []byte {
	var out bytes.Buffer
	out.WriteString("full_date,date,weekday,time,mood,activities,note_title,note\n")
	at := time.Date(2026, time.February, 28, 21, 30, 0, 0, time.UTC)
	moods := []string{"good", "meh", "rad", "bad", "awful"}
	for n := range rows {
		note := ""
		if n%5 == 0 {
			note = fmt.Sprintf("\"Entry %d, a longer one,\nwith a second line about the day and what was for dinner.\"", n)
		}
		fmt.Fprintf(&out, "%s,%s,%s,%s,%s,work | walk %d,,%s\n", at.Format(time.DateOnly), at.Format("January 2"), at.Weekday(), at.Format("15:04"), moods[n%len(moods)], n%7, note)
		at = at.Add(-12 * time.Hour)
	}
	return out.Bytes()
}

// BenchmarkMemoryOfAHomeTenYears is what an open home with a record of ten
// years holds after a look, beside what an empty one does.
func BenchmarkMemoryOfAHomeTenYears(b *testing.B) {
	h := benched(b, tenYear)
	var held float64
	for b.Loop() {
		h.Lock()
		before := inUse()
		h.do(h.UnlockWithKeyFile(context.Background()))
		j := h.look()
		held = float64(inUse()) - float64(before)
		runtime.KeepAlive(j)
	}
	b.ReportMetric(held/(1<<20), "MB-held")
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkExportTenYears writes everything, tables included.
func BenchmarkExportTenYears(b *testing.B) {
	h := benched(b, tenYear)
	for b.Loop() {
		h.exported()
	}
}
