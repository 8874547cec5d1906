package letter

import "math"

// point is a place in a glyph, in units of the em square, y upwards.
type point struct{ x, y float64 }

// curve is a quadratic Bézier curve.
type curve struct{ from, by, to point }

// outline is what a glyph is drawn with.
func (f face) outline(glyph int) []curve {
	from, to := f.place(glyph), f.place(glyph+1)
	if to <= from {
		return nil
	}
	g := f.outlines[from:to]
	if contours := int(int16(be.Uint16(g))); contours >= 0 {
		return simple(g[10:], contours)
	}
	return f.composed(g[10:])
}

func (f face) place(glyph int) uint32 {
	if f.longPlaces {
		return be.Uint32(f.places[4*glyph:])
	}
	return 2 * uint32(be.Uint16(f.places[2*glyph:]))
}

// composed puts a glyph together from others, as ü from u and ¨.
func (f face) composed(g []byte) []curve {
	const (
		words, offsets, scaled, more, twoScales, matrix = 1, 2, 8, 32, 64, 128
	)
	var curves []curve
	for {
		flags, part := be.Uint16(g), int(be.Uint16(g[2:]))
		g = g[4:]
		var dx, dy float64
		if flags&words != 0 {
			dx, dy = float64(int16(be.Uint16(g))), float64(int16(be.Uint16(g[2:])))
			g = g[4:]
		} else {
			dx, dy = float64(int8(g[0])), float64(int8(g[1]))
			g = g[2:]
		}
		if flags&offsets == 0 {
			dx, dy = 0, 0
		}
		a, b, c, d := 1.0, 0.0, 0.0, 1.0
		fixed := func(n int) float64 { return float64(int16(be.Uint16(g[2*n:]))) / (1 << 14) }
		switch {
		case flags&scaled != 0:
			a, d, g = fixed(0), fixed(0), g[2:]
		case flags&twoScales != 0:
			a, d, g = fixed(0), fixed(1), g[4:]
		case flags&matrix != 0:
			a, b, c, d, g = fixed(0), fixed(1), fixed(2), fixed(3), g[8:]
		}
		move := func(p point) point { return point{a*p.x + c*p.y + dx, b*p.x + d*p.y + dy} }
		for _, q := range f.outline(part) {
			curves = append(curves, curve{move(q.from), move(q.by), move(q.to)})
		}
		if flags&more == 0 {
			return curves
		}
	}
}

// simple reads a glyph that has contours of its own.
func simple(g []byte, contours int) []curve {
	ends := g[:2*contours]
	if contours == 0 {
		return nil
	}
	count := int(be.Uint16(ends[2*contours-2:])) + 1
	g = g[2*contours+2+int(be.Uint16(g[2*contours:])):]
	flags, g := readFlags(g, count)
	xs, g := readCoordinates(g, flags, 2, 16)
	ys, _ := readCoordinates(g, flags, 4, 32)
	var curves []curve
	start := 0
	for n := range contours {
		end := int(be.Uint16(ends[2*n:])) + 1
		curves = append(curves, contour(flags[start:end], xs[start:end], ys[start:end])...)
		start = end
	}
	return curves
}

func readFlags(g []byte, count int) (flags, rest []byte) {
	const repeat = 8
	for len(flags) < count {
		flag := g[0]
		flags, g = append(flags, flag), g[1:]
		if flag&repeat != 0 {
			for range g[0] {
				flags = append(flags, flag)
			}
			g = g[1:]
		}
	}
	return flags, g
}

// readCoordinates reads one coordinate of every point. short says that it
// takes a byte; same then is its sign, else that it did not change.
func readCoordinates(g, flags []byte, short, same byte) (values []float64, rest []byte) {
	at := 0
	for _, flag := range flags {
		switch {
		case flag&short != 0 && flag&same != 0:
			at, g = at+int(g[0]), g[1:]
		case flag&short != 0:
			at, g = at-int(g[0]), g[1:]
		case flag&same == 0:
			at, g = at+int(int16(be.Uint16(g))), g[2:]
		}
		values = append(values, float64(at))
	}
	return values, g
}

// contour makes curves of points on and off the line; between two points off
// the line lies one on it.
func contour(flags []byte, xs, ys []float64) []curve {
	count := len(flags)
	at := func(n int) point { return point{xs[n%count], ys[n%count]} }
	on := func(n int) bool { return flags[n%count]&1 != 0 }
	middle := func(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
	first := 0
	for first < count && !on(first) {
		first++
	}
	last := middle(at(0), at(1))
	if first < count {
		last = at(first)
	} else {
		first = 0
	}
	var curves []curve
	for n := first + 1; n <= first+count; n++ {
		switch {
		case on(n):
			if on(n - 1) {
				curves = append(curves, curve{last, middle(last, at(n)), at(n)})
				last = at(n)
			}
		default:
			to := at(n + 1)
			if !on(n + 1) {
				to = middle(at(n), at(n+1))
			}
			curves = append(curves, curve{last, at(n), to})
			last = to
		}
	}
	return curves
}

// bounds is the box around the points of curves.
func bounds(curves []curve) (left, top, right, bottom float64) {
	left, right, top, bottom = math.Inf(1), math.Inf(-1), math.Inf(-1), math.Inf(1)
	for _, q := range curves {
		for _, p := range []point{q.from, q.by, q.to} {
			left, right = math.Min(left, p.x), math.Max(right, p.x)
			top, bottom = math.Max(top, p.y), math.Min(bottom, p.y)
		}
	}
	return left, top, right, bottom
}
