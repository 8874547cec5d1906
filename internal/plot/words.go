package plot

import (
	"cmp"
	"fermata/internal/guide"
	"math"
	"slices"
	"time"
	"unicode/utf8"
)

// Words on a chart are placed for the narrowest plot there is: a screen 320 px
// wide leaves it 256 by 200. Each word hangs on a point of the plot, so on a wider
// plot it takes a smaller share around the same point; what does not collide
// here collides nowhere.
const (
	narrowWidth  = 256.0
	narrowHeight = 200.0
	charWidth    = 6.6  // a character of the 15 px sans, on average
	italicWidth  = 6.1  // a character of the 15 px italic, in which phases are named
	lineHeight   = 17.0 // of the 15 px text
	wordGap      = 5.0  // px between words
	pageGutter   = 20.0 // px from the plot to the edge of the screen
)

// Word is text at a place of the plot, in percent of its width and height.
type Word struct {
	X, Y   float64
	Anchor string // start, middle or end
	Lane   int    // of phase names: lines above the plot, 0 is the nearest
	Lines  []string
	Figure bool     // a value over its point
	Stem   *float64 // where the line down from a raised phase name is, in percent; nil for none
	italic bool     // the name of a phase
}

// box is a rectangle in px of the narrow plot.
type box struct{ left, top, right, bottom float64 }

