package views

import (
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/monitor/effect"
	"fermata/internal/signals"
)

// ReturnBrief is the key of the return brief.
const ReturnBrief = "return-brief"

const (
	// briefWindow is how many days before the break, and of late, are set side
	// by side. [D]
	briefWindow = 28
	// briefPages is how many pages of A4 a brief fills at most: what is longer
	// is seldom read before a session. [D]
	briefPages = 2
	// briefLine is how many letters of a text the brief quotes.
	briefLine = 300
	// briefMoments is how many hard moments are offered, the latest first.
	briefMoments = 12
	// briefEvents is how many life events are offered, the heaviest first.
	briefEvents = 200
)

// BriefSource is what a brief is made of besides the journey.
type BriefSource struct {
	Library instrument.Library
	Events  map[entry.ID]entry.LifeEvent // by the ID of the entry that holds the words
	Handled map[entry.ID]entry.HandledIt
	Edge    entry.CareAtTheEdge
	Check   entry.ReturnCheck // the latest
	Rules   []signals.Signal  // of the person's own return criteria
	Now     time.Time
}

// Brief is the page on which the return brief is put together.
type Brief struct {
	Letter Letter          // as it is sent
	Parts  []LetterSection // all of it, also what holds nothing yet
	Words  map[string]string
	Cut    []string // what was cut to fit, in sentences
	Repeat bool     // this form was saved before with other words
}

// brief is a brief that is being made.
type brief struct {
	BriefSource
	j          *journey.Journey
	start      entry.Day // of the break, or of the last three months without one
	end, today entry.Day
}

// briefParts are the parts of a brief in order. Under each that is own, words
// of one's own stand first. The words of a heading are at brief.KEY.
var briefParts = []struct {
	key   string
	own   bool
	lines func(brief) []LetterLine
}{
	{"why-now", true, brief.whyNow},
	{"attention", true, brief.attention},
	{"challenges", false, brief.challenges},
	{"happened", true, brief.happened},
	{"held", true, brief.held},
	{"skills", false, brief.skills},
	{"experiments", false, brief.experiments},
	{"measures", false, brief.measures},
	{"items", false, brief.items},
	{"pictures", false, brief.pictures},
	{"next", true, brief.next},
	{"work", true, func(brief) []LetterLine { return nil }},
	{"safety", true, brief.safety},
	{"medicines", true, brief.medicines},
}

// BriefOwn are the keys of the parts that take words of one's own.
func BriefOwn() []string {
	var keys []string
	for _, part := range briefParts {
		if part.own {
			keys = append(keys, part.key)
		}
	}
	return keys
}

// NewReturnBrief makes the return brief from what is there. It names no
// therapist whom the person does not feel safe with.
func NewReturnBrief(j *journey.Journey, source BriefSource) Letter {
	return NewBrief(j, source, j.Letters[ReturnBrief]).Letter
}

// NewBrief lays out the brief with a choice of lines and words.
func NewBrief(j *journey.Journey, source BriefSource, choice entry.Letter) Brief {
	b := brief{BriefSource: source, j: j, today: j.Today(source.Now)}
	var hasBreak bool
	if b.start, b.end, hasBreak = lastBreak(j, b.today); !hasBreak {
		b.start, b.end = b.today-90, b.today
	}
	l := Letter{
		Key: ReturnBrief, Page: "/letters/" + ReturnBrief, Title: guide.Say("brief.title"), Notes: choice.Notes, Pages: briefPages,
		Foot: guide.Say("brief.written.nameless", "date", guide.FullDate(b.today.Time())),
	}
	if j.Profile.Therapist != "" && !j.Deciding.Unsafe {
		l.For = guide.Say("brief.for", "name", j.Profile.Therapist)
	}
	if hasBreak {
		l.About = breakDates(b.start, b.end, b.end < b.today)
	}
	v := Brief{Words: choice.Words}
	for _, part := range briefParts {
		section := LetterSection{Key: part.key, Heading: guide.Say("brief." + part.key)}
		if part.own {
			section.Lines = ownLines(part.key, choice.Words[part.key])
		}
		section.Lines = append(section.Lines, part.lines(b)...)
		section.choose(choice)
		v.Parts = append(v.Parts, section)
		if len(section.Lines) > 0 {
			l.Sections = append(l.Sections, section)
		}
	}
	v.Letter = l
	return v
}

