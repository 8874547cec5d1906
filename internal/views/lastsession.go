package views

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// LastSession is the list of points for the last session, to build alone and
// to finish in the hour itself.
type LastSession struct {
	Form    Form
	Running string
	Rows    []AgendaRow
	Suggest []Option // points that are not on the list yet
	State   string   // "3 points are still open."; "" before the session
	Unsafe  bool     // with the therapist, as the person said
	Repeat  bool
}

// AgendaRow is one point of the list: the fields key-N, point-N, note-N and
// talked-N.
type AgendaRow struct {
	N           int
	Key         string
	Why         string // "" for a point of one's own
	First, Last bool
	Talked      bool
}

// LastSessionKey names the letter made of the list.
const LastSessionKey = "last-session"

// NewLastSession lays out the list. What was typed comes before what is kept.
func NewLastSession(j *journey.Journey, form Form, now time.Time) LastSession {
	v := LastSession{Form: form, Unsafe: j.Deciding.Unsafe, Running: lastSessionDay(j, j.Plan.Agenda.Day, j.Today(now))}
	if !form.Values.Has("id") {
		v.Form.Values = AgendaValues(j.Plan.Agenda)
	}
	agenda, _ := readRows(v.Form)
	for n, p := range agenda.Points {
		v.Rows = append(v.Rows, AgendaRow{
			N: n + 1, Key: p.Key, Why: whyOf(p.Key), First: n == 0, Last: n == len(agenda.Points)-1, Talked: p.Talked,
		})
	}
	v.State = talkedWords(agenda.Points)
	for _, p := range guide.AgendaPoints() {
		if !slices.ContainsFunc(agenda.Points, func(on entry.AgendaPoint) bool { return on.Key == p.Key }) {
			v.Suggest = append(v.Suggest, Option{Value: p.Key, Title: p.Text, Note: p.Why})
		}
	}
	return v
}

func lastSessionDay(j *journey.Journey, day, today entry.Day) string {
	if day == 0 {
		return ""
	}
	line := guide.LongDay(day.Time())
	if day >= today-7 && day <= today+7 {
		line = upperFirst(dayWords(day, today))
	}
	if j.Profile.Therapist != "" {
		line += ", " + j.Profile.Therapist
	}
	return line
}

func whyOf(key string) string {
	for _, p := range guide.AgendaPoints() {
		if p.Key == key {
			return p.Why
		}
	}
	return ""
}

// talkedWords is how much of a list is done; nothing before it was begun.
func talkedWords(points []entry.AgendaPoint) string {
	open := 0
	for _, p := range points {
		if !p.Talked {
			open++
		}
	}
	switch open {
	case len(points):
		return ""
	case 0:
		return guide.Say("lastsession.all-talked")
	}
	return guide.Say("lastsession.left", "n", open)
}

// AgendaValues fills the form from a list, its points numbered from 1.
func AgendaValues(agenda entry.Agenda) url.Values {
	values := url.Values{"day": {dayValue(agenda.Day)}}
	for n, p := range agenda.Points {
		at := "-" + itoa(n+1)
		values.Set("key"+at, p.Key)
		values.Set("point"+at, p.Words)
		values.Set("note"+at, p.Note)
		if p.Talked {
			values.Set("talked"+at, "on")
		}
	}
	return values
}

// dayValue is a day as a date field takes it; "" for none.
func dayValue(day entry.Day) string {
	if day == 0 {
		return ""
	}
	return day.String()
}

// readDay reads a date field; empty is 0.
func readDay(form Form, name string, fields *fault.Fields) entry.Day {
	text := form.Value(name)
	if text == "" {
		return 0
	}
	day, err := entry.ParseDay(text)
	if err != nil {
		fields.Add(name, fault.Sentence(err))
	}
	return day
}

