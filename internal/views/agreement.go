package views

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Agreement is the form for what is agreed for the break: one step of it, or
// all on one page.
type Agreement struct {
	Form    Form
	Step    int // from 1; 0 is all on one page
	Steps   []AgreementStep
	Shown   []AgreementStep
	Kept    []KeptValue // what was typed on the other steps
	Dates   string      // what six and twelve weeks come to, where the beginning is known
	Alone   bool        // it is one's own, so some questions are left out
	Changes bool        // there is an earlier version
	Repeat  bool
}

// AgreementStep is a few questions that belong together.
type AgreementStep struct {
	Key     string
	Heading string
	Fields  []AgreementField
}

// AgreementField is one question, named like the field of entry.Agreement.
type AgreementField struct {
	Name, Title, Ask string
	Said             string // stands before the answer: the title, or shorter
	Sort             FieldSort
	Options          []Option // of Pick and Choose
	Theirs           bool     // only where a therapist is part of it
}

// FieldSort is how a question is answered.
type FieldSort int

// The sorts.
const (
	Text   FieldSort = iota // some lines
	Line                    // a short line
	Date                    // a day
	Days                    // a number of days
	Pick                    // one of a short list
	Choose                  // one of a few, each read whole
)

// agreementSteps are the questions in the order they are asked: name, sort,
// and whether they are about the therapist.
func agreementSteps() []AgreementStep {
	return []AgreementStep{
		agreementStep("way", AgreementField{Name: "status", Sort: Choose, Options: statusOptions()}, AgreementField{Name: "reason"}),
		agreementStep("dates", AgreementField{Name: "start", Sort: Date}, AgreementField{Name: "end", Sort: Date}, AgreementField{Name: "review", Sort: Date}),
		agreementStep("who", AgreementField{Name: "mine"}, AgreementField{Name: "theirs", Theirs: true}),
		agreementStep("contact",
			AgreementField{Name: "contact", Theirs: true}, AgreementField{Name: "every-days", Sort: Pick, Options: everyDaysOptions(), Theirs: true},
			AgreementField{Name: "channel", Sort: Pick, Options: channelOptions(), Theirs: true}, AgreementField{Name: "address", Sort: Line, Theirs: true},
			AgreementField{Name: "permission", Sort: Choose, Options: permissionOptions(), Theirs: true}, AgreementField{Name: "permitted", Sort: Date, Theirs: true}),
		agreementStep("silence",
			AgreementField{Name: "sees", Theirs: true}, AgreementField{Name: "sees-until", Sort: Date, Theirs: true},
			AgreementField{Name: "silence"}, AgreementField{Name: "silence-days", Sort: Days}),
		agreementStep("otherwise", AgreementField{Name: "ends-early"}, AgreementField{Name: "come-back"}, AgreementField{Name: "covers"}, AgreementField{Name: "medicines"}),
	}
}

func agreementStep(key string, fields ...AgreementField) AgreementStep {
	for n, f := range fields {
		fields[n].Title = guide.Say("agreement." + f.Name)
		fields[n].Said = fields[n].Title
		if said := "agreement." + f.Name + ".said"; guide.Has(said) {
			fields[n].Said = guide.Say(said)
		}
		if ask := "agreement." + f.Name + ".ask"; guide.Has(ask) {
			fields[n].Ask = guide.Say(ask)
		}
	}
	return AgreementStep{Key: key, Heading: guide.Say("agreement.step." + key), Fields: fields}
}

func statusOptions() []Option {
	var options []Option
	for _, status := range []entry.AgreementStatus{entry.AgreedTogether, entry.AgreementTold, entry.OnMyOwn} {
		o := Option{Value: string(status), Title: guide.Say("agreement.status." + string(status))}
		if note := "agreement.status." + string(status) + ".note"; guide.Has(note) {
			o.Note = guide.Say(note)
		}
		options = append(options, o)
	}
	return options
}

