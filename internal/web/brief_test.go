package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/views"
)

const brief = "/letters/return-brief"

// onBreak tells a break of some weeks with something of every part of a brief.
func (h *house) onBreak() {
	h.tell(entry.Profile{Zone: "Europe/London", Therapist: "Dr Okafor"})
	h.tell(entry.Phase{Name: entry.OnBreak})
	h.now = h.now.Add(48 * time.Hour)
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "four", Name: "Awake at four"}}})
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 4}, Signs: []string{"four"}, Skills: []string{"worry-time"}, Safe: entry.SafeNotSure})
	h.tell(entry.LifeEvent{What: "Moved to a smaller flat.", Weight: 7})
	h.tell(entry.HandledIt{What: "The call with the bank.", Did: "Wrote it down first.", Before: ten(3), After: ten(6)})
	h.tell(entry.Practice{Skill: "worry-time", Situation: "at night", Before: ten(7), After: ten(4)})
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "no", Words: "Say no once a week", Status: entry.GoalKept}, {Key: "swim", Words: "Swim again", Status: entry.GoalReached, Since: entry.LastDay}}})
	h.tell(entry.GoalProgress{Goal: "no", Value: 4})
	h.tell(entry.CareAtTheEdge{Medicine: entry.Yes, Prescriber: "Dr Bell"})
	sheet := entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{}}
	for n := 1; n <= 9; n++ {
		sheet.Answers[fmt.Sprint("phq9-", n)] = 1
	}
	h.tell(sheet)
}

func ten(n int) *int { return &n }

func TestR2TheBriefHoldsWhatTheRecordHolds(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	p := b.get(brief+"/print").want(http.StatusOK, "For Dr Okafor", "On a break since",
		"Awake at four: 1 day of the last 28.", "The call with the bank. What I did: Wrote it down first.", "Moved to a smaller flat: 7 of 10.",
		"I met 1 hard moment on my own. Sure of getting through: 3 of 10 before, 6 after (means of 1). That is a small number",
		"Reached: “Swim again”", "less distress after it on 1 of 1 time, from 7 to 4 of 10", "“Say no once a week”, now at 4 of 10")
	for _, hint := range []string{"Safety", "safe", "thoughts of harm", "Medicines", "medicine", "Dr Bell", "How I would like us to work"} {
		if p.says(hint) {
			t.Errorf("the letter says %q, which nobody put in", hint)
		}
	}
}

// Safety and medicines are in line by line, and only when the person says so.
func TestR2SafetyAndMedicinesAreInOnlyWhenPutIn(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	page := b.get(brief).want(http.StatusOK, "These lines are out unless you put them in.", "I take medicine. Looked after by Dr Bell.", "not sure")
	sent := page.form(brief)
	for _, in := range sent["line"] {
		if strings.HasPrefix(in, "safety") || strings.HasPrefix(in, "medicines") {
			t.Errorf("%s is in before anyone said so", in)
		}
	}
	sent.Add("line", "medicines-mine")
	b.post(brief, sent).want(http.StatusOK, "Saved.")
	for _, form := range []string{"/print", "/text", "/page.html"} {
		p := b.get(brief + form)
		if !strings.Contains(p.body, "I take medicine.") || strings.Contains(p.body, "not sure") || strings.Contains(p.body, "Safety since") {
			t.Errorf("%s holds something else than what was put in", form)
		}
	}
	again := b.get(brief).form(brief)
	again["line"] = nil
	b.post(brief, again)
	if p := b.get(brief + "/print"); p.says("medicine") || p.says("Moved to a smaller flat") || p.says("What held") {
		t.Error("what was taken out is still there, or its heading is")
	}
	if p := b.get(brief); len(p.form(brief)["line"]) != 0 {
		t.Error("the choice is not kept")
	}
}

