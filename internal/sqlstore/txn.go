package sqlstore

import (
	"context"
	"database/sql"
	"slices"

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
	exclusive bool // nobody else writes, so that locks are not needed
	heads     map[string]*held
	wiped     bool // something was removed that must not linger
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

// lock takes the locks on some persons' heads until the transaction ends. The
// persons are given in ascending order, as everybody does, so that no two
// wait for each other.
func (t *txn) lock(ctx context.Context, persons ...string) error {
	free := slices.DeleteFunc(slices.Clone(persons), func(person string) bool { return t.heads[person] != nil })
	read := t.lockEach
	if t.exclusive {
		read = t.readHeads
	}
	heads, err := read(ctx, free)
	if err != nil {
		return err
	}
	for _, head := range heads {
		t.heads[head.Person] = &held{stored: head, next: head}
	}
	for _, person := range free {
		if t.heads[person] == nil {
			return noSuchRecord("sqlstore.lock")
		}
	}
	return nil
}

// lockEach locks one after the other: a statement for many locks in an order
// of its own.
func (t *txn) lockEach(ctx context.Context, persons []string) ([]ledger.Head, error) {
	var heads []ledger.Head
	for _, person := range persons {
		rows, err := t.QueryContext(ctx, lockHead, person)
		some, err := all(rows, err, scanHead)
		if err != nil {
			return nil, err
		}
		heads = append(heads, some...)
	}
	return heads, nil
}

func (t *txn) readHeads(ctx context.Context, persons []string) ([]ledger.Head, error) {
	var heads []ledger.Head
	for width, args := range spread(persons, covering, personArgs) {
		rows, err := t.QueryContext(ctx, headsByID[width], args...)
		some, err := all(rows, err, scanHead)
		if err != nil {
			return nil, err
		}
		heads = append(heads, some...)
	}
	return heads, nil
}

// settle signs and writes the heads that moved, and forgets them all. The
// locks stay until COMMIT.
func (t *txn) settle(ctx context.Context) error {
	var moved []ledger.Head
	for _, h := range t.heads {
		if h.keeper == nil {
			continue
		}
		mac, err := h.keeper.SignHead(h.next)
		if err != nil {
			return err
		}
		h.next.MAC = mac
		moved = append(moved, h.next)
	}
	clear(t.heads)
	for width, args := range spread(moved, widest, headArgs) {
		if _, err := t.exec(ctx, putHeads[width], args...); err != nil {
			return err
		}
	}
	return nil
}

func personArgs(out []any, person string) []any { return append(out, person) }

func headArgs(out []any, h ledger.Head) []any {
	return append(out, h.Person, h.Epoch, h.Seq, h.Digest, h.MAC)
}

func noSuchRecord(op string) error {
	return fault.New(fault.NotFound, op, "There is no such record here. Check which one you opened.")
}

func scanHead(rows *sql.Rows) (ledger.Head, error) {
	var h ledger.Head
	err := rows.Scan(&h.Person, &h.Epoch, &h.Seq, &h.Digest, &h.MAC)
	return h, err
}
