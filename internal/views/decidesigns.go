package views

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// SafetyFirst is the page before all others: whether one is safe with the
// therapist.
type SafetyFirst struct {
	Form    Form
	Options []Option
	Chosen  []string
	Repeat  bool
}

// NewSafetyFirst lays out the page over what was ticked before.
func NewSafetyFirst(latest entry.SignWeights, form Form) SafetyFirst {
	v := SafetyFirst{Form: form, Options: statementOptions("unsafe"), Chosen: form.All("unsafe")}
	if len(form.Values) == 0 {
		v.Chosen = latest.Unsafe
	}
	return v
}

func statementOptions(group string) []Option {
	var options []Option
	for _, s := range guide.Statements(group) {
		options = append(options, Option{Value: s.Key, Title: s.Text})
	}
	return options
}

// ticked are the statements of a group that a form ticks, in their order.
func ticked(group, field string, form Form) []string {
	var keys []string
	for _, s := range guide.Statements(group) {
		if slices.Contains(form.All(field), s.Key) {
			keys = append(keys, s.Key)
		}
	}
	return keys
}

// ReadSafetyFirst puts the ticks into what was weighed before.
func ReadSafetyFirst(latest entry.SignWeights, form Form) entry.SignWeights {
	latest.Unsafe = ticked("unsafe", "unsafe", form)
	return latest
}

// SameSigns says whether two lists weigh the same.
func SameSigns(a, b entry.SignWeights) bool {
	return maps.Equal(a.Weights, b.Weights) && slices.Equal(a.Own, b.Own) && slices.Equal(a.Unsafe, b.Unsafe)
}

// Unsafe is the page for someone who is not safe with their therapist: help,
// another professional, where to complain. Nothing here is asked for.
type Unsafe struct {
	Complaint guide.Complaint
	HasPlace  bool     // something was found for the person's country
	Ways      []string // how to find a place anywhere
}

// NewUnsafe lays out the page for a country.
func NewUnsafe(j *journey.Journey) Unsafe {
	v := Unsafe{Ways: texts("any")}
	v.Complaint, v.HasPlace = guide.ComplaintIn(country(j))
	return v
}

// country is where the person lives, as far as they said.
func country(j *journey.Journey) string {
	if j.Profile.Country != "" {
		return j.Profile.Country
	}
	return j.HelpCard.Country
}

// Signs is the page that weighs the statements of one direction.
type Signs struct {
	Form      Form
	Direction string // "break" or "talk"
	Rows      []WeighRow
	Own       []OwnSignRow
	Repeat    bool
}

// WeighRow is one thing to weigh from 0 to 5.
type WeighRow struct {
	Field, Text, Value, Error string
}

// OwnSignRow is a statement of one's own: the fields own-N, own-key-N and
// own-weight-N.
type OwnSignRow struct {
	N          int
	Key, Words string
	Error      string
	Weigh      WeighRow
}

// SignDirections are the two directions, as addresses name them.
func SignDirections() []string { return []string{"break", "talk"} }

func towards(direction string) entry.Towards {
	if direction == "talk" {
		return entry.TowardsTalking
	}
	return entry.TowardsBreak
}

// ownMost is how many empty lines for one's own statements a page offers.
const ownMost = 2

// ownWeight is what a new line of one's own weighs unless told otherwise. [D]
const ownWeight = 3

// NewSigns lays out one direction over what was weighed before.
func NewSigns(latest entry.SignWeights, direction string, form Form) Signs {
	if len(form.Values) == 0 {
		form.Values = signValues(latest, direction)
	}
	v := Signs{Form: form, Direction: direction}
	for _, s := range guide.Statements(direction) {
		field := "weight-" + s.Key
		v.Rows = append(v.Rows, WeighRow{Field: field, Text: s.Text, Value: form.Value(field), Error: form.Error(field)})
	}
	v.Own = ownRows(form)
	return v
}

// ownRows are the lines of one's own that a form holds.
func ownRows(form Form) []OwnSignRow {
	var rows []OwnSignRow
	for n := 1; form.Values.Has("own-" + itoa(n)); n++ {
		field := "own-weight-" + itoa(n)
		rows = append(rows, OwnSignRow{
			N: n, Key: form.Value("own-key-" + itoa(n)), Words: form.Value("own-" + itoa(n)), Error: form.Error("own-" + itoa(n)),
			Weigh: WeighRow{Field: field, Text: guide.Say("decide.signs.own-weight"), Value: form.Value(field)},
		})
	}
	return rows
}

func signValues(latest entry.SignWeights, direction string) url.Values {
	values := url.Values{}
	for _, s := range guide.Statements(direction) {
		if weight, ok := latest.Weights[s.Key]; ok {
			values.Set("weight-"+s.Key, strconv.Itoa(weight))
		}
	}
	n := 0
	add := func(own entry.OwnSign) {
		n++
		values.Set("own-"+itoa(n), own.Words)
		values.Set("own-key-"+itoa(n), own.Key)
		values.Set("own-weight-"+itoa(n), strconv.Itoa(own.Weight))
	}
	for _, own := range latest.Own {
		if own.Points == towards(direction) {
			add(own)
		}
	}
	for range ownMost {
		add(entry.OwnSign{Weight: ownWeight})
	}
	return values
}

