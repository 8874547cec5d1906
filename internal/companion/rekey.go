package companion

import (
	"context"
	"errors"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// Rekeyed is what a change of all keys leaves to do.
type Rekeyed struct {
	Recovery seal.RecoveryKey // to be shown once
	Old      []BackupFile     // in the folder; they open with the old keys still
}

// Rekey is for the time after somebody may have had the passphrase, the key
// file or a copy of the keys: a new master, new keys for the person, a new
// recovery key, and the new passphrase as the other way in. Every entry is
// sealed anew, the chain made anew over it and checked, under a new epoch; all
// of it is written in one transaction, so a kill leaves the old record or the
// new one. Erased places stay erased. Copies made before still open with the
// old keys. Errors: fault.Fields, fault.Locked, fault.Damaged for a record that
// is not as it was written, fault.Conflict when something was saved meanwhile.
func (h *Home) Rekey(ctx context.Context, passphrase string) (Rekeyed, error) {
	const op = "companion.rekey"
	if err := CheckPassphrase(passphrase); err != nil {
		return Rekeyed{}, err
	}
	ours, err := h.keyFileOpens(ctx)
	if err != nil {
		return Rekeyed{}, fault.Wrap(op, err)
	}
	old, err := h.Backups()
	if err != nil {
		return Rekeyed{}, fault.Wrap(op, err)
	}
	key, err := h.rekey(ctx, passphrase)
	if err != nil {
		return Rekeyed{}, fault.Wrap(op, err)
	}
	if ours {
		err = h.keyFile.remove()
	}
	return Rekeyed{Recovery: key, Old: old}, errors.Join(err, h.store.Tidy(context.WithoutCancel(ctx)))
}

func (h *Home) rekey(ctx context.Context, passphrase string) (seal.RecoveryKey, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ledger == nil {
		return seal.RecoveryKey{}, errLocked()
	}
	master, ways, key, err := freshWays(passphrase)
	if err != nil {
		return seal.RecoveryKey{}, err
	}
	next, rows, err := h.ledger.Renew(master)
	if err != nil {
		return seal.RecoveryKey{}, err
	}
	r := resealing{from: h.ledger, to: next}
	if err := h.store.Copy(ctx, h.person, r.part); err != nil {
		return seal.RecoveryKey{}, err
	}
	parts, err := r.finish(append(ways, rows...))
	if err != nil {
		return seal.RecoveryKey{}, err
	}
	if err := ctx.Err(); err != nil {
		return seal.RecoveryKey{}, err
	}
	if err := h.store.Rewrite(context.WithoutCancel(ctx), &r.was, whole(parts)); err != nil {
		return seal.RecoveryKey{}, err
	}
	h.ledger.Forget()
	h.master.Forget()
	h.master, h.ledger, h.seen, h.outlook = master, next, nil, nil
	return key, nil
}

// freshWays makes a master and both ways to it.
func freshWays(passphrase string) (*seal.Master, []seal.Wrapped, seal.RecoveryKey, error) {
	master, err := seal.NewMaster()
	if err != nil {
		return nil, nil, seal.RecoveryKey{}, err
	}
	first, err := master.WrapWithPassphrase(passphrase)
	if err != nil {
		return nil, nil, seal.RecoveryKey{}, err
	}
	key, err := seal.NewRecoveryKey()
	if err != nil {
		return nil, nil, seal.RecoveryKey{}, err
	}
	second, err := master.WrapWithRecovery(key.Public)
	return master, []seal.Wrapped{first, second}, key, err
}

// resealing takes a copy of a record and seals all of it anew.
type resealing struct {
	from, to *ledger.Ledger
	was      ledger.Head
	rows     []ledger.Row
	beside   []ledger.Part
}

func (r *resealing) part(p ledger.Part) error {
	switch {
	case p.Head != nil:
		r.was = *p.Head
		return r.from.CheckHead(r.was)
	case p.Row != nil:
		row, err := r.to.Reseal(r.from, *p.Row)
		r.rows = append(r.rows, row)
		return err
	case p.Draft != nil:
		draft, err := r.to.ResealDraft(r.from, *p.Draft)
		if errors.Is(err, fault.Damaged) { // only a draft
			return nil
		}
		r.beside = append(r.beside, ledger.Part{Draft: &draft})
		return err
	case p.Card != nil:
		r.beside = append(r.beside, p)
	}
	return nil
}

// finish chains the rows, signs the end, and checks both the old chain, by what
// it led to, and the new one, row by row.
func (r *resealing) finish(keys []seal.Wrapped) ([]ledger.Part, error) {
	head := ledger.Head{Person: r.was.Person, Epoch: newEpoch(), Digest: ledger.Genesis(r.was.Person)}
	for i := range r.rows {
		r.rows[i].Digest = ledger.Chain(head.Digest, head.Person, r.rows[i])
		head.Seq, head.Digest = r.rows[i].Seq, r.rows[i].Digest
	}
	var err error
	if head.MAC, err = r.to.SignHead(head); err != nil {
		return nil, err
	}
	check := r.to.Inspect(head)
	parts := []ledger.Part{{Head: &head}}
	for _, key := range keys {
		parts = append(parts, ledger.Part{Key: &key})
	}
	for _, row := range r.rows {
		check.Row(row)
		parts = append(parts, ledger.Part{Row: &row})
	}
	if found := check.Finish(); head.Seq != r.was.Seq || len(found.Findings) > 0 {
		return nil, fault.New(fault.Damaged, "companion.rekey",
			"Your record is not whole, so its keys stay as they are. Look at “fermata verify”, and restore a backup first.")
	}
	return append(parts, r.beside...), nil
}

func whole(parts []ledger.Part) func(func(ledger.Part, error) bool) {
	return func(yield func(ledger.Part, error) bool) {
		for _, part := range parts {
			if !yield(part, nil) {
				return
			}
		}
	}
}

// RotateKeys gives the record a new master key and new keys for what comes;
// what was sealed before stays and still opens. The ways in stay: passphrase is
// the one in use, and is asked for because the new master is wrapped with it. All
// rows change in one transaction, so a kill leaves the old keys or the new ones,
// and the same call goes on from either. Errors: fault.Locked also for a
// passphrase that is not the one in use.
func (h *Home) RotateKeys(ctx context.Context, passphrase string) error {
	const op = "companion.rotate"
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ledger == nil {
		return errLocked()
	}
	ways, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return fault.Wrap(op, err)
	}
	old, err := h.store.Keys(ctx, h.person)
	if err != nil {
		return fault.Wrap(op, err)
	}
	next, err := h.master.Rotate()
	if err != nil {
		return fault.Wrap(op, err)
	}
	wrapped, err := h.rewrapped(next, ways, passphrase)
	if err != nil {
		return fault.Wrap(op, err)
	}
	// next still holds the old key; last does not, and is of the next version.
	last, err := next.Retire()
	if err != nil {
		return fault.Wrap(op, err)
	}
	if wrapped, err = h.rewrapped(last, append(ways, wrapped...), passphrase); err != nil {
		return fault.Wrap(op, err)
	}
	l, rows, err := h.ledger.RotateKeys(last)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := h.store.PutKeys(context.WithoutCancel(ctx), append(wrapped, rows...), append(ways, old...)); err != nil {
		return fault.Wrap(op, err)
	}
	h.master, h.ledger = last, l
	return nil
}

