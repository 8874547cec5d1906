package ics_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/ics"
	"fermata/internal/views"
)

var update = flag.Bool("update", false, "write the pictures of the files again")

const seed = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

var made = time.Date(2026, 11, 23, 21, 40, 5, 0, time.UTC)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	place, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// months is a calendar with one date of every sort, over both changes of the
// clocks.
func months(place *time.Location) views.Calendar {
	return views.Calendar{Seed: seed, Made: made, Zone: place, Dates: []views.CalendarDate{
		{Key: "check-in", Title: "Reminder", Day: entry.DayOf(2026, 11, 23), Minutes: 19 * 60, EveryDays: 1, Until: entry.DayOf(2027, 11, 23)},
		{Key: "start", Title: "The break begins", Day: entry.DayOf(2026, 12, 4), Minutes: views.AllDay},
		{Key: "contact", Title: "In touch with your therapist; half an hour, by phone", Day: entry.DayOf(2027, 1, 1), Minutes: views.AllDay, EveryDays: 28, Until: entry.DayOf(2027, 11, 23)},
		{Key: "measure-phq-9", Title: "PHQ-9", Day: entry.DayOf(2026, 12, 7), Minutes: views.AllDay, EveryDays: 14, Until: entry.DayOf(2027, 11, 23)},
	}}
}

func written(t testing.TB, c views.Calendar) string {
	t.Helper()
	var out bytes.Buffer
	if err := ics.Write(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// parsed reads a file with a library that is not ours.
func parsed(t testing.TB, text string) *ical.Calendar {
	t.Helper()
	c, err := ical.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return c
}

func value(t testing.TB, e *ical.VEvent, property ical.ComponentProperty) string {
	t.Helper()
	p := e.GetProperty(property)
	if p == nil {
		t.Fatalf("no %s", property)
	}
	return p.Value
}

// The pictures are for reading in a review.
func TestPL7TheFilesLookAsTheyDid(t *testing.T) {
	for name, place := range map[string]*time.Location{
		"london": zone(t, "Europe/London"), "new-york": zone(t, "America/New_York"), "casablanca": zone(t, "Africa/Casablanca"),
		"tokyo": zone(t, "Asia/Tokyo"), "utc": time.UTC, "floating": nil,
	} {
		got := written(t, months(place))
		path := filepath.Join("testdata", name+".ics")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s is another file now (%v); run with -update and read the difference", name, err)
		}
	}
}

func TestPL7AnotherProgramReadsTheFile(t *testing.T) {
	for _, place := range []*time.Location{zone(t, "Europe/London"), time.UTC, nil} {
		c := months(place)
		events := parsed(t, written(t, c)).Events()
		if len(events) != len(c.Dates) {
			t.Fatalf("%d dates, want %d", len(events), len(c.Dates))
		}
		for n, e := range events {
			d := c.Dates[n]
			if got := value(t, e, ical.ComponentPropertyDtstamp); got != "20261123T214005Z" {
				t.Errorf("made %s", got)
			}
			if d.Minutes != views.AllDay {
				continue
			}
			start, err := e.GetAllDayStartAt()
			if err != nil || entry.DayOf(start.Date()) != d.Day {
				t.Errorf("%s begins on %s (%v), want %s", d.Key, start, err, d.Day)
			}
			end, err := e.GetAllDayEndAt()
			if err != nil || entry.DayOf(end.Date()) != d.Day+1 {
				t.Errorf("%s ends before %s (%v)", d.Key, end, err)
			}
		}
	}
}

// A date keeps its name, and a newer file counts as newer.
func TestPL7ANewerFileTakesThePlaceOfAnOlderOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		key := rapid.StringMatching(`[a-z0-9-]{1,30}`).Draw(rt, "key")
		later := made.Add(time.Duration(rapid.Int64Range(60, 1<<32).Draw(rt, "seconds")) * time.Second)
		one := views.Calendar{Seed: seed, Made: made, Dates: []views.CalendarDate{{Key: key, Title: "A", Day: 20000, Minutes: views.AllDay}}}
		two := views.Calendar{Seed: seed, Made: later, Dates: []views.CalendarDate{{Key: key, Title: "B", Day: 20100, Minutes: 60}}}
		other := views.Calendar{Seed: seed + "0", Made: made, Dates: one.Dates}
		a, b, c := parsed(t, written(t, one)).Events()[0], parsed(t, written(t, two)).Events()[0], parsed(t, written(t, other)).Events()[0]
		if a.Id() != b.Id() || a.Id() == c.Id() {
			rt.Fatalf("names %s, %s; another record's %s", a.Id(), b.Id(), c.Id())
		}
		before, _ := strconv.Atoi(value(t, a, ical.ComponentPropertySequence))
		after, err := strconv.Atoi(value(t, b, ical.ComponentPropertySequence))
		if err != nil || after <= before || after > 1<<31-1 {
			rt.Fatalf("sequence %d, then %d", before, after)
		}
		if value(t, b, ical.ComponentPropertyDtstamp) <= value(t, a, ical.ComponentPropertyDtstamp) {
			rt.Fatal("DTSTAMP does not grow")
		}
	})
}

