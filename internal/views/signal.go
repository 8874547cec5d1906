package views

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/monitor"
	"fermata/internal/signals"
)

// Signal is one signal in words.
type Signal struct {
	Code, About, Cause string
	Standing           string // the drawing that goes with it
	Words              guide.SignalWords
	Doubt              string // how sure it is, where that can be said
	URL                string
	Holds              bool
	Help               bool // the way to help stands beside it
	Plan               []string
	Because            []Row
	Handled            string // what was done about it, in words
	Safety             bool
	FormID             entry.ID // of the entry that says what was done about it
}

// Signals is the page of all signals.
type Signals struct {
	Running  string
	Standing Standing
	Signals  []Signal
	Quiet    []Signal
	Progress []Signal
	Criteria []Row
}

// Standing is where one stands, in a word and a drawing.
type Standing struct {
	Key, Word, Note string
}

func standing(key signals.Standing) Standing {
	if key == signals.Learning {
		return Standing{Key: string(signals.Steady), Word: guide.Say("standing.unknown"), Note: guide.Say("standing.unknown.note")}
	}
	return Standing{Key: string(key), Word: guide.Say("standing." + string(key)), Note: guide.Say("standing." + string(key) + ".note")}
}

// NewSignals lays out all signals. texts holds the words of entries that they
// name.
func NewSignals(j *journey.Journey, o signals.Outlook, library instrument.Library, texts map[entry.ID]string, now time.Time) Signals {
	v := Signals{Running: runningDate(j, now), Standing: standing(o.Standing)}
	for _, s := range o.Signals {
		v.Signals = append(v.Signals, NewSignal(j, s, library, texts, now))
	}
	for _, s := range o.Quiet {
		v.Quiet = append(v.Quiet, NewSignal(j, s, library, texts, now))
	}
	for _, s := range o.Progress {
		v.Progress = append(v.Progress, NewSignal(j, s, library, texts, now))
	}
	for _, c := range j.Criteria {
		v.Criteria = append(v.Criteria, Row{Title: CriterionWords(j, library, c), Note: c.Then})
	}
	return v
}

// NewSignal puts one signal into words.
func NewSignal(j *journey.Journey, s signals.Signal, library instrument.Library, texts map[entry.ID]string, now time.Time) Signal {
	today := j.Today(now)
	words, _ := guide.Signal(s.Code, slots(j, library, s.Facts, texts, today)...)
	v := Signal{
		Code: s.Code, About: s.About, Cause: s.Cause, Standing: string(s.Level), Words: words, Holds: s.Holds,
		Help: s.HelpLine || s.Level == signals.Help, Safety: s.Tier == signals.TierSafety, URL: signalURL(s),
		Because: becauseRows(j, s.Because, today),
	}
	if s.Tier == signals.TierDrift {
		v.Doubt = guide.Say("signal.doubt")
	}
	if s.Handled != nil {
		v.Handled = handledWords(s.Handled.Action) + ", " + dayWords(s.Handled.Day, today)
	}
	v.Plan = planWords(j, s)
	return v
}

func signalURL(s signals.Signal) string {
	return "/signals/" + s.Code + "?" + url.Values{"about": {s.About}, "cause": {s.Cause}}.Encode()
}

// planWords is what the person's own plan says about a signal.
func planWords(j *journey.Journey, s signals.Signal) []string {
	var words []string
	if c, ok := s.Facts["rule"].(entry.Criterion); ok && c.Then != "" {
		words = append(words, c.Then)
	}
	if j.Plan.StayingWell.IfThen != "" && s.Tier != signals.TierProgress {
		words = append(words, j.Plan.StayingWell.IfThen)
	}
	return words
}

// slots turns facts into what guide's sentences take.
func slots(j *journey.Journey, library instrument.Library, facts map[string]any, texts map[entry.ID]string, today entry.Day) []any {
	var pairs []any
	for _, name := range sortedKeys(facts) {
		value := facts[name]
		switch fact := value.(type) {
		case entry.Day:
			value = dayWords(fact, today)
		case signals.Keys:
			value = keyNames(j, fact)
		case signals.SkillKey:
			value = SkillName(j, string(fact))
		case entry.ID:
			value = clip(texts[fact], 60)
		case entry.Criterion:
			value = CriterionWords(j, library, fact)
		case signals.Finding:
			value = findingWords(j, library, fact, today)
		}
		pairs = append(pairs, name, value)
	}
	return pairs
}

// keyNames lists the names of items and warning signs.
func keyNames(j *journey.Journey, keys []string) string {
	var names []string
	for _, key := range keys {
		name := journey.NameOf(j.Signs, key)
		if item, ok := j.Item(key); ok {
			name = lowerFirst(item.Name)
		} else if name != key {
			name = "“" + name + "”"
		}
		names = append(names, name)
	}
	return and(names)
}

