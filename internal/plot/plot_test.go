package plot

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var pathNumber = regexp.MustCompile(`-?[0-9.]+`)

func june(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }

// eleven days on a scale of ten: every day and every step is 100 units.
func eleven() Chart {
	return Chart{Max: 10, From: june(1), To: june(11)}
}

func TestPointsLieWhereTheirDayAndValuePutThem(t *testing.T) {
	c := eleven()
	c.Points = []Point{{Day: 0, Value: 0}, {Day: 5, Value: 10}, {Day: 10, Value: 2.5}, {Day: 3, Value: 7, Out: true}}
	p := Draw(c)
	if want := "M0 1000h0M500 0h0M1000 750h0"; p.Dots != want {
		t.Errorf("dots = %s, want %s", p.Dots, want)
	}
	if want := "M300 300h0"; p.Rings != want {
		t.Errorf("rings = %s, want %s", p.Rings, want)
	}
}

func TestALongSilenceBreaksTheLineAndAShortOneDoesNot(t *testing.T) {
	c := Chart{Max: 10, From: june(1), To: june(1).AddDate(0, 0, 100)}
	c.Smoothed = []XY{{0, 5}, {10, 5}, {50, 5}, {60, 5}}
	if got, want := Draw(c).Line, "M0 500L100 500M500 500L600 500"; got != want {
		t.Errorf("line = %s, want %s", got, want)
	}
	c.Answers = true
	if got := Draw(c).Line; strings.Count(got, "M") != 1 {
		t.Errorf("answers weeks apart are not joined: %s", got)
	}
}

func TestTheUsualRangeIsFlatOrFollowsItsDays(t *testing.T) {
	c := eleven()
	c.Band = []Band{{Low: 5, High: 8}}
	if got, want := Draw(c).Band, "M0 200L1000 200L1000 500L0 500Z"; got != want {
		t.Errorf("flat band = %s, want %s", got, want)
	}
	c.Band = []Band{{Day: 0, Low: 4, High: 8}, {Day: 10, Low: 5, High: 7}}
	if got, want := Draw(c).Band, "M0 200L1000 300L1000 500L0 600Z"; got != want {
		t.Errorf("band = %s, want %s", got, want)
	}
}

func TestAChangeOfTheClocksAddsNoDay(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	for _, at := range []int{0, 12, 23} {
		c := Chart{From: time.Date(2026, 10, 1, at, 30, 0, 0, london), To: time.Date(2026, 10, 31, 0, 10, 0, 0, london)}
		if c.Days() != 31 {
			t.Errorf("October has %d days from %d o’clock", c.Days(), at)
		}
		if got := c.Date(30); got.Day() != 31 || got.Month() != time.October {
			t.Errorf("day 30 is %s", got)
		}
	}
}

func TestMoreThanAYearIsDrawnByTheWeek(t *testing.T) {
	points := []Point{{Day: 0, Value: 2}, {Day: 6, Value: 4, Out: true}, {Day: 7, Value: 8}, {Day: 20, Value: 1}}
	got := byWeek(points)
	want := []Point{{Day: 3, Value: 3, Out: true}, {Day: 10, Value: 8}, {Day: 17, Value: 1}}
	last := byWeek([]Point{{Day: 14, Value: 1}})
	if last[0].Day != 14 {
		t.Errorf("a week that has only begun is drawn on day %d, after its last", last[0].Day)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("byWeek = %v, want %v", got, want)
	}
}

