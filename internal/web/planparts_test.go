package web_test

import (
	"net/http"
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
	b.get("/plan").want(http.StatusOK, "not yet")
	h.tell(entry.Agreement{Status: entry.OnMyOwn, Review: entry.DayOf(2027, time.January, 11)})
	h.tell(entry.SafetyPlan{Signs: "quiet"})
	h.tell(entry.StayingWell{Well: "humming"})
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "a", Words: "Cook", Status: entry.GoalNew}, {Key: "b", Words: "Rest", Status: entry.GoalLetGo}}})
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "a", Name: "Noor"}, {Key: "b", Name: "Choir"}}})
	h.tell(entry.Resources{Resources: []entry.Resource{{Key: "a", Name: "A book", Status: entry.ResourceUsing}}})
	h.tell(entry.ReturnCriteria{Criteria: []entry.Criterion{{Key: "a", If: entry.IfOwn, Words: "I stop answering the phone"}}})
	if page := b.get("/plan").want(http.StatusOK, "written", "1 goal", "2 names", "1 thing"); page.says("not yet") {
		t.Error("something that was set down is called missing")
	}
}
