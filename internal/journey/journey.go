// Package journey folds a record into what it adds up to: phase, plan, lists,
// and what was told on each day.
//
// # Folding
//
// [Fold] reads entries in the order of the record; [Apply] adds one more. For
// every sequence, either Apply(Fold(xs), x) equals Fold(xs + x), or Apply
// answers that the record has to be folded afresh: after an erasure, and
// after a correction, whose place is in the past. Neither changes what it is
// given: a [Journey] can be shared between goroutines without a lock.
//
// An entry of an unknown kind moves the position and changes nothing, so an
// older Fermata survives a newer record.
//
// # What is held
//
// Numbers by day, the current lists and plan, and references to texts. Texts
// themselves stay sealed until a page shows them.
//
// The package is pure: no clock, no disk; now is an argument.
package journey

import (
	"slices"
	"time"
	_ "time/tzdata" // zones are data of the record, not of the machine

	"fermata/internal/entry"
)

// Journey is the state that a record's entries add up to. Its zero value is
// the empty record. Treat everything reachable from it as read-only.
type Journey struct {
	Seq      int64 // of the last entry it has seen
	Entries  int   // how many entries count: neither corrections nor erasures
	Profile  entry.Profile
	Phases   []PhaseChange // by day, then in the order they were told
	Items    []entry.Item
	Signs    []entry.Named
	Skills   []entry.Named
	HelpCard entry.HelpCard
	Imports  []Import
	Letters  map[string]entry.Letter // latest choice for each letter

	Rhythm         entry.Rhythm
	HasRhythm      bool // a rhythm was told
	Criteria       []entry.Criterion
	Handled        []Handled // in the order they were told
	OwnInstruments []entry.OwnInstrument

	Deciding Deciding
	Plan     Plan
	// Versions are the entries of kinds of which the latest counts and the
	// earlier ones stay visible, in the order they were told.
	Versions map[entry.Kind][]Ref

	// Closed are the breaks that were closed, in the order they were told.
	Closed []Episode
	Looks  []Look // looks back at them, in the order they were told
	// Check is the latest return check.
	Check ReturnCheck

	months []*month // ascending; shared between journeys and never changed
}

// PhaseChange is a move from one phase to another.
type PhaseChange struct {
	ID   entry.ID
	Day  entry.Day
	Name entry.PhaseName
}

// Import is a file that was brought in and what its words count as.
type Import struct {
	Batch     string
	At        entry.Moment
	Told      entry.Import
	Mapping   entry.ImportMapping
	MappingID entry.ID
	From, To  int64 // seqs of everything told by this import
}

// Handled is what a person did about a signal, and on which day.
type Handled struct {
	Ref
	Day entry.Day
	entry.Handled
}

// Plan is what a person has set down for the break, in its latest version.
type Plan struct {
	Agenda      entry.Agenda
	Agreement   entry.Agreement // see Versions for whether there is one
	Goals       []entry.Goal
	OwnSkills   []entry.OwnSkill   // one for each key
	Experiments []entry.Experiment // one for each key
	Support     []entry.Supporter
	Resources   []entry.Resource
	StayingWell entry.StayingWell
	SafetyPlan  entry.SafetyPlan
}

// Ref points to an entry whose text is unsealed only when it is shown.
type Ref struct {
	ID        entry.ID // for ever; what a correction names
	Text      entry.ID // the entry that holds the words now
	Seq       int64
	TextSeq   int64 // of the entry that holds the words now
	At        entry.Moment
	Precision entry.Precision
	Recorded  time.Time
	By        entry.By
}

// Imported says that the entry came from a file.
func (r Ref) Imported() bool { return r.By.Role == entry.Importer }

// Day holds what was told about one day.
type Day struct {
	Day         entry.Day
	CheckIns    []CheckIn // by time, then in the order they were told
	Reflections []Ref
	Events      []Event
	Sheets      []Sheet
	HandledIts  []HandledIt
	Practices   []Practice
	Progress    []GoalProgress
	Feelings    []Ref // mixed feelings about the last session
	Tried       []Tried
}

// CheckIn is one check-in without its words.
type CheckIn struct {
	Ref
	Values []Value
	Signs  []string
	Skills []string
	Safe   entry.Safe
	Words  bool // there is a line to read
}

// Value is one item's number, 0..10.
type Value struct {
	Item  string
	Value float64
}

// Event is a life event.
type Event struct {
	Ref
	Weight int
	Good   bool
}

// Sheet is an answered questionnaire.
type Sheet struct {
	Ref
	entry.AnswerSheet
}

// HandledIt is a hard situation met alone, without its words.
type HandledIt struct {
	Ref
	Before, After *int // confidence, 0..10
}

// Practice is a skill used in a real situation, without its words but for the
// few that name the situation, to compare by.
type Practice struct {
	Ref
	Skill         string
	Situation     string
	Before, After *int // distress, 0..10
}

// Tried is whether an experiment was done, without the words beside it.
type Tried struct {
	Ref
	Experiment string
	Done       bool
}