// BriefTexts are the entries whose words a brief may quote.
func BriefTexts(j *journey.Journey, now time.Time) []entry.ID {
	today := j.Today(now)
	start, _, hasBreak := lastBreak(j, today)
	if !hasBreak {
		start = today - 90
	}
	var ids []entry.ID
	for day := range j.Days(start, today) {
		for _, event := range day.Events {
			ids = append(ids, event.Text)
		}
		for _, h := range day.HandledIts {
			ids = append(ids, h.Text)
		}
	}
	return ids
}

// ownLines makes lines of words of one's own.
func ownLines(key, text string) []LetterLine {
	lines := textLines("own-"+key, text)
	for n := range lines {
		lines[n].Own = true
	}
	return lines
}

// choose leaves out what the person left out, and what is in only if they say
// so and did not.
func (s LetterSection) choose(choice entry.Letter) {
	for n, line := range s.Lines {
		switch {
		case line.Ask:
			s.Lines[n].Left = !slices.Contains(choice.PutIn, line.Key)
		case !line.Own:
			s.Lines[n].Left = slices.Contains(choice.LeftOut, line.Key)
		}
	}
}

// Fitted is the brief with the letter as it fits, and says what was cut.
func (v Brief) Fitted(fitted Letter) Brief {
	v.Letter = fitted
	v.Cut = CutWords(fitted)
	cut := map[string]LetterLine{}
	for _, section := range fitted.Sections {
		for _, line := range section.Lines {
			cut[line.Key] = line
		}
	}
	for n, part := range v.Parts {
		part.Lines = slices.Clone(part.Lines)
		for m, line := range part.Lines {
			part.Lines[m].Cut, part.Lines[m].Short = cut[line.Key].Cut, cut[line.Key].Short
		}
		v.Parts[n] = part
	}
	return v
}

// CutWords says what a letter has no room for, in sentences; nil when it holds
// everything. They are for the person, and not part of the letter.
func CutWords(l Letter) []string {
	var says []string
	for _, section := range l.Sections {
		cut, short := 0, 0
		for _, line := range section.Lines {
			if line.Left {
				continue
			}
			if line.Cut {
				cut++
			} else if line.Short {
				short++
			}
		}
		if cut > 0 {
			says = append(says, guide.Say("brief.cut.lines", "part", section.Heading, "n", cut))
		}
		if short > 0 {
			says = append(says, guide.Say("brief.cut.short", "part", section.Heading, "n", short))
		}
	}
	if l.Short {
		says = append(says, guide.Say("brief.cut.notes"))
	}
	return says
}

// ReadBrief makes the choice from the form: what stays out, what comes in, and
// the words. What the page did not show stays as it was.
func ReadBrief(before entry.Letter, form Form) entry.Letter {
	shown, asked, picked := form.All("lines"), form.All("asks"), form.All("line")
	choice := entry.Letter{Letter: ReturnBrief, Notes: form.Value("notes"), Quoted: before.Quoted}
	choice.LeftOut = slices.DeleteFunc(slices.Clone(before.LeftOut), func(key string) bool { return slices.Contains(shown, key) })
	choice.PutIn = slices.DeleteFunc(slices.Clone(before.PutIn), func(key string) bool { return slices.Contains(asked, key) })
	in := map[string]bool{}
	for _, key := range picked {
		in[key] = true
	}
	for _, key := range shown {
		if !in[key] {
			choice.LeftOut = append(choice.LeftOut, key)
		}
	}
	for _, key := range asked {
		if in[key] {
			choice.PutIn = append(choice.PutIn, key)
		}
	}
	for _, key := range BriefOwn() {
		text := before.Words[key]
		if form.Values.Has("words-" + key) {
			text = form.Value("words-" + key)
		}
		if text != "" {
			choice.Words = put(choice.Words, key, text)
		}
	}
	return choice
}

func breakDates(start, end entry.Day, over bool) string {
	weeks := (int(end-start) + 1) / 7
	if weeks == 0 && !over {
		return guide.Say("brief.dates.new", "from", guide.FullDate(start.Time()))
	}
	if over {
		return guide.Say("brief.dates", "from", guide.FullDate(start.Time()), "to", guide.FullDate(end.Time()), "weeks", weeks)
	}
	return guide.Say("brief.dates.open", "from", guide.FullDate(start.Time()), "weeks", weeks)
}

