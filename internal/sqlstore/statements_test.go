package sqlstore

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fermata/internal/ledger"
	"fermata/internal/pgtest"
)

// one of each: arguments a statement accepts, in their order.
var oneOfEach = map[string]struct {
	text string
	args []any
}{
	"insertPerson":       {insertPerson, []any{"p", int64(1), int64(0), sum, sum}},
	"deletePerson":       {deletePerson, []any{"p"}},
	"deleteEntries":      {deleteEntries, []any{"p"}},
	"deleteOwned":        {deleteOwned, []any{"p"}},
	"selectPeople":       {selectPeople, nil},
	"selectStray":        {selectStray, nil},
	"selectHead":         {selectHead, []any{"p"}},
	"selectHeads":        {selectHeads, []any{"p"}},
	"lockHead":           {lockHead, []any{"p"}},
	"putHead":            {putHead, []any{"p", int64(1), int64(0), sum, sum}},
	"insertEntry":        {insertEntry, []any{"p", int64(1), "id", int64(2), "private", sum, sum, sum}},
	"emptyRange":         {emptyRange, []any{"p", int64(1), int64(2)}},
	"emptyID":            {emptyID, []any{"p", "id"}},
	"selectAfter":        {selectAfter, []any{"p", int64(0), int64(9)}},
	"selectBefore":       {selectBefore, []any{"p", int64(0), int64(9)}},
	"selectID":           {selectID, []any{"p", "id"}},
	"selectKeys":         {selectKeys, []any{"p"}},
	"insertKey":          {insertKey, []any{"p", "s", int64(1), "by", sum}},
	"deleteKey":          {deleteKey, []any{"p", "s", int64(1), "by"}},
	"selectDraft":        {selectDraft, []any{"p", "form"}},
	"upsertDraft":        {upsertDraft, []any{"p", "form", int64(1), sum}},
	"deleteDraft":        {deleteDraft, []any{"p", "form"}},
	"selectDrafts":       {selectDrafts, []any{"p"}},
	"deleteDraftsBefore": {deleteDraftsBefore, []any{int64(1)}},
	"selectCard":         {selectCard, []any{"p"}},
	"upsertCard":         {upsertCard, []any{"p", sum}},
	"deleteCard":         {deleteCard, []any{"p"}},
}

var sum = make([]byte, 32)

// engines gives an open store of each engine.
func engines(t *testing.T) map[string]*Store {
	t.Helper()
	stores := map[string]*Store{}
	for name, location := range map[string]string{
		"SQLite": filepath.Join(t.TempDir(), "record.db"), "PostgreSQL": pgtest.DB(t),
	} {
		store, err := Open(t.Context(), location)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		stores[name] = store
	}
	return stores
}

// inTransaction runs something in a transaction on the person "p".
func inTransaction(t *testing.T, store *Store, do func(context.Context, *txn) error) error {
	t.Helper()
	return store.write.do(t.Context(), &task{work: func(ctx context.Context, tx *txn) error {
		if _, err := tx.exec(ctx, insertPerson, "p", int64(1), int64(0), sum, sum); err != nil {
			return err
		}
		return do(ctx, tx)
	}})
}

// errUndo ends a transaction that went well.
var errUndo = errors.New("undo")

func TestEveryStatementRunsOnBothEngines(t *testing.T) {
	for engine, store := range engines(t) {
		for name, statement := range oneOfEach {
			err := inTransaction(t, store, func(ctx context.Context, tx *txn) error {
				rows, err := tx.QueryContext(ctx, statement.text, statement.args...)
				if err != nil {
					return err
				}
				for rows.Next() {
				}
				if err := errors.Join(rows.Err(), rows.Close()); err != nil {
					return err
				}
				return errUndo
			})
			if !errors.Is(err, errUndo) {
				t.Errorf("%s on %s: %v", name, engine, err)
			}
		}
	}
}

