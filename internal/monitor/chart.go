package monitor

import (
	"math"
	"slices"
)

// chart walks once along a series. Inside, values are shares of the scale,
// turned so that 0 is best and 1 is worst.
type chart struct {
	s Series
	o Options

	strict   float64 // limit, in standard deviations of line − mean
	start    int     // index of the first value of this normal
	tail     int     // index of the first value in the window that decides whether to start
	begun    int     // day charting began
	charting bool

	base  tally
	usual usual // what base amounts to
	next  int   // index of the next value the baseline may learn

	line   float64 // without the part the start still counts for
	left   float64 // weight of the start, which is the baseline's mean
	since  int     // first day of the current run above the mean
	above  bool
	limit  float64
	apart  []span // days of alarms, which the baseline never learns
	inside int    // values in a row inside the limit
	frozen bool
	found  Result
}

// span is a stretch of days, both ends included.
type span struct{ from, to int }

func newChart(s Series, o Options) *chart {
	c := &chart{s: s, o: o, strict: Strictness(o.AlarmsPerYear)}
	c.found.N = len(s)
	return c
}

// step takes the value at index i.
func (c *chart) step(i int) {
	day := c.s[i].Day
	c.renew(i, day)
	if !c.charting && c.ready(i) {
		c.charting, c.begun, c.left = true, day, 1
	}
	c.learn(day)
	if c.charting {
		c.follow(c.share(c.s[i].Value))
		c.judge(day)
	}
	if c.o.EachDay {
		c.draw(c.s[i])
	}
}

// renew starts again with the value at index i if the person asked for it by
// this day: it forgets everything but the alarms.
func (c *chart) renew(i, day int) {
	n := 0
	for n < len(c.o.NewNormal) && c.o.NewNormal[n] <= day {
		n++
	}
	if n == 0 {
		return
	}
	c.o.NewNormal = c.o.NewNormal[n:]
	c.close()
	*c = chart{s: c.s, o: c.o, strict: c.strict, start: i, tail: i, next: i, found: c.found}
}

// ready: the days of learning have passed and at least half of the latest of
// them have a value.
func (c *chart) ready(i int) bool {
	day := c.s[i].Day
	if day < c.s[c.start].Day+c.o.Baseline {
		return false
	}
	for c.s[c.tail].Day < day-c.o.Baseline {
		c.tail++
	}
	return 2*(i-c.tail) >= c.o.Baseline
}

// learn lets the baseline grow up to where it may know on this day: all that
// came before charting, and later what is older than the lag.
func (c *chart) learn(day int) {
	end := day
	if c.charting {
		end = max(c.begun, day-lag+1)
	}
	if c.frozen {
		return
	}
	before := c.base.n
	for ; c.next < len(c.s) && c.s[c.next].Day < end; c.next++ {
		if v := c.s[c.next]; !c.setApart(v.Day) {
			c.base.add(v.Day, c.share(v.Value))
		}
	}
	if c.charting && (c.base.n != before || c.usual.sd == 0) {
		c.usual = c.base.usual(c.o.spread)
	}
}

func (c *chart) setApart(day int) bool {
	for len(c.apart) > 0 && c.apart[0].to < day {
		c.apart = c.apart[1:]
	}
	return len(c.apart) > 0 && c.apart[0].from <= day
}

// follow moves the line and its limit. One very bad day pulls no harder than a
// bad one, and a good stretch lets the line sink only so far that it cannot
// hide the start of a bad one.
func (c *chart) follow(x float64) {
	x = min(x, c.usual.mean+mostPull*c.usual.sd)
	c.line += lambda * (x - c.line)
	c.left *= 1 - lambda
	margin := c.usual.margin(c.left)
	if floor := c.usual.mean - deepest*margin; c.level() < floor {
		c.line = floor - c.left*c.usual.mean
	}
	c.limit = c.usual.mean + c.strict*margin
}

// level is the smoothed line.
func (c *chart) level() float64 { return c.line + c.left*c.usual.mean }

// judge opens and closes episodes.
func (c *chart) judge(day int) {
	if up := c.level() > c.usual.mean; up != c.above {
		c.above, c.since = up, day
	}
	switch {
	case c.level() > c.limit:
		c.inside = 0
		if !c.frozen {
			c.alarm(day)
		}
		c.apart[len(c.apart)-1].to = day
	case c.frozen:
		if c.inside++; c.inside == insideDays {
			c.close()
		}
	}
}

