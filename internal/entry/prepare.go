package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// Agenda is the list of points for the last session, in order. The latest
// counts.
type Agenda struct {
	Day    Day           `json:"day,omitempty"` // of the last session
	Points []AgendaPoint `json:"points"`
}

// AgendaPoint is one thing to talk about.
type AgendaPoint struct {
	Key    string `json:"key"`
	Words  string `json:"words"`
	Note   string `json:"note,omitempty"`
	Talked bool   `json:"talked,omitempty"`
}

// Kind is "agenda".
func (Agenda) Kind() Kind { return KindAgenda }

// Validate checks the fields day, point-1, point-2 …
func (a Agenda) Validate() error {
	var fields fault.Fields
	checkFarDay(&fields, "day", a.Day)
	checkMost(&fields, "points", len(a.Points), 40)
	seen := map[string]bool{}
	for n, p := range a.Points {
		field := "point-" + strconv.Itoa(n+1)
		if !IsKey(p.Key) || seen[p.Key] || p.Words == "" {
			fields.Add(field, "Say in a few words what to talk about, or leave the line empty.")
		}
		seen[p.Key] = true
		checkText(&fields, field, p.Words, LineLimit)
		checkText(&fields, field, p.Note, TextLimit)
	}
	return fields.Err()
}

// MixedFeelings are what the last session stirs up, before or after it.
type MixedFeelings struct {
	After  bool   `json:"after,omitempty"` // the session was; else it is ahead
	Loss   *int   `json:"loss,omitempty"`  // 0..10 each; nil when left out
	Relief *int   `json:"relief,omitempty"`
	Worry  *int   `json:"worry,omitempty"`
	Words  string `json:"words,omitempty"`
}

// Kind is "mixed-feelings".
func (MixedFeelings) Kind() Kind { return KindMixedFeelings }

// Validate checks the fields loss, relief, worry and words.
func (m MixedFeelings) Validate() error {
	var fields fault.Fields
	if m.Loss == nil && m.Relief == nil && m.Worry == nil && m.Words == "" {
		fields.Add("words", "Nothing is written yet. One number or one line is enough.")
	}
	checkOptionalTen(&fields, "loss", m.Loss)
	checkOptionalTen(&fields, "relief", m.Relief)
	checkOptionalTen(&fields, "worry", m.Worry)
	checkText(&fields, "words", m.Words, TextLimit)
	return fields.Err()
}

func checkTen(fields *fault.Fields, name string, value int) {
	if value < ItemMin || value > ItemMax {
		fields.Add(name, "Choose a number from 0 to 10.")
	}
}

// Agreement is what was agreed for the break. Each is a version; the latest
// counts and earlier ones stay visible.
type Agreement struct {
	Status     AgreementStatus `json:"status"`
	Reason     string          `json:"reason,omitempty"`
	Start      Day             `json:"start,omitempty"`
	End        Day             `json:"end,omitempty"` // 0: open-ended
	Review     Day             `json:"review,omitempty"`
	Mine       string          `json:"mine,omitempty"`   // what the person does
	Theirs     string          `json:"theirs,omitempty"` // what the therapist does
	Contact    string          `json:"contact,omitempty"`
	EveryDays  int             `json:"every_days,omitempty"` // rhythm of contact; 0: none
	Channel    string          `json:"channel,omitempty"`    // as "email"
	Address    string          `json:"address,omitempty"`    // where to; never more than an address
	Permission Answer          `json:"permission,omitempty"` // the therapist agreed to be written to
	Permitted  Day             `json:"permitted,omitempty"`  // when they said so
	Sees       string          `json:"sees,omitempty"`       // what the therapist may see
	SeesUntil  Day             `json:"sees_until,omitempty"`
	// Silence means, as an appointment between people: who calls whom, after
	// SilenceDays days. Fermata alerts no one.
	Silence     string `json:"silence,omitempty"`
	SilenceDays int    `json:"silence_days,omitempty"`
	EndsEarly   string `json:"ends_early,omitempty"`
	ComeBack    string `json:"come_back,omitempty"` // whom to call, notice, likely wait
	Covers      string `json:"covers,omitempty"`    // who covers meanwhile
	Medicines   string `json:"medicines,omitempty"` // who looks after them
}

// AgreementStatus says whose agreement it is.
type AgreementStatus string

// The statuses.
const (
	AgreedTogether AgreementStatus = "agreed-together"
	AgreementTold  AgreementStatus = "told"
	OnMyOwn        AgreementStatus = "on-my-own"
)

// Kind is "agreement".
func (Agreement) Kind() Kind { return KindAgreement }

// Validate checks the fields named like the JSON keys, with dashes.
func (a Agreement) Validate() error {
	var fields fault.Fields
	switch a.Status {
	case AgreedTogether, AgreementTold, OnMyOwn:
	default:
		fields.Add("status", "Choose how this came about.")
	}
	a.checkDays(&fields)
	checkTexts(&fields, []namedText{
		{"reason", a.Reason}, {"mine", a.Mine}, {"theirs", a.Theirs}, {"contact", a.Contact}, {"sees", a.Sees},
		{"silence", a.Silence}, {"ends-early", a.EndsEarly}, {"come-back", a.ComeBack}, {"covers", a.Covers}, {"medicines", a.Medicines},
	})
	checkText(&fields, "channel", a.Channel, NameLimit)
	checkText(&fields, "address", a.Address, LineLimit)
	checkAnswer(&fields, "permission", a.Permission)
	checkDaysUpToAYear(&fields, "every-days", a.EveryDays)
	checkDaysUpToAYear(&fields, "silence-days", a.SilenceDays)
	return fields.Err()
}

func (a Agreement) checkDays(fields *fault.Fields) {
	checkFarDay(fields, "start", a.Start)
	checkFarDay(fields, "end", a.End)
	checkFarDay(fields, "review", a.Review)
	checkFarDay(fields, "permitted", a.Permitted)
	checkFarDay(fields, "sees-until", a.SeesUntil)
	if a.Start != 0 && a.End != 0 && a.End < a.Start {
		fields.Add("end", "The break ends before it begins. Choose a later day, or leave the end open.")
	}
	if a.Review == 0 {
		fields.Add("review", "Choose a day to look at it together, also when the end is open. Six to twelve weeks suits many.")
	}
}

func checkDaysUpToAYear(fields *fault.Fields, name string, days int) {
	if days < 0 || days > 366 {
		fields.Add(name, "Choose a number of days up to 366, or leave it empty.")
	}
}
