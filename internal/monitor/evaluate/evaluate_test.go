package evaluate

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"fermata/internal/monitor"
)

// The target of docs/evidence-monitor.md, on lives the constants were not chosen on.
func TestTheTargetIsReached(t *testing.T) {
	r := report{people: 2000}
	at := func(e event, days, from, until int) estimate {
		return within(r.firsts(target, e, days)[index("Fermata")], from, until)
	}
	if fa := at(event{}, 112, 0, 112); fa.value > .05+2*fa.err {
		t.Errorf("false alarms within 84 days: %v", fa)
	}
	if d := at(event{turn, 1, 0, 0}, 84, turn, turn+28); d.value < .60-2*d.err {
		t.Errorf("+1 SD caught within 28 days: %v", d)
	}
	if d := at(event{turn, 1.5, 0, 0}, 84, turn, turn+28); d.value < .90 {
		t.Errorf("+1.5 SD caught within 28 days: %v", d)
	}
}

func index(name string) int {
	for i, m := range methods {
		if m.name == name {
			return i
		}
	}
	panic(name)
}

func TestTheLimitGivesTheAlarmsAskedFor(t *testing.T) {
	for _, asked := range []float64{.1, monitor.DefaultAlarms, 1} {
		got := alarmsPerYear(target, monitor.Options{AlarmsPerYear: asked}, reporting, 4000)
		if got.value < .8*asked-2*got.err || got.value > 1.2*asked+2*got.err {
			t.Errorf("asked for %g a year, got %v", asked, got)
		}
	}
}

func TestEightItemsAreNotEightTimesTheFalseAlarms(t *testing.T) {
	anyItem, all := 0, 0
	for i := range 1000 {
		r := rand.New(rand.NewPCG(reporting, uint64(i)))
		one, composite := anyAndAll(eightItems(r, phi(i), 0, 0))
		if one < learnDays+84 {
			anyItem++
		}
		if composite < learnDays+84 {
			all++
		}
	}
	if all > 90 || anyItem < 2*all {
		t.Errorf("of 1000 steady people %d have an alarm of the composite, %d of any item", all, anyItem)
	}
}

func TestTheTablesAreAlwaysTheSame(t *testing.T) {
	var first, second bytes.Buffer
	if err := errors.Join(tables(&first, 60), tables(&second, 60)); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() || strings.Count(first.String(), "| Fermata") < len(populations) {
		t.Error(first.String())
	}
}
