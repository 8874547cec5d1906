package views

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// NameRow is one line of a form for a list of names: the fields key-N and
// name-N.
type NameRow struct {
	N    int
	Key  string // "" for a new line
	Name string
}

// nameRows lays out a list in use, some empty lines after it, up to most
// unless more are in use already. What was typed comes before what is kept.
func nameRows(list []entry.Named, form Form, least, most int) []NameRow {
	var rows []NameRow
	add := func(key, name string) { rows = append(rows, NameRow{N: len(rows) + 1, Key: key, Name: name}) }
	if form.Values.Has("name-1") {
		for n := 1; form.Values.Has("name-" + itoa(n)); n++ {
			add(form.Value("key-"+itoa(n)), form.Value("name-"+itoa(n)))
		}
		return rows
	}
	for _, line := range list {
		if !line.Retired {
			add(line.Key, line.Name)
		}
	}
	for want := min(max(len(rows)+3, least), most); len(rows) < want; {
		add("", "")
	}
	return rows
}

// named is a list of names that a form changes.
type named struct {
	list []entry.Named
	row  map[string]int // the row of the form that told a key
}

// readNames takes the rows of a form into a list. A line that was emptied is
// retired and keeps its name, so that what was told with it can be read; a
// name that is in the list already is taken from there.
func readNames(list []entry.Named, form Form) named {
	l := named{list: slices.Clone(list), row: map[string]int{}}
	for n := 1; form.Values.Has("name-" + itoa(n)); n++ {
		key, name := form.Value("key-"+itoa(n)), form.Value("name-"+itoa(n))
		at := l.find(func(line entry.Named) bool { return line.Key == key })
		switch {
		case at >= 0 && name == "":
			l.list[at].Retired = true
		case at >= 0:
			l.list[at].Name, l.list[at].Retired = name, false
			l.row[key] = n
		case name != "":
			l.add(name, n)
		}
	}
	return l
}

func (l *named) find(is func(entry.Named) bool) int { return slices.IndexFunc(l.list, is) }

func (l *named) add(name string, row int) {
	at := l.find(func(line entry.Named) bool { return strings.EqualFold(line.Name, name) })
	if at < 0 {
		at = len(l.list)
		l.list = append(l.list, entry.Named{Key: newKey(name, l.hasKey), Name: name})
	}
	l.list[at].Retired = false
	l.row[l.list[at].Key] = row
}

// take puts a line from a library into use.
func (l *named) take(key, name string) {
	if at := l.find(func(line entry.Named) bool { return line.Key == key }); at >= 0 {
		l.list[at].Retired = false
		return
	}
	l.list = append(l.list, entry.Named{Key: key, Name: name})
}

func (l *named) hasKey(key string) bool {
	return l.find(func(line entry.Named) bool { return line.Key == key }) >= 0
}

// inUse counts the lines of a list that are offered.
func inUse(list []entry.Named) int {
	count := 0
	for _, line := range list {
		if !line.Retired {
			count++
		}
	}
	return count
}

// besideRows puts what is wrong with line N of a list (the field PREFIX-N)
// beside the row of the form that told it.
func besideRows(err error, prefix string, rowOf func(line int) string) fault.Fields {
	given, _ := err.(fault.Fields)
	var fields fault.Fields
	for _, field := range given {
		number, is := strings.CutPrefix(field.Name, prefix+"-")
		if is {
			if name := rowOf(atoi(number) - 1); name != "" {
				field.Name = name
			}
		}
		fields.Add(field.Name, field.Say)
	}
	return fields
}

// atoi reads a number that this program wrote; anything else is 0.
func atoi(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (l named) field(line int) string {
	if line < 0 || line >= len(l.list) || l.row[l.list[line].Key] == 0 {
		return ""
	}
	return "name-" + itoa(l.row[l.list[line].Key])
}

// keyLength leaves room for a number after the letters of a name.
const keyLength = 48

// newKey makes a key from a name, once: lower-case letters and digits, and a
// number where the key is taken.
func newKey(name string, taken func(string) bool) string {
	stem := slug(name)
	for key, n := stem, 2; ; n++ {
		if !taken(key) {
			return key
		}
		key = stem + "-" + itoa(n)
	}
}

func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFD.String(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case r < 0x300 || r > 0x36f:
			gap = true
		}
		if b.Len() >= keyLength {
			break
		}
	}
	if b.Len() == 0 {
		return "own"
	}
	return b.String()
}