func (b box) touches(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// placeWords finds places for the names of phases, zones and events and for the
// figures over points. Where no place is free a name is left out: the list under
// the chart has it.
func (p *Drawing) placeWords(c Chart, points []Point, line []XY) {
	p.PhaseWords, p.Lanes = c.phaseWords()
	ink := c.ink(points, line)
	var taken []box
	put := func(candidates []Word) {
		if word, at, ok := freest(candidates, ink, taken); ok {
			p.Words, taken = append(p.Words, word), append(taken, at)
		}
	}
	for _, point := range points {
		if point.Label != "" {
			put(c.figureCandidates(point))
		}
	}
	for _, zone := range c.Zones {
		if zone.Label != "" {
			put(c.zoneCandidates(zone))
		}
	}
	for _, event := range c.Events {
		if c.Shows(float64(event.Day)) {
			put(c.eventCandidates(event))
		}
	}
}

// size is the box of a word in the narrow plot.
func (w Word) size() box {
	width, each := 0.0, charWidth
	if w.italic {
		each = italicWidth
	}
	for _, line := range w.Lines {
		width = max(width, float64(utf8.RuneCountInString(line))*each)
	}
	width += wordGap
	left := w.X / 100 * narrowWidth
	switch w.Anchor {
	case "end":
		left -= width
	case "middle":
		left -= width / 2
	}
	top := w.Y/100*narrowHeight - 0.7*lineHeight
	return box{left, top, left + width, top + float64(len(w.Lines))*lineHeight}
}

// freest picks the candidate that covers the least of what is drawn and no
// other word; the first of equals. It is not ok when every one covers a word or
// leaves the plot.
func freest(candidates []Word, ink, taken []box) (best Word, at box, ok bool) {
	least := math.MaxInt
	for _, word := range candidates {
		b := word.size()
		if word.Anchor != "middle" && (b.left < -1 || b.right > narrowWidth+1) || slices.ContainsFunc(taken, b.touches) {
			continue
		}
		covered := 0
		for _, dot := range ink {
			if b.touches(dot) {
				covered++
			}
		}
		if covered < least {
			best, at, ok, least = word, b, true, covered
		}
	}
	return best, at, ok
}

// ink is what words had better not cover: points, the smoothed line, uprights.
func (c Chart) ink(points []Point, line []XY) []box {
	var ink []box
	dot := func(x, y, r float64) {
		px, py := c.x(x)/Side*narrowWidth, c.y(y)/Side*narrowHeight
		ink = append(ink, box{px - r, py - r, px + r, py + r})
	}
	for _, p := range points {
		dot(float64(p.Day), p.Value, 3)
	}
	for i, at := range line {
		dot(at.X, at.Y, 2)
		if i > 0 { // three more places on the way, so that a steep line counts
			from := line[i-1]
			for _, share := range []float64{0.25, 0.5, 0.75} {
				dot(from.X+(at.X-from.X)*share, from.Y+(at.Y-from.Y)*share, 2)
			}
		}
	}
	for _, mark := range slices.Concat(c.Phases, c.Events) {
		px := c.x(float64(mark.Day)) / Side * narrowWidth
		ink = append(ink, box{px - 0.5, 0, px + 0.5, narrowHeight})
	}
	return ink
}

func (c Chart) percentX(day float64) float64 { return c.x(day) / Side * 100 }
func (c Chart) percentY(v float64) float64   { return c.y(v) / Side * 100 }

// figureCandidates puts a value above its point, or below it.
func (c Chart) figureCandidates(p Point) []Word {
	above := Word{
		X: c.percentX(float64(p.Day)), Y: c.percentY(p.Value) - 6,
		Anchor: "middle", Lines: []string{p.Label}, Figure: true,
	}
	below := above
	below.Y += 16
	if above.Y < 2 {
		return []Word{below, above}
	}
	return []Word{above, below}
}

// zoneCandidates puts the name of a zone at either end of it, or between.
func (c Chart) zoneCandidates(z Zone) []Word {
	y := (c.percentY(z.Low)+c.percentY(z.High))/2 + 2.5
	all := []Word{{X: 100, Y: y, Anchor: "end", Lines: []string{z.Label}}}
	for x := 0.0; x < 80; x += 10 {
		all = append(all, Word{X: x, Y: y, Anchor: "start", Lines: []string{z.Label}})
	}
	return all
}

// eventCandidates puts the name and the date of an event beside its upright, at
// the bottom first and then higher and higher.
func (c Chart) eventCandidates(e Mark) []Word {
	lines := []string{shorten(e.Label, 16), guide.DayMonth(c.Date(e.Day))}
	if c.Days() > daily {
		lines[1] = guide.MonthYear(c.Date(e.Day))
	}
	var all []Word
	for y := 87.0; y > 3; y -= 9 {
		for _, anchor := range []string{"end", "start"} {
			all = append(all, Word{X: c.percentX(float64(e.Day)), Y: y, Anchor: anchor, Lines: lines})
		}
	}
	return all
}

// shorten keeps at most n characters of a name.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

// phaseWords sets the names of phases above the plot, in as many lines as keep
// them apart. They are set from the right: a name that would run into the next
// one moves a line up, and a stem leads down from it where no other name is in
// the way. A name for which four lines are not enough is left out.
func (c Chart) phaseWords() (words []Word, lanes int) {
	phases := slices.Clone(c.Phases)
	slices.SortStableFunc(phases, func(a, b Mark) int { return cmp.Compare(b.Day, a.Day) })
	var set [4][]box
	for _, phase := range phases {
		if !c.Shows(float64(phase.Day)) {
			continue
		}
		word := c.phaseWord(phase)
		b := word.size()
		lane := slices.IndexFunc(set[:], func(others []box) bool { return !slices.ContainsFunc(others, b.touches) })
		if lane < 0 {
			continue
		}
		word.Lane, lanes = lane, max(lanes, lane+1)
		if at := c.percentX(float64(phase.Day)); lane > 0 && !crosses(slices.Concat(set[:lane]...), at) {
			word.Stem = &at
		}
		set[lane] = append(set[lane], b)
		words = append(words, word)
	}
	slices.Reverse(words)
	return words, lanes
}

// phaseWord begins at its day, or ends at the end of the plot if it would not
// fit before the edge of the page.
func (c Chart) phaseWord(phase Mark) Word {
	word := Word{X: c.percentX(float64(phase.Day)), Anchor: "start", Lines: []string{shorten(phase.Label, 28)}, italic: true}
	if word.size().right > narrowWidth+pageGutter {
		word.Anchor, word.X = "end", 100
	}
	return word
}

// crosses is whether a line down at x, in percent, would strike through a word.
func crosses(words []box, x float64) bool {
	at := x / 100 * narrowWidth
	return slices.ContainsFunc(words, func(b box) bool { return b.left < at && at < b.right })
}

// axisWords are the figures at the hairlines.
func (c Chart) axisWords() []Word {
	var words []Word
	for _, level := range c.levels() {
		words = append(words, Word{Y: c.percentY(level), Anchor: "start", Lines: []string{Figure(level)}})
	}
	return words
}

// tickWords are the words along the bottom.
func (c Chart) tickWords() []Word {
	ticks := c.Ticks
	if len(ticks) == 0 {
		ticks = c.calendarTicks()
	}
	var words []Word
	next := 0.0
	for _, tick := range ticks {
		if !c.Shows(float64(tick.Day)) {
			continue
		}
		word := Word{X: c.percentX(float64(tick.Day)), Anchor: "start", Lines: []string{tick.Label}}
		if b := word.size(); b.left >= next && b.right <= narrowWidth+pageGutter {
			words, next = append(words, word), b.right+wordGap
		}
	}
	return words
}

// calendarTicks are the first days of weeks, months or years, whichever suits
// the span, at most seven or so of them. The span's own beginning comes first
// when there is room before the next.
func (c Chart) calendarTicks() []Mark {
	switch days := c.Days(); {
	case days <= 45:
		return c.ticks(7*(1+days/42), guide.DayMonth, func(d time.Time) bool { return true })
	case days <= 2*365+1:
		every := time.Month(1 + days/(7*31)) // 1 to 4, which divide a year
		first := c.Date(0).Month()
		return c.ticks(1, monthWords(days), func(d time.Time) bool {
			return d.Day() == 1 && (d.Month()-first+12)%every == 0
		})
	default:
		every := 1 + days/(7*366)
		return c.ticks(1, guide.Year, func(d time.Time) bool { return d.YearDay() == 1 && d.Year()%every == 0 })
	}
}

// monthWords names a month; over more than a year its year as well.
func monthWords(days int) func(time.Time) string {
	if days > 366 {
		return guide.MonthShortYear
	}
	return guide.Month
}

// ticks lists the days for which at says so, looking at every step-th day.
func (c Chart) ticks(step int, write func(time.Time) string, at func(time.Time) bool) []Mark {
	var ticks []Mark
	for day := 0; day < c.Days(); day += step {
		if date := c.Date(day); at(date) {
			ticks = append(ticks, Mark{Day: day, Label: write(date)})
		}
	}
	first := Mark{Label: write(c.Date(0))}
	room := (charWidth*float64(len([]rune(first.Label))) + 3*wordGap) / narrowWidth * Side
	if len(ticks) == 0 || c.x(float64(ticks[0].Day)) > room {
		ticks = slices.Insert(ticks, 0, first)
	}
	return ticks
}
