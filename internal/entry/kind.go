package entry

import "fermata/internal/fault"

// Kind names what an entry tells. Names are kept for ever.
type Kind string

// Scope says under which key an entry is sealed, and so who can ever be
// given it.
type Scope string

const (
	// Private is never opened to anyone by consent; only what the person
	// quotes on purpose leaves it.
	Private Scope = "private"
	// Shareable can be opened by consent, once there is someone to open it to.
	Shareable Scope = "shareable"
)

// Scopes lists the scopes that hold entries.
func Scopes() []Scope { return []Scope{Private, Shareable} }

// Body is what one kind of entry tells.
type Body interface {
	// Kind is the body's kind.
	Kind() Kind
	// Validate says what is wrong, as fault.Fields named like the form's fields.
	Validate() error
}

// The kinds in use. docs/ledger-format.md sketches those to come.
const (
	KindProfile       Kind = "profile"
	KindPhase         Kind = "phase"
	KindItems         Kind = "check-in-items"
	KindWarningSigns  Kind = "warning-signs"
	KindSkills        Kind = "skills"
	KindCheckIn       Kind = "check-in"
	KindReflection    Kind = "reflection"
	KindLifeEvent     Kind = "life-event"
	KindAnswerSheet   Kind = "answer-sheet"
	KindHelpCard      Kind = "help-card"
	KindLetter        Kind = "letter"
	KindImport        Kind = "import"
	KindImportMapping Kind = "import-mapping"
	KindErasure       Kind = "erasure"

	KindRhythm         Kind = "rhythm"
	KindReturnCriteria Kind = "return-criteria"
	KindHandled        Kind = "signal-handled"
	KindOwnInstrument  Kind = "own-instrument"

	KindSignWeights   Kind = "sign-weights"
	KindOptionWeights Kind = "option-weights"
	KindSureness      Kind = "sureness"
	KindTalkGuide     Kind = "talk-guide"
	KindDecision      Kind = "decision"
	KindCareAtTheEdge Kind = "care-at-the-edge"
	KindAgenda        Kind = "agenda"
	KindMixedFeelings Kind = "mixed-feelings"
	KindAgreement     Kind = "agreement"
	KindGoals         Kind = "goals"
	KindGoalProgress  Kind = "goal-progress"
	KindOwnSkill      Kind = "own-skill"
	KindSupportCircle Kind = "support-circle"
	KindResources     Kind = "resources"
	KindStayingWell   Kind = "staying-well"
	KindSafetyPlan    Kind = "safety-plan"
	KindHandledIt     Kind = "handled-it"
	KindPractice      Kind = "practice"
	KindReview        Kind = "review"

	KindCareOptions Kind = "care-option"

	KindTherapistLetter Kind = "therapist-letter"
	KindReturnCheck     Kind = "return-check"
	KindEpisodeSummary  Kind = "episode-summary"
	KindLookBack        Kind = "look-back"
	KindTherapyFit      Kind = "therapy-fit"
	KindExperiment      Kind = "experiment"
	KindExperimentDay   Kind = "experiment-day"
)

// spec is one line of the table of kinds.
type spec struct {
	scope   Scope
	version int // the version written now
	decode  func(version int, raw []byte) (Body, error)
}

// kinds is the table: a kind's scope never changes.
var kinds = map[Kind]spec{
	KindProfile:       {Shareable, 1, first[Profile]},
	KindPhase:         {Shareable, 1, first[Phase]},
	KindItems:         {Shareable, 1, first[Items]},
	KindWarningSigns:  {Shareable, 1, first[WarningSigns]},
	KindSkills:        {Shareable, 1, first[Skills]},
	KindCheckIn:       {Shareable, 1, quickCheckIn},
	KindReflection:    {Private, 1, first[Reflection]},
	KindLifeEvent:     {Shareable, 1, first[LifeEvent]},
	KindAnswerSheet:   {Shareable, 1, first[AnswerSheet]},
	KindHelpCard:      {Private, 1, first[HelpCard]},
	KindLetter:        {Private, 1, first[Letter]},
	KindImport:        {Shareable, 1, first[Import]},
	KindImportMapping: {Shareable, 1, first[ImportMapping]},
	KindErasure:       {Shareable, 1, first[Erasure]},

	KindRhythm:         {Shareable, 1, first[Rhythm]},
	KindReturnCriteria: {Shareable, 1, first[ReturnCriteria]},
	KindHandled:        {Private, 1, first[Handled]},
	KindOwnInstrument:  {Shareable, 1, first[OwnInstrument]},

	KindSignWeights:   {Private, 1, first[SignWeights]},
	KindOptionWeights: {Private, 1, first[OptionWeights]},
	KindSureness:      {Private, 1, first[Sureness]},
	KindTalkGuide:     {Private, 1, first[TalkGuide]},
	KindDecision:      {Private, 1, first[Decision]},
	KindCareAtTheEdge: {Private, 1, first[CareAtTheEdge]},
	KindAgenda:        {Shareable, 1, first[Agenda]},
	KindMixedFeelings: {Private, 1, first[MixedFeelings]},
	KindAgreement:     {Shareable, 1, first[Agreement]},
	KindGoals:         {Shareable, 1, first[Goals]},
	KindGoalProgress:  {Shareable, 1, first[GoalProgress]},
	KindOwnSkill:      {Shareable, 1, first[OwnSkill]},
	KindSupportCircle: {Shareable, 1, first[SupportCircle]},
	KindResources:     {Shareable, 1, first[Resources]},
	KindStayingWell:   {Shareable, 1, first[StayingWell]},
	KindSafetyPlan:    {Private, 1, first[SafetyPlan]},
	KindHandledIt:     {Shareable, 1, first[HandledIt]},
	KindPractice:      {Shareable, 1, first[Practice]},
	KindReview:        {Private, 1, first[Review]},

	KindCareOptions: {Private, 1, first[CareOptions]},

	KindTherapistLetter: {Shareable, 1, first[TherapistLetter]},
	KindReturnCheck:     {Private, 1, first[ReturnCheck]},
	KindEpisodeSummary:  {Shareable, 1, first[EpisodeSummary]},
	KindLookBack:        {Private, 1, first[LookBack]},
	KindTherapyFit:      {Private, 1, first[TherapyFit]},
	KindExperiment:      {Shareable, 1, first[Experiment]},
	KindExperimentDay:   {Shareable, 1, first[ExperimentDay]},
}

// ScopeOf is the scope a body is sealed under.
func ScopeOf(body Body) Scope {
	if unknown, ok := body.(Unknown); ok {
		return unknown.In
	}
	return kinds[body.Kind()].scope
}

// Unknown is a body of a kind or version that this Fermata does not know. It
// survives a round trip byte for byte and is left out of the fold.
type Unknown struct {
	Name    Kind
	Version int
	In      Scope // the scope it was kept under
	Raw     []byte
}

// Kind is the unknown kind's name.
func (u Unknown) Kind() Kind { return u.Name }

// Validate accepts any body that has a name, a scope and some bytes.
func (u Unknown) Validate() error {
	if u.Name == "" || len(u.Name) > 64 || u.In == "" || len(u.Raw) == 0 {
		return fault.New(fault.Invalid, "entry.unknown", "This entry comes from another Fermata and is incomplete. Export it again there.")
	}
	return nil
}
