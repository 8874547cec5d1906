package components

import (
	"fermata/internal/guide"
	"slices"
	"time"
)

// numbers is the table under a chart: the caller's own, or the points by day,
// week or month, whichever keeps it short enough to read.
func (c ChartData) numbers() TableData {
	if c.Numbers != nil {
		return *c.Numbers
	}
	points := c.visible()
	switch {
	case c.Answers || c.days() <= 35:
		return c.dailyNumbers(points)
	case c.days() <= chartMonthly:
		return c.meanNumbers(points, guide.Say("chart.by-week", "title", c.Title), guide.Say("progress.week-from"), guide.DayMonthYear, monday)
	default:
		return c.meanNumbers(points, guide.Say("chart.by-month", "title", c.Title), guide.Say("chart.month"), guide.MonthYear, firstOfMonth)
	}
}

func (c ChartData) unit(otherwise string) string {
	if c.Unit != "" {
		return c.Unit
	}
	return otherwise
}

func (c ChartData) dailyNumbers(points []ChartPoint) TableData {
	t := TableData{Caption: guide.Say("chart.by-date", "title", c.Title), Head: []string{guide.Say("chart.date"), c.unit(guide.Say("chart.value"))}, Figures: []int{1}}
	if len(c.Zones) > 0 {
		t.Head = append(t.Head, guide.Say("chart.band"))
	}
	for _, p := range points {
		row := []string{guide.DayMonthYear(c.date(p.Day)), guide.Number(p.Value)}
		if len(c.Zones) > 0 {
			row = append(row, c.zoneOf(p.Value))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// zoneOf is the name of the zone a value lies in; of two that meet there, the
// upper one.
func (c ChartData) zoneOf(value float64) string {
	name := ""
	low := 0.0
	for _, zone := range c.Zones {
		if value >= zone.Low && value <= zone.High && (name == "" || zone.Low > low) {
			name, low = zone.Label, zone.Low
		}
	}
	return name
}

// meanNumbers lists the mean and the number of days of each stretch that begins
// at begin.
func (c ChartData) meanNumbers(points []ChartPoint, caption, head string, write func(time.Time) string, begin func(time.Time) time.Time) TableData {
	t := TableData{
		Caption: caption,
		Head:    []string{head, c.unit(guide.Say("progress.mean")), guide.Say("progress.days")},
		Figures: []int{1, 2},
	}
	for start := 0; start < len(points); {
		from := begin(c.date(points[start].Day))
		sum, end := 0.0, start
		for ; end < len(points) && begin(c.date(points[end].Day)).Equal(from); end++ {
			sum += points[end].Value
		}
		n := end - start
		t.Rows = append(t.Rows, []string{write(from), guide.Mean(sum / float64(n)), guide.Number(float64(n))})
		start = end
	}
	return t
}

func monday(d time.Time) time.Time {
	return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
}

func firstOfMonth(d time.Time) time.Time {
	return d.AddDate(0, 0, 1-d.Day())
}

// happened lists phases and events with their dates: what the uprights say.
func (c ChartData) happened() TableData {
	t := TableData{Caption: guide.Say("chart.happened"), Label: guide.Say("chart.happened.of", "title", c.Title), CaptionShown: true, Head: []string{guide.Say("chart.date"), guide.Say("chart.what")}}
	marks := slices.Concat(c.Phases, c.Events)
	slices.SortStableFunc(marks, func(a, b ChartMark) int { return a.Day - b.Day })
	for _, mark := range marks {
		if c.shows(float64(mark.Day)) {
			t.Rows = append(t.Rows, []string{guide.DayMonthYear(c.date(mark.Day)), mark.Label})
		}
	}
	return t
}
