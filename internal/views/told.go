package views

import (
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// CheckIns is a page of the list of check-ins.
type CheckIns struct {
	Rows         []CheckInRow
	Newer, Older string // addresses, or ""
}

// Told is one entry to read, with the ways to correct or erase it.
type Told struct {
	Title, Running string
	Facts          []string
	Paragraphs     []string
	Parts          []ToldPart
	CorrectURL     string
	BackURL        string
	EraseURL       string
	EraseAsk       string
	EraseID        entry.ID
}

// ToldPart is a part of an entry under a heading of its own.
type ToldPart struct {
	Heading string
	Lines   []string
}

// listDays is how many days with entries one page of a list shows.
const listDays = 30

// DaysPage picks one page of days that hold what is looked for, newest first,
// and the days where the neighbouring pages begin. before is the day after
// the newest wanted.
func DaysPage(j *journey.Journey, before entry.Day, has func(*journey.Day) bool) (days []*journey.Day, older entry.Day, more bool) {
	for day := range j.DaysBack(before - 1) {
		if !has(day) {
			continue
		}
		if len(days) == listDays {
			return days, days[len(days)-1].Day, true
		}
		days = append(days, day)
	}
	return days, 0, false
}

// NewCheckIns lists check-ins; lines holds their words.
func NewCheckIns(j *journey.Journey, days []*journey.Day, lines map[entry.ID]string, older entry.Day, more, first bool, now time.Time) CheckIns {
	v := CheckIns{Rows: CheckInRows(j, days, lines, j.Today(now))}
	if more {
		v.Older = "/check-ins?before=" + older.String()
	}
	if !first {
		v.Newer = "/check-ins"
	}
	return v
}

// ToldCheckIn is one check-in to read.
func ToldCheckIn(j *journey.Journey, c journey.CheckIn, day entry.Day, body entry.CheckIn, eraseID entry.ID, now time.Time) Told {
	t := Told{
		Title: guide.FullDate(day.Time()), Running: guide.Say("told.check-in", "when", inSentence(whenWords(c.Ref, day, j.Today(now)), day, j.Today(now))),
		Paragraphs: paragraphs(body.Line), CorrectURL: "/check-ins/" + string(c.ID) + "/correct",
		BackURL: "/check-ins", EraseURL: "/check-ins/" + string(c.ID) + "/erase",
		EraseAsk: guide.Say("checkin.erase.ask"), EraseID: eraseID,
	}
	if facts := tells(j, c); facts != "" {
		t.Facts = append(t.Facts, facts)
	}
	if body.Origin != nil {
		for _, column := range sortedKeys(body.Origin.Values) {
			t.Facts = append(t.Facts, guide.Say("told.file.column", "column", column, "text", body.Origin.Values[column]))
		}
		if len(body.Origin.Tags) > 0 {
			t.Facts = append(t.Facts, guide.Say("told.file.tags", "tags", strings.Join(body.Origin.Tags, ", ")))
		}
	}
	return t
}

// paragraphs cuts a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
