package views

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Care sets ways of getting care side by side: what a month costs, and how
// each does on what matters. It names no best one.
type Care struct {
	Costs    [][]string // way, a session and how often, a month, at a lower fee
	Ways     []CareRow
	Rows     []MatterRow
	Ask      []string
	Look     []string
	Told     bool
	AnyCosts bool
	Country  guide.Complaint // who keeps registers and takes complaints there
	Known    bool            // for the country
	Anywhere []string        // where to turn in any country
	Found    []guide.Finding // what research says about therapy online
}

// CareRow is one way of getting care, with the page that fills it in.
type CareRow struct {
	guide.Way
	URL  string
	Own  string // what the person calls it
	Cost string
}

// careKeys are the ways of the list, then the person's own.
func careKeys(latest entry.CareOptions) []string {
	keys := entry.CareSorts()
	for _, o := range latest.Options {
		if !slices.Contains(keys, o.Key) {
			keys = append(keys, o.Key)
		}
	}
	return keys
}

// careWay is a way of the list, or one of the person's own under its name.
func careWay(o entry.CareOption) guide.Way {
	way, _ := guide.WayOf(o.Sort)
	if o.Key != o.Sort {
		way.Key, way.Name, way.Short = o.Key, o.Name, o.Name
	}
	return way
}

// careMatters are the things that may matter, the heaviest first.
func careMatters(latest entry.CareOptions) []guide.Statement {
	list := slices.Clone(guide.Statements("criterion"))
	for _, own := range latest.Own {
		list = append(list, guide.Statement{Key: own.Key, Text: own.Name})
	}
	slices.SortStableFunc(list, func(a, b guide.Statement) int { return latest.Weights[b.Key] - latest.Weights[a.Key] })
	return list
}

// NewCare lays out the page.
func NewCare(j *journey.Journey, latest entry.CareOptions) Care {
	v := Care{Ask: texts("ask"), Look: texts("look"), Told: len(latest.Options) > 0, Anywhere: texts("any"), Found: guide.Findings()}
	v.Country, v.Known = guide.ComplaintIn(country(j))
	for _, key := range careKeys(latest) {
		option := careOption(latest, key)
		way := careWay(option)
		row := CareRow{Way: way, URL: "/care/" + key, Own: option.Name}
		if option.Key != option.Sort {
			row.Own = ""
		}
		if month, known := option.Cost(); known {
			v.AnyCosts = true
			row.Cost = money(latest.Currency, month)
			v.Costs = append(v.Costs, costCells(latest.Currency, way.Name, option, row.Cost))
		}
		v.Ways = append(v.Ways, row)
	}
	for _, s := range careMatters(latest) {
		row := MatterRow{ID: "criterion-" + s.Key, Words: s.Text}
		if weight, weighed := latest.Weights[s.Key]; weighed {
			row.Words = guide.Say("care.weighs", "what", s.Text, "weight", weight)
		}
		for _, key := range careKeys(latest) {
			option := careOption(latest, key)
			fit, said := option.Fits[s.Key]
			row.Cells = append(row.Cells, MatterCell{Said: said, Fit: fit, Words: option.Notes[s.Key]})
		}
		if slices.ContainsFunc(row.Cells, func(c MatterCell) bool { return c.Said || c.Words != "" }) {
			v.Rows = append(v.Rows, row)
		}
	}
	return v
}

func careOption(list entry.CareOptions, key string) entry.CareOption {
	for _, o := range list.Options {
		if o.Key == key {
			return o
		}
	}
	return entry.CareOption{Key: key, Sort: key}
}

func costCells(currency, name string, o entry.CareOption, month string) []string {
	fee := guide.Say("care.no-fee")
	if o.Fee != nil {
		fee = money(currency, int64(*o.Fee))
	}
	if often := oftenWords(o.PerYear); often != "" {
		fee += ", " + often
	}
	lower := ""
	if cost, known := o.LowerCost(); known {
		lower = money(currency, cost)
	}
	return []string{name, fee, month, lower}
}

