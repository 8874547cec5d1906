package companion_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	_ "modernc.org/sqlite" // opened raw, as somebody with the file could

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/pgtest"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

// tables are everything that Fermata keeps, with its columns.
var tables = map[string][]string{
	"persons":   {"id", "epoch", "seq", "head", "head_mac"},
	"entries":   {"person", "seq", "id", "recorded_at", "scope", "body_hash", "digest", "sealed"},
	"keys":      {"owner", "scope", "version", "wrapped_by", "wrapped"},
	"drafts":    {"person", "form", "changed_at", "sealed"},
	"help_card": {"person", "card"},
}

// content is what stands in the tables, row by row.
type content map[string][][]any

func (c content) clone() content {
	out := content{}
	for name, rows := range c {
		for _, row := range rows {
			out[name] = append(out[name], slices.Clone(row))
		}
	}
	return out
}

// behind is the database as somebody with its files or its password has it.
type behind struct {
	*sql.DB
	t testing.TB
}

func (b behind) exec(statement string, args ...any) {
	b.t.Helper()
	if _, err := b.Exec(statement, args...); err != nil {
		b.t.Fatalf("%s: %v", statement, err)
	}
}

// loosen takes everything from the tables that would refuse a damage.
func loosen(t testing.TB, driver, location string) behind {
	t.Helper()
	if driver == "sqlite" {
		location = "file:" + location + "?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)"
	}
	b := behind{must[*sql.DB](t)(sql.Open(driver, location)), t}
	b.SetMaxOpenConns(1)
	t.Cleanup(func() { b.Close() })
	for name := range tables {
		b.exec("CREATE TABLE loose_" + name + " AS SELECT * FROM " + name)
	}
	for _, name := range []string{"help_card", "drafts", "keys", "entries", "persons"} {
		b.exec("DROP TABLE " + name)
		b.exec("ALTER TABLE loose_" + name + " RENAME TO " + name)
	}
	return b
}

func (b behind) read() content {
	b.t.Helper()
	c := content{}
	for name, columns := range tables {
		rows := must[*sql.Rows](b.t)(b.Query("SELECT " + strings.Join(columns, ", ") + " FROM " + name))
		for rows.Next() {
			row := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				b.t.Fatal(err)
			}
			c[name] = append(c[name], row)
		}
		rows.Close()
	}
	return c
}

func (b behind) write(name string, rows [][]any) {
	b.t.Helper()
	b.exec("DELETE FROM " + name)
	places := []string{}
	for i := range tables[name] {
		places = append(places, "$"+strconv.Itoa(i+1))
	}
	for _, row := range rows {
		b.exec("INSERT INTO "+name+" VALUES ("+strings.Join(places, ", ")+")", row...)
	}
}

// flip changes one bit of a value. Texts stay valid UTF-8: what is not, no
// engine of the two takes.
func flip(chance *rand.Rand, value any) any {
	switch v := value.(type) {
	case int64:
		return v ^ 1<<chance.IntN(64)
	case []byte:
		v = bytes.Clone(v)
		if len(v) > 0 {
			v[chance.IntN(len(v))] ^= 1 << chance.IntN(8)
		}
		return v
	case string:
		for {
			b := []byte(v)
			b[chance.IntN(len(b))] ^= 1 << chance.IntN(7)
			if utf8.Valid(b) && !bytes.Contains(b, []byte{0}) {
				return string(b)
			}
		}
	}
	return value // NULL
}

// harmless are the values that may be changed without anybody being told
// anything wrong, with the reason.
var harmless = map[string]string{
	"drafts.changed_at": "says how long a half-filled form is kept, and nothing else",
	"drafts.person":     "a half-filled form that is lost is only that; the chain holds none",
}

// damages are the sorts of it. Each changes one table of a record and says
// what it did, or "" when it would have done nothing.
var damages = []func(*rand.Rand, content, content) (table, what string){
	aBit, aBit, aBit, aBit, aBit, // the commonest
	func(chance *rand.Rand, c, _ content) (string, string) {
		name := []string{"persons", "entries", "keys", "help_card"}[chance.IntN(4)]
		i := chance.IntN(len(c[name]))
		c[name] = slices.Delete(c[name], i, i+1)
		return name, fmt.Sprintf("row %d is removed", i)
	},
	func(chance *rand.Rand, c, _ content) (string, string) {
		keep := chance.IntN(len(c["entries"]))
		c["entries"] = c["entries"][:keep]
		return "entries", fmt.Sprintf("cut short after %d", keep)
	},
	func(chance *rand.Rand, c, _ content) (string, string) {
		i := chance.IntN(len(c["entries"]))
		twin := slices.Clone(c["entries"][i])
		twin[1] = int64(chance.IntN(len(c["entries"]) + 2))
		c["entries"] = append(c["entries"], twin)
		return "entries", fmt.Sprintf("row %d stands again at %v", i, twin[1])
	},
	swapped, swapped,
	truncated, truncated,
	foreign, foreign,
	func(chance *rand.Rand, c, _ content) (string, string) { // a text is emptied as if it had been erased
		i := chance.IntN(len(c["entries"]))
		if c["entries"][i][7] == nil {
			return "", ""
		}
		c["entries"][i][7] = nil
		return "entries", fmt.Sprintf("the text of row %d is gone", i)
	},
	func(chance *rand.Rand, c, _ content) (string, string) { // the end is moved to an earlier row
		i := chance.IntN(len(c["entries"]) - 1)
		c["persons"][0][2], c["persons"][0][3] = c["entries"][i][1], c["entries"][i][6]
		return "persons", fmt.Sprintf("the end is that of row %d", i)
	},
}

