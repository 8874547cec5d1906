package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"slices"

	"fermata/internal/fault"
	"fermata/internal/seal"
)

// Keys implements [ledger.Store].
func (s *Store) Keys(ctx context.Context, owner string) ([]seal.Wrapped, error) {
	rows, err := s.read.QueryContext(ctx, selectKeys, owner)
	keys, err := all(rows, err, scanKey)
	return keys, explain(ctx, "sqlstore.keys", err)
}

// PutKeys implements [ledger.Store].
func (s *Store) PutKeys(ctx context.Context, put, remove []seal.Wrapped) error {
	return s.change(ctx, "sqlstore.put-keys", func(ctx context.Context, t *txn) error {
		for _, k := range remove {
			if _, err := t.exec(ctx, deleteKey, k.Owner, k.Scope, k.Version, k.WrappedBy); err != nil {
				return err
			}
			t.wiped = true
		}
		return putKeys(ctx, t, put)
	})
}

func putKeys(ctx context.Context, t *txn, keys []seal.Wrapped) error {
	for _, k := range keys {
		n, err := t.exec(ctx, insertKey, k.Owner, k.Scope, k.Version, k.WrappedBy, k.Wrapped)
		if err == nil && n == 0 {
			err = sameKey(ctx, t, k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sameKey fails with fault.Conflict unless the row that is there is this one.
// Another one may be all that opens what was sealed meanwhile.
func sameKey(ctx context.Context, t *txn, k seal.Wrapped) error {
	rows, err := t.QueryContext(ctx, selectKeys, k.Owner)
	there, err := all(rows, err, scanKey)
	if err != nil {
		return err
	}
	same := slices.ContainsFunc(there, func(other seal.Wrapped) bool {
		return other.Scope == k.Scope && other.Version == k.Version && other.WrappedBy == k.WrappedBy && bytes.Equal(other.Wrapped, k.Wrapped)
	})
	if same {
		return nil
	}
	return fault.New(fault.Conflict, "sqlstore.keys", "The keys of this record were changed at the same time. Nothing was changed now. Try again.")
}

func scanKey(rows *sql.Rows) (seal.Wrapped, error) {
	var k seal.Wrapped
	err := rows.Scan(&k.Owner, &k.Scope, &k.Version, &k.WrappedBy, &k.Wrapped)
	return k, err
}
