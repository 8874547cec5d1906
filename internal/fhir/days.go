package fhir

import (
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// day writes everything told about one day that is neither private nor about
// other people.
func (b *bundle) day(day *journey.Day) {
	for _, c := range day.CheckIns {
		b.checkIn(c, day.Day)
	}
	for _, s := range day.Sheets {
		b.sheet(s, day.Day)
	}
	for _, p := range day.Progress {
		b.progress(p, day.Day)
	}
	for _, e := range day.Events {
		b.event(e, day.Day)
	}
	for _, p := range day.Practices {
		b.practice(p, day.Day)
	}
	for _, h := range day.HandledIts {
		b.handledIt(h, day.Day)
	}
}

// checkIn has one component for each item, sign and skill. A check-in with
// nothing but a private answer is left out.
func (b *bundle) checkIn(c journey.CheckIn, day entry.Day) {
	o := b.observation(string(c.ID), c.Ref, day)
	o.Code = ownConcept("observation", "check-in", guide.Say("fhir.check-in"))
	for _, v := range c.Values {
		name := v.Item
		if item, ok := b.Journey.Item(v.Item); ok {
			name = item.Name
		}
		o.Component = append(o.Component, component{Code: ownConcept("item", v.Item, name), ValueQuantity: score(v.Value)})
	}
	yes := true
	for _, sign := range c.Signs {
		name := journey.NameOf(b.Journey.Signs, sign)
		o.Component = append(o.Component, component{Code: ownConcept("warning-sign", sign, name), ValueBoolean: &yes})
	}
	for _, skill := range c.Skills {
		name := journey.NameOf(b.Journey.Skills, skill)
		o.Component = append(o.Component, component{Code: ownConcept("skill", skill, name), ValueBoolean: &yes})
	}
	o.Note = notes(told[entry.CheckIn](b, c.Ref).Line)
	if len(o.Component)+len(o.Note) > 0 {
		b.add(o.ID, o)
	}
}

// progress is how near a goal was.
func (b *bundle) progress(p journey.GoalProgress, day entry.Day) {
	o := b.observation(string(p.ID), p.Ref, day)
	o.Code = ownConcept("observation", "goal-progress", guide.Say("fhir.goal-progress"))
	o.ValueQuantity = score(float64(p.Value))
	o.Note = notes(told[entry.GoalProgress](b, p.Ref).Words)
	for _, g := range b.Journey.Plan.Goals {
		if g.Key == p.Goal {
			o.Focus = []*reference{refTo(b.name("goal", g.Key))}
		}
	}
	b.add(o.ID, o)
}

func (b *bundle) event(e journey.Event, day entry.Day) {
	o := b.observation(string(e.ID), e.Ref, day)
	o.Code = ownConcept("observation", "life-event", guide.Say("fhir.life-event"))
	body := told[entry.LifeEvent](b, e.Ref)
	o.ValueString, o.Note = clean(body.What), notes(body.Note)
	good := e.Good
	o.Component = []component{
		{Code: ownConcept("observation", "weight", guide.Say("fhir.weight")), ValueQuantity: score(float64(e.Weight))},
		{Code: ownConcept("observation", "welcome", guide.Say("fhir.welcome")), ValueBoolean: &good},
	}
	b.add(o.ID, o)
}

func (b *bundle) practice(p journey.Practice, day entry.Day) {
	o := b.observation(string(p.ID), p.Ref, day)
	o.Code = ownConcept("observation", "skill-practice", guide.Say("fhir.practice"))
	yes := true
	name := journey.NameOf(b.Journey.Skills, p.Skill)
	for _, skill := range b.Journey.Plan.OwnSkills {
		if skill.Key == p.Skill {
			name = skill.Name
		}
	}
	o.Component = append([]component{{Code: ownConcept("skill", p.Skill, name), ValueBoolean: &yes}}, beforeAfter("distress", p.Before, p.After)...)
	o.Note = notes(p.Situation)
	b.add(o.ID, o)
}

func (b *bundle) handledIt(h journey.HandledIt, day entry.Day) {
	o := b.observation(string(h.ID), h.Ref, day)
	o.Code = ownConcept("observation", "handled-it", guide.Say("fhir.handled-it"))
	body := told[entry.HandledIt](b, h.Ref)
	o.ValueString, o.Note = clean(body.What), notes(body.Did)
	o.Component = beforeAfter("confidence", h.Before, h.After)
	if o.ValueString != "" || len(o.Component) > 0 {
		b.add(o.ID, o)
	}
}

// beforeAfter are two numbers from 0 to 10, each of which may be missing.
func beforeAfter(what string, before, after *int) []component {
	var list []component
	for _, one := range []struct {
		when  string
		value *int
	}{{"before", before}, {"after", after}} {
		if one.value != nil {
			key := what + "-" + one.when
			list = append(list, component{Code: ownConcept("observation", key, guide.Say("fhir."+key)), ValueQuantity: score(float64(*one.value))})
		}
	}
	return list
}
