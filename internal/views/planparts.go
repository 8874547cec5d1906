package views

import (
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// planParts are the pages a plan is written on, each with what is there.
func planParts(j *journey.Journey) []Row {
	written := func(kind entry.Kind) string {
		if _, ok := j.Latest(kind); ok {
			return guide.Say("plan.part.written")
		}
		return guide.Say("plan.part.none")
	}
	count := func(n int, words string) string {
		if n == 0 {
			return guide.Say("plan.part.none")
		}
		return words
	}
	goals, people, things, tried, rules := openGoals(j), len(j.Plan.Support), len(j.Plan.Resources), len(j.Plan.Experiments), len(j.Criteria)
	return []Row{
		{Title: guide.Say("place.agreement"), Note: guide.Say("why.agreement"), End: written(entry.KindAgreement), URL: "/agreement"},
		{Title: guide.Say("place.letter"), Note: guide.Say("why.letter"), URL: "/stay-in-touch"},
		{Title: guide.Say("place.return"), Note: guide.Say("why.return"), URL: "/return-check"},
		{Title: guide.Say("place.breaks"), Note: guide.Say("why.breaks"), URL: "/breaks"},
		{Title: guide.Say("place.rhythm"), Note: guide.Say("why.rhythm"), URL: "/plan/rhythm"},
		{Title: guide.Say("place.safety-plan"), Note: guide.Say("why.safety-plan"), End: written(entry.KindSafetyPlan), URL: "/plan/safety"},
		{Title: guide.Say("place.staying-well"), Note: guide.Say("why.staying-well"), End: written(entry.KindStayingWell), URL: "/plan/staying-well"},
		{Title: guide.Say("place.criteria"), Note: guide.Say("why.criteria"), End: count(rules, guide.Say("plan.part.rules", "n", rules)), URL: "/plan/return-criteria"},
		{Title: guide.Say("place.goals"), Note: guide.Say("why.goals"), End: count(goals, guide.Say("plan.part.goals", "n", goals)), URL: "/plan/goals"},
		{Title: guide.Say("place.support"), Note: guide.Say("why.support"), End: count(people, guide.Say("plan.part.people", "n", people)), URL: "/plan/support"},
		{Title: guide.Say("place.resources"), Note: guide.Say("why.resources"), End: count(things, guide.Say("plan.part.things", "n", things)), URL: "/plan/resources"},
		{Title: guide.Say("place.experiments"), Note: guide.Say("why.experiments"), End: count(tried, guide.Say("plan.part.experiments", "n", tried)), URL: "/experiments"},
	}
}
