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

// gains are the six gains of a break that the monthly look goes through, by
// their keys in guide.
var gains = []string{"reflection", "self-reliance", "goals", "skills", "therapy", "other-ways"}

const (
	// reviewEvery is how many days after the last look Today offers one. [D]
	reviewEvery = 28
	// reviewBack is how far back a look goes at most.
	reviewBack = 92
	// reviewFirst is how far back the first one goes.
	reviewFirst = 30
	// overviewMost is how many of them stand on the list of looks.
	overviewMost = 2
	// lookMost is how many rows stand beside one question.
	lookMost = 6
)

// Reviews is the list of monthly looks, and what there is to look at now.
type Reviews struct {
	Draft bool // one was begun
	Since string
	Look  []Row
	Rows  []Row
}

// NewReviews lays out the list.
func NewReviews(j *journey.Journey, library instrument.Library, draft bool, now time.Time) Reviews {
	today := j.Today(now)
	from := reviewFrom(j, "", today)
	v := Reviews{Draft: draft, Since: guide.Say("review.since", "date", guide.FullDate(from.Time()))}
	for _, gain := range gains {
		rows := lookAt(j, library, gain, from, today)
		v.Look = append(v.Look, rows[:min(overviewMost, len(rows))]...)
	}
	for _, ref := range slices.Backward(j.Versions[entry.KindReview]) {
		v.Rows = append(v.Rows, Row{Title: reviewTitle(j, ref), URL: "/review/" + string(ref.ID)})
	}
	return v
}

func reviewTitle(j *journey.Journey, ref journey.Ref) string {
	return guide.Say("review.title", "date", guide.FullDate(dayOf(j, ref).Time()))
}

// reviewFrom is the first day a look on day to goes back to: the day of the
// look before it, a month for the first one, three months at most. The look
// with the ID but is passed over.
func reviewFrom(j *journey.Journey, but entry.ID, to entry.Day) entry.Day {
	from, found := to-reviewFirst, false
	for _, ref := range j.Versions[entry.KindReview] {
		if day := dayOf(j, ref); ref.ID != but && day < to && (!found || day > from) {
			from, found = day, true
		}
	}
	return max(from, to-reviewBack)
}

// reviewDue says whether a look is worth offering: on a break, four weeks after
// the last one or after it began.
func reviewDue(j *journey.Journey, today entry.Day) bool {
	last, on := j.BreakStart(today)
	if !on {
		return false
	}
	for _, ref := range j.Versions[entry.KindReview] {
		last = max(last, dayOf(j, ref))
	}
	return today-last >= reviewEvery
}

// reviewRow offers it on Today.
func reviewRow() Row {
	return Row{Title: guide.Say("review.today"), End: guide.Say("review.today.time"), Note: guide.Say("review.today.note"), URL: "/review"}
}

// Review is the form: one question of it, or all.
type Review struct {
	Form    Form
	Step    int // from 1; 0 is all on one page
	Steps   int
	Gains   []ReviewGain
	Kept    []KeptValue
	Correct bool
	Repeat  bool
}

// ReviewGain is one question with what there is to look at.
type ReviewGain struct {
	Name, Title, Ask string
	Look             []Row
}

// ReviewSteps is how many questions there are.
func ReviewSteps() int { return len(gains) }

// NewReview lays out a step. An earlier look is corrected all on one page.
func NewReview(j *journey.Journey, library instrument.Library, form Form, step int, now time.Time) Review {
	v := Review{Form: form, Step: step, Steps: len(gains), Correct: form.Corrects != ""}
	if v.Correct || step < 0 || step > v.Steps {
		v.Step = 0
	}
	to := reviewDay(form, j.Today(now))
	from := reviewFrom(j, form.Corrects, to)
	for n, gain := range gains {
		name := answerField(gain)
		switch text := form.Value(name); {
		case v.Step == 0 || v.Step == n+1:
			v.Gains = append(v.Gains, ReviewGain{
				Name: name, Title: guide.Say("review.gain." + gain), Ask: guide.Say("review.gain." + gain + ".ask"), Look: lookAt(j, library, gain, from, to),
			})
		case text != "":
			v.Kept = append(v.Kept, KeptValue{Name: name, Value: text})
		}
	}
	for _, name := range []string{"day", "time"} {
		if text := form.Value(name); text != "" && v.Correct {
			v.Kept = append(v.Kept, KeptValue{Name: name, Value: text})
		}
	}
	return v
}

