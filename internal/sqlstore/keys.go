package sqlstore

import (
	"context"
	"database/sql"

	"fermata/internal/seal"
)

// Keys implements [ledger.Store].
func (s *Store) Keys(ctx context.Context, owner string) ([]seal.Wrapped, error) {
	rows, err := s.read.QueryContext(ctx, selectKeys, owner)
	keys, err := all(rows, err, scanKey)
	return keys, explain(ctx, "sqlstore.keys", err)
}

// PutKeys implements [ledger.Store]. It removes first and then puts, so that a
// row named in both is replaced.
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
		if _, err := t.exec(ctx, upsertKey, k.Owner, k.Scope, k.Version, k.WrappedBy, k.Wrapped); err != nil {
			return err
		}
	}
	return nil
}

func scanKey(rows *sql.Rows) (seal.Wrapped, error) {
	var k seal.Wrapped
	err := rows.Scan(&k.Owner, &k.Scope, &k.Version, &k.WrappedBy, &k.Wrapped)
	return k, err
}
