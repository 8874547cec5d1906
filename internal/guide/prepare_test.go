package guide

import "testing"

func TestPR1EveryPointSaysWhy(t *testing.T) {
	points := AgendaPoints()
	if len(points) < 12 {
		t.Fatalf("only %d points", len(points))
	}
	seen := map[string]bool{}
	for _, p := range points {
		if p.Text == "" || p.Why == "" || p.Theme == "" || seen[p.Key] {
			t.Errorf("%+v: a point has a text, a theme and a line that says why, once", p)
		}
		seen[p.Key] = true
	}
	for _, key := range []string{"looking-back", "what-helped", "loss", "relief", "worry", "signs", "plan", "contact", "gets-worse", "coming-back", "goodbye"} {
		if !seen[key] {
			t.Errorf("no point %q", key)
		}
	}
}

func TestPR2ThereAreAsManyQuestionsBeforeAsAfter(t *testing.T) {
	before, after := FeelingPrompts(false), FeelingPrompts(true)
	if len(before) != len(after) || len(before) < 6 {
		t.Errorf("%d before, %d after", len(before), len(after))
	}
	for _, p := range before {
		if p.After {
			t.Errorf("%s stands before the session", p.Key)
		}
	}
}