// The table above is complete: it has every constant of statements.go.
func TestNoStatementIsLeftOut(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "statements.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, decl := range file.Decls {
		if group, ok := decl.(*ast.GenDecl); ok && group.Tok == token.CONST {
			for _, spec := range group.Specs {
				names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	slices.Sort(names)
	if tested := slices.Sorted(maps.Keys(oneOfEach)); !slices.Equal(names, tested) {
		t.Errorf("statements.go has\n%v\nthe test has\n%v", names, tested)
	}
}

// everyText gives the statements and all their widths, with the number of
// arguments each wants.
func everyText() map[string]int {
	texts := map[string]int{}
	for _, statement := range oneOfEach {
		texts[statement.text] = len(statement.args)
	}
	for _, many := range []struct {
		texts   wide
		columns int
	}{{headsByID, 1}, {putHeads, 5}, {insertRows, 8}, {selectByID, 2}, {emptyByID, 2}} {
		for i, text := range many.texts {
			texts[text] = widths[i] * many.columns
		}
	}
	return texts
}

func TestArgumentsAppearFirstInAscendingOrder(t *testing.T) {
	placeholder := regexp.MustCompile(`\$(\d+)`)
	for text, args := range everyText() {
		highest := 0
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			n, err := strconv.Atoi(found[1])
			if err != nil || n > highest+1 {
				t.Errorf("%s comes too early in %.100s", found[0], text)
			}
			highest = max(highest, n)
		}
		if highest != args {
			t.Errorf("%d arguments, want %d: %.100s", highest, args, text)
		}
		if strings.HasSuffix(strings.TrimSpace(text), ";") {
			t.Errorf("a semicolon ends %.100s", text)
		}
	}
}

func TestAWideStatementIsTheNarrowOneManyTimes(t *testing.T) {
	last := len(widths) - 1
	for _, pair := range [][2]string{
		{insertRows[last], insertEntry}, {selectByID[last], selectID}, {emptyByID[last], emptyID},
		{putHeads[last], putHead}, {headsByID[last], selectHeads},
	} {
		if pair[0] != pair[1] {
			t.Errorf("got  %s\nwant %s", pair[0], pair[1])
		}
	}
	if want := "WHERE (person, id) IN (VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8))"; !strings.HasSuffix(selectByID[last-1], want) {
		t.Errorf("got %s", selectByID[last-1])
	}
}

// fill gives the person "p" a long record.
func fill(t *testing.T, store *Store, n int) {
	t.Helper()
	rows := make([]stored, n)
	for i := range rows {
		rows[i] = stored{"p", ledger.Row{Seq: int64(i + 1), ID: strconv.Itoa(i), Scope: "private", BodyHash: sum, Digest: sum, Sealed: sum}}
	}
	if err := inTransaction(t, store, func(ctx context.Context, tx *txn) error { return tx.insert(ctx, rows) }); err != nil {
		t.Fatal(err)
	}
}

// Without statistics, both engines would rather read a whole record than look
// up many IDs; see selectID.
func TestLookingUpTakesTheIndex(t *testing.T) {
	want := map[string][2]string{
		"SQLite":     {"EXPLAIN QUERY PLAN ", "(person=? AND id=?)"},
		"PostgreSQL": {"EXPLAIN ", "entries_person_id_key"},
	}
	for engine, store := range engines(t) {
		fill(t, store, 20_000)
		for i, text := range selectByID {
			var args []any
			for range widths[i] {
				args = append(args, "p", "id")
			}
			rows, err := store.read.QueryContext(t.Context(), want[engine][0]+text, args...)
			if err != nil {
				t.Fatal(err)
			}
			plan := ""
			for rows.Next() {
				var line string
				columns := []any{&line}
				if engine == "SQLite" {
					columns = []any{new(int), new(int), new(int), &line}
				}
				if err := rows.Scan(columns...); err != nil {
					t.Fatal(err)
				}
				plan += line + "\n"
			}
			// PostgreSQL may rather hash this many IDs and read the table once,
			// which bounds what it costs as well.
			hashed := widths[i] == widths[0] && strings.Contains(plan, "Hash Semi Join")
			if !strings.Contains(plan, want[engine][1]) && !hashed {
				t.Errorf("%s, %d at once:\n%s", engine, widths[i], plan)
			}
		}
	}
}

func TestRowsCannotBeChangedOrRemoved(t *testing.T) {
	forbidden := []string{
		`UPDATE entries SET sealed = digest WHERE seq = 1`,
		`UPDATE entries SET id = 'other', sealed = NULL WHERE seq = 1`,
		`UPDATE entries SET seq = 9, sealed = NULL WHERE seq = 1`,
		`UPDATE entries SET person = 'q', sealed = NULL WHERE seq = 1`,
		`UPDATE entries SET recorded_at = 9, sealed = NULL WHERE seq = 1`,
		`UPDATE entries SET scope = 'shareable', sealed = NULL WHERE seq = 1`,
		`UPDATE entries SET digest = body_hash, sealed = NULL WHERE seq = 2`,
		`UPDATE entries SET body_hash = digest, sealed = NULL WHERE seq = 2`,
		`UPDATE entries SET sealed = digest WHERE seq = 3`, // emptied: stays empty
		`DELETE FROM entries WHERE seq = 2`,
		`DELETE FROM entries`,
	}
	only := map[string]string{
		"SQLite":     `INSERT OR REPLACE INTO entries SELECT person, 1, id, recorded_at, scope, body_hash, digest, sealed FROM entries WHERE seq = 1`,
		"PostgreSQL": `TRUNCATE entries`,
	}
	other := append([]byte{1}, sum[1:]...)
	for engine, store := range engines(t) {
		err := inTransaction(t, store, func(ctx context.Context, tx *txn) error {
			for seq, sealed := range [][]byte{sum, sum, nil} {
				if _, err := tx.exec(ctx, insertEntry, "p", int64(seq+1), strconv.Itoa(seq), int64(1), "private", sum, other, sealed); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range append(forbidden, only[engine]) {
			err := store.change(t.Context(), "test", func(ctx context.Context, tx *txn) error {
				_, err := tx.exec(ctx, statement)
				return err
			})
			if err == nil {
				t.Errorf("%s allows: %s", engine, statement)
			}
		}
		rows, err := store.Rows(t.Context(), "p", 0, 9)
		if err != nil || len(rows) != 3 || rows[0].Sealed == nil || rows[1].Sealed == nil || rows[2].Sealed != nil {
			t.Errorf("%s: the rows are not as they were: %v, %v", engine, rows, err)
		}
	}
}
