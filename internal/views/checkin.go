package views

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// CheckIn is the page for one check-in: a new one, or an earlier one to
// correct.
type CheckIn struct {
	Form    Form
	Running string
	Items   []entry.Item
	Signs   []Option
	Skills  []Option
	Tried   []Option // experiments to tick as done
	Day     string   // the latest day that can be chosen
	Another bool     // the fields for another day or time are open
	Correct bool     // it takes the place of an earlier one
	Repeat  bool     // this form was saved before with other words
	Help    []guide.Contact
	Offline bool // it is kept by a browser, to be filled in without the record
}

// NewOfflineCheckIn is the form as a browser may keep it: it names what is
// asked, and neither signs nor skills, which say more about the person.
func NewOfflineCheckIn(j *journey.Journey, form Form, now time.Time) CheckIn {
	v := NewCheckIn(j, form, now)
	v.Signs, v.Skills, v.Tried, v.Running, v.Offline = nil, nil, nil, "", true
	return v
}

// NewCheckIn lays out the form. The items asked are those in use; when an
// earlier check-in is corrected, also those it holds. No earlier value stands
// beside a scale: it would pull the answer.
func NewCheckIn(j *journey.Journey, form Form, now time.Time) CheckIn {
	today := j.Today(now)
	return CheckIn{
		Form:    form,
		Running: runningDate(j, now),
		Items:   askedItems(j, form),
		Signs:   chosenOptions(j.Signs, form.All("signs")),
		Skills:  chosenOptions(j.Skills, form.All("skills")),
		Day:     today.String(),
		Another: form.Value("day") != "" || form.Value("time") != "" || form.Error("day") != "" || form.Error("time") != "",
		Correct: form.Corrects != "",
		Help:    helpContacts(j),
		Tried:   triedToTick(j, form, today),
	}
}

func askedItems(j *journey.Journey, form Form) []entry.Item {
	var items []entry.Item
	for _, item := range j.Items {
		if !item.Retired || form.Value("item-"+item.Key) != "" {
			items = append(items, item)
		}
	}
	return items
}

// chosenOptions offers a list in use, and retired lines only where chosen.
func chosenOptions(list []entry.Named, chosen []string) []Option {
	var options []Option
	for _, line := range list {
		if !line.Retired || slices.Contains(chosen, line.Key) {
			options = append(options, Option{Value: line.Key, Title: line.Name})
		}
	}
	return options
}

// Skip is the value of a scale that was left out on purpose.
const Skip = "skip"

// ReadCheckIn makes the body of a check-in from a form.
func ReadCheckIn(j *journey.Journey, form Form) (entry.CheckIn, fault.Fields) {
	var fields fault.Fields
	body := entry.CheckIn{Signs: form.All("signs"), Skills: form.All("skills"), Line: form.Value("line"), Safe: entry.Safe(form.Value("safe"))}
	for _, item := range j.Items {
		text := form.Value("item-" + item.Key)
		if text == "" || text == Skip {
			continue
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			fields.Add("item-"+item.Key, guide.Say("form.number", "low", 0, "high", 10))
			continue
		}
		if body.Items == nil {
			body.Items = map[string]float64{}
		}
		body.Items[item.Key] = value
	}
	return body, fields
}

// KnowsItems says whether every item a form sent is in the journey; if not,
// the journey may be behind.
func KnowsItems(j *journey.Journey, form Form) bool {
	for name := range form.Values {
		if key, ok := cutItem(name); ok {
			if _, known := j.Item(key); !known {
				return false
			}
		}
	}
	return true
}

func cutItem(name string) (string, bool) {
	const prefix = "item-"
	if len(name) > len(prefix) && name[:len(prefix)] == prefix {
		return name[len(prefix):], true
	}
	return "", false
}

// CheckInForm fills the form to correct an earlier check-in. Values that an
// import's mapping gave are filled in as they count now.
func CheckInForm(c journey.CheckIn, body entry.CheckIn, day entry.Day, id entry.ID) Form {
	values := url.Values{"signs": c.Signs, "skills": c.Skills, "line": {body.Line}, "day": {day.String()}, "safe": {string(c.Safe)}}
	if c.Precision == entry.Minute {
		values.Set("time", clock(c.At))
	}
	for _, v := range c.Values {
		values.Set("item-"+v.Item, strconv.FormatFloat(v.Value, 'f', -1, 64))
	}
	return Form{ID: id, Corrects: c.ID, Values: values}
}

// CheckInRow is one check-in in a list.
type CheckInRow struct {
	ID    string
	When  string
	Tells string // "Mood 6 · Sleep 4"
	Line  string
	From  string // the file it came from, or ""
}

// CheckInRows lists check-ins newest first; lines holds their words by the ID
// of the entry that holds them.
func CheckInRows(j *journey.Journey, days []*journey.Day, lines map[entry.ID]string, today entry.Day) []CheckInRow {
	var rows []CheckInRow
	for _, day := range days {
		for _, c := range slices.Backward(day.CheckIns) {
			row := CheckInRow{ID: string(c.ID), When: upperFirst(whenWords(c.Ref, day.Day, today)), Tells: tells(j, c), Line: lines[c.Text]}
			if c.Imported() {
				row.From = guide.Say("told.from-file")
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// tells is a check-in in one line, items in the order of the list.
func tells(j *journey.Journey, c journey.CheckIn) string {
	line := ""
	add := func(text string) {
		if line != "" {
			line += " · "
		}
		line += text
	}
	values := slices.Clone(c.Values)
	place := func(v journey.Value) int {
		return slices.IndexFunc(j.Items, func(i entry.Item) bool { return i.Key == v.Item })
	}
	slices.SortStableFunc(values, func(a, b journey.Value) int { return place(a) - place(b) })
	for _, v := range values {
		name := v.Item
		if item, ok := j.Item(v.Item); ok {
			name = item.Name
		}
		add(name + " " + number(v.Value))
	}
	for _, key := range c.Signs {
		add(journey.NameOf(j.Signs, key))
	}
	for _, key := range c.Skills {
		add(journey.NameOf(j.Skills, key))
	}
	return line
}
