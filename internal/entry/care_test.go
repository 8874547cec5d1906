package entry_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

func amount(n int) *int { return &n }

// What O1 says a month costs.
func TestO1CostOfAMonth(t *testing.T) {
	for name, c := range map[string]struct {
		option entry.CareOption
		want   int64
		known  bool
	}{
		"weekly at 60":            {entry.CareOption{Fee: amount(6000), PerYear: 52}, 26000, true},
		"monthly at 60":           {entry.CareOption{Fee: amount(6000), PerYear: 12}, 6000, true},
		"rounded to a hundredth":  {entry.CareOption{Fee: amount(100), PerYear: 1}, 8, true},
		"covered, with a journey": {entry.CareOption{Fee: amount(9000), Cover: 5000, Travel: 500, PerYear: 12}, 4500, true},
		"covered whole":           {entry.CareOption{Fee: amount(9000), Cover: 9999, PerYear: 52}, 0, true},
		"free":                    {entry.CareOption{Fee: amount(0)}, 0, true},
		"a subscription":          {entry.CareOption{Monthly: 1500}, 1500, true},
		"no fee yet":              {entry.CareOption{PerYear: 52}, 0, false},
		"how often is not known":  {entry.CareOption{Fee: amount(6000)}, 0, false},
		"nothing":                 {entry.CareOption{}, 0, false},
	} {
		if got, known := c.option.Cost(); got != c.want && known || known != c.known {
			t.Errorf("%s: %d, %v", name, got, known)
		}
	}
	if got, known := (entry.CareOption{Fee: amount(9000), Lower: amount(3000), PerYear: 12}).LowerCost(); got != 3000 || !known {
		t.Errorf("the lower fee: %d, %v", got, known)
	}
	if _, known := (entry.CareOption{Fee: amount(9000), PerYear: 12}).LowerCost(); known {
		t.Error("a lower fee that nobody offered")
	}
}

// Whatever is typed: a month never costs less than nothing, and a higher fee
// never costs less.
func TestO1CostIsNeverBelowNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) int { return rapid.IntRange(0, entry.AmountMax).Draw(t, name) }
		low := entry.CareOption{Cover: draw("cover"), Travel: draw("travel"), Monthly: draw("monthly"), PerYear: rapid.IntRange(1, 366).Draw(t, "year")}
		high := low
		fee := draw("fee")
		low.Fee, high.Fee = amount(fee), amount(fee+draw("more"))
		a, _ := low.Cost()
		b, _ := high.Cost()
		if a < 0 || b < a {
			t.Fatalf("%d, then %d", a, b)
		}
	})
}

func TestO1WhatDoesNotFitIsNamed(t *testing.T) {
	with := func(change func(*entry.CareOption)) entry.CareOptions {
		o := entry.CareOption{Key: "online", Sort: "online"}
		change(&o)
		return entry.CareOptions{Options: []entry.CareOption{o}}
	}
	for field, body := range map[string]entry.CareOptions{
		"currency":         {Currency: long(9)},
		"options":          with(func(o *entry.CareOption) { o.Sort = "by-post" }),
		"online-name":      with(func(o *entry.CareOption) { o.Name = long(entry.NameLimit + 1) }),
		"online-fee":       with(func(o *entry.CareOption) { o.Fee = amount(-1) }),
		"online-lower":     with(func(o *entry.CareOption) { o.Lower = amount(entry.AmountMax + 1) }),
		"online-cover":     with(func(o *entry.CareOption) { o.Cover = -1 }),
		"online-travel":    with(func(o *entry.CareOption) { o.Travel = entry.AmountMax + 1 }),
		"online-monthly":   with(func(o *entry.CareOption) { o.Monthly = -5 }),
		"online-per-year":  with(func(o *entry.CareOption) { o.PerYear = 367 }),
		"online-fit-wait":  with(func(o *entry.CareOption) { o.Fits = map[string]int{"wait": 3} }),
		"online-note-wait": with(func(o *entry.CareOption) { o.Notes = map[string]string{"wait": long(entry.LineLimit + 1)} }),
	} {
		var fields fault.Fields
		if err := body.Validate(); !errors.As(err, &fields) || fields.For(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := (entry.CareOptions{}).Validate(); err != nil {
		t.Errorf("an empty list: %v", err)
	}
}
