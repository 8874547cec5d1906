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

// CheckInLetter is the key of the check-in letter among the letters.
const CheckInLetter = "check-in"

// stayPage is where it is made.
const stayPage = "/stay-in-touch"

// Permission is what was said about writing to the therapist.
type Permission string

// The permissions.
const (
	PermissionGiven   Permission = "given"
	PermissionEnded   Permission = "ended"   // it was given until a day that has passed
	PermissionRefused Permission = "refused" // the therapist said no
	PermissionOpen    Permission = "open"    // nothing was recorded
	PermissionOwn     Permission = "own"     // the break is the person's own
)

func permissionOf(j *journey.Journey, today entry.Day) Permission {
	a := j.Plan.Agreement
	_, told := j.Latest(entry.KindAgreement)
	switch {
	case told && a.Permission == entry.Yes && a.SeesUntil != 0 && a.SeesUntil < today:
		return PermissionEnded
	case told && a.Permission == entry.Yes:
		return PermissionGiven
	case told && a.Permission == entry.No:
		return PermissionRefused
	case told && a.Status == entry.OnMyOwn:
		return PermissionOwn
	}
	return PermissionOpen
}

// contactBase is the day the rhythm of contact is counted from; 0: none.
func contactBase(j *journey.Journey, today entry.Day) entry.Day {
	if start := j.Plan.Agreement.Start; start != 0 {
		return max(start, 0)
	}
	start, _ := j.BreakStart(today)
	return max(start, 0)
}

// contactDue is the day on which the therapist hears next by the agreement. It
// may lie behind; then it is the latest such day. A letter counts for a day of
// the rhythm from half a step before it on. [D]
func contactDue(j *journey.Journey, today entry.Day) (due entry.Day, some bool) {
	a, base := j.Plan.Agreement, contactBase(j, today)
	if _, on := j.BreakStart(today); !on || a.EveryDays <= 0 || a.Status == entry.OnMyOwn || j.Deciding.Unsafe {
		return 0, false
	}
	every := entry.Day(a.EveryDays)
	due = base + every
	if last, sent := lastSent(j); sent && last >= base {
		due = nextOf(base, a.EveryDays, last+every/2+1)
	}
	if due < today {
		due += (today - due) / every * every
	}
	over := a.End != 0 && due > a.End || a.SeesUntil != 0 && due > a.SeesUntil
	return due, !over
}

// lastSent is the latest day on which a letter was sent.
func lastSent(j *journey.Journey) (last entry.Day, some bool) {
	for _, ref := range j.Versions[entry.KindTherapistLetter] {
		if day := dayOf(j, ref); !some || day > last {
			last, some = day, true
		}
	}
	return last, some
}

// contactRow is the check-in that is due, for Today; false when none is.
func contactRow(j *journey.Journey, today entry.Day) (Row, bool) {
	due, some := contactDue(j, today)
	if !some || due > today {
		return Row{}, false
	}
	return Row{Title: guide.Say("place.letter"), Note: guide.Say("stay.due.row", "when", dayWords(due, today)), URL: "/stay-in-touch", Due: true}, true
}

// Stay is the page of staying in touch with the therapist.
type Stay struct {
	Permission Permission
	Says       string // what is recorded about writing
	Due        string // when the agreement says so; "" where it does not
	Ask        []string
	Agreement  bool // there is one
	Draft      bool // a letter is begun
	Unsafe     bool
	Rows       []Row // letters that were sent, newest first
}

