package views

import (
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/signals"
)

// Today is the page one lands on: how things are and why, one next step, how
// the last weeks went.
type Today struct {
	Running  string // "Thursday 24 September, week 8 of your break"
	Standing Standing
	Heading  string
	Because  string
	Doubt    string
	WhyURL   string // where the reasons stand; "" when there is nothing to explain
	Help     bool   // the way to help comes first
	HelpLine string // stays for three days after an answer about safety
	Step     Step
	Now      []Row
	Weeks    Chart // the last weeks, all items as one line
	Items    []Chart
	Coming   []Row
	Within   []Row    // pages that fit the phase one is in
	Holds    []string // what got better
	Empty    bool     // nothing was told yet
	Safe     *Signal  // an open signal about safety, with the ways to end it
}

// Step is the one next step.
type Step struct {
	Title, Words, Do, URL string
	Other, OtherURL       string
	Quoted                bool // Words are the person's own
}

// weeksShown is how far back Today looks, in days.
const weeksShown = 42

// itemsShown is how many charts of single items Today shows.
const itemsShown = 2

// NewToday lays out Today. texts holds the words of entries that signals name.
func NewToday(j *journey.Journey, o signals.Outlook, library instrument.Library, texts map[entry.ID]string, now time.Time) Today {
	today := j.Today(now)
	_, _, any := j.Span()
	t := Today{Running: runningDate(j, now), Standing: standing(o.Standing), Empty: !any}
	t.Heading, t.Because = strings.TrimSuffix(t.Standing.Note, "."), restWords(j, o, today)
	t.Step = restStep(j, today)
	if !any {
		t.Heading, t.Because = emptyWords(j)
	}
	if len(o.Signals) > 0 {
		t.signal(NewSignal(j, o.Signals[0], library, texts, now))
	}
	for _, s := range o.Quiet {
		if s.HelpLine {
			t.HelpLine = guide.Say("safety.quiet", "when", dayWords(s.Last, today))
		}
	}
	for _, s := range o.Progress {
		t.Holds = append(t.Holds, NewSignal(j, s, library, texts, now).Words.Because)
	}
	t.Now = nowRows(j, library, today)
	t.Coming = comingRows(j, library, today)
	t.Within = phaseRows(j, today)
	t.Items = todayCharts(j, o, today)
	return t
}

// signal makes the strongest signal the page's subject.
func (t *Today) signal(s Signal) {
	t.Heading, t.Because, t.Doubt, t.WhyURL = s.Words.Title, s.Words.Because, s.Doubt, s.URL
	t.Help = s.Help
	t.Step = Step{Title: guide.Say("signal.could"), Words: s.Words.Could, Do: guide.Say("signal.why"), URL: s.URL}
	if len(s.Plan) > 0 {
		t.Step.Title, t.Step.Words, t.Step.Quoted = guide.Say("signal.plan"), s.Plan[0], true
	}
	if s.Safety {
		t.Step.Do, t.Step.URL = guide.Say("place.help-now"), "/help-now"
		t.Safe = &s
	}
}

// emptyWords stand where no day has a number yet. Someone who is deciding or
// preparing has written much by then, and is not on the first page.
func emptyWords(j *journey.Journey) (heading, because string) {
	for _, kind := range []entry.Kind{entry.KindSignWeights, entry.KindDecision, entry.KindAgenda, entry.KindAgreement, entry.KindSafetyPlan} {
		if _, told := j.Latest(kind); told {
			return guide.Say("today.papers.title"), guide.Say("today.papers")
		}
	}
	return guide.Say("today.empty.title"), guide.Say("today.empty")
}

// runningDate is the line above a heading.
func runningDate(j *journey.Journey, now time.Time) string {
	today := j.Today(now)
	line := guide.LongDay(today.Time())
	if start, on := j.BreakStart(today); on {
		line += ", " + guide.Say("break.week", "week", int(today-start)/7+1)
	}
	return line
}

// restWords say why nothing asks for attention, or that it is too early to say.
func restWords(j *journey.Journey, o signals.Outlook, today entry.Day) string {
	if o.Standing == signals.Learning {
		if o.Learning {
			return guide.Say("today.learning", "days", o.Drift.Baseline.N, "of", 28)
		}
		return guide.Say("standing.too-few-days")
	}
	return guide.Say("today.steady")
}

