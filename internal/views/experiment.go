package views

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Experiments lists what a person tries on themselves, and what could be tried.
type Experiments struct {
	Running, Over []Row
	Ideas         []Row
}

// NewExperiments lays out the list, the latest first.
func NewExperiments(j *journey.Journey, now time.Time) Experiments {
	var v Experiments
	today := j.Today(now)
	for _, e := range slices.Backward(j.Plan.Experiments) {
		row := experimentRow(j, e, today)
		if e.Last() < today {
			v.Over = append(v.Over, row)
		} else {
			v.Running = append(v.Running, row)
		}
	}
	for _, sort := range entry.ExperimentSorts() {
		v.Ideas = append(v.Ideas, Row{
			Title: guide.Say("experiment.sort." + sort), Note: guide.Say("experiment.sort." + sort + ".note"), URL: "/experiments/new?sort=" + sort,
		})
	}
	return v
}

// experimentRow is an experiment in a list: where it stands, or what came of it.
func experimentRow(j *journey.Journey, e entry.Experiment, today entry.Day) Row {
	row := Row{Title: e.What, Note: experimentStands(e, today), URL: "/experiments/" + e.Key, Done: e.Last() < today}
	if row.Done {
		row.Note = comparePlanned(j, e, today).says(itemName(j, e.Item))
	}
	return row
}

func itemName(j *journey.Journey, key string) string {
	if item, ok := j.Item(key); ok {
		return item.Name
	}
	return key
}

// experimentStands says where an experiment is on a day.
func experimentStands(e entry.Experiment, today entry.Day) string {
	with, within := e.On(today)
	end := guide.FullDate(e.End.Time())
	switch {
	case e.Stopped != 0:
		return guide.Say("experiment.stands.stopped", "date", guide.FullDate(e.Stopped.Time()))
	case today < e.Begin:
		return guide.Say("experiment.stands.ahead", "date", guide.FullDate(e.Begin.Time()))
	case today < e.Try:
		return guide.Say("experiment.stands.before", "date", guide.FullDate(e.Try.Time()))
	case !within:
		return guide.Say("experiment.stands.over", "date", end)
	case e.Alternate == 0:
		return guide.Say("experiment.stands.with", "date", end)
	case with:
		return guide.Say("experiment.stands.on", "date", end)
	}
	return guide.Say("experiment.stands.off", "date", end)
}

// runningExperiments are those with a day that is one with it.
func runningExperiments(j *journey.Journey, day entry.Day) []entry.Experiment {
	var list []entry.Experiment
	for _, e := range j.Plan.Experiments {
		if with, _ := e.On(day); with {
			list = append(list, e)
		}
	}
	return list
}

// Experiment is the page of one: what is tried, whether it was done, and what
// came of it.
type Experiment struct {
	Key, What, Stands string
	Plan              []string // how often, how long, on which days, what it is compared with
	Says, Fine        string
	Item              string
	Chart             Chart
	Caveat            string
	Done              string // on how many days it was done
	Day               Form   // to say whether it was done on a day
	DayMax            string
	When              bool
	Asks              bool // there is a day to say it for
	Over              bool
	Took              string
	TookForm          Form
	CanStop, CanGoOn  bool
	NextID            entry.ID // of whatever a button tells
	Repeat            bool
}

// NewExperiment lays out the page. newID makes an ID for each of its forms.
func NewExperiment(j *journey.Journey, e entry.Experiment, day, took Form, newID func() entry.ID, now time.Time) Experiment {
	today := j.Today(now)
	name := itemName(j, e.Item)
	c := comparePlanned(j, e, today)
	v := Experiment{
		Key: e.Key, What: e.What, Stands: experimentStands(e, today), Plan: experimentPlan(e, name), Item: name,
		Says: c.says(name), Fine: c.draw(), Caveat: guide.Say("experiment.caveat.along"),
		Done: countDone(j, e, today).says(), Day: day, DayMax: today.String(), When: whenOpen(day), Asks: e.Try <= today,
		Over: e.Last() < today || e.Stopped != 0, Took: e.Took, TookForm: took, NextID: newID(),
		CanStop: e.Stopped == 0 && e.Begin <= today && today < e.End, CanGoOn: e.Stopped != 0 && today <= e.End,
	}
	if e.Alternate > 0 {
		v.Caveat = guide.Say("experiment.caveat.turns")
	}
	if len(took.Values) == 0 {
		v.TookForm.Values = url.Values{"took": {e.Took}}
	}
	v.Chart = experimentChart(j, e, name, v.Says, today)
	return v
}

func experimentPlan(e entry.Experiment, item string) []string {
	var plan []string
	var how []string
	for _, words := range []string{e.Often, e.Long, weekdayWords(e.Weekdays)} {
		if words != "" {
			how = append(how, words)
		}
	}
	if len(how) > 0 {
		plan = append(plan, upperFirst(strings.Join(how, ", "))+".")
	}
	direction := "experiment.expects.lower"
	if e.BetterHigh {
		direction = "experiment.expects.higher"
	}
	plan = append(plan, guide.Say(direction, "item", item))
	plan = append(plan, guide.Say("experiment.compares", "days", int(e.Try-e.Begin), "try", guide.FullDate(e.Try.Time()), "end", guide.FullDate(e.End.Time())))
	if e.Alternate > 0 {
		plan = append(plan, guide.Say("experiment.turns", "days", e.Alternate))
	}
	return plan
}

