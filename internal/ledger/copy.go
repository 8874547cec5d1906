package ledger

import (
	"fermata/internal/fault"
	"fermata/internal/seal"
)

// Part is one piece of a whole record, as a copy of it holds it: exactly one
// of the fields is set. A copy comes in this order: the keys of the record,
// the head, the keys of the person, the rows in ascending order of seq, the
// drafts, the help card.
type Part struct {
	Key   *seal.Wrapped
	Head  *Head
	Row   *Row
	Draft *Draft
	Card  []byte
}

// Inspection checks a copy part by part, without a store.
type Inspection struct {
	head  Head
	check verification
}

// Inspect begins to check a copy of a person's record, of which this is the
// head. Rows that come after it are then given one by one.
func (l *Ledger) Inspect(head Head) *Inspection {
	return &Inspection{head: head, check: verification{ledger: l, previous: Genesis(l.person), signed: head.Seq}}
}

// Row checks the next row.
func (i *Inspection) Row(row Row) { i.check.row(row) }

// Finish says what was found.
func (i *Inspection) Finish() Verified { return i.check.finish(i.head) }

// Reseal gives the row with its body sealed under this ledger's keys in the
// place of those of from, and with the hash that goes with it. An erased row
// stays as it is. The digest is the caller's to renew: see [Chain].
func (l *Ledger) Reseal(from *Ledger, row Row) (Row, error) {
	if row.Sealed == nil {
		return row, nil
	}
	plain, err := from.plain(row)
	if err != nil {
		return Row{}, fault.Wrap("ledger.reseal", err)
	}
	defer clear(plain)
	if row.Sealed, err = l.keys.Seal(row.Scope, row.ID, plain); err != nil {
		return Row{}, err
	}
	row.BodyHash = BodyHash(row.Sealed)
	return row, nil
}

// ResealDraft is Reseal for a half-filled form.
func (l *Ledger) ResealDraft(from *Ledger, d Draft) (Draft, error) {
	plain, err := from.keys.Open(DraftScope, d.Form, d.Sealed)
	if err != nil {
		return Draft{}, err
	}
	d.Sealed, err = l.keys.Seal(DraftScope, d.Form, plain)
	return d, err
}

// In gives the ledger of the same person, with the same keys, in a store.
func (l *Ledger) In(store Store) *Ledger { return New(store, l.person, l.keys) }

// Renew gives the ledger with fresh keys that open nothing of what is stored,
// and their rows: see [seal.Master.Renew].
func (l *Ledger) Renew(master *seal.Master) (*Ledger, []seal.Wrapped, error) {
	keys, rows, err := master.Renew(l.keys)
	return New(l.store, l.person, keys), rows, err
}

// RotateKeys gives the ledger with new keys for what comes, and their rows:
// see [seal.Master.RotateAll].
func (l *Ledger) RotateKeys(master *seal.Master) (*Ledger, []seal.Wrapped, error) {
	keys, rows, err := master.RotateAll(l.keys)
	return New(l.store, l.person, keys), rows, err
}
