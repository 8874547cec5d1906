package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	chrome "fermata/internal/browser"
	"fermata/internal/guide"
)

// newcomer is a person at a phone whose record was sealed a minute ago and
// holds nothing.
func newcomer(t *testing.T, scripts bool) *walker {
	h, _ := startedHouse(t)
	w := &walker{Tab: chrome.Open(t), house: h}
	w.JavaScript(scripts)
	w.Viewport(390, 844, chrome.Phone)
	w.Goto(h.url + "/enter?token=" + h.server.StartToken())
	w.Goto(h.url + "/start")
	return w
}

// waits lets days pass, and opens the record again.
func (w *walker) waits(days int) {
	w.house.t.Helper()
	w.house.later(time.Duration(days) * 24 * time.Hour)
	w.Goto(w.house.url + "/enter?token=" + w.house.server.StartToken())
	w.Goto(w.house.url + "/")
}

// day is the day so many days from the day of the house, as a date field has it.
func (w *walker) day(days int) string {
	return w.house.clock().AddDate(0, 0, days).Format(time.DateOnly)
}

// From the first thought of a break to the break that is closed, in a record
// that holds nothing but what is told on the way.
func TestFromAThoughtToAClosedBreakOnAPhone(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("JavaScript %v", scripts), func(t *testing.T) {
			t.Parallel() // most of a walk is waiting for pages
			w := newcomer(t, scripts)
			w.wonders()
			w.decides()
			w.prepares()
			w.plans()
			w.livesIt()
			w.looksBack()
			w.comesBack()
			w.wantCounted("From a thought to a closed break, in an empty record")
		})
	}
}

// wonders tells where one is, and weighs what speaks for which way.
func (w *walker) wonders() {
	w.step("P0 Where are you now? Considering a break")
	w.Choose("Where are you now?", "Considering a break")
	w.Choose("Where you live", "United Kingdom")
	w.Type("What you call your therapist", "Dr Holt")
	w.Click("Begin")
	w.step("D1 Weigh three signs, in both directions")
	w.Click("Signs")
	w.Click("Go on")
	w.Choose("I trust myself more than I used to.", "4")
	w.Choose("It costs more than I can well pay.", "3")
	w.Click("Keep this and go on")
	w.Choose("Something between us has not been said.", "2")
	w.Click("Keep this and go on")
	w.Sees("What you weighed")
	w.step("D2 Choose what matters, look at one way, say where it leans")
	w.Click("Five ways to go on")
	w.Click("Choose what matters")
	w.Click("Keeping what I gained")
	w.Click("Money")
	w.Click("Save")
	w.Choose("#weight-1", "5")
	w.Choose("#weight-2", "3")
	w.Click("Save")
	w.Click("No sessions for a while")
	w.Choose("#fit-gains", "rather bad")
	w.Click("Keep, and on to: Fewer sessions")
	w.Click("Back")
	w.Choose("Which way does it lean, today?", "Full break")
	w.Click("Keep this and go on")
	w.step("D3, D4 See where you are, answer four questions")
	w.Sees("Nothing to draw yet")
	w.Click("On to the four questions")
	w.Choose("Could you tell a friend", "Yes")
	w.Choose("Could you name the two or three", "Yes")
	w.Choose("Is there someone to think it through with", "Yes")
	w.Choose("does it feel settled?", "Yes")
	w.Click("Save")
	w.Sees("Four times yes.")
}

// decides talks it over, with a page in the hand, and writes down what follows.
func (w *walker) decides() {
	w.step("D5 Write the talk guide, note what was said")
	w.Click("Today")
	w.Click("Talk guide")
	w.Click("Write the first step")
	w.Type("reasons", "I would like to try it alone.")
	w.Click("Next step")
	w.Type("worries", "That it slips and nobody sees it.")
	w.Click("Next step")
	w.Type("agree", "Eight weeks, and a day to look again.")
	w.Click("Next step")
	w.Type("questions", "What would you watch for?")
	w.Click("Save the page")
	w.Type("What was said", "We can try it.")
	w.Type("What your therapist advised", "Eight weeks, then we meet.")
	w.Click("Save")
	w.step("D6 Decide, and move to preparing")
	w.Click("Today")
	w.Click("Your decision")
	w.Choose("What do you decide, for now?", "Full break")
	w.Type("Why", "I trust myself more now.")
	w.Click("Keep the decision")
	w.Click("Move to preparing")
}

