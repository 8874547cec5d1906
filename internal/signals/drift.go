package signals

import (
	"math"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/journey"
	"fermata/internal/monitor"
)

// driftStep is how often the stretch that is charted moves on: a stretch that
// moved every day would learn its baseline anew every day, and an alarm would
// not keep its date. 301 to 400 days are charted.
const driftStep = 100

// daily is one item that is still asked, with its days.
type daily struct {
	key string
	monitor.Item
}

// chart charts the composite of the items that are asked.
func (s *state) chart() {
	from := s.today - lookBack
	from += (driftStep - (from%driftStep+driftStep)%driftStep) % driftStep
	var items []monitor.Item
	for _, item := range s.j.Asked() {
		one := daily{key: item.Key, Item: monitor.Item{BetterHigh: item.BetterHigh, Series: series(s.j, item.Key, from, s.today)}}
		s.items = append(s.items, one)
		items = append(items, one.Item)
	}
	// Days are in order and values on the scale: charting cannot refuse them.
	s.drift, _ = monitor.Together(items, monitor.Options{Through: int(s.today), EachDay: true, NewNormal: s.newNormal()})
	if s.drift.Status == "" {
		s.drift.Status = monitor.Learning
	}
}

func series(j *journey.Journey, key string, from, to entry.Day) monitor.Series {
	var all monitor.Series
	for _, p := range j.Series(key, from, to) {
		if p.Value >= entry.ItemMin && p.Value <= entry.ItemMax {
			all = append(all, monitor.Value{Day: int(p.Day), Value: p.Value})
		}
	}
	return all
}

// newNormal are the days on which the person said so.
func (s *state) newNormal() []int {
	var days []int
	for _, h := range s.j.Handled {
		if h.Action == entry.HandledNewNormal && h.Day <= s.today {
			days = append(days, int(h.Day))
		}
	}
	return days
}

// drifted: the composite's alarm is open. After four weeks without a value an
// alarm no longer says anything about today.
func (s *state) drifted() []Signal {
	n := len(s.drift.Alarms)
	if n == 0 || !s.drift.Alarms[n-1].Open {
		return nil
	}
	alarm := s.drift.Alarms[n-1]
	values, worse := s.sinceThen(alarm.Since)
	if len(values) == 0 {
		return nil
	}
	speaks := entry.Day(values[len(values)-1].Day) + validFor
	if speaks < s.today-lingers {
		return nil
	}
	return []Signal{{
		Cause: entry.Day(alarm.Date).String(),
		From:  entry.Day(alarm.Since), Last: min(speaks, s.today), Holds: speaks >= s.today,
		Because: s.checkInsOn(worse),
		Facts: map[string]any{
			"items": s.moved(alarm.Since), "days": len(worse), "of": len(values), "since": entry.Day(alarm.Since),
		},
	}}
}

// sinceThen are the charted days with a value from a day on, and those of them
// beyond the usual range; where a small, even rise left none there, those on
// the worse side of its middle.
func (s *state) sinceThen(since int) (values, worse []monitor.Day) {
	for _, d := range s.drift.Days {
		if d.Day >= since && !math.IsNaN(d.Value) {
			values = append(values, d)
		}
	}
	beyond := func(limit func(monitor.Day) float64) (days []monitor.Day) {
		for _, d := range values {
			if d.Value > limit(d) {
				days = append(days, d)
			}
		}
		return days
	}
	worse = beyond(func(d monitor.Day) float64 { return d.High })
	if len(worse) == 0 {
		worse = beyond(func(d monitor.Day) float64 { return (d.Low + d.High) / 2 })
	}
	return values, worse
}

// checkInsOn are the latest check-ins of some days, oldest first.
func (s *state) checkInsOn(days []monitor.Day) []entry.ID {
	var ids []entry.ID
	for _, d := range slices.Backward(days) {
		page := s.j.On(entry.Day(d.Day))
		if page == nil {
			continue
		}
		for _, c := range slices.Backward(page.CheckIns) {
			if len(c.Values) > 0 && len(ids) < mostIDs {
				ids = append(ids, c.ID)
			}
		}
	}
	slices.Reverse(ids)
	return ids
}

// moved are the items behind a drift: those that got worse by at least half as
// much as the one that got worst. [D]
func (s *state) moved(since int) Keys {
	shifts, most := make([]float64, len(s.items)), 0.0
	for i, item := range s.items {
		shifts[i] = item.shift(s.learnedFrom(since), since)
		most = max(most, shifts[i])
	}
	var keys Keys
	for i, item := range s.items {
		if shifts[i] > 0 && shifts[i] >= most/2 {
			keys = append(keys, item.key)
		}
	}
	return keys
}

// learnedFrom is the first day of the normal that holds on a day.
func (s *state) learnedFrom(day int) int {
	from := math.MinInt
	for _, d := range s.newNormal() {
		if d <= day {
			from = max(from, d)
		}
	}
	return from
}

// shift is how much worse an item is from a day on than before; 0 if it cannot
// be told.
func (d daily) shift(from, since int) float64 {
	var sum, n [2]float64
	for _, v := range d.Series {
		if v.Day < from {
			continue
		}
		at := 0
		if v.Day >= since {
			at = 1
		}
		sum[at] += v.Value
		n[at]++
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	change := sum[1]/n[1] - sum[0]/n[0]
	if d.BetterHigh {
		return -change
	}
	return change
}
