package views

import (
	"net/url"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// lookBackQuestions are what a look back asks, by their keys in guide.
var lookBackQuestions = []string{"stayed", "harder", "different", "next"}

// LookBack is the form of a look back: then and now, and a few questions.
type LookBack struct {
	Form      Form
	Action    string
	Running   string
	Words     []string // what the person wrote when the break was closed
	Lines     []LetterPart
	Questions []ReviewGain
	Nothing   bool // nothing was told on both sides
	Correct   bool
	Repeat    bool
}

// NewLookBack lays out a look back at a closed break; said is then and now, or
// what it was when an earlier look was saved.
func NewLookBack(c journey.Episode, body entry.EpisodeSummary, said []LetterPart, form Form) LookBack {
	v := LookBack{
		Form: form, Action: breaksPage + "/" + string(c.ID) + "/back", Words: linesOf(body.Words), Lines: said, Nothing: len(said) == 0,
		Running: breakDates(body.Start, body.End, true), Correct: form.Corrects != "",
	}
	for _, key := range lookBackQuestions {
		v.Questions = append(v.Questions, ReviewGain{Name: answerField(key), Title: guide.Say("back.ask." + key), Ask: guide.Say("back.ask." + key + ".hint")})
	}
	return v
}

// ThenAndNow sets the last four weeks of a closed break beside the last four.
func ThenAndNow(j *journey.Journey, library instrument.Library, c journey.Episode, now time.Time) []LetterPart {
	today := j.Today(now)
	var parts []LetterPart
	for _, part := range []LetterPart{
		{Key: "items", Heading: guide.Say("far.items"), Lines: itemsSince(j, c, today)},
		{Key: "measures", Heading: guide.Say("far.measures"), Lines: measuresSince(j, library, c, today)},
		{Key: "alone", Heading: guide.Say("far.alone"), Lines: aloneSince(j, c, today)},
	} {
		if len(part.Lines) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

func itemsSince(j *journey.Journey, c journey.Episode, today entry.Day) []LetterLine {
	var lines []LetterLine
	for _, item := range j.Items {
		then := spreadOf(j.Series(item.Key, c.End-briefWindow+1, c.End))
		now := spreadOf(j.Series(item.Key, max(c.End+1, today-briefWindow+1), today))
		switch {
		case then.n == 0 && now.n == 0:
		case then.n == 0:
			lines = append(lines, LetterLine{Key: item.Key, Text: guide.Say("back.item.now", "item", item.Name, "now", now.words())})
		case now.n == 0:
			lines = append(lines, LetterLine{Key: item.Key, Text: guide.Say("back.item.then", "item", item.Name, "then", then.words())})
		default:
			lines = append(lines, LetterLine{Key: item.Key, Text: guide.Say("back.item", "item", item.Name, "then", then.words(), "now", now.words())})
		}
	}
	return lines
}

// measuresSince are the last score of the break and the latest one after it.
func measuresSince(j *journey.Journey, library instrument.Library, c journey.Episode, today entry.Day) []LetterLine {
	thens, nows := map[string]scored{}, map[string]scored{}
	for _, s := range scores(j, library, c.Start, today) {
		if s.day <= c.End {
			thens[s.of.Code] = s
		} else {
			nows[s.of.Code] = s
		}
	}
	var lines []LetterLine
	for _, code := range sortedKeys(nows) {
		then, ok := thens[code]
		if !ok {
			then = nows[code]
		}
		lines = append(lines, LetterLine{Key: "measure-" + code, Text: measureWords(then, nows[code])})
	}
	return lines
}

func aloneSince(j *journey.Journey, c journey.Episode, today entry.Day) []LetterLine {
	n := 0
	for day := range j.Days(c.End+1, today) {
		n += len(day.HandledIts)
	}
	if n == 0 {
		return nil
	}
	return []LetterLine{{Key: "alone", Text: guide.Say("back.alone", "n", n)}}
}

// ReadLookBack makes a look back from a form.
func ReadLookBack(j *journey.Journey, c journey.Episode, said []entry.SentSection, form Form, now time.Time) (entry.LookBack, fault.Fields) {
	body := entry.LookBack{Summary: c.ID, Answers: readAnswers(form, lookBackQuestions), Said: said}
	if closed, day, some := nextLook(j, j.Today(now)); some && closed.ID == c.ID && day <= j.Today(now) {
		body.Due = day
	}
	fields := errorFields(body.Validate())
	for n := range fields {
		if fields[n].Name == "answers" {
			fields[n].Name = answerField(lookBackQuestions[0])
		}
	}
	return body, fields
}

// LookBackForm fills the form to correct an earlier look back.
func LookBackForm(j *journey.Journey, look journey.Look, body entry.LookBack, id entry.ID) Form {
	values := url.Values{}
	for name, list := range whenValues(look.Ref, dayOf(j, look.Ref)) {
		values[name] = list
	}
	for key, text := range body.Answers {
		values.Set(answerField(key), text)
	}
	return Form{ID: id, Corrects: look.ID, Values: values}
}

// ToldLookBack is one look back to read.
func ToldLookBack(j *journey.Journey, look journey.Look, body entry.LookBack, eraseID entry.ID) Told {
	page := breaksPage + "/" + string(look.Summary)
	address := page + "/back/" + string(look.ID)
	t := Told{
		Title: guide.FullDate(dayOf(j, look.Ref).Time()), Running: guide.Say("back.heading"), CorrectURL: address + "/correct", BackURL: page,
		EraseURL: address + "/erase", EraseAsk: guide.Say("back.erase.ask"), EraseID: eraseID,
	}
	for _, key := range lookBackQuestions {
		if text := body.Answers[key]; text != "" {
			t.Parts = append(t.Parts, ToldPart{Heading: guide.Say("back.ask." + key), Lines: linesOf(text)})
		}
	}
	for _, section := range body.Said {
		t.Parts = append(t.Parts, ToldPart{Heading: section.Heading, Lines: section.Lines})
	}
	return t
}
