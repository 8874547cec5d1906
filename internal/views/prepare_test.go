package views_test

import (
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/signals"
	"fermata/internal/views"
)

// While preparing, Today leads from the list for the last session to the
// agreement and the rhythm, and asks on the day whether the break has begun.
// Nobody who is not safe with a therapist is led to a last session.
func TestPRNoLastSessionIsProposedWhereItIsNotSafe(t *testing.T) {
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	j := journey.Fold([]entry.Entry{
		tellAt(entry.Phase{Name: entry.Preparing}, 1), tellAt(entry.SignWeights{Weights: map[string]int{"boundary-crossed": 5}, Unsafe: []string{"boundary-crossed"}}, 2),
	})
	if !j.Deciding.Unsafe {
		t.Fatal("the journey does not know")
	}
	got := views.NewToday(&j, signals.Outlook{}, library, nil, time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC))
	if got.Step.URL == "/prepare/last-session" {
		t.Errorf("%+v", got.Step)
	}
	for _, row := range got.Within {
		if row.URL == "/prepare/last-session" {
			t.Error("it is within reach all the same")
		}
	}
}

func TestPRTodayHasOneStepAtATime(t *testing.T) {
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	var told []entry.Entry
	today := func(at time.Time) views.Today {
		j := journey.Fold(told)
		return views.NewToday(&j, signals.Outlook{}, library, nil, at)
	}
	tell := func(body entry.Body) { told = append(told, tellAt(body, int64(len(told)+1))) }
	now := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)

	tell(entry.Phase{Name: entry.Preparing})
	if got := today(now); got.Step.URL != "/prepare/last-session" || len(got.Within) != 5 {
		t.Errorf("first: %+v, %d pages within reach", got.Step, len(got.Within))
	}
	tell(entry.Agenda{Day: entry.DayOf(2026, 12, 3), Points: []entry.AgendaPoint{{Key: "goodbye", Words: "Goodbye"}}})
	if got := today(now); got.Step.URL != "/agreement" || got.Coming[0].URL != "/prepare/last-session" {
		t.Errorf("with a list: %+v, %+v", got.Step, got.Coming)
	}
	tell(entry.Agreement{Status: entry.OnMyOwn, Start: entry.DayOf(2026, 12, 4), Review: entry.DayOf(2027, 1, 29)})
	if got := today(now).Step; got.URL != "/plan/rhythm" {
		t.Errorf("with an agreement: %+v", got)
	}
	tell(entry.Rhythm{CheckInDays: 1})
	if got := today(now).Step; got.URL != "/check-in" {
		t.Errorf("with a rhythm: %+v", got)
	}
	if got := today(now.AddDate(0, 0, 11)).Step; got.URL != "/agreement" {
		t.Errorf("on the first day of the break: %+v", got)
	}
	tell(entry.Phase{Name: entry.OnBreak})
	if got := today(now.AddDate(0, 0, 11)).Step; got.URL == "/agreement" {
		t.Error("asked again after it has begun")
	}
}