// What was tried is in the brief with its one sentence; one of another time is
// not.
func TestR2E2WhatWasTriedIsInTheBrief(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	begin := h.look().Today(h.now)
	h.tell(entry.Experiment{Key: "walk", Sort: "exercise", What: "A walk before work", Item: "mood", BetterHigh: true, Begin: begin, Try: begin + 3, End: begin + 8})
	h.tell(entry.Experiment{Key: "old", Sort: "own", What: "Cold showers", Item: "mood", Begin: begin - 60, Try: begin - 50, End: begin - 40})
	h.tell(entry.Experiment{Key: "next", Sort: "own", What: "A choir", Item: "mood", Begin: begin + 20, Try: begin + 30, End: begin + 40})
	for day := range 7 {
		h.tell(entry.CheckIn{Items: map[string]float64{"mood": float64(3 + day)}})
		h.now = h.now.Add(24 * time.Hour)
	}
	h.tell(entry.ExperimentDay{Experiment: "walk", Done: true})
	p := b.get(brief+"/print").want(http.StatusOK, "What I tried", "A walk before work, since", "was better on 4 of 4 days", "These are few days", "Done on 1 of")
	if p.says("Cold showers") || p.says("A choir") {
		t.Error("what was not tried in this break is in")
	}
	page := b.get(brief)
	sent := page.form(brief)
	sent["line"] = nil
	b.post(brief, sent)
	if p := b.get(brief + "/print"); p.says("What I tried") || p.says("A walk") {
		t.Error("what was taken out is still there")
	}
}

// What was written in the return check is private: each line is in only when
// it is put in, and the answer that only the person sees is not even offered.
func TestR2R1TheReturnCheckIsInOnlyLineByLine(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	h.tell(entry.ReturnCheck{Way: entry.WayBooster, Reasons: "One hour may do.", Answers: map[string]string{"want": "To sleep again.", "unsaid": "The wine."}})
	if p := b.get(brief + "/print"); p.says("One hour may do") || p.says("To sleep again") || p.says("booster") {
		t.Error("the return check is in before anyone said so")
	}
	page := b.get(brief).want(http.StatusOK, "I chose: A booster session.", "My reasons: One hour may do.", "What do I want? To sleep again.")
	if page.says("The wine") {
		t.Error("what only the person sees is offered")
	}
	sent := page.form(brief)
	sent.Add("line", "check-reasons")
	b.post(brief, sent)
	if p := b.get(brief+"/print").want(http.StatusOK, "Why now", "My reasons: One hour may do."); p.says("To sleep again") {
		t.Error("a line is in that was not put in")
	}
	if got := b.get(brief).form(brief)["line"]; !slices.Contains(got, "check-reasons") || slices.Contains(got, "check-want") {
		t.Error("the choice is not kept")
	}
}

func TestR2OwnWordsStandFirstAndAreKept(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	b.get(brief).send(brief, "words-why-now", "The nights.\nIt comes back.", "words-work", "More practice, less looking back.", "then", "print").
		want(http.StatusOK, "Why now", "The nights.", "It comes back.", "How I would like us to work", "More practice, less looking back.")
	form := b.get(brief).form(brief)
	if form.Get("words-why-now") != "The nights.\nIt comes back." {
		t.Errorf("%q", form.Get("words-why-now"))
	}
	p := b.get(brief).send(brief, "words-next", long(entry.TextLimit+1), "words-work", "Kept as typed").want(http.StatusUnprocessableEntity, "Kept as typed")
	if p.beside("words-next") == "" {
		t.Error("no sentence beside the field")
	}
	if h.look().Letters[views.ReturnBrief].Words["work"] != "More practice, less looking back." {
		t.Error("half of it was written")
	}
}

// A therapist whom the person does not feel safe with is not written to.
func TestR2NoTherapistIsNamedWhomOneIsNotSafeWith(t *testing.T) {
	h, b := startedHouse(t)
	h.onBreak()
	h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	if p := b.get(brief+"/print").want(http.StatusOK, "Coming back"); p.says("Dr Okafor") {
		t.Error("the letter is for them")
	}
}

