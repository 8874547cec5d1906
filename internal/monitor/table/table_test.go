package table_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/fault"
	"fermata/internal/monitor/table"
)

// line is one object of the contract; unknown fields are refused.
type line struct {
	Person   string
	Item     string
	N        int
	Baseline struct {
		From, To                  *string
		N                         int
		Mean, SD, Autocorrelation *float64
	}
	Alarms []struct {
		Date, Level, Since string
		Value, Limit       float64
	}
}

func run(t testing.TB, in string, o table.Options) ([]line, string) {
	t.Helper()
	var out, warnings bytes.Buffer
	o.JSON = true
	if err := table.Run(strings.NewReader(in), &out, &warnings, o); err != nil {
		t.Fatalf("%v", err)
	}
	return parse(t, out.Bytes()), warnings.String()
}

func parse(t testing.TB, out []byte) []line {
	t.Helper()
	var lines []line
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.DisallowUnknownFields()
	for {
		var l line
		err := decoder.Decode(&l)
		if err == io.EOF {
			return lines
		}
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		lines = append(lines, l)
	}
}

// refused wants the table to be refused with a sentence that says these words.
func refused(t *testing.T, in string, o table.Options, words ...string) {
	t.Helper()
	var out bytes.Buffer
	err := table.Run(strings.NewReader(in), &out, io.Discard, o)
	if !errors.Is(err, fault.Invalid) || out.Len() > 0 {
		t.Fatalf("%q: got %v and output %q", in, err, out.String())
	}
	for _, word := range words {
		if !strings.Contains(fault.Sentence(err), word) {
			t.Errorf("%q: %q does not say %q", in, fault.Sentence(err), word)
		}
	}
}

