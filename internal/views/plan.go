package views

import (
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Plan is the lists a person keeps.
type Plan struct {
	Phase  string // where one is, "" before it was told
	Since  string
	Parts  []Row // the pages it is written on
	Signs  []Row
	Skills []Row
	Items  []Row
}

// NewPlan lays out the lists.
func NewPlan(j *journey.Journey, now time.Time) Plan {
	v := Plan{Parts: planParts(j), Signs: listed(j.Signs), Skills: listed(j.Skills)}
	for i, line := range v.Skills {
		if skill, ok := guide.SkillByKey(keyOf(j.Skills, line.Title)); ok {
			v.Skills[i].URL, v.Skills[i].Note = "/skills/"+skill.Key, upperFirst(skill.When)
		}
	}
	for _, item := range j.Asked() {
		v.Items = append(v.Items, Row{Title: item.Name, Note: scaleWords(item)})
	}
	today := j.Today(now)
	if name := j.PhaseOn(today); name != "" {
		v.Phase = guide.Say("phase." + string(name))
	}
	for _, change := range j.Phases {
		if change.Day <= today {
			v.Since = guide.Say("phase.since", "date", guide.FullDate(change.Day.Time()))
		}
	}
	return v
}

func listed(list []entry.Named) []Row {
	var rows []Row
	for _, line := range list {
		if !line.Retired {
			rows = append(rows, Row{Title: line.Name})
		}
	}
	return rows
}

func keyOf(list []entry.Named, name string) string {
	for _, line := range list {
		if line.Name == name && !line.Retired {
			return line.Key
		}
	}
	return ""
}

// scaleWords is what the two ends of an item mean.
func scaleWords(item entry.Item) string {
	var ends []string
	if item.Low != "" {
		ends = append(ends, guide.Say("progress.band.low", "low", item.Low))
	}
	if item.High != "" {
		ends = append(ends, guide.Say("progress.band.high", "high", item.High))
	}
	return strings.Join(ends, ", ")
}

// Phase is the form for a move to another phase, and the moves so far.
type Phase struct {
	Form   Form
	Phases []Option
	Day    string // the latest day that can be chosen
	Moves  []Move
	Repeat bool
}

// Move is one move to a phase.
type Move struct {
	Name, Since string
	URL         string // a break that was closed: its page; such a move is not taken out here
	EraseURL    string
	EraseID     entry.ID
}

// NewPhase lays out the form; eraseID makes the ID of an erasure.
func NewPhase(j *journey.Journey, form Form, eraseID func() entry.ID, now time.Time) Phase {
	today := j.Today(now)
	v := Phase{Form: form, Day: today.String()}
	if len(form.Values) == 0 {
		v.Form.Values = map[string][]string{"phase": {string(j.PhaseOn(today))}}
	}
	for _, name := range entry.Phases() {
		v.Phases = append(v.Phases, Option{
			Value: string(name), Title: guide.Say("phase." + string(name)), Note: guide.Say("phase." + string(name) + ".note"),
		})
	}
	for i := len(j.Phases) - 1; i >= 0; i-- {
		change := j.Phases[i]
		if _, closed := j.FindEpisode(change.ID); closed {
			v.Moves = append(v.Moves, Move{
				Name: guide.Say("phase." + string(change.Name)), Since: guide.Say("phase.since", "date", guide.FullDate(change.Day.Time())),
				URL: breaksPage + "/" + string(change.ID),
			})
			continue
		}
		v.Moves = append(v.Moves, Move{
			Name: guide.Say("phase." + string(change.Name)), Since: guide.Say("phase.since", "date", guide.FullDate(change.Day.Time())),
			EraseURL: "/phase/" + string(change.ID) + "/erase", EraseID: eraseID(),
		})
	}
	return v
}
