package importer

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// Mapping is what a person says the columns of a table are. Columns are
// numbered from 1; 0 means none.
type Mapping struct {
	Date  int
	Year  int       // where the date has no year of its own
	Order DateOrder // needed when [DateWriting.NeedsOrder]
	Time  int       // where the time stands in a column of its own
	Title int       // comes before the note, on a line of its own
	Note  int
	Tags  int // activities and the like
	// Separator stands between tags.
	Separator string
	// Columns says what becomes of each column, in the file's order. It is
	// not asked for the columns named above.
	Columns []Use
	// Meaning says which tags count as a skill or a warning sign.
	Meaning map[string]entry.Tag
}

// As says what becomes of a column.
type As string

// What a column can become. The first four follow from the mapping's numbers
// and are not chosen.
const (
	AsTime    As = "time" // date, year and time; the text stays beside the row
	AsNote    As = "note"
	AsTags    As = "tags"
	AsItem    As = "item"     // a value from 0 to 10
	AsItIs    As = "as-it-is" // kept beside the row, counts for nothing
	AsNothing As = "left-out" // not brought in
)

// Use is what becomes of one column.
type Use struct {
	As As // AsItem, AsItIs or AsNothing
	// Item is what the column counts as. A key that is not among the
	// person's items proposes a new one.
	Item entry.Item
	// Levels gives words their value from 0 to 10. Words without one count
	// for nothing so far.
	Levels map[string]float64
	// From and To are the numbers that become 0 and 10; From may be the
	// larger. Both 0: only words count.
	From, To float64
}

// DefaultMapping is what the file looks like: a guess to start from. Where
// nothing tells, it leaves the place open and [File.CheckMapping] asks.
// Columns go to existing items of the same name, turned round where the item
// counts the other way.
func (f *File) DefaultMapping(existing []entry.Item) Mapping {
	if f.format.roles == nil {
		return Mapping{}
	}
	m := f.format.roles(f)
	if m.Date > 0 {
		m.Order = f.Columns[m.Date-1].Dates.Order()
	}
	chosen := newChooser(existing)
	m.Columns = make([]Use, len(f.Columns))
	for n, column := range f.Columns {
		m.Columns[n] = Use{As: AsItIs}
		switch {
		case f.role(m, n+1) != "":
		case column.Sort == Empty || m.Date > 0 && derived[strings.ToLower(column.Name)]:
			m.Columns[n].As = AsNothing
		default:
			m.Columns[n] = f.defaultUse(column, chosen)
		}
	}
	return m
}

// defaultUse is what the format says of a column, or else what it looks like.
func (f *File) defaultUse(column Column, chosen *chooser) Use {
	use, ok := Use{}, false
	if f.format.use != nil {
		use, ok = f.format.use(f, column)
	}
	if !ok {
		use, ok = guessUse(column, f.Source)
	}
	if !ok || use.As != AsItem || len(chosen.taken) >= entry.ListLimit {
		return Use{As: AsItIs}
	}
	return chosen.item(use, column.Name)
}

// derived columns say the date once more.
var derived = map[string]bool{"weekday": true, "day of week": true, "date": true, "date formatted": true, "date_formatted": true}

// role is what a column is by its number, or "".
func (f *File) role(m Mapping, number int) As {
	switch number {
	case m.Date, m.Year, m.Time:
		return AsTime
	case m.Title, m.Note:
		return AsNote
	case m.Tags:
		return AsTags
	}
	return ""
}

// guessUse takes numbers on a usual scale and well-known words for an item.
func guessUse(column Column, source string) (Use, bool) {
	better := !worseHigh(column.Name)
	switch {
	case source == "daylio-csv" && strings.EqualFold(column.Name, "mood"):
		return Use{As: AsItem, Levels: levelsOf(column, daylioMoods), Item: entry.Item{Low: "awful", High: "rad", BetterHigh: true}}, true
	case column.Sort == Numbers && column.Scale().Usual:
		scale := column.Scale()
		return Use{As: AsItem, From: scale.From, To: scale.To, Item: entry.Item{BetterHigh: better}}, true
	case column.Sort == Words:
		levels := levelsOf(column, yesAndNo)
		return Use{As: AsItem, Levels: levels, Item: entry.Item{BetterHigh: better}}, len(levels) == len(column.Levels)
	}
	return Use{}, false
}

var yesAndNo = map[string]float64{"no": 0, "false": 0, "n": 0, "yes": 10, "true": 10, "y": 10}

