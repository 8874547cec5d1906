// Package importer reads a file that came from elsewhere and says, before
// anything is saved, what would become of every row.
//
// # The steps
//
//	file, err := importer.Read(source, "days.csv", importer.Options{})
//	mapping := file.DefaultMapping(items)          // what it looks like
//	err = file.CheckMapping(mapping, items)        // after the person changed it
//	plan, err := file.Plan(mapping, frame)         // the dry run: plan.Report
//	for e := range plan.Entries(batch, keyedID) {  // the entries to keep
//
// [Read] tells formats by what is in a file, never by its name alone. A row
// that cannot be read is counted with its line and never stops the rest; a
// file that is no table is refused with a sentence.
//
// # What an imported row is
//
// Every row becomes an entry.CheckIn without items. Its entry.Origin holds
// the file's own words, and the entry.ImportMapping says what they count as,
// so that a wrong scale is put right later by correcting one entry.
//
// # The same file twice
//
// An entry's ID comes from what the row says and from nothing else: neither
// the batch, nor the line, nor the mapping. The same row in a longer export
// has the same ID, and the caller leaves out the rows whose ID is kept
// already. Rows that say exactly the same are told apart by counting them.
//
// # Adding a format
//
// Add a line to formats: a name, what tells it, and how it is read.
package importer

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// The limits. What is over one of them is refused, or counted as unreadable,
// with a sentence that names it; nothing is ever cut.
const (
	FileLimit   = 64 << 20            // bytes
	RowLimit    = 200_000             // rows
	ColumnLimit = 4 * entry.ListLimit // columns
	CellLimit   = entry.TextLimit     // characters in one cell
	rowBytes    = 128 << 10           // bytes in one row, so that it fits one entry
	nameLimit   = 2 * entry.NameLimit // characters of a column's name or a tag
	tagLimit    = 4 * entry.ListLimit // tags in one row
	levelLimit  = 5 * entry.ListLimit // different words of a column that are counted
	shownLines  = 100                 // lines that a report names
)

// Options for [Read].
type Options struct {
	// Progress is told, now and then, how many bytes of how many are read. It
	// may be nil.
	Progress func(done, total int64)
}

// File is what a file holds: its columns, its rows, and what could not be
// read. It never changes after [Read].
type File struct {
	// Name is the file's name without folders, fit to be kept.
	Name string
	// Source is the format: one of the names in [Sources].
	Source string
	// Variant is "newer" or "older" for the two forms of a Daylio table, else "".
	Variant string
	// Encoding is how the file's letters are written, as "UTF-8". When the
	// file did not say it, Guessed is true.
	Encoding string
	Guessed  bool
	// Delimiter stands between cells: ",", ";" or a tab. Empty for a file
	// that is no table.
	Delimiter string
	// Columns are those of a table, in order. A person counts them from 1.
	Columns []Column
	// Read counts the rows of the file, without the header.
	Read int

	rows    []row         // those that can be read
	told    []entry.Entry // the entries of a file of the person's own
	ignored tally
	unread  tally
	remarks tally
	format  format

	own    int                // columns of the file itself, before those made of it
	levels map[string]float64 // what the moods of a backup count as
	habits []*habit           // of Loop
	sheets []sheet            // of FHIR
}

// newFile is an empty file of the format with this name.
func newFile(name, format string) *File {
	for _, f := range formats() {
		if f.name == format {
			return &File{Name: baseName(name), Source: f.name, Encoding: "UTF-8", format: f}
		}
	}
	return &File{Name: baseName(name)}
}

// isNoText is for formats that are told before a text is read.
func isNoText(head) bool { return false }

// format is one line of the table of formats.
type format struct {
	name   string
	detect func(head) bool
	read   func(*File, head, Options) error
	// roles finds what the columns of a table are; nil when there are none.
	roles func(*File) Mapping
	// identity is what makes a row this row and no other.
	identity func(*File) identifier
	// use says what becomes of a column by default; false, or no function,
	// leaves it to what the column looks like.
	use func(*File, Column) (Use, bool)
}