// restStep is what one could do when nothing asks for attention.
func restStep(j *journey.Journey, today entry.Day) Step {
	if j.PhaseOn(today) == entry.Considering && j.Deciding.Decided == "" {
		step := decideNext(j, today)
		step.Other, step.OtherURL = guide.Say("today.check-in"), "/check-in"
		return step
	}
	if step, some := prepareNext(j, today); some {
		return step
	}
	day := j.On(today)
	if day == nil || !slices.ContainsFunc(day.CheckIns, func(c journey.CheckIn) bool { return !c.Imported() }) {
		return Step{Title: guide.Say("today.next-step"), Words: guide.Say("today.step.on-a-break"), Do: guide.Say("today.check-in"), URL: "/check-in"}
	}
	prompt := guide.PromptFor(int(today))
	return Step{
		Title: guide.Say("today.prompt"), Words: prompt.Text, Do: guide.Say("today.prompt.write"), URL: "/reflections/new?prompt=" + prompt.Key,
		Other: guide.Say("today.prompt.another"), OtherURL: "/reflections/new?prompt=" + guide.PromptAfter(prompt.Key).Key,
	}
}

func nowRows(j *journey.Journey, library instrument.Library, today entry.Day) []Row {
	rows := []Row{checkInRow(j, today)}
	for _, m := range Rhythm(j).Measures {
		of, err := library.Lookup(m.Instrument)
		if err == nil && due(j, of, m.EveryDays, today) <= today {
			rows = append(rows, Row{Title: guide.Say("rhythm.start.answer", "measure", of.Code), End: minutes(of), URL: "/measures/" + of.Key()})
		}
	}
	if lookAgain(j, today) {
		rows = append(rows, Row{Title: guide.Say("decide.decision.today"), Note: guide.Say("decide.decision.today.note"), URL: "/decide/decision", Due: true})
	}
	rows = append(rows, experimentRows(j, today)...)
	if reviewDue(j, today) {
		rows = append(rows, reviewRow())
	}
	if row, due := contactRow(j, today); due {
		rows = append(rows, row)
	}
	if row, due := lookBackRow(j, today); due {
		rows = append(rows, row)
	}
	if returnDue(j, today) {
		rows = append(rows, Row{Title: guide.Say("place.return"), Note: guide.Say("return.again", "when", dayWords(j.Check.LookAt, today)), URL: "/return-check", Due: true})
	}
	return append(rows, Row{Title: guide.Say("today.event"), Note: guide.Say("why.life-events"), URL: "/life-events/new"})
}

func checkInRow(j *journey.Journey, today entry.Day) Row {
	row := Row{Title: guide.Say("today.check-in"), End: guide.Say("today.check-in.time"), URL: "/check-in"}
	c, ok := j.LastCheckIn()
	if !ok {
		return row
	}
	on := j.Turn().Day(c.At.Instant, j.Location())
	if on == today {
		return Row{Title: guide.Say("today.checked-in"), End: guide.Clock(c.At.Local()), Note: tells(j, c), URL: "/check-ins/" + string(c.ID), Done: true}
	}
	row.Note = guide.Say("today.last-check-in", "when", inSentence(whenWords(c.Ref, on, today), on, today))
	return row
}

// comingRows are the dates ahead, nearest first.
func comingRows(j *journey.Journey, library instrument.Library, today entry.Day) []Row {
	type date struct {
		day entry.Day
		row Row
	}
	var dates []date
	for _, m := range Rhythm(j).Measures {
		if of, err := library.Lookup(m.Instrument); err == nil {
			if on := due(j, of, m.EveryDays, today); on > today {
				dates = append(dates, date{on, Row{Title: of.Code, Note: guide.Say("measure.every", "weeks", m.EveryDays/7), URL: "/measures"}})
			}
		}
	}
	if review := j.Plan.Agreement.Review; review > today {
		dates = append(dates, date{review, Row{Title: guide.Say("today.review-day"), Note: guide.Say("today.review-day.note"), URL: "/agreement"}})
	}
	if contact, some := contactDue(j, today); some && contact > today {
		dates = append(dates, date{contact, Row{Title: guide.Say("place.letter"), Note: everyWords(j.Plan.Agreement.EveryDays), URL: "/stay-in-touch"}})
	}
	if session := j.Plan.Agenda.Day; session > today {
		dates = append(dates, date{session, Row{Title: guide.Say("place.last-session"), Note: guide.Say("prepare.session.coming"), URL: "/prepare/last-session"}})
	}
	if start := j.Plan.Agreement.Start; start > today {
		dates = append(dates, date{start, Row{Title: guide.Say("calendar.what.start"), Note: guide.Say("prepare.start.coming"), URL: "/agreement"}})
	}
	if _, look, some := nextLook(j, today); some && look > today {
		dates = append(dates, date{look, Row{Title: guide.Say("back.heading"), Note: guide.Say("back.coming"), URL: breaksPage}})
	}
	if look := j.Check.LookAt; look > today {
		dates = append(dates, date{look, Row{Title: guide.Say("place.return"), Note: guide.Say("return.coming"), URL: "/return-check"}})
	}
	if look := j.Deciding.LookAt; look > today {
		dates = append(dates, date{look, Row{Title: guide.Say("decide.decision.today"), Note: guide.Say("decide.decision.today.note"), URL: "/decide/decision"}})
	}
	slices.SortStableFunc(dates, func(a, b date) int { return int(a.day - b.day) })
	var rows []Row
	for _, d := range dates {
		d.row.End = guide.ShortDay(d.day.Time(), today.Time())
		rows = append(rows, d.row)
	}
	return rows
}

