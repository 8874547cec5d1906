// Package views says what to show and not how: for each page one value, made
// from a journey, a form and the time. Pages, letters and the terminal render
// the same values.
//
// The package is pure. Texts of entries come in as arguments, unsealed for the
// page that shows them.
package views

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Form is a form as it stands: what was typed, and a sentence beside each
// field that needs a change.
type Form struct {
	ID       entry.ID // of the entry it will become; sent along, so that sending twice saves once
	Corrects entry.ID // the entry it takes the place of, or ""
	Values   url.Values
	Errors   fault.Fields
	Draft    bool // what was typed was kept from an earlier visit
}

// Value is the first value of a field, or "".
func (f Form) Value(name string) string { return f.Values.Get(name) }

// All is every value of a field, empty ones left out.
func (f Form) All(name string) []string {
	return slices.DeleteFunc(slices.Clone(f.Values[name]), func(v string) bool { return v == "" })
}

// Error is the sentence beside a field, or "".
func (f Form) Error(name string) string { return f.Errors.For(name) }

// KeptPath and KeptField name the fields in which a form that was sent after
// the record was locked goes through the lock screen.
const (
	KeptPath  = "kept-path"
	KeptField = "kept."
)

// Kept is a form that went through the lock screen.
type Kept struct {
	Path   string // where it was sent
	Fields []KeptValue
}

// KeptValue is one value of it.
type KeptValue struct{ Name, Value string }

// Kept is the form that this one carries along; its Path is "" when there is
// none.
func (f Form) Kept() Kept {
	kept := Kept{Path: f.Value(KeptPath)}
	for _, name := range sortedKeys(f.Values) {
		if field, ok := strings.CutPrefix(name, KeptField); ok {
			for _, value := range f.Values[name] {
				kept.Fields = append(kept.Fields, KeptValue{field, value})
			}
		}
	}
	return kept
}

// Row is a line of a list: a title, something short at its end, a second line.
type Row struct {
	Title, End, Note, URL string
	Due, Done             bool
}

// Option is one of several things to choose from.
type Option struct {
	Value, Title, Note string
}

// day writes a day the way a person says it, seen from today.
func dayWords(day, today entry.Day) string {
	return guide.RelativeDay(day.Time(), today.Time())
}

// clock is the time of day on the wall as a form sends it, "21:40".
func clock(m entry.Moment) string { return m.Local().Format("15:04") }

// whenWords is when something was told to have happened.
func whenWords(ref journey.Ref, day, today entry.Day) string {
	switch ref.Precision {
	case entry.Minute:
		return guide.DayAndTime(dayWords(day, today), guide.Clock(ref.At.Local()))
	case entry.PartOfDay:
		return guide.DayAndTime(dayWords(day, today), guide.PartOfDay(ref.At.Local().Hour()))
	}
	return dayWords(day, today)
}

// inSentence are the words of a day as they stand inside a sentence: "today",
// and still "Mon 2 Nov".
func inSentence(words string, day, today entry.Day) string {
	if strings.HasPrefix(words, guide.ShortDay(day.Time(), today.Time())) {
		return words
	}
	return lowerFirst(words)
}

// number writes a value with at most one decimal.
func number(value float64) string {
	return guide.Number(float64(int(value*10+0.5)) / 10)
}

// itoa is for keys and addresses, never for words.
func itoa(n int) string { return strconv.Itoa(n) }

// Now is the time in a journey's own zone.
func Now(j *journey.Journey, now time.Time) time.Time { return now.In(j.Location()) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
