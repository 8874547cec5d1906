package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

// agreed is an agreement with a yes to letters, every four weeks from the day
// the break began.
func agreed(start entry.Day) entry.Agreement {
	return entry.Agreement{
		Status: entry.AgreedTogether, Start: start, Review: start + 84, EveryDays: 28, Channel: "email", Address: "ada@example.org",
		Permission: entry.Yes, Permitted: start - 7,
	}
}

// onBreak is a house whose break began so many days ago.
func onBreak(t *testing.T, days entry.Day) (*house, *browser, entry.Day) {
	h, b := startedHouse(t)
	start := entry.DayOf(2026, 11, 23) - days
	h.tell(entry.Profile{Therapist: "Dr Ada"})
	h.tell(entry.Phase{Name: entry.OnBreak}, start)
	return h, b, start
}

func TestC1ALetterFromPickingToTheReply(t *testing.T) {
	h, b, start := onBreak(t, 30)
	h.tell(agreed(start))
	h.tell(entry.HandledIt{What: "The landlord rang.", Did: "I said no."}, start+20)
	h.tell(entry.LifeEvent{What: "A new job", Weight: 6}, start+10)
	h.tell(entry.Reflection{Text: "Heliotrope by the lock."}, start+25)
	h.tell(entry.Reflection{Text: "This one stays mine."}, start+26)

	today := b.get("/").want(http.StatusOK, "Check-in with your therapist", "By your agreement")
	hub := b.get(today.link("/stay-in-touch")).want(http.StatusOK,
		"By your agreement (every 4 weeks), a letter goes out about now. The date was 21 November 2026.",
		"Your therapist said yes to letters, on 17 October 2026.", "Fermata alerts no one.", "None yet.")
	pick := b.get(hub.link("/stay-in-touch/pick")).want(http.StatusOK, "Nothing is in the letter unless you tick it.", "The landlord rang. What I did: I said no.", "A new job", "Private pages")
	if got := pick.form("/stay-in-touch/pick")["line"]; len(got) > 0 {
		t.Errorf("ticked from the start: %v", got)
	}
	words := pick.send("/stay-in-touch/pick", "line", pick.option("The landlord rang."), "line", pick.option("Heliotrope")).want(http.StatusOK, "Step 2 of 3")
	look := words.send("/stay-in-touch/words", "notes", "Dear Dr Ada,\nmostly well.", "words-alone", "The landlord rang, and I said no.").want(http.StatusOK,
		"Exactly what will be seen", "For Dr Ada", "mostly well.", "The landlord rang, and I said no.", "Heliotrope by the lock.", "It quotes from private pages.")
	for _, out := range []string{"This one stays mine", "A new job", "What I did: I said no."} {
		if look.says(out) {
			t.Errorf("the letter holds %q", out)
		}
	}
	mail := look.link("mailto:")
	if mail != "mailto:ada@example.org?subject=A%20short%20note" {
		t.Errorf("the mail program is given %q", mail)
	}
	file := b.get(look.link("/stay-in-touch/text?as=md"))
	if !strings.Contains(file.body, "- The landlord rang, and I said no.") || strings.Contains(file.body, "stays mine") {
		t.Errorf("the file holds %s", file.body)
	}
	if page := b.get("/stay-in-touch/text?as=html"); !page.says("The landlord rang, and I said no.") || !strings.HasPrefix(page.header.Get("Content-Disposition"), "attachment") {
		t.Error("the page to take along is not there")
	}
	before := h.entries()
	look.send("/stay-in-touch/look").want(http.StatusUnprocessableEntity, "Choose how it went.")
	told := look.send("/stay-in-touch/look", "way", "email").want(http.StatusOK, "Kept, word for word.", "Sent on 23 November 2026, by email", "Heliotrope by the lock.")
	look.send("/stay-in-touch/look", "way", "email").want(http.StatusOK, "Already saved.")
	if h.entries() != before+1 {
		t.Errorf("%d entries more, want one", h.entries()-before)
	}
	told.send(told.path, "reply", "Glad to read it.", "replied", "2026-11-23").want(http.StatusOK, "Came on 23 November 2026", "Glad to read it.")
	h.later(48 * time.Hour)
	b = h.browser().enter()
	b.get(told.path).send(told.path, "reply", "Glad to read it. See you in March.").want(http.StatusOK, "See you in March.", "Sent on 23 November 2026")
	b.get("/stay-in-touch").want(http.StatusOK, "Reply: Glad to read it. See you in March.", "the next one is for 19 December 2026")
	if b.get("/").says("By your agreement:") {
		t.Error("Today still says that one is due")
	}
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.", "None yet.")
}

// option is the value of the box beside a text that begins so.
func (p page) option(begins string) string {
	p.browser.house.t.Helper()
	before, _, found := strings.Cut(p.body, begins)
	at := strings.LastIndex(before, `value="`)
	if !found || at < 0 {
		p.browser.house.t.Fatalf("%s: no box beside %q", p.path, begins)
	}
	value, _, _ := strings.Cut(before[at+len(`value="`):], `"`)
	return value
}

