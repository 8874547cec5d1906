package journey

import (
	"slices"

	"fermata/internal/entry"
)

func (b *builder) agenda(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Agenda); ok {
		b.j.Plan.Agenda = body
	}
}

func (b *builder) agreement(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Agreement); ok {
		b.j.Plan.Agreement = body
	}
}

func (b *builder) goals(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Goals); ok {
		b.j.Plan.Goals = body.Goals
	}
}

func (b *builder) supportCircle(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.SupportCircle); ok {
		b.j.Plan.Support = body.People
	}
}

func (b *builder) resources(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Resources); ok {
		b.j.Plan.Resources = body.Resources
	}
}

func (b *builder) stayingWell(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.StayingWell); ok {
		b.j.Plan.StayingWell = body
	}
}

func (b *builder) safetyPlan(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.SafetyPlan); ok {
		b.j.Plan.SafetyPlan = body
	}
}

func (b *builder) ownSkill(_ Ref, e entry.Entry) {
	body, ok := e.Body.(entry.OwnSkill)
	if !ok {
		return
	}
	skills := slices.DeleteFunc(slices.Clone(b.j.Plan.OwnSkills), func(s entry.OwnSkill) bool { return s.Key == body.Key })
	b.j.Plan.OwnSkills = append(skills, body)
}

func (b *builder) goalProgress(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.GoalProgress); ok {
		day := b.day(e.Day)
		day.Progress = insert(day.Progress, GoalProgress{Ref: ref, Goal: b.keep(body.Goal), Value: body.Value}, func(g GoalProgress) Ref { return g.Ref })
	}
}

func (b *builder) handledIt(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.HandledIt); ok {
		day := b.day(e.Day)
		day.HandledIts = insert(day.HandledIts, HandledIt{Ref: ref, Before: body.Before, After: body.After}, func(h HandledIt) Ref { return h.Ref })
	}
}

func (b *builder) practice(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Practice); ok {
		day := b.day(e.Day)
		practice := Practice{Ref: ref, Skill: b.keep(body.Skill), Situation: body.Situation, Before: body.Before, After: body.After}
		day.Practices = insert(day.Practices, practice, func(p Practice) Ref { return p.Ref })
	}
}

func (b *builder) mixedFeelings(ref Ref, e entry.Entry) {
	if _, ok := e.Body.(entry.MixedFeelings); ok {
		day := b.day(e.Day)
		day.Feelings = insert(day.Feelings, ref, func(r Ref) Ref { return r })
	}
}
