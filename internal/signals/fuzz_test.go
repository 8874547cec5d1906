package signals

import (
	"math"
	"os"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// FuzzReturnRules reads anything as rules for coming back. Rules that are
// valid are looked at on a life, without a panic; a signal they raise says
// which rule it was, and a rule in the person's own words raises none.
func FuzzReturnRules(f *testing.F) {
	all := library(f)
	j, now := life(90, 1)
	golden, err := os.ReadFile("../entry/testdata/golden/return-criteria-v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	const envelope = `{"at":"2026-03-02T12:00:00.000000Z","zone":"UTC","day":"2026-03-02","precision":"minute","by":{"role":"self","actor":"self"},"kind":"return-criteria","v":1,"body":`
	for _, body := range []string{
		`{"criteria":[{"key":"a","if":"measure","what":"phq-9","level":10,"times":2},{"key":"b","if":"below","what":"mood","level":3,"times":5}]}`,
		`{"criteria":[{"key":"c","if":"signs","times":4,"of":10},{"key":"d","if":"silence","times":14},{"key":"e","if":"event","level":8},{"key":"f","if":"own","what":"I lose my job"}]}`,
	} {
		f.Add([]byte(envelope + body + "}"))
	}
	f.Fuzz(func(t *testing.T, sealed []byte) {
		e, err := entry.Decode(entry.Envelope{ID: "01900000-0000-7000-9000-ffffffffffff", Seq: math.MaxInt32, Scope: entry.Shareable, RecordedAt: now}, sealed)
		rules, ok := e.Body.(entry.ReturnCriteria)
		if err != nil || !ok || rules.Validate() != nil {
			return
		}
		next, _ := journey.Apply(j, e)
		for _, at := range []time.Time{now, now.AddDate(0, 0, 20)} {
			Detect(&next, all, at)
		}
		today := next.Today(now)
		for _, c := range rules.Criteria {
			for _, day := range WouldHaveFired(c, &next, all, today-120, today) {
				if day < today-120 || day > today {
					t.Errorf("%+v would have fired on %s, outside of what was asked", c, day)
				}
			}
		}
	})
}
