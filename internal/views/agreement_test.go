package views_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// whole is an agreement with every answer given.
func whole() entry.Agreement {
	return entry.Agreement{
		Status: entry.AgreedTogether, Reason: "Well for half a year.", Start: entry.DayOf(2026, 12, 4), End: entry.DayOf(2027, 3, 4), Review: entry.DayOf(2027, 1, 29),
		Mine: "Check in.\nWalk.", Theirs: "Keeps my place.", Contact: "I write first.", EveryDays: 28, Channel: "email", Address: "holt@example.org",
		Permission: entry.Yes, Permitted: entry.DayOf(2026, 11, 20), Sees: "A letter.", SeesUntil: entry.DayOf(2027, 3, 4),
		Silence: "She rings once.", SilenceDays: 21, EndsEarly: "Two bad weeks.", ComeBack: "Ring the practice.", Covers: "My doctor.", Medicines: "Dr Ray.",
	}
}

func TestPR3AnAgreementIsReadBackAsItWasWritten(t *testing.T) {
	if got, fields := views.ReadAgreement(views.Form{Values: views.AgreementValues(whole())}); len(fields) > 0 || got != whole() {
		t.Errorf("read %+v %v", got, fields)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := entrytest.Body(t, entry.KindAgreement).(entry.Agreement)
		got, fields := views.ReadAgreement(views.Form{Values: views.AgreementValues(a)})
		if len(fields) > 0 || got != a {
			t.Fatalf("wrote %+v\nread  %+v %v", a, got, fields)
		}
	})
}

// Every answer is asked for on one step, shown, printed and compared.
func TestPR3NoAnswerIsForgotten(t *testing.T) {
	form := views.Form{Values: views.AgreementValues(whole())}
	asked := map[string]bool{}
	for _, step := range views.AgreementStepsOf(form) {
		for _, f := range step.Fields {
			if asked[f.Name] || f.Title == "" || strings.Contains(f.Title+f.Ask, "‹") {
				t.Errorf("%+v is asked twice, or has no words", f)
			}
			asked[f.Name] = true
		}
	}
	for name := range form.Values {
		if !asked[name] {
			t.Errorf("%s is never asked for", name)
		}
	}
	changes := views.AgreementChanges(entry.Agreement{Status: entry.OnMyOwn}, whole())
	if len(changes) != len(asked) {
		t.Errorf("%d changes from nothing to everything, of %d answers", len(changes), len(asked))
	}
	j := journey.Fold([]entry.Entry{tellAt(whole(), 1)})
	letter, letterText := views.AgreementLetter(&j, time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)), ""
	for _, s := range letter.Sections {
		for _, l := range s.Lines {
			letterText += l.Text + "\n"
		}
	}
	for _, words := range []string{"Well for half a year.", "4 December 2026", "29 January 2027", "Walk.", "Every 4 weeks", "Email", "holt@example.org", "Yes, they said so", "She rings once.", "After 21 days", "Dr Ray.", "Therapist ...."} {
		if !strings.Contains(letterText, words) {
			t.Errorf("the paper lacks %q:\n%s", words, letterText)
		}
	}
}

// tellAt is an entry told on 23 November 2026.
func tellAt(body entry.Body, seq int64) entry.Entry {
	at := time.Date(2026, 11, 23, 12, 0, int(seq), 0, time.UTC)
	return entry.Entry{
		ID: entry.ID("0190aaaa-0000-7000-8000-00000000000" + string(rune('0'+seq))), Seq: seq, At: entry.MomentIn(at, time.UTC),
		Day: entry.DayOf(2026, 11, 23), Precision: entry.Minute, RecordedAt: at, By: entry.BySelf(), Body: body,
	}
}

func TestPR3OnesOwnAgreementAsksNothingOfATherapist(t *testing.T) {
	own := views.Form{Values: views.AgreementValues(entry.Agreement{Status: entry.OnMyOwn})}
	for _, step := range views.AgreementStepsOf(own) {
		for _, f := range step.Fields {
			if f.Theirs {
				t.Errorf("%s is asked", f.Name)
			}
		}
	}
	own.Values.Set("theirs", "Keeps my place.")
	if !slices.ContainsFunc(views.AgreementStepsOf(own), func(s views.AgreementStep) bool {
		return slices.ContainsFunc(s.Fields, func(f views.AgreementField) bool { return f.Name == "theirs" })
	}) {
		t.Error("an answer that was given is hidden")
	}
}

func TestPR3WhatChangedIsSaidLineByLine(t *testing.T) {
	before, after := whole(), whole()
	after.Mine = "Check in.\nSwim.\nRest."
	after.End = 0
	after.Medicines = ""
	after.EveryDays = 10
	got := map[string]views.AgreementChange{}
	for _, c := range views.AgreementChanges(before, after) {
		got[c.Title] = c
	}
	want := map[string]views.AgreementChange{
		"What I do":                    {Gone: []string{"Walk."}, New: []string{"Swim.", "Rest."}},
		"It ends":                      {Gone: []string{"4 March 2027"}, New: []string{"Open end"}},
		"Who looks after my medicines": {Gone: []string{"Dr Ray."}},
		"How often we are in touch":    {Gone: []string{"Every 4 weeks"}, New: []string{"Every 10 days"}},
	}
	if len(got) != len(want) {
		t.Errorf("changes %+v", got)
	}
	for title, c := range want {
		if !slices.Equal(got[title].Gone, c.Gone) || !slices.Equal(got[title].New, c.New) {
			t.Errorf("%s: %+v, want %+v", title, got[title], c)
		}
	}
	after = before
	after.Mine = "Walk.\nCheck in."
	if c := views.AgreementChanges(before, after); len(c) != 1 || len(c[0].Gone) != 2 || len(c[0].New) != 2 {
		t.Errorf("another order: %+v", c)
	}
}

// A change is told exactly when something differs, and turning it round swaps
// what went and what came.
func TestPR3ChangesAreSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := entrytest.Body(t, entry.KindAgreement).(entry.Agreement), entrytest.Body(t, entry.KindAgreement).(entry.Agreement)
		there, back := views.AgreementChanges(a, b), views.AgreementChanges(b, a)
		if len(views.AgreementChanges(a, a)) != 0 || len(there) != len(back) {
			t.Fatalf("%+v\n%+v", there, back)
		}
		for n := range there {
			if there[n].Title != back[n].Title || !slices.Equal(there[n].Gone, back[n].New) || !slices.Equal(there[n].New, back[n].Gone) {
				t.Fatalf("%+v\n%+v", there[n], back[n])
			}
		}
	})
}
