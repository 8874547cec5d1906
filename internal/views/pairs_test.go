package views

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/monitor/effect"
)

func someDay(n int) entry.Day { return entry.DayOf(2026, 11, 1) + entry.Day(n) }

func drawPairs(t *rapid.T) []Pair {
	ten := rapid.IntRange(0, 10)
	var pairs []Pair
	for n := range rapid.IntRange(0, 60).Draw(t, "n") {
		pairs = append(pairs, Pair{Day: someDay(n), Before: ten.Draw(t, "before"), After: ten.Draw(t, "after")})
	}
	return pairs
}

// Whatever was given: few is called few, chance is called chance, and the
// table holds every pair.
func TestM4PairsNeverClaimTooMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := drawPairs(t)
		p := confidencePairs(pairs, someDay(60))
		few, surely := strings.Contains(p.Says, "handful"), strings.Contains(p.Says, "more than chance")
		c := comparePairs(pairs, effect.HigherIsBetter)
		if few != (len(pairs) > 0 && len(pairs) < handful) || few && surely {
			t.Fatalf("%d pairs: %s", len(pairs), p.Says)
		}
		if surely && c.effect.Interval.Low <= .5 && c.effect.Interval.High >= .5 {
			t.Fatalf("chance is not called chance: %s, %+v", p.Says, c.effect.Interval)
		}
		if len(p.Numbers) != len(pairs) || len(p.List) != min(len(pairs), pairsMost) || len(p.Labels) != len(p.List) {
			t.Fatalf("%d pairs, %d drawn, %d in the table", len(pairs), len(p.List), len(p.Numbers))
		}
	})
}

// Lower distress is better, and higher confidence: the same numbers turned
// round say the same.
func TestM5DistressIsConfidenceTurnedRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := drawPairs(t)
		turned := make([]Pair, len(pairs))
		for i, p := range pairs {
			turned[i] = Pair{Day: p.Day, Before: 10 - p.Before, After: 10 - p.After}
		}
		up, down := comparePairs(pairs, effect.HigherIsBetter), comparePairs(turned, effect.LowerIsBetter)
		if up.better != down.better || up.ok != down.ok || up.ok && up.effect.NAP != down.effect.NAP {
			t.Fatalf("%+v and %+v", up, down)
		}
	})
}

func TestM4TheIntervalStandsBesideTheDraw(t *testing.T) {
	var pairs []Pair
	for n := range 10 {
		pairs = append(pairs, Pair{Day: someDay(n), Before: 3, After: 4 + n%3})
	}
	p := confidencePairs(pairs, someDay(10))
	for _, want := range []string{"surer after 10 of 10 moments", "more than chance"} {
		if !strings.Contains(p.Says, want) {
			t.Errorf("no %q in: %s", want, p.Says)
		}
	}
	for _, want := range []string{"higher 100 times in 100", "NAP 1, 95 % interval 0."} {
		if !strings.Contains(p.Fine, want) {
			t.Errorf("no %q in: %s", want, p.Fine)
		}
	}
}

func TestM4ANumberOfAScaleIsReadOrRefused(t *testing.T) {
	for text, want := range map[string]string{"": "", Skip: "", "0": "0", "10": "10", "11": "refused", "-1": "refused", "007": "refused", "5.5": "refused", "x": "refused"} {
		form := Form{Values: url.Values{"before": {text}, "what": {"x"}}}
		body := ReadHandledIt(form)
		got := tenValue(body.Before)
		if body.Validate() != nil {
			got = "refused"
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

func TestM5TheSamePlaceInOtherLetters(t *testing.T) {
	for _, same := range []string{"On the bus", " on the  bus.", "ON THE BUS!"} {
		if situationKey(same) != "on the bus" {
			t.Errorf("%q is another place: %q", same, situationKey(same))
		}
	}
}
