package ledger

import (
	"context"
	"iter"

	"fermata/internal/seal"
)

// Store keeps sealed rows, heads, keys, drafts and help cards. sqlstore is
// the one that ships; storetest says, as a test, what every store must do.
//
// A store sees no plaintext and holds no keys. Times are Unix microseconds.
// Errors carry a kind from fault: NotFound, Conflict, Damaged, Newer,
// Unavailable; a cancelled context gives its own error.
type Store interface {
	// NewPerson starts a record: a signed head with seq 0 and the person's
	// wrapped keys, together. Conflict when the person exists. Keys of
	// seal.RecordOwner among them start the database as well: they take the
	// place of such keys that no person was started with, and are a Conflict
	// when there is a person already.
	NewPerson(ctx context.Context, head Head, keys []seal.Wrapped) error
	// People lists the heads of all records, by person. Damaged when there is
	// none and yet there are entries: a record must not look like a fresh start.
	People(ctx context.Context) ([]Head, error)
	// RemovePerson removes rows, keys, drafts and help card, for good.
	RemovePerson(ctx context.Context, person string) error

	// Append adds each batch to its person's record, all of them or none, in
	// one transaction: it locks the heads in ascending order of person,
	// looks up the IDs, numbers, chains and inserts what is new, empties what
	// is erased, and writes the signed heads. It answers after COMMIT only.
	// The answer has one list for each batch, one Placed for each row.
	//
	// A row whose ID is kept already is left out when Keeper.Same says so or
	// when that entry was erased; otherwise the whole append fails with
	// Conflict and writes nothing. The same rule holds for two rows with one
	// ID in one append.
	Append(ctx context.Context, batches []Batch) ([][]Placed, error)
	// ChangeEpoch gives a record a new epoch, so that every cache starts
	// afresh. Keeper signs the new head.
	ChangeEpoch(ctx context.Context, person string, epoch int64, keeper Keeper) error

	// Head reads one head. NotFound when there is no such person.
	Head(ctx context.Context, person string) (Head, error)
	// Rows reads up to limit rows with seq > after, ascending.
	Rows(ctx context.Context, person string, after int64, limit int) ([]Row, error)
	// RowsBefore reads up to limit rows with seq < before, descending.
	RowsBefore(ctx context.Context, person string, before int64, limit int) ([]Row, error)
	// RowsByID reads the rows with these IDs, in ascending order of seq; IDs
	// that are not kept are left out.
	RowsByID(ctx context.Context, person string, ids []string) ([]Row, error)

	// Keys reads the wrapped keys of an owner, ordered by scope and version.
	Keys(ctx context.Context, owner string) ([]seal.Wrapped, error)
	// PutKeys removes and then writes wrapped keys in one transaction. A row
	// is named by owner, scope, version and wrapped_by. One that is there with
	// other bytes is replaced only when remove names it; else nothing is done,
	// and that is a Conflict: of two changes of a key at once, none is lost.
	PutKeys(ctx context.Context, put, remove []seal.Wrapped) error

	// Draft reads a half-filled form; NotFound when there is none.
	Draft(ctx context.Context, person, form string) (Draft, error)
	// PutDraft keeps a half-filled form, replacing the one before.
	PutDraft(ctx context.Context, person string, draft Draft) error
	// Drafts reads all half-filled forms of a person, by form.
	Drafts(ctx context.Context, person string) ([]Draft, error)
	// DropDraft removes one; it is no error when there is none.
	DropDraft(ctx context.Context, person, form string) error
	// DropDraftsBefore removes every draft last changed before that time.
	DropDraftsBefore(ctx context.Context, changedAt int64) error

	// HelpCard reads the one copy outside the seal; NotFound when there is none.
	HelpCard(ctx context.Context, person string) ([]byte, error)
	// PutHelpCard replaces it; nil removes it.
	PutHelpCard(ctx context.Context, person string, card []byte) error

	// Copy hands out everything that is kept of a person, and the keys of the
	// record, as of one moment and in the order of [Part]. Others may go on
	// writing meanwhile. An error of each ends it and is given back. NotFound
	// when there is no such person.
	Copy(ctx context.Context, person string, each func(Part) error) error
	// Rewrite puts a whole record in the place of the one that ends in was, or
	// into an empty database when was is nil: all of it or nothing. parts are
	// in the order of [Part] and may be asked for again from the start. An
	// error among them is given back. Conflict when the record does not end in
	// was any more, or when the database is not empty.
	Rewrite(ctx context.Context, was *Head, parts iter.Seq2[Part, error]) error
	// Tidy leaves nothing of what was removed in the files of the database, as
	// far as the engine can.
	Tidy(ctx context.Context) error

	// Close ends all work that was begun and lets go of the database.
	Close() error
}

// Row is one sealed entry as a store keeps it.
type Row struct {
	Seq        int64 // from 1, without gaps
	ID         string
	RecordedAt int64 // Unix microseconds
	Scope      string
	BodyHash   []byte // SHA-256 of Sealed as it was written; 32 bytes
	Digest     []byte // 32 bytes, see [Chain]
	Sealed     []byte // nil once erased
}

// Head is the end of a person's chain.
type Head struct {
	Person string
	Epoch  int64
	Seq    int64  // of the last row; 0 for an empty record
	Digest []byte // of the last row; [Genesis] for an empty record
	MAC    []byte // over person, epoch, seq and digest, under the person's key
}

// Batch is what one append adds to one person's record. Rows come without
// Seq and Digest. Erase names rows by ID and by place; they are emptied in
// the same transaction.
type Batch struct {
	Person string
	Rows   []Row
	Erase  Erase
	Keeper Keeper
}

// Erase names the rows to empty.
type Erase struct {
	IDs    []string
	Ranges [][2]int64 // from and to, included
}

// Keeper does what needs the person's keys while the store holds the lock.
// Implementations are safe for concurrent use and do not block.
type Keeper interface {
	// CheckHead fails with fault.Damaged when the MAC does not fit.
	CheckHead(head Head) error
	// SignHead returns the MAC for a head; head.MAC is ignored.
	SignHead(head Head) ([]byte, error)
	// Same says whether two sealed rows of one ID tell the same thing.
	Same(stored, offered Row) (bool, error)
}

// Placed says where a row of an append ended up.
type Placed struct {
	ID   string
	Seq  int64
	Fate Fate
}

// Fate is what became of a row.
type Fate int

// The fates.
const (
	Saved   Fate = iota // it is in the record now
	Already             // it was there before, the same
	Erased              // it was there and has been erased; nothing was written
)

// Draft is a half-filled form, sealed.
type Draft struct {
	Form      string
	ChangedAt int64 // Unix microseconds
	Sealed    []byte
}
