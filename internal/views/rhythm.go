package views

import (
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// RhythmPage is how often to check in and which measures when, with what
// there is to compare with later.
type RhythmPage struct {
	Form     Form
	CheckIns []Option
	Items    []Row
	Asked    []RhythmField
	Others   []RhythmField
	Start    []string // about the starting point, a sentence each
	Answer   Row      // the measure that would make one; its Title is "" when none is wanted
	NoDate   bool     // no date for the last session: a link leads to where it is told
	Repeat   bool
}

// RhythmField is the question how often one measure is answered: the field
// every-CODE.
type RhythmField struct {
	Code, Title string
	Every       []Option
}

// startingWindow is how many days before the last session a starting point is
// gathered. [D: clinical §4, dose of check-ins]
const startingWindow = 28

// NewRhythmPage lays out the form.
func NewRhythmPage(j *journey.Journey, library instrument.Library, form Form, now time.Time) RhythmPage {
	rhythm := Rhythm(j)
	if len(form.Values) == 0 {
		form.Values = rhythmValues(rhythm)
	}
	v := RhythmPage{Form: form, CheckIns: checkInOptions()}
	for _, item := range j.Asked() {
		v.Items = append(v.Items, Row{Title: item.Name, Note: scaleWords(item)})
	}
	for _, of := range library.All() {
		asked := slices.ContainsFunc(rhythm.Measures, func(m entry.Measured) bool { return m.Instrument == of.Key() })
		switch field := (RhythmField{Code: of.Key(), Title: of.Code, Every: everyFrom(of)}); {
		case asked:
			v.Asked = append(v.Asked, field)
		case of.Entry == instrument.ByItems && !otherForm(rhythm, of.Key()):
			field.Title += ": " + of.Title
			v.Others = append(v.Others, field)
		}
	}
	v.starting(j, library, rhythm, j.Today(now))
	return v
}

// otherForm: the PHQ-8 and the PHQ-9 are two forms of one measure.
func otherForm(rhythm entry.Rhythm, code string) bool {
	other := map[string]string{"phq-8": "phq-9", "phq-9": "phq-8"}[code]
	return other != "" && slices.ContainsFunc(rhythm.Measures, func(m entry.Measured) bool { return m.Instrument == other })
}

// everyFrom are the times between two sheets that the days a questionnaire
// asks about allow.
func everyFrom(of instrument.Instrument) []Option {
	return slices.DeleteFunc(everyOptions(), func(o Option) bool { return o.Value != "" && atoi(o.Value) < of.Recall.Days })
}

func checkInOptions() []Option {
	options := []Option{{Value: "", Title: guide.Say("rhythm.check-in.open")}}
	for _, days := range []int{1, 2, 3} {
		options = append(options, Option{Value: itoa(days), Title: guide.Say("rhythm.check-in.days", "days", days)})
	}
	return append(options, Option{Value: "7", Title: guide.Say("rhythm.check-in.week")})
}

// readCheckIns takes how often to check in, and when to be reminded, from a
// form that asks for them; a form that does not leaves them as they are.
func readCheckIns(rhythm *entry.Rhythm, form Form) {
	if !form.Values.Has("check-in-days") {
		return
	}
	rhythm.CheckInDays, rhythm.RemindAt = 0, form.Value("remind-at")
	if text := form.Value("check-in-days"); text != "" {
		days, err := strconv.Atoi(text)
		if rhythm.CheckInDays = days; err != nil {
			rhythm.CheckInDays = -1 // which the entry refuses
		}
	}
}

// starting says what there is to compare the break with.
func (v *RhythmPage) starting(j *journey.Journey, library instrument.Library, rhythm entry.Rhythm, today entry.Day) {
	start, on := j.BreakStart(today)
	if !on {
		if start = j.Plan.Agenda.Day; start == 0 {
			start = j.Plan.Agreement.Start
		}
		v.NoDate = start == 0 || start < today
		v.Start = aheadLines(j, start, today)
	}
	for _, m := range rhythm.Measures {
		of, err := library.Lookup(m.Instrument)
		if err != nil {
			continue
		}
		line, found := startingLine(j, library, of, start, today, on)
		v.Start = append(v.Start, line)
		if !found && v.Answer.Title == "" {
			v.Answer = Row{Title: guide.Say("rhythm.start.answer", "measure", of.Code), End: minutes(of), URL: "/measures/" + of.Key()}
		}
	}
}

// aheadLines say when to begin, seen from before the last session.
func aheadLines(j *journey.Journey, session, today entry.Day) []string {
	if session == 0 || session < today {
		return []string{guide.Say("rhythm.start.no-date")}
	}
	from := session - startingWindow
	lines := []string{guide.Say("rhythm.start.when", "session", guide.FullDate(session.Time()), "from", guide.FullDate(from.Time()))}
	if today < from {
		return append(lines, guide.Say("rhythm.start.wait"))
	}
	days := 0
	for day := range j.Days(from, today) {
		if len(day.CheckIns) > 0 {
			days++
		}
	}
	if days == 0 {
		return append(lines, guide.Say("rhythm.start.begin"))
	}
	return append(lines, guide.Say("rhythm.start.so-far", "days", days))
}

// startingLine says where a measure started: with the latest sheet of the
// four weeks before, else with the first after, else nowhere. found is false
// while one more answer would make a starting point.
func startingLine(j *journey.Journey, library instrument.Library, of instrument.Instrument, start, today entry.Day, on bool) (line string, found bool) {
	if start == 0 || !on && start < today {
		start = today
	}
	words := func(key string, s scored) string {
		return guide.Say(key, "measure", of.Code, "score", number(s.total), "date", guide.FullDate(s.day.Time()))
	}
	var before, after *scored
	for _, s := range scores(j, library, start-startingWindow, today) {
		switch {
		case s.of.Code != of.Code:
		case s.day <= start:
			before = &s
		case after == nil:
			after = &s
		}
	}
	switch {
	case before != nil:
		return words("rhythm.start.measure", *before), true
	case after != nil:
		return words("rhythm.start.measure.later", *after), true
	case on:
		return guide.Say("rhythm.start.measure.none", "measure", of.Code), false
	}
	return guide.Say("rhythm.start.measure.ahead", "measure", of.Code), false
}
