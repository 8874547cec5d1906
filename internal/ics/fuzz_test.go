package ics_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fermata/internal/entry"
	"fermata/internal/ics"
	"fermata/internal/views"
)

// FuzzWrite writes dates with any words and times into a calendar file. What
// comes out has lines as the format asks, holds as many dates as went in, and
// no word can make a line of its own.
func FuzzWrite(f *testing.F) {
	f.Add("seed", "review", "A date", 20500, 1140, 7, 20600, "Europe/London")
	f.Add("", "k", "a\r\nBEGIN:VALARM\nx;y,z\\", 0, -1, 0, 0, "UTC")
	f.Add("s", "\n", strings.Repeat("ümläut 🌿 ", 30), 18262, 0, 1, 18270, "Pacific/Apia")
	f.Add("s", "k", "\xff\x00\u2028", 40000, 1439, 400, 41000, "")
	f.Fuzz(func(t *testing.T, seed, key, title string, day, minutes, every, until int, place string) {
		if day < -20000 || day > 60000 || until < day || until > 60000 || minutes < -1 || minutes >= 24*60 || every < 0 || every > 4000 {
			return // nobody can ask for that
		}
		c := views.Calendar{Seed: seed, Made: time.Unix(1_760_000_000, 0), Dates: []views.CalendarDate{{
			Key: key, Title: title, Day: entry.Day(day), Minutes: minutes, EveryDays: every, Until: entry.Day(until),
		}}}
		if zone, err := time.LoadLocation(place); err == nil && place != "Local" {
			c.Zone = zone
		}
		var out bytes.Buffer
		if err := ics.Write(&out, c); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		begins := 0
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			switch {
			case len(line) > 75:
				t.Errorf("a line of %d bytes: %q", len(line), line)
			case strings.ContainsAny(line, "\r\n\x00"):
				t.Errorf("a line in a line: %q", line)
			case utf8.ValidString(title) && !utf8.ValidString(line):
				t.Errorf("a letter is cut in two: %q", line)
			}
			if line == "BEGIN:VEVENT" {
				begins++
			}
		}
		if begins != 1 || !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
			t.Errorf("%d dates in\n%s", begins, text)
		}
	})
}