// GoalProgress is how near a goal was, 0..10.
type GoalProgress struct {
	Ref
	Goal  string
	Value int
}

// Latest is the latest entry of a kind of which the latest counts.
func (j *Journey) Latest(kind entry.Kind) (Ref, bool) {
	versions := j.Versions[kind]
	if len(versions) == 0 {
		return Ref{}, false
	}
	return versions[len(versions)-1], true
}

// Fold adds up entries given in the order of the record. Entries that an
// erasure among them names are left out, and a corrected entry is read as its
// last correction in the place of the original.
func Fold(entries []entry.Entry) Journey {
	current, dropped := resolve(entries)
	var j Journey
	b := newBuilder(&j)
	b.fold = newFold()
	for _, e := range entries {
		j.Seq = max(j.Seq, e.Seq)
		if dropped[e.ID] {
			continue
		}
		text := e
		if latest, ok := current[e.ID]; ok {
			text = latest
		}
		b.apply(e, text)
	}
	b.settle()
	return j
}

// Apply adds entries to a journey, in the order of the record. When refold is
// true the journey returned is not usable and the record has to be folded
// afresh. However many are told of one day, its page is copied once.
func Apply(j Journey, entries ...entry.Entry) (next Journey, refold bool) {
	b := newBuilder(&j)
	for _, e := range entries {
		if j.changedBackBy(e) {
			return Journey{}, true
		}
		j.Seq = max(j.Seq, e.Seq)
		b.apply(e, e)
	}
	return j, false
}

// changedBackBy says whether an entry changes what earlier ones told.
func (j *Journey) changedBackBy(e entry.Entry) bool {
	if e.Corrects != "" || e.Kind() == entry.KindErasure {
		return true
	}
	mapping, ok := e.Body.(entry.ImportMapping)
	return ok && j.importOf(mapping.Batch) >= 0
}

// resolve finds the latest correction of each entry, and what is not folded
// on its own: corrections whose original is here, and whatever is erased.
func resolve(entries []entry.Entry) (current map[entry.ID]entry.Entry, dropped map[entry.ID]bool) {
	current, dropped = map[entry.ID]entry.Entry{}, erased(entries)
	if !slices.ContainsFunc(entries, func(e entry.Entry) bool { return e.Corrects != "" }) {
		return current, dropped
	}
	root := map[entry.ID]entry.ID{} // correction → the entry it is about
	for _, e := range entries {
		if dropped[e.ID] {
			continue
		}
		original, known := root[e.Corrects]
		if !known {
			root[e.ID] = e.ID // an original, or one whose original is gone
			continue
		}
		root[e.ID] = original
		dropped[e.ID] = true
		if _, unknown := e.Body.(entry.Unknown); !unknown {
			current[original] = e
		}
	}
	return current, dropped
}

func (j *Journey) importOf(batch string) int {
	return slices.IndexFunc(j.Imports, func(i Import) bool { return i.Batch == batch })
}

// Location is the person's time zone; UTC when none was told.
func (j *Journey) Location() *time.Location {
	if j.Profile.Zone != "" {
		if place, err := time.LoadLocation(j.Profile.Zone); err == nil {
			return place
		}
	}
	return time.UTC
}

// Turn is when the person's day begins.
func (j *Journey) Turn() entry.Turn {
	if j.Profile.Turn == 0 {
		return entry.DefaultTurn
	}
	return j.Profile.Turn
}

// Today is the day it is for the person.
func (j *Journey) Today(now time.Time) entry.Day {
	return j.Turn().Day(now, j.Location())
}

// PhaseOn is the phase on a day, or "" before the first was told.
func (j *Journey) PhaseOn(day entry.Day) entry.PhaseName {
	name := entry.PhaseName("")
	for _, change := range j.Phases {
		if change.Day <= day {
			name = change.Name
		}
	}
	return name
}

// BreakStart is the first day of the break that holds on that day. A look
// towards returning still belongs to the break.
func (j *Journey) BreakStart(day entry.Day) (entry.Day, bool) {
	start, on := entry.Day(0), false
	for _, change := range j.Phases {
		if change.Day > day {
			break
		}
		resting := change.Name == entry.OnBreak || on && change.Name == entry.Returning
		if resting && !on {
			start = change.Day
		}
		on = resting
	}
	return start, on
}

// Item finds an item by its key.
func (j *Journey) Item(key string) (entry.Item, bool) {
	for _, item := range j.Items {
		if item.Key == key {
			return item, true
		}
	}
	return entry.Item{}, false
}

// Asked lists the items a check-in asks about now.
func (j *Journey) Asked() []entry.Item {
	return slices.DeleteFunc(slices.Clone(j.Items), func(i entry.Item) bool { return i.Retired })
}

// NameOf is the name in a list for a key, or the key itself when the list
// does not have it.
func NameOf(list []entry.Named, key string) string {
	for _, line := range list {
		if line.Key == key {
			return line.Name
		}
	}
	return key
}
