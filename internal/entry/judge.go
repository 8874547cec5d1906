package entry

import (
	"slices"

	"fermata/internal/fault"
)

// TherapyFit is how the therapy was for the person: in their own words and by
// plain questions of ours, which are no published scale. It is private.
type TherapyFit struct {
	// Fits holds how well each of FitAreas fitted, 0 not at all … 10 fully.
	Fits map[string]int `json:"fits,omitempty"`
	// Words holds what was written about each of FitAreas, and under "helped"
	// and "not-helped".
	Words map[string]string `json:"words,omitempty"`
	Next  string            `json:"next,omitempty"` // one of FitWays, or ""
}

// FitAreas are the keys of what is looked at: how the two got on, what they
// worked towards, and how they worked.
func FitAreas() []string { return []string{"bond", "goals", "ways"} }

// FitWords are the keys under which TherapyFit holds words, in order.
func FitWords() []string { return append(FitAreas(), "helped", "not-helped") }

// FitWays are the keys of the ways on, in no order of worth.
func FitWays() []string {
	return []string{"same-therapist", "another-therapist", "another-kind", "none-for-now"}
}

// Kind is "therapy-fit".
func (TherapyFit) Kind() Kind { return KindTherapyFit }

// Validate checks the fields fit-AREA, words-KEY and next.
func (t TherapyFit) Validate() error {
	var fields fault.Fields
	for area, fit := range t.Fits {
		if !slices.Contains(FitAreas(), area) {
			fields.Add("fit-"+area, "This question is not part of the page. Open it again.")
		}
		checkTen(&fields, "fit-"+area, fit)
	}
	empty := len(t.Fits) == 0 && t.Next == ""
	for key, text := range t.Words {
		if !slices.Contains(FitWords(), key) {
			fields.Add("words-"+key, "This question is not part of the page. Open it again.")
		}
		checkText(&fields, "words-"+key, text, TextLimit)
		empty = empty && text == ""
	}
	if t.Next != "" && !slices.Contains(FitWays(), t.Next) {
		fields.Add("next", "Choose one of the ways, or leave it open.")
	}
	if empty {
		fields.Add("words-bond", "Nothing is answered yet. One number or one sentence is enough.")
	}
	return fields.Err()
}

// Experiment is something a person tries on themselves: what, how often, for
// how long, and which item of the check-in they expect to move. Each such entry
// is one experiment as a whole; the latest for a key counts.
type Experiment struct {
	Key   string `json:"key"`
	Sort  string `json:"sort"` // one of ExperimentSorts
	What  string `json:"what"`
	Often string `json:"often,omitempty"` // "before breakfast"
	Long  string `json:"long,omitempty"`  // "twenty minutes"
	// Weekdays are the days it is meant for, 1 Monday … 7 Sunday; none: every day.
	Weekdays []int `json:"weekdays,omitempty"`
	// Item is the key of what is expected to move.
	Item       string `json:"item"`
	BetterHigh bool   `json:"better_high,omitempty"` // a higher number of it is better
	// Begin to the day before Try are without it, to compare with. From Try to
	// End, both included, it is tried.
	Begin Day `json:"begin"`
	Try   Day `json:"try"`
	End   Day `json:"end"`
	// Alternate is how many days with it and how many without it take turns from
	// Try on; 0: it is tried all along.
	Alternate int    `json:"alternate,omitempty"`
	Stopped   Day    `json:"stopped,omitempty"` // the last day that counts, where it was stopped early
	Took      string `json:"took,omitempty"`    // what the person takes from it
}

// ExperimentSorts are the keys of what can be tried.
func ExperimentSorts() []string { return []string{"mindfulness", "exercise", "group", "own"} }

// The limits of an experiment, in days.
const (
	CompareMax    = 92 // without it, before it is tried
	TryMax        = 184
	AlternateMost = 28
)

// Kind is "experiment".
func (Experiment) Kind() Kind { return KindExperiment }

// Validate checks the fields what, often, long, weekdays, item, compare, try,
// end, alternate, stopped and took.
func (e Experiment) Validate() error {
	var fields fault.Fields
	if !IsKey(e.Key) || !slices.Contains(ExperimentSorts(), e.Sort) {
		fields.Add("what", "This page has lost its place. Open it again.")
	}
	if e.What == "" {
		fields.Add("what", "Say in a few words what you try.")
	}
	checkText(&fields, "what", e.What, NameLimit)
	checkText(&fields, "often", e.Often, LineLimit)
	checkText(&fields, "long", e.Long, LineLimit)
	checkText(&fields, "took", e.Took, TextLimit)
	if !IsKey(e.Item) {
		fields.Add("item", "Choose what you think will move.")
	}
	for n, day := range e.Weekdays {
		if day < 1 || day > 7 || slices.Contains(e.Weekdays[:n], day) {
			fields.Add("weekdays", "Choose from Monday to Sunday, each once.")
			break
		}
	}
	e.checkDays(&fields)
	return fields.Err()
}

func (e Experiment) checkDays(fields *fault.Fields) {
	if e.Try == 0 || e.Try < FirstDay || e.Try > LastDay-TryMax {
		fields.Add("try", "Choose the first day of trying.")
		return
	}
	if e.Begin >= e.Try || e.Begin < e.Try-CompareMax {
		fields.Add("compare", "Choose how many days to compare with.")
	}
	if e.End < e.Try || e.End >= e.Try+TryMax {
		fields.Add("end", "Choose a last day after the first one, within half a year.")
	}
	if e.Alternate < 0 || e.Alternate > AlternateMost {
		fields.Add("alternate", "Choose whether it takes turns.")
	}
	if e.Stopped != 0 && (e.Stopped < e.Begin || e.Stopped > e.End) {
		fields.Add("stopped", "This experiment is over already. Open its page again.")
	}
}

// Last is the last day that counts.
func (e Experiment) Last() Day {
	if e.Stopped != 0 {
		return e.Stopped
	}
	return e.End
}

// On says whether a day is one with it, by the plan and not by what was done;
// within is false for days that do not count at all.
func (e Experiment) On(day Day) (with, within bool) {
	switch {
	case day < e.Begin || day > e.Last():
		return false, false
	case day < e.Try:
		return false, true
	case e.Alternate == 0:
		return true, true
	}
	return int(day-e.Try)/e.Alternate%2 == 0, true
}

// Meant says whether it is meant to be done on a day.
func (e Experiment) Meant(day Day) bool {
	with, _ := e.On(day)
	if !with || len(e.Weekdays) == 0 {
		return with
	}
	weekday := int(day.Time().Weekday())
	if weekday == 0 {
		weekday = 7
	}
	return slices.Contains(e.Weekdays, weekday)
}

// ExperimentDay says whether it was done on a day. The latest for a day counts.
type ExperimentDay struct {
	Experiment string `json:"experiment"` // its key
	Done       bool   `json:"done"`
	Note       string `json:"note,omitempty"`
}

// Kind is "experiment-day".
func (ExperimentDay) Kind() Kind { return KindExperimentDay }

// Validate checks the fields experiment and note.
func (e ExperimentDay) Validate() error {
	var fields fault.Fields
	if !IsKey(e.Experiment) {
		fields.Add("experiment", "This experiment is not in your list any more. Open the page again.")
	}
	checkText(&fields, "note", e.Note, LineLimit)
	return fields.Err()
}
