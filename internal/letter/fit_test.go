package letter

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/views"
)

// someChart is a series of any length with zones and phases.
func someChart(t *rapid.T) *views.Chart {
	c := views.Chart{Key: "any", Max: 10, From: entry.DayOf(2026, 6, 1), Answers: rapid.Bool().Draw(t, "answers"), Phases: []views.ChartMark{{Day: 3, Label: "on a break"}}}
	days := rapid.IntRange(2, 300).Draw(t, "days")
	c.To = c.From + entry.Day(days)
	for d := range days {
		c.Points = append(c.Points, views.ChartPoint{Day: d, Value: float64(d % 11)})
	}
	return &c
}

// anyLetter has any parts with any texts, some much too long, some in scripts
// that the fonts lack.
func anyLetter(t *rapid.T) views.Letter {
	text := rapid.OneOf(
		rapid.StringMatching(`([a-z]{1,12} ){0,60}`), rapid.StringMatching(`[a-z]{0,900}`),
		rapid.SampledFrom([]string{"שלום לכולם", "🌱🌱", "日本語の手紙", strings.Repeat("Wort ", 900), strings.Repeat("ü", 9000)}),
	)
	l := views.Letter{Key: "any", Title: "Coming back", Foot: "Written by me.", Pages: 2, Notes: text.Draw(t, "notes")}
	for n := range rapid.IntRange(0, 5).Draw(t, "parts") {
		section := views.LetterSection{Heading: fmt.Sprint("Part ", n)}
		for m := range rapid.IntRange(0, 40).Draw(t, "lines") {
			line := views.LetterLine{Key: fmt.Sprint(n, "-", m), Text: text.Draw(t, "text"), Left: rapid.IntRange(0, 9).Draw(t, "left") == 0, Own: m < 2 && n%2 == 0}
			if !line.Own && rapid.IntRange(0, 30).Draw(t, "drawn") == 0 {
				line.Chart = someChart(t)
			}
			section.Lines = append(section.Lines, line)
		}
		l.Sections = append(l.Sections, section)
	}
	return l
}

// However much there is, a letter of two pages has two pages at most; words of
// the person's own go last, and what fits is not touched.
func TestR2WhateverALetterHoldsItFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLetter(t)
		fitted := Fit(l)
		if n := pageCount(fitted); n > 2 {
			t.Fatalf("%d pages", n)
		}
		ownCut, recordStands, anyCut := false, false, false
		for n, section := range fitted.Sections {
			for m, line := range section.Lines {
				ownCut = ownCut || line.Cut && line.Own
				anyCut = anyCut || line.Cut || line.Short
				recordStands = recordStands || !line.Own && !line.Left && !line.Cut
				if line.Left != l.Sections[n].Lines[m].Left || line.Key != l.Sections[n].Lines[m].Key {
					t.Fatal("the choice of lines was changed")
				}
			}
		}
		if ownCut && recordStands {
			t.Fatal("own words were cut while lines of the record stand")
		}
		if again := Fit(fitted); !slices.Equal(said(again), said(fitted)) {
			t.Fatal("what fits does not fit a second time")
		}
		if !anyCut && !fitted.Short && !slices.Equal(said(fitted), said(l)) {
			t.Fatal("nothing was cut, and it is another letter")
		}
	})
}

// said is what a letter says, line by line.
func said(l views.Letter) []string {
	words := []string{l.Notes}
	for _, section := range l.Sent().Sections {
		for _, line := range section.Lines {
			words = append(words, line.Text)
		}
	}
	return words
}

func TestALetterWithoutALimitIsNotCut(t *testing.T) {
	l := views.Letter{Notes: strings.Repeat("word ", 9000)}
	if fitted := Fit(l); fitted.Notes != l.Notes || fitted.Short {
		t.Error("it was cut")
	}
}

// A chart is drawn within its place, whatever it shows.
func TestR2ChartsAreDrawnAsVectors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := views.Letter{Title: "Coming back", Sections: []views.LetterSection{{Heading: "In pictures", Lines: []views.LetterLine{{Text: "Mood.", Chart: someChart(t)}}}}}
		var pdf, html bytes.Buffer
		if err := PDF(&pdf, l, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if err := HTML(&html, l); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(pdf.Bytes(), []byte("/Subtype /Image")) || !strings.Contains(html.String(), "<path") || strings.Contains(html.String(), "NaN") {
			t.Fatal("no vectors")
		}
	})
}
