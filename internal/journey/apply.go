package journey

import (
	"maps"
	"slices"
	"strings"

	"fermata/internal/entry"
)

// builder changes a journey that nobody else holds yet. It owns the months and
// the days' pages it has copied or made, so that many entries copy each of
// them once.
type builder struct {
	j     *Journey
	owned map[*month]bool
	pages map[entry.Day]*Day
	fold  *fold // of a whole record, else nil

	versions bool // the map of versions is this builder's own
}

func newBuilder(j *Journey) *builder {
	return &builder{j: j, owned: map[*month]bool{}, pages: map[entry.Day]*Day{}}
}

// apply takes an entry in the place of e with the words of text: they differ
// when e was corrected.
func (b *builder) apply(e, text entry.Entry) {
	b.noteImport(e)
	ref := Ref{
		ID: e.ID, Text: text.ID, Seq: e.Seq, TextSeq: text.Seq, At: text.At, Precision: text.Precision,
		Recorded: e.RecordedAt, By: e.By,
	}
	if _, unknown := text.Body.(entry.Unknown); unknown {
		return
	}
	takes, versioned := appliers[text.Kind()], versionedKinds[text.Kind()]
	if takes != nil || versioned {
		b.j.Entries++
	}
	if versioned {
		b.version(ref, text.Kind())
	}
	if takes != nil {
		takes(b, ref, text)
	}
}

// versionedKinds are those of which the latest counts and the earlier ones
// stay visible.
var versionedKinds = map[entry.Kind]bool{
	entry.KindSignWeights: true, entry.KindOptionWeights: true, entry.KindSureness: true, entry.KindTalkGuide: true,
	entry.KindDecision: true, entry.KindCareAtTheEdge: true, entry.KindAgenda: true, entry.KindAgreement: true,
	entry.KindStayingWell: true, entry.KindSafetyPlan: true, entry.KindReview: true,
	entry.KindGoals: true, entry.KindSupportCircle: true, entry.KindResources: true, entry.KindOwnSkill: true,
	entry.KindCareOptions: true, entry.KindTherapistLetter: true, entry.KindReturnCheck: true,
	entry.KindTherapyFit: true, entry.KindExperiment: true,
}

func (b *builder) version(ref Ref, kind entry.Kind) {
	b.ownVersions()
	b.j.Versions[kind] = add(b, b.j.Versions[kind], ref)
}

// appliers is one function for each kind that changes the journey.
var appliers = map[entry.Kind]func(*builder, Ref, entry.Entry){
	entry.KindProfile:       (*builder).profile,
	entry.KindPhase:         (*builder).phase,
	entry.KindItems:         (*builder).items,
	entry.KindWarningSigns:  (*builder).warningSigns,
	entry.KindSkills:        (*builder).skills,
	entry.KindCheckIn:       (*builder).checkIn,
	entry.KindReflection:    (*builder).reflection,
	entry.KindLifeEvent:     (*builder).lifeEvent,
	entry.KindAnswerSheet:   (*builder).answerSheet,
	entry.KindHelpCard:      (*builder).helpCard,
	entry.KindLetter:        (*builder).letter,
	entry.KindImport:        (*builder).imported,
	entry.KindImportMapping: (*builder).importMapping,

	entry.KindRhythm:         (*builder).rhythm,
	entry.KindReturnCriteria: (*builder).returnCriteria,
	entry.KindHandled:        (*builder).handled,
	entry.KindOwnInstrument:  (*builder).ownInstrument,

	entry.KindSignWeights:   (*builder).signWeights,
	entry.KindOptionWeights: (*builder).optionWeights,
	entry.KindDecision:      (*builder).decision,

	entry.KindAgenda:        (*builder).agenda,
	entry.KindAgreement:     (*builder).agreement,
	entry.KindGoals:         (*builder).goals,
	entry.KindSupportCircle: (*builder).supportCircle,
	entry.KindResources:     (*builder).resources,
	entry.KindStayingWell:   (*builder).stayingWell,
	entry.KindSafetyPlan:    (*builder).safetyPlan,
	entry.KindOwnSkill:      (*builder).ownSkill,
	entry.KindGoalProgress:  (*builder).goalProgress,
	entry.KindHandledIt:     (*builder).handledIt,
	entry.KindPractice:      (*builder).practice,
	entry.KindMixedFeelings: (*builder).mixedFeelings,

	entry.KindReturnCheck:    (*builder).returnCheck,
	entry.KindEpisodeSummary: (*builder).episodeSummary,
	entry.KindLookBack:       (*builder).lookBack,
	entry.KindExperiment:     (*builder).experiment,
	entry.KindExperimentDay:  (*builder).experimentDay,
}

