package entry_test

import (
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestALookAtTheTherapyHoldsWhatItAsksFor(t *testing.T) {
	for field, body := range map[string]entry.TherapyFit{
		"words-bond":   {},
		"fit-bond":     {Fits: map[string]int{"bond": 11}},
		"fit-money":    {Fits: map[string]int{"money": 3}},
		"words-money":  {Words: map[string]string{"money": "dear"}},
		"words-helped": {Words: map[string]string{"helped": strings.Repeat("é", entry.TextLimit+1)}},
		"next":         {Next: "by-post"},
	} {
		wantField(t, body.Validate(), field)
	}
	if err := (entry.TherapyFit{Fits: map[string]int{"ways": 0}}).Validate(); err != nil {
		t.Errorf("a nought alone is an answer: %v", err)
	}
}

// walk is two weeks without and two weeks with it, from a Tuesday.
func walk() entry.Experiment {
	try := entry.DayOf(2026, time.September, 15)
	return entry.Experiment{Key: "walk", Sort: "exercise", What: "A walk", Item: "mood", Begin: try - 14, Try: try, End: try + 13}
}

func TestAnExperimentHoldsWhatItNeeds(t *testing.T) {
	for field, change := range map[string]func(*entry.Experiment){
		"what":      func(e *entry.Experiment) { e.What = "" },
		"often":     func(e *entry.Experiment) { e.Often = strings.Repeat("é", entry.LineLimit+1) },
		"long":      func(e *entry.Experiment) { e.Long = "\xff" },
		"item":      func(e *entry.Experiment) { e.Item = "" },
		"weekdays":  func(e *entry.Experiment) { e.Weekdays = []int{1, 1} },
		"try":       func(e *entry.Experiment) { e.Try = 0 },
		"compare":   func(e *entry.Experiment) { e.Begin = e.Try },
		"end":       func(e *entry.Experiment) { e.End = e.Try - 1 },
		"alternate": func(e *entry.Experiment) { e.Alternate = -7 },
		"stopped":   func(e *entry.Experiment) { e.Stopped = e.End + 1 },
		"took":      func(e *entry.Experiment) { e.Took = strings.Repeat("é", entry.TextLimit+1) },
	} {
		body := walk()
		change(&body)
		wantField(t, body.Validate(), field)
	}
	if err := walk().Validate(); err != nil {
		t.Error(err)
	}
	wantField(t, entry.ExperimentDay{}.Validate(), "experiment")
}

func TestDaysWithoutAndWithTakeTurns(t *testing.T) {
	e := walk()
	e.Alternate, e.Stopped, e.Weekdays = 7, e.Try+9, []int{2, 7}
	for day, want := range map[entry.Day]string{
		e.Begin - 1: "outside", e.Begin: "without", e.Try - 1: "without", e.Try: "with", e.Try + 6: "with",
		e.Try + 7: "without", e.Try + 9: "without", e.Try + 10: "outside",
	} {
		with, within := e.On(day)
		got := map[bool]string{true: "with", false: "without"}[with]
		if !within {
			got = "outside"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
	if !e.Meant(e.Try) || e.Meant(e.Try+1) || !e.Meant(e.Try+5) || e.Meant(e.Try+7) {
		t.Error("meant for Tuesdays and Sundays of the weeks with it")
	}
}
