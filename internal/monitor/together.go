package monitor

import (
	"math"
	"slices"
)

// Item is one daily item of a person.
type Item struct {
	Series     Series
	BetterHigh bool
}

// Together charts the items of one person as one: the mean of the items,
// turned so that higher is worse. It is one chart with the false alarms of
// one, however many items there are, and alone drives the standing
// [D: docs/evidence-monitor.md]. [Options.BetterHigh] is ignored; all items share the
// scale. It returns [fault.Invalid] as [Chart] does.
func Together(items []Item, o Options) (Result, error) {
	o, err := o.complete()
	if err != nil {
		return Result{}, err
	}
	for _, item := range items {
		if err := item.Series.check(o); err != nil {
			return Result{}, err
		}
	}
	o.BetterHigh = false
	o.spread = usualSpread * math.Sqrt((1+float64(len(items)-1)*alike)/float64(max(1, len(items))))
	return Chart(Composite(items, o), o)
}

// alike is how much the items of a person move together: their correlation
// from day to day. It sets the expected spread of the composite [D].
const alike = .5

// Composite is the series that [Together] charts: for each day how far the
// items lie from their own usual, on average, added to the mean of those
// usuals. A missing item therefore moves nothing. A day counts if at least
// half of the items that are known by then have a value.
//
// An item's usual is its mean while the person's baseline is learned. An item
// that begins later joins once it has been learned in the same way. Items with
// a value on less than a quarter of their days of learning are left out. A new
// normal starts all of this again.
//
// The series and options have to be such as [Chart] accepts.
func Composite(items []Item, o Options) Series {
	o, err := o.complete()
	if err != nil {
		return nil
	}
	c := composite{o: o, parts: make([]part, len(items))}
	for i, item := range items {
		c.parts[i].Item = item
	}
	for from, ok := c.firstDay(math.MinInt); ok; {
		until := math.MaxInt
		if i, _ := slices.BinarySearch(o.NewNormal, from+1); i < len(o.NewNormal) {
			until = o.NewNormal[i]
		}
		c.stretch(from, until)
		from, ok = c.firstDay(until)
	}
	return c.days
}

type composite struct {
	o     Options
	parts []part
	days  Series
}

// part is one item on the way through the days.
type part struct {
	Item
	next  int     // index of its next value
	mean  float64 // its usual, higher is worse
	known int     // first day it counts; never if it does not
}

const never = math.MaxInt

// firstDay is the first day from the given one on with a value of any item.
func (c *composite) firstDay(from int) (day int, ok bool) {
	day = never
	for i := range c.parts {
		p := &c.parts[i]
		for p.next < len(p.Series) && p.Series[p.next].Day < from {
			p.next++
		}
		if p.next < len(p.Series) {
			day = min(day, p.Series[p.next].Day)
		}
	}
	return day, day < never
}

// stretch adds the days of one normal, which ends before until.
func (c *composite) stretch(from, until int) {
	learned := c.learned(from, until)
	usual, founders := 0.0, 0.0
	for i := range c.parts {
		p := &c.parts[i]
		if p.meet(c.o, from, learned, until); p.known == from {
			usual += p.mean
			founders++
		}
	}
	if founders == 0 {
		return
	}
	usual /= founders
	for {
		day, ok := c.firstDay(math.MinInt)
		if !ok || day >= until {
			return
		}
		c.add(day, usual)
	}
}

// learned is the day on which the baseline of a stretch is complete: at least
// half of the days of learning before it have a value.
func (c *composite) learned(from, until int) int {
	ahead := composite{o: c.o, parts: slices.Clone(c.parts)}
	var seen []int
	for day, ok := from, true; ok && day < until; day, ok = ahead.firstDay(day + 1) {
		first, _ := slices.BinarySearch(seen, day-c.o.Baseline)
		if day >= from+c.o.Baseline && 2*(len(seen)-first) >= c.o.Baseline {
			return day
		}
		seen = append(seen, day)
	}
	return until
}

// meet learns what is usual for the item in a stretch.
func (p *part) meet(o Options, from, learned, until int) {
	rest := p.Series[p.next:]
	p.known = never
	if n := p.learn(rest, learned, o); 4*n >= o.Baseline {
		p.known = from
		return
	}
	if len(rest) == 0 || rest[0].Day >= until {
		return
	}
	ready := rest[0].Day + o.Baseline
	if n := p.learn(rest, min(ready, until), o); 4*n >= o.Baseline {
		p.known = max(ready, learned)
	}
}

// learn takes the mean of the values before a day and says how many there are.
func (p *part) learn(s Series, before int, o Options) int {
	n, sum := 0, 0.0
	for _, v := range s {
		if v.Day >= before {
			break
		}
		n++
		sum += p.worse(v.Value, o)
	}
	p.mean = sum / float64(max(1, n))
	return n
}

// worse turns a value so that higher is worse.
func (p *part) worse(v float64, o Options) float64 {
	if p.BetterHigh {
		return o.Min + o.Max - v
	}
	return v
}

// add takes one day, on which at least one item has a value.
func (c *composite) add(day int, usual float64) {
	sum, have, known := 0.0, 0, 0
	for i := range c.parts {
		p := &c.parts[i]
		if p.known <= day {
			known++
		}
		if p.next == len(p.Series) || p.Series[p.next].Day != day {
			continue
		}
		if p.known <= day {
			sum += p.worse(p.Series[p.next].Value, c.o) - p.mean
			have++
		}
		p.next++
	}
	if have == 0 || 2*have < known {
		return
	}
	value := usual + sum/float64(have)
	c.days = append(c.days, Value{day, min(c.o.Max, max(c.o.Min, value))})
}
