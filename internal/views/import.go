package views

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// ImportStart is the page where a file is chosen.
type ImportStart struct {
	Form    Form
	Reads   []ImportRead
	Earlier []EarlierImport
}

// ImportRead is one sort of file that can be read.
type ImportRead struct{ Name, How string }

func importReads() []ImportRead {
	var list []ImportRead
	for _, key := range []string{"daylio", "loop", "bearable", "apple", "track", "pixels", "fhir", "table", "fermata"} {
		list = append(list, ImportRead{guide.Say("import.reads." + key), guide.Say("import.reads." + key + ".how")})
	}
	return list
}

// EarlierImport is a file that was brought in before.
type EarlierImport struct {
	File, Counts, Day string
	URL, MappingURL   string // MappingURL is "" where no words were given a number
}

// NewImportStart lists what was brought in before, the latest first.
func NewImportStart(j *journey.Journey, form Form, now time.Time) ImportStart {
	v := ImportStart{Form: form, Reads: importReads()}
	for _, i := range slices.Backward(j.Imports) {
		if i.To > 0 {
			v.Earlier = append(v.Earlier, earlierImport(j, i, now))
		}
	}
	return v
}

func earlierImport(j *journey.Journey, i journey.Import, now time.Time) EarlierImport {
	e := EarlierImport{
		File: importName(i), Counts: importCounts(i.Told), URL: "/imports/" + i.Batch,
		Day: dayWords(j.Turn().Day(i.At.Instant, j.Location()), j.Today(now)),
	}
	if i.Told.Source != ownExport && i.Told.Source != answerSheets {
		e.MappingURL = e.URL + "/mapping"
	}
	return e
}

// ownExport is the source of a file that Fermata itself wrote.
const ownExport = "fermata"

func importName(i journey.Import) string {
	if name := ClipName(i.Told.File, nameShown); name != "" {
		return name
	}
	return guide.Say("import.nameless")
}

func importCounts(told entry.Import) string {
	parts := []string{guide.Say("import.told.added", "rows", told.Added)}
	if told.Known > 0 {
		parts = append(parts, guide.Say("import.told.known", "rows", told.Known))
	}
	if told.Unread > 0 {
		parts = append(parts, guide.Say("import.told.unread", "rows", told.Unread))
	}
	return strings.Join(parts, " ")
}

func rowWords(n int) string { return guide.Say("count.rows", "n", n) }

// nameShown is how many characters of a name from a file a page shows.
const nameShown = 48

// ClipName makes a text that came from a file fit to stand in a line: at most
// so many characters, no line ends, and none of the characters that turn the
// direction of what follows.
func ClipName(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, text)
	text = oneLine(text)
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}

// ImportLook is the dry run: what would become of a file, with everything that
// can be put right.
type ImportLook struct {
	Form    Form
	URL     string
	File    string
	Kind    string // what kind of file it is, in a sentence
	Ready   bool   // it can be brought in as it stands
	Nothing bool   // nothing in it is new
	Facts   []string
	Order   []Option       // which of two short numbers is the day; empty when that is no question
	Example string         // a date that could be read in two ways
	Roles   []ImportSelect // which column is the date, the note …
	Columns []ImportColumn
	Tags    []ImportTag
	TagsDo  []Option // what a tag can count as
	More    string   // tags that are not shown
	Left    []ImportGroup
	Remarks []ImportGroup
	About   []string // how the file is written
}

// Asks says whether a field stands in the card, because without an answer
// nothing can be brought in.
func (v ImportLook) Asks(name string) bool {
	switch name {
	case "date":
		return v.Form.Value("date") == "" || v.Form.Error("date") != ""
	case "date-order":
		return len(v.Order) > 0 && (v.Form.Value("date-order") == "" || v.Form.Error("date-order") != "")
	}
	return false
}

// Date is the field for the column with the day.
func (v ImportLook) Date() ImportSelect {
	at := slices.IndexFunc(v.Roles, func(s ImportSelect) bool { return s.Name == "date" })
	if at < 0 {
		return ImportSelect{}
	}
	return v.Roles[at]
}

// RolesOpen says whether one of the fields for what a column is needs a look.
func (v ImportLook) RolesOpen() bool {
	return slices.ContainsFunc(v.Roles, func(s ImportSelect) bool {
		return s.Name != "date" && v.Form.Error(s.Name) != ""
	}) || v.Form.Error("separator") != ""
}

// ImportSelect is a field that names one of the file's columns.
type ImportSelect struct {
	Name, Label string
	Options     []Option
}

// ImportGroup is a number of rows with the same thing to say about them.
type ImportGroup struct {
	Count      int
	Rows       string // "3 rows"
	Say, Lines string
}

// NewImportGroup says where rows stand; lines are the first of them.
func NewImportGroup(say string, count int, lines []int) ImportGroup {
	return ImportGroup{Count: count, Rows: rowWords(count), Say: say, Lines: lineWords(lines, count)}
}

// linesShown is how many lines of a file are named one by one.
const linesShown = 12

