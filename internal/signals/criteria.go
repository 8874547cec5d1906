package signals

import (
	"cmp"
	"math"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Finding is what made a return criterion true.
type Finding struct {
	If    entry.CriterionIf
	What  string    // as in the criterion
	Value float64   // the score, the item's value on Day, the weight of the event
	Times int       // sheets in a row, days in a row, days with signs
	Of    int       // of how many days
	Day   entry.Day // the latest day of it
	Signs Keys      // the signs that were noticed
}

// WouldHaveFired says on which days of from..to a criterion would have come
// true: the first day of each firing, in order. Lapses of up to three days
// belong to one firing, as the signal stays that long. A criterion that was
// true before from counts from that day on; a criterion in the person's own
// words never fires by itself.
func WouldHaveFired(c entry.Criterion, j *journey.Journey, library instrument.Library, from, to entry.Day) []entry.Day {
	p := read(j, library, from-lookBack, to)
	p.from = from
	var days []entry.Day
	for _, f := range p.firings(c) {
		days = append(days, f.from)
	}
	return slices.Compact(days)
}

// firing is a stretch of days on which a criterion is true.
type firing struct {
	from, last entry.Day
	cause      string // "": its first day
	because    []entry.ID
	day        entry.Day // of the latest evidence
	value      float64
	times      int
}

// criterionRules find the firings of one sort of criterion. A criterion in own
// words has none: only the person knows.
var criterionRules = map[entry.CriterionIf]func(*past, entry.Criterion) []firing{
	entry.IfMeasure: measureFirings,
	entry.IfAbove:   itemFirings,
	entry.IfBelow:   itemFirings,
	entry.IfSigns:   signFirings,
	entry.IfSilence: silenceFirings,
	entry.IfEvent:   eventFirings,
	entry.IfDate:    dateFirings,
}

// firings of a criterion, cut to from..to.
func (p *past) firings(c entry.Criterion) []firing {
	find := criterionRules[c.If]
	if find == nil {
		return nil
	}
	var all []firing
	for _, f := range find(p, c) {
		f.from, f.last = max(f.from, p.from), min(f.last, p.to)
		if f.from <= f.last {
			all = append(all, f)
		}
	}
	return all
}

// add takes a further stretch, which may belong to the latest firing.
func add(all []firing, f firing, bridge entry.Day) []firing {
	n := len(all)
	if n == 0 || f.from > all[n-1].last+1+bridge {
		return append(all, f)
	}
	f.from, f.last = all[n-1].from, max(f.last, all[n-1].last)
	all[n-1] = f
	return all
}

// measureFirings: a score at the level or worse, on so many sheets in a row.
func measureFirings(p *past, c entry.Criterion) []firing {
	sheets, ok := p.course(c.What)
	if !ok || len(sheets.of.Scales) == 0 {
		return nil
	}
	scale := sheets.of.Scales[0]
	var all []firing
	for i, row := 0, 0; i < len(sheets.sheets); i++ {
		score, ok := sheets.sheets[i].result.Scale(scale.Name)
		if !ok || !atOrWorse(scale, score.Value, c.Level) {
			row = 0
			continue
		}
		if row++; row < c.Times {
			continue
		}
		last, _ := p.speaks(sheets, i)
		f := firing{
			from: sheets.sheets[i].day, last: last, cause: string(sheets.sheets[i].ID),
			day: sheets.sheets[i].day, value: score.Value, times: row,
		}
		for _, sheet := range sheets.sheets[i+1-min(c.Times, mostIDs) : i+1] {
			f.because = append(f.because, sheet.ID)
		}
		all = add(all, f, lingers)
	}
	return all
}

func atOrWorse(scale instrument.Scale, score, level float64) bool {
	if scale.Direction == instrument.HigherIsBetter {
		return score <= level
	}
	return score >= level
}

// itemFirings: an item beyond a level on so many days in a row. One missing
// day neither counts nor breaks the row; two do. [D]
func itemFirings(p *past, c entry.Criterion) []firing {
	var all []firing
	row, before := 0, entry.Day(math.MinInt32)
	for _, day := range p.days {
		value, ok := dayMean(day, c.What)
		if !ok {
			continue
		}
		if int64(day.Day)-int64(before) > 2 {
			row = 0
		}
		before = day.Day
		if row++; !beyond(c, value) {
			row = 0
		}
		if row > 0 && row >= c.Times {
			all = add(all, firing{from: day.Day, last: day.Day, day: day.Day, value: value, times: row}, lingers)
		}
	}
	return all
}

func beyond(c entry.Criterion, value float64) bool {
	if c.If == entry.IfBelow {
		return value <= c.Level
	}
	return value >= c.Level
}

// dayMean is an item's mean over a day's check-ins.
func dayMean(day *journey.Day, item string) (float64, bool) {
	sum, n := 0.0, 0
	for _, c := range day.CheckIns {
		for _, v := range c.Values {
			if v.Item == item {
				sum += v.Value
				n++
			}
		}
	}
	return sum / float64(max(1, n)), n > 0
}

// signFirings: a sign, or any, on so many of so many days.
func signFirings(p *past, c entry.Criterion) []firing {
	var all []firing
	var noticed []entry.Day
	for _, day := range p.days {
		if !slices.ContainsFunc(day.CheckIns, func(checkIn journey.CheckIn) bool { return p.hasSign(checkIn, c.What) }) {
			continue
		}
		noticed = append(noticed, day.Day)
		if len(noticed) < c.Times {
			continue
		}
		oldest := noticed[len(noticed)-max(1, c.Times)]
		if until := oldest + entry.Day(c.Of) - 1; until >= day.Day {
			all = add(all, firing{from: day.Day, last: min(until, p.to), day: day.Day}, lingers)
		}
	}
	return all
}

// hasSign: the check-in names the sign, or any that the person has not let go.
func (p *past) hasSign(c journey.CheckIn, wanted string) bool {
	return slices.ContainsFunc(c.Signs, func(key string) bool { return p.counts(key, wanted) })
}

func (p *past) counts(key, wanted string) bool {
	if wanted != "" {
		return key == wanted
	}
	return !slices.ContainsFunc(p.j.Signs, func(n entry.Named) bool { return n.Key == key && n.Retired })
}

// silenceFirings: no check-in for so many days of the stretch, as of the break.
// Telling ends a silence, on the day it is told, whichever day it is about.
func silenceFirings(p *past, c entry.Criterion) []firing {
	marks := p.spoken()
	var all []firing
	for i, m := range marks {
		until := p.to
		if i+1 < len(marks) {
			until = marks[i+1].day - 1
		}
		if from := max(m.day, p.from) + entry.Day(c.Times); from <= until {
			all = append(all, firing{from: from, last: until, because: []entry.ID{m.id}, day: m.day, times: int(until - m.day)})
		}
	}
	return all
}

// mark is a day on which a person spoke.
type mark struct {
	day entry.Day
	id  entry.ID
}

// spoken are the days on which the person told a check-in, in order, with one
// from before the stretch if there is one.
func (p *past) spoken() []mark {
	var marks []mark
	place, turn := p.j.Location(), p.j.Turn()
	take := func(day *journey.Day) {
		for _, c := range day.CheckIns {
			if c.Imported() {
				continue
			}
			if told := max(day.Day, turn.Day(c.Recorded, place)); told <= p.to {
				marks = append(marks, mark{told, c.ID})
			}
		}
	}
	first := p.from
	if len(p.days) > 0 {
		first = min(first, p.days[0].Day)
	}
	for day := range p.j.DaysBack(first - 1) {
		if take(day); len(marks) > 0 {
			break
		}
	}
	for _, day := range p.days {
		take(day)
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.day, b.day) })
	return marks
}

