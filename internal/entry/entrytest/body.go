package entrytest

import (
	"fmt"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"fermata/internal/entry"
)

// bodies draws a body of each kind that a person tells.
var bodies = map[entry.Kind]func(*rapid.T) entry.Body{
	entry.KindProfile:      profileBody,
	entry.KindPhase:        phaseBody,
	entry.KindItems:        itemsBody,
	entry.KindWarningSigns: func(t *rapid.T) entry.Body { return entry.WarningSigns{Signs: named(t, signKeys)} },
	entry.KindSkills:       func(t *rapid.T) entry.Body { return entry.Skills{Skills: named(t, skillKeys)} },
	entry.KindCheckIn:      checkInBody,
	entry.KindReflection:   reflectionBody,
	entry.KindLifeEvent:    lifeEventBody,
	entry.KindAnswerSheet:  answerSheetBody,
	entry.KindHelpCard:     helpCardBody,
	entry.KindLetter:       letterBody,

	entry.KindRhythm:         rhythmBody,
	entry.KindReturnCriteria: criteriaBody,
	entry.KindHandled:        handledBody,
	entry.KindOwnInstrument:  ownInstrumentBody,
}

// told lists the kinds of bodies in a fixed order, so that a draw can be
// repeated.
var told = []entry.Kind{
	entry.KindProfile, entry.KindPhase, entry.KindItems, entry.KindWarningSigns, entry.KindSkills,
	entry.KindCheckIn, entry.KindReflection, entry.KindLifeEvent, entry.KindAnswerSheet,
	entry.KindHelpCard, entry.KindLetter,
	entry.KindRhythm, entry.KindReturnCriteria, entry.KindHandled, entry.KindOwnInstrument,

	entry.KindSignWeights, entry.KindOptionWeights, entry.KindSureness, entry.KindTalkGuide, entry.KindDecision,
	entry.KindCareAtTheEdge, entry.KindAgenda, entry.KindMixedFeelings, entry.KindAgreement, entry.KindGoals,
	entry.KindGoalProgress, entry.KindOwnSkill, entry.KindSupportCircle, entry.KindResources, entry.KindStayingWell,
	entry.KindSafetyPlan, entry.KindHandledIt, entry.KindPractice, entry.KindReview,
	entry.KindCareOptions,
	entry.KindTherapistLetter, entry.KindReturnCheck, entry.KindEpisodeSummary, entry.KindLookBack,
	entry.KindTherapyFit, entry.KindExperiment, entry.KindExperimentDay,
}

var (
	itemKeys  = []string{"mood", "sleep", "energy", "restlessness"}
	signKeys  = []string{"staying-in-bed", "not-answering", "skipping-meals"}
	skillKeys = []string{"slow-breathing", "walk", "thought-record"}
)

// Body draws a valid body of a kind that a person tells: any but import,
// import-mapping, erasure and unknown ones.
func Body(t *rapid.T, kind entry.Kind) entry.Body {
	draw, ok := bodies[kind]
	if !ok {
		draw, ok = pathBodies[kind]
	}
	if !ok {
		t.Fatalf("no body is drawn for kind %q", kind)
	}
	return draw(t)
}

// anyBody draws a body of any kind at all.
func anyBody(t *rapid.T) entry.Body {
	switch n := rapid.IntRange(0, len(told)+3).Draw(t, "kind"); n - len(told) {
	case 0:
		return entry.Import{Batch: "batch-1", Source: "csv", File: text(t, "file", 40), Read: 3, Added: 2, Unread: 1}
	case 1:
		return mappingBody(t, "batch-1")
	case 2:
		return erasureBody(t)
	case 3:
		return unknownBody(t)
	default:
		return Body(t, told[n])
	}
}

// bodyLike draws another body of the same kind, for a correction.
func bodyLike(t *rapid.T, body entry.Body) entry.Body {
	switch body := body.(type) {
	case entry.ImportMapping:
		return mappingBody(t, body.Batch)
	case entry.Unknown:
		next := unknownBody(t)
		next.Name, next.Version, next.In = body.Name, body.Version, body.In
		return next
	default:
		return Body(t, body.Kind())
	}
}

