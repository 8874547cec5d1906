package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
)

// HelpNow is the page that opens without unlocking: whom to call. It needs
// nothing but a help card, and an empty one will do.
type HelpNow struct {
	Help       guide.Help   // of the country shown; without numbers when it is not in the table
	Everywhere []guide.Help // all countries, when none is known
	NoLine     string       // there is no line for this country; "" when there is one
	Own        []Row
	Checked    string // who tried these numbers, and when
	Countries  []Option
	Chosen     string
	Plan       []PlanStep // the safety plan; none while it is sealed or not written
	PlanFrom   string     // in whose words, and from when
}

// ShowPlan lays the steps of a safety plan beside the calls.
func (v *HelpNow) ShowPlan(plan entry.SafetyPlan, from entry.Day) {
	v.Plan = SafetySteps(plan)
	v.PlanFrom = guide.Say("help.plan.lead", "date", guide.FullDate(from.Time()))
}

// NewHelpNow lays out Help now. country is the one asked for; asked is false
// when none was, and the card's own is shown. An unknown code shows all.
func NewHelpNow(card entry.HelpCard, country string, asked bool) HelpNow {
	if !asked {
		country = card.Country
	}
	help := guide.HelpFor(country)
	v := HelpNow{Help: help, Checked: help.Checked, Chosen: help.Country, Countries: helpCountries()}
	for _, number := range card.Numbers {
		v.Own = append(v.Own, Row{Title: number.Name, End: number.Tel, Note: number.Note, URL: guide.TelHref(number.Tel)})
	}
	switch {
	case help.Country == "":
		v.Everywhere = guide.HelpEverywhere()
	case len(help.Lines) == 0:
		v.NoLine = guide.Say("help.no-line", "country", help.Name)
	}
	if card.Checked != 0 && help.Country == card.Country {
		v.Checked = guide.Say("help.checked-by-you", "date", guide.FullDate(card.Checked.Time()))
	}
	return v
}

// helpCountries is the list to choose from, all of them first.
func helpCountries() []Option {
	list := []Option{{Title: guide.Say("help.all-countries")}}
	for _, c := range guide.Countries() {
		list = append(list, Option{Value: c.Code, Title: c.Name})
	}
	return list
}

// numbersMost is how many own numbers the form offers, and numbersKept how
// many it takes from a card that has more.
const (
	numbersMost = 8
	numbersKept = 20
)

// HelpCard is the form for what Help now shows: country and own numbers.
type HelpCard struct {
	Form      Form
	Countries []Option
	Rows      []NumberRow
	More      []NumberRow // further empty rows
	Checked   string
	Repeat    bool
}

// NumberRow is one line of the form: the fields name-N, tel-N and note-N.
type NumberRow struct{ N int }

// NewHelpCard lays out the form, filled from the card unless something was
// typed.
func NewHelpCard(card entry.HelpCard, form Form) HelpCard {
	v := HelpCard{Form: form, Countries: Countries(), Checked: guide.Say("help.not-checked-by-you")}
	if len(form.Values) == 0 {
		v.Form.Values = cardValues(card)
	}
	if card.Checked != 0 {
		v.Checked = guide.Say("help.checked-by-you", "date", guide.FullDate(card.Checked.Time()))
	}
	filled := 0
	for n := 1; n <= numbersKept; n++ {
		if number := typedNumber(v.Form, n); number != (entry.HelpNumber{}) {
			filled = n
		}
	}
	for n := 1; n <= max(numbersMost, filled); n++ {
		if n <= filled+1 {
			v.Rows = append(v.Rows, NumberRow{n})
		} else {
			v.More = append(v.More, NumberRow{n})
		}
	}
	return v
}

func cardValues(card entry.HelpCard) map[string][]string {
	values := map[string][]string{"country": {card.Country}}
	for i, number := range card.Numbers {
		n := itoa(i + 1)
		values["name-"+n], values["tel-"+n], values["note-"+n] = []string{number.Name}, []string{number.Tel}, []string{number.Note}
	}
	return values
}

func typedNumber(form Form, n int) entry.HelpNumber {
	row := itoa(n)
	return entry.HelpNumber{Name: form.Value("name-" + row), Tel: form.Value("tel-" + row), Note: form.Value("note-" + row)}
}

// ReadHelpCard makes the card from a form. The day the numbers were checked
// stays only while nothing else changes.
func ReadHelpCard(old entry.HelpCard, form Form, today entry.Day) (entry.HelpCard, fault.Fields) {
	card := entry.HelpCard{Country: form.Value("country")}
	var rows []int
	for n := 1; n <= numbersKept; n++ {
		if number := typedNumber(form, n); number != (entry.HelpNumber{}) {
			card.Numbers, rows = append(card.Numbers, number), append(rows, n)
		}
	}
	switch {
	case form.Value("checked") != "":
		card.Checked = today
	case sameNumbers(old, card):
		card.Checked = old.Checked
	}
	return card, besideRows(card.Validate(), "number", func(line int) string {
		if line < 0 || line >= len(rows) {
			return ""
		}
		return numberField(card.Numbers[line]) + "-" + itoa(rows[line])
	})
}

func sameNumbers(a, b entry.HelpCard) bool {
	return a.Country == b.Country && slices.Equal(a.Numbers, b.Numbers)
}

// numberField is the field of a row that needs a change.
func numberField(number entry.HelpNumber) string {
	bad := func(text string, limit int) bool {
		return !utf8.ValidString(text) || utf8.RuneCountInString(text) > limit
	}
	switch {
	case number.Name == "" || bad(number.Name, entry.NameLimit):
		return "name"
	case bad(number.Note, entry.LineLimit) && strings.TrimSpace(number.Tel) != "":
		return "note"
	}
	return "tel"
}
