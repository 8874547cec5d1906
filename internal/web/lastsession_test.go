package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"fermata/internal/entry"
)

const lastSession = "/prepare/last-session"

func TestPR1AnEmptyListInvites(t *testing.T) {
	_, b := startedHouse(t)
	b.get(lastSession).want(http.StatusOK, "Nothing on the list yet", "Looking back", "Small steps show best side by side.", "Only you see this")
	b.get("/letters/last-session/print").want(http.StatusOK, "Nothing on the list yet")
}

func TestPR1AListIsBuiltMovedAndSaved(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	built := b.get(lastSession).send(lastSession, "take", "looking-back", "take", "goodbye", "own", "The letter I did not send", "day", "2026-12-03", "add", "yes").
		want(http.StatusOK, "What you typed is still here")
	if h.entries() != before {
		t.Error("putting a point on the list saved it")
	}
	moved := built.send(lastSession, "move", "up-3", "note-1", "Ask for the old chart")
	if got := moved.form(lastSession); got.Get("point-2") != "The letter I did not send" || got.Get("note-1") != "Ask for the old chart" {
		t.Errorf("moved: %v", got)
	}
	moved.send(lastSession).want(http.StatusOK, "Saved. You can change it any time", "Thursday 3 December")
	if h.entries() != before+1 {
		t.Errorf("%d entries, want one more than %d", h.entries(), before)
	}
	agenda := h.look().Plan.Agenda
	if agenda.Day != entry.DayOf(2026, 12, 3) || len(agenda.Points) != 3 || agenda.Points[1].Words != "The letter I did not send" {
		t.Errorf("%+v", agenda)
	}
	if p := b.get(lastSession); p.says("What you typed is still here") {
		t.Error("the draft stayed after saving")
	}
}

func TestPR1InTheHourItself(t *testing.T) {
	_, b := startedHouse(t)
	b.get(lastSession).send(lastSession, "take", "loss", "take", "goodbye")
	b.get(lastSession).send(lastSession, "talked-1", "on", "note-1", "She will miss it too.").want(http.StatusOK, "1 point is still open.")
	paper := b.get("/letters/last-session/print").want(http.StatusOK, "Talked about", "Still open", "Note: She will miss it too.")
	if paper.findForm(lastSession) != nil {
		t.Error("the paper has a form")
	}
	text := b.get("/letters/last-session/text")
	if text.status != http.StatusOK || !strings.Contains(text.body, "## Talked about") || !strings.HasPrefix(text.header.Get("Content-Type"), "text/markdown") {
		t.Errorf("%d %s", text.status, text.body)
	}
	b.get(lastSession).send(lastSession, "talked-2", "on").want(http.StatusOK, "You talked about all of it.")
	b.get(lastSession).send(lastSession, "move", "out-1").send(lastSession, "then", "print")
	if p := b.get("/letters/last-session/print"); p.says("She will miss it too") {
		t.Error("a point that was taken off is printed")
	}
}

func TestPR1TheSameListTwiceSavesOnce(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get(lastSession)
	page.send(lastSession, "take", "plan")
	before := h.entries()
	page.send(lastSession, "take", "plan").want(http.StatusOK)
	if h.entries() != before {
		t.Error("the same form was saved twice")
	}
	again := page.send(lastSession, "take", "signs").want(http.StatusConflict)
	again.send(lastSession).want(http.StatusOK)
	if got := h.look().Plan.Agenda.Points; len(got) != 1 || got[0].Key != "signs" {
		t.Errorf("%+v", got)
	}
}

func TestPR1MoreThanAnHourHolds(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get(lastSession).form(lastSession)
	for n := 1; n <= 41; n++ {
		form.Set("key-"+strconv.Itoa(n), "own-"+strconv.Itoa(n))
		form.Set("point-"+strconv.Itoa(n), "Point "+strconv.Itoa(n))
	}
	form.Set("point-3", strings.Repeat("ü", 501))
	form.Set("day", "yesterday")
	p := b.post(lastSession, form).want(http.StatusUnprocessableEntity, "This date cannot be read")
	if p.form(lastSession).Get("day") != "yesterday" {
		t.Error("the day that was typed is gone")
	}
	form.Set("day", "")
	p = b.post(lastSession, form).want(http.StatusUnprocessableEntity, "That is more than 40.", "501 characters long")
	if p.beside("point-3") == "" || p.form(lastSession).Get("point-41") != "Point 41" {
		t.Error("what was typed is gone")
	}
	if _, saved := h.look().Latest(entry.KindAgenda); saved {
		t.Error("something was saved")
	}
}

func TestPR1ADraftIsFoundAgainOrLeft(t *testing.T) {
	_, b := startedHouse(t)
	b.get(lastSession).send(lastSession, "take", "contact", "add", "yes")
	b.get(lastSession).want(http.StatusOK, "What you typed is still here", "Go back to the saved list")
	b.post(lastSession, url.Values{"go": {"discard"}})
	b.get(lastSession).want(http.StatusOK, "Nothing on the list yet")
}
