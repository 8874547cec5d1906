package ics

import (
	"strconv"
	"strings"
	"time"
)

// change is a change of the clocks in a zone.
type change struct {
	wall     time.Time // on the wall just before it, as if that were UTC
	from, to int       // seconds east of UTC
	name     string    // of the time after it, as "BST"
	summer   bool
}

// rulesFrom is how many years of changes have to follow one rule before the
// rule is written in their place. Twelve years tell the last Sunday of a month
// from its fourth. [C]
const rulesFrom = 12

// zone writes the VTIMEZONE of a place for times from a day on: as two yearly
// rules where the changes follow them, else as every change of the next years.
func (f *file) zone(place *time.Location, from time.Time) {
	changes := changesOf(place, from.AddDate(0, 0, -2), from.AddDate(rulesFrom, 0, 0))
	f.line("BEGIN", "VTIMEZONE")
	f.line("TZID", place.String())
	f.observance(changes[0], "")
	later := changes[1:]
	summer, winter := only(later, true), only(later, false)
	summerRule, winterRule := ruleOf(summer), ruleOf(winter)
	switch {
	case summerRule != "" && winterRule != "":
		f.observance(summer[0], summerRule)
		f.observance(winter[0], winterRule)
	default:
		for _, c := range later {
			f.observance(c, "")
		}
	}
	f.line("END", "VTIMEZONE")
}

func (f *file) observance(c change, rule string) {
	part := "STANDARD"
	if c.summer {
		part = "DAYLIGHT"
	}
	f.line("BEGIN", part)
	f.line("DTSTART", c.wall.Format(stampForm))
	if rule != "" {
		f.line("RRULE", rule)
	}
	f.line("TZOFFSETFROM", offset(c.from))
	f.line("TZOFFSETTO", offset(c.to))
	f.line("TZNAME", escape(c.name))
	f.line("END", part)
}

// changesOf are the changes of the clocks from..to. The first is the one that
// made the time that holds at from, however long ago. Far ahead ZoneBounds
// also ends a stretch where a year ends, and a leap year a day too
// early; there nothing changes.
func changesOf(place *time.Location, from, to time.Time) []change {
	var list []change
	for at := from.In(place); at.Before(to); {
		begin, end := at.ZoneBounds()
		name, offset := at.Zone()
		c := change{from: offset, to: offset, name: name, summer: at.IsDST(), wall: time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)}
		if !begin.IsZero() && begin.Year() > 1970 {
			_, c.from = begin.Add(-time.Second).Zone()
			c.wall = begin.UTC().Add(time.Duration(c.from) * time.Second)
		}
		if len(list) == 0 || c.from != c.to || c.name != list[len(list)-1].name {
			list = append(list, c)
		}
		if end.IsZero() {
			break
		}
		if !end.After(at) {
			end = at.AddDate(0, 0, 1)
		}
		at = end
	}
	return list
}

func only(changes []change, summer bool) []change {
	var some []change
	for _, c := range changes {
		if c.summer == summer {
			some = append(some, c)
		}
	}
	return some
}

// ruleOf is the yearly rule that all these changes follow, "" when there is
// none: one a year, on the same weekday of the same week of a month, at the
// same time on the wall.
func ruleOf(changes []change) string {
	if len(changes) < rulesFrom-1 {
		return ""
	}
	first := changes[0]
	week, last := weekOf(first.wall), true
	for n, c := range changes {
		same := c.from == first.from && c.to == first.to && c.name == first.name &&
			c.wall.Year() == first.wall.Year()+n && c.wall.Month() == first.wall.Month() &&
			c.wall.Weekday() == first.wall.Weekday() && c.wall.Format("150405") == first.wall.Format("150405")
		if !same {
			return ""
		}
		if weekOf(c.wall) != week {
			week = 0
		}
		last = last && c.wall.AddDate(0, 0, 7).Month() != c.wall.Month()
	}
	if last {
		week = -1
	}
	if week == 0 {
		return ""
	}
	day := strings.ToUpper(first.wall.Weekday().String()[:2])
	return "FREQ=YEARLY;BYMONTH=" + strconv.Itoa(int(first.wall.Month())) + ";BYDAY=" + strconv.Itoa(week) + day
}

// weekOf says the how-manieth of its weekday in the month a day is.
func weekOf(day time.Time) int { return (day.Day()-1)/7 + 1 }
