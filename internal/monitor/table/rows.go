package table

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fermata/internal/fault"
)

// rows reads a table row by row.
type rows struct {
	csv          *csv.Reader
	width        int
	date, person int      // columns; person is -1 if there is none
	items        []column // every other column with a name
	min, max     float64
	values       []float64
}

// column is one item.
type column struct {
	name       string
	at         int
	betterHigh bool
}

// row is one good row. Values belong to the items asked for, NaN if missing,
// and are overwritten by the next row.
type row struct {
	person string
	day    int
	values []float64
}

// skipped says what is wrong with a bad row; its line is 0 if nothing is.
type skipped struct {
	line, column int // counted from 1; column 0 is the whole row
	name         string
	why          string
}

func (s skipped) String() string {
	if s.column == 0 {
		return fmt.Sprintf("line %d: %s", s.line, s.why)
	}
	return fmt.Sprintf("line %d, column %d (%s): %s", s.line, s.column, s.name, s.why)
}

func earlier(a, b skipped) skipped {
	if a.line > 0 && (b.line == 0 || a.line <= b.line) {
		return a
	}
	return b
}

const (
	notADate   = "the date is not a day of the form YYYY-MM-DD"
	noPerson   = "the person is empty"
	notANumber = "not a number"
	broken     = "the quotes do not match"
)

// open reads the header.
func open(in io.Reader, o Options) (*rows, error) {
	buffer := bufio.NewReaderSize(in, 64<<10)
	if mark, _ := buffer.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = buffer.Discard(3)
	}
	r := &rows{csv: csv.NewReader(buffer), date: -1, person: -1, min: o.Min, max: o.Max}
	r.csv.FieldsPerRecord, r.csv.ReuseRecord, r.csv.TrimLeadingSpace = -1, true, true
	header, err := r.csv.Read()
	switch {
	case err == io.EOF:
		return nil, invalid("The table is empty. Its first row has to name the columns, as: date,mood,sleep")
	case errors.As(err, new(*csv.ParseError)):
		return nil, invalid("The first row cannot be read: %s. It has to name the columns, as: date,mood,sleep", broken)
	case err != nil:
		return nil, unavailable(err)
	}
	return r, r.name(header, o)
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, "table.run", fmt.Sprintf(format, args...))
}

// name finds out what each column is.
func (r *rows) name(header []string, o Options) error {
	r.width = len(header)
	seen := map[string]bool{}
	for at, name := range header {
		name = strings.TrimSpace(name)
		key := name
		switch {
		case strings.EqualFold(name, "date"):
			r.date, key = at, "date"
		case strings.EqualFold(name, "person"):
			r.person, key = at, "person"
		case name == "":
			continue
		case name == All:
			return invalid("A column cannot be named %s: that stands for all items together. Name it differently.", All)
		default:
			r.items = append(r.items, column{name, at, slices.Contains(o.BetterHigh, name)})
		}
		if seen[key] {
			return invalid("Two columns have the same name, %q. Name one of them differently.", key)
		}
		seen[key] = true
	}
	if r.date < 0 {
		return invalid("There is no column named date. The first row has to name the columns, separated by commas, as: date,mood,sleep")
	}
	return r.known(slices.Concat(o.Items, o.BetterHigh))
}

// known refuses names of items that are no columns.
func (r *rows) known(names []string) error {
	for _, name := range names {
		if !slices.ContainsFunc(r.items, func(c column) bool { return c.name == name }) {
			return invalid("There is no item named %q. The first row names the columns; check the spelling.", name)
		}
	}
	return nil
}

// next reads the next row that is not empty, good or bad. At the end it
// returns io.EOF.
func (r *rows) next(items []column) (row, skipped, error) {
	record, bad, err := r.record()
	if err != nil || bad.line > 0 {
		return row{}, bad, err
	}
	got := row{values: r.values[:0]}
	if got.day, got.person, bad = r.whose(record); bad.line > 0 {
		return row{}, bad, nil
	}
	for _, item := range items {
		value, why := r.number(record[item.at])
		if why != "" {
			return row{}, r.at(item.at, item.name, why), nil
		}
		got.values = append(got.values, value)
	}
	r.values = got.values
	return got, skipped{}, nil
}

// record reads the fields of the next row that is not empty.
func (r *rows) record() ([]string, skipped, error) {
	for {
		record, err := r.csv.Read()
		var broke *csv.ParseError
		switch {
		case err == io.EOF:
			return nil, skipped{}, io.EOF
		case errors.As(err, &broke):
			return nil, skipped{line: broke.StartLine, why: broken}, nil
		case err != nil:
			return nil, skipped{}, unavailable(err)
		case !slices.ContainsFunc(record, filled):
			continue
		case len(record) != r.width:
			why := fmt.Sprintf("the row has %d fields and the first row has %d", len(record), r.width)
			return nil, r.at(-1, "", why), nil
		}
		return record, skipped{}, nil
	}
}

func filled(cell string) bool { return strings.TrimSpace(cell) != "" }

// at says where in the latest row something is wrong.
func (r *rows) at(column int, name, why string) skipped {
	line, _ := r.csv.FieldPos(max(0, column))
	return skipped{line, column + 1, name, why}
}

// whose reads day and person.
func (r *rows) whose(record []string) (int, string, skipped) {
	day, ok := dayNumber(strings.TrimSpace(record[r.date]))
	if !ok {
		return 0, "", r.at(r.date, "date", notADate)
	}
	if r.person < 0 {
		return day, "", skipped{}
	}
	name := strings.TrimSpace(record[r.person])
	if name == "" {
		return 0, "", r.at(r.person, "person", noPerson)
	}
	return day, name, skipped{}
}

// number reads a cell: NaN if it is empty, else a number on the scale, or why
// it is none.
func (r *rows) number(cell string) (value float64, why string) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return math.NaN(), ""
	}
	if strings.Trim(cell, "0123456789+-.eE") != "" {
		return 0, notANumber
	}
	value, err := strconv.ParseFloat(cell, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, notANumber
	}
	if value < r.min || value > r.max {
		return 0, fmt.Sprintf("outside the range from %g to %g", r.min, r.max)
	}
	return value, ""
}

const secondsPerDay = 24 * 60 * 60

// dayNumber counts days since 1970-01-01.
func dayNumber(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	return int(t.Unix() / secondsPerDay), true
}

func date(day int) string {
	return time.Unix(int64(day)*secondsPerDay, 0).UTC().Format(time.DateOnly)
}
