package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// model is what a record ought to hold.
type model struct {
	seq    map[string]int64
	text   map[string]string
	erased map[string]bool
}

// sent is one row of an append, before it is sealed.
type sent struct{ id, text string }

// append says what an append is answered, and does it. ok is false for a
// conflict, which changes nothing.
func (m *model) append(rows []sent) (placed []ledger.Placed, ok bool) {
	before := model{maps.Clone(m.seq), maps.Clone(m.text), m.erased}
	for _, row := range rows {
		fate := ledger.Already
		switch text, there := m.text[row.id]; {
		case m.erased[row.id]:
			fate = ledger.Erased
		case !there:
			fate = ledger.Saved
			m.text[row.id], m.seq[row.id] = row.text, int64(len(m.seq)+1)
		case text != row.text:
			*m = before
			return nil, false
		}
		placed = append(placed, ledger.Placed{ID: row.id, Seq: m.seq[row.id], Fate: fate})
	}
	return placed, true
}

func (p *Person) seal(r *rapid.T, rows []sent) []ledger.Row {
	var sealed []ledger.Row
	for _, row := range rows {
		one, err := p.row(row.id, row.text)
		if err != nil {
			r.Fatal(err)
		}
		sealed = append(sealed, one)
	}
	return sealed
}

// rules compares a store with the model, over random appends and erasures
// with few IDs and few texts, so that they often meet.
func rules(t *testing.T, e Engine) {
	store := e.empty(t)
	people := 0
	row := rapid.Custom(func(r *rapid.T) sent {
		return sent{nth(rapid.IntRange(1, 8).Draw(r, "id")), rapid.SampledFrom([]string{"a", "a", "b"}).Draw(r, "text")}
	})
	rapid.Check(t, func(r *rapid.T) {
		people++
		p := NewPerson(t, store, nth(people))
		m := &model{map[string]int64{}, map[string]string{}, map[string]bool{}}
		r.Repeat(map[string]func(*rapid.T){
			"append": func(r *rapid.T) {
				rows := rapid.SliceOfN(row, 1, 5).Draw(r, "rows")
				got, err := store.Append(context.Background(), []ledger.Batch{p.Batch(p.seal(r, rows)...)})
				want, ok := m.append(rows)
				switch {
				case !ok && !errors.Is(err, fault.Conflict):
					r.Fatalf("got %v, want a conflict", err)
				case ok && (err != nil || !cmp.Equal(got, [][]ledger.Placed{want})):
					r.Fatalf("%v: %s", err, cmp.Diff([][]ledger.Placed{want}, got))
				}
			},
			"erase": func(r *rapid.T) {
				ids := rapid.SliceOfN(rapid.SampledFrom([]string{nth(1), nth(2), nth(3), nth(9)}), 1, 2).Draw(r, "ids")
				batch := ledger.Batch{Person: p.ID, Keeper: p, Erase: ledger.Erase{IDs: ids}}
				if _, err := store.Append(context.Background(), []ledger.Batch{batch}); err != nil {
					r.Fatal(err)
				}
				for _, id := range ids {
					m.erased[id] = m.erased[id] || m.seq[id] > 0
				}
			},
			"": func(r *rapid.T) { m.holds(r, store, p) },
		})
		Whole(t, store, p)
	})
}

// holds fails the test unless the store holds what the model does.
func (m *model) holds(r *rapid.T, store ledger.Store, p *Person) {
	rows, err := store.RowsByID(context.Background(), p.ID, slices.Collect(maps.Keys(m.seq)))
	if err != nil || len(rows) != len(m.seq) {
		r.Fatalf("%d rows of %d, %v", len(rows), len(m.seq), err)
	}
	for _, row := range rows {
		if row.Seq != m.seq[row.ID] || (row.Sealed == nil) != m.erased[row.ID] {
			r.Fatalf("%s is at %d and not at %d, or wrongly erased", row.ID, row.Seq, m.seq[row.ID])
		}
		if row.Sealed == nil {
			continue
		}
		if text, err := p.keys.Open(row.Scope, row.ID, row.Sealed); err != nil || string(text) != m.text[row.ID] {
			r.Fatalf("%s tells %q: %v", row.ID, text, err)
		}
	}
}
