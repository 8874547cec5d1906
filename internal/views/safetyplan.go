package views

import (
	"net/url"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// SafetyPlan says how the safety plan is asked for. The six parts are those of
// safety planning as Stanley and Brown (2012) describe it [F: clinical §7];
// the words are our own.
func SafetyPlan() GuidedPlan {
	return GuidedPlan{
		Path: "/plan/safety", Draft: "safety-plan", Place: "safety-plan", Words: "safetyplan", Where: true,
		Steps: []string{"signs", "alone", "places", "ask", "professionals", "room"}, Limit: 4 * entry.LineLimit,
	}
}

// SafetyPlanPage is the safety plan as it is read, and where it opens.
type SafetyPlanPage struct {
	PlanPage
	Readable bool
	ShowID   entry.ID // of the entry that changes where it opens
}

// NewSafetyPlanPage lays out the plan.
func NewSafetyPlanPage(j *journey.Journey, draft bool, newID func() entry.ID) SafetyPlanPage {
	plan := j.Plan.SafetyPlan
	return SafetyPlanPage{
		PlanPage: newPlanPage(j, SafetyPlan(), entry.KindSafetyPlan, safetyValues(plan), draft, newID()),
		Readable: plan.Readable, ShowID: newID(),
	}
}

// NewSafetyPlan lays out the form for a step of it.
func NewSafetyPlan(j *journey.Journey, form Form, step int) Guided {
	values := safetyValues(j.Plan.SafetyPlan)
	if _, written := j.Latest(entry.KindSafetyPlan); !written {
		values = url.Values{}
	}
	return NewGuided(SafetyPlan(), values, form, step)
}

func safetyValues(plan entry.SafetyPlan) url.Values {
	values := url.Values{whereField: {WhereSealed}}
	if plan.Readable {
		values.Set(whereField, WhereHelp)
	}
	for n, name := range SafetyPlan().Steps {
		values.Set(name, plan.Steps()[n])
	}
	return values
}

// ReadSafetyPlan makes the plan from a form. Nothing opens on Help now unless
// that was chosen.
func ReadSafetyPlan(form Form) (entry.SafetyPlan, fault.Fields) {
	body := entry.SafetyPlan{
		Signs: form.Value("signs"), Alone: form.Value("alone"), Places: form.Value("places"),
		Ask: form.Value("ask"), Professionals: form.Value("professionals"), Room: form.Value("room"),
		Readable: form.Value(whereField) == WhereHelp,
	}
	return body, readGuided(SafetyPlan(), form, body)
}

// SafetySteps are the steps of a plan that hold something.
func SafetySteps(plan entry.SafetyPlan) []PlanStep {
	return planSteps(SafetyPlan(), safetyValues(plan))
}

// SafetyCard is the plan as it is taken along: the steps, the numbers, and
// when it was written.
type SafetyCard struct {
	Title   string
	Lead    string
	Steps   []PlanStep
	Calls   []string // "In danger now: call 999", "Samaritans: call 116 123"
	People  []string // "Noor  +44 7700 900123"
	Foot    string
	Numbers string // the heading over calls and people
	Fold    string
}

// SafetyPlanKey names the letter made of the safety plan.
const SafetyPlanKey = "safety-plan"

// Letter is the plan as a letter: its steps, then the numbers; empty while no
// step is written.
func (c SafetyCard) Letter() Letter {
	l := Letter{Key: SafetyPlanKey, Page: SafetyPlan().Path, Title: c.Title, About: c.Lead, Foot: c.Foot, OnePage: true}
	if len(c.Steps) == 0 {
		return l
	}
	for n, step := range c.Steps {
		section := LetterSection{Heading: step.Heading, Step: n + 1}
		for m, line := range step.Lines {
			section.Lines = append(section.Lines, LetterLine{Key: "step-" + itoa(n+1) + "-" + itoa(m+1), Text: line})
		}
		l.Sections = append(l.Sections, section)
	}
	numbers := LetterSection{Heading: c.Numbers}
	for n, text := range slices.Concat(c.Calls, c.People) {
		numbers.Lines = append(numbers.Lines, LetterLine{Key: "number-" + itoa(n+1), Text: text, Strong: n == 0 && len(c.Calls) > 0})
	}
	l.Sections = append(l.Sections, numbers)
	return l
}

// NewSafetyCard lays out the plan to take along, with the lines of the
// person's country and their own numbers.
func NewSafetyCard(j *journey.Journey, now time.Time) SafetyCard {
	card := SafetyCard{
		Title: guide.Say("safetyplan.heading"), Lead: guide.Say("safetyplan.lead"),
		Steps: SafetySteps(j.Plan.SafetyPlan), Numbers: guide.Say("safetyplan.numbers"), Fold: guide.Say("safetyplan.fold"),
	}
	day := j.Today(now)
	if ref, ok := j.Latest(entry.KindSafetyPlan); ok {
		day = j.Turn().Day(ref.At.Instant, j.Location())
	}
	card.Foot = guide.Say("safetyplan.foot", "date", guide.FullDate(day.Time()))
	help := guide.HelpFor(j.HelpCard.Country)
	if len(help.Emergency) > 0 {
		card.Calls = append(card.Calls, help.EmergencySay)
	}
	for _, line := range help.Lines {
		for _, contact := range line.Contacts {
			card.Calls = append(card.Calls, line.Name+": "+lowerFirst(contact.Label))
		}
	}
	if len(card.Calls) == 0 {
		card.Calls = append(card.Calls, guide.Say("help.emergency.unknown"))
	}
	for _, number := range j.HelpCard.Numbers {
		card.People = append(card.People, number.Name+": "+number.Tel)
	}
	card.Calls = slices.Compact(card.Calls)
	return card
}
