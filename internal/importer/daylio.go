package importer

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// daylioMoods are the names that Daylio gives its five moods, evenly spread
// over 0 to 10. A person can rename them and add others.
var daylioMoods = map[string]float64{"rad": 10, "good": 7.5, "meh": 5, "bad": 2.5, "awful": 0}

// daylioSeparator stands between activities.
const daylioSeparator = " | "

// The two headers that Daylio has written. Columns that came later may stand
// anywhere between or after.
var (
	daylioNewer = []string{"full_date", "date", "weekday", "time", "mood", "activities", "note"}
	daylioOlder = []string{"year", "date", "weekday", "time", "mood", "activities", "note"}
)

func isDaylio(h head) bool {
	return isTable(h) && (hasColumns(h.header, daylioNewer) || hasColumns(h.header, daylioOlder))
}

// readDaylio also says which of the two forms it is.
func readDaylio(f *File, h head, opts Options) error {
	if f.Variant = "newer"; !hasColumns(h.header, daylioNewer) {
		f.Variant = "older"
	}
	return readTable(f, h, opts)
}

func hasColumns(header, names []string) bool {
	for _, name := range names {
		if !slices.ContainsFunc(header, func(cell string) bool { return strings.EqualFold(cell, name) }) {
			return false
		}
	}
	return true
}

// column is the number of the column with this name, from 1, or 0.
func (f *File) column(name string) int {
	return 1 + slices.IndexFunc(f.Columns, func(c Column) bool { return strings.EqualFold(c.Name, name) })
}

func daylioRoles(f *File) Mapping {
	m := Mapping{
		Date: f.column("full_date"), Time: f.column("time"), Title: f.column("note_title"), Note: f.column("note"),
		Tags: f.column("activities"), Separator: daylioSeparator,
	}
	if m.Date == 0 {
		m.Date, m.Year = f.column("date"), f.column("year")
	}
	return m
}

// daylioIdentity says the same for a row in the older and the newer form, and
// with a clock of twelve or twenty-four hours: the calendar day, the minute,
// mood, activities, title and note.
func daylioIdentity(f *File) identifier {
	m := daylioRoles(f)
	mood := f.column("mood")
	return func(r row) []string {
		day, time := r.cell(m.Date)+" "+r.cell(m.Year), r.cell(m.Time)
		if date, ok := readDate(r.cell(m.Date)); ok {
			if known, ok := date.calendarDay("", atoi(r.cell(m.Year))); ok {
				day = known.String()
			}
		}
		if c, ok := readClock(time); ok {
			time = strconv.Itoa(c.seconds / 60)
		}
		return []string{day, time, r.cell(mood), r.cell(m.Tags), r.cell(m.Title), r.cell(m.Note)}
	}
}

// cell is the text of the column with this number; "" for number 0.
func (r row) cell(number int) string {
	if number == 0 {
		return ""
	}
	return r.cells[number-1]
}

// noteTag is a tag of those that notes are formatted with.
var noteTag = regexp.MustCompile(`(?i)</?(?:br|p|div|li|ul|ol|b|strong|i|em|u|s|strike|del|span|font|h[1-6]|blockquote|a)(?:\s[^<>]*)?/?>`)

// lineTag ends a line.
var lineTag = regexp.MustCompile(`(?i)^<(?:br|/p|/div|/li|/h[1-6]|/blockquote)`)

// itemTag begins a line of a list.
var itemTag = regexp.MustCompile(`(?i)^<li`)

// plainNote takes the formatting out of a note that Daylio wrote with some:
// bold, lists, line breaks. formatted says that there was any.
func plainNote(note string) (plain string, formatted bool) {
	if !strings.Contains(note, "<") || !noteTag.MatchString(note) {
		return note, false
	}
	plain = noteTag.ReplaceAllStringFunc(note, func(tag string) string {
		switch {
		case lineTag.MatchString(tag):
			return "\n"
		case itemTag.MatchString(tag):
			return "– "
		}
		return ""
	})
	return strings.TrimSpace(html.UnescapeString(plain)), true
}
