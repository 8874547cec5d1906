package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// NewPerson implements [ledger.Store].
func (s *Store) NewPerson(ctx context.Context, head ledger.Head, keys []seal.Wrapped) error {
	const op = "sqlstore.new-person"
	return s.change(ctx, op, func(ctx context.Context, t *txn) error {
		if err := t.startDatabase(ctx, keys); err != nil {
			return err
		}
		n, err := t.exec(ctx, insertPerson, head.Person, head.Epoch, head.Seq, head.Digest, head.MAC)
		if err != nil {
			return err
		}
		if n == 0 {
			return startedAlready(op)
		}
		return putKeys(ctx, t, keys)
	})
}

// startDatabase makes room for the first keys of a database, where there are
// some among the keys: those that nobody's record was started with go. Where
// somebody's was, their keys are the only way to it and stay.
func (t *txn) startDatabase(ctx context.Context, keys []seal.Wrapped) error {
	if !slices.ContainsFunc(keys, func(k seal.Wrapped) bool { return k.Owner == seal.RecordOwner }) {
		return nil
	}
	there, err := people(ctx, t)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return startedAlready("sqlstore.start")
	}
	_, err = t.exec(ctx, deleteOwned, seal.RecordOwner)
	return err
}

func startedAlready(op string) error {
	return fault.New(fault.Conflict, op, "This record is here already. Open it instead of starting it.")
}

// People implements [ledger.Store].
func (s *Store) People(ctx context.Context) ([]ledger.Head, error) {
	heads, err := people(ctx, s.read)
	return heads, explain(ctx, "sqlstore.people", err)
}

func people(ctx context.Context, from querier) ([]ledger.Head, error) {
	rows, err := from.QueryContext(ctx, selectPeople)
	heads, err := all(rows, err, scanHead)
	if err != nil || len(heads) > 0 {
		return heads, err
	}
	rows, err = from.QueryContext(ctx, selectStray)
	stray, err := all(rows, err, scanName)
	if len(stray) > 0 {
		return nil, fault.New(fault.Damaged, "sqlstore.people",
			"There are entries here, and the end of their record is gone. Nothing was changed. Restore your latest backup.")
	}
	return nil, err
}

// RemovePerson implements [ledger.Store]. NotFound when there is no such person.
func (s *Store) RemovePerson(ctx context.Context, person string) error {
	const op = "sqlstore.remove-person"
	return s.change(ctx, op, func(ctx context.Context, t *txn) error {
		if err := t.lock(ctx, person); err != nil {
			return err
		}
		delete(t.heads, person)
		t.wiped = true
		return t.removePerson(ctx, person)
	})
}

// ChangeEpoch implements [ledger.Store].
func (s *Store) ChangeEpoch(ctx context.Context, person string, epoch int64, keeper ledger.Keeper) error {
	return s.change(ctx, "sqlstore.change-epoch", func(ctx context.Context, t *txn) error {
		if err := t.lock(ctx, person); err != nil {
			return err
		}
		h := t.heads[person]
		if err := keeper.CheckHead(h.stored); err != nil {
			return err
		}
		h.next.Epoch, h.keeper = epoch, keeper
		return t.settle(ctx)
	})
}

// Head implements [ledger.Store].
func (s *Store) Head(ctx context.Context, person string) (ledger.Head, error) {
	const op = "sqlstore.head"
	rows, err := s.read.QueryContext(ctx, selectHead, person)
	head, err := first(rows, err, scanHead)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Head{}, noSuchRecord(op)
	}
	return head, explain(ctx, op, err)
}
