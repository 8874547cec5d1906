package effect_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
	"fermata/internal/monitor/effect"
)

var (
	before = []float64{20, 20, 26, 25, 22, 23}
	after  = []float64{28, 25, 24, 27, 30, 30, 29}
)

func compare(t *testing.T, a, b []float64, better effect.Direction) effect.Effect {
	t.Helper()
	e, err := effect.Compare(a, b, better, .95)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: %.6f, want %.6f", what, got, want)
	}
}

// The numbers are those of the SingleCaseES tests [F]; null and interval were
// computed [C].
func TestAPublishedExample(t *testing.T) {
	e := compare(t, before, after, effect.HigherIsBetter)
	near(t, "NAP", e.NAP, 38.5/42, 1e-12)
	near(t, "Tau", e.Tau, 35./42, 1e-12)
	near(t, "unbiased", e.Unbiased, .069007, 1e-6)
	near(t, "Hanley", e.Hanley, .077392, 1e-6)
	near(t, "null", e.Null, .166667, 1e-6)
	near(t, "low", e.Interval.Low, .597, .001)
	near(t, "high", e.Interval.High, .986, .001)
}

func TestTies(t *testing.T) {
	e := compare(t, []float64{3, 3, 4, 5}, []float64{4, 5, 6, 7, 7}, effect.HigherIsBetter)
	near(t, "Tau", e.Tau, .8, 1e-12)
}

func TestEveryDayBetter(t *testing.T) {
	e := compare(t, []float64{1, 2, 3, 4, 5}, []float64{6, 7, 8, 9, 10}, effect.HigherIsBetter)
	near(t, "Tau", e.Tau, 1, 0)
	if e.Interval.High != 1 || e.Interval.Low > .9 || e.Interval.Low < .5 {
		t.Errorf("ten days leave doubt on one side: %+v", e.Interval)
	}
}

func TestDirectionsMirrorEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.Float64Range(0, 10), 1, 20).Draw(t, "a")
		b := rapid.SliceOfN(rapid.Float64Range(0, 10), 1, 20).Draw(t, "b")
		up, _ := effect.Compare(a, b, effect.HigherIsBetter, .95)
		down, _ := effect.Compare(a, b, effect.LowerIsBetter, .95)
		back, _ := effect.Compare(b, a, effect.LowerIsBetter, .95)
		if math.Abs(up.NAP+down.NAP-1) > 1e-9 || math.Abs(up.NAP-back.NAP) > 1e-9 {
			t.Fatalf("%g, mirrored %g, swapped %g", up.NAP, down.NAP, back.NAP)
		}
		if i := up.Interval; !(0 <= i.Low && i.Low <= up.NAP && up.NAP <= i.High && i.High <= 1) {
			t.Fatalf("NAP %g outside %+v", up.NAP, i)
		}
		if single := len(a) == 1 || len(b) == 1; math.IsNaN(up.Unbiased) != single {
			t.Fatalf("one day has no spread: %g", up.Unbiased)
		}
		if i, err := effect.Bootstrap(a, b, effect.HigherIsBetter, .95, 1); err != nil || i.Low > up.NAP || i.High < up.NAP {
			t.Fatalf("%v: NAP %g outside %+v", err, up.NAP, i)
		}
	})
}

func TestTheSameSeedGivesTheSameInterval(t *testing.T) {
	one, _ := effect.Bootstrap(before, after, effect.HigherIsBetter, .95, 7)
	two, _ := effect.Bootstrap(before, after, effect.HigherIsBetter, .95, 7)
	if one != two || one.Low > .9 || one.High != 1 {
		t.Errorf("%+v, %+v", one, two)
	}
}

// Two stretches of 30 days that do not differ, each day like the one before:
// an interval that forgets this misses the truth far too often.
func TestBlocksHoldTheTruthMoreOften(t *testing.T) {
	const lives = 200
	r := rand.New(rand.NewPCG(1, 2))
	independent, blocks := 0, 0
	for i := range lives {
		a, b := alike(r, 30), alike(r, 30)
		e := compare(t, a, b, effect.HigherIsBetter)
		i, err := effect.Bootstrap(a, b, effect.HigherIsBetter, .95, uint64(i))
		if err != nil {
			t.Fatal(err)
		}
		independent += holds(e.Interval, .5)
		blocks += holds(i, .5)
	}
	t.Logf("of %d: independent %d, blocks %d", lives, independent, blocks)
	if blocks <= independent || blocks < lives*85/100 {
		t.Errorf("of %d: independent %d, blocks %d", lives, independent, blocks)
	}
}

func holds(i effect.Interval, x float64) int {
	if i.Low <= x && x <= i.High {
		return 1
	}
	return 0
}

func alike(r *rand.Rand, n int) []float64 {
	days := make([]float64, n)
	x := r.NormFloat64()
	for i := range days {
		x = .4*x + math.Sqrt(1-.4*.4)*r.NormFloat64()
		days[i] = x
	}
	return days
}

func TestWhatCannotBeComparedIsRefused(t *testing.T) {
	one := []float64{1}
	for name, err := range map[string]error{
		"nothing before": second(effect.Compare(nil, one, effect.HigherIsBetter, .95)),
		"nothing after":  second(effect.Compare(one, nil, effect.HigherIsBetter, .95)),
		"not a number":   second(effect.Compare(one, []float64{math.NaN()}, effect.HigherIsBetter, .95)),
		"too sure":       second(effect.Compare(one, one, effect.HigherIsBetter, 1)),
	} {
		if !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := effect.Bootstrap(nil, one, effect.HigherIsBetter, .95, 1); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

func second(_ effect.Effect, err error) error { return err }
