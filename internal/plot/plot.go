// Package plot places a chart: where its points, lines and words go. It knows
// no people and no colours. The pages draw the places as SVG, a letter as PDF.
package plot

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Point is one value on one day. Days count from 0 on Chart.From.
type Point struct {
	Day   int
	Value float64
	Out   bool   // it is one of the values behind a signal: an open ring
	Label string // a figure written above it; for a few points only
}

// XY is a place on the smoothed line: days from 0, and a value.
type XY struct{ X, Y float64 }

// Band is the usual range on a day.
type Band struct {
	Day       int
	Low, High float64
}

// Zone is a named part of the scale, as a questionnaire divides it.
type Zone struct {
	Low, High float64
	Label     string
	Shaded    bool // every other one, so that they can be told apart
}

// Mark is a word at a day: a phase that begins, or a life event.
type Mark struct {
	Day   int
	Label string
}

// Chart is one series over time and what happened meanwhile. Values outside Min
// and Max are drawn at the edge; days outside From and To are not drawn.
type Chart struct {
	Min, Max float64   // of the scale, Min < Max
	From, To time.Time // first and last day; only their dates count

	Points   []Point // in order of days; a day without a value is left out
	Answers  bool    // points are answers of a questionnaire
	Smoothed []XY    // in order; a gap longer than two weeks breaks the line unless Answers
	Band     []Band  // one: the same all along; several: from day to day; none: no band
	Zones    []Zone
	Phases   []Mark
	Events   []Mark
	Levels   []float64 // the hairlines; empty: Min, the middle, Max
	Ticks    []Mark    // along the bottom; empty: weeks, months or years
}

// Side is the width and the height of the square a plot is drawn in.
const Side = 1000.0

const (
	gap   = 14.0 // days without a smoothed value that break the line
	daily = 400  // more days than this are drawn by the week
)

// Drawing is a chart as it is drawn: path data in a square of 1000 by 1000
// units that is stretched to its place, and words at percentages of it. So
// strokes and text keep their size at every width. Paths are written as SVG
// has them; [Walk] reads them for whoever draws otherwise.
type Drawing struct {
	Grid, Band, Line, Dots, Rings, Answers, Phases, Events string

	Zones      []Strip
	Words      []Word
	PhaseWords []Word
	Lanes      int // lines of phase names above the plot
	Axis       []Word
	Ticks      []Word
	WideAxis   bool // its figures are longer than two
	Weekly     bool // a point is the mean of a week
}

// Strip is a part of the plot from side to side.
type Strip struct{ Top, Height float64 }

// Draw turns a chart into paths and words.
func Draw(c Chart) Drawing {
	weekly := c.Days() > daily && !c.Answers
	points, smoothed := c.Visible(), c.Smoothed
	if weekly {
		points, smoothed = byWeek(points), lineByWeek(smoothed)
	}
	p := Drawing{
		Grid:   c.gridPath(),
		Band:   c.bandPath(),
		Line:   c.linePath(smoothed),
		Phases: c.uprights(c.Phases),
		Events: c.uprights(c.Events),
		Zones:  c.zoneRects(),
		Axis:   c.axisWords(),
		Ticks:  c.tickWords(),
		Weekly: weekly,
	}
	p.paintPoints(c, points)
	p.placeWords(c, points, smoothed)
	for _, word := range p.Axis {
		p.WideAxis = p.WideAxis || len(word.Lines[0]) > 2
	}
	return p
}

// Days is how many days the chart spans, at least two.
func (c Chart) Days() int {
	return max(2, dayNumber(c.To)-dayNumber(c.From)+1)
}

// dayNumber counts days since 1970 by the date alone, so that a change of the
// clocks adds no day.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date is the day with this number.
func (c Chart) Date(day int) time.Time {
	return time.Unix(int64(dayNumber(c.From)+day)*86400, 0).UTC()
}

func (c Chart) x(day float64) float64 {
	return day / float64(c.Days()-1) * Side
}

func (c Chart) y(value float64) float64 {
	if !(c.Min < c.Max) || math.IsNaN(value) {
		return Side
	}
	value = min(max(value, c.Min), c.Max)
	return (c.Max - value) / (c.Max - c.Min) * Side
}

func (c Chart) Shows(day float64) bool {
	return day >= 0 && day <= float64(c.Days()-1)
}

// Visible are the points between the first and the last day.
func (c Chart) Visible() []Point {
	var points []Point
	for _, p := range c.Points {
		if c.Shows(float64(p.Day)) && !math.IsNaN(p.Value) {
			points = append(points, p)
		}
	}
	return points
}

