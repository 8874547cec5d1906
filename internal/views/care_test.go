package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
)

func TestO1AmountsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int{
		"60": 6000, "62.50": 6250, "62,5": 6250, "1 200": 120000, "1.200": 120000, "1,200.50": 120050, "1'200": 120000,
		"0": 0, ".5": 50, "7.": 700, "1.200,00": 120000, "10000000": entry.AmountMax,
	} {
		if got, ok := parseAmount(text); !ok || got != want {
			t.Errorf("%q: %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", ",", "-3", "sixty", "6e3", "10000000.01", "100000000", "£60", "1.2.x"} {
		if got, ok := parseAmount(text); ok {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

// What is written into the form is read back the same.
func TestO1AnAmountComesBackFromTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.IntRange(0, entry.AmountMax).Draw(t, "amount")
		text := strings.ReplaceAll(money("", int64(amount)), ",", "")
		if got, ok := parseAmount(text); !ok || got != amount {
			t.Fatalf("%d is written %q and read %d", amount, text, got)
		}
	})
}

// Whatever was told comes back from the form as it was.
func TestD1WhatWasWeighedComesBackFromTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := entry.SignWeights{Weights: map[string]int{}, Unsafe: []string{"not-respected"}}
		for _, key := range []string{"growth", "money", "unsaid"} {
			if rapid.Bool().Draw(t, key) {
				before.Weights[key] = rapid.IntRange(0, 5).Draw(t, "weight")
			}
		}
		if len(before.Weights) == 0 {
			before.Weights = nil
		}
		for _, points := range []entry.Towards{entry.TowardsTalking, entry.TowardsBreak} {
			if rapid.Bool().Draw(t, "own") {
				before.Own = append(before.Own, entry.OwnSign{Key: "k-" + string(points), Words: "words", Points: points, Weight: rapid.IntRange(0, 5).Draw(t, "own weight")})
			}
		}
		after, fields := ReadSigns(before, "break", Form{Values: signValues(before, "break")})
		if len(fields) > 0 || !SameSigns(before, after) {
			t.Fatalf("%+v\n%+v\n%v", before, after, fields)
		}
	})
}
