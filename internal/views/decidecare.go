package views

import (
	"net/url"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Edge is the page about care at the edge: what calls for help or a talk
// before stopping. It blocks nothing.
type Edge struct {
	Form     Form
	Risks    []Option
	Chosen   []string
	Contacts []guide.Contact
	Risk     bool // something was ticked and kept
	Medicine bool // medicine is taken, as far as was kept
	Unsafe   bool // not safe with the therapist: another professional is named
	Told     bool
	Repeat   bool
}

// NewEdge lays out the page over what was answered before.
func NewEdge(j *journey.Journey, latest entry.CareAtTheEdge, told bool, form Form) Edge {
	v := Edge{
		Form: form, Risks: statementOptions("risk"), Chosen: form.All("risk"), Contacts: helpContacts(j),
		Risk: len(latest.Risk) > 0, Medicine: latest.Medicine == entry.Yes, Unsafe: j.Deciding.Unsafe, Told: told,
	}
	if len(form.Values) == 0 {
		v.Chosen = latest.Risk
		v.Form.Values = url.Values{"medicine": {string(latest.Medicine)}, "prescriber": {latest.Prescriber}}
	}
	v.Risk = v.Risk || len(v.Chosen) > 0
	return v
}

// ReadEdge makes the body from a form.
func ReadEdge(form Form) entry.CareAtTheEdge {
	return entry.CareAtTheEdge{
		Risk: ticked("risk", "risk", form), Medicine: entry.Answer(form.Value("medicine")), Prescriber: form.Value("prescriber"),
	}
}
