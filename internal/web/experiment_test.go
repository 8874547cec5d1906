package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

// moods tells a mood for each day from a day on.
func (h *house) moods(from entry.Day, values ...float64) {
	h.t.Helper()
	for n, value := range values {
		h.tell(entry.CheckIn{Items: map[string]float64{"mood": value}}, from+entry.Day(n))
	}
}

var experimentToday = entry.DayOf(2026, 11, 23)

func TestE2AnExperimentFromAnIdeaToItsResult(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.OnBreak})
	h.moods(experimentToday-14, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5)
	list := b.get(b.get("/").link("/experiments")).want(http.StatusOK, "Mindfulness", "A support group", "Before and after alone prove little.")
	form := b.get(list.link("/experiments/new?sort=exercise")).want(http.StatusOK, "A walk counts.")
	p := form.send("/experiments", "item", "mood", "try", "2026-11-23", "end", "2026-12-04", "often", "after lunch")
	p.want(http.StatusOK, "Days with it, until 4 December 2026", "After lunch, twenty minutes.", "You expect Mood to go up.", "the 14 days before 23 November 2026", "It takes some of each to say anything.")
	address := p.path

	// One tick in the check-in, sent twice, notes it once.
	b.get("/").want(http.StatusOK, "One tick in the check-in is enough.")
	before := h.entries()
	checkIn := b.get("/check-in").want(http.StatusOK, "What you are trying", "A brisk walk")
	key := strings.TrimPrefix(address, "/experiments/")
	for range 2 {
		checkIn.send("/check-in", "item-mood", "7", "tried", key).want(http.StatusOK)
	}
	if h.entries() != before+2 {
		t.Errorf("%d entries more, want a check-in and a day", h.entries()-before)
	}
	if done, told := h.look().DoneOn(key, experimentToday); !done || !told {
		t.Error("the tick did not arrive")
	}
	if b.get("/").says("One tick in the check-in is enough.") {
		t.Error("Today asks again")
	}
	h.later(24 * time.Hour)
	b = h.browser().enter()
	b.get("/check-in").send("/check-in", "tried", key).want(http.StatusOK, "Saved.")
	b.get(address).send(address+"/days", "done", "no", "note", "rain").want(http.StatusOK, "Noted.", "Done on 1 of 2 days it was meant for.")

	h.later(15 * 24 * time.Hour)
	b = h.browser().enter()
	h.moods(experimentToday+1, 7, 6, 7, 8, 5, 7, 6, 7, 8, 6, 7)
	b.get("/").want(http.StatusOK, "It is over. See what came of it.")
	result := b.get(address).want(http.StatusOK, "Ended on 4 December 2026", "Mood was better on 12 of 12 days with it than on the middle day without it.",
		"more than chance alone is likely to make", "Before and after alone prove little.", "NAP 0.98, 95 % interval", "Nothing is noted for 10 of them.", "a day with it")
	result.send(address+"/took", "took", "Keep the light.").want(http.StatusOK, "Keep the light.")
	b.get("/experiments").want(http.StatusOK, "Finished", "12 of 12 days")
	b.get("/progress").want(http.StatusOK, "A brisk walk", "12 of 12 days")
	b.get("/far").want(http.StatusOK, "What you tried", "You wrote: “Keep the light.”")
	before = h.entries()
	b.get(address).send(address+"/erase").want(http.StatusOK, "Erased.")
	b.get(address).want(http.StatusNotFound)
	if got := before - h.entries(); got != 5 {
		t.Errorf("%d entries went, want two versions and three days", got)
	}
	if len(h.look().Series("mood", entry.FirstDay, entry.LastDay)) != 26 {
		t.Error("numbers of check-ins went with it")
	}
}

