package letter_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/views"
)

var update = flag.Bool("update", false, "write the golden letters again")

// fullBrief has all that a brief may have: own words, a picture, what is left
// out, and what has to be escaped.
func fullBrief() views.Letter {
	chart := views.Chart{
		Key: "phq-9", Title: "PHQ-9", Max: 27, From: entry.DayOf(2026, 6, 1), To: entry.DayOf(2026, 11, 1), Answers: true,
		Points:   []views.ChartPoint{{Day: 10, Value: 14}, {Day: 60, Value: 7}, {Day: 150, Value: 9}},
		Smoothed: []views.ChartXY{{X: 10, Y: 14}, {X: 60, Y: 7}, {X: 150, Y: 9}},
		Zones:    []views.ChartZone{{High: 5, Label: "none"}, {Low: 5, High: 10, Label: "mild", Shaded: true}, {Low: 10, High: 27, Label: "more"}},
		Phases:   []views.ChartMark{{Label: "preparing"}, {Day: 20, Label: "on a break"}},
	}
	l := brief()
	l.Pages = 2
	l.Sections = append([]views.LetterSection{{Heading: "Why now", Lines: []views.LetterLine{
		{Key: "own-1", Text: "The nights are *long* & <short>.", Own: true}, {Key: "rule", Text: "קשה לי בלילה 🌙"},
	}}}, l.Sections...)
	l.Sections = append(l.Sections, views.LetterSection{Heading: "In pictures", Lines: []views.LetterLine{{Key: "chart", Text: "PHQ-9, 3 answers, lower is better.", Chart: &chart}}})
	return l
}

func TestTheLettersLookAsTheyDid(t *testing.T) {
	for name, got := range map[string]string{
		"brief.md": markdown(t, fullBrief()), "brief.html": page(t, fullBrief()),
		"safety-plan.md": markdown(t, safetyCard().Letter()), "safety-plan.html": page(t, safetyCard().Letter()),
	} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as it was; look at it, then: go test ./internal/letter -run LookAsTheyDid -update\n%s", name, got)
		}
	}
}
