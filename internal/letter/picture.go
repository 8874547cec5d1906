package letter

import (
	"fermata/internal/guide"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

	"fermata/internal/fault"
	"fermata/internal/views"
)

// A phone held upright, in pixels, with room above for its clock.
const (
	phoneWidth, phoneHeight = 1080, 1920
	phoneSide, phoneTop     = 84.0, 150.0
	phoneFoot               = 110.0
)

// SafetyPhone writes the safety plan as a PNG of 1080 × 1920 pixels, which a
// phone keeps among its pictures and shows without a network. Errors as
// [SafetyWallet].
func SafetyPhone(w io.Writer, card views.SafetyCard) error {
	const op = "letter.safetyphone"
	blocks := append([]block{{text: card.Title, style: serif, scale: 1.7}}, stepBlocks(card.Steps, 0)...)
	blocks = append(blocks, numberBlocks(card)...)
	blocks = append(blocks, block{text: card.Foot, scale: 0.75, soft: true, before: 1})
	if err := checkScript(op, blocks); err != nil {
		return err
	}
	lines, _, fits := largest(blocks, phoneWidth-2*phoneSide, phoneHeight-phoneTop-phoneFoot, 44, 24)
	if !fits {
		return tooLong(op)
	}
	canvas := newCanvas(phoneWidth, phoneHeight)
	for _, l := range lines {
		canvas.line(l, phoneSide, phoneTop)
	}
	if err := png.Encode(w, canvas.picture()); err != nil {
		return fault.Because(fault.Unavailable, op, guide.Say("letter.picture.stopped"), err)
	}
	return nil
}

// shades is how many steps lie between paper and ink.
const shades = 64

// canvas is paper with two inks.
type canvas struct {
	width, height int
	paper         *image.Paletted
}

func newCanvas(width, height int) canvas {
	palette := make(color.Palette, 0, 2*shades)
	for _, to := range []ink{inkText, inkSoft} {
		for n := range shades {
			palette = append(palette, mix(inkPaper, to, float64(n)/(shades-1)))
		}
	}
	return canvas{width: width, height: height, paper: image.NewPaletted(image.Rect(0, 0, width, height), palette)}
}

func mix(from, to ink, share float64) color.RGBA {
	between := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + share*(float64(b)-float64(a)))) }
	return color.RGBA{between(from.r, to.r), between(from.g, to.g), between(from.b, to.b), 255}
}

func (c canvas) picture() image.Image { return c.paper }

// line sets one line, shifted by x and y.
func (c canvas) line(l line, x, y float64) {
	f := faces()[l.style]
	at := x + l.x
	first := uint8(0)
	if l.soft {
		first = shades
	}
	for _, r := range l.text {
		c.glyph(f.outline(f.glyphs[r]), at, y+l.y, l.size/f.em, first)
		at += f.width(string(r), l.size)
	}
}

// glyph fills an outline with its origin at x and y. first is the palette's
// first shade of the ink.
func (c canvas) glyph(curves []curve, x, y, scale float64, first uint8) {
	left, top, right, bottom := bounds(curves)
	x0, y0 := int(math.Floor(x+left*scale)), int(math.Floor(y-top*scale))
	width, height := int(math.Ceil(x+right*scale))-x0+1, int(math.Ceil(y-bottom*scale))-y0+1
	if len(curves) == 0 || width <= 0 || height <= 0 {
		return
	}
	cover := newCoverage(width, height)
	place := func(p point) point {
		return point{x + p.x*scale - float64(x0), y - p.y*scale - float64(y0)}
	}
	for _, q := range curves {
		cover.curve(curve{place(q.from), place(q.by), place(q.to)})
	}
	cover.each(func(px, py int, share float64) {
		px, py = px+x0, py+y0
		if px < 0 || py < 0 || px >= c.width || py >= c.height {
			return
		}
		if shade := uint8(math.Round(share * (shades - 1))); first+shade > c.paper.ColorIndexAt(px, py) {
			c.paper.SetColorIndex(px, py, first+shade)
		}
	})
}

// coverage gathers how much of each pixel lies inside an outline: every edge
// adds, in the pixel it crosses, the area to its right, and what is left of its
// height to the pixel after; the running sum of a row is then the share that
// is covered.
type coverage struct {
	width, height int
	sums          []float64
}

func newCoverage(width, height int) coverage {
	return coverage{width, height, make([]float64, width*height+2)}
}

// bends is how many straight pieces a curve is drawn with.
const bends = 8

func (c coverage) curve(q curve) {
	last := q.from
	for n := 1; n <= bends; n++ {
		t := float64(n) / bends
		u := 1 - t
		next := point{
			u*u*q.from.x + 2*u*t*q.by.x + t*t*q.to.x,
			u*u*q.from.y + 2*u*t*q.by.y + t*t*q.to.y,
		}
		c.edge(last, next)
		last = next
	}
}

// edge adds a straight edge, row by row.
func (c coverage) edge(from, to point) {
	if from.y == to.y {
		return
	}
	sign := 1.0
	if from.y > to.y {
		from, to, sign = to, from, -1
	}
	slope := (to.x - from.x) / (to.y - from.y)
	for row := max(int(from.y), 0); row < c.height && float64(row) < to.y; row++ {
		upper, lower := math.Max(from.y, float64(row)), math.Min(to.y, float64(row+1))
		a, b := from.x+(upper-from.y)*slope, from.x+(lower-from.y)*slope
		c.row(row, math.Min(a, b), math.Max(a, b), sign*(lower-upper))
	}
}

// row adds a piece of an edge that goes from left to right within one row and
// is high as tall, downwards positive.
func (c coverage) row(row int, left, right, tall float64) {
	first, last := int(math.Floor(left)), int(math.Floor(right))
	if first == last {
		c.add(row, first, tall, (left+right)/2)
		return
	}
	for column := first; column <= last; column++ {
		a, b := math.Max(left, float64(column)), math.Min(right, float64(column+1))
		c.add(row, column, tall*(b-a)/(right-left), (a+b)/2)
	}
}

func (c coverage) add(row, column int, tall, x float64) {
	if column < 0 || column >= c.width {
		return
	}
	inside := float64(column+1) - x
	c.sums[row*c.width+column] += tall * inside
	c.sums[row*c.width+column+1] += tall * (1 - inside)
}

func (c coverage) each(see func(x, y int, share float64)) {
	for y := range c.height {
		sum := 0.0
		for x := range c.width {
			sum += c.sums[y*c.width+x]
			see(x, y, math.Min(math.Abs(sum), 1))
		}
	}
}
