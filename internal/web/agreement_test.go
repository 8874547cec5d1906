package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// agreed fills in the form on one page.
func (b *browser) agreed(pairs ...string) page {
	b.house.t.Helper()
	for name, value := range map[string]string{"status": "agreed-together", "start": "2026-12-04", "review": "2027-01-29", "silence": "She rings once."} {
		if !slices.Contains(pairs, name) {
			pairs = append(pairs, name, value)
		}
	}
	return b.get("/agreement/edit").send("/agreement", pairs...)
}

func TestPR3AnEmptyAgreementInvites(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/agreement").want(http.StatusOK, "Nothing is set down yet", "Only you see this. Fermata alerts no one.")
	b.get("/agreement/versions").want(http.StatusOK, "There is no agreement yet")
	b.get("/letters/agreement/print").want(http.StatusOK, "Nothing is set down yet")
}

func TestPR3StepByStepWithADraft(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Profile{Zone: "Europe/London", Therapist: "Dr Holt", Contact: "a message through the practice"})
	h.tell(entry.Agenda{Day: entry.DayOf(2026, 12, 3), Points: []entry.AgendaPoint{{Key: "goodbye", Words: "Goodbye"}}})
	before := h.entries()
	one := b.get("/agreement/edit?step=1").want(http.StatusOK, "Step 1 of 6", "Whose agreement is it?")
	two := one.send("/agreement", "status", "agreed-together", "reason", "To try it alone.", "go", "next").want(http.StatusOK, "Step 2 of 6")
	if got := two.form("/agreement").Get("start"); got != "2026-12-04" {
		t.Errorf("the beginning is %q, not the day after the last session", got)
	}
	three := two.send("/agreement", "review", "2027-01-29", "go", "next").want(http.StatusOK, "Step 3 of 6")
	four := three.send("/agreement", "mine", "Check in, walk.", "go", "next").want(http.StatusOK, "Step 4 of 6")
	if got := four.form("/agreement").Get("contact"); got != "a message through the practice" {
		t.Errorf("the agreed contact is %q", got)
	}
	four.send("/agreement", "contact", "", "permission", "yes", "permitted", "2026-11-20", "keep", "draft").want(http.StatusOK, "You have begun this")
	if h.entries() != before {
		t.Error("a half-written agreement was saved")
	}
	again := b.get("/agreement/edit?step=6").want(http.StatusOK, "Step 6 of 6", "What you typed is still here", "A break from therapy is not a break from medicine.")
	again.send("/agreement", "come-back", "Ring the practice.", "go", "back").want(http.StatusOK, "Step 5 of 6", "Fermata calls no one").
		send("/agreement", "silence", "After three weeks she rings once.").
		want(http.StatusOK, "Saved. You can change it any time", "We agreed it together", "4 December 2026", "Open end", "29 January 2027", "After three weeks she rings once.", "Ring the practice.")
	a := h.look().Plan.Agreement
	if a.Reason != "To try it alone." || a.Mine != "Check in, walk." || a.Contact != "" || a.Permission != entry.Yes {
		t.Errorf("%+v", a)
	}
}

func TestPR3EvenAnOpenEndHasADayToLookAgain(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/agreement/edit").send("/agreement", "reason", "Room to breathe.").want(http.StatusUnprocessableEntity, "Six to twelve weeks suits many.")
	if p.beside("review") == "" || p.beside("status") == "" || p.form("/agreement").Get("reason") != "Room to breathe." {
		t.Error("no sentence beside the field, or what was typed is gone")
	}
	p = p.send("/agreement", "status", "told", "start", "2026-12-04", "end", "2026-12-01", "review", "soon", "silence-days", "-3", "mine", strings.Repeat("ü", entry.TextLimit+1)).
		want(http.StatusUnprocessableEntity)
	for _, field := range []string{"end", "review", "silence-days", "mine"} {
		if p.beside(field) == "" {
			t.Errorf("nothing beside %s", field)
		}
	}
	if _, told := h.look().Latest(entry.KindAgreement); told {
		t.Error("it was saved all the same")
	}
	p.send("/agreement", "end", "", "review", "2027-02-01", "silence-days", "", "mine", "").want(http.StatusOK, "Open end", "I told my therapist")
}

func TestPR3OnesOwnAgreementNeedsNoTherapist(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Profile{Zone: "Europe/London", Therapist: "Dr Holt", Contact: "by message"})
	two := b.get("/agreement/edit?step=1").send("/agreement", "status", "on-my-own", "go", "next").want(http.StatusOK, "Step 2 of 5")
	two.send("/agreement", "review", "2027-01-29", "go", "next").send("/agreement", "go", "next").want(http.StatusOK, "Step 4 of 5", "silence").
		send("/agreement", "silence", "My sister asks.", "go", "next").want(http.StatusOK, "so the steps about your therapist are left out").
		send("/agreement").want(http.StatusOK, "It is my own", "My sister asks.")
	paper := b.get("/letters/agreement/print").want(http.StatusOK, "What I set down for the break", "Me ....")
	if paper.says("Therapist ....") || paper.says("Dr Holt") {
		t.Error("the paper asks a therapist to sign")
	}
}

