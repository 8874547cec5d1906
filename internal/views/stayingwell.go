package views

import (
	"net/url"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
)

// StayingWell says how the staying-well plan is asked for.
func StayingWell() GuidedPlan {
	return GuidedPlan{
		Path: "/plan/staying-well", Draft: "staying-well", Place: "staying-well", Words: "staying",
		Steps: []string{"well", "sets-off", "helps", "if-then", "others", "not-help", "not-to-tell"}, Limit: entry.TextLimit,
	}
}

// StayingWellPage is the plan as it is read, with the warning signs.
type StayingWellPage struct {
	PlanPage
	Signs []Row
}

// StaysHome says of a step that it is read here and not printed: whom not to
// share the plan with.
func (StayingWellPage) StaysHome(step PlanStep) bool { return step.Name == "not-to-tell" }

// NewStayingWellPage lays out the plan.
func NewStayingWellPage(j *journey.Journey, draft bool, newID func() entry.ID) StayingWellPage {
	return StayingWellPage{
		PlanPage: newPlanPage(j, StayingWell(), entry.KindStayingWell, stayingValues(j.Plan.StayingWell), draft, newID()),
		Signs:    listed(j.Signs),
	}
}

// NewStayingWell lays out the form for a step of it.
func NewStayingWell(j *journey.Journey, form Form, step int) Guided {
	values := stayingValues(j.Plan.StayingWell)
	if _, written := j.Latest(entry.KindStayingWell); !written {
		values = url.Values{}
	}
	return NewGuided(StayingWell(), values, form, step)
}

func stayingValues(plan entry.StayingWell) url.Values {
	return url.Values{
		"well": {plan.Well}, "sets-off": {plan.SetsOff}, "helps": {plan.Helps}, "if-then": {plan.IfThen},
		"others": {plan.Others}, "not-help": {plan.NotHelp}, "not-to-tell": {plan.NotToTell},
	}
}

// ReadStayingWell makes the plan from a form.
func ReadStayingWell(form Form) (entry.StayingWell, fault.Fields) {
	body := entry.StayingWell{
		Well: form.Value("well"), SetsOff: form.Value("sets-off"), Helps: form.Value("helps"), IfThen: form.Value("if-then"),
		Others: form.Value("others"), NotHelp: form.Value("not-help"), NotToTell: form.Value("not-to-tell"),
	}
	return body, readGuided(StayingWell(), form, body)
}
