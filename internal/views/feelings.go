package views

import (
	"net/url"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Feelings is the form for what the last session stirs up: a new one, or an
// earlier one to correct.
type Feelings struct {
	Form    Form
	Running string
	Scales  []FeelingScale
	Before  []string // questions for the time before the session
	After   []string
	Later   bool   // the session has been: its questions come first
	Day     string // the latest day that can be chosen
	When    bool   // the fields for another day or time are open
	Correct bool
	Repeat  bool
}

// FeelingScale is one of the three feelings.
type FeelingScale struct{ Name, Title string }

// The values of the field when.
const (
	BeforeSession = "before"
	AfterSession  = "after"
)

// promptsShown is how many questions of each sort the form offers.
const promptsShown = 4

// feelingScales are the three feelings that are asked about.
func feelingScales() []FeelingScale {
	var scales []FeelingScale
	for _, name := range []string{"loss", "relief", "worry"} {
		scales = append(scales, FeelingScale{Name: name, Title: guide.Say("feelings." + name)})
	}
	return scales
}

// NewFeelings lays out the form. Whether the session is ahead is guessed from
// its date and the phase, and can be changed.
func NewFeelings(j *journey.Journey, form Form, now time.Time) Feelings {
	today := j.Today(now)
	form.Values = cloneValues(form.Values)
	if form.Value("when") == "" && form.Corrects == "" {
		form.Values.Set("when", BeforeSession)
		if sessionHasBeen(j, today) {
			form.Values.Set("when", AfterSession)
		}
	}
	return Feelings{
		Form: form, Running: runningDate(j, now), Scales: feelingScales(), Later: form.Value("when") == AfterSession,
		Before: feelingPrompts(false, today), After: feelingPrompts(true, today),
		Day: today.String(), When: whenOpen(form), Correct: form.Corrects != "",
	}
}

// sessionHasBeen: its day is past, or the break is on.
func sessionHasBeen(j *journey.Journey, today entry.Day) bool {
	if day := j.Plan.Agenda.Day; day != 0 {
		return day < today
	}
	_, on := j.BreakStart(today)
	return on
}

// feelingPrompts are a few questions, others every day.
func feelingPrompts(after bool, today entry.Day) []string {
	prompts := guide.FeelingPrompts(after)
	var shown []string
	for n := range min(promptsShown, len(prompts)) {
		at := (int(today)*promptsShown + n) % len(prompts)
		shown = append(shown, prompts[(at+len(prompts))%len(prompts)].Text)
	}
	return shown
}

// ReadFeelings makes the body from a form.
func ReadFeelings(form Form) (entry.MixedFeelings, fault.Fields) {
	var fields fault.Fields
	body := entry.MixedFeelings{After: form.Value("when") == AfterSession, Words: form.Value("words")}
	body.Loss = readTen(form, "loss", &fields)
	body.Relief = readTen(form, "relief", &fields)
	body.Worry = readTen(form, "worry", &fields)
	return body, fields
}

// readTen reads a scale of a form; nil when it was skipped or left alone.
func readTen(form Form, name string, fields *fault.Fields) *int {
	text := form.Value(name)
	if text == "" || text == Skip {
		return nil
	}
	n := atoi(text)
	if itoa(n) != text || n > entry.ItemMax {
		fields.Add(name, guide.Say("form.number", "low", entry.ItemMin, "high", entry.ItemMax))
		return nil
	}
	return &n
}

// FeelingsForm fills the form to correct earlier feelings.
func FeelingsForm(ref journey.Ref, body entry.MixedFeelings, day entry.Day, id entry.ID) Form {
	values := whenValues(ref, day)
	values.Set("when", BeforeSession)
	if body.After {
		values.Set("when", AfterSession)
	}
	setTen(values, "loss", body.Loss)
	setTen(values, "relief", body.Relief)
	setTen(values, "worry", body.Worry)
	values.Set("words", body.Words)
	return Form{ID: id, Corrects: ref.ID, Values: values}
}

func setTen(values url.Values, name string, value *int) {
	if value != nil {
		values.Set(name, itoa(*value))
	}
}

// FeelingsPage is a page of earlier ones, newest first.
type FeelingsPage struct {
	Rows         []Row
	Newer, Older string
	Draft        bool
}

// NewFeelingsPage lists them; bodies holds them by the ID of the entry that
// holds the words now.
func NewFeelingsPage(j *journey.Journey, days []*journey.Day, bodies map[entry.ID]entry.MixedFeelings, older entry.Day, more, first bool, now time.Time) FeelingsPage {
	var v FeelingsPage
	today := j.Today(now)
	for _, day := range days {
		for _, ref := range slices.Backward(day.Feelings) {
			body := bodies[ref.Text]
			note := feelingsLine(body)
			if body.Words != "" && note != "" {
				note += ". "
			}
			v.Rows = append(v.Rows, Row{
				Title: sideOf(body), End: upperFirst(dayWords(day.Day, today)), Note: note + opening(body.Words), URL: "/prepare/feelings/" + string(ref.ID),
			})
		}
	}
	v.Newer, v.Older = neighbours("/prepare/feelings", older, more, first)
	return v
}

func sideOf(body entry.MixedFeelings) string {
	if body.After {
		return guide.Say("feelings.told.after")
	}
	return guide.Say("feelings.told.before")
}

// feelingsLine is the three numbers in one line, those that were given.
func feelingsLine(body entry.MixedFeelings) string {
	line := ""
	for n, value := range []*int{body.Loss, body.Relief, body.Worry} {
		if value == nil {
			continue
		}
		if line != "" {
			line += " · "
		}
		line += feelingScales()[n].Title + " " + itoa(*value)
	}
	return line
}

// ToldFeelings is one of them to read.
func ToldFeelings(j *journey.Journey, ref journey.Ref, day entry.Day, body entry.MixedFeelings, eraseID entry.ID, now time.Time) Told {
	address := "/prepare/feelings/" + string(ref.ID)
	t := Told{
		Title: sideOf(body), Running: upperFirst(whenWords(ref, day, j.Today(now))), Paragraphs: lines(body.Words),
		CorrectURL: address + "/correct", BackURL: "/prepare/feelings",
		EraseURL: address + "/erase", EraseAsk: guide.Say("feelings.erase.ask"), EraseID: eraseID,
	}
	if line := feelingsLine(body); line != "" {
		t.Facts = []string{line}
	}
	return t
}
