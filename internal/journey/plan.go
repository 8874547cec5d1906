package journey

import (
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
	b.j.Plan.OwnSkills = add(b, b.j.Plan.OwnSkills, body)
	if b.fold == nil {
		b.j.Plan.OwnSkills = latestOf(b.j.Plan.OwnSkills, ownSkillKey)
	}
}

func (b *builder) experiment(_ Ref, e entry.Entry) {
	body, ok := e.Body.(entry.Experiment)
	if !ok {
		return
	}
	b.j.Plan.Experiments = add(b, b.j.Plan.Experiments, body)
	if b.fold == nil {
		b.j.Plan.Experiments = latestOf(b.j.Plan.Experiments, experimentKey)
	}
}

func (b *builder) experimentDay(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.ExperimentDay); ok {
		day := b.day(e.Day)
		day.Tried = insert(b, day.Tried, Tried{Ref: ref, Experiment: b.keep(body.Experiment), Done: body.Done})
	}
}

func (b *builder) goalProgress(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.GoalProgress); ok {
		day := b.day(e.Day)
		day.Progress = insert(b, day.Progress, GoalProgress{Ref: ref, Goal: b.keep(body.Goal), Value: body.Value})
	}
}

func (b *builder) handledIt(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.HandledIt); ok {
		day := b.day(e.Day)
		day.HandledIts = insert(b, day.HandledIts, HandledIt{Ref: ref, Before: body.Before, After: body.After})
	}
}

func (b *builder) practice(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Practice); ok {
		day := b.day(e.Day)
		practice := Practice{Ref: ref, Skill: b.keep(body.Skill), Situation: body.Situation, Before: body.Before, After: body.After}
		day.Practices = insert(b, day.Practices, practice)
	}
}

func (b *builder) mixedFeelings(ref Ref, e entry.Entry) {
	if _, ok := e.Body.(entry.MixedFeelings); ok {
		day := b.day(e.Day)
		day.Feelings = insert(b, day.Feelings, ref)
	}
}
