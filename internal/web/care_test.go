package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// O1: what a month costs, in the person's own money, side by side.
func TestO1WaysOfGettingCareSideBySide(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/care").want(http.StatusOK, "In person", "Low-cost", "Questions to ask a new therapist", "CMAJ 2024", "Not known: how it is for people with severe", "Fill in the ways you think of")
	p := b.get("/care/in-person").send("/care/in-person", "name", "Dr Lind", "currency", "CHF", "fee", "1'200.50", "per-year", "12", "cover", "1000", "travel", "6,40", "fit-wait", "-2", "note-wait", "six weeks")
	p.want(http.StatusOK, "In person: Dr Lind", "CHF 206.90", "six weeks", "speaks against it")
	p = b.get("/care/online").send("/care/online", "fee", "45", "lower", "30", "per-year", "26")
	p.want(http.StatusOK, "CHF 97.50", "CHF 65", "CHF 45, every second week")
	body := told[entry.CareOptions](h, entry.KindCareOptions)
	if len(body.Options) != 2 || *body.Options[0].Fee != 120050 || body.Options[0].Travel != 640 || body.Options[0].Notes["wait"] != "six weeks" {
		t.Errorf("%+v", body)
	}
	form := b.get("/care/in-person").want(http.StatusOK, "About CHF 206.90 a month.").form("/care/in-person")
	for name, want := range map[string]string{"fee": "1200.50", "cover": "1000", "travel": "6.40", "per-year": "12", "fit-wait": "-2", "currency": "CHF"} {
		if form.Get(name) != want {
			t.Errorf("%s is %q, not %q", name, form.Get(name), want)
		}
	}
}

func TestO1AFreePlaceAndAnUnknownFee(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/care/low-cost").send("/care/low-cost", "fee", "0", "currency", "€").want(http.StatusOK, "€0")
	b.get("/care/group").send("/care/group", "per-year", "52")
	p := b.get("/care/self-guided").send("/care/self-guided", "monthly", "12.5").want(http.StatusOK, "€12.50", "not known")
	if p.says("€0 every week") {
		t.Error("a fee that is not known counts as nothing")
	}
}

func TestO1WhatDoesNotFitIsSaidBesideTheField(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/care/online")
	before := h.look().Seq
	for _, w := range []wrong{
		{"words", "fee", []string{"fee", "sixty"}},
		{"below nothing", "fee", []string{"fee", "-60"}},
		{"only a comma", "travel", []string{"travel", ","}},
		{"too much", "monthly", []string{"monthly", "99999999"}},
		{"without end", "cover", []string{"cover", "1" + long(3000)}},
		{"arabic digits", "lower", []string{"lower", "٦٠"}},
		{"how often in words", "per-year", []string{"per-year", "often"}},
		{"every hour", "per-year", []string{"per-year", "8760"}},
		{"a long name", "name", []string{"name", long(81)}},
		{"a long currency", "currency", []string{"currency", long(9)}},
		{"better than good", "fit-wait", []string{"fit-wait", "3"}},
		{"a long note", "note-wait", []string{"note-wait", long(501)}},
	} {
		t.Run(w.name, func(t *testing.T) { wantBeside(t, page, "/care/online", w) })
	}
	if h.look().Seq != before {
		t.Error("something was saved")
	}
	b.get("/care/by-post").want(http.StatusNotFound)
}

// O1: what matters is weighed, and the heaviest stands first.
func TestO1WhatMattersIsWeighed(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/care/in-person").send("/care/in-person", "fee", "60", "per-year", "52", "note-wait", "six weeks", "note-privacy", "a door that shuts")
	b.get("/care/matters").send("/care/matters", "weight-privacy", "5", "weight-wait", "2").want(http.StatusOK, "How private it is (5 of 5)", "How long I would wait (2 of 5)")
	p := b.get("/care")
	if strings.Index(p.body, "How private it is (5 of 5)") > strings.Index(p.body, "How long I would wait (2 of 5)") {
		t.Error("the heaviest does not stand first")
	}
	if body := told[entry.CareOptions](h, entry.KindCareOptions); len(body.Options) != 1 || body.Weights["privacy"] != 5 {
		t.Errorf("%+v", body)
	}
	before := h.look().Seq
	if p := b.get("/care/matters").send("/care/matters", "weight-wait", "9").want(http.StatusUnprocessableEntity); p.beside("weight-wait") == "" || h.look().Seq != before {
		t.Error("nothing beside the field, or it was saved")
	}
	b.get("/care/online").send("/care/online", "fee", "40", "per-year", "52", "time-off", "30").want(http.StatusOK, "303.33", "How private it is (5 of 5)")
}

