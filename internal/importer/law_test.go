package importer_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/fault"
	"fermata/internal/importer"
)

// table is a drawn table of a few columns, with rows that are sound, rows
// that say the same, and rows that are broken.
type table struct {
	header string
	rows   []string
}

func (t table) String() string { return t.header + "\n" + strings.Join(t.rows, "\n") + "\n" }

func drawTable(t *rapid.T) table {
	table := table{header: "date,time,mood,tags,note"}
	for range rapid.IntRange(1, 30).Draw(t, "rows") {
		table.rows = append(table.rows, strings.Join([]string{
			rapid.SampledFrom([]string{"2024-05-01", "2024-05-02", "13/5/2024", "3/6/2024", "", "soon", "2124-01-01"}).Draw(t, "date"),
			rapid.SampledFrom([]string{"", "20:30", "8:30 pm", "night", "late"}).Draw(t, "time"),
			rapid.SampledFrom([]string{"", "1", "3", "5", "4,5", "50%"}).Draw(t, "mood"),
			rapid.SampledFrom([]string{"", "a|b", "|", "a"}).Draw(t, "tags"),
			rapid.SampledFrom([]string{"", "fine", "\"two\nlines\"", "\"open", "x,y"}).Draw(t, "note"),
		}, ","))
	}
	return table
}

// soundTable has no row that breaks the one after it.
func soundTable(t *rapid.T) table {
	table := drawTable(t)
	table.rows = slices.DeleteFunc(table.rows, func(row string) bool {
		return strings.Contains(row, "\"open") || strings.Contains(row, "4,5") || strings.Contains(row, "x,y")
	})
	// A first row whose date tells the order, and whose number is one.
	table.rows = append([]string{"31/12/2023,20:00,1,a|b,the first of all the notes in here"}, table.rows...)
	return table
}

// tryPlan plans a text as it looks; where something must be asked, it answers.
func tryPlan(t testingT, text string, frame importer.Frame) (*importer.File, *importer.Plan) {
	t.Helper()
	file, err := importer.Read(strings.NewReader(text), "x", importer.Options{})
	if err != nil {
		checkFault(t, err)
		return nil, nil
	}
	m := file.DefaultMapping(frame.Items)
	var asked fault.Fields
	if err := file.CheckMapping(m, frame.Items); errors.As(err, &asked) {
		for _, field := range asked {
			answer(&m, field.Name)
		}
	}
	p, err := file.Plan(m, frame)
	if err != nil {
		checkFault(t, err)
		return file, nil
	}
	return file, p
}

// answer chooses something for a field that was asked about.
func answer(m *importer.Mapping, field string) {
	switch {
	case field == "date-order":
		m.Order = importer.DayFirst
	case strings.HasPrefix(field, "scale-"), strings.HasPrefix(field, "column-"):
		if n, err := strconv.Atoi(field[strings.Index(field, "-")+1:]); err == nil && n <= len(m.Columns) {
			m.Columns[n-1].As = importer.AsItIs
		}
	}
}

func checkFault(t testingT, err error) {
	t.Helper()
	for _, kind := range []error{fault.Invalid, fault.TooLarge, fault.Newer} {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Fatal("an error of no kind a person can do something about: ", err)
}

// checkPlan holds what is true of every plan.
func checkPlan(t testingT, p *importer.Plan) {
	t.Helper()
	checkSums(t, p)
	seen := map[entry.ID]bool{}
	last, count := time.Time{}, 0
	for e := range p.Entries("batch", keyedID) {
		if _, err := entry.Encode(e); err != nil {
			t.Fatal("an entry that cannot be kept: ", err)
		}
		if seen[e.ID] {
			t.Fatal("an ID given twice: ", e.ID)
		}
		if p.Report.Source != "fermata" && e.At.Instant.Before(last) {
			t.Fatal("not oldest first: ", e.At, " after ", last)
		}
		seen[e.ID], last = true, e.At.Instant
		count++
	}
	if count != p.Report.Mapped {
		t.Fatal("entries: ", count, "; in the report: ", p.Report.Mapped)
	}
	items, _ := p.Items()
	for _, body := range []entry.Body{p.Mapping("batch"), p.Import("batch", count, 0), items} {
		if err := body.Validate(); err != nil {
			t.Fatal("a "+string(body.Kind())+" that cannot be kept: ", err)
		}
	}
}

func TestEveryRowIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if _, p := tryPlan(t, drawTable(t).String(), spring); p != nil {
			checkPlan(t, p)
		}
	})
}

