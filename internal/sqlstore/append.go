package sqlstore

import (
	"bytes"
	"context"
	"slices"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// Append implements [ledger.Store]. The batches must not be changed until it
// returned; after a cancelled context, not at all: the append may still be
// under way, and may still be saved.
func (s *Store) Append(ctx context.Context, batches []ledger.Batch) ([][]ledger.Placed, error) {
	const op = "sqlstore.append"
	if err := checkBatches(batches); err != nil {
		return nil, fault.Wrap(op, err)
	}
	t := &task{batches: batches}
	if err := s.write.do(ctx, t); err != nil {
		return nil, explain(ctx, op, err)
	}
	return t.placed, nil
}

// checkBatches refuses what would make a record that does not verify.
func checkBatches(batches []ledger.Batch) error {
	for _, batch := range batches {
		for _, row := range batch.Rows {
			if row.ID == "" || len(row.Sealed) == 0 || !bytes.Equal(row.BodyHash, ledger.BodyHash(row.Sealed)) {
				return fault.New(fault.Invalid, "sqlstore.check", "This entry is not sealed as it must be. Open the page again and fill it in once more.")
			}
		}
	}
	return nil
}

// append does the appends of some tasks, in order. It decides everything
// before it writes anything.
func (t *txn) append(ctx context.Context, tasks []*task) error {
	if err := t.lock(ctx, personsOf(tasks)...); err != nil {
		return err
	}
	known, err := t.known(ctx, tasks)
	if err != nil {
		return err
	}
	var rows []stored
	for _, task := range tasks {
		added, err := t.place(task, known)
		if err != nil {
			return err
		}
		rows = append(rows, added...)
	}
	if err := t.insert(ctx, rows); err != nil {
		return err
	}
	for _, task := range tasks {
		if err := t.erase(ctx, task); err != nil {
			return err
		}
	}
	return nil
}

// personsOf lists the persons of some tasks, each once, in ascending order.
func personsOf(tasks []*task) []string {
	var persons []string
	for _, task := range tasks {
		for _, batch := range task.batches {
			persons = append(persons, batch.Person)
		}
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// known looks up which of the rows are kept already.
func (t *txn) known(ctx context.Context, tasks []*task) (map[name]ledger.Row, error) {
	var names []name
	for _, task := range tasks {
		for _, batch := range task.batches {
			for _, row := range batch.Rows {
				names = append(names, name{batch.Person, row.ID})
			}
		}
	}
	found, err := lookUp(ctx, t, names)
	known := make(map[name]ledger.Row, len(names))
	for _, s := range found {
		known[name{s.person, s.row.ID}] = s.row
	}
	return known, err
}

// place gives each row of a task its number or finds it in the record. It
// answers the rows to insert, and notes them in known.
func (t *txn) place(task *task, known map[name]ledger.Row) ([]stored, error) {
	var added []stored
	task.placed = make([][]ledger.Placed, len(task.batches))
	for i, batch := range task.batches {
		h := t.heads[batch.Person]
		if err := batch.Keeper.CheckHead(h.stored); err != nil {
			return nil, err
		}
		task.placed[i] = make([]ledger.Placed, len(batch.Rows))
		for j, row := range batch.Rows {
			called := name{batch.Person, row.ID}
			fate := ledger.Saved
			if there, ok := known[called]; ok {
				var err error
				if fate, err = compare(batch.Keeper, there, row); err != nil {
					return nil, err
				}
				row = there
			} else {
				row = h.chain(row, batch.Keeper)
				known[called] = row
				added = append(added, stored{batch.Person, row})
			}
			task.placed[i][j] = ledger.Placed{ID: row.ID, Seq: row.Seq, Fate: fate}
		}
	}
	return added, nil
}

// compare says what becomes of a row whose ID is kept already.
func compare(keeper ledger.Keeper, there, offered ledger.Row) (ledger.Fate, error) {
	if there.Sealed == nil {
		return ledger.Erased, nil
	}
	same, err := keeper.Same(there, offered)
	if err != nil {
		return 0, err
	}
	if !same {
		return 0, fault.New(fault.Conflict, "sqlstore.compare", "You already saved this. Save your change as a correction?")
	}
	return ledger.Already, nil
}

// chain puts a row at the end of the chain.
func (h *held) chain(row ledger.Row, keeper ledger.Keeper) ledger.Row {
	row.Seq = h.next.Seq + 1
	row.Digest = ledger.Chain(h.next.Digest, h.next.Person, row)
	h.next.Seq, h.next.Digest, h.keeper = row.Seq, row.Digest, keeper
	return row
}

// insert writes rows, many to a statement.
func (t *txn) insert(ctx context.Context, rows []stored) error {
	for width, args := range spread(rows, widest, rowArgs) {
		if _, err := t.exec(ctx, insertRows[width], args...); err != nil {
			return err
		}
	}
	return nil
}

func rowArgs(out []any, s stored) []any {
	r := s.row
	return append(out, s.person, r.Seq, r.ID, r.RecordedAt, r.Scope, r.BodyHash, r.Digest, r.Sealed)
}

// erase empties what a task's batches name. A batch whose own entry has been
// erased has nothing left to say, and empties nothing.
func (t *txn) erase(ctx context.Context, task *task) error {
	for i, batch := range task.batches {
		gone := slices.ContainsFunc(task.placed[i], func(p ledger.Placed) bool { return p.Fate == ledger.Erased })
		if gone {
			continue
		}
		if err := t.empty(ctx, batch.Person, batch.Erase); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) empty(ctx context.Context, person string, what ledger.Erase) error {
	names := make([]name, len(what.IDs))
	for i, id := range what.IDs {
		names[i] = name{person, id}
	}
	for width, args := range spread(once(names), covering, nameArgs) {
		if _, err := t.exec(ctx, emptyByID[width], args...); err != nil {
			return err
		}
		t.wiped = true
	}
	for _, span := range what.Ranges {
		if _, err := t.exec(ctx, emptyRange, person, span[0], span[1]); err != nil {
			return err
		}
		t.wiped = true
	}
	return nil
}
