package views

import (
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Today is the page one lands on: where one is, one next step, how the last
// weeks went.
type Today struct {
	Running string // "Thursday 24 September, week 8 of your break"
	Heading string
	Lead    string
	Step    Step
	Now     []Row
	Weeks   []Sparkline // how the last weeks went, an item each
	Last    string      // the last check-in, in words
	Empty   bool        // nothing was told yet
	Margin  []Row
}

// Step is the one next step.
type Step struct {
	Title, Words, Do, URL string
}

// Sparkline is one item over the last weeks.
type Sparkline struct {
	Name   string
	Words  string // what the picture shows
	Chart  Chart
	Usual  string
	Latest string
}

// weeksShown is how far back Today looks, in days.
const weeksShown = 42

// NewToday lays out Today.
func NewToday(j *journey.Journey, now time.Time) Today {
	today := j.Today(now)
	_, _, any := j.Span()
	t := Today{Running: runningDate(j, now), Empty: !any, Step: nextStep(j, today)}
	t.Heading, t.Lead = greeting(j, today, any)
	for _, item := range j.Asked() {
		if chart := itemChart(j, item, today-weeksShown+1, today); len(chart.Points) > 0 {
			t.Weeks = append(t.Weeks, Sparkline{Name: item.Name, Chart: chart, Words: chart.Summary})
		}
	}
	t.Now = nowRows(j, today)
	t.Margin = []Row{
		{Title: "Your lists", Note: "What you rate, your warning signs, your skills", URL: "/plan"},
		{Title: "A page for your therapist", Note: "What was, what held, what you want next", URL: "/letters/return-brief"},
	}
	return t
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

func greeting(j *journey.Journey, today entry.Day, any bool) (heading, lead string) {
	if !any {
		return "A quiet place to begin", "Nothing is written here yet. A first check-in takes half a minute."
	}
	day := j.On(today)
	if day != nil && len(day.CheckIns) > 0 {
		return "You looked in today", "That is written down. Come back when you like."
	}
	return "How is today?", ""
}

func nextStep(j *journey.Journey, today entry.Day) Step {
	day := j.On(today)
	if day == nil || len(day.CheckIns) == 0 {
		return Step{Title: "Check in", Words: "A few numbers, a word if you like. Half a minute.", Do: "Check in", URL: "/check-in"}
	}
	return Step{
		Title: "A page for yourself", Words: guide.PromptFor(int(today)).Text,
		Do: "Write", URL: "/reflections/new",
	}
}

func nowRows(j *journey.Journey, today entry.Day) []Row {
	last := ""
	if c, ok := j.LastCheckIn(); ok {
		day := j.Turn().Day(c.At.Instant, j.Location())
		last = "Last one " + lowerFirst(whenWords(c.Ref, day, today))
	}
	return []Row{
		{Title: "Check in", End: "30 seconds", Note: last, URL: "/check-in"},
		{Title: "Write something down", Note: "Only for you", URL: "/reflections/new"},
		{Title: "Something happened", Note: "A life event, light or heavy", URL: "/life-events/new"},
	}
}