// prepares goes by the one next step of Today, from the last session to the
// rhythm.
func (w *walker) prepares() {
	w.step("PR1 A list for the last session, with its day")
	w.Click("Today")
	w.Click("Begin the list")
	w.Click("What helped, and what did not")
	w.Click("Saying goodbye, for now or for good")
	w.Type("Day of the last session", w.day(10))
	w.Click("Save the list")
	w.step("PR3 The agreement, step by step")
	w.Click("Today")
	w.Click("To the agreement")
	w.Click("Begin")
	w.Choose("Whose agreement is it?", "We agreed it together")
	w.Type("Why this break", "To find out what holds.")
	w.Click("Save and go on")
	w.Type("We look at it again on", w.day(70))
	w.Click("Save and go on")
	w.Type("What I do", "Check in, and walk.")
	w.Click("Save and go on")
	w.Choose("How often", "Every 4 weeks")
	w.Choose("By", "Email")
	w.Type("Address or number", "holt@example.org")
	w.Choose("May you write to your therapist during the break?", "Yes, they said so")
	w.Click("Save and go on")
	w.Type("If you do not hear from each other, what does it mean?", "She rings once.")
	w.Click("Save and go on")
	w.Type("How I come back", "I ring the practice.")
	w.Click("Save the agreement")
	w.Sees("We agreed it together")
	w.step("PL7 A rhythm")
	w.Click("Today")
	w.Click("Choose a rhythm")
	w.Choose("How often do you want to check in?", "Every 2 days")
	w.Click("Save the rhythm")
	w.Sees("Saved.")
}

// plans sets down the rest of the plan, one part after the other.
func (w *walker) plans() {
	w.step("PL1 A goal with its first step")
	w.Click("Plan")
	w.Click("Goals")
	w.Click("Write one down")
	w.Type("What do you want?", "Sing in the choir again")
	w.Type("Step 1", "Ring Jonas")
	w.Click("Save")
	w.step("PL2 A skill at hand")
	w.Click("Plan")
	w.Click("Choose some")
	w.Click("Slow breathing")
	w.Click("Save")
	w.step("PL3 Someone in the support circle")
	w.Click("Plan")
	w.Click("Support circle")
	w.Click("Write someone down")
	w.Type("Name", "Noor")
	w.Type("Telephone", "+44 7700 900123")
	w.Click("Save")
	w.step("PL5 Staying well, and a warning sign")
	w.Click("Plan")
	w.Click("Staying-well plan")
	w.Click("All on one page")
	w.Type("Me when I am well", "I hum while I cook.")
	w.Type("helps", "Soup, and early nights.")
	w.Click("Save")
	w.Click("Your warning signs")
	w.Click("I wake hours before the alarm")
	w.Click("Save")
	w.step("PL6 A safety plan")
	w.Click("Plan")
	w.Click("Safety plan")
	w.Click("All on one page")
	w.Type("How I know it is coming", "Everything goes quiet.")
	w.Type("What I can do on my own", "Cold water, then outside.")
	w.Type("ask", "Noor")
	w.Click("Save the plan")
	w.Sees("Take it along")
	w.step("PL8 A rule for coming back")
	w.Click("Plan")
	w.Click("Your rules for coming back")
	w.Click("A measure reaches a score")
	w.Choose("Measure", "PHQ-9")
	w.Type("This score or worse", "10")
	w.Type("How many times, one after the other", "2")
	w.Click("Keep this rule")
	w.Sees("PHQ-9")
}