// ReadSigns puts one direction of the form into what was weighed before.
func ReadSigns(latest entry.SignWeights, direction string, form Form) (entry.SignWeights, fault.Fields) {
	var fields fault.Fields
	body := entry.SignWeights{Weights: maps.Clone(latest.Weights), Unsafe: latest.Unsafe}
	if body.Weights == nil {
		body.Weights = map[string]int{}
	}
	for _, s := range guide.Statements(direction) {
		field := "weight-" + s.Key
		delete(body.Weights, s.Key)
		if weight, ok := readWeight(form, field, &fields); ok {
			body.Weights[s.Key] = weight
		}
	}
	rows := map[int]int{} // place in Own → row of the form
	for _, own := range latest.Own {
		if own.Points != towards(direction) {
			body.Own = append(body.Own, own)
		}
	}
	readOwnSigns(&body, direction, form, rows, &fields)
	if len(body.Weights) == 0 {
		body.Weights = nil
	}
	if len(fields) > 0 {
		return body, fields
	}
	return body, besideRows(body.Validate(), "own", func(line int) string { return "own-" + itoa(rows[line]) })
}

func readOwnSigns(body *entry.SignWeights, direction string, form Form, rows map[int]int, fields *fault.Fields) {
	for n := 1; form.Values.Has("own-" + itoa(n)); n++ {
		words := form.Value("own-" + itoa(n))
		if words == "" {
			continue
		}
		weight, ok := readWeight(form, "own-weight-"+itoa(n), fields)
		if !ok {
			weight = ownWeight
		}
		has := func(key string) bool {
			return slices.ContainsFunc(body.Own, func(o entry.OwnSign) bool { return o.Key == key })
		}
		key := form.Value("own-key-" + itoa(n))
		if !entry.IsKey(key) || has(key) {
			key = newKey(words, has)
		}
		rows[len(body.Own)] = n
		body.Own = append(body.Own, entry.OwnSign{Key: key, Words: words, Points: towards(direction), Weight: weight})
	}
}

// readWeight reads a weight from 0 to 5; false where none was given.
func readWeight(form Form, field string, fields *fault.Fields) (int, bool) {
	text := form.Value(field)
	if text == "" {
		return 0, false
	}
	weight, err := strconv.Atoi(text)
	if err != nil || weight < 0 || weight > entry.WeightMax {
		fields.Add(field, guide.Say("decide.weight.error"))
		return 0, false
	}
	return weight, true
}

// SignPicture sets what speaks for a break beside what speaks for talking
// first. It never adds up.
type SignPicture struct {
	Sides  []SignSide
	Leads  []Row // what the statements lead on to
	Help   bool  // a statement asks for the way to help
	Empty  bool
	Unsafe bool
}

// SignSide is one direction, the heaviest statement first.
type SignSide struct {
	Direction string
	Rows      []Row
}

// NewSignPicture lays out what was weighed.
func NewSignPicture(latest entry.SignWeights) SignPicture {
	v := SignPicture{Unsafe: len(latest.Unsafe) > 0, Empty: true}
	for _, direction := range SignDirections() {
		side := SignSide{Direction: direction}
		for _, w := range weighed(latest, direction) {
			side.Rows = append(side.Rows, Row{Title: w.words, End: weighsWords(w.weight)})
			v.Empty = false
		}
		v.Sides = append(v.Sides, side)
	}
	v.Leads = signLeads(latest)
	v.Help = latest.Weights["recent-crisis"] > 0 || latest.Weights["getting-worse"] > 0
	return v
}

type weighedSign struct {
	words  string
	weight int
}

// weighed are the statements of a direction that weigh something, heaviest
// first.
func weighed(latest entry.SignWeights, direction string) []weighedSign {
	var list []weighedSign
	for _, s := range guide.Statements(direction) {
		if weight := latest.Weights[s.Key]; weight > 0 {
			list = append(list, weighedSign{s.Text, weight})
		}
	}
	for _, own := range latest.Own {
		if own.Points == towards(direction) && own.Weight > 0 {
			list = append(list, weighedSign{own.Words, own.Weight})
		}
	}
	slices.SortStableFunc(list, func(a, b weighedSign) int { return cmp.Compare(b.weight, a.weight) })
	return list
}

// weighsWords say a weight: a number alone says little.
func weighsWords(weight int) string { return guide.Say("decide.weight." + itoa(weight)) }

// signLead is where a statement that weighs something leads on to.
type signLead struct{ sign, lead, url string }

var leads = []signLead{
	{"recent-crisis", "help", "/help-now"},
	{"getting-worse", "edge", "/decide/care"},
	{"diagnosis-or-medicine", "edge", "/decide/care"},
	{"recent-crisis", "edge", "/decide/care"},
	{"money", "cost", "/care"},
	{"time", "cost", "/care"},
	{"stalled", "change", "/decide/options/change-the-work"},
	{"draining", "change", "/decide/options/change-the-work"},
	{"milestone", "last-session", "/prepare/last-session"},
	{"practise-alone", "skills", "/skills"},
	{"unsaid", "talk", "/decide/talk"},
	{"avoiding", "talk", "/decide/talk"},
	{"therapist-does-not-know", "talk", "/decide/talk"},
	{"little-support", "support", "/plan/support"},
}

// signLeads are the pages that what was weighed leads on to, each once.
func signLeads(latest entry.SignWeights) []Row {
	var rows []Row
	for _, l := range leads {
		row := Row{Title: guide.Say("decide.lead." + l.lead), Note: guide.Say("decide.lead." + l.lead + ".why"), URL: l.url}
		rests := withTherapist[l.lead] && len(latest.Unsafe) > 0
		if latest.Weights[l.sign] == 0 || rests || slices.Contains(rows, row) {
			continue
		}
		rows = append(rows, row)
	}
	if len(latest.Unsafe) > 0 {
		rows = append([]Row{{Title: guide.Say("decide.lead.safety"), Note: guide.Say("decide.lead.safety.why"), URL: "/decide/signs/safety"}}, rows...)
	}
	return rows
}
