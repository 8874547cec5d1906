package letter

import (
	"embed"
	"encoding/binary"
	"sync"
)

// The faces are Alegreya Sans and Newsreader as the pages use them, with Latin,
// and for the sans Greek and Cyrillic, without hints and features. Figures are
// lining, as telephone numbers need them. Their licence, OFL 1.1, lies beside.
//
//go:embed fonts
var fonts embed.FS

// style is one of the faces a letter is set in.
type style int

const (
	sans style = iota
	bold
	serif
)

// fontFiles are the faces by style, as this package and a PDF name them.
var fontFiles = []struct{ file, family, style string }{
	sans:  {"fonts/alegreya-sans-400.ttf", "sans", ""},
	bold:  {"fonts/alegreya-sans-700.ttf", "sans", "B"},
	serif: {"fonts/newsreader-roman.ttf", "serif", ""},
}

// face is a TrueType font, as far as setting a line needs it. It reads only
// the files embedded here, which a test goes through from end to end.
type face struct {
	bytes            []byte
	em               float64 // units of the em square
	glyphs           map[rune]int
	advances         []uint16
	outlines, places []byte
	longPlaces       bool
}

// faces are read once.
var faces = sync.OnceValue(func() []face {
	list := make([]face, len(fontFiles))
	for i, f := range fontFiles {
		content, err := fonts.ReadFile(f.file)
		if err != nil {
			panic("letter: an embedded font is missing: " + f.file) // cannot happen in a binary that was built
		}
		list[i] = readFace(content)
	}
	return list
})

var be = binary.BigEndian

func readFace(content []byte) face {
	tables := map[string][]byte{}
	for n := range int(be.Uint16(content[4:])) {
		entry := content[12+16*n:]
		from := be.Uint32(entry[8:])
		tables[string(entry[:4])] = content[from : from+be.Uint32(entry[12:])]
	}
	f := face{
		bytes: content, em: float64(be.Uint16(tables["head"][18:])), glyphs: readCharacters(tables["cmap"]),
		outlines: tables["glyf"], places: tables["loca"], longPlaces: be.Uint16(tables["head"][50:]) == 1,
	}
	for n := range int(be.Uint16(tables["hhea"][34:])) {
		f.advances = append(f.advances, be.Uint16(tables["hmtx"][4*n:]))
	}
	return f
}

// readCharacters reads the Unicode subtable in format 4.
func readCharacters(cmap []byte) map[rune]int {
	glyphs := map[rune]int{}
	for n := range int(be.Uint16(cmap[2:])) {
		table := cmap[be.Uint32(cmap[4+8*n+4:]):]
		if be.Uint16(table) != 4 {
			continue
		}
		segments := int(be.Uint16(table[6:])) / 2
		ends, starts := table[14:], table[16+2*segments:]
		deltas, offsets := table[16+4*segments:], table[16+6*segments:]
		for s := range segments {
			end, start := int(be.Uint16(ends[2*s:])), int(be.Uint16(starts[2*s:]))
			delta, offset := be.Uint16(deltas[2*s:]), int(be.Uint16(offsets[2*s:]))
			for c := start; c <= end && c < 0xFFFF; c++ {
				glyph := uint16(c)
				if offset != 0 {
					glyph = be.Uint16(offsets[2*s+offset+2*(c-start):])
				}
				if offset == 0 || glyph != 0 {
					glyph += delta
				}
				if glyph != 0 {
					glyphs[rune(c)] = int(glyph)
				}
			}
		}
	}
	return glyphs
}

func (f face) has(r rune) bool { return f.glyphs[r] != 0 }

// width of a text set at a size.
func (f face) width(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		sum += int(f.advances[min(f.glyphs[r], len(f.advances)-1)])
	}
	return float64(sum) * size / f.em
}
