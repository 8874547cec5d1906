package entry_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

func TestADayIsADateOfTheCalendar(t *testing.T) {
	for text, want := range map[string]entry.Day{
		"1970-01-01": 0,
		"1969-12-31": -1,
		"2000-02-29": 11016,
		"2026-09-24": 20720,
		"1900-01-01": entry.FirstDay,
		"2199-12-31": entry.LastDay,
	} {
		got, err := entry.ParseDay(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %d (%s), want %d, %v", text, got, got, want, err)
		}
	}
}

func TestATextThatIsNoDayIsRefusedWithAnExample(t *testing.T) {
	for _, text := range []string{"", "24.9.2026", "2026-9-4", "2025-02-29", "1900-02-29", "2026-13-01", "1899-12-31", "2200-01-01", "2026-09-24T10:00", " 2026-09-24", "２０２６-09-24"} {
		if day, err := entry.ParseDay(text); !errors.Is(err, fault.Invalid) || day != 0 {
			t.Errorf("%q: got day %d, %v", text, day, err)
		}
	}
}

func TestDaysCountOnThroughLeapYears(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     entry.Day
	}{
		{"2024-02-28", "2024-03-01", 2},
		{"2025-02-28", "2025-03-01", 1},
		{"2000-02-28", "2000-03-01", 2},
		{"2100-02-28", "2100-03-01", 1},
		{"2023-12-31", "2024-12-31", 366},
		{"2024-12-31", "2025-12-31", 365},
	} {
		if got := day(t, c.to) - day(t, c.from); got != c.want {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestEveryDayReadsBackFromItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := entry.Day(rapid.Int32Range(int32(entry.FirstDay), int32(entry.LastDay)).Draw(t, "day"))
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back entry.Day
		if err := json.Unmarshal(text, &back); err != nil || back != d {
			t.Fatalf("%d became %s became %d (%v)", d, text, back, err)
		}
		if entry.DayOf(d.Date()) != d || entry.DayOf(d.Time().Date()) != d {
			t.Fatalf("%s has another date", d)
		}
		if next := (d + 1).Time(); !next.Equal(d.Time().AddDate(0, 0, 1)) {
			t.Fatalf("the day after %s is %s", d, next)
		}
	})
}

// The day turns at 04:00 by the clock on the wall, also in the two nights
// whose clock is changed.
func TestTheTurnOfTheDay(t *testing.T) {
	for _, c := range []struct {
		zone, utc string
		turn      entry.Turn
		want      string
	}{
		{"Europe/London", "2026-01-15 03:59", entry.DefaultTurn, "2026-01-14"},
		{"Europe/London", "2026-01-15 04:00", entry.DefaultTurn, "2026-01-15"},
		{"Europe/London", "2026-01-15 03:59", 0, "2026-01-15"},
		{"Europe/London", "2026-01-15 11:59", 12 * 60, "2026-01-14"},
		{"Europe/London", "2026-01-15 04:29", 4*60 + 30, "2026-01-14"},
		{"Europe/London", "2026-01-01 00:30", entry.DefaultTurn, "2025-12-31"},
		{"Europe/London", "2028-03-01 00:30", entry.DefaultTurn, "2028-02-29"},
		// To summer time: 00:59 UTC is 00:59, 01:00 UTC is 02:00, and 04:00 comes at 03:00 UTC.
		{"Europe/London", "2026-03-29 00:59", entry.DefaultTurn, "2026-03-28"},
		{"Europe/London", "2026-03-29 02:59", entry.DefaultTurn, "2026-03-28"},
		{"Europe/London", "2026-03-29 03:00", entry.DefaultTurn, "2026-03-29"},
		// Back to winter time: the hour from 01:00 comes twice, 04:00 at 04:00 UTC.
		{"Europe/London", "2026-10-25 00:30", entry.DefaultTurn, "2026-10-24"},
		{"Europe/London", "2026-10-25 03:59", entry.DefaultTurn, "2026-10-24"},
		{"Europe/London", "2026-10-25 04:00", entry.DefaultTurn, "2026-10-25"},
		// A turn within the hour that is left out, and within the one that comes twice.
		{"Europe/London", "2026-03-29 01:00", 90, "2026-03-29"},
		{"Europe/London", "2026-10-25 00:45", 90, "2026-10-25"},
		{"Europe/London", "2026-10-25 01:15", 90, "2026-10-24"},
		// The far sides of the date line, and a zone that skipped a whole day.
		{"Pacific/Kiritimati", "2026-01-14 14:00", entry.DefaultTurn, "2026-01-15"},
		{"Pacific/Pago_Pago", "2026-01-15 14:59", entry.DefaultTurn, "2026-01-14"},
		{"Pacific/Apia", "2011-12-30 09:00", entry.DefaultTurn, "2011-12-29"},
		{"Pacific/Apia", "2011-12-30 15:00", entry.DefaultTurn, "2011-12-31"},
	} {
		instant, err := time.Parse("2006-01-02 15:04", c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.turn.Day(instant, zone(t, c.zone)); got.String() != c.want {
			t.Errorf("%s UTC in %s, turning at minute %d: %s, want %s", c.utc, c.zone, c.turn, got, c.want)
		}
	}
}

func TestAMomentReadsTheSameForEver(t *testing.T) {
	instant := time.Date(2026, time.July, 1, 22, 30, 15, 123456789, time.UTC)
	m := entry.MomentIn(instant, zone(t, "Asia/Kathmandu"))
	if got := m.Local().Format(time.RFC3339Nano); got != "2026-07-02T04:15:15.123456+05:45" {
		t.Errorf("on the wall: %s", got)
	}
	if m.Zone != "Asia/Kathmandu" || m.Day().String() != "2026-07-02" {
		t.Errorf("zone %s, day %s", m.Zone, m.Day())
	}
}

func FuzzParseDay(f *testing.F) {
	for _, text := range []string{"2026-09-24", "2024-02-29", "1900-01-01", "2199-12-31", "0000-00-00", "", "99999-01-01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := entry.ParseDay(text)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		if d.String() != text || d < entry.FirstDay || d > entry.LastDay {
			t.Fatalf("%q was read as %s", text, d)
		}
	})
}

func day(t *testing.T, text string) entry.Day {
	t.Helper()
	d, err := entry.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	place, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}
