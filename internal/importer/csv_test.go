package importer_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/importer"
)

func TestASpreadsheetIsReadAsItLooks(t *testing.T) {
	file := read(t, string(fixture(t, "spreadsheet.csv")))
	m := file.DefaultMapping(nil)
	if m.Date != 1 || m.Order != importer.DayFirst || m.Tags != 6 || m.Separator != "," || m.Note != 7 || m.Time != 0 {
		t.Errorf("columns: %+v", m)
	}
	mood, stress, energy := m.Columns[1], m.Columns[2], m.Columns[4]
	if mood.From != 1 || mood.To != 10 || !mood.Item.BetterHigh || mood.Item.Key != "mood" {
		t.Errorf("mood: %+v", mood)
	}
	if stress.From != 1 || stress.To != 5 || stress.Item.BetterHigh {
		t.Errorf("stress: %+v", stress)
	}
	if energy.From != 0 || energy.To != 100 || energy.Item.Key != "energy" || energy.Item.Name != "Energy %" {
		t.Errorf("energy: %+v", energy)
	}
}

func TestARowOfASpreadsheet(t *testing.T) {
	p := plan(t, string(fixture(t, "spreadsheet.csv")), spring)
	second := entries(p, "b")[1]
	if second.Precision != entry.WholeDay || second.Day.String() != "2024-04-14" || second.At.Local().Format("15:04 -0700") != "12:00 +0100" {
		t.Errorf("when: %s %s %s", second.Precision, second.Day, second.At.Local())
	}
	body := checkIn(t, second)
	if body.Origin.Values["Sleep hours"] != "6,5" || body.Origin.Values["When"] != "14/04/2024" || body.Items != nil {
		t.Errorf("values: %v, items %v", body.Origin.Values, body.Items)
	}
	for _, column := range p.Mapping("b").Columns {
		if _, ok := column.Value(body.Origin.Values[column.Name]); !ok {
			t.Errorf("%s: %q counts for nothing", column.Name, body.Origin.Values[column.Name])
		}
	}
	wantGroups(t, p.Report.Ignored, importer.Nothing, 6)
}

// The fold finds values by the mapping alone, so numbers that are not
// written plainly must be in it.
func TestACommaForAPointAndPerCent(t *testing.T) {
	for text, want := range map[string]float64{"7,5": 7.5, "80%": 8, "80 %": 8, "100": 10, "2.5": 0.25} {
		p := plan(t, "date,energy\n2024-01-01,0\n2024-01-02,100\n2024-01-03,\""+text+"\"\n", spring)
		got, ok := p.Mapping("b").Columns[0].Value(text)
		if text == "7,5" {
			got *= 10
		}
		if !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%s counts as %v, %v; want %v", text, got, ok, want)
		}
	}
}

func TestDelimitersAreFound(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"commas":                        {"date,mood\n2024-01-01,3\n", ","},
		"semicolons":                    {"date;mood;note\n2024-01-01;3;a, b, c\n2024-01-02;3,5;d, e\n", ";"},
		"tabs":                          {"date\tmood\tnote\n2024-01-01\t3\ta, b; c\n", "\t"},
		"said in the first line":        {"sep=;\ndate;mood\n2024-01-01;3\n", ";"},
		"said, with lines from Windows": {"sep=;\r\ndate;mood\r\n2024-01-01;3\r\n", ";"},
		"after empty lines":             {"\n\n,,\ndate,mood\n2024-01-01,3\n", ","},
		"commas with a space":           {"date, mood, note\n2024-01-01, 3, \"a, b\"\n", ","},
	} {
		file := read(t, c.text)
		if file.Delimiter != c.want || file.Columns[0].Name != "date" || file.Columns[1].Name != "mood" || file.Read == 0 {
			t.Errorf("%s: %q with %d rows and columns %+v", name, file.Delimiter, file.Read, file.Columns)
		}
	}
}

