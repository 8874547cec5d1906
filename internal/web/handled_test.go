package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestM4AHardMomentFromEmptyToErased(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/handled").want(http.StatusOK, "Nothing written down yet", "Write one down")
	list := b.get("/handled/new").send("/handled", "what", "The heating man shouted.", "did", "I asked him to go.", "before", "3", "after", "6")
	list.want(http.StatusOK, "Saved. You can read it on a harder day.", "The heating man shouted.", "3, then 6", "A handful so far: you were surer after 1 of 1 moment.")
	told := b.get(list.link("/handled/0")).want(http.StatusOK, "I asked him to go.", "Sure 3 of 10 before, 6 of 10 after.")
	b.get(told.path+"/correct").send("/handled", "after", "7").want(http.StatusOK, "The earlier one is kept as corrected.", "7 of 10 after")
	before := h.entries()
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.", "Nothing written down yet")
	b.get(told.path).want(http.StatusNotFound)
	if h.entries() != before-1 {
		t.Errorf("%d entries after erasing, want %d", h.entries(), before-1)
	}
}

func TestM4NumbersMayBeSkipped(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/handled/new").send("/handled", "what", "A long queue", "before", "skip", "after", "6").want(http.StatusOK, "Give both numbers once")
	j, err := h.home.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for day := range j.DaysBack(entry.LastDay) {
		if got := day.HandledIts[0]; got.Before != nil || got.After == nil || *got.After != 6 {
			t.Errorf("kept %+v", got)
		}
	}
}

func TestM4WhatDoesNotFit(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for field, values := range map[string][]string{
		"what":   {"", strings.Repeat("é", 20001)},
		"did":    {strings.Repeat("é", 20001)},
		"before": {"11", "-1", "seven", "007"},
		"after":  {"11", "5.5"},
		"day":    {"2027-01-01", "soon"},
		"time":   {"25:00"},
	} {
		for _, value := range values {
			typed := map[string]string{"what": "A queue"}
			typed[field] = value
			back := b.get("/handled/new").send("/handled", "what", typed["what"], "did", typed["did"], "before", typed["before"],
				"after", typed["after"], "day", typed["day"], "time", typed["time"])
			if back.want(http.StatusUnprocessableEntity).beside(field) == "" {
				t.Errorf("nothing stands beside %s for %.10q", field, value)
			}
			if field != "what" && back.form("/handled").Get("what") != "A queue" {
				t.Errorf("what was typed is gone after a slip in %s", field)
			}
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

func TestM4TheSameFormTwice(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/handled/new")
	form.send("/handled", "what", "A queue").want(http.StatusOK)
	before := h.entries()
	form.send("/handled", "what", "A queue").want(http.StatusOK, "Already saved. Nothing was added twice.")
	again := form.send("/handled", "what", "A longer queue").want(http.StatusConflict, "Save your change as a correction?")
	if h.entries() != before {
		t.Error("it was saved twice")
	}
	again.send("/handled").want(http.StatusOK, "A longer queue")
	if h.entries() != before {
		t.Error("the correction counts as one more")
	}
}

func TestM4AMomentKeptForLater(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/handled/new").send("/handled", "what", "half a story", "keep", "draft").want(http.StatusOK, "Kept as a draft.", "Nothing written down yet")
	b.get("/handled/new").want(http.StatusOK, "What you typed is still here.").send("/handled").want(http.StatusOK, "half a story")
	if got := b.get("/handled/new").form("/handled").Get("what"); got != "" {
		t.Errorf("the draft is still there: %q", got)
	}
}

func TestM4ManyMomentsComeInPages(t *testing.T) {
	h, b := startedHouse(t)
	before, after := 4, 6
	for day := range 45 {
		h.tell(entry.HandledIt{What: "moment", Before: &before, After: &after}, entry.DayOf(2026, 11, 20)-entry.Day(day))
	}
	list := b.get("/handled").want(http.StatusOK, "You were surer after 45 of 45 moments.", "more than chance is likely to make", "The picture shows the latest 40.")
	b.get(list.link("/handled?before=")).want(http.StatusOK, "Newer", "moment")
}

func TestM4AMomentIsFoundByItsWords(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.HandledIt{What: "The heating man shouted", Did: "I asked him to leave"})
	found := b.search("heating").want(http.StatusOK, "Handled it", "The heating man shouted")
	b.get(found.link("/handled/0")).want(http.StatusOK, "I asked him to leave")
}
