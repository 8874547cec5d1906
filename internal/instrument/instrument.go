// Package instrument holds the questionnaires: their items, their scoring,
// and what a difference between two scores can and cannot mean.
//
// # Files
//
// Each instrument is one FHIR R4 Questionnaire in files/, embedded. Scoring is
// data in that file, as extensions under
// https://fermata.invalid/fhir/StructureDefinition/: which items make a scale,
// what is reversed, how many answers may be missing, range, bands, cut-offs,
// the change that is beyond measurement error, the change that people notice.
// The numbers of the answers use FHIR's own ordinalValue, minValue and
// maxValue. Every number carries a [Provenance]: found [F], from memory [M],
// computed [C], chosen [D]. docs/evidence-instruments.md shows them all.
//
// Instruments whose text may not be passed on have no item text: they take a
// total ([Instrument.Enter]), or the bare numbers of a sheet filled in
// elsewhere ([Instrument.Score]). The WHO-5 lies in a package of its own, who5,
// and can be left out of a build.
//
// # Use
//
//	library, err := instrument.Load()
//	phq9, err := library.Lookup("phq-9")
//	answers, err := phq9.ParseAnswers("1,2,0,1,0,1,0,0,0")
//	result, err := phq9.Score(answers)
//	change, err := phq9.Change(instrument.Total, 15, 8)
//
// [Load] reads the embedded files each time it is called (a few
// milliseconds): call it once and pass the [Library] on. A Library is a value
// that never changes; treat the slices in an [Instrument] as read-only.
//
// # What it does not do
//
// No clock, disk or network, no sentences about a person's score (those live in
// guide), no item text beyond what is free to pass on.
package instrument

import "strings"

// Codes of the instruments that rules elsewhere name.
const (
	PHQ9 = "PHQ-9"
	PHQ8 = "PHQ-8"
	PHQ2 = "PHQ-2"
	PHQ4 = "PHQ-4"
	GAD7 = "GAD-7"
	GAD2 = "GAD-2"
	WHO5 = "WHO-5"
	GSE  = "GSE"
	BRS  = "BRS"
	Goal = "GOAL"
)

// Total is the name of the scale over all items. DASS-21 has none.
const Total = "total"

// Entry says how an instrument is filled in here.
type Entry string

const (
	ByItems Entry = "items" // its questions may be shown
	ByTotal Entry = "total" // its text may not be shown: a total, or bare numbers
)

// Instrument is one questionnaire.
type Instrument struct {
	Code    string // unique in a library, as "PHQ-9"
	Family  string // what it measures the same thing as, as "K10" for both scorings
	Title   string
	About   string // one sentence
	Version string
	URL     string // canonical address of the Questionnaire
	// Language is a BCP 47 tag, "" for English.
	Language string
	Entry    Entry
	Stem     string // what stands above the items; may be empty
	Recall   Recall
	Licence  string // whose it is and what one may do with it
	Source   string // where text and numbers were found
	Codes    []Coding
	Items    []Item
	Scales   []Scale // the total first, where there is one
	// Own is true for an instrument that a person added from a file.
	Own bool
	// Skipped lists link ids of a person's file that are not scored here.
	Skipped []string

	fhir []byte
}

// Key is the code as entries and addresses hold it: lower-case letters, digits
// and dashes, as "phq-9". [Library.Lookup] finds it.
func (in Instrument) Key() string { return strings.ToLower(in.Code) }

// FHIR gives the Questionnaire the instrument was read from.
func (in Instrument) FHIR() []byte { return append([]byte(nil), in.fhir...) }

// Recall is the stretch of time the items ask about.
type Recall struct {
	Text       string
	Days       int // 0 for "now", a trait or a session; else also the shortest sensible gap
	Provenance Provenance
}

// Item is one question.
type Item struct {
	LinkID   string
	Text     string // empty where the text may not be passed on
	Codes    []Coding
	Options  []Option // in the order to show; empty when any whole number Low..High fits
	Low      int      // smallest value
	High     int      // largest value
	Scored   bool     // false for PHQ-9's question about difficulty
	Reversed bool     // counted as Low+High−value
	// ReversedSource says where it was found that the item is reversed.
	ReversedSource Provenance
	Safety         Safety
}

// Option is one answer that can be chosen.
type Option struct {
	Value  int
	Text   string
	Coding Coding
}

// Safety marks an item whose answer calls for support at once, whatever the
// total says and before the sheet is sent.
type Safety struct {
	Marked     bool
	Above      int // met by every answer greater than this
	Provenance Provenance
}

// Coding is a code from a code system.
type Coding struct {
	System     string
	Code       string
	Provenance Provenance
}

// LOINC is the system of LOINC codes.
const LOINC = "http://loinc.org"

// Item gives the item with a link id.
func (in Instrument) Item(linkID string) (Item, bool) {
	if i := in.position(linkID); i >= 0 {
		return in.Items[i], true
	}
	return Item{}, false
}

// ItemByCode gives the item with a code. Files from elsewhere are read by
// code, never by link id, which differs from one to the next.
func (in Instrument) ItemByCode(system, code string) (Item, bool) {
	for _, item := range in.Items {
		if hasCode(item.Codes, system, code) {
			return item, true
		}
	}
	return Item{}, false
}

// OptionByCode gives the option with a code.
func (it Item) OptionByCode(system, code string) (Option, bool) {
	for _, option := range it.Options {
		if option.Coding.is(system, code) {
			return option, true
		}
	}
	return Option{}, false
}

// Scale gives a scale by name, as [Total] or "anxiety".
func (in Instrument) Scale(name string) (Scale, bool) {
	for _, scale := range in.Scales {
		if scale.Name == name {
			return scale, true
		}
	}
	return Scale{}, false
}

func (in Instrument) position(linkID string) int {
	for i, item := range in.Items {
		if item.LinkID == linkID {
			return i
		}
	}
	return -1
}

func hasCode(codes []Coding, system, code string) bool {
	for _, c := range codes {
		if c.is(system, code) {
			return true
		}
	}
	return false
}

func (c Coding) is(system, code string) bool {
	return c.Code == code && code != "" && c.System == system
}
