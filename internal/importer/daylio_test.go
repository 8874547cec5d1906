package importer_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/entry"
	"fermata/internal/importer"
)

func TestADaylioTableComesInWhole(t *testing.T) {
	p := plan(t, string(fixture(t, "daylio-newer.csv")), spring)
	r := p.Report
	if r.Source != "daylio-csv" || r.Variant != "newer" || r.Read != 6 || r.Mapped != 6 || r.Days != 4 ||
		r.First.String() != "2026-02-27" || r.Last.String() != "2026-03-02" {
		t.Errorf("report: %+v", r)
	}
	all := entries(p, "batch-1")
	visit := all[3] // the oldest comes first
	want := entry.CheckIn{
		Line: "Visit\nMum came.\nWe cooked \"the soup\" again.",
		Origin: &entry.Origin{
			Batch: "batch-1", Line: 4, Tags: []string{"family", "good sleep"},
			Values: map[string]string{"full_date": "2026-03-01", "time": "21:15", "mood": "so-so"},
		},
	}
	if diff := cmp.Diff(want, checkIn(t, visit)); diff != "" {
		t.Errorf("the visit (-want +got):\n%s", diff)
	}
	if visit.By != entry.ByImport("batch-1") || visit.Precision != entry.Minute || visit.Day.String() != "2026-03-01" {
		t.Errorf("the visit's envelope: %+v", visit)
	}
	if got := visit.At.Local().Format("2006-01-02 15:04 -0700"); got != "2026-03-01 21:15 +0000" {
		t.Errorf("the visit was at %s", got)
	}
}

// Twenty past midnight is still the day before, as everywhere in the record.
func TestARowAfterMidnightBelongsToTheDayBefore(t *testing.T) {
	all := entries(plan(t, string(fixture(t, "daylio-newer.csv")), spring), "b")
	late := all[4]
	if got := late.At.Local().Format("2006-01-02 15:04"); got != "2026-03-02 00:20" || late.Day.String() != "2026-03-01" {
		t.Errorf("at %s, about %s", got, late.Day)
	}
	early := spring
	early.Turn = 10 // ten past midnight
	if got := entries(plan(t, string(fixture(t, "daylio-newer.csv")), early), "b")[4]; got.Day.String() != "2026-03-02" {
		t.Errorf("with a day that turns at 00:10, about %s", got.Day)
	}
}

func TestTheOlderDaylioTableWithAClockOfTwelveHours(t *testing.T) {
	p := plan(t, string(fixture(t, "daylio-older.csv")), spring)
	var got []string
	for _, e := range entries(p, "b") {
		got = append(got, e.At.Local().Format("2006-01-02 15:04 ")+checkIn(t, e).Origin.Values["mood"])
	}
	want := []string{"2016-02-29 12:00 good", "2018-05-17 07:30 bad", "2018-05-18 00:05 meh", "2018-05-18 23:54 rad"}
	if p.Report.Variant != "older" || !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", p.Report.Variant, got, want)
	}
}

func TestMoodsCountFromAwfulToRad(t *testing.T) {
	column := plan(t, string(fixture(t, "daylio-newer.csv")), spring).Mapping("b").Columns[0]
	for mood, want := range map[string]float64{"rad": 10, "good": 7.5, "meh": 5, "bad": 2.5, "awful": 0} {
		if got, ok := column.Value(mood); !ok || got != want {
			t.Errorf("%s counts as %v, %v; want %v", mood, got, ok, want)
		}
	}
}

// Moods can be renamed. A name that is not known counts for nothing until
// the person says what it means; the row comes in all the same.
func TestARenamedMoodIsAskedAbout(t *testing.T) {
	file := read(t, string(fixture(t, "daylio-newer.csv")))
	mapping := file.DefaultMapping(nil)
	mood := planAs(t, file, mapping, spring).Report.Columns[4]
	if mood.Values != 5 || mood.Without != 1 {
		t.Errorf("%d rows count and %d do not; want 5 and 1", mood.Values, mood.Without)
	}
	for _, level := range mood.Levels {
		if level.Counts != (level.Text != "so-so") {
			t.Errorf("%s counts: %v", level.Text, level.Counts)
		}
	}
	mapping.Columns[4].Levels["so-so"] = 4
	p := planAs(t, file, mapping, spring)
	if mood := p.Report.Columns[4]; mood.Without != 0 || mood.Values != 6 {
		t.Errorf("once it is named: %+v", mood)
	}
	if got, ok := p.Mapping("b").Columns[0].Value("so-so"); !ok || got != 4 {
		t.Errorf("so-so counts as %v, %v", got, ok)
	}
}

