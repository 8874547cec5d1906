package entry

import (
	"encoding/json"
	"strconv"
	"time"

	"fermata/internal/fault"
)

// Rhythm is how often a person checks in, and which measures they answer when.
// The latest counts.
type Rhythm struct {
	Measures []Measured `json:"measures"`
	// NoHarmQuestion: the person would rather not be asked about thoughts of
	// harm; the PHQ-8 then stands for the PHQ-9.
	NoHarmQuestion bool `json:"no_harm_question,omitempty"`
	// CheckInDays is how many days lie between two check-ins, up to 31; 0 when
	// the person has not said.
	CheckInDays int `json:"check_in_days,omitempty"`
	// RemindAt is when a calendar reminds of it, as "19:00" on the clock on the
	// wall; "" for no reminder.
	RemindAt string `json:"remind_at,omitempty"`
}

// Measured is one measure of a rhythm.
type Measured struct {
	Instrument string `json:"instrument"` // code in the catalogue, as "phq-9"
	EveryDays  int    `json:"every_days"` // at least the days it asks about
}

// Kind is "rhythm".
func (Rhythm) Kind() Kind { return KindRhythm }

// Validate checks the fields measure-1, measure-2 …, check-in-days and
// remind-at.
func (r Rhythm) Validate() error {
	var fields fault.Fields
	if len(r.Measures) > 20 {
		fields.Add("measures", "That is more than twenty measures. Two are plenty for most people.")
	}
	for n, m := range r.Measures {
		field := "measure-" + strconv.Itoa(n+1)
		if !IsKey(m.Instrument) {
			fields.Add(field, "This questionnaire is not known. Choose one from the list.")
		}
		if m.EveryDays < 7 || m.EveryDays > 366 {
			fields.Add(field, "Choose between every week and once a year.")
		}
	}
	if r.CheckInDays < 0 || r.CheckInDays > 31 {
		fields.Add("check-in-days", "Choose a number of days up to 31, or leave it open.")
	}
	if _, err := time.Parse("15:04", r.RemindAt); r.RemindAt != "" && (err != nil || len(r.RemindAt) != 5) {
		fields.Add("remind-at", "Write the time as hours and minutes, like 19:00, or leave it empty.")
	}
	return fields.Err()
}

// ReturnCriteria are a person's own if–then rules for looking at coming back.
// The latest list counts.
type ReturnCriteria struct {
	Criteria []Criterion `json:"criteria"`
}

// Criterion is one rule. Which fields count depends on If.
type Criterion struct {
	Key  string      `json:"key"` // for ever
	If   CriterionIf `json:"if"`
	What string      `json:"what,omitempty"` // instrument code, item key, or sign key ("" means any)
	// Level is the number that counts: at or beyond it.
	Level float64 `json:"level,omitempty"`
	Times int     `json:"times,omitempty"` // sheets in a row, days in a row, signs, or weight
	Of    int     `json:"of,omitempty"`    // of how many days
	Day   Day     `json:"day,omitempty"`
	Words string  `json:"words,omitempty"` // the person's own words, for IfOwn
	// Came is set by the person when a rule of their own words has come true.
	Came bool `json:"came,omitempty"`
	// Then is what the person wants to do, in their own words.
	Then string `json:"then,omitempty"`
}

// CriterionIf is the sort of thing a rule looks at.
type CriterionIf string

// The sorts.
const (
	IfMeasure CriterionIf = "measure"    // What at Level or worse, Times sheets in a row
	IfAbove   CriterionIf = "item-above" // What at Level or above, Times days in a row
	IfBelow   CriterionIf = "item-below" // What at Level or below, Times days in a row
	IfSigns   CriterionIf = "signs"      // What (or any sign) on Times of Of days
	IfSilence CriterionIf = "silence"    // no check-in for Times days
	IfEvent   CriterionIf = "event"      // a life event of weight Level or more
	IfDate    CriterionIf = "date"       // Day is reached
	IfOwn     CriterionIf = "own"        // Words, when the person says so
)

// Kind is "return-criteria".
func (ReturnCriteria) Kind() Kind { return KindReturnCriteria }

