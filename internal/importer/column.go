package importer

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Column is what one column of a table holds.
type Column struct {
	Name string // its name in the file, or "column 3"; no two are the same
	Sort Sort
	// Filled counts the rows that hold something here.
	Filled int
	// Numbers counts the rows that hold a number; Min and Max are the
	// smallest and largest of them, 0 when there is none.
	Numbers  int
	Min, Max float64
	// Levels are the different texts with their counts, the most frequent
	// first, when there are no more than 300 and none is longer than 160
	// characters; else nil.
	Levels []Count
	// Dates says how dates of this column are written.
	Dates DateWriting

	dates, clocks int // rows that hold each
	chars         int // characters in all
}

// Sort is what most of a column's cells are.
type Sort string

// The sorts of columns.
const (
	Empty   Sort = "empty"
	Dates   Sort = "dates"
	Times   Sort = "times"
	Numbers Sort = "numbers"
	Words   Sort = "words" // few different ones, again and again
	Texts   Sort = "texts"
)

// lookAt reads one column of all rows.
func lookAt(name string, rows []row, n int) Column {
	c := Column{Name: name}
	levels := map[string]int{}
	for _, r := range rows {
		cell := r.cells[n]
		if cell == "" {
			continue
		}
		c.Filled++
		c.chars += utf8.RuneCountInString(cell)
		c.lookAtCell(cell)
		if levels == nil {
			continue
		}
		if levels[cell]++; len(levels) > levelLimit || len(cell) > nameLimit && utf8.RuneCountInString(cell) > nameLimit {
			levels = nil
		}
	}
	if levels != nil {
		c.Levels = counted(levels)
	}
	c.Sort = c.sort()
	return c
}

func (c *Column) lookAtCell(cell string) {
	if value, ok := number(cell); ok {
		if c.Numbers == 0 || value < c.Min {
			c.Min = value
		}
		if c.Numbers == 0 || value > c.Max {
			c.Max = value
		}
		c.Numbers++
	}
	if date, ok := readDate(cell); ok {
		c.dates++
		c.Dates.note(date)
	}
	if _, ok := readClock(cell); ok {
		c.clocks++
	}
}

// sort is decided by nine cells in ten.
func (c *Column) sort() Sort {
	most := func(count int) bool { return count*10 >= c.Filled*9 }
	switch {
	case c.Filled == 0:
		return Empty
	case most(c.Numbers):
		return Numbers
	case most(c.dates):
		return Dates
	case most(c.clocks):
		return Times
	case c.Levels != nil && len(c.Levels) <= 30 && len(c.Levels)*2 <= c.Filled:
		return Words
	}
	return Texts
}

// number reads a plain number, with a comma in the place of the point and a
// per cent sign too: 7, -1.5, 7,5, 80 %.
func number(text string) (float64, bool) {
	if text == "" || len(text) > 24 || !strings.ContainsRune("+-.0123456789", rune(text[0])) {
		return 0, false
	}
	text = strings.TrimRight(strings.TrimSuffix(text, "%"), " ")
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	for i := range len(text) {
		if strings.IndexByte("+-.0123456789", text[i]) < 0 {
			return 0, false
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil && !math.IsInf(value, 0)
}

// Scale is the two ends of the numbers in a column.
type Scale struct {
	From, To float64 // what becomes 0 and 10
	// Usual: a scale that is often used and into which all numbers fit.
	// Otherwise the ends are just the smallest and the largest number seen.
	Usual bool
}

// scales are those in use, the narrower before the wider.
var scales = []Scale{
	{From: 0, To: 1}, {From: 1, To: 5}, {From: 0, To: 5}, {From: 1, To: 10}, {From: 0, To: 10}, {From: 0, To: 100},
	{From: -1, To: 1}, {From: -2, To: 2}, {From: -3, To: 3}, {From: -5, To: 5}, {From: -10, To: 10}, {From: -100, To: 100},
}

// Scale guesses the scale of a column's numbers from the smallest and the
// largest. It is a guess, to be shown and corrected: someone who never chose
// less than 3 of 10 leaves no trace of it.
func (c Column) Scale() Scale {
	for _, scale := range scales {
		if c.Min >= scale.From && c.Max <= scale.To {
			scale.Usual = true
			return scale
		}
	}
	return Scale{From: c.Min, To: c.Max}
}