func lineWords(lines []int, count int) string {
	if len(lines) == 0 {
		return ""
	}
	var numbers []string
	for _, line := range lines[:min(len(lines), linesShown)] {
		numbers = append(numbers, guide.Number(float64(line)))
	}
	if rest := count - len(numbers); rest > 0 {
		numbers = append(numbers, guide.Say("import.more", "n", rest))
	}
	if len(numbers) == 1 {
		return guide.Say("import.line", "line", numbers[0])
	}
	return guide.Say("import.lines", "lines", guide.List(numbers))
}

// importKinds are the programs whose files are known, by the name of the
// importer's format.
var importKinds = map[string]string{
	"daylio-csv": "Daylio", "daylio-backup": "Daylio", "loop": "Loop Habit Tracker", "bearable": "Bearable",
	"apple-health": "Apple Health", "track-and-graph": "Track & Graph", "pixels": "Pixels",
}

// answerSheets is the source of a file of filled-in questionnaires.
const answerSheets = "fhir"

// ImportKind is what kind of file it is, in a sentence. source is the name of
// the importer's format; dated says that a column of dates was found.
func ImportKind(source string, dated bool) string {
	switch {
	case importKinds[source] != "":
		return guide.Say("import.kind", "kind", importKinds[source])
	case source == answerSheets:
		return guide.Say("import.kind.fhir")
	case source == ownExport:
		return guide.Say("import.kind.own")
	case !dated:
		return guide.Say("import.kind.unknown")
	}
	return guide.Say("import.kind.table")
}

// shortDate begins with two short numbers, of which either can be the day.
var shortDate = regexp.MustCompile(`^(\d{1,2})\D(\d{1,2})\D`)

// DateOrders are the two ways to read a date like the example.
func DateOrders(example, dayFirst, monthFirst string) []Option {
	days, months := guide.Say("import.date.day-first"), guide.Say("import.date.month-first")
	if parts := shortDate.FindStringSubmatch(example); parts != nil {
		first, second := atoi(parts[1]), atoi(parts[2])
		if first >= 1 && first <= 12 && second >= 1 && second <= 12 {
			days = guide.LongDayMonth(first, time.Month(second))
			months = guide.LongDayMonth(second, time.Month(first))
		}
	}
	return []Option{{Value: dayFirst, Title: days}, {Value: monthFirst, Title: months}}
}

// ImportFacts are the sentences about what would happen: how many rows are
// new, how many are known, how many are left out, and the days they are about.
func ImportFacts(fresh, known, left, days int, first, last entry.Day) []string {
	var facts []string
	if fresh > 0 {
		facts = append(facts, guide.Say("import.report.rows", "rows", fresh))
	}
	switch {
	case days == 1:
		facts = append(facts, guide.Say("import.report.day", "date", guide.FullDate(first.Time())))
	case days > 1:
		facts = append(facts, guide.Say("import.report.days", "days", days, "from", guide.FullDate(first.Time()), "to", guide.FullDate(last.Time())))
	}
	if known > 0 {
		facts = append(facts, guide.Say("import.report.known", "rows", known))
	}
	if left > 0 {
		facts = append(facts, guide.Say("import.report.left", "rows", left))
	}
	return facts
}

// KindsFact says what an export of one's own holds; kinds are named as entries
// name them.
func KindsFact(kinds []TextCount) string {
	var words []string
	for _, kind := range kinds {
		words = append(words, kindWords(kind))
	}
	return guide.Say("import.own.holds", "kinds", guide.List(words))
}

// kindWords counts the entries of a kind; one that is newer goes by its name.
func kindWords(kind TextCount) string {
	if key := "kind." + kind.Text; guide.Has(key) {
		return guide.Say(key, "n", kind.Count)
	}
	return guide.Say("import.own.kind", "n", kind.Count, "kind", strings.ReplaceAll(kind.Text, "-", " "))
}

// NewItemsFact names the new items that a check-in would ask about; "" for none.
func NewItemsFact(columns []FileColumn) string {
	var names []string
	for _, c := range columns {
		if c.Becomes == CountsAs && c.New && !c.Item.Retired {
			names = append(names, ClipName(c.Item.Name, nameShown))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return guide.Say("import.report.new-items", "items", guide.List(names))
}

// ImportProgress is an import that is running, or that stopped.
type ImportProgress struct {
	File    string
	Words   string // "12,000 of 20,000 rows"
	Stopped string // why it stopped; "" while it runs
	Nothing bool   // it ended, and nothing in the file was new
	URL     string // the dry run
}

// ProgressWords says how far an import is.
func ProgressWords(done, total int) string {
	return guide.Say("import.progress", "rows", done, "of", guide.Number(float64(total)))
}

// ImportTold is a file that was brought in, to look at or to take out again.
type ImportTold struct {
	EarlierImport
	Running string
	Facts   []string
	UndoURL string
	UndoID  entry.ID
}

// NewImportTold lays out one import.
func NewImportTold(j *journey.Journey, i journey.Import, undoID entry.ID, now time.Time) ImportTold {
	e := earlierImport(j, i, now)
	v := ImportTold{EarlierImport: e, Running: guide.Say("import.brought-in", "when", e.Day), Facts: []string{e.Counts}, UndoURL: e.URL + "/undo", UndoID: undoID}
	if e.MappingURL != "" {
		v.Facts = append(v.Facts, guide.Say("import.report.original"))
	}
	return v
}
