package ledger_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// FuzzChain puts any row in the place of one of a record that an earlier
// Fermata wrote. The chain says that it is another one, or it is the same.
func FuzzChain(f *testing.F) {
	var p promise
	if err := json.Unmarshal(must[[]byte](f)(os.ReadFile("testdata/promises/record-1.json")), &p); err != nil {
		f.Fatal(err)
	}
	master := must[*seal.Master](f)(seal.OpenWithKeyFile(p.Ways, []byte(p.KeyFile)))
	l := ledger.New(nil, p.Person, must[*seal.Keys](f)(master.OpenKeys(p.Person, p.Keys)))
	for i, row := range p.Rows {
		f.Add(i, row.Seq, row.ID, row.RecordedAt, row.Scope, row.BodyHash, row.Digest, row.Sealed, row.Sealed == nil)
	}
	f.Fuzz(func(t *testing.T, place int, seq int64, id string, at int64, scope string, hash, digest, sealed []byte, erased bool) {
		i := int(uint(place) % uint(len(p.Rows)))
		was := p.Rows[i]
		row := ledger.Row{Seq: seq, ID: id, RecordedAt: at, Scope: scope, BodyHash: hash, Digest: digest, Sealed: sealed}
		if erased {
			row.Sealed = nil
		} else if sealed == nil {
			row.Sealed = []byte{}
		}
		inspection := l.Inspect(p.Head)
		for j, other := range p.Rows {
			if j == i {
				other = row
			}
			inspection.Row(other)
		}
		same := row.Seq == was.Seq && row.ID == was.ID && row.RecordedAt == was.RecordedAt && row.Scope == was.Scope &&
			bytes.Equal(row.BodyHash, was.BodyHash) && bytes.Equal(row.Digest, was.Digest) &&
			bytes.Equal(row.Sealed, was.Sealed) && (row.Sealed == nil) == (was.Sealed == nil)
		if found := inspection.Finish().Findings; same != (len(found) == 0) {
			t.Errorf("the row is the same: %v; found: %+v", same, found)
		}
	})
}
