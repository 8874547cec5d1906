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
	found, err := all(rows, err, scanRow)
	return found, explain(ctx, "sqlstore.rows", err)
}

// RowsBefore implements [ledger.Store].
func (s *Store) RowsBefore(ctx context.Context, person string, before int64, limit int) ([]ledger.Row, error) {
	rows, err := s.read.QueryContext(ctx, selectBefore, person, before, int64(max(limit, 0)))
	found, err := all(rows, err, scanRow)
	return found, explain(ctx, "sqlstore.rows-before", err)
}

// RowsByID implements [ledger.Store].
func (s *Store) RowsByID(ctx context.Context, person string, ids []string) ([]ledger.Row, error) {
	found, err := rowsByID(ctx, s.read, person, ids)
	slices.SortFunc(found, func(a, b ledger.Row) int { return cmp.Compare(a.Seq, b.Seq) })
	return found, explain(ctx, "sqlstore.rows-by-id", err)
}

// rowsByID reads rows in no order. An ID given twice is read once.
func rowsByID(ctx context.Context, q querier, person string, ids []string) ([]ledger.Row, error) {
	var found []ledger.Row
	for args := range inChunks(person, ids) {
		rows, err := q.QueryContext(ctx, selectByID[covering(len(args)-1)], args...)
		some, err := all(rows, err, scanRow)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// inChunks gives the arguments for a statement that carries many IDs, over
// and over until all IDs had their turn. What is missing to a full width is
// made up by repeating the last ID, which IN does not mind.
func inChunks(person string, ids []string) iter.Seq[[]any] {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	return func(yield func([]any) bool) {
		for chunk := range slices.Chunk(ids, widths[0]) {
			args := []any{person}
			for _, id := range chunk {
				args = append(args, id)
			}
			for len(args)-1 < widths[covering(len(chunk))] {
				args = append(args, chunk[len(chunk)-1])
			}
			if !yield(args) {
				return
			}
		}
	}
}

func scanRow(rows *sql.Rows) (ledger.Row, error) {
	var r ledger.Row
	err := rows.Scan(&r.Seq, &r.ID, &r.RecordedAt, &r.Scope, &r.BodyHash, &r.Digest, &r.Sealed)
	return r, err
}
