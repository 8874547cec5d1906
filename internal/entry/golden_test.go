package entry_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/entry"
)

// The files in testdata/golden are a promise: what was ever sealed can be
// read for ever. There is no flag that rewrites them. A new kind, or a new
// version of one, adds a file; none is ever changed or removed.

const (
	firstID  entry.ID = "01920000-0000-7000-8000-000000000001"
	secondID entry.ID = "01920000-0000-7000-8000-000000000002"
)

var (
	half         = 13.5
	three, seven = 3, 7
	none, six    = 0, 6

	fee, lowerFee = 12000, 0
)

// golden holds, for each file, the entry it was written from.
var golden = map[string]entry.Entry{
	"profile-v1": told(entry.Profile{Country: "GB", Zone: "Europe/London", Turn: 300, Therapist: "Dr Ada", Contact: "a message, answered within two days", Sample: true}),
	"phase-v1":   told(entry.Phase{Name: entry.OnBreak, Note: "since <today> & for now"}),
	"check-in-items-v1": told(entry.Items{Items: []entry.Item{
		{Key: "mood", Name: "Mood", Low: "heavy", High: "light", BetterHigh: true},
		{Key: "restlessness", Name: "Restlessness", Retired: true},
	}}),
	"warning-signs-v1": told(entry.WarningSigns{Signs: []entry.Named{{Key: "staying-in-bed", Name: "Staying in bed"}, {Key: "not-answering", Name: "Not answering", Retired: true}}}),
	"skills-v1":        told(entry.Skills{Skills: []entry.Named{{Key: "slow-breathing", Name: "Slow breathing"}, {Key: "walk", Name: "A walk", Retired: true}}}),
	"check-in-v1":      told(entry.CheckIn{Items: map[string]float64{"mood": 7.5, "sleep": 0}, Signs: []string{"not-answering"}, Skills: []string{"slow-breathing"}, Line: "Zwölf Sätze, “quoted” <b>&\nсегодня 🌱", Safe: entry.SafeNotSure}),
	"check-in-v1-imported": imported(entry.CheckIn{Line: "a long walk", Origin: &entry.Origin{
		Batch: "daylio-1", Line: 17, Values: map[string]string{"mood": "rad"}, Tags: []string{"friends", "good sleep"},
	}}),
	"reflection-v1":   told(entry.Reflection{Prompt: "What went well?", Text: "More than I thought."}),
	"life-event-v1":   told(entry.LifeEvent{What: "Moved house", Weight: 6, Note: "boxes everywhere", Good: true}),
	"answer-sheet-v1": told(entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"1": 2, "9": 1}, Safe: entry.SafeYes}),
	"answer-sheet-v1-total": imported(entry.AnswerSheet{Instrument: "gad-7", Total: &half, Origin: &entry.Origin{
		Batch: "sheet-1", Line: 3, Values: map[string]string{"total": "13.5"},
	}}),
	"help-card-v1":       told(entry.HelpCard{Country: "GB", Numbers: []entry.HelpNumber{{Name: "My sister", Tel: "+44 20 7946 0123", Note: "also at night"}}, Checked: entry.DayOf(2026, time.September, 1)}),
	"letter-v1":          told(entry.Letter{Letter: "return-brief", LeftOut: []string{"measures"}, Notes: "Read it together.", Quoted: []entry.ID{firstID}}),
	"letter-v1-words":    told(entry.Letter{Letter: "return-brief", PutIn: []string{"safety-unsafe"}, Words: map[string]string{"why-now": "The nights.", "next": "Sleep first."}}),
	"import-v1":          told(entry.Import{Batch: "daylio-1", Source: "daylio-csv", File: "daylio_export.csv", Read: 12, Added: 9, Known: 2, Unread: 1}),
	"import-mapping-v1":  corrected(entry.ImportMapping{Batch: "daylio-1", Columns: []entry.Column{{Name: "mood", Item: "mood", Levels: map[string]float64{"awful": 0, "rad": 10}, From: 1, To: 5}}, Tags: map[string]entry.Tag{"walk": {Skill: "walk"}, "row": {Sign: "not-answering"}}}),
	"erasure-v1":         told(entry.Erasure{Entries: []entry.ID{firstID}, Ranges: []entry.Range{{From: 3, To: 9}}}),
	"rhythm-v1":          told(entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 14}}, NoHarmQuestion: true}),
	"rhythm-v1-reminder": told(entry.Rhythm{Measures: []entry.Measured{}, CheckInDays: 2, RemindAt: "19:05"}),
	"return-criteria-v1": told(entry.ReturnCriteria{Criteria: []entry.Criterion{
		{Key: "c1", If: entry.IfMeasure, What: "phq-9", Level: 10, Times: 2, Then: "I write to Dr Ada"},
		{Key: "c2", If: entry.IfSigns, Times: 4, Of: 7},
		{Key: "c3", If: entry.IfDate, Day: entry.DayOf(2027, time.January, 11)},
		{Key: "c4", If: entry.IfOwn, Words: "if I lose my job", Came: true},
	}}),
	"signal-handled-v1": told(entry.Handled{Signal: "drift-composite", About: "sleep", Cause: "2026-09-20", Action: entry.HandledFine, Note: "moving house"}),
	"own-instrument-v1": told(entry.OwnInstrument{Questionnaire: []byte(`{"resourceType":"Questionnaire","status":"active"}`)}),
	"sign-weights-v1":   told(entry.SignWeights{Weights: map[string]int{"stalled": 4, "growth": 0}, Own: []entry.OwnSign{{Key: "own-1", Words: "the train is too long", Points: entry.TowardsBreak, Weight: 2}}, Unsafe: []string{"not-respected"}}),
	"option-weights-v1": told(entry.OptionWeights{Matters: []entry.Matter{{Key: "money", Words: "Money", Weight: 5,
		Fits: map[string]int{"full-break": 2, "go-on": -2}, Notes: map[string]string{"go-on": "not after June"}}}, Leaning: "fewer-sessions"}),
	"sureness-v1":         told(entry.Sureness{Know: entry.Yes, Sure: entry.No}),
	"talk-guide-v1":       told(entry.TalkGuide{Reasons: "I want to try alone.", Worries: "That it comes back.", Agree: "A date.", Questions: "What would you watch?", Said: "Good idea.", Advised: "Eight weeks."}),
	"decision-v1":         told(entry.Decision{Option: entry.NotYet, Reasons: "After the move.", LookAt: entry.DayOf(2026, time.October, 30)}),
	"care-at-the-edge-v1": told(entry.CareAtTheEdge{Risk: []string{"recent-crisis"}, Medicine: entry.Yes, Prescriber: "Dr Lind"}),
	"agenda-v1":           told(entry.Agenda{Day: entry.DayOf(2026, time.July, 20), Points: []entry.AgendaPoint{{Key: "goodbye", Words: "Goodbye", Note: "bring the letter", Talked: true}}}),
	"mixed-feelings-v1":   told(entry.MixedFeelings{After: true, Loss: &six, Relief: &none, Worry: &three, Words: "quieter than I thought"}),
	"agreement-v1": told(entry.Agreement{Status: entry.AgreedTogether, Reason: "to practise", Start: entry.DayOf(2026, time.August, 1), End: entry.DayOf(2026, time.November, 1),
		Review: entry.DayOf(2026, time.September, 15), Mine: "check in", Theirs: "answer", Contact: "a letter a month", EveryDays: 30, Channel: "email", Address: "ada@example.org",
		Permission: entry.Yes, Permitted: entry.DayOf(2026, time.July, 20), Sees: "the letter", SeesUntil: entry.DayOf(2026, time.November, 1), Silence: "she calls", SilenceDays: 21,
		EndsEarly: "a crisis", ComeBack: "call the practice", Covers: "Dr Lind", Medicines: "Dr Lind"}),
	"goals-v1":          told(entry.Goals{Goals: []entry.Goal{{Key: "choir", Words: "Sing again", Why: "joy", Steps: []entry.GoalStep{{Words: "go once", Done: true}}, Status: entry.GoalReached, Since: entry.DayOf(2026, time.September, 1)}}}),
	"goal-progress-v1":  told(entry.GoalProgress{Goal: "choir", Value: 7, Words: "two songs"}),
	"own-skill-v1":      told(entry.OwnSkill{Key: "bridge-walk", Name: "The long way over the bridge", When: "evenings", Steps: "Shoes. Out."}),
	"support-circle-v1": told(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "Noor", Who: "friend", Helps: "comes over", Tel: "+44 7700 900123", Mail: "noor@example.org", Last: entry.DayOf(2026, time.September, 20)}}}),
	"resources-v1":      told(entry.Resources{Resources: []entry.Resource{{Key: "book", Name: "A book on sleep", Sort: "book", Status: entry.ResourceUsing, Took: "get up"}}}),
	"staying-well-v1":   told(entry.StayingWell{Well: "I sing.", SetsOff: "moving", Helps: "walks", IfThen: "If I sleep badly, then phone out.", Others: "call", NotHelp: "advice", NotToTell: "work"}),
	"safety-plan-v1":    told(entry.SafetyPlan{Signs: "quiet", Alone: "cold water", Places: "library", Ask: "Noor", Professionals: "the practice", Room: "as agreed", Readable: true}),
	"handled-it-v1":     told(entry.HandledIt{What: "The call with the landlord", Did: "wrote it down first", Before: &three, After: &seven}),
	"practice-v1":       told(entry.Practice{Skill: "worry-time", Situation: "evening", Before: &seven, After: &three, Change: "earlier", Thought: "t", For: "f", Against: "a", Balanced: "b"}),
	"review-v1":         told(entry.Review{Answers: map[string]string{"self-reliance": "More than in May."}, Quoted: []entry.ID{firstID}, Page: "My month"}),
	"care-option-v1": told(entry.CareOptions{Currency: "CHF", Options: []entry.CareOption{
		{Key: "in-person", Sort: "in-person", Name: "Dr Lind", Fee: &fee, Lower: &lowerFee, Cover: 2050, Travel: 640, Monthly: 500, PerYear: 26,
			Fits: map[string]int{"wait": -1, "comfort": 2}, Notes: map[string]string{"wait": "six weeks"}},
		{Key: "self-guided", Sort: "self-guided"},
	}}),
	"care-option-v1-weighed": told(entry.CareOptions{Weights: map[string]int{"cost": 3, "wait": 5}, Options: []entry.CareOption{
		{Key: "the-drop-in", Sort: "low-cost", Name: "The drop-in", TimeOff: 1500, PerYear: 52},
	}}),
	"care-option-v1-own": told(entry.CareOptions{Weights: map[string]int{"a-garden": 4}, Own: []entry.Named{{Key: "a-garden", Name: "A garden"}}, Options: []entry.CareOption{
		{Key: "in-person", Sort: "in-person", PerYear: 52, Notes: map[string]string{"a-garden": "roses"}},
	}}),
	"therapist-letter-v1": told(entry.TherapistLetter{Title: "How it goes", For: "For Dr Ada", About: "On a break since May", Way: entry.ByMail, Notes: "Mostly well.\nWrite back?",
		Sections: []entry.SentSection{{Heading: "What held", Lines: []string{"Walks. On 7 days.", "“A quiet page.”"}}}, Foot: "From my entries",
		Picked: []string{"skill-walk"}, Quoted: []entry.ID{firstID}, Reply: "Glad to hear it.", Replied: entry.DayOf(2026, time.September, 28)}),
	"return-check-v1": told(entry.ReturnCheck{Answers: map[string]string{"want": "to sleep"}, Way: entry.WayBooster, Reasons: "one hour may do", LookAt: entry.DayOf(2026, time.October, 8),
		Said: []entry.SentSection{{Heading: "Old patterns", Lines: []string{"Not answering: 4 days."}}}}),
	"episode-summary-v1": told(entry.EpisodeSummary{How: entry.EndsDone, Start: entry.DayOf(2026, time.May, 2), End: entry.DayOf(2026, time.September, 22), Words: "I can do this.",
		Sections:  []entry.SentSection{{Heading: "Goals", Lines: []string{"Sing again: reached."}}},
		LookBacks: []entry.Day{entry.DayOf(2026, time.December, 23), entry.DayOf(2027, time.March, 23)}}),
	"look-back-v1": told(entry.LookBack{Summary: firstID, Due: entry.DayOf(2026, time.December, 23), Answers: map[string]string{"stayed": "the walks"},
		Said: []entry.SentSection{{Heading: "How the days are", Lines: []string{"Mood: 6, now 7."}}}}),
	"therapy-fit-v1": told(entry.TherapyFit{Fits: map[string]int{"bond": 8, "goals": 0}, Words: map[string]string{"bond": "She put the pen down.", "not-helped": "the hour at noon"}, Next: "another-kind"}),
	"experiment-v1": told(entry.Experiment{Key: "own-1", Sort: "exercise", What: "A walk after lunch", Often: "most days", Long: "twenty minutes", Weekdays: []int{1, 3, 7},
		Item: "mood", BetterHigh: true, Begin: entry.DayOf(2026, time.September, 1), Try: entry.DayOf(2026, time.September, 15), End: entry.DayOf(2026, time.October, 12),
		Alternate: 7, Stopped: entry.DayOf(2026, time.October, 5), Took: "The light does it."}),
	"experiment-v1-all-along": told(entry.Experiment{Key: "own-2", Sort: "group", What: "The Tuesday group", Item: "restlessness",
		Begin: entry.DayOf(2026, time.September, 1), Try: entry.DayOf(2026, time.September, 15), End: entry.DayOf(2026, time.October, 12)}),
	"experiment-day-v1": told(entry.ExperimentDay{Experiment: "own-1", Done: true, Note: "in the rain"}),
	"unknown-v1":        told(entry.Unknown{Name: "experiment", Version: 4, In: entry.Private, Raw: []byte(`{"z":1,"a":[2.50,1e3,"<&>"],"nested":{"b":null}}`)}),
}

