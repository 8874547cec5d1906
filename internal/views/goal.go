package views

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// The standings a goal can be moved to, as a form sends them.
const (
	GoalReached = string(entry.GoalReached)
	GoalLetGo   = string(entry.GoalLetGo)
	GoalNew     = string(entry.GoalNew)
)

// LineLimit is how many characters a line of a form holds, and NameLimit a
// name.
const (
	LineLimit = entry.LineLimit
	NameLimit = entry.NameLimit
)

// goalsMost is how many goals can be worked towards at once.
const goalsMost = 50

// stepsMost is how many steps the form of a goal offers; a goal that has more
// keeps them.
const stepsMost = 12

// Goals is what a person wants, what they reached and what they let go.
type Goals struct {
	Working, Reached, LetGo []Row
}

// NewGoals lays out the list.
func NewGoals(j *journey.Journey, now time.Time) Goals {
	var v Goals
	today := j.Today(now)
	for _, goal := range j.Plan.Goals {
		row := Row{Title: goal.Words, URL: "/plan/goals/" + goal.Key, Note: goalNote(goal)}
		switch goal.Status {
		case entry.GoalReached:
			row.Note, row.Done = goalSince(goal), true
			v.Reached = append(v.Reached, row)
		case entry.GoalLetGo:
			row.Note = goalSince(goal)
			v.LetGo = append(v.LetGo, row)
		default:
			if list := progressOf(j, goal.Key); len(list) > 0 {
				last := list[len(list)-1]
				row.End = guide.Say("count.of-ten", "n", strconv.Itoa(last.Value)) + ", " + dayWords(last.Day, today)
			}
			v.Working = append(v.Working, row)
		}
	}
	return v
}

// Any says that there is a goal of any kind.
func (v Goals) Any() bool { return len(v.Working)+len(v.Reached)+len(v.LetGo) > 0 }

func goalNote(goal entry.Goal) string {
	if len(goal.Steps) == 0 {
		return goal.Why
	}
	done := 0
	for _, step := range goal.Steps {
		if step.Done {
			done++
		}
	}
	return guide.Say("goals.steps.done", "done", strconv.Itoa(done), "steps", len(goal.Steps))
}

func goalSince(goal entry.Goal) string {
	status := guide.Say("goals.status." + string(goal.Status))
	if goal.Since == 0 {
		return upperFirst(status)
	}
	return upperFirst(guide.Say("goals.since", "status", status, "date", guide.FullDate(goal.Since.Time())))
}

// progressAt is how near a goal was on a day.
type progressAt struct {
	journey.GoalProgress
	Day entry.Day
}

// progressOf is everything told about how near a goal is, in order.
func progressOf(j *journey.Journey, goal string) []progressAt {
	var list []progressAt
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, p := range day.Progress {
			if p.Goal == goal {
				list = append(list, progressAt{p, day.Day})
			}
		}
	}
	return list
}

// Goal is one goal: its steps, how near it is, and what may become of it.
type Goal struct {
	Key      string
	Words    string
	Why      string
	Since    string
	Open     bool // neither reached nor let go
	Steps    []Option
	Done     []string // the steps that are ticked
	Tick     Form     // the form for the steps
	Near     Form     // the form for how near it is
	NearSays string
	Day      string // the latest day that can be chosen
	When     bool   // the fields for another day are open
	Chart    Chart
	Earlier  []GoalNote
	ChangeID entry.ID // of the entry that changes where it stands
	Repeat   bool
}

// GoalNote is one time a person said how near a goal is.
type GoalNote struct {
	When, Value, Words string
	EraseURL           string
	EraseID            entry.ID
}

// notesMost is how many of them the page lists.
const notesMost = 24

// FindGoal is the goal with a key.
func FindGoal(j *journey.Journey, key string) (entry.Goal, bool) {
	at := slices.IndexFunc(j.Plan.Goals, func(g entry.Goal) bool { return g.Key == key })
	if at < 0 {
		return entry.Goal{}, false
	}
	return j.Plan.Goals[at], true
}

// GoalTexts are the entries that hold the words beside the numbers of a goal.
func GoalTexts(j *journey.Journey, key string) []entry.ID {
	var ids []entry.ID
	for _, p := range lastNotes(progressOf(j, key)) {
		ids = append(ids, p.Text)
	}
	return ids
}

