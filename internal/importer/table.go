package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fermata/internal/fault"
)

// row is one row of a table that can be read, with as many cells as there are
// columns.
type row struct {
	line  int // where it begins in the file, from 1
	cells []string
}

// scanner cuts a text into rows and cells. Cells are parts of the text and
// without the space around them.
//
// A row whose quotation marks do not fit is given up, and reading goes on
// with the line after the one it began on: that way a stray mark costs one
// row and not the rest of the file.
type scanner struct {
	text      string
	pos       int
	line      int
	delimiter byte
}

// next gives the cells of the next row and the line it begins on, or the
// reason why it cannot be read. more is false at the end of the text.
func (s *scanner) next(cells []string) (_ []string, line int, why Reason, more bool) {
	if s.pos >= len(s.text) {
		return cells, s.line, "", false
	}
	start, line := s.pos, s.line
	for {
		cell, ended, why := s.cell()
		if why != "" {
			s.restart(start, line)
			return cells, line, why, true
		}
		cells = append(cells, cell)
		if ended {
			s.line++
			return cells, line, "", true
		}
	}
}

// restart goes on after the line that begins at start.
func (s *scanner) restart(start, line int) {
	s.line = line + 1
	if end := strings.IndexByte(s.text[start:], '\n'); end >= 0 {
		s.pos = start + end + 1
	} else {
		s.pos = len(s.text)
	}
}

// cell reads one cell and what ends it; ended says that the row is over.
func (s *scanner) cell() (cell string, ended bool, why Reason) {
	from := s.pos
	for from < len(s.text) && s.text[from] == ' ' {
		from++
	}
	if from < len(s.text) && s.text[from] == '"' {
		return s.quoted(from + 1)
	}
	end := s.pos
	for end < len(s.text) && s.text[end] != s.delimiter && s.text[end] != '\n' {
		end++
	}
	cell = strings.TrimSpace(s.text[s.pos:end])
	return cell, s.leave(end), ""
}

func (s *scanner) quoted(from int) (cell string, ended bool, why Reason) {
	doubled := false
	end := from
	for {
		mark := strings.IndexByte(s.text[end:], '"')
		if mark < 0 {
			return "", false, NeverClosed
		}
		end += mark
		if end+1 == len(s.text) || s.text[end+1] != '"' {
			break
		}
		doubled = true
		end += 2
	}
	after := end + 1
	for after < len(s.text) && (s.text[after] == ' ' || s.text[after] == '\r') {
		after++
	}
	if after < len(s.text) && s.text[after] != s.delimiter && s.text[after] != '\n' {
		return "", false, StrayQuote
	}
	raw := s.text[from:end]
	s.line += strings.Count(raw, "\n")
	return unquote(raw, doubled), s.leave(after), ""
}

func unquote(raw string, doubled bool) string {
	if doubled {
		raw = strings.ReplaceAll(raw, `""`, `"`)
	}
	if strings.Contains(raw, "\r") {
		raw = strings.ReplaceAll(raw, "\r\n", "\n")
	}
	return strings.TrimSpace(raw)
}

// leave steps over what ends a cell and says whether the row ends there.
func (s *scanner) leave(end int) bool {
	s.pos = end + 1
	return end >= len(s.text) || s.text[end] == '\n'
}

// delimiters are tried in this order where they fit equally well.
var delimiters = []byte{',', ';', '\t'}

// sniffed is how many rows are looked at to find the delimiter.
const sniffed = 100

// peek finds the first row that holds something and what stands between its
// cells: the delimiter under which most of the first rows are as wide as it.
func peek(text string) head {
	h := head{text: text, line: 1}
	h.skipBlank()
	line, _, _ := strings.Cut(text[h.start:], "\n")
	if mark, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep="); ok && len(mark) == 1 && strings.ContainsAny(mark, ",;\t") {
		h.start, h.line = h.start+len(line)+1, h.line+1
		h.start = min(h.start, len(text))
		h.skipBlank()
		h.delimiter = mark[0]
		h.header, _ = h.widths(h.delimiter)
		return h
	}
	best := 0.0
	for _, delimiter := range delimiters {
		header, share := h.widths(delimiter)
		if len(header) >= 2 && share > best {
			h.delimiter, h.header, best = delimiter, header, share
		}
	}
	return h
}

func (h *head) skipBlank() {
	for h.start < len(h.text) && strings.IndexByte("\r\n \t,;", h.text[h.start]) >= 0 {
		if h.text[h.start] == '\n' {
			h.line++
		}
		h.start++
	}
	// The cells before the first that holds something belong to the header.
	h.start = strings.LastIndexByte(h.text[:h.start], '\n') + 1
}