func checkInBody(t *rapid.T) entry.Body {
	return entry.CheckIn{
		Items:  values(t),
		Signs:  some(t, "signs", signKeys),
		Skills: some(t, "skills", skillKeys),
		Line:   text(t, "line", 60) + ".", // never empty, so that there is always something to save
		Safe:   safe(t),
	}
}

func rowBody(t *rapid.T, batch string, line int) entry.Body {
	origin := entry.Origin{Batch: batch, Line: line, Values: map[string]string{}, Tags: some(t, "tags", []string{"reading", "long walk"})}
	for _, column := range columns {
		if rapid.Bool().Draw(t, "filled") {
			origin.Values[column] = rapid.SampledFrom([]string{"good", "meh", "so-so", "0", "3", "5", "7", "-"}).Draw(t, "cell")
		}
	}
	if len(origin.Values) == 0 {
		origin.Values = nil
	}
	return entry.CheckIn{Line: text(t, "note", 200), Origin: &origin}
}

// columns are those of every drawn import.
var columns = []string{"mood", "stress"}

func mappingBody(t *rapid.T, batch string) entry.Body {
	mapping := entry.ImportMapping{Batch: batch}
	for _, name := range some(t, "columns", columns) {
		column := entry.Column{Name: name, Item: key(t, itemKeys)}
		if rapid.Bool().Draw(t, "levels") {
			column.Levels = map[string]float64{"good": value(t), "meh": value(t)}
		}
		if rapid.Bool().Draw(t, "numbers") {
			column.From, column.To = 0, 5
			if rapid.Bool().Draw(t, "turned round") {
				column.From, column.To = 5, 0
			}
		}
		mapping.Columns = append(mapping.Columns, column)
	}
	if rapid.Bool().Draw(t, "tag") {
		mapping.Tags = map[string]entry.Tag{"long walk": {Skill: "walk"}}
	}
	return mapping
}

