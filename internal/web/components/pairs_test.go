package components

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAPairIsARingADotAndALineBetweenThem(t *testing.T) {
	p := drawPairs(PairsData{Pairs: []Pair{{Before: 2, After: 7}, {Before: 5, After: 5}}})
	if want := "M50 800V300"; p.moves != want {
		t.Errorf("lines %s, want %s: nothing moved in the second", p.moves, want)
	}
	if p.rings != "M50 800h0M150 500h0" || p.dots != "M50 300h0M150 500h0" {
		t.Errorf("rings %s, dots %s", p.rings, p.dots)
	}
}

// Eleven pairs fill the picture; three leave most of it empty.
func TestAFewPairsLookLikeAFew(t *testing.T) {
	if got := pairX(2, pairSlots); got != 250 {
		t.Errorf("the third of three lies at %g", got)
	}
	many := drawPairs(PairsData{Pairs: make([]Pair, 20)})
	if !strings.HasSuffix(many.dots, "M975 1000h0") {
		t.Errorf("the last of twenty: %s", many.dots)
	}
}

func TestTheEndsAreNamedWhereThereIsRoom(t *testing.T) {
	pairs := []Pair{{Label: "Mon 2 Nov"}, {Label: "Tue 3 Nov"}, {Label: "Wed 4 Nov"}}
	if few := drawPairs(PairsData{Pairs: pairs}); len(few.ticks) != 1 || few.ticks[0].Lines[0] != "Mon 2 Nov" {
		t.Errorf("%+v", few.ticks)
	}
	for range 5 {
		pairs = append(pairs, pairs[2])
	}
	if many := drawPairs(PairsData{Pairs: pairs}); len(many.ticks) != 2 || many.ticks[1].Lines[0] != "Wed 4 Nov" {
		t.Errorf("%+v", many.ticks)
	}
}

func TestNoPairLeavesThePicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Float64Range(-20, 30)
		n := rapid.IntRange(1, 200).Draw(t, "n")
		last := -1.0
		for i := range n {
			x, y := pairX(i, max(n, pairSlots)), pairY(value.Draw(t, "value"))
			if x <= last || x < 0 || x > chartSide || y < 0 || y > chartSide {
				t.Fatalf("pair %d of %d at %g, %g after %g", i, n, x, y, last)
			}
			last = x
		}
	})
}

func TestPairsAreReadWithoutThePicture(t *testing.T) {
	render := func(d PairsData) string {
		var out bytes.Buffer
		if err := Pairs(d).Render(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	d := PairsData{Title: "Worry time", Summary: "A handful.", BeforeName: "before", AfterName: "after", Pairs: []Pair{{Before: 7, After: 4}},
		Numbers: &TableData{Caption: "Worry time", Head: []string{"Day", "Before", "After"}, Rows: [][]string{{"Mon 2 Nov", "7", "4"}}}}
	full := render(d)
	for _, want := range []string{`role="img"`, "A handful.", "<td", "before", "after"} {
		if !strings.Contains(full, want) {
			t.Errorf("no %q in %s", want, full)
		}
	}
	d.Pairs = nil
	if empty := render(d); strings.Contains(empty, "<svg") || !strings.Contains(empty, "A handful.") {
		t.Error("without pairs a picture is drawn, or nothing is said")
	}
}
