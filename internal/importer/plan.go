package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// Frame is what a plan needs to know of the person and the clock.
type Frame struct {
	Place *time.Location // where the person lives; times in the file are theirs
	Turn  entry.Turn     // when their day turns; 0 means entry.DefaultTurn
	Now   time.Time      // bounds dates: a day after tomorrow is in the future
	Items []entry.Item   // the items they have
}

// Plan is what would become of a file under a mapping. Making one saves
// nothing: it is the dry run.
type Plan struct {
	Report Report

	file    *File
	mapping Mapping
	frame   Frame
	rows    []planned
	sheets  []sheet
	days    days
	unread  tally
	ignored tally
	remarks tally
}

// planned is a row that becomes an entry. again counts the rows before it
// that say exactly the same.
type planned struct {
	row   row
	when  moment
	again int
}

// identifier gives what makes a row this row and no other.
type identifier func(row) []string

// Plan says what would become of every row. Errors: the fault.Fields of
// [File.CheckMapping].
func (f *File) Plan(m Mapping, frame Frame) (*Plan, error) {
	if err := f.CheckMapping(m, frame.Items); err != nil {
		return nil, fault.Wrap("importer.plan", err)
	}
	p := &Plan{file: f, mapping: m, frame: frame, days: days{seen: map[entry.Day]bool{}}}
	p.unread, p.ignored, p.remarks = f.unread.copy(), f.ignored.copy(), f.remarks.copy()
	p.Report = Report{
		Source: f.Source, Variant: f.Variant, Encoding: f.Encoding, Guessed: f.Guessed, Delimiter: f.Delimiter, Read: f.Read,
	}
	switch {
	case f.format.roles != nil:
		p.planRows()
	case f.Source == "fhir":
		p.planSheets()
	default:
		p.planEntries()
	}
	p.Report.First, p.Report.Last, p.Report.Days = p.days.first, p.days.last, len(p.days.seen)
	p.Report.Ignored, p.Report.Unreadable, p.Report.Remarks = p.ignored.inOrder(), p.unread.inOrder(), p.remarks.inOrder()
	return p, nil
}

// planRows sorts the rows by time, which files have in either order.
func (p *Plan) planRows() {
	counts := newCounts(p)
	for _, r := range p.file.rows {
		when, why, remark := p.when(r)
		switch {
		case why != "":
			p.unread.add(why, r.line)
			continue
		case p.isNothing(r):
			p.ignored.add(Nothing, r.line)
			continue
		case p.tagTrouble(r) != "":
			p.unread.add(p.tagTrouble(r), r.line)
			continue
		case utf8.RuneCountInString(p.line(r)) > CellLimit:
			p.unread.add(LongCell, r.line)
			continue
		}
		if remark != "" {
			p.remarks.add(remark, r.line)
		}
		if p.isFormatted(r) {
			p.remarks.add(Formatting, r.line)
		}
		p.rows = append(p.rows, planned{row: r, when: when})
		p.days.note(when.day)
		counts.note(r)
	}
	slices.SortStableFunc(p.rows, func(a, b planned) int { return a.when.at.Instant.Compare(b.when.at.Instant) })
	p.countAgain()
	p.Report.Mapped = len(p.rows)
	p.Report.Columns, p.Report.Tags = counts.columns(), counted(counts.tags)
}

// countAgain numbers the rows that say exactly the same.
func (p *Plan) countAgain() {
	identity := p.file.format.identity(p.file)
	seen := map[[sha256.Size]byte]int{}
	for n := range p.rows {
		sum := digest(identity(p.rows[n].row))
		p.rows[n].again = seen[sum]
		seen[sum]++
	}
}

func digest(parts []string) [sha256.Size]byte {
	var joined []byte
	for _, part := range parts {
		joined = binary.AppendUvarint(joined, uint64(len(part)))
		joined = append(joined, part...)
	}
	return sha256.Sum256(joined)
}

// when reads a row's date and time: why says that there is none to be had,
// remark that only the day is known.
func (p *Plan) when(r row) (_ moment, why, remark Reason) {
	text := r.cell(p.mapping.Date)
	if text == "" {
		return moment{}, NoDate, ""
	}
	date, ok := readDate(text)
	if !ok {
		return moment{}, BadDate, ""
	}
	if !date.instant.IsZero() {
		when := p.frame.instant(date.instant)
		return when, p.frame.bound(when.day), ""
	}
	day, ok := date.calendarDay(p.mapping.Order, atoi(r.cell(p.mapping.Year)))
	if !ok {
		return moment{}, BadDate, ""
	}
	if why := p.frame.bound(day); why != "" {
		return moment{}, why, ""
	}
	when, remark := p.frame.whenOn(day, date.rest, r.cell(p.mapping.Time), p.mapping.Time == p.mapping.Date)
	return when, "", remark
}

