// Package ics writes dates as a calendar file (RFC 5545), to open with the
// calendar on a phone or a computer.
//
// # A newer file takes the place of an older one
//
// Each date keeps its UID from file to file: it is made of the record's seed
// and the date's key, and tells nothing of either. SEQUENCE grows with the
// time the file was made, in whole minutes, and DTSTAMP is that time; so a
// calendar that has the older date replaces it. A date that is not in the
// newer file stays where it is: no calendar takes away on import, so the page
// says how to remove them all.
//
// # Times
//
// A date without a time is a calendar day, which no zone can move. A time is
// one on the wall: with the zone's name and a VTIMEZONE that holds its changes
// where the person's zone is known, floating where it is not, UTC where that
// is the zone. A day on which the clocks change has the same wall time as any
// other; what that means for a time that does not exist, or comes twice, is
// for RFC 5545 §3.3.5 to say: the offset before the change holds.
//
// The package is pure: the time a file is made is in the calendar.
package ics

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/views"
)

// Type is the media type of a calendar file.
const Type = "text/calendar; charset=utf-8"

// Write writes the calendar as one file, lines folded and ended as the format
// asks.
func Write(w io.Writer, c views.Calendar) error {
	var f file
	f.line("BEGIN", "VCALENDAR")
	f.line("VERSION", "2.0")
	f.line("PRODID", "-//fermata//calendar//EN")
	f.line("CALSCALE", "GREGORIAN")
	f.line("METHOD", "PUBLISH")
	if named(c.Zone) && hasTimes(c.Dates) {
		f.zone(c.Zone, firstDay(c.Dates).Time())
	}
	for _, date := range c.Dates {
		f.event(c, date)
	}
	f.line("END", "VCALENDAR")
	_, err := io.WriteString(w, f.String())
	return err
}

// named says whether times carry the name of a zone: not where none is known,
// and not for UTC, which has a form of its own.
func named(zone *time.Location) bool { return zone != nil && !utc(zone) }

func utc(zone *time.Location) bool {
	switch zone.String() {
	case "UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal":
		return true
	}
	return false
}

func hasTimes(dates []views.CalendarDate) bool {
	for _, d := range dates {
		if d.Minutes != views.AllDay {
			return true
		}
	}
	return false
}

func firstDay(dates []views.CalendarDate) entry.Day {
	first := dates[0].Day
	for _, d := range dates {
		first = min(first, d.Day)
	}
	return first
}

// file is a calendar file while it is written.
type file struct{ strings.Builder }

// event writes one date.
func (f *file) event(c views.Calendar, d views.CalendarDate) {
	f.line("BEGIN", "VEVENT")
	f.line("UID", uid(c.Seed, d.Key))
	f.line("DTSTAMP", c.Made.UTC().Format(stampForm)+"Z")
	f.line("SEQUENCE", strconv.Itoa(sequence(c.Made)))
	f.line("SUMMARY", escape(d.Title))
	if d.Minutes == views.AllDay {
		f.line("DTSTART;VALUE=DATE", d.Day.Time().Format(dayForm))
		f.line("DTEND;VALUE=DATE", (d.Day + 1).Time().Format(dayForm))
	} else {
		wall := d.Day.Time().Add(time.Duration(d.Minutes) * time.Minute).Format(stampForm)
		f.line("DTSTART"+zoneParameter(c.Zone), wall+zoneSuffix(c.Zone))
		f.line("DURATION", "PT15M")
	}
	if d.EveryDays > 0 {
		f.line("RRULE", "FREQ=DAILY;INTERVAL="+strconv.Itoa(d.EveryDays)+";UNTIL="+until(c.Zone, d))
	}
	f.line("TRANSP", "TRANSPARENT")
	f.line("CLASS", "PRIVATE")
	f.alarm(d)
	f.line("END", "VEVENT")
}

const (
	dayForm   = "20060102"
	stampForm = "20060102T150405"
)

func zoneParameter(zone *time.Location) string {
	if named(zone) {
		return ";TZID=" + zone.String()
	}
	return ""
}

func zoneSuffix(zone *time.Location) string {
	if zone != nil && utc(zone) {
		return "Z"
	}
	return ""
}

// until is the end of the last day, in the form RFC 5545 §3.3.10 asks for: a
// day for days, UTC for times in a zone, a time on the wall for floating ones.
func until(zone *time.Location, d views.CalendarDate) string {
	if d.Minutes == views.AllDay {
		return d.Until.Time().Format(dayForm)
	}
	last := d.Until.Time().Add(24*time.Hour - time.Second)
	if zone == nil {
		return last.Format(stampForm)
	}
	year, month, day := d.Until.Date()
	return time.Date(year, month, day, 23, 59, 59, 0, zone).UTC().Format(stampForm) + "Z"
}

// alarm rings at the time, or at nine on a day without one.
func (f *file) alarm(d views.CalendarDate) {
	trigger := "PT0S"
	if d.Minutes == views.AllDay {
		trigger = "PT9H"
	}
	f.line("BEGIN", "VALARM")
	f.line("ACTION", "DISPLAY")
	f.line("DESCRIPTION", escape(d.Title))
	f.line("TRIGGER", trigger)
	f.line("END", "VALARM")
}

// uid is a UUID made of seed and key, of version 8 (RFC 9562 §5.8).
func uid(seed, key string) string {
	sum := sha256.Sum256([]byte(seed + "\x00" + key))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	text := hex.EncodeToString(id)
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}

// sequenceStart is when sequences count from; 31 bits of minutes reach beyond
// the last day that can be recorded.
var sequenceStart = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

func sequence(made time.Time) int {
	return max(0, int(made.Sub(sequenceStart)/time.Minute))
}

// escape writes a text as RFC 5545 §3.3.11 asks; signs that end no line and
// mean nothing are left out.
func escape(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

// lineMost is how many octets a line may have without its end. (RFC 5545 §3.1)
const lineMost = 75

// line writes a content line, folded between characters and never inside one.
func (f *file) line(name, value string) {
	used := 0
	for _, r := range name + ":" + value {
		size := len(string(r))
		if used+size > lineMost {
			f.WriteString("\r\n ")
			used = 1
		}
		f.WriteRune(r)
		used += size
	}
	f.WriteString("\r\n")
}

// offset writes seconds east of UTC, as "+0100".
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
