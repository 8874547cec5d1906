package views

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// What can become of a column of a file. A field column-N holds one of them,
// or CountsAs with a dash and the key of an item, or newItem.
const (
	CountsAs = "item"
	Beside   = "as-it-is"
	LeftOut  = "left-out"

	newItem = "new"
)

// TextCount is a text of a file and how many rows hold it.
type TextCount struct {
	Text  string
	Count int
}

// FileColumn is a column of a file that may be brought in, or that was. Its
// fields in a form are column-N, name-N, better-N, ask-N, scale-N, scale-N-to
// and level-N-1 …
type FileColumn struct {
	Number  int // from 1
	Name    string
	Becomes string     // CountsAs, Beside or LeftOut
	Item    entry.Item // for CountsAs
	New     bool       // Item is not among the person's items yet
	Past    bool       // it was brought in: it can neither be left out nor become a new item

	// Levels, From and To are those of an entry.Column.
	Levels   map[string]float64
	From, To float64

	// Texts are what stands in it, the most frequent first; nil when there
	// are too many different ones.
	Texts   []TextCount
	Filled  int // rows that hold something
	Numbers int // rows that hold a number
	// GuessFrom and GuessTo are the ends its numbers look like.
	GuessFrom, GuessTo float64
}

// counts says whether a text has a value so far.
func (c FileColumn) counts(text string) bool {
	if _, named := c.Levels[text]; named {
		return true
	}
	_, ok := scaled(text, c.From, c.To)
	return ok
}

// scaled is what a number counts as on a scale.
func scaled(text string, from, to float64) (float64, bool) {
	value, ok := readNumber(strings.TrimRight(strings.TrimSuffix(text, "%"), " "))
	if !ok || from == to {
		return 0, false
	}
	value = (value - from) / (to - from) * entry.ItemMax
	return value, value >= entry.ItemMin && value <= entry.ItemMax
}

// readNumber reads a number as a person types it, with a point or a comma.
func readNumber(text string) (float64, bool) {
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil && math.Abs(value) <= 1e12
}

