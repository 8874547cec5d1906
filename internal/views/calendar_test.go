package views_test

import (
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/views"
)

// Whatever the agreement, every date in the file is today or later, none
// comes again after its end, and contact keeps its step from the beginning.
func TestPL7NoDateLiesBehind(t *testing.T) {
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	today := entry.DayOf(2026, 11, 23)
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) entry.Day { return today + entry.Day(rapid.IntRange(-400, 400).Draw(t, name)) }
		a := entry.Agreement{Status: entry.OnMyOwn, Start: day("start"), Review: day("review"), EveryDays: rapid.IntRange(0, 90).Draw(t, "every")}
		if rapid.Bool().Draw(t, "ends") {
			a.End = max(a.Start, day("end"))
		}
		j := journey.Fold([]entry.Entry{tellAt(entry.Agenda{Day: day("session")}, 1), tellAt(a, 2)})
		what := []string{"check-in", "last-session", "start", "review", "end", "contact", "measure-phq-9", "measure-gad-7"}
		c, fields := views.NewCalendar(&j, library, views.Form{Values: url.Values{"what": what, "at": {"19:00"}}}, "seed", now)
		if len(fields) > 0 {
			t.Fatal(fields)
		}
		seen := map[string]bool{}
		for _, d := range c.Dates {
			if d.Day < today || d.EveryDays > 0 && d.Until < d.Day || seen[d.Key] || d.Title != "Reminder" {
				t.Fatalf("%+v", d)
			}
			seen[d.Key] = true
			if d.Key == "contact" && (int(d.Day-a.Start)%a.EveryDays != 0 || d.Day <= a.Start || d.Day > max(today, a.Start)+entry.Day(a.EveryDays)) {
				t.Fatalf("contact on %s, the break begins on %s, every %d days", d.Day, a.Start, a.EveryDays)
			}
		}
		if !seen["check-in"] || seen["review"] != (a.Review >= today) || seen["end"] != (a.End >= today) {
			t.Fatalf("in the file: %v", seen)
		}
	})
}