func (b *builder) profile(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Profile); ok {
		b.j.Profile = body
	}
}

func (b *builder) phase(ref Ref, e entry.Entry) {
	body, ok := e.Body.(entry.Phase)
	if !ok {
		return
	}
	b.j.Phases = add(b, b.j.Phases, PhaseChange{ID: ref.ID, Day: e.Day, Name: body.Name})
	if b.fold == nil {
		slices.SortStableFunc(b.j.Phases, byDay)
	}
}

func (b *builder) items(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Items); ok {
		b.j.Items = body.Items
	}
}

func (b *builder) warningSigns(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.WarningSigns); ok {
		b.j.Signs = body.Signs
	}
}

func (b *builder) skills(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Skills); ok {
		b.j.Skills = body.Skills
	}
}

func (b *builder) helpCard(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.HelpCard); ok {
		b.j.HelpCard = body
	}
}

func (b *builder) rhythm(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Rhythm); ok {
		b.j.Rhythm, b.j.HasRhythm = body, true
	}
}

func (b *builder) returnCriteria(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.ReturnCriteria); ok {
		b.j.Criteria = body.Criteria
	}
}

func (b *builder) handled(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Handled); ok {
		b.j.Handled = add(b, b.j.Handled, Handled{Ref: ref, Day: e.Day, Handled: body})
	}
}

func (b *builder) ownInstrument(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.OwnInstrument); ok {
		b.j.OwnInstruments = add(b, b.j.OwnInstruments, body)
	}
}

func (b *builder) letter(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Letter); ok {
		letters := b.j.Letters
		if b.fold == nil {
			letters = maps.Clone(letters)
		}
		if letters == nil {
			letters = map[string]entry.Letter{}
		}
		letters[body.Letter] = body
		b.j.Letters = letters
	}
}

func (b *builder) imported(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Import); ok {
		at := b.importFor(body.Batch)
		b.j.Imports[at].Told, b.j.Imports[at].At = body, e.At
	}
}

func (b *builder) importMapping(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.ImportMapping); ok {
		at := b.importFor(body.Batch)
		b.j.Imports[at].Mapping, b.j.Imports[at].MappingID = body, ref.ID
	}
}

// noteImport keeps the stretch of the record that an import told. What the
// import says of itself ends it: a row that comes back later, with an export
// of one's own, must not pull everything in between into the stretch.
func (b *builder) noteImport(e entry.Entry) {
	if e.By.Role != entry.Importer {
		return
	}
	if at := b.importOf(e.By.Actor); at >= 0 && (e.Seq <= b.j.Imports[at].To || b.j.Imports[at].Told.Batch != "") {
		return
	}
	at := b.importFor(e.By.Actor)
	told := &b.j.Imports[at]
	if told.From == 0 {
		told.From = e.Seq
	}
	told.To = max(told.To, e.Seq)
}

// importFor finds or adds a batch in a list that only this builder holds.
func (b *builder) importFor(batch string) int {
	at := b.importOf(batch)
	if b.fold == nil {
		b.j.Imports = slices.Clone(b.j.Imports)
	}
	if at < 0 {
		b.j.Imports = append(b.j.Imports, Import{Batch: batch})
		at = len(b.j.Imports) - 1
		if b.fold != nil {
			b.fold.batches[batch] = at
		}
	}
	return at
}

