package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

// A break that went well: closed as done, looked back at, and a second one
// that begins with clean pages.
func TestR3DoneLookedBackAndASecondBreak(t *testing.T) {
	h, b, start := onBreak(t, 90)
	a := agreed(start)
	a.Reason = "To try it alone."
	h.tell(a)
	h.tell(entry.Decision{Option: "full-break", Reasons: "It is time."})
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 6}}, start+80)
	h.tell(scoredSheet("phq-9", 9), start-2)
	h.tell(scoredSheet("phq-9", 4), start+80)
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: "Sing again", Status: entry.GoalReached}}})

	today := b.get("/").want(http.StatusOK, "Close this break")
	form := b.get(today.link("/breaks/close")).want(http.StatusOK, "How does this break end?", "On a break since 25 August 2026", "Sing again", "Your PHQ-9 is 4, 5 less")
	form.send("/breaks/close", "words", "I can do this.").want(http.StatusUnprocessableEntity, "Choose how the break ends.", "I can do this.")
	form.send("/breaks/close", "how", "done", "day", "2026-08-01").want(http.StatusUnprocessableEntity, "The break began on 25 August 2026.")
	before := h.entries()
	told := form.send("/breaks/close", "how", "done", "words", "I can do this.").want(http.StatusOK, "Closed.", "A break, looked back on",
		"Break from 25 August 2026 to 22 November 2026", "I can do this.", "Sing again", "Your PHQ-9 is 4", "23 February 2027", "23 May 2027", "To try it alone.", "It is time.")
	form.send("/breaks/close", "how", "done", "words", "I can do this.").want(http.StatusOK, "Already saved.")
	form.send("/breaks/close", "how", "done", "words", "I can do much.").want(http.StatusConflict, "Save your change as a correction?")
	if h.entries() != before+1 {
		t.Errorf("%d entries more, want one", h.entries()-before)
	}
	if file := b.get(told.path + "/text"); !strings.Contains(file.body, "I can do this.") || strings.Contains(file.body, "It is time.") {
		t.Errorf("the file holds %s", file.body)
	}
	b.get("/letters/episode-summary/print").want(http.StatusOK, "I can do this.")
	b.get("/plan").want(http.StatusOK, "Done. Since 23 November 2026.")
	b.get("/").want(http.StatusOK, "The day you chose to look back")
	b.get("/calendar").want(http.StatusOK, "A look back", "23 February 2027", "23 May 2027")
	if ics := b.get("/calendar.ics?what=look-back-1&titles=neutral"); !strings.Contains(ics.body, "20270223") || strings.Contains(ics.body, "look back") {
		t.Errorf("the calendar file holds %s", ics.body)
	}

	h.later(93 * 24 * time.Hour)
	b = h.browser().enter()
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 8}})
	due := b.get("/").want(http.StatusOK, "About 3 months since your break was closed")
	back := b.get(due.link(told.path+"/back")).want(http.StatusOK, "What you wrote when you closed it", "I can do this.", "Mood: 6", "now: 8")
	back.send(told.path+"/back").want(http.StatusUnprocessableEntity, "Nothing is written yet.")
	look := back.send(told.path+"/back", "answer-stayed", "The walks.").want(http.StatusOK, "Kept. Only you can read it.", "The walks.", "Mood: 6")
	b.get(look.path+"/correct").send(told.path+"/back", "answer-stayed", "The walks, and the choir.").want(http.StatusOK, "kept as corrected", "and the choir", "Mood: 6")
	if b.get("/").says("About 3 months since") {
		t.Error("the look back is offered again")
	}
	h.later(90 * 24 * time.Hour)
	b = h.browser().enter()
	b.get("/").want(http.StatusOK, "About 6 months since your break was closed")
	b.get(look.path).send(look.path+"/erase").want(http.StatusOK, "Erased.")

	// A second break.
	h.tell(entry.Phase{Name: entry.Considering})
	b.get("/").want(http.StatusOK, "Earlier breaks are here")
	b.get("/agreement").want(http.StatusOK, "Nothing is set down yet")
	if b.get("/decide/decision").says("It is time.") {
		t.Error("the decision about the first break stands as if it were about the second")
	}
	h.later(24 * time.Hour)
	b = h.browser().enter()
	h.tell(entry.Phase{Name: entry.OnBreak})
	b.get("/").want(http.StatusOK, "week 1 of your break")
	second := b.get("/breaks/close").send("/breaks/close", "how", "in-therapy").want(http.StatusOK, "Break from 26 May 2027", "Back in therapy.")
	b.get("/breaks").want(http.StatusOK, "25 August 2026 to 22 November 2026", "26 May 2027 to 26 May 2027")
	b.get(told.path).want(http.StatusOK, "I can do this.", "To try it alone.")
	b.get(second.path).send(second.path+"/erase").want(http.StatusOK, "The break is open again.", "Close this break")
}

func TestR3BackInTherapyFirstAndTheSummaryLater(t *testing.T) {
	h, b, _ := onBreak(t, 60)
	h.tell(entry.Phase{Name: entry.InTherapy}, entry.DayOf(2026, 11, 16))
	b.get("/").want(http.StatusOK, "Close this break")
	b.get("/breaks").want(http.StatusOK, "It has ended, and has no summary yet.")
	form := b.get("/breaks/close")
	if values := form.form("/breaks/close"); values.Get("how") != "in-therapy" || values.Get("day") != "2026-11-16" {
		t.Errorf("the form begins with %v", values)
	}
	told := form.send("/breaks/close", "words", "Shorter than planned.").want(http.StatusOK, "24 September 2026 to 15 November 2026", "Back in therapy.")
	if told.says("It is time, if you like") || b.get("/calendar").says("A look back") {
		t.Error("a look back is planned, though the therapy goes on")
	}
	b.get("/breaks/close").want(http.StatusOK, "There is no break to close")
	b.get(told.path+"/correct").send(told.path, "how", "done", "look-back", "6").want(http.StatusOK, "kept as corrected", "16 May 2027", "Shorter than planned.")
	b.get("/phase").want(http.StatusOK, "Done. Since 16 November 2026")
	if b.get("/phase").findForm("/phase"+strings.TrimPrefix(told.path, "/breaks")+"/erase") != nil {
		t.Error("a summary can be taken out as if it were a move")
	}
	before := h.entries()
	b.get("/breaks/close").want(http.StatusOK, "There is no break to close")
	b.get("/breaks/no-such-break").want(http.StatusNotFound)
	b.get("/breaks/no-such-break/back").want(http.StatusNotFound)
	b.get(told.path + "/back/no-such-look").want(http.StatusNotFound)
	if h.entries() != before {
		t.Error("something was saved")
	}
}
