package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/importer"
)

// columnFlags say what the columns of a table are. What they leave open is
// guessed from the file.
type columnFlags struct {
	DateColumn string   `help:"The column with the date." placeholder:"NAME"`
	DateOrder  string   `help:"Is 3/4 the third of April (day) or the fourth of March (month)?" enum:",day,month" default:"" placeholder:"day|month"`
	TimeColumn string   `help:"The column with the time." placeholder:"NAME"`
	NoteColumn string   `help:"The column with a note." placeholder:"NAME"`
	TagsColumn string   `help:"The column with activities." placeholder:"NAME"`
	Separator  string   `help:"What stands between two activities." placeholder:"TEXT"`
	Map        []string `help:"A column that counts as an item, and its scale." sep:"none" placeholder:"COLUMN=ITEM:1-5"`
	WorseHigh  []string `help:"New items where a higher number is a harder day." placeholder:"ITEM"`
	Keep       []string `help:"A column that is kept beside the row and counts for nothing." sep:"none" placeholder:"COLUMN"`
	LeaveOut   []string `help:"A column that is not brought in." sep:"none" placeholder:"COLUMN"`
}

// mapping changes a guessed mapping as the flags say.
func (c columnFlags) mapping(file *importer.File, m importer.Mapping, items []entry.Item) (importer.Mapping, error) {
	if len(file.Columns) == 0 {
		return m, nil
	}
	columns := columnFinder{file: file}
	m.Columns = slices.Clone(m.Columns)
	for _, role := range []struct {
		name string
		to   *int
	}{{c.DateColumn, &m.Date}, {c.TimeColumn, &m.Time}, {c.NoteColumn, &m.Note}, {c.TagsColumn, &m.Tags}} {
		if role.name != "" {
			*role.to = columns.number(role.name)
		}
	}
	if c.DateColumn != "" && m.Date > 0 {
		m.Order = file.Columns[m.Date-1].Dates.Order()
	}
	m.Order = orders(c.DateOrder, m.Order)
	if c.Separator != "" {
		m.Separator = c.Separator
	}
	for _, name := range c.Keep {
		columns.use(m, name, importer.Use{As: importer.AsItIs})
	}
	for _, name := range c.LeaveOut {
		columns.use(m, name, importer.Use{As: importer.AsNothing})
	}
	for _, text := range c.Map {
		name, use, err := c.use(text, items)
		if err != nil {
			return m, err
		}
		columns.use(m, name, use)
	}
	return m, columns.err
}

func orders(flag string, guessed importer.DateOrder) importer.DateOrder {
	switch flag {
	case "day":
		return importer.DayFirst
	case "month":
		return importer.MonthFirst
	}
	return guessed
}

// columnFinder finds columns by name and keeps the first that is not there.
type columnFinder struct {
	file *importer.File
	err  error
}

func (c *columnFinder) number(name string) int {
	for n, column := range c.file.Columns {
		if strings.EqualFold(column.Name, strings.TrimSpace(name)) {
			return n + 1
		}
	}
	if c.err == nil {
		var names []string
		for _, column := range c.file.Columns {
			names = append(names, "“"+column.Name+"”")
		}
		c.err = fault.New(fault.Invalid, "cli.import", "The file has no column “"+name+"”. It has "+strings.Join(names, ", ")+".")
	}
	return 0
}

func (c *columnFinder) use(m importer.Mapping, name string, use importer.Use) {
	if n := c.number(name); n > 0 {
		m.Columns[n-1] = use
	}
}

// use reads COLUMN=ITEM:SCALE, where the scale is two numbers that become 0
// and 10, or words with their values.
func (c columnFlags) use(text string, items []entry.Item) (column string, use importer.Use, err error) {
	column, rest, found := strings.Cut(text, "=")
	key, scale, scaled := strings.Cut(rest, ":")
	key = strings.TrimSpace(key)
	use = importer.Use{As: importer.AsItem, Item: c.item(key, strings.TrimSpace(column), items)}
	if !found || !scaled || !entry.IsKey(use.Item.Key) {
		return "", use, badMap()
	}
	if strings.Contains(scale, "=") {
		use.Levels, err = levelsOf(scale)
	} else {
		use.From, use.To, err = endsOf(scale)
	}
	return strings.TrimSpace(column), use, err
}

func badMap() error {
	return fault.New(fault.Invalid, "cli.import", "Write --map as COLUMN=ITEM:1-5, with the numbers that become 0 and 10, or as COLUMN=ITEM:bad=2,good=8. An item is named in small letters, digits and dashes.")
}

// item is one of the person's own, by key or name, else a new one.
func (c columnFlags) item(key, column string, items []entry.Item) entry.Item {
	for _, item := range items {
		if item.Key == key || strings.EqualFold(item.Name, key) {
			return item
		}
	}
	return entry.Item{Key: key, Name: column, BetterHigh: !slices.Contains(c.WorseHigh, key)}
}

// endsOf reads 1-5, 5-1 and, where a number is negative, -3..3.
func endsOf(scale string) (from, to float64, err error) {
	first, second, found := strings.Cut(scale, "..")
	if !found {
		first, second, _ = strings.Cut(scale, "-")
	}
	from, errFrom := strconv.ParseFloat(strings.TrimSpace(first), 64)
	to, errTo := strconv.ParseFloat(strings.TrimSpace(second), 64)
	if errors.Join(errFrom, errTo) != nil || from == to {
		return 0, 0, badMap()
	}
	return from, to, nil
}

func levelsOf(scale string) (map[string]float64, error) {
	levels := map[string]float64{}
	for pair := range strings.SplitSeq(scale, ",") {
		at := strings.LastIndex(pair, "=")
		if at < 1 {
			return nil, badMap()
		}
		value, err := strconv.ParseFloat(strings.TrimSpace(pair[at+1:]), 64)
		if err != nil || !(value >= entry.ItemMin && value <= entry.ItemMax) {
			return nil, badMap()
		}
		levels[strings.TrimSpace(pair[:at])] = value
	}
	return levels, nil
}

// flagFor is the flag that answers a field of the mapping.
var flagFor = map[string]string{
	"date": "--date-column", "date-order": "--date-order", "time": "--time-column", "note": "--note-column",
	"tags": "--tags-column", "separator": "--separator",
}

// inFlags says what is missing in a mapping in words of the command line.
func inFlags(file *importer.File, err error) error {
	var fields fault.Fields
	if !errors.As(err, &fields) {
		return err
	}
	var says []string
	for _, field := range fields {
		says = append(says, "  "+placeOf(file, field.Name)+": "+field.Say)
	}
	return fault.New(fault.Invalid, "cli.import", "This is not clear yet:\n"+strings.Join(says, "\n"))
}

func placeOf(file *importer.File, field string) string {
	if flag, ok := flagFor[field]; ok {
		return flag
	}
	parts := strings.Split(field, "-")
	if len(parts) > 1 {
		if n, err := strconv.Atoi(parts[1]); err == nil && n >= 1 && n <= len(file.Columns) {
			return "--map \"" + file.Columns[n-1].Name + "=…\""
		}
	}
	return "--map"
}
