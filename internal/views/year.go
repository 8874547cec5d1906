package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Year is a year at a glance, a mark a day.
type Year struct {
	Summary, Caption string
	Months           []YearMonth
	Earlier, Later   string // addresses; "" where there is nothing
	Empty            bool   // nothing was told yet
}

// YearMonth is one month and its days, from the first.
type YearMonth struct {
	Label string
	Days  []YearDay
}

// YearDay is one day.
type YearDay struct {
	// Heavy is how heavy the day was, 1 light to 4 very heavy; 0 without a
	// check-in, -1 for a day that has not come or is before the record.
	Heavy int
	Break bool
}

// The shares of a person's own days up to which a day counts as light,
// middling and heavy; what is above is very heavy. [D]
const (
	lightShare    = .40
	middlingShare = .75
	heavyShare    = .92
)

// NewYear lays out the twelve months that end with the month of a day; to is 0
// for today.
func NewYear(j *journey.Journey, to entry.Day, now time.Time) Year {
	today := j.Today(now)
	if to <= 0 || to > today {
		to = today
	}
	first, _, told := j.Span()
	loads := dayLoads(j, first, today)
	limits := loadLimits(loads)
	year, month, _ := to.Date()
	v := Year{Empty: !told}
	for n := 11; n >= 0; n-- {
		start := time.Date(year, month-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		if n > 0 && told && start.AddDate(0, 1, 0).Before(first.Time()) {
			continue // nothing was told yet
		}
		v.Months = append(v.Months, yearMonth(j, start, first, today, loads, limits, told))
	}
	from := time.Date(year, month-11, 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	v.Caption = guide.Say("year.caption", "from", guide.FullDate(from), "to", guide.FullDate(end))
	v.Summary = guide.Say("year.summary", "days", len(loads))
	if told && first.Time().Before(from) {
		v.Earlier = "/year?to=" + (entry.DayOf(from.Year(), from.Month(), from.Day()) - 1).String()
	}
	if end.Before(today.Time()) {
		v.Later = "/year?to=" + min(today, entry.DayOf(end.Year()+1, end.Month(), 28)).String()
	}
	return v
}

func yearMonth(j *journey.Journey, start time.Time, first, today entry.Day, loads map[entry.Day]float64, limits [3]float64, told bool) YearMonth {
	m := YearMonth{Label: guide.Say("month.short." + itoa(int(start.Month())))}
	for at := start; at.Month() == start.Month(); at = at.AddDate(0, 0, 1) {
		day := entry.DayOf(at.Date())
		_, on := j.BreakStart(day)
		d := YearDay{Break: on}
		load, has := loads[day]
		switch {
		case !told || day < first || day > today:
			d.Heavy = -1
		case has:
			d.Heavy = 1
			for _, limit := range limits {
				if load > limit {
					d.Heavy++
				}
			}
		}
		m.Days = append(m.Days, d)
	}
	return m
}

// dayLoads is how heavy each day with a check-in was: the mean of its items,
// each from 0 as good as can be to 10 as bad.
func dayLoads(j *journey.Journey, from, to entry.Day) map[entry.Day]float64 {
	sum, count := map[entry.Day]float64{}, map[entry.Day]float64{}
	for _, item := range j.Items {
		for _, p := range j.Series(item.Key, from, to) {
			worse := p.Value
			if item.BetterHigh {
				worse = entry.ItemMax - p.Value
			}
			sum[p.Day] += worse
			count[p.Day]++
		}
	}
	for day := range sum {
		sum[day] /= count[day]
	}
	return sum
}

// loadLimits are the limits between light, middling, heavy and very heavy, by
// the person's own days.
func loadLimits(loads map[entry.Day]float64) [3]float64 {
	var all []float64
	for _, load := range loads {
		all = append(all, load)
	}
	if len(all) == 0 {
		return [3]float64{}
	}
	slices.Sort(all)
	at := func(share float64) float64 { return all[int(share*float64(len(all)-1))] }
	return [3]float64{at(lightShare), at(middlingShare), at(heavyShare)}
}