// The days that count are those of the plan, turn by turn, and a lower number
// can be the better one.
func TestE2WeeksWithAndWeeksWithout(t *testing.T) {
	h, b := startedHouse(t)
	h.moods(experimentToday-42, slices.Repeat([]float64{6, 5, 7, 6, 5, 6, 7}, 6)...)
	p := b.get("/experiments/new?sort=own").send("/experiments", "what", "Less news", "item", "mood", "better", "lower", "compare", "14",
		"try", "2026-10-26", "end", "2026-11-22", "alternate", "7", "weekdays", "1")
	p.want(http.StatusOK, "By turns: 7 days with it, then as many without.", "You expect Mood to go down.", "Mon.",
		"Mood was better on 4 of 14 days with it", "It could be chance.", "time passes for both alike", "Meant for 2 days so far; nothing is noted about the doing.")
	body := told[entry.Experiment](h, entry.KindExperiment)
	if body.BetterHigh || body.Begin != body.Try-14 || body.Alternate != 7 || !slices.Equal(body.Weekdays, []int{1}) {
		t.Errorf("%+v", body)
	}
	kept := b.get(p.path+"/edit").want(http.StatusOK, "makes them worth less").form(p.path)
	for name, want := range map[string]string{"what": "Less news", "item": "mood", "better": "lower", "compare": "14", "try": "2026-10-26", "alternate": "7", "weekdays": "1"} {
		if kept.Get(name) != want {
			t.Errorf("%s is %q, not %q", name, kept.Get(name), want)
		}
	}
}

func TestE2FewDaysAreCalledFewAndStoppingIsFine(t *testing.T) {
	h, b := startedHouse(t)
	h.moods(experimentToday-7, 3, 3, 4, 3, 3, 4, 3)
	h.moods(experimentToday, 9)
	p := b.get("/experiments/new?sort=mindfulness").send("/experiments", "item", "mood", "compare", "7", "try", "2026-11-23", "end", "2026-12-20")
	p = p.want(http.StatusOK, "These are few days, and it could be chance.", "Stop it now")
	if p.says("NAP") {
		t.Error("one day is drawn from")
	}
	p = p.send(p.path+"/stop").want(http.StatusOK, "Stopped. What was told so far counts.", "Stopped on 23 November 2026", "Go on after all")
	b.get("/experiments/new?sort=group").want(http.StatusOK, "Where to find a group", "Your doctor or clinic")
	h.later(48 * time.Hour)
	b = h.browser().enter()
	if b.get("/check-in").says("A body scan") {
		t.Error("the check-in still asks")
	}
	address := p.path
	b.post(address+"/stop", map[string][]string{"id": {b.get(address).form(address + "/stop").Get("id")}, "to": {"go-on"}}).want(http.StatusOK, "It goes on.", "Days with it")
}

func TestE2WhatDoesNotFitIsSaidBesideTheField(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/experiments/new")
	before := h.look().Seq
	good := []string{"what", "A walk", "item", "mood"}
	for _, w := range []wrong{
		{"nothing", "what", []string{"what", "", "item", "mood"}},
		{"a long name", "what", []string{"what", long(81), "item", "mood"}},
		{"no item", "item", []string{"what", "A walk"}},
		{"an item of someone else", "item", []string{"what", "A walk", "item", "humidity"}},
		{"no first day", "try", append([]string{"try", ""}, good...)},
		{"a first day in words", "try", append([]string{"try", "soon"}, good...)},
		{"an end before it", "end", append([]string{"end", "2026-01-01"}, good...)},
		{"years of it", "end", append([]string{"end", "2028-01-01"}, good...)},
		{"nothing to compare with", "compare", append([]string{"compare", "0"}, good...)},
		{"turns in words", "alternate", append([]string{"alternate", "weekly"}, good...)},
		{"an eighth day", "weekdays", append([]string{"weekdays", "8"}, good...)},
		{"a long how often", "often", append([]string{"often", long(501)}, good...)},
	} {
		t.Run(w.name, func(t *testing.T) { wantBeside(t, page, "/experiments", w) })
	}
	if h.look().Seq != before {
		t.Fatal("something was saved")
	}
	p := page.send("/experiments", "what", "A walk", "item", "mood", "try", "2026-11-23").want(http.StatusOK)
	page.send("/experiments", "what", "A walk", "item", "mood", "try", "2026-11-23").want(http.StatusOK)
	if len(h.look().Plan.Experiments) != 1 {
		t.Error("the same form made two")
	}
	for _, w := range append(days("done", "yes"), wrong{"neither yes nor no", "done", []string{"done", ""}}) {
		t.Run(w.name, func(t *testing.T) { wantBeside(t, p, p.path+"/days", w) })
	}
	b.get("/experiments/no-such-thing").want(http.StatusNotFound)
}
