package entry

import (
	"strconv"
	"strings"

	"fermata/internal/fault"
)

// Goals are a person's goals. The latest list counts.
type Goals struct {
	Goals []Goal `json:"goals"`
}

// Goal is one thing a person wants.
type Goal struct {
	Key    string     `json:"key"`
	Words  string     `json:"words"`
	Why    string     `json:"why,omitempty"`
	Steps  []GoalStep `json:"steps,omitempty"`
	Status GoalStatus `json:"status"`
	Since  Day        `json:"since,omitempty"` // of the status
}

// GoalStep is one step towards a goal.
type GoalStep struct {
	Words string `json:"words"`
	Done  bool   `json:"done,omitempty"`
}

// GoalStatus is where a goal stands.
type GoalStatus string

// The statuses.
const (
	GoalKept    GoalStatus = "kept" // from therapy
	GoalNew     GoalStatus = "new"
	GoalLetGo   GoalStatus = "let-go"
	GoalReached GoalStatus = "reached"
)

// Kind is "goals".
func (Goals) Kind() Kind { return KindGoals }

// Validate checks the fields goal-1, goal-2 …
func (g Goals) Validate() error {
	var fields fault.Fields
	checkMost(&fields, "goals", len(g.Goals), 500)
	seen := map[string]bool{}
	for n, goal := range g.Goals {
		field := "goal-" + strconv.Itoa(n+1)
		if !IsKey(goal.Key) || seen[goal.Key] || goal.Words == "" {
			fields.Add(field, "Say in a few words what you want.")
		}
		seen[goal.Key] = true
		switch goal.Status {
		case GoalKept, GoalNew, GoalLetGo, GoalReached:
		default:
			fields.Add(field, "Choose where this goal stands.")
		}
		checkText(&fields, field, goal.Words, LineLimit)
		checkText(&fields, field, goal.Why, TextLimit)
		checkMost(&fields, field, len(goal.Steps), 40)
		for _, step := range goal.Steps {
			checkText(&fields, field, step.Words, LineLimit)
		}
	}
	return fields.Err()
}

// GoalProgress is how near a goal is, 0 to 10.
type GoalProgress struct {
	Goal  string `json:"goal"`
	Value int    `json:"value"` // 0 not at all … 10 reached
	Words string `json:"words,omitempty"`
}

// Kind is "goal-progress".
func (GoalProgress) Kind() Kind { return KindGoalProgress }

// Validate checks the fields goal, value and words.
func (g GoalProgress) Validate() error {
	var fields fault.Fields
	if !IsKey(g.Goal) {
		fields.Add("goal", "This goal is not in your list any more. Open the page again.")
	}
	checkTen(&fields, "value", g.Value)
	checkText(&fields, "words", g.Words, LineLimit)
	return fields.Err()
}

// OwnSkill is a skill in the person's own words. The latest for a key counts.
type OwnSkill struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	When  string `json:"when,omitempty"`
	Steps string `json:"steps,omitempty"`
}

// Kind is "own-skill".
func (OwnSkill) Kind() Kind { return KindOwnSkill }

// Validate checks the fields name, when and steps.
func (o OwnSkill) Validate() error {
	var fields fault.Fields
	if !IsKey(o.Key) || o.Name == "" {
		fields.Add("name", "Give this skill a name.")
	}
	checkText(&fields, "name", o.Name, NameLimit)
	checkText(&fields, "when", o.When, LineLimit)
	checkText(&fields, "steps", o.Steps, TextLimit)
	return fields.Err()
}

// SupportCircle is who there is. The latest list counts.
type SupportCircle struct {
	People []Supporter `json:"people"`
}

// Supporter is a person, a group or a professional.
type Supporter struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Who   string `json:"who,omitempty"`   // "friend", "choir", "GP"
	Helps string `json:"helps,omitempty"` // what they can help with
	Tel   string `json:"tel,omitempty"`
	Mail  string `json:"mail,omitempty"`
	Last  Day    `json:"last,omitempty"` // last contact
}

// Kind is "support-circle".
func (SupportCircle) Kind() Kind { return KindSupportCircle }

// Validate checks the fields person-1, person-2 …
func (s SupportCircle) Validate() error {
	var fields fault.Fields
	checkMost(&fields, "people", len(s.People), 60)
	seen := map[string]bool{}
	for n, p := range s.People {
		field := "person-" + strconv.Itoa(n+1)
		if !IsKey(p.Key) || seen[p.Key] || p.Name == "" {
			fields.Add(field, "Give a name, or leave the whole line empty.")
		}
		seen[p.Key] = true
		if p.Tel != "" && !isTel(p.Tel) {
			fields.Add(field, "A telephone number has digits, spaces and perhaps a plus. Write it as you would dial it.")
		}
		if p.Mail != "" && !IsMail(p.Mail) {
			fields.Add(field, "An email address looks like name@example.org.")
		}
		checkText(&fields, field, p.Name, NameLimit)
		checkText(&fields, field, p.Who, NameLimit)
		checkText(&fields, field, p.Helps, LineLimit)
		checkFarDay(&fields, field, p.Last)
	}
	return fields.Err()
}

