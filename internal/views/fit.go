package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Fits is the page on how the therapy was: what was said of it, what the
// questionnaires say over its time, and the ways on.
type Fits struct {
	Draft    bool // a look was begun
	Told     bool // there is one
	Title    string
	Latest   Told // the latest, to read; without the ways to change it
	URL      string
	Measures []MeasureSoFar
	Ways     []Row
	Rows     []Row // earlier looks
}

// NewFits lays out the page; latest is the body of the latest look.
func NewFits(j *journey.Journey, library instrument.Library, latest entry.TherapyFit, draft bool, now time.Time) Fits {
	v := Fits{Draft: draft, Measures: measuresSoFar(j, library, j.Today(now)), Ways: fitWays(latest.Next, j.Deciding.Unsafe)}
	refs := j.Versions[entry.KindTherapyFit]
	if len(refs) == 0 {
		return v
	}
	last := refs[len(refs)-1]
	v.Told, v.Title, v.URL = true, fitTitle(j, last), "/fit/"+string(last.ID)
	v.Latest.Parts = fitParts(latest)
	for _, ref := range slices.Backward(refs[:len(refs)-1]) {
		v.Rows = append(v.Rows, Row{Title: fitTitle(j, ref), URL: "/fit/" + string(ref.ID)})
	}
	return v
}

func fitTitle(j *journey.Journey, ref journey.Ref) string {
	return guide.Say("fit.title", "date", guide.FullDate(dayOf(j, ref).Time()))
}

// fitURLs are where each way on leads.
var fitURLs = map[string]string{
	"same-therapist": "/decide/talk", "another-therapist": "/care", "another-kind": "/care/group", "none-for-now": "/plan/staying-well",
}

// fitWays are the four ways on, each with as much to say. unsafe: no letter to
// that therapist is proposed, and the line says why.
func fitWays(chosen string, unsafe bool) []Row {
	var rows []Row
	for _, way := range entry.FitWays() {
		row := Row{Title: guide.Say("fit.way." + way), Note: guide.Say("fit.way." + way + ".note"), URL: fitURLs[way]}
		if way == "same-therapist" && unsafe {
			row.Note, row.URL = guide.Say("decide.talk.rests"), "/decide/signs/safety"
		}
		if way == chosen {
			row.End = guide.Say("fit.leaning")
		}
		rows = append(rows, row)
	}
	return rows
}

// fitParts is a look in parts: each area with its number and words, what
// helped, what did not, the way on.
func fitParts(body entry.TherapyFit) []ToldPart {
	var parts []ToldPart
	for _, key := range entry.FitWords() {
		var said []string
		if fit, ok := body.Fits[key]; ok {
			said = append(said, guide.Say("fit.of-ten", "n", fit))
		}
		said = append(said, lines(body.Words[key])...)
		if len(said) > 0 {
			parts = append(parts, ToldPart{Heading: guide.Say("fit." + key), Lines: said})
		}
	}
	if body.Next != "" {
		parts = append(parts, ToldPart{Heading: guide.Say("fit.next"), Lines: []string{guide.Say("fit.way." + body.Next)}})
	}
	return parts
}

// Fit is the form: one step of it, or all.
type Fit struct {
	Form    Form
	Step    int // from 1; 0 is all on one page
	Steps   int
	Areas   []FitArea
	Ways    []Option // on the last step
	Kept    []KeptValue
	Correct bool
	Repeat  bool
}

// FitArea is one question: a number from 0 to 10 where Scale is its field, and
// words.
type FitArea struct{ Key, Scale, Words, Title, Ask string }

// FitSteps is how many steps there are: one for each text, and the ways on.
func FitSteps() int { return len(entry.FitWords()) + 1 }

// NewFit lays out a step. An earlier look is corrected all on one page.
func NewFit(form Form, step int) Fit {
	v := Fit{Form: form, Step: step, Steps: FitSteps(), Correct: form.Corrects != ""}
	if v.Correct || step < 0 || step > v.Steps {
		v.Step = 0
	}
	for n, key := range entry.FitWords() {
		area := FitArea{Key: key, Words: "words-" + key, Title: guide.Say("fit." + key), Ask: guide.Say("fit." + key + ".ask")}
		if slices.Contains(entry.FitAreas(), key) {
			area.Scale = "fit-" + key
		}
		if v.Step == 0 || v.Step == n+1 {
			v.Areas = append(v.Areas, area)
		} else {
			v.keep(area.Scale, area.Words)
		}
	}
	if v.Step == 0 || v.Step == v.Steps {
		for _, way := range entry.FitWays() {
			v.Ways = append(v.Ways, Option{Value: way, Title: guide.Say("fit.way." + way)})
		}
	} else {
		v.keep("next")
	}
	if v.Correct {
		v.keep("day", "time")
	}
	return v
}

// keep sends along unseen what was typed on other steps.
func (v *Fit) keep(names ...string) {
	for _, name := range names {
		if text := v.Form.Value(name); text != "" {
			v.Kept = append(v.Kept, KeptValue{Name: name, Value: text})
		}
	}
}

// ReadFit makes the body from a form.
func ReadFit(form Form) (entry.TherapyFit, fault.Fields) {
	body := entry.TherapyFit{Fits: map[string]int{}, Words: map[string]string{}, Next: form.Value("next")}
	for _, area := range entry.FitAreas() {
		if fit := tenOf(form, "fit-"+area); fit != nil {
			body.Fits[area] = *fit
		}
	}
	for _, key := range entry.FitWords() {
		if text := form.Value("words-" + key); text != "" {
			body.Words[key] = text
		}
	}
	fields, _ := body.Validate().(fault.Fields)
	return body, fields
}

// FitForm fills the form to correct an earlier look.
func FitForm(j *journey.Journey, ref journey.Ref, body entry.TherapyFit, id entry.ID) Form {
	values := whenValues(ref, dayOf(j, ref))
	for area, fit := range body.Fits {
		values.Set("fit-"+area, itoa(fit))
	}
	for key, text := range body.Words {
		values.Set("words-"+key, text)
	}
	values.Set("next", body.Next)
	return Form{ID: id, Corrects: ref.ID, Values: values}
}

// ToldFit is one look to read.
func ToldFit(j *journey.Journey, ref journey.Ref, body entry.TherapyFit, eraseID entry.ID) Told {
	address := "/fit/" + string(ref.ID)
	return Told{
		Title: guide.FullDate(dayOf(j, ref).Time()), Running: guide.Say("place.fit"), Parts: fitParts(body),
		CorrectURL: address + "/correct", BackURL: "/fit",
		EraseURL: address + "/erase", EraseAsk: guide.Say("fit.erase.ask"), EraseID: eraseID,
	}
}