func everyDaysOptions() []Option {
	options := []Option{{Value: "", Title: guide.Say("agreement.every.none")}}
	for _, weeks := range []int{1, 2, 3, 4, 6, 8, 12} {
		options = append(options, Option{Value: itoa(weeks * 7), Title: everyWords(weeks * 7)})
	}
	return options
}

// everyWords says a rhythm in days, or in weeks where they are whole.
func everyWords(days int) string {
	if days%7 == 0 {
		return guide.Say("agreement.every", "weeks", days/7)
	}
	return guide.Say("agreement.every.days", "days", days)
}

func channelOptions() []Option {
	options := []Option{{Value: "", Title: guide.Say("agreement.channel.none")}}
	for _, channel := range []string{"email", "phone", "text", "post", "in-person", "other"} {
		options = append(options, Option{Value: channel, Title: guide.Say("agreement.channel." + channel)})
	}
	return options
}

func permissionOptions() []Option {
	return []Option{
		{Value: string(entry.Yes), Title: guide.Say("agreement.permission.yes")},
		{Value: string(entry.No), Title: guide.Say("agreement.permission.no")},
		{Value: "", Title: guide.Say("agreement.permission.open")},
	}
}

// AgreementStepsOf are the steps that fit a form: where it is the person's
// own, questions about a therapist are left out unless they were answered.
func AgreementStepsOf(form Form) []AgreementStep {
	alone := form.Value("status") == string(entry.OnMyOwn)
	var steps []AgreementStep
	for _, step := range agreementSteps() {
		step.Fields = slices.DeleteFunc(step.Fields, func(f AgreementField) bool {
			return alone && f.Theirs && form.Value(f.Name) == ""
		})
		if len(step.Fields) > 0 {
			steps = append(steps, step)
		}
	}
	return steps
}

// NewAgreement lays out a step. What was typed comes before what is kept.
func NewAgreement(j *journey.Journey, form Form, step int) Agreement {
	if !form.Values.Has("id") {
		form.Values = currentValues(j)
	}
	v := Agreement{Form: form, Steps: AgreementStepsOf(form), Alone: form.Value("status") == string(entry.OnMyOwn)}
	_, v.Changes = j.Latest(entry.KindAgreement)
	if step > 0 && step <= len(v.Steps) {
		v.Step = step
	}
	for n, s := range v.Steps {
		if v.Step == 0 || v.Step == n+1 {
			v.Shown = append(v.Shown, withOwnOptions(s, form))
			if s.Key == "contact" && !form.Values.Has("contact") {
				v.Form.Values.Set("contact", j.Profile.Contact)
			}
			continue
		}
		for _, f := range s.Fields {
			if form.Values.Has(f.Name) {
				v.Kept = append(v.Kept, KeptValue{Name: f.Name, Value: form.Value(f.Name)})
			}
		}
	}
	if start, err := entry.ParseDay(form.Value("start")); err == nil {
		v.Dates = guide.Say("agreement.review.first", "early", guide.FullDate((start + 42).Time()), "late", guide.FullDate((start + 84).Time()))
	}
	return v
}

// withOwnOptions adds what is kept to the lists that do not have it, so that
// a form never changes what was told elsewhere.
func withOwnOptions(step AgreementStep, form Form) AgreementStep {
	for n, f := range step.Fields {
		value := form.Value(f.Name)
		if f.Sort != Pick || slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			continue
		}
		title := value
		if f.Name == "every-days" {
			title = everyWords(atoi(value))
		}
		step.Fields[n].Options = append(slices.Clone(f.Options), Option{Value: value, Title: title})
	}
	return step
}

// currentValues are the agreement as it stands; before the first, what is
// known from elsewhere.
func currentValues(j *journey.Journey) url.Values {
	if _, told := j.Latest(entry.KindAgreement); told {
		return AgreementValues(j.Plan.Agreement)
	}
	values := url.Values{}
	if day := j.Plan.Agenda.Day; day != 0 {
		values.Set("start", dayValue(day+1))
	}
	return values
}