// lookAgain: the day to look at the decision again has come, and no decision
// was made since.
func lookAgain(j *journey.Journey, today entry.Day) bool {
	ref, told := j.Latest(entry.KindDecision)
	look := j.Deciding.LookAt
	return told && look != 0 && look <= today && dayOf(j, ref) < look
}

// phaseRow is a page that is within reach in a phase: the keys of its title
// and of why it is worth it.
type phaseRow struct{ title, why, url string }

// phasePages are the pages within reach in each phase.
var phasePages = map[entry.PhaseName][]phaseRow{
	entry.Considering: {
		{"decide.contents", "decide.contents.why", "/decide"},
		{"decide.part.talk", "decide.why.talk", "/decide/talk"},
		{"place.fit", "why.fit", "/fit"},
		{"care.contents", "care.contents.why", "/care"},
	},
	entry.Preparing: {
		{"place.last-session", "why.last-session", "/prepare/last-session"},
		{"place.feelings", "why.feelings", "/prepare/feelings"},
		{"place.agreement", "why.agreement", "/agreement"},
		{"place.rhythm", "why.rhythm", "/plan/rhythm"},
		{"place.calendar", "why.calendar", "/calendar"},
	},
	entry.InTherapy: {
		{"decide.contents", "decide.contents.why", "/decide"},
		{"place.fit", "why.fit", "/fit"},
	},
	entry.OnBreak: {
		{"place.handled", "why.handled", "/handled/new"},
		{"place.practice", "why.practice", "/practice/new"},
		{"place.experiments", "why.experiments", "/experiments"},
		{"place.letter", "why.letter", "/stay-in-touch"},
		{"place.fit", "why.fit", "/fit"},
		{"place.return", "why.return", "/return-check"},
	},
	journey.Ended: {
		{"place.return", "why.return", "/return-check"},
		{"care.contents", "care.contents.why", "/care"},
	},
	entry.Returning: {
		{"place.return", "why.return", "/return-check"},
		{"place.brief", "why.brief", "/letters/return-brief"},
		{"place.letter", "why.letter", "/stay-in-touch"},
		{"place.fit", "why.fit", "/fit"},
	},
}

func phaseRows(j *journey.Journey, today entry.Day) []Row {
	var rows []Row
	for _, p := range phasePages[j.PhaseOn(today)] {
		if p.url == "/prepare/last-session" && j.Deciding.Unsafe {
			continue
		}
		row := Row{Title: guide.Say(p.title), Note: guide.Say(p.why), URL: p.url}
		if p.url == "/decide/talk" && j.Deciding.Unsafe {
			row.Note = guide.Say("decide.talk.rests")
		}
		rows = append(rows, row)
	}
	return append(rows, breakRows(j, today)...)
}

// breakRows lead to closing a break, or to those that were closed.
func breakRows(j *journey.Journey, today entry.Day) []Row {
	if _, some := toClose(j, today); some {
		return []Row{{Title: guide.Say("episode.close"), Note: guide.Say("episode.close.why"), URL: breaksPage + "/close"}}
	}
	if len(j.Closed) > 0 {
		return []Row{{Title: guide.Say("place.breaks"), Note: guide.Say("episode.row"), URL: breaksPage}}
	}
	return nil
}

// todayCharts are the items that moved, else the first ones, over the last
// weeks.
func todayCharts(j *journey.Journey, o signals.Outlook, today entry.Day) []Chart {
	var moved signals.Keys
	for _, s := range o.Signals {
		if keys, ok := s.Facts["items"].(signals.Keys); ok {
			moved = keys
		}
	}
	items := j.Asked()
	slices.SortStableFunc(items, func(a, b entry.Item) int {
		return boolFirst(slices.Contains(moved, a.Key), slices.Contains(moved, b.Key))
	})
	var charts []Chart
	for _, item := range items {
		chart := itemChart(j, item, today-weeksShown+1, today)
		if len(chart.Points) > 0 && len(charts) < itemsShown {
			charts = append(charts, chart)
		}
	}
	return charts
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
