package journey

import (
	"slices"
	"testing"

	"fermata/internal/entry"
)

func phaseOn(seq int, day entry.Day, name entry.PhaseName) entry.Entry {
	return at(seq, day, entry.Phase{Name: name})
}

func closed(how entry.EpisodeEnd, start, end entry.Day) entry.EpisodeSummary {
	return entry.EpisodeSummary{How: how, Start: start, End: end}
}

// A closed break takes its papers along; what is the person's own stays.
func TestR3AClosedBreakTakesItsPapersAlong(t *testing.T) {
	j := Fold([]entry.Entry{
		phaseOn(1, 10, entry.OnBreak),
		at(2, 10, entry.Agreement{Status: entry.OnMyOwn, Reason: "first", Review: 50}),
		at(3, 10, entry.Decision{Option: "full-break"}),
		at(4, 10, entry.SignWeights{Unsafe: []string{"not-respected"}}),
		at(5, 10, entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: "Sing", Status: entry.GoalNew}}}),
		at(6, 40, closed(entry.EndsDone, 10, 39)),
		at(7, 60, entry.Agreement{Status: entry.OnMyOwn, Reason: "second", Review: 90}),
	})
	if len(j.Closed) != 1 || len(j.Closed[0].Versions[entry.KindAgreement]) != 1 || len(j.Closed[0].Versions[entry.KindDecision]) != 1 {
		t.Fatalf("the closed break: %+v", j.Closed)
	}
	if len(j.Versions[entry.KindAgreement]) != 1 || j.Plan.Agreement.Reason != "second" {
		t.Errorf("the agreement now: %+v of %d", j.Plan.Agreement, len(j.Versions[entry.KindAgreement]))
	}
	if j.Deciding.Decided != "" || !j.Deciding.Unsafe || len(j.Plan.Goals) != 1 {
		t.Errorf("deciding %+v, goals %v", j.Deciding, j.Plan.Goals)
	}
	if got := j.PhaseOn(40); got != Ended {
		t.Errorf("after closing one is %q", got)
	}
}

// An erased summary opens the break again, with its papers.
func TestR3AnErasedSummaryGivesThePapersBack(t *testing.T) {
	summary := at(3, 40, closed(entry.EndsInTherapy, 10, 39))
	j := Fold([]entry.Entry{
		phaseOn(1, 10, entry.OnBreak), at(2, 10, entry.Agreement{Status: entry.OnMyOwn, Reason: "first", Review: 50}), summary,
		at(4, 41, entry.Erasure{Entries: []entry.ID{summary.ID}}),
	})
	if len(j.Closed) != 0 || j.Plan.Agreement.Reason != "first" || len(j.Versions[entry.KindAgreement]) != 1 || j.PhaseOn(41) != entry.OnBreak {
		t.Errorf("closed %v, agreement %+v, phase %q", j.Closed, j.Plan.Agreement, j.PhaseOn(41))
	}
}

func TestR3BreaksStandApart(t *testing.T) {
	j := Fold([]entry.Entry{
		phaseOn(1, 5, entry.Considering), phaseOn(2, 10, entry.OnBreak), phaseOn(3, 30, entry.Returning),
		at(4, 40, closed(entry.EndsInTherapy, 10, 39)), phaseOn(5, 60, entry.OnBreak), phaseOn(6, 60, entry.Preparing),
		phaseOn(7, 70, entry.OnBreak), at(8, 90, closed(entry.EndsDone, 70, 89)), phaseOn(9, 95, entry.Returning), phaseOn(10, 100, entry.OnBreak),
	})
	for today, want := range map[entry.Day][]Break{
		4:   nil,
		35:  {{Start: 10, End: 35}},
		50:  {{Start: 10, End: 39, Over: true}},
		89:  {{Start: 10, End: 39, Over: true}, {Start: 70, End: 89}},
		97:  {{Start: 10, End: 39, Over: true}, {Start: 70, End: 89, Over: true}},
		105: {{Start: 10, End: 39, Over: true}, {Start: 70, End: 89, Over: true}, {Start: 100, End: 105}},
	} {
		if got := j.Breaks(today); !slices.Equal(got, want) {
			t.Errorf("up to day %d: %+v, want %+v", today, got, want)
		}
	}
}
