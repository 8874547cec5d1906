package views

import (
	"fermata/internal/guide"
	"slices"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
)

// itemsMost is how many items a check-in can ask about.
const itemsMost = 10

// Items is the form for what the check-in asks.
type Items struct {
	Form   Form
	Rows   []ItemRow
	Rested []Option // items that are not asked any more
	Repeat bool
}

// ItemRow is one line of the form: the fields key-N, name-N, low-N, high-N,
// better-N and retire-N.
type ItemRow struct {
	N              int
	Item           entry.Item
	Retire, Better bool // ticked
}

// NewItems lays out the form: the items in use and two empty lines.
func NewItems(j *journey.Journey, form Form) Items {
	v := Items{Form: form}
	if form.Values.Has("name-1") {
		for n := 1; form.Values.Has("name-" + itoa(n)); n++ {
			item := typedItem(form, itoa(n))
			v.Rows = append(v.Rows, ItemRow{N: n, Item: item, Better: item.BetterHigh, Retire: form.Value("retire-"+itoa(n)) != ""})
		}
	}
	for _, item := range j.Items {
		if item.Retired {
			v.Rested = append(v.Rested, Option{Value: item.Key, Title: item.Name})
		} else if !form.Values.Has("name-1") {
			v.Rows = append(v.Rows, ItemRow{N: len(v.Rows) + 1, Item: item, Better: item.BetterHigh})
		}
	}
	if !form.Values.Has("name-1") {
		for want := min(len(v.Rows)+2, itemsMost); len(v.Rows) < want; {
			v.Rows = append(v.Rows, ItemRow{N: len(v.Rows) + 1, Better: true})
		}
	}
	return v
}

// typedItem is an item as a row of the form has it.
func typedItem(form Form, n string) entry.Item {
	return entry.Item{
		Key: form.Value("key-" + n), Name: form.Value("name-" + n),
		Low: form.Value("low-" + n), High: form.Value("high-" + n), BetterHigh: form.Value("better-"+n) != "",
	}
}

// itemList is a list of items that a form changes.
type itemList struct {
	list []entry.Item
	row  map[string]int // the row of the form that told a key
}

// ReadItems makes the whole list from what is kept and the form. Items that
// the form does not know stay as they are.
func ReadItems(j *journey.Journey, form Form) (entry.Items, fault.Fields) {
	l := itemList{list: slices.Clone(j.Items), row: map[string]int{}}
	for n := 1; form.Values.Has("name-" + itoa(n)); n++ {
		l.take(typedItem(form, itoa(n)), n, form.Value("retire-"+itoa(n)) != "")
	}
	for i := range l.list {
		if slices.Contains(form.All("again"), l.list[i].Key) {
			l.list[i].Retired = false
		}
	}
	body := entry.Items{Items: l.list}
	fields := besideRows(body.Validate(), "item", l.field)
	fields = append(fields, l.twice()...)
	if count := asked(l.list); count > itemsMost && count > asked(j.Items) {
		fields.Add("name-1", guide.Say("items.most", "n", count))
	}
	return body, fields
}

func (l *itemList) take(typed entry.Item, row int, retire bool) {
	empty := typed.Name == "" && typed.Low == "" && typed.High == ""
	at := slices.IndexFunc(l.list, func(i entry.Item) bool { return i.Key == typed.Key })
	if at < 0 && !empty {
		at = l.rested(typed.Name)
	}
	switch {
	case at >= 0 && (retire || empty):
		l.list[at].Retired = true
	case at >= 0:
		typed.Key = l.list[at].Key
		l.list[at] = typed
		l.row[typed.Key] = row
	case !empty:
		typed.Key = newKey(typed.Name, l.hasKey)
		l.list = append(l.list, typed)
		l.row[typed.Key] = row
	}
}

// rested finds an item that has this name: one that is asked no more, so that
// its past values are its own again, or one that this same form made when it
// was sent before.
func (l *itemList) rested(name string) int {
	return slices.IndexFunc(l.list, func(i entry.Item) bool {
		return strings.EqualFold(i.Name, name) && l.row[i.Key] == 0
	})
}

func (l *itemList) hasKey(key string) bool {
	return slices.ContainsFunc(l.list, func(i entry.Item) bool { return i.Key == key })
}

func (l *itemList) field(line int) string {
	if line < 0 || line >= len(l.list) || l.row[l.list[line].Key] == 0 {
		return ""
	}
	return "name-" + itoa(l.row[l.list[line].Key])
}

// twice notes names that two items in use share.
func (l *itemList) twice() fault.Fields {
	var fields fault.Fields
	seen := map[string]bool{}
	for i, item := range l.list {
		name := strings.ToLower(item.Name)
		if item.Retired || name == "" {
			continue
		}
		if field := l.field(i); seen[name] && field != "" {
			fields.Add(field, guide.Say("items.twice"))
		}
		seen[name] = true
	}
	return fields
}

func asked(list []entry.Item) int {
	count := 0
	for _, item := range list {
		if !item.Retired {
			count++
		}
	}
	return count
}
