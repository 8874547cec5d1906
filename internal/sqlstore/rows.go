package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
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
	for width, args := range spread(once(names), covering, nameArgs) {
		rows, err := q.QueryContext(ctx, selectByID[width], args...)
		some, err := all(rows, err, scanEntry)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// once sorts names and leaves out doubles.
func once(names []name) []name {
	return slices.Compact(slices.SortedFunc(slices.Values(names), inOrder))
}

func nameArgs(out []any, n name) []any { return append(out, n.person, n.id) }

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
