package letter

import "testing"

// Every letter of every face can be measured and drawn: nothing in the files
// lies outside of what the reader expects.
func TestEveryGlyphCanBeDrawn(t *testing.T) {
	for n, f := range faces() {
		for r, glyph := range f.glyphs {
			curves := f.outline(glyph)
			left, top, right, bottom := bounds(curves)
			if len(curves) > 0 && (left < -2*f.em || right > 3*f.em || top > 2*f.em || bottom < -2*f.em) {
				t.Fatalf("%s: %q reaches from %v to %v and from %v to %v", fontFiles[n].file, r, left, right, bottom, top)
			}
		}
		for _, r := range "aàÄßœłő0123456789 -–—“”‘’…·" {
			if !f.has(r) {
				t.Errorf("%s has no %q", fontFiles[n].file, r)
			}
		}
		if wide := f.width("0", 10); wide != f.width("1", 10) && n != int(serif) {
			t.Errorf("%s: figures are not of one width", fontFiles[n].file)
		}
	}
}

// A square of known size covers as many pixels as it is large, whatever the
// way around it and wherever it lies.
func TestCoverageIsArea(t *testing.T) {
	corners := []point{{1.25, 1.5}, {4.75, 1.5}, {4.75, 3.25}, {1.25, 3.25}}
	for _, way := range []int{1, 3} {
		cover := newCoverage(8, 6)
		for n := range 4 {
			a, b := corners[n*way%4], corners[(n+1)*way%4]
			cover.curve(curve{a, point{(a.x + b.x) / 2, (a.y + b.y) / 2}, b})
		}
		sum := 0.0
		cover.each(func(_, _ int, share float64) { sum += share })
		if want := 3.5 * 1.75; sum < want-1e-9 || sum > want+1e-9 {
			t.Errorf("%v pixels are covered, want %v", sum, want)
		}
	}
}
