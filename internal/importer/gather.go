package importer

import (
	"strconv"
	"strings"

	"fermata/internal/fault"
)

// cellsLimit bounds rows times columns, for files whose columns turn up row by
// row: what is kept in memory stays small whatever the file says.
const cellsLimit = 6_000_000

// gatherer collects the rows of a file that is no plain table, under columns
// that turn up on the way.
type gatherer struct {
	file  *File
	names []string
	index map[string]int
	rows  []row
}

func gather(f *File, names ...string) *gatherer {
	g := &gatherer{file: f, index: map[string]int{}}
	for _, name := range names {
		g.column(name)
	}
	return g
}

// column is the index of the column with this name, which it adds.
func (g *gatherer) column(name string) int {
	name = columnName(name)
	n, known := g.index[name]
	if !known {
		n = len(g.names)
		g.index[name], g.names = n, append(g.names, name)
	}
	return n
}

// columnName makes a text from a file fit to name a column.
func columnName(name string) string {
	name = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), "�"))
	if name == "" {
		name = "no name"
	}
	return clip(name, nameLimit-20)
}

// field is one cell by the name of its column.
type field struct{ column, text string }

// row adds a row with what it holds. Errors: fault.TooLarge past a limit.
func (g *gatherer) row(line int, fields ...field) error {
	if err := g.count(); err != nil {
		return err
	}
	var cells []string
	for _, cell := range fields {
		n := g.column(cell.column)
		for len(cells) <= n {
			cells = append(cells, "")
		}
		cells[n] = strings.TrimSpace(cell.text)
	}
	if why := rowTrouble(cells, 0); why != "" && why != Ragged {
		g.file.keep(nil, line, why, 0)
		return nil
	}
	g.rows = append(g.rows, row{line: line, cells: cells})
	return nil
}

// leave counts a row that is not read, with the name of what it is.
func (g *gatherer) leave(why Reason, name string, line int) error {
	g.file.ignored.addNamed(why, name, line)
	return g.count()
}

// unread counts a row that cannot be read.
func (g *gatherer) unread(why Reason, name string, line int) error {
	g.file.unread.addNamed(why, name, line)
	return g.count()
}

func (g *gatherer) count() error {
	if g.file.Read++; g.file.Read > RowLimit {
		return tooManyRows()
	}
	return nil
}

func tooManyRows() error {
	return fault.New(fault.TooLarge, "importer.rows", "This file has more than 200,000 rows. Split it, by year for example, and bring in one part after the other.")
}

// finish makes the rows equally wide and looks at every column.
func (g *gatherer) finish() error {
	if g.file.Read == 0 {
		return fault.New(fault.Invalid, "importer.rows", "There is nothing in this file yet. Export it again and choose the new file.")
	}
	if err := fitting(len(g.rows), len(g.names)); err != nil {
		return err
	}
	for n := range g.rows {
		wide := make([]string, len(g.names))
		copy(wide, g.rows[n].cells)
		g.rows[n].cells = wide
	}
	g.file.rows = g.rows
	for n, name := range g.names {
		g.file.Columns = append(g.file.Columns, lookAt(name, g.rows, n))
	}
	return nil
}

func fitting(rows, columns int) error {
	if columns <= ColumnLimit && rows*columns <= cellsLimit {
		return nil
	}
	return fault.New(fault.TooLarge, "importer.rows", "This file holds "+strconv.Itoa(columns)+" different things in "+strconv.Itoa(rows)+
		" rows, which is more than fits. Take out those that do not matter and choose it again.")
}

// spread adds a column for each different thing that a table tells one row at
// a time: part says which column a row belongs to and what it holds there. The
// columns of the file stay as they are, beside the new ones.
func (f *File) spread(part func(row) (name, text string)) error {
	base := len(f.Columns)
	f.own = base
	index := map[string]int{}
	var names []string
	places, texts := make([]int, len(f.rows)), make([]string, len(f.rows))
	for n, r := range f.rows {
		name, text := part(r)
		places[n] = -1
		if name == "" || text == "" {
			continue
		}
		at, known := index[name]
		if !known {
			at = len(names)
			index[name], names = at, append(names, f.freeName(columnName(name)))
		}
		places[n], texts[n] = at, text
	}
	if err := fitting(len(f.rows), base+len(names)); err != nil {
		return err
	}
	for n, r := range f.rows {
		wide := make([]string, base+len(names))
		copy(wide, r.cells)
		if places[n] >= 0 {
			wide[base+places[n]] = texts[n]
		}
		f.rows[n].cells = wide
	}
	for n, name := range names {
		f.Columns = append(f.Columns, lookAt(name, f.rows, base+n))
	}
	return nil
}

// freeName keeps a new column apart from those of the file itself.
func (f *File) freeName(name string) string {
	if f.column(name) > 0 {
		return name + " (value)"
	}
	return name
}

// ownIdentity is all that a row held in the file, without the columns that
// were made of it.
func ownIdentity(f *File) identifier {
	own := *f
	own.Columns = f.Columns[:f.own]
	return tableIdentity(&own)
}
