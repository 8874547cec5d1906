package ledger

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/seal"
)

// DraftScope is the key scope of half-filled forms.
const DraftScope = "draft"

// KeyScopes lists the scopes a person has keys for.
func KeyScopes() []string {
	return []string{string(entry.Private), string(entry.Shareable), DraftScope}
}

// Ledger is one person's record, unlocked. It is safe for concurrent use.
type Ledger struct {
	store  Store
	person string
	keys   *seal.Keys
}

// New opens a person's record with their keys.
func New(store Store, person string, keys *seal.Keys) *Ledger {
	return &Ledger{store: store, person: person, keys: keys}
}

// Start begins a record: a signed empty chain with its keys, and with the
// first ways to the master key where these are given, all of it or nothing.
// Errors: fault.Conflict when there is a record already; see [Store].
func Start(ctx context.Context, store Store, master *seal.Master, person string, epoch int64, ways ...seal.Wrapped) (*Ledger, error) {
	const op = "ledger.start"
	keys, wrapped, err := master.NewKeys(person, KeyScopes())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	l := New(store, person, keys)
	head := Head{Person: person, Epoch: epoch, Digest: Genesis(person)}
	if head.MAC, err = l.SignHead(head); err != nil {
		return nil, fault.Wrap(op, err)
	}
	return l, fault.Wrap(op, store.NewPerson(ctx, head, append(ways, wrapped...)))
}

// Person is whose record this is.
func (l *Ledger) Person() string { return l.person }

// Append saves the entries, all or none, and answers once they are durable.
// An entry that was saved before under its ID comes back as Already. Errors:
// fault.Invalid, fault.Conflict, fault.Damaged, fault.Unavailable.
func (l *Ledger) Append(ctx context.Context, entries ...entry.Entry) ([]Placed, error) {
	const op = "ledger.append"
	batch, err := l.batch(ctx, entries)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	placed, err := l.store.Append(ctx, []Batch{batch})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return placed[0], nil
}

func (l *Ledger) batch(ctx context.Context, entries []entry.Entry) (Batch, error) {
	batch := Batch{Person: l.person, Keeper: l, Rows: make([]Row, 0, len(entries))}
	for _, e := range entries {
		row, err := l.seal(e)
		if err != nil {
			return Batch{}, err
		}
		batch.Rows = append(batch.Rows, row)
		if erasure, ok := e.Body.(entry.Erasure); ok {
			batch.Erase.add(erasure)
		}
	}
	if len(batch.Erase.IDs)+len(batch.Erase.Ranges) == 0 {
		return batch, nil
	}
	if err := l.refuseUnsaved(ctx, batch); err != nil {
		return Batch{}, err
	}
	return batch, l.refuseErasedErasure(ctx, batch.Erase)
}

// refuseUnsaved: an erasure names what was saved before it. One that reached
// past the end of the record would empty itself, and verify would then find
// rows that nothing names.
func (l *Ledger) refuseUnsaved(ctx context.Context, batch Batch) error {
	head, err := l.head(ctx)
	if err != nil {
		return err
	}
	outside := slices.ContainsFunc(batch.Erase.Ranges, func(r [2]int64) bool { return r[1] > head.Seq }) ||
		slices.ContainsFunc(batch.Rows, func(row Row) bool { return slices.Contains(batch.Erase.IDs, row.ID) })
	if outside {
		return fault.New(fault.Invalid, "ledger.erase", "Some of this is not in your record yet. Open the page again and choose what to erase.")
	}
	return nil
}

func (e *Erase) add(erasure entry.Erasure) {
	for _, id := range erasure.Entries {
		e.IDs = append(e.IDs, string(id))
	}
	for _, r := range erasure.Ranges {
		e.Ranges = append(e.Ranges, [2]int64{r.From, r.To})
	}
}

func (l *Ledger) seal(e entry.Entry) (Row, error) {
	plain, err := entry.Encode(e)
	if err != nil {
		return Row{}, err
	}
	scope := string(e.Scope())
	sealed, err := l.keys.Seal(scope, string(e.ID), plain)
	if err != nil {
		return Row{}, err
	}
	return Row{
		ID: string(e.ID), RecordedAt: e.RecordedAt.UnixMicro(), Scope: scope,
		Sealed: sealed, BodyHash: BodyHash(sealed),
	}, nil
}

// refuseErasedErasure keeps every erasure readable: without it the rows it
// emptied could not be told from damage.
func (l *Ledger) refuseErasedErasure(ctx context.Context, erase Erase) error {
	rows, err := l.store.RowsByID(ctx, l.person, erase.IDs)
	if err != nil {
		return err
	}
	for _, r := range erase.Ranges {
		stretch, err := l.store.Rows(ctx, l.person, r[0]-1, int(r[1]-r[0]+1))
		if err != nil {
			return err
		}
		for _, row := range stretch {
			if row.Seq <= r[1] {
				rows = append(rows, row)
			}
		}
	}
	for _, row := range rows {
		if row.Sealed == nil {
			continue
		}
		e, err := l.open(row)
		if err != nil {
			return err
		}
		if e.Kind() == entry.KindErasure {
			return fault.New(fault.Invalid, "ledger.erase", "The note that something was erased stays. Choose other entries.")
		}
	}
	return nil
}

