package views

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Measures is the list of measures: what is due, what was answered, and what
// there is to choose from.
type Measures struct {
	Due      []Row
	Answered []Row
	Others   []Row
	Scores   []Row // questionnaires whose text may not be shown: a total from elsewhere
	Form     Form  // how often, and whether to be asked about harm
	Every    []Option
	Rhythm   []RhythmRow
}

// RhythmRow is one measure of the rhythm, as the form shows it.
type RhythmRow struct {
	Code, Title string
}

// defaultRhythm is what a record without a rhythm of its own is asked: both
// every two weeks, as long as they ask about. [D: clinical §4]
func defaultRhythm() entry.Rhythm {
	return entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 14}, {Instrument: "gad-7", EveryDays: 14}}}
}

// Rhythm is which measures are asked now: the person's, or the default; the
// PHQ-8 stands for the PHQ-9 for those who would rather not be asked about
// harm.
func Rhythm(j *journey.Journey) entry.Rhythm {
	rhythm := j.Rhythm
	if !j.HasRhythm {
		rhythm = defaultRhythm()
	}
	rhythm.Measures = slices.Clone(rhythm.Measures)
	for i := range rhythm.Measures {
		if rhythm.NoHarmQuestion && rhythm.Measures[i].Instrument == "phq-9" {
			rhythm.Measures[i].Instrument = "phq-8"
		}
	}
	return rhythm
}

// NewMeasures lays out the list.
func NewMeasures(j *journey.Journey, library instrument.Library, form Form, now time.Time) Measures {
	today := j.Today(now)
	rhythm := Rhythm(j)
	v := Measures{Form: form, Every: everyOptions()}
	if len(form.Values) == 0 {
		v.Form.Values = rhythmValues(rhythm)
	}
	asked := map[string]bool{}
	for _, m := range rhythm.Measures {
		of, err := library.Lookup(m.Instrument)
		if err != nil {
			continue
		}
		asked[of.Code] = true
		v.Rhythm = append(v.Rhythm, RhythmRow{Code: of.Key(), Title: of.Code})
		v.Due = append(v.Due, dueRow(j, of, m.EveryDays, today))
	}
	for _, of := range library.All() {
		row := Row{Title: of.Code, Note: of.Title, URL: "/measures/" + of.Key()}
		switch {
		case asked[of.Code]:
		case of.Entry == instrument.ByItems:
			v.Others = append(v.Others, row)
		default:
			v.Scores = append(v.Scores, row)
		}
	}
	v.Answered = answeredRows(j, library, today)
	return v
}

func everyOptions() []Option {
	var options []Option
	for _, weeks := range []int{2, 3, 4, 8, 13} {
		options = append(options, Option{Value: strconv.Itoa(weeks * 7), Title: guide.Say("measure.every", "weeks", weeks)})
	}
	return append(options, Option{Value: "", Title: guide.Say("measure.not-asked")})
}

func rhythmValues(rhythm entry.Rhythm) url.Values {
	values := url.Values{}
	for _, m := range rhythm.Measures {
		values.Set("every-"+m.Instrument, strconv.Itoa(m.EveryDays))
	}
	if rhythm.NoHarmQuestion {
		values.Set("no-harm-question", "on")
	}
	if rhythm.CheckInDays > 0 {
		values.Set("check-in-days", strconv.Itoa(rhythm.CheckInDays))
	}
	values.Set("remind-at", rhythm.RemindAt)
	return values
}

// ReadRhythm makes a rhythm from the form: every-CODE for each measure, and
// how often to check in where the form asks for it. What it does not ask for
// stays as it was before.
func ReadRhythm(before entry.Rhythm, library instrument.Library, form Form) (entry.Rhythm, fault.Fields) {
	var fields fault.Fields
	rhythm := entry.Rhythm{NoHarmQuestion: form.Value("no-harm-question") != "", CheckInDays: before.CheckInDays, RemindAt: before.RemindAt}
	readCheckIns(&rhythm, form)
	for _, of := range library.All() {
		text := form.Value("every-" + of.Key())
		if text == "" {
			continue
		}
		days, err := strconv.Atoi(text)
		if err != nil || days < max(7, of.Recall.Days) || days > 366 {
			fields.Add("every-"+of.Key(), guide.Say("measure.choose-time"))
			continue
		}
		code := of.Key()
		if code == "phq-8" && !rhythm.NoHarmQuestion {
			code = "phq-9"
		}
		rhythm.Measures = append(rhythm.Measures, entry.Measured{Instrument: code, EveryDays: days})
	}
	return rhythm, fields
}

