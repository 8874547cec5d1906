package instrument

import "strings"

// Tag says what stands behind a number.
type Tag string

const (
	Found    Tag = "F" // found in the source named
	Memory   Tag = "M" // from memory, unverified
	Computed Tag = "C" // computed from other numbers
	Chosen   Tag = "D" // a design choice, not evidence
)

// Provenance is where a number comes from. The zero value means that nothing
// is known, as in a person's own file.
type Provenance struct {
	Tag    Tag
	Source string
}

// Verified is false for numbers from memory and for numbers without a tag.
func (p Provenance) Verified() bool { return p.Tag != "" && p.Tag != Memory }

// String writes "[F: source]", or "" when nothing is known.
func (p Provenance) String() string {
	if p.Tag == "" {
		return ""
	}
	if p.Source == "" {
		return "[" + string(p.Tag) + "]"
	}
	return "[" + string(p.Tag) + ": " + p.Source + "]"
}

// parseProvenance reads "F: source". Anything else gives the zero value.
func parseProvenance(text string) Provenance {
	tag, source, _ := strings.Cut(text, ":")
	switch t := Tag(tag); t {
	case Found, Memory, Computed, Chosen:
		return Provenance{Tag: t, Source: strings.TrimSpace(source)}
	}
	return Provenance{}
}