// The ID of a row depends on nothing but the row: not on the order of the
// file, on the rows around it, the batch or the mapping.
func TestIDsDependOnNothingButTheRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := soundTable(t)
		_, first := tryPlan(t, whole.String(), spring)

		shuffled := table{whole.header, slices.Clone(whole.rows)}
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled.rows), func(a, b int) {
			shuffled.rows[a], shuffled.rows[b] = shuffled.rows[b], shuffled.rows[a]
		})
		file, _ := tryPlan(t, shuffled.String(), spring)
		m := file.DefaultMapping(nil)
		m.Columns[2] = importer.Use{As: importer.AsNothing}
		m.Note = 0
		m.Columns[4] = importer.Use{As: importer.AsItIs}
		m.Order = importer.DayFirst
		other := planAs(t, file, m, spring)

		a, b := ids(entries(first, "one")), ids(entries(other, "two"))
		inBoth := map[entry.ID]bool{}
		for _, id := range a {
			inBoth[id] = true
		}
		for _, id := range b { // rows with a mood alone are now nothing
			if !inBoth[id] {
				t.Fatalf("%s is new in the shuffled file", id)
			}
		}
	})
}

func TestALongerFileKeepsTheIDsOfTheShorter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := soundTable(t)
		cut := rapid.IntRange(1, len(whole.rows)).Draw(t, "cut")
		_, shorter := tryPlan(t, table{whole.header, whole.rows[:cut]}.String(), spring)
		_, longer := tryPlan(t, whole.String(), spring)
		after := ids(entries(longer, "two"))
		for _, id := range ids(entries(shorter, "one")) {
			if !slices.Contains(after, id) {
				t.Fatalf("%s is not in the longer file", id)
			}
		}
	})
}

func TestPlanningTwiceIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := soundTable(t).String()
		_, a := tryPlan(t, text, spring)
		_, b := tryPlan(t, text, spring)
		if diff := cmp.Diff(a.Report, b.Report); diff != "" {
			t.Fatalf("reports differ:\n%s", diff)
		}
		if diff := cmp.Diff(entries(a, "b"), entries(b, "b")); diff != "" {
			t.Fatalf("entries differ:\n%s", diff)
		}
	})
}

func exportOf(t testingT, entries []entry.Entry) string {
	t.Helper()
	var out bytes.Buffer
	for _, e := range entries {
		sealed, err := entry.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		line, err := entry.EncodeLine(entry.Envelope{ID: e.ID, Seq: e.Seq, RecordedAt: e.RecordedAt, Scope: e.Scope()}, sealed)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	return out.String()
}

// What was exported comes back as it was, with its IDs and in its order;
// only erasures stay behind.
func TestAnExportOfOnesOwnComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept := entrytest.Entries(t)
		if len(kept) == 0 {
			return
		}
		p := plan(t, exportOf(t, kept), spring)
		if p.Report.Source != "fermata" {
			t.Fatalf("read as %s", p.Report.Source)
		}
		checkPlan(t, p)
		var want []entry.Entry
		for _, e := range kept {
			if e.Kind() != entry.KindErasure {
				e.Person, e.Seq = "", 0
				want = append(want, e)
			}
		}
		if diff := cmp.Diff(want, entries(p, "b")); diff != "" {
			t.Fatalf("-kept +read:\n%s", diff)
		}
	})
}

