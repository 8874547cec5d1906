package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// task is what one caller wants done: an append, or a piece of work.
type task struct {
	batches []ledger.Batch
	placed  [][]ledger.Placed // the answer to an append; read it after do
	work    func(context.Context, *txn) error
}

// erases says whether an append also empties rows.
func (t *task) erases() bool {
	for _, batch := range t.batches {
		if len(batch.Erase.IDs)+len(batch.Erase.Ranges) > 0 {
			return true
		}
	}
	return false
}

// txn is one open transaction and the heads it has locked.
type txn struct {
	querier
	heads map[string]*held
	wiped bool // something was removed that must not linger
}

// held is a head under lock. It is signed and written once, however many
// appends the transaction holds.
type held struct {
	stored ledger.Head
	next   ledger.Head
	keeper ledger.Keeper // signs next; nil while nothing changed
}

// exec sends a statement and answers how many rows it touched.
func (t *txn) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	done, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func newTxn(q querier) *txn {
	return &txn{querier: q, heads: map[string]*held{}}
}

// run does the tasks in order and leaves everything ready for COMMIT.
// Neighbouring appends are done together; one that erases stands alone, so
// that those after it see what it emptied.
func (t *txn) run(ctx context.Context, tasks []*task) error {
	for len(tasks) > 0 {
		n := together(tasks)
		if err := t.step(ctx, tasks[:n]); err != nil {
			return err
		}
		tasks = tasks[n:]
	}
	return t.settle(ctx)
}

// together counts the tasks at the front that can be done as one.
func together(tasks []*task) int {
	n := 0
	for n < len(tasks) && tasks[n].work == nil && !tasks[n].erases() {
		n++
	}
	return max(n, 1)
}

func (t *txn) step(ctx context.Context, tasks []*task) error {
	if tasks[0].work == nil {
		return t.append(ctx, tasks)
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	return tasks[0].work(ctx, t)
}

// lock takes the lock on a person's head until the transaction ends.
func (t *txn) lock(ctx context.Context, person string) (*held, error) {
	if h, ok := t.heads[person]; ok {
		return h, nil
	}
	rows, err := t.QueryContext(ctx, lockHead, person)
	head, err := first(rows, err, scanHead)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noSuchRecord("sqlstore.lock")
	}
	if err != nil {
		return nil, err
	}
	t.heads[person] = &held{stored: head, next: head}
	return t.heads[person], nil
}

// settle signs and writes the heads that moved, and forgets them all. The
// locks stay until COMMIT.
func (t *txn) settle(ctx context.Context) error {
	for person, h := range t.heads {
		if h.keeper != nil {
			if err := t.sign(ctx, h); err != nil {
				return err
			}
		}
		delete(t.heads, person)
	}
	return nil
}

func (t *txn) sign(ctx context.Context, h *held) error {
	mac, err := h.keeper.SignHead(h.next)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, updateHead, h.next.Epoch, h.next.Seq, h.next.Digest, mac, h.next.Person)
	return err
}

func noSuchRecord(op string) error {
	return fault.New(fault.NotFound, op, "There is no such record here. Check which one you opened.")
}

func scanHead(rows *sql.Rows) (ledger.Head, error) {
	var h ledger.Head
	err := rows.Scan(&h.Person, &h.Epoch, &h.Seq, &h.Digest, &h.MAC)
	return h, err
}
