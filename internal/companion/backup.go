package companion

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"time"

	"fermata/internal/backup"
	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// Backup writes the whole record to to, encrypted, while it is in use. It
// opens with the ways into the record as they are now; the key file itself is
// never in it. Errors: fault.Locked, fault.Unavailable, and those of to.
func (h *Home) Backup(ctx context.Context, to io.Writer) error {
	const op = "companion.backup"
	h.mu.RLock()
	master, person := h.master, h.person
	h.mu.RUnlock()
	if master == nil {
		return errLocked()
	}
	err := backup.Write(to, master, h.now(), func(each func(ledger.Part) error) error {
		return h.store.Copy(ctx, person, each)
	})
	return fault.Wrap(op, err)
}

// CheckBackup reads a backup of this record, with the keys that are open, and
// says what is wrong with the record in it. Errors: fault.Locked, and
// fault.Damaged when the file itself is not whole.
func (h *Home) CheckBackup(ctx context.Context, from io.Reader) (ledger.Verified, error) {
	h.mu.RLock()
	master := h.master
	h.mu.RUnlock()
	if master == nil {
		return ledger.Verified{}, errLocked()
	}
	found, err := inspect(ctx, from, func([]seal.Wrapped) (*seal.Master, error) { return master, nil })
	return found.verified, fault.Wrap("companion.backup.check", err)
}

// inspected is what a whole reading of a backup found.
type inspected struct {
	made     time.Time
	head     ledger.Head
	master   *seal.Master
	ledger   *ledger.Ledger // without a store: for signing and opening only
	verified ledger.Verified
}

// inspect reads a backup to its end and checks the record in it.
func inspect(ctx context.Context, from io.Reader, open backup.Open) (inspected, error) {
	var in inspector
	contents, err := backup.Read(from, func(ways []seal.Wrapped) (*seal.Master, error) {
		var err error
		in.master, err = open(ways)
		return in.master, err
	}, func(part ledger.Part) error { return errors.Join(ctx.Err(), in.part(part)) })
	if err == nil {
		err = in.unlock() // a record without rows
	}
	if err != nil {
		return inspected{master: in.master}, err
	}
	in.made = contents.Made
	in.verified = in.rows.Finish()
	return in.inspected, nil
}

type inspector struct {
	inspected
	keys []seal.Wrapped
	rows *ledger.Inspection
}

func (in *inspector) part(part ledger.Part) error {
	switch {
	case part.Key != nil && part.Key.Owner != seal.RecordOwner:
		in.keys = append(in.keys, *part.Key)
	case part.Head != nil:
		in.head = *part.Head
	case part.Row != nil:
		if err := in.unlock(); err != nil {
			return err
		}
		in.rows.Row(*part.Row)
	}
	return nil
}

// unlock opens the person's keys once all of them are there.
func (in *inspector) unlock() error {
	if in.rows != nil {
		return nil
	}
	keys, err := in.master.OpenKeys(in.head.Person, in.keys)
	if err != nil {
		return err
	}
	in.ledger = ledger.New(nil, in.head.Person, keys)
	in.rows = in.ledger.Inspect(in.head)
	return nil
}

// Restored is what came back.
type Restored struct {
	Made    time.Time `json:"made"`    // when the backup was made
	Entries int64     `json:"entries"` // that can be read
	Erased  int64     `json:"erased"`
}

// Restore brings back a record from a backup into a home where nothing was
// started, and opens it. again opens the file; it is read twice: once whole,
// to check every entry, and once to write. The record gets a new epoch. Errors:
// fault.Conflict when there is a record already; fault.Damaged when anything in
// the file is not as it was written; those of open. Nothing is written then.
func (h *Home) Restore(ctx context.Context, again func() (io.ReadCloser, error), open backup.Open) (Restored, error) {
	const op = "companion.restore"
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.findPerson(ctx); err != nil {
		return Restored{}, fault.Wrap(op, err)
	}
	if h.person != "" {
		return Restored{}, fault.New(fault.Conflict, op,
			"There is a record here already, and it stays. To bring back the backup beside it, name another folder with --data.")
	}
	in, err := checked(ctx, again, open)
	if err != nil {
		return Restored{}, fault.Wrap(op, err)
	}
	if err := h.rewrite(ctx, nil, again, in); err != nil {
		in.master.Forget()
		return Restored{}, fault.Wrap(op, err)
	}
	h.person, h.master, h.ledger = in.head.Person, in.master, in.ledger.In(h.store)
	return Restored{Made: in.made, Entries: in.verified.Rows - in.verified.Erased, Erased: in.verified.Erased}, nil
}

// checked reads a backup to its end and refuses one whose record is not sound.
func checked(ctx context.Context, again func() (io.ReadCloser, error), open backup.Open) (inspected, error) {
	file, err := again()
	if err != nil {
		return inspected{}, err
	}
	defer file.Close()
	in, err := inspect(ctx, file, open)
	if err == nil && len(in.verified.Findings) > 0 {
		err = fault.New(fault.Damaged, "companion.backup",
			"The record in this backup is not as it was written: "+string(in.verified.Findings[0].What)+". Nothing was changed. Try an older backup.")
	}
	if err != nil && in.master != nil {
		in.master.Forget()
	}
	return in, err
}

// rewrite puts the record of a backup in the place of the one that ends in
// was, under a new epoch. It is not broken off: the file is read while it lasts.
func (h *Home) rewrite(ctx context.Context, was *ledger.Head, again func() (io.ReadCloser, error), in inspected) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	head := in.head
	head.Epoch = newEpoch()
	var err error
	if head.MAC, err = in.ledger.SignHead(head); err != nil {
		return err
	}
	return h.store.Rewrite(context.WithoutCancel(ctx), was, partsOf(again, in.master, head))
}

// errEnough ends a reading that nobody wants to the end.
var errEnough = errors.New("enough")

// partsOf hands out the parts of a backup with another head.
func partsOf(again func() (io.ReadCloser, error), master *seal.Master, head ledger.Head) iter.Seq2[ledger.Part, error] {
	return func(yield func(ledger.Part, error) bool) {
		file, err := again()
		if err != nil {
			yield(ledger.Part{}, err)
			return
		}
		defer file.Close()
		_, err = backup.Read(file, func([]seal.Wrapped) (*seal.Master, error) { return master, nil }, func(part ledger.Part) error {
			if part.Head != nil {
				part.Head = &head
			}
			if !yield(part, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(ledger.Part{}, err)
		}
	}
}

// OpensWith gives what opens a backup: its key file here, when that is the
// way in; else ask is asked for the passphrase, or the recovery key.
func (k KeyFile) OpensWith(recovery bool, ask func(recovery bool) (string, error)) backup.Open {
	return func(ways []seal.Wrapped) (*seal.Master, error) {
		kinds := seal.WaysIn(ways)
		if key, err := k.read(); err == nil && !recovery && slices.Contains(kinds, seal.ByKeyFile) {
			if master, err := seal.OpenWithKeyFile(ways, key); err == nil {
				return master, nil
			}
		}
		recovery := recovery || !slices.Contains(kinds, seal.ByPassphrase) && slices.Contains(kinds, seal.ByRecovery)
		if !recovery && !slices.Contains(kinds, seal.ByPassphrase) {
			return nil, fault.New(fault.Locked, "companion.restore",
				"This backup opens only with the key file of its record. Put that into the config folder and try again.")
		}
		secret, err := ask(recovery)
		if err != nil {
			return nil, err
		}
		if recovery {
			return seal.OpenWithRecovery(ways, secret)
		}
		return seal.OpenWithPassphrase(ways, secret)
	}
}
