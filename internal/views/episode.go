package views

import (
	"net/url"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// EpisodeSummaryKey is the key of the summary of a closed break among the
// letters.
const EpisodeSummaryKey = "episode-summary"

const breaksPage = "/breaks"

// lookBackMonths are the months after which a look back is offered. [D]
var lookBackMonths = []int{3, 6}

// toClose is the break that can be closed: the one that holds, or the last one
// that ended without a summary.
func toClose(j *journey.Journey, today entry.Day) (b stretch, some bool) {
	start, end, ok := lastBreak(j, today)
	if !ok || slices.ContainsFunc(j.Closed, func(c journey.Episode) bool { return c.Start == start }) {
		return stretch{}, false
	}
	return stretch{start: start, end: end, over: end < today}, true
}

// Breaks is the page of all breaks: the one that could be closed, and the
// earlier ones.
type Breaks struct {
	Open string // "On a break since …"; "" when there is none to close
	Over bool   // it has ended and has no summary yet
	Due  *Row   // a look back that is due
	Rows []Row  // closed ones, newest first
}

// NewBreaks lays out the page.
func NewBreaks(j *journey.Journey, now time.Time) Breaks {
	today := j.Today(now)
	var v Breaks
	if b, some := toClose(j, today); some {
		v.Open, v.Over = breakDates(b.start, b.end, b.over), b.over
	}
	if row, due := lookBackRow(j, today); due {
		v.Due = &row
	}
	for _, c := range slices.Backward(j.Closed) {
		v.Rows = append(v.Rows, Row{
			Title: guide.Say("far.running", "from", guide.FullDate(c.Start.Time()), "to", guide.FullDate(c.End.Time())),
			Note:  guide.Say("episode.how." + string(c.How)), URL: breaksPage + "/" + string(c.ID),
		})
	}
	return v
}

// CloseBreak is the form that closes a break, or corrects how one was closed.
type CloseBreak struct {
	Form      Form
	Dates     string
	How       []Option
	Day       string // the latest day that can be chosen
	LookBacks []Option
	Chosen    []string
	Sections  []LetterSection // the summary as it will be kept
	Correct   bool
	None      bool // there is no break to close
	Repeat    bool
}

// NewCloseBreak lays out the form for the break that can be closed.
func NewCloseBreak(j *journey.Journey, library instrument.Library, form Form, now time.Time) CloseBreak {
	today := j.Today(now)
	b, some := toClose(j, today)
	if !some {
		return CloseBreak{None: true}
	}
	if !form.Values.Has("how") && !form.Values.Has("words") {
		form.Values = url.Values{"look-back": {"3", "6"}}
		if b.over {
			form.Values.Set("how", string(entry.EndsInTherapy))
			form.Values.Set("day", (b.end + 1).String())
		}
	}
	v := newCloseBreak(form, today)
	v.Dates = breakDates(b.start, b.end, b.over)
	v.Sections = episodeSections(j, library, now)
	return v
}

// NewCorrectBreak lays out the form for a break that was closed; the summary
// stays as it was.
func NewCorrectBreak(j *journey.Journey, c journey.Episode, body entry.EpisodeSummary, form Form, now time.Time) CloseBreak {
	if !form.Values.Has("how") {
		form.Values = whenValues(c.Ref, c.Day)
		form.Values.Set("how", string(body.How))
		form.Values.Set("words", body.Words)
		for n, day := range lookBackDays(c.Day) {
			if slices.Contains(body.LookBacks, day) {
				form.Values.Add("look-back", itoa(lookBackMonths[n]))
			}
		}
	}
	form.Corrects = c.ID
	v := newCloseBreak(form, j.Today(now))
	v.Correct = true
	v.Dates = breakDates(body.Start, body.End, true)
	v.Sections = KeptSections(body.Sections)
	return v
}

func newCloseBreak(form Form, today entry.Day) CloseBreak {
	v := CloseBreak{Form: form, Day: today.String(), Chosen: form.All("look-back")}
	for _, how := range []entry.EpisodeEnd{entry.EndsInTherapy, entry.EndsDone} {
		v.How = append(v.How, Option{Value: string(how), Title: guide.Say("episode.how." + string(how)), Note: guide.Say("episode.how." + string(how) + ".note")})
	}
	for _, months := range lookBackMonths {
		v.LookBacks = append(v.LookBacks, Option{Value: itoa(months), Title: guide.Say("episode.look-back.in", "months", months)})
	}
	return v
}

// episodeSections are what the record says about the last break. Nothing in
// them is private.
func episodeSections(j *journey.Journey, library instrument.Library, now time.Time) []LetterSection {
	return NewFar(j, library, nil, now).Letter.Sections
}

// lookBackDays are the days on which one could look back at a break that was
// closed on a day.
func lookBackDays(closed entry.Day) []entry.Day {
	var days []entry.Day
	for _, months := range lookBackMonths {
		days = append(days, entry.DayOf(closed.Time().AddDate(0, months, 0).Date()))
	}
	return days
}

// ReadCloseBreak makes the summary of the break that can be closed.
func ReadCloseBreak(j *journey.Journey, library instrument.Library, form Form, now time.Time) (entry.EpisodeSummary, fault.Fields) {
	b, some := toClose(j, j.Today(now))
	if !some {
		var fields fault.Fields
		fields.Add("how", guide.Say("episode.none"))
		return entry.EpisodeSummary{}, fields
	}
	body := entry.EpisodeSummary{Start: b.start, Sections: SentSections(Letter{Sections: episodeSections(j, library, now)})}
	return readEpisode(body, form, j.Today(now))
}

// ReadCorrectBreak puts what a form says into a summary; what the record said
// then stays.
func ReadCorrectBreak(j *journey.Journey, body entry.EpisodeSummary, form Form, now time.Time) (entry.EpisodeSummary, fault.Fields) {
	return readEpisode(body, form, j.Today(now))
}

func readEpisode(body entry.EpisodeSummary, form Form, today entry.Day) (entry.EpisodeSummary, fault.Fields) {
	var fields fault.Fields
	body.How, body.Words, body.LookBacks = entry.EpisodeEnd(form.Value("how")), form.Value("words"), nil
	day := readDay(form, "day", &fields)
	if day == 0 {
		day = today
	}
	if day < body.Start {
		fields.Add("day", guide.Say("episode.day.early", "date", guide.FullDate(body.Start.Time())))
		day = body.Start
	}
	body.End = max(body.Start, day-1)
	if body.How == entry.EndsDone {
		for n, at := range lookBackDays(day) {
			if slices.Contains(form.All("look-back"), itoa(lookBackMonths[n])) {
				body.LookBacks = append(body.LookBacks, at)
			}
		}
	}
	for _, wrong := range errorFields(body.Validate()) {
		if fields.For(wrong.Name) == "" {
			fields.Add(wrong.Name, wrong.Say)
		}
	}
	return body, fields
}

// EpisodeLetter is the summary of a closed break as a letter.
func EpisodeLetter(body entry.EpisodeSummary) Letter {
	l := Letter{Key: EpisodeSummaryKey, Page: breaksPage}
	if body.Start == 0 {
		return l
	}
	l.Title, l.Notes, l.Sections = guide.Say("episode.title"), body.Words, KeptSections(body.Sections)
	l.About = breakDates(body.Start, body.End, true)
	l.add("episode.after", []LetterLine{{Key: "how", Text: guide.Say("episode.how."+string(body.How)) + "."}})
	l.Foot = guide.Say("brief.written.nameless", "date", guide.FullDate((body.End + 1).Time()))
	return l
}

// ToldBreak is a closed break: its summary, its papers, the looks back at it.
type ToldBreak struct {
	Letter  Letter
	URL     string
	Just    bool // it was the last thing that happened: what comes next is offered
	Done    bool
	Coming  []Row // looks back that are ahead or due
	Looks   []Row
	Papers  []AgreementPart // the agreement of then
	Decided []Row
	EraseID entry.ID
}

// NewToldBreak lays out a closed break. agreement is that of the break, if
// there was one; decisions are oldest first.
func NewToldBreak(j *journey.Journey, c journey.Episode, body entry.EpisodeSummary, agreement *entry.Agreement, decisions []ToldDecision, eraseID entry.ID, now time.Time) ToldBreak {
	today := j.Today(now)
	v := ToldBreak{
		Letter: EpisodeLetter(body), URL: breaksPage + "/" + string(c.ID), Done: c.How == entry.EndsDone, EraseID: eraseID,
		Just: c.ID == j.Closed[len(j.Closed)-1].ID && c.Day >= today-7,
	}
	for _, day := range c.LookBacks {
		if !looked(j, c.ID, day) {
			row := Row{Title: guide.FullDate(day.Time()), Note: guide.Say("back.ahead"), Due: day <= today}
			if row.Due {
				row.Note, row.URL = guide.Say("back.due"), v.URL+"/back"
			}
			v.Coming = append(v.Coming, row)
		}
	}
	for _, look := range slices.Backward(j.Looks) {
		if look.Summary == c.ID {
			v.Looks = append(v.Looks, Row{Title: guide.FullDate(dayOf(j, look.Ref).Time()), URL: v.URL + "/back/" + string(look.ID)})
		}
	}
	if agreement != nil {
		v.Papers = agreementParts(*agreement)
	}
	for _, told := range slices.Backward(decisions) {
		v.Decided = append(v.Decided, Row{Title: decisionWords(told.Body.Option), Note: told.Body.Reasons, End: guide.FullDate(dayOf(j, told.Ref).Time())})
	}
	return v
}

// looked says whether a look back that was planned has been done.
func looked(j *journey.Journey, summary entry.ID, due entry.Day) bool {
	return slices.ContainsFunc(j.Looks, func(l journey.Look) bool { return l.Summary == summary && l.Due == due })
}

// nextLook is the look back at the latest break that is due or comes next.
// What was planned before one that is due gives way to it. None while another
// break goes on.
func nextLook(j *journey.Journey, today entry.Day) (c journey.Episode, day entry.Day, some bool) {
	if j.PhaseOn(today) != journey.Ended || len(j.Closed) == 0 {
		return c, 0, false
	}
	c = j.Closed[len(j.Closed)-1]
	for _, at := range c.LookBacks {
		switch {
		case looked(j, c.ID, at):
			day, some = 0, false
		case at <= today || !some:
			day, some = at, true
		}
	}
	return c, day, some
}

// lookBackRow is the look back that is due, for Today; false when none is.
func lookBackRow(j *journey.Journey, today entry.Day) (Row, bool) {
	c, day, some := nextLook(j, today)
	if !some || day > today {
		return Row{}, false
	}
	months := (int(day-c.Day) + 15) / 30
	return Row{Title: guide.Say("back.heading"), Note: guide.Say("back.row", "months", months), URL: breaksPage + "/" + string(c.ID) + "/back", Due: true}, true
}
