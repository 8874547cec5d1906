package views

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Calendar is what goes into a calendar file.
type Calendar struct {
	Seed  string         // names the record, so that dates keep their names from file to file
	Made  time.Time      // a file made later takes the place of this one
	Zone  *time.Location // of the times; nil: wherever the calendar is
	Dates []CalendarDate // by day
}

// CalendarDate is one date, or one that comes again.
type CalendarDate struct {
	Key     string // "review", "check-in", "measure-phq-9": the same for ever
	Title   string
	Day     entry.Day
	Minutes int // after midnight, on the clock on the wall; AllDay for none
	// EveryDays is the days to the next time, up to and including the day
	// Until; 0 when it comes once.
	EveryDays int
	Until     entry.Day
}

// AllDay is the Minutes of a date without a time.
const AllDay = -1

// calendarHorizon is how many days a date comes again where the break has no
// end. [D]
const calendarHorizon = 365

// defaultRemindAt is when a check-in is reminded of unless the person says
// otherwise: in the evening there is a day to look at. [D]
const defaultRemindAt = "19:00"

// CalendarPage is the page where one chooses what goes into the file.
type CalendarPage struct {
	Form   Form
	What   []Option
	Titles []Option
	Zone   string // what the times mean
	Until  string // how long dates come again
	None   bool   // no agreement yet, so no dates of a break
}

// The values of the field titles.
const (
	NeutralTitles = "neutral"
	PlainTitles   = "plain"
)

// NewCalendarPage lays out the choice; at first everything is in, under
// neutral titles.
func NewCalendarPage(j *journey.Journey, library instrument.Library, form Form, now time.Time) CalendarPage {
	today := j.Today(now)
	_, told := j.Latest(entry.KindAgreement)
	v := CalendarPage{
		Form: form, None: !told, Zone: guide.Say("calendar.zone.none"),
		Until: guide.Say("calendar.until", "date", guide.FullDate(repeatUntil(j, today).Time())),
		Titles: []Option{
			{Value: NeutralTitles, Title: guide.Say("calendar.titles.neutral"), Note: guide.Say("calendar.titles.neutral.note")},
			{Value: PlainTitles, Title: guide.Say("calendar.titles.plain"), Note: guide.Say("calendar.titles.plain.note")},
		},
	}
	if j.Profile.Zone != "" {
		v.Zone = guide.Say("calendar.zone", "zone", strings.ReplaceAll(j.Profile.Zone, "_", " "))
	}
	values := url.Values{"titles": {NeutralTitles}, "at": {defaultRemindAt}}
	if j.Rhythm.RemindAt != "" {
		values.Set("at", j.Rhythm.RemindAt)
	}
	for _, d := range calendarDates(j, library, 0, today) {
		v.What = append(v.What, Option{Value: d.Key, Title: d.Title, Note: calendarNote(d)})
		values.Add("what", d.Key)
	}
	if len(form.Errors) == 0 {
		v.Form.Values = values
	}
	return v
}

func calendarNote(d CalendarDate) string {
	switch {
	case d.EveryDays == 0:
		return guide.FullDate(d.Day.Time())
	case d.Key == "check-in":
		return guide.Say("calendar.what.check-in.note", "rhythm", everyWords(d.EveryDays), "date", guide.FullDate(d.Until.Time()))
	case d.Key == "contact":
		return guide.Say("calendar.what.contact.note", "rhythm", everyWords(d.EveryDays), "date", guide.FullDate(d.Day.Time()))
	}
	return guide.Say("calendar.what.measure.note", "rhythm", everyWords(d.EveryDays), "date", guide.FullDate(d.Day.Time()))
}