// rewrapped wraps a rotated master for every way that leads in now.
func (h *Home) rewrapped(master *seal.Master, ways []seal.Wrapped, passphrase string) ([]seal.Wrapped, error) {
	var out []seal.Wrapped
	for _, way := range seal.WaysIn(ways) {
		row, err := h.rewrap(master, ways, way, passphrase)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func (h *Home) rewrap(master *seal.Master, ways []seal.Wrapped, way, passphrase string) (seal.Wrapped, error) {
	switch way {
	case seal.ByPassphrase:
		opened, err := seal.OpenWithPassphrase(ways, passphrase)
		if err != nil {
			return seal.Wrapped{}, err
		}
		opened.Forget()
		return master.WrapWithPassphrase(passphrase)
	case seal.ByRecovery:
		return master.KeepRecovery(ways)
	}
	key, err := h.keyFile.read()
	if err != nil {
		return seal.Wrapped{}, err
	}
	return master.WrapWithKeyFile(key)
}

// renewed is asked when the end of the record does not fit the keys in memory:
// another program may have changed them. It takes the new ones, or locks when
// they are beyond the master that is open.
func (h *Home) renewed(ctx context.Context, l *ledger.Ledger) error {
	h.mu.Lock()
	if h.ledger != l {
		h.mu.Unlock()
		return nil
	}
	rows, err := h.store.Keys(ctx, h.person)
	if err == nil {
		keys, errKeys := h.master.OpenKeys(h.person, rows)
		if errKeys == nil {
			h.ledger, h.seen, h.outlook = ledger.New(h.store, h.person, keys), nil, nil
		}
		err = errKeys
	}
	h.mu.Unlock()
	if errors.Is(err, fault.Locked) || errors.Is(err, fault.NotFound) {
		h.Lock()
		return errLocked()
	}
	return err
}