func lastNotes(list []progressAt) []progressAt { return list[max(len(list)-notesMost, 0):] }

// NewGoal lays out the page of a goal. near is the form for how near it is;
// words holds what was written beside the numbers by the entry that holds it.
func NewGoal(j *journey.Journey, goal entry.Goal, near Form, words map[entry.ID]string, newID func() entry.ID, now time.Time) Goal {
	today := j.Today(now)
	v := Goal{
		Key: goal.Key, Words: goal.Words, Why: goal.Why, Since: goalSince(goal), Open: isOpen(goal),
		Tick: Form{ID: newID()}, Near: near, Day: today.String(), When: whenOpen(near), ChangeID: newID(),
		NearSays: guide.Say("goals.near.none"),
	}
	for _, step := range goal.Steps {
		v.Steps = append(v.Steps, Option{Value: step.Words, Title: step.Words})
		if step.Done {
			v.Done = append(v.Done, step.Words)
		}
	}
	list := progressOf(j, goal.Key)
	if len(list) == 0 {
		return v
	}
	last := list[len(list)-1]
	v.NearSays = guide.Say("goals.near.now", "value", strconv.Itoa(last.Value), "when", dayWords(last.Day, today))
	v.Chart = goalChart(list, today)
	for _, p := range slices.Backward(lastNotes(list)) {
		v.Earlier = append(v.Earlier, GoalNote{
			When: upperFirst(dayWords(p.Day, today)), Value: guide.Say("count.of-ten", "n", strconv.Itoa(p.Value)), Words: words[p.Text],
			EraseURL: "/plan/goals/" + goal.Key + "/progress/" + string(p.ID) + "/erase", EraseID: newID(),
		})
	}
	return v
}

// goalChart draws how near a goal was; one time alone is no picture.
func goalChart(list []progressAt, today entry.Day) Chart {
	first, last := list[0], list[len(list)-1]
	if len(list) < 2 || first.Day == last.Day {
		return Chart{}
	}
	c := Chart{
		Key: "near", Title: guide.Say("goals.near.chart.title"), Min: entry.ItemMin, Max: entry.ItemMax,
		From: first.Day, To: max(today, last.Day), BetterHigh: true,
		Summary: guide.Say("goals.near.chart", "first", strconv.Itoa(first.Value), "last", strconv.Itoa(last.Value), "date", guide.FullDate(first.Day.Time())),
	}
	for _, p := range list {
		day := int(p.Day - first.Day)
		c.Points = append(c.Points, ChartPoint{Day: day, Value: float64(p.Value)})
		c.Smoothed = append(c.Smoothed, ChartXY{X: float64(day), Y: float64(p.Value)})
		c.Numbers = append(c.Numbers, []string{guide.FullDate(p.Day.Time()), strconv.Itoa(p.Value)})
	}
	return c
}

func isOpen(goal entry.Goal) bool {
	return goal.Status == entry.GoalKept || goal.Status == entry.GoalNew
}

// GoalForm is the form for a goal: a new one, or one to change.
type GoalForm struct {
	Form   Form
	Key    string // "" for a new one
	Open   bool   // it can still be said where it comes from
	From   []Option
	Steps  []int // the numbers of the lines step-1, step-2 …
	Repeat bool
}

// NewGoalForm lays out the form, filled from the goal unless something was
// typed.
func NewGoalForm(goal entry.Goal, form Form) GoalForm {
	v := GoalForm{Form: form, Key: goal.Key, Open: goal.Key == "" || isOpen(goal), From: []Option{
		{Value: string(entry.GoalKept), Title: guide.Say("goals.kept")},
		{Value: string(entry.GoalNew), Title: guide.Say("goals.new")},
	}}
	if len(form.Values) == 0 {
		v.Form.Values = goalValues(goal)
	}
	used := 0
	for n := 1; n <= max(stepsMost, len(goal.Steps)); n++ {
		if v.Form.Value("step-"+itoa(n)) != "" {
			used = n
		}
	}
	for n := 1; n <= max(min(used+2, stepsMost), 3, used); n++ {
		v.Steps = append(v.Steps, n)
	}
	return v
}

