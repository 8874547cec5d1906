package web_test

import (
	"strings"
	"testing"
	"time"

	chrome "fermata/internal/browser"
	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sample"
)

// visitor is a person at a phone with the half-year of the sample in the record.
func visitor(t *testing.T) *walker {
	h := emptyHouse(t)
	place, err := time.LoadLocation("Europe/London")
	if err == nil {
		err = h.home.Begin(t.Context(), passphrase)
	}
	if err == nil {
		err = h.home.Bring(t.Context(), sample.Entries(h.now, place, func(int) entry.ID { return companion.NewID() }))
	}
	if err != nil {
		t.Fatal(err)
	}
	w := &walker{Tab: chrome.Open(t), house: h}
	w.Viewport(390, 844, chrome.Phone)
	w.Goto(h.url + "/enter?token=" + h.server.StartToken())
	w.Goto(h.url + "/")
	return w
}

// With half a year in the record: from Today to the break that is closed.
func TestTheSampleOnAPhone(t *testing.T) {
	w := visitor(t)
	w.changesTheAgreement()
	w.practisesAndReviews()
	w.judges()
	w.closes()
	w.wantCounted("In the sample")
}

// changesTheAgreement moves the day to look again, and sees what changed.
func (w *walker) changesTheAgreement() {
	w.step("D6 Decide again, from Contents")
	w.goTo("Your decision")
	w.Click("Decide again")
	w.Choose("What do you decide, for now?", "Full break")
	w.Type("Why", "It still feels right.")
	w.Click("Keep the decision")
	w.Sees("Decided, for now")
	w.step("PR3 Change the agreement, read what changed")
	w.Click("Plan")
	w.Click("The agreement")
	w.Click("Change it")
	w.Type("We look at it again on", w.day(60))
	w.Click("Save the agreement")
	w.Click("What has changed")
	w.Sees("We look at it again")
	w.Sees("Was:")
	w.Sees("Now:")
}

func (w *walker) practisesAndReviews() {
	w.step("M5 Note a practice")
	w.Click("Today")
	w.Click("Practice")
	w.Choose("Which skill?", "Slow breathing")
	w.Type("Where or when?", "on the bus")
	w.Choose("How distressed were you before?", "6")
	w.Choose("And after?", "4")
	w.Click("Save")
	w.Sees("Note a practice")
	w.step("M7 How far you have come")
	w.Click("Today")
	w.Click("How far you have come")
	w.Sees("The start of your break beside today.")
	w.step("M8 The monthly look, one question answered")
	w.goTo("Monthly look")
	w.Click("All on one page")
	w.Type("answer-reflection", "That I can wait a night.")
	w.Click("Save")
	w.Sees("That I can wait a night.")
}

func (w *walker) judges() {
	w.step("E1 Was it working?")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Was it working?")
	w.Sees("Was it working?")
	w.step("R1 Is it time to come back?")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Return check")
	w.Click("All on one page")
	w.Choose("Which way do you choose?", "Return")
	w.Type("Why this one", "One thing is open.")
	w.Click("Keep my choice")
	w.Sees("One thing is open.")
}

func (w *walker) closes() {
	w.step("R2 The return brief, as it is printed")
	w.Click("Make the brief")
	w.Click("Save, and see it as it is sent")
	w.Sees("Coming back: where I am")
	if pdf := w.PDF(); !strings.HasPrefix(string(pdf), "%PDF") {
		w.house.t.Error("the brief cannot be printed")
	}
	w.step("R3 Close the break")
	w.Click("Back")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Close this break")
	w.Choose("How does it end?", "Back in therapy")
	w.Click("Close the break")
	w.Sees("A break, looked back on")
}