// livesIt begins the break when the day has come, and goes on from Today.
func (w *walker) livesIt() {
	w.waits(12)
	w.step("P0 The break begins")
	w.Click("Answer")
	w.Click("Yes, my break has begun")
	w.step("M1 Check in, everything answered")
	w.Click("Check in")
	for _, item := range guide.DefaultItems() {
		w.Choose(item.Name, "6")
	}
	w.Type("A line, if you like", "Quiet without the hour on Thursday.")
	w.Click("Save")
	w.step("PL2, M5 Breathe with the guide, note how it went")
	w.Click("Plan")
	w.Click("Slow breathing")
	w.Click("Do it with me")
	w.Click("4 in, 6 out")
	w.Click("Note how it went")
	w.Type("Where or when?", "before work")
	w.Choose("How distressed were you before?", "7")
	w.Choose("And after?", "4")
	w.Click("Save")
	w.waits(9)
	w.step("M4 Handled it")
	w.Click("Handled it")
	w.Type("What happened?", "The landlord rang.")
	w.Type("What did you do?", "I said I would call back, and did.")
	w.Choose("How sure were you before", "3")
	w.Choose("And after, for the next time?", "6")
	w.Click("Save")
	w.step("M3 A reflection, from the question on Today")
	w.Click("Check in")
	w.Choose(guide.DefaultItems()[0].Name, "7")
	w.Click("Save")
	w.Click("Today")
	w.Click("Write a line")
	w.Type("Your page", "The Thursday hour is mine now.")
	w.Click("Save")
	w.step("E2 An experiment of four weeks")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Experiments")
	w.Click("Exercise")
	w.Choose("What do you think will move?", "Energy")
	w.Click("Save")
	w.Sees("You expect Energy to go up.")
}

// looksBack is the month's end: the review that Today offers.
func (w *walker) looksBack() {
	w.waits(24)
	w.step("M8 The monthly look, two questions answered")
	w.Click("Your monthly look")
	w.Click("All on one page")
	w.Type("answer-reflection", "That I wait too long before I ask.")
	w.Type("answer-self-reliance", "The landlord.")
	w.Click("Save")
	w.Sees("Saved.")
	w.step("M7 How far you have come")
	w.Click("Today")
	w.Click("How far you have come")
	w.Sees("1 hard moment since the break began.")
}

// comesBack asks the record first, tells the therapist, takes a brief along
// and closes the break.
func (w *walker) comesBack() {
	w.step("R1 Is it time to come back?")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Return check")
	w.Click("Begin")
	w.Click("Next")
	w.Type("What do I want?", "To look at the nights together.")
	w.Click("Next")
	w.Choose("Which way do you choose?", "Return")
	w.Type("Why this one", "It held, and one thing is open.")
	w.Click("Keep my choice")
	w.Click("Yes, I am on the way back")
	w.step("C1 A letter to the therapist, copied and kept as sent")
	w.Click("Today")
	w.Click("Check-in with your therapist")
	w.Click("Write one")
	w.Click("The landlord rang.")
	w.Click("On to the words")
	w.Type("To begin with", "Dear Dr Holt, I would like to come back.")
	w.Click("See the letter")
	w.Sees("Exactly what will be seen")
	w.Choose("How did it go?", "By email")
	w.Click("Keep it as sent")
	w.Sees("Kept, word for word.")
	w.step("R2 The return brief, as it is printed")
	w.Click("Today")
	w.Click("Return brief")
	w.Type("words-why-now", "The nights.")
	w.Click("Save, and see it as it is sent")
	w.Sees("The landlord rang.")
	if pdf := w.PDF(); !strings.HasPrefix(string(pdf), "%PDF") {
		w.house.t.Error("the brief cannot be printed")
	}
	w.step("R3 Close the break")
	w.Click("Back")
	w.Click("Today")
	w.Click("More that fits here")
	w.Click("Close this break")
	w.Choose("How does it end?", "Back in therapy")
	w.Type("What do you want to keep of it?", "I can wait a night.")
	w.Click("Close the break")
	w.Sees("A break, looked back on")
	w.Sees("I can wait a night.")
}
