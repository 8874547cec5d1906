package importer

import (
	"slices"
	"strings"
)

// The names by which a column is taken for what it is. A name counts before
// what the column looks like.
var (
	dateNames  = []string{"date", "full_date", "day", "datetime", "date time", "date/time", "timestamp", "when", "recorded", "created", "created_at", "datum", "fecha", "data"}
	timeNames  = []string{"time", "time of day", "clock", "hour", "uhrzeit", "zeit", "hora", "heure"}
	titleNames = []string{"title", "note_title", "note title", "subject", "headline"}
	noteNames  = []string{"note", "notes", "comment", "comments", "journal", "diary", "text", "entry", "description", "remarks", "reflection", "notiz", "nota"}
	tagNames   = []string{"tags", "tag", "activities", "activity", "labels", "factors", "emotions", "feelings"}
)

// tableRoles finds the columns of any table by name, and the date by what is
// in it where no name tells.
func tableRoles(f *File) Mapping {
	m := Mapping{
		Date: f.named(dateNames, func(c Column) bool { return c.dates > 0 }),
		Time: f.named(timeNames, func(c Column) bool { return c.clocks > 0 }),
		Note: f.named(noteNames, isWritten),
	}
	m.Title = f.named(titleNames, isWritten)
	if m.Date == 0 {
		m.Date = 1 + slices.IndexFunc(f.Columns, func(c Column) bool { return c.Sort == Dates })
	}
	if m.Tags = f.named(tagNames, isWritten); m.Tags > 0 {
		m.Separator = f.separator(m.Tags)
	}
	if m.Note == 0 {
		m.Note = f.longest(m)
	}
	return m
}

func isWritten(c Column) bool { return c.Sort == Texts || c.Sort == Words }

// named is the number of the first column with one of the names that also
// looks like it; the earlier name wins. 0 where there is none.
func (f *File) named(names []string, looks func(Column) bool) int {
	for _, name := range names {
		if n := f.column(name); n > 0 && f.Columns[n-1].Filled > 0 && looks(f.Columns[n-1]) {
			return n
		}
	}
	return 0
}

// longest is the column of texts that are long enough to be notes.
func (f *File) longest(m Mapping) int {
	best, most := 0, 25
	for n, c := range f.Columns {
		if c.Sort == Texts && f.role(m, n+1) == "" && c.chars/c.Filled >= most {
			best, most = n+1, c.chars/c.Filled+1
		}
	}
	return best
}

// separators are tried from the least to the most likely within a tag.
var separators = []string{" | ", "|", ";", ",", "/"}

// separator is the first that occurs in the column at all.
func (f *File) separator(number int) string {
	for _, separator := range separators {
		for _, r := range f.rows {
			if strings.Contains(r.cell(number), separator) {
				return separator
			}
		}
	}
	return ","
}

// tableIdentity is all that a row holds, by column, whatever the mapping and
// the order of the columns. A column that was added later and is empty in
// older rows changes nothing.
func tableIdentity(f *File) identifier {
	order := make([]int, len(f.Columns))
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(f.Columns[a].Name, f.Columns[b].Name) })
	return func(r row) []string {
		var parts []string
		for _, n := range order {
			if r.cells[n] != "" {
				parts = append(parts, f.Columns[n].Name, r.cells[n])
			}
		}
		return parts
	}
}
