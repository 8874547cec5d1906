package views

import (
	"math"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/monitor/effect"
)

// Pair is a number before something and one after it, 0 to 10.
type Pair struct {
	Day           entry.Day
	Before, After int
}

// Pairs is such numbers in a picture, in a sentence or two, and as a table.
type Pairs struct {
	Key, Title      string
	URL             string // of a page that says more, or ""
	Says            string
	Fine            string // the interval in figures, for those who want them
	BeforeKey       string
	AfterKey        string
	LowEnd, HighEnd string
	List            []Pair // oldest first, the latest of them
	Labels          []string
	Head            []string   // of the table
	Numbers         [][]string // day, before, after; newest first
	Small           bool
}

const (
	// handful: with fewer pairs than this only counts are said, and that they
	// are few. [D]
	handful = 8
	// pairsMost is how many pairs a picture shows.
	pairsMost = 40
)

// compared is what pairs say together.
type compared struct {
	n, better     int
	before, after float64 // means
	effect        effect.Effect
	ok            bool // there is at least one pair
}

// comparePairs sets all numbers from before against all from after. NAP and its
// interval (Newcombe, 95 %) take each time as its own [F: clinical §6]; pairs
// of one person are not quite that, so the interval is a little too narrow.
func comparePairs(pairs []Pair, better effect.Direction) compared {
	var before, after []float64
	c := compared{n: len(pairs)}
	for _, p := range pairs {
		before, after = append(before, float64(p.Before)), append(after, float64(p.After))
		if better == effect.HigherIsBetter && p.After > p.Before || better == effect.LowerIsBetter && p.After < p.Before {
			c.better++
		}
		c.before += float64(p.Before) / float64(len(pairs))
		c.after += float64(p.After) / float64(len(pairs))
	}
	found, err := effect.Compare(before, after, better, .95)
	c.effect, c.ok = found, err == nil
	return c
}

// chance says whether no difference lies within the interval.
func (c compared) chance() bool { return c.effect.Interval.Low <= .5 && c.effect.Interval.High >= .5 }

// nap is the draw in numbers out of 100.
func (c compared) hundredths() (nap, low, high int) {
	of := func(share float64) int { return int(math.Round(100 * share)) }
	return of(c.effect.NAP), of(c.effect.Interval.Low), of(c.effect.Interval.High)
}

// fine is NAP with its interval in the figures of the literature.
func (c compared) fine() string {
	if !c.ok {
		return ""
	}
	figure := func(share float64) string { return guide.Number(math.Round(100*share) / 100) }
	return guide.Say("pairs.nap", "nap", figure(c.effect.NAP), "low", figure(c.effect.Interval.Low), "high", figure(c.effect.Interval.High))
}

// draw fills the picture and the table.
func (p *Pairs) draw(pairs []Pair, today entry.Day) {
	p.Head = []string{guide.Say("pairs.day"), upperFirst(p.BeforeKey), upperFirst(p.AfterKey)}
	p.List = pairs[max(0, len(pairs)-pairsMost):]
	for _, pair := range p.List {
		p.Labels = append(p.Labels, guide.ShortDay(pair.Day.Time(), today.Time()))
	}
	for _, pair := range slices.Backward(pairs) {
		p.Numbers = append(p.Numbers, []string{guide.FullDate(pair.Day.Time()), itoa(pair.Before), itoa(pair.After)})
	}
	if len(pairs) > pairsMost {
		p.Fine = guide.Say("pairs.latest", "n", pairsMost) + " " + p.Fine
	}
}

// confidencePairs is how sure a person was before and after hard moments.
func confidencePairs(pairs []Pair, today entry.Day) Pairs {
	p := Pairs{
		Key: "confidence", Title: guide.Say("handled.picture"), BeforeKey: guide.Say("handled.before.key"), AfterKey: guide.Say("handled.after.key"),
		LowEnd: guide.Say("handled.low"), HighEnd: guide.Say("handled.high"),
	}
	c := comparePairs(pairs, effect.HigherIsBetter)
	switch {
	case !c.ok:
		p.Says = guide.Say("handled.pairs.none")
	case c.n < handful:
		p.Says = guide.Say("handled.pairs.few", "better", c.better, "n", c.n)
	default:
		nap, low, high := c.hundredths()
		p.Says = guide.Say("handled.pairs.enough", "better", c.better, "n", c.n) + " " + chanceWords(c)
		p.Fine = guide.Say("handled.pairs.draw", "nap", nap, "low", low, "high", high) + " "
	}
	p.Fine += c.fine()
	p.draw(pairs, today)
	return p
}

// distressPairs is how distressed a person was before and after a skill.
func distressPairs(key, title string, pairs []Pair, today entry.Day) Pairs {
	p := Pairs{
		Key: key, Title: title, BeforeKey: guide.Say("practice.before.key"), AfterKey: guide.Say("practice.after.key"),
		LowEnd: guide.Say("practice.low"), HighEnd: guide.Say("practice.high"),
	}
	c := comparePairs(pairs, effect.LowerIsBetter)
	switch {
	case !c.ok:
		p.Says = guide.Say("practice.pairs.none")
	case c.n < handful:
		p.Says = guide.Say("practice.pairs.few", "better", c.better, "n", c.n)
	default:
		nap, low, high := c.hundredths()
		p.Says = guide.Say("practice.pairs.enough", "better", c.better, "n", c.n) + " " + chanceWords(c)
		p.Fine = guide.Say("practice.pairs.draw", "nap", nap, "low", low, "high", high) + " "
	}
	p.Fine += c.fine()
	p.draw(pairs, today)
	return p
}

func chanceWords(c compared) string {
	if c.chance() {
		return guide.Say("pairs.chance")
	}
	return guide.Say("pairs.real")
}

// tenOf reads a number of a scale; nil when it was skipped. What is no number
// is for the entry to refuse.
func tenOf(form Form, name string) *int {
	text := form.Value(name)
	if text == "" || text == Skip {
		return nil
	}
	n := -1
	if len(text) <= 2 {
		if n = atoi(text); text != itoa(n) {
			n = -1
		}
	}
	return &n
}

func tenValue(n *int) string {
	if n == nil {
		return ""
	}
	return itoa(*n)
}
