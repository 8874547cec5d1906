package web_test

import (
	"net/http"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestM6ALifeEvent(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/life-events").want(http.StatusOK, "Nothing written down yet")
	told := b.get("/life-events/new").send("/life-events", "what", "A new job", "weight", "4", "good", "on", "day", "2026-11-20", "note", "Three days a week.").
		want(http.StatusOK, "Saved. It will show as a line in your charts.", "A new job", "You gave it 4 of 10. It was welcome.")
	b.get("/life-events").want(http.StatusOK, "A new job", "4 of 10", "welcome", "Three days a week.")
	b.get(told.path+"/correct").send("/life-events", "weight", "5").want(http.StatusOK, "kept as corrected", "You gave it 5 of 10.")
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased. It is gone for good.", "Nothing written down yet")
}

func TestM6AHeavyEventIsMetGently(t *testing.T) {
	h, b := startedHouse(t)
	told := b.get("/life-events/new").send("/life-events", "what", "My aunt died", "weight", "9").
		want(http.StatusOK, "That is a lot to carry", "You gave this 9 of 10.", "Is there someone you would like to tell?")
	if told.link("/help-now") == "" || told.link("/check-in") == "" {
		t.Error("no way to Help now and to the check-in")
	}
	h.later(4 * 24 * time.Hour)
	if again := b.get(told.path).want(http.StatusOK, "My aunt died"); again.says("That is a lot to carry") {
		t.Error("it is said again days later")
	}
}

func TestAWelcomeEventCanWeigh(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/life-events/new").send("/life-events", "what", "Our daughter was born", "weight", "8", "good", "on").
		want(http.StatusOK, "Good things shake the days too.")
}

func TestOlderEvents(t *testing.T) {
	h, b := startedHouse(t)
	for day := range 31 {
		h.tell(entry.LifeEvent{What: "A move", Weight: 2}, entry.DayOf(2026, 11, 1)-entry.Day(day))
	}
	list := b.get("/life-events").want(http.StatusOK)
	b.get(list.link("/life-events?before=")).want(http.StatusOK, "2 Oct", "Newer")
}