// NewStay lays out the page; letters holds the letters by the ID of the entry
// that holds them.
func NewStay(j *journey.Journey, letters map[entry.ID]entry.TherapistLetter, draft bool, now time.Time) Stay {
	today := j.Today(now)
	v := Stay{Permission: permissionOf(j, today), Draft: draft, Unsafe: j.Deciding.Unsafe}
	_, v.Agreement = j.Latest(entry.KindAgreement)
	v.Says = permissionWords(j.Plan.Agreement, v.Permission)
	if due, some := contactDue(j, today); some {
		key := "stay.due"
		if due > today {
			key = "stay.due.next"
		}
		v.Due = guide.Say(key, "date", guide.FullDate(due.Time()), "rhythm", lowerFirst(everyWords(j.Plan.Agreement.EveryDays)))
	}
	if v.Permission != PermissionGiven {
		v.Ask = []string{guide.Say("stay.ask.1"), guide.Say("stay.ask.2"), guide.Say("stay.ask.3")}
	}
	for _, ref := range slices.Backward(j.Versions[entry.KindTherapistLetter]) {
		body := letters[ref.Text]
		row := Row{Title: guide.FullDate(dayOf(j, ref).Time()), End: guide.Say("stay.way." + string(body.Way)), URL: "/stay-in-touch/" + string(ref.ID)}
		if row.Note = guide.Say("stay.reply.none"); body.Reply != "" {
			row.Note = guide.Say("stay.reply.is", "reply", opening(body.Reply))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func permissionWords(a entry.Agreement, p Permission) string {
	switch {
	case p == PermissionGiven && a.Permitted != 0:
		return guide.Say("stay.permission.given.on", "date", guide.FullDate(a.Permitted.Time()))
	case p == PermissionEnded:
		return guide.Say("stay.permission.ended.on", "date", guide.FullDate(a.SeesUntil.Time()))
	}
	return guide.Say("stay.permission." + string(p))
}

// The parts of a check-in letter, in order; the last holds what is quoted on
// purpose.
var letterParts = []struct{ key, heading string }{
	{"attention", "brief.attention"}, {"items", "brief.items"}, {"measures", "brief.measures"}, {"happened", "brief.happened"},
	{"alone", "stay.alone"}, {"held", "brief.held"}, {"goals", "stay.goals"}, {quotedPart, "stay.quoted"},
}

const (
	quotedPart  = "quoted"
	quotePrefix = "quote-"
	// quotesShown is how many private pages can be chosen from at most.
	quotesShown = 30
)

// PickLetter is the first step of a letter: which lines go in.
type PickLetter struct {
	Form    Form
	Since   string
	Parts   []LetterPart
	Private LetterPart // nothing of it is in unless it is ticked
	Before  bool       // the ticks are those of the last letter
	Repeat  bool
}

// LetterPart is a part of a letter that lines are picked from.
type LetterPart struct {
	Key, Heading string
	Lines        []LetterLine
}

// letterSince is the first day a letter is about: the day after the last one,
// the beginning of the break, or four weeks ago.
func letterSince(j *journey.Journey, today entry.Day) entry.Day {
	since, on := j.BreakStart(today)
	if !on {
		since = today - briefWindow + 1
	}
	if last, sent := lastSent(j); sent && last < today {
		since = max(since, last+1)
	}
	return since
}

// LetterRefs are the entries whose words a letter can be made of.
func LetterRefs(j *journey.Journey, now time.Time) []entry.ID {
	today := j.Today(now)
	var ids []entry.ID
	for day := range j.Days(letterSince(j, today), today) {
		for _, event := range day.Events {
			ids = append(ids, event.Text)
		}
		for _, h := range day.HandledIts {
			ids = append(ids, h.Text)
		}
	}
	for _, ref := range privateRefs(j, today) {
		ids = append(ids, ref.Text)
	}
	return ids
}

// privateRefs are the private pages since the last letter, newest first.
func privateRefs(j *journey.Journey, today entry.Day) []journey.Ref {
	since := letterSince(j, today)
	var refs []journey.Ref
	for day := range j.DaysBack(today) {
		if day.Day < since {
			break
		}
		refs = append(append(refs, day.Reflections...), day.Feelings...)
	}
	for _, ref := range slices.Backward(j.Versions[entry.KindReview]) {
		if dayOf(j, ref) >= since {
			refs = append(refs, ref)
		}
	}
	return refs[:min(quotesShown, len(refs))]
}

// NewPickLetter lays out the first step. bodies holds the words of LetterRefs,
// by the ID of the entry that holds them; before is the last letter, if any.
func NewPickLetter(j *journey.Journey, library instrument.Library, bodies map[entry.ID]entry.Body, before entry.TherapistLetter, form Form, now time.Time) PickLetter {
	today := j.Today(now)
	since := letterSince(j, today)
	v := PickLetter{Form: form, Since: guide.Say("stay.since", "date", guide.FullDate(since.Time()))}
	picked := form.All("line")
	if !form.Values.Has("seen") {
		picked, v.Before = before.Picked, len(before.Picked) > 0
	}
	lines := letterLines(j, library, bodies, since, today)
	for _, part := range letterParts {
		p := LetterPart{Key: part.key, Heading: guide.Say(part.heading), Lines: lines[part.key]}
		for n := range p.Lines {
			p.Lines[n].Left = !slices.Contains(picked, p.Lines[n].Key)
		}
		switch {
		case len(p.Lines) == 0:
		case part.key == quotedPart:
			v.Private = p
		default:
			v.Parts = append(v.Parts, p)
		}
	}
	return v
}

func letterLines(j *journey.Journey, library instrument.Library, bodies map[entry.ID]entry.Body, since, today entry.Day) map[string][]LetterLine {
	start, on := j.BreakStart(today)
	if !on {
		start = since
	}
	events := map[entry.ID]entry.LifeEvent{}
	for id, body := range bodies {
		if event, ok := body.(entry.LifeEvent); ok {
			events[id] = event
		}
	}
	return map[string][]LetterLine{
		"attention": attentionLines(j, today), "items": itemLines(j, start, today), "measures": measureLines(j, library, start, today),
		"happened": eventLines(j, events, since, today), "alone": aloneLines(j, bodies, since, today),
		"held": skillLines(j, since, today), "goals": farGoalLines(j, stretch{start: start, end: today}), quotedPart: quoteLines(j, bodies, today),
	}
}

// aloneLines are the hard moments met alone, each with what one did.
func aloneLines(j *journey.Journey, bodies map[entry.ID]entry.Body, since, today entry.Day) []LetterLine {
	var lines []LetterLine
	for day := range j.Days(since, today) {
		for _, h := range day.HandledIts {
			if body, ok := bodies[h.Text].(entry.HandledIt); ok {
				what, did := strings.TrimSuffix(oneLine(body.What), "."), strings.TrimSuffix(oneLine(body.Did), ".")
				lines = append(lines, LetterLine{Key: "handled-" + string(h.ID), Text: momentWords(day.Day, what, did)})
			}
		}
	}
	return lines
}

// quoteLines are private words, each as it would stand in the letter.
func quoteLines(j *journey.Journey, bodies map[entry.ID]entry.Body, today entry.Day) []LetterLine {
	var lines []LetterLine
	for _, ref := range privateRefs(j, today) {
		text := ""
		switch body := bodies[ref.Text].(type) {
		case entry.Reflection:
			text = body.Text
		case entry.MixedFeelings:
			text = body.Words
		case entry.Review:
			for _, gain := range gains {
				text += " " + body.Answers[gain]
			}
		}
		if text = oneLine(text); text != "" {
			lines = append(lines, LetterLine{Key: quotePrefix + string(ref.ID), Text: "“" + text + "” " + guide.FullDate(dayOf(j, ref).Time()) + "."})
		}
	}
	return lines
}

// Pick freezes the words of the lines that are ticked, part by part, so that
// what is read next is what leaves. Words that were changed stay where the
// ticks of their part did not change.
func (v PickLetter) Pick(before Form) Form {
	picked, was := v.Form.All("line"), before.All("line")
	values := url.Values{"id": {string(v.Form.ID)}, "seen": {"yes"}, "notes": {before.Value("notes")}}
	for _, part := range append(slices.Clone(v.Parts), v.Private) {
		var now, then, texts []string
		for _, line := range part.Lines {
			if slices.Contains(picked, line.Key) {
				now, texts = append(now, line.Key), append(texts, line.Text)
			}
			if slices.Contains(was, line.Key) {
				then = append(then, line.Key)
			}
		}
		values["line"] = append(values["line"], now...)
		field := wordsField(part.Key)
		switch {
		case len(now) == 0:
		case slices.Equal(now, then) && before.Value(field) != "":
			values.Set(field, before.Value(field))
		default:
			values.Set(field, strings.Join(texts, "\n"))
		}
	}
	return Form{ID: v.Form.ID, Values: values}
}

func wordsField(part string) string { return "words-" + part }

// LetterWords is the second step: the words, to change line by line.
type LetterWords struct {
	Form  Form
	Parts []WordsPart
}

// WordsPart is a part of the letter as a text of lines.
type WordsPart struct {
	Name, Heading string
	Private       bool
}

// NewLetterWords lays out the words of a letter that was begun.
func NewLetterWords(form Form) LetterWords {
	v := LetterWords{Form: form}
	for _, part := range letterParts {
		if form.Values.Has(wordsField(part.key)) {
			v.Parts = append(v.Parts, WordsPart{Name: wordsField(part.key), Heading: guide.Say(part.heading), Private: part.key == quotedPart})
		}
	}
	return v
}

// ReadLetterWords puts changed words into the letter that was begun, and says
// what does not fit.
func ReadLetterWords(begun, form Form) (Form, fault.Fields) {
	values := url.Values{}
	for name, list := range begun.Values {
		values[name] = list
	}
	values.Set("notes", form.Value("notes"))
	for _, part := range letterParts {
		if name := wordsField(part.key); values.Has(name) && form.Values.Has(name) {
			values.Set(name, form.Value(name))
		}
	}
	read := Form{ID: begun.ID, Values: values}
	var fields fault.Fields
	for _, name := range append([]string{"notes"}, partNames()...) {
		if len([]rune(values.Get(name))) > entry.TextLimit {
			fields.Add(name, guide.Say("stay.words.long", "most", entry.TextLimit))
		}
	}
	if len(fields) == 0 && composedEmpty(read) {
		fields.Add("notes", guide.Say("stay.words.empty"))
	}
	return read, fields
}

func partNames() []string {
	var names []string
	for _, part := range letterParts {
		names = append(names, wordsField(part.key))
	}
	return names
}

func composedEmpty(form Form) bool {
	return form.Value("notes") == "" && !slices.ContainsFunc(partNames(), func(name string) bool { return form.Value(name) != "" })
}

// NewCheckInLetter is the letter as it would leave now, and nothing else.
func NewCheckInLetter(j *journey.Journey, form Form, now time.Time) Letter {
	today := j.Today(now)
	l := Letter{
		Key: CheckInLetter, Page: stayPage, Title: guide.Say("stay.title"), Notes: form.Value("notes"),
		Foot: guide.Say("brief.written.nameless", "date", guide.FullDate(today.Time())),
	}
	if j.Profile.Therapist != "" {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	if start, on := j.BreakStart(today); on {
		l.About = breakDates(start, today, false)
	}
	for _, part := range letterParts {
		l.add(part.heading, textLines(part.key, form.Value(wordsField(part.key))))
	}
	return l
}

// SendLetter is the last step: exactly what will be seen, and the ways it can go.
type SendLetter struct {
	Form       Form
	Letter     Letter
	Text       string // the letter as text, to copy; whoever writes files fills it in
	Permission Permission
	Says       string
	MailURL    string // address and a neutral subject, never the words; "" without permission or address
	Address    string
	Ways       []Option
	Day        string // the latest day that can be chosen
	Private    bool   // private pages are quoted in it
	Unsafe     bool
	Repeat     bool
}

// NewSendLetter lays out the last step. letter holds the words that were begun.
func NewSendLetter(j *journey.Journey, begun, form Form, now time.Time) SendLetter {
	today := j.Today(now)
	a := j.Plan.Agreement
	v := SendLetter{
		Form: form, Letter: NewCheckInLetter(j, begun, now), Permission: permissionOf(j, today), Day: today.String(),
		Private: begun.Value(wordsField(quotedPart)) != "", Unsafe: j.Deciding.Unsafe,
	}
	v.Says = permissionWords(a, v.Permission)
	if address := strings.TrimSpace(a.Address); v.Permission == PermissionGiven && !v.Unsafe && entry.IsMail(address) {
		v.Address = address
		v.MailURL = "mailto:" + url.PathEscape(address) + "?subject=" + url.PathEscape(guide.Say("stay.subject"))
	}
	for _, way := range entry.LetterWays() {
		v.Ways = append(v.Ways, Option{Value: string(way), Title: guide.Say("stay.way." + string(way))})
	}
	return v
}

// ReadSentLetter keeps the letter word for word with the way it went.
func ReadSentLetter(j *journey.Journey, begun, form Form, now time.Time) entry.TherapistLetter {
	l := NewCheckInLetter(j, begun, now)
	body := entry.TherapistLetter{
		Title: l.Title, For: l.For, About: l.About, Notes: l.Notes, Foot: l.Foot, Way: entry.LetterWay(form.Value("way")),
		Sections: SentSections(l),
	}
	for _, key := range begun.All("line") {
		if id, quoted := strings.CutPrefix(key, quotePrefix); quoted {
			body.Quoted = append(body.Quoted, entry.ID(id))
		} else {
			body.Picked = append(body.Picked, key)
		}
	}
	return body
}

// SentSections are the parts of a letter as they are kept.
func SentSections(l Letter) []entry.SentSection {
	var kept []entry.SentSection
	for _, section := range l.Sent().Sections {
		one := entry.SentSection{Heading: section.Heading}
		for _, line := range section.Lines {
			one.Lines = append(one.Lines, line.Text)
		}
		kept = append(kept, one)
	}
	return kept
}

// KeptSections are parts that were kept, as parts of a letter.
func KeptSections(kept []entry.SentSection) []LetterSection {
	var sections []LetterSection
	for s, one := range kept {
		section := LetterSection{Heading: one.Heading}
		for n, text := range one.Lines {
			section.Lines = append(section.Lines, LetterLine{Key: "kept-" + itoa(s+1) + "-" + itoa(n+1), Text: text})
		}
		sections = append(sections, section)
	}
	return sections
}

// SentLetter is a letter that was sent, as it left.
func SentLetter(body entry.TherapistLetter) Letter {
	return Letter{
		Key: CheckInLetter, Page: stayPage, Title: body.Title, For: body.For, About: body.About, Notes: body.Notes, Foot: body.Foot,
		Sections: KeptSections(body.Sections),
	}
}

// ToldLetter is a letter that was sent, with the reply.
type ToldLetter struct {
	Form    Form
	Letter  Letter
	When    string
	Reply   []string
	Replied string
	Day     string // the latest day of a reply
	URL     string
	EraseID entry.ID
	Repeat  bool
}

// NewToldLetter lays out a letter that was sent.
func NewToldLetter(j *journey.Journey, ref journey.Ref, body entry.TherapistLetter, form Form, eraseID entry.ID, now time.Time) ToldLetter {
	today := j.Today(now)
	v := ToldLetter{
		Form: form, Letter: SentLetter(body), Reply: linesOf(body.Reply), Day: today.String(), URL: "/stay-in-touch/" + string(ref.ID), EraseID: eraseID,
		When: guide.Say("stay.sent.when", "date", guide.FullDate(dayOf(j, ref).Time()), "way", lowerFirst(guide.Say("stay.way."+string(body.Way)))),
	}
	if body.Replied != 0 {
		v.Replied = guide.Say("stay.reply.on", "date", guide.FullDate(body.Replied.Time()))
	}
	if !form.Values.Has("reply") {
		v.Form.Values = url.Values{"reply": {body.Reply}, "replied": {dayValue(body.Replied)}}
	}
	return v
}

// ReadReply puts a reply with the letter it answers; the letter stays as it
// left. when is the form that keeps its place in the record.
func ReadReply(j *journey.Journey, ref journey.Ref, body entry.TherapistLetter, form Form, now time.Time) (told entry.TherapistLetter, when Form, fields fault.Fields) {
	body.Reply, body.Replied = form.Value("reply"), readDay(form, "replied", &fields)
	if body.Reply != "" && body.Replied == 0 && len(fields) == 0 {
		body.Replied = j.Today(now)
	}
	if body.Reply == "" {
		body.Replied = 0
	}
	if body.Replied > j.Today(now) {
		fields.Add("replied", guide.Say("stay.reply.future"))
	}
	when = Form{ID: form.ID, Corrects: ref.ID, Values: whenValues(ref, dayOf(j, ref))}
	return body, when, fields
}
