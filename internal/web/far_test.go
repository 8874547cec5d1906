package web_test

import (
	"net/http"
	"testing"

	"fermata/internal/entry"
)

// What goes well is said on Today, leads to its reasons, and can be put away.
func TestM7WhatGoesWellSaysWhy(t *testing.T) {
	h, b := startedHouse(t)
	ten := func(n int) *int { return &n }
	for day := range 9 {
		h.tell(entry.HandledIt{What: "a call", Before: ten(3), After: ten(6)}, entry.DayOf(2026, 11, 10)+entry.Day(day))
		h.tell(entry.Practice{Skill: "worry-time", Before: ten(7), After: ten(4)}, entry.DayOf(2026, 11, 10)+entry.Day(day))
	}
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: "Sing with others", Status: entry.GoalReached, Since: entry.DayOf(2026, 11, 20)}}})
	b.get("/").want(http.StatusOK, "Because you met 9 hard moments on your own.", "Because it took the edge off on 9 of the 9 times", "“Sing with others”")
	page := b.get("/signals").want(http.StatusOK, "Worry time holds", "You trust yourself more", "You reached a goal")
	reasons := b.get(page.link("/signals/skill-holds")).want(http.StatusOK, "Worry time holds", "7, then 4", "it can still be chance")
	b.get(reasons.link("/practice/0")).want(http.StatusOK, "Worry time")
	b.get(page.link("/signals/confidence-grown")).want(http.StatusOK, "3, then 6")
	b.get(page.link("/signals/goal-reached")).want(http.StatusOK, "You reached a goal")
}
