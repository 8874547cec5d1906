package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestThePlanLeadsToItsPages(t *testing.T) {
	h, b := startedHouse(t)
	for _, from := range []string{"/plan", "/contents"} {
		page := b.get(from)
		for _, to := range []string{"/plan/safety", "/plan/staying-well", "/plan/goals", "/plan/support", "/plan/resources"} {
			if page.link(to) == "" {
				t.Errorf("nothing at %s leads to %s", from, to)
			}
		}
	}
	if page := b.get("/plan").want(http.StatusOK); !strings.Contains(page.body, ">not yet<") {
		t.Error("nothing is called missing where nothing was set down")
	}
	h.tell(entry.Agreement{Status: entry.OnMyOwn, Review: entry.DayOf(2027, time.January, 11)})
	h.tell(entry.SafetyPlan{Signs: "quiet"})
	h.tell(entry.StayingWell{Well: "humming"})
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "a", Words: "Cook", Status: entry.GoalNew}, {Key: "b", Words: "Rest", Status: entry.GoalLetGo}}})
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "a", Name: "Noor"}, {Key: "b", Name: "Choir"}}})
	h.tell(entry.Resources{Resources: []entry.Resource{{Key: "a", Name: "A book", Status: entry.ResourceUsing}}})
	h.tell(entry.ReturnCriteria{Criteria: []entry.Criterion{{Key: "a", If: entry.IfOwn, Words: "I stop answering the phone"}}})
	today := entry.DayOf(2026, time.November, 23)
	h.tell(entry.Experiment{Key: "a", Sort: "own", What: "Bed at eleven", Item: "mood", Begin: today - 14, Try: today, End: today + 13})
	if page := b.get("/plan").want(http.StatusOK, "written", "1 goal", "2 names", "1 thing"); strings.Contains(page.body, ">not yet<") {
		t.Error("something that was set down is called missing")
	}
}
