package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// Items is the list of 0–10 items a check-in asks about. Each such entry is
// the whole list; the latest counts. An item that is left out keeps its past
// values.
type Items struct {
	Items []Item `json:"items"`
}

// Item is one thing a person rates from 0 to 10.
type Item struct {
	Key  string `json:"key"` // for ever; lower-case letters, digits and dashes
	Name string `json:"name"`
	Low  string `json:"low,omitempty"`  // what 0 means
	High string `json:"high,omitempty"` // what 10 means
	// BetterHigh: a higher number is a better day.
	BetterHigh bool `json:"better_high,omitempty"`
	// Retired: no longer asked; past values stay.
	Retired bool `json:"retired,omitempty"`
}

// ItemMin and ItemMax bound every item.
const (
	ItemMin = 0
	ItemMax = 10
)

// Kind is "check-in-items".
func (Items) Kind() Kind { return KindItems }

// Validate checks that keys are well formed and differ, and that every item
// has a name. Fields are named item-1, item-2 …
func (i Items) Validate() error {
	var fields fault.Fields
	if len(i.Items) > ListLimit {
		fields.Add("items", "That is more than "+strconv.Itoa(ListLimit)+" items. Three to five are easiest to keep up.")
	}
	seen := map[string]bool{}
	for n, item := range i.Items {
		field := "item-" + strconv.Itoa(n+1)
		if !IsKey(item.Key) || seen[item.Key] {
			fields.Add(field, "This item is in the list twice. Rename one of them.")
		}
		seen[item.Key] = true
		if item.Name == "" {
			fields.Add(field, "Give this item a name, or leave the whole line empty.")
		}
		checkText(&fields, field, item.Name, NameLimit)
		checkText(&fields, field, item.Low, NameLimit)
		checkText(&fields, field, item.High, NameLimit)
	}
	return fields.Err()
}

// WarningSigns is the list of a person's own early warning signs, as the
// check-in offers them. The latest list counts.
type WarningSigns struct {
	Signs []Named `json:"signs"`
}

// Named is one line of a list a person keeps: a key for ever, and a name.
type Named struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Retired bool   `json:"retired,omitempty"`
}

// Kind is "warning-signs".
func (WarningSigns) Kind() Kind { return KindWarningSigns }

// Validate checks keys and names; the fields are named signs-1, signs-2 …
func (w WarningSigns) Validate() error { return checkNamed("signs", w.Signs) }

// Skills is the list of skills a person keeps at hand. The latest counts.
type Skills struct {
	Skills []Named `json:"skills"`
}

// Kind is "skills".
func (Skills) Kind() Kind { return KindSkills }

// Validate checks keys and names; the fields are named skills-1, skills-2 …
func (s Skills) Validate() error { return checkNamed("skills", s.Skills) }

func checkNamed(list string, lines []Named) error {
	var fields fault.Fields
	if len(lines) > ListLimit*10 {
		fields.Add(list, "That is a long list; "+strconv.Itoa(ListLimit*10)+" fit. Let some go.")
	}
	seen := map[string]bool{}
	for n, line := range lines {
		field := list + "-" + strconv.Itoa(n+1)
		if !IsKey(line.Key) || seen[line.Key] {
			fields.Add(field, "This is in the list twice. Rename one of them.")
		}
		seen[line.Key] = true
		if line.Name == "" {
			fields.Add(field, "Give this a name, or leave the line empty.")
		}
		checkText(&fields, field, line.Name, NameLimit)
	}
	return fields.Err()
}

// IsKey says whether a text can be a key: 1 to 64 lower-case letters, digits
// and dashes.
func IsKey(text string) bool {
	if text == "" || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
