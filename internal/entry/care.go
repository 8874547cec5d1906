package entry

import (
	"strings"

	"fermata/internal/fault"
)

// CareOptions are the ways of getting care a person looks at, side by side:
// what each costs a month, and how it does on what matters. Each such entry
// is the whole list; the latest counts.
type CareOptions struct {
	// Currency is how the person writes their money: "£", "CHF". One for all.
	Currency string       `json:"currency,omitempty"`
	Options  []CareOption `json:"options,omitempty"`
	// Weights holds how much each thing matters, by its key: 0..WeightMax.
	Weights map[string]int `json:"weights,omitempty"`
	// Own are things that matter to the person besides those of the list; their
	// keys are those of Weights, Fits and Notes.
	Own []Named `json:"own,omitempty"`
}

// CareOption is one way of getting care: one of CareSorts under that key, or
// one of the person's own under another. Amounts are in hundredths of the
// currency, from 0 to AmountMax; a missing fee is not known yet.
type CareOption struct {
	Key  string `json:"key"`
	Sort string `json:"sort"` // one of CareSorts
	Name string `json:"name,omitempty"`
	// Fee is what one session costs; Lower what it costs by income, where
	// that is offered.
	Fee   *int `json:"fee,omitempty"`
	Lower *int `json:"lower,omitempty"`
	// Cover is what someone else pays of each session, Travel what getting
	// there and back costs, TimeOff what is not earned meanwhile, Monthly what
	// is paid each month besides.
	Cover   int `json:"cover,omitempty"`
	Travel  int `json:"travel,omitempty"`
	Monthly int `json:"monthly,omitempty"`
	TimeOff int `json:"time_off,omitempty"`
	PerYear int `json:"per_year,omitempty"` // sessions a year, 0..366
	// Fits holds how it does on what matters, by key: −2 bad … 2 good.
	Fits map[string]int `json:"fits,omitempty"`
	// Notes holds words on what matters, by key.
	Notes map[string]string `json:"notes,omitempty"`
}

// AmountMax bounds an amount: ten million of any currency, in hundredths.
const AmountMax = 1_000_000_000

// CareSorts are the keys of the ways of getting care, in no order of worth.
func CareSorts() []string {
	return []string{"in-person", "online", "group", "self-guided", "low-cost"}
}

// Kind is "care-option".
func (CareOptions) Kind() Kind { return KindCareOptions }

// Validate checks currency, and for an option with the key k the fields
// k-name, k-fee, k-lower, k-cover, k-travel, k-monthly, k-time-off, k-per-year and, for
// what matters under the key m, k-fit-m and k-note-m, and weight-m; own-1, own-2 … are the person's own.
func (c CareOptions) Validate() error {
	var fields fault.Fields
	checkText(&fields, "currency", c.Currency, 8)
	checkMost(&fields, "options", len(c.Options), 20)
	seen := map[string]bool{}
	for _, option := range c.Options {
		if !IsKey(option.Key) || seen[option.Key] || !isCareSort(option.Sort) {
			fields.Add("options", "This way of getting care is not one of the list. Open the page again.")
		}
		seen[option.Key] = true
		option.check(&fields)
	}
	for key, weight := range c.Weights {
		if !IsKey(key) || weight < 0 || weight > WeightMax {
			fields.Add("weight-"+key, "Choose a weight from 0 to 5.")
		}
	}
	if wrong, _ := checkNamed("own", c.Own).(fault.Fields); len(wrong) > 0 {
		fields = append(fields, wrong...)
	}
	return fields.Err()
}

func (o CareOption) check(fields *fault.Fields) {
	checkText(fields, o.Key+"-name", o.Name, NameLimit)
	for _, amount := range []struct {
		name  string
		value *int
	}{{"fee", o.Fee}, {"lower", o.Lower}, {"cover", &o.Cover}, {"travel", &o.Travel}, {"monthly", &o.Monthly}, {"time-off", &o.TimeOff}} {
		if amount.value != nil && (*amount.value < 0 || *amount.value > AmountMax) {
			fields.Add(o.Key+"-"+amount.name, "Write an amount from 0 to 10,000,000.")
		}
	}
	if o.PerYear < 0 || o.PerYear > 366 {
		fields.Add(o.Key+"-per-year", "Choose how often you would go.")
	}
	for key, fit := range o.Fits {
		if !IsKey(key) || fit < -2 || fit > 2 {
			fields.Add(o.Key+"-fit-"+key, "Choose how well this does, from bad to good.")
		}
	}
	for key, note := range o.Notes {
		if !IsKey(key) || strings.TrimSpace(note) == "" {
			fields.Add(o.Key+"-note-"+key, "Say it in a few words, or leave it empty.")
		}
		checkText(fields, o.Key+"-note-"+key, note, LineLimit)
	}
}

func isCareSort(sort string) bool {
	for _, known := range CareSorts() {
		if sort == known {
			return true
		}
	}
	return false
}

// Cost is what an option costs the person a month, in hundredths of the
// currency; a year has twelve months. It is false while the fee, or how often,
// is not known. What someone else pays never makes a session cost less than
// nothing.
func (o CareOption) Cost() (month int64, known bool) {
	if o.Fee == nil {
		month, _ = o.at(0)
		return month, o.Monthly > 0
	}
	return o.at(*o.Fee)
}

// LowerCost is the cost a month at the lower fee; false where there is none.
func (o CareOption) LowerCost() (month int64, known bool) {
	if o.Lower == nil {
		return 0, false
	}
	return o.at(*o.Lower)
}

func (o CareOption) at(fee int) (month int64, known bool) {
	year := int64(max(0, fee-o.Cover)+o.Travel+o.TimeOff) * int64(o.PerYear)
	return (year+6)/12 + int64(o.Monthly), o.PerYear > 0 || fee == 0
}
