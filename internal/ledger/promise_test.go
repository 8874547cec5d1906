package ledger_test

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

// The files in testdata/promises are records that an earlier Fermata wrote.
// Every later one opens and verifies them. Nothing in the repository writes
// these files and none is ever changed: a test that fails here means that
// people could no longer trust or read what they kept.

// vector is a chain by hand: chain-1.json was computed from the words of the
// format, not by this package.
type vector struct {
	Person, Genesis string
	Rows            []struct {
		Seq        int64
		ID         string
		RecordedAt int64 `json:"recorded_at"`
		Scope      string
		Sealed     string
		BodyHash   string `json:"body_hash"`
		Digest     string
	}
}

func TestEveryChainEverWrittenStillHolds(t *testing.T) {
	var vectors []vector
	readPromise(t, "chain-1.json", &vectors)
	for _, v := range vectors {
		digest := ledger.Genesis(v.Person)
		if hex.EncodeToString(digest) != v.Genesis {
			t.Errorf("the chain of %q begins with %x", v.Person, digest)
		}
		for _, r := range v.Rows {
			row := ledger.Row{Seq: r.Seq, ID: r.ID, RecordedAt: r.RecordedAt, Scope: r.Scope, BodyHash: ledger.BodyHash(unhex(t, r.Sealed))}
			if hex.EncodeToString(row.BodyHash) != r.BodyHash {
				t.Errorf("the body of row %d of %q has the hash %x", r.Seq, v.Person, row.BodyHash)
			}
			if digest = ledger.Chain(digest, v.Person, row); hex.EncodeToString(digest) != r.Digest {
				t.Errorf("row %d of %q has the digest %x", r.Seq, v.Person, digest)
			}
		}
	}
}

// What the digest does not cover can be told apart from what it does: an
// erased row keeps its digest.
func TestTheDigestOfARowDoesNotLookAtItsTextOrItself(t *testing.T) {
	row := ledger.Row{Seq: 3, ID: "a", RecordedAt: 5, Scope: "private", BodyHash: ledger.BodyHash([]byte("text"))}
	whole := row
	whole.Sealed, whole.Digest = []byte("text"), []byte("digest")
	if !cmp.Equal(ledger.Chain(nil, "someone", row), ledger.Chain(nil, "someone", whole)) {
		t.Error("an erased row has another digest")
	}
}

// Without lengths in front, a character moved from one part to the next would
// give the same digest.
func TestWhatMovesFromOnePartToTheNextChangesTheDigest(t *testing.T) {
	one := ledger.Row{Seq: 1, ID: "ab", Scope: "c"}
	for name, other := range map[string]ledger.Row{
		"id to scope":       {Seq: 1, ID: "a", Scope: "bc"},
		"scope to the hash": {Seq: 1, ID: "ab", BodyHash: []byte("c")},
		"another number":    {Seq: 2, ID: "ab", Scope: "c"},
		"another time":      {Seq: 1, ID: "ab", Scope: "c", RecordedAt: 1},
	} {
		if cmp.Equal(ledger.Chain(nil, "p", one), ledger.Chain(nil, "p", other)) {
			t.Errorf("%s: the same digest", name)
		}
	}
	if cmp.Equal(ledger.Chain(nil, "pa", ledger.Row{ID: "b"}), ledger.Chain(nil, "p", ledger.Row{ID: "ab"})) {
		t.Error("person to id: the same digest")
	}
}

// promise is a whole record with the key to it.
type promise struct {
	Person  string
	KeyFile string
	Ways    []seal.Wrapped
	Keys    []seal.Wrapped
	Head    ledger.Head
	Rows    []ledger.Row
	Draft   ledger.Draft
	KeyedID string
	Lines   []string // the export, line by line
}

func TestEveryRecordEverWrittenOpensAndVerifies(t *testing.T) {
	files := must[[]string](t)(filepath.Glob("testdata/promises/record-*.json"))
	if len(files) == 0 {
		t.Fatal("the promises are gone")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var p promise
			readPromise(t, filepath.Base(file), &p)
			p.check(t)
		})
	}
}

func (p promise) check(t *testing.T) {
	l := p.open(t)
	checked := must[ledger.Verified](t)(l.Verify(t.Context()))
	if len(checked.Findings) > 0 || checked.Rows != int64(len(p.Rows)) || checked.Erased == 0 {
		t.Errorf("verify: %+v", checked)
	}
	var lines []string
	if err := l.Lines(t.Context(), func(line []byte) error { lines = append(lines, string(line)); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.Lines, lines); diff != "" {
		t.Errorf("the export, -then +now:\n%s", diff)
	}
	if draft := must[[]byte](t)(l.Draft(t.Context(), p.Draft.Form)); string(draft) != "half a sen" {
		t.Errorf("the draft is %q", draft)
	}
	if id := l.KeyedID([]byte("a"), []byte("row")); string(id) != p.KeyedID {
		t.Errorf("a row of a file now has the ID %s", id)
	}
	save(t, l, told(99, page("And it goes on.")))
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 {
		t.Errorf("after one more entry: %+v", checked)
	}
}

// open puts the rows into a new database, byte for byte.
func (p promise) open(t *testing.T) *ledger.Ledger {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.db")
	store := must[*sqlstore.Store](t)(sqlstore.Open(context.Background(), path))
	t.Cleanup(func() { store.Close() })
	if err := store.NewPerson(t.Context(), p.Head, append(p.Keys, p.Ways...)); err != nil {
		t.Fatal(err)
	}
	db := must[*sql.DB](t)(sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"))
	defer db.Close()
	for _, r := range p.Rows {
		must[sql.Result](t)(db.Exec(`INSERT INTO entries VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			p.Person, r.Seq, r.ID, r.RecordedAt, r.Scope, r.BodyHash, r.Digest, r.Sealed))
	}
	if err := store.PutDraft(t.Context(), p.Person, p.Draft); err != nil {
		t.Fatal(err)
	}
	master := must[*seal.Master](t)(seal.OpenWithKeyFile(p.Ways, []byte(p.KeyFile)))
	return ledger.New(store, p.Person, must[*seal.Keys](t)(master.OpenKeys(p.Person, p.Keys)))
}

func readPromise(t *testing.T, file string, into any) {
	t.Helper()
	if err := json.Unmarshal(must[[]byte](t)(os.ReadFile(filepath.Join("testdata/promises", file))), into); err != nil {
		t.Fatal(err)
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	return must[[]byte](t)(hex.DecodeString(text))
}