// whyNow are the person's own rules that came true, and what they wrote in the
// latest return check.
func (b brief) whyNow() []LetterLine {
	var lines []LetterLine
	for _, s := range b.Rules {
		if rule, ok := s.Facts["rule"].(entry.Criterion); ok {
			lines = append(lines, LetterLine{Key: "rule-" + rule.Key, Text: guide.Say("brief.rule",
				"rule", cutAt(oneLine(CriterionWords(b.j, b.Library, rule)), briefLine), "date", guide.FullDate(s.From.Time()))})
		}
	}
	return append(lines, b.checked()...)
}

// briefAnswers are the questions of a return check whose answers are offered.
// "unsaid" is not: its page promises that only the person sees it.
var briefAnswers = []string{"want", "changed", "lean"}

// checked is the way chosen in the return check of this break, its reasons and
// its answers. A return check is private: each line is in only if the person
// says so.
func (b brief) checked() []LetterLine {
	check := b.j.Check
	if check.Way == "" || check.Day < b.start {
		return nil
	}
	lines := []LetterLine{{Key: "check-way", Ask: true, Text: guide.Say("brief.check.way",
		"way", guide.Say("return.way."+string(check.Way)), "date", guide.FullDate(check.Day.Time()))}}
	if reasons := sentence(b.Check.Reasons); reasons != "" {
		lines = append(lines, LetterLine{Key: "check-reasons", Ask: true, Text: guide.Say("brief.check.reasons", "words", reasons)})
	}
	for _, key := range briefAnswers {
		if words := sentence(b.Check.Answers[key]); words != "" {
			lines = append(lines, LetterLine{Key: "check-" + key, Ask: true, Text: guide.Say("brief.check.answer", "question", guide.Say("return.ask."+key), "words", words)})
		}
	}
	return lines
}

func (b brief) attention() []LetterLine { return attentionLines(b.j, b.today) }

// attentionLines are the warning signs that were noticed lately.
func attentionLines(j *journey.Journey, today entry.Day) []LetterLine {
	counts := daysWith(j, today-briefWindow+1, today, func(c journey.CheckIn) []string { return c.Signs })
	return countLines("sign-", counts, func(key string, days int) string {
		return guide.Say("brief.sign", "sign", journey.NameOf(j.Signs, key), "days", days, "of", briefWindow)
	})
}

// challenges are the latest hard moments that were met alone.
func (b brief) challenges() []LetterLine {
	var lines []LetterLine
	for day := range b.j.DaysBack(b.today) {
		if day.Day < b.start || len(lines) == briefMoments {
			break
		}
		for _, h := range slices.Backward(day.HandledIts) {
			body, ok := b.Handled[h.Text]
			if !ok || len(lines) == briefMoments {
				continue
			}
			lines = append(lines, LetterLine{Key: "moment-" + string(h.ID), Text: momentWords(day.Day, sentence(body.What), sentence(body.Did))})
		}
	}
	return lines
}

// momentWords are a hard moment met alone, and what one did, on one line.
func momentWords(day entry.Day, what, did string) string {
	text := guide.Say("brief.moment", "date", guide.FullDate(day.Time()), "what", what)
	if did != "" {
		text += " " + guide.Say("brief.moment.did", "did", did)
	}
	return text
}

// sentence is a text on one line, short enough to quote, without its last full
// stop.
func sentence(text string) string {
	return strings.TrimSuffix(cutAt(oneLine(text), briefLine), ".")
}

func (b brief) happened() []LetterLine { return eventLines(b.j, b.Events, b.start, b.today) }

// eventLines are the life events from..to (included), heaviest first.
func eventLines(j *journey.Journey, words map[entry.ID]entry.LifeEvent, from, to entry.Day) []LetterLine {
	type weighed struct {
		line   LetterLine
		weight int
	}
	var events []weighed
	for day := range j.Days(from, to) {
		for _, event := range day.Events {
			body, ok := words[event.Text]
			if !ok {
				continue
			}
			text := guide.FullDate(day.Day.Time()) + ": " + guide.Say("brief.weight", "what", sentence(body.What), "weight", event.Weight)
			events = append(events, weighed{LetterLine{Key: "event-" + string(event.ID), Text: text}, event.Weight})
		}
	}
	slices.SortStableFunc(events, func(x, y weighed) int { return y.weight - x.weight })
	var lines []LetterLine
	for _, event := range events[:min(briefEvents, len(events))] {
		lines = append(lines, event.line)
	}
	return lines
}

