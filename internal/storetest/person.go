package storetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// Person has a record and the keys to it. It is the [ledger.Keeper] of its
// own record.
type Person struct {
	ID      string
	KeyRows []seal.Wrapped // as they go into the store

	keys *seal.Keys
}

var _ ledger.Keeper = (*Person)(nil)

// NewPerson makes a person with fresh keys and starts their record.
func NewPerson(t testing.TB, store ledger.Store, id string) *Person {
	t.Helper()
	master, err := seal.NewMaster()
	must(t, err)
	p := newPerson(t, master, id)
	must(t, store.NewPerson(t.Context(), p.start(t), p.KeyRows))
	return p
}

func newPerson(t testing.TB, master *seal.Master, id string) *Person {
	t.Helper()
	keys, rows, err := master.NewKeys(id, []string{string(entry.Private), string(entry.Shareable)})
	must(t, err)
	return &Person{ID: id, KeyRows: rows, keys: keys}
}

// start is the signed head of an empty record.
func (p *Person) start(t testing.TB) ledger.Head {
	t.Helper()
	head := ledger.Head{Person: p.ID, Epoch: 1, Digest: ledger.Genesis(p.ID)}
	mac, err := p.SignHead(head)
	must(t, err)
	head.MAC = mac
	return head
}

// Row seals a text under an ID.
func (p *Person) Row(t testing.TB, id, text string) ledger.Row {
	t.Helper()
	row, err := p.row(id, text)
	must(t, err)
	return row
}

func (p *Person) row(id, text string) (ledger.Row, error) {
	sealed, err := p.keys.Seal(string(entry.Private), id, []byte(text))
	return ledger.Row{
		ID: id, RecordedAt: 1_750_000_000_000_000, Scope: string(entry.Private),
		BodyHash: ledger.BodyHash(sealed), Sealed: sealed,
	}, err
}

// Batch puts rows into a batch for the person's record.
func (p *Person) Batch(rows ...ledger.Row) ledger.Batch {
	return ledger.Batch{Person: p.ID, Rows: rows, Keeper: p}
}

// text opens a row.
func (p *Person) text(t testing.TB, row ledger.Row) string {
	t.Helper()
	plain, err := p.keys.Open(row.Scope, row.ID, row.Sealed)
	must(t, err)
	return string(plain)
}

// CheckHead implements [ledger.Keeper].
func (p *Person) CheckHead(head ledger.Head) error {
	return p.keys.VerifyMAC(head.MAC, headBytes(head))
}

// SignHead implements [ledger.Keeper].
func (p *Person) SignHead(head ledger.Head) ([]byte, error) {
	return p.keys.MAC(headBytes(head))
}

// Same implements [ledger.Keeper]: both tell the same text.
func (p *Person) Same(stored, offered ledger.Row) (bool, error) {
	a, err := p.keys.Open(stored.Scope, stored.ID, stored.Sealed)
	if err != nil {
		return false, err
	}
	b, err := p.keys.Open(offered.Scope, offered.ID, offered.Sealed)
	return bytes.Equal(a, b), err
}

func headBytes(head ledger.Head) []byte {
	out := fmt.Appendf(nil, "%q", head.Person)
	out = binary.BigEndian.AppendUint64(out, uint64(head.Epoch))
	out = binary.BigEndian.AppendUint64(out, uint64(head.Seq))
	return append(out, head.Digest...)
}

// Whole reads a person's record and fails the test unless it verifies: seqs
// without gaps, IDs once each, hashes that fit, a chain without a break, a
// head that is its end and carries the person's signature. It returns the rows.
func Whole(t testing.TB, store ledger.Store, p *Person) []ledger.Row {
	t.Helper()
	head, err := store.Head(t.Context(), p.ID)
	must(t, err)
	rows, err := store.Rows(t.Context(), p.ID, 0, 1<<30)
	must(t, err)
	digest, seen := ledger.Genesis(p.ID), map[string]bool{}
	for i, row := range rows {
		digest = ledger.Chain(digest, p.ID, row)
		switch {
		case row.Seq != int64(i+1):
			t.Fatalf("row %d has seq %d", i+1, row.Seq)
		case seen[row.ID]:
			t.Fatalf("%s is kept twice", row.ID)
		case !bytes.Equal(row.Digest, digest):
			t.Fatalf("the chain breaks at seq %d", row.Seq)
		case row.Sealed != nil && !bytes.Equal(row.BodyHash, ledger.BodyHash(row.Sealed)):
			t.Fatalf("the body of seq %d does not fit its hash", row.Seq)
		}
		seen[row.ID] = true
	}
	if head.Seq != int64(len(rows)) || !bytes.Equal(head.Digest, digest) {
		t.Fatalf("the head says seq %d; there are %d rows", head.Seq, len(rows))
	}
	if err := p.CheckHead(head); err != nil {
		t.Fatalf("the head is not signed: %v", err)
	}
	return rows
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// save appends and expects no error.
func save(t testing.TB, store ledger.Store, batches ...ledger.Batch) [][]ledger.Placed {
	t.Helper()
	placed, err := store.Append(t.Context(), batches)
	must(t, err)
	return placed
}

// nth is an ID that sorts by its number.
func nth(n int) string {
	return fmt.Sprintf("00000000-0000-7000-8000-%012d", n)
}