// LastSheet is the latest sheet of an instrument, whoever told it.
func LastSheet(j *journey.Journey, of instrument.Instrument) (journey.Sheet, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, sheet := range slices.Backward(day.Sheets) {
			if sheet.Instrument == of.Key() {
				return sheet, day.Day, true
			}
		}
	}
	return journey.Sheet{}, 0, false
}

// due is the day a measure is due; today when it was never answered. It is
// never earlier than the days it asks about allow.
func due(j *journey.Journey, of instrument.Instrument, every int, today entry.Day) entry.Day {
	_, last, ok := LastSheet(j, of)
	if !ok {
		return today
	}
	return last + entry.Day(max(every, of.Recall.Days))
}

func dueRow(j *journey.Journey, of instrument.Instrument, every int, today entry.Day) Row {
	on := due(j, of, every, today)
	row := Row{Title: of.Code, Note: guide.Say("measure.every", "weeks", every/7), URL: "/measures/" + of.Key()}
	if on <= today {
		row.Due, row.End = true, minutes(of)
		return row
	}
	row.End = dayWords(on, today)
	return row
}

// minutes is about how long a questionnaire takes, at ten seconds an item.
func minutes(of instrument.Instrument) string {
	return guide.Say("measure.minutes", "minutes", max(1, (len(of.Items)+5)/6))
}

// answeredMost is how many sheets the list shows.
const answeredMost = 12

func answeredRows(j *journey.Journey, library instrument.Library, today entry.Day) []Row {
	var rows []Row
	for _, s := range slices.Backward(scores(j, library, today-400, today)) {
		if len(rows) == answeredMost {
			break
		}
		rows = append(rows, Row{
			Title: s.of.Code + ": " + number(s.total), Note: s.band, End: dayWords(s.day, today),
			URL: "/measures/" + s.of.Key() + "/sheets/" + string(s.sheet.ID),
		})
	}
	return rows
}

// Measure is one questionnaire to answer. Earlier answers are never shown
// while answering: they would pull.
type Measure struct {
	Form    Form
	Of      instrument.Instrument
	Items   []MeasureItem
	Step    int // 1.. when asked one at a time; 0 for all on one page
	Steps   int
	Kept    url.Values // answers of the other steps, carried along
	Help    []guide.Contact
	Harm    bool // asks about harm: the other form is offered
	AskSafe bool // an answer asks for the one question about safety
	Latest  string
}

// MeasureItem is one question with what was chosen so far.
type MeasureItem struct {
	Number  int
	Name    string // of the field
	Item    instrument.Item
	Options []Option
	Marks   []string // values that show support at once
	Value   string
	Error   string
}

// AnswerField is the field of an item.
func AnswerField(item instrument.Item) string { return "answer-" + item.LinkID }

// NewMeasure lays out a questionnaire, whole or one question at a time.
func NewMeasure(j *journey.Journey, of instrument.Instrument, form Form, step int, now time.Time) Measure {
	v := Measure{Form: form, Of: of, Step: step, Steps: len(of.Items), Kept: url.Values{}, Latest: j.Today(now).String()}
	for n, item := range of.Items {
		shown := MeasureItem{
			Number: n + 1, Name: AnswerField(item), Item: item, Options: answerOptions(item),
			Value: form.Value(AnswerField(item)), Error: form.Error(AnswerField(item)),
		}
		if item.Safety.Marked {
			v.Harm = true
			shown.Marks = marks(item)
			v.AskSafe = v.AskSafe || slices.Contains(shown.Marks, shown.Value)
		}
		if step == 0 || step == n+1 {
			v.Items = append(v.Items, shown)
		} else if shown.Value != "" {
			v.Kept.Set(shown.Name, shown.Value)
		}
	}
	if v.Harm {
		v.Help = helpContacts(j)
	}
	return v
}

func answerOptions(item instrument.Item) []Option {
	var options []Option
	for _, o := range item.Options {
		options = append(options, Option{Value: strconv.Itoa(o.Value), Title: o.Text})
	}
	for value := item.Low; len(item.Options) == 0 && value <= item.High; value++ {
		options = append(options, Option{Value: strconv.Itoa(value), Title: strconv.Itoa(value)})
	}
	return options
}

// marks are the answers to a safety item that call for support at once.
func marks(item instrument.Item) []string {
	var values []string
	for _, o := range answerOptions(item) {
		if n, _ := strconv.Atoi(o.Value); n > item.Safety.Above {
			values = append(values, o.Value)
		}
	}
	return values
}