// money writes an amount in the person's own currency; hundredths only where
// there are some.
func money(currency string, hundredths int64) string {
	text := guide.Number(float64(hundredths / 100))
	if rest := hundredths % 100; rest != 0 {
		text += "." + strconv.Itoa(100 + int(rest))[1:]
	}
	if currency == "" {
		return text
	}
	if len([]rune(currency)) == 1 {
		return currency + text
	}
	return currency + " " + text
}

// perYear is how often one can go, in sessions a year.
var perYear = []int{104, 52, 26, 17, 12, 6}

func oftenOptions() []Option {
	options := []Option{{Value: "", Title: guide.Say("care.often.open")}}
	for _, n := range perYear {
		options = append(options, Option{Value: strconv.Itoa(n), Title: oftenWords(n)})
	}
	return options
}

func oftenWords(n int) string {
	if n == 0 {
		return ""
	}
	if slices.Contains(perYear, n) {
		return guide.Say("care.often." + itoa(n))
	}
	return guide.Say("care.often.other", "times", n)
}

// CarePage is the form for one way of getting care.
type CarePage struct {
	Form   Form
	Way    guide.Way
	Often  []Option
	Rows   []FitRow
	Fits   []Option
	Month  string // what it costs a month as it was kept, or ""
	Lower  string
	New    bool
	Mine   bool     // it is one of the person's own
	Sorts  []Option // what a new one is like
	Repeat bool
}

// careWeightsKey is the address of the weights, which no way may take.
const careWeightsKey = "matters"

// NewCareKey is the address of the form for a way of one's own.
const NewCareKey = "new"

// IsCareKey says whether an address names a way of getting care: of the list,
// of the person's own, or a new one.
func IsCareKey(latest entry.CareOptions, key string) bool {
	return key == NewCareKey || slices.Contains(careKeys(latest), key)
}

// CareWeights is the form for how much each thing matters.
type CareWeights struct {
	Form   Form
	Rows   []WeighRow
	Own    []OwnSignRow
	Repeat bool
}

// NewCareWeights lays out the form over what was told before.
func NewCareWeights(latest entry.CareOptions, form Form) CareWeights {
	if len(form.Values) == 0 {
		form.Values = careWeightValues(latest)
	}
	v := CareWeights{Form: form}
	for _, s := range guide.Statements("criterion") {
		field := "weight-" + s.Key
		v.Rows = append(v.Rows, WeighRow{Field: field, Text: s.Text, Value: form.Value(field), Error: form.Error(field)})
	}
	v.Own = ownRows(form)
	return v
}

func careWeightValues(latest entry.CareOptions) url.Values {
	values := url.Values{}
	for key, weight := range latest.Weights {
		values.Set("weight-"+key, strconv.Itoa(weight))
	}
	own := slices.Concat(latest.Own, make([]entry.Named, ownMost))
	for n, line := range own {
		row := itoa(n + 1)
		values.Set("own-"+row, line.Name)
		values.Set("own-key-"+row, line.Key)
		if weight, given := latest.Weights[line.Key]; given {
			values.Set("own-weight-"+row, strconv.Itoa(weight))
		} else if line.Key == "" {
			values.Set("own-weight-"+row, strconv.Itoa(ownWeight))
		}
	}
	return values
}