// held is what was met alone, and goals that were reached or came nearer.
func (b brief) held() []LetterLine {
	var lines []LetterLine
	moments := 0
	for day := range b.j.Days(b.start, b.today) {
		moments += len(day.HandledIts)
	}
	if moments > 0 {
		text := guide.Say("brief.moments", "n", moments)
		if c := comparePairs(handledPairs(b.j, b.start, b.today), effect.HigherIsBetter); c.ok {
			text += " " + guide.Say("brief.confidence", "before", number(c.before), "after", number(c.after), "n", c.n) + sureness(c)
		}
		lines = append(lines, LetterLine{Key: "moments", Text: text})
	}
	for _, goal := range b.j.Plan.Goals {
		first, last, moved := nearness(b.j, goal.Key, stretch{start: b.start, end: b.today})
		switch {
		case goal.Status == entry.GoalReached && goal.Since >= b.start:
			lines = append(lines, LetterLine{Key: "reached-" + goal.Key, Text: guide.Say("brief.goal.reached", "goal", sentence(goal.Words))})
		case goal.Status != entry.GoalLetGo && moved && last > first:
			lines = append(lines, LetterLine{Key: "nearer-" + goal.Key, Text: guide.Say("brief.goal.nearer", "goal", sentence(goal.Words), "first", first, "last", last)})
		}
	}
	return lines
}

// sureness is how much a comparison can say.
func sureness(c compared) string {
	switch {
	case c.n < handful:
		return " " + guide.Say("brief.few")
	case c.chance():
		return " " + guide.Say("pairs.chance")
	}
	return " " + guide.Say("pairs.real")
}

func (b brief) skills() []LetterLine { return skillLines(b.j, b.start, b.today) }

// skillLines are what was practised with how it went, then what was ticked,
// from..to (included).
func skillLines(j *journey.Journey, from, to entry.Day) []LetterLine {
	var lines []LetterLine
	said := map[string]bool{}
	all := triedBySkill(j, from, to)
	keys := sortedKeys(all)
	slices.SortStableFunc(keys, func(x, y string) int { return len(all[y]) - len(all[x]) })
	for _, key := range keys {
		c := comparePairs(bothNumbers(all[key]), effect.LowerIsBetter)
		if !c.ok {
			continue
		}
		said[key] = true
		lines = append(lines, LetterLine{Key: "works-" + key, Text: guide.Say("brief.skill.works",
			"skill", SkillName(j, key), "better", c.better, "n", c.n, "before", number(c.before), "after", number(c.after)) + sureness(c)})
	}
	used := daysWith(j, from, to, func(c journey.CheckIn) []string { return c.Skills })
	for key := range said {
		delete(used, key)
	}
	return append(lines, countLines("skill-", used, func(key string, days int) string {
		return SkillName(j, key) + ". " + guide.Say("brief.used", "days", days)
	})...)
}

// countLines are lines about keys, most often first.
func countLines(prefix string, counts map[string]int, say func(string, int) string) []LetterLine {
	keys := sortedKeys(counts)
	slices.SortStableFunc(keys, func(a, b string) int { return counts[b] - counts[a] })
	var lines []LetterLine
	for _, key := range keys {
		lines = append(lines, LetterLine{Key: prefix + key, Text: say(key, counts[key])})
	}
	return lines
}

// experiments are what was tried during the break, the latest first, each with
// its one sentence and how often it was done.
func (b brief) experiments() []LetterLine {
	var lines []LetterLine
	for _, e := range slices.Backward(b.j.Plan.Experiments) {
		if e.Try > b.today || e.Last() < b.start {
			continue
		}
		text := guide.Say("brief.experiment", "what", sentence(e.What), "from", guide.FullDate(e.Try.Time()), "to", guide.FullDate(e.Last().Time()))
		if e.Last() >= b.today {
			text = guide.Say("brief.experiment.open", "what", sentence(e.What), "from", guide.FullDate(e.Try.Time()))
		}
		text += " " + comparePlanned(b.j, e, b.today).says(itemName(b.j, e.Item))
		if done := countDone(b.j, e, b.today).says(); done != "" {
			text += " " + done
		}
		lines = append(lines, LetterLine{Key: "experiment-" + e.Key, Text: text})
	}
	return lines
}

