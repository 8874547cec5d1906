package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// place is what a person would lose if a page jumped: the control they are at,
// where it is on the screen, and what the page says to those who cannot see it.
type place struct {
	Words, Said, Mark string
	Top               float64
}

func (e *eye) place() place {
	e.t.Helper()
	var p place
	e.Eval(`({Words: document.activeElement.textContent, Said: document.getElementById("said").textContent,
		Mark: document.documentElement.dataset.mark ?? "", Top: document.activeElement.getBoundingClientRect().top})`, &p)
	return p
}

// mark is lost when the page is loaded anew.
func (e *eye) mark() {
	e.t.Helper()
	var nothing any
	e.Eval(`document.documentElement.dataset.mark = "same"; null`, &nothing)
}

func goalHouse(t *testing.T) (*house, *eye) {
	h, _ := startedHouse(t)
	h.tell(entry.Goals{Goals: []entry.Goal{{
		Key: "walk", Words: "Walk by the river again", Status: entry.GoalKept,
		Steps: []entry.GoalStep{{Words: "Find the shoes"}, {Words: "Ask Jonas"}},
	}}})
	return h, h.eye().enter(h)
}

// Where scripts run, a step is ticked without the page being loaded again: the
// button keeps the focus and stays where it is, and what was saved is said.
func TestAFormSavedInPlaceKeepsFocusAndPlace(t *testing.T) {
	h, e := goalHouse(t)
	e.Goto(h.url + "/plan/goals/walk")
	e.mark()
	e.Click("Find the shoes")
	before := e.press("Save the steps")
	after := e.place()
	if after.Mark == "" {
		t.Error("the page was loaded again")
	}
	if !strings.Contains(after.Words, before.Words) || after.Top < before.Top-1 || after.Top > before.Top+1 {
		t.Errorf("the focus went from %q at %.0f to %q at %.0f", before.Words, before.Top, after.Words, after.Top)
	}
	if after.Said == "" {
		t.Error("nothing was said")
	}
	if goal := h.look().Plan.Goals[0]; !goal.Steps[0].Done {
		t.Error("the step was not ticked")
	}
}

// press gives a button the focus, as a hand or a key does, and presses it.
func (e *eye) press(button string) place {
	e.t.Helper()
	var found bool
	e.Eval(`(() => {
		const button = [...document.querySelectorAll("button")].find(b => b.textContent === `+"`"+button+"`"+`);
		button?.scrollIntoView({block: "center"});
		button?.focus();
		return !!button;
	})()`, &found)
	if !found {
		e.t.Fatalf("no button %q", button)
	}
	before := e.place()
	e.Press("\r")
	return before
}

// What has to be put right is the first thing one is told, in place or not.
func TestAFormThatComesBackBeginsWithWhatToPutRight(t *testing.T) {
	h, e := goalHouse(t)
	for _, c := range []struct{ at, button string }{
		{"/plan/goals/walk", "Save how near it is"}, // in place
		{"/reflections/new", "Save"},                // a page of its own
	} {
		e.Goto(h.url + c.at)
		e.press(c.button)
		e.Complaints() // of the status
		var at struct{ ID, Role, Link, Beside string }
		e.Eval(`(() => {
			const field = document.querySelector(document.querySelector("#error-summary a")?.getAttribute("href") ?? "#none");
			const group = field?.closest("[aria-describedby]");
			return {ID: document.activeElement.id, Role: document.activeElement.getAttribute("role") ?? "",
				Link: field?.id ?? "", Beside: group?.getAttribute("aria-describedby").split(" ").map(id => document.getElementById(id)?.textContent).join(" ") ?? ""};
		})()`, &at)
		if at.ID != "error-summary" || at.Role != "alert" || at.Link == "" || at.Beside == "" {
			t.Errorf("%s: %+v", c.at, at)
		}
		e.look(c.at + ", with errors")
	}
}

// Where the record was locked meanwhile, the browser sends the form as without
// scripts, and so what was ticked goes along through the page that asks for the
// passphrase.
func TestAFormSavedInPlaceWhileLocked(t *testing.T) {
	h, e := goalHouse(t)
	e.Goto(h.url + "/plan/goals/walk")
	e.Click("Find the shoes")
	h.home.Lock()
	e.press("Save the steps")
	e.Complaints()
	if e.Status() != http.StatusForbidden {
		t.Errorf("status %d", e.Status())
	}
	e.Type("Passphrase", passphrase)
	e.Click("Open")
	e.Sees("What you typed is kept")
	e.Click("Save")
	if !h.look().Plan.Goals[0].Steps[0].Done {
		t.Error("what was ticked is gone")
	}
}

// Without scripts the same forms are sent as forms always were.
func TestAFormInPlaceWorksWithoutScripts(t *testing.T) {
	h, e := goalHouse(t)
	e.JavaScript(false)
	e.Goto(h.url + "/plan/goals/walk")
	e.Click("Find the shoes")
	e.Click("Save the steps")
	if goal := h.look().Plan.Goals[0]; !goal.Steps[0].Done || !strings.HasSuffix(e.URL(), "/plan/goals/walk") {
		t.Errorf("not ticked, or ended at %s", e.URL())
	}
}