// ReadAgenda makes the list from a form: its rows, the points taken from the
// library and one of one's own. An emptied row is left out. values are the
// same list as a form, numbered afresh, so that what is wrong stands beside
// its row.
func ReadAgenda(form Form) (agenda entry.Agenda, values url.Values, fields fault.Fields) {
	agenda, fields = readRows(form)
	agenda.Points = slices.DeleteFunc(agenda.Points, func(p entry.AgendaPoint) bool { return p.Words == "" && p.Note == "" })
	for _, p := range guide.AgendaPoints() {
		if slices.Contains(form.All("take"), p.Key) && !onAgenda(agenda.Points, p.Key) {
			agenda.Points = append(agenda.Points, entry.AgendaPoint{Key: p.Key, Words: p.Text})
		}
	}
	if own := form.Value("own"); own != "" {
		key := newKey(own, func(key string) bool { return onAgenda(agenda.Points, key) || whyOf(key) != "" })
		agenda.Points = append(agenda.Points, entry.AgendaPoint{Key: key, Words: own})
	}
	values = AgendaValues(agenda)
	values.Set("id", string(form.ID))
	if len(fields) > 0 {
		values.Set("day", form.Value("day"))
	}
	if fields == nil {
		fields, _ = agenda.Validate().(fault.Fields)
	}
	return agenda, values, fields
}

func onAgenda(points []entry.AgendaPoint, key string) bool {
	return slices.ContainsFunc(points, func(p entry.AgendaPoint) bool { return p.Key == key })
}

// rowsMost bounds how many rows of a form are read; more than forty points
// are refused with a sentence.
const rowsMost = 100

func readRows(form Form) (agenda entry.Agenda, fields fault.Fields) {
	agenda.Day, agenda.Points = readDay(form, "day", &fields), []entry.AgendaPoint{}
	for n := 1; n <= rowsMost && form.Values.Has("point-"+itoa(n)); n++ {
		at := "-" + itoa(n)
		agenda.Points = append(agenda.Points, entry.AgendaPoint{
			Key: form.Value("key" + at), Words: form.Value("point" + at), Note: form.Value("note" + at),
			Talked: form.Value("talked"+at) != "",
		})
	}
	return agenda, fields
}

// MovePoint moves a point of the list, or takes it off: "up-3", "down-3",
// "out-3". What it does not know changes nothing. to is the number of the
// point to look at next, 0 for none.
func MovePoint(agenda entry.Agenda, move string) (moved entry.Agenda, to int) {
	way, number, _ := strings.Cut(move, "-")
	n := atoi(number)
	moved = entry.Agenda{Day: agenda.Day, Points: slices.Clone(agenda.Points)}
	if n < 1 || n > len(moved.Points) {
		return moved, 0
	}
	switch {
	case way == "up" && n > 1:
		moved.Points[n-1], moved.Points[n-2] = moved.Points[n-2], moved.Points[n-1]
		return moved, n - 1
	case way == "down" && n < len(moved.Points):
		moved.Points[n-1], moved.Points[n] = moved.Points[n], moved.Points[n-1]
		return moved, n + 1
	case way == "out":
		moved.Points = slices.Delete(moved.Points, n-1, n)
		return moved, min(n, len(moved.Points))
	}
	return moved, n
}

// AgendaLetter is the list to print or to bring along: what is to talk about,
// and after the hour what was and what is still open.
func AgendaLetter(j *journey.Journey, now time.Time) Letter {
	agenda := j.Plan.Agenda
	l := Letter{
		Key: LastSessionKey, Page: "/prepare/last-session", Title: guide.Say("lastsession.letter.title"),
		Foot: guide.Say("lastsession.letter.foot", "date", guide.FullDate(j.Today(now).Time())),
	}
	if j.Profile.Therapist != "" {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	if agenda.Day != 0 {
		l.About = guide.Say("lastsession.letter.on", "date", guide.FullDate(agenda.Day.Time()))
	}
	open, talked := agendaLines(agenda.Points, false), agendaLines(agenda.Points, true)
	if len(talked) == 0 {
		l.add("lastsession.letter.points", open)
		return l
	}
	l.add("lastsession.letter.open", open)
	l.add("lastsession.letter.talked", talked)
	return l
}

func agendaLines(points []entry.AgendaPoint, talked bool) []LetterLine {
	var lines []LetterLine
	for _, p := range points {
		if p.Talked != talked {
			continue
		}
		lines = append(lines, LetterLine{Key: p.Key, Text: p.Words})
		if p.Note != "" {
			lines = append(lines, LetterLine{Key: p.Key + "-note", Text: guide.Say("lastsession.letter.note", "note", oneLine(p.Note))})
		}
	}
	return lines
}
