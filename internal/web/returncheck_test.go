package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestR1ACheckFromTheRecordToTheWay(t *testing.T) {
	h, b, start := onBreak(t, 60)
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "awake", Name: "Awake early"}}})
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "moving", Name: "Moving"}}})
	h.tell(entry.CheckIn{Signs: []string{"awake"}, Skills: []string{"moving"}}, start+58)
	h.tell(scoredSheet("phq-9", 4), start-1)
	h.tell(scoredSheet("phq-9", 13), start+50)
	h.tell(entry.LifeEvent{What: "Lost the flat", Weight: 8}, start+40)
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "Noor", Last: start + 30}}})
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: "Sing again", Status: entry.GoalReached}}})

	today := b.get("/")
	hub := b.get(today.link("/return-check")).want(http.StatusOK, "Is it time to come back?", "Fermata alerts no one.")
	look := b.get(hub.link("/return-check/new?step=1")).want(http.StatusOK, "Step 1 of 3",
		"Old patterns", "Awake early: 1 day", "Your PHQ-9 is 13, 9 more than when the break began.", "Lost the flat: 8 of 10", "Moving: 1 day in the last four weeks, 0 days in the four before the break.",
		"Noor: last contact 24 October 2026.", "Sing again")
	ask := look.send("/return-check", "go", "next").want(http.StatusOK, "What only you know", "What do I want?")
	if len(ask.names("/return-check")) > 10 {
		t.Errorf("it asks for %v", ask.names("/return-check"))
	}
	ways := ask.send("/return-check", "answer-want", "To sleep again.", "answer-changed", "A new job.", "go", "next").want(http.StatusOK,
		"Five ways on", "In no order of worth.", "Wait", "Check in", "A booster session", "Return", "Other care")
	ways.send("/return-check", "reasons", "Because.").want(http.StatusUnprocessableEntity, "Choose one of the five.", "To sleep again.", "Because.")
	told := ways.send("/return-check", "way", "booster", "reasons", "One thing is stuck.", "look-at", "2026-12-20").want(http.StatusOK,
		"Kept. You can change your mind any day.", "A booster session", "One thing is stuck.", "To sleep again.", "Lost the flat", "The day you chose to look again")
	b.get(told.link("/letters/return-brief")).want(http.StatusOK)
	told.send("/phase").want(http.StatusOK, "Thinking of returning")
	if b.get(told.path).findForm("/phase") != nil {
		t.Error("the phase is asked for again")
	}
	b.get("/").want(http.StatusOK, "The day you chose to look again")
	h.later(28 * 24 * time.Hour)
	b = h.browser().enter()
	b.get("/").want(http.StatusOK, "The day you chose to look again: yesterday.")
	corrected := b.get(told.path+"/correct").send("/return-check", "way", "return").want(http.StatusOK, "kept as corrected", "Lost the flat", "Return check, 23 November 2026")
	before := h.entries()
	corrected.send(told.path+"/erase").want(http.StatusOK, "Erased.", "The first one will be here.")
	if h.entries() != before-1 {
		t.Error("it was not erased")
	}
}

// Each way leads to the page where it goes on.
func TestR1EachWayLeadsOn(t *testing.T) {
	h, b, _ := onBreak(t, 60)
	for way, to := range map[string]string{
		"wait": "/", "check-in": "/stay-in-touch", "booster": "/letters/return-brief", "return": "/letters/return-brief", "other-care": "/care",
	} {
		told := b.get("/return-check/new").send("/return-check", "way", way).want(http.StatusOK)
		if told.findForm("/phase") == nil && (way == "return" || way == "booster") {
			t.Errorf("%s offers no move to another phase", way)
		}
		card := told.body[strings.Index(told.body, "<main"):]
		if !strings.Contains(card, `href="`+to+`"`) {
			t.Errorf("%s does not lead to %s", way, to)
		}
	}
	h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	b.get("/return-check/new?step=3").want(http.StatusOK, "Each of these can be with someone else.")
	told := b.get("/return-check/new").send("/return-check", "way", "check-in")
	if main := told.body[strings.Index(told.body, "<main"):]; strings.Contains(main, `href="/stay-in-touch"`) || !strings.Contains(main, `href="/care"`) {
		t.Error("a letter to this therapist is proposed")
	}
}

func TestR1HalfDoneTwiceAndTooMuch(t *testing.T) {
	h, b, _ := onBreak(t, 5)
	b.get("/return-check/new?step=1").want(http.StatusOK, "A record knows only what it was told.", "Nobody is on your list")
	b.get("/return-check/new?step=2").send("/return-check", "answer-want", "Half a thought", "keep", "draft").want(http.StatusOK, "Kept as a draft.", "You have begun one.")
	form := b.get("/return-check/new").want(http.StatusOK, "What you typed is still here.", "Half a thought")
	before := h.entries()
	for field, value := range map[string]string{"answer-want": strings.Repeat("é", 20001), "reasons": strings.Repeat("é", 20001), "look-at": "2026-11-22"} {
		back := form.send("/return-check", "way", "wait", field, value).want(http.StatusUnprocessableEntity)
		if back.beside(field) == "" {
			t.Errorf("nothing stands beside %s", field)
		}
	}
	form.send("/return-check", "way", "wait").want(http.StatusOK, "Kept.")
	h.tell(entry.LifeEvent{What: "Meanwhile", Weight: 9})
	form.send("/return-check", "way", "wait").want(http.StatusOK, "Already saved.")
	form.send("/return-check", "way", "return").want(http.StatusConflict, "Save your change as a correction?").send("/return-check").want(http.StatusOK, "Half a thought")
	if h.entries() != before+2 {
		t.Errorf("%d entries, want %d", h.entries(), before+2)
	}
	b.post("/return-check", map[string][]string{"go": {"discard"}}).want(http.StatusOK, "dropped")
}