func TestManyWaysToWriteADate(t *testing.T) {
	for written, want := range map[string]string{
		"2024-03-09":                     "2024-03-09 12:00 day",
		"2024/3/9":                       "2024-03-09 12:00 day",
		"2024.03.09":                     "2024-03-09 12:00 day",
		"20240309":                       "2024-03-09 12:00 day",
		"20240309T2130":                  "2024-03-09 21:30 minute",
		"2024-03-09 21:30":               "2024-03-09 21:30 minute",
		"2024-03-09T21:30:15":            "2024-03-09 21:30 minute",
		"2024-07-09T21:30:15.123Z":       "2024-07-09 22:30 minute",
		"2024-07-09T21:30:15+05:30":      "2024-07-09 17:00 minute",
		"2024-07-09 21:30:15 -0400":      "2024-07-10 02:30 minute",
		"25/12/2024":                     "2024-12-25 12:00 day",
		"25.12.24":                       "2024-12-25 12:00 day",
		"25-12-1999 9:05 pm":             "1999-12-25 21:05 minute",
		"9th Mar 2024":                   "2024-03-09 12:00 day",
		"9 March 2024":                   "2024-03-09 12:00 day",
		"March 9, 2024":                  "2024-03-09 12:00 day",
		"Sat, 9 Mar 2024 21:30":          "2024-03-09 21:30 minute",
		"Saturday, March 9th, 2024":      "2024-03-09 12:00 day",
		"09-Mar-24":                      "2024-03-09 12:00 day",
		"Sept 9 2024":                    "2024-09-09 12:00 day",
		"1710020000":                     "2024-03-09 21:33 minute",
		"1710020000000":                  "2024-03-09 21:33 minute",
		"2024-02-29":                     "2024-02-29 12:00 day",
		"2024-03-31 01:30":               "2024-03-31 02:30 minute", // the hour that summer time leaves out
		"1971-01-01":                     "1971-01-01 12:00 day",
		"2024-03-09 evening":             "2024-03-09 19:00 part-of-day",
		"9 March 2024 at some point":     "",
		"2023-02-29":                     "",
		"2024-13-01":                     "",
		"2024-04-31":                     "",
		"31/04/2024":                     "",
		"45/45/2024":                     "",
		"May 2024":                       "",
		"yesterday":                      "",
		"12:30":                          "",
		"2024-03-09-1":                   "",
		"1969-12-31":                     "",
		"0001-01-01":                     "",
		"9999-12-31":                     "",
		"2026-03-12":                     "",
		"2026-03-11":                     "2026-03-11 12:00 day", // tomorrow
		"9999999999":                     "",
		"২০২৪-০৩-০৯":                     "",
		"2024-03-09 21:30:15 and beyond": "2024-03-09 12:00 day",
	} {
		text := "date,mood,x\n2024-01-31,3,\n2024-01-30,3,\n30/1/2024,3,\n\"" + written + "\",4,this\n"
		p := plan(t, text, spring)
		got := ""
		for _, e := range entries(p, "b") {
			if body := checkIn(t, e); body.Origin.Values["x"] == "this" {
				got = e.At.Local().Format("2006-01-02 15:04 ") + string(e.Precision)
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
		if len(p.Report.Unreadable) > 0 != (want == "") {
			t.Errorf("%q: report %+v", written, p.Report.Unreadable)
		}
	}
}

func TestManyWaysToWriteATime(t *testing.T) {
	for written, want := range map[string]string{
		"20:39":            "20:39 minute",
		"8:39":             "08:39 minute",
		"20:39:59":         "20:39 minute",
		"20.39":            "20:39 minute",
		"20h39":            "20:39 minute",
		"8:39 pm":          "20:39 minute",
		"8:39PM":           "20:39 minute",
		"8:39\u202fPM":     "20:39 minute",
		"8:39 p.m.":        "20:39 minute",
		"12:00 am":         "00:00 minute",
		"12:00 pm":         "12:00 minute",
		"11:54 pm":         "23:54 minute",
		"8 pm":             "20:00 minute",
		"00:00":            "00:00 minute",
		"23:59":            "23:59 minute",
		"morning":          "09:00 part-of-day",
		"Evening":          "19:00 part-of-day",
		"mid":              "13:00 part-of-day",
		"":                 "12:00 day",
		"late":             "12:00 day, and the text is kept",
		"24:00":            "12:00 day, and the text is kept",
		"13:00 pm":         "12:00 day, and the text is kept",
		"0:30 am":          "12:00 day, and the text is kept",
		"20:60":            "12:00 day, and the text is kept",
		"20:39:60":         "12:00 day, and the text is kept",
		"-1:30":            "12:00 day, and the text is kept",
		"20:39 in the bus": "12:00 day, and the text is kept",
	} {
		p := plan(t, "date,time,mood\n2024-01-01,10:00,1\n2024-01-01,11:00,2\n2024-01-02,"+written+",3\n", spring)
		e := entries(p, "b")[2]
		got := e.At.Local().Format("15:04 ") + string(e.Precision)
		if written != "" && checkIn(t, e).Origin.Values["time"] != written {
			t.Errorf("%q was kept as %q", written, checkIn(t, e).Origin.Values["time"])
		}
		if len(p.Report.Remarks) > 0 {
			wantGroups(t, p.Report.Remarks, importer.BadTime, 4)
			got += ", and the text is kept"
		}
		if e.At.Local().Format("2006-01-02") != "2024-01-02" && written != "00:00" || got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

// One date that can only be read one way settles all the others; where none
// does, or both do, the person is asked.
func TestTheOrderOfDayAndMonthIsNeverGuessed(t *testing.T) {
	for name, c := range map[string]struct {
		dates []string
		want  importer.DateOrder
		asked bool
	}{
		"one tells: the day":     {[]string{"3/4/2024", "4/4/2024", "13/4/2024"}, importer.DayFirst, false},
		"one tells: the month":   {[]string{"3/4/2024", "3/5/2024", "3/13/2024"}, importer.MonthFirst, false},
		"none tells":             {[]string{"3/4/2024", "5/4/2024"}, "", true},
		"both":                   {[]string{"3/4/2024", "13/4/2024", "4/13/2024"}, "", true},
		"it makes no difference": {[]string{"3/3/2024", "4/4/2024"}, "", false},
		"the year comes first":   {[]string{"2024-03-04", "2024-03-05"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			file := read(t, "date,mood\n"+strings.Join(c.dates, ",3\n")+",3\n")
			m := file.DefaultMapping(nil)
			if m.Order != c.want {
				t.Errorf("order %q, want %q", m.Order, c.want)
			}
			if !c.asked {
				if err := file.CheckMapping(m, nil); err != nil {
					t.Error(err)
				}
				return
			}
			wantFields(t, file.CheckMapping(m, nil), "date-order")
			m.Order = importer.MonthFirst
			p := planAs(t, file, m, spring)
			if first := p.Report.First.String(); first != "2024-03-04" {
				t.Errorf("with the month first, it begins on %s", first)
			}
		})
	}
}

func TestRowsThatCannotBeReadAreNamedByLine(t *testing.T) {
	long := strings.Repeat("ä", importer.CellLimit)
	for name, c := range map[string]struct {
		row   string
		why   importer.Reason
		lines []int
	}{
		"too few cells":              {"2024-01-02,3\n", importer.Ragged, []int{3}},
		"too many cells":             {"2024-01-02,3,x,y\n", importer.Ragged, []int{3}},
		"a mark that never closes":   {"2024-01-02,3,\"what\n", importer.NeverClosed, []int{3}},
		"a mark in the wrong place":  {"2024-01-02,3,\"what\" she said\n", importer.StrayQuote, []int{3}},
		"a note broken in two":       {"2024-01-02,3,one\ntwo\n", importer.Ragged, []int{4}},
		"zero bytes":                 {"2024-01-02,3,a\x00b\n", importer.NotText, []int{3}},
		"letters of another kind":    {"2024-01-02,3,caf\xe9\n", importer.OtherLetters, []int{3}},
		"a note that is too long":    {"2024-01-02,3," + long + "x\n", importer.LongCell, []int{3}},
		"no date":                    {",3,x\n", importer.NoDate, []int{3}},
		"a date that is none":        {"soon,3,x\n", importer.BadDate, []int{3}},
		"a day that never was":       {"2023-02-29,3,x\n", importer.BadDate, []int{3}},
		"a date long ago":            {"1066-10-14,3,x\n", importer.OldDate, []int{3}},
		"a date to come":             {"2062-01-02,3,x\n", importer.FutureDate, []int{3}},
		"the header in the midst":    {"date,mood,note\n", importer.BadDate, []int{3}},
		"a mark that closes too far": {"2024-01-02,3,\"what\n2024-01-02,3,\"now\"\n", importer.StrayQuote, []int{3}},
	} {
		t.Run(name, func(t *testing.T) {
			text := "date,mood,note\n2024-01-01,5,größer\n" + c.row + "2024-01-03,5,größer\n2024-01-04,6,größer\n"
			p := plan(t, text, spring)
			all := entries(p, "b")
			if len(all) < 3 || all[len(all)-1].Day.String() != "2024-01-04" {
				t.Fatalf("the other rows did not come in: %d, %+v", len(all), p.Report)
			}
			wantGroups(t, p.Report.Unreadable, c.why, c.lines...)
			checkSums(t, p)
		})
	}
}

func TestALongNoteThatStillFits(t *testing.T) {
	long := strings.Repeat("ä", importer.CellLimit)
	p := plan(t, "date,mood,note\n2024-01-01,5,"+long+"\n", spring)
	if all := entries(p, "b"); len(all) != 1 || checkIn(t, all[0]).Line != long || all[0].Validate() != nil {
		t.Errorf("report %+v", p.Report)
	}
}

// Title and note make one text, and the limit is on the text.
func TestTitleAndNoteTogetherCanBeTooLong(t *testing.T) {
	half := strings.Repeat("x", importer.CellLimit/2)
	p := plan(t, "date,mood,title,note\n2024-01-01,5,"+half+","+half+"\n2024-01-02,5,a,b\n", spring)
	wantGroups(t, p.Report.Unreadable, importer.LongCell, 2)
}

func TestARowLargerThanAnEntry(t *testing.T) {
	cells := strings.Repeat(","+strings.Repeat("x", importer.CellLimit), 7)
	p := plan(t, "date,a,b,c,d,e,f,g\n2024-01-01"+cells+"\n2024-01-02,1,2,3,4,5,6,7\n", spring)
	wantGroups(t, p.Report.Unreadable, importer.LongRow, 2)
}

func TestActivitiesThatAreNone(t *testing.T) {
	many := strings.Repeat("a|", 4*entry.ListLimit) + "a"
	p := plan(t, "date,mood,tags\n2024-01-01,5,a|b\n2024-01-02,5,"+many+"\n2024-01-03,5,"+strings.Repeat("x", 161)+"\n2024-01-04,5,||\n2024-01-05,,|\n",
		spring)
	wantGroups(t, p.Report.Unreadable, importer.ManyTags, 3)
	wantGroups(t, p.Report.Unreadable, importer.LongTag, 4)
	wantGroups(t, p.Report.Ignored, importer.Nothing, 6)
	if tags := checkIn(t, entries(p, "b")[1]).Origin.Tags; tags != nil {
		t.Errorf("tags of an empty row: %q", tags)
	}
}

func TestOnlyAHundredLinesAreNamed(t *testing.T) {
	p := plan(t, "date,mood\n2024-01-01,5\n"+strings.Repeat("never,5\n", 1500), spring)
	group := p.Report.Unreadable[0]
	if group.Count != 1500 || len(group.Lines) != 100 || group.Lines[0] != 3 || group.Lines[99] != 102 {
		t.Errorf("count %d, lines %v", group.Count, group.Lines)
	}
	if got := p.Import("b", 1, 0); got.Read != 1501 || got.Unread != 1500 || got.Validate() != nil {
		t.Errorf("import: %+v", got)
	}
}

func TestLettersOfManyPrograms(t *testing.T) {
	utf16 := func(text string, high, low int) string {
		var out strings.Builder
		for _, r := range "\ufeff" + text {
			pair := [2]byte{}
			pair[high], pair[low] = byte(r>>8), byte(r)
			out.Write(pair[:])
		}
		return out.String()
	}
	table := "date\tmood\tnote\n2024-01-01\t5\tfrüh müde\n"
	for name, c := range map[string]struct {
		text, encoding string
		guessed        bool
	}{
		"UTF-8":                 {table, "UTF-8", false},
		"UTF-8 with a mark":     {"\xef\xbb\xbf" + table, "UTF-8", false},
		"UTF-16 little-endian":  {utf16(table, 1, 0), "UTF-16", false},
		"UTF-16 big-endian":     {utf16(table, 0, 1), "UTF-16", false},
		"Windows-1252":          {"date\tmood\tnote\n2024-01-01\t5\tfr\xfch m\xfcde\n", "Windows-1252", true},
		"lone carriage returns": {strings.ReplaceAll(table, "\n", "\r"), "UTF-8", false},
	} {
		p := plan(t, c.text, spring)
		if p.Report.Encoding != c.encoding || p.Report.Guessed != c.guessed || p.Report.Mapped != 1 {
			t.Errorf("%s: %+v", name, p.Report)
			continue
		}
		if line := checkIn(t, entries(p, "b")[0]).Origin.Values["note"] + checkIn(t, entries(p, "b")[0]).Line; line != "früh müde" {
			t.Errorf("%s: %q", name, line)
		}
	}
}

func TestAFileThatIsNoTableIsRefusedWithWhatToTry(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
		says string
	}{
		"an empty file":           {"", fault.Invalid, "empty"},
		"only space":              {" \n\n\t\n", fault.Invalid, "not a table"},
		"a diary":                 {"Dear diary\nit was a long day\n", fault.Invalid, "not a table"},
		"one column":              {"date\n2024-01-01\n", fault.Invalid, "not a table"},
		"a header alone":          {"date,mood\n", fault.Invalid, "nothing below"},
		"a page of the web":       {"<html><body>a, b\nc, d</body></html>", fault.Invalid, "not a table"},
		"JSON":                    {"[{\"date\":\"2024-01-01\", \"mood\":3},\n{\"a\":1, \"b\":2}]", fault.Invalid, "not a table"},
		"a spreadsheet":           {"PK\x03\x04xl/workbook.xml", fault.Invalid, "save the table as CSV"},
		"a backup of Daylio":      {"PK\x03\x04\x14\x00backup.daylio", fault.Invalid, "Daylio backup"},
		"a PDF":                   {"%PDF-1.7\n1,2\n3,4", fault.Invalid, "PDF"},
		"a picture":               {"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x00\x00\x00\x01", fault.Invalid, "does not hold text"},
		"too many columns":        {strings.Repeat("a,", 240) + "a\n" + strings.Repeat("1,", 240) + "1\n", fault.TooLarge, "240"},
		"too many rows":           {"date,mood\n" + strings.Repeat("2024-01-01,5\n", importer.RowLimit+1), fault.TooLarge, "200,000"},
		"a file larger than 64 M": {"date,mood\n" + strings.Repeat("x", importer.FileLimit), fault.TooLarge, "64 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Read(strings.NewReader(c.text), "x.csv", importer.Options{})
			if !errors.Is(err, c.want) || !strings.Contains(fault.Sentence(err), c.says) {
				t.Errorf("got %v, want %v with %q", err, c.want, c.says)
			}
		})
	}
}

func TestAsManyRowsAsFit(t *testing.T) {
	p := plan(t, "date,mood\n"+strings.Repeat("2024-01-01,5\n", importer.RowLimit), spring)
	if p.Report.Mapped != importer.RowLimit {
		t.Errorf("%d rows", p.Report.Mapped)
	}
}

func TestAFileThatStopsIsNotHalfRead(t *testing.T) {
	source := iotest.TimeoutReader(strings.NewReader(strings.Repeat("date,mood\n2024-01-01,5\n", 1000)))
	if file, err := importer.Read(source, "x.csv", importer.Options{}); !errors.Is(err, fault.Unavailable) || file != nil {
		t.Errorf("got %v, %v", file, err)
	}
}

func TestOnlyTheFilesOwnNameIsKept(t *testing.T) {
	for name, want := range map[string]string{
		"/home/someone/therapy/days.csv": "days.csv",
		`C:\Users\Someone\days.csv`:      "days.csv",
		"caf\xe9.csv":                    "caf\ufffd.csv",
		strings.Repeat("ü", 600):         strings.Repeat("ü", 500),
		"":                               "",
	} {
		file, err := importer.Read(strings.NewReader("date,mood\n2024-01-01,5\n"), name, importer.Options{})
		if err != nil || file.Name != want {
			t.Errorf("%q is kept as %q, %v", name, file.Name, err)
		}
	}
}

func TestColumnsAreNamedAndToldApart(t *testing.T) {
	file := read(t, "date,mood,mood,,mood (2)\n2024-01-01,1,2,3,4\n")
	var names []string
	for _, column := range file.Columns {
		names = append(names, column.Name)
	}
	if want := []string{"date", "mood", "mood (2)", "column 4", "mood (2) (2)"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestATableWithoutAHeader(t *testing.T) {
	file := read(t, "2024-01-01,3,calm\n2024-01-02,4,calm\n")
	if file.Read != 2 || file.Columns[0].Name != "column 1" {
		t.Errorf("%d rows, columns %+v", file.Read, file.Columns)
	}
	if m := file.DefaultMapping(nil); m.Date != 1 || m.Columns[1].Item.Key != "column-2" {
		t.Errorf("mapping %+v", m)
	}
}

func TestScalesAreGuessedFromWhatIsSeen(t *testing.T) {
	for values, want := range map[string]importer.Scale{
		"0 1 1":      {From: 0, To: 1, Usual: true},
		"1 3 5":      {From: 1, To: 5, Usual: true},
		"0 3 5":      {From: 0, To: 5, Usual: true},
		"2 6 7":      {From: 1, To: 10, Usual: true},
		"0 6":        {From: 0, To: 10, Usual: true},
		"12 55 70":   {From: 0, To: 100, Usual: true},
		"-1 0 0.5":   {From: -1, To: 1, Usual: true},
		"-3 2":       {From: -3, To: 3, Usual: true},
		"4000 12000": {From: 4000, To: 12000},
	} {
		var rows strings.Builder
		for n, value := range strings.Fields(values) {
			fmt.Fprintf(&rows, "2024-01-%02d,%s\n", n+1, value)
		}
		file := read(t, "date,x\n"+rows.String())
		if got := file.Columns[1].Scale(); got != want {
			t.Errorf("%s: %+v, want %+v", values, got, want)
		}
		use := file.DefaultMapping(nil).Columns[1]
		if want.Usual != (use.As == importer.AsItem) {
			t.Errorf("%s: becomes %s", values, use.As)
		}
	}
}

// A scale that is corrected changes what counts, and rows outside it are said.
func TestAScaleCanBeCorrected(t *testing.T) {
	file := read(t, "date,mood\n2024-01-01,1\n2024-01-02,3\n2024-01-03,5\n")
	m := file.DefaultMapping(nil)
	m.Columns[1].From, m.Columns[1].To = 4, 0
	p := planAs(t, file, m, spring)
	if r := p.Report.Columns[1]; r.Values != 2 || r.Without != 1 {
		t.Errorf("report: %+v", r)
	}
	if got, ok := p.Mapping("b").Columns[0].Value("1"); !ok || got != 7.5 {
		t.Errorf("1 counts as %v, %v", got, ok)
	}
}

func TestItemsThatAreThereKeepTheirDirection(t *testing.T) {
	frame := spring
	frame.Items = []entry.Item{{Key: "stress", Name: "Calm", BetterHigh: true}}
	column := plan(t, "date,Stress\n2024-01-01,1\n2024-01-02,5\n", frame).Mapping("b").Columns[0]
	if column.Item != "stress" || column.From != 5 || column.To != 1 {
		t.Errorf("got %+v", column)
	}
}

func TestManyNewItemsAreNotAllAsked(t *testing.T) {
	items, _ := plan(t, "date,a,b,c,d,e,f,g\n2024-01-01,1,2,3,4,5,6,7\n2024-01-02,1,2,3,4,5,6,7\n", spring).Items()
	asked := 0
	for _, item := range items.Items {
		if !item.Retired {
			asked++
		}
	}
	if len(items.Items) != 7 || asked != 5 {
		t.Errorf("%d items, %d asked", len(items.Items), asked)
	}
}

func TestKeysOfNewItemsAreAlwaysKeys(t *testing.T) {
	file := read(t, "date,Ängste & Sorgen,心情,настроение,"+strings.Repeat("long name ", 15)+",mood,Mood!\n2024-01-01,1,2,3,4,5,1\n2024-01-02,1,2,3,4,5,2\n")
	seen := map[string]bool{}
	for n, use := range file.DefaultMapping([]entry.Item{{Key: "item-1", Name: "x"}}).Columns[1:] {
		if !entry.IsKey(use.Item.Key) || seen[use.Item.Key] {
			t.Errorf("column %d: key %q", n+2, use.Item.Key)
		}
		seen[use.Item.Key] = true
	}
	if !seen["angste-sorgen"] || !seen["item-2"] {
		t.Errorf("keys: %v", seen)
	}
}

func TestWhatIsLeftOutIsNotKept(t *testing.T) {
	file := read(t, "date,mood,partner,weekday\n2024-01-01,5,an argument,Monday\n2024-01-02,,a talk,Tuesday\n")
	m := file.DefaultMapping(nil)
	if p := planAs(t, file, m, spring); checkIn(t, entries(p, "b")[0]).Origin.Values["partner"] == "" {
		t.Error("a column that counts for nothing is not kept as it is")
	}
	m.Columns[2].As = importer.AsNothing
	p := planAs(t, file, m, spring)
	for _, e := range entries(p, "b") {
		for column, value := range checkIn(t, e).Origin.Values {
			if column == "partner" || column == "weekday" {
				t.Errorf("kept: %s %q", column, value)
			}
		}
	}
	wantGroups(t, p.Report.Ignored, importer.Nothing, 3)
	if p.Report.Columns[2].Use != importer.AsNothing || p.Report.Columns[3].Use != importer.AsNothing {
		t.Errorf("the report says otherwise: %+v", p.Report.Columns)
	}
}

func TestAMappingThatDoesNotFit(t *testing.T) {
	text := "date,mood,feel,note,tags\n2024-01-01,1,calm,\"a page of the journal, long enough\",a|b\n2024-01-02,5,calm,another page of the journal,a\n"
	for name, c := range map[string]struct {
		change func(*importer.Mapping)
		fields []string
	}{
		"no date":                 {func(m *importer.Mapping) { m.Date = 0 }, []string{"date"}},
		"a date in no column":     {func(m *importer.Mapping) { m.Date = 6 }, []string{"date"}},
		"a date of less than no":  {func(m *importer.Mapping) { m.Date = -1 }, []string{"date"}},
		"a date that is none":     {func(m *importer.Mapping) { m.Date, m.Note = 4, 0 }, []string{"date"}},
		"an order of its own":     {func(m *importer.Mapping) { m.Order = "year-last" }, []string{"date-order"}},
		"a note that is the date": {func(m *importer.Mapping) { m.Note = 1 }, []string{"note"}},
		"tags that are the note":  {func(m *importer.Mapping) { m.Tags = 4 }, []string{"tags"}},
		"a time in no column":     {func(m *importer.Mapping) { m.Time = 99 }, []string{"time"}},
		"no separator":            {func(m *importer.Mapping) { m.Separator = "" }, []string{"separator"}},
		"a long separator":        {func(m *importer.Mapping) { m.Separator = "and then again" }, []string{"separator"}},
		"columns missing":         {func(m *importer.Mapping) { m.Columns = m.Columns[:2] }, []string{"columns"}},
		"no use":                  {func(m *importer.Mapping) { m.Columns[1].As = "" }, []string{"column-2"}},
		"a use that is a role":    {func(m *importer.Mapping) { m.Columns[1].As = importer.AsNote }, []string{"column-2"}},
		"no scale":                {func(m *importer.Mapping) { m.Columns[1].To = m.Columns[1].From }, []string{"scale-2"}},
		"an endless scale":        {func(m *importer.Mapping) { m.Columns[1].To = math.Inf(1) }, []string{"scale-2"}},
		"a scale of no number":    {func(m *importer.Mapping) { m.Columns[1].From = math.NaN() }, []string{"scale-2"}},
		"the same item twice": {func(m *importer.Mapping) {
			m.Columns[2] = importer.Use{As: importer.AsItem, Item: m.Columns[1].Item, Levels: map[string]float64{"calm": 7}}
		}, []string{"column-3"}},
		"a word past ten": {func(m *importer.Mapping) {
			m.Columns[2] = importer.Use{As: importer.AsItem, Item: entry.Item{Key: "feel", Name: "Feel"}, Levels: map[string]float64{"calm": 11}}
		}, []string{"level-3-1"}},
		"a new item with no name": {func(m *importer.Mapping) { m.Columns[1].Item.Name = "" }, []string{"columns"}},
		"an activity for nothing": {func(m *importer.Mapping) { m.Meaning = map[string]entry.Tag{"a": {Skill: "Not A Key"}} }, []string{"tags"}},
		"several at once":         {func(m *importer.Mapping) { m.Note, m.Columns[1].As = 77, "?" }, []string{"note", "column-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			file := read(t, text)
			m := file.DefaultMapping(nil)
			c.change(&m)
			wantFields(t, file.CheckMapping(m, nil), c.fields...)
			if p, err := file.Plan(m, spring); p != nil || !errors.Is(err, fault.Invalid) {
				t.Errorf("a plan was made of it: %v", err)
			}
		})
	}
}

func TestFirstRowsAreShown(t *testing.T) {
	file := read(t, "date,mood\n2024-01-01,5\n2024-01-02,6\n")
	first := file.First(1)
	first[0][1] = "changed"
	if again := file.First(5); len(again) != 2 || again[0][1] != "5" {
		t.Errorf("got %v", again)
	}
}

// wantFields checks which fields have a sentence beside them.
func wantFields(t *testing.T, err error, names ...string) {
	t.Helper()
	var fields fault.Fields
	if !errors.As(err, &fields) {
		t.Fatalf("got %v, want sentences beside %v", err, names)
	}
	var got []string
	for _, field := range fields {
		got = append(got, field.Name)
		if !strings.HasSuffix(field.Say, ".") {
			t.Errorf("the sentence beside %s: %q", field.Name, field.Say)
		}
	}
	if !slices.Equal(got, names) {
		t.Errorf("sentences beside %v (%v), want %v", got, fields, names)
	}
}

// wantGroups checks that the reason is given for these lines.
func wantGroups(t *testing.T, groups []importer.Group, why importer.Reason, lines ...int) {
	t.Helper()
	for _, group := range groups {
		if group.Reason == why {
			if !slices.Equal(group.Lines, lines) || group.Count != len(lines) {
				t.Errorf("%s: %d on lines %v, want %v", why, group.Count, group.Lines, lines)
			}
			if !strings.HasSuffix(group.Say(), ".") && !strings.HasSuffix(group.Say(), "?") {
				t.Errorf("%s says %q", why, group.Say())
			}
			return
		}
	}
	t.Errorf("no %s in %+v", why, groups)
}

// checkSums: every row of the file is somewhere in the report.
func checkSums(t testingT, p *importer.Plan) {
	t.Helper()
	sum := p.Report.Mapped
	for _, group := range slices.Concat(p.Report.Ignored, p.Report.Unreadable) {
		sum += group.Count
		if group.Say() == "" || len(group.Lines) == 0 {
			t.Fatal("a group that says nothing: ", group)
		}
	}
	if sum != p.Report.Read {
		t.Fatal("rows in the report: ", sum, "; in the file: ", p.Report.Read)
	}
}

// Before any of them gets a name: names that are alike are told apart by
// counting, which for a million takes an hour.
func TestATableOfAMillionColumnsIsRefused(t *testing.T) {
	_, err := importer.Read(strings.NewReader(strings.Repeat("a,", 1_000_000)+"a\n1\n"), "wide.csv", importer.Options{})
	if !errors.Is(err, fault.TooLarge) || !strings.Contains(fault.Sentence(err), "1000001 columns") {
		t.Errorf("got %v", err)
	}
}
