package ledger_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// loose makes the table of entries one that takes anything: without the rule
// that a number is there once, and without checks.
var loose = []string{
	"CREATE TABLE copies AS SELECT * FROM entries",
	"DROP TABLE entries",
	"ALTER TABLE copies RENAME TO entries",
}

// damage is something that somebody with the file did, and what verify says.
type damage struct {
	name string
	sql  []string
	want []ledger.Finding
}

func finding(seq int, what ledger.Fault) ledger.Finding {
	return ledger.Finding{Seq: int64(seq), ID: string(nth(seq)), What: what}
}

func stretch(from, to int64) ledger.Finding {
	return ledger.Finding{Seq: from, To: to, What: ledger.RowMissing}
}

func whole(what ledger.Fault) ledger.Finding { return ledger.Finding{What: what} }

// The record is that of week: eight rows, the third and the fifth erased.
// Beside it in the same database stands another person's.
var damages = []damage{
	{"nothing", nil, nil},

	{"a sealed text is changed", []string{flip("sealed", 2)}, []ledger.Finding{finding(2, ledger.BodyChanged)}},
	{"a sealed text is emptied", []string{"UPDATE entries SET sealed = x'' WHERE person = 'someone' AND seq = 2"}, []ledger.Finding{finding(2, ledger.ErasedUnnamed)}},
	{"a sealed text is changed, and its hash with it", []string{
		"UPDATE entries SET sealed = x'0102', body_hash = x'" + hexOf(ledger.BodyHash([]byte{1, 2})) + "' WHERE person = 'someone' AND seq = 2",
	}, []ledger.Finding{finding(2, ledger.DigestWrong), finding(2, ledger.BodyUnreadable)}},
	{"a hash is changed", []string{flip("body_hash", 2)}, []ledger.Finding{finding(2, ledger.DigestWrong), finding(2, ledger.BodyChanged)}},
	{"the hash of an erased text is changed", []string{flip("body_hash", 3)}, []ledger.Finding{finding(3, ledger.DigestWrong)}},
	{"a digest is changed", []string{flip("digest", 2)}, []ledger.Finding{finding(2, ledger.DigestWrong), finding(3, ledger.DigestWrong)}},
	{"the last digest is changed", []string{flip("digest", 8)}, []ledger.Finding{finding(8, ledger.DigestWrong), whole(ledger.HeadMismatch)}},
	{"a time is changed", []string{"UPDATE entries SET recorded_at = recorded_at + 1 WHERE person = 'someone' AND seq = 2"}, []ledger.Finding{finding(2, ledger.DigestWrong)}},
	{"an ID is changed", []string{"UPDATE entries SET id = 'other' WHERE person = 'someone' AND seq = 2"}, []ledger.Finding{
		{Seq: 2, ID: "other", What: ledger.DigestWrong}, {Seq: 2, ID: "other", What: ledger.BodyUnreadable},
	}},
	{"the ID of an erased entry is changed", []string{"UPDATE entries SET id = 'other' WHERE person = 'someone' AND seq = 3"}, []ledger.Finding{
		{Seq: 3, ID: "other", What: ledger.DigestWrong}, {Seq: 3, ID: "other", What: ledger.ErasedUnnamed},
	}},
	{"a private entry is made shareable", []string{"UPDATE entries SET scope = 'shareable' WHERE person = 'someone' AND seq = 8"}, []ledger.Finding{
		finding(8, ledger.DigestWrong), finding(8, ledger.BodyUnreadable),
	}},
	{"a scope is made up", []string{"UPDATE entries SET scope = 'public' WHERE person = 'someone' AND seq = 2"}, []ledger.Finding{
		finding(2, ledger.DigestWrong), finding(2, ledger.BodyUnreadable),
	}},

	{"a row is removed", []string{"DELETE FROM entries WHERE person = 'someone' AND seq = 4"}, []ledger.Finding{stretch(4, 4), finding(5, ledger.DigestWrong)}},
	{"the first rows are removed", []string{"DELETE FROM entries WHERE person = 'someone' AND seq <= 2"}, []ledger.Finding{stretch(1, 2), finding(3, ledger.DigestWrong)}},
	{"the record is cut short", []string{"DELETE FROM entries WHERE person = 'someone' AND seq > 6"}, []ledger.Finding{finding(5, ledger.ErasedUnnamed), stretch(7, 8)}},
	{"the record is cut short, and its end moved", []string{
		"DELETE FROM entries WHERE person = 'someone' AND seq > 7",
		"UPDATE persons SET seq = 7, head = (SELECT digest FROM entries WHERE person = 'someone' AND seq = 7) WHERE id = 'someone'",
	}, []ledger.Finding{whole(ledger.HeadForged)}},
	{"everything is removed", []string{"DELETE FROM entries WHERE person = 'someone'"}, []ledger.Finding{stretch(1, 8)}},
	{"everything is removed, and a beginning forged", []string{
		"DELETE FROM entries WHERE person = 'someone'",
		"UPDATE persons SET seq = 0, head = x'" + hexOf(ledger.Genesis("someone")) + "' WHERE id = 'someone'",
	}, []ledger.Finding{whole(ledger.HeadForged)}},
	{"two rows are swapped", []string{
		"UPDATE entries SET seq = 100 WHERE person = 'someone' AND seq = 1",
		"UPDATE entries SET seq = 1 WHERE person = 'someone' AND seq = 2",
		"UPDATE entries SET seq = 2 WHERE person = 'someone' AND seq = 100",
	}, []ledger.Finding{
		{Seq: 1, ID: string(nth(2)), What: ledger.DigestWrong}, {Seq: 2, ID: string(nth(1)), What: ledger.DigestWrong}, finding(3, ledger.DigestWrong),
	}},
	{"two texts are swapped", []string{
		"CREATE TEMP TABLE t AS SELECT seq, sealed FROM entries WHERE person = 'someone' AND seq IN (1, 2)",
		"UPDATE entries SET sealed = (SELECT sealed FROM t WHERE t.seq = 3 - entries.seq) WHERE person = 'someone' AND seq IN (1, 2)",
	}, []ledger.Finding{finding(1, ledger.BodyChanged), finding(2, ledger.BodyChanged)}},
	{"a row is moved to the end", []string{"UPDATE entries SET seq = 9 WHERE person = 'someone' AND seq = 1"}, []ledger.Finding{
		stretch(1, 1), finding(2, ledger.DigestWrong),
		{Seq: 9, ID: string(nth(1)), What: ledger.DigestWrong}, {Seq: 9, ID: string(nth(1)), What: ledger.RowExtra},
	}},
	{"a row is moved out of sight", []string{"UPDATE entries SET seq = 9223372036854775807 WHERE person = 'someone' AND seq = 8"}, []ledger.Finding{
		stretch(8, 9223372036854775806),
		{Seq: 9223372036854775807, ID: string(nth(8)), What: ledger.DigestWrong}, {Seq: 9223372036854775807, ID: string(nth(8)), What: ledger.RowExtra},
	}},
	{"a number is there twice", append(slices.Clone(loose),
		"INSERT INTO entries SELECT person, 2, id, recorded_at, scope, body_hash, digest, sealed FROM entries WHERE person = 'someone' AND seq = 4",
	), []ledger.Finding{
		{Seq: 2, ID: string(nth(4)), What: ledger.DigestWrong}, finding(3, ledger.DigestWrong),
	}},
	{"a number before the first", append(slices.Clone(loose),
		"UPDATE entries SET seq = -1 WHERE person = 'someone' AND seq = 2",
	), []ledger.Finding{{Seq: -1, ID: string(nth(2)), What: ledger.RowExtra}, stretch(2, 2), finding(3, ledger.DigestWrong)}},
	{"a row is added", []string{
		"INSERT INTO entries SELECT person, 9, 'new', recorded_at, scope, body_hash, digest, sealed FROM entries WHERE person = 'someone' AND seq = 8",
	}, []ledger.Finding{
		{Seq: 9, ID: "new", What: ledger.DigestWrong}, {Seq: 9, ID: "new", What: ledger.BodyUnreadable}, {Seq: 9, ID: "new", What: ledger.RowExtra},
	}},
	{"a row comes from somebody else", []string{
		"DELETE FROM entries WHERE person = 'someone' AND seq = 2",
		"UPDATE entries SET person = 'someone' WHERE person = 'someone-else' AND seq = 2",
	}, []ledger.Finding{
		{Seq: 2, ID: string(nth(52)), What: ledger.DigestWrong}, {Seq: 2, ID: string(nth(52)), What: ledger.BodyUnreadable}, finding(3, ledger.DigestWrong),
	}},

	{"a text is gone", []string{"UPDATE entries SET sealed = NULL WHERE person = 'someone' AND seq = 2"}, []ledger.Finding{finding(2, ledger.ErasedUnnamed)}},
	{"the last text is gone", []string{"UPDATE entries SET sealed = NULL WHERE person = 'someone' AND seq = 8"}, []ledger.Finding{finding(8, ledger.ErasedUnnamed)}},
	{"an erasure is gone", []string{"UPDATE entries SET sealed = NULL WHERE person = 'someone' AND seq = 6"}, []ledger.Finding{
		finding(3, ledger.ErasedUnnamed), finding(6, ledger.ErasedUnnamed),
	}},
	{"an erasure is sent to another place", []string{
		"UPDATE entries SET sealed = NULL WHERE person = 'someone' AND seq = 2",
		"UPDATE entries SET id = '" + string(nth(2)) + "-' WHERE person = 'someone' AND seq = 2",
		"UPDATE entries SET id = '" + string(nth(2)) + "' WHERE person = 'someone' AND seq = 3",
	}, []ledger.Finding{
		{Seq: 2, ID: string(nth(2)) + "-", What: ledger.DigestWrong}, {Seq: 3, ID: string(nth(2)), What: ledger.DigestWrong},
		{Seq: 2, ID: string(nth(2)) + "-", What: ledger.ErasedUnnamed}, {Seq: 3, ID: string(nth(2)), What: ledger.ErasedUnnamed},
	}},
	{"the text of an erased entry is put back", []string{
		"UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE person = 'someone' AND seq = 8) WHERE person = 'someone' AND seq = 3",
	}, []ledger.Finding{finding(3, ledger.BodyChanged)}},

	{"the end says another number", []string{"UPDATE persons SET seq = 9 WHERE id = 'someone'"}, []ledger.Finding{whole(ledger.HeadForged), stretch(9, 9)}},
	{"the end says an earlier number", []string{"UPDATE persons SET seq = 7 WHERE id = 'someone'"}, []ledger.Finding{
		finding(8, ledger.RowExtra), whole(ledger.HeadForged),
	}},
	{"the end says another epoch", []string{"UPDATE persons SET epoch = epoch + 1 WHERE id = 'someone'"}, []ledger.Finding{whole(ledger.HeadForged)}},
	{"the end says another digest", []string{"UPDATE persons SET head = zeroblob(32) WHERE id = 'someone'"}, []ledger.Finding{whole(ledger.HeadForged), whole(ledger.HeadMismatch)}},
	{"the signature is another", []string{"UPDATE persons SET head_mac = zeroblob(37) WHERE id = 'someone'"}, []ledger.Finding{whole(ledger.HeadForged)}},
	{"the signature is gone", []string{"UPDATE persons SET head_mac = x'' WHERE id = 'someone'"}, []ledger.Finding{whole(ledger.HeadForged)}},
	{"the end is somebody else's", []string{
		"UPDATE persons SET (epoch, seq, head, head_mac) = (SELECT epoch, seq, head, head_mac FROM persons WHERE id = 'someone-else') WHERE id = 'someone'",
	}, []ledger.Finding{
		finding(3, ledger.RowExtra), finding(4, ledger.RowExtra), finding(5, ledger.RowExtra), finding(6, ledger.RowExtra), finding(7, ledger.RowExtra), finding(8, ledger.RowExtra),
		whole(ledger.HeadForged),
	}},
}

