package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// HandledIt is the form for a hard moment met alone: a new one, or an earlier
// one to correct.
type HandledIt struct {
	Form    Form
	Running string
	Day     string // the latest day that can be chosen
	When    bool   // the fields for another day or time are open
	Correct bool
	Repeat  bool // this form was saved before with other words
}

// NewHandledIt lays out the form. No earlier number stands beside the scales:
// it would pull.
func NewHandledIt(j *journey.Journey, form Form, now time.Time) HandledIt {
	return HandledIt{Form: form, Running: runningDate(j, now), Day: j.Today(now).String(), When: whenOpen(form), Correct: form.Corrects != ""}
}

// ReadHandledIt makes the body from a form.
func ReadHandledIt(form Form) entry.HandledIt {
	return entry.HandledIt{What: form.Value("what"), Did: form.Value("did"), Before: tenOf(form, "before"), After: tenOf(form, "after")}
}

// HandledItForm fills the form to correct an earlier moment.
func HandledItForm(h journey.HandledIt, body entry.HandledIt, day entry.Day, id entry.ID) Form {
	values := whenValues(h.Ref, day)
	values.Set("what", body.What)
	values.Set("did", body.Did)
	values.Set("before", tenValue(body.Before))
	values.Set("after", tenValue(body.After))
	return Form{ID: id, Corrects: h.ID, Values: values}
}

// ToldHandledIt is one moment to read.
func ToldHandledIt(j *journey.Journey, h journey.HandledIt, day entry.Day, body entry.HandledIt, eraseID entry.ID, now time.Time) Told {
	address := "/handled/" + string(h.ID)
	t := Told{
		Title: opening(body.What), Running: guide.Say("place.handled") + ", " + inSentence(whenWords(h.Ref, day, j.Today(now)), day, j.Today(now)),
		Paragraphs: lines(body.Did), CorrectURL: address + "/correct", BackURL: "/handled",
		EraseURL: address + "/erase", EraseAsk: guide.Say("handled.erase.ask"), EraseID: eraseID,
	}
	if t.Title != oneLine(body.What) {
		t.Facts = lines(body.What)
	}
	if words := bothWords("handled", h.Before, h.After); words != "" {
		t.Facts = append(t.Facts, words)
	}
	return t
}

// bothWords says the numbers that were given; "" when none was.
func bothWords(kind string, before, after *int) string {
	switch {
	case before != nil && after != nil:
		return guide.Say(kind+".both", "before", *before, "after", *after)
	case before != nil:
		return guide.Say(kind+".only-before", "before", *before)
	case after != nil:
		return guide.Say(kind+".only-after", "after", *after)
	}
	return ""
}

// thenWords is the two numbers at the end of a row.
func thenWords(kind string, before, after *int) string {
	if before == nil || after == nil {
		return ""
	}
	return guide.Say(kind+".then", "before", *before, "after", *after)
}

// HandledIts is a page of the list of moments, with how sure one was.
type HandledIts struct {
	Rows         []Row
	Pairs        Pairs
	Newer, Older string
}

// NewHandledIts lists moments, newest first; bodies holds their words by the ID
// of the entry that holds them.
func NewHandledIts(j *journey.Journey, days []*journey.Day, bodies map[entry.ID]entry.HandledIt, older entry.Day, more, first bool, now time.Time) HandledIts {
	var v HandledIts
	today := j.Today(now)
	for _, day := range days {
		for _, h := range slices.Backward(day.HandledIts) {
			body := bodies[h.Text]
			note := upperFirst(whenWords(h.Ref, day.Day, today))
			if body.Did != "" {
				note += " · " + opening(body.Did)
			}
			v.Rows = append(v.Rows, Row{
				Title: opening(body.What), End: thenWords("handled", h.Before, h.After), Note: note, URL: "/handled/" + string(h.ID),
			})
		}
	}
	v.Pairs = confidencePairs(handledPairs(j, entry.FirstDay, today), today)
	v.Newer, v.Older = neighbours("/handled", older, more, first)
	return v
}

// handledPairs are the moments from..to (included) with both numbers.
func handledPairs(j *journey.Journey, from, to entry.Day) []Pair {
	var pairs []Pair
	for day := range j.Days(from, to) {
		for _, h := range day.HandledIts {
			if h.Before != nil && h.After != nil {
				pairs = append(pairs, Pair{Day: day.Day, Before: *h.Before, After: *h.After})
			}
		}
	}
	return pairs
}
