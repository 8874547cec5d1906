package views

import (
	"math"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/monitor/effect"
)

const (
	// experimentFew: with fewer days than this on either side only counts are
	// said, and that they are few; below it any interval is too narrow. [D]
	experimentFew = 10
	// experimentLeast is how many days on each side it takes to draw at all. [D]
	experimentLeast = 3
	// experimentSeed makes the same days give the same interval for ever.
	experimentSeed = 1
)

// compareDays is what the days with an experiment say beside those without.
type compareDays struct {
	without, with []float64 // values of the item, in order of days
	better        int       // days with it that beat the middle day without it
	effect        effect.Effect
	interval      effect.Interval
	ok            bool // there are some of each
}

// comparePlanned takes the days by the plan and not by what was done: people do
// what is good for them on their better days, and that would flatter it.
//
// The interval keeps neighbouring days together [D: clinical §6]. Where the
// one for independent days (Newcombe, 95 %) reaches further it counts: blocks
// of a few days that all agree would look too sure. [D]
func comparePlanned(j *journey.Journey, e entry.Experiment, today entry.Day) compareDays {
	var c compareDays
	for _, p := range j.Series(e.Item, e.Begin, min(e.Last(), today)) {
		if with, _ := e.On(p.Day); with {
			c.with = append(c.with, p.Value)
		} else {
			c.without = append(c.without, p.Value)
		}
	}
	better := effect.LowerIsBetter
	if e.BetterHigh {
		better = effect.HigherIsBetter
	}
	found, err := effect.Compare(c.without, c.with, better, .95)
	if err != nil {
		return c
	}
	blocks, err := effect.Bootstrap(c.without, c.with, better, .95, experimentSeed)
	if err != nil {
		return c
	}
	c.ok, c.effect = true, found
	c.interval = effect.Interval{Low: min(blocks.Low, found.Interval.Low), High: max(blocks.High, found.Interval.High)}
	usual := middle(c.without)
	for _, value := range c.with {
		if value > usual && e.BetterHigh || value < usual && !e.BetterHigh {
			c.better++
		}
	}
	return c
}

// middle is the median; there is at least one value.
func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

func (c compareDays) few() bool { return min(len(c.without), len(c.with)) < experimentFew }

// says is the one honest sentence, and how sure it is.
func (c compareDays) says(item string) string {
	if !c.ok {
		return guide.Say("experiment.says.none", "item", item, "without", len(c.without), "with", len(c.with))
	}
	words := guide.Say("experiment.says", "item", item, "better", c.better, "n", len(c.with)) + " "
	switch {
	case c.few():
		return words + guide.Say("experiment.says.few")
	case c.interval.Low > .5:
		return words + guide.Say("experiment.says.better")
	case c.interval.High < .5:
		return words + guide.Say("experiment.says.worse")
	}
	return words + guide.Say("experiment.says.chance")
}

// draw says NAP in plain numbers, then in the figures of the literature; "" for
// too few days.
func (c compareDays) draw() string {
	if !c.ok || min(len(c.without), len(c.with)) < experimentLeast {
		return ""
	}
	of := func(share float64) int { return int(math.Round(100 * share)) }
	figure := func(share float64) string { return guide.Number(math.Round(100*share) / 100) }
	words := guide.Say("experiment.draw", "nap", of(c.effect.NAP), "low", of(c.interval.Low), "high", of(c.interval.High)) + " " +
		guide.Say("experiment.nap", "nap", figure(c.effect.NAP), "low", figure(c.interval.Low), "high", figure(c.interval.High))
	if c.few() {
		words += " " + guide.Say("experiment.nap.few")
	}
	return words
}

// doneCounts are the days it was meant for, up to today, by what was said.
type doneCounts struct{ meant, done, notDone, besides int }

func countDone(j *journey.Journey, e entry.Experiment, today entry.Day) doneCounts {
	var c doneCounts
	for day := e.Begin; day <= min(e.Last(), today); day++ {
		done, told := j.DoneOn(e.Key, day)
		switch meant := e.Meant(day); {
		case meant && told && done:
			c.meant, c.done = c.meant+1, c.done+1
		case meant && told:
			c.meant, c.notDone = c.meant+1, c.notDone+1
		case meant:
			c.meant++
		case told && done:
			c.besides++
		}
	}
	return c
}

func (c doneCounts) says() string {
	switch {
	case c.meant == 0:
		return ""
	case c.done+c.notDone+c.besides == 0:
		return guide.Say("experiment.done.none", "meant", c.meant)
	}
	words := guide.Say("experiment.done.count", "done", c.done, "meant", c.meant)
	if silent := c.meant - c.done - c.notDone; silent > 0 {
		words += " " + guide.Say("experiment.done.silent", "n", silent)
	}
	if c.besides > 0 {
		words += " " + guide.Say("experiment.done.besides", "n", c.besides)
	}
	return words
}

// experimentChart draws the item over the days that count: a dot for a day
// without it, a ring for a day with it.
func experimentChart(j *journey.Journey, e entry.Experiment, name, says string, today entry.Day) Chart {
	chart := Chart{
		Key: "experiment-" + e.Key, Title: name, Summary: says, Min: entry.ItemMin, Max: entry.ItemMax,
		From: e.Begin, To: max(min(e.Last(), today), e.Begin+6), BetterHigh: e.BetterHigh,
	}
	for _, p := range j.Series(e.Item, e.Begin, min(e.Last(), today)) {
		with, _ := e.On(p.Day)
		chart.Points = append(chart.Points, ChartPoint{Day: int(p.Day - e.Begin), Value: p.Value, Out: with})
		chart.Numbers = append(chart.Numbers, []string{guide.FullDate(p.Day.Time()), number(p.Value), stretchWord(with), doneWord(j, e, p.Day)})
	}
	slices.Reverse(chart.Numbers)
	before := true
	for day := e.Begin; day <= min(e.Last(), today); day++ {
		if with, _ := e.On(day); day == e.Begin || with == before {
			chart.Phases = append(chart.Phases, ChartMark{Day: int(day - e.Begin), Label: stretchWord(with)})
			before = !with
		}
	}
	return chart
}

func stretchWord(with bool) string {
	if with {
		return guide.Say("experiment.with")
	}
	return guide.Say("experiment.without")
}

func doneWord(j *journey.Journey, e entry.Experiment, day entry.Day) string {
	switch done, told := j.DoneOn(e.Key, day); {
	case !told:
		return ""
	case done:
		return guide.Say("experiment.day.yes")
	}
	return guide.Say("experiment.day.no")
}