func answerField(gain string) string { return "answer-" + gain }

// reviewDay is the day a look is about: that of an earlier one, else today.
func reviewDay(form Form, today entry.Day) entry.Day {
	if day, err := entry.ParseDay(form.Value("day")); err == nil && form.Corrects != "" && day <= today {
		return day
	}
	return today
}

// ReadReview makes the body from a form, with its page as it is saved.
func ReadReview(j *journey.Journey, library instrument.Library, form Form, now time.Time) (entry.Review, fault.Fields) {
	body := entry.Review{Answers: map[string]string{}}
	for _, gain := range gains {
		if text := form.Value(answerField(gain)); text != "" {
			body.Answers[gain] = text
		}
	}
	to := reviewDay(form, j.Today(now))
	fields, _ := body.Validate().(fault.Fields)
	for i := range fields {
		if fields[i].Name == "answers" {
			fields[i].Name = answerField(gains[0])
		}
	}
	if len(fields) == 0 {
		body.Page = reviewPage(j, library, body.Answers, reviewFrom(j, form.Corrects, to), to)
		if over := body.Validate(); over != nil {
			fields.Add(answerField(gains[len(gains)-1]), fault.Sentence(over))
		}
	}
	return body, fields
}

// reviewPage is the look in plain words: what was there, then each answer.
func reviewPage(j *journey.Journey, library instrument.Library, answers map[string]string, from, to entry.Day) string {
	parts := []string{guide.Say("review.title", "date", guide.FullDate(to.Time()))}
	var was []string
	for _, gain := range gains {
		for _, row := range lookAt(j, library, gain, from, to) {
			was = append(was, "- "+row.Title)
		}
	}
	if len(was) > 0 {
		parts = append(parts, guide.Say("review.was-there")+"\n"+strings.Join(was, "\n"))
	}
	for _, gain := range gains {
		if answers[gain] != "" {
			parts = append(parts, guide.Say("review.gain."+gain)+"\n"+answers[gain])
		}
	}
	return strings.Join(parts, "\n\n")
}

// ReviewForm fills the form to correct an earlier look.
func ReviewForm(j *journey.Journey, ref journey.Ref, body entry.Review, id entry.ID) Form {
	values := whenValues(ref, dayOf(j, ref))
	for _, gain := range gains {
		values.Set(answerField(gain), body.Answers[gain])
	}
	return Form{ID: id, Corrects: ref.ID, Values: values}
}

// ToldReview is one look to read.
func ToldReview(j *journey.Journey, ref journey.Ref, body entry.Review, eraseID entry.ID) Told {
	address := "/review/" + string(ref.ID)
	t := Told{
		Title: guide.FullDate(dayOf(j, ref).Time()), Running: guide.Say("place.review"), CorrectURL: address + "/correct", BackURL: "/review",
		EraseURL: address + "/erase", EraseAsk: guide.Say("review.erase.ask"), EraseID: eraseID,
	}
	if was := wasThere(body.Page); len(was) > 0 {
		t.Parts = append(t.Parts, ToldPart{Heading: guide.Say("review.was-there"), Lines: was})
	}
	for _, gain := range gains {
		if text := body.Answers[gain]; text != "" {
			t.Parts = append(t.Parts, ToldPart{Heading: guide.Say("review.gain." + gain), Lines: lines(text)})
		}
	}
	return t
}

// wasThere are the lines of the saved page about what was there then.
func wasThere(page string) []string {
	parts := strings.SplitN(page, "\n\n", 3)
	if len(parts) < 2 {
		return nil
	}
	var found []string
	for line := range strings.Lines(parts[1]) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			found = append(found, text)
		}
	}
	return found
}

// lookAt is what the record holds about one gain, from..to (included).
func lookAt(j *journey.Journey, library instrument.Library, gain string, from, to entry.Day) []Row {
	var rows []Row
	switch gain {
	case "reflection":
		rows = lookReflections(j, from, to)
	case "self-reliance":
		rows = lookAlone(j, from, to)
	case "goals":
		rows = lookGoals(j, from, to)
	case "skills":
		rows = lookSkills(j, from, to)
	case "therapy":
		rows = lookMeasures(j, library, from, to)
	case "other-ways":
		rows = lookOther(j)
	}
	return rows[:min(lookMost, len(rows))]
}

