package guide

import (
	"slices"
	"strings"
	"testing"
)

func TestEverySignalHasAllItsWords(t *testing.T) {
	codes := []string{
		"drift-composite", "measure-deteriorated", "measure-high", "measure-high-twice", "warning-signs", "return-criterion",
		"silence", "heavy-event", "safety-unsafe", "safety-item", "better-measure", "goal-reached", "confidence-grown", "skill-holds",
	}
	if got := SignalCodes(); !slices.Equal(got, codes) {
		t.Errorf("codes: %v", got)
	}
	for _, code := range codes {
		for _, part := range signalParts {
			if !Has("signal." + code + "." + part) {
				t.Errorf("%s: no line %q", code, part)
			}
		}
		if words, _ := Signal(code); !strings.HasPrefix(words.Because, "Because") {
			t.Errorf("%s: because: %q", code, words.Because)
		}
	}
}

func TestASignalSaysWhatWasSeen(t *testing.T) {
	words, known := Signal("skill-holds", "skill", "Worry time", "helped", 7, "n", 10)
	if !known || words.Title != "Worry time holds" || words.Because != "Because it took the edge off on 7 of the 10 times you tried it." {
		t.Errorf("%v, %+v", known, words)
	}
	if strings.Contains(words.Title+words.Because+words.Not+words.Could, "‹") {
		t.Errorf("a slot is open: %+v", words)
	}
	if _, known := Signal("no-such-signal"); known {
		t.Error("words for a signal that is not there")
	}
}

// A person in danger reads of people and numbers, never of chances.
func TestSafetyWordsLeadToAPersonAndNameNoOdds(t *testing.T) {
	for _, code := range []string{"safety-unsafe", "safety-item"} {
		words, _ := Signal(code, "when", "today", "measure", "PHQ-9")
		text := strings.ToLower(words.Title + words.Because + words.Not + words.Could)
		if !strings.Contains(words.Could, "line") || !strings.Contains(words.Could, "trust") {
			t.Errorf("%s: could: %q", code, words.Could)
		}
		for _, odds := range []string{"%", "per cent", "risk", "probab", "chance", "likely"} {
			if strings.Contains(text, odds) {
				t.Errorf("%s speaks of %q", code, odds)
			}
		}
	}
}