func aBit(chance *rand.Rand, c, _ content) (string, string) {
	name := []string{"persons", "entries", "entries", "keys", "drafts", "help_card"}[chance.IntN(6)]
	i, j := chance.IntN(len(c[name])), chance.IntN(len(tables[name]))
	if c[name][i][j] == nil || harmless[name+"."+tables[name][j]] != "" {
		return "", ""
	}
	c[name][i][j] = flip(chance, c[name][i][j])
	return name, fmt.Sprintf("a bit of %s in row %d", tables[name][j], i)
}

// swapped changes a value, or a whole row, for that of another row.
func swapped(chance *rand.Rand, c, _ content) (string, string) {
	name := []string{"entries", "entries", "keys", "drafts"}[chance.IntN(4)]
	a, b, j := chance.IntN(len(c[name])), chance.IntN(len(c[name])), chance.IntN(len(tables[name]))
	x, y := c[name][a], c[name][b]
	if fmt.Sprint(x[j]) == fmt.Sprint(y[j]) || harmless[name+"."+tables[name][j]] != "" {
		return "", ""
	}
	x[j], y[j] = y[j], x[j]
	return name, fmt.Sprintf("%s of rows %d and %d are swapped", tables[name][j], a, b)
}

// truncated cuts bytes off the end of a value.
func truncated(chance *rand.Rand, c, _ content) (string, string) {
	name := []string{"persons", "entries", "keys", "drafts", "help_card"}[chance.IntN(5)]
	i, j := chance.IntN(len(c[name])), chance.IntN(len(tables[name]))
	b, ok := c[name][i][j].([]byte)
	if !ok || len(b) == 0 {
		return "", ""
	}
	c[name][i][j] = bytes.Clone(b[:chance.IntN(len(b))])
	return name, fmt.Sprintf("%s of row %d is cut short", tables[name][j], i)
}

// foreign puts a row, or a value, of somebody else's record in the place of
// one; the row then says that it is this person's.
func foreign(chance *rand.Rand, c, other content) (string, string) {
	name := []string{"persons", "entries", "keys", "drafts", "help_card"}[chance.IntN(5)]
	i := chance.IntN(len(c[name]))
	theirs := slices.Clone(other[name][chance.IntN(len(other[name]))])
	j := chance.IntN(len(theirs)) // one value alone, or all but the owner
	if chance.IntN(2) == 0 {
		theirs[0] = c[name][i][0]
		if fmt.Sprint(theirs) == fmt.Sprint(c[name][i]) {
			return "", ""
		}
		c[name][i] = theirs
		return name, fmt.Sprintf("row %d is somebody else's", i)
	}
	if fmt.Sprint(theirs[j]) == fmt.Sprint(c[name][i][j]) || harmless[name+"."+tables[name][j]] != "" {
		return "", ""
	}
	c[name][i][j] = theirs[j]
	return name, fmt.Sprintf("%s of row %d is somebody else's", tables[name][j], i)
}

// livedIn is a record with everything in it that Fermata keeps.
func livedIn(t testing.TB, location string) *house {
	t.Helper()
	h := houseAt(t, location, t.TempDir()+"/fermata.key")
	h.do(h.Begin(t.Context(), ""))
	h.tell(entry.Profile{Zone: "Europe/London"})
	of := h.tell(mood(3))
	h.correct(of, mood(4))
	gone := h.tell(page("It was a quiet day."))
	h.tell(page("Another one. " + strings.Repeat("Long. ", 200)))
	h.do(h.Erase(t.Context(), companion.NewID(), gone))
	h.do(h.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Country: "GB"}))
	h.tell(mood(6))
	h.do(h.KeepDraft(t.Context(), "reflection", []byte("half a sen "+string(companion.NewID()))))
	h.do(h.KeepDraft(t.Context(), "check-in", []byte("half "+string(companion.NewID()))))
	h.sound()
	return h
}

