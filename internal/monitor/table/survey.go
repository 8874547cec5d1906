package table

import (
	"io"
	"slices"
	"strings"
)

// surveyed is what the first reading finds out.
type surveyed struct {
	items  []column // sorted by name
	sorted bool     // by person
}

// guess counts what a column holds.
type guess struct {
	numbers, texts int
	first          skipped // cell that is no number on the scale
}

// survey reads the table once and checks it. It returns no items if there is
// not a single row.
func survey(again func() (io.Reader, error), o Options) (surveyed, error) {
	in, err := again()
	if err != nil {
		return surveyed{}, err
	}
	rows, err := open(in, o)
	if err != nil {
		return surveyed{}, err
	}
	s := surveyor{rows: rows, guesses: make([]guess, len(rows.items)), sorted: true}
	for err == nil {
		err = s.row()
	}
	if err != io.EOF || s.count == 0 {
		return surveyed{}, ended(err)
	}
	return s.conclude(o)
}

func ended(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

type surveyor struct {
	rows    *rows
	guesses []guess
	count   int
	first   skipped // row that is bad whatever its items
	sorted  bool
	last    string
}

// row looks at one row, with every column.
func (s *surveyor) row() error {
	record, bad, err := s.rows.record()
	if err != nil {
		return err
	}
	s.count++
	var who string
	if bad.line == 0 {
		_, who, bad = s.rows.whose(record)
	}
	if bad.line > 0 {
		s.first = earlier(s.first, bad)
		return nil
	}
	s.sorted = s.sorted && who >= s.last
	s.last = who
	s.cells(record)
	return nil
}

func (s *surveyor) cells(record []string) {
	for i, item := range s.rows.items {
		cell := record[item.at]
		_, why := s.rows.number(cell)
		switch {
		case !filled(cell):
			continue
		case why == notANumber:
			s.guesses[i].texts++
		default:
			s.guesses[i].numbers++
		}
		if why != "" {
			s.guesses[i].first = earlier(s.guesses[i].first, s.rows.at(item.at, item.name, why))
		}
	}
}

// conclude says which columns are items, and refuses bad rows.
func (s *surveyor) conclude(o Options) (surveyed, error) {
	found := surveyed{sorted: s.sorted}
	first := s.first
	for i, item := range s.rows.items {
		if !s.guesses[i].isItem(item.name, o.Items) {
			continue
		}
		found.items = append(found.items, item)
		first = earlier(first, s.guesses[i].first)
	}
	if first.line > 0 && !o.SkipBad {
		return surveyed{}, invalid("Bad row at %s. Correct it, or leave such rows out with --skip-bad.", first)
	}
	if len(found.items) == 0 {
		return surveyed{}, invalid("No column holds numbers. Besides date and person there has to be one, as: date,mood")
	}
	slices.SortFunc(found.items, func(a, b column) int { return strings.Compare(a.name, b.name) })
	return found, nil
}

func (g guess) isItem(name string, wanted []string) bool {
	if len(wanted) > 0 {
		return slices.Contains(wanted, name)
	}
	return g.numbers > 0 && g.numbers >= g.texts
}