// ReadCareWeights puts the weights and the person's own lines into the list; a
// weight that is not given is taken off, and what was said about a line of
// one's own goes with it.
func ReadCareWeights(latest entry.CareOptions, form Form) (entry.CareOptions, fault.Fields) {
	var fields fault.Fields
	latest.Weights, latest.Own = nil, nil
	for _, s := range guide.Statements("criterion") {
		if weight, given := readWeight(form, "weight-"+s.Key, &fields); given {
			latest.Weights = put(latest.Weights, s.Key, weight)
		}
	}
	rows := map[int]int{} // place in Own → row of the form
	for n := 1; form.Values.Has("own-" + itoa(n)); n++ {
		name := form.Value("own-" + itoa(n))
		if name == "" {
			continue
		}
		key := form.Value("own-key-" + itoa(n))
		if !entry.IsKey(key) || isCriterion(latest, key) {
			key = newKey(name, func(key string) bool { return isCriterion(latest, key) })
		}
		if weight, given := readWeight(form, "own-weight-"+itoa(n), &fields); given {
			latest.Weights = put(latest.Weights, key, weight)
		}
		rows[len(latest.Own)] = n
		latest.Own = append(latest.Own, entry.Named{Key: key, Name: name})
	}
	latest.Options = withoutForgotten(latest)
	if len(fields) > 0 {
		return latest, fields
	}
	return latest, besideRows(latest.Validate(), "own", func(line int) string { return "own-" + itoa(rows[line]) })
}

// isCriterion says whether something that may matter has this key.
func isCriterion(latest entry.CareOptions, key string) bool {
	return slices.ContainsFunc(careMatters(latest), func(s guide.Statement) bool { return s.Key == key })
}

// withoutForgotten are the options without what was said on things that are
// not listed any more.
func withoutForgotten(latest entry.CareOptions) []entry.CareOption {
	options := slices.Clone(latest.Options)
	for n, o := range options {
		options[n].Fits, options[n].Notes = maps.Clone(o.Fits), maps.Clone(o.Notes)
		maps.DeleteFunc(options[n].Fits, func(key string, _ int) bool { return !isCriterion(latest, key) })
		maps.DeleteFunc(options[n].Notes, func(key, _ string) bool { return !isCriterion(latest, key) })
	}
	return options
}

// WithoutCare takes a way of the person's own off the list.
func WithoutCare(latest entry.CareOptions, key string) entry.CareOptions {
	latest.Options = slices.DeleteFunc(slices.Clone(latest.Options), func(o entry.CareOption) bool { return o.Key == key })
	return latest
}

// NewCarePage lays out one way over what was told before.
func NewCarePage(latest entry.CareOptions, key string, form Form) CarePage {
	option := careOption(latest, key)
	if len(form.Values) == 0 {
		form.Values = careValues(latest, option)
	}
	v := CarePage{Form: form, Often: oftenOptions(), Fits: FitOptions()}
	v.Way, v.New = careWay(option), key == NewCareKey
	v.Mine = !v.New && option.Key != option.Sort
	if v.New {
		v.Way = guide.Way{Key: key, Name: guide.Say("care.new")}
	}
	for _, sort := range entry.CareSorts() {
		way, _ := guide.WayOf(sort)
		v.Sorts = append(v.Sorts, Option{Value: sort, Title: way.Name})
	}
	for _, s := range careMatters(latest) {
		v.Rows = append(v.Rows, FitRow{Key: s.Key, Words: s.Text})
	}
	if month, known := option.Cost(); known {
		v.Month = money(latest.Currency, month)
	}
	if month, known := option.LowerCost(); known {
		v.Lower = money(latest.Currency, month)
	}
	return v
}

func careValues(latest entry.CareOptions, o entry.CareOption) url.Values {
	values := url.Values{"currency": {latest.Currency}, "name": {o.Name}, "sort": {o.Sort}}
	for name, amount := range map[string]*int{"fee": o.Fee, "lower": o.Lower, "cover": some(o.Cover), "travel": some(o.Travel), "monthly": some(o.Monthly), "time-off": some(o.TimeOff)} {
		if amount != nil {
			values.Set(name, strings.ReplaceAll(money("", int64(*amount)), ",", ""))
		}
	}
	if o.PerYear > 0 {
		values.Set("per-year", strconv.Itoa(o.PerYear))
	}
	for key, fit := range o.Fits {
		values.Set("fit-"+key, strconv.Itoa(fit))
	}
	for key, note := range o.Notes {
		values.Set("note-"+key, note)
	}
	return values
}

// some is an amount that is there, or nil for none.
func some(amount int) *int {
	if amount == 0 {
		return nil
	}
	return &amount
}

