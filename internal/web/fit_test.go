package web_test

import (
	"net/http"
	"testing"

	"fermata/internal/entry"
)

func TestE1HowTheTherapyWasStepByStep(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(scoredSheet("phq-9", 18), entry.DayOf(2026, 8, 3))
	h.tell(scoredSheet("phq-9", 6), entry.DayOf(2026, 11, 15))
	first := b.get("/fit").want(http.StatusOK, "People on a waiting list get better as well", "from memory", "PHQ-9", "It was 18 on 3 August 2026.", "more than chance is likely to make")
	page := b.get(first.link("/fit/new?step=1"))
	page = page.want(http.StatusOK, "Step 1 of 6", "How we got on").send("/fit", "fit-bond", "8", "words-bond", "I could say no.", "go", "next")
	page = page.want(http.StatusOK, "Step 2 of 6", "What we worked towards").send("/fit", "fit-goals", "skip", "go", "next")
	page = page.want(http.StatusOK, "Step 3 of 6").send("/fit", "fit-ways", "3", "words-ways", "Too many sheets.", "go", "next")
	page.want(http.StatusOK, "Step 4 of 6").send("/fit", "words-helped", "The bench at five.", "go", "next")

	// Each step is kept as it is left.
	b = h.browser().enter()
	b.get("/fit").want(http.StatusOK, "You have begun this")
	back := b.get("/fit/new?step=4").want(http.StatusOK, "The bench at five.").form("/fit")
	if back.Get("fit-bond") != "8" || back.Get("words-ways") != "Too many sheets." {
		t.Errorf("the draft holds %v", back)
	}
	before := h.entries()
	page = b.get("/fit/new?step=5").send("/fit", "words-not-helped", "The hour at noon.", "go", "next")
	saved := page.want(http.StatusOK, "Step 6 of 6", "Which way do you lean").send("/fit", "next", "another-kind")
	saved.want(http.StatusOK, "four ways on", "8 of 10.", "I could say no.", "The hour at noon.", "you lean here")
	if h.entries() != before+1 {
		t.Error("it was not saved once")
	}
	body := told[entry.TherapyFit](h, entry.KindTherapyFit)
	if _, given := body.Fits["goals"]; given || body.Fits["ways"] != 3 || body.Next != "another-kind" {
		t.Errorf("%+v", body)
	}

	address := saved.link("/fit/0")
	b.get(b.get(address).link(address+"/correct")).send("/fit", "words-helped", "The bench.").want(http.StatusOK, "kept as corrected", "The bench.", "I could say no.")
	b.search("bench").want(http.StatusOK, "Was it working?")
	b.get(address).send(address+"/erase").want(http.StatusOK, "Erased.")
	if _, there := h.look().Latest(entry.KindTherapyFit); there {
		t.Error("it is still there")
	}
}

// The ways on stand evenly: each with a line and a page, and none is put first
// by what was answered. After a word about safety, no letter is proposed.
func TestE1FourWaysOnAndTheWaysOfGettingCare(t *testing.T) {
	h, b := startedHouse(t)
	for _, fit := range []int{0, 10} {
		h.tell(entry.TherapyFit{Fits: map[string]int{"bond": fit, "goals": fit, "ways": fit}})
		p := b.get("/fit").want(http.StatusOK, "The same therapist", "Another therapist", "Another kind of help", "None for now")
		for _, url := range []string{"/decide/talk", "/care", "/care/group", "/plan/staying-well"} {
			if p.link(url) == "" {
				t.Errorf("nothing leads to %s", url)
			}
		}
		if p.says("you lean here") {
			t.Error("an answer chose the way")
		}
	}
	h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	if p := b.get("/fit"); p.link("/decide/talk") != "" || p.link("/decide/signs/safety") == "" {
		t.Error("a letter is proposed to someone who does not feel safe")
	}
}

func TestE1WhatDoesNotFitIsSaidBesideTheField(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/fit/new")
	before := h.look().Seq
	for _, w := range []wrong{
		{"nothing", "words-bond", []string{"words-bond", ""}},
		{"eleven", "fit-ways", []string{"fit-ways", "11"}},
		{"a book", "words-helped", []string{"words-helped", long(20001)}},
		{"another way", "next", []string{"next", "by-post"}},
	} {
		t.Run(w.name, func(t *testing.T) { wantBeside(t, page, "/fit", w) })
	}
	if h.look().Seq != before {
		t.Error("something was saved")
	}
	page.send("/fit", "words-bond", "good").want(http.StatusOK)
	page.send("/fit", "words-bond", "good").want(http.StatusOK, "Already saved.")
	again := page.send("/fit", "words-bond", "better").want(http.StatusConflict, "Save your change as a correction?")
	again.send("/fit").want(http.StatusOK, "better")
	b.get("/fit/new?step=2").send("/fit", "words-goals", "not this", "keep", "draft").want(http.StatusOK, "Kept as a draft.")
	b.post("/fit", map[string][]string{"go": {"discard"}}).want(http.StatusOK, "What was not saved is dropped.")
	b.get("/fit/no-such-look").want(http.StatusNotFound)
}

func TestE1TodayLeadsThereInEachPhaseItBelongsTo(t *testing.T) {
	h, b := startedHouse(t)
	for _, phase := range []entry.PhaseName{entry.Considering, entry.InTherapy, entry.OnBreak, entry.Returning} {
		h.tell(entry.Phase{Name: phase})
		if b.get("/").link("/fit") == "" {
			t.Errorf("%s: Today does not lead there", phase)
		}
	}
	if b.get("/contents").link("/fit") == "" {
		t.Error("Contents does not lead there")
	}
}