// NewCalendar makes the file's content from the choice of a form: what (any
// number of keys), at (the time of the check-in) and titles.
func NewCalendar(j *journey.Journey, library instrument.Library, form Form, seed string, now time.Time) (Calendar, fault.Fields) {
	var fields fault.Fields
	c := Calendar{Seed: seed, Made: now}
	if j.Profile.Zone != "" {
		c.Zone = j.Location()
	}
	what := form.All("what")
	minutes, ok := minutesOf(form.Value("at"))
	if !ok && slices.Contains(what, "check-in") {
		fields.Add("at", guide.Say("calendar.at.wrong"))
	}
	for _, d := range calendarDates(j, library, minutes, j.Today(now)) {
		if !slices.Contains(what, d.Key) {
			continue
		}
		if form.Value("titles") != PlainTitles {
			d.Title = guide.Say("calendar.neutral")
		}
		c.Dates = append(c.Dates, d)
	}
	if len(c.Dates) == 0 {
		fields.Add("what", guide.Say("calendar.nothing"))
	}
	return c, fields
}

// minutesOf reads "19:05" as minutes after midnight.
func minutesOf(clock string) (int, bool) {
	at, err := time.Parse("15:04", clock)
	return at.Hour()*60 + at.Minute(), err == nil
}

// repeatUntil is the last day on which a date comes again: the end of the
// break, else a year from today.
func repeatUntil(j *journey.Journey, today entry.Day) entry.Day {
	if end := j.Plan.Agreement.End; end >= today {
		return min(end, entry.LastDay)
	}
	return today + calendarHorizon
}

// calendarDates are all dates from today on, under plain titles, by day.
func calendarDates(j *journey.Journey, library instrument.Library, minutes int, today entry.Day) []CalendarDate {
	until, a := repeatUntil(j, today), j.Plan.Agreement
	dates := []CalendarDate{{
		Key: "check-in", Title: guide.Say("calendar.what.check-in"), Day: today, Minutes: minutes, EveryDays: max(1, j.Rhythm.CheckInDays), Until: until,
	}}
	for _, once := range []struct {
		key string
		day entry.Day
	}{{"last-session", j.Plan.Agenda.Day}, {"start", a.Start}, {"review", a.Review}, {"end", a.End}, {"return-check", j.Check.LookAt}} {
		if once.day != 0 && once.day >= today {
			dates = append(dates, CalendarDate{Key: once.key, Title: guide.Say("calendar.what." + once.key), Day: once.day, Minutes: AllDay})
		}
	}
	dates = append(dates, lookBackDates(j, today)...)
	if a.EveryDays > 0 {
		first := nextOf(contactBase(j, today), a.EveryDays, today)
		dates = repeated(dates, CalendarDate{Key: "contact", Title: guide.Say("calendar.what.contact"), Day: first, EveryDays: a.EveryDays, Until: until})
	}
	for _, m := range Rhythm(j).Measures {
		of, err := library.Lookup(m.Instrument)
		if err != nil {
			continue
		}
		dates = repeated(dates, CalendarDate{
			Key: "measure-" + of.Key(), Title: guide.Say("calendar.what.measure", "measure", of.Code),
			Day: max(due(j, of, m.EveryDays, today), today), EveryDays: max(m.EveryDays, of.Recall.Days), Until: until,
		})
	}
	slices.SortStableFunc(dates, func(a, b CalendarDate) int { return int(a.Day - b.Day) })
	return dates
}

// lookBackDates are the days to look back at the latest closed break.
func lookBackDates(j *journey.Journey, today entry.Day) []CalendarDate {
	closed, _, some := nextLook(j, today)
	if !some {
		return nil
	}
	var dates []CalendarDate
	for n, day := range closed.LookBacks {
		if day >= today && !looked(j, closed.ID, day) {
			dates = append(dates, CalendarDate{Key: "look-back-" + itoa(n+1), Title: guide.Say("calendar.what.look-back"), Day: day, Minutes: AllDay})
		}
	}
	return dates
}

// repeated adds a date that comes again, unless it would begin after its end.
func repeated(dates []CalendarDate, d CalendarDate) []CalendarDate {
	if d.Minutes = AllDay; d.Day > d.Until {
		return dates
	}
	return append(dates, d)
}

// nextOf is the next day on or after today that lies a whole number of steps,
// at least one, after the start; without a start it is counted from today.
func nextOf(start entry.Day, every int, today entry.Day) entry.Day {
	step := entry.Day(every)
	if start == 0 {
		return today + step
	}
	next := start + step
	if next < today {
		next += (today - next + step - 1) / step * step
	}
	return next
}