// helpContacts are the numbers that stand beside a hard question.
func helpContacts(j *journey.Journey) []guide.Contact {
	help := guide.HelpFor(j.HelpCard.Country)
	contacts := slices.Clone(help.Emergency)
	for _, line := range help.Lines {
		contacts = append(contacts, line.Contacts...)
	}
	return contacts
}

// ReadMeasure makes an answer sheet from a form. Answers may be missing;
// whether a score can be made of the rest is the instrument's to say.
func ReadMeasure(of instrument.Instrument, form Form) (entry.AnswerSheet, fault.Fields) {
	var fields fault.Fields
	sheet := entry.AnswerSheet{Instrument: of.Key(), Safe: entry.Safe(form.Value("safe"))}
	for _, item := range of.Items {
		text := form.Value(AnswerField(item))
		if text == "" {
			continue
		}
		value, err := strconv.Atoi(text)
		if err != nil || !slices.ContainsFunc(answerOptions(item), func(o Option) bool { return o.Value == text }) {
			fields.Add(AnswerField(item), guide.Say("measure.choose-answer"))
			continue
		}
		if sheet.Answers == nil {
			sheet.Answers = map[string]float64{}
		}
		sheet.Answers[item.LinkID] = float64(value)
	}
	readTotals(of, form, &sheet, &fields)
	if len(fields) == 0 && len(sheet.Answers) == 0 && sheet.Total == nil {
		fields.Add(firstField(of), guide.Say("measure.no-answer"))
	}
	return sheet, fields
}

// TotalField is the field of a score that was made elsewhere.
func TotalField(scale instrument.Scale) string { return "total-" + scale.Name }

func readTotals(of instrument.Instrument, form Form, sheet *entry.AnswerSheet, fields *fault.Fields) {
	if of.Entry == instrument.ByItems || len(sheet.Answers) > 0 {
		return
	}
	for _, scale := range of.Scales {
		text := form.Value(TotalField(scale))
		if text == "" {
			continue
		}
		value, err := strconv.ParseFloat(text, 64)
		if err == nil {
			_, err = of.Enter(instrument.Entered{Scale: scale.Name, Value: value})
		}
		switch {
		case err != nil:
			fields.Add(TotalField(scale), guide.Say("measure.score-range", "low", number(scale.Range.Low), "high", number(scale.Range.High)))
		case len(of.Scales) == 1:
			sheet.Total = &value
		default:
			if sheet.Answers == nil {
				sheet.Answers = map[string]float64{}
			}
			sheet.Answers[scale.Name] = value
		}
	}
}

func firstField(of instrument.Instrument) string {
	if of.Entry == instrument.ByItems && len(of.Items) > 0 {
		return AnswerField(of.Items[0])
	}
	if len(of.Scales) > 0 {
		return TotalField(of.Scales[0])
	}
	return "answers"
}

// Result is a sheet that was answered: score, band, and what the change since
// the break began means.
type Result struct {
	Title, Running string
	Lines          []string // score, band, change; one sentence each
	Sources        []string // where the numbers come from
	Safety         bool     // a safety item was marked
	Safe           entry.Safe
	Help           []guide.Contact
	Chart          Chart
	Told           Told
}

// NewResult lays out the result of one sheet.
func NewResult(j *journey.Journey, library instrument.Library, of instrument.Instrument, sheet journey.Sheet, day entry.Day, eraseID entry.ID, now time.Time) Result {
	today := j.Today(now)
	v := Result{
		Title: of.Code, Running: whenWords(sheet.Ref, day, today), Safe: sheet.Safe, Chart: measureChart(j, library, of, today),
		Told: Told{
			BackURL: "/measures", EraseURL: "/measures/" + of.Key() + "/sheets/" + string(sheet.ID) + "/erase",
			EraseAsk: guide.Say("measure.erase.ask"), EraseID: eraseID,
		},
	}
	result, err := of.Read(sheet.Answers, sheet.Total)
	if err != nil {
		v.Lines = []string{guide.Say("measure.missing", "missing", len(of.Items)-len(sheet.Answers))}
		if arranged, arrangeErr := of.Arrange(sheet.Answers); arrangeErr == nil {
			v.Safety = len(of.Safety(arranged)) > 0
		}
	} else {
		v.Safety = len(result.Safety) > 0
		v.scoreLines(j, library, of, result, day)
	}
	if v.Safety {
		v.Help = helpContacts(j)
	}
	return v
}