// flip writes another byte over a column's last one.
func flip(column string, seq int) string {
	return fmt.Sprintf(`UPDATE entries SET %[1]s = CAST(substr(%[1]s, 1, length(%[1]s) - 1) ||
		CASE substr(%[1]s, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)
		WHERE person = 'someone' AND seq = %[2]d`, column, seq)
}

func hexOf(b []byte) string { return fmt.Sprintf("%x", b) }

func TestVerifyNamesEveryDamage(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			h := newHouse(t)
			l, other := h.begin(t, "someone"), h.begin(t, "someone-else")
			week(t, l)
			save(t, other, told(51, mood(3)), told(52, mood(4)))
			if d.sql != nil {
				h.unguarded(t).raw(t, d.sql...)
			}
			checked := must[ledger.Verified](t)(l.Verify(t.Context()))
			if diff := cmp.Diff(d.want, checked.Findings); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What does not verify is not read either, and nothing is added to it.
func TestADamagedRecordIsNotGoneOnWith(t *testing.T) {
	for name, sql := range map[string]string{
		"the end":      "UPDATE persons SET seq = 7 WHERE id = 'someone'",
		"a row gone":   "DELETE FROM entries WHERE person = 'someone' AND seq = 4",
		"a text":       flip("sealed", 2),
		"the digest":   flip("digest", 8),
		"cut short":    "DELETE FROM entries WHERE person = 'someone' AND seq > 6",
		"nothing left": "DELETE FROM entries WHERE person = 'someone'",
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			l := h.begin(t, "someone")
			week(t, l)
			h.unguarded(t).raw(t, sql)
			_, _, err := l.Since(t.Context(), ledger.Position{})
			isDamaged(t, err)
			isDamaged(t, l.Lines(t.Context(), func([]byte) error { return nil }))
		})
	}
}