// told puts a body in an envelope as a person at home leaves it.
func told(body entry.Body) entry.Entry {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	instant := time.Date(2026, time.September, 24, 0, 30, 15, 123456000, time.UTC)
	return entry.Entry{
		ID: secondID, Person: "someone", Seq: 7,
		At: entry.MomentIn(instant, london), Day: entry.DefaultTurn.Day(instant, london), Precision: entry.Minute,
		RecordedAt: instant.Add(time.Second), By: entry.BySelf(), Body: body,
	}
}

func imported(body entry.Body) entry.Entry {
	e := told(body)
	e.By, e.Precision = entry.ByImport("daylio-1"), entry.WholeDay
	return e
}

func corrected(body entry.Body) entry.Entry {
	e := told(body)
	e.Corrects = firstID
	return e
}

func TestWhatWasEverSealedIsReadTheSame(t *testing.T) {
	for name, want := range golden {
		t.Run(name, func(t *testing.T) {
			got, err := entry.Decode(envelopeOf(want), goldenBytes(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("read otherwise than it was written (-written +read):\n%s", diff)
			}
		})
	}
}

// What is written today is what was promised, byte for byte: a re-sent form
// and an export stay the same.
func TestWhatIsSealedNowHasThePromisedBytes(t *testing.T) {
	for name, e := range golden {
		t.Run(name, func(t *testing.T) {
			got, err := entry.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			if want := goldenBytes(t, name); !bytes.Equal(got, want) {
				t.Errorf("written now:\n%s\npromised:\n%s", got, want)
			}
		})
	}
}

func TestEveryKindHasGoldenBytes(t *testing.T) {
	for _, kind := range entry.AllKinds() {
		if _, ok := golden[string(kind)+"-v1"]; !ok {
			t.Errorf("kind %s has no golden bytes", kind)
		}
	}
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) != len(golden) {
		t.Errorf("%d golden files for %d entries in the table (%v)", len(files), len(golden), err)
	}
}