func (l *Ledger) open(row Row) (entry.Entry, error) {
	plain, err := l.plain(row)
	if err != nil {
		return entry.Entry{}, err
	}
	return entry.Decode(l.envelope(row), plain)
}

func (l *Ledger) plain(row Row) ([]byte, error) {
	return l.keys.Open(row.Scope, row.ID, row.Sealed)
}

func (l *Ledger) envelope(row Row) entry.Envelope {
	return entry.Envelope{
		ID: entry.ID(row.ID), Person: l.person, Seq: row.Seq,
		RecordedAt: time.UnixMicro(row.RecordedAt).UTC(), Scope: entry.Scope(row.Scope),
	}
}

// CheckHead fails with fault.Damaged when the head was not signed with this
// person's key, and with fault.Locked once the keys are forgotten.
func (l *Ledger) CheckHead(head Head) error {
	const op = "ledger.head"
	err := l.keys.VerifyMAC(head.MAC, headBytes(head))
	if errors.Is(err, fault.Damaged) {
		return fault.Because(fault.Damaged, op,
			"The end of your record was changed outside Fermata. Run “fermata verify”, or restore a backup.", err)
	}
	return fault.Wrap(op, err)
}

// SignHead returns the MAC of a head.
func (l *Ledger) SignHead(head Head) ([]byte, error) {
	return l.keys.MAC(headBytes(head))
}

// Same says whether two rows under one ID tell the same thing.
func (l *Ledger) Same(stored, offered Row) (bool, error) {
	a, err := l.open(stored)
	if err != nil {
		return false, err
	}
	b, err := l.open(offered)
	if err != nil {
		return false, err
	}
	return a.SameAs(b), nil
}

// Position is where a reader of the record stands.
type Position struct {
	Epoch int64
	Seq   int64
}

// Head is the checked end of the record.
func (l *Ledger) Head(ctx context.Context) (Position, error) {
	head, err := l.head(ctx)
	return Position{Epoch: head.Epoch, Seq: head.Seq}, err
}

func (l *Ledger) head(ctx context.Context) (Head, error) {
	head, err := l.store.Head(ctx, l.person)
	if err != nil {
		return Head{}, fault.Wrap("ledger.head", err)
	}
	return head, l.CheckHead(head)
}

// page is how many rows are read at a time: small enough that a long record
// never stands in memory twice.
const page = 2000

// Since reads the entries after from.Seq in order and says where the record
// ends now. When the epoch is no longer from.Epoch it reads from the start.
// Erased entries are left out. Errors: fault.Damaged when a row does not open
// or the last digest is not the head's.
func (l *Ledger) Since(ctx context.Context, from Position) ([]entry.Entry, Position, error) {
	const op = "ledger.since"
	head, err := l.head(ctx)
	if err != nil {
		return nil, Position{}, fault.Wrap(op, err)
	}
	to := Position{Epoch: head.Epoch, Seq: head.Seq}
	if from.Epoch != to.Epoch || from.Seq > to.Seq {
		from = Position{}
	}
	entries := make([]entry.Entry, 0, head.Seq-from.Seq)
	for rows, err := range l.pages(ctx, from.Seq, head) {
		if err != nil {
			return nil, Position{}, fault.Wrap(op, err)
		}
		if entries, err = l.openAll(entries, rows); err != nil {
			return nil, Position{}, fault.Wrap(op, err)
		}
	}
	return entries, to, nil
}

