package components

import (
	"math"
	"strings"
	"time"
)

// A Direction says which end of a scale is the better one.
type Direction int

// The directions. NoBetter says nothing about it.
const (
	NoBetter Direction = iota
	HigherBetter
	LowerBetter
)

// A ChartPoint is one value on one day. Days count from 0 on ChartData.From.
type ChartPoint struct {
	Day   int
	Value float64
	Out   bool   // it is one of the values behind a signal: an open ring
	Label string // a figure written above it; for a few points only
}

// A ChartXY is a place on the smoothed line: days from 0, and a value.
type ChartXY struct{ X, Y float64 }

// A ChartBand is the usual range on a day.
type ChartBand struct {
	Day       int
	Low, High float64
}

// A ChartZone is a named part of the scale, as a questionnaire divides it.
type ChartZone struct {
	Low, High float64
	Label     string
	Shaded    bool // every other one, so that they can be told apart
}

// A ChartMark is a word at a day: a phase that begins, or a life event.
type ChartMark struct {
	Day   int
	Label string
}

// ChartData is one series over time and what happened meanwhile. Values outside
// Min and Max are drawn at the edge; days outside From and To are not drawn.
type ChartData struct {
	ID          string // empty: made from Title
	Title       string
	Summary     string // one or two sentences above the picture: what is seen
	Description string // the picture in words, for those who do not see it; empty: Summary
	Unit        string // what a value is, for the numbers: "Mean" over weeks, "Score"; empty: "Mean" or "Value"

	Min, Max float64   // of the scale, Min < Max
	From, To time.Time // first and last day; only their dates count

	Points   []ChartPoint // in order of days; a day without a value is left out
	Answers  bool         // points are answers of a questionnaire: large dots
	Smoothed []ChartXY    // in order; a gap longer than two weeks breaks the line unless Answers
	Band     []ChartBand  // one: the same all along; several: from day to day; none: no band
	Zones    []ChartZone
	Phases   []ChartMark
	Events   []ChartMark
	Levels   []float64   // the hairlines; empty: Min, the middle, Max
	Ticks    []ChartMark // along the bottom; empty: weeks, months or years
	Better   Direction

	DotName string // what a dot is, for the key; empty: "a day"
	OutName string // what a ring is; empty: "a day behind the signal"
	Numbers *TableData
}

const (
	chartSide    = 1000.0 // the plot is a square of this many units, stretched to its place
	chartGap     = 14.0   // days without a smoothed value that break the line
	chartDaily   = 400    // more days than this are drawn by the week
	chartMonthly = 400    // and their numbers listed by the month
)

// plot is a chart as it is drawn: path data in a square of 1000 by 1000 units
// that is stretched to its place, and words at percentages of it. So strokes and
// text keep their size at every width, and nothing needs a script.
type plot struct {
	grid, band, line, dots, rings, answers, phases, events string

	zones      []chartRect
	words      []chartWord
	phaseWords []chartWord
	lanes      int // lines of phase names above the plot
	axis       []chartWord
	ticks      []chartWord
	wideAxis   bool
	weekly     bool
}

type chartRect struct{ y, height float64 }

// draw turns a chart into paths and words.
func draw(c ChartData) plot {
	weekly := c.days() > chartDaily && !c.Answers
	points, smoothed := c.visible(), c.Smoothed
	if weekly {
		points, smoothed = byWeek(points), lineByWeek(smoothed)
	}
	p := plot{
		grid:   c.gridPath(),
		band:   c.bandPath(),
		line:   c.linePath(smoothed),
		phases: c.uprights(c.Phases),
		events: c.uprights(c.Events),
		zones:  c.zoneRects(),
		axis:   c.axisWords(),
		ticks:  c.tickWords(),
		weekly: weekly,
	}
	p.paintPoints(c, points)
	p.placeWords(c, points, smoothed)
	for _, word := range p.axis {
		p.wideAxis = p.wideAxis || len(word.lines[0]) > 2
	}
	return p
}

// days is how many days the chart spans, at least two.
func (c ChartData) days() int {
	return max(2, dayNumber(c.To)-dayNumber(c.From)+1)
}

// dayNumber counts days since 1970 by the date alone, so that a change of the
// clocks adds no day.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// date is the day with this number.
func (c ChartData) date(day int) time.Time {
	return time.Unix(int64(dayNumber(c.From)+day)*86400, 0).UTC()
}

func (c ChartData) x(day float64) float64 {
	return day / float64(c.days()-1) * chartSide
}

func (c ChartData) y(value float64) float64 {
	if !(c.Min < c.Max) || math.IsNaN(value) {
		return chartSide
	}
	value = min(max(value, c.Min), c.Max)
	return (c.Max - value) / (c.Max - c.Min) * chartSide
}

func (c ChartData) shows(day float64) bool {
	return day >= 0 && day <= float64(c.days()-1)
}

// visible are the points between the first and the last day.
func (c ChartData) visible() []ChartPoint {
	var points []ChartPoint
	for _, p := range c.Points {
		if c.shows(float64(p.Day)) && !math.IsNaN(p.Value) {
			points = append(points, p)
		}
	}
	return points
}