func weekdayWords(days []int) string {
	var words []string
	for _, day := range days {
		words = append(words, guide.Say("weekday.short."+itoa(day%7)))
	}
	return strings.Join(words, ", ")
}

// ExperimentForm is the form for one: new, or to change.
type ExperimentForm struct {
	Form     Form
	Key      string // "" for a new one
	Sort     string
	Heading  string
	Lead     string
	Where    []string // where to find a group
	Weekdays []Option
	Items    []Option
	Better   []Option
	Compare  []Option
	Turns    []Option
	NoItems  bool
	Repeat   bool
}

// compareSpans are how many days before can be compared with.
var compareSpans = []int{7, 14, 21, 28}

// The values of the field better.
const (
	betterAsAsked = "as-asked"
	betterHigher  = "higher"
	betterLower   = "lower"
)

// alternateDays is the turn that the form offers: a week with, a week without.
const alternateDays = 7

// NewExperimentForm lays out the form over an experiment, or over a suggestion
// of a sort for a new one.
func NewExperimentForm(j *journey.Journey, e entry.Experiment, sort string, form Form, now time.Time) ExperimentForm {
	if e.Key != "" {
		sort = e.Sort
	}
	if !slices.Contains(entry.ExperimentSorts(), sort) {
		sort = "own"
	}
	v := ExperimentForm{Form: form, Key: e.Key, Sort: sort, Heading: guide.Say("experiment.new"), Lead: guide.Say("experiment.sort." + sort + ".note")}
	if e.Key != "" {
		v.Heading, v.Lead = guide.Say("experiment.change"), guide.Say("experiment.change.lead")
	}
	if sort == "group" {
		v.Where = texts("group-look")
	}
	v.lists(j, e)
	if len(form.Values) == 0 {
		v.Form.Values = experimentValues(e, sort, j.Today(now))
	}
	return v
}

func (v *ExperimentForm) lists(j *journey.Journey, e entry.Experiment) {
	for day := 1; day <= 7; day++ {
		v.Weekdays = append(v.Weekdays, Option{Value: itoa(day), Title: guide.Say("weekday.short." + itoa(day%7))})
	}
	v.Items = []Option{{Title: guide.Say("experiment.item.choose")}}
	for _, item := range j.Items {
		if !item.Retired || item.Key == e.Item {
			v.Items = append(v.Items, Option{Value: item.Key, Title: item.Name})
		}
	}
	v.NoItems = len(v.Items) == 1
	for _, better := range []string{betterAsAsked, betterHigher, betterLower} {
		v.Better = append(v.Better, Option{Value: better, Title: guide.Say("experiment.better." + better)})
	}
	spans := compareSpans
	if have := int(e.Try - e.Begin); have > 0 && !slices.Contains(spans, have) {
		spans = append(slices.Clone(spans), have)
	}
	for _, days := range spans {
		v.Compare = append(v.Compare, Option{Value: itoa(days), Title: guide.Say("count.days", "days", days)})
	}
	v.Turns = []Option{
		{Value: "0", Title: guide.Say("experiment.turns.none"), Note: guide.Say("experiment.turns.none.note")},
		{Value: itoa(alternateDays), Title: guide.Say("experiment.turns.weeks"), Note: guide.Say("experiment.turns.weeks.note")},
	}
	if e.Alternate != 0 && e.Alternate != alternateDays {
		v.Turns = append(v.Turns, Option{Value: itoa(e.Alternate), Title: guide.Say("experiment.turns", "days", e.Alternate)})
	}
}

// experimentValues fills the form; for a new one with two weeks before and four
// weeks of trying. [D]
func experimentValues(e entry.Experiment, sort string, today entry.Day) url.Values {
	if e.Key == "" {
		values := url.Values{
			"compare": {"14"}, "try": {(today + 14).String()}, "end": {(today + 14 + 27).String()}, "alternate": {"0"}, "better": {betterAsAsked},
		}
		for _, name := range []string{"what", "often", "long"} {
			if key := "experiment.suggest." + sort + "." + name; guide.Has(key) {
				values.Set(name, guide.Say(key))
			}
		}
		return values
	}
	values := url.Values{
		"what": {e.What}, "often": {e.Often}, "long": {e.Long}, "item": {e.Item}, "better": {betterLower}, "compare": {itoa(int(e.Try - e.Begin))},
		"try": {e.Try.String()}, "end": {e.End.String()}, "alternate": {itoa(e.Alternate)},
	}
	if e.BetterHigh {
		values.Set("better", betterHigher)
	}
	for _, day := range e.Weekdays {
		values.Add("weekdays", itoa(day))
	}
	return values
}

