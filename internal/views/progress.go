package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Progress is a chart and a table for each item.
type Progress struct {
	Running string
	Heading string
	Charts  []Chart
	Spans   []Option // how far back one can look; the value goes into the address
	Span    string
	Tried   []Row // experiments
}

// spans are how far back Progress looks, in days; 0 means everything.
var spans = []struct {
	value string
	days  int
}{
	{"season", 91},
	{"year", 366},
	{"all", 0},
}

// NewProgress lays out Progress. An unknown span shows three months.
func NewProgress(j *journey.Journey, span string, now time.Time) Progress {
	today := j.Today(now)
	p := Progress{Heading: guide.Say("progress.title"), Span: spans[0].value}
	from := today - entry.Day(spans[0].days) + 1
	for _, s := range spans {
		p.Spans = append(p.Spans, Option{Value: s.value, Title: guide.Say("progress.span." + s.value)})
		if s.value == span {
			p.Span = span
			from = today - entry.Day(s.days) + 1
			if first, _, ok := j.Span(); s.days == 0 && ok {
				from = first
			}
		}
	}
	p.Running = guide.FullDate(from.Time()) + " to " + guide.FullDate(today.Time())
	for _, e := range slices.Backward(j.Plan.Experiments) {
		p.Tried = append(p.Tried, experimentRow(j, e, today))
	}
	for _, item := range j.Items {
		chart := itemChart(j, item, from, today)
		if len(chart.Points) > 0 {
			p.Charts = append(p.Charts, chart)
		}
	}
	return p
}