func erasureBody(t *rapid.T) entry.Body {
	from := rapid.Int64Range(1, 100).Draw(t, "from")
	return entry.Erasure{
		Entries: []entry.ID{entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012x", from))},
		Ranges:  []entry.Range{{From: from, To: from + rapid.Int64Range(0, 10).Draw(t, "more")}},
	}
}

// unknownBody is something a newer Fermata wrote, in compact JSON as every
// Fermata writes it.
func unknownBody(t *rapid.T) entry.Unknown {
	raw := `{"text":` + strconv.Quote(strings.Map(plain, text(t, "raw", 30))) + `,"n":[1,2.50,1e3],"<&>":null}`
	known := rapid.SampledFrom([]entry.Unknown{
		{Name: "to-come", Version: 1, In: entry.Shareable},
		{Name: "therapy-fit", Version: 3, In: entry.Private},
		{Name: entry.KindCheckIn, Version: 99, In: entry.Shareable},
		{Name: entry.KindReflection, Version: 2, In: entry.Private},
	}).Draw(t, "unknown")
	known.Raw = []byte(raw)
	return known
}

// plain drops what Go quotes in another way than JSON.
func plain(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func profileBody(t *rapid.T) entry.Body {
	return entry.Profile{
		Country:   rapid.SampledFrom([]string{"", "GB", "US", "NP"}).Draw(t, "country"),
		Zone:      rapid.SampledFrom([]string{"", "Europe/London", "Asia/Kathmandu"}).Draw(t, "profile zone"),
		Turn:      rapid.SampledFrom([]entry.Turn{0, 1, entry.DefaultTurn, 12 * 60}).Draw(t, "turn"),
		Therapist: text(t, "therapist", 20),
		Contact:   text(t, "contact", 40),
		Sample:    rapid.Bool().Draw(t, "sample"),
	}
}

func phaseBody(t *rapid.T) entry.Body {
	return entry.Phase{Name: rapid.SampledFrom(entry.Phases()).Draw(t, "phase"), Note: text(t, "note", 40)}
}

func itemsBody(t *rapid.T) entry.Body {
	items := []entry.Item{}
	for _, key := range some(t, "items", itemKeys) {
		items = append(items, entry.Item{
			Key: key, Name: text(t, "name", 20) + key, Low: text(t, "low", 10), High: text(t, "high", 10),
			BetterHigh: rapid.Bool().Draw(t, "better high"), Retired: rapid.Bool().Draw(t, "retired"),
		})
	}
	return entry.Items{Items: items}
}

func named(t *rapid.T, keys []string) []entry.Named {
	lines := []entry.Named{}
	for _, key := range some(t, "keys", keys) {
		lines = append(lines, entry.Named{Key: key, Name: text(t, "name", 20) + key, Retired: rapid.Bool().Draw(t, "retired")})
	}
	return lines
}

func reflectionBody(t *rapid.T) entry.Body {
	return entry.Reflection{Prompt: text(t, "prompt", 40), Text: text(t, "text", 400) + "."}
}

func lifeEventBody(t *rapid.T) entry.Body {
	return entry.LifeEvent{
		What: text(t, "what", 40) + ".", Weight: rapid.IntRange(entry.ItemMin, entry.ItemMax).Draw(t, "weight"),
		Note: text(t, "note", 100), Good: rapid.Bool().Draw(t, "good"),
	}
}

func answerSheetBody(t *rapid.T) entry.Body {
	sheet := entry.AnswerSheet{Instrument: rapid.SampledFrom([]string{"phq-9", "gad-7"}).Draw(t, "instrument"), Safe: safe(t)}
	if rapid.Bool().Draw(t, "only a total") {
		total := float64(rapid.IntRange(0, 21).Draw(t, "total"))
		sheet.Total = &total
		return sheet
	}
	sheet.Answers = map[string]float64{}
	for n := range rapid.IntRange(1, 7).Draw(t, "answers") {
		sheet.Answers[strconv.Itoa(n+1)] = float64(rapid.IntRange(0, 3).Draw(t, "answer"))
	}
	return sheet
}

func helpCardBody(t *rapid.T) entry.Body {
	card := entry.HelpCard{Country: rapid.SampledFrom([]string{"", "GB", "US"}).Draw(t, "country")}
	for range rapid.IntRange(0, 2).Draw(t, "numbers") {
		card.Numbers = append(card.Numbers, entry.HelpNumber{Name: text(t, "name", 20) + ".", Tel: "+44 20 7946 0" + strconv.Itoa(rapid.IntRange(100, 999).Draw(t, "tel")), Note: text(t, "note", 40)})
	}
	if rapid.Bool().Draw(t, "checked") {
		card.Checked = entry.DefaultTurn.Day(start, start.Location())
	}
	return card
}

func letterBody(t *rapid.T) entry.Body {
	return entry.Letter{
		Letter: "return-brief", LeftOut: some(t, "left out", []string{"measures", "life-events"}), Notes: text(t, "notes", 100),
		PutIn: some(t, "put in", []string{"safety-unsafe", "medicines-mine"}), Words: map[string]string{"why-now": text(t, "why now", 100)},
	}
}

func rhythmBody(t *rapid.T) entry.Body {
	measures := []entry.Measured{}
	for _, instrument := range some(t, "measures", []string{"phq-9", "gad-7"}) {
		measures = append(measures, entry.Measured{Instrument: instrument, EveryDays: rapid.IntRange(7, 366).Draw(t, "every")})
	}
	return entry.Rhythm{
		Measures: measures, NoHarmQuestion: rapid.Bool().Draw(t, "no harm question"),
		CheckInDays: rapid.IntRange(0, 31).Draw(t, "check-in days"), RemindAt: rapid.SampledFrom([]string{"", "00:00", "19:05", "23:59"}).Draw(t, "remind at"),
	}
}

func criteriaBody(t *rapid.T) entry.Body {
	all := []entry.Criterion{
		{If: entry.IfMeasure, What: "phq-9", Level: 10, Times: rapid.IntRange(1, 3).Draw(t, "sheets")},
		{If: entry.IfAbove, What: key(t, itemKeys), Level: value(t), Times: rapid.IntRange(1, 7).Draw(t, "days")},
		{If: entry.IfBelow, What: key(t, itemKeys), Level: value(t), Times: rapid.IntRange(1, 7).Draw(t, "days")},
		{If: entry.IfSigns, What: rapid.SampledFrom([]string{"", signKeys[0]}).Draw(t, "sign"), Times: 3, Of: 7},
		{If: entry.IfSilence, Times: rapid.IntRange(1, 30).Draw(t, "days")},
		{If: entry.IfEvent, Level: float64(rapid.IntRange(1, 10).Draw(t, "weight"))},
		{If: entry.IfDate, Day: entry.DefaultTurn.Day(start, start.Location()) + entry.Day(rapid.IntRange(-60, 60).Draw(t, "day"))},
		{If: entry.IfOwn, Words: text(t, "words", 40) + ".", Came: rapid.Bool().Draw(t, "came")},
	}
	criteria := []entry.Criterion{}
	for n, criterion := range all {
		if rapid.Bool().Draw(t, "criterion") {
			criterion.Key, criterion.Then = fmt.Sprintf("criterion-%d", n), text(t, "then", 40)
			criteria = append(criteria, criterion)
		}
	}
	return entry.ReturnCriteria{Criteria: criteria}
}

func handledBody(t *rapid.T) entry.Body {
	return entry.Handled{
		Signal: rapid.SampledFrom([]string{"drift-composite", "measure-worse", "not-safe"}).Draw(t, "signal"),
		About:  rapid.SampledFrom([]string{"", "phq-9", "sleep"}).Draw(t, "about"),
		Cause:  rapid.SampledFrom([]string{"2026-02-20", "2026-02-27"}).Draw(t, "cause"),
		Action: rapid.SampledFrom([]entry.HandledBy{
			entry.HandledSeen, entry.HandledFine, entry.HandledLater, entry.HandledReachedOut, entry.HandledSafe, entry.HandledNewNormal,
		}).Draw(t, "action"),
		Note: text(t, "note", 40),
	}
}

// ownInstrumentBody is compact, as the codec leaves it.
func ownInstrumentBody(t *rapid.T) entry.Body {
	name := strings.Map(plain, text(t, "title", 20))
	return entry.OwnInstrument{Questionnaire: []byte(`{"resourceType":"Questionnaire","status":"active","title":` + strconv.Quote(name) + `}`)}
}

func values(t *rapid.T) map[string]float64 {
	items := map[string]float64{}
	for _, key := range some(t, "items", itemKeys) {
		items[key] = value(t)
	}
	if len(items) == 0 {
		return nil // as it comes back from the codec
	}
	return items
}

// value draws a number from 0 to 10, in halves.
func value(t *rapid.T) float64 { return float64(rapid.IntRange(0, 20).Draw(t, "value")) / 2 }

func safe(t *rapid.T) entry.Safe {
	return rapid.SampledFrom([]entry.Safe{"", "", "", entry.SafeYes, entry.SafeNotSure, entry.SafeNo}).Draw(t, "safe")
}

func key(t *rapid.T, keys []string) string { return rapid.SampledFrom(keys).Draw(t, "key") }

// some draws a part of a list in its order; nil when nothing is drawn.
func some(t *rapid.T, label string, all []string) []string {
	var part []string
	for _, each := range all {
		if rapid.Bool().Draw(t, label) {
			part = append(part, each)
		}
	}
	return part
}

// text draws any characters at all, up to a number of them.
func text(t *rapid.T, label string, most int) string {
	return rapid.StringN(0, most, -1).Draw(t, label)
}
