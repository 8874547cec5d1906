package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Closer is one series from its first day on, to look at closely: an item of
// the check-in or a questionnaire.
type Closer struct {
	Key       string
	Running   string
	Chart     Chart
	Crossings []Crossing // newest first
}

// Crossing is a day on which a series went over a line, and which one.
type Crossing struct {
	Day  int // from Chart.From
	Says string
}

// NewCloser lays out the series with a key; it is false where the record has no
// such item and no score of such a questionnaire.
func NewCloser(j *journey.Journey, library instrument.Library, key string, now time.Time) (Closer, bool) {
	today := j.Today(now)
	first, _, told := j.Span()
	if !told {
		return Closer{}, false
	}
	c := Closer{Key: key, Running: guide.FullDate(first.Time()) + " – " + guide.FullDate(today.Time())}
	if at := slices.IndexFunc(j.Items, func(item entry.Item) bool { return item.Key == key }); at >= 0 {
		c.Chart = itemChart(j, j.Items[at], first, today)
		c.Crossings = rangeCrossings(c.Chart)
	} else if of, err := library.Lookup(key); err == nil && of.Key() == key {
		c.Chart = scoreChart(j, library, of, first, today)
		c.Crossings = bandCrossings(c.Chart)
	}
	slices.Reverse(c.Crossings)
	return c, len(c.Chart.Points) > 0
}

// rangeCrossings are the days on which the smoothed line left the usual range
// or came back to it.
func rangeCrossings(c Chart) []Crossing {
	bands := map[int]ChartBand{}
	for _, b := range c.Band {
		bands[b.Day] = b
	}
	var crossings []Crossing
	was := 0
	for _, at := range c.Smoothed {
		band, known := bands[int(at.X)]
		where := beside(at.Y, band)
		if !known || where == was {
			continue
		}
		was = where
		key := map[int]string{-1: "closer.below", 0: "closer.back", 1: "closer.above"}[where]
		crossings = append(crossings, Crossing{Day: int(at.X), Says: guide.Say(key, "low", number(band.Low), "high", number(band.High))})
	}
	return crossings
}

// bandCrossings are the sheets on which a score came into another band.
func bandCrossings(c Chart) []Crossing {
	var crossings []Crossing
	was := ""
	for _, p := range c.Points {
		band := bandAt(c.Zones, p.Value)
		if band != was && was != "" {
			crossings = append(crossings, Crossing{Day: p.Day, Says: guide.Say("closer.band", "score", number(p.Value), "band", band, "was", was)})
		}
		was = band
	}
	return crossings
}

func bandAt(zones []ChartZone, value float64) string {
	for _, z := range zones {
		if value >= z.Low && value <= z.High {
			return z.Label
		}
	}
	return ""
}

// Rows lists the crossings with their dates.
func (c Closer) Rows() []Row {
	var rows []Row
	for _, crossing := range c.Crossings {
		rows = append(rows, Row{Title: crossing.Says, End: guide.FullDate((c.Chart.From + entry.Day(crossing.Day)).Time())})
	}
	return rows
}

// CloserData is a series as a script draws it: columns of the same length, one
// place a day that has anything. A value that is missing is nil.
type CloserData struct {
	From      string       `json:"from"` // the date of day 0
	Days      []int        `json:"days"`
	Value     []*float64   `json:"value"`
	Line      []*float64   `json:"line"`
	Low       []*float64   `json:"low"`
	High      []*float64   `json:"high"`
	Min       float64      `json:"min"`
	Max       float64      `json:"max"`
	Answers   bool         `json:"answers"`
	Zones     []CloserZone `json:"zones"`
	Phases    []CloserMark `json:"phases"`
	Events    []CloserMark `json:"events"`
	Crossings []CloserMark `json:"crossings"`
}

// CloserMark is a word at a day.
type CloserMark struct {
	Day  int    `json:"day"`
	Says string `json:"says"`
}

// CloserZone is a named part of a scale.
type CloserZone struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Says string  `json:"says"`
}

// Data is the series for a script.
func (c Closer) Data() CloserData {
	d := CloserData{
		From: c.Chart.From.String(), Min: c.Chart.Min, Max: c.Chart.Max, Answers: c.Chart.Answers,
		Phases: closerMarks(c.Chart.Phases), Events: closerMarks(c.Chart.Events),
		Zones: []CloserZone{}, Crossings: []CloserMark{},
	}
	values, lines, lows, highs := map[int]float64{}, map[int]float64{}, map[int]float64{}, map[int]float64{}
	for _, p := range c.Chart.Points {
		values[p.Day] = p.Value
	}
	for _, at := range c.Chart.Smoothed {
		lines[int(at.X)] = at.Y
	}
	for _, b := range c.Chart.Band {
		lows[b.Day], highs[b.Day] = b.Low, b.High
	}
	for day := range int(c.Chart.To-c.Chart.From) + 1 {
		value, line, low, high := at(values, day), at(lines, day), at(lows, day), at(highs, day)
		if value == nil && low == nil && day > 0 && day < int(c.Chart.To-c.Chart.From) {
			continue
		}
		d.Days = append(d.Days, day)
		d.Value, d.Line, d.Low, d.High = append(d.Value, value), append(d.Line, line), append(d.Low, low), append(d.High, high)
	}
	for _, z := range c.Chart.Zones {
		d.Zones = append(d.Zones, CloserZone{Low: z.Low, High: z.High, Says: z.Label})
	}
	for _, crossing := range c.Crossings {
		d.Crossings = append(d.Crossings, CloserMark(crossing))
	}
	return d
}

func closerMarks(marks []ChartMark) []CloserMark {
	list := []CloserMark{}
	for _, m := range marks {
		list = append(list, CloserMark{Day: m.Day, Says: m.Label})
	}
	return list
}

// at is the value of a day to two decimals, or nil.
func at(values map[int]float64, day int) *float64 {
	value, ok := values[day]
	if !ok {
		return nil
	}
	value = float64(int(value*100+.5)) / 100
	return &value
}