func TestPR3EachVersionStaysWithWhatItChanged(t *testing.T) {
	_, b := startedHouse(t)
	b.agreed("mine", "Check in.\nWalk.")
	b.get("/agreement/versions").want(http.StatusOK, "Version 1, today", "The first version.")
	b.agreed("review", "2027-02-12", "mine", "Check in.\nSwim.", "covers", "My doctor.").want(http.StatusOK, "The earlier version stays")
	p := b.get("/agreement/versions").want(http.StatusOK, "Version 2, today", "Version 1, today",
		"We look at it againWas: 29 January 2027Now: 12 February 2027", "Was: Walk.Now: Swim.", "Who covers meanwhileNew: My doctor.")
	if strings.Index(p.body, "Version 2") > strings.Index(p.body, "Version 1") {
		t.Error("the newest version does not come first")
	}
	b.agreed("review", "2027-02-12", "mine", "Check in.\nSwim.", "covers", "")
	b.get("/agreement/versions").want(http.StatusOK, "Who covers meanwhileTaken out: My doctor.")
	b.agreed("review", "2027-02-12", "mine", "Check in.\nSwim.")
	b.get("/agreement/versions").want(http.StatusOK, "Saved again, with nothing changed.")
	text := b.get("/letters/agreement/text")
	if !strings.Contains(text.body, "12 February 2027") || !strings.Contains(text.body, "Fermata alerts no one") {
		t.Error(text.body)
	}
}

func TestPR3TheSameFormTwice(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/agreement/edit")
	answers := []string{"status", "told", "review", "2027-01-29"}
	form.send("/agreement", answers...)
	before := h.entries()
	form.send("/agreement", answers...).want(http.StatusOK)
	if h.entries() != before {
		t.Error("saved twice")
	}
	form.send("/agreement", append(answers, "reason", "Another one")...).want(http.StatusConflict).send("/agreement").want(http.StatusOK, "Another one")
}

// The phase is proposed on the day, and never moved by itself.
func TestPR3ABreakBeginsWhenThePersonSaysSo(t *testing.T) {
	h, b := startedHouse(t)
	today := h.look().Today(h.clock())
	h.tell(entry.Phase{Name: entry.Preparing}, today-7)
	b.agreed().want(http.StatusOK, "It begins on 4 December 2026", "changes nothing by itself")
	if p := b.get("/agreement"); p.findForm("/phase") != nil {
		t.Error("asked before the day")
	}
	h.later(12 * 24 * 60 * 60 * 1e9)
	asked := b.get("/agreement").want(http.StatusOK, "The break was to begin on 4 December 2026. Has it begun?")
	if h.look().PhaseOn(today+12) != entry.Preparing {
		t.Error("the phase moved by itself")
	}
	asked.send("/phase").want(http.StatusOK)
	if start, on := h.look().BreakStart(today + 12); !on || start != entry.DayOf(2026, 12, 4) {
		t.Errorf("the break began on %s, %v", start, on)
	}
	if p := b.get("/agreement"); p.findForm("/phase") != nil {
		t.Error("asked again")
	}
}

func TestPR3TheDayToLookAgainComesUp(t *testing.T) {
	h, b := startedHouse(t)
	b.agreed("start", "2026-11-01", "review", "2026-11-30").want(http.StatusOK, "The day to look at it again is")
	h.later(10 * 24 * 60 * 60 * 1e9)
	b.get("/agreement").want(http.StatusOK, "It still counts if you do it now.")
}

func TestPR3AnAgreementIsErasedWithItsVersionsAndDraft(t *testing.T) {
	h, b := startedHouse(t)
	b.agreed()
	b.agreed("reason", "More.")
	b.get("/agreement/edit?step=1").send("/agreement", "reason", "Half a thought", "go", "next")
	b.get("/agreement").send("/agreement/erase").want(http.StatusOK, "The agreement is erased.", "Nothing is set down yet")
	if n := len(h.look().Versions[entry.KindAgreement]); n != 0 {
		t.Errorf("%d versions are left", n)
	}
	b.get("/agreement/edit?step=1").send("/agreement", "reason", "Half a thought", "go", "next")
	b.post("/agreement", url.Values{"go": {"discard"}})
	if p := b.get("/agreement"); p.says("You have begun this") {
		t.Error("the draft stayed")
	}
}