// pages hands out the rows after a seq up to the head, a page at a time, each
// checked to be whole. While one page is worked on, the next is read.
func (l *Ledger) pages(ctx context.Context, after int64, head Head) iter.Seq2[[]Row, error] {
	return func(yield func([]Row, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for next := l.readAhead(ctx, after, head); after < head.Seq; {
			got := <-next
			if got.err == nil {
				got.err = whole(got.rows, after, head)
			}
			if got.err != nil {
				yield(nil, got.err)
				return
			}
			after = got.rows[len(got.rows)-1].Seq
			next = l.readAhead(ctx, after, head)
			if !yield(got.rows, nil) {
				return
			}
		}
	}
}

// ahead is a page that was read before it was asked for.
type ahead struct {
	rows []Row
	err  error
}

// readAhead begins to read the page after a seq; at the head it does nothing.
func (l *Ledger) readAhead(ctx context.Context, after int64, head Head) <-chan ahead {
	next := make(chan ahead, 1)
	if after < head.Seq {
		go func() {
			rows, err := l.store.Rows(ctx, l.person, after, int(min(page, head.Seq-after)))
			next <- ahead{rows, err}
		}()
	}
	return next
}

// whole: rows follow each other without a gap and end in the head's digest.
func whole(rows []Row, after int64, head Head) error {
	for i, row := range rows {
		if row.Seq != after+int64(i)+1 {
			rows = nil
			break
		}
	}
	if len(rows) == 0 {
		return errMissing()
	}
	if last := rows[len(rows)-1]; last.Seq == head.Seq && !bytes.Equal(last.Digest, head.Digest) {
		return errMissing()
	}
	return nil
}

func errMissing() error {
	return fault.New(fault.Damaged, "ledger.read",
		"Part of your record is missing or was changed outside Fermata. Run “fermata verify”, or restore a backup.")
}

// openAll opens the rows that are not erased and appends them, using a
// second core for long stretches.
func (l *Ledger) openAll(entries []entry.Entry, rows []Row) ([]entry.Entry, error) {
	const worthASecondCore = 200
	if len(rows) < worthASecondCore {
		return l.openSome(entries, rows)
	}
	half := len(rows) / 2
	var second []entry.Entry
	var errSecond error
	done := make(chan struct{})
	go func() {
		defer close(done)
		second, errSecond = l.openSome(make([]entry.Entry, 0, len(rows)-half), rows[half:])
	}()
	entries, err := l.openSome(entries, rows[:half])
	<-done
	return append(entries, second...), errors.Join(err, errSecond)
}

func (l *Ledger) openSome(entries []entry.Entry, rows []Row) ([]entry.Entry, error) {
	for _, row := range rows {
		if row.Sealed == nil {
			continue
		}
		e, err := l.open(row)
		if err != nil {
			return entries, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Entries reads the entries with these IDs, in the order of the record.
// Erased and unknown ones are left out.
func (l *Ledger) Entries(ctx context.Context, ids ...entry.ID) ([]entry.Entry, error) {
	const op = "ledger.entries"
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	rows, err := l.store.RowsByID(ctx, l.person, texts)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	entries, err := l.openAll(nil, rows)
	return entries, fault.Wrap(op, err)
}

// Backwards hands out the entries from the newest to the oldest until yield
// returns false. It reads a page at a time.
func (l *Ledger) Backwards(ctx context.Context, yield func(entry.Entry) bool) error {
	const op = "ledger.backwards"
	head, err := l.head(ctx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for before := head.Seq + 1; before > 1; {
		rows, err := l.store.RowsBefore(ctx, l.person, before, page)
		if err != nil || len(rows) == 0 {
			return fault.Wrap(op, err)
		}
		entries, err := l.openAll(nil, rows)
		if err != nil {
			return fault.Wrap(op, err)
		}
		for _, e := range entries {
			if !yield(e) {
				return nil
			}
		}
		before = rows[len(rows)-1].Seq
	}
	return nil
}

// Lines hands out the record as export lines, in order, erased entries left
// out. It reads a page at a time.
func (l *Ledger) Lines(ctx context.Context, yield func(line []byte) error) error {
	const op = "ledger.lines"
	head, err := l.head(ctx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for rows, err := range l.pages(ctx, 0, head) {
		if err == nil {
			err = l.yieldLines(rows, yield)
		}
		if err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}

func (l *Ledger) yieldLines(rows []Row, yield func([]byte) error) error {
	for _, row := range rows {
		if row.Sealed == nil {
			continue
		}
		plain, err := l.plain(row)
		if err != nil {
			return err
		}
		line, err := entry.EncodeLine(l.envelope(row), plain)
		if err != nil {
			return err
		}
		if err := yield(line); err != nil {
			return err
		}
	}
	return nil
}

// Kept says what became of these IDs: Already for an entry that is here,
// Erased for one that was. IDs the record never held are left out.
func (l *Ledger) Kept(ctx context.Context, ids []entry.ID) (map[entry.ID]Fate, error) {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	rows, err := l.store.RowsByID(ctx, l.person, texts)
	kept := make(map[entry.ID]Fate, len(rows))
	for _, row := range rows {
		kept[entry.ID(row.ID)] = Already
		if row.Sealed == nil {
			kept[entry.ID(row.ID)] = Erased
		}
	}
	return kept, fault.Wrap("ledger.kept", err)
}

// KeyedID derives an ID from what a file said, under the person's own key, so
// that the same row gives the same ID and nobody else can tell what it was.
func (l *Ledger) KeyedID(parts ...[]byte) entry.ID {
	return entry.ID(uuidText(l.keys.KeyedID(parts...)))
}

func uuidText(raw [16]byte) string {
	const hex = "0123456789abcdef"
	out := make([]byte, 0, 36)
	for i, b := range raw {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		out = append(out, hex[b>>4], hex[b&15])
	}
	return string(out)
}

// ChangeEpoch makes every cache of this record start afresh.
func (l *Ledger) ChangeEpoch(ctx context.Context, epoch int64) error {
	return fault.Wrap("ledger.epoch", l.store.ChangeEpoch(ctx, l.person, epoch, l))
}

// Forget drops the keys.
func (l *Ledger) Forget() { l.keys.Forget() }
