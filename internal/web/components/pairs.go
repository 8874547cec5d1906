package components

import (
	"fermata/internal/guide"
	"strings"
)

// A Pair is a number before something and one after it, 0 to 10.
type Pair struct {
	Before, After float64
	Label         string // when it was, for the ends of the picture
}

// PairsData is numbers from before and after, oldest first.
type PairsData struct {
	ID          string // empty: made from Title
	Title       string
	Small       bool // it stands under another picture: a smaller heading
	Summary     string
	BeforeName  string // for the key: "before"
	AfterName   string
	LowEnd      string // what 0 means
	HighEnd     string // what 10 means
	Pairs       []Pair
	Numbers     *TableData
	NumbersName string // on the line that opens the table
}

// pairSlots is how many places a picture has at least, so that a few pairs
// stand together on the left and do not look like many.
const pairSlots = 10

// pairPlot is the picture: path data in a square of 1000 by 1000 units that is
// stretched to its place.
type pairPlot struct {
	moves, rings, dots string
	axis               []chartWord
	ticks              []chartWord
}

// drawPairs places each pair on an upright of its own: an open ring before, a
// dot after, and a line between them.
func drawPairs(d PairsData) pairPlot {
	var moves, rings, dots strings.Builder
	slots := max(pairSlots, len(d.Pairs))
	for i, pair := range d.Pairs {
		x := coord(pairX(i, slots))
		before, after := coord(pairY(pair.Before)), coord(pairY(pair.After))
		if before != after {
			moves.WriteString("M" + x + " " + before + "V" + after)
		}
		rings.WriteString("M" + x + " " + before + "h0")
		dots.WriteString("M" + x + " " + after + "h0")
	}
	p := pairPlot{moves: moves.String(), rings: rings.String(), dots: dots.String()}
	for _, level := range []float64{0, 5, 10} {
		p.axis = append(p.axis, chartWord{Y: pairY(level) / 10, Lines: []string{guide.Number(level)}})
	}
	p.ticks = pairTicks(d.Pairs, slots)
	return p
}

// pairX is the middle of slot i, from the left.
func pairX(i, slots int) float64 { return (float64(i) + .5) / float64(slots) * chartSide }

// pairY is the place of a value from 0 to 10, from the top.
func pairY(value float64) float64 { return (10 - min(max(value, 0), 10)) / 10 * chartSide }

// pairTicks name the first pair and, where it is far enough away, the last.
func pairTicks(pairs []Pair, slots int) []chartWord {
	if len(pairs) == 0 || pairs[0].Label == "" {
		return nil
	}
	ticks := []chartWord{{X: 0, Anchor: "start", Lines: []string{pairs[0].Label}}}
	if last := len(pairs) - 1; last > 0 && pairX(last, slots) >= chartSide*.6 {
		ticks = append(ticks, chartWord{X: 100, Anchor: "end", Lines: []string{pairs[last].Label}})
	}
	return ticks
}

func (d PairsData) id() string {
	if d.ID != "" {
		return d.ID
	}
	return "pairs-" + strings.ToLower(idPart(d.Title))
}

// pairGrid are the hairlines at 0, 5 and 10.
const pairGrid = "M0 0H1000M0 500H1000M0 1000H1000"