// ReadCare puts what a form says about one way into the list.
func ReadCare(latest entry.CareOptions, key string, form Form) (entry.CareOptions, fault.Fields) {
	var fields fault.Fields
	option := entry.CareOption{Key: key, Sort: careOption(latest, key).Sort, Name: form.Value("name")}
	if !slices.Contains(entry.CareSorts(), key) && option.Name == "" {
		fields.Add("name", guide.Say("care.name.error"))
	}
	if key == NewCareKey {
		option.Key, option.Sort = newKey(option.Name, func(k string) bool {
			return k == NewCareKey || k == careWeightsKey || slices.Contains(careKeys(latest), k)
		}), form.Value("sort")
		if !slices.Contains(entry.CareSorts(), option.Sort) {
			fields.Add("sort", guide.Say("care.sort.error"))
			option.Sort = entry.CareSorts()[0]
		}
	}
	option.Fee, option.Lower = readAmount(form, "fee", &fields), readAmount(form, "lower", &fields)
	for name, amount := range map[string]*int{"cover": &option.Cover, "travel": &option.Travel, "monthly": &option.Monthly, "time-off": &option.TimeOff} {
		if read := readAmount(form, name, &fields); read != nil {
			*amount = *read
		}
	}
	if text := form.Value("per-year"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 366 {
			fields.Add("per-year", guide.Say("care.often.error"))
		}
		option.PerYear = n
	}
	for _, s := range careMatters(latest) {
		readCriterion(&option, s.Key, form, &fields)
	}
	body := entry.CareOptions{Currency: form.Value("currency"), Weights: latest.Weights, Own: latest.Own}
	for _, known := range careKeys(latest) {
		if known == option.Key {
			body.Options = append(body.Options, option)
		} else if slices.ContainsFunc(latest.Options, func(o entry.CareOption) bool { return o.Key == known }) {
			body.Options = append(body.Options, careOption(latest, known))
		}
	}
	if key == NewCareKey {
		body.Options = append(body.Options, option)
	}
	for _, wrong := range errorFields(body.Validate()) {
		if name := strings.TrimPrefix(wrong.Name, option.Key+"-"); fields.For(name) == "" {
			fields.Add(name, wrong.Say)
		}
	}
	return body, fields
}

func readCriterion(option *entry.CareOption, key string, form Form, fields *fault.Fields) {
	if text := form.Value("fit-" + key); text != "" {
		fit, err := strconv.Atoi(text)
		if err != nil || fit < -2 || fit > 2 {
			fields.Add("fit-"+key, guide.Say("decide.fit.error"))
		}
		option.Fits = put(option.Fits, key, fit)
	}
	if note := form.Value("note-" + key); note != "" {
		option.Notes = put(option.Notes, key, note)
	}
}

// readAmount reads money as people write it: 60, 62.50, 62,5 or 1 200; nil
// where nothing was typed.
func readAmount(form Form, name string, fields *fault.Fields) *int {
	text := form.Value(name)
	if text == "" {
		return nil
	}
	amount, ok := parseAmount(text)
	if !ok {
		fields.Add(name, guide.Say("care.amount.error"))
		return nil
	}
	return &amount
}

// parseAmount reads an amount into hundredths. The last point or comma with
// one or two digits after it parts them; other points, commas, apostrophes
// and spaces part thousands.
func parseAmount(text string) (int, bool) {
	whole, rest := text, ""
	if at := strings.LastIndexAny(text, ".,"); at >= 0 && len(text)-at-1 <= 2 {
		whole, rest = text[:at], text[at+1:]
	}
	whole = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", ",", "", ".", "").Replace(whole)
	if len(whole) > 8 || whole+rest == "" {
		return 0, false
	}
	rest += strings.Repeat("0", 2-len(rest))
	for _, c := range whole + rest {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	amount, err := strconv.Atoi(whole + rest)
	return amount, err == nil && amount <= entry.AmountMax
}
