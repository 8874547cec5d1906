// Package backup writes a whole record to one encrypted file and reads it
// back, whatever database it lies in.
//
// # The file
//
// Outside it is an age file (see [seal.Master.Backup]). Inside are lines of
// JSON, one a part, in the order of [ledger.Part]:
//
//	{"fermata":"backup/1","made":"2026-11-23T21:40:00Z"}
//	{"head":{"person":…,"epoch":…,"seq":…,"digest":…,"mac":…}}
//	{"key":{"owner":…,"scope":…,"version":…,"wrapped_by":…,"wrapped":…}}
//	{"row":{"seq":…,"id":…,"recorded_at":…,"scope":…,"body_hash":…,"digest":…,"sealed":…}}
//	{"draft":{"form":…,"changed_at":…,"sealed":…}}
//	{"card":…}
//	{"end":4711}
//
// Bytes are in base 64. "sealed" is missing where an entry was erased. "end" is
// the number of lines before it. Entries stay sealed with their own keys inside,
// so that nothing of them is ever in the clear.
//
// # Rotation
//
// [Keep] says which of the automatic backups stay. It is pure.
package backup

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// format names the lines; a later one gets another number.
const format = "backup/1"

// lineMost bounds a line. An entry is far smaller.
const lineMost = 16 << 20

const (
	sayDamaged = "This backup is damaged: it is not what Fermata wrote. Nothing was changed. Try an older one."
	sayNewer   = "This backup was made by a newer Fermata. Update Fermata and try again."
)

// line is one line of the file.
type line struct {
	Fermata string     `json:"fermata,omitempty"`
	Made    *time.Time `json:"made,omitempty"`
	Head    *head      `json:"head,omitempty"`
	Key     *key       `json:"key,omitempty"`
	Row     *row       `json:"row,omitempty"`
	Draft   *draft     `json:"draft,omitempty"`
	Card    []byte     `json:"card,omitempty"`
	End     *int64     `json:"end,omitempty"`
}

type head struct {
	Person string `json:"person"`
	Epoch  int64  `json:"epoch"`
	Seq    int64  `json:"seq"`
	Digest []byte `json:"digest"`
	MAC    []byte `json:"mac"`
}

type key struct {
	Owner     string `json:"owner"`
	Scope     string `json:"scope"`
	Version   int64  `json:"version"`
	WrappedBy string `json:"wrapped_by"`
	Wrapped   []byte `json:"wrapped"`
}

type row struct {
	Seq        int64  `json:"seq"`
	ID         string `json:"id"`
	RecordedAt int64  `json:"recorded_at"`
	Scope      string `json:"scope"`
	BodyHash   []byte `json:"body_hash"`
	Digest     []byte `json:"digest"`
	Sealed     []byte `json:"sealed,omitempty"`
}

type draft struct {
	Form      string `json:"form"`
	ChangedAt int64  `json:"changed_at"`
	Sealed    []byte `json:"sealed"`
}

// Source hands out the parts of a record in their order, as
// [ledger.Store.Copy] does.
type Source func(each func(ledger.Part) error) error

// Write writes a record to to, encrypted under its master, as the parts come.
// A file is whole only when Write gave no error.
func Write(to io.Writer, master *seal.Master, made time.Time, from Source) error {
	w := &writer{to: to, master: master, made: made}
	if err := from(w.part); err != nil {
		return err
	}
	return w.finish()
}

// writer gathers the ways in, which stand in the header, and begins with the
// first part after them.
type writer struct {
	to     io.Writer
	master *seal.Master
	made   time.Time
	ways   []seal.Wrapped
	sealed io.WriteCloser
	lines  *bufio.Writer
	count  int64
}

func (w *writer) part(p ledger.Part) error {
	if p.Key != nil && p.Key.Owner == seal.RecordOwner {
		w.ways = append(w.ways, *p.Key)
		return nil
	}
	if w.sealed == nil {
		if err := w.begin(); err != nil {
			return err
		}
	}
	switch {
	case p.Key != nil:
		k := key(*p.Key)
		return w.line(line{Key: &k})
	case p.Head != nil:
		h := head(*p.Head)
		return w.line(line{Head: &h})
	case p.Row != nil:
		r := row(*p.Row)
		return w.line(line{Row: &r})
	case p.Draft != nil:
		d := draft(*p.Draft)
		return w.line(line{Draft: &d})
	}
	return w.line(line{Card: p.Card})
}

