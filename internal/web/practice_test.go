package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestM5APracticeFromEmptyToErased(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/practice").want(http.StatusOK, "Nothing practised yet", "Note a practice")
	list := b.get("/practice/new?skill=worry-time").send("/practice", "situation", "Before sleep", "before", "7", "after", "4", "change", "Start earlier.")
	list.want(http.StatusOK, "Saved.", "Worry time", "7, then 4", "A handful so far: it took the edge off 1 of 1 time.", "Before sleep")
	told := b.get(list.link("/practice/0")).want(http.StatusOK, "Distress 7 of 10 before, 4 of 10 after.", "Start earlier.")
	b.get(told.path+"/correct").send("/practice", "after", "5").want(http.StatusOK, "5 of 10 after")
	before := h.entries()
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.", "Nothing practised yet")
	if h.entries() != before-1 {
		t.Errorf("%d entries after erasing, want %d", h.entries(), before-1)
	}
	b.get("/skills/worry-time/practice").want(http.StatusNotFound)
}

func TestM5WhatIsAtHandComesFirst(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "soup", Name: "Making soup"}, {Key: "gone", Name: "Let go", Retired: true}}})
	form := b.get("/practice/new").want(http.StatusOK)
	list := text(form.byID("skill"))
	if soup, library := strings.Index(list, "Making soup"), strings.Index(list, "Slow breathing"); soup < 0 || library < soup || strings.Contains(list, "Let go") {
		t.Errorf("offered: %s", list)
	}
	form.send("/practice", "skill", "soup").want(http.StatusOK, "Making soup", "Give both numbers once")
}

func TestM5WhatDoesNotFit(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for field, value := range map[string]string{
		"skill": "", "situation": strings.Repeat("é", 501), "before": "11", "after": "ten", "change": strings.Repeat("é", 20001), "day": "2027-02-01", "time": "noon",
	} {
		back := b.get("/practice/new?skill=worry-time").send("/practice", field, value).want(http.StatusUnprocessableEntity)
		if back.beside(field) == "" {
			t.Errorf("nothing stands beside %s", field)
		}
	}
	for _, field := range []string{"thought", "for", "against", "balanced"} {
		back := b.get("/practice/new?skill=thought-record").send("/practice", field, strings.Repeat("é", 20001)).want(http.StatusUnprocessableEntity)
		if back.beside(field) == "" {
			t.Errorf("nothing stands beside %s", field)
		}
	}
	b.get("/practice/new?skill=%3Cscript%3E").want(http.StatusOK)
	if h.entries() != before {
		t.Error("something was saved")
	}
}

func TestM5TheSameFormTwice(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/practice/new?skill=moving")
	form.send("/practice").want(http.StatusOK)
	before := h.entries()
	form.send("/practice").want(http.StatusOK, "Already saved.")
	form.send("/practice", "after", "2").want(http.StatusConflict).send("/practice").want(http.StatusOK, "kept as corrected")
	if h.entries() != before {
		t.Errorf("%d entries, want %d", h.entries(), before)
	}
}

func TestM5AThoughtRecordIsKeptWhole(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/skills/thought-record/run").want(http.StatusOK, "What speaks for it?")
	list := page.send("/practice", "situation", "No answer to my message", "before", "8", "thought", "She is done with me.",
		"for", "Two days.", "against", "She wrote on Sunday.", "balanced", "It is true that it is quiet, and also that she is moving.", "after", "5")
	told := b.get(list.want(http.StatusOK, "Thought record").link("/practice/0"))
	told.want(http.StatusOK, "She is done with me.", "Two days.", "She wrote on Sunday.", "and also that she is moving")
	b.get(told.path+"/correct").want(http.StatusOK, "What speaks for it?").send("/practice", "for", "Two long days.").want(http.StatusOK, "Two long days.", "She wrote on Sunday.")
	if h.entries() == 0 {
		t.Error("nothing is kept")
	}
}

// What works, by place: the same words in another case are the same place.
func TestM5WhatWorksWhere(t *testing.T) {
	h, b := startedHouse(t)
	ten := func(n int) *int { return &n }
	for day := range 6 {
		h.tell(entry.Practice{Skill: "moving", Situation: "on the bus", Before: ten(7), After: ten(4)}, entry.DayOf(2026, 11, 1)+entry.Day(day))
		h.tell(entry.Practice{Skill: "moving", Situation: "At  home.", Before: ten(5), After: ten(5 + day%2)}, entry.DayOf(2026, 11, 1)+entry.Day(day))
	}
	h.tell(entry.Practice{Skill: "moving", Situation: "at home"}, entry.DayOf(2026, 11, 10))
	h.tell(entry.Practice{Skill: "moving", Situation: "On the bus", Before: ten(6), After: ten(5)}, entry.DayOf(2026, 11, 10))
	list := b.get("/practice").want(http.StatusOK, "It took the edge off 7 of 13 times.")
	page := b.get(list.link("/skills/moving/practice")).want(http.StatusOK,
		"14 times", "On the bus", "At home", "A handful so far: it took the edge off 7 of 7 times.", "A handful so far: it took the edge off 0 of 6 times.")
	if strings.Count(page.body, "<svg viewBox=\"0 0 1000 1000\"") != 3 {
		t.Error("one picture for the skill and one for each place are wanted")
	}
}

func TestM5ADraftOfOneSkillStaysItsOwn(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/practice/new?skill=moving").send("/practice", "situation", "in the park", "keep", "draft").want(http.StatusOK, "Kept as a draft.")
	if got := b.get("/practice/new?skill=worry-time").form("/practice").Get("situation"); got != "" {
		t.Errorf("worry time begins with %q", got)
	}
	b.get("/practice/new").want(http.StatusOK, "What you typed is still here.").send("/practice").want(http.StatusOK, "in the park")
}