// overfull is more than any letter holds.
func (h *house) overfull() {
	h.onBreak()
	var goals []entry.Goal
	for n := range 300 {
		goals = append(goals, entry.Goal{Key: fmt.Sprint("g", n), Words: fmt.Sprintf("Goal number %d, in some more words than it needs", n), Status: entry.GoalNew})
	}
	h.tell(entry.Goals{Goals: goals})
	for n := range 60 {
		h.tell(entry.LifeEvent{What: fmt.Sprintf("Event %d. ", n) + strings.Repeat("And then it went on. ", 20), Weight: n % 11})
		h.tell(entry.HandledIt{What: fmt.Sprintf("Moment %d ", n) + strings.Repeat("Donaudampfschifffahrtsgesellschaft", 30)})
	}
	begin := h.look().Today(h.now)
	for n := range 12 {
		h.tell(entry.Experiment{Key: fmt.Sprint("try-", n), Sort: "own", What: fmt.Sprintf("Experiment %d ", n) + strings.Repeat("w", 60), Item: "mood", Begin: begin - 9, Try: begin - 2, End: begin + 9})
	}
	h.tell(entry.ReturnCheck{Way: entry.WayReturn, Reasons: strings.Repeat("Because of it. ", 300)})
	total := 7.0
	for range 2 {
		for _, of := range h.home.Library().All() {
			h.tell(entry.AnswerSheet{Instrument: of.Key(), Total: &total})
		}
		h.now = h.now.Add(24 * time.Hour)
	}
	h.tell(entry.Letter{Letter: views.ReturnBrief, Notes: strings.Repeat("What I would like to say first. ", 600), Words: map[string]string{
		"why-now": strings.Repeat("Why. ", 400), "next": strings.Repeat("A line.\n", 5), "work": strings.Repeat("x", 5000),
	}})
}

// However much there is, the brief fits on two pages, and the page says what
// was left off and lets the person choose.
func TestR2AnOverfullRecordFitsOnTwoPages(t *testing.T) {
	h, b := startedHouse(t)
	h.overfull()
	page := b.get(brief).want(http.StatusOK, "Two pages are full", "What I would like from the next stretch: ", " lines have no room.", "Your own words at the start are shortened.")
	if n := pagesOf(t, b.get(brief+"/page.pdf").body); n > 2 {
		t.Errorf("the PDF has %d pages", n)
	}
	text := b.get(brief + "/text").body
	if strings.Contains(text, "Goal number 200,") || strings.Contains(text, "no room") || strings.Contains(text, "Two pages") {
		t.Error("the letter hints at what was cut, or holds it")
	}
	sent := page.form(brief)
	var in []string
	for _, key := range sent["line"] {
		if key == "goal-g200" || !strings.HasPrefix(key, "goal-") {
			in = append(in, key)
		}
	}
	sent["line"] = in
	b.post(brief, sent)
	if text := b.get(brief + "/text").body; !strings.Contains(text, "Goal number 200,") {
		t.Error("what the person chose has no room though the others were left out")
	}
}

// Printed from the browser it fits as well, and so does what Mira would send.
func TestR2ThePrintedSheetHasTwoPagesAtMost(t *testing.T) {
	full, _ := startedHouse(t)
	full.overfull()
	sample, _ := sampleHouse(t)
	for name, h := range map[string]*house{"overfull": full, "the sample": sample} {
		e := h.eye().enter(h)
		e.Goto(h.url + brief + "/print")
		if n := pagesOf(t, string(e.PDF())); n > 2 {
			t.Errorf("%s prints on %d pages", name, n)
		}
	}
}

var pageObject = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// pagesOf is how many pages a PDF of ours has.
func pagesOf(t *testing.T, pdf string) int {
	t.Helper()
	n := len(pageObject.FindAllString(pdf, -1))
	if !strings.HasPrefix(pdf, "%PDF-") || n == 0 {
		t.Fatalf("no PDF with pages: %.40q", pdf)
	}
	return n
}