// AgreementValues fills the form from an agreement.
func AgreementValues(a entry.Agreement) url.Values {
	days := func(n int) string {
		if n == 0 {
			return ""
		}
		return itoa(n)
	}
	return url.Values{
		"status": {string(a.Status)}, "reason": {a.Reason},
		"start": {dayValue(a.Start)}, "end": {dayValue(a.End)}, "review": {dayValue(a.Review)},
		"mine": {a.Mine}, "theirs": {a.Theirs},
		"contact": {a.Contact}, "every-days": {days(a.EveryDays)}, "channel": {a.Channel}, "address": {a.Address},
		"permission": {string(a.Permission)}, "permitted": {dayValue(a.Permitted)},
		"sees": {a.Sees}, "sees-until": {dayValue(a.SeesUntil)}, "silence": {a.Silence}, "silence-days": {days(a.SilenceDays)},
		"ends-early": {a.EndsEarly}, "come-back": {a.ComeBack}, "covers": {a.Covers}, "medicines": {a.Medicines},
	}
}

// ReadAgreement makes an agreement from a form.
func ReadAgreement(form Form) (entry.Agreement, fault.Fields) {
	var fields fault.Fields
	a := entry.Agreement{
		Status: entry.AgreementStatus(form.Value("status")), Reason: form.Value("reason"),
		Start: readDay(form, "start", &fields), End: readDay(form, "end", &fields), Review: readDay(form, "review", &fields),
		Mine: form.Value("mine"), Theirs: form.Value("theirs"),
		Contact: form.Value("contact"), EveryDays: readDays(form, "every-days"), Channel: form.Value("channel"), Address: form.Value("address"),
		Permission: entry.Answer(form.Value("permission")), Permitted: readDay(form, "permitted", &fields),
		Sees: form.Value("sees"), SeesUntil: readDay(form, "sees-until", &fields),
		Silence: form.Value("silence"), SilenceDays: readDays(form, "silence-days"),
		EndsEarly: form.Value("ends-early"), ComeBack: form.Value("come-back"), Covers: form.Value("covers"), Medicines: form.Value("medicines"),
	}
	more, _ := a.Validate().(fault.Fields)
	for _, f := range more {
		if fields.For(f.Name) == "" {
			fields.Add(f.Name, f.Say)
		}
	}
	return a, fields
}

