package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// snapshots begin transactions that see the database as of one moment.
type snapshots struct {
	db      *sql.DB
	options sql.TxOptions
}

// copyPage is how many rows of a copy are read at a time.
const copyPage = 500

// Copy implements [ledger.Store].
func (s *Store) Copy(ctx context.Context, person string, each func(ledger.Part) error) error {
	const op = "sqlstore.copy"
	tx, err := s.look.db.BeginTx(ctx, &s.look.options)
	if err != nil {
		return explain(ctx, op, err)
	}
	defer tx.Rollback()
	err = copyPerson(ctx, tx, person, func(part ledger.Part) error { return theirs(each(part)) })
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchRecord(op)
	}
	return explain(ctx, op, err)
}

func copyPerson(ctx context.Context, tx *sql.Tx, person string, each func(ledger.Part) error) error {
	if err := copyKeys(ctx, tx, seal.RecordOwner, each); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, selectHead, person)
	head, err := first(rows, err, scanHead)
	if err != nil {
		return err
	}
	if err := each(ledger.Part{Head: &head}); err != nil {
		return err
	}
	if err := copyKeys(ctx, tx, person, each); err != nil {
		return err
	}
	if err := copyRows(ctx, tx, person, each); err != nil {
		return err
	}
	return copyBeside(ctx, tx, person, each)
}

func copyKeys(ctx context.Context, tx *sql.Tx, owner string, each func(ledger.Part) error) error {
	rows, err := tx.QueryContext(ctx, selectKeys, owner)
	keys, err := all(rows, err, scanKey)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := each(ledger.Part{Key: &key}); err != nil {
			return err
		}
	}
	return nil
}

func copyRows(ctx context.Context, tx *sql.Tx, person string, each func(ledger.Part) error) error {
	for after := int64(0); ; {
		rows, err := tx.QueryContext(ctx, selectAfter, person, after, copyPage)
		found, err := all(rows, err, scanEntry)
		if err != nil || len(found) == 0 {
			return err
		}
		for _, row := range bareRows(found) {
			if err := each(ledger.Part{Row: &row}); err != nil {
				return err
			}
			after = row.Seq
		}
	}
}

// copyBeside copies what stands beside the chain.
func copyBeside(ctx context.Context, tx *sql.Tx, person string, each func(ledger.Part) error) error {
	rows, err := tx.QueryContext(ctx, selectDrafts, person)
	drafts, err := all(rows, err, scanDraft)
	if err != nil {
		return err
	}
	for _, draft := range drafts {
		if err := each(ledger.Part{Draft: &draft}); err != nil {
			return err
		}
	}
	rows, err = tx.QueryContext(ctx, selectCard, person)
	cards, err := all(rows, err, scanCard)
	if err != nil || len(cards) == 0 {
		return err
	}
	return each(ledger.Part{Card: cards[0]})
}

// Rewrite implements [ledger.Store].
func (s *Store) Rewrite(ctx context.Context, was *ledger.Head, parts iter.Seq2[ledger.Part, error]) error {
	return s.change(ctx, "sqlstore.rewrite", func(ctx context.Context, t *txn) error {
		if err := t.makeRoom(ctx, was); err != nil {
			return err
		}
		w := rewriting{txn: t}
		for part, err := range parts {
			if err != nil {
				return theirs(err)
			}
			if err := w.put(ctx, part); err != nil {
				return err
			}
		}
		t.wiped = true
		return w.flush(ctx)
	})
}

// makeRoom removes the record that ends in was, or makes sure that there is
// none. Keys without a person, as a start that broke off left them, go.
func (t *txn) makeRoom(ctx context.Context, was *ledger.Head) error {
	const op = "sqlstore.rewrite"
	if was == nil {
		rows, err := t.QueryContext(ctx, selectPeople)
		people, err := all(rows, err, scanHead)
		if err != nil {
			return err
		}
		if len(people) > 0 {
			return fault.New(fault.Conflict, op, "There is a record here already. Nothing was changed. Choose another --data folder.")
		}
		_, err = t.exec(ctx, deleteOwned, seal.RecordOwner)
		return err
	}
	if err := t.lock(ctx, was.Person); err != nil {
		return err
	}
	now := t.heads[was.Person].stored
	delete(t.heads, was.Person)
	if now.Epoch != was.Epoch || now.Seq != was.Seq {
		return fault.New(fault.Conflict, op, "Something was saved in the meantime. Nothing was changed. Try again.")
	}
	return t.removePerson(ctx, was.Person, seal.RecordOwner)
}

// removePerson removes all that is kept of a person. The person's row goes
// first, so that the triggers let the entries go.
func (t *txn) removePerson(ctx context.Context, person string, owners ...string) error {
	if _, err := t.exec(ctx, deletePerson, person); err != nil {
		return err
	}
	if _, err := t.exec(ctx, deleteEntries, person); err != nil {
		return err
	}
	for _, owner := range append(owners, person) {
		if _, err := t.exec(ctx, deleteOwned, owner); err != nil {
			return err
		}
	}
	return nil
}

// rewriting writes a record part by part, rows many at a time.
type rewriting struct {
	*txn
	person string
	rows   []stored
}

func (w *rewriting) put(ctx context.Context, part ledger.Part) error {
	var err error
	switch {
	case part.Key != nil:
		return putKeys(ctx, w.txn, []seal.Wrapped{*part.Key})
	case part.Head != nil:
		h := part.Head
		w.person = h.Person
		_, err = w.exec(ctx, insertPerson, h.Person, h.Epoch, h.Seq, h.Digest, h.MAC)
	case part.Row != nil:
		if w.rows = append(w.rows, stored{person: w.person, row: *part.Row}); len(w.rows) >= widths[0] {
			return w.flush(ctx)
		}
	case part.Draft != nil:
		_, err = w.exec(ctx, upsertDraft, w.person, part.Draft.Form, part.Draft.ChangedAt, part.Draft.Sealed)
	case part.Card != nil:
		_, err = w.exec(ctx, upsertCard, w.person, part.Card)
	}
	return err
}

func (w *rewriting) flush(ctx context.Context) error {
	rows := w.rows
	w.rows = nil
	return w.insert(ctx, rows)
}

// Tidy implements [ledger.Store].
func (s *Store) Tidy(ctx context.Context) error {
	return explain(ctx, "sqlstore.tidy", s.tidy(ctx))
}

// tidyFile writes the file anew without its free pages and empties the log,
// over a connection of its own: the writer's may be in a transaction.
func tidyFile(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, writerPragmas...))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// tidyServer lets PostgreSQL write the tables anew. The server's own log and
// its file system are out of reach.
func tidyServer(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "VACUUM (FULL) persons, entries, keys, drafts, help_card")
	return err
}