// byWeek replaces the points of each seven days by their mean, in the middle of
// those days or, in the last week, on its last point. The week is out when one of
// its days is.
func byWeek(points []Point) []Point {
	var weeks []Point
	for start := 0; start < len(points); {
		week := points[start].Day / 7
		sum, out, end := 0.0, false, start
		for ; end < len(points) && points[end].Day/7 == week; end++ {
			sum += points[end].Value
			out = out || points[end].Out
		}
		middle := min(week*7+3, points[len(points)-1].Day)
		weeks = append(weeks, Point{Day: middle, Value: sum / float64(end-start), Out: out, Label: points[end-1].Label})
		start = end
	}
	return weeks
}

// lineByWeek keeps the last place of each seven days: the line is smooth
// already, so nothing of its shape is lost.
func lineByWeek(line []XY) []XY {
	var thin []XY
	for i, at := range line {
		if i == len(line)-1 || math.Floor(at.X/7) != math.Floor(line[i+1].X/7) {
			thin = append(thin, at)
		}
	}
	return thin
}

// paintPoints sorts the points into dots, rings and answers. Each is a line of
// no length with round ends: a path of thousands of them stays small.
func (p *Drawing) paintPoints(c Chart, points []Point) {
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
	p.Dots, p.Rings, p.Answers = dots.String(), rings.String(), answers.String()
}

func (c Chart) linePath(line []XY) string {
	var path strings.Builder
	last := math.Inf(-1)
	for _, at := range line {
		if !c.Shows(at.X) || math.IsNaN(at.Y) {
			continue
		}
		step := "L"
		if math.IsInf(last, -1) || (!c.Answers && at.X-last > gap) {
			step = "M"
		}
		last = at.X
		path.WriteString(step + coord(c.x(at.X)) + " " + coord(c.y(at.Y)))
	}
	return path.String()
}

// bandPath goes along the upper edge of the usual range and back along the lower.
func (c Chart) bandPath() string {
	var band []Band
	for i, b := range c.Band {
		if c.Shows(float64(b.Day)) && (c.Days() <= daily || i%7 == 0 || i == len(c.Band)-1) {
			band = append(band, b)
		}
	}
	if len(c.Band) == 1 {
		band = []Band{
			{Low: c.Band[0].Low, High: c.Band[0].High},
			{Day: c.Days() - 1, Low: c.Band[0].Low, High: c.Band[0].High},
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

func (c Chart) zoneRects() []Strip {
	var rects []Strip
	for _, zone := range c.Zones {
		if zone.Shaded {
			top := c.y(zone.High)
			rects = append(rects, Strip{Top: top, Height: c.y(zone.Low) - top})
		}
	}
	return rects
}

// levels are the values that have a hairline.
func (c Chart) levels() []float64 {
	if len(c.Levels) > 0 {
		return c.Levels
	}
	return []float64{c.Min, (c.Min + c.Max) / 2, c.Max}
}

func (c Chart) gridPath() string {
	var path strings.Builder
	for _, level := range c.levels() {
		path.WriteString("M0 " + coord(c.y(level)) + "H1000")
	}
	return path.String()
}

// uprights draws a line from top to bottom at each mark, save at the very first
// day, where it would be the edge of the picture.
func (c Chart) uprights(marks []Mark) string {
	var path strings.Builder
	for _, mark := range marks {
		if mark.Day > 0 && c.Shows(float64(mark.Day)) {
			path.WriteString("M" + coord(c.x(float64(mark.Day))) + " 0V1000")
		}
	}
	return path.String()
}

// coord writes a place in the plot, to a tenth of a unit.
func coord(v float64) string { return Figure(math.Round(v*10) / 10) }

// Figure writes a number with as few digits as it needs, two decimals at most.
func Figure(v float64) string {
	s := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// Walk reads path data: begin for each place a line begins at, to for each
// place it goes on to, and close where it comes back to its beginning. A place
// with nothing after it is a dot.
func Walk(path string, begin, to func(x, y float64), closed func()) {
	x, y := 0.0, 0.0
	for path != "" {
		step := path[0]
		end := strings.IndexAny(path[1:], "MLHVZh") + 1
		if end == 0 {
			end = len(path)
		}
		var at [2]float64
		for n, text := range strings.Fields(path[1:end]) {
			at[n%2], _ = strconv.ParseFloat(text, 64) // of our own writing
		}
		path = path[end:]
		switch step {
		case 'M':
			x, y = at[0], at[1]
			begin(x, y)
			continue
		case 'L':
			x, y = at[0], at[1]
		case 'H':
			x = at[0]
		case 'V':
			y = at[0]
		case 'Z':
			closed()
			continue
		case 'h': // no length: a dot
			continue
		}
		to(x, y)
	}
}