// A kind's scope is for ever: it decides the key its bodies are sealed under.
func TestScopesAreForEver(t *testing.T) {
	private := []entry.Kind{
		entry.KindReflection, entry.KindHelpCard, entry.KindLetter, entry.KindHandled,
		entry.KindSignWeights, entry.KindOptionWeights, entry.KindSureness, entry.KindTalkGuide, entry.KindDecision,
		entry.KindCareAtTheEdge, entry.KindMixedFeelings, entry.KindSafetyPlan, entry.KindReview, entry.KindCareOptions, entry.KindTherapyFit,
		entry.KindReturnCheck, entry.KindLookBack,
	}
	for name, e := range golden {
		if _, unknown := e.Body.(entry.Unknown); unknown {
			continue
		}
		want := entry.Shareable
		if slices.Contains(private, e.Kind()) {
			want = entry.Private
		}
		if e.Scope() != want {
			t.Errorf("%s is sealed as %s, which was %s", name, e.Scope(), want)
		}
	}
}

func envelopeOf(e entry.Entry) entry.Envelope {
	return entry.Envelope{ID: e.ID, Person: e.Person, Seq: e.Seq, RecordedAt: e.RecordedAt, Scope: e.Scope()}
}

func goldenBytes(t *testing.T, name string) []byte {
	t.Helper()
	sealed, err := os.ReadFile(filepath.Join("testdata", "golden", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}