// formats are tried in this order; the first that knows a file reads it.
func formats() []format {
	return []format{
		{name: "fermata", detect: isFermata, read: readFermata},
		{name: "daylio-backup", detect: isDaylioBackup, read: readDaylioBackup, roles: daylioBackupRoles, identity: tableIdentity, use: daylioBackupUse},
		{name: "loop", detect: isNoText, roles: loopRoles, identity: loopIdentity, use: loopUse},
		{name: "apple-health", detect: isNoText, roles: appleRoles, identity: tableIdentity, use: appleUse},
		{name: "fhir", detect: isFHIR, read: readFHIR},
		{name: "pixels", detect: isPixels, read: readPixels, roles: pixelsRoles, identity: tableIdentity, use: pixelsUse},
		{name: "bearable", detect: isBearable, read: readBearable, roles: bearableRoles, identity: ownIdentity, use: bearableUse},
		{name: "track-and-graph", detect: isTrack, read: readTrack, roles: trackRoles, identity: ownIdentity, use: seriesUse},
		{name: "daylio-csv", detect: isDaylio, read: readDaylio, roles: daylioRoles, identity: daylioIdentity},
		{name: "csv", detect: isTable, read: readTable, roles: tableRoles, identity: tableIdentity},
	}
}

// Sources lists the names of the formats that can be read.
func Sources() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// head is a file's text and what is seen at its beginning.
type head struct {
	text      string
	start     int // where the header begins, in bytes
	line      int // the line it stands on, from 1
	delimiter byte
	header    []string
	packed    string // packedDaylio for the text of a backup
}

// Read reads a whole file and tells which format it is. The name is kept and
// shown, and decides nothing. Errors: fault.Invalid for a file that is none
// of the formats, fault.TooLarge past a limit, fault.Newer, and
// fault.Unavailable when the source stops.
func Read(source io.Reader, name string, opts Options) (*File, error) {
	const op = "importer.read"
	begin := bufio.NewReaderSize(source, 64<<10)
	first, _ := begin.Peek(8 << 10) // what stops the source is met again below
	switch {
	case isApple(first):
		return readApple(op, begin, name, opts)
	case isPack(first):
		return readPack(source, begin, slices.Clone(first), name, opts)
	}
	raw, err := slurp(begin)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return readText(raw, name, "", opts)
}

// readText reads a file that is held in memory.
func readText(raw []byte, name, packed string, opts Options) (*File, error) {
	const op = "importer.read"
	text, encoding, err := decode(raw)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	h := peek(text)
	h.packed = packed
	for _, f := range formats() {
		if !f.detect(h) {
			continue
		}
		file := &File{Name: baseName(name), Source: f.name, Encoding: encoding.name, Guessed: encoding.guessed, format: f}
		if err := f.read(file, h, opts); err != nil {
			return nil, fault.Wrap(op, err)
		}
		return file, nil
	}
	return nil, fault.New(fault.Invalid, op, "This file is not a table that can be read. Export it as CSV, with a first row that names the columns, and choose that file.")
}

// Unreadable are the rows that cannot be read under any mapping, by reason.
func (f *File) Unreadable() []Group { return f.unread.copy().inOrder() }

// First gives the cells of the first rows that can be read, to show what the
// file looks like.
func (f *File) First(count int) [][]string {
	var first [][]string
	for _, r := range f.rows[:min(count, len(f.rows))] {
		first = append(first, append([]string(nil), r.cells...))
	}
	return first
}

func slurp(source io.Reader) ([]byte, error) {
	const op = "importer.slurp"
	raw, err := io.ReadAll(io.LimitReader(source, FileLimit+1))
	switch {
	case err != nil:
		return nil, fault.Because(fault.Unavailable, op, "The file could not be read to its end. Choose it again.", err)
	case len(raw) > FileLimit:
		return nil, fault.New(fault.TooLarge, op, "This file is larger than 64 MB. Split it, by year for example, and bring in one part after the other.")
	case len(raw) == 0:
		return nil, fault.New(fault.Invalid, op, "This file is empty. Export it again and choose the new file.")
	}
	return raw, nil
}

// baseName leaves the folders out of a name, as they say more than is needed.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return clip(strings.ToValidUTF8(name, "�"), entry.LineLimit)
}

// clip keeps the first characters of a name.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
