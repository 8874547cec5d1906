package web_test

import (
	"net/http"
	"testing"

	"fermata/internal/entry"
)

// O1: what a month costs, in the person's own money, side by side.
func TestO1WaysOfGettingCareSideBySide(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/care").want(http.StatusOK, "In person", "Low-cost", "Questions to ask a new therapist", "That is not in yet.", "Fill in the ways you think of")
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