func and(names []string) string {
	return guide.List(names)
}

func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// becauseRows are the entries behind a signal.
func becauseRows(j *journey.Journey, ids []entry.ID, today entry.Day) []Row {
	wanted := map[entry.ID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var rows []Row
	for day := range j.DaysBack(entry.LastDay) {
		if len(rows) == len(wanted) {
			break
		}
		for _, c := range day.CheckIns {
			if wanted[c.ID] {
				rows = append(rows, Row{Title: dayWords(day.Day, today), Note: tells(j, c), URL: "/check-ins/" + string(c.ID)})
			}
		}
		for _, s := range day.Sheets {
			if wanted[s.ID] {
				rows = append(rows, Row{Title: guide.Say("told.of", "what", strings.ToUpper(s.Instrument), "when", dayWords(day.Day, today)), URL: "/measures/" + s.Instrument + "/sheets/" + string(s.ID)})
			}
		}
		for _, e := range day.Events {
			if wanted[e.ID] {
				rows = append(rows, Row{Title: guide.Say("told.life-event", "when", dayWords(day.Day, today)), URL: "/life-events/" + string(e.ID)})
			}
		}
		rows = append(rows, progressRows(j, day, wanted, today)...)
	}
	return rows
}

// progressRows are the moments and practices of a day behind a signal.
func progressRows(j *journey.Journey, day *journey.Day, wanted map[entry.ID]bool, today entry.Day) []Row {
	var rows []Row
	when := dayWords(day.Day, today)
	for _, h := range day.HandledIts {
		if wanted[h.ID] {
			rows = append(rows, Row{Title: guide.Say("told.of", "what", guide.Say("place.handled"), "when", when), End: thenWords("handled", h.Before, h.After), URL: "/handled/" + string(h.ID)})
		}
	}
	for _, p := range day.Practices {
		if wanted[p.ID] {
			rows = append(rows, Row{Title: guide.Say("told.of", "what", SkillName(j, p.Skill), "when", when), End: thenWords("practice", p.Before, p.After), URL: "/practice/" + string(p.ID)})
		}
	}
	for _, p := range day.Progress {
		if wanted[p.ID] {
			rows = append(rows, Row{Title: upperFirst(when), End: guide.Say("count.of-ten", "n", p.Value), URL: "/plan/goals/" + p.Goal})
		}
	}
	return rows
}

// DriftChart draws the composite of the daily items: the usual range, the
// smoothed line, the days, and where the line crossed. Higher is heavier.
func DriftChart(o signals.Outlook) Chart {
	days := o.Drift.Days
	if len(days) == 0 {
		return Chart{}
	}
	from := days[0].Day
	chart := Chart{
		Key: "drift", Title: guide.Say("drift.title"), Min: entry.ItemMin, Max: entry.ItemMax,
		From: entry.Day(from), To: entry.Day(days[len(days)-1].Day), Summary: driftSummary(o),
	}
	out := driftDays(o.Drift)
	for _, d := range days {
		at := d.Day - from
		if d.Value == d.Value { // not NaN
			chart.Points = append(chart.Points, ChartPoint{Day: at, Value: d.Value, Out: out(d)})
		}
		if d.Line == d.Line {
			chart.Smoothed = append(chart.Smoothed, ChartXY{X: float64(at), Y: d.Line})
		}
		if d.Low == d.Low && d.High == d.High {
			chart.Band = append(chart.Band, ChartBand{Day: at, Low: d.Low, High: d.High})
		}
	}
	return chart
}

// driftDays says which days stand behind an open alarm.
func driftDays(r monitor.Result) func(monitor.Day) bool {
	if len(r.Alarms) == 0 || !r.Alarms[len(r.Alarms)-1].Open {
		return func(monitor.Day) bool { return false }
	}
	since := r.Alarms[len(r.Alarms)-1].Since
	return func(d monitor.Day) bool { return d.Day >= since && d.Value > d.High }
}

func driftSummary(o signals.Outlook) string {
	switch o.Drift.Status {
	case monitor.Learning:
		return guide.Say("progress.line.learning", "days", o.Drift.Baseline.N, "of", 28)
	case monitor.NotEnough:
		return guide.Say("standing.too-few-days")
	}
	return guide.Say("drift.summary")
}

// CriterionWords is a rule in words, "PHQ-9 is 10 or more, twice in a row".
func CriterionWords(j *journey.Journey, library instrument.Library, c entry.Criterion) string {
	item := func() string {
		if i, ok := j.Item(c.What); ok {
			return i.Name
		}
		return c.What
	}
	switch c.If {
	case entry.IfMeasure:
		return ruleWords("rules.says.measure", c.Times, "measure", instrumentName(library, c.What), "level", number(c.Level))
	case entry.IfAbove:
		return ruleWords("rules.says.above", c.Times, "item", item(), "level", number(c.Level))
	case entry.IfBelow:
		return ruleWords("rules.says.below", c.Times, "item", item(), "level", number(c.Level))
	case entry.IfSigns:
		if c.What == "" {
			return guide.Say("rules.says.any-sign", "n", c.Times, "days", c.Of)
		}
		return guide.Say("rules.says.sign", "sign", journey.NameOf(j.Signs, c.What), "n", c.Times, "days", c.Of)
	case entry.IfSilence:
		return guide.Say("rules.says.silence", "days", c.Times)
	case entry.IfEvent:
		return guide.Say("rules.says.event", "weight", number(c.Level))
	case entry.IfDate:
		return guide.Say("rules.says.date", "date", guide.FullDate(c.Day.Time()))
	}
	return c.Words
}

// ruleWords says a rule that holds at once, or the one beside it that holds only
// after so many times or days in a row.
func ruleWords(key string, times int, pairs ...any) string {
	if times <= 1 {
		return guide.Say(key, pairs...)
	}
	return guide.Say(key+".times", append(pairs, "times", times)...)
}

func instrumentName(library instrument.Library, code string) string {
	if of, err := library.Lookup(code); err == nil {
		return of.Code
	}
	return strings.ToUpper(code)
}

// findingWords is what made a rule true, a sentence.
func findingWords(j *journey.Journey, library instrument.Library, f signals.Finding, today entry.Day) string {
	day := inSentence(dayWords(f.Day, today), f.Day, today)
	switch f.If {
	case entry.IfMeasure:
		return guide.Say("rules.fact.measure", "measure", instrumentName(library, f.What), "value", number(f.Value), "day", day)
	case entry.IfAbove, entry.IfBelow:
		name := f.What
		if i, ok := j.Item(f.What); ok {
			name = i.Name
		}
		return guide.Say("rules.fact.item", "item", name, "value", number(f.Value), "day", day, "days", f.Times)
	case entry.IfSigns:
		return guide.Say("rules.fact.signs", "signs", keyNames(j, f.Signs), "n", f.Times, "days", f.Of)
	case entry.IfSilence:
		return guide.Say("rules.fact.silence", "days", f.Times)
	case entry.IfEvent:
		return guide.Say("rules.fact.event", "weight", number(f.Value), "day", day)
	case entry.IfDate:
		return guide.Say("rules.fact.date")
	}
	return guide.Say("rules.fact.own")
}

// Criteria is the page of a person's return criteria.
type Criteria struct {
	Form     Form
	Rules    []CriterionRow
	Sorts    []Option
	Sort     string // the sort that is being filled in, in words; "" while none is chosen
	Measures []Option
	Items    []Option
	Signs    []Option
}

// CriterionRow is one rule with what it would have done.
type CriterionRow struct {
	Key, Words, Then string
	Fired            string
	Own, Came        bool
}

// firedMost is how many days a rule names.
const firedMost = 4

// NewCriteria lays out the rules and the form for one more.
func NewCriteria(j *journey.Journey, library instrument.Library, form Form, now time.Time) Criteria {
	today := j.Today(now)
	first, _, _ := j.Span()
	v := Criteria{Form: form, Sorts: criterionSorts(), Signs: []Option{{Value: "", Title: guide.Say("rules.sign.any")}}}
	for _, sort := range v.Sorts {
		if sort.Value == form.Value("if") {
			v.Sort = sort.Title
		}
	}
	for _, c := range j.Criteria {
		row := CriterionRow{Key: c.Key, Words: CriterionWords(j, library, c), Then: c.Then, Own: c.If == entry.IfOwn, Came: c.Came}
		if c.If != entry.IfOwn && c.If != entry.IfDate {
			row.Fired = firedWords(signals.WouldHaveFired(c, j, library, first, today), today)
		}
		v.Rules = append(v.Rules, row)
	}
	for _, of := range library.All() {
		if of.Entry == instrument.ByItems {
			v.Measures = append(v.Measures, Option{Value: of.Key(), Title: of.Code})
		}
	}
	for _, item := range j.Asked() {
		v.Items = append(v.Items, Option{Value: item.Key, Title: item.Name})
	}
	v.Signs = append(v.Signs, chosenOptions(j.Signs, nil)...)
	return v
}

func criterionSorts() []Option {
	return []Option{
		{Value: string(entry.IfMeasure), Title: guide.Say("rules.sort.measure")},
		{Value: string(entry.IfBelow), Title: guide.Say("rules.sort.below")},
		{Value: string(entry.IfAbove), Title: guide.Say("rules.sort.above")},
		{Value: string(entry.IfSigns), Title: guide.Say("rules.sort.signs")},
		{Value: string(entry.IfSilence), Title: guide.Say("rules.sort.silence")},
		{Value: string(entry.IfEvent), Title: guide.Say("rules.sort.event")},
		{Value: string(entry.IfDate), Title: guide.Say("rules.sort.date")},
		{Value: string(entry.IfOwn), Title: guide.Say("rules.sort.own")},
	}
}

func firedWords(days []entry.Day, today entry.Day) string {
	if len(days) == 0 {
		return guide.Say("rules.fired.never")
	}
	var names []string
	for _, day := range days[max(0, len(days)-firedMost):] {
		names = append(names, guide.ShortDay(day.Time(), today.Time()))
	}
	if more := len(days) - firedMost; more > 0 {
		return guide.Say("rules.fired.more", "days", and(names), "n", more)
	}
	return guide.Say("rules.fired", "days", and(names))
}

// CriterionField is the first field of a sort of rule, for a sentence about it.
func CriterionField(sort string) string {
	fields := map[string]string{
		"measure": "score", "item-below": "value", "item-above": "value", "signs": "sign-days",
		"silence": "silence", "event": "weight", "date": "date", "own": "words",
	}
	return fields[sort]
}

// ReadCriterion makes a rule from the form.
func ReadCriterion(form Form, key string) entry.Criterion {
	c := entry.Criterion{Key: key, If: entry.CriterionIf(form.Value("if")), Then: form.Value("then")}
	value := func(name string) float64 {
		n, err := strconv.ParseFloat(form.Value(name), 64)
		if err != nil {
			return -1
		}
		return n
	}
	count := func(name string) int { return int(value(name)) }
	switch c.If {
	case entry.IfMeasure:
		c.What, c.Level, c.Times = form.Value("measure"), value("score"), count("sheets")
	case entry.IfAbove, entry.IfBelow:
		c.What, c.Level, c.Times = form.Value("item"), value("value"), count("days")
	case entry.IfSigns:
		c.What, c.Times, c.Of = form.Value("sign"), count("sign-days"), count("sign-of")
	case entry.IfSilence:
		c.Times = count("silence")
	case entry.IfEvent:
		c.Level = value("weight")
	case entry.IfDate:
		c.Day, _ = entry.ParseDay(form.Value("date"))
	case entry.IfOwn:
		c.Words = form.Value("words")
	}
	return c
}

// SignalPage is one signal with its chart and what can be done about it.
type SignalPage struct {
	Running, Word string
	Signal        Signal
	Chart         Chart
	Items         []Chart
	Form          Form
	NewNormal     bool   // the baseline can start afresh
	Measure       string // a questionnaire that would say more, by its key; "" for none
	MeasureName   string
	Evidence      string
}

// NewSignalPage lays out one signal.
func NewSignalPage(j *journey.Journey, o signals.Outlook, s signals.Signal, library instrument.Library, texts map[entry.ID]string, form Form, now time.Time) SignalPage {
	today := j.Today(now)
	v := SignalPage{Running: runningDate(j, now), Word: standing(s.Level).Word, Signal: NewSignal(j, s, library, texts, now), Form: form}
	v.Signal.FormID = form.ID
	for _, rule := range signals.Rules() {
		if rule.Code == s.Code {
			v.Evidence = guide.Say("signal.evidence", "evidence", rule.Evidence)
		}
	}
	switch s.Tier {
	case signals.TierDrift:
		v.Chart, v.NewNormal = DriftChart(o), true
		v.Items = movedCharts(j, s, today)
		if rhythm := Rhythm(j); len(rhythm.Measures) > 0 {
			v.Measure = rhythm.Measures[0].Instrument
			v.MeasureName = instrumentName(library, v.Measure)
		}
	case signals.TierMeasures, signals.TierProgress:
		if of, err := library.Lookup(s.About); err == nil {
			v.Chart = measureChart(j, library, of, today)
		}
	}
	return v
}

// movedCharts draws the items that moved the composite.
func movedCharts(j *journey.Journey, s signals.Signal, today entry.Day) []Chart {
	keys, _ := s.Facts["items"].(signals.Keys)
	var charts []Chart
	for _, key := range keys {
		if item, ok := j.Item(key); ok {
			charts = append(charts, itemChart(j, item, today-weeksShown*2+1, today))
		}
	}
	return charts
}

// handledWords say what was done about a signal.
func handledWords(action entry.HandledBy) string {
	switch action {
	case entry.HandledSafe:
		return guide.Say("safety.i-am-safe")
	case entry.HandledFine:
		return guide.Say("signal.fine.do")
	}
	return guide.Say("signal." + string(action))
}