// byWeek replaces the points of each seven days by their mean, in the middle of
// those days or, in the last week, on its last point. The week is out when one of
// its days is.
func byWeek(points []ChartPoint) []ChartPoint {
	var weeks []ChartPoint
	for start := 0; start < len(points); {
		week := points[start].Day / 7
		sum, out, end := 0.0, false, start
		for ; end < len(points) && points[end].Day/7 == week; end++ {
			sum += points[end].Value
			out = out || points[end].Out
		}
		middle := min(week*7+3, points[len(points)-1].Day)
		weeks = append(weeks, ChartPoint{Day: middle, Value: sum / float64(end-start), Out: out, Label: points[end-1].Label})
		start = end
	}
	return weeks
}

// lineByWeek keeps the last place of each seven days: the line is smooth
// already, so nothing of its shape is lost.
func lineByWeek(line []ChartXY) []ChartXY {
	var thin []ChartXY
	for i, at := range line {
		if i == len(line)-1 || math.Floor(at.X/7) != math.Floor(line[i+1].X/7) {
			thin = append(thin, at)
		}
	}
	return thin
}

// paintPoints sorts the points into dots, rings and answers. Each is a line of
// no length with round ends: a path of thousands of them stays small.
func (p *plot) paintPoints(c ChartData, points []ChartPoint) {
	var dots, rings, answers strings.Builder
	for _, point := range points {
		to := &dots
		switch {
		case point.Out:
			to = &rings
		case c.Answers:
			to = &answers
		}
		to.WriteString("M" + coord(c.x(float64(point.Day))) + " " + coord(c.y(point.Value)) + "h0")
	}
	p.dots, p.rings, p.answers = dots.String(), rings.String(), answers.String()
}

func (c ChartData) linePath(line []ChartXY) string {
	var path strings.Builder
	last := math.Inf(-1)
	for _, at := range line {
		if !c.shows(at.X) || math.IsNaN(at.Y) {
			continue
		}
		step := "L"
		if math.IsInf(last, -1) || (!c.Answers && at.X-last > chartGap) {
			step = "M"
		}
		last = at.X
		path.WriteString(step + coord(c.x(at.X)) + " " + coord(c.y(at.Y)))
	}
	return path.String()
}

// bandPath goes along the upper edge of the usual range and back along the lower.
func (c ChartData) bandPath() string {
	var band []ChartBand
	for i, b := range c.Band {
		if c.shows(float64(b.Day)) && (c.days() <= chartDaily || i%7 == 0 || i == len(c.Band)-1) {
			band = append(band, b)
		}
	}
	if len(c.Band) == 1 {
		band = []ChartBand{
			{Low: c.Band[0].Low, High: c.Band[0].High},
			{Day: c.days() - 1, Low: c.Band[0].Low, High: c.Band[0].High},
		}
	}
	if len(band) == 0 {
		return ""
	}
	var path strings.Builder
	step := "M"
	for _, b := range band {
		path.WriteString(step + coord(c.x(float64(b.Day))) + " " + coord(c.y(b.High)))
		step = "L"
	}
	for i := len(band) - 1; i >= 0; i-- {
		path.WriteString(step + coord(c.x(float64(band[i].Day))) + " " + coord(c.y(band[i].Low)))
	}
	return path.String() + "Z"
}

func (c ChartData) zoneRects() []chartRect {
	var rects []chartRect
	for _, zone := range c.Zones {
		if zone.Shaded {
			top := c.y(zone.High)
			rects = append(rects, chartRect{y: top, height: c.y(zone.Low) - top})
		}
	}
	return rects
}

// levels are the values that have a hairline.
func (c ChartData) levels() []float64 {
	if len(c.Levels) > 0 {
		return c.Levels
	}
	return []float64{c.Min, (c.Min + c.Max) / 2, c.Max}
}

func (c ChartData) gridPath() string {
	var path strings.Builder
	for _, level := range c.levels() {
		path.WriteString("M0 " + coord(c.y(level)) + "H1000")
	}
	return path.String()
}

// uprights draws a line from top to bottom at each mark, save at the very first
// day, where it would be the edge of the picture.
func (c ChartData) uprights(marks []ChartMark) string {
	var path strings.Builder
	for _, mark := range marks {
		if mark.Day > 0 && c.shows(float64(mark.Day)) {
			path.WriteString("M" + coord(c.x(float64(mark.Day))) + " 0V1000")
		}
	}
	return path.String()
}

// coord writes a place in the plot, to a tenth of a unit.
func coord(v float64) string { return figure(math.Round(v*10) / 10) }

// percent writes a place as a share of the plot's width or height.
func percent(v float64) string { return figure(v) + "%" }

func (c ChartData) id() string {
	if c.ID != "" {
		return c.ID
	}
	return "chart-" + strings.ToLower(idPart(c.Title))
}

func (c ChartData) description() string {
	if c.Description != "" {
		return c.Description
	}
	return c.Title + ". " + c.Summary
}

func (c ChartData) betterWords() string {
	switch c.Better {
	case HigherBetter:
		return "higher is better"
	case LowerBetter:
		return "lower is better"
	}
	return ""
}

func (c ChartData) dotName(weekly bool) string {
	switch {
	case weekly:
		return "the mean of a week"
	case c.DotName != "":
		return c.DotName
	case c.Answers:
		return "an answer"
	}
	return "a day"
}

func (c ChartData) outName(weekly bool) string {
	switch {
	case weekly:
		return "a week with a signal"
	case c.OutName != "":
		return c.OutName
	}
	return "a day behind the signal"
}
