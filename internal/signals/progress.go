package signals

import (
	"fermata/internal/entry"
	"fermata/internal/journey"
)

// What progress takes. All [D]: no study says how many are enough, so they are
// few, and the words say so.
const (
	pairsBack    = 90 // days of moments and practices that count
	surePairs    = 8  // moments with both numbers
	sureRise     = 1  // points of confidence, on average
	holdsTries   = 6  // times a skill was tried, with both numbers
	reachedDays  = 14 // days for which a goal reached is worth a line
	goalReached  = 10 // of 10
	shareOfPairs = 4  // three of four
)

// SkillKey is the key of a skill, to be shown by its name.
type SkillKey string

// shareHolds: at least three of four.
func shareHolds(better, of int) bool { return better*shareOfPairs >= of*(shareOfPairs-1) }

// pair is a number before and one after, with where it was told.
type pair struct {
	id            entry.ID
	day           entry.Day
	before, after int
}

// confidenceGrown: surer after hard moments than before, in most of them and
// by a point or more on average.
func (s *state) confidenceGrown() []Signal {
	var pairs []pair
	for _, day := range s.since(pairsBack) {
		for _, h := range day.HandledIts {
			if h.Before != nil && h.After != nil {
				pairs = append(pairs, pair{h.ID, day.Day, *h.Before, *h.After})
			}
		}
	}
	n := len(pairs)
	before, after := means(pairs)
	better := count(pairs, func(p pair) bool { return p.after > p.before })
	if n < surePairs || after-before < sureRise || !shareHolds(better, n) {
		return nil
	}
	found, ok := s.lately(pairs)
	if !ok {
		return nil
	}
	found.Facts = map[string]any{"n": n, "before": tenth(before), "after": tenth(after)}
	return []Signal{found}
}

// skillsHold: a skill that took the edge off in most tries.
func (s *state) skillsHold() []Signal {
	var order []string
	tries := map[string][]pair{}
	for _, day := range s.since(pairsBack) {
		for _, p := range day.Practices {
			if p.Before == nil || p.After == nil {
				continue
			}
			if tries[p.Skill] == nil {
				order = append(order, p.Skill)
			}
			tries[p.Skill] = append(tries[p.Skill], pair{p.ID, day.Day, *p.Before, *p.After})
		}
	}
	var all []Signal
	for _, skill := range order {
		pairs := tries[skill]
		helped := count(pairs, func(p pair) bool { return p.after < p.before })
		if len(pairs) < holdsTries || !shareHolds(helped, len(pairs)) {
			continue
		}
		found, ok := s.lately(pairs)
		if !ok {
			continue
		}
		found.About = skill
		found.Facts = map[string]any{"skill": SkillKey(skill), "helped": helped, "n": len(pairs)}
		all = append(all, found)
	}
	return all
}

// lately is a signal that speaks for four weeks from the latest pair on; false
// when they are over. Progress does not fade: what is old says nothing.
func (s *state) lately(pairs []pair) (Signal, bool) {
	last := pairs[len(pairs)-1]
	if s.today > last.day+validFor {
		return Signal{}, false
	}
	found := Signal{Cause: string(last.id), From: last.day, Last: s.today, Holds: true}
	for _, p := range pairs[max(0, len(pairs)-mostIDs):] {
		found.Because = append(found.Because, p.id)
	}
	return found, true
}

// goalsReached: each goal that was marked as reached, or put at ten, lately.
func (s *state) goalsReached() []Signal {
	var all []Signal
	for _, goal := range s.j.Plan.Goals {
		ids, last := s.nearness(goal.Key)
		day := goal.Since
		if goal.Status != entry.GoalReached {
			if goal.Status == entry.GoalLetGo || last.Value < goalReached {
				continue
			}
			day = last.day
		}
		if day == 0 || day > s.today || s.today-day > reachedDays {
			continue
		}
		all = append(all, Signal{
			About: goal.Key, Cause: day.String(), From: day, Last: s.today, Holds: true, Because: ids,
			Facts: map[string]any{"goal": goal.Words, "when": day},
		})
	}
	return all
}

// near is how near a goal was on a day.
type near struct {
	journey.GoalProgress
	day entry.Day
}

// nearness is where it was told how near a goal is, and the latest of it.
func (s *state) nearness(goal string) (ids []entry.ID, last near) {
	for _, day := range s.days {
		for _, p := range day.Progress {
			if p.Goal == goal {
				ids, last = append(ids, p.ID), near{p, day.Day}
			}
		}
	}
	return ids[max(0, len(ids)-mostIDs):], last
}

// since are the last so many days.
func (s *state) since(days entry.Day) []*journey.Day {
	for i, day := range s.days {
		if day.Day > s.today-days {
			return s.days[i:]
		}
	}
	return nil
}

func means(pairs []pair) (before, after float64) {
	for _, p := range pairs {
		before += float64(p.before) / float64(len(pairs))
		after += float64(p.after) / float64(len(pairs))
	}
	return before, after
}

func count(pairs []pair, is func(pair) bool) int {
	n := 0
	for _, p := range pairs {
		if is(p) {
			n++
		}
	}
	return n
}

// tenth rounds a mean for a sentence.
func tenth(value float64) float64 { return float64(int(value*10+.5)) / 10 }
