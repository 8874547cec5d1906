package sqlstore

import (
	"iter"
	"strconv"
	"strings"
)

// The statements. Each runs on both engines as it stands, so:
//
//   - placeholders are $1, $2, … and appear first in ascending order: some
//     SQLite drivers take $n for a name and bind by first appearance;
//   - no engine's own functions, types, dates or JSON;
//   - no trailing semicolon: the SQLite driver keeps prepared only what has
//     no tail.
//
// A test runs every one of them on both engines.
const (
	// Nothing happens when the person exists; the row count tells.
	insertPerson = `INSERT INTO persons (id, epoch, seq, head, head_mac)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`

	// The person's row goes first: the trigger then lets the entries go, and
	// drafts and help card follow by themselves.
	deletePerson  = `DELETE FROM persons WHERE id = $1`
	deleteEntries = `DELETE FROM entries WHERE person = $1`
	deleteOwned   = `DELETE FROM keys WHERE owner = $1`

	selectPeople = `SELECT id, epoch, seq, head, head_mac FROM persons ORDER BY id`
	selectStray  = `SELECT person FROM entries LIMIT 1`
	selectHead   = `SELECT id, epoch, seq, head, head_mac FROM persons WHERE id = $1`

	// SELECT … FOR UPDATE is unknown to SQLite. An UPDATE that changes
	// nothing takes the same lock on both, and reads the head under it.
	lockHead = `UPDATE persons SET seq = seq WHERE id = $1
		RETURNING id, epoch, seq, head, head_mac`

	// Reads the heads where the transaction has the whole database to itself,
	// as on SQLite. Sent with many persons at once, see [headsByID].
	selectHeads = `SELECT id, epoch, seq, head, head_mac FROM persons WHERE id IN (VALUES ($1))`

	// Writes heads that are locked, so that none is ever inserted; an UPDATE
	// could not carry many, see [putHeads].
	putHead = `INSERT INTO persons (id, epoch, seq, head, head_mac) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,
			head = excluded.head, head_mac = excluded.head_mac`

	// Sent with many rows at once, see [insertRows].
	insertEntry = `INSERT INTO entries (person, seq, id, recorded_at, scope, body_hash, digest, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	// What is empty already is left alone, so that no row is written twice.
	emptyRange = `UPDATE entries SET sealed = NULL
		WHERE person = $1 AND seq BETWEEN $2 AND $3 AND sealed IS NOT NULL`

	// Sent with many rows at once, see [emptyByID].
	emptyID = `UPDATE entries SET sealed = NULL
		WHERE sealed IS NOT NULL AND (person, id) IN (VALUES ($1, $2))`

	// Pages by seq and not by offset: each page is one walk along the primary key.
	selectAfter = `SELECT person, seq, id, recorded_at, scope, body_hash, digest, sealed FROM entries
		WHERE person = $1 AND seq > $2 ORDER BY seq LIMIT $3`
	selectBefore = `SELECT person, seq, id, recorded_at, scope, body_hash, digest, sealed FROM entries
		WHERE person = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`

	// Sent with many rows at once, see [selectByID]; the caller sorts. Pairs,
	// because person = $1 AND id IN (…) reads the person's whole record on both
	// engines as long as they have no statistics; pairs take the index.
	selectID = `SELECT person, seq, id, recorded_at, scope, body_hash, digest, sealed FROM entries
		WHERE (person, id) IN (VALUES ($1, $2))`

	selectKeys = `SELECT owner, scope, version, wrapped_by, wrapped FROM keys
		WHERE owner = $1 ORDER BY scope, version, wrapped_by`
	// Nothing happens when there is such a row; the row count tells.
	insertKey = `INSERT INTO keys (owner, scope, version, wrapped_by, wrapped)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (owner, scope, version, wrapped_by) DO NOTHING`
	deleteKey = `DELETE FROM keys WHERE owner = $1 AND scope = $2 AND version = $3 AND wrapped_by = $4`

	selectDraft = `SELECT form, changed_at, sealed FROM drafts WHERE person = $1 AND form = $2`
	upsertDraft = `INSERT INTO drafts (person, form, changed_at, sealed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person, form) DO UPDATE SET changed_at = excluded.changed_at, sealed = excluded.sealed`
	deleteDraft        = `DELETE FROM drafts WHERE person = $1 AND form = $2`
	selectDrafts       = `SELECT form, changed_at, sealed FROM drafts WHERE person = $1 ORDER BY form`
	deleteDraftsBefore = `DELETE FROM drafts WHERE changed_at < $1`

	selectCard = `SELECT card FROM help_card WHERE person = $1`
	upsertCard = `INSERT INTO help_card (person, card) VALUES ($1, $2)
		ON CONFLICT (person) DO UPDATE SET card = excluded.card`
	deleteCard = `DELETE FROM help_card WHERE person = $1`
)

// widths are the numbers of rows a statement may carry. A handful of fixed
// widths lets both engines keep the statements prepared; the widest stays far
// below their limits on parameters (32,766 and 65,535).
var widths = [...]int{256, 64, 16, 4, 1}

// wide is one statement in each of the widths.
type wide [len(widths)]string

// The statements that carry many rows. They are read-only.
var (
	headsByID  = widen(selectHeads, 1)
	putHeads   = widen(putHead, 5)
	insertRows = widen(insertEntry, 8)
	selectByID = widen(selectID, 2)
	emptyByID  = widen(emptyID, 2)
)

// widen repeats what follows VALUES, a row of that many columns.
func widen(text string, columns int) wide {
	var out wide
	before, row, _ := strings.Cut(text, "VALUES ")
	after := strings.TrimPrefix(row, values(1, columns))
	for i, width := range widths {
		out[i] = before + "VALUES " + values(width, columns) + after
	}
	return out
}

// values writes ($1, $2), ($3, $4), ….
func values(rows, columns int) string {
	out := make([]string, rows)
	for i := range out {
		row := make([]string, columns)
		for j := range row {
			row[j] = "$" + strconv.Itoa(i*columns+j+1)
		}
		out[i] = "(" + strings.Join(row, ", ") + ")"
	}
	return strings.Join(out, ", ")
}

// spread deals things out to statements of many rows, over and over until all
// had their turn: which of the widths to send, and its arguments. fit chooses
// the width, [widest] or [covering]; what is missing to a full width is made
// up by repeating the last thing.
func spread[T any](things []T, fit func(n int) int, args func([]any, T) []any) iter.Seq2[int, []any] {
	return func(yield func(int, []any) bool) {
		var out []any
		for len(things) > 0 {
			width := fit(len(things))
			n := min(len(things), widths[width])
			out = out[:0]
			for i := range widths[width] {
				out = args(out, things[min(i, n-1)])
			}
			if !yield(width, out) {
				return
			}
			things = things[n:]
		}
	}
}

// widest is the index of the widest width that n rows fill: for what must not
// come twice.
func widest(n int) int {
	for i, width := range widths {
		if width <= n {
			return i
		}
	}
	return len(widths) - 1
}

// covering is the index of the narrowest width that holds n rows, or of the
// widest when there are more: for lists after IN, which do not mind.
func covering(n int) int {
	for i := len(widths) - 1; i > 0; i-- {
		if widths[i] >= n {
			return i
		}
	}
	return 0
}