func (b brief) measures() []LetterLine { return measureLines(b.j, b.Library, b.start, b.today) }

// measureLines are the latest score of each questionnaire and the one the break
// began with: the last from the four weeks before it, else the first after.
// What the difference means stands with them.
func measureLines(j *journey.Journey, library instrument.Library, from, to entry.Day) []LetterLine {
	firsts, lasts := map[string]scored{}, map[string]scored{}
	for _, s := range scores(j, library, from-briefWindow, to) {
		if _, ok := firsts[s.of.Code]; !ok || s.day <= from {
			firsts[s.of.Code] = s
		}
		lasts[s.of.Code] = s
	}
	var lines []LetterLine
	for _, code := range sortedKeys(lasts) {
		lines = append(lines, LetterLine{Key: "measure-" + code, Text: measureWords(firsts[code], lasts[code])})
	}
	return lines
}

func measureWords(first, last scored) string {
	text := guide.Say("measure.score", "measure", last.of.Title, "score", number(last.total)) + ", " + guide.FullDate(last.day.Time())
	if last.band != "" {
		text += ", " + guide.Say("measure.band", "band", last.band)
	}
	text += "."
	if first.sheet.ID == last.sheet.ID {
		return text + " " + guide.Say("brief.measure.once")
	}
	text += " " + guide.Say("brief.measure.first", "score", number(first.total), "date", guide.FullDate(first.day.Time()))
	change, err := last.of.Change(instrument.Total, first.total, last.total)
	switch {
	case err != nil:
	case change.ReliablyBetter():
		text += " " + guide.Say("brief.measure.better")
	case change.ReliablyWorse():
		text += " " + guide.Say("brief.measure.worse")
	case change.BeyondError == instrument.Yes:
		text += " " + guide.Say("far.measure.real")
	case change.BeyondError == instrument.No:
		text += " " + guide.Say("brief.measure.chance")
	}
	return text
}

func (b brief) items() []LetterLine { return itemLines(b.j, b.start, b.today) }

// itemLines compare each item's four weeks before the break with the last four.
func itemLines(j *journey.Journey, start, today entry.Day) []LetterLine {
	var lines []LetterLine
	for _, item := range j.Items {
		before := j.Series(item.Key, start-briefWindow, start-1)
		now := j.Series(item.Key, today-briefWindow+1, today)
		if len(now) == 0 {
			continue
		}
		text := guide.Say("brief.mean.now", "item", item.Name, "now", number(mean(now)), "days", len(now))
		if len(before) > 0 {
			text = guide.Say("brief.mean", "item", item.Name, "before", number(mean(before)), "now", number(mean(now)), "days", len(now))
		}
		lines = append(lines, LetterLine{Key: "item-" + item.Key, Text: text})
	}
	return lines
}

// pictures are the first item that is asked about, and each questionnaire with
// two answers or more. No picture shows a life event: it may be left out.
func (b brief) pictures() []LetterLine {
	from := b.start - briefWindow
	var lines []LetterLine
	for _, item := range b.j.Asked() {
		c := itemChart(b.j, item, from, b.today)
		if len(c.Points) < usualLeast {
			continue
		}
		c.Events = nil
		lines = append(lines, LetterLine{Key: "chart-item-" + item.Key, Chart: &c, Text: guide.Say("brief.chart.item", "item", item.Name, "better", better(c))})
		break
	}
	seen := map[string]bool{}
	for _, s := range scores(b.j, b.Library, from, b.today) {
		if seen[s.of.Code] {
			continue
		}
		seen[s.of.Code] = true
		c := scoreChart(b.j, b.Library, s.of, from, b.today)
		if len(c.Points) > 1 {
			lines = append(lines, LetterLine{Key: "chart-" + s.of.Key(), Chart: &c, Text: guide.Say("brief.chart.measure", "measure", s.of.Code, "n", len(c.Points), "better", better(c))})
		}
	}
	return lines
}

