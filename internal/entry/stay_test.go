package entry_test

import (
	"errors"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// One step past a limit, the field is named.
func TestLettersChecksAndClosedBreaksPastTheirLimits(t *testing.T) {
	sent := entry.TherapistLetter{Title: "x", Way: entry.ByPost, Notes: "x"}
	check := entry.ReturnCheck{Way: entry.WayWait}
	summary := entry.EpisodeSummary{How: entry.EndsDone, Start: 10, End: 20, LookBacks: []entry.Day{21, 22}}
	look := entry.LookBack{Summary: firstID, Answers: map[string]string{"stayed": "x"}}
	for _, good := range []entry.Body{sent, check, summary, look} {
		if err := good.Validate(); err != nil {
			t.Errorf("%s: %v", good.Kind(), err)
		}
	}
	for name, c := range map[string]struct {
		body  entry.Body
		field string
	}{
		"no way":             {with(sent, func(l *entry.TherapistLetter) { l.Way = "" }), "way"},
		"nothing in it":      {with(sent, func(l *entry.TherapistLetter) { l.Notes = "" }), "notes"},
		"a long reply":       {with(sent, func(l *entry.TherapistLetter) { l.Reply = long(entry.TextLimit + 1) }), "reply"},
		"many parts":         {with(sent, func(l *entry.TherapistLetter) { l.Sections = make([]entry.SentSection, 21) }), "lines"},
		"a sixth way":        {with(check, func(r *entry.ReturnCheck) { r.Way = "flee" }), "way"},
		"long reasons":       {with(check, func(r *entry.ReturnCheck) { r.Reasons = long(entry.TextLimit + 1) }), "reasons"},
		"a question of none": {with(check, func(r *entry.ReturnCheck) { r.Answers = map[string]string{"Not A Key": "x"} }), "answers"},
		"neither end":        {with(summary, func(s *entry.EpisodeSummary) { s.How = "" }), "how"},
		"over before it was": {with(summary, func(s *entry.EpisodeSummary) { s.End = 9 }), "day"},
		"looks in disorder":  {with(summary, func(s *entry.EpisodeSummary) { s.LookBacks = []entry.Day{22, 21} }), "look-back"},
		"a look before":      {with(summary, func(s *entry.EpisodeSummary) { s.LookBacks = []entry.Day{20} }), "look-back"},
		"a look at nothing":  {with(look, func(l *entry.LookBack) { l.Summary = "" }), "answers"},
		"nothing written":    {with(look, func(l *entry.LookBack) { l.Answers = nil }), "answers"},
	} {
		var fields fault.Fields
		if err := c.body.Validate(); !errors.As(err, &fields) || fields.For(c.field) == "" {
			t.Errorf("%s: %v, nothing beside %s", name, err, c.field)
		}
	}
}

func with[B any](body B, change func(*B)) B {
	change(&body)
	return body
}
