package guide

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestThereAreEnoughQuestionsInEveryTheme(t *testing.T) {
	if got := len(Prompts()); got < 30 {
		t.Errorf("%d questions, at least 30 are wanted", got)
	}
	themes := map[string]int{}
	for _, p := range Prompts() {
		themes[p.Theme]++
		if !strings.HasSuffix(p.Text, "?") {
			t.Errorf("%s is no question: %q", p.Key, p.Text)
		}
	}
	for _, theme := range []string{"What changed", "What I handled", "What is still hard", "What I miss", "People", "Body", "Therapy itself", "Next"} {
		if themes[theme] < 4 {
			t.Errorf("%s: %d questions", theme, themes[theme])
		}
	}
}

func TestADayHasItsQuestionAndTheNextDayAnotherTheme(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.IntRange(-100_000, 100_000).Draw(t, "day")
		today := PromptFor(day)
		if today != PromptFor(day) || today.Theme == PromptFor(day+1).Theme {
			t.Fatalf("day %d: %q, then %q", day, today.Theme, PromptFor(day+1).Theme)
		}
		if PromptAfter(today.Key) != PromptFor(day+1) {
			t.Fatalf("another than %q: %q", today.Key, PromptAfter(today.Key).Key)
		}
	})
}

func TestEveryQuestionComesRoundOnce(t *testing.T) {
	seen := map[string]bool{}
	for day := range Prompts() {
		seen[PromptFor(day-7).Key] = true
	}
	if len(seen) != len(Prompts()) {
		t.Errorf("%d of %d questions come round", len(seen), len(Prompts()))
	}
	if PromptAfter("no-such-question") != Prompts()[0] {
		t.Error("an unknown key does not lead to the first question")
	}
}

// Keys end up in entries, where 1 to 64 small letters, digits and dashes fit.
var keyShape = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

func TestKeysFitIntoEntries(t *testing.T) {
	var keys []string
	for _, p := range Prompts() {
		keys = append(keys, p.Key)
	}
	for _, i := range DefaultItems() {
		keys = append(keys, i.Key)
	}
	for _, s := range SignExamples() {
		keys = append(keys, s.Key)
	}
	for _, s := range Skills() {
		keys = append(keys, s.Key)
	}
	for _, key := range keys {
		if !keyShape.MatchString(key) {
			t.Errorf("%q does not fit", key)
		}
	}
}

func TestAPersonStartsWithFiveItemsAndOneAsksAboutTension(t *testing.T) {
	better := map[string]bool{}
	for _, item := range DefaultItems() {
		better[item.Key] = item.BetterHigh
		if item.Name == "" || item.Low == "" || item.High == "" {
			t.Errorf("%s: a word is missing: %+v", item.Key, item)
		}
	}
	if len(better) != 5 || !better["mood"] || !better["sleep"] || !better["energy"] || !better["getting-things-done"] {
		t.Errorf("items: %v", better)
	}
	if high, there := better["tension"]; !there || high {
		t.Error("tension is missing, or counts as better when high")
	}
}

func TestThereAreExamplesOfSigns(t *testing.T) {
	if got := len(SignExamples()); got < 12 {
		t.Errorf("%d examples, at least 12 are wanted", got)
	}
	for _, s := range SignExamples() {
		if s.Theme == "" || s.Name == "" {
			t.Errorf("%+v", s)
		}
	}
}
