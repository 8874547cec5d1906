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
)

// Options sets the five ways side by side by what matters to the person. It
// never adds up, and it never says which one to take.
type Options struct {
	Form    Form
	Ways    []WayRow
	Rows    []MatterRow
	Leaning []Option
	Chosen  []string
	Repeat  bool
}

// WayRow is one of the five ways in a list.
type WayRow struct {
	guide.Way
	URL  string
	Said int // how many matters were looked at for it
}

// MatterRow is one thing that matters, with the five ways in their order.
type MatterRow struct {
	ID, Words, Note string
	Cells           []MatterCell
}

// MatterCell says how a way does on something: −2 bad … 2 good, in words.
type MatterCell struct {
	Said  bool
	Fit   int
	Words string
}

// Undecided is the choice of leaning nowhere yet.
const Undecided = "not-clear"

// NewOptions lays out the picture, what matters most first.
func NewOptions(latest entry.OptionWeights, form Form) Options {
	v := Options{Form: form, Chosen: []string{cmp.Or(form.Value("leaning"), latest.Leaning, Undecided)}}
	for _, key := range entry.Options() {
		way := wayRow(key)
		for _, m := range latest.Matters {
			if _, said := m.Fits[key]; said {
				way.Said++
			}
		}
		v.Ways = append(v.Ways, way)
		v.Leaning = append(v.Leaning, Option{Value: key, Title: way.Name})
	}
	v.Leaning = append(v.Leaning, Option{Value: Undecided, Title: guide.Say("decide.options.not-clear")})
	for _, m := range byWeight(latest.Matters) {
		v.Rows = append(v.Rows, matterRow(m))
	}
	return v
}

func wayRow(key string) WayRow {
	way, _ := guide.WayOf(key)
	return WayRow{Way: way, URL: "/decide/options/" + key}
}

func matterRow(m entry.Matter) MatterRow {
	row := MatterRow{ID: "matter-" + m.Key, Words: m.Words, Note: weighsWords(m.Weight)}
	for _, key := range entry.Options() {
		fit, said := m.Fits[key]
		row.Cells = append(row.Cells, MatterCell{Said: said, Fit: fit, Words: m.Notes[key]})
	}
	return row
}

func byWeight(matters []entry.Matter) []entry.Matter {
	sorted := slices.Clone(matters)
	slices.SortStableFunc(sorted, func(a, b entry.Matter) int { return cmp.Compare(b.Weight, a.Weight) })
	return sorted
}

// ReadLeaning puts the leaning of a form into what was weighed.
func ReadLeaning(latest entry.OptionWeights, form Form) entry.OptionWeights {
	latest.Leaning = form.Value("leaning")
	if latest.Leaning == Undecided {
		latest.Leaning = ""
	}
	return latest
}

// Matters is the form for what matters, and how much.
type Matters struct {
	Form    Form
	Rows    []MatterForm
	Take    []Option // suggestions that are not in the list yet
	Repeat  bool
	Weights bool // some lines are there to weigh
}

// MatterForm is one line: the fields matter-N, matter-key-N and weight-N.
type MatterForm struct {
	N          int
	Key, Words string
	Error      string
	Weigh      WeighRow
}

// NewMatters lays out the form.
func NewMatters(latest entry.OptionWeights, form Form) Matters {
	if len(form.Values) == 0 {
		form.Values = matterValues(latest)
	}
	v := Matters{Form: form, Weights: len(latest.Matters) > 0}
	used := map[string]bool{}
	for n := 1; form.Values.Has("matter-" + itoa(n)); n++ {
		row := MatterForm{N: n, Key: form.Value("matter-key-" + itoa(n)), Words: form.Value("matter-" + itoa(n)), Error: form.Error("matter-" + itoa(n))}
		field := "weight-" + itoa(n)
		row.Weigh = WeighRow{Field: field, Text: cmp.Or(row.Words, guide.Say("decide.matters.another")), Value: form.Value(field), Error: form.Error(field)}
		used[row.Key] = row.Key != ""
		v.Rows = append(v.Rows, row)
	}
	for _, o := range statementOptions("matter") {
		if !used[o.Value] {
			v.Take = append(v.Take, o)
		}
	}
	return v
}

func matterValues(latest entry.OptionWeights) url.Values {
	values := url.Values{}
	n := 0
	add := func(m entry.Matter) {
		n++
		values.Set("matter-"+itoa(n), m.Words)
		values.Set("matter-key-"+itoa(n), m.Key)
		values.Set("weight-"+itoa(n), strconv.Itoa(m.Weight))
	}
	for _, m := range byWeight(latest.Matters) {
		add(m)
	}
	for range ownMost {
		add(entry.Matter{Weight: ownWeight})
	}
	return values
}

// ReadMatters makes the list of what matters from a form. What was said about
// a line stays with it; a line that was emptied goes, with what was said.
// Taken says that suggestions were added, which are still to be weighed.
func ReadMatters(latest entry.OptionWeights, form Form) (body entry.OptionWeights, taken bool, fields fault.Fields) {
	body.Leaning = latest.Leaning
	rows := map[int]int{} // place in Matters → row of the form
	for n := 1; form.Values.Has("matter-" + itoa(n)); n++ {
		words := form.Value("matter-" + itoa(n))
		weight, ok := readWeight(form, "weight-"+itoa(n), &fields)
		if words == "" {
			continue
		}
		if !ok {
			weight = ownWeight
		}
		m := keptMatter(latest, form.Value("matter-key-"+itoa(n)))
		if m.Key == "" || hasMatter(body, m.Key) {
			m = entry.Matter{Key: newKey(words, func(key string) bool { return hasMatter(body, key) || hasMatter(latest, key) })}
		}
		m.Words, m.Weight = words, weight
		rows[len(body.Matters)] = n
		body.Matters = append(body.Matters, m)
	}
	for _, key := range ticked("matter", "take", form) {
		if !hasMatter(body, key) {
			taken = true
			body.Matters = append(body.Matters, entry.Matter{Key: key, Words: guide.StatementText("matter", key), Weight: ownWeight})
		}
	}
	if len(fields) > 0 {
		return body, taken, fields
	}
	return body, taken, besideRows(body.Validate(), "matter", func(line int) string { return "matter-" + itoa(rows[line]) })
}