// Somebody who owns a database, but not the person's key, writes a whole
// record that looks right, or opens it with a key of their own.
func TestAnotherKeySignsNothing(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	week(t, l)
	stranger := must[*seal.Master](t)(seal.NewMaster())
	keys, _, err := stranger.NewKeys("someone", ledger.KeyScopes())
	if err != nil {
		t.Fatal(err)
	}
	forger := ledger.New(h.store, "someone", keys)
	checked := must[ledger.Verified](t)(forger.Verify(t.Context()))
	want := []ledger.Finding{
		finding(1, ledger.BodyUnreadable), finding(2, ledger.BodyUnreadable), finding(4, ledger.BodyUnreadable), finding(6, ledger.BodyUnreadable),
		finding(7, ledger.BodyUnreadable), finding(8, ledger.BodyUnreadable),
		finding(3, ledger.ErasedUnnamed), finding(5, ledger.ErasedUnnamed), whole(ledger.HeadForged),
	}
	if diff := cmp.Diff(want, checked.Findings); diff != "" {
		t.Errorf("opened with another key, -want +got:\n%s", diff)
	}
	_, err = forger.Append(t.Context(), told(20, mood(1)))
	isDamaged(t, err)

	head := must[ledger.Head](t)(h.store.Head(t.Context(), "someone"))
	head.Seq, head.MAC = 8, must[[]byte](t)(forger.SignHead(head))
	h.raw(t, fmt.Sprintf("UPDATE persons SET head_mac = x'%x' WHERE id = 'someone'", head.MAC))
	checked = must[ledger.Verified](t)(l.Verify(t.Context()))
	if diff := cmp.Diff([]ledger.Finding{whole(ledger.HeadForged)}, checked.Findings); diff != "" {
		t.Errorf("signed with another key, -want +got:\n%s", diff)
	}
}

