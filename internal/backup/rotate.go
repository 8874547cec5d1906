package backup

import (
	"cmp"
	"slices"
	"time"
)

// How many automatic backups stay.
const (
	Daily   = 7
	Weekly  = 4
	Monthly = 6
)

// Keep says which of the backups made at these times stay: the newest of each
// of the last seven days that have one, of the last four weeks and of the last
// six months that have one, by the calendar of place, weeks from Monday. It is
// a matter of what is there and not of today: after a long pause nothing goes.
// The answer is in the order of made.
func Keep(made []time.Time, place *time.Location) []bool {
	order := make([]int, len(made))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(made[b].UnixNano(), made[a].UnixNano()) })
	keep := make([]bool, len(made))
	for _, rule := range []struct {
		most int
		of   func(time.Time) [2]int
	}{{Daily, dayOf}, {Weekly, weekOf}, {Monthly, monthOf}} {
		seen := map[[2]int]bool{}
		for _, i := range order {
			span := rule.of(made[i].In(place))
			if len(seen) < rule.most && !seen[span] {
				seen[span], keep[i] = true, true
			}
		}
	}
	return keep
}

func dayOf(at time.Time) [2]int { return [2]int{at.Year(), at.YearDay()} }

func weekOf(at time.Time) [2]int {
	year, week := at.ISOWeek()
	return [2]int{year, week}
}

func monthOf(at time.Time) [2]int { return [2]int{at.Year(), int(at.Month())} }
