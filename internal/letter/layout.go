package letter

import (
	"fermata/internal/guide"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fermata/internal/fault"
)

// block is a paragraph to be set. Sizes are multiples of the text's size.
type block struct {
	text   string
	style  style
	scale  float64 // of the text's size; 0 is 1
	before float64 // space above
	indent float64
	mark   string // hangs in the indent of the first line
	soft   bool   // in the second ink
	rule   bool   // a hairline above
	keep   bool   // not parted from what follows
	chart  *chart // a picture in the place of text
}

// line is one line, set: its left end and its baseline, from the top left
// corner of the text.
type line struct {
	x, y  float64
	top   float64 // of the line with its space above
	size  float64
	style style
	text  string
	soft  bool
	rule  bool
	keep  bool
	chart *chart // its foot is at y
}

// leading is the distance of baselines, in sizes.
const leading = 1.32

// set breaks blocks into lines of a width, and says how high they are.
func set(blocks []block, width, size float64) (lines []line, height float64) {
	for _, b := range blocks {
		if b.scale == 0 {
			b.scale = 1
		}
		own, indent := size*b.scale, size*b.indent
		top := height
		if len(lines) > 0 {
			height += size * b.before
		}
		if b.chart != nil {
			height += b.chart.height()
			lines = append(lines, line{x: indent, y: height, top: top, chart: b.chart})
			continue
		}
		texts := breakLines(tidy(b.text), b.style, own, width-indent)
		for n, text := range texts {
			height += own * leading
			y := height - own*(leading-1)*0.8
			if n == 0 && b.mark != "" {
				lines = append(lines, line{y: y, top: top, size: own, style: b.style, text: b.mark, soft: true, keep: true})
			}
			lines = append(lines, line{
				x: indent, y: y, top: top, size: own, style: b.style, text: text,
				soft: b.soft, rule: b.rule && n == 0, keep: b.keep || n == 0 && len(texts) > 1, // no first line alone at the foot
			})
			top = height
		}
	}
	return lines, height
}

// tidy composes letters with their accents and makes one space of others.
func tidy(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsSpace(r) || unicode.IsControl(r)) {
			return ' '
		}
		return r
	}, norm.NFC.String(text))
}

// breakLines fills lines with words; a word wider than a line is cut.
func breakLines(text string, s style, size, width float64) []string {
	f := faces()[s]
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		now := ""
		for _, word := range strings.Fields(part) {
			if now != "" && f.width(now+" "+word, size) <= width {
				now += " " + word
				continue
			}
			if now != "" {
				lines = append(lines, now)
			}
			for f.width(word, size) > width {
				cut := fitting(f, word, size, width)
				lines = append(lines, word[:cut])
				word = word[cut:]
			}
			now = word
		}
		if now != "" {
			lines = append(lines, now)
		}
	}
	return lines
}

// fitting is how many bytes of a word fit into a width: at least one letter.
func fitting(f face, word string, size, width float64) int {
	cut := 0
	for at, r := range word {
		next := at + len(string(r))
		if cut > 0 && f.width(word[:next], size) > width {
			break
		}
		cut = next
	}
	return cut
}

// largest is the largest size, from most down to least in steps of a
// twentieth, at which blocks fit into a box.
func largest(blocks []block, width, height, most, least float64) (lines []line, size float64, fits bool) {
	for size = most; size >= least; size -= most / 20 {
		var high float64
		if lines, high = set(blocks, width, size); high <= height {
			return lines, size, true
		}
	}
	return nil, 0, false
}

// checkScript says so when a text has letters that the faces lack. What is set
// in the serif and not in it is set in the sans.
func checkScript(op string, blocks []block) error {
	for i, b := range blocks {
		if b.chart != nil {
			b.text = b.chart.text()
		}
		for _, r := range tidy(b.text + b.mark) {
			switch {
			case r == ' ' || r == '\n' || faces()[b.style].has(r):
			case faces()[sans].has(r):
				blocks[i].style = sans
			default:
				return fault.New(fault.Invalid, op,
					guide.Say("letter.no-glyph"))
			}
		}
	}
	return nil
}