// widths gives the header under a delimiter and the share of the first rows,
// a half at least, that are as wide; else nothing.
func (h *head) widths(delimiter byte) ([]string, float64) {
	s := scanner{text: h.text, pos: h.start, line: h.line, delimiter: delimiter}
	header, _, why, more := s.next(nil)
	if !more || why != "" {
		return nil, 0
	}
	rows, fitting := 1, 1
	for rows < sniffed {
		cells, _, why, more := s.next(nil)
		if !more {
			break
		}
		if len(cells) == 1 && cells[0] == "" {
			continue
		}
		rows++
		if why == "" && fits(cells, len(header)) {
			fitting++
		}
	}
	if fitting*2 < rows {
		return nil, 0
	}
	return header, float64(fitting) / float64(rows)
}

// fits: as many cells as columns, or more of which the last are empty.
func fits(cells []string, width int) bool {
	if len(cells) < width {
		return false
	}
	for _, cell := range cells[width:] {
		if cell != "" {
			return false
		}
	}
	return true
}

func isTable(h head) bool {
	first := strings.TrimLeft(h.text, "\r\n\t ")
	return len(h.header) >= 2 && first != "" && !strings.ContainsRune("{[<", rune(first[0]))
}

// readTable reads all rows of a table and looks at every column.
func readTable(f *File, h head, opts Options) error {
	f.Delimiter = string(rune(h.delimiter))
	s := scanner{text: h.text, pos: h.start, line: h.line, delimiter: h.delimiter}
	if len(h.header) > ColumnLimit { // before any name is given: that takes long for a million alike
		return fault.New(fault.TooLarge, "importer.table", "This table has "+strconv.Itoa(len(h.header))+" columns; "+strconv.Itoa(ColumnLimit)+" fit. Take out those that do not matter and choose it again.")
	}
	names, ok := columnNames(h.header)
	if ok {
		s.next(nil)
	}
	if err := f.readRows(&s, len(names), opts); err != nil {
		return err
	}
	if f.Read == 0 {
		return fault.New(fault.Invalid, "importer.table", "This table has a first row and nothing below it. Export it again and choose the new file.")
	}
	for n, name := range names {
		f.Columns = append(f.Columns, lookAt(name, f.rows, n))
	}
	return nil
}

func (f *File) readRows(s *scanner, width int, opts Options) error {
	var buffer []string
	for {
		cells, line, why, more := s.next(buffer[:0])
		if !more {
			break
		}
		f.Read++
		if f.Read > RowLimit {
			return fault.New(fault.TooLarge, "importer.table", "This file has more than 200,000 rows. Split it, by year for example, and bring in one part after the other.")
		}
		if why == "" {
			why = rowTrouble(cells, width)
		}
		f.keep(cells, line, why, width)
		buffer = cells
		if opts.Progress != nil && f.Read%1000 == 0 {
			opts.Progress(int64(s.pos), int64(len(s.text)))
		}
	}
	if opts.Progress != nil {
		opts.Progress(int64(len(s.text)), int64(len(s.text)))
	}
	return nil
}

func (f *File) keep(cells []string, line int, why Reason, width int) {
	switch why {
	case "":
		f.rows = append(f.rows, row{line: line, cells: append([]string(nil), cells[:width]...)})
	case Blank:
		f.ignored.add(why, line)
	default:
		f.unread.add(why, line)
	}
}

// rowTrouble says why a row cannot be read, or "".
func rowTrouble(cells []string, width int) Reason {
	size := 0
	for _, cell := range cells {
		size += len(cell)
		switch {
		case strings.IndexByte(cell, 0) >= 0:
			return NotText
		case !utf8.ValidString(cell):
			return OtherLetters
		case len(cell) > CellLimit && utf8.RuneCountInString(cell) > CellLimit:
			return LongCell
		}
	}
	switch {
	case size == 0:
		return Blank
	case size > rowBytes:
		return LongRow
	case !fits(cells, width):
		return Ragged
	}
	return ""
}

// columnNames gives each column a name of its own. Where the first row holds
// a date or a number it is no header, and ok is false.
func columnNames(header []string) (names []string, ok bool) {
	ok = true
	for _, cell := range header {
		if _, isNumber := number(cell); isNumber {
			ok = false
		} else if _, isDate := readDate(cell); isDate {
			ok = false
		}
	}
	seen := map[string]bool{}
	for n, cell := range header {
		name := clip(strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "�"), nameLimit-20)
		if !ok || name == "" {
			name = "column " + strconv.Itoa(n+1)
		}
		for again := 2; seen[name]; again++ {
			name = strings.TrimSuffix(name, " ("+strconv.Itoa(again-1)+")") + " (" + strconv.Itoa(again) + ")"
		}
		seen[name] = true
		names = append(names, name)
	}
	return names, ok
}
