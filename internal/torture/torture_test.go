package torture_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/ledger"
	"fermata/internal/pgtest"
	"fermata/internal/sqlstore"
)

// noon is what the clock of everybody here says: the same entry sent again a
// day later would be about another day.
func noon() time.Time { return time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	if change := os.Getenv(envKeys); change != "" {
		changeUntilKilled(change, os.Getenv(envPlace))
	}
	if place := os.Getenv(envPlace); place != "" {
		writeUntilKilled(place, companion.KeyFile(os.Getenv(envKeyFile)))
	}
	os.Exit(m.Run())
}

// wanted is a number from the environment.
func wanted(t testing.TB, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// moments is the chance by which a test picks its moments; it says how to
// have the same ones again.
func moments(t testing.TB) *rand.Rand {
	t.Helper()
	seed := wanted(t, "FERMATA_SEED", rand.Uint64())
	t.Logf("FERMATA_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// record is where a record lies and how it opens.
type record struct {
	place   string
	keyFile companion.KeyFile
}

// begun is a record that was started.
func begun(t testing.TB, place string) record {
	t.Helper()
	r := record{place: place, keyFile: companion.KeyFile(filepath.Join(t.TempDir(), "config", "fermata.key"))}
	home, closeHome := r.open(t)
	defer closeHome()
	if err := home.Begin(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	return r
}

func open(ctx context.Context, place string, keyFile companion.KeyFile) (*companion.Home, func() error, error) {
	store, err := sqlstore.Open(ctx, place)
	if err != nil {
		return nil, nil, err
	}
	home, err := companion.Open(ctx, store, keyFile, noon)
	if err != nil {
		store.Close()
		return nil, nil, err
	}
	return home, store.Close, nil
}

func (r record) open(t testing.TB) (*companion.Home, func()) {
	t.Helper()
	home, closeStore, err := open(t.Context(), r.place, r.keyFile)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	return home, func() {
		home.Lock()
		if err := closeStore(); err != nil {
			t.Errorf("closing: %v", err)
		}
	}
}

// holds fails the test unless the record verifies and holds what was
// acknowledged, once. It returns how many rows there are.
func (r record) holds(t testing.TB, a *account) int64 {
	t.Helper()
	home, closeHome := r.open(t)
	defer closeHome()
	checked, err := home.Verify(t.Context())
	if err != nil || len(checked.Findings) > 0 {
		t.Fatalf("verify: %+v, %v", checked.Findings, err)
	}
	entries, err := home.Entries(t.Context(), a.ids()...)
	if err != nil {
		t.Fatal(err)
	}
	there := map[entry.ID]int{}
	for _, e := range entries {
		there[e.ID]++
	}
	a.compare(t, there)
	return checked.Rows
}

func engines() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{
		"SQLite":     func(t testing.TB) string { return filepath.Join(t.TempDir(), "data", "fermata.db") },
		"PostgreSQL": pgtest.DB,
	}
}

func body(id entry.ID) entry.Body {
	return entry.CheckIn{Items: map[string]float64{"mood": float64(id[len(id)-1] % 11)}, Line: "told " + string(id)}
}

// tell tells an entry whose words follow from its ID.
func tell(ctx context.Context, home *companion.Home, ids ...entry.ID) error {
	told := make([]companion.Telling, len(ids))
	for i, id := range ids {
		told[i] = companion.Telling{ID: id, Body: body(id)}
	}
	placed, err := home.Tell(ctx, told...)
	if err == nil && len(placed) != len(ids) {
		return fmt.Errorf("%d of %d are placed", len(placed), len(ids))
	}
	for _, p := range placed {
		if p.Fate == ledger.Erased {
			return fmt.Errorf("%s was erased", p.ID)
		}
	}
	return err
}