// columns are those of a row that hold something to change.
var columns = []string{"id", "recorded_at", "scope", "body_hash", "digest", "sealed"}

// Whatever single byte of whatever row is changed, verify says so, and says
// where.
func TestNoChangedByteGoesUnnoticed(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	week(t, l)
	h.unguarded(t).raw(t, loose...)
	kept := must[[]ledger.Row](t)(h.store.Rows(t.Context(), "someone", 0, 100))
	rapid.Check(t, func(r *rapid.T) {
		row := rapid.SampledFrom(kept).Draw(r, "row")
		column := rapid.SampledFrom(columns).Draw(r, "column")
		if row.Sealed == nil && column == "sealed" {
			r.Skip("there is no text to change")
		}
		h.change(t, row, changed(r, row, column))
		checked := must[ledger.Verified](t)(l.Verify(t.Context()))
		named := slices.ContainsFunc(checked.Findings, func(f ledger.Finding) bool { return f.Seq == row.Seq })
		h.change(t, row, row)
		if !named {
			r.Fatalf("a byte of %s in row %d was changed: %+v", column, row.Seq, checked.Findings)
		}
	})
	if checked := must[ledger.Verified](t)(l.Verify(t.Context())); len(checked.Findings) > 0 {
		t.Fatalf("put back, and yet: %+v", checked.Findings)
	}
}

// changed is the row with one byte of one column changed.
func changed(r *rapid.T, row ledger.Row, column string) ledger.Row {
	mask := byte(rapid.IntRange(1, 255).Draw(r, "mask"))
	one := func(b []byte) []byte {
		b = bytes.Clone(b)
		b[rapid.IntRange(0, len(b)-1).Draw(r, "byte")] ^= mask
		return b
	}
	switch column {
	case "id":
		row.ID = string(one([]byte(row.ID)))
	case "scope":
		row.Scope = string(one([]byte(row.Scope)))
	case "recorded_at":
		row.RecordedAt ^= int64(mask) << (8 * rapid.IntRange(0, 7).Draw(r, "byte"))
	case "body_hash":
		row.BodyHash = one(row.BodyHash)
	case "digest":
		row.Digest = one(row.Digest)
	case "sealed":
		row.Sealed = one(row.Sealed)
	}
	return row
}

