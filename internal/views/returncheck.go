package views

import (
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/signals"
)

// returnQuestions are what the record cannot know, by their keys in guide.
var returnQuestions = []string{"want", "changed", "lean", "unsaid"}

// ReturnSteps is how many steps a return check has: what the record says, what
// only the person knows, the ways on.
const ReturnSteps = 3

// ReturnChecks is the page before one begins, with the earlier ones.
type ReturnChecks struct {
	Draft bool
	Again string // the day to look again, as it was chosen
	Rows  []Row
}

// NewReturnChecks lays out the page; bodies holds the checks by the ID of the
// entry that holds them.
func NewReturnChecks(j *journey.Journey, bodies map[entry.ID]entry.Body, draft bool, now time.Time) ReturnChecks {
	v := ReturnChecks{Draft: draft}
	if look := j.Check.LookAt; look != 0 {
		v.Again = guide.Say("return.again", "when", dayWords(look, j.Today(now)))
	}
	for _, ref := range slices.Backward(j.Versions[entry.KindReturnCheck]) {
		row := Row{Title: guide.FullDate(dayOf(j, ref).Time()), URL: "/return-check/" + string(ref.ID)}
		if body, ok := bodies[ref.Text].(entry.ReturnCheck); ok {
			row.End, row.Note = guide.Say("return.way."+string(body.Way)), opening(body.Reasons)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// returnDue says whether the day to look again has come.
func returnDue(j *journey.Journey, today entry.Day) bool {
	_, on := j.BreakStart(today)
	return on && j.Check.LookAt != 0 && j.Check.LookAt <= today
}

// ReturnCheck is the form: one step of it, or all.
type ReturnCheck struct {
	Form      Form
	Step      int // from 1; 0 is all on one page
	Said      []LetterPart
	Questions []ReviewGain // each with its question
	Ways      []Option
	Kept      []KeptValue
	Unsafe    bool
	Correct   bool
	Repeat    bool
}

// NewReturnCheck lays out a step. said is what the record says; an earlier
// check is corrected all on one page, beside what the record said then.
func NewReturnCheck(j *journey.Journey, said []LetterPart, form Form, step int) ReturnCheck {
	v := ReturnCheck{Form: form, Step: step, Unsafe: j.Deciding.Unsafe, Correct: form.Corrects != ""}
	if v.Correct || step < 0 || step > ReturnSteps {
		v.Step = 0
	}
	if v.Step <= 1 {
		v.Said = said
	}
	shown := map[string]bool{}
	if v.Step == 0 || v.Step == 2 {
		for _, key := range returnQuestions {
			shown[answerField(key)] = true
			v.Questions = append(v.Questions, ReviewGain{Name: answerField(key), Title: guide.Say("return.ask." + key), Ask: guide.Say("return.ask." + key + ".hint")})
		}
	}
	if v.Step == 0 || v.Step == 3 {
		shown["way"], shown["reasons"], shown["look-at"] = true, true, true
		for _, way := range entry.ReturnWays() {
			v.Ways = append(v.Ways, Option{Value: string(way), Title: guide.Say("return.way." + string(way)), Note: guide.Say("return.way." + string(way) + ".note")})
		}
	}
	for _, name := range returnFields(v.Correct) {
		if text := form.Value(name); text != "" && !shown[name] {
			v.Kept = append(v.Kept, KeptValue{Name: name, Value: text})
		}
	}
	return v
}

func returnFields(correct bool) []string {
	names := []string{"way", "reasons", "look-at"}
	for _, key := range returnQuestions {
		names = append(names, answerField(key))
	}
	if correct {
		names = append(names, "day", "time")
	}
	return names
}

// ReadReturnCheck makes the body from a form and what the record says. A new
// check looks again on a day to come.
func ReadReturnCheck(form Form, said []entry.SentSection, today entry.Day) (entry.ReturnCheck, fault.Fields) {
	var fields fault.Fields
	body := entry.ReturnCheck{
		Answers: readAnswers(form, returnQuestions), Way: entry.ReturnWay(form.Value("way")), Reasons: form.Value("reasons"),
		LookAt: readDay(form, "look-at", &fields), Said: said,
	}
	if form.Corrects == "" && body.LookAt != 0 && body.LookAt <= today {
		fields.Add("look-at", guide.Say("return.look-at.past"))
	}
	for _, wrong := range errorFields(body.Validate()) {
		if fields.For(wrong.Name) == "" {
			fields.Add(wrong.Name, wrong.Say)
		}
	}
	return body, fields
}

// readAnswers are the answers that were written; nil for none.
func readAnswers(form Form, keys []string) map[string]string {
	var answers map[string]string
	for _, key := range keys {
		if text := form.Value(answerField(key)); text != "" {
			answers = put(answers, key, text)
		}
	}
	return answers
}

// ReturnForm fills the form to correct an earlier check.
func ReturnForm(j *journey.Journey, ref journey.Ref, body entry.ReturnCheck, id entry.ID) Form {
	values := whenValues(ref, dayOf(j, ref))
	for key, text := range body.Answers {
		values.Set(answerField(key), text)
	}
	values.Set("way", string(body.Way))
	values.Set("reasons", body.Reasons)
	values.Set("look-at", dayValue(body.LookAt))
	return Form{ID: id, Corrects: ref.ID, Values: values}
}

// ReturnSaid is what the record says about coming back, before anything is
// asked. events holds the words of the life events as in NewReturnBrief; found
// are the open signals, in words.
func ReturnSaid(j *journey.Journey, library instrument.Library, events map[entry.ID]entry.LifeEvent, found []Signal, now time.Time) []LetterPart {
	today := j.Today(now)
	start, end, ok := lastBreak(j, today)
	if !ok {
		start, end = today-90, today
	}
	b := stretch{start: start, end: max(end, start), over: end < today}
	patterns := signalLines(found)
	patterns = append(patterns, attentionLines(j, today)...)
	parts := []LetterPart{
		{Key: "patterns", Lines: patterns},
		{Key: "events", Lines: eventLines(j, events, start, today)},
		{Key: "measures", Lines: farMeasureLines(j, library, b)},
		{Key: "skills", Lines: skillsHold(j, start, today)},
		{Key: "support", Lines: supportLines(j)},
		{Key: "goals", Lines: farGoalLines(j, b)},
	}
	for n, part := range parts {
		parts[n].Heading = guide.Say("return.said." + part.Key)
		if len(part.Lines) == 0 {
			parts[n].Lines = []LetterLine{{Key: part.Key + "-none", Text: guide.Say("return.said." + part.Key + ".none"), Left: true}}
		}
	}
	return parts
}

func signalLines(found []Signal) []LetterLine {
	var lines []LetterLine
	for n, s := range found {
		lines = append(lines, LetterLine{Key: "signal-" + itoa(n+1), Text: strings.TrimSuffix(s.Words.Title, ".") + ". " + s.Words.Because})
	}
	return lines
}

// ReturnSignals are the open signals that a return check looks at, in words.
func ReturnSignals(j *journey.Journey, o signals.Outlook, library instrument.Library, texts map[entry.ID]string, now time.Time) []Signal {
	var found []Signal
	for _, s := range o.Signals {
		found = append(found, NewSignal(j, s, library, texts, now))
	}
	return found
}

// skillsHold sets the days each skill was used in the last four weeks beside
// the four weeks before the break.
func skillsHold(j *journey.Journey, start, today entry.Day) []LetterLine {
	used := func(c journey.CheckIn) []string { return c.Skills }
	before, now := daysWith(j, start-briefWindow, start-1, used), daysWith(j, today-briefWindow+1, today, used)
	keys := sortedKeys(now)
	for _, key := range sortedKeys(before) {
		if now[key] == 0 {
			keys = append(keys, key)
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return now[b] - now[a] })
	var lines []LetterLine
	for _, key := range keys[:min(lookMost, len(keys))] {
		lines = append(lines, LetterLine{Key: "skill-" + key, Text: guide.Say("return.skill", "skill", SkillName(j, key), "now", now[key], "before", before[key])})
	}
	return lines
}

func supportLines(j *journey.Journey) []LetterLine {
	var lines []LetterLine
	for _, p := range j.Plan.Support {
		text := p.Name + "."
		if p.Last != 0 {
			text = guide.Say("return.support.last", "name", p.Name, "date", guide.FullDate(p.Last.Time()))
		}
		lines = append(lines, LetterLine{Key: "support-" + p.Key, Text: text})
	}
	return lines
}

// SaidSections are parts as they are kept, without those where there was
// nothing.
func SaidSections(parts []LetterPart) []entry.SentSection {
	var kept []entry.SentSection
	for _, part := range parts {
		one := entry.SentSection{Heading: part.Heading}
		for _, line := range part.Lines {
			if !line.Left {
				one.Lines = append(one.Lines, line.Text)
			}
		}
		if len(one.Lines) > 0 {
			kept = append(kept, one)
		}
	}
	return kept
}

// KeptParts are kept parts, to show beside a form.
func KeptParts(kept []entry.SentSection) []LetterPart {
	var parts []LetterPart
	for n, section := range KeptSections(kept) {
		parts = append(parts, LetterPart{Key: "kept-" + itoa(n+1), Heading: section.Heading, Lines: section.Lines})
	}
	return parts
}

// ToldReturn is a return check to read, with what could come next.
type ToldReturn struct {
	Told
	Next    Step      // of the way that was chosen
	Phase   *PhaseAsk // moving to the next phase is offered
	Reasons []string
}

// NewToldReturn lays out a check; newID makes the IDs of what the page's forms
// would tell.
func NewToldReturn(j *journey.Journey, ref journey.Ref, body entry.ReturnCheck, newID func() entry.ID, now time.Time) ToldReturn {
	address, today := "/return-check/"+string(ref.ID), j.Today(now)
	v := ToldReturn{Reasons: linesOf(body.Reasons), Next: returnNext(j, body.Way)}
	v.Told = Told{
		Title: guide.Say("return.way." + string(body.Way)), Running: guide.Say("return.told", "date", guide.FullDate(dayOf(j, ref).Time())),
		CorrectURL: address + "/correct", BackURL: "/return-check", EraseURL: address + "/erase", EraseAsk: guide.Say("return.erase.ask"), EraseID: newID(),
	}
	if body.LookAt != 0 {
		v.Facts = append(v.Facts, guide.Say("return.again", "when", dayWords(body.LookAt, today)))
	}
	for _, key := range returnQuestions {
		if text := body.Answers[key]; text != "" {
			v.Parts = append(v.Parts, ToldPart{Heading: guide.Say("return.ask." + key), Lines: linesOf(text)})
		}
	}
	for _, section := range body.Said {
		v.Parts = append(v.Parts, ToldPart{Heading: section.Heading, Lines: section.Lines})
	}
	if back := body.Way == entry.WayReturn || body.Way == entry.WayBooster; back && j.PhaseOn(today) == entry.OnBreak && j.Check.ID == ref.ID {
		v.Phase = &PhaseAsk{Words: guide.Say("return.phase"), ID: newID(), Phase: string(entry.Returning), Day: today.String()}
	}
	return v
}

// returnNext is where a way leads. Someone who is not safe with their
// therapist is led to other care, not to a letter.
func returnNext(j *journey.Journey, way entry.ReturnWay) Step {
	addresses := map[entry.ReturnWay]string{
		entry.WayWait: "/", entry.WayCheckIn: stayPage, entry.WayBooster: "/letters/return-brief", entry.WayReturn: "/letters/return-brief",
		entry.WayOtherCare: "/care",
	}
	if j.Deciding.Unsafe && way == entry.WayCheckIn {
		way = entry.WayOtherCare
	}
	return Step{Words: guide.Say("return.next." + string(way)), Do: guide.Say("return.next." + string(way) + ".do"), URL: addresses[way]}
}
