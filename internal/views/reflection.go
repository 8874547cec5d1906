package views

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Reflection is the form for a page of the journal: a new one, or an earlier
// one to correct.
type Reflection struct {
	Form    Form
	Running string
	Prompt  string // the question it answers, or ""
	Another string // key of another question
	Day     string // the latest day that can be chosen
	When    bool   // the fields for another day or time are open
	Correct bool
	Repeat  bool // this form was saved before with other words
}

// NoPrompt stands in an address for writing without a question.
const NoPrompt = "none"

// NewReflection lays out the form. prompt is the key of the question asked
// for, NoPrompt for none, or "": then what the form holds, else the day's own.
func NewReflection(j *journey.Journey, form Form, prompt string, now time.Time) Reflection {
	today := j.Today(now)
	form.Values = cloneValues(form.Values)
	form.Values.Set("prompt", promptText(form, prompt, today))
	return Reflection{
		Form: form, Running: runningDate(j, now), Prompt: form.Value("prompt"),
		Another: guide.PromptAfter(promptKey(form.Value("prompt"))).Key,
		Day:     today.String(), When: whenOpen(form), Correct: form.Corrects != "",
	}
}

func promptText(form Form, key string, today entry.Day) string {
	if key == NoPrompt {
		return ""
	}
	for _, p := range guide.Prompts() {
		if p.Key == key {
			return p.Text
		}
	}
	if form.Values.Has("prompt") || form.Corrects != "" {
		return form.Value("prompt")
	}
	return guide.PromptFor(int(today)).Text
}

func promptKey(text string) string {
	for _, p := range guide.Prompts() {
		if p.Text == text {
			return p.Key
		}
	}
	return ""
}

func cloneValues(values url.Values) url.Values {
	clone := url.Values{}
	for name, list := range values {
		clone[name] = slices.Clone(list)
	}
	return clone
}

// whenOpen says whether the fields for another day or time are open.
func whenOpen(form Form) bool {
	return form.Value("day") != "" || form.Value("time") != "" || form.Error("day") != "" || form.Error("time") != ""
}

// ReadReflection makes the body of a reflection from a form.
func ReadReflection(form Form) entry.Reflection {
	return entry.Reflection{Prompt: form.Value("prompt"), Text: form.Value("text")}
}

// ReflectionForm fills the form to correct an earlier page.
func ReflectionForm(ref journey.Ref, body entry.Reflection, day entry.Day, id entry.ID) Form {
	values := whenValues(ref, day)
	values.Set("prompt", body.Prompt)
	values.Set("text", body.Text)
	return Form{ID: id, Corrects: ref.ID, Values: values}
}

// whenValues fills the fields day and time from an entry.
func whenValues(ref journey.Ref, day entry.Day) url.Values {
	values := url.Values{"day": {day.String()}}
	if ref.Precision == entry.Minute {
		values.Set("time", clock(ref.At))
	}
	return values
}

// ToldReflection is one page to read.
func ToldReflection(j *journey.Journey, ref journey.Ref, day entry.Day, body entry.Reflection, eraseID entry.ID, now time.Time) Told {
	address := "/reflections/" + string(ref.ID)
	t := Told{
		Title: guide.FullDate(day.Time()), Running: guide.Say("told.reflection", "when", whenWords(ref, day, j.Today(now))),
		Paragraphs: lines(body.Text), CorrectURL: address + "/correct", BackURL: "/reflections",
		EraseURL: address + "/erase", EraseAsk: guide.Say("reflection.erase.ask"), EraseID: eraseID,
	}
	if body.Prompt != "" {
		t.Facts = []string{body.Prompt}
	}
	return t
}

// lines cuts a text at the ends of its lines, as it was written.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}

// Reflections is a page of the journal's list, or of what a search found.
type Reflections struct {
	Query        string
	Error        string // beside the search field
	Searched     bool
	Found        string // what the search found, in words
	Rows         []Row
	Newer, Older string

	// A search goes on from here: what is searched for stands in no address,
	// because browsers keep those.
	FoundBefore string // the seq that older finds come before, or ""
	NewestFound bool   // whether there are newer finds
}

// queryLimit is in characters.
const queryLimit = 200

// QueryError is the sentence beside a search that cannot be made, or "".
func QueryError(query string) string {
	switch n := utf8.RuneCountInString(query); {
	case !utf8.ValidString(query):
		return guide.Say("form.unreadable")
	case n > queryLimit:
		return guide.Say("form.too-long", "limit", queryLimit, "over", n-queryLimit)
	}
	return ""
}

// NewReflections lists pages, newest first; texts holds their words by the ID
// of the entry that holds them.
func NewReflections(j *journey.Journey, days []*journey.Day, texts map[entry.ID]string, older entry.Day, more, first bool, now time.Time) Reflections {
	var v Reflections
	today := j.Today(now)
	for _, day := range days {
		for _, ref := range slices.Backward(day.Reflections) {
			v.Rows = append(v.Rows, Row{
				Title: upperFirst(whenWords(ref, day.Day, today)), Note: opening(texts[ref.Text]), URL: "/reflections/" + string(ref.ID),
			})
		}
	}
	v.Newer, v.Older = neighbours("/reflections", older, more, first)
	return v
}

// neighbours are the addresses of the pages of a list beside this one.
func neighbours(list string, older entry.Day, more, first bool) (newerURL, olderURL string) {
	if more {
		olderURL = list + "?before=" + older.String()
	}
	if !first {
		newerURL = list
	}
	return newerURL, olderURL
}

