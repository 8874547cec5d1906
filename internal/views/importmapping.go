package views

import (
	"cmp"
	"fermata/internal/guide"
	"net/url"
	"slices"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
)

// ImportWords is the page that changes what the words of a file count as,
// after it was brought in.
type ImportWords struct {
	Form    Form
	URL     string
	BackURL string
	File    string
	Columns []ImportColumn
	Tags    []ImportTag
	TagsDo  []Option
	More    string
}

// ImportRows is what the rows of an import hold, apart from their notes.
type ImportRows struct {
	Columns []FileColumn
	Tags    []TextCount
}

// textsMost is how many different texts of a column are told apart.
const textsMost = 300

// NewImportRows reads the rows of an import: the columns that count as
// something, then those that could.
func NewImportRows(j *journey.Journey, mapping entry.ImportMapping, rows []entry.Entry) ImportRows {
	texts, tags := map[string]map[string]int{}, map[string]int{}
	for _, e := range rows {
		body, ok := e.Body.(entry.CheckIn)
		if !ok || body.Origin == nil {
			continue
		}
		for column, text := range body.Origin.Values {
			if texts[column] == nil {
				texts[column] = map[string]int{}
			}
			texts[column][text]++
		}
		for _, tag := range body.Origin.Tags {
			tags[tag]++
		}
	}
	r := ImportRows{Tags: countTexts(tags)}
	for _, column := range mapping.Columns {
		r.add(pastColumn(j, column, texts[column.Name]))
		delete(texts, column.Name)
	}
	for _, name := range sortedKeys(texts) {
		if c := pastColumn(j, entry.Column{Name: name}, texts[name]); c.couldCount(len(texts[name])) {
			r.add(c)
		}
	}
	return r
}

func (r *ImportRows) add(c FileColumn) {
	c.Number = len(r.Columns) + 1
	r.Columns = append(r.Columns, c)
}

func pastColumn(j *journey.Journey, column entry.Column, texts map[string]int) FileColumn {
	c := FileColumn{
		Name: column.Name, Becomes: Beside, Past: true,
		Levels: column.Levels, From: column.From, To: column.To,
	}
	least, most := 0.0, 0.0
	if column.Item != "" {
		c.Becomes = CountsAs
		if c.Item, _ = j.Item(column.Item); c.Item.Key == "" {
			c.Item = entry.Item{Key: column.Item, Name: column.Item}
		}
	}
	for text, count := range texts {
		c.Filled += count
		if value, ok := readNumber(text); ok {
			c.Numbers += count
			least, most = min(least, value), max(most, value)
		}
	}
	c.GuessFrom, c.GuessTo = least, wideEnough(most)
	if len(texts) <= textsMost {
		c.Texts = countTexts(texts)
	}
	return c
}

// wideEnough is the end of a scale that is in use and holds the value.
func wideEnough(value float64) float64 {
	for _, end := range []float64{5, 10, 100} {
		if value <= end {
			return end
		}
	}
	return value
}

// couldCount: mostly numbers, or few different words again and again. Dates
// and times begin with a digit and are neither.
func (c FileColumn) couldCount(different int) bool {
	if c.Numbers*10 >= c.Filled*9 {
		return true
	}
	return different <= 30 && different*2 <= c.Filled && !strings.ContainsRune("0123456789", rune(c.Texts[0].Text[0]))
}

func countTexts(counts map[string]int) []TextCount {
	var list []TextCount
	for text, count := range counts {
		list = append(list, TextCount{text, count})
	}
	slices.SortFunc(list, func(a, b TextCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return list
}

// NewImportWords lays out the page. An empty form is filled from what counts
// now.
func NewImportWords(j *journey.Journey, i journey.Import, rows ImportRows, form Form) ImportWords {
	v := ImportWords{
		Form: form, URL: "/imports/" + i.Batch + "/mapping", BackURL: "/imports/" + i.Batch, File: importName(i), TagsDo: TagOptions(j),
	}
	values := url.Values{}
	room := LevelRoom(rows.Columns)
	for _, c := range rows.Columns {
		FillColumn(values, c)
		v.Columns = append(v.Columns, NewImportColumn(c, withItem(j.Items, c), form, room))
	}
	v.Tags, v.More = NewImportTags(rows.Tags, i.Mapping.Tags, values)
	v.Form.Values = filled(values, form.Values)
	return v
}

// filled puts what was typed over what the fields would hold.
func filled(values, typed url.Values) url.Values {
	for name, list := range typed {
		values[name] = list
	}
	return values
}

// ReadImportMapping reads the mapping that a form makes of an earlier one, and
// gives the columns as they would be.
func ReadImportMapping(j *journey.Journey, mapping entry.ImportMapping, rows ImportRows, form Form) (entry.ImportMapping, ImportRows, fault.Fields) {
	var fields fault.Fields
	read := entry.ImportMapping{Batch: mapping.Batch, Tags: ReadTags(form, mapping.Tags)}
	next := ImportRows{Tags: rows.Tags}
	used := map[string]bool{}
	for _, c := range rows.Columns {
		c, wrong := ReadColumn(form, c, withItem(j.Items, c), func(string) bool { return false })
		fields = append(fields, wrong...)
		next.Columns = append(next.Columns, c)
		if c.Becomes != CountsAs {
			continue
		}
		if len(wrong) == 0 {
			checkPast(c, used, &fields)
		}
		used[c.Item.Key] = true
		read.Columns = append(read.Columns, entry.Column{Name: c.Name, Item: c.Item.Key, Levels: c.Levels, From: c.From, To: c.To})
	}
	return read, next, fields
}

// withItem adds the item a column counts as, should the list have lost it.
func withItem(items []entry.Item, c FileColumn) []entry.Item {
	if c.Item.Key == "" || slices.ContainsFunc(items, func(i entry.Item) bool { return i.Key == c.Item.Key }) {
		return items
	}
	return append(slices.Clone(items), c.Item)
}

func checkPast(c FileColumn, used map[string]bool, fields *fault.Fields) {
	number := itoa(c.Number)
	if used[c.Item.Key] {
		fields.Add("column-"+number, guide.Say("import.column.twice"))
	}
	if c.From == c.To && len(c.Levels) == 0 {
		fields.Add("scale-"+number, guide.Say("import.column.ends"))
	}
}