// eventFirings: each event of the weight, for as long as a sheet speaks.
// Events before the stretch are past.
func eventFirings(p *past, c entry.Criterion) []firing {
	var all []firing
	for _, day := range p.days {
		for _, e := range day.Events {
			if day.Day >= p.from && float64(e.Weight) >= c.Level {
				all = append(all, firing{
					from: day.Day, last: day.Day + validFor, cause: string(e.ID), because: []entry.ID{e.ID},
					day: day.Day, value: float64(e.Weight),
				})
			}
		}
	}
	return all
}

// dateFirings: the day, and as long after it as a sheet speaks.
func dateFirings(p *past, c entry.Criterion) []firing {
	if c.Day < p.from {
		return nil
	}
	return []firing{{from: c.Day, last: c.Day + validFor, day: c.Day}}
}

// criteria are the person's rules for looking at coming back, as far as they
// have come true. They ask about coming back, so they rest while there is
// nothing to come back from.
func (s *state) criteria() []Signal {
	var all []Signal
	for _, c := range s.j.Criteria {
		if c.If == entry.IfSilence || !s.away() {
			continue
		}
		if found, ok := s.criterion(c); ok {
			all = append(all, found)
		}
	}
	return all
}

// away: on a break, or nothing told about it.
func (s *state) away() bool { return s.onBreak || s.j.PhaseOn(s.today) == "" }

