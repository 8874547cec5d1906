package ics_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/views"
)

// onset is a change of the clocks as a VTIMEZONE tells it.
type onset struct {
	wall     time.Time // just before it
	from, to int
}

// readZone reads the VTIMEZONE of a file, as another program would, and gives
// the seconds east of UTC at a time on the wall. A time that comes twice, or
// not at all, has the offset before the change (RFC 5545 §3.3.5).
func readZone(t testing.TB, text string) func(wall time.Time) int {
	t.Helper()
	var onsets []onset
	for _, component := range parsed(t, text).Components {
		z, ok := component.(*ical.VTimezone)
		if !ok {
			continue
		}
		for _, part := range z.Components {
			onsets = append(onsets, readOnsets(t, part.UnknownPropertiesIANAProperties())...)
		}
	}
	if len(onsets) == 0 {
		t.Fatal("no VTIMEZONE")
	}
	slices.SortFunc(onsets, func(a, b onset) int { return a.wall.Compare(b.wall) })
	return func(wall time.Time) int {
		offset := onsets[0].from
		for _, o := range onsets {
			if jump := o.to - o.from; jump > 0 && !wall.Before(o.wall.Add(time.Duration(jump)*time.Second)) || jump <= 0 && !wall.Before(o.wall) {
				offset = o.to
			}
		}
		return offset
	}
}

func readOnsets(t testing.TB, properties []ical.IANAProperty) []onset {
	t.Helper()
	get := func(name string) string {
		for _, p := range properties {
			if p.IANAToken == name {
				return p.Value
			}
		}
		return ""
	}
	start, err := time.Parse("20060102T150405", get("DTSTART"))
	if err != nil {
		t.Fatal(err)
	}
	from, to := seconds(t, get("TZOFFSETFROM")), seconds(t, get("TZOFFSETTO"))
	if get("RRULE") == "" {
		return []onset{{start, from, to}}
	}
	rule, err := rrule.StrToROption(get("RRULE"))
	if err != nil {
		t.Fatal(err)
	}
	rule.Dtstart = start
	r, err := rrule.NewRRule(*rule)
	if err != nil {
		t.Fatal(err)
	}
	var list []onset
	for _, at := range r.Between(start, start.AddDate(15, 0, 0), true) {
		list = append(list, onset{at, from, to})
	}
	return list
}

// seconds reads "+0530" or "-002515".
func seconds(t testing.TB, text string) int {
	t.Helper()
	if len(text) != 5 && len(text) != 7 {
		t.Fatalf("offset %q", text)
	}
	at, err := time.Parse("150405", (text[1:] + "00")[:6])
	if err != nil {
		t.Fatal(err)
	}
	s := at.Hour()*3600 + at.Minute()*60 + at.Second()
	if strings.HasPrefix(text, "-") {
		return -s
	}
	return s
}

// Every zone a person can choose is written so that another program comes to
// the same offsets, for a year from any day on.
func TestPL7EveryZoneIsWrittenAsItIs(t *testing.T) {
	for _, option := range views.Zones(made) {
		place := zone(t, option.Value)
		if option.Value == "UTC" {
			continue
		}
		text := written(t, months(place))
		checkYear(t, place, readZone(t, text), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	}
}

func TestPL7AnyZoneFromAnyDay(t *testing.T) {
	names := []string{"Europe/London", "America/New_York", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "America/St_Johns",
		"Asia/Kathmandu", "Pacific/Chatham", "Asia/Jerusalem", "America/Sao_Paulo", "Asia/Tehran", "Antarctica/Troll", "Pacific/Apia", "Africa/Cairo"}
	rapid.Check(t, func(rt *rapid.T) {
		place := zone(t, rapid.SampledFrom(names).Draw(rt, "zone"))
		from := entry.Day(rapid.IntRange(int(entry.DayOf(1995, 1, 1)), int(entry.DayOf(2080, 1, 1))).Draw(rt, "from"))
		c := months(place)
		c.Dates = []views.CalendarDate{{Key: "check-in", Title: "Reminder", Day: from, Minutes: 19 * 60, EveryDays: 1, Until: from + 366}}
		checkYear(rt, place, readZone(t, written(t, c)), from.Time())
	})
}

// checkYear compares offsets every three hours of a year, but for the hours in
// which the wall shows a time twice or never.
func checkYear(t interface{ Fatalf(string, ...any) }, place *time.Location, offsetAt func(time.Time) int, from time.Time) {
	for wall := from; wall.Before(from.AddDate(1, 0, 0)); wall = wall.Add(3 * time.Hour) {
		there := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), 0, 0, 0, place)
		_, want := there.Zone()
		if _, before := there.Add(-3 * time.Hour).Zone(); before != want {
			continue
		}
		if _, after := there.Add(3 * time.Hour).Zone(); after != want {
			continue
		}
		if got := offsetAt(wall); got != want {
			t.Fatalf("%s: at %s the file says %d, the zone %d", place, wall.Format(time.DateTime), got, want)
		}
	}
}

// What a time means that comes twice or never: the offset before the change,
// in Go's own words for both.
func TestPL7TheHourThatComesTwiceOrNever(t *testing.T) {
	for name, c := range map[string]struct{ gap, fold, gapUTC, foldUTC string }{
		"Europe/London":    {"2027-03-28 01:30", "2027-10-31 01:30", "2027-03-28 01:30", "2027-10-31 00:30"},
		"America/New_York": {"2027-03-14 02:30", "2027-11-07 01:30", "2027-03-14 07:30", "2027-11-07 05:30"},
	} {
		offsetAt := readZone(t, written(t, months(zone(t, name))))
		for wallText, want := range map[string]string{c.gap: c.gapUTC, c.fold: c.foldUTC} {
			wall, err := time.Parse("2006-01-02 15:04", wallText)
			if err != nil {
				t.Fatal(err)
			}
			if wallText == c.fold { // the first of the two: the change is at the end of the hour that comes twice
				wall = wall.Add(-time.Hour)
				if got := wall.Add(-time.Duration(offsetAt(wall)) * time.Second).Add(time.Hour).Format("2006-01-02 15:04"); got != want {
					t.Errorf("%s: %s is %s UTC, want %s", name, wallText, got, want)
				}
				continue
			}
			if got := wall.Add(-time.Duration(offsetAt(wall)) * time.Second).Format("2006-01-02 15:04"); got != want {
				t.Errorf("%s: %s is %s UTC, want %s", name, wallText, got, want)
			}
		}
	}
}
