package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

const feelings = "/prepare/feelings"

func (b *browser) feelingsForm() page { return b.get(feelings + "/new") }

func TestPR2AnEmptyListInvites(t *testing.T) {
	_, b := startedHouse(t)
	b.get(feelings).want(http.StatusOK, "Nothing here yet", "Only you see this", "it goes into no letter")
	b.feelingsForm().want(http.StatusOK, "Loss", "Relief", "Worry", "What are you most afraid of")
}

func TestPR2FeelingsAreToldReadCorrectedAndErased(t *testing.T) {
	h, b := startedHouse(t)
	b.feelingsForm().send(feelings, "loss", "7", "worry", "0", "words", "Relief will come, I think.").
		want(http.StatusOK, "Saved. Only you can read it.", "Before the last session", "Loss 7 · Worry 0", "Relief will come")
	told := b.get(b.get(feelings).link(feelings+"/0")).want(http.StatusOK, "Loss 7 · Worry 0")
	fixed := b.get(told.path+"/correct").send(feelings, "relief", "5", "when", "after")
	fixed.want(http.StatusOK, "kept as corrected", "After the last session", "Loss 7 · Relief 5 · Worry 0")
	fixed.send(told.path+"/erase").want(http.StatusOK, "Erased. It is gone for good.", "Nothing here yet")
	if _, _, found := h.look().FindFeelings(entry.ID(strings.TrimPrefix(told.path, feelings+"/"))); found {
		t.Error("it can still be found")
	}
}

func TestPR2NothingIsNeededButOneThing(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	p := b.feelingsForm().send(feelings, "loss", "skip").want(http.StatusUnprocessableEntity, "One number or one line is enough.")
	if p.beside("words") == "" || h.entries() != before {
		t.Error("an empty page was saved, or nothing says what to do")
	}
	p.send(feelings, "words", "both at once").want(http.StatusOK, "both at once")
	form := b.feelingsForm().form(feelings)
	form.Set("loss", "11")
	form.Set("words", "much")
	form.Set("day", "2026-11-31")
	p = b.post(feelings, form).want(http.StatusUnprocessableEntity)
	if p.beside("loss") == "" || p.beside("day") == "" || p.form(feelings).Get("words") != "much" {
		t.Error("no sentence beside the field, or what was typed is gone")
	}
	form.Set("loss", "3")
	form.Set("day", "")
	form.Set("words", strings.Repeat("ü", entry.TextLimit+1))
	if p := b.post(feelings, form).want(http.StatusUnprocessableEntity); p.beside("words") == "" {
		t.Error("a text that is too long says nothing")
	}
}

func TestPR2TheSameFormTwice(t *testing.T) {
	h, b := startedHouse(t)
	form := b.feelingsForm()
	form.send(feelings, "loss", "4")
	before := h.entries()
	form.send(feelings, "loss", "4").want(http.StatusOK)
	if h.entries() != before {
		t.Error("saved twice")
	}
	form.send(feelings, "loss", "5").want(http.StatusConflict, "Save your change as a correction?").send(feelings).want(http.StatusOK, "Loss 5")
}

// Whether the session has been is guessed from its date, or from the break.
func TestPR2BeforeOrAfterFitsTheDate(t *testing.T) {
	h, b := startedHouse(t)
	today := h.look().Today(h.clock())
	when := func() string { return b.feelingsForm().form(feelings).Get("when") }
	if got := when(); got != "before" {
		t.Errorf("with nothing told: %q", got)
	}
	h.tell(entry.Phase{Name: entry.OnBreak}, today-3)
	if got := when(); got != "after" {
		t.Errorf("on a break: %q", got)
	}
	h.tell(entry.Agenda{Day: today + 2, Points: []entry.AgendaPoint{{Key: "a", Words: "A"}}})
	if got := when(); got != "before" {
		t.Errorf("with the session ahead: %q", got)
	}
}

func TestPR2WordsAreFoundAgain(t *testing.T) {
	_, b := startedHouse(t)
	b.feelingsForm().send(feelings, "words", "The green armchair in her room.")
	found := b.search("armchair").want(http.StatusOK, "Mixed feelings", "armchair")
	if found.link(feelings+"/0") == "" {
		t.Error("no link leads there")
	}
}

func TestPR2ADraftIsKept(t *testing.T) {
	_, b := startedHouse(t)
	b.feelingsForm().send(feelings, "words", "half a thought", "keep", "draft").want(http.StatusOK, "Kept as a draft.", "You have begun this")
	b.feelingsForm().want(http.StatusOK, "half a thought")
}