func goalValues(goal entry.Goal) url.Values {
	if goal.Key == "" {
		return url.Values{"from": {string(entry.GoalNew)}}
	}
	values := url.Values{"words": {goal.Words}, "why": {goal.Why}, "from": {string(goal.Status)}}
	for n, step := range goal.Steps {
		values.Set("step-"+itoa(n+1), step.Words)
	}
	return values
}

// ReadGoal makes the whole list with one goal written anew. key is the goal's,
// or a new one. Steps that keep their words stay ticked; a goal that was
// reached or let go stays so.
func ReadGoal(j *journey.Journey, key string, form Form, today entry.Day) (entry.Goals, fault.Fields) {
	goal, known := FindGoal(j, key)
	ticked := map[string]bool{}
	for _, step := range goal.Steps {
		ticked[step.Words] = step.Done
	}
	most := max(stepsMost, len(goal.Steps))
	goal.Key, goal.Words, goal.Why, goal.Steps = key, form.Value("words"), form.Value("why"), nil
	for n := 1; n <= most; n++ {
		if words := form.Value("step-" + itoa(n)); words != "" {
			goal.Steps = append(goal.Steps, entry.GoalStep{Words: words, Done: ticked[words]})
		}
	}
	if !known || isOpen(goal) {
		goal.Status = entry.GoalNew
		if form.Value("from") == string(entry.GoalKept) {
			goal.Status = entry.GoalKept
		}
	}
	if !known {
		goal.Since = today
	}
	body := withGoal(j, goal)
	fields := goalFields(body, goal, form, most)
	if !known && openGoals(j) >= goalsMost {
		fields.Add("words", guide.Say("goals.most"))
	}
	return body, fields
}

func openGoals(j *journey.Journey) int {
	count := 0
	for _, goal := range j.Plan.Goals {
		if isOpen(goal) {
			count++
		}
	}
	return count
}

// withGoal is the list with one goal in its place, or at the end.
func withGoal(j *journey.Journey, goal entry.Goal) entry.Goals {
	list := slices.Clone(j.Plan.Goals)
	if at := slices.IndexFunc(list, func(g entry.Goal) bool { return g.Key == goal.Key }); at >= 0 {
		list[at] = goal
	} else {
		list = append(list, goal)
	}
	return entry.Goals{Goals: list}
}

// goalFields puts what is wrong beside the field that holds it. The list
// names only the goal, so each part of it is tried alone.
func goalFields(body entry.Goals, goal entry.Goal, form Form, most int) fault.Fields {
	var fields fault.Fields
	try := func(field string, alone entry.Goal) {
		alone.Key, alone.Status = "goal", entry.GoalNew
		given, _ := entry.Goals{Goals: []entry.Goal{alone}}.Validate().(fault.Fields)
		for _, f := range given {
			fields.Add(field, f.Say)
		}
	}
	try("words", entry.Goal{Words: goal.Words})
	try("why", entry.Goal{Words: "goal", Why: goal.Why})
	for n := 1; n <= most; n++ {
		try("step-"+itoa(n), entry.Goal{Words: "goal", Steps: []entry.GoalStep{{Words: form.Value("step-" + itoa(n))}}})
	}
	if len(fields) == 0 {
		fields, _ = body.Validate().(fault.Fields)
	}
	return fields
}

// TickGoal is the list with the steps of a goal ticked that are named.
func TickGoal(j *journey.Journey, goal entry.Goal, done []string) entry.Goals {
	goal.Steps = slices.Clone(goal.Steps)
	for n := range goal.Steps {
		goal.Steps[n].Done = slices.Contains(done, goal.Steps[n].Words)
	}
	return withGoal(j, goal)
}

// MoveGoal is the list with a goal in another standing, since today. A goal
// taken up again is a new one.
func MoveGoal(j *journey.Journey, goal entry.Goal, status entry.GoalStatus, today entry.Day) entry.Goals {
	if goal.Status != status {
		goal.Status, goal.Since = status, today
	}
	return withGoal(j, goal)
}

// ReadNear makes the body of how near a goal is.
func ReadNear(goal string, form Form) (entry.GoalProgress, fault.Fields) {
	body := entry.GoalProgress{Goal: goal, Words: form.Value("words")}
	value, err := strconv.Atoi(form.Value("value"))
	if err != nil {
		return body, fault.Fields{{Name: "value", Say: guide.Say("goals.near.pick")}}
	}
	body.Value = value
	return body, nil
}
