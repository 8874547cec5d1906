package views

import (
	"math"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// FarLetter is the key of the choice what to quote on the page how far one has
// come.
const FarLetter = "far"

// Far is the start of the break beside now. The letter holds the same in lines,
// for a file; the page adds pictures.
type Far struct {
	None       bool // no break has begun yet
	Running    string
	Letter     Letter
	NoStart    string // said when nothing was kept before the break
	Items      [][]string
	ItemsHead  []string
	Confidence Pairs
	Quotes     []Quote
}

// Quote is words of the person's own, quoted on purpose.
type Quote struct {
	ID   entry.ID
	When string
	Text string
	URL  string
}

// The parts of the page, in order; a part with nothing in it is left out.
const (
	farMeasures = "far.measures"
	farItems    = "far.items"
	farAlone    = "far.alone"
	farGoals    = "far.goals"
	farSkills   = "far.skills"
	farTried    = "far.experiments"
	farWords    = "far.words"
)

// stretch is the break that is looked at.
type stretch struct {
	start, end entry.Day
	over       bool
}

// NewFar sets the start of the break that holds, or of the last one, beside
// now. texts holds the words of quoted entries by the ID of the entry that
// holds them.
func NewFar(j *journey.Journey, library instrument.Library, texts map[entry.ID]string, now time.Time) Far {
	today := j.Today(now)
	start, end, ok := lastBreak(j, today)
	if !ok {
		return Far{None: true}
	}
	b := stretch{start: start, end: end, over: end < today}
	v := Far{Running: guide.Say("far.running", "from", guide.FullDate(start.Time()), "to", guide.FullDate(end.Time()))}
	v.Letter = Letter{Key: FarLetter, Title: guide.Say("far.heading"), About: v.Running, Foot: guide.Say("far.foot", "date", guide.FullDate(today.Time()))}
	v.Letter.add(farMeasures, farMeasureLines(j, library, b))
	v.items(j, b)
	v.alone(j, b)
	v.Letter.add(farGoals, farGoalLines(j, b))
	v.Letter.add(farSkills, farSkillLines(j, b))
	v.Letter.add(farTried, farExperimentLines(j, b))
	v.quotes(j, texts, today)
	return v
}

// Part is the lines of a part of the page.
func (v Far) Part(heading string) []LetterLine {
	for _, section := range v.Letter.Sections {
		if section.Heading == guide.Say(heading) {
			return section.Lines
		}
	}
	return nil
}

// farMeasureLines are the score the break began with and the latest of it.
func farMeasureLines(j *journey.Journey, library instrument.Library, b stretch) []LetterLine {
	firsts, lasts := map[string]scored{}, map[string]scored{}
	for _, s := range scores(j, library, b.start-briefWindow, b.end) {
		if _, ok := firsts[s.of.Code]; !ok || s.day <= b.start {
			firsts[s.of.Code] = s
		}
		lasts[s.of.Code] = s
	}
	var lines []LetterLine
	for _, code := range sortedKeys(lasts) {
		lines = append(lines, LetterLine{Key: "measure-" + code, Text: farMeasure(firsts[code], lasts[code])})
	}
	return lines
}

func farMeasure(first, last scored) string {
	change, err := last.of.Change(instrument.Total, first.total, last.total)
	if first.sheet.ID == last.sheet.ID || err != nil {
		text := guide.Say("measure.score", "measure", last.of.Code, "score", number(last.total))
		return text + ". " + guide.Say("far.measure.once", "date", guide.FullDate(last.day.Time()))
	}
	text := changeLine(last.of.Code, change) + " " + guide.Say("far.measure.start", "score", number(first.total), "date", guide.FullDate(first.day.Time()))
	switch scale, _ := last.of.Scale(instrument.Total); {
	case change.BeyondError == instrument.Yes:
		text += " " + guide.Say("far.measure.real")
	case change.BeyondError == instrument.No && scale.Reliable.Points > 0:
		text += " " + guide.Say("far.measure.chance", "limit", number(scale.Reliable.Points))
	}
	return text
}

// spread is some days of an item: how many, their mean and their range.
type spread struct {
	n         int
	mean      float64
	low, high float64
}

func spreadOf(points []journey.Point) spread {
	s := spread{n: len(points), low: math.Inf(1), high: math.Inf(-1)}
	for _, p := range points {
		s.low, s.high = min(s.low, p.Value), max(s.high, p.Value)
	}
	if s.n > 0 {
		s.mean = mean(points)
	}
	return s
}

func (s spread) words() string {
	if s.n == 0 {
		return guide.Say("measure.no-start")
	}
	return guide.Say("far.mean", "mean", number(s.mean), "days", s.n, "low", number(s.low), "high", number(s.high))
}

// items are the means of the four weeks before the break and of the last four.
func (v *Far) items(j *journey.Journey, b stretch) {
	when, head := guide.Say("far.when.now"), guide.Say("far.now")
	if b.over {
		when, head = guide.Say("far.when.end"), guide.Say("far.end")
	}
	v.ItemsHead = []string{guide.Say("chart.what"), guide.Say("far.then"), head}
	var lines []LetterLine
	started := len(v.Letter.Sections) > 0 && hasStart(j, b)
	for _, item := range j.Items {
		before := spreadOf(j.Series(item.Key, b.start-briefWindow, b.start-1))
		now := spreadOf(j.Series(item.Key, max(b.start, b.end-briefWindow+1), b.end))
		if now.n == 0 {
			continue
		}
		started = started || before.n > 0
		v.Items = append(v.Items, []string{item.Name, before.words(), now.words()})
		lines = append(lines, LetterLine{Key: "item-" + item.Key, Text: farItem(item, before, now, when)})
	}
	if !started {
		v.NoStart = guide.Say("far.no-start")
	}
	v.Letter.add(farItems, lines)
}

// hasStart says whether a questionnaire was answered in the weeks before the
// break.
func hasStart(j *journey.Journey, b stretch) bool {
	for day := range j.Days(b.start-briefWindow, b.start) {
		if len(day.Sheets) > 0 {
			return true
		}
	}
	return false
}

func farItem(item entry.Item, before, now spread, when string) string {
	if before.n == 0 {
		return guide.Say("far.item.now", "item", item.Name, "now", number(now.mean), "when", when, "nowdays", now.n, "nowlow", number(now.low), "nowhigh", number(now.high))
	}
	return guide.Say("far.item", "item", item.Name,
		"before", number(before.mean), "beforedays", before.n, "beforelow", number(before.low), "beforehigh", number(before.high),
		"now", number(now.mean), "when", when, "nowdays", now.n, "nowlow", number(now.low), "nowhigh", number(now.high))
}

// alone is what was handled on one's own, and how sure one was.
func (v *Far) alone(j *journey.Journey, b stretch) {
	n := 0
	for day := range j.Days(b.start, b.end) {
		n += len(day.HandledIts)
	}
	if n == 0 {
		return
	}
	v.Confidence = confidencePairs(handledPairs(j, b.start, b.end), b.end)
	lines := []LetterLine{{Key: "handled", Text: guide.Say("far.alone.count", "n", n)}}
	if len(v.Confidence.List) > 0 {
		lines = append(lines, LetterLine{Key: "confidence", Text: v.Confidence.Says})
	}
	v.Letter.add(farAlone, lines)
}

// farGoalLines are what became of each goal, in the person's words.
func farGoalLines(j *journey.Journey, b stretch) []LetterLine {
	var lines []LetterLine
	for _, goal := range j.Plan.Goals {
		key := "far.goal.kept"
		switch goal.Status {
		case entry.GoalReached:
			key = "far.goal.reached"
		case entry.GoalLetGo:
			key = "far.goal.let-go"
		}
		text := guide.Say(key, "goal", goal.Words)
		if first, last, moved := nearness(j, goal.Key, b); moved && key == "far.goal.kept" {
			text = guide.Say("far.goal.moved", "goal", goal.Words, "first", first, "last", last)
		}
		lines = append(lines, LetterLine{Key: "goal-" + goal.Key, Text: text})
	}
	return lines
}

// nearness is how near a goal was first and last; moved says that it was told
// at least twice.
func nearness(j *journey.Journey, goal string, b stretch) (first, last int, moved bool) {
	times := 0
	for day := range j.Days(b.start-briefWindow, b.end) {
		for _, p := range day.Progress {
			if p.Goal != goal {
				continue
			}
			if times == 0 {
				first = p.Value
			}
			last = p.Value
			times++
		}
	}
	return first, last, times > 1
}

// usedShown is how many skills are named by the days they were ticked.
const usedShown = 5

// farSkillLines are the skills that were practised with both numbers, then
// those that were ticked most often.
func farSkillLines(j *journey.Journey, b stretch) []LetterLine {
	var lines []LetterLine
	said := map[string]bool{}
	for _, works := range skillsWork(j, b.start, b.end) {
		if len(works.Pairs.List) > 0 && len(lines) < usedShown {
			said[works.Key] = true
			lines = append(lines, LetterLine{Key: "skill-" + works.Key, Text: works.Name + ". " + works.Pairs.Says})
		}
	}
	used := daysWith(j, b.start, b.end, func(c journey.CheckIn) []string { return c.Skills })
	keys := sortedKeys(used)
	slices.SortStableFunc(keys, func(a, b string) int { return used[b] - used[a] })
	for _, key := range keys[:min(usedShown, len(keys))] {
		if !said[key] {
			lines = append(lines, LetterLine{Key: "used-" + key, Text: guide.Say("far.skill.used", "skill", SkillName(j, key), "days", used[key])})
		}
	}
	return lines
}

// quoteLength is in characters.
const quoteLength = 600

func (v *Far) quotes(j *journey.Journey, texts map[entry.ID]string, today entry.Day) {
	var lines []LetterLine
	for _, q := range QuotedRefs(j) {
		text := texts[q.Text]
		if text == "" {
			continue
		}
		quote := Quote{ID: q.ID, When: guide.FullDate(q.Day.Time()), Text: cutAt(oneLine(strings.Join(linesOf(text), " / ")), quoteLength), URL: q.URL}
		v.Quotes = append(v.Quotes, quote)
		lines = append(lines, LetterLine{Key: "quote-" + string(q.ID), Text: "“" + quote.Text + "” " + quote.When + "."})
	}
	v.Letter.add(farWords, lines)
}

// QuoteRef is an entry that can be quoted.
type QuoteRef struct {
	journey.Ref
	Day entry.Day
	URL string
}

// QuotedRefs are the entries that were chosen and are still there, in the order
// of their days.
func QuotedRefs(j *journey.Journey) []QuoteRef {
	chosen := map[entry.ID]bool{}
	for _, id := range j.Letters[FarLetter].Quoted {
		chosen[id] = true
	}
	if len(chosen) == 0 {
		return nil
	}
	var refs []QuoteRef
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, ref := range quotable(day) {
			if chosen[ref.ID] {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

func quotable(day *journey.Day) []QuoteRef {
	var refs []QuoteRef
	for _, ref := range day.Reflections {
		refs = append(refs, QuoteRef{Ref: ref, Day: day.Day, URL: "/reflections/" + string(ref.ID)})
	}
	for _, h := range day.HandledIts {
		refs = append(refs, QuoteRef{Ref: h.Ref, Day: day.Day, URL: "/handled/" + string(h.ID)})
	}
	return refs
}

// quotesMost is how many entries of each kind the form lists.
const quotesMost = 40

// FarQuotes is the form that chooses what is quoted.
type FarQuotes struct {
	Form        Form
	Reflections []Option
	Handled     []Option
	Chosen      []string
	Latest      string // said when there are more
}

// QuotableRefs are the latest entries that can be quoted, newest first.
func QuotableRefs(j *journey.Journey) (reflections, handled []QuoteRef) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, ref := range slices.Backward(day.Reflections) {
			if len(reflections) < quotesMost {
				reflections = append(reflections, QuoteRef{Ref: ref, Day: day.Day})
			}
		}
		for _, h := range slices.Backward(day.HandledIts) {
			if len(handled) < quotesMost {
				handled = append(handled, QuoteRef{Ref: h.Ref, Day: day.Day})
			}
		}
	}
	return reflections, handled
}

// NewFarQuotes lays out the form; texts holds the words as in NewFar.
func NewFarQuotes(j *journey.Journey, texts map[entry.ID]string, form Form) FarQuotes {
	v := FarQuotes{Form: form}
	reflections, handled := QuotableRefs(j)
	v.Reflections, v.Handled = quoteOptions(reflections, texts), quoteOptions(handled, texts)
	for _, id := range j.Letters[FarLetter].Quoted {
		v.Chosen = append(v.Chosen, string(id))
	}
	if max(len(reflections), len(handled)) == quotesMost {
		v.Latest = guide.Say("far.quotes.latest", "n", quotesMost)
	}
	return v
}

func quoteOptions(refs []QuoteRef, texts map[entry.ID]string) []Option {
	var options []Option
	for _, ref := range refs {
		options = append(options, Option{Value: string(ref.ID), Title: opening(texts[ref.Text]), Note: guide.FullDate(ref.Day.Time())})
	}
	return options
}

// ReadFarQuotes makes the choice from the form: what was ticked, and what was
// chosen before and was not on the page.
func ReadFarQuotes(j *journey.Journey, form Form) entry.Letter {
	choice := entry.Letter{Letter: FarLetter}
	shown := form.All("shown")
	for _, ref := range QuotedRefs(j) {
		if !slices.Contains(shown, string(ref.ID)) {
			choice.Quoted = append(choice.Quoted, ref.ID)
		}
	}
	reflections, handled := QuotableRefs(j)
	for _, ref := range slices.Concat(reflections, handled) {
		if slices.Contains(form.All("quote"), string(ref.ID)) && !slices.Contains(choice.Quoted, ref.ID) {
			choice.Quoted = append(choice.Quoted, ref.ID)
		}
	}
	return choice
}