// ReadExperiment makes an experiment from a form, over the one it changes.
func ReadExperiment(j *journey.Journey, before entry.Experiment, key, sort string, form Form) (entry.Experiment, fault.Fields) {
	var fields fault.Fields
	e := before
	e.Key, e.What, e.Often, e.Long, e.Item = key, oneLine(form.Value("what")), form.Value("often"), form.Value("long"), form.Value("item")
	if e.Sort == "" {
		e.Sort = sort
	}
	e.Weekdays = nil
	for _, day := range form.All("weekdays") {
		e.Weekdays = append(e.Weekdays, atoi(day))
	}
	item, known := j.Item(e.Item)
	if !known {
		e.Item = ""
	}
	e.BetterHigh = form.Value("better") == betterHigher || form.Value("better") != betterLower && item.BetterHigh
	e.Try, e.End = formDay(&fields, form, "try"), formDay(&fields, form, "end")
	e.Begin = e.Try - entry.Day(atoi(form.Value("compare")))
	if e.Alternate = atoi(form.Value("alternate")); form.Value("alternate") != itoa(e.Alternate) {
		fields.Add("alternate", guide.Say("experiment.turns.choose"))
	}
	if e.Stopped != 0 && (e.Stopped > e.End || e.Stopped < e.Begin) {
		e.Stopped = 0
	}
	for _, wrong := range errorFields(e.Validate()) {
		if fields.For(wrong.Name) == "" {
			fields.Add(wrong.Name, wrong.Say)
		}
	}
	return e, fields
}

// formDay reads a day; an empty field is no day.
func formDay(fields *fault.Fields, form Form, name string) entry.Day {
	text := form.Value(name)
	if text == "" {
		return 0
	}
	day, err := entry.ParseDay(text)
	if err != nil {
		fields.Add(name, fault.Sentence(err))
	}
	return day
}

// ReadExperimentDay makes the body of a day from a form.
func ReadExperimentDay(e entry.Experiment, form Form) (entry.ExperimentDay, fault.Fields) {
	var fields fault.Fields
	if done := form.Value("done"); done != "yes" && done != "no" {
		fields.Add("done", guide.Say("experiment.day.choose"))
	}
	return entry.ExperimentDay{Experiment: e.Key, Done: form.Value("done") == "yes", Note: form.Value("note")}, fields
}

// StopExperiment ends an experiment on a day, or lets it go on.
func StopExperiment(e entry.Experiment, stop bool, today entry.Day) entry.Experiment {
	e.Stopped = 0
	if stop {
		e.Stopped = min(today, e.End)
	}
	return e
}

// ExperimentEntries are the IDs of what was told of whether an experiment was
// done.
func ExperimentEntries(j *journey.Journey, key string) []entry.ID {
	var ids []entry.ID
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, t := range day.Tried {
			if t.Experiment == key {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

// triedToTick are the experiments a new check-in can tick: those with a day
// today that is one with it. A correction of a check-in leaves them alone.
func triedToTick(j *journey.Journey, form Form, today entry.Day) []Option {
	var options []Option
	if form.Corrects != "" {
		return nil
	}
	for _, e := range runningExperiments(j, today) {
		options = append(options, Option{Value: e.Key, Title: e.What})
	}
	return options
}

// ReadTried are the experiments that a check-in ticked, as bodies.
func ReadTried(j *journey.Journey, form Form) []entry.ExperimentDay {
	var days []entry.ExperimentDay
	for _, key := range form.All("tried") {
		if _, ok := j.Experiment(key); ok {
			days = append(days, entry.ExperimentDay{Experiment: key, Done: true})
		}
	}
	return days
}

// OnlyTicks says whether a check-in holds nothing of its own.
func OnlyTicks(body entry.Body) bool {
	c, ok := body.(entry.CheckIn)
	return ok && len(c.Items)+len(c.Signs)+len(c.Skills) == 0 && c.Line == "" && c.Safe == ""
}

// experimentRows are what Today shows of experiments: those meant for today
// without a word yet, and those that ended lately.
func experimentRows(j *journey.Journey, today entry.Day) []Row {
	var rows []Row
	for _, e := range j.Plan.Experiments {
		_, told := j.DoneOn(e.Key, today)
		switch ended := today - e.Last(); {
		case e.Meant(today) && !told:
			rows = append(rows, Row{Title: e.What, Note: guide.Say("experiment.today"), URL: "/experiments/" + e.Key})
		case ended > 0 && ended <= 14 && e.Took == "":
			rows = append(rows, Row{Title: e.What, Note: guide.Say("experiment.today.over"), URL: "/experiments/" + e.Key})
		}
	}
	return rows
}

// farExperimentLines are the experiments that ended within the break.
func farExperimentLines(j *journey.Journey, b stretch) []LetterLine {
	var lines []LetterLine
	for _, e := range j.Plan.Experiments {
		if e.Last() > b.end || e.Last() == b.end && !b.over || e.Last() < b.start {
			continue
		}
		text := guide.Say("far.experiment", "what", e.What) + " " + comparePlanned(j, e, b.end).says(itemName(j, e.Item))
		if e.Took != "" {
			text += " " + guide.Say("far.experiment.took", "words", oneLine(e.Took))
		}
		lines = append(lines, LetterLine{Key: "experiment-" + e.Key, Text: text})
	}
	return lines
}