// readDays reads a number of days; what is none becomes -1, which the
// agreement refuses.
func readDays(form Form, name string) int {
	text := form.Value(name)
	if text == "" {
		return 0
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return -1
}

// AgreementPage is the agreement as it is read.
type AgreementPage struct {
	Written string // "In your words, from 27 July."; "" before it was written
	Status  string
	Parts   []AgreementPart
	Draft   bool
	Begins  string    // it begins later
	Begun   *PhaseAsk // its first day has come, and no break was told
	Review  string    // the day to look at it again is near, or was
	Unsafe  bool      // with the therapist, as the person said
	EraseID entry.ID
}

// AgreementPart is what was answered on one step.
type AgreementPart struct {
	Heading string
	Facts   []AgreementFact
}

// AgreementFact is one answer, line by line.
type AgreementFact struct {
	Name, Title string
	Lines       []string
}

// PhaseAsk asks whether a phase has begun; nothing is told without an answer.
type PhaseAsk struct {
	Words string
	ID    entry.ID
	Phase string
	Day   string
}

// reviewNear is how many days before it the review is spoken of. [D]
const reviewNear = 14

// NewAgreementPage lays out the agreement; newID makes the IDs of what the
// page's forms would tell.
func NewAgreementPage(j *journey.Journey, draft bool, newID func() entry.ID, now time.Time) AgreementPage {
	v := AgreementPage{Draft: draft, Unsafe: j.Deciding.Unsafe}
	ref, told := j.Latest(entry.KindAgreement)
	if !told {
		return v
	}
	a, today := j.Plan.Agreement, j.Today(now)
	v.EraseID = newID()
	v.Written = guide.Say("guided.written", "date", guide.FullDate(j.Turn().Day(ref.At.Instant, j.Location()).Time()))
	v.Status = guide.Say("agreement.status." + string(a.Status))
	v.Parts = agreementParts(a)
	waits := j.PhaseOn(today) == "" || j.PhaseOn(today) == entry.Considering || j.PhaseOn(today) == entry.Preparing
	switch {
	case a.Start == 0 || !waits:
	case a.Start > today:
		v.Begins = guide.Say("agreement.begins", "date", guide.FullDate(a.Start.Time()))
	default:
		v.Begun = &PhaseAsk{Words: guide.Say("agreement.begun", "date", guide.FullDate(a.Start.Time())), ID: newID(), Phase: string(entry.OnBreak), Day: a.Start.String()}
	}
	switch {
	case a.Review < today:
		v.Review = guide.Say("agreement.review.past", "when", dayWords(a.Review, today))
	case a.Review <= today+reviewNear:
		v.Review = guide.Say("agreement.review.soon", "when", dayWords(a.Review, today))
	}
	return v
}

// agreementParts are the answers that were given, by step. The status stands
// above them.
func agreementParts(a entry.Agreement) []AgreementPart {
	values := AgreementValues(a)
	var parts []AgreementPart
	for _, step := range agreementSteps() {
		part := AgreementPart{Heading: step.Heading}
		for _, f := range step.Fields {
			lines := factLines(f, values.Get(f.Name))
			if f.Name == "end" && a.End == 0 && a.Start != 0 {
				lines = []string{guide.Say("agreement.end.open")}
			}
			if len(lines) > 0 && f.Name != "status" {
				part.Facts = append(part.Facts, AgreementFact{Name: f.Name, Title: f.Said, Lines: lines})
			}
		}
		if len(part.Facts) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// factLines are an answer in words.
func factLines(f AgreementField, value string) []string {
	if value == "" {
		return nil
	}
	switch f.Sort {
	case Date:
		if day, err := entry.ParseDay(value); err == nil {
			return []string{guide.FullDate(day.Time())}
		}
	case Days:
		return []string{guide.Say("agreement.silence-days.is", "days", atoi(value))}
	case Pick, Choose:
		for _, o := range f.Options {
			if o.Value == value {
				return []string{o.Title}
			}
		}
		if f.Name == "every-days" {
			return []string{everyWords(atoi(value))}
		}
	}
	return linesOf(value)
}

// AgreementKey names the letter made of the agreement.
const AgreementKey = "agreement"

// signLine is room to sign on paper.
const signLine = " ..............................   "

// AgreementLetter is the agreement to print, with room for both to sign.
func AgreementLetter(j *journey.Journey, now time.Time) Letter {
	a := j.Plan.Agreement
	own := a.Status == entry.OnMyOwn
	l := Letter{
		Key: AgreementKey, Page: "/agreement", Title: guide.Say("agreement.letter.title"),
		Foot: guide.Say("agreement.letter.foot", "date", guide.FullDate(j.Today(now).Time())),
	}
	if own {
		l.Title = guide.Say("agreement.letter.title.own")
	} else if j.Profile.Therapist != "" {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	for _, part := range agreementParts(a) {
		l.Sections = append(l.Sections, LetterSection{Heading: part.Heading, Lines: factLetterLines(part.Facts)})
	}
	if len(l.Sections) == 0 {
		return l
	}
	sign := []LetterLine{{Key: "sign-me", Text: guide.Say("agreement.letter.sign.me") + signLine + guide.Say("agreement.letter.sign.date") + signLine}}
	if !own {
		sign = append(sign, LetterLine{Key: "sign-them", Text: guide.Say("agreement.letter.sign.them") + signLine + guide.Say("agreement.letter.sign.date") + signLine})
	}
	l.add("agreement.letter.sign", sign)
	return l
}

func factLetterLines(facts []AgreementFact) []LetterLine {
	var lines []LetterLine
	for _, f := range facts {
		for n, text := range f.Lines {
			if n == 0 {
				text = f.Title + ": " + text
			}
			lines = append(lines, LetterLine{Key: f.Name + "-" + itoa(n+1), Text: text})
		}
	}
	return lines
}