// change writes another row in the place of one.
func (h *house) change(t testing.TB, place, row ledger.Row) {
	t.Helper()
	sealed := "NULL"
	if row.Sealed != nil {
		sealed = fmt.Sprintf("x'%x'", row.Sealed)
	}
	h.raw(t, fmt.Sprintf(`UPDATE entries SET id = CAST(x'%x' AS TEXT), recorded_at = %d, scope = CAST(x'%x' AS TEXT),
		body_hash = x'%x', digest = x'%x', sealed = %s WHERE person = 'someone' AND seq = %d`,
		row.ID, row.RecordedAt, row.Scope, row.BodyHash, row.Digest, sealed, place.Seq))
}

// Any number of rows removed, moved, copied over each other or emptied: never
// a panic, and never silence.
func TestNoShuffleOfRowsGoesUnnoticed(t *testing.T) {
	h := newHouse(t)
	l := h.begin(t, "someone")
	week(t, l)
	h.unguarded(t).raw(t, loose...)
	h.raw(t, "CREATE TABLE original AS SELECT * FROM entries", "CREATE TABLE ends AS SELECT * FROM persons")
	seq := rapid.Int64Range(1, 8)
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(r, "steps") {
			a, b := seq.Draw(r, "a"), seq.Draw(r, "b")
			h.raw(t, fmt.Sprintf(rapid.SampledFrom(shuffles).Draw(r, "step"), a, b))
		}
		checked := must[ledger.Verified](t)(l.Verify(t.Context()))
		same := h.same(t)
		h.raw(t, "DELETE FROM entries", "INSERT INTO entries SELECT * FROM original", "DELETE FROM persons", "INSERT INTO persons SELECT * FROM ends")
		if same != (len(checked.Findings) == 0) {
			r.Fatalf("the record is the same: %v; found: %+v", same, checked.Findings)
		}
	})
}

var shuffles = []string{
	"DELETE FROM entries WHERE seq = %d AND %d > 0",
	"UPDATE entries SET seq = %d WHERE seq = %d",
	"UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE seq = %d LIMIT 1) WHERE seq = %d",
	"UPDATE entries SET digest = (SELECT digest FROM original WHERE seq = %d) WHERE seq = %d",
	"INSERT INTO entries SELECT person, %d, id, recorded_at, scope, body_hash, digest, sealed FROM original WHERE seq = %d",
	"UPDATE entries SET sealed = NULL WHERE seq = %d AND %d > 4",
	"UPDATE persons SET seq = %d WHERE %d > 6",
	"UPDATE persons SET head = (SELECT digest FROM original WHERE seq = %d) WHERE %d > 6",
	"DELETE FROM entries WHERE seq >= %d AND %d > 6",
}

// same says whether the rows are those of the beginning. A row that stands in
// the table twice, word for word, is not the same.
func (h *house) same(t testing.TB) bool {
	t.Helper()
	h.raw(t, "DROP TABLE IF EXISTS differ", `CREATE TABLE differ AS
		SELECT (SELECT count(*) FROM entries) <> (SELECT count(*) FROM original)
			OR EXISTS (SELECT * FROM entries EXCEPT SELECT * FROM original)
			OR EXISTS (SELECT * FROM original EXCEPT SELECT * FROM entries)
			OR EXISTS (SELECT * FROM persons EXCEPT SELECT * FROM ends) AS yes`)
	return !h.yes(t, "SELECT yes FROM differ")
}

// Whoever replaces the table can put anything into it. Nothing of it is taken
// for a sound record, and nothing of it brings Fermata down.
func TestValuesOfTheWrongKindAreNotTakenForARecord(t *testing.T) {
	for _, column := range []string{"seq", "id", "recorded_at", "scope", "body_hash", "digest", "sealed"} {
		for _, value := range []string{"NULL", "''", "x''", "'text'", "2.5", "-9223372036854775808", "9223372036854775807", "1e300"} {
			if column == "sealed" && value == "NULL" {
				continue // that is what an erased entry looks like; see damages
			}
			t.Run(column+" is "+value, func(t *testing.T) {
				h := newHouse(t)
				l := h.begin(t, "someone")
				week(t, l)
				h.unguarded(t).raw(t, append(slices.Clone(loose), "UPDATE entries SET "+column+" = "+value+" WHERE seq = 2")...)
				checked, err := l.Verify(t.Context())
				if err == nil && len(checked.Findings) == 0 {
					t.Error("it verifies")
				}
				_, _, _ = l.Since(t.Context(), ledger.Position{})
				_ = l.Lines(t.Context(), func([]byte) error { return nil })
				_ = l.Backwards(t.Context(), func(entry.Entry) bool { return true })
				_, _ = l.Entries(t.Context(), nth(2))
				_, _ = l.Append(t.Context(), told(9, mood(1)))
			})
		}
	}
}