// alarm opens an episode; a line that comes back over its limit without having
// been down at its mean goes on with the episode it had.
func (c *chart) alarm(day int) {
	c.frozen = true
	c.apart = append(c.apart, span{c.since, day})
	if n := len(c.found.Alarms); n > 0 && c.found.Alarms[n-1].Since == c.since {
		c.found.Alarms[n-1].Open = true
		return
	}
	c.found.Alarms = append(c.found.Alarms, Alarm{
		Date: day, Since: c.since, Level: Watch, Open: true,
		Value: c.unit(c.level()), Limit: c.unit(c.limit),
	})
}

// close ends the episode, if there is one.
func (c *chart) close() {
	if n := len(c.found.Alarms); n > 0 {
		c.found.Alarms[n-1].Open = false
	}
	c.frozen, c.inside = false, 0
}

// share turns a value into a share of the scale where 1 is worst; unit turns
// it back.
func (c *chart) share(v float64) float64 {
	x := (v - c.o.Min) / (c.o.Max - c.o.Min)
	if c.o.BetterHigh {
		return 1 - x
	}
	return x
}

func (c *chart) unit(x float64) float64 {
	if c.o.BetterHigh {
		x = 1 - x
	}
	return c.o.Min + x*(c.o.Max-c.o.Min)
}

func (c *chart) result() Result {
	if len(c.s) == 0 {
		c.found.Status = Learning
		return c.found
	}
	last := max(c.s[len(c.s)-1].Day, c.o.Through)
	c.renew(len(c.s), last)
	if !c.charting {
		c.learn(last + 1)
	}
	if c.o.EachDay {
		c.hold(last + 1)
	}
	c.found.Status = c.status(len(c.s), last)
	c.found.Baseline = c.describe()
	return c.found
}

// status of a day, given how many values there are up to it.
func (c *chart) status(values, day int) Status {
	if !c.charting {
		return Learning
	}
	recent := 0
	for i := values - 1; i >= 0 && c.s[i].Day > day-14; i-- {
		recent++
	}
	if recent <= 7 {
		return NotEnough
	}
	return Charting
}

func (c *chart) describe() Baseline {
	b := Baseline{From: c.base.from, To: c.base.to, N: int(c.base.n)}
	if b.N == 0 {
		return b
	}
	width := c.o.Max - c.o.Min
	b.Mean = c.unit(c.base.mean())
	b.SD = width * math.Sqrt(c.base.variance())
	b.Autocorrelation = c.base.autocorrelation()
	return b
}

// draw adds the day of a value to the drawing, after the days held before it.
func (c *chart) draw(v Value) {
	if len(c.found.Days) > 0 {
		c.hold(v.Day)
	}
	d := c.today(v.Day)
	d.Value = v.Value
	c.found.Days = append(c.found.Days, d)
}

// hold repeats the last drawn day, without its value, up to a day.
func (c *chart) hold(until int) {
	days := c.found.Days
	d := days[len(days)-1]
	values, _ := slices.BinarySearchFunc(c.s, d.Day+1, func(v Value, day int) int { return v.Day - day })
	d.Value = math.NaN()
	for d.Day++; d.Day < until; d.Day++ {
		if d.Status != Learning {
			d.Status = c.status(values, d.Day)
		}
		days = append(days, d)
	}
	c.found.Days = days
}

func (c *chart) today(day int) Day {
	values, _ := slices.BinarySearchFunc(c.s, day+1, func(v Value, day int) int { return v.Day - day })
	nan := math.NaN()
	d := Day{Day: day, Status: c.status(values, day), Line: nan, Limit: nan, Low: nan, High: nan}
	if !c.charting {
		return d
	}
	d.Line, d.Limit = c.unit(c.level()), c.unit(c.limit)
	reach := eightInTen * c.usual.sd
	low, high := c.unit(max(0, c.usual.mean-reach)), c.unit(min(1, c.usual.mean+reach))
	d.Low, d.High = min(low, high), max(low, high)
	return d
}
