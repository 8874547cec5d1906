package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Where is the page that draws the person's own data into the decision: goals,
// measures with what their change means, and how the days went.
type Where struct {
	Goals    []Row
	Measures []MeasureSoFar
	Items    []Chart
	Empty    bool
}

// MeasureSoFar is a questionnaire from its first sheet to its last.
type MeasureSoFar struct {
	Title string
	Lines []string
	Chart Chart
}

// whereWindow is how far back the page looks, in days: half a year shows a
// stall as well as a slide. [D]
const whereWindow = 182

// NewWhere lays out the page.
func NewWhere(j *journey.Journey, library instrument.Library, now time.Time) Where {
	today := j.Today(now)
	v := Where{Goals: goalRows(j, today), Measures: measuresSoFar(j, library, today)}
	for _, item := range j.Asked() {
		if chart := itemChart(j, item, today-whereWindow+1, today); len(chart.Points) > 0 {
			v.Items = append(v.Items, chart)
		}
	}
	v.Empty = len(v.Goals) == 0 && len(v.Measures) == 0 && len(v.Items) == 0
	return v
}

func goalRows(j *journey.Journey, today entry.Day) []Row {
	latest := map[string]int{}
	for day := range j.Days(entry.FirstDay, today) {
		for _, p := range day.Progress {
			latest[p.Goal] = p.Value
		}
	}
	var rows []Row
	for _, goal := range j.Plan.Goals {
		row := Row{Title: goal.Words, Note: goal.Why}
		if value, told := latest[goal.Key]; told {
			row.End = guide.Say("decide.where.goal", "value", value)
		}
		switch goal.Status {
		case entry.GoalReached:
			row.End, row.Done = guide.Say("decide.where.goal.reached"), true
		case entry.GoalLetGo:
			row.End = guide.Say("decide.where.goal.let-go")
		}
		rows = append(rows, row)
	}
	return rows
}

func measuresSoFar(j *journey.Journey, library instrument.Library, today entry.Day) []MeasureSoFar {
	firsts, lasts := map[string]scored{}, map[string]scored{}
	var codes []string
	for _, s := range scores(j, library, entry.FirstDay, today) {
		if _, ok := firsts[s.of.Code]; !ok {
			firsts[s.of.Code] = s
			codes = append(codes, s.of.Code)
		}
		lasts[s.of.Code] = s
	}
	slices.Sort(codes)
	var list []MeasureSoFar
	for _, code := range codes {
		first, last := firsts[code], lasts[code]
		list = append(list, MeasureSoFar{
			Title: last.of.Code, Lines: soFarLines(first, last), Chart: measureChart(j, library, last.of, today),
		})
	}
	return list
}

// soFarLines say where a questionnaire began, where it is and what the
// difference means. That a change stays within error says neither that
// therapy works nor that it does not. [D: clinical §4]
func soFarLines(first, last scored) []string {
	line := guide.Say("measure.score", "measure", last.of.Code, "score", number(last.total))
	if last.band != "" {
		line += ", " + guide.Say("measure.band", "band", last.band)
	}
	lines := []string{line + "."}
	if first.day == last.day {
		return append(lines, guide.Say("decide.where.once"))
	}
	lines = append(lines, guide.Say("decide.where.first", "score", number(first.total), "date", guide.FullDate(first.day.Time())))
	change, err := last.of.Change(instrument.Total, first.total, last.total)
	switch {
	case err != nil:
	case change.ReliablyBetter():
		lines = append(lines, guide.Say("decide.where.better", "limit", number(change.Reliable.Points)))
	case change.ReliablyWorse():
		lines = append(lines, guide.Say("decide.where.worse", "limit", number(change.Reliable.Points)))
	case change.BeyondError == instrument.No:
		lines = append(lines, guide.Say("decide.where.chance", "limit", number(change.Reliable.Points)))
	}
	return lines
}