// named opens a record as the program does and has it verified; it answers
// what was said about it, or "" when nothing was.
func named(t testing.TB, store *sqlstore.Store, h *house) string {
	t.Helper()
	home, err := companion.Open(context.Background(), store, h.keyFile, h.clock.now)
	if err != nil {
		return sentence(t, err)
	}
	defer home.Lock()
	if home.State() != companion.Opened {
		if err := home.UnlockWithKeyFile(context.Background()); err != nil {
			return sentence(t, err)
		}
		return ""
	}
	_, _ = home.Card(context.Background()) // whatever is read, nothing panics
	_, _ = home.Look(context.Background())
	_, _ = home.Draft(context.Background(), "no such form")
	checked, err := home.Verify(context.Background())
	if err != nil {
		return sentence(t, err)
	}
	for _, finding := range checked.Findings {
		if finding.What == "" {
			t.Errorf("a finding says nothing: %+v", finding)
		}
	}
	if len(checked.Findings) == 0 {
		return ""
	}
	return fmt.Sprint(checked.Findings)
}

func sentence(t testing.TB, err error) string {
	t.Helper()
	if fault.Sentence(err) == "" {
		t.Errorf("%v says nothing to a person", err)
	}
	return fault.Sentence(err)
}

func fromEnv(t testing.TB, name string, otherwise uint64) uint64 {
	t.Helper()
	if os.Getenv(name) == "" {
		return otherwise
	}
	return must[uint64](t)(strconv.ParseUint(os.Getenv(name), 10, 64))
}

// Thousands of damages, drawn at random, each on a sound record: verify says
// of each that something is wrong, and nothing panics. FERMATA_DAMAGES says
// how many, FERMATA_SEED draws the same ones again.
func TestVerifyNamesWhateverIsDone(t *testing.T) {
	for name, engine := range map[string]struct {
		driver   string
		location func(testing.TB) string
		share    int // of the damages, one in so many
	}{
		"SQLite":     {"sqlite", func(t testing.TB) string { return t.TempDir() + "/record.db" }, 1},
		"PostgreSQL": {"pgx", pgtest.DB, 10},
	} {
		t.Run(name, func(t *testing.T) {
			seed := fromEnv(t, "FERMATA_SEED", rand.Uint64())
			t.Logf("FERMATA_SEED=%d", seed)
			chance := rand.New(rand.NewPCG(seed, 0))
			h := livedIn(t, engine.location(t))
			other := loosen(t, "sqlite", livedIn(t, t.TempDir()+"/other.db").location).read()
			b := loosen(t, engine.driver, h.location)
			store := must[*sqlstore.Store](t)(sqlstore.Open(t.Context(), h.location))
			defer store.Close()
			whole := b.read()
			if said := named(t, store, h); said != "" {
				t.Fatalf("of a sound record: %s", said)
			}
			todo, done := int(fromEnv(t, "FERMATA_DAMAGES", 400))/engine.share, 0
			for done < todo && !t.Failed() {
				c := whole.clone()
				table, what := damages[chance.IntN(len(damages))](chance, c, other)
				if table == "" {
					continue
				}
				b.write(table, c[table])
				if said := named(t, store, h); said == "" {
					t.Errorf("%s: %s, and nothing is said of it", table, what)
				}
				b.write(table, whole[table])
				if now := b.read()["help_card"]; !reflect.DeepEqual(now, whole["help_card"]) {
					t.Errorf("%s: %s, and with that Help now reads something else", table, what)
				}
				done++
			}
			if said := named(t, store, h); said != "" {
				t.Errorf("all put back, and yet: %s", said)
			}
			t.Logf("%d damages, each of them named", done)
		})
	}
}

// A damaged way in says so when it is used, and takes no other with it.
func TestADamagedWayInLeavesTheOthers(t *testing.T) {
	h := livedIn(t, t.TempDir()+"/record.db")
	recovery := must[seal.RecoveryKey](t)(h.NewRecoveryKey(t.Context()))
	b := loosen(t, "sqlite", h.location)
	store := must[*sqlstore.Store](t)(sqlstore.Open(t.Context(), h.location))
	defer store.Close()
	whole := b.read()
	chance := rand.New(rand.NewPCG(fromEnv(t, "FERMATA_SEED", 1), 0))
	for range 200 {
		c := whole.clone()
		i := slices.IndexFunc(c["keys"], func(row []any) bool { return row[3] == seal.ByRecovery })
		j := []int{0, 1, 3, 4}[chance.IntN(4)]
		c["keys"][i][j] = flip(chance, c["keys"][i][j])
		b.write("keys", c["keys"])
		home := must[*companion.Home](t)(companion.Open(t.Context(), store, h.keyFile, h.clock.now))
		if home.State() != companion.Opened {
			t.Fatalf("%v: the key file opens no more", tables["keys"][j])
		}
		if err := home.Recover(t.Context(), recovery.Secret); err == nil {
			t.Errorf("%s was changed, and the recovery key still opens", tables["keys"][j])
		}
		home.Lock()
	}
}
