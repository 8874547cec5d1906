package evaluate

import (
	"math"
	"math/rand/v2"

	"fermata/internal/monitor"
)

const eight = 8

// eightItems lives a life with eight items that correlate .5; each is missing
// on its own on one day in five. Items from worse on do not change.
func eightItems(r *rand.Rand, phi float64, changed int, by float64) []monitor.Item {
	items := make([]monitor.Item, eight)
	common := r.NormFloat64()
	own := make([]float64, eight)
	for k := range own {
		own[k] = r.NormFloat64()
	}
	step := math.Sqrt(1 - phi*phi)
	for day := range learnDays + 180 {
		common = phi*common + step*r.NormFloat64()
		for k := range items {
			own[k] = phi*own[k] + step*r.NormFloat64()
			v := 4 + 1.5*(common+own[k])/math.Sqrt2
			if day >= turn && k < changed {
				v += 1.5 * by
			}
			if r.Float64() >= .2 {
				items[k].Series = append(items[k].Series, monitor.Value{Day: day, Value: min(10, max(0, math.Round(v)))})
			}
		}
	}
	return items
}

// anyAndAll gives the first alarm of any item's own chart, and of the composite.
func anyAndAll(items []monitor.Item) (anyItem, all int) {
	anyItem, all = never, never
	for _, item := range items {
		anyItem = min(anyItem, firstAlarm(item.Series, monitor.Options{}))
	}
	found, err := monitor.Together(items, monitor.Options{})
	if err != nil {
		panic(err) // simulated series are in order and in range
	}
	if len(found.Alarms) > 0 {
		all = found.Alarms[0].Date
	}
	return anyItem, all
}

func (r report) eightItems() {
	r.title("Eight items of one person",
		"The items correlate .5 and are missing on their own on one day in five. Any item: the first alarm of eight charts of their own. Composite: the one chart that drives the standing. D28 for +1 SD on day 56.")
	r.head("chart", "FA84", "FA180", "D28, all eight worse", "D28, four worse", "D28, one worse")
	steady := r.firstsOfEight(0)
	changed := [][2][]int{r.firstsOfEight(8), r.firstsOfEight(4), r.firstsOfEight(1)}
	for m, name := range []string{"any item", "composite"} {
		cells := []string{name, within(steady[m], 0, 112).String(), within(steady[m], 0, 208).String()}
		for _, c := range changed {
			cells = append(cells, within(c[m], turn, turn+28).String())
		}
		r.row(cells...)
	}
}

func (r report) firstsOfEight(changed int) (found [2][]int) {
	for i := range r.people {
		rnd := rand.New(rand.NewPCG(reporting, uint64(i)))
		anyItem, all := anyAndAll(eightItems(rnd, phi(i), changed, 1))
		found[0], found[1] = append(found[0], anyItem), append(found[1], all)
	}
	return found
}
