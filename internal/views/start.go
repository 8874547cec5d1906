package views

import (
	"slices"
	"time"
	_ "time/tzdata" // zones are data of the record, not of the machine

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Start is the page "Where are you now?".
type Start struct {
	Form      Form
	PhaseID   entry.ID // the entry the phase will become
	CardID    entry.ID // the entry the help card will become
	Phases    []Option
	Countries []Option
	Zones     []Option
	Again     bool // it was answered before
}

// NewStart lays out Start. An empty form is filled from what was told before;
// zone is a guess for the first time, as the browser or computer has it.
func NewStart(j *journey.Journey, form Form, phaseID, cardID entry.ID, zone string, now time.Time) Start {
	s := Start{Form: form, PhaseID: phaseID, CardID: cardID, Again: len(j.Phases) > 0 || j.Profile.Zone != ""}
	for _, name := range entry.Phases() {
		s.Phases = append(s.Phases, Option{
			Value: string(name), Title: guide.Say("phase." + string(name)), Note: guide.Say("phase." + string(name) + ".note"),
		})
	}
	s.Countries = Countries()
	s.Zones = Zones(now)
	if len(form.Values) == 0 {
		s.Form.Values = startValues(j, zone, j.Today(now))
	}
	return s
}

func startValues(j *journey.Journey, zone string, today entry.Day) map[string][]string {
	if j.Profile.Zone != "" {
		zone = j.Profile.Zone
	}
	return map[string][]string{
		"phase": {string(j.PhaseOn(today))}, "country": {j.HelpCard.Country}, "zone": {zone},
		"therapist": {j.Profile.Therapist}, "contact": {j.Profile.Contact},
	}
}

// Countries lists the countries for a form, those with checked lines among the rest,
// after the wish not to say.
func Countries() []Option {
	list := []Option{{Value: "", Title: guide.Say("start.country.none")}}
	for _, c := range guide.Countries() {
		list = append(list, Option{Value: c.Code, Title: c.Name})
	}
	return list
}

// Zones lists time zones with the time it is there now.
func Zones(now time.Time) []Option {
	var list []Option
	for _, name := range zoneNames {
		place, err := time.LoadLocation(name)
		if err != nil {
			continue
		}
		list = append(list, Option{Value: name, Title: guide.Say("zone.now", "zone", name, "time", guide.Clock(now.In(place)))})
	}
	return slices.Clip(list)
}

// WithZone adds a zone that the list does not have, so that a form never
// changes what was chosen elsewhere.
func WithZone(list []Option, zone string, now time.Time) []Option {
	known := slices.ContainsFunc(list, func(o Option) bool { return o.Value == zone })
	place, err := time.LoadLocation(zone)
	if zone == "" || known || err != nil {
		return list
	}
	return append([]Option{{Value: zone, Title: guide.Say("zone.now", "zone", zone, "time", guide.Clock(now.In(place)))}}, list...)
}