func keptMatter(list entry.OptionWeights, key string) entry.Matter {
	for _, m := range list.Matters {
		if m.Key == key {
			return m
		}
	}
	return entry.Matter{}
}

func hasMatter(list entry.OptionWeights, key string) bool { return keptMatter(list, key).Key != "" }

// OptionPage is one way on its own: what is good, what is hard, what it is
// like to live with, and how it does on what matters to the person.
type OptionPage struct {
	Form     Form
	Way      guide.Way
	Place    int // 1..5
	Of       int
	Rows     []FitRow
	Fits     []Option
	NextURL  string
	NextName string // "" for the last one
	Repeat   bool
}

// FitRow is one thing that matters: the fields fit-KEY and note-KEY.
type FitRow struct {
	Key, Words, Note string
}

// FitOptions are how well a way does on something, and nothing said.
func FitOptions() []Option {
	options := []Option{{Value: "", Title: guide.Say("decide.fit.open")}}
	for _, fit := range []int{2, 1, 0, -1, -2} {
		options = append(options, Option{Value: strconv.Itoa(fit), Title: FitWords(fit)})
	}
	return options
}

// FitWords say how well a way does on something.
func FitWords(fit int) string {
	return guide.Say("decide.fit." + map[int]string{2: "good", 1: "rather-good", 0: "neither", -1: "rather-bad", -2: "bad"}[fit])
}

// IsOption says whether an address names one of the five ways.
func IsOption(key string) bool { return slices.Contains(entry.Options(), key) }

// NewOptionPage lays out one way.
func NewOptionPage(latest entry.OptionWeights, key string, form Form) OptionPage {
	if len(form.Values) == 0 {
		form.Values = url.Values{}
		for _, m := range latest.Matters {
			if fit, said := m.Fits[key]; said {
				form.Values.Set("fit-"+m.Key, strconv.Itoa(fit))
			}
			form.Values.Set("note-"+m.Key, m.Notes[key])
		}
	}
	all := entry.Options()
	at := slices.Index(all, key)
	v := OptionPage{Form: form, Place: at + 1, Of: len(all), Fits: FitOptions(), NextURL: NextOption(key)}
	v.Way, _ = guide.WayOf(key)
	if at+1 < len(all) {
		next, _ := guide.WayOf(all[at+1])
		v.NextName = next.Name
	}
	for _, m := range byWeight(latest.Matters) {
		v.Rows = append(v.Rows, FitRow{Key: m.Key, Words: m.Words, Note: weighsWords(m.Weight)})
	}
	return v
}

// NextOption is where one goes on to after a way: the next one, and after the
// last the picture.
func NextOption(key string) string {
	all := entry.Options()
	at := slices.Index(all, key)
	if at < 0 || at+1 >= len(all) {
		return "/decide/options"
	}
	return "/decide/options/" + all[at+1]
}

// ReadOption puts what a form says about one way into what was weighed.
func ReadOption(latest entry.OptionWeights, key string, form Form) (entry.OptionWeights, fault.Fields) {
	var fields fault.Fields
	body := entry.OptionWeights{Leaning: latest.Leaning}
	for _, m := range latest.Matters {
		m.Fits, m.Notes = maps.Clone(m.Fits), maps.Clone(m.Notes)
		delete(m.Fits, key)
		delete(m.Notes, key)
		readFit(&m, key, form, &fields)
		body.Matters = append(body.Matters, m)
	}
	return body, fields
}

func readFit(m *entry.Matter, option string, form Form, fields *fault.Fields) {
	if text := form.Value("fit-" + m.Key); text != "" {
		fit, err := strconv.Atoi(text)
		if err != nil || fit < -2 || fit > 2 {
			fields.Add("fit-"+m.Key, guide.Say("decide.fit.error"))
		}
		m.Fits = put(m.Fits, option, fit)
	}
	if note := form.Value("note-" + m.Key); note != "" {
		probe := entry.OptionWeights{Matters: []entry.Matter{{Key: m.Key, Words: m.Words, Weight: m.Weight, Notes: map[string]string{option: note}}}}
		for _, wrong := range errorFields(probe.Validate()) {
			fields.Add("note-"+m.Key, wrong.Say)
		}
		m.Notes = put(m.Notes, option, note)
	}
}

func put[V any](m map[string]V, key string, value V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}

func errorFields(err error) fault.Fields {
	fields, _ := err.(fault.Fields)
	return fields
}

// SameOptions says whether two lists weigh the same.
func SameOptions(a, b entry.OptionWeights) bool {
	return a.Leaning == b.Leaning && slices.EqualFunc(a.Matters, b.Matters, func(x, y entry.Matter) bool {
		return x.Key == y.Key && x.Words == y.Words && x.Weight == y.Weight && maps.Equal(x.Fits, y.Fits) && maps.Equal(x.Notes, y.Notes)
	})
}
