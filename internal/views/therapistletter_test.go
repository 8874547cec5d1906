package views

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// Whatever was agreed and sent: a letter is due on a day of the rhythm, at the
// latest one step ahead, and never again on the day one was sent.
func TestC1ADueDayKeepsTheRhythm(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	today := entry.DayOf(2026, 11, 23)
	told := func(n int, day entry.Day, body entry.Body) entry.Entry {
		return entry.Entry{
			ID: entry.ID(rune('a' + n)), Seq: int64(n), At: entry.MomentIn(day.Time().Add(12*time.Hour), time.UTC), Day: day,
			RecordedAt: now, By: entry.BySelf(), Body: body,
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		start := today - entry.Day(rapid.IntRange(0, 300).Draw(t, "days on a break"))
		every := rapid.IntRange(1, 90).Draw(t, "every")
		entries := []entry.Entry{
			told(1, start, entry.Phase{Name: entry.OnBreak}),
			told(2, start, entry.Agreement{Status: entry.AgreedTogether, Start: start, Review: today, EveryDays: every}),
		}
		sentToday := rapid.Bool().Draw(t, "sent today")
		if ago := rapid.IntRange(0, int(today-start)).Draw(t, "last sent"); sentToday || ago > 0 {
			if sentToday {
				ago = 0
			}
			entries = append(entries, told(3, today-entry.Day(ago), entry.TherapistLetter{Title: "x", Notes: "x", Way: entry.ByPost}))
		}
		j := journey.Fold(entries)
		due, some := contactDue(&j, today)
		switch {
		case !some:
			t.Fatal("none is due")
		case int(due-start)%every != 0 || due <= start:
			t.Fatalf("due %d days after the beginning, every %d", due-start, every)
		case due > today+entry.Day(every)+entry.Day(every)/2+1:
			t.Fatalf("due in %d days, every %d", due-today, every)
		case sentToday && due <= today:
			t.Fatal("due again on the day one was sent")
		}
	})
}
