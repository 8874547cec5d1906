package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	ical "github.com/arran4/golang-ical"

	"fermata/internal/entry"
)

func TestPL7ARhythmIsChosenAndKept(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/plan/rhythm").want(http.StatusOK, "How often do you want to check in?", "As it comes", "Mood", "no starting point yet", "Only you see this").
		send("/plan/rhythm", "check-in-days", "2", "remind-at", "20:15", "every-phq-9", "28", "every-gad-7", "", "every-who-5", "14").
		want(http.StatusOK, "A day without a check-in is a day without a check-in.")
	r := h.look().Rhythm
	if r.CheckInDays != 2 || r.RemindAt != "20:15" || len(r.Measures) != 2 {
		t.Errorf("%+v", r)
	}
	for _, m := range r.Measures {
		if m.Instrument == "phq-9" && m.EveryDays != 28 || m.Instrument == "gad-7" {
			t.Errorf("%+v", m)
		}
	}
	// The measures have a form of their own, which leaves the check-ins alone.
	b.get("/measures").send("/measures", "every-phq-9", "14")
	if r := h.look().Rhythm; r.CheckInDays != 2 || r.RemindAt != "20:15" {
		t.Errorf("the form of the measures changed the check-ins: %+v", r)
	}
	b.get("/plan/rhythm").send("/plan/rhythm", "check-in-days", "", "remind-at", "")
	if r := h.look().Rhythm; r.CheckInDays != 0 || r.RemindAt != "" {
		t.Errorf("what was emptied stayed: %+v", r)
	}
}

func TestPL7WhatDoesNotFitIsSaidBesideItsField(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/plan/rhythm").form("/plan/rhythm")
	for name, value := range map[string]string{"check-in-days": "often", "remind-at": "25:00", "every-phq-9": "3"} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = slices.Clone(v)
		}
		bad.Set(name, value)
		p := b.post("/plan/rhythm", bad).want(http.StatusUnprocessableEntity)
		if p.beside(name) == "" {
			t.Errorf("nothing beside %s", name)
		}
	}
	if h.look().HasRhythm {
		t.Error("something was saved")
	}
}

func TestPL7TheSameRhythmTwice(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/plan/rhythm")
	page.send("/plan/rhythm", "check-in-days", "1")
	before := h.entries()
	page.send("/plan/rhythm", "check-in-days", "1").want(http.StatusOK)
	if h.entries() != before {
		t.Error("saved twice")
	}
	page.send("/plan/rhythm", "check-in-days", "3").want(http.StatusConflict).send("/plan/rhythm").want(http.StatusOK)
}

// Four weeks before the last session a starting point begins.
func TestPL7AStartingPoint(t *testing.T) {
	h, b := startedHouse(t)
	today := h.look().Today(h.clock())
	b.get("/plan/rhythm").want(http.StatusOK, "With a date for the last session, Fermata can say when to begin.")
	h.tell(entry.Phase{Name: entry.Preparing})
	h.tell(entry.Agenda{Day: today + 40, Points: []entry.AgendaPoint{{Key: "a", Words: "A"}}})
	b.get("/plan/rhythm").want(http.StatusOK, "Your last session is on 2 January 2027. Four weeks before it is 5 December 2026.", "There is time. You can also begin today.")
	h.later(14 * 24 * 60 * 60 * 1e9)
	b.get("/plan/rhythm").want(http.StatusOK, "That day has come: begin now.", "PHQ-9: no starting point yet.", "Answer the PHQ-9")
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 5}})
	h.tell(entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 1, "9": 0}})
	b.get("/plan/rhythm").want(http.StatusOK, "1 day with a check-in so far, of 28.", "PHQ-9: 8, from 7 December 2026. That is your starting point.")

	// The break begins; what comes only then is called what it is.
	h.later(30 * 24 * 60 * 60 * 1e9)
	h.tell(entry.Phase{Name: entry.OnBreak}, today+41)
	b.get("/plan/rhythm").want(http.StatusOK, "PHQ-9: 8, from 7 December 2026. That is your starting point.", "GAD-7: no starting point. One answer now is the next best.")
	h.tell(entry.AnswerSheet{Instrument: "gad-7", Answers: map[string]float64{"1": 1, "2": 1, "3": 1, "4": 1, "5": 0, "6": 0, "7": 0}})
	b.get("/plan/rhythm").want(http.StatusOK, "GAD-7: no starting point from before. The first answer in the break, 4 from 6 January 2027, has to do.")
}

// choice is what the calendar page would send.
func (p page) choice() url.Values { return p.form("/calendar.ics") }

