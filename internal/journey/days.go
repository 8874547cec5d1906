package journey

import (
	"cmp"
	"iter"
	"slices"

	"fermata/internal/entry"
)

// monthDays is how many days a month of the shelf holds. A fixed stretch
// keeps the arithmetic plain; it is no calendar month.
const monthDays = 32

// month is a stretch of days, shared between journeys: whoever changes one
// copies it first.
type month struct {
	index int32 // day / monthDays, rounded down
	days  [monthDays]*Day
}

func monthOf(day entry.Day) (index int32, slot int) {
	index = int32(day) / monthDays
	if day < 0 && int32(day)%monthDays != 0 {
		index--
	}
	return index, int(int32(day) - index*monthDays)
}

func (j *Journey) findMonth(index int32) (int, bool) {
	return slices.BinarySearchFunc(j.months, index, func(m *month, i int32) int { return cmp.Compare(m.index, i) })
}

// On is what was told about a day; nil when nothing was.
func (j *Journey) On(day entry.Day) *Day {
	index, slot := monthOf(day)
	if at, ok := j.findMonth(index); ok {
		return j.months[at].days[slot]
	}
	return nil
}

// Days goes through the days from..to (included) about which something was
// told, in order.
func (j *Journey) Days(from, to entry.Day) iter.Seq[*Day] {
	return func(yield func(*Day) bool) {
		index, _ := monthOf(from)
		start, _ := j.findMonth(index)
		for _, m := range j.months[start:] {
			for _, day := range m.days {
				if day == nil || day.Day < from {
					continue
				}
				if day.Day > to || !yield(day) {
					return
				}
			}
		}
	}
}

// DaysBack goes through the days about which something was told, from the
// latest on or before to, back to the first.
func (j *Journey) DaysBack(to entry.Day) iter.Seq[*Day] {
	return func(yield func(*Day) bool) {
		for _, m := range slices.Backward(j.months) {
			for _, day := range slices.Backward(m.days[:]) {
				if day != nil && day.Day <= to && !yield(day) {
					return
				}
			}
		}
	}
}

// Span is the first and last day about which something was told.
func (j *Journey) Span() (first, last entry.Day, ok bool) {
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		first, ok = day.Day, true
		break
	}
	for day := range j.DaysBack(entry.LastDay) {
		last = day.Day
		break
	}
	return first, last, ok
}

// LastCheckIn is the latest check-in a person made themselves.
func (j *Journey) LastCheckIn() (CheckIn, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, c := range slices.Backward(day.CheckIns) {
			if !c.Imported() {
				return c, true
			}
		}
	}
	return CheckIn{}, false
}

// Point is one day of an item: the mean of its check-ins.
type Point struct {
	Day   entry.Day
	Value float64 // 0..10
	N     int     // how many check-ins it is the mean of
}

// Series is an item's days from..to (included), in order; days without a
// value are left out.
func (j *Journey) Series(item string, from, to entry.Day) []Point {
	var points []Point
	for day := range j.Days(from, to) {
		if p, ok := day.mean(item); ok {
			points = append(points, p)
		}
	}
	return points
}

func (d *Day) mean(item string) (Point, bool) {
	sum, n := 0.0, 0
	for _, c := range d.CheckIns {
		for _, v := range c.Values {
			if v.Item == item {
				sum += v.Value
				n++
			}
		}
	}
	if n == 0 {
		return Point{}, false
	}
	return Point{Day: d.Day, Value: sum / float64(n), N: n}, true
}