// whenOn adds the time, from its own column or from what follows the date.
func (f Frame) whenOn(day entry.Day, rest, own string, same bool) (moment, Reason) {
	text := own
	if text == "" || same {
		text = rest
	}
	if text == "" {
		return f.wholeDay(day), ""
	}
	c, ok := readClock(text)
	if !ok {
		return f.wholeDay(day), BadTime
	}
	return f.at(day, c), ""
}

// earliest is the first day that is believed: before it, a date is a slip or
// an empty field of a program.
const earliest entry.Day = 0 // 1 January 1970

// bound refuses absurd days and days after tomorrow; someone who travels may
// have a day that has not begun here.
func (f Frame) bound(day entry.Day) Reason {
	today := entry.DayOf(f.Now.In(f.Place).Date())
	switch {
	case day < earliest:
		return OldDate
	case day > today+1:
		return FutureDate
	}
	return ""
}

// line is what a row's title and note come to.
func (p *Plan) line(r row) string {
	title, note := r.cell(p.mapping.Title), r.cell(p.mapping.Note)
	if p.file.formatsNotes() {
		note, _ = plainNote(note)
	}
	switch {
	case title == "":
		return note
	case note == "":
		return title
	}
	return title + "\n" + note
}

// formatsNotes: Daylio writes notes with bold, lists and line breaks.
func (f *File) formatsNotes() bool { return strings.HasPrefix(f.Source, "daylio-") }

func (p *Plan) isFormatted(r row) bool {
	if !p.file.formatsNotes() {
		return false
	}
	_, formatted := plainNote(r.cell(p.mapping.Note))
	return formatted
}