func TestWhenEveryMoodIsRenamedOneMustBeNamed(t *testing.T) {
	text := strings.NewReplacer("good", "sunny", "meh", "cloudy", "so-so", "windy", "rad", "blazing", "awful", "storm", "bad", "rain").
		Replace(string(fixture(t, "daylio-newer.csv")))
	file := read(t, text)
	wantFields(t, file.CheckMapping(file.DefaultMapping(nil), nil), "scale-5")
}

func TestActivitiesAreCountedAndKept(t *testing.T) {
	p := plan(t, string(fixture(t, "daylio-newer.csv")), spring)
	want := []importer.Count{
		{Text: "friends", Count: 2}, {Text: "bad sleep", Count: 1}, {Text: "family", Count: 1}, {Text: "good sleep", Count: 1},
		{Text: "long walk", Count: 1}, {Text: "tired", Count: 1}, {Text: "work", Count: 1},
	}
	if diff := cmp.Diff(want, p.Report.Tags); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Daylio formats notes. The words come in as plain text, the note as it was
// stays beside them, and the report says so.
func TestANoteLosesItsFormattingAndNothingElse(t *testing.T) {
	p := plan(t, string(fixture(t, "daylio-newer.csv")), spring)
	concert := checkIn(t, entries(p, "b")[2])
	if concert.Line != "Concert!\nSang all the way home & back." {
		t.Errorf("the line: %q", concert.Line)
	}
	if got := concert.Origin.Values["note"]; got != "<b>Concert!</b><br>Sang all the way home &amp; back." {
		t.Errorf("as it was: %q", got)
	}
	wantGroups(t, p.Report.Remarks, importer.Formatting, 6)
}

func TestWordsBetweenAnglesAreNotFormatting(t *testing.T) {
	text := "full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-01,March 1,Sunday,20:00,good,,,\"5 < 6 &amp; <3 you, x<y>z\"\n"
	if got := checkIn(t, entries(plan(t, text, spring), "b")[0]).Line; got != "5 < 6 &amp; <3 you, x<y>z" {
		t.Errorf("got %q", got)
	}
}

// The second export holds the first one's rows on other lines. Their IDs are
// the same, so the caller adds the new rows only.
func TestALongerExportAddsOnlyNewRows(t *testing.T) {
	first := string(fixture(t, "daylio-newer.csv"))
	header, rows, _ := strings.Cut(first, "\n")
	longer := header + "\n2026-03-03,March 3,Tuesday,07:00,good,,,\n" + rows
	before, after := ids(entries(plan(t, first, spring), "one")), ids(entries(plan(t, longer, spring), "two"))
	if len(after) != len(before)+1 {
		t.Fatalf("%d rows after %d", len(after), len(before))
	}
	for _, id := range before {
		if !slices.Contains(after, id) {
			t.Errorf("%s has another ID in the longer export", id)
		}
	}
}

// The same rows as an older phone wrote them: date in words, year apart,
// clock of twelve hours, no titles.
func TestBothFormsGiveTheSameIDs(t *testing.T) {
	newer := "full_date,date,weekday,time,mood,activities,note_title,note\n" +
		"2018-05-18,May 18,Friday,23:54,rad,friends | music,,\"A long evening\"\n" +
		"2018-05-17,May 17,Thursday,07:30,bad,,,\n"
	older := "year,date,weekday,time,mood,activities,note\n" +
		"2018,18 May,Friday,11:54 pm,rad,friends | music,A long evening\n" +
		"2018,17 May,Thursday,7:30 am,bad,,\n"
	a, b := ids(entries(plan(t, newer, spring), "one")), ids(entries(plan(t, older, spring), "two"))
	if !slices.Equal(a, b) {
		t.Errorf("newer %q, older %q", a, b)
	}
}

// Someone taps the same thing twice within a minute: that is two entries, and
// still two when the file comes again.
func TestRowsThatSayTheSameAreToldApart(t *testing.T) {
	row := "2026-03-01,March 1,Sunday,20:00,good,,,\n"
	text := "full_date,date,weekday,time,mood,activities,note_title,note\n" + row + row + row
	once := ids(entries(plan(t, text, spring), "one"))
	if len(once) != 3 || len(maps.Collect(pairs(once))) != 3 {
		t.Fatalf("IDs: %q", once)
	}
	if again := ids(entries(plan(t, text, spring), "two")); !slices.Equal(once, again) {
		t.Errorf("the second time: %q, then %q", once, again)
	}
}

func pairs(ids []entry.ID) func(func(entry.ID, bool) bool) {
	return func(yield func(entry.ID, bool) bool) {
		for _, id := range ids {
			if !yield(id, true) {
				return
			}
		}
	}
}

func TestMoodGoesToTheItemThatIsThere(t *testing.T) {
	frame := spring
	frame.Items = []entry.Item{{Key: "how-it-was", Name: "mood", BetterHigh: true}}
	p := plan(t, string(fixture(t, "daylio-newer.csv")), frame)
	if column := p.Mapping("b").Columns[0]; column.Item != "how-it-was" {
		t.Errorf("goes to %q", column.Item)
	}
	if items, some := p.Items(); some {
		t.Errorf("new items are proposed: %+v", items)
	}
}

// Their item asks how low they feel, so ten is the worst: rad becomes 0.
func TestMoodIsTurnedRoundForAnItemThatCountsTheOtherWay(t *testing.T) {
	frame := spring
	frame.Items = []entry.Item{{Key: "mood", Name: "Low mood"}}
	column := plan(t, string(fixture(t, "daylio-newer.csv")), frame).Mapping("b").Columns[0]
	if rad, _ := column.Value("rad"); rad != 0 {
		t.Errorf("rad counts as %v", rad)
	}
	if good, _ := column.Value("good"); good != 2.5 {
		t.Errorf("good counts as %v", good)
	}
}

func TestANewItemIsProposedBesideThoseThereAre(t *testing.T) {
	frame := spring
	frame.Items = []entry.Item{{Key: "sleep", Name: "Sleep", BetterHigh: true}}
	items, some := plan(t, string(fixture(t, "daylio-newer.csv")), frame).Items()
	if !some || len(items.Items) != 2 || items.Items[0].Key != "sleep" {
		t.Fatalf("got %+v", items)
	}
	if want := (entry.Item{Key: "mood", Name: "Mood", Low: "awful", High: "rad", BetterHigh: true}); items.Items[1] != want {
		t.Errorf("got %+v, want %+v", items.Items[1], want)
	}
	if err := items.Validate(); err != nil {
		t.Error(err)
	}
}

func TestADaylioTableIsToldByItsHeaderAlone(t *testing.T) {
	text := string(fixture(t, "daylio-newer.csv"))
	for name, changed := range map[string]string{
		"with a byte order mark":  "\ufeff" + text,
		"with lines from Windows": strings.ReplaceAll(text, "\n", "\r\n"),
		"with a column more":      "full_date,date,weekday,time,mood,activities,scales,note_title,note\n2026-03-01,March 1,Sunday,20:00,good,,,,x\n",
		"with semicolons":         "full_date;date;weekday;time;mood;activities;note_title;note\n2026-03-01;March 1;Sunday;20:00;good;;;x\n",
		"with capitals":           strings.Replace(text, "full_date,date", "Full_Date,Date", 1),
	} {
		if file := read(t, changed); file.Source != "daylio-csv" || file.Encoding != "UTF-8" {
			t.Errorf("%s: read as %s in %s", name, file.Source, file.Encoding)
		}
	}
	if file := read(t, strings.Replace(text, "weekday", "day of week", 1)); file.Source != "csv" {
		t.Errorf("another header is read as %s", file.Source)
	}
}

func TestLinesFromWindowsChangeNoID(t *testing.T) {
	text := string(fixture(t, "daylio-newer.csv"))
	a, b := ids(entries(plan(t, text, spring), "b")), ids(entries(plan(t, "\ufeff"+strings.ReplaceAll(text, "\n", "\r\n"), spring), "b"))
	if !slices.Equal(a, b) {
		t.Error("the IDs differ")
	}
}

func TestTenYearsComeInWhole(t *testing.T) {
	const rows = 20000
	var told int64
	file, err := importer.Read(strings.NewReader(string(tenYears(rows))), "daylio_export.csv", importer.Options{
		Progress: func(done, total int64) {
			if done < told || done > total {
				t.Errorf("progress %d of %d after %d", done, total, told)
			}
			told = done
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := planAs(t, file, file.DefaultMapping(nil), spring)
	if told == 0 || p.Report.Mapped != rows || p.Report.Days < 2500 {
		t.Errorf("%d mapped on %d days, progress %d", p.Report.Mapped, p.Report.Days, told)
	}
	seen := map[entry.ID]bool{}
	for e := range p.Entries("b", keyedID) {
		if err := e.Validate(); err != nil {
			t.Fatal(err)
		}
		seen[e.ID] = true
	}
	if len(seen) != rows {
		t.Errorf("%d IDs for %d rows", len(seen), rows)
	}
}

func BenchmarkTenYearsOfDaylio(b *testing.B) {
	text := string(tenYears(20000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		p := plan(b, text, spring)
		count := 0
		for range p.Entries("b", keyedID) {
			count++
		}
		if count != 20000 {
			b.Fatal(count)
		}
	}
}
