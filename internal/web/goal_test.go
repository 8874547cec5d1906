package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

// oneGoal is a house with one goal, and its page.
func oneGoal(t *testing.T) (*house, *browser, page) {
	h, b := startedHouse(t)
	p := b.get("/plan/goals/new").send("/plan/goals", "words", "Cook on most evenings", "why", "I like it", "from", "kept", "step-1", "Buy rice", "step-2", "Ask Noor for her soup")
	return h, b, p.want(http.StatusOK, "Saved. It is on your list.", "Cook on most evenings", "I like it", "Kept from therapy since 23 November 2026", "Ask Noor for her soup")
}

func TestPL1AGoalIsWrittenDown(t *testing.T) {
	h, b := startedHouse(t)
	empty := b.get("/plan/goals").want(http.StatusOK, "No goals yet", "One is plenty.")
	form := b.get(empty.link("/plan/goals/new")).form("/plan/goals")
	form.Set("words", "Cook on most evenings")
	before := h.entries()
	first := b.post("/plan/goals", form).want(http.StatusOK, "Cook on most evenings")
	again := b.post("/plan/goals", form).want(http.StatusOK)
	if h.entries() != before+1 || first.path != again.path {
		t.Errorf("sent twice: %d entries, at %s and %s", h.entries()-before, first.path, again.path)
	}
	b.get("/plan/goals").want(http.StatusOK, "Cook on most evenings")
}

func TestPL1StepsAreTicked(t *testing.T) {
	_, b, p := oneGoal(t)
	p.send(p.path+"/steps", "done", "Buy rice").want(http.StatusOK, "Saved.")
	b.get("/plan/goals").want(http.StatusOK, "1 of 2 steps taken")
	edit := b.get(p.path + "/edit")
	edit.send(p.path, "step-1", "Buy rice", "step-2", "", "step-3", "Sharpen the knife").want(http.StatusOK, "Sharpen the knife")
	b.get("/plan/goals").want(http.StatusOK, "1 of 2 steps taken")
}

func TestPL1HowNearAGoalIsOverTime(t *testing.T) {
	h, b, p := oneGoal(t)
	before := h.entries()
	p.send(p.path+"/progress", "value", "2", "words", "rice, at least", "day", "2026-11-02").want(http.StatusOK, "Saved. You can look back at this later.")
	form := b.get(p.path).form(p.path + "/progress")
	form.Set("value", "6")
	b.post(p.path+"/progress", form).want(http.StatusOK, "Last time you said 6 of 10, today.", "From 2 to 6 since 2 November 2026.", "How near it has been", "“rice, at least”")
	b.post(p.path+"/progress", form)
	if h.entries() != before+2 {
		t.Errorf("%d numbers, want 2", h.entries()-before)
	}
	form.Set("value", "7")
	conflict := b.post(p.path+"/progress", form).want(http.StatusConflict)
	b.post(p.path+"/progress", conflict.form(p.path+"/progress")).want(http.StatusOK, "The first number is kept as corrected.", "Last time you said 7 of 10, today.")
	for _, action := range actions(b.get(p.path), p.path+"/progress/") {
		b.get(p.path).send(action).want(http.StatusOK, "That number is gone.")
	}
	b.get(p.path).want(http.StatusOK, "You have not said yet how near it is.")
}

// actions are the forms of a page whose address has this beginning.
func actions(p page, prefix string) []string {
	var list []string
	for n := range p.root.Descendants() {
		if n.Data == "form" && strings.HasPrefix(attr(n, "action"), prefix) {
			list = append(list, attr(n, "action"))
		}
	}
	return list
}

func TestPL1ReachedLetGoAndTakenUpAgain(t *testing.T) {
	h, b, p := oneGoal(t)
	move := p.path + "/move"
	post := func(to string) page {
		form := b.get(p.path).form(move)
		form.Set("to", to)
		return b.post(move, form).want(http.StatusOK)
	}
	h.later(48 * time.Hour)
	post("reached").want(http.StatusOK, "You got there: “Cook on most evenings”. Take a moment with it.", "Reached since 25 November 2026")
	b.get("/plan/goals").want(http.StatusOK, "Reached", "Cook on most evenings")
	post("new").want(http.StatusOK, "It is on your list again.")
	b.get(p.path).want(http.StatusOK, "Let this goal go? It stays in your record.")
	post("let-go").want(http.StatusOK, "Let go. It stays in your record, and you can take it up again.")
	b.get("/plan/goals").want(http.StatusOK, "Let go", "Cook on most evenings")
	form := b.get(p.path).form(move)
	form.Set("to", "elsewhere")
	b.post(move, form).want(http.StatusUnprocessableEntity)
}

func TestPL1WhatDoesNotFitStandsBesideItsField(t *testing.T) {
	h, b, p := oneGoal(t)
	before := h.entries()
	for _, c := range []struct{ field, value string }{
		{"words", ""}, {"words", strings.Repeat("é", 501)}, {"why", strings.Repeat("é", 20001)}, {"step-2", strings.Repeat("é", 501)},
	} {
		form := b.get("/plan/goals/new").form("/plan/goals")
		form.Set("words", "Walk")
		form.Set(c.field, c.value)
		back := b.post("/plan/goals", form).want(http.StatusUnprocessableEntity)
		if back.beside(c.field) == "" || back.form("/plan/goals").Get(c.field) != c.value {
			t.Errorf("%s: %q", c.field, back.beside(c.field))
		}
	}
	for _, value := range []string{"", "11", "-1", "six", "2.5"} {
		form := b.get(p.path).form(p.path + "/progress")
		form.Set("value", value)
		if back := b.post(p.path+"/progress", form).want(http.StatusUnprocessableEntity); back.beside("value") == "" {
			t.Errorf("%q is how near it is", value)
		}
	}
	form := b.get(p.path).form(p.path + "/progress")
	form.Set("value", "5")
	form.Set("day", "2027-01-01")
	if back := b.post(p.path+"/progress", form).want(http.StatusUnprocessableEntity); back.beside("day") == "" {
		t.Error("a day to come is taken")
	}
	if h.entries() != before {
		t.Errorf("%d entries were saved", h.entries()-before)
	}
	b.get("/plan/goals/nowhere").want(http.StatusNotFound, "This goal is not in your list any more.")
}

func TestPL1ManyGoals(t *testing.T) {
	h, b := startedHouse(t)
	body := entry.Goals{}
	for n := range 50 {
		goal := entry.Goal{Key: fmt.Sprintf("g%d", n), Words: fmt.Sprintf("Goal number %d", n), Status: entry.GoalNew}
		for s := range 40 {
			goal.Steps = append(goal.Steps, entry.GoalStep{Words: fmt.Sprintf("step %d", s)})
		}
		body.Goals = append(body.Goals, goal)
	}
	h.tell(body)
	b.get("/plan/goals").want(http.StatusOK, "Goal number 49")
	b.get("/plan/goals/new").send("/plan/goals", "words", "One more").want(http.StatusUnprocessableEntity, "Fifty goals fit.")
	edit := b.get("/plan/goals/g7/edit")
	edit.send("/plan/goals/g7", "words", "Goal number seven").want(http.StatusOK, "Goal number seven", "step 39")
}