func (s *state) criterion(c entry.Criterion) (Signal, bool) {
	if c.If == entry.IfOwn {
		return Signal{
			About: c.Key, Cause: "came", From: s.today, Last: s.today, Holds: true,
			Facts: map[string]any{"rule": c, "fact": Finding{If: c.If}},
		}, c.Came
	}
	f, ok := s.latest(s.sinceBreak().firings(c))
	if !ok {
		return Signal{}, false
	}
	found := s.fired(f)
	found.About = c.Key
	fact := Finding{If: c.If, What: c.What, Value: f.value, Times: f.times, Of: c.Of, Day: f.day}
	switch c.If {
	case entry.IfAbove, entry.IfBelow:
		found.Because = s.valuesIn(c, f)
	case entry.IfSigns:
		found.Because, fact.Signs, fact.Times = s.signsIn(c, f.last)
	}
	found.Facts = map[string]any{"rule": c, "fact": fact}
	return found, true
}

// silence is the person's rule about not checking in. The check-in that breaks
// a silence ends it at once: the sentence would no longer be true.
func (s *state) silence() []Signal {
	var all []Signal
	for _, c := range s.j.Criteria {
		if c.If != entry.IfSilence || !s.away() {
			continue
		}
		f, ok := s.latest(s.sinceBreak().firings(c))
		if !ok || f.last < s.today {
			continue
		}
		found := s.fired(f)
		found.About = c.Key
		found.Facts = map[string]any{"days": f.times, "agreed": c.Times}
		all = append(all, found)
	}
	return all
}

// sinceBreak is the past in which a return criterion can come true.
func (s *state) sinceBreak() *past {
	p := s.past
	if s.onBreak {
		p.from = max(p.from, s.breakStart)
	}
	return &p
}

// latest is the last firing, if it counts today.
func (s *state) latest(all []firing) (firing, bool) {
	if len(all) == 0 {
		return firing{}, false
	}
	f := all[len(all)-1]
	return f, f.last >= s.today-lingers
}

// fired is the signal of a firing.
func (s *state) fired(f firing) Signal {
	found := Signal{Cause: f.cause, From: f.from, Last: min(f.last, s.today), Holds: f.last >= s.today, Because: f.because}
	if found.Cause == "" {
		found.Cause = f.from.String()
	}
	return found
}

// valuesIn are the check-ins of the row that ends a firing.
func (s *state) valuesIn(c entry.Criterion, f firing) []entry.ID {
	var ids []entry.ID
	left := f.times
	for _, day := range slices.Backward(s.days) {
		if _, ok := dayMean(day, c.What); day.Day > f.last || !ok {
			continue
		}
		if left == 0 {
			break
		}
		left--
		for _, one := range slices.Backward(day.CheckIns) {
			if len(ids) < mostIDs && slices.ContainsFunc(one.Values, func(v journey.Value) bool { return v.Item == c.What }) {
				ids = append(ids, one.ID)
			}
		}
	}
	slices.Reverse(ids)
	return ids
}

// signsIn are the check-ins with signs in the window that ends on a day, the
// signs, and on how many days they were.
func (s *state) signsIn(c entry.Criterion, last entry.Day) (ids []entry.ID, keys Keys, days int) {
	for _, day := range s.days {
		if day.Day <= last-entry.Day(c.Of) || day.Day > last {
			continue
		}
		before := len(ids)
		for _, one := range day.CheckIns {
			if !s.hasSign(one, c.What) {
				continue
			}
			ids = append(ids, one.ID)
			for _, key := range one.Signs {
				if s.counts(key, c.What) && !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
		}
		if len(ids) > before {
			days++
		}
	}
	return ids[max(0, len(ids)-mostIDs):], keys, days
}
