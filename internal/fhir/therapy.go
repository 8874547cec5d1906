package fhir

import (
	"html"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// patient says where the person lives and nothing else: a record knows no name.
func (b *bundle) patient() {
	p := patient{ResourceType: "Patient", ID: b.name("patient")}
	if country := b.Journey.Profile.Country; country != "" {
		p.Address = []address{{Country: country}}
	}
	if b.Journey.Profile.Sample {
		p.Meta = &meta{Tag: []coding{{System: systemActReason, Code: "HTEST", Display: "test health data"}}}
	}
	b.add(p.ID, p)
}

// episodes are the breaks: care that is on hold, then over.
func (b *bundle) episodes() {
	for _, one := range b.Journey.Breaks(b.today) {
		e := episodeOfCare{
			ResourceType: "EpisodeOfCare", ID: b.name("break", one.Start.String()), Status: "onhold",
			Type:    []concept{ownConcept("episode", "break", guide.Say("fhir.break"))},
			Patient: b.subject(), Period: period{Start: one.Start.String()},
		}
		if one.Over {
			e.Status, e.Period.End = "finished", one.End.String()
		}
		e.StatusHistory = []statusHistory{{Status: "onhold", Period: e.Period}}
		if closed, ok := b.closed(one); ok {
			e.Extension = []extension{{URL: base + "StructureDefinition/episode-end", ValueCode: string(closed.How)}}
		}
		b.add(e.ID, e)
	}
}

// closed is the summary that closed a break.
func (b *bundle) closed(one journey.Break) (journey.Episode, bool) {
	for _, closed := range b.Journey.Closed {
		if one.Over && closed.Start == one.Start {
			return closed, true
		}
	}
	return journey.Episode{}, false
}

// consent is what the agreement says about writing and seeing. Nothing is
// written where nothing was agreed: silence is no consent.
func (b *bundle) consent() {
	a := b.Journey.Plan.Agreement
	ref, ok := b.Journey.Latest(entry.KindAgreement)
	if !ok || a.Permission == "" && clean(a.Sees) == "" {
		return
	}
	c := consent{
		ResourceType: "Consent", ID: b.name("consent", string(ref.ID)), Status: b.consentStatus(a),
		Text:     consentText(a),
		Scope:    concept{Coding: []coding{{System: systemScope, Code: "patient-privacy", Display: "Privacy Consent"}}},
		Category: []concept{ownConcept("consent", "break-agreement", guide.Say("fhir.agreement"))},
		Patient:  b.subject(), Performer: []*reference{b.subject()}, DateTime: ref.At.Day().String(),
		PolicyRule: concept{Coding: []coding{{System: systemActCode, Code: "OPTIN"}}, Text: guide.Say("fhir.agreement")},
	}
	if a.Permitted != 0 {
		c.DateTime = a.Permitted.String()
	}
	if c.Status == "active" || c.Status == "inactive" {
		c.Provision = b.provision(a)
	}
	b.add(c.ID, c)
}

// consentStatus: a break taken on one's own has nobody who agreed.
func (b *bundle) consentStatus(a entry.Agreement) string {
	switch {
	case a.Permission == entry.No:
		return "rejected"
	case a.SeesUntil != 0 && a.SeesUntil < b.today:
		return "inactive"
	case a.Permission == entry.Yes:
		return "active"
	}
	return "proposed"
}

func (b *bundle) provision(a entry.Agreement) *consentProvision {
	p := &consentProvision{Type: "permit"}
	if a.Permitted != 0 || a.SeesUntil != 0 {
		p.Period = &period{}
		if a.Permitted != 0 {
			p.Period.Start = a.Permitted.String()
		}
		if a.SeesUntil != 0 {
			p.Period.End = max(a.SeesUntil, a.Permitted).String()
		}
	}
	name := clean(b.Journey.Profile.Therapist)
	if name == "" {
		name = guide.Say("fhir.therapist")
	}
	role := concept{Coding: []coding{{System: systemRoles, Code: "IRCP", Display: "information recipient"}}}
	p.Actor = []consentActor{{Role: role, Reference: &reference{Display: name}}}
	return p
}

// consentText is what may be seen, in the person's own words.
func consentText(a entry.Agreement) *narrative {
	sees := clean(a.Sees)
	if sees == "" {
		return nil
	}
	return &narrative{
		Status: "additional",
		Div:    `<div xmlns="http://www.w3.org/1999/xhtml"><p>` + strings.ReplaceAll(html.EscapeString(sees), "\n", "<br/>") + `</p></div>`,
	}
}
