// Package entry holds what a person can record: one small struct for each
// kind of thing told, and the codec that keeps it readable for decades.
//
// # The envelope
//
// An [Entry] is an envelope around a [Body]. The envelope says who told it
// ([By]), when it happened (At, with the local day it is about), when it was
// written down (RecordedAt) and under which ID it is kept. The ID is made
// where the form is made, so sending the same form twice changes nothing.
//
// # Correcting and erasing
//
// Nothing is overwritten. An entry that names another in Corrects takes its
// place when the record is folded. Erasing really removes the body: the
// [Erasure] entry says which.
//
// # Rules for adding a kind
//
//  1. Write the struct in a file of its own, with Kind and Validate.
//  2. Add a line to the table in kind.go: scope and version are for ever.
//  3. Add golden bytes to testdata/golden; they are only ever added to.
//  4. Never change the meaning of a field. A new meaning is a new version
//     with its own decode function; old bodies are never rewritten.
//
// The package is pure: no clock, no disk, no randomness.
package entry

import (
	"bytes"
	"time"
	"unicode/utf8"

	"fermata/internal/fault"
)

// Entry is one thing that was told.
type Entry struct {
	ID     ID
	Person string // whose record; the ledger's key, never a name
	Seq    int64  // place in the record, from 1; 0 before it is saved
	At     Moment // when what it tells happened
	Day    Day    // the local date it is about, by the person's own turn of the day
	// Precision says how much of At was told rather than filled in.
	Precision  Precision
	RecordedAt time.Time // when it was saved; UTC, microseconds
	By         By
	Corrects   ID // the entry this one takes the place of, or ""
	Body       Body
}

// Kind is the kind of the body.
func (e Entry) Kind() Kind { return e.Body.Kind() }

// Scope is the scope of the body's kind.
func (e Entry) Scope() Scope { return ScopeOf(e.Body) }

// Precision says how exactly a time was told.
type Precision string

// The precisions, from finest to coarsest.
const (
	Minute    Precision = "minute"
	PartOfDay Precision = "part-of-day"
	WholeDay  Precision = "day"
)

// By says who told it, and through whom.
type By struct {
	Role  Role   `json:"role"`
	Actor string `json:"actor"` // "self", an import's batch, later an account
}

// Role is the part someone plays in a record.
type Role string

// The roles.
const (
	Self      Role = "self"
	Therapist Role = "therapist"
	Importer  Role = "import"
	System    Role = "system"
)

// BySelf is the person speaking for themselves, as always at home.
func BySelf() By { return By{Role: Self, Actor: "self"} }

// ByImport is a row of an import, named by its batch.
func ByImport(batch string) By { return By{Role: Importer, Actor: batch} }

// Validate says whether the envelope and the body can be kept. The error is
// of kind fault.Invalid; wrong fields of the body come as fault.Fields.
func (e Entry) Validate() error {
	const op = "entry.validate"
	if _, err := ParseID(string(e.ID)); err != nil {
		return fault.Wrap(op, err)
	}
	if e.Body == nil {
		return fault.New(fault.Invalid, op, "There is nothing in this entry. Go back and fill in a field.")
	}
	if e.Corrects != "" {
		if _, err := ParseID(string(e.Corrects)); err != nil {
			return fault.Wrap(op, err)
		}
	}
	if err := e.validateTime(); err != nil {
		return err
	}
	if !rolesKnown[e.By.Role] || e.By.Actor == "" || len(e.By.Actor) > 64 {
		return fault.New(fault.Invalid, op, "It is not clear who wrote this. Go back and send it again.")
	}
	return e.Body.Validate()
}

var rolesKnown = map[Role]bool{Self: true, Therapist: true, Importer: true, System: true}

func (e Entry) validateTime() error {
	const op = "entry.validate"
	if e.Day < FirstDay || e.Day > LastDay {
		return fault.New(fault.Invalid, op, "That day is too far away. Choose a day between 1900 and 2199.")
	}
	switch e.Precision {
	case Minute, PartOfDay, WholeDay:
	default:
		return fault.New(fault.Invalid, op, "The time cannot be read. Choose a time, or leave it empty.")
	}
	if gap := int(e.At.Day()) - int(e.Day); gap < -1 || gap > 2 {
		return fault.New(fault.Invalid, op, "Day and time do not fit together. Choose the day again.")
	}
	return e.At.validate()
}

// SameAs says whether two entries tell the same thing, so that the second is
// a re-sending of the first: same kind, body, teller and time. Entries whose
// time was not told but taken from the clock when they were saved agree when
// they are about the same day.
func (e Entry) SameAs(other Entry) bool {
	if e.ID != other.ID || e.By != other.By || e.Corrects != other.Corrects ||
		e.Day != other.Day || e.Precision != other.Precision {
		return false
	}
	if !e.untold() || !other.untold() {
		if !e.At.Instant.Equal(other.At.Instant) {
			return false
		}
	}
	a, errA := encodeBody(e.Body)
	b, errB := encodeBody(other.Body)
	return errA == nil && errB == nil && e.Kind() == other.Kind() && bytes.Equal(a, b)
}

// untold: the time is the moment of saving.
func (e Entry) untold() bool {
	return e.RecordedAt.IsZero() || e.At.Instant.Equal(e.RecordedAt)
}

// TextLimit and the limits below are in characters; what is longer is
// refused with a sentence that names the limit.
const (
	TextLimit = 20000 // a reflection, a story
	LineLimit = 500   // a line beside a check-in, an answer
	NameLimit = 80    // the name of an item, a skill, a person
	ListLimit = 60    // entries in one list of names
)

// checkText notes a fault for a text that is too long or not UTF-8.
func checkText(fields *fault.Fields, name, text string, limit int) {
	switch {
	case !utf8.ValidString(text):
		fields.Add(name, "Some of these characters cannot be read. Type them again.")
	case utf8.RuneCountInString(text) > limit:
		fields.Add(name, tooLong(utf8.RuneCountInString(text), limit))
	}
}
