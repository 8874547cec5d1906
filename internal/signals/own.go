package signals

import (
	"fermata/internal/entry"
)

// The person's own signs and events. All [D].
const (
	signDays    = 3 // on so many days
	signWindow  = 7 // of so many
	heavyWeight = 7
	heavyDays   = 7
)

// warningSigns: own signs on three of the last seven days.
func (s *state) warningSigns() []Signal {
	rule := entry.Criterion{If: entry.IfSigns, Times: signDays, Of: signWindow}
	f, ok := s.latest(signFirings(&s.past, rule))
	if !ok {
		return nil
	}
	ids, keys, days := s.signsIn(rule, f.last)
	found := s.fired(f)
	found.Because = ids
	found.Facts = map[string]any{"signs": keys, "days": days, "of": signWindow}
	return []Signal{found}
}

// heavyEvents: each heavy event of the last days.
func (s *state) heavyEvents() []Signal {
	var all []Signal
	for _, day := range s.days {
		last := day.Day + heavyDays
		if last < s.today-lingers {
			continue
		}
		for _, e := range day.Events {
			if e.Weight < heavyWeight {
				continue
			}
			all = append(all, Signal{
				Cause: string(e.ID), From: day.Day, Last: min(last, s.today), Holds: last >= s.today,
				Because: []entry.ID{e.ID},
				Facts:   map[string]any{"what": e.ID, "weight": e.Weight, "when": day.Day},
			})
		}
	}
	return all
}