func TestC1WithoutAYesItSaysHowToAsk(t *testing.T) {
	h, b, start := onBreak(t, 30)
	for _, c := range []struct {
		name, says string
		change     func(*entry.Agreement)
	}{
		{"not asked", "It is not written down that your therapist said yes", func(a *entry.Agreement) { a.Permission = "" }},
		{"refused", "said no to letters", func(a *entry.Agreement) { a.Permission = entry.No }},
		{"over", "ended on 22 November 2026", func(a *entry.Agreement) { a.SeesUntil = entry.DayOf(2026, 11, 22) }},
		{"own", "The agreement is your own", func(a *entry.Agreement) { a.Status, a.Permission = entry.OnMyOwn, "" }},
	} {
		a := agreed(start)
		c.change(&a)
		h.tell(a)
		b.get("/stay-in-touch").want(http.StatusOK, c.says, "How to ask", "May I write to you in the break")
		words := b.get("/stay-in-touch/pick").send("/stay-in-touch/pick")
		look := words.send("/stay-in-touch/words", "notes", "Hello").want(http.StatusOK, "How to ask")
		if look.link("mailto:") != "" {
			t.Errorf("%s: the mail program is offered", c.name)
		}
	}
}

// Nobody is asked to write to a therapist with whom they are not safe.
func TestC1NothingIsProposedToAnUnsafeTherapist(t *testing.T) {
	h, b, start := onBreak(t, 30)
	h.tell(agreed(start))
	h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	hub := b.get("/stay-in-touch").want(http.StatusOK, "You owe nobody a last session.")
	if hub.link("/stay-in-touch/pick") != "" || b.get("/").says("By your agreement:") {
		t.Error("a letter is proposed")
	}
}

func TestC1WhatWasChangedStaysAndTheTicksReturn(t *testing.T) {
	h, b, start := onBreak(t, 40)
	h.tell(agreed(start))
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "awake", Name: "Awake early"}}})
	h.tell(entry.CheckIn{Signs: []string{"awake"}})
	h.tell(entry.LifeEvent{What: "A move", Weight: 7}, start+30)
	pick := b.get("/stay-in-touch/pick")
	sign := pick.option("Awake early")
	words := pick.send("/stay-in-touch/pick", "line", sign)
	words.send("/stay-in-touch/words", "words-attention", "Nights are short.", "go", "back").want(http.StatusOK, "Step 1 of 3")
	again := b.get("/stay-in-touch/pick")
	again.send("/stay-in-touch/pick", "line", sign, "line", again.option("A move")).want(http.StatusOK, "Nights are short.")
	b.get("/stay-in-touch/words").send("/stay-in-touch/words", "notes", strings.Repeat("é", 20001)).want(http.StatusUnprocessableEntity, "This is more than fits.")
	look := b.get("/stay-in-touch/words").send("/stay-in-touch/words").want(http.StatusOK, "Nights are short.", "A move")
	look.send("/stay-in-touch/look", "way", "post", "day", "2026-11-22").want(http.StatusOK, "Sent on 22 November 2026, by post")
	if got := b.get("/stay-in-touch/pick").want(http.StatusOK, "The ticks are those of your last letter.").form("/stay-in-touch/pick")["line"]; len(got) != 1 || got[0] != sign {
		t.Errorf("ticked for the next one: %v", got)
	}
	b.get("/stay-in-touch/pick").send("/stay-in-touch/pick", "go", "later").want(http.StatusOK, "Kept as a draft.", "A letter is begun")
	b.post("/stay-in-touch/pick", map[string][]string{"go": {"discard"}}).want(http.StatusOK, "dropped")
	if h.entries() == 0 {
		t.Error("nothing is kept")
	}
}

// A letter that is begun does not keep the words of a page that was erased.
func TestC1WhatIsErasedLeavesTheLetterThatIsBegun(t *testing.T) {
	h, b, start := onBreak(t, 30)
	h.tell(agreed(start))
	page := h.tell(entry.Reflection{Text: "Heliotrope by the lock."})
	pick := b.get("/stay-in-touch/pick")
	pick.send("/stay-in-touch/pick", "line", pick.option("Heliotrope")).want(http.StatusOK, "Heliotrope")
	b.get("/reflections/"+string(page)).send("/reflections/"+string(page)+"/erase").want(http.StatusOK, "Erased")
	if b.get("/stay-in-touch/words").says("Heliotrope") {
		t.Error("the letter still holds what was erased")
	}
}

// Everything that is written here is found again by its words.
func TestWordsOfStayingInTouchAreFound(t *testing.T) {
	h, b, _ := onBreak(t, 30)
	h.tell(entry.TherapistLetter{Title: "A letter", Way: entry.ByPost, Notes: "heliotrope one"})
	h.tell(entry.ReturnCheck{Way: entry.WayWait, Reasons: "heliotrope two"})
	id := h.tell(entry.EpisodeSummary{How: entry.EndsDone, Start: entry.DayOf(2026, 10, 24), End: entry.DayOf(2026, 11, 22), Words: "heliotrope three"})
	h.tell(entry.LookBack{Summary: id, Answers: map[string]string{"stayed": "heliotrope four"}})
	found := b.search("heliotrope").want(http.StatusOK, "heliotrope one", "heliotrope two", "heliotrope three", "heliotrope four")
	for _, list := range []string{"/stay-in-touch/", "/return-check/", "/breaks/" + string(id) + "/back/"} {
		b.get(found.link(list+"0")).want(http.StatusOK, "heliotrope")
	}
	b.get("/breaks/"+string(id)).want(http.StatusOK, "heliotrope three")
}
