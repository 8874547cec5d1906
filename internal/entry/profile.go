package entry

import (
	"time"
	_ "time/tzdata" // zones are data of the record, not of the machine

	"fermata/internal/fault"
)

// Profile is where the person is, as far as they want to say. Every field may
// be empty; the latest profile counts.
type Profile struct {
	Country   string `json:"country,omitempty"`   // ISO 3166 alpha-2, upper case
	Zone      string `json:"zone,omitempty"`      // IANA name
	Turn      Turn   `json:"turn,omitempty"`      // minutes after midnight; 0 means DefaultTurn
	Therapist string `json:"therapist,omitempty"` // what the person calls them
	Contact   string `json:"contact,omitempty"`   // the agreed way to be in touch
	Sample    bool   `json:"sample,omitempty"`    // a made-up person
	// LockAfter is after how many minutes without a sign of life the record
	// locks; 0 means DefaultLock, NeverLock never.
	LockAfter int `json:"lock_after,omitempty"`
}

// The times after which a record locks by itself, in minutes.
const (
	DefaultLock = 15
	NeverLock   = -1
	lockMost    = 24 * 60
)

// Idle is how long nobody may do anything before the record locks; 0 is for ever.
func (p Profile) Idle() time.Duration {
	switch {
	case p.LockAfter == NeverLock:
		return 0
	case p.LockAfter <= 0:
		return DefaultLock * time.Minute
	}
	return time.Duration(p.LockAfter) * time.Minute
}

// Kind is "profile".
func (Profile) Kind() Kind { return KindProfile }

// Validate checks the fields country, zone, turn, lock-after, therapist and contact.
func (p Profile) Validate() error {
	var fields fault.Fields
	if p.Country != "" && !isCountry(p.Country) {
		fields.Add("country", "This country is not in the list. Choose one, or leave it open.")
	}
	if p.Zone != "" {
		if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
			fields.Add("zone", "This time zone is not known. Choose one from the list, like Europe/London.")
		}
	}
	if p.Turn < 0 || p.Turn > 12*60 {
		fields.Add("turn", "A day can turn between midnight and noon. 04:00 suits most people.")
	}
	if p.LockAfter < NeverLock || p.LockAfter > lockMost {
		fields.Add("lock-after", "Choose a time from the list.")
	}
	checkText(&fields, "therapist", p.Therapist, NameLimit)
	checkText(&fields, "contact", p.Contact, LineLimit)
	return fields.Err()
}

func isCountry(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

// Phase is where the person stands with therapy, from the day of the entry on.
type Phase struct {
	Name PhaseName `json:"phase"`
	Note string    `json:"note,omitempty"`
}

// PhaseName is one of the five phases.
type PhaseName string

// The phases, in the order of the path. A person may move freely.
const (
	Considering PhaseName = "considering"
	Preparing   PhaseName = "preparing"
	OnBreak     PhaseName = "on-a-break"
	Returning   PhaseName = "returning"
	InTherapy   PhaseName = "in-therapy"
)

// Phases lists the phases in the order of the path.
func Phases() []PhaseName {
	return []PhaseName{Considering, Preparing, OnBreak, Returning, InTherapy}
}

// Kind is "phase".
func (Phase) Kind() Kind { return KindPhase }

// Validate checks the fields phase and note.
func (p Phase) Validate() error {
	var fields fault.Fields
	known := false
	for _, name := range Phases() {
		known = known || name == p.Name
	}
	if !known {
		fields.Add("phase", "Choose one of the five, whichever is closest.")
	}
	checkText(&fields, "note", p.Note, LineLimit)
	return fields.Err()
}