func (v *Result) scoreLines(j *journey.Journey, library instrument.Library, of instrument.Instrument, result instrument.Result, day entry.Day) {
	for _, score := range result.Scores {
		line := guide.Say("measure.score.said", "measure", score.Title, "score", number(score.Value))
		if score.Band.Label != "" {
			line = guide.Say("measure.score.band", "measure", score.Title, "score", number(score.Value), "band", score.Band.Label)
		}
		v.Lines = append(v.Lines, line)
		v.source(guide.Say("evidence.bands"), score.Band.Provenance)
	}
	total, ok := result.Total()
	scale, known := of.Scale(instrument.Total)
	if !ok || !known {
		return
	}
	start, found := startScore(j, library, of, day)
	if !found {
		v.Lines = append(v.Lines, guide.Say("measure.no-start"))
		return
	}
	change, err := of.Change(instrument.Total, start.total, total.Value)
	if err != nil {
		return
	}
	v.Lines = append(v.Lines, changeLine(of.Code, change))
	if scale.Reliable.Points > 0 {
		key := "measure.change.chance"
		if change.BeyondError == instrument.Yes {
			key = "measure.change.real"
		}
		v.Lines = append(v.Lines, guide.Say(key, "limit", number(scale.Reliable.Points)))
		v.source(guide.Say("evidence.reliable"), scale.Reliable.Provenance)
	}
	if change.NoticeNeeds > 0 {
		v.Lines = append(v.Lines, guide.Say("measure.change.felt", "limit", number(change.NoticeNeeds)))
		v.source(guide.Say("evidence.noticed"), change.Notice.Provenance)
	}
}

func (v *Result) source(what string, p instrument.Provenance) {
	if p.Tag == "" {
		return
	}
	line := guide.Say("evidence.source", "what", what, "source", p.String())
	if !p.Verified() {
		line = guide.Say("evidence.not-verified", "source", line)
	}
	if !slices.Contains(v.Sources, line) {
		v.Sources = append(v.Sources, line)
	}
}

func changeLine(code string, change instrument.Change) string {
	switch {
	case change.Points > 0:
		return guide.Say("measure.change.more", "measure", code, "score", number(change.To), "change", number(change.Points))
	case change.Points < 0:
		return guide.Say("measure.change.less", "measure", code, "score", number(change.To), "change", number(-change.Points))
	}
	return guide.Say("measure.change.none", "measure", code, "score", number(change.To))
}

// startScore is the score the break began with: the latest from four weeks
// before its first day up to that day, else the first one after it. It never
// is the sheet of the day that is looked at.
func startScore(j *journey.Journey, library instrument.Library, of instrument.Instrument, day entry.Day) (scored, bool) {
	start, on := j.BreakStart(day)
	if !on {
		return scored{}, false
	}
	var best scored
	found := false
	for _, s := range scores(j, library, start-briefWindow, day-1) {
		if s.of.Code != of.Code || found && s.day > start {
			continue
		}
		best, found = s, true
	}
	return best, found
}

// measureChart draws the scores of a questionnaire over the last year.
func measureChart(j *journey.Journey, library instrument.Library, of instrument.Instrument, today entry.Day) Chart {
	return scoreChart(j, library, of, today-365, today)
}

// scoreChart draws the scores of a questionnaire from..to (included).
func scoreChart(j *journey.Journey, library instrument.Library, of instrument.Instrument, from, to entry.Day) Chart {
	scale, ok := of.Scale(instrument.Total)
	if !ok {
		return Chart{}
	}
	chart := Chart{
		Key: of.Key(), Title: of.Code, From: from, To: to, Min: scale.Range.Low, Max: scale.Range.High, Answers: true,
		BetterHigh: scale.Direction == instrument.HigherIsBetter, Phases: phaseMarks(j, from, to),
	}
	for _, s := range scoresOf(j, library, of.Code, from, to) {
		chart.Points = append(chart.Points, ChartPoint{Day: int(s.day - from), Value: s.total})
		chart.Smoothed = append(chart.Smoothed, ChartXY{X: float64(s.day - from), Y: s.total})
		chart.Numbers = append(chart.Numbers, []string{guide.FullDate(s.day.Time()), number(s.total), s.band})
	}
	for n, band := range scale.Bands {
		chart.Zones = append(chart.Zones, ChartZone{Low: band.From, High: band.To, Label: band.Label, Shaded: n%2 == 1})
	}
	slices.Reverse(chart.Numbers)
	return chart
}
