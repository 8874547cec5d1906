package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// CheckIn is how a moment or a day was: some 0–10 items, warning signs that
// were noticed, skills that were used, and a line. All of it may be missing,
// though not all at once.
type CheckIn struct {
	Items  map[string]float64 `json:"items,omitempty"`  // item key → 0..10
	Signs  []string           `json:"signs,omitempty"`  // keys of warning signs
	Skills []string           `json:"skills,omitempty"` // keys of skills
	Line   string             `json:"line,omitempty"`
	// Safe answers "Do you feel safe right now?"; empty when not asked.
	Safe Safe `json:"safe,omitempty"`
	// Origin is set on rows of an import and never by a person.
	Origin *Origin `json:"origin,omitempty"`
}

// Safe is the answer to the one question about safety.
type Safe string

// The answers.
const (
	SafeYes     Safe = "yes"
	SafeNotSure Safe = "not-sure"
	SafeNo      Safe = "no"
)

// Origin keeps what a file said beside what was made of it: the values are
// the file's own words, and the import's mapping says what they count as.
type Origin struct {
	Batch  string            `json:"batch"`            // the import it came with
	Line   int               `json:"line"`             // line or row of the file, from 1
	Values map[string]string `json:"values,omitempty"` // column → text as it stood
	Tags   []string          `json:"tags,omitempty"`   // activities and the like
}

// Kind is "check-in".
func (CheckIn) Kind() Kind { return KindCheckIn }

// Validate checks the fields item-KEY, signs, skills, line and safe.
func (c CheckIn) Validate() error {
	var fields fault.Fields
	for key, value := range c.Items {
		if !IsKey(key) || !(value >= ItemMin && value <= ItemMax) {
			fields.Add("item-"+key, "Choose a number from 0 to 10, or skip.")
		}
	}
	checkKeys(&fields, "signs", c.Signs)
	checkKeys(&fields, "skills", c.Skills)
	checkText(&fields, "line", c.Line, c.lineLimit())
	switch c.Safe {
	case "", SafeYes, SafeNotSure, SafeNo:
	default:
		fields.Add("safe", "Choose yes, not sure or no.")
	}
	if len(c.Items)+len(c.Signs)+len(c.Skills) == 0 && c.Line == "" && c.Safe == "" && c.Origin == nil {
		fields.Add("line", "There is nothing to save yet. One number or one word is enough.")
	}
	if c.Origin != nil {
		c.Origin.check(&fields)
	}
	return fields.Err()
}

// lineLimit: a note that a person kept elsewhere comes whole.
func (c CheckIn) lineLimit() int {
	if c.Origin != nil {
		return TextLimit
	}
	return LineLimit
}

func (o Origin) check(fields *fault.Fields) {
	if o.Batch == "" || len(o.Batch) > 64 || o.Line < 0 || len(o.Values) > ListLimit*4 || len(o.Tags) > ListLimit*4 {
		fields.Add("origin", "This row holds more than Fermata can keep. Split it and import again.")
	}
	for column, value := range o.Values {
		checkText(fields, "origin", column, NameLimit*2)
		checkText(fields, "origin", value, TextLimit)
	}
	for _, tag := range o.Tags {
		checkText(fields, "origin", tag, NameLimit*2)
	}
}

func checkKeys(fields *fault.Fields, name string, keys []string) {
	if len(keys) > ListLimit {
		fields.Add(name, "That is more than "+strconv.Itoa(ListLimit)+". Choose the ones that matter most.")
	}
	for _, key := range keys {
		if !IsKey(key) {
			fields.Add(name, "One of these is not in your list any more. Choose again.")
			return
		}
	}
}