// O1: what matters to this person and is not in the list; when the line goes,
// what was noted on it goes.
func TestO1WhatMattersInOnesOwnWords(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/care/matters").send("/care/matters", "own-1", "A garden to wait in", "own-weight-1", "5", "own-2", "How private it is").want(http.StatusOK)
	b.get("/care/in-person").want(http.StatusOK, "A garden to wait in").send("/care/in-person", "note-a-garden-to-wait-in", "roses", "fit-a-garden-to-wait-in", "2").
		want(http.StatusOK, "A garden to wait in (5 of 5)", "roses")
	if p := b.get("/care/matters").send("/care/matters", "own-1", long(81)).want(http.StatusUnprocessableEntity); p.beside("own-1") == "" {
		t.Error("nothing beside the line")
	}
	body := told[entry.CareOptions](h, entry.KindCareOptions)
	if len(body.Own) != 2 || body.Weights["a-garden-to-wait-in"] != 5 || body.Options[0].Notes["a-garden-to-wait-in"] != "roses" {
		t.Errorf("%+v", body)
	}
	b.get("/care/matters").send("/care/matters", "own-1", "").want(http.StatusOK)
	if p := b.get("/care"); p.says("A garden") || p.says("roses") {
		t.Error("what was let go is still there")
	}
	if body := told[entry.CareOptions](h, entry.KindCareOptions); len(body.Own) != 1 || len(body.Options[0].Notes) != 0 {
		t.Errorf("%+v", body)
	}
}

// O1: a way of one's own stands beside the others, and can go again.
func TestO1AWayOfOnesOwn(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/care/new").send("/care/new", "fee", "10").want(http.StatusUnprocessableEntity)
	if p.beside("name") == "" {
		t.Error("nothing beside the name")
	}
	p.send("/care/new", "name", "The drop-in", "sort", "low-cost", "per-year", "52").want(http.StatusOK, "The drop-in", "43.33")
	b.get("/care/new").send("/care/new", "name", "The drop-in", "sort", "group")
	b.get("/care/new").send("/care/new", "name", "Matters", "sort", "group")
	b.get("/care/the-drop-in").want(http.StatusOK, "About 43.33 a month.").send("/care/the-drop-in", "note-wait", "none")
	body := told[entry.CareOptions](h, entry.KindCareOptions)
	if len(body.Options) != 3 || body.Options[0].Sort != "low-cost" || body.Options[0].Notes["wait"] != "none" || body.Options[1].Key != "the-drop-in-2" || body.Options[2].Key == "matters" {
		t.Errorf("%+v", body.Options)
	}
	b.get("/care/the-drop-in").send("/care/the-drop-in", "go", "remove").want(http.StatusOK, "The drop-in")
	if body := told[entry.CareOptions](h, entry.KindCareOptions); len(body.Options) != 2 {
		t.Errorf("%+v", body.Options)
	}
	b.get("/care/the-drop-in").want(http.StatusNotFound)
}

// O1: who keeps registers and takes complaints, with source and date; what is
// not known is said to be so.
func TestO1WhereToComplainAndWhatIsNotKnown(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Profile{Country: "DE", Zone: "Europe/Berlin"})
	h.tell(entry.HelpCard{Country: "DE"})
	b.get("/care").want(http.StatusOK, "Psychotherapeutenkammer", "stored copies, November 2026", "We have checked no public list by country yet")
}
