// Package fhir writes a journey as a FHIR R4 Bundle, for programs of the
// health services.
//
// # What is in it
//
// Patient, Questionnaire, QuestionnaireResponse, Observation (scores,
// check-ins, goals, life events, skills and hard situations), Goal, CarePlan,
// Consent and EpisodeOfCare. A break is an EpisodeOfCare that is on hold:
// whoever reads the status alone is not led to think that care goes on.
//
// Private kinds stay out: reflections, mixed feelings, decisions, the safety
// plan. So does what is about other people: the support circle, and whom not
// to tell. docs/export.md is this list for everyone.
//
// # Codes
//
// A LOINC code is written only where the instrument's file says where it was
// found ([F]); one from memory is left out. Every thing also has a code of our
// own, under an address that never resolves. Each Questionnaire carries the
// notice of its authors, with LOINC's where LOINC is used.
//
// # Names
//
// A resource made from one entry has that entry's ID. The others have one that
// is made of the record's seed and what they are, so that a newer bundle
// speaks of the same things.
//
// The package is pure: the time the bundle is made is given.
package fhir

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// Type is the media type of a bundle.
const Type = "application/fhir+json"

// Source is what a bundle is made from.
type Source struct {
	Journey *journey.Journey
	Library instrument.Library
	// Words holds the body that tells an entry, by the ID of the entry that
	// holds it now. Kinds that are missing lose their words, not their numbers.
	Words map[entry.ID]entry.Body
	Seed  string // names the record; nothing of it can be read from the bundle
	Made  time.Time
}

// Write writes the bundle, one resource a line. The same source gives the same
// bytes. It fails only if w does.
func Write(w io.Writer, from Source) error {
	b := newBundle(w, from)
	b.open()
	b.patient()
	b.episodes()
	b.consent()
	b.plan()
	b.questionnaires()
	for day := range b.Journey.Days(entry.FirstDay, entry.LastDay) {
		b.day(day)
	}
	return b.close()
}

// bundle is one that is being written.
type bundle struct {
	Source
	w       *bufio.Writer
	err     error
	entries int
	names   uuid.UUID // the space of this record's names
	today   entry.Day
}

func newBundle(w io.Writer, from Source) *bundle {
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte(base))
	return &bundle{
		Source: from, w: bufio.NewWriter(w), names: uuid.NewSHA1(space, []byte(from.Seed)), today: from.Journey.Today(from.Made),
	}
}

func (b *bundle) open() {
	id, _ := json.Marshal(b.name("bundle", b.Made.UTC().Format(time.RFC3339)))
	b.text(`{"resourceType":"Bundle","id":` + string(id) + `,"type":"collection","timestamp":"` + instant(b.Made) + `","entry":[`)
}

// add writes one resource under its name.
func (b *bundle) add(id string, resource any) {
	if b.err != nil {
		return
	}
	line, err := json.Marshal(bundleEntry{FullURL: urn(id), Resource: resource})
	if err != nil {
		b.err = err
		return
	}
	if b.entries > 0 {
		b.text(",")
	}
	b.entries++
	b.text("\n" + string(line))
}

func (b *bundle) text(text string) {
	if b.err == nil {
		_, b.err = b.w.WriteString(text)
	}
}

func (b *bundle) close() error {
	b.text("\n]}\n")
	if b.err != nil {
		return b.err
	}
	return b.w.Flush()
}

// name is the name of something that is not one entry.
func (b *bundle) name(parts ...string) string {
	return uuid.NewSHA1(b.names, []byte(strings.Join(parts, "\x00"))).String()
}

func (b *bundle) subject() *reference { return refTo(b.name("patient")) }

// told is the body of an entry, the zero body where its words are missing.
func told[T entry.Body](b *bundle, ref journey.Ref) T {
	body, _ := b.Words[ref.Text].(T)
	return body
}

func urn(id string) string { return "urn:uuid:" + id }

func refTo(id string) *reference { return &reference{Reference: urn(id)} }

// instant is a time as FHIR's instant.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// when is a time as exactly as it was told.
func when(ref journey.Ref, day entry.Day) string {
	if ref.Precision != entry.Minute {
		return day.String()
	}
	return ref.At.Local().Format("2006-01-02T15:04:05-07:00")
}

// clean makes a person's words fit for a FHIR string: no control characters,
// and spaces only of the kinds that the standard's own pattern allows, which
// in JavaScript knows no no-break space. Nothing but spaces is nothing.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsSpace(r) || r == '\ufeff':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}
