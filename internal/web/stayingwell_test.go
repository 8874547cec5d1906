package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestPL5AStayingWellPlanStepByStep(t *testing.T) {
	h, b := startedHouse(t)
	empty := b.get("/plan/staying-well").want(http.StatusOK, "Nothing here yet", "Your warning signs")
	page := b.get(empty.link("/plan/staying-well/edit?step=1"))
	for n, text := range []string{"I hum.", "Sunday evenings.", "Soup.", "If I cancel twice, then I call Jo.", "Ask me out.", "Advice.", "My boss."} {
		name := []string{"well", "sets-off", "helps", "if-then", "others", "not-help", "not-to-tell"}[n]
		if n < 6 {
			page = page.send("/plan/staying-well", name, text, "go", "next").want(http.StatusOK)
		} else {
			page = page.send("/plan/staying-well", name, text)
		}
	}
	page.want(http.StatusOK, "Saved. Read it again when something changes.", "I hum.", "If I cancel twice, then I call Jo.", "My boss.")
	j, err := h.home.Look(t.Context())
	if err != nil || j.Plan.StayingWell.Helps != "Soup." || len(j.Versions[entry.KindStayingWell]) != 1 {
		t.Errorf("kept: %+v in %d versions, %v", j.Plan.StayingWell, len(j.Versions[entry.KindStayingWell]), err)
	}
	page.send("/plan/staying-well/erase").want(http.StatusOK, "The plan is erased.", "Nothing here yet")
}

func TestPL5TextThatDoesNotFit(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	b.get("/plan/staying-well/edit").send("/plan/staying-well").want(http.StatusUnprocessableEntity, "Nothing is written yet.")
	for _, field := range []string{"well", "sets-off", "helps", "if-then", "others", "not-help", "not-to-tell"} {
		back := b.get("/plan/staying-well/edit").send("/plan/staying-well", field, strings.Repeat("é", 20001)).want(http.StatusUnprocessableEntity)
		if back.beside(field) == "" {
			t.Errorf("nothing stands beside %s", field)
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

func TestPL5WarningSignsStandInThePlan(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "a", Name: "I stop cooking"}, {Key: "b", Name: "Rested", Retired: true}}})
	h.tell(entry.StayingWell{Well: "I hum."})
	page := b.get("/plan/staying-well").want(http.StatusOK, "I stop cooking")
	if page.says("Rested") || page.link("/plan/warning-signs") == "" {
		t.Error("a sign out of use is shown, or no way leads to the list")
	}
}

func TestPL5WhomNotToShareItWithIsNotPrinted(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.StayingWell{Well: "I hum.", NotToTell: "My boss."})
	page := b.get("/plan/staying-well").want(http.StatusOK, "My boss.", "This part is not printed.")
	for n := range page.root.Descendants() {
		if attr(n, "class") == "no-print" && strings.Contains(text(n), "My boss.") {
			return
		}
	}
	t.Error("it would be printed")
}