// counted is a row that says how many, where there are any.
func counted(rows []Row, n int, say, slot, url string) []Row {
	if n == 0 {
		return rows
	}
	return append(rows, Row{Title: guide.Say(say, slot, n), URL: url})
}

func lookReflections(j *journey.Journey, from, to entry.Day) []Row {
	n := 0
	for day := range j.Days(from, to) {
		n += len(day.Reflections)
	}
	return counted(nil, n, "review.row.reflections", "n", "/reflections")
}

func lookAlone(j *journey.Journey, from, to entry.Day) []Row {
	moments, events, signs := 0, 0, 0
	for day := range j.Days(from, to) {
		moments += len(day.HandledIts)
		for _, event := range day.Events {
			if event.Weight >= heavy {
				events++
			}
		}
		if slices.ContainsFunc(day.CheckIns, func(c journey.CheckIn) bool { return len(c.Signs) > 0 }) {
			signs++
		}
	}
	seen := 0
	for _, h := range j.Handled {
		if h.Day >= from && h.Day <= to {
			seen++
		}
	}
	rows := counted(nil, moments, "review.row.handled", "n", "/handled")
	rows = counted(rows, events, "review.row.events", "n", "/life-events")
	rows = counted(rows, signs, "review.row.signs", "days", "/check-ins")
	return counted(rows, seen, "review.row.signals", "n", "/signals")
}

func lookGoals(j *journey.Journey, from, to entry.Day) []Row {
	latest := map[string]int{}
	for day := range j.Days(from, to) {
		for _, p := range day.Progress {
			latest[p.Goal] = p.Value
		}
	}
	var rows []Row
	for _, goal := range j.Plan.Goals {
		if value, ok := latest[goal.Key]; ok {
			rows = append(rows, Row{Title: guide.Say("review.row.goal", "goal", goal.Words, "value", value), URL: "/plan/goals/" + goal.Key})
		}
	}
	if len(rows) > 0 {
		return rows
	}
	return counted(nil, len(j.Plan.Goals), "review.row.goals", "n", "/plan/goals")
}

func lookSkills(j *journey.Journey, from, to entry.Day) []Row {
	var rows []Row
	said := map[string]bool{}
	for _, works := range skillsWork(j, from, to) {
		said[works.Key] = true
		rows = append(rows, Row{Title: guide.Say("review.row.practice", "skill", works.Name, "n", works.Times), URL: works.Pairs.URL})
	}
	used := daysWith(j, from, to, func(c journey.CheckIn) []string { return c.Skills })
	keys := sortedKeys(used)
	slices.SortStableFunc(keys, func(a, b string) int { return used[b] - used[a] })
	for _, key := range keys {
		if !said[key] {
			rows = append(rows, Row{Title: guide.Say("review.row.used", "skill", SkillName(j, key), "days", used[key]), URL: skillURL(j, key)})
		}
	}
	return rows
}

func skillURL(j *journey.Journey, key string) string {
	if _, _, ok := FindSkill(j, key); ok {
		return "/skills/" + url.PathEscape(key)
	}
	return ""
}

func lookMeasures(j *journey.Journey, library instrument.Library, from, to entry.Day) []Row {
	var rows []Row
	for _, s := range slices.Backward(scores(j, library, from, to)) {
		title := guide.Say("measure.score", "measure", s.of.Code, "score", number(s.total)) + ", " + guide.FullDate(s.day.Time())
		rows = append(rows, Row{Title: title, Note: s.band, URL: "/measures/" + s.of.Key() + "/sheets/" + string(s.sheet.ID)})
	}
	return rows
}

func lookOther(j *journey.Journey) []Row {
	using := 0
	for _, r := range j.Plan.Resources {
		if r.Status == entry.ResourceUsing {
			using++
		}
	}
	rows := counted(nil, using, "review.row.resources", "n", "/plan/resources")
	rows = counted(rows, len(j.Plan.Experiments), "review.row.experiments", "n", "/experiments")
	return counted(rows, len(j.Plan.Support), "review.row.support", "n", "/plan/support")
}