func TestAnExportWithBrokenLines(t *testing.T) {
	good := exportOf(t, []entry.Entry{pageOf("one", 1), pageOf("two", 2), pageOf("three", 3)})
	lines := strings.SplitAfter(good, "\n")
	newer := strings.Replace(lines[2], "entry/1", "entry/9", 1)
	p := plan(t, lines[0]+"half of a li\n\n"+lines[0]+newer+lines[1], spring)
	if p.Report.Read != 5 || p.Report.Mapped != 2 {
		t.Errorf("report: %+v", p.Report)
	}
	wantGroups(t, p.Report.Unreadable, importer.BadEntry, 2)
	wantGroups(t, p.Report.Ignored, importer.Twice, 4)
	wantGroups(t, p.Report.Unreadable, importer.NewerEntry, 5)
	if diff := cmp.Diff([]importer.Count{{Text: "reflection", Count: 2}}, p.Report.Kinds); diff != "" {
		t.Error(diff)
	}
}

func TestAnExportOfANewerFermataIsRefused(t *testing.T) {
	text := strings.ReplaceAll(exportOf(t, []entry.Entry{pageOf("one", 1)}), "entry/1", "entry/9")
	if _, err := importer.Read(strings.NewReader(text), "entries.jsonl", importer.Options{}); !errors.Is(err, fault.Newer) {
		t.Errorf("got %v", err)
	}
}

func pageOf(text string, seq int64) entry.Entry {
	at := spring.Now.Add(time.Duration(seq) * time.Hour)
	return entry.Entry{
		ID:  entry.ID("01920000-0000-7000-8000-00000000000" + strconv.FormatInt(seq, 10)),
		Seq: seq, At: entry.MomentIn(at, london), Day: entry.DefaultTurn.Day(at, london), Precision: entry.Minute,
		RecordedAt: at, By: entry.BySelf(), Body: entry.Reflection{Text: text},
	}
}

func fuzz(f *testing.F, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, p := tryPlan(t, string(raw), spring); p != nil {
			checkPlan(t, p)
		}
	})
}

// FuzzDaylio gets rows to put below one of the two headers.
func FuzzDaylio(f *testing.F) {
	for _, name := range []string{"daylio-newer.csv", "daylio-older.csv"} {
		_, rows, _ := strings.Cut(string(fixture(f, name)), "\n")
		f.Add([]byte(rows), name == "daylio-older.csv")
	}
	f.Add([]byte("2018,29 February,x,12:60 pm,rad,a | | b,<br\n2018,1/2/2018,,,,\"|\",<li>x</li>\n"), true)
	f.Fuzz(func(t *testing.T, rows []byte, older bool) {
		header := "full_date,date,weekday,time,mood,activities,note_title,note\n"
		if older {
			header = "year,date,weekday,time,mood,activities,note\n"
		}
		file, p := tryPlan(t, header+string(rows), spring)
		if p == nil {
			return
		}
		if file.Source != "daylio-csv" {
			t.Fatalf("read as %s", file.Source)
		}
		checkPlan(t, p)
	})
}

func FuzzCSV(f *testing.F) {
	fuzz(f, string(fixture(f, "spreadsheet.csv")),
		"sep=;\ndate;time;a;b\n3/4/2024;8 pm;1;\"x\n\"\n13/4/24;night;-1,5;yes\n", "\xff\xfed\x00,\x00m\x00\n\x001\x00,\x002\x00",
		"2024-01-01T10:00+14:00\t5\tcaf\xe9\n1710020000\t100%\t|\n", "a,b\n\"\"\"\",\"\n", "date,mood\n1/1/70,1e9\n31/12/69,-0\n")
}

func FuzzFermata(f *testing.F) {
	fuzz(f, exportOf(f, []entry.Entry{pageOf("one", 1), pageOf("two", 2)}),
		`{"fermata":"entry/1","id":"x"}`, "{\"fermata\":\"entry/2\"}\n{}", "{ \"fermata\"\n\n")
}
