package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
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
}

// CareRow is one way of getting care, with the page that fills it in.
type CareRow struct {
	guide.Way
	URL  string
	Own  string // what the person calls it
	Cost string
}

// NewCare lays out the page.
func NewCare(latest entry.CareOptions) Care {
	v := Care{Ask: texts("ask"), Look: texts("look"), Told: len(latest.Options) > 0}
	for _, key := range entry.CareSorts() {
		option := careOption(latest, key)
		way, _ := guide.WayOf(key)
		row := CareRow{Way: way, URL: "/care/" + key, Own: option.Name}
		if month, known := option.Cost(); known {
			v.AnyCosts = true
			row.Cost = money(latest.Currency, month)
			v.Costs = append(v.Costs, costCells(latest.Currency, way.Name, option, row.Cost))
		}
		v.Ways = append(v.Ways, row)
	}
	for _, s := range guide.Statements("criterion") {
		row := MatterRow{ID: "criterion-" + s.Key, Words: s.Text}
		for _, key := range entry.CareSorts() {
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
	Repeat bool
}

// IsCareSort says whether an address names a way of getting care.
func IsCareSort(key string) bool { return slices.Contains(entry.CareSorts(), key) }

// NewCarePage lays out one way over what was told before.
func NewCarePage(latest entry.CareOptions, key string, form Form) CarePage {
	option := careOption(latest, key)
	if len(form.Values) == 0 {
		form.Values = careValues(latest, option)
	}
	v := CarePage{Form: form, Often: oftenOptions(), Fits: FitOptions()}
	v.Way, _ = guide.WayOf(key)
	for _, s := range guide.Statements("criterion") {
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
	values := url.Values{"currency": {latest.Currency}, "name": {o.Name}}
	for name, amount := range map[string]*int{"fee": o.Fee, "lower": o.Lower, "cover": some(o.Cover), "travel": some(o.Travel), "monthly": some(o.Monthly)} {
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
	option := entry.CareOption{Key: key, Sort: key, Name: form.Value("name")}
	option.Fee, option.Lower = readAmount(form, "fee", &fields), readAmount(form, "lower", &fields)
	for name, amount := range map[string]*int{"cover": &option.Cover, "travel": &option.Travel, "monthly": &option.Monthly} {
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
	for _, s := range guide.Statements("criterion") {
		readCriterion(&option, s.Key, form, &fields)
	}
	body := entry.CareOptions{Currency: form.Value("currency")}
	for _, sort := range entry.CareSorts() {
		if sort == key {
			body.Options = append(body.Options, option)
		} else if kept := careOption(latest, sort); slices.ContainsFunc(latest.Options, func(o entry.CareOption) bool { return o.Key == sort }) {
			body.Options = append(body.Options, kept)
		}
	}
	for _, wrong := range errorFields(body.Validate()) {
		if name := strings.TrimPrefix(wrong.Name, key+"-"); fields.For(name) == "" {
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
