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

// The three below belong together: entries a second with one COMMIT for each,
// and with COMMITs shared by 64 writers to one person and to 64 persons. The
// budget is at least 8 and 3 times the first, in the same run.

func BenchmarkAppendOneCommitEach(b *testing.B) { benchmarkAppend(b, 1, 1) }
func BenchmarkAppendOnePerson(b *testing.B)     { benchmarkAppend(b, 1, mostInGroup) }
func BenchmarkAppendManyPersons(b *testing.B)   { benchmarkAppend(b, writers, mostInGroup) }

func benchmarkAppend(b *testing.B, persons, group int) {
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
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
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
