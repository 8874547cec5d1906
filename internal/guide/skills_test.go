package guide

import (
	"slices"
	"strings"
	"testing"
)

func TestTheLibraryIsWhole(t *testing.T) {
	if got := len(Skills()); got < 24 {
		t.Errorf("%d skills, at least 24 are wanted", got)
	}
	names := map[string]bool{}
	for _, s := range Skills() {
		if names[s.Name] || s.Name == "" || s.When == "" || s.Minutes < 1 || s.Minutes > 60 {
			t.Errorf("%s: name %q, when %q, %d minutes", s.Key, s.Name, s.When, s.Minutes)
		}
		names[s.Name] = true
		if len(s.Why) == 0 || len(s.Steps) < 4 || len(s.Notes) == 0 {
			t.Errorf("%s: %d paragraphs, %d steps, %d notes", s.Key, len(s.Why), len(s.Steps), len(s.Notes))
		}
		if !strings.HasPrefix(s.Source, "own words") || !strings.Contains(s.Review, "review") {
			t.Errorf("%s: source %q, review %q", s.Key, s.Source, s.Review)
		}
		for _, text := range slices.Concat(s.Why, s.Steps, s.Notes) {
			if strings.ContainsAny(text, "*_`[]<>#") || strings.TrimSpace(text) == "" {
				t.Errorf("%s: plain words only: %q", s.Key, text)
			}
		}
	}
}

func TestEachGuidedRunHasItsSkill(t *testing.T) {
	guided := map[Guided]string{}
	for _, s := range Skills() {
		if s.Guided != "" {
			guided[s.Guided] += s.Key
		}
		if paced := s.In > 0 && s.Out > s.In; paced != (s.Guided == BreathingPace) {
			t.Errorf("%s: %d in, %d out, guided %q", s.Key, s.In, s.Out, s.Guided)
		}
	}
	for _, g := range []Guided{BreathingPace, Grounding, WorryTime, ThoughtRecord} {
		if guided[g] == "" {
			t.Errorf("no skill is run as %q", g)
		}
	}
	if len(guided) != 4 {
		t.Errorf("guided runs: %v", guided)
	}
}

func TestASkillIsFoundByItsKey(t *testing.T) {
	s, found := SkillByKey("worry-time")
	if !found || s.Name != "Worry time" || s.Guided != WorryTime {
		t.Errorf("%v, %+v", found, s)
	}
	if _, found := SkillByKey("no-such-skill"); found {
		t.Error("found what is not there")
	}
}