// Validate checks the fields criterion-1, criterion-2 …
func (r ReturnCriteria) Validate() error {
	var fields fault.Fields
	if len(r.Criteria) > 30 {
		fields.Add("criteria", "Thirty rules fit. A few clear ones work best.")
	}
	seen := map[string]bool{}
	for n, c := range r.Criteria {
		field := "criterion-" + strconv.Itoa(n+1)
		if !IsKey(c.Key) || seen[c.Key] {
			fields.Add(field, "This rule is in the list twice. Take one out.")
		}
		seen[c.Key] = true
		if say := c.wrong(); say != "" {
			fields.Add(field, say)
		}
		checkText(&fields, field, c.Words, LineLimit)
		checkText(&fields, field, c.Then, LineLimit)
	}
	return fields.Err()
}

// wrong says what a rule lacks, or "".
func (c Criterion) wrong() string {
	within := func(n, low, high int) bool { return n >= low && n <= high }
	switch c.If {
	case IfMeasure:
		if !IsKey(c.What) || !(c.Level >= 0 && c.Level <= 1000) || !within(c.Times, 1, 10) {
			return "Choose a questionnaire, a score, and how many times in a row, from 1 to 10."
		}
	case IfAbove, IfBelow:
		if !IsKey(c.What) || !(c.Level >= ItemMin && c.Level <= ItemMax) || !within(c.Times, 1, 60) {
			return "Choose an item, a number from 0 to 10, and how many days in a row, from 1 to 60."
		}
	case IfSigns:
		if c.What != "" && !IsKey(c.What) || !within(c.Of, 1, 60) || !within(c.Times, 1, c.Of) {
			return "Choose on how many days, out of how many; the first is no larger than the second, and 60 is the most."
		}
	case IfSilence:
		if !within(c.Times, 1, 366) {
			return "Choose a number of days from 1 to 366."
		}
	case IfEvent:
		if !(c.Level >= 1 && c.Level <= ItemMax) {
			return "Choose a weight from 1 to 10."
		}
	case IfDate:
		if c.Day == 0 || c.Day <= FirstDay || c.Day > LastDay {
			return "Choose a day."
		}
	case IfOwn:
		if c.Words == "" {
			return "Say in your own words what would have to happen."
		}
	default:
		return "Choose what this rule looks at."
	}
	return ""
}

// Handled is what a person did about a signal.
type Handled struct {
	Signal string `json:"signal"` // its code
	About  string `json:"about"`  // what it was about, as an instrument's code; may be empty
	// Cause names the evidence, so that new evidence is never silenced.
	Cause  string    `json:"cause"`
	Action HandledBy `json:"action"`
	Note   string    `json:"note,omitempty"` // "it is fine because …"
}

// HandledBy is one of the things one can do about a signal.
type HandledBy string

// The ways.
const (
	HandledSeen       HandledBy = "seen"
	HandledFine       HandledBy = "fine"
	HandledLater      HandledBy = "later"
	HandledReachedOut HandledBy = "reached-out"
	HandledSafe       HandledBy = "safe-now"
	// HandledNewNormal: "this is my new normal": the baseline starts afresh.
	HandledNewNormal HandledBy = "new-normal"
)

// Kind is "signal-handled".
func (Handled) Kind() Kind { return KindHandled }

// Validate checks the fields action and note.
func (h Handled) Validate() error {
	var fields fault.Fields
	switch h.Action {
	case HandledSeen, HandledFine, HandledLater, HandledReachedOut, HandledSafe, HandledNewNormal:
	default:
		fields.Add("action", "Choose one of the answers.")
	}
	if !IsKey(h.Signal) || len(h.About) > 64 || len(h.Cause) > 128 {
		fields.Add("action", "This signal is not here any more. Open the page again.")
	}
	checkText(&fields, "action", h.About, NameLimit)
	checkText(&fields, "action", h.Cause, LineLimit)
	checkText(&fields, "note", h.Note, LineLimit)
	return fields.Err()
}

// OwnInstrument is a questionnaire a person added from a FHIR R4 file.
type OwnInstrument struct {
	Questionnaire json.RawMessage `json:"questionnaire"`
}

// Kind is "own-instrument".
func (OwnInstrument) Kind() Kind { return KindOwnInstrument }

// Validate checks that there is JSON; whether it can be scored is the
// instrument package's to say.
func (o OwnInstrument) Validate() error {
	var fields fault.Fields
	if len(o.Questionnaire) == 0 || len(o.Questionnaire) > 512<<10 || !json.Valid(o.Questionnaire) {
		fields.Add("file", "This is no questionnaire that can be read. Choose a FHIR R4 Questionnaire in JSON, up to 512 KB.")
	}
	return fields.Err()
}
