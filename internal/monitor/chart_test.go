package monitor_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
	"fermata/internal/monitor"
)

// days turns values into a series that starts on day 100; a negative value is
// a missing day.
func days(values ...float64) monitor.Series {
	var s monitor.Series
	for i, v := range values {
		if v >= 0 {
			s = append(s, monitor.Value{Day: 100 + i, Value: v})
		}
	}
	return s
}

// around repeats a calm pattern with mean 4 for n days.
func around(n int) []float64 {
	pattern := []float64{4, 3, 5, 4, 4, 6, 2, 4, 5, 3}
	values := make([]float64, n)
	for i := range values {
		values[i] = pattern[i%len(pattern)]
	}
	return values
}

func plus(values []float64, shift float64) []float64 {
	out := slices.Clone(values)
	for i := range out {
		out[i] = min(10, out[i]+shift)
	}
	return out
}

func chart(t *testing.T, s monitor.Series, o monitor.Options) monitor.Result {
	t.Helper()
	found, err := monitor.Chart(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestASteadyPersonIsLeftInPeace(t *testing.T) {
	found := chart(t, days(around(365)...), monitor.Options{})
	if len(found.Alarms) != 0 || found.Status != monitor.Charting {
		t.Errorf("got %+v", found)
	}
	b := found.Baseline
	if b.From != 100 || b.To != 464-28 || b.N != 337 {
		t.Errorf("the baseline ends four weeks behind: %+v", b)
	}
	if math.Abs(b.Mean-4) > .05 || math.Abs(b.SD-1.1) > .1 {
		t.Errorf("mean and SD of the days: %+v", b)
	}
}

func TestASlideIsSeenWithItsBeginning(t *testing.T) {
	s := days(slices.Concat(around(60), plus(around(40), 2))...)
	found := chart(t, s, monitor.Options{})
	if len(found.Alarms) != 1 {
		t.Fatalf("want one alarm, got %+v", found.Alarms)
	}
	a := found.Alarms[0]
	if a.Date <= 160 || a.Date > 175 || a.Since < 155 || a.Since > 164 {
		t.Errorf("worse from day 160 on: %+v", a)
	}
	if a.Value <= a.Limit || a.Limit <= 4 || a.Level != monitor.Watch || !a.Open {
		t.Errorf("beyond its limit, above usual: %+v", a)
	}
}

func TestTheBaselineDoesNotLearnTheSlide(t *testing.T) {
	before := days(slices.Concat(around(60), plus(around(20), 2))...)
	long := days(slices.Concat(around(60), plus(around(200), 2))...)
	early, late := chart(t, before, monitor.Options{}), chart(t, long, monitor.Options{})
	if len(late.Alarms) != 1 || !late.Alarms[0].Open {
		t.Fatalf("one long episode, got %+v", late.Alarms)
	}
	if late.Baseline != early.Baseline {
		t.Errorf("frozen at the alarm: %+v, then %+v", early.Baseline, late.Baseline)
	}
}

func TestAnEpisodeEndsAfterAWeekInsideAndTheNextIsAnother(t *testing.T) {
	s := days(slices.Concat(around(60), plus(around(30), 3), around(120), plus(around(30), 3))...)
	found := chart(t, s, monitor.Options{})
	if len(found.Alarms) != 2 || found.Alarms[0].Open || !found.Alarms[1].Open {
		t.Fatalf("want a closed alarm and an open one, got %+v", found.Alarms)
	}
	if found.Baseline.Mean > 4.1 {
		t.Errorf("days of an alarm are not usual days: %+v", found.Baseline)
	}
}

func TestOneOddUnitInANearlyConstantSeriesIsNoAlarm(t *testing.T) {
	for _, run := range []int{1, 2, 7} {
		values := make([]float64, 100)
		for i := range run {
			values[60+i] = 1
		}
		if found := chart(t, days(values...), monitor.Options{AlarmsPerYear: 1}); len(found.Alarms) > 0 {
			t.Errorf("%d days one unit up: %+v", run, found.Alarms)
		}
	}
}

func TestOneTerribleDayIsNoAlarm(t *testing.T) {
	values := around(100)
	values[60] = 10
	if found := chart(t, days(values...), monitor.Options{}); len(found.Alarms) > 0 {
		t.Errorf("got %+v", found.Alarms)
	}
}

func TestChartingWaitsForHalfTheDays(t *testing.T) {
	values := around(60)
	for i := range 15 {
		values[i+1] = -1
	}
	full := chart(t, days(values...), monitor.Options{EachDay: true})
	first := slices.IndexFunc(full.Days, func(d monitor.Day) bool { return d.Status != monitor.Learning })
	if first != 30 {
		t.Errorf("14 of the latest 28 days first have a value on day 30, charting began on %d", first)
	}
	short := chart(t, days(around(28)...), monitor.Options{})
	if short.Status != monitor.Learning || short.Baseline.N != 28 {
		t.Errorf("four weeks are for learning: %+v", short)
	}
}

func TestSilenceIsNotEnoughDataAndHoldsTheLine(t *testing.T) {
	values := slices.Concat(around(40), []float64{-1, -1, -1, -1, -1, -1, -1}, []float64{4})
	found := chart(t, days(values...), monitor.Options{EachDay: true})
	if len(found.Days) != len(values) {
		t.Fatalf("every day is drawn: %d of %d", len(found.Days), len(values))
	}
	for i := 40; i < 46; i++ {
		if d := found.Days[i]; d.Status != monitor.Charting || !math.IsNaN(d.Value) || d.Line != found.Days[39].Line {
			t.Errorf("day %d: %+v", i, d)
		}
	}
	if d := found.Days[46]; d.Status != monitor.NotEnough {
		t.Errorf("seven of fourteen days are missing: %+v", d)
	}
	today := chart(t, days(around(40)...), monitor.Options{Through: 100 + 60})
	if today.Status != monitor.NotEnough {
		t.Errorf("three weeks without a word: %q", today.Status)
	}
}

func TestMyNewNormalStartsAgain(t *testing.T) {
	s := days(slices.Concat(around(60), plus(around(100), 2))...)
	found := chart(t, s, monitor.Options{NewNormal: []int{190}})
	if len(found.Alarms) != 1 || found.Alarms[0].Open || found.Status != monitor.Charting {
		t.Errorf("the old alarm stays, closed: %+v", found)
	}
	if found.Baseline.From != 190 || math.Abs(found.Baseline.Mean-6) > .1 {
		t.Errorf("baseline of the new normal: %+v", found.Baseline)
	}
	today := chart(t, s, monitor.Options{NewNormal: []int{260}, Through: 260})
	if today.Status != monitor.Learning || today.Baseline.N != 0 {
		t.Errorf("said today, nothing learned yet: %+v", today)
	}
}

func TestTheDrawingStaysOnTheScale(t *testing.T) {
	found := chart(t, days(make([]float64, 60)...), monitor.Options{EachDay: true})
	last := found.Days[59]
	if last.Low != 0 || last.High <= 0 || last.Line != 0 || last.Limit <= 0 {
		t.Errorf("got %+v", last)
	}
	if first := found.Days[0]; first.Status != monitor.Learning || !math.IsNaN(first.Line) {
		t.Errorf("no line while learning: %+v", first)
	}
}

func TestNothingIsSaidAboutNothing(t *testing.T) {
	found := chart(t, nil, monitor.Options{EachDay: true, Through: 5, NewNormal: []int{3}})
	if found.N != 0 || found.Status != monitor.Learning || len(found.Days) != 0 || found.Baseline != (monitor.Baseline{}) {
		t.Errorf("got %+v", found)
	}
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	nan := math.NaN()
	for name, try := range map[string]struct {
		s monitor.Series
		o monitor.Options
	}{
		"empty scale":    {nil, monitor.Options{Min: 5, Max: 5}},
		"NaN scale":      {nil, monitor.Options{Min: nan, Max: 5}},
		"endless scale":  {nil, monitor.Options{Max: math.Inf(1)}},
		"short baseline": {nil, monitor.Options{Baseline: 3}},
		"NaN alarms":     {nil, monitor.Options{AlarmsPerYear: nan}},
		"many alarms":    {nil, monitor.Options{AlarmsPerYear: 100}},
		"not in order":   {monitor.Series{{Day: 2}, {Day: 1}}, monitor.Options{}},
		"twice a day":    {monitor.Series{{Day: 1}, {Day: 1}}, monitor.Options{}},
		"out of range":   {days(11), monitor.Options{}},
		"not a number":   {monitor.Series{{Day: 1, Value: nan}}, monitor.Options{}},
	} {
		if _, err := monitor.Chart(try.s, try.o); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// anySeries draws up to a year of days, some missing, some bad stretches.
func anySeries(t *rapid.T) monitor.Series {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	mean, sd, missing := 8*r.Float64(), 3*r.Float64(), .5*r.Float64()
	var s monitor.Series
	for day := range rapid.IntRange(0, 365).Draw(t, "days") {
		shift := 3 * float64(day/60%2)
		if r.Float64() >= missing {
			s = append(s, monitor.Value{Day: day, Value: math.Round(min(10, max(0, mean+shift+sd*r.NormFloat64())))})
		}
	}
	return s
}

func dates(alarms []monitor.Alarm) []int {
	var list []int
	for _, a := range alarms {
		list = append(list, a.Date, a.Since)
	}
	return list
}

func TestWhatComesLaterChangesNoAlarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		cut := rapid.IntRange(0, len(s)).Draw(t, "cut")
		whole, _ := monitor.Chart(s, monitor.Options{})
		early, _ := monitor.Chart(s[:cut], monitor.Options{})
		if n := len(early.Alarms); n > len(whole.Alarms) || !slices.Equal(dates(early.Alarms), dates(whole.Alarms[:n])) {
			t.Fatalf("first %v, later %v", early.Alarms, whole.Alarms)
		}
	})
}

func TestTheScaleAndItsDirectionDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		mirrored := slices.Clone(s)
		for i := range mirrored {
			mirrored[i].Value = 100 - 8*mirrored[i].Value
		}
		up, _ := monitor.Chart(s, monitor.Options{})
		down, err := monitor.Chart(mirrored, monitor.Options{Min: 20, Max: 100, BetterHigh: true})
		if err != nil || !slices.Equal(dates(up.Alarms), dates(down.Alarms)) {
			t.Fatalf("%v: %v, mirrored %v", err, up.Alarms, down.Alarms)
		}
		for _, a := range down.Alarms {
			if a.Value >= a.Limit {
				t.Fatalf("a fall is below its limit: %+v", a)
			}
		}
	})
}

func TestAlarmsAreOnePerRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		found, _ := monitor.Chart(anySeries(t), monitor.Options{AlarmsPerYear: 4})
		last := -1
		for _, a := range found.Alarms {
			if a.Since <= last || a.Date < a.Since || a.Value <= a.Limit {
				t.Fatalf("got %+v", found.Alarms)
			}
			last = a.Date
		}
	})
}

func TestMoreAcceptedAlarmsMeanANarrowerLimit(t *testing.T) {
	for f := .06; f < 4; f *= 1.1 {
		if monitor.Strictness(f) >= monitor.Strictness(f/1.1) {
			t.Errorf("not narrower at %g", f)
		}
	}
}

func TestAYearCostsNextToNoMemory(t *testing.T) {
	s := days(around(365)...)
	if n := testing.AllocsPerRun(10, func() { _, _ = monitor.Chart(s, monitor.Options{}) }); n > 4 {
		t.Errorf("%g allocations", n)
	}
}

// The budget is 1,000 of these in a second, the reading included.
func BenchmarkPersonYear(b *testing.B) {
	s := days(around(365)...)
	for b.Loop() {
		_, _ = monitor.Chart(s, monitor.Options{})
	}
}
