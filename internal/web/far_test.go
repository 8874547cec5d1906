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

func TestM7BeforeABreak(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/far").want(http.StatusOK, "Your break has not begun yet", "Look at Progress")
	h.tell(entry.Phase{Name: entry.Preparing})
	b.get("/far").want(http.StatusOK, "Your break has not begun yet")
	if p := b.get("/far/text"); p.path != "/far" {
		t.Errorf("the text of nothing is at %s", p.path)
	}
}

func TestM7NoStartingPointIsSaidPlainly(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.OnBreak}, entry.DayOf(2026, 11, 1))
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 6}})
	h.tell(scoredSheet("phq-9", 12), entry.DayOf(2026, 11, 20))
	b.get("/far").want(http.StatusOK, "There is no starting point", "Mood", "6 (1 day, 6 to 6)", "PHQ-9: 12. One answer so far", "Nothing is quoted.")
}

func scoredSheet(instrument string, total float64) entry.AnswerSheet {
	return entry.AnswerSheet{Instrument: instrument, Total: &total}
}

// begun is a break of ten weeks with something of everything.
func begun(h *house) (start entry.Day) {
	start = entry.DayOf(2026, 9, 14)
	ten := func(n int) *int { return &n }
	h.tell(entry.Goals{Goals: []entry.Goal{
		{Key: "choir", Words: "Sing with others", Status: entry.GoalKept}, {Key: "run", Words: "Run again", Status: entry.GoalLetGo},
		{Key: "call", Words: "Call my brother", Status: entry.GoalReached},
	}})
	h.tell(entry.Phase{Name: entry.OnBreak}, start)
	h.tell(scoredSheet("phq-9", 14), start-3)
	h.tell(scoredSheet("phq-9", 7), start+60)
	h.tell(scoredSheet("gad-7", 8), start-3)
	h.tell(scoredSheet("gad-7", 7), start+60)
	for n := range entry.Day(4) {
		h.tell(entry.CheckIn{Items: map[string]float64{"mood": float64(3 + n)}}, start-10+n)
		h.tell(entry.CheckIn{Items: map[string]float64{"mood": float64(6 + n%2)}, Skills: []string{"worry-time"}}, start+60+n)
		h.tell(entry.HandledIt{What: "The landlord came by", Did: "I said not today", Before: ten(4), After: ten(6)}, start+20+n)
		h.tell(entry.Practice{Skill: "moving", Before: ten(7), After: ten(5)}, start+30+n)
	}
	h.tell(entry.GoalProgress{Goal: "choir", Value: 2}, start+2)
	h.tell(entry.GoalProgress{Goal: "choir", Value: 7}, start+50)
	return start
}

func TestM7StartBesideNow(t *testing.T) {
	h, b := startedHouse(t)
	begun(h)
	page := b.get("/far").want(http.StatusOK,
		"14 September 2026 to 23 November 2026",
		"Your PHQ-9 is 7, 7 less than when the break began. It was 14 on 11 September 2026. The difference is more than chance is likely to make.",
		"Your GAD-7 is 7, 1 less than when the break began.", "A difference smaller than 4 can be chance.",
		"4.5 (4 days, 3 to 6)", "6.5 (4 days, 6 to 7)",
		"4 hard moments since the break began.", "A handful so far: you were surer after 4 of 4 moments.",
		"“Sing with others”: from 2 to 7 of 10.", "Let go: “Run again”.", "Reached: “Call my brother”.",
		"Moving. A handful so far: it took the edge off 4 of 4 times.", "Worry time: ticked on 4 days.")
	if page.says("There is no starting point") {
		t.Error("it says that there is no starting point")
	}
}

// The text holds what the page holds, and private words only where chosen.
func TestM7QuotesAreChosen(t *testing.T) {
	h, b := startedHouse(t)
	start := begun(h)
	told := h.tell(entry.Reflection{Text: "I hum again in the kitchen."}, start+40)
	h.tell(entry.Reflection{Text: "Nobody reads this."}, start+41)
	b.get("/far").want(http.StatusOK, "Nothing is quoted.")
	form := b.get("/far/quotes").want(http.StatusOK, "I hum again in the kitchen.", "The landlord came by")
	page := form.send("/far/quotes", "quote", string(told)).want(http.StatusOK, "The rest stays private.", "“I hum again in the kitchen.”")
	if page.says("Nobody reads this") {
		t.Error("it quotes what was not chosen")
	}
	if got := b.get("/far/text"); !got.says("hum again in the kitchen") || !got.says("# How far you have come") || !got.says("Sing with others") || got.says("Nobody reads") {
		t.Errorf("the text: %s", got.body)
	}
	before := h.entries()
	form.send("/far/quotes", "quote", string(told)).want(http.StatusOK)
	if h.entries() != before {
		t.Error("sending it twice saved it twice")
	}
	b.get("/reflections/"+string(told)).send("/reflections/"+string(told)+"/erase").want(http.StatusOK, "Something you saved quotes this", "A letter, today").
		send("/reflections/" + string(told) + "/erase").want(http.StatusOK)
	b.get("/far").want(http.StatusOK, "Nothing is quoted.")
	values := b.get("/far/quotes").form("/far/quotes")
	values["quote"] = []string{"no-such-entry", string(told)}
	b.post("/far/quotes", values).want(http.StatusOK, "Nothing is quoted.")
}

// What was chosen long ago stays chosen when the form no longer lists it.
func TestM7AnOlderQuoteStays(t *testing.T) {
	h, b := startedHouse(t)
	start := begun(h)
	old := h.tell(entry.Reflection{Text: "The first page."}, start)
	b.get("/far/quotes").send("/far/quotes", "quote", string(old)).want(http.StatusOK, "“The first page.”")
	for n := range entry.Day(41) {
		h.tell(entry.Reflection{Text: "another"}, start+5+n)
	}
	form := b.get("/far/quotes").want(http.StatusOK, "The latest 40 of each are listed.")
	if form.says("The first page.") {
		t.Fatal("it is still listed")
	}
	form.send("/far/quotes").want(http.StatusOK, "“The first page.”")
}

func TestM7ABreakThatEnded(t *testing.T) {
	h, b := startedHouse(t)
	start := begun(h)
	h.tell(entry.Phase{Name: entry.InTherapy}, start+64)
	b.get("/far").want(http.StatusOK, "When it ended", "6.5 (4 days, 6 to 7)")
}