func TestAYearHasRoomForItsMonthsAndTenYearsForTheirYears(t *testing.T) {
	c := Chart{From: time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
	if got := tickNames(c); got != "Oct Dec Feb Apr Jun Aug" {
		t.Errorf("a year: %s", got)
	}
	c.From = time.Date(2016, 10, 1, 0, 0, 0, 0, time.UTC)
	if got := tickNames(c); got != "2018 2020 2022 2024 2026" {
		t.Errorf("ten years: %s", got)
	}
}

func tickNames(c Chart) string {
	var names []string
	for _, tick := range c.tickWords() {
		names = append(names, tick.Lines[0])
	}
	return strings.Join(names, " ")
}

// anyChart is a chart of any length with any names at any days, some of them
// outside, and values that may lie outside the scale.
func anyChart(t *rapid.T) Chart {
	days := rapid.IntRange(1, 1500).Draw(t, "days")
	c := Chart{Max: 10, From: june(1), To: june(1).AddDate(0, 0, days-1)}
	c.Answers = rapid.Bool().Draw(t, "answers")
	every := rapid.IntRange(1, 40).Draw(t, "every")
	values := rapid.SliceOfN(rapid.Float64Range(-3, 13), 1, 20).Draw(t, "values")
	for d := 0; d < days; d += every {
		v := values[d%len(values)]
		c.Points = append(c.Points, Point{Day: d, Value: v, Out: v < 1})
		c.Smoothed = append(c.Smoothed, XY{float64(d), v})
	}
	marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
		return Mark{
			Day:   rapid.IntRange(-5, days+5).Draw(t, "day"),
			Label: rapid.StringMatching(`[a-zé ]{1,40}`).Draw(t, "label"),
		}
	}), 0, 9)
	c.Phases, c.Events = marks.Draw(t, "phases"), marks.Draw(t, "events")
	for low := 0.0; low < 10; low += 2.5 {
		c.Zones = append(c.Zones, Zone{Low: low, High: low + 2.5, Label: "zone " + Figure(low)})
	}
	return c
}

func TestNothingIsDrawnOutsideThePlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Draw(anyChart(t))
		for _, path := range []string{p.Line, p.Dots, p.Rings, p.Answers, p.Band, p.Phases, p.Events, p.Grid} {
			for _, number := range pathNumber.FindAllString(path, -1) {
				if v, err := strconv.ParseFloat(number, 64); err != nil || v < 0 || v > 1000 {
					t.Fatalf("%s in %s", number, path)
				}
			}
			if strings.Contains(path, "NaN") || strings.Contains(path, "Inf") {
				t.Fatalf("%s", path)
			}
		}
	})
}

func TestWordsNeverCoverEachOtherNorLeaveTheScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Draw(anyChart(t))
		apart(t, p.Words)
		apart(t, p.Ticks)
		for lane := range p.Lanes {
			var words []Word
			for _, w := range p.PhaseWords {
				if w.Lane == lane {
					words = append(words, w)
				}
			}
			apart(t, words)
		}
	})
}

func apart(t *rapid.T, words []Word) {
	t.Helper()
	for i, word := range words {
		b := word.size()
		if b.right > narrowWidth+pageGutter+1 || b.left < -pageGutter-1 {
			t.Fatalf("%q leaves the screen: %+v", word.Lines, b)
		}
		for _, other := range words[:i] {
			if b.touches(other.size()) {
				t.Fatalf("%q covers %q", word.Lines, other.Lines)
			}
		}
	}
}

// What is walked is what is written: the same places, in the same order.
func TestAWalkGoesWhereThePathGoes(t *testing.T) {
	var steps []string
	note := func(name string) func(x, y float64) {
		return func(x, y float64) { steps = append(steps, name+Figure(x)+","+Figure(y)) }
	}
	Walk("M0 200L1000 200.5Z M10 20h0M30 0V1000M0 5H1000", note("M"), note("L"), func() { steps = append(steps, "Z") })
	if got, want := strings.Join(steps, " "), "M0,200 L1000,200.5 Z M10,20 M30,0 L30,1000 M0,5 L1000,5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestEveryDotOfAPathIsWalkedTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Draw(anyChart(t))
		for _, path := range []string{p.Line, p.Dots, p.Rings, p.Answers, p.Band, p.Phases, p.Events, p.Grid} {
			begun := 0
			Walk(path, func(_, _ float64) { begun++ }, func(x, y float64) {
				if x < 0 || x > Side || y < 0 || y > Side {
					t.Fatalf("%v, %v in %s", x, y, path)
				}
			}, func() {})
			if begun != strings.Count(path, "M") {
				t.Fatalf("%d lines begun in %s", begun, path)
			}
		}
	})
}
