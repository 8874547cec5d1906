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

// DecisionPage is the form for a decision, what it leads on to, and the
// decisions before.
type DecisionPage struct {
	Form      Form
	Options   []Option
	Decided   string // the latest decision in words, or ""
	LookAgain string
	Leads     []Row
	Prepare   bool // moving to the phase of preparing is offered
	PhaseID   entry.ID
	Earlier   []Row
	Advised   string // what the therapist advised, if it was noted
	Repeat    bool
}

// ToldDecision is a decision with where it stands in the record.
type ToldDecision struct {
	Ref  journey.Ref
	Body entry.Decision
}

// NewDecisionPage lays out the page. decisions come oldest first; phaseID is
// the ID of the move that is offered.
func NewDecisionPage(j *journey.Journey, decisions []ToldDecision, signs entry.SignWeights, talk entry.TalkGuide, phaseID entry.ID, form Form, now time.Time) DecisionPage {
	today := j.Today(now)
	v := DecisionPage{Form: form, PhaseID: phaseID}
	if !j.Deciding.Unsafe {
		v.Advised = talk.Advised
	}
	for _, key := range append(entry.Options(), entry.NotYet) {
		v.Options = append(v.Options, Option{Value: key, Title: decisionWords(key)})
	}
	for _, told := range slices.Backward(decisions) {
		v.Earlier = append(v.Earlier, Row{
			Title: decisionWords(told.Body.Option), Note: told.Body.Reasons, End: guide.FullDate(dayOf(j, told.Ref).Time()),
		})
	}
	if len(decisions) == 0 {
		if len(form.Values) == 0 {
			v.Form.Values = url.Values{"option": {j.Deciding.Lean}}
		}
		return v
	}
	v.latest(j, decisions[len(decisions)-1].Body, signs, today)
	return v
}

func (v *DecisionPage) latest(j *journey.Journey, body entry.Decision, signs entry.SignWeights, today entry.Day) {
	v.Earlier = v.Earlier[1:]
	v.Decided = decisionWords(body.Option)
	if body.LookAt != 0 {
		v.LookAgain = guide.Say("decide.decision.look-on", "date", guide.FullDate(body.LookAt.Time()))
	}
	phase := j.PhaseOn(today)
	v.Prepare = body.Option == "full-break" && (phase == "" || phase == entry.Considering || phase == entry.InTherapy)
	v.Leads = decisionLeads(body.Option, j.Deciding.Unsafe)
	for _, row := range signLeads(signs) {
		if len(v.Leads) < leadsMost && !slices.ContainsFunc(v.Leads, func(have Row) bool { return have.URL == row.URL }) {
			v.Leads = append(v.Leads, row)
		}
	}
	if len(v.Form.Values) == 0 {
		v.Form.Values = url.Values{}
	}
}

// leadsMost is how many ways on stand under a decision.
const leadsMost = 5

func decisionWords(option string) string {
	if option == entry.NotYet {
		return guide.Say("decide.decision.not-yet")
	}
	way, _ := guide.WayOf(option)
	return way.Name
}

// optionLeads is where each decision leads on to.
var optionLeads = map[string][]signLead{
	"full-break":        {{lead: "last-session", url: "/prepare/last-session"}, {lead: "agreement", url: "/agreement"}, {lead: "edge", url: "/decide/care"}},
	"fewer-sessions":    {{lead: "talk", url: "/decide/talk"}, {lead: "agreement", url: "/agreement"}, {lead: "cost", url: "/care"}},
	"change-the-work":   {{lead: "talk", url: "/decide/talk"}, {lead: "change", url: "/decide/options/change-the-work"}},
	"another-therapist": {{lead: "cost", url: "/care"}, {lead: "edge", url: "/decide/care"}},
	"go-on":             {{lead: "check-in", url: "/check-in"}, {lead: "measures", url: "/measures"}},
	entry.NotYet:        {{lead: "sure", url: "/decide/sure"}, {lead: "options", url: "/decide/options"}},
}

// withTherapist are the leads that go to the therapist; they rest while the
// person does not feel safe there.
var withTherapist = map[string]bool{"talk": true, "last-session": true, "agreement": true}

func decisionLeads(option string, unsafe bool) []Row {
	var rows []Row
	for _, l := range optionLeads[option] {
		if unsafe && withTherapist[l.lead] {
			continue
		}
		rows = append(rows, Row{Title: guide.Say("decide.lead." + l.lead), Note: guide.Say("decide.lead." + l.lead + ".why"), URL: l.url})
	}
	return rows
}

// ReadDecision makes the body from a form. A day to look again lies ahead.
func ReadDecision(form Form, today entry.Day) (entry.Decision, fault.Fields) {
	var fields fault.Fields
	body := entry.Decision{Option: form.Value("option"), Reasons: form.Value("reasons")}
	if text := form.Value("look-at"); text != "" {
		day, err := entry.ParseDay(text)
		switch {
		case err != nil:
			fields.Add("look-at", fault.Sentence(err))
		case day <= today:
			fields.Add("look-at", guide.Say("decide.decision.look-ahead"))
		}
		body.LookAt = day
	}
	if len(fields) == 0 {
		fields = errorFields(body.Validate())
	}
	return body, fields
}
