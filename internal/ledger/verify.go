package ledger

import (
	"bytes"
	"context"
	"math"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// Finding is one thing that is wrong with a record.
type Finding struct {
	Seq  int64  `json:"seq,omitempty"` // 0 when it is about the whole record, or about what lies beside it
	To   int64  `json:"to,omitempty"`  // last of a stretch that begins at Seq, or 0
	ID   string `json:"id,omitempty"`
	What Fault  `json:"what"`
}

// Fault names what is wrong.
type Fault string

// What verify can find.
const (
	HeadForged      Fault = "the end of the record was not signed with your key"
	HeadMismatch    Fault = "the end of the record is not where it was signed"
	RowMissing      Fault = "a row is missing"
	RowExtra        Fault = "a row stands where none was signed"
	DigestWrong     Fault = "the chain does not hold here"
	BodyChanged     Fault = "the sealed text was changed"
	BodyUnreadable  Fault = "the sealed text does not open with your key"
	EntryUnreadable Fault = "the entry cannot be understood"
	ErasedUnnamed   Fault = "the text is gone, and no erasure names it"
	KeyUnreadable   Fault = "a key of the record does not open"
	KeyMissing      Fault = "a key of the record is missing"
	DraftUnreadable Fault = "a half-filled form does not open with your key"
	CardDiffers     Fault = "the copy that Help now reads is not what the record says"
)

// Verified is what Verify looked at and found.
type Verified struct {
	Rows     int64     `json:"rows"`
	Erased   int64     `json:"erased"`
	Findings []Finding `json:"findings"`
}

// Verify reads the whole record and names everything that is not as it was
// written: the head, the chain, each ciphertext, each entry, and empty rows
// that no later erasure names. Others may go on writing meanwhile. The error
// is only for a store that does not answer and for keys that were forgotten;
// what is wrong with the record stands in Findings.
func (l *Ledger) Verify(ctx context.Context) (Verified, error) {
	const op = "ledger.verify"
	head, err := l.store.Head(ctx, l.person)
	if err != nil {
		return Verified{}, fault.Wrap(op, err)
	}
	check := verification{ledger: l, previous: Genesis(l.person), signed: head.Seq, read: math.MinInt64}
	if err := check.upTo(ctx, math.MaxInt64); err != nil {
		return Verified{}, fault.Wrap(op, err)
	}
	// A head read after the rows has signed everything that was honestly
	// written among them.
	if head, err = l.store.Head(ctx, l.person); err != nil {
		return Verified{}, fault.Wrap(op, err)
	}
	if err := check.upTo(ctx, head.Seq); err != nil {
		return Verified{}, fault.Wrap(op, err)
	}
	if len(l.keys.Scopes()) == 0 {
		return Verified{}, fault.New(fault.Locked, op, "Your record was locked meanwhile. Unlock it and try again.")
	}
	return check.finish(head), nil
}

// verification is the state of one Verify.
type verification struct {
	ledger   *Ledger
	previous []byte
	seq      int64
	read     int64 // of the last row that was read: there may be some before the first
	signed   int64 // seq of the first head that was read
	beyond   []Row // rows after it: somebody went on writing, or forged them
	empty    []Row // rows without a body, until an erasure names them
	out      Verified
}

// upTo checks the rows after the last one it checked, as far as that seq.
func (v *verification) upTo(ctx context.Context, last int64) error {
	for v.read < last {
		rows, err := v.ledger.store.Rows(ctx, v.ledger.person, v.read, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if row.Seq > last {
				return nil
			}
			v.row(row)
			v.read = row.Seq
		}
	}
	return nil
}

func (v *verification) found(seq int64, id string, what Fault) {
	v.out.Findings = append(v.out.Findings, Finding{Seq: seq, ID: id, What: what})
}

// missing notes a stretch as one finding: its end may be a forged number.
func (v *verification) missing(from, to int64) {
	if from <= to {
		v.out.Findings = append(v.out.Findings, Finding{Seq: from, To: to, What: RowMissing})
	}
}

func (v *verification) row(row Row) {
	if row.Seq < 1 {
		v.found(row.Seq, row.ID, RowExtra)
		return
	}
	v.missing(v.seq+1, row.Seq-1)
	v.seq = row.Seq
	v.out.Rows++
	if row.Seq > v.signed {
		v.beyond = append(v.beyond, Row{Seq: row.Seq, ID: row.ID})
	}
	if digest := Chain(v.previous, v.ledger.person, row); !bytes.Equal(digest, row.Digest) {
		v.found(row.Seq, row.ID, DigestWrong)
	}
	v.previous = row.Digest
	if row.Sealed == nil {
		v.empty = append(v.empty, row)
		v.out.Erased++
		return
	}
	v.body(row)
}

func (v *verification) body(row Row) {
	if !bytes.Equal(BodyHash(row.Sealed), row.BodyHash) {
		v.found(row.Seq, row.ID, BodyChanged)
		return
	}
	plain, err := v.ledger.plain(row)
	if err != nil {
		v.found(row.Seq, row.ID, BodyUnreadable)
		return
	}
	e, err := entry.Decode(v.ledger.envelope(row), plain)
	if err != nil {
		v.found(row.Seq, row.ID, EntryUnreadable)
		return
	}
	if erasure, ok := e.Body.(entry.Erasure); ok {
		v.empty = slices.DeleteFunc(v.empty, func(r Row) bool { return erasure.Covers(entry.ID(r.ID), r.Seq) })
	}
}

func (v *verification) finish(head Head) Verified {
	for _, row := range v.empty {
		v.found(row.Seq, row.ID, ErasedUnnamed)
	}
	for _, row := range v.beyond {
		if row.Seq > head.Seq {
			v.found(row.Seq, row.ID, RowExtra)
		}
	}
	if v.ledger.CheckHead(head) != nil {
		v.found(0, "", HeadForged)
	}
	switch {
	case v.seq < head.Seq:
		v.missing(v.seq+1, head.Seq)
	case v.seq == head.Seq && !bytes.Equal(v.previous, head.Digest):
		v.found(0, "", HeadMismatch)
	}
	return v.out
}