func (b *builder) importOf(batch string) int {
	if b.fold == nil {
		return b.j.importOf(batch)
	}
	if at, ok := b.fold.batches[batch]; ok {
		return at
	}
	return -1
}

func (b *builder) checkIn(ref Ref, e entry.Entry) {
	body, ok := e.Body.(entry.CheckIn)
	if !ok {
		return
	}
	checkIn := CheckIn{
		Ref: ref, Values: b.values(body.Items), Signs: b.keepAll(body.Signs), Skills: b.keepAll(body.Skills),
		Safe: body.Safe, Words: body.Line != "",
	}
	if body.Origin != nil {
		b.mapped(&checkIn, *body.Origin)
	}
	day := b.day(e.Day)
	day.CheckIns = insert(b, day.CheckIns, checkIn)
}

// values are the numbers of a check-in, by item.
func (b *builder) values(items map[string]float64) []Value {
	values := slices.Grow([]Value(nil), len(items))
	for item, value := range items {
		values = append(values, Value{Item: b.keep(item), Value: value})
	}
	slices.SortFunc(values, func(x, y Value) int { return strings.Compare(x.Item, y.Item) })
	return values
}

// mapped adds what an import's mapping makes of a row.
func (b *builder) mapped(c *CheckIn, origin entry.Origin) {
	at := b.importOf(origin.Batch)
	if at < 0 {
		return
	}
	mapping := b.j.Imports[at].Mapping
	for _, column := range mapping.Columns {
		if value, ok := column.Value(origin.Values[column.Name]); ok {
			c.Values = append(c.Values, Value{Item: b.keep(column.Item), Value: value})
		}
	}
	for _, name := range origin.Tags {
		tag := mapping.Tags[name]
		if tag.Skill != "" {
			c.Skills = append(c.Skills, b.keep(tag.Skill))
		}
		if tag.Sign != "" {
			c.Signs = append(c.Signs, b.keep(tag.Sign))
		}
	}
}

func (b *builder) reflection(ref Ref, e entry.Entry) {
	if _, ok := e.Body.(entry.Reflection); ok {
		day := b.day(e.Day)
		day.Reflections = insert(b, day.Reflections, ref)
	}
}

func (b *builder) lifeEvent(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.LifeEvent); ok {
		day := b.day(e.Day)
		day.Events = insert(b, day.Events, Event{Ref: ref, Weight: body.Weight, Good: body.Good})
	}
}

func (b *builder) answerSheet(ref Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.AnswerSheet); ok {
		day := b.day(e.Day)
		day.Sheets = insert(b, day.Sheets, Sheet{Ref: ref, AnswerSheet: body})
	}
}

// day is the day's page, copied so that it can be written.
func (b *builder) day(day entry.Day) *Day {
	if page := b.pages[day]; page != nil {
		return page
	}
	index, slot := monthOf(day)
	m := b.month(index)
	page := &Day{Day: day}
	if old := m.days[slot]; old != nil {
		*page = old.clipped()
	}
	m.days[slot], b.pages[day] = page, page
	return page
}

func (b *builder) month(index int32) *month {
	at, found := b.j.findMonth(index)
	if found && b.owned[b.j.months[at]] {
		return b.j.months[at]
	}
	m := &month{index: index}
	b.j.months = slices.Clone(b.j.months)
	if found {
		*m = *b.j.months[at]
		b.j.months[at] = m
	} else {
		b.j.months = slices.Insert(b.j.months, at, m)
	}
	b.owned[m] = true
	return m
}

// keep holds one copy of a key that stands in thousands of entries.
func (b *builder) keep(key string) string {
	if b.fold == nil {
		return key
	}
	if kept, ok := b.fold.names[key]; ok {
		return kept
	}
	b.fold.names[key] = key
	return key
}

// keepAll gives a list of its own, so that a mapping can add to it.
func (b *builder) keepAll(keys []string) []string {
	kept := slices.Clone(keys)
	for i, key := range kept {
		kept[i] = b.keep(key)
	}
	return kept
}
