package letter

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is set, no letter is lost or moved, and no line is wider than its
// room unless it holds a single letter.
func TestLinesHoldTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zA-Zäöüßéł0-9.,–“”]{0,30}[ \n\t]{1,2}){0,12}[a-z]{0,60}`).Draw(t, "text")
		style := rapid.SampledFrom([]style{sans, bold, serif}).Draw(t, "style")
		size, width := rapid.Float64Range(5, 40).Draw(t, "size"), rapid.Float64Range(20, 500).Draw(t, "width")
		lines := breakLines(tidy(text), style, size, width)
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(text), ""); got != want {
			t.Fatalf("set as %q", lines)
		}
		for _, l := range lines {
			if faces()[style].width(l, size) > width && len([]rune(l)) > 1 {
				t.Fatalf("%q is wider than %v", l, width)
			}
		}
	})
}

// What fits does so, and the next larger step would not have.
func TestTheLargestSizeThatFits(t *testing.T) {
	blocks := []block{{text: strings.Repeat("many words in a row ", 60)}, {text: "end", before: 1}}
	_, size, fits := largest(blocks, 300, 400, 20, 4)
	if !fits {
		t.Fatal("it does not fit at all")
	}
	if _, height := set(blocks, 300, size); height > 400 {
		t.Errorf("at %v it is %v high", size, height)
	}
	if _, height := set(blocks, 300, size+1); height <= 400 {
		t.Errorf("at %v it would fit as well", size+1)
	}
	if _, _, fits := largest(blocks, 300, 20, 20, 4); fits {
		t.Error("it fits where nothing could")
	}
}