func TestPL7NamesTellNothing(t *testing.T) {
	c := months(zone(t, "Europe/London"))
	for n := range c.Dates {
		c.Dates[n].Title = "Reminder"
	}
	text := written(t, c)
	for _, word := range []string{"check", "measure", "phq", "contact", "therap", "break", seed} {
		if strings.Contains(strings.ToLower(text), word) {
			t.Errorf("%q stands in a file with neutral titles", word)
		}
	}
	seen := map[string]bool{}
	for _, e := range parsed(t, text).Events() {
		if seen[e.Id()] {
			t.Error("two dates have one name")
		}
		seen[e.Id()] = true
	}
}

// Whatever a title holds, lines are whole characters of at most 75 octets, end
// in CRLF, and give the title back.
func TestPL7AnyTitleSurvives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		title := strings.ReplaceAll(rapid.StringOfN(rapid.RuneFrom([]rune("aZ ,;:\\\nü眠🌱\"'\t“”")), 1, 200, -1).Draw(rt, "title"), "\r", "")
		text := written(t, views.Calendar{Seed: seed, Made: made, Dates: []views.CalendarDate{{Key: "a", Title: title, Day: 20000, Minutes: views.AllDay}}})
		if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
			rt.Fatalf("ends of lines: %q", text)
		}
		for _, line := range strings.Split(text, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				rt.Fatalf("%d octets, whole characters: %v: %q", len(line), utf8.ValidString(line), line)
			}
		}
		unfolded := strings.ReplaceAll(text, "\r\n ", "")
		_, rest, _ := strings.Cut(unfolded, "SUMMARY:")
		summary, _, _ := strings.Cut(rest, "\r\n")
		if got := ical.FromText(summary); got != title {
			rt.Fatalf("%q came back as %q", title, got)
		}
	})
}

func TestPL7WhatBreaksALineIsLeftOut(t *testing.T) {
	text := written(t, views.Calendar{Seed: seed, Made: made, Dates: []views.CalendarDate{
		{Key: "a", Title: "one\r\nBEGIN:VALARM\x00\x7f\xff", Day: 20000, Minutes: views.AllDay},
	}})
	if strings.Count(text, "\r\nBEGIN:VALARM") != 1 || !strings.Contains(text, `SUMMARY:one\nBEGIN:VALARM`) || !utf8.ValidString(text) {
		t.Errorf("%q", text)
	}
}

// On the days the clocks change, and all others, the reminder comes at the
// same time on the wall.
func TestPL7ARemindersTimeStaysOnTheWall(t *testing.T) {
	for name, days := range map[string]map[string]string{
		"Europe/London":    {"2027-03-27": "19:00", "2027-03-28": "18:00", "2027-10-30": "18:00", "2027-10-31": "19:00"},
		"America/New_York": {"2027-03-13": "00:00", "2027-03-14": "23:00", "2027-11-06": "23:00", "2027-11-07": "00:00"},
	} {
		place := zone(t, name)
		text := written(t, months(place))
		offsetAt := readZone(t, text)
		count := 0
		for _, day := range occurrences(t, text, place) {
			count++
			wall := time.Date(day.Year(), day.Month(), day.Day(), 19, 0, 0, 0, time.UTC)
			instant := wall.Add(-time.Duration(offsetAt(wall)) * time.Second)
			if got := instant.In(place).Format("15:04"); got != "19:00" {
				t.Errorf("%s: %s rings at %s", name, day.Format(time.DateOnly), got)
			}
			if want, ok := days[day.Format(time.DateOnly)]; ok && instant.Format("15:04") != want {
				t.Errorf("%s: %s rings at %s UTC, want %s", name, day.Format(time.DateOnly), instant.Format("15:04"), want)
			}
		}
		if count != 366 {
			t.Errorf("%s: rings %d times, from the first day to the last 366 are wanted", name, count)
		}
	}
}

// occurrences are the times on the wall of the first date, as if they were
// UTC; its end is an instant, so it is brought to the wall first.
func occurrences(t testing.TB, text string, place *time.Location) []time.Time {
	t.Helper()
	e := parsed(t, text).Events()[0]
	start, err := time.Parse("20060102T150405", value(t, e, ical.ComponentPropertyDtStart))
	if err != nil {
		t.Fatal(err)
	}
	rule, err := rrule.StrToROption(value(t, e, ical.ComponentPropertyRrule))
	if err != nil {
		t.Fatal(err)
	}
	until := rule.Until.In(place)
	rule.Dtstart, rule.Until = start, time.Date(until.Year(), until.Month(), until.Day(), until.Hour(), until.Minute(), until.Second(), 0, time.UTC)
	r, err := rrule.NewRRule(*rule)
	if err != nil {
		t.Fatal(err)
	}
	return r.All()
}

func TestPL7FloatingAndUTCTimesHaveTheirOwnForms(t *testing.T) {
	floating, utc := written(t, months(nil)), written(t, months(time.UTC))
	if !strings.Contains(floating, "\r\nDTSTART:20261123T190000\r\n") || !strings.Contains(floating, "UNTIL=20271123T235959\r\n") || strings.Contains(floating, "TZID") {
		t.Error("floating: ", floating)
	}
	if !strings.Contains(utc, "\r\nDTSTART:20261123T190000Z\r\n") || !strings.Contains(utc, "UNTIL=20271123T235959Z\r\n") || strings.Contains(utc, "TZID") {
		t.Error("UTC: ", utc)
	}
	days := months(zone(t, "Europe/London"))
	days.Dates = days.Dates[1:]
	if strings.Contains(written(t, days), "VTIMEZONE") {
		t.Error("days need no zone")
	}
}