// Found is one entry that holds what was searched for.
type Found struct {
	Entry entry.Entry
	Text  string
	At    int // bytes of the folded text before the first word
}

// NewSearch lists what a search found: pages, lines of check-ins, life
// events. next is the seq to go on before, or 0.
func NewSearch(j *journey.Journey, query string, found []Found, next int64, first bool, now time.Time) Reflections {
	v := Reflections{Query: query, Searched: true}
	today := j.Today(now)
	for _, f := range found {
		ref, place, ok := toldBy(j, f.Entry)
		if !ok {
			continue
		}
		v.Rows = append(v.Rows, Row{
			Title: place.name + ", " + whenWords(ref, f.Entry.Day, today), Note: excerpt(f.Text, f.At), URL: place.list + "/" + string(ref.ID),
		})
	}
	if v.NewestFound = !first; next > 0 {
		v.FoundBefore = itoa(int(next))
	}
	switch {
	case first && len(v.Rows) == 0:
		v.Found = guide.Say("reflection.found.none")
	case first && next == 0:
		v.Found = guide.Say("reflection.found", "pages", len(v.Rows))
	}
	return v
}

// place is where entries of one kind are listed.
type place struct{ name, list string }

// toldBy finds the entry in the journey whose words an entry holds.
func toldBy(j *journey.Journey, e entry.Entry) (journey.Ref, place, bool) {
	for kind, at := range map[entry.Kind]place{
		entry.KindReview:     {guide.Say("place.review"), "/review"},
		entry.KindTherapyFit: {guide.Say("place.fit"), "/fit"},

		entry.KindTherapistLetter: {guide.Say("place.letter"), stayPage},
		entry.KindReturnCheck:     {guide.Say("place.return"), "/return-check"},
	} {
		for _, ref := range j.Versions[kind] {
			if ref.Text == e.ID {
				return ref, at, true
			}
		}
	}
	for _, closed := range j.Closed {
		if closed.Text == e.ID {
			return closed.Ref, place{guide.Say("place.breaks"), breaksPage}, true
		}
	}
	for _, look := range j.Looks {
		if look.Text == e.ID {
			return look.Ref, place{guide.Say("back.heading"), breaksPage + "/" + string(look.Summary) + "/back"}, true
		}
	}
	day := j.On(e.Day)
	if day == nil {
		return journey.Ref{}, place{}, false
	}
	for _, ref := range day.Reflections {
		if ref.Text == e.ID {
			return ref, place{guide.Say("found.reflection"), "/reflections"}, true
		}
	}
	for _, c := range day.CheckIns {
		if c.Text == e.ID {
			return c.Ref, place{guide.Say("found.check-in"), "/check-ins"}, true
		}
	}
	for _, event := range day.Events {
		if event.Text == e.ID {
			return event.Ref, place{guide.Say("found.life-event"), "/life-events"}, true
		}
	}
	return toldLive(day, e)
}

// toldLive finds it among what was handled and practised.
func toldLive(day *journey.Day, e entry.Entry) (journey.Ref, place, bool) {
	for _, h := range day.HandledIts {
		if h.Text == e.ID {
			return h.Ref, place{guide.Say("place.handled"), "/handled"}, true
		}
	}
	for _, p := range day.Practices {
		if p.Text == e.ID {
			return p.Ref, place{guide.Say("place.practice"), "/practice"}, true
		}
	}
	for _, ref := range day.Feelings {
		if ref.Text == e.ID {
			return ref, place{guide.Say("place.feelings"), "/prepare/feelings"}, true
		}
	}
	return journey.Ref{}, place{}, false
}

const (
	openingLength = 140 // characters of a page in a list
	excerptBefore = 50  // and of an excerpt before what was found
)

// opening is how a text begins, cut at a word.
func opening(text string) string {
	const enough = 20 * openingLength // bytes, spaces included: a page may be long, and thirty of them stand in a list
	if len(text) > enough {
		if begin := oneLine(strings.ToValidUTF8(text[:enough], "")); utf8.RuneCountInString(begin) > openingLength {
			return cutAt(begin, openingLength)
		}
	}
	return cutAt(oneLine(text), openingLength)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// cutAt shortens a line to about so many characters, at the end of a word.
func cutAt(line string, length int) string {
	runes := []rune(line)
	if len(runes) <= length {
		return line
	}
	for end := length; end > length/2; end-- {
		if unicode.IsSpace(runes[end]) {
			return string(runes[:end]) + " …"
		}
	}
	return string(runes[:length]) + "…"
}

// excerpt is a text around the place where something was found, from the
// start of a word on. at counts bytes of the text with case and accents
// folded away.
func excerpt(text string, at int) string {
	found := unfolded(text, at)
	begin := found
	for back := 0; begin > 0 && back < excerptBefore; back++ {
		_, size := utf8.DecodeLastRuneInString(text[:begin])
		begin -= size
	}
	if begin == 0 {
		return opening(text)
	}
	if gap := strings.IndexFunc(text[begin:found], unicode.IsSpace); gap >= 0 {
		begin += gap
	}
	return "… " + opening(text[begin:])
}

// unfolded is the place in a text that lies after so many bytes of the folded
// text.
func unfolded(text string, at int) int {
	for i, r := range text {
		if at <= 0 {
			return i
		}
		at -= foldedLength(r)
	}
	return len(text)
}

func foldedLength(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	length := 0
	for _, part := range norm.NFD.String(cases.Fold().String(string(r))) {
		if part < 0x300 || part > 0x36f {
			length += utf8.RuneLen(part)
		}
	}
	return length
}

func upperFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