func plainNumber(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// asks says whether the text at this place has a field of its own: a word, or
// a number that the scale does not reach. room bounds the fields of a column.
func (c FileColumn) asks(at, room int) bool {
	text := c.Texts[at].Text
	value, named := c.Levels[text]
	derived, ok := scaled(text, c.From, c.To)
	return at < room && (!ok || named && math.Abs(value-derived) > 1e-9)
}

// LevelRoom is how many words of each column have a field, so that a page
// stays one that can be filled in.
func LevelRoom(columns []FileColumn) int {
	items := 1
	for _, c := range columns {
		if c.Becomes == CountsAs {
			items++
		}
	}
	return max(4, min(40, 600/items))
}

// FillColumn writes a column into the fields of a form.
func FillColumn(values url.Values, c FileColumn) {
	n := itoa(c.Number)
	values.Set("column-"+n, c.field())
	if c.Becomes != CountsAs {
		return
	}
	if c.New {
		values.Set("name-"+n, c.Item.Name)
		values.Set("better-"+n, betterWord(c.Item.BetterHigh))
		if !c.Item.Retired {
			values.Set("ask-"+n, "yes")
		}
	}
	if c.From != c.To {
		values.Set("scale-"+n, plainNumber(c.From))
		values.Set("scale-"+n+"-to", plainNumber(c.To))
	}
	for at, text := range c.Texts {
		if value, ok := c.Levels[text.Text]; ok {
			values.Set(levelField(c.Number, at), plainNumber(value))
		}
	}
}

func (c FileColumn) field() string {
	switch {
	case c.Becomes == CountsAs && c.New:
		return newItem
	case c.Becomes == CountsAs:
		return CountsAs + "-" + c.Item.Key
	}
	return c.Becomes
}

func betterWord(high bool) string {
	if high {
		return "high"
	}
	return "low"
}

func levelField(number, at int) string { return "level-" + itoa(number) + "-" + itoa(at+1) }

// ReadColumn reads what a form says of a column; what it does not mention
// stays as it is. taken says whether a key belongs to an item already.
func ReadColumn(form Form, c FileColumn, items []entry.Item, taken func(string) bool) (FileColumn, fault.Fields) {
	var fields fault.Fields
	before := c
	c.readBecomes(form, items, taken, &fields)
	if c.Becomes != CountsAs {
		return c, fields
	}
	c.readNew(form)
	c.readScale(form, before, &fields)
	c.readLevels(form, before, &fields)
	return c, fields
}

func (c *FileColumn) readBecomes(form Form, items []entry.Item, taken func(string) bool, fields *fault.Fields) {
	name := "column-" + itoa(c.Number)
	chosen := form.Value(name)
	key, isItem := strings.CutPrefix(chosen, CountsAs+"-")
	at := slices.IndexFunc(items, func(i entry.Item) bool { return i.Key == key })
	switch {
	case !form.Values.Has(name):
	case chosen == Beside, chosen == LeftOut && !c.Past:
		c.Becomes = chosen
	case chosen == newItem && !c.Past:
		if !c.New || c.Becomes != CountsAs {
			c.Item, c.New = proposedItem(c.Name, items, taken), true
		}
		c.Becomes = CountsAs
	case isItem && at >= 0:
		c.Becomes, c.Item, c.New = CountsAs, items[at], false
	default:
		fields.Add(name, guide.Say("import.column.choose"))
	}
}

// askedMost is how many items a check-in asks about before a further one from
// a file is proposed without being asked.
const askedMost = 5

func proposedItem(column string, items []entry.Item, taken func(string) bool) entry.Item {
	name := upperFirst(ClipName(strings.ReplaceAll(column, "_", " "), entry.NameLimit))
	asked := 0
	for _, item := range items {
		if !item.Retired {
			asked++
		}
	}
	return entry.Item{Key: newKey(column, taken), Name: name, BetterHigh: true, Retired: asked >= askedMost}
}

func (c *FileColumn) readNew(form Form) {
	n := itoa(c.Number)
	if !c.New || !form.Values.Has("name-"+n) {
		return
	}
	c.Item.Name = form.Value("name-" + n)
	c.Item.BetterHigh = form.Value("better-"+n) != "low"
	c.Item.Retired = form.Value("ask-"+n) == ""
}

// readScale reads the two ends. A column that has just become an item begins
// with what its numbers look like.
func (c *FileColumn) readScale(form Form, before FileColumn, fields *fault.Fields) {
	name := "scale-" + itoa(c.Number)
	if !form.Values.Has(name) {
		if before.Becomes != CountsAs && c.Numbers > 0 {
			c.From, c.To = c.GuessFrom, c.GuessTo
		}
		return
	}
	low, high := form.Value(name), form.Value(name+"-to")
	if low == "" && high == "" {
		c.From, c.To = 0, 0
		return
	}
	from, okFrom := readNumber(low)
	to, okTo := readNumber(high)
	if !okFrom {
		fields.Add(name, guide.Say("import.column.number", "example", 1))
	}
	if !okTo {
		fields.Add(name+"-to", guide.Say("import.column.number", "example", 5))
	}
	if okFrom && okTo {
		c.From, c.To = from, to
	}
}

func (c *FileColumn) readLevels(form Form, before FileColumn, fields *fault.Fields) {
	levels := map[string]float64{}
	for text, value := range c.Levels {
		levels[text] = value
	}
	c.Levels = levels
	c.rescale(before)
	for at, text := range c.Texts {
		name := levelField(c.Number, at)
		if !form.Values.Has(name) {
			continue
		}
		typed := form.Value(name)
		value, ok := readNumber(typed)
		switch {
		case typed == "":
			delete(c.Levels, text.Text)
		case !ok || value < entry.ItemMin || value > entry.ItemMax:
			fields.Add(name, guide.Say("import.column.level"))
		default:
			c.Levels[text.Text] = value
		}
	}
}

// rescale follows a change of the scale: numbers that were named with their
// value, as "7,5" or "80%" in a file that was brought in, get the new one.
func (c *FileColumn) rescale(before FileColumn) {
	if before.From == c.From && before.To == c.To {
		return
	}
	for text, value := range c.Levels {
		if old, ok := scaled(text, before.From, before.To); ok && math.Abs(old-value) < 1e-9 {
			delete(c.Levels, text)
		}
	}
	if !c.Past {
		return
	}
	for _, text := range c.Texts {
		_, named := c.Levels[text.Text]
		_, err := strconv.ParseFloat(text.Text, 64)
		if value, ok := scaled(text.Text, c.From, c.To); ok && err != nil && !named {
			c.Levels[text.Text] = value
		}
	}
}

// ImportColumn is one column to look at and to put right.
type ImportColumn struct {
	Number  string
	Name    string // short
	Summary string // what becomes of it, in a few words
	Holds   string // what stands in it
	Choices []Option
	Counts  bool // it becomes an item, new or not
	New     bool
	Scale   bool   // it holds numbers
	Low     string // what 0 means
	High    string // what 10 means
	Ends    string // "0, very low, to 10, very good"
	Levels  []ImportLevel
	Without string // a sentence about words that count for nothing so far
	Open    bool   // it needs a look
}

// ImportLevel is one word of a column.
type ImportLevel struct {
	Field, Label string
}

// NewImportColumn lays out a column; room is that of LevelRoom.
func NewImportColumn(c FileColumn, items []entry.Item, form Form, room int) ImportColumn {
	n := itoa(c.Number)
	v := ImportColumn{
		Number: n, Name: ClipName(c.Name, nameShown), Summary: c.summary(), Holds: c.holds(), Choices: c.choices(items),
		Counts: c.Becomes == CountsAs, New: c.New,
	}
	for _, name := range []string{"column-", "scale-", "name-"} {
		v.Open = v.Open || form.Error(name+n) != ""
	}
	v.Open = v.Open || form.Error("scale-"+n+"-to") != ""
	if !v.Counts {
		return v
	}
	v.Scale = c.Numbers > 0 || c.From != c.To
	v.Low, v.High = ClipName(c.Item.Low, nameShown), ClipName(c.Item.High, nameShown)
	v.Ends = endWords("0", v.Low) + ", to " + endWords("10", v.High)
	v.Levels = c.levels(room)
	for at := range c.Texts {
		v.Open = v.Open || form.Error(levelField(c.Number, at)) != ""
	}
	if without := c.without(); without > 0 {
		v.Open = true
		v.Without = guide.Say("import.levels.without", "rows", without)
	}
	return v
}

func endWords(number, word string) string {
	if word == "" {
		return number
	}
	return number + ", " + word
}

func (c FileColumn) summary() string {
	name := "“" + ClipName(c.Name, 28) + "”"
	switch {
	case c.Becomes == CountsAs && c.New:
		return guide.Say("import.column.becomes-new", "column", name, "item", ClipName(c.Item.Name, 28))
	case c.Becomes == CountsAs:
		return guide.Say("import.column.becomes", "column", name, "item", ClipName(c.Item.Name, 28))
	case c.Becomes == LeftOut:
		return guide.Say("import.column.left-out", "column", name)
	}
	return guide.Say("import.column.kept", "column", name)
}

// holdsShown is how many of a column's texts are shown as examples.
const holdsShown = 4

func (c FileColumn) holds() string {
	if c.Filled == 0 {
		return guide.Say("import.column.empty")
	}
	if len(c.Texts) == 0 {
		return guide.Say("import.column.different", "rows", c.Filled)
	}
	var words []string
	for _, text := range c.Texts[:min(len(c.Texts), holdsShown)] {
		words = append(words, "“"+ClipName(text.Text, 28)+"”")
	}
	if rest := len(c.Texts) - len(words); rest > 0 {
		words = append(words, guide.Say("import.more", "n", rest))
	}
	return guide.Say("import.column.holds", "rows", c.Filled, "words", guide.List(words))
}

func (c FileColumn) choices(items []entry.Item) []Option {
	var list []Option
	for _, item := range items {
		list = append(list, Option{Value: CountsAs + "-" + item.Key, Title: ClipName(item.Name, nameShown)})
	}
	if !c.Past {
		list = append(list, Option{Value: newItem, Title: guide.Say("import.column.new")})
	}
	list = append(list, Option{Value: Beside, Title: guide.Say("import.column.beside")})
	if !c.Past {
		list = append(list, Option{Value: LeftOut, Title: guide.Say("import.column.leave")})
	}
	return list
}

// levels are the words to give a number: first those without one, then from
// the highest to the lowest.
func (c FileColumn) levels(room int) []ImportLevel {
	var at []int
	for i := range c.Texts {
		if c.asks(i, room) {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(c.height(b), c.height(a)) })
	var levels []ImportLevel
	for _, i := range at {
		text := c.Texts[i]
		levels = append(levels, ImportLevel{Field: levelField(c.Number, i), Label: guide.Say("import.text.rows", "text", ClipName(text.Text, 32), "rows", text.Count)})
	}
	return levels
}

func (c FileColumn) height(at int) float64 {
	if value, ok := c.Levels[c.Texts[at].Text]; ok {
		return value
	}
	return entry.ItemMax + 1
}

// without counts the rows whose text counts for nothing so far.
func (c FileColumn) without() int {
	rows := 0
	for _, text := range c.Texts {
		if !c.counts(text.Text) {
			rows += text.Count
		}
	}
	return rows
}

// ImportTag is an activity of a file, the fields tag-N and tag-N-name.
type ImportTag struct {
	Field string
	Text  string // as in the file
	Label string
}

// tagsShown is how many activities can be given a meaning, the most frequent.
const tagsShown = 30

// NewImportTags lays out activities and fills in what they count as.
func NewImportTags(tags []TextCount, meaning map[string]entry.Tag, values url.Values) (list []ImportTag, more string) {
	for n, tag := range tags[:min(len(tags), tagsShown)] {
		field := "tag-" + itoa(n+1)
		list = append(list, ImportTag{Field: field, Text: tag.Text, Label: guide.Say("import.text.rows", "text", ClipName(tag.Text, 32), "rows", tag.Count)})
		switch given := meaning[tag.Text]; {
		case given.Skill != "":
			values.Set(field, "skill-"+given.Skill)
		case given.Sign != "":
			values.Set(field, "sign-"+given.Sign)
		}
	}
	if rest := len(tags) - len(list); rest > 0 {
		more = guide.Say("import.tags.rest", "n", rest)
	}
	return list, more
}

// TagOptions is what an activity can count as: nothing, a skill, a warning
// sign. It is empty when the person has neither list.
func TagOptions(j *journey.Journey) []Option {
	list := []Option{{Value: "", Title: guide.Say("import.tags.keep")}}
	for _, skill := range j.Skills {
		list = append(list, Option{Value: "skill-" + skill.Key, Title: guide.Say("import.tags.skill", "skill", ClipName(skill.Name, nameShown))})
	}
	for _, sign := range j.Signs {
		list = append(list, Option{Value: "sign-" + sign.Key, Title: guide.Say("import.tags.sign", "sign", ClipName(sign.Name, nameShown))})
	}
	if len(list) == 1 {
		return nil
	}
	return list
}

// ReadTags reads what activities count as; those that the form does not
// mention stay as they are.
func ReadTags(form Form, meaning map[string]entry.Tag) map[string]entry.Tag {
	read := map[string]entry.Tag{}
	for text, tag := range meaning {
		read[text] = tag
	}
	for n := 1; form.Values.Has("tag-" + itoa(n) + "-name"); n++ {
		text, chosen := form.Value("tag-"+itoa(n)+"-name"), form.Value("tag-"+itoa(n))
		if skill, ok := strings.CutPrefix(chosen, "skill-"); ok {
			read[text] = entry.Tag{Skill: skill}
		} else if sign, ok := strings.CutPrefix(chosen, "sign-"); ok {
			read[text] = entry.Tag{Sign: sign}
		} else {
			delete(read, text)
		}
	}
	if len(read) == 0 {
		return nil
	}
	return read
}
