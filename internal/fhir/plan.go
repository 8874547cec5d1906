package fhir

import (
	"fermata/internal/entry"
	"fermata/internal/guide"
)

// plan writes the goals and one plan over them: steps, measures, skills, and
// the staying-well plan but for whom not to tell.
func (b *bundle) plan() {
	p := carePlan{
		ResourceType: "CarePlan", ID: b.name("plan"), Status: "active", Intent: "plan", Title: guide.Say("fhir.plan"),
		Subject: b.subject(), Period: planPeriod(b.Journey.Plan.Agreement),
	}
	for _, g := range b.Journey.Plan.Goals {
		b.goal(g)
		ref := refTo(b.name("goal", g.Key))
		p.Goal = append(p.Goal, ref)
		p.Activity = append(p.Activity, stepsOf(g, ref)...)
	}
	p.Activity = append(p.Activity, b.measured()...)
	p.Activity = append(p.Activity, b.skills()...)
	p.Note = b.stayingWell()
	if len(p.Goal)+len(p.Activity)+len(p.Note) > 0 {
		b.add(p.ID, p)
	}
}

func planPeriod(a entry.Agreement) *period {
	if a.Start == 0 {
		return nil
	}
	p := &period{Start: a.Start.String()}
	if a.End >= a.Start && a.End != 0 {
		p.End = a.End.String()
	}
	return p
}

// goalStatus is where a goal stands, in FHIR's words.
var goalStatus = map[entry.GoalStatus]struct{ lifecycle, achievement string }{
	entry.GoalKept:    {"active", "in-progress"},
	entry.GoalNew:     {"active", "in-progress"},
	entry.GoalLetGo:   {"cancelled", ""},
	entry.GoalReached: {"completed", "achieved"},
}

func (b *bundle) goal(g entry.Goal) {
	status := goalStatus[g.Status]
	one := goal{
		ResourceType: "Goal", ID: b.name("goal", g.Key), LifecycleStatus: status.lifecycle, Subject: b.subject(),
		Description: concept{Text: goalWords(g)}, Note: notes(g.Why),
	}
	if status.achievement != "" {
		one.AchievementStatus = &concept{Coding: []coding{{System: systemAchievement, Code: status.achievement}}}
	}
	if g.Since != 0 {
		one.StatusDate = g.Since.String()
	}
	b.add(one.ID, one)
}

// goalWords: words of nothing but spaces are no words for FHIR.
func goalWords(g entry.Goal) string {
	if words := clean(g.Words); words != "" {
		return words
	}
	return g.Key
}

func stepsOf(g entry.Goal, ref *reference) []carePlanActivity {
	var list []carePlanActivity
	for _, step := range g.Steps {
		status := "not-started"
		if step.Done {
			status = "completed"
		}
		if words := clean(step.Words); words != "" {
			list = append(list, carePlanActivity{activityDetail{Goal: []*reference{ref}, Status: status, Description: words}})
		}
	}
	return list
}

// measured are the questionnaires of the rhythm, with how often.
func (b *bundle) measured() []carePlanActivity {
	var list []carePlanActivity
	for _, m := range b.Journey.Rhythm.Measures {
		in, err := b.Library.Lookup(m.Instrument)
		if err != nil {
			continue
		}
		list = append(list, carePlanActivity{activityDetail{
			InstantiatesCanonical: []string{canonicalOf(in)}, Status: "scheduled", Description: in.Code,
			ScheduledTiming: &timing{timingRepeat{Frequency: 1, Period: max(m.EveryDays, 1), PeriodUnit: "d"}},
		}})
	}
	return list
}

// skills are those at hand.
func (b *bundle) skills() []carePlanActivity {
	var list []carePlanActivity
	for _, skill := range b.Journey.Skills {
		name := clean(skill.Name)
		if skill.Retired || name == "" {
			continue
		}
		code := ownConcept("skill", skill.Key, name)
		list = append(list, carePlanActivity{activityDetail{Code: &code, Status: "in-progress", Description: name}})
	}
	return list
}

// stayingWell is the plan in the person's own words, a note a part. Whom not
// to share it with is never shared.
func (b *bundle) stayingWell() []annotation {
	s := b.Journey.Plan.StayingWell
	var list []annotation
	for _, part := range []struct{ key, words string }{
		{"staying.well", s.Well}, {"staying.sets-off", s.SetsOff}, {"staying.helps", s.Helps},
		{"staying.if-then", s.IfThen}, {"staying.others", s.Others}, {"staying.not-help", s.NotHelp},
	} {
		if words := clean(part.words); words != "" {
			list = append(list, annotation{Text: guide.Say(part.key) + ": " + words})
		}
	}
	return list
}
