// Package sample is half a year in the record of Mira, who is made up: for
// `fermata demo`, for tests, and for anyone who wants to look before they
// begin.
//
// # The story
//
// Days count from the first, 0, to [Days]-1, which is yesterday.
//
//	  0  in therapy, wondering about a break; the first check-ins
//	  1  weighing signs, ways and costs; talking with the therapist; deciding
//	 10  preparing, with the reason and a date: agenda, agreement, plan, goals
//	 28  the last session; the break begins after four weeks of check-ins
//	 49  a good start
//	 59  the first monthly look back
//	 98  the landlord sells, and on day 108 Mira moves to another flat
//	105  sleep gets worse and tension rises: the first to move
//	121  mood follows, and the questionnaires after it
//	131  half an hour with the therapist on the phone; the break goes on
//	138  the way up, and well again for the last three weeks
//
// # Always the same
//
// The words, numbers and gaps are fixed. Only the dates hang on now, and with
// them what a weekday adds. All arithmetic is on whole numbers, so every
// machine makes the same record.
//
// The package is pure: no clock, no randomness; now and the IDs come in.
package sample

import (
	"slices"
	"time"

	"fermata/internal/entry"
)

// Days is how many days the record covers: 26 weeks, the last of them
// yesterday. Nothing is told about today, so that a visitor can.
const Days = 26 * 7

// Entries is Mira's record as of now, in the order it was told. place is the
// named zone she lives in. id gives the entry with number n, from 0, its ID.
// Every entry is valid, was told before now and has no Seq and no Person.
func Entries(now time.Time, place *time.Location, id func(n int) entry.ID) []entry.Entry {
	d := diary{first: entry.DefaultTurn.Day(now, place) - Days, place: place}
	d.setUp()
	d.deciding()
	d.preparing()
	d.planning()
	d.steps()
	d.living()
	d.trying()
	d.staying()
	d.checkIns()
	d.sheets()
	slices.SortStableFunc(d.told, func(a, b entry.Entry) int { return a.RecordedAt.Compare(b.RecordedAt) })
	for n := range d.told {
		d.told[n].ID = id(n)
	}
	return d.told
}

// diary is the record while it is written.
type diary struct {
	first entry.Day
	place *time.Location
	told  []entry.Entry
}

// at is a time of a day of the story, in minutes after midnight; more than
// 24 hours reach into the night after.
func (d *diary) at(day, minutes int) time.Time {
	year, month, date := (d.first + entry.Day(day)).Date()
	return time.Date(year, month, date, 0, minutes, 0, 0, d.place)
}

// tell writes an entry about a day, at that time of the day.
func (d *diary) tell(day, minutes int, body entry.Body) {
	at := d.at(day, minutes)
	d.told = append(d.told, entry.Entry{
		At: entry.MomentIn(at, d.place), Day: d.first + entry.Day(day), Precision: entry.Minute,
		RecordedAt: at.UTC(), By: entry.BySelf(), Body: body,
	})
}

// tellLater writes, on the morning after, about a day as a whole.
func (d *diary) tellLater(day int, body entry.Body) {
	d.told = append(d.told, entry.Entry{
		At: entry.MomentIn(d.at(day, 12*60), d.place), Day: d.first + entry.Day(day), Precision: entry.WholeDay,
		RecordedAt: d.at(day+1, 8*60+10).UTC(), By: entry.BySelf(), Body: body,
	})
}

// setUp is the first evening: who, where, and what the check-in asks.
func (d *diary) setUp() {
	const evening = 19 * 60
	bodies := []entry.Body{
		entry.Profile{
			Country: "GB", Zone: d.place.String(), Sample: true,
			Therapist: "Dr Holt", Contact: "A message through the practice; half an hour by phone if one of us asks",
		},
		items(), warningSigns(), skillsAtHand(),
		entry.HelpCard{
			Country: "GB", Checked: d.first,
			Numbers: []entry.HelpNumber{
				{Name: "Jonas", Tel: "+44 7700 900123", Note: "My brother. Up late, good at saying nothing for a while."},
				{Name: "Pia", Tel: "+44 7700 900456", Note: "Lives ten minutes away and has a kettle."},
			},
		},
	}
	for n, body := range bodies {
		d.tell(0, evening+n, body)
	}
}

// items are the five a check-in begins with; a test holds them to the guide's.
func items() entry.Items {
	return entry.Items{Items: []entry.Item{
		{Key: mood, Name: "Mood", Low: "very low", High: "very good", BetterHigh: true},
		{Key: sleep, Name: "Sleep last night", Low: "hardly slept", High: "slept well", BetterHigh: true},
		{Key: tension, Name: "Tension", Low: "at ease", High: "wound up"},
		{Key: energy, Name: "Energy", Low: "worn out", High: "wide awake", BetterHigh: true},
		{Key: done, Name: "Getting things done", Low: "nothing moved", High: "all I meant to do", BetterHigh: true},
	}}
}

// The keys of the items.
const (
	mood    = "mood"
	sleep   = "sleep"
	tension = "tension"
	energy  = "energy"
	done    = "getting-things-done"
)

// steps are phases, reflections and life events, each on its day.
func (d *diary) steps() {
	for _, p := range phases {
		d.tell(p.day, p.minutes, p.body)
	}
	for _, r := range reflections {
		d.tell(r.day, r.minutes, r.body)
	}
	for _, e := range events {
		d.tell(e.day, e.minutes, e.body)
	}
}

// step is one thing told on one day.
type step[B entry.Body] struct {
	day, minutes int
	body         B
}

// sheets are the questionnaires, one evening in two weeks.
func (d *diary) sheets() {
	const evening = 20 * 60
	for n, sheet := range answered {
		day := firstSheet + n*14
		d.tell(day, evening, answerSheet("phq-9", sheet.phq9))
		d.tell(day, evening+3, answerSheet("gad-7", sheet.gad7))
	}
}

// answerSheet keys a row of digits by the link IDs "1", "2" …
func answerSheet(instrument, digits string) entry.AnswerSheet {
	answers := map[string]float64{}
	for n := range len(digits) {
		answers[string(rune('1'+n))] = float64(digits[n] - '0')
	}
	return entry.AnswerSheet{Instrument: instrument, Answers: answers}
}
