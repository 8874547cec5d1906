package views

import (
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// LifeEvent is the form for something that happened: a new one, or an earlier
// one to correct.
type LifeEvent struct {
	Form    Form
	Running string
	Day     string // the latest day that can be chosen
	Correct bool
	Repeat  bool // this form was saved before with other words
}

// NewLifeEvent lays out the form. A new one is about today unless said
// otherwise.
func NewLifeEvent(j *journey.Journey, form Form, now time.Time) LifeEvent {
	return LifeEvent{Form: form, Running: runningDate(j, now), Day: j.Today(now).String(), Correct: form.Corrects != ""}
}

// ReadLifeEvent makes the body of a life event from a form. The weight has to
// be chosen: 0 is an answer and not a default.
func ReadLifeEvent(form Form) (entry.LifeEvent, fault.Fields) {
	body := entry.LifeEvent{What: form.Value("what"), Note: form.Value("note"), Good: form.Value("good") != ""}
	weight, err := strconv.Atoi(form.Value("weight"))
	body.Weight = weight
	if err != nil {
		return body, fault.Fields{{Name: "weight", Say: guide.Say("goals.near.pick")}}
	}
	return body, nil
}

// LifeEventForm fills the form to correct an earlier event.
func LifeEventForm(event journey.Event, body entry.LifeEvent, day entry.Day, id entry.ID) Form {
	values := whenValues(event.Ref, day)
	values.Del("time")
	values.Set("what", body.What)
	values.Set("weight", itoa(body.Weight))
	values.Set("note", body.Note)
	if body.Good {
		values.Set("good", "on")
	}
	return Form{ID: id, Corrects: event.ID, Values: values}
}

// ToldEvent is one life event to read, with a gentle word where it is heavy
// and fresh.
type ToldEvent struct {
	Told
	Heavy  string // what was given, in words; "" when it is not heavy or long ago
	Gentle []string
}

// heavyDays is for how many days a heavy event is met with a gentle word.
const heavyDays = 3

// ToldLifeEvent is one life event to read.
func ToldLifeEvent(j *journey.Journey, event journey.Event, day entry.Day, body entry.LifeEvent, eraseID entry.ID, now time.Time) ToldEvent {
	address := "/life-events/" + string(event.ID)
	t := ToldEvent{Told: Told{
		Title: body.What, Running: guide.Say("told.life-event", "when", whenWords(event.Ref, day, j.Today(now))),
		Facts: []string{weightWords(event)}, Paragraphs: lines(body.Note),
		CorrectURL: address + "/correct", BackURL: "/life-events",
		EraseURL: address + "/erase", EraseAsk: guide.Say("event.erase.ask"), EraseID: eraseID,
	}}
	told := j.Turn().Day(event.Recorded, j.Location())
	if event.Weight < heavy || int(j.Today(now)-told) >= heavyDays {
		return t
	}
	t.Heavy = guide.Say("event.heavy", "weight", event.Weight)
	t.Gentle = []string{guide.Say("event.heavy.small"), guide.Say("event.heavy.person")}
	if event.Good {
		t.Gentle = []string{guide.Say("event.good.line"), guide.Say("event.heavy.small")}
	}
	return t
}

// weightWords is how heavy an event is, and whether it was welcome.
func weightWords(event journey.Event) string {
	if event.Good {
		return guide.Say("event.told.welcome", "weight", event.Weight)
	}
	return guide.Say("event.told", "weight", event.Weight)
}

// LifeEvents is a page of the list of life events.
type LifeEvents struct {
	Rows         []Row
	Newer, Older string
}

// NewLifeEvents lists events, newest first; bodies holds their words by the ID
// of the entry that holds them.
func NewLifeEvents(j *journey.Journey, days []*journey.Day, bodies map[entry.ID]entry.LifeEvent, older entry.Day, more, first bool, now time.Time) LifeEvents {
	var v LifeEvents
	today := j.Today(now)
	for _, day := range days {
		for _, event := range slices.Backward(day.Events) {
			body := bodies[event.Text]
			v.Rows = append(v.Rows, Row{
				Title: opening(body.What), End: guide.Say("count.of-ten", "n", event.Weight),
				Note: eventNote(event, day.Day, today, body.Note), URL: "/life-events/" + string(event.ID),
			})
		}
	}
	v.Newer, v.Older = neighbours("/life-events", older, more, first)
	return v
}

func eventNote(event journey.Event, day, today entry.Day, note string) string {
	words := upperFirst(whenWords(event.Ref, day, today))
	if event.Good {
		words = guide.Say("event.row.welcome", "when", words)
	}
	if note != "" {
		words += " · " + opening(note)
	}
	return words
}