func (b *browser) calendar(values url.Values) (page, *ical.Calendar) {
	t := b.house.t
	t.Helper()
	p := b.get("/calendar.ics?" + values.Encode()).want(http.StatusOK)
	c, err := ical.ParseCalendar(strings.NewReader(p.body))
	if err != nil {
		t.Fatalf("%v in %s", err, p.body)
	}
	return p, c
}

func TestPL7ACalendarFileOfAnEmptyRecord(t *testing.T) {
	_, b := startedHouse(t)
	page := b.get("/calendar").want(http.StatusOK, "Only “Reminder”", "You have not said where you are", "Dates of the break come in once there is an agreement.", "nothing is fetched later")
	p, c := b.calendar(page.choice())
	if p.header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(p.header.Get("Content-Type"), "text/calendar") ||
		p.header.Get("Content-Disposition") != `attachment; filename="reminders.ics"` {
		t.Errorf("%v", p.header)
	}
	if len(c.Events()) != 3 || !strings.Contains(p.body, "DTSTART:20261123T190000\r\n") {
		t.Errorf("%d dates; the check-in and two measures are wanted:\n%s", len(c.Events()), p.body)
	}
}

func TestPL7TheDatesOfTheBreakGoIntoTheCalendar(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Profile{Zone: "America/New_York"})
	h.tell(entry.Agenda{Day: entry.DayOf(2026, 12, 3), Points: []entry.AgendaPoint{{Key: "a", Words: "A"}}})
	h.tell(entry.Agreement{
		Status: entry.AgreedTogether, Start: entry.DayOf(2026, 12, 4), End: entry.DayOf(2027, 6, 1), Review: entry.DayOf(2027, 1, 29), EveryDays: 28,
	})
	h.tell(entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 28}}, CheckInDays: 2, RemindAt: "20:15"})
	page := b.get("/calendar").want(http.StatusOK, "Times are those of America/New York, also when the clocks change.", "Review day of the break", "29 January 2027",
		"Every 4 weeks, first on 1 January 2027", "Repeating dates go on until 1 June 2027.")
	neutral, c := b.calendar(page.choice())
	if len(c.Events()) != 7 || strings.Count(neutral.body, "SUMMARY:Reminder\r\n") != 7 {
		t.Errorf("%d dates:\n%s", len(c.Events()), neutral.body)
	}
	for _, line := range []string{
		"DTSTART;TZID=America/New_York:20261123T201500", "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20270602T035959Z",
		"DTSTART;VALUE=DATE:20270129", "DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=DAILY;INTERVAL=28;UNTIL=20270601", "BEGIN:VTIMEZONE",
	} {
		if !strings.Contains(neutral.body, "\r\n"+line+"\r\n") {
			t.Errorf("no line %s in\n%s", line, neutral.body)
		}
	}
	some := page.choice()
	some["what"] = []string{"review", "contact"}
	some.Set("titles", "plain")
	plain, c := b.calendar(some)
	if len(c.Events()) != 2 || !strings.Contains(plain.body, "SUMMARY:Review day of the break\r\n") || strings.Contains(plain.body, "VTIMEZONE") {
		t.Error(plain.body)
	}
	for _, event := range c.Events() {
		if !strings.Contains(neutral.body, "UID:"+event.Id()+"\r\n") {
			t.Error("a date has another name in another file")
		}
	}
}

func TestPL7ACalendarNeedsSomethingInIt(t *testing.T) {
	_, b := startedHouse(t)
	page := b.get("/calendar")
	none := page.choice()
	none.Del("what")
	if p := b.get("/calendar.ics?"+none.Encode()).want(http.StatusUnprocessableEntity, "Choose at least one thing for the file."); p.beside("what") == "" {
		t.Error("nothing beside the field")
	}
	late := page.choice()
	late.Set("at", "at dusk")
	late.Set("titles", "plain")
	p := b.get("/calendar.ics?" + late.Encode()).want(http.StatusUnprocessableEntity)
	if p.beside("at") == "" || p.choice().Get("titles") != "plain" {
		t.Error("nothing beside the field, or the choice is gone")
	}
	strange := url.Values{"what": {"my-neighbour"}, "at": {"19:00"}}
	b.get("/calendar.ics?" + strange.Encode()).want(http.StatusUnprocessableEntity)
}

func TestPL7TheCalendarIsBehindTheDoor(t *testing.T) {
	h, b := startedHouse(t)
	b.calendar(b.get("/calendar").choice())
	stranger := h.browser()
	if p := stranger.get("/calendar.ics?what=check-in&at=19:00"); strings.Contains(p.body, "VCALENDAR") {
		t.Error("a stranger has the dates")
	}
}
