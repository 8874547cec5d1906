package views

import (
	"net/url"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// GuidedPlan says how a plan in a person's own words is asked for. Its steps
// are the names of form fields; guide has a title and a question for each.
type GuidedPlan struct {
	Path  string // of the page that shows it
	Draft string // the name its draft is kept under
	Place string // keys of guide: place.PLACE
	Words string // keys of guide: WORDS.STEP and WORDS.STEP.ask
	Steps []string
	Limit int // characters a step holds
	// Where asks as a last step whether Help now may show it.
	Where bool
}

// Count is how many steps it takes one at a time.
func (p GuidedPlan) Count() int {
	if p.Where {
		return len(p.Steps) + 1
	}
	return len(p.Steps)
}

// Guided is the form for such a plan: one step of it, or all.
type Guided struct {
	Plan    GuidedPlan
	Form    Form
	Heading string
	Step    int // from 1; 0 is all on one page
	Fields  []GuidedField
	Where   []Option // where it may open, on the step that asks
	Kept    []StepValue
	Repeat  bool
}

// GuidedField is one step to write.
type GuidedField struct{ Name, Title, Ask string }

// StepValue is what was typed on another step and is sent along unseen.
type StepValue struct{ Name, Value string }

// whereField is the field that says where a plan may open.
const whereField = "where"

// The values of the field.
const (
	WhereSealed = "sealed"
	WhereHelp   = "help-now"
)

// NewGuided lays out a step. values are what is kept; what was typed comes
// before them.
func NewGuided(plan GuidedPlan, values url.Values, form Form, step int) Guided {
	if step < 0 || step > plan.Count() {
		step = 0
	}
	v := Guided{Plan: plan, Form: form, Heading: guide.Say("place." + plan.Place), Step: step}
	if len(form.Values) == 0 {
		v.Form.Values = values
	}
	for n, name := range plan.Steps {
		if step == 0 || step == n+1 {
			title := guide.Say(plan.Words + "." + name)
			v.Fields = append(v.Fields, GuidedField{Name: name, Title: title, Ask: guide.Say(plan.Words + "." + name + ".ask")})
		} else {
			v.keep(name)
		}
	}
	if !plan.Where {
		return v
	}
	if step == 0 || step == plan.Count() {
		v.Where = whereOptions()
	} else {
		v.keep(whereField)
	}
	return v
}

func (v *Guided) keep(name string) {
	if text := v.Form.Value(name); text != "" {
		v.Kept = append(v.Kept, StepValue{Name: name, Value: text})
	}
}

func whereOptions() []Option {
	return []Option{
		{Value: WhereSealed, Title: guide.Say("safetyplan.readable.sealed"), Note: guide.Say("safetyplan.readable.sealed.note")},
		{Value: WhereHelp, Title: guide.Say("safetyplan.readable.help"), Note: guide.Say("safetyplan.readable.help.note")},
	}
}

// PlanPage is a plan as it is read.
type PlanPage struct {
	Plan    GuidedPlan
	Written string // "In your words, from 27 July.", "" before it was written
	Steps   []PlanStep
	Draft   bool // a half-written one is kept
	EraseID entry.ID
}

// PlanStep is one step in the person's own words, line by line.
type PlanStep struct {
	Name    string // of its field
	Heading string
	Lines   []string
}

// newPlanPage lays out a plan; steps nothing was written for are left out.
func newPlanPage(j *journey.Journey, plan GuidedPlan, kind entry.Kind, values url.Values, draft bool, eraseID entry.ID) PlanPage {
	v := PlanPage{Plan: plan, Draft: draft, EraseID: eraseID, Steps: planSteps(plan, values)}
	if ref, ok := j.Latest(kind); ok {
		v.Written = guide.Say("guided.written", "date", guide.FullDate(j.Turn().Day(ref.At.Instant, j.Location()).Time()))
	}
	return v
}

func planSteps(plan GuidedPlan, values url.Values) []PlanStep {
	var steps []PlanStep
	for _, name := range plan.Steps {
		if lines := linesOf(values.Get(name)); len(lines) > 0 {
			steps = append(steps, PlanStep{Name: name, Heading: guide.Say(plan.Words + "." + name), Lines: lines})
		}
	}
	return steps
}

// linesOf are the lines of a text that hold something.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// readGuided is what is wrong with a plan as a whole.
func readGuided(plan GuidedPlan, form Form, body entry.Body) fault.Fields {
	fields, _ := body.Validate().(fault.Fields)
	for _, name := range plan.Steps {
		if form.Value(name) != "" {
			return fields
		}
	}
	fields.Add(plan.Steps[0], guide.Say("guided.nothing"))
	return fields
}