func better(c Chart) string {
	if c.BetterHigh {
		return guide.Say("brief.chart.high")
	}
	return guide.Say("brief.chart.low")
}

// next are the goals that are still open.
func (b brief) next() []LetterLine {
	near := map[string]int{}
	for day := range b.j.Days(entry.FirstDay, b.today) {
		for _, p := range day.Progress {
			near[p.Goal] = p.Value
		}
	}
	var lines []LetterLine
	for _, goal := range b.j.Plan.Goals {
		if goal.Status == entry.GoalReached || goal.Status == entry.GoalLetGo {
			continue
		}
		text := guide.Say("brief.goal", "goal", sentence(goal.Words))
		if value, told := near[goal.Key]; told {
			text = guide.Say("brief.goal.near", "goal", sentence(goal.Words), "value", value)
		}
		lines = append(lines, LetterLine{Key: "goal-" + goal.Key, Text: text})
	}
	return lines
}

// safety is what was told about safety since the last session. Each line is in
// only if the person says so. That nothing was told is never said: it would be
// read as a promise.
func (b brief) safety() []LetterLine {
	var lines []LetterLine
	ask := func(key, text string) { lines = append(lines, LetterLine{Key: key, Text: text, Ask: true}) }
	unsafe := 0
	for day := range b.j.Days(b.start, b.today) {
		if slices.ContainsFunc(day.CheckIns, func(c journey.CheckIn) bool { return notSafe(c.Safe) }) ||
			slices.ContainsFunc(day.Sheets, func(s journey.Sheet) bool { return notSafe(s.Safe) }) {
			unsafe++
		}
	}
	if unsafe > 0 {
		ask("safety-unsafe", guide.Say("brief.safety.unsafe", "days", unsafe))
	}
	marked := markedSheets(b.j, b.Library, b.start, b.today)
	for _, code := range sortedKeys(marked) {
		m := marked[code]
		ask("safety-"+code, guide.Say("brief.safety.item", "measure", m.name, "n", m.above, "of", m.of, "date", guide.FullDate(m.last.Time())))
	}
	if ref, written := b.j.Latest(entry.KindSafetyPlan); written {
		ask("safety-plan", guide.Say("brief.safety.plan", "date", guide.FullDate(b.j.Turn().Day(ref.At.Instant, b.j.Location()).Time())))
	}
	return lines
}

func notSafe(s entry.Safe) bool { return s == entry.SafeNo || s == entry.SafeNotSure }

// markedSheet is how often the item about harm was above its limit.
type markedSheet struct {
	name      string
	above, of int
	last      entry.Day
}

// markedSheets are the questionnaires whose item about harm was above its
// limit from..to (included), by key.
func markedSheets(j *journey.Journey, library instrument.Library, from, to entry.Day) map[string]markedSheet {
	found := map[string]markedSheet{}
	for day := range j.Days(from, to) {
		for _, sheet := range day.Sheets {
			of, err := library.Lookup(sheet.Instrument)
			if err != nil {
				continue
			}
			for _, item := range of.Items {
				answer, given := sheet.Answers[item.LinkID]
				if !item.Safety.Marked || !given {
					continue
				}
				m := found[of.Key()]
				m.name, m.of = of.Code, m.of+1
				if answer > float64(item.Safety.Above) {
					m.above, m.last = m.above+1, day.Day
				}
				found[of.Key()] = m
			}
		}
	}
	for key, m := range found {
		if m.above == 0 {
			delete(found, key)
		}
	}
	return found
}

// medicines is what was told about medicines, in only if the person says so.
func (b brief) medicines() []LetterLine {
	var lines []LetterLine
	if b.Edge.Medicine == entry.Yes {
		text := guide.Say("brief.medicines.mine")
		if b.Edge.Prescriber != "" {
			text += " " + guide.Say("brief.medicines.who", "name", sentence(b.Edge.Prescriber))
		}
		lines = append(lines, LetterLine{Key: "medicines-mine", Text: text, Ask: true})
	}
	if agreed := b.j.Plan.Agreement.Medicines; agreed != "" {
		lines = append(lines, LetterLine{Key: "medicines-agreed", Text: guide.Say("brief.medicines.agreed", "words", sentence(agreed)), Ask: true})
	}
	return lines
}
