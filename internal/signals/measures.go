package signals

import (
	"fermata/internal/entry"
	"fermata/internal/instrument"
)

// Raised twice: how far apart the two sheets lie. [D]
const (
	twiceApart  = 7
	twiceWithin = 84
)

// baseBefore is how many days before a break a sheet can stand for its start.
// [D]
const baseBefore = 28

// absolute are the instruments whose scores speak for themselves: the clinical
// notes give limits for these only. [D: clinical §3.5]
var absolute = []string{instrument.PHQ9, instrument.PHQ8, instrument.GAD7}

// newest gives, for each instrument, the latest sheet that the judge finds
// something in, while it speaks and for three days after.
func (s *state) newest(judge func(c course, i int) (Signal, bool)) []Signal {
	var all []Signal
	for _, c := range s.courses {
		for i := len(c.sheets) - 1; i >= 0; i-- {
			last, open := s.speaks(c, i)
			if last < s.today-lingers {
				break
			}
			if found, ok := judge(c, i); ok {
				found.About, found.Cause = c.of.Key(), string(c.sheets[i].ID)
				found.From, found.Last, found.Holds = c.sheets[i].day, last, open
				found.Facts["measure"] = name(c.of)
				all = append(all, found)
				break
			}
		}
	}
	return all
}

// high: a score in the highest band, once.
func (s *state) high() []Signal {
	return s.newest(func(c course, i int) (Signal, bool) {
		scale, ok := absoluteScale(c.of)
		score, scoredOK := c.sheets[i].result.Total()
		if !ok || !scoredOK || len(scale.Bands) == 0 {
			return Signal{}, false
		}
		limit := scale.Bands[len(scale.Bands)-1].From
		return Signal{
			Because: []entry.ID{c.sheets[i].ID},
			Facts:   map[string]any{"score": score.Value, "limit": limit},
		}, score.Value >= limit
	})
}

// highTwice: at the cut-off or above, on two sheets some days apart.
func (s *state) highTwice() []Signal {
	return s.newest(func(c course, i int) (Signal, bool) {
		scale, ok := absoluteScale(c.of)
		cutoff, known := scale.Caseness()
		if !ok || !known || !meets(c.sheets[i], cutoff) {
			return Signal{}, false
		}
		for k := i - 1; k >= 0; k-- {
			apart := int(c.sheets[i].day - c.sheets[k].day)
			if apart > twiceWithin {
				break
			}
			if apart >= twiceApart && meets(c.sheets[k], cutoff) {
				return twice(c.sheets[k], c.sheets[i], cutoff), true
			}
		}
		return Signal{}, false
	})
}

func twice(first, second scored, cutoff instrument.Cutoff) Signal {
	before, _ := first.result.Total()
	now, _ := second.result.Total()
	return Signal{
		Because: []entry.ID{first.ID, second.ID},
		Facts: map[string]any{
			"first": before.Value, "second": now.Value,
			"days": int(second.day - first.day), "limit": cutoff.At,
		},
	}
}

func meets(sheet scored, cutoff instrument.Cutoff) bool {
	score, ok := sheet.result.Total()
	return ok && cutoff.Met(score.Value)
}

func absoluteScale(of *instrument.Instrument) (instrument.Scale, bool) {
	for _, code := range absolute {
		if of.Code == code {
			return of.Scale(instrument.Total)
		}
	}
	return instrument.Scale{}, false
}

// deteriorated and better compare with the sheet the break began with.
func (s *state) deteriorated() []Signal { return s.changed(instrument.Change.ReliablyWorse) }
func (s *state) better() []Signal       { return s.changed(instrument.Change.ReliablyBetter) }

func (s *state) changed(reliably func(instrument.Change) bool) []Signal {
	return s.newest(func(c course, i int) (Signal, bool) {
		base, ok := s.start[c.of.Code]
		now := c.sheets[i]
		if !ok || now.day <= base.day {
			return Signal{}, false
		}
		for _, score := range now.result.Scores {
			before, ok := base.result.Scale(score.Scale)
			if !ok {
				continue
			}
			change, err := c.of.Change(score.Scale, before.Value, score.Value)
			if err == nil && reliably(change) {
				return changeSignal(base, now, change), true
			}
		}
		return Signal{}, false
	})
}

func changeSignal(base, now scored, change instrument.Change) Signal {
	return Signal{
		Because: []entry.ID{base.ID, now.ID},
		Facts: map[string]any{
			"score": change.To, "before": change.From,
			"change": max(change.Points, -change.Points), "limit": change.Reliable.Needs(change.From),
		},
	}
}

// startSheets are the sheets the break began with: of each instrument the
// latest from four weeks before up to its first day, else the first after.
func (s *state) startSheets() map[string]scored {
	start := map[string]scored{}
	for day := range s.j.Days(s.breakStart-baseBefore, s.today) {
		for _, sheet := range day.Sheets {
			of := s.instrument(sheet.Instrument)
			if of == nil {
				continue
			}
			if _, have := start[of.Code]; have && day.Day > s.breakStart {
				continue
			}
			if one, ok := s.score(sheet, day.Day); ok {
				start[of.Code] = one
			}
		}
	}
	return start
}