// levelsOf gives the words of a column that are known their value.
func levelsOf(column Column, known map[string]float64) map[string]float64 {
	levels := map[string]float64{}
	for _, level := range column.Levels {
		if value, ok := known[strings.ToLower(level.Text)]; ok {
			levels[level.Text] = value
		}
	}
	return levels
}

// heavy are parts of names of things of which more is worse.
var heavy = []string{
	"stress", "anx", "worr", "pain", "ache", "fatigue", "tired", "exhaust", "sad", "depress", "irrit", "anger", "angry",
	"restless", "panic", "fear", "lonel", "craving", "urge", "nausea", "symptom", "guilt", "shame", "tension", "insomnia",
}

// worseHigh guesses from a name that more of it is worse.
func worseHigh(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(heavy, func(part string) bool { return strings.Contains(name, part) })
}

// chooser finds the item for a column: one of the person's own by its name,
// else a new one with a key that is free.
type chooser struct {
	existing []entry.Item
	taken    map[string]bool // keys of items
	used     map[string]bool // keys of existing items that a column counts as
	asked    int             // items that a check-in asks about
}

// askedAtMost is how many items a check-in has before further ones from an
// import are not asked about: three to five are easiest to keep up.
const askedAtMost = 5

func newChooser(existing []entry.Item) *chooser {
	c := &chooser{existing: existing, taken: map[string]bool{}, used: map[string]bool{}}
	for _, item := range existing {
		c.taken[item.Key] = true
		if !item.Retired {
			c.asked++
		}
	}
	return c
}

func (c *chooser) item(use Use, column string) Use {
	for _, item := range c.existing {
		if item.Key == keyOf(column) || strings.EqualFold(item.Name, column) {
			if c.used[item.Key] {
				return Use{As: AsItIs} // a second column of that name
			}
			c.used[item.Key] = true
			if item.BetterHigh != use.Item.BetterHigh {
				use = use.turned()
			}
			use.Item = item
			return use
		}
	}
	use.Item.Key, use.Item.Name = c.freeKey(column), itemName(column)
	if use.Item.Retired = use.Item.Retired || c.asked >= askedAtMost; !use.Item.Retired {
		c.asked++
	}
	return use
}

func (c *chooser) freeKey(column string) string {
	key := keyOf(column)
	for n := 2; key == "" || c.taken[key]; n++ {
		key = strings.Trim(clip(keyOf(column), 55)+"-"+strconv.Itoa(n), "-")
		if keyOf(column) == "" {
			key = "item-" + strconv.Itoa(n-1)
		}
	}
	c.taken[key] = true
	return key
}

// turned is the same use for an item that counts the other way.
func (u Use) turned() Use {
	u.From, u.To = u.To, u.From
	levels := make(map[string]float64, len(u.Levels))
	for text, value := range u.Levels {
		levels[text] = entry.ItemMax - value
	}
	u.Levels = levels
	return u
}

// keyOf makes a key of a name: plain small letters, digits and dashes. It is
// "" where the name has none of them.
func keyOf(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), strings.ToLower(name))
	if err != nil {
		return ""
	}
	var key strings.Builder
	for _, r := range plain {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			key.WriteRune(r)
		case key.Len() > 0 && !strings.HasSuffix(key.String(), "-"):
			key.WriteByte('-')
		}
	}
	return strings.Trim(clip(strings.Trim(key.String(), "-"), 64), "-")
}

