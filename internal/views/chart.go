package views

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/monitor"
	"fermata/internal/plot"
)

// Chart is one series over time with what happened meanwhile.
type Chart struct {
	Key, Title, Summary string
	Min, Max            float64
	From, To            entry.Day
	Points              []ChartPoint
	Smoothed            []ChartXY
	Low, High           float64 // usual range; both 0 while there is too little to say
	Phases, Events      []ChartMark
	BetterHigh          bool
	LowWords, HighWords string
	Band                []ChartBand // usual range day by day, in the place of Low and High
	Zones               []ChartZone // named parts of a questionnaire's scale
	Answers             bool        // points are scores of a questionnaire
	Numbers             [][]string  // month, days, mean, lowest, highest; for scores: date, score, band
}

// Plot is the chart as package plot places it.
func (c Chart) Plot() plot.Chart {
	p := plot.Chart{Min: c.Min, Max: c.Max, From: c.From.Time(), To: c.To.Time(), Answers: c.Answers}
	for _, at := range c.Points {
		p.Points = append(p.Points, plot.Point{Day: at.Day, Value: at.Value, Out: at.Out})
	}
	for _, at := range c.Smoothed {
		p.Smoothed = append(p.Smoothed, plot.XY{X: at.X, Y: at.Y})
	}
	if c.High > c.Low && len(c.Band) == 0 {
		p.Band = []plot.Band{{Low: c.Low, High: c.High}}
	}
	for _, b := range c.Band {
		p.Band = append(p.Band, plot.Band{Day: b.Day, Low: b.Low, High: b.High})
	}
	for _, z := range c.Zones {
		p.Zones = append(p.Zones, plot.Zone{Low: z.Low, High: z.High, Label: z.Label, Shaded: z.Shaded})
	}
	p.Phases, p.Events = plotMarks(c.Phases), plotMarks(c.Events)
	return p
}

func plotMarks(marks []ChartMark) []plot.Mark {
	var out []plot.Mark
	for _, m := range marks {
		out = append(out, plot.Mark{Day: m.Day, Label: m.Label})
	}
	return out
}

// ChartBand is the usual range on a day.
type ChartBand struct {
	Day       int
	Low, High float64
}

// ChartZone is a named part of a scale.
type ChartZone struct {
	Low, High float64
	Label     string
	Shaded    bool
}

// ChartPoint is one day's value. Days count from Chart.From.
type ChartPoint struct {
	Day   int
	Value float64
	Out   bool // one of the days behind a signal
}

// ChartXY is a place on the smoothed line.
type ChartXY struct{ X, Y float64 }

// ChartMark is a word at a day.
type ChartMark struct {
	Day   int
	Label string
}

// usualLeast is how many days it takes to speak of a usual range.
const usualLeast = 21

// itemChart draws an item from..to (included).
func itemChart(j *journey.Journey, item entry.Item, from, to entry.Day) Chart {
	series := j.Series(item.Key, from, to)
	chart := Chart{
		Key: item.Key, Title: item.Name, Min: entry.ItemMin, Max: entry.ItemMax, From: from, To: to,
		BetterHigh: item.BetterHigh, LowWords: item.Low, HighWords: item.High,
		Phases: phaseMarks(j, from, to), Events: eventMarks(j, from, to),
		Numbers: monthNumbers(series),
	}
	for _, p := range series {
		chart.Points = append(chart.Points, ChartPoint{Day: int(p.Day - from), Value: p.Value})
	}
	chart.Smoothed = smooth(series, from)
	chart.Low, chart.High = usualRange(series)
	chart.Summary = seriesSummary(series, chart.Low, chart.High)
	chart.Band = usualBand(j, item, from, to)
	if words := bandSummary(chart, item.Name); words != "" {
		chart.Summary = words
	}
	return chart
}

// bandSummary says where the line is beside the usual range, and since when;
// "" while there is no range.
func bandSummary(c Chart, name string) string {
	if len(c.Band) == 0 || len(c.Smoothed) == 0 {
		return ""
	}
	bands := map[int]ChartBand{}
	for _, b := range c.Band {
		bands[b.Day] = b
	}
	line := c.Smoothed
	last := len(line) - 1
	where := beside(line[last].Y, bands[int(line[last].X)])
	since := last
	for since > 0 && beside(line[since-1].Y, bands[int(line[since-1].X)]) == where {
		since--
	}
	key := map[int]string{-1: "progress.line.below", 0: "progress.line.usual", 1: "progress.line.above"}[where]
	if where == 0 && since > 0 {
		key = "progress.line.back"
	}
	day := c.From + entry.Day(line[since].X)
	usual := c.Band[len(c.Band)-1]
	return guide.Say(key, "item", name, "date", guide.LongDay(day.Time()), "low", number(usual.Low), "high", number(usual.High))
}

