package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// planOutside is the safety plan as it stands outside the seal.
func (h *house) planOutside() string {
	h.t.Helper()
	card, err := h.home.Card(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	if card.SafetyPlan == nil {
		return ""
	}
	steps := card.SafetyPlan.Steps()
	return strings.Join(steps[:], "|")
}

func TestPL6ASafetyPlanStepByStep(t *testing.T) {
	h, b := startedHouse(t)
	empty := b.get("/plan/safety").want(http.StatusOK, "No safety plan yet", "It works best made with someone", "If you are in danger right now")
	step := b.get(empty.link("/plan/safety/edit?step=1")).want(http.StatusOK, "Step 1 of 7", "How I know it is coming")
	step = step.send("/plan/safety", "signs", "Everything goes quiet.", "go", "next").want(http.StatusOK, "Step 2 of 7", "What I can do on my own")
	if step.path != "/plan/safety/edit" {
		t.Errorf("the step is at %s, where a reload would send it again", step.path)
	}
	step.send("/plan/safety", "alone", "Cold water.", "go", "back").want(http.StatusOK, "Step 1 of 7")
	b.get("/plan/safety").want(http.StatusOK, "You have begun this. It is kept where you stopped.")
	last := b.get("/plan/safety/edit?step=7").want(http.StatusOK, "Step 7 of 7", "Where may it open?")
	last.send("/plan/safety").want(http.StatusOK, "Saved. Take a copy along", "Everything goes quiet.", "Cold water.", "In your words, from 23 November 2026.", "This plan is sealed.")
	if h.planOutside() != "" {
		t.Error("a plan stands outside the seal that nobody put there")
	}
	if again := b.get("/plan/safety/edit?step=1"); again.says("What you typed is still here.") || again.form("/plan/safety").Get("signs") != "Everything goes quiet." {
		t.Error("the form does not begin with what was saved")
	}
}

func TestPL6AllOnOnePage(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/plan/safety/edit").want(http.StatusOK, "Making the room safer", "Where may it open?")
	values := form.form("/plan/safety")
	values.Set("room", "Noor keeps it.\nI sleep at hers.")
	before := h.entries()
	b.post("/plan/safety", values).want(http.StatusOK, "I sleep at hers.")
	b.post("/plan/safety", values).want(http.StatusOK, "I sleep at hers.")
	if h.entries() != before+1 {
		t.Errorf("sent twice, it became %d entries", h.entries()-before)
	}
	values.Set("room", "Something else.")
	values = b.post("/plan/safety", values).want(http.StatusConflict).form("/plan/safety")
	b.post("/plan/safety", values).want(http.StatusOK, "Something else.")
}

func TestPL6WhatDoesNotFitComesBack(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	b.get("/plan/safety/edit?step=7").send("/plan/safety").want(http.StatusUnprocessableEntity, "Nothing is written yet.")
	for _, field := range []string{"signs", "alone", "places", "ask", "professionals", "room"} {
		long := strings.Repeat("word ", 500)
		back := b.get("/plan/safety/edit").send("/plan/safety", field, long).want(http.StatusUnprocessableEntity)
		if back.beside(field) == "" || back.form("/plan/safety").Get(field) != strings.TrimSpace(long) {
			t.Errorf("%s: beside it stands %q", field, back.beside(field))
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

func TestPL6APlanOpensOnHelpNowOnlyWhileChosen(t *testing.T) {
	h, b := startedHouse(t)
	stranger := h.browser()
	sealed := b.get("/plan/safety/edit").send("/plan/safety", "signs", "Everything goes quiet.")
	b.get("/help-now").want(http.StatusOK, "Your safety plan", "Everything goes quiet.")
	if stranger.get("/help-now").says("goes quiet") {
		t.Fatal("a stranger reads a sealed plan")
	}
	sealed.send("/plan/safety/where", "where", "help-now").want(http.StatusOK, "Help now shows the plan, also while locked.")
	h.home.Lock()
	stranger.get("/help-now").want(http.StatusOK, "How I know it is coming", "Everything goes quiet.", "In your words, from 23 November 2026.")
	if err := h.home.Unlock(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	b = h.browser().enter()
	b.get("/help-now/edit").send("/help-now/edit", "country", "GB").want(http.StatusOK)
	if h.planOutside() == "" {
		t.Error("a change of numbers took the plan away")
	}
	b.get("/plan/safety").send("/plan/safety/where", "where", "sealed").want(http.StatusOK, "The plan is off Help now.")
	h.home.Lock()
	if h.planOutside() != "" || stranger.get("/help-now").says("goes quiet") {
		t.Error("the plan is still outside the seal")
	}
}

func TestPL6AnOlderFormDoesNotShowThePlanAgain(t *testing.T) {
	h, b := startedHouse(t)
	show := b.get("/plan/safety/edit").form("/plan/safety")
	show.Set("signs", "Everything goes quiet.")
	show.Set("where", "help-now")
	page := b.post("/plan/safety", show)
	if h.planOutside() == "" {
		t.Fatal("the plan is not on Help now")
	}
	page.send("/plan/safety/where", "where", "sealed")
	b.post("/plan/safety", show)
	if h.planOutside() != "" {
		t.Error("the form that was sent before put the plan outside the seal again")
	}
}

func TestPL6ErasingTakesTheCopyToo(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.SafetyPlan{Signs: "an earlier one"})
	page := b.get("/plan/safety/edit").send("/plan/safety", "signs", "Everything goes quiet.", "where", "help-now")
	page.send("/plan/safety/erase").want(http.StatusOK, "The plan is erased.", "No safety plan yet")
	if h.planOutside() != "" {
		t.Error("the copy is still there")
	}
	page.send("/plan/safety/erase").want(http.StatusOK)
	j, err := h.home.Look(t.Context())
	if err != nil || len(j.Versions[entry.KindSafetyPlan]) != 0 {
		t.Errorf("%d versions are left (%v)", len(j.Versions[entry.KindSafetyPlan]), err)
	}
}

func TestPL6ErasingTheEntryItselfTakesTheCopyToo(t *testing.T) {
	h, _ := startedHouse(t)
	id := h.tell(entry.SafetyPlan{Signs: "Everything goes quiet.", Readable: true})
	if err := h.home.SetHelpCard(t.Context(), "0190a000-0000-7000-8000-000000000001", entry.HelpCard{Country: "GB"}); err != nil {
		t.Fatal(err)
	}
	if h.planOutside() == "" {
		t.Fatal("the plan is not on Help now")
	}
	if err := h.home.Erase(t.Context(), "0190a000-0000-7000-8000-000000000002", id); err != nil {
		t.Fatal(err)
	}
	if h.planOutside() != "" {
		t.Error("the copy is still there")
	}
}

func TestPL6ACopyFromBeforePlansAndADamagedOne(t *testing.T) {
	h, b := startedHouse(t)
	people, err := h.store.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put := func(copy string) {
		if err := h.store.PutHelpCard(t.Context(), people[0].Person, []byte(copy)); err != nil {
			t.Fatal(err)
		}
	}
	put(`{"country":"GB","numbers":[{"name":"Noor","tel":"999111"}]}`)
	b.get("/help-now").want(http.StatusOK, "Noor", "United Kingdom")
	put(`{"country":"GB","safety_plan":"not a plan"}`)
	b.get("/help-now").want(http.StatusOK, "United Kingdom")
	put(`{"country":`)
	b.get("/help-now").want(http.StatusOK, "In danger now")
}

func TestPL6HalfWrittenCanBeDropped(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/plan/safety/edit?step=2").send("/plan/safety", "alone", "half a thought", "keep", "draft").want(http.StatusOK, "Kept as a draft.", "You have begun this.")
	form := b.get("/plan/safety/edit?step=2").want(http.StatusOK, "What you typed is still here.", "half a thought")
	values := form.form("/plan/safety")
	values.Set("go", "discard")
	b.post("/plan/safety", values).want(http.StatusOK, "No safety plan yet")
}

func TestPL6ThePlanIsTakenAlong(t *testing.T) {
	h, b := startedHouse(t)
	for _, file := range []string{"/letters/safety-plan/page.pdf", "/plan/safety/wallet.pdf", "/plan/safety/phone.png"} {
		if p := b.get(file); p.path != "/plan/safety" {
			t.Errorf("%s without a plan leads to %s", file, p.path)
		}
	}
	plan := b.get("/plan/safety/edit").send("/plan/safety", "signs", "Everything goes quiet.\nŻółto mi.")
	for file, begins := range map[string]string{"/letters/safety-plan/page.pdf": "%PDF-", "/plan/safety/wallet.pdf": "%PDF-", "/plan/safety/phone.png": "\x89PNG"} {
		link := plan.link(file)
		p := b.get(link)
		if p.status != http.StatusOK || !strings.HasPrefix(p.body, begins) || p.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: status %d, %q", file, p.status, p.body[:min(len(p.body), 10)])
		}
		if b.get(link).body != p.body {
			t.Errorf("%s is another file the second time", file)
		}
	}
	h.tell(entry.SafetyPlan{Signs: "静かになる"})
	b.get("/letters/safety-plan/page.pdf").want(http.StatusOK, "Print the page from your browser", "静かになる")
	b.get("/plan/safety/wallet.pdf").want(http.StatusUnprocessableEntity, "Print the page from your browser")
	h.tell(entry.SafetyPlan{Signs: strings.Repeat("many words ", 180)})
	b.get("/plan/safety/wallet.pdf").want(http.StatusRequestEntityTooLarge, "Take the one-page PDF")
}