// itemName writes a column's name as the name of an item.
func itemName(column string) string {
	name := clip(strings.TrimSpace(strings.ReplaceAll(column, "_", " ")), entry.NameLimit)
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// CheckMapping says what is missing or does not fit, as fault.Fields named
// date, date-order, year, time, title, note, tags, separator, columns,
// column-1 … (what becomes of the column and its item), scale-1 … (its ends)
// and level-1-1 … (the words of a column, in the order of [Column.Levels]).
func (f *File) CheckMapping(m Mapping, existing []entry.Item) error {
	if f.format.roles == nil {
		return nil
	}
	var fields fault.Fields
	f.checkRoles(&fields, m)
	f.checkDate(&fields, m)
	if len(m.Columns) != len(f.Columns) {
		fields.Add("columns", "The file has other columns than these. Choose the file again.")
		return fields.Err()
	}
	items := map[string]bool{}
	for n, use := range m.Columns {
		if f.role(m, n+1) == "" {
			f.checkUse(&fields, n, use, items)
		}
	}
	if len(items) > entry.ListLimit {
		fields.Add("columns", "That is more than "+strconv.Itoa(entry.ListLimit)+" items. Choose the ones that matter and keep the others as they are.")
	} else if err := f.checkItems(m, existing); err != nil {
		fields.Add("columns", fault.Sentence(err))
	}
	if err := (entry.ImportMapping{Batch: "b", Tags: m.Meaning}).Validate(); err != nil {
		fields.Add("tags", fault.Sentence(err))
	}
	return fields.Err()
}

// checkRoles: each number is a column, and no column is two things. Date and
// time may stand in one.
func (f *File) checkRoles(fields *fault.Fields, m Mapping) {
	taken := map[int]string{}
	for _, role := range []struct {
		name   string
		number int
	}{{"date", m.Date}, {"year", m.Year}, {"time", m.Time}, {"title", m.Title}, {"note", m.Note}, {"tags", m.Tags}} {
		switch {
		case role.number == 0 || role.name == "time" && role.number == m.Date:
		case role.number < 0 || role.number > len(f.Columns):
			fields.Add(role.name, "The file has no such column. Choose one from the list.")
		case taken[role.number] != "":
			fields.Add(role.name, "This column is the "+taken[role.number]+" already. Choose another one, or none.")
		default:
			taken[role.number] = role.name
		}
	}
	if m.Tags > 0 && (strings.TrimSpace(m.Separator) == "" && m.Separator != " " || len(m.Separator) > 10) {
		fields.Add("separator", "Say what stands between two activities, like | or a comma.")
	}
}

func (f *File) checkDate(fields *fault.Fields, m Mapping) {
	switch {
	case m.Date == 0:
		fields.Add("date", "Choose the column that holds the date.")
	case m.Date < 0 || m.Date > len(f.Columns):
	case f.Columns[m.Date-1].dates == 0 && len(f.rows) > 0:
		fields.Add("date", "No date can be read in this column. Choose another one.")
	case m.Order != "" && m.Order != DayFirst && m.Order != MonthFirst:
		fields.Add("date-order", "Choose whether the day or the month comes first.")
	case m.Order == "" && f.Columns[m.Date-1].Dates.NeedsOrder():
		fields.Add("date-order", "The file does not tell whether "+f.Columns[m.Date-1].Dates.example()+" begins with the day or the month. Choose one.")
	}
}

func (w DateWriting) example() string {
	if w.Example == "" {
		return "a date"
	}
	return w.Example
}

func (f *File) checkUse(fields *fault.Fields, n int, use Use, items map[string]bool) {
	number := strconv.Itoa(n + 1)
	switch use.As {
	case AsItIs, AsNothing:
		return
	case AsItem:
	default:
		fields.Add("column-"+number, "Choose what becomes of this column.")
		return
	}
	if items[use.Item.Key] {
		fields.Add("column-"+number, "Two columns count as the same item. Keep one of them as it is.")
	}
	items[use.Item.Key] = true
	if ends := use.To - use.From; ends == 0 && (use.From != 0 || len(use.Levels) == 0) || ends-ends != 0 {
		fields.Add("scale-"+number, "Say which numbers are the two ends of the scale, like 1 and 5, or give at least one word a number.")
	}
	for m, level := range f.Columns[n].Levels {
		if value, ok := use.Levels[level.Text]; ok && !(value >= entry.ItemMin && value <= entry.ItemMax) {
			fields.Add("level-"+number+"-"+strconv.Itoa(m+1), "Choose a number from 0 to 10, or leave it empty.")
		}
	}
	for text, value := range use.Levels {
		if math.IsNaN(value) || !utf8.ValidString(text) {
			fields.Add("column-"+number, "One of the words cannot be read. Choose the file again.")
			break
		}
	}
}

// checkItems asks the entry itself whether the new items can be kept.
func (f *File) checkItems(m Mapping, existing []entry.Item) error {
	items, _ := f.items(m, existing)
	return items.Validate()
}

// items are the existing ones and the new ones that the mapping proposes;
// some says that there are new ones.
func (f *File) items(m Mapping, existing []entry.Item) (_ entry.Items, some bool) {
	all := entry.Items{Items: slices.Clone(existing)}
	for n, use := range m.Columns {
		known := slices.ContainsFunc(all.Items, func(item entry.Item) bool { return item.Key == use.Item.Key })
		if use.As == AsItem && f.role(m, n+1) == "" && !known {
			all.Items, some = append(all.Items, use.Item), true
		}
	}
	return all, some
}