// tags are the activities of a row, without empty ones.
func (p *Plan) tags(r row) []string {
	cell := r.cell(p.mapping.Tags)
	if cell == "" {
		return nil
	}
	var tags []string
	for tag := range strings.SplitSeq(cell, p.mapping.Separator) {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

func (p *Plan) tagTrouble(r row) Reason {
	tags := p.tags(r)
	if len(tags) > tagLimit {
		return ManyTags
	}
	for _, tag := range tags {
		if len(tag) > nameLimit && utf8.RuneCountInString(tag) > nameLimit {
			return LongTag
		}
	}
	return ""
}

// as is what becomes of the column with this index.
func (p *Plan) as(n int) As {
	if role := p.file.role(p.mapping, n+1); role != "" {
		return role
	}
	return p.mapping.Columns[n].As
}

// isNothing: beside the date there is only what is left out.
func (p *Plan) isNothing(r row) bool {
	for n, cell := range r.cells {
		if cell == "" {
			continue
		}
		switch p.as(n) {
		case AsItem, AsItIs, AsNote:
			return false
		case AsTags:
			if len(p.tags(r)) > 0 {
				return false
			}
		}
	}
	return true
}

// days counts the different days and their ends.
type days struct {
	first, last entry.Day
	seen        map[entry.Day]bool
}

func (d *days) note(day entry.Day) {
	if len(d.seen) == 0 {
		d.first, d.last = day, day
	}
	d.first, d.last = min(d.first, day), max(d.last, day)
	d.seen[day] = true
}

// Entries gives the entries to append, oldest first: each row as an
// entry.CheckIn told by the import, with its origin. Person, Seq and
// RecordedAt are the caller's to set. keyedID must give the same version 8
// UUID for the same parts, whatever their lengths. The entries of an export
// of one's own come as they were, in their old order, with their old
// RecordedAt and with Seq 0; batch and keyedID are then not used.
func (p *Plan) Entries(batch string, keyedID func(parts ...[]byte) entry.ID) iter.Seq[entry.Entry] {
	switch {
	case p.file.Source == "fhir":
		return p.sheetEntries(batch, keyedID)
	case p.file.format.roles == nil:
		return p.toldEntries
	}
	identity := p.file.format.identity(p.file)
	return func(yield func(entry.Entry) bool) {
		for _, row := range p.rows {
			id := keyedID(p.idParts(identity, row)...)
			if !yield(p.entry(batch, id, row)) {
				return
			}
		}
	}
}

func (p *Plan) toldEntries(yield func(entry.Entry) bool) {
	for _, e := range p.file.told {
		e.Seq = 0
		if !yield(e) {
			return
		}
	}
}

// idParts: the "1" is the version of this way to identify a row.
func (p *Plan) idParts(identity identifier, row planned) [][]byte {
	parts := [][]byte{[]byte("import"), []byte(p.file.Source), []byte("1"), []byte(strconv.Itoa(row.again))}
	for _, part := range identity(row.row) {
		parts = append(parts, []byte(part))
	}
	return parts
}

func (p *Plan) entry(batch string, id entry.ID, row planned) entry.Entry {
	return entry.Entry{
		ID: id, At: row.when.at, Day: row.when.day, Precision: row.when.precision, By: entry.ByImport(batch),
		Body: entry.CheckIn{
			Line:   p.line(row.row),
			Origin: &entry.Origin{Batch: batch, Line: row.row.line, Values: p.values(row.row), Tags: p.tags(row.row)},
		},
	}
}

// values are the file's own words: all but the note and the tags, which are
// kept as such, and what is left out. A note that lost its formatting is
// there as it was.
func (p *Plan) values(r row) map[string]string {
	values := make(map[string]string, len(r.cells))
	for n, cell := range r.cells {
		if cell == "" {
			continue
		}
		switch p.as(n) {
		case AsTime, AsItem, AsItIs:
			values[p.file.Columns[n].Name] = cell
		}
	}
	if p.isFormatted(r) {
		values[p.file.Columns[p.mapping.Note-1].Name] = r.cell(p.mapping.Note)
	}
	return values
}

// Mapping is the entry that says what the words and numbers of the rows count
// as, to be appended with them.
func (p *Plan) Mapping(batch string) entry.ImportMapping {
	return entry.ImportMapping{Batch: batch, Columns: p.columns(), Tags: p.mapping.Meaning}
}

// columns are the items' columns. Numbers that are not written plainly, as
// 7,5 or 80 %, are given their value like words.
func (p *Plan) columns() []entry.Column {
	var columns []entry.Column
	for n, use := range p.mapping.Columns {
		if p.as(n) != AsItem {
			continue
		}
		c := entry.Column{Name: p.file.Columns[n].Name, Item: use.Item.Key, From: use.From, To: use.To, Levels: map[string]float64{}}
		for text, value := range use.Levels {
			c.Levels[text] = value
		}
		for _, level := range p.file.Columns[n].Levels {
			nameNumber(&c, level.Text)
		}
		columns = append(columns, c)
	}
	return columns
}

// nameNumber gives a number that strconv cannot read its value by name.
func nameNumber(c *entry.Column, text string) {
	_, known := c.Levels[text]
	value, ok := number(text)
	if _, err := strconv.ParseFloat(text, 64); known || !ok || err == nil || c.From == c.To {
		return
	}
	if scaled := (value - c.From) / (c.To - c.From) * entry.ItemMax; scaled >= entry.ItemMin && scaled <= entry.ItemMax {
		c.Levels[text] = scaled
	}
}

// Items is the person's list of items with the new ones at its end, to be
// appended before the rows. some is false when there are no new ones.
func (p *Plan) Items() (items entry.Items, some bool) {
	return p.file.items(p.mapping, p.frame.Items)
}

// Import is the entry that says that the file was brought in. added and known
// count the mapped rows that became entries and that were there already.
func (p *Plan) Import(batch string, added, known int) entry.Import {
	unread := 0
	for _, group := range p.Report.Unreadable {
		unread += group.Count
	}
	return entry.Import{Batch: batch, Source: p.file.Source, File: p.file.Name, Read: p.Report.Read, Added: added, Known: known, Unread: unread}
}

// counts collects what the mapped rows hold.
type counts struct {
	plan    *Plan
	reports []ColumnReport
	items   []itemColumn
	tags    map[string]int
}

// itemColumn is a column that counts as an item, by its index in the file.
type itemColumn struct {
	n      int
	column entry.Column
}

func newCounts(p *Plan) *counts {
	c := &counts{plan: p, tags: map[string]int{}}
	columns := p.columns()
	for n, column := range p.file.Columns {
		report := ColumnReport{Number: n + 1, Name: column.Name, Use: p.as(n)}
		if report.Use == AsItem {
			use := p.mapping.Columns[n]
			report.Item, report.From, report.To = use.Item, use.From, use.To
			c.items = append(c.items, itemColumn{n, columns[len(c.items)]})
		}
		c.reports = append(c.reports, report)
	}
	return c
}

func (c *counts) note(r row) {
	for _, item := range c.items {
		cell := r.cells[item.n]
		if cell == "" {
			continue
		}
		if _, ok := item.column.Value(cell); ok {
			c.reports[item.n].Values++
		} else {
			c.reports[item.n].Without++
		}
	}
	for _, tag := range c.plan.tags(r) {
		c.tags[tag]++
	}
}

func (c *counts) columns() []ColumnReport {
	for _, item := range c.items {
		for _, level := range c.plan.file.Columns[item.n].Levels {
			value, ok := item.column.Value(level.Text)
			c.reports[item.n].Levels = append(c.reports[item.n].Levels, LevelReport{level.Text, level.Count, value, ok})
		}
	}
	return c.reports
}