// IsMail accepts what can safely stand in a mailto: address.
func IsMail(text string) bool {
	name, host, ok := strings.Cut(text, "@")
	return ok && name != "" && strings.Contains(host, ".") && len(text) <= 254 &&
		!strings.ContainsAny(text, " \t\r\n<>\"'`?&#%,;:()[]\\") && !strings.Contains(host, "@")
}

// Resources are books, podcasts, courses and apps. The latest list counts.
type Resources struct {
	Resources []Resource `json:"resources"`
}

// Resource is one of them.
type Resource struct {
	Key    string         `json:"key"`
	Name   string         `json:"name"`
	Sort   string         `json:"sort,omitempty"` // "book", "podcast" …
	Status ResourceStatus `json:"status"`
	Took   string         `json:"took,omitempty"` // what I took from it
}

// ResourceStatus is where a resource stands.
type ResourceStatus string

// The statuses.
const (
	ResourceToTry ResourceStatus = "to-try"
	ResourceUsing ResourceStatus = "using"
	ResourceDone  ResourceStatus = "done"
)

// Kind is "resources".
func (Resources) Kind() Kind { return KindResources }

// Validate checks the fields resource-1, resource-2 …
func (r Resources) Validate() error {
	var fields fault.Fields
	checkMost(&fields, "resources", len(r.Resources), 200)
	seen := map[string]bool{}
	for n, resource := range r.Resources {
		field := "resource-" + strconv.Itoa(n+1)
		if !IsKey(resource.Key) || seen[resource.Key] || resource.Name == "" {
			fields.Add(field, "Give it a name, or leave the whole line empty.")
		}
		seen[resource.Key] = true
		switch resource.Status {
		case ResourceToTry, ResourceUsing, ResourceDone:
		default:
			fields.Add(field, "Choose where it stands.")
		}
		checkText(&fields, field, resource.Name, LineLimit)
		checkText(&fields, field, resource.Sort, NameLimit)
		checkText(&fields, field, resource.Took, TextLimit)
	}
	return fields.Err()
}

// StayingWell is the staying-well plan in the person's own words; the warning
// signs themselves are a list of their own. The latest counts.
type StayingWell struct {
	Well      string `json:"well,omitempty"`        // me when I am well
	SetsOff   string `json:"sets_off,omitempty"`    // what sets me off
	Helps     string `json:"helps,omitempty"`       // what helps
	IfThen    string `json:"if_then,omitempty"`     // if … then I …
	Others    string `json:"others,omitempty"`      // what others can do
	NotHelp   string `json:"not_help,omitempty"`    // what does not help
	NotToTell string `json:"not_to_tell,omitempty"` // whom not to share it with
}

// Kind is "staying-well".
func (StayingWell) Kind() Kind { return KindStayingWell }

// Validate checks the fields well, sets-off, helps, if-then, others, not-help
// and not-to-tell.
func (s StayingWell) Validate() error {
	var fields fault.Fields
	checkTexts(&fields, []namedText{
		{"well", s.Well}, {"sets-off", s.SetsOff}, {"helps", s.Helps}, {"if-then", s.IfThen},
		{"others", s.Others}, {"not-help", s.NotHelp}, {"not-to-tell", s.NotToTell},
	})
	return fields.Err()
}

// SafetyPlan holds the six steps in the person's own words. The latest counts.
type SafetyPlan struct {
	Signs         string `json:"signs,omitempty"`         // how I know it is coming
	Alone         string `json:"alone,omitempty"`         // what I can do on my own
	Places        string `json:"places,omitempty"`        // where there are people
	Ask           string `json:"ask,omitempty"`           // who I ask for help
	Professionals string `json:"professionals,omitempty"` // whom I call
	Room          string `json:"room,omitempty"`          // making the room safer
	// Readable: the person chose that Help now shows it while locked.
	Readable bool `json:"readable,omitempty"`
}

// Kind is "safety-plan".
func (SafetyPlan) Kind() Kind { return KindSafetyPlan }

// Steps are the six steps in order.
func (s SafetyPlan) Steps() [6]string {
	return [6]string{s.Signs, s.Alone, s.Places, s.Ask, s.Professionals, s.Room}
}

// Validate checks the fields signs, alone, places, ask, professionals and room.
func (s SafetyPlan) Validate() error {
	var fields fault.Fields
	for n, name := range []string{"signs", "alone", "places", "ask", "professionals", "room"} {
		checkText(&fields, name, s.Steps()[n], 4*LineLimit)
	}
	return fields.Err()
}
