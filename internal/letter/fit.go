package letter

import (
	"strings"
	"unicode"

	"fermata/internal/views"
)

const (
	// notesMost and textMost are how many letters of the notes and of one line
	// a letter of few pages holds: a page of notes at most, and eight lines.
	notesMost, textMost = 3000, 700
	// fitRoom is the share of the pages that is filled: where pages end,
	// headings and pictures leave some room free. A browser sets a little wider.
	fitRoom = 0.95
	// fitKeeps is how many lines of a part stay while another has more.
	fitKeeps = 2
)

// Fit marks what has no room on the pages a letter may fill, and shortens
// texts that are very long. The person's own words go last. A letter without a
// limit is as it was. Every form of a letter holds what fits, so that all say
// the same.
func Fit(l views.Letter) views.Letter {
	if l.Pages == 0 {
		return l
	}
	l.Notes, l.Short = shortened(l.Notes, notesMost)
	l.Sections = append([]views.LetterSection(nil), l.Sections...)
	for n, section := range l.Sections {
		lines := append([]views.LetterLine(nil), section.Lines...)
		for m := range lines {
			lines[m].Cut = false
			lines[m].Text, lines[m].Short = shortened(lines[m].Text, textMost)
		}
		l.Sections[n].Lines = lines
	}
	b := bench{letter: &l, size: sizeOf(l), heights: map[place]float64{}}
	b.measure()
	for b.height() > fitRoom*textHeight*float64(l.Pages) && b.takeOff() {
	}
	for pageCount(l) > l.Pages && b.takeOff() {
	}
	return l
}

// shortened is a text of at most so many letters, ended at a word where there
// is one.
func shortened(text string, most int) (string, bool) {
	runes := []rune(text)
	if len(runes) <= most {
		return text, false
	}
	end := most
	for end > most/2 && !unicode.IsSpace(runes[end]) {
		end--
	}
	if end == most/2 {
		end = most // one long word
	}
	return strings.TrimRightFunc(string(runes[:end]), unicode.IsSpace) + " …", true
}

// place is a line of a letter: its section, and its number there.
type place struct{ section, line int }

// bench is a letter from which lines are taken off until it fits.
type bench struct {
	letter  *views.Letter
	size    float64
	head    float64 // what stands above and below the parts
	heights map[place]float64
	sum     float64
}

// measure sets every line once.
func (b *bench) measure() {
	bare := *b.letter
	bare.Sections = nil
	_, b.head = set(letterBlocks(bare), textWidth, b.size)
	for n, section := range b.letter.Sections {
		for m, line := range section.Lines {
			if line.Left {
				continue
			}
			_, high := set(lineBlocks(line, lineBlock(section)), textWidth, b.size)
			b.heights[place{n, m}] = high + lineBlock(section).before*b.size
			b.sum += b.heights[place{n, m}]
		}
	}
}

// height is what is left, with a heading over each part that holds something.
func (b *bench) height() float64 {
	heading := (1.3*leading + 1.6) * b.size
	high := b.head + b.sum
	for n := range b.letter.Sections {
		if b.count(n, anyLine) > 0 {
			high += heading
		}
	}
	return high
}

func anyLine(views.LetterLine) bool    { return true }
func recorded(l views.LetterLine) bool { return !l.Own && l.Chart == nil }
func drawn(l views.LetterLine) bool    { return l.Chart != nil }
func ownWords(l views.LetterLine) bool { return l.Own }
func stands(l views.LetterLine) bool   { return !l.Left && !l.Cut }
func (b *bench) count(n int, of func(views.LetterLine) bool) int {
	sum := 0
	for _, line := range b.letter.Sections[n].Lines {
		if stands(line) && of(line) {
			sum++
		}
	}
	return sum
}

// takeOff cuts one more line: the last of the part that has the most of them
// from the record, while one has more than a few; then pictures; then what is
// left of the record; then own words. False when nothing is left.
func (b *bench) takeOff() bool {
	for _, turn := range []struct {
		of    func(views.LetterLine) bool
		keeps int
	}{{recorded, fitKeeps}, {drawn, 1}, {recorded, 0}, {drawn, 0}, {ownWords, 0}} {
		most, at := turn.keeps, -1
		for n := range b.letter.Sections {
			if count := b.count(n, turn.of); count > most {
				most, at = count, n
			}
		}
		if at >= 0 {
			b.cutLast(at, turn.of)
			return true
		}
	}
	return false
}

func (b *bench) cutLast(n int, of func(views.LetterLine) bool) {
	lines := b.letter.Sections[n].Lines
	for m := len(lines) - 1; m >= 0; m-- {
		if stands(lines[m]) && of(lines[m]) {
			lines[m].Cut = true
			b.sum -= b.heights[place{n, m}]
			return
		}
	}
}

// pageCount is how many pages a letter fills.
func pageCount(l views.Letter) int {
	lines, _ := set(letterBlocks(l.Sent()), textWidth, sizeOf(l))
	return len(breaks(lines))
}
