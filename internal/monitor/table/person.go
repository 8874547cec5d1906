package table

import (
	"math"
	"slices"

	"fermata/internal/monitor"
)

// person collects the rows of one person.
type person struct {
	name  string
	rows  int
	items []monitor.Series // as the rows came: unordered, several a day
}

func newPerson(items int) *person { return &person{items: make([]monitor.Series, items)} }

func (p *person) add(r row) {
	p.name = r.person
	p.rows++
	for i, value := range r.values {
		if !math.IsNaN(value) {
			p.items[i] = append(p.items[i], monitor.Value{Day: r.day, Value: value})
		}
	}
}

// forget makes room for the next person.
func (p *person) forget() {
	p.rows = 0
	for i := range p.items {
		p.items[i] = p.items[i][:0]
	}
}

// daily puts values in order and averages those of a day, in place.
func daily(s monitor.Series) monitor.Series {
	byDay := func(a, b monitor.Value) int { return a.Day - b.Day }
	if !slices.IsSortedFunc(s, byDay) {
		slices.SortStableFunc(s, byDay)
	}
	days := s[:0]
	for i := 0; i < len(s); {
		day, sum, n := s[i].Day, 0.0, 0.0
		low, high := s[i].Value, s[i].Value
		for ; i < len(s) && s[i].Day == day; i++ {
			sum += s[i].Value
			low, high = min(low, s[i].Value), max(high, s[i].Value)
			n++
		}
		days = append(days, monitor.Value{Day: day, Value: min(high, max(low, sum/n))})
	}
	return days
}