func on(day int) string {
	return time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// slide is a steady stretch of 60 days around 4 and then 30 around 7.
func slide(format string) []string {
	var rows []string
	pattern := []int{4, 3, 5, 4, 4, 6, 2, 4, 5, 3}
	for day := range 90 {
		value := pattern[day%10]
		if day >= 60 {
			value += 3
		}
		rows = append(rows, fmt.Sprintf(format, on(day), value, 10-value))
	}
	return rows
}

func csv(header string, rows ...[]string) string {
	return header + "\n" + strings.Join(slices.Concat(rows...), "\n") + "\n"
}

func TestATableOfOnePerson(t *testing.T) {
	lines, warnings := run(t, csv("date,low,rested", slide("%s,%d,%d")), table.Options{BetterHigh: []string{"rested"}})
	if len(lines) != 3 || warnings != "" {
		t.Fatalf("%+v %q", lines, warnings)
	}
	for i, item := range []string{"(all)", "low", "rested"} {
		l := lines[i]
		if l.Item != item || l.Person != "" || l.N != 90 || len(l.Alarms) != 1 {
			t.Fatalf("%d: %+v", i, l)
		}
		a := l.Alarms[0]
		if a.Level != "watch" || a.Date <= on(60) || a.Date > on(72) || a.Since < on(55) || a.Since > on(63) {
			t.Errorf("%s: %+v", item, a)
		}
		if *l.Baseline.From != on(0) || *l.Baseline.To >= on(60) {
			t.Errorf("%s: %+v", item, l.Baseline)
		}
	}
	if up, down := lines[1].Alarms[0], lines[2].Alarms[0]; up.Value <= up.Limit || down.Value >= down.Limit || up.Date != down.Date {
		t.Errorf("a rise in one is a fall in the other: %+v %+v", up, down)
	}
}

func TestPeopleComeOutSortedHoweverTheyCameIn(t *testing.T) {
	ann, bob, cid := slide("ann,%s,%d,%d"), slide("bob,%s,%d,%d"), slide("cid,%s,%d,%d")
	want, _ := run(t, csv("person,date,a,b", ann, bob, cid), table.Options{})
	if len(want) != 9 || want[0].Person != "ann" || want[8].Person != "cid" {
		t.Fatalf("%+v", want)
	}
	shuffled := slices.Concat(ann, bob, cid)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for name, in := range map[string]string{
		"grouped in another order": csv("person,date,a,b", cid, ann, bob),
		"one comes back":           csv("person,date,a,b", cid[:40], ann, bob, cid[40:]),
		"shuffled":                 csv("person,date,a,b", shuffled),
	} {
		if got, _ := run(t, in, table.Options{}); cmp.Diff(want, got) != "" {
			t.Errorf("%s: %s", name, cmp.Diff(want, got))
		}
	}
	var piped bytes.Buffer
	if err := table.Run(io.MultiReader(strings.NewReader(csv("person,date,a,b", shuffled))), &piped, io.Discard, table.Options{JSON: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, parse(t, piped.Bytes())); diff != "" {
		t.Errorf("through a pipe: %s", diff)
	}
}

func TestSeveralRowsOfADayAreAveraged(t *testing.T) {
	lines, _ := run(t, "date,a\n2026-01-02,2\n2026-01-01,1\n2026-01-02,5\n2026-01-02,\n", table.Options{})
	if len(lines) != 1 || lines[0].N != 2 || *lines[0].Baseline.Mean != 2.25 {
		t.Errorf("got %+v", lines)
	}
}

func TestWhatSpreadsheetsWriteIsRead(t *testing.T) {
	in := "\ufeffDate , \"Person\",\"mood, now\",note,,empty\r\n" +
		"2026-01-01,\"ann\",\"3\",slept badly,99,\r\n" +
		"\r\n,,,,,\r\n" +
		"2026-01-02,ann, 4.5 ,\"two\r\nlines\",99,\r\n" +
		"2026-01-03,ann,1e0,7,99,\r\n"
	lines, _ := run(t, in, table.Options{})
	if len(lines) != 1 || lines[0].Item != "mood, now" || lines[0].N != 3 || lines[0].Person != "ann" {
		t.Errorf("got %+v", lines)
	}
}

func TestItemsAskedForAreChartedAndNoOthers(t *testing.T) {
	in := "date,a,b,c\n2026-01-01,1,2,\n2026-01-02,1,2,\n"
	lines, _ := run(t, in, table.Options{Items: []string{"c"}})
	if len(lines) != 1 || lines[0].Item != "c" || lines[0].N != 0 || lines[0].Baseline.Mean != nil {
		t.Errorf("named although empty: %+v", lines)
	}
	refused(t, in, table.Options{Items: []string{"mood"}}, `"mood"`, "spelling")
	refused(t, in, table.Options{BetterHigh: []string{"date"}}, `"date"`)
}

func TestBadRowsAreNamed(t *testing.T) {
	start := "date,person,a,b\n2026-01-01,ann,1,2\n"
	for row, words := range map[string][]string{
		"2026-02-30,ann,1,2":      {"line 3", "column 1 (date)", "YYYY-MM-DD"},
		"01.02.2026,ann,1,2":      {"line 3", "column 1 (date)"},
		"2026-01-02, ,1,2":        {"line 3", "column 2 (person)", "empty"},
		"2026-01-02,ann,1,ok":     {"line 3", "column 4 (b)", "not a number", "--skip-bad"},
		"2026-01-02,ann,NaN,2":    {"line 3", "column 3 (a)", "not a number"},
		"2026-01-02,ann,Inf,2":    {"column 3 (a)", "not a number"},
		"2026-01-02,ann,1e999,2":  {"column 3 (a)", "outside the range from 0 to 10"},
		"2026-01-02,ann,11,2":     {"column 3 (a)", "outside the range from 0 to 10"},
		"2026-01-02,ann,-0.1,2":   {"column 3 (a)", "outside"},
		"2026-01-02,ann,0x1p2,2":  {"column 3 (a)", "not a number"},
		"2026-01-02,ann,1":        {"line 3", "3 fields", "4"},
		"2026-01-02,ann,1,2,3":    {"line 3", "5 fields"},
		"2026-01-02,an\"n,1,2":    {"line 3", "quotes"},
		"2026-01-02,\"a\nb\",x,2": {"line 4", "column 3 (a)"},
	} {
		in := start + row + "\n2026-01-03,ann,1,2\n"
		refused(t, in, table.Options{}, words...)
		lines, warnings := run(t, in, table.Options{SkipBad: true})
		if len(lines) != 3 || lines[1].N != 2 || !strings.Contains(warnings, "left out: 1.") || !strings.Contains(warnings, words[0]) {
			t.Errorf("%q: %+v, %q", row, lines, warnings)
		}
	}
}

func TestTheFirstBadRowIsNamedAndTextIsNever(t *testing.T) {
	in := "date,a,b\n2026-01-01,1,2\n2026-01-02,secret,2\nsecret,1,1\n"
	refused(t, in, table.Options{}, "line 3", "column 2 (a)")
	refused(t, in, table.Options{Items: []string{"b"}}, "line 4", "column 1 (date)")
	err := table.Run(strings.NewReader(in), io.Discard, io.Discard, table.Options{})
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestAColumnOfTextIsNoItemUnlessNamed(t *testing.T) {
	in := "date,a,note\n2026-01-01,1,fine\n2026-01-02,2,3\n2026-01-03,2,tired\n"
	if lines, _ := run(t, in, table.Options{}); len(lines) != 1 || lines[0].Item != "a" {
		t.Errorf("got %+v", lines)
	}
	refused(t, in, table.Options{Items: []string{"note"}}, "line 2", "column 3 (note)")
	lines, warnings := run(t, in, table.Options{Items: []string{"note"}, SkipBad: true})
	if len(lines) != 1 || lines[0].N != 1 || !strings.Contains(warnings, "left out: 2.") {
		t.Errorf("got %+v, %q", lines, warnings)
	}
}

func TestTablesThatAreNone(t *testing.T) {
	for in, word := range map[string]string{
		"":                                  "empty",
		"\ufeff":                            "empty",
		"\n\n":                              "empty",
		"day,a\n2026-01-01,1\n":             "date",
		"date;a\n2026-01-01;1\n":            "separated by commas",
		"date,Date\n":                       `"date"`,
		"date,a,a\n2026-01-01,1,1\n":        `"a"`,
		"date,(all)\n2026-01-01,1\n":        "(all)",
		"date\n2026-01-01\n":                "No column holds numbers",
		"date,note\n2026-01-01,well\n":      "No column holds numbers",
		"date,\"a\n2026-01-01,1\n":          "first row",
		"date,person,x\n2026-01-01,a,ten\n": "No column holds numbers",
	} {
		refused(t, in, table.Options{}, word)
	}
	if lines, _ := run(t, "date,a\n", table.Options{}); len(lines) != 0 {
		t.Errorf("a header alone is a table without rows: %+v", lines)
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	in := "date,a\n2026-01-01,1\n"
	refused(t, in, table.Options{Min: 5, Max: 1}, "scale")
	refused(t, in, table.Options{Baseline: 1}, "baseline")
	refused(t, in, table.Options{AlarmsPerYear: 900}, "False alarms")
}

func TestTheRangeIsTheScale(t *testing.T) {
	lines, _ := run(t, "date,a\n2026-01-01,-20\n2026-01-02,100\n", table.Options{Min: -20, Max: 100})
	if *lines[0].Baseline.Mean != 40 {
		t.Errorf("got %+v", lines)
	}
}

func TestTextForPeople(t *testing.T) {
	var out bytes.Buffer
	in := csv("person,date,a", slide("ann,%s,%[2]d")) + "bob,2026-01-01,3\n"
	if err := table.Run(strings.NewReader(in), &out, io.Discard, table.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ann · a: 90 days. Usual is 4.0, give or take", "  watch  Worse since 2026-02-", "bob · a: 1 day. Still learning what is usual."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// failing is a disk that breaks while it is read or written.
type failing struct{ io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestABrokenDiskIsNoBadTable(t *testing.T) {
	in := "date,a\n2026-01-01,1\n"
	if err := table.Run(failing{strings.NewReader(in)}, io.Discard, io.Discard, table.Options{}); !errors.Is(err, fault.Unavailable) {
		t.Errorf("reading: %v", err)
	}
	if err := table.Run(strings.NewReader(in), failing{}, io.Discard, table.Options{}); !errors.Is(err, fault.Unavailable) {
		t.Errorf("writing: %v", err)
	}
}

func TestTheOrderOfRowsNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		for range rapid.IntRange(1, 80).Draw(t, "rows") {
			rows = append(rows, fmt.Sprintf("%s,%s,%d", rapid.SampledFrom([]string{"1", "2", "10"}).Draw(t, "person"),
				on(rapid.IntRange(0, 40).Draw(t, "day")), rapid.IntRange(0, 10).Draw(t, "value")))
		}
		var first, second bytes.Buffer
		err := table.Run(strings.NewReader(csv("person,date,a", rows)), &first, io.Discard, table.Options{JSON: true})
		err2 := table.Run(strings.NewReader(csv("person,date,a", rapid.Permutation(rows).Draw(t, "shuffled"))), &second, io.Discard, table.Options{JSON: true})
		if err != nil || err2 != nil || first.String() != second.String() {
			t.Fatalf("%v %v\n%s\n%s", err, err2, first.String(), second.String())
		}
	})
}

func FuzzRun(f *testing.F) {
	for _, seed := range []string{
		"date,a\n2026-01-01,1\n",
		"\ufeffdate,person,a,b\r\n2026-01-01,x,1,\r\n2026-01-01,\"y\",,10\r\n",
		"date,a\n2026-01-01,NaN\n9999-12-31,1e3\n0001-01-01,\n",
		"date,\"a\nb\",c\n2026-01-01,\"1\",x\n",
		csv("date,low,rested", slide("%s,%d,%d")),
	} {
		f.Add(seed, true, false)
		f.Add(seed, false, true)
	}
	f.Fuzz(func(t *testing.T, in string, skip, asJSON bool) {
		o := table.Options{SkipBad: skip, JSON: asJSON}
		var out, piped bytes.Buffer
		err := table.Run(strings.NewReader(in), &out, io.Discard, o)
		again := table.Run(io.MultiReader(strings.NewReader(in)), &piped, io.Discard, o)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		if (err == nil) != (again == nil) || out.String() != piped.String() {
			t.Fatalf("a file says %v %q, a pipe %v %q", err, out.String(), again, piped.String())
		}
		if asJSON {
			parse(t, out.Bytes())
		}
	})
}

// The budget is 1,000 people with a year of days in one second.
func BenchmarkThousandPersonYears(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var in strings.Builder
	in.WriteString("person,date,mood\n")
	for person := range 1000 {
		for day := range 365 {
			fmt.Fprintf(&in, "p%04d,%s,%d\n", person, on(day), r.IntN(11))
		}
	}
	b.SetBytes(int64(in.Len()))
	for b.Loop() {
		if err := table.Run(strings.NewReader(in.String()), io.Discard, io.Discard, table.Options{JSON: true}); err != nil {
			b.Fatal(err)
		}
	}
}
