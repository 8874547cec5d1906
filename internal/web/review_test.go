package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestM8AReviewStepByStep(t *testing.T) {
	h, b := startedHouse(t)
	begun(h)
	h.tell(entry.Reflection{Text: "a page"}, entry.DayOf(2026, 11, 20))
	h.tell(scoredSheet("phq-9", 6), entry.DayOf(2026, 11, 15))
	list := b.get("/review").want(http.StatusOK, "About ten minutes", "What happened since 24 October 2026", "1 page in your journal", "PHQ-9: 6", "The first one will be here.")
	page := b.get(list.link("/review/new?step=1"))
	for n, gain := range []string{"reflection", "self-reliance", "goals", "skills", "therapy", "other-ways"} {
		page.want(http.StatusOK, "Question "+string(rune('1'+n))+" of 6")
		if n < 5 {
			page = page.send("/review", "answer-"+gain, "about "+gain, "go", "next")
		}
	}
	told := page.send("/review", "answer-other-ways", "A choir.").want(http.StatusOK,
		"Saved. You can read it next to the next one.", "about reflection", "A choir.", "1 page in your journal")
	b.get("/review").want(http.StatusOK, "Monthly look, 23 November 2026")
	if again := b.get("/review/new"); again.form("/review").Get("answer-goals") != "" {
		t.Error("the draft is still there")
	}
	kept := reviewOf(h)
	if !strings.HasPrefix(kept.Page, "Monthly look, 23 November 2026\n\nWhat was there\n- 1 page") || !strings.HasSuffix(kept.Page, "Other ways\nA choir.") {
		t.Errorf("the page that is kept: %q", kept.Page)
	}
	b.get(told.path+"/correct").send("/review", "answer-other-ways", "A choir, on Tuesdays.").want(http.StatusOK, "kept as corrected", "on Tuesdays", "about goals")
	before := h.entries()
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.", "The first one will be here.")
	if h.entries() != before-1 {
		t.Error("it was not erased")
	}
}

// reviewOf is the latest look as it is kept.
func reviewOf(h *house) entry.Review {
	h.t.Helper()
	j, err := h.home.Look(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	ref, ok := j.Latest(entry.KindReview)
	if !ok {
		h.t.Fatal("there is no look")
	}
	e, err := h.home.Entry(h.t.Context(), ref)
	if err != nil {
		h.t.Fatal(err)
	}
	return e.Body.(entry.Review)
}

func TestM8AReviewLeftHalfDone(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	b.get("/review/new?step=1").send("/review", "answer-reflection", "half a thought", "keep", "draft").want(http.StatusOK, "Kept as a draft.", "You have begun this.")
	page := b.get("/review/new?step=2").want(http.StatusOK, "What you typed is still here.")
	back := page.send("/review", "go", "back").want(http.StatusOK, "Question 1 of 6", "half a thought")
	all := back.send("/review", "go", "all").want(http.StatusOK, "half a thought", "Other ways")
	all.send("/review", "answer-goals", "one more").want(http.StatusOK, "half a thought", "one more")
	if h.entries() != before+1 {
		t.Error("a draft was saved as an entry, or nothing was saved")
	}
	b.get("/review/new?step=1").send("/review", "answer-reflection", "not this", "keep", "draft")
	values := map[string][]string{"go": {"discard"}}
	b.post("/review", values).want(http.StatusOK, "What you typed is dropped.")
	if got := b.get("/review/new").form("/review").Get("answer-reflection"); got != "" {
		t.Errorf("left of the draft: %q", got)
	}
}

func TestM8WhatDoesNotFit(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	if back := b.get("/review/new").send("/review").want(http.StatusUnprocessableEntity, "Nothing is written yet."); back.beside("answer-reflection") == "" {
		t.Error("nothing stands beside the first question")
	}
	for _, gain := range []string{"reflection", "self-reliance", "goals", "skills", "therapy", "other-ways"} {
		back := b.get("/review/new").send("/review", "answer-"+gain, strings.Repeat("é", 20001)).want(http.StatusUnprocessableEntity)
		if back.beside("answer-"+gain) == "" {
			t.Errorf("nothing stands beside %s", gain)
		}
	}
	full := strings.Repeat("é", 19000)
	back := b.get("/review/new").send("/review", "answer-reflection", full, "answer-self-reliance", full, "answer-goals", full, "answer-skills", full, "answer-therapy", full)
	if back.want(http.StatusUnprocessableEntity).beside("answer-other-ways") == "" {
		t.Error("a page that is too long as a whole has no sentence")
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

// The record may grow between two sendings of the same form: it is saved once.
func TestM8TheSameFormTwice(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/review/new")
	form.send("/review", "answer-goals", "rest").want(http.StatusOK)
	h.tell(entry.Reflection{Text: "meanwhile"})
	before := h.entries()
	form.send("/review", "answer-goals", "rest").want(http.StatusOK, "Already saved.")
	h.later(50 * 24 * time.Hour)
	again := form.send("/review", "answer-goals", "rest more").want(http.StatusConflict, "Save your change as a correction?")
	again.send("/review").want(http.StatusOK, "rest more", "23 November 2026")
	if h.entries() != before {
		t.Errorf("%d entries, want %d", h.entries(), before)
	}
}

// Today offers it every four weeks of a break, and never else.
func TestM8TodayOffersIt(t *testing.T) {
	h, b := startedHouse(t)
	offers := func() bool { return b.get("/").link("/review") != "" }
	h.tell(entry.CheckIn{Line: "a day"})
	if offers() {
		t.Error("offered without a break")
	}
	h.tell(entry.Phase{Name: entry.OnBreak})
	h.later(27 * 24 * time.Hour)
	b = h.browser().enter()
	if offers() {
		t.Error("offered after 27 days")
	}
	h.later(24 * time.Hour)
	if !offers() {
		t.Error("not offered after four weeks")
	}
	b.get("/review/new").send("/review", "answer-goals", "rest").want(http.StatusOK)
	if offers() {
		t.Error("offered again on the same day")
	}
	h.later(28 * 24 * time.Hour)
	b = h.browser().enter()
	if !offers() {
		t.Error("not offered after four more weeks")
	}
	h.tell(entry.Phase{Name: entry.InTherapy})
	if offers() {
		t.Error("offered in therapy")
	}
}
