package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite" // opened raw, as somebody with the file could

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

// house is a database on disk with the key to it.
type house struct {
	path   string
	store  *sqlstore.Store
	master *seal.Master
	behind *sql.DB // the same file, opened as somebody else could; see raw
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{path: filepath.Join(t.TempDir(), "record.db"), master: must[*seal.Master](t)(seal.NewMaster())}
	h.store = must[*sqlstore.Store](t)(sqlstore.Open(context.Background(), h.path))
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// begin starts a record in the house.
func (h *house) begin(t testing.TB, person string) *ledger.Ledger {
	t.Helper()
	return must[*ledger.Ledger](t)(ledger.Start(t.Context(), h.store, h.master, person, 7))
}

// raw changes the file behind the store's back.
func (h *house) raw(t testing.TB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := h.file(t).Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// yes asks the file a question.
func (h *house) yes(t testing.TB, question string) bool {
	t.Helper()
	var answer bool
	if err := h.file(t).QueryRow(question).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// file is one connection, without what protects the tables.
func (h *house) file(t testing.TB) *sql.DB {
	t.Helper()
	if h.behind == nil {
		h.behind = must[*sql.DB](t)(sql.Open("sqlite", "file:"+h.path+"?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)&_pragma=ignore_check_constraints(1)"))
		h.behind.SetMaxOpenConns(1)
		t.Cleanup(func() { h.behind.Close() })
	}
	return h.behind
}

// unguarded is what somebody with the file does first.
func (h *house) unguarded(t testing.TB) *house {
	t.Helper()
	h.raw(t, "DROP TRIGGER entries_only_lose_their_body", "DROP TRIGGER entries_leave_with_their_person")
	return h
}

// must fails the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// noon is a day and a time for entries whose time does not matter.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// nth is an ID by its number.
func nth(n int) entry.ID {
	const digits = "0123456789abcdef"
	id := []byte("01920000-0000-7000-8000-000000000000")
	for at := len(id) - 1; n > 0; at, n = at-1, n/16 {
		id[at] = digits[n%16]
	}
	return entry.ID(id)
}

// told is an entry as a form makes it.
func told(n int, body entry.Body) entry.Entry {
	return entry.Entry{
		ID: nth(n), At: entry.MomentIn(noon, time.UTC), Day: entry.DayOf(2026, time.March, 2),
		Precision: entry.Minute, By: entry.BySelf(), RecordedAt: noon, Body: body,
	}
}

func mood(value float64) entry.CheckIn {
	return entry.CheckIn{Items: map[string]float64{"mood": value}}
}

func page(text string) entry.Reflection { return entry.Reflection{Text: text} }

func erasing(n int, ids ...int) entry.Entry {
	var body entry.Erasure
	for _, id := range ids {
		body.Entries = append(body.Entries, nth(id))
	}
	return told(n, body)
}

// append saves entries one after the other.
func save(t testing.TB, l *ledger.Ledger, entries ...entry.Entry) {
	t.Helper()
	for _, e := range entries {
		must[[]ledger.Placed](t)(l.Append(t.Context(), e))
	}
}

// week is a small record with everything that verify looks at: both scopes, a
// correction, an entry that was erased by ID and a stretch that was erased by
// place.
func week(t testing.TB, l *ledger.Ledger) {
	t.Helper()
	correction := told(4, mood(7))
	correction.Corrects = nth(2)
	save(t, l,
		told(1, entry.Phase{Name: entry.OnBreak}),
		told(2, mood(6)),
		told(3, page("It was a quiet day.")),
		correction,
		told(5, mood(2)),
		erasing(6, 3),
		told(7, entry.Erasure{Ranges: []entry.Range{{From: 5, To: 5}}}),
		told(8, page("A better one.")),
	)
}

func isDamaged(t testing.TB, err error) {
	t.Helper()
	if !errors.Is(err, fault.Damaged) {
		t.Errorf("got %v, want %v", err, fault.Damaged)
	}
}