// beside is -1 below a range, 1 above it, 0 inside it or where there is none.
func beside(value float64, b ChartBand) int {
	switch {
	case b.High <= b.Low:
		return 0
	case value < b.Low:
		return -1
	case value > b.High:
		return 1
	}
	return 0
}

// baselineReach is how far before a chart's first day its usual range looks.
const baselineReach = 400

// usualBand is the item's own usual range as it was known on each day: what
// lies more than four weeks back, so that a slide does not become usual while
// it lasts. nil while there is too little to say; the chart then has none or
// that of the days it shows.
func usualBand(j *journey.Journey, item entry.Item, from, to entry.Day) []ChartBand {
	var series monitor.Series
	for _, p := range j.Series(item.Key, from-baselineReach, to) {
		series = append(series, monitor.Value{Day: int(p.Day), Value: p.Value})
	}
	result, err := monitor.Chart(series, monitor.Options{BetterHigh: item.BetterHigh, Through: int(to), EachDay: true})
	if err != nil {
		return nil
	}
	var band []ChartBand
	for _, d := range result.Days {
		if d.Day >= int(from) && d.Low == d.Low { // not NaN
			band = append(band, ChartBand{Day: d.Day - int(from), Low: max(d.Low, entry.ItemMin), High: min(d.High, entry.ItemMax)})
		}
	}
	return band
}

// smoothing is the weight of a new day in the smoothed line, the λ of an
// exponentially weighted moving average; .2 forgets half in three days. [D]
const smoothing = 0.2

func smooth(series []journey.Point, from entry.Day) []ChartXY {
	var line []ChartXY
	for i, p := range series {
		y := p.Value
		if i > 0 {
			y = smoothing*p.Value + (1-smoothing)*line[i-1].Y
		}
		line = append(line, ChartXY{X: float64(p.Day - from), Y: y})
	}
	return line
}

// usualRange is where most days lie: the middle two thirds, by rank. It is a
// description of the days shown and no limit of anything. 0, 0 while there are
// fewer than 21 days.
func usualRange(series []journey.Point) (low, high float64) {
	if len(series) < usualLeast {
		return 0, 0
	}
	values := make([]float64, len(series))
	for i, p := range series {
		values[i] = p.Value
	}
	slices.Sort(values)
	at := func(share float64) float64 { return values[int(math.Round(share*float64(len(values)-1)))] }
	return at(1.0 / 6), at(5.0 / 6)
}

func seriesSummary(series []journey.Point, low, high float64) string {
	switch {
	case len(series) == 0:
		return guide.Say("progress.line.none")
	case len(series) < usualLeast:
		return guide.Say("progress.too-few", "days", len(series), "of", usualLeast)
	case low == high:
		return guide.Say("progress.line.most-at", "value", number(low))
	}
	return guide.Say("progress.line.most", "low", number(low), "high", number(high))
}

func phaseMarks(j *journey.Journey, from, to entry.Day) []ChartMark {
	var marks []ChartMark
	for _, change := range j.Phases {
		switch {
		case change.Day > to:
		case change.Day <= from:
			marks = []ChartMark{{Day: 0, Label: phaseLabel(change.Name)}}
		default:
			marks = append(marks, ChartMark{Day: int(change.Day - from), Label: phaseLabel(change.Name)})
		}
	}
	return marks
}

func phaseLabel(name entry.PhaseName) string { return lowerFirst(guide.Say("phase." + string(name))) }

// eventMarks shows when something heavy happened. Its words stay sealed: a
// chart carries dates.
func eventMarks(j *journey.Journey, from, to entry.Day) []ChartMark {
	var marks []ChartMark
	for day := range j.Days(from, to) {
		for _, event := range day.Events {
			if event.Weight >= heavy {
				marks = append(marks, ChartMark{Day: int(day.Day - from), Label: guide.Say("progress.event")})
			}
		}
	}
	return marks
}

// heavy is the weight from which a life event is drawn and met with a gentle
// extra line. [D]
const heavy = 7

// monthNumbers sums up a series by calendar month for the table under a chart.
func monthNumbers(series []journey.Point) [][]string {
	var rows [][]string
	for start := 0; start < len(series); {
		year, month, _ := series[start].Day.Date()
		end, sum := start, 0.0
		lowest, highest := math.Inf(1), math.Inf(-1)
		for ; end < len(series); end++ {
			if y, m, _ := series[end].Day.Date(); y != year || m != month {
				break
			}
			v := series[end].Value
			sum, lowest, highest = sum+v, min(lowest, v), max(highest, v)
		}
		days := end - start
		rows = append(rows, []string{
			guide.LongMonthYear(series[start].Day.Time()),
			itoa(days), number(sum / float64(days)), number(lowest), number(highest),
		})
		start = end
	}
	slices.Reverse(rows)
	return rows
}

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}
