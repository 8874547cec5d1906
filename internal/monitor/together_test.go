package monitor_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
	"fermata/internal/monitor"
)

func TestWithAllItemsThereItIsTheirMean(t *testing.T) {
	calm, mood := days(around(60)...), days(plus(around(60), 3)...)
	got := monitor.Composite([]monitor.Item{{Series: calm}, {Series: mood, BetterHigh: true}}, monitor.Options{})
	if len(got) != 60 {
		t.Fatalf("%d days", len(got))
	}
	for i, v := range got {
		want := (calm[i].Value + 10 - mood[i].Value) / 2
		if v.Day != calm[i].Day || math.Abs(v.Value-want) > 1e-9 {
			t.Fatalf("day %d: %g, want %g", v.Day, v.Value, want)
		}
	}
}

// One item sits at 2, the other at 8: leaving out the high one is no relief.
func TestAMissingItemMovesNothing(t *testing.T) {
	low, high := make([]float64, 100), make([]float64, 100)
	for i := range low {
		low[i], high[i] = 2, 8
		if i > 50 && i%3 != 0 {
			high[i] = -1
		}
	}
	for _, v := range monitor.Composite([]monitor.Item{{Series: days(low...)}, {Series: days(high...)}}, monitor.Options{}) {
		if math.Abs(v.Value-5) > 1e-9 {
			t.Fatalf("day %d: %g", v.Day, v.Value)
		}
	}
}

func TestADayNeedsHalfOfItsItems(t *testing.T) {
	a, b, c := around(60), around(60), around(60)
	b[50], c[50] = -1, -1
	got := monitor.Composite([]monitor.Item{{Series: days(a...)}, {Series: days(b...)}, {Series: days(c...)}}, monitor.Options{})
	if len(got) != 59 || slices.ContainsFunc(got, func(v monitor.Value) bool { return v.Day == 150 }) {
		t.Errorf("one of three is not enough: %d days", len(got))
	}
}

func TestANewItemJoinsOnceItIsKnown(t *testing.T) {
	late := around(200)
	for i := range 100 {
		late[i] = -1
	}
	for i := 100; i < 200; i++ {
		late[i] = 9
	}
	whole := monitor.Composite([]monitor.Item{{Series: days(around(200)...)}, {Series: days(late...)}}, monitor.Options{})
	alone := days(around(200)...)
	for i, v := range whole {
		want := alone[i].Value
		if v.Day >= 100+128 {
			want = 4 + (alone[i].Value-4)/2 // the new item stays at its usual
		}
		if math.Abs(v.Value-want) > .06 {
			t.Fatalf("day %d: %g, want %g", v.Day, v.Value, want)
		}
	}
}

func TestAnItemHardlyEverFilledInIsLeftOut(t *testing.T) {
	rare := make([]float64, 90)
	for i := range rare {
		rare[i] = -1
		if i%10 == 0 {
			rare[i] = 10
		}
	}
	got := monitor.Composite([]monitor.Item{{Series: days(around(90)...)}, {Series: days(rare...)}}, monitor.Options{})
	if !slices.Equal(got, days(around(90)...)) {
		t.Errorf("got %v", got)
	}
	found, err := monitor.Together([]monitor.Item{{Series: days(rare...)}}, monitor.Options{})
	if err != nil || found.Status != monitor.Learning {
		t.Errorf("a value every ten days is not enough to chart: %v, %+v", err, found)
	}
}

func TestASlideInEveryItemIsOneAlarm(t *testing.T) {
	worse := days(slices.Concat(around(60), plus(around(30), 2))...)
	better := slices.Clone(worse)
	for i := range better {
		better[i].Value = 10 - better[i].Value
	}
	found, err := monitor.Together([]monitor.Item{{Series: worse}, {Series: better, BetterHigh: true}}, monitor.Options{})
	if err != nil || len(found.Alarms) != 1 {
		t.Fatalf("%v: %+v", err, found.Alarms)
	}
	if a := found.Alarms[0]; a.Value <= a.Limit || a.Date > 175 {
		t.Errorf("higher is worse: %+v", a)
	}
}

func TestANewNormalStartsTheCompositeAgain(t *testing.T) {
	s := days(slices.Concat(around(60), plus(around(100), 2))...)
	items := []monitor.Item{{Series: s}, {Series: s}}
	found, err := monitor.Together(items, monitor.Options{NewNormal: []int{190}})
	if err != nil || found.Baseline.From != 190 || math.Abs(found.Baseline.Mean-6) > .1 || found.N != 160 {
		t.Errorf("%v: %+v", err, found)
	}
}

func TestTogetherRefusesWhatAChartRefuses(t *testing.T) {
	if _, err := monitor.Together([]monitor.Item{{Series: days(11)}}, monitor.Options{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	if _, err := monitor.Together(nil, monitor.Options{Baseline: 1}); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	if found, err := monitor.Together(nil, monitor.Options{}); err != nil || found.N != 0 {
		t.Errorf("no items: %v, %+v", err, found)
	}
}

func TestACompositeIsASeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := make([]monitor.Item, rapid.IntRange(0, 4).Draw(t, "items"))
		for i := range items {
			items[i] = monitor.Item{Series: anySeries(t), BetterHigh: i%2 == 1}
		}
		if _, err := monitor.Together(items, monitor.Options{NewNormal: []int{90}}); err != nil {
			t.Fatal(err)
		}
	})
}

// The budget is 2 ms: eight items, each on its own and all together.
func BenchmarkPersonYearOfEightItems(b *testing.B) {
	items := make([]monitor.Item, 8)
	for i := range items {
		items[i].Series = days(around(365)...)
	}
	for b.Loop() {
		for _, item := range items {
			_, _ = monitor.Chart(item.Series, monitor.Options{})
		}
		_, _ = monitor.Together(items, monitor.Options{})
	}
}
