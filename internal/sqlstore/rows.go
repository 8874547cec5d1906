package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"

	"fermata/internal/ledger"
)

// Rows implements [ledger.Store].
func (s *Store) Rows(ctx context.Context, person string, after int64, limit int) ([]ledger.Row, error) {
	rows, err := s.read.QueryContext(ctx, selectAfter, person, after, int64(max(limit, 0)))
	found, err := all(rows, err, scanEntry)
	return bareRows(found), explain(ctx, "sqlstore.rows", err)
}

// RowsBefore implements [ledger.Store].
func (s *Store) RowsBefore(ctx context.Context, person string, before int64, limit int) ([]ledger.Row, error) {
	rows, err := s.read.QueryContext(ctx, selectBefore, person, before, int64(max(limit, 0)))
	found, err := all(rows, err, scanEntry)
	return bareRows(found), explain(ctx, "sqlstore.rows-before", err)
}

// RowsByID implements [ledger.Store].
func (s *Store) RowsByID(ctx context.Context, person string, ids []string) ([]ledger.Row, error) {
	names := make([]name, len(ids))
	for i, id := range ids {
		names[i] = name{person, id}
	}
	found, err := lookUp(ctx, s.read, names)
	slices.SortFunc(found, func(a, b stored) int { return cmp.Compare(a.row.Seq, b.row.Seq) })
	return bareRows(found), explain(ctx, "sqlstore.rows-by-id", err)
}

// name is what a row is called before it has a number.
type name struct{ person, id string }

// stored is a row and whose it is.
type stored struct {
	person string
	row    ledger.Row
}

// lookUp reads the rows of these names, in no order; those that are not kept
// are left out.
func lookUp(ctx context.Context, q querier, names []name) ([]stored, error) {
	var found []stored
	for width, args := range inChunks(names) {
		rows, err := q.QueryContext(ctx, selectByID[width], args...)
		some, err := all(rows, err, scanEntry)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// inChunks gives the arguments for a statement that carries many names, and
// which of the widths they fill, over and over until all names had their turn.
// Each name comes once, but for the last, which makes up what is missing to a
// full width: IN does not mind.
func inChunks(names []name) iter.Seq2[int, []any] {
	names = slices.Compact(slices.SortedFunc(slices.Values(names), inOrder))
	return func(yield func(int, []any) bool) {
		for chunk := range slices.Chunk(names, widths[0]) {
			width := covering(len(chunk))
			args := make([]any, 0, 2*widths[width])
			for i := range widths[width] {
				n := chunk[min(i, len(chunk)-1)]
				args = append(args, n.person, n.id)
			}
			if !yield(width, args) {
				return
			}
		}
	}
}

func inOrder(a, b name) int {
	return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.id, b.id))
}

func scanEntry(rows *sql.Rows) (stored, error) {
	var s stored
	r := &s.row
	err := rows.Scan(&s.person, &r.Seq, &r.ID, &r.RecordedAt, &r.Scope, &r.BodyHash, &r.Digest, &r.Sealed)
	return s, err
}

func bareRows(found []stored) []ledger.Row {
	rows := make([]ledger.Row, len(found))
	for i, s := range found {
		rows[i] = s.row
	}
	return rows
}
