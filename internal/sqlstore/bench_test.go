package sqlstore

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"fermata/internal/ledger"
	"fermata/internal/storetest"
)

// writers is how many callers append at once.
const writers = 64

// BenchmarkAppend is entries a second with one COMMIT for each, and with
// COMMITs shared by 64 writers, to one person and to 64. The budget is at
// least 8 and 3 times the first, in the same run: x-single says how many.
func BenchmarkAppend(b *testing.B) {
	var single float64
	for _, c := range []struct {
		name           string
		persons, group int
	}{
		{"one-commit-each", 1, 1},
		{"one-person", 1, mostInGroup},
		{"64-persons", writers, mostInGroup},
	} {
		b.Run(c.name, func(b *testing.B) {
			rate := benchmarkAppend(b, c.persons, c.group)
			if c.group == 1 {
				single = rate
			}
			if single > 0 {
				b.ReportMetric(rate/single, "x-single")
			}
		})
	}
}

// benchmarkAppend answers entries a second.
func benchmarkAppend(b *testing.B, persons, group int) float64 {
	store := openBench(b, group)
	people := make([]*storetest.Person, persons)
	for i := range people {
		people[i] = storetest.NewPerson(b, store, fmt.Sprintf("person-%02d", i))
	}
	// Sealed beforehand, as the ledger seals before it asks the store.
	batches := make([]ledger.Batch, b.N)
	for i := range batches {
		p := people[i%persons]
		batches[i] = p.Batch(p.Row(b, fmt.Sprintf("01890000-0000-7000-8000-%012d", i), fmt.Sprintf("%0266d", i)))
	}
	var next atomic.Int64
	b.SetParallelism(max(1, writers/runtime.GOMAXPROCS(0)))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := next.Add(1) - 1
			if _, err := store.Append(context.Background(), batches[i:i+1]); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "entries/s")
	return rate
}

// openBench opens a store on disk that puts at most so many callers into one
// transaction.
func openBench(b *testing.B, most int) *Store {
	b.Helper()
	store, err := openSQLite(b.Context(), filepath.Join(b.TempDir(), "record.db"), options{most: most})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	})
	return store
}