func (w *writer) begin() error {
	var err error
	if w.sealed, err = w.master.Backup(w.to, w.ways); err != nil {
		return err
	}
	w.lines = bufio.NewWriterSize(w.sealed, 1<<16)
	made := w.made.UTC().Truncate(time.Second)
	return w.line(line{Fermata: format, Made: &made})
}

func (w *writer) line(l line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	w.count++
	w.lines.Write(text)
	return w.lines.WriteByte('\n')
}

func (w *writer) finish() error {
	if w.sealed == nil {
		return fault.New(fault.NotFound, "backup.write", "There is no record here yet. Start one first.")
	}
	end := w.count
	return errors.Join(w.line(line{End: &end}), w.lines.Flush(), w.sealed.Close())
}

// Open finds the master among the ways in. [seal.OpenWithPassphrase] and its
// like are what it calls.
type Open func(ways []seal.Wrapped) (*seal.Master, error)

// Contents is what Read found around the parts.
type Contents struct {
	Made   time.Time
	Master *seal.Master // open; the caller forgets it
}

// Read reads a backup and hands out its parts, the ways in first. It fails
// with fault.Damaged where a byte is not as it was written, lines are missing
// or stand in another order; with the errors of open; with fault.Invalid for a
// file that is no backup, and fault.Newer for one of a later Fermata. What was
// handed out before an error is not to be trusted.
func Read(from io.Reader, open Open, each func(ledger.Part) error) (Contents, error) {
	opened, err := seal.OpenBackup(from, open)
	if err != nil {
		return Contents{}, err
	}
	for _, way := range opened.Ways {
		if err := each(ledger.Part{Key: &way}); err != nil {
			return Contents{}, err
		}
	}
	r := reader{from: bufio.NewReaderSize(opened, 1<<16), each: each}
	if err := r.all(); err != nil {
		return Contents{}, err
	}
	return Contents{Made: r.made, Master: opened.Master}, nil
}

// reader reads the lines and holds them to their order.
type reader struct {
	from  *bufio.Reader
	each  func(ledger.Part) error
	made  time.Time
	count int64
	stage int // of the order: 0 format, 1 head, 2 keys, 3 rows, 4 drafts, 5 card, 6 end
	last  int64
}

func damaged(cause error) error {
	return fault.Because(fault.Damaged, "backup.read", sayDamaged, cause)
}

var errOrder = errors.New("lines out of order")

func (r *reader) all() error {
	for r.stage < 6 {
		l, err := r.next()
		if err != nil {
			return err
		}
		if err := r.line(l); err != nil {
			return err
		}
		r.count++
	}
	if _, err := r.from.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged(errors.Join(errOrder, err))
	}
	return nil
}

func (r *reader) next() (line, error) {
	var text []byte
	for {
		some, err := r.from.ReadSlice('\n')
		text = append(text, some...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) || len(text) > lineMost {
			return line{}, damaged(err)
		}
	}
	var l line
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&l); err != nil {
		if r.count == 0 {
			return line{}, fault.Because(fault.Newer, "backup.read", sayNewer, err)
		}
		return line{}, damaged(err)
	}
	return l, nil
}

func (r *reader) line(l line) error {
	if r.count == 0 {
		return r.first(l)
	}
	switch {
	case l.Head != nil:
		h := ledger.Head(*l.Head)
		return r.hand(1, r.stage == 0, ledger.Part{Head: &h})
	case l.Key != nil:
		k := seal.Wrapped(*l.Key)
		return r.hand(2, k.Owner != seal.RecordOwner, ledger.Part{Key: &k})
	case l.Row != nil:
		one := ledger.Row(*l.Row)
		inOrder := one.Seq > r.last
		r.last = one.Seq
		return r.hand(3, inOrder, ledger.Part{Row: &one})
	case l.Draft != nil:
		d := ledger.Draft(*l.Draft)
		return r.hand(4, true, ledger.Part{Draft: &d})
	case l.Card != nil:
		return r.hand(5, r.stage < 5, ledger.Part{Card: l.Card})
	case l.End != nil && *l.End == r.count && r.stage > 0:
		r.stage = 6
		return nil
	}
	return damaged(errOrder)
}

func (r *reader) first(l line) error {
	if l.Fermata != format || l.Made == nil {
		return fault.New(fault.Newer, "backup.read", sayNewer)
	}
	r.made = *l.Made
	return nil
}

// hand hands out a part that belongs to a stage, unless a later one has begun
// or the head is still missing.
func (r *reader) hand(stage int, fits bool, part ledger.Part) error {
	if !fits || stage < r.stage || r.stage == 0 && stage > 1 {
		return damaged(errOrder)
	}
	r.stage = stage
	return r.each(part)
}
