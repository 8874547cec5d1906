package components

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func june(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }

// eleven days on a scale of ten: every day and every step is 100 units.
func eleven() ChartData {
	return ChartData{Title: "Mood", Max: 10, From: june(1), To: june(11)}
}

func TestPointsLieWhereTheirDayAndValuePutThem(t *testing.T) {
	c := eleven()
	c.Points = []ChartPoint{{Day: 0, Value: 0}, {Day: 5, Value: 10}, {Day: 10, Value: 2.5}, {Day: 3, Value: 7, Out: true}}
	p := draw(c)
	if want := "M0 1000h0M500 0h0M1000 750h0"; p.dots != want {
		t.Errorf("dots = %s, want %s", p.dots, want)
	}
	if want := "M300 300h0"; p.rings != want {
		t.Errorf("rings = %s, want %s", p.rings, want)
	}
}

func TestALongSilenceBreaksTheLineAndAShortOneDoesNot(t *testing.T) {
	c := ChartData{Max: 10, From: june(1), To: june(1).AddDate(0, 0, 100)}
	c.Smoothed = []ChartXY{{0, 5}, {10, 5}, {50, 5}, {60, 5}}
	if got, want := draw(c).line, "M0 500L100 500M500 500L600 500"; got != want {
		t.Errorf("line = %s, want %s", got, want)
	}
	c.Answers = true
	if got := draw(c).line; strings.Count(got, "M") != 1 {
		t.Errorf("answers weeks apart are not joined: %s", got)
	}
}

func TestTheUsualRangeIsFlatOrFollowsItsDays(t *testing.T) {
	c := eleven()
	c.Band = []ChartBand{{Low: 5, High: 8}}
	if got, want := draw(c).band, "M0 200L1000 200L1000 500L0 500Z"; got != want {
		t.Errorf("flat band = %s, want %s", got, want)
	}
	c.Band = []ChartBand{{Day: 0, Low: 4, High: 8}, {Day: 10, Low: 5, High: 7}}
	if got, want := draw(c).band, "M0 200L1000 300L1000 500L0 600Z"; got != want {
		t.Errorf("band = %s, want %s", got, want)
	}
}

func TestAChangeOfTheClocksAddsNoDay(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	for _, at := range []int{0, 12, 23} {
		c := ChartData{From: time.Date(2026, 10, 1, at, 30, 0, 0, london), To: time.Date(2026, 10, 31, 0, 10, 0, 0, london)}
		if c.days() != 31 {
			t.Errorf("October has %d days from %d o’clock", c.days(), at)
		}
		if got := c.date(30); got.Day() != 31 || got.Month() != time.October {
			t.Errorf("day 30 is %s", got)
		}
	}
}

func TestMoreThanAYearIsDrawnByTheWeek(t *testing.T) {
	points := []ChartPoint{{Day: 0, Value: 2}, {Day: 6, Value: 4, Out: true}, {Day: 7, Value: 8}, {Day: 20, Value: 1}}
	got := byWeek(points)
	want := []ChartPoint{{Day: 3, Value: 3, Out: true}, {Day: 10, Value: 8}, {Day: 17, Value: 1}}
	last := byWeek([]ChartPoint{{Day: 14, Value: 1}})
	if last[0].Day != 14 {
		t.Errorf("a week that has only begun is drawn on day %d, after its last", last[0].Day)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("byWeek = %v, want %v", got, want)
	}
}

// Ten years with a value every day stay a small part of the 150 KB a page may
// weigh on its first load.
func TestTenYearsStayLight(t *testing.T) {
	c := ChartData{Title: "Mood", Summary: "Ten years.", Max: 10, From: time.Date(2016, 10, 1, 0, 0, 0, 0, time.UTC)}
	c.To = c.From.AddDate(0, 0, 3649)
	for d := range 3650 {
		v := 5 + 3*math.Sin(float64(d*d%977))
		c.Points = append(c.Points, ChartPoint{Day: d, Value: v, Out: d%50 == 0})
		c.Smoothed = append(c.Smoothed, ChartXY{float64(d), v})
		c.Band = append(c.Band, ChartBand{d, 4, 8})
	}
	raw, gz := weight(t, c)
	t.Logf("ten years: %d bytes, %d compressed", raw, gz)
	if gz > 15_000 {
		t.Errorf("ten years weigh %d bytes compressed, want at most 15000", gz)
	}
	if dots := strings.Count(draw(c).dots+draw(c).rings, "M"); dots > 525 {
		t.Errorf("%d dots for 522 weeks", dots)
	}
}

func weight(t *testing.T, c ChartData) (raw, compressed int) {
	t.Helper()
	var page, small bytes.Buffer
	if err := Chart(c).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(&small)
	if _, err := w.Write(page.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return page.Len(), small.Len()
}

func TestTheNumbersAreByDayWeekOrMonth(t *testing.T) {
	for _, span := range []struct {
		days    int
		caption string
		first   string // 1 June 2026 is a Monday
	}{
		{20, "Sleep by date", "2 Jun 2026"},
		{100, "Sleep by week", "1 Jun 2026"},
		{1000, "Sleep by month", "Jun 2026"},
	} {
		c := ChartData{Title: "Sleep", Max: 10, From: june(2), To: june(1).AddDate(0, 0, span.days)}
		for d := range span.days {
			c.Points = append(c.Points, ChartPoint{Day: d, Value: 4})
		}
		table := c.numbers()
		if table.Caption != span.caption || table.Rows[0][0] != span.first {
			t.Errorf("%d days: %q from %q, want %q from %q", span.days, table.Caption, table.Rows[0][0], span.caption, span.first)
		}
	}
}

func TestASundayBelongsToTheWeekBefore(t *testing.T) {
	if got := monday(june(7)); got != june(1) {
		t.Errorf("the week of Sunday 7 June begins on %s", got.Format("2 Jan"))
	}
	if got := monday(june(8)); got != june(8) {
		t.Errorf("the week of Monday 8 June begins on %s", got.Format("2 Jan"))
	}
}

func TestAScoreOnABorderLiesInTheUpperZone(t *testing.T) {
	c := ChartData{Zones: []ChartZone{{Low: 0, High: 5, Label: "none"}, {Low: 5, High: 10, Label: "mild"}}}
	for value, want := range map[float64]string{0: "none", 4: "none", 5: "mild", 10: "mild", 11: ""} {
		if got := c.zoneOf(value); got != want {
			t.Errorf("%v lies in %q, want %q", value, got, want)
		}
	}
}

func TestAYearHasRoomForItsMonthsAndTenYearsForTheirYears(t *testing.T) {
	c := ChartData{From: time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
	if got := tickNames(c); got != "Oct Dec Feb Apr Jun Aug" {
		t.Errorf("a year: %s", got)
	}
	c.From = time.Date(2016, 10, 1, 0, 0, 0, 0, time.UTC)
	if got := tickNames(c); got != "2018 2020 2022 2024 2026" {
		t.Errorf("ten years: %s", got)
	}
}

func tickNames(c ChartData) string {
	var names []string
	for _, tick := range c.tickWords() {
		names = append(names, tick.lines[0])
	}
	return strings.Join(names, " ")
}

func TestAChartWithoutPointsIsWordsAlone(t *testing.T) {
	var page bytes.Buffer
	c := ChartData{Title: "Energy", Summary: "Not enough to draw yet."}
	if err := Chart(c).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	if got := page.String(); strings.Contains(got, "<svg") || !strings.Contains(got, "Not enough") {
		t.Errorf("%s", got)
	}
}

// anyChart is a chart of any length with any names at any days, some of them
// outside, and values that may lie outside the scale.
func anyChart(t *rapid.T) ChartData {
	days := rapid.IntRange(1, 1500).Draw(t, "days")
	c := ChartData{Title: "Any", Max: 10, From: june(1), To: june(1).AddDate(0, 0, days-1)}
	c.Answers = rapid.Bool().Draw(t, "answers")
	every := rapid.IntRange(1, 40).Draw(t, "every")
	values := rapid.SliceOfN(rapid.Float64Range(-3, 13), 1, 20).Draw(t, "values")
	for d := 0; d < days; d += every {
		v := values[d%len(values)]
		c.Points = append(c.Points, ChartPoint{Day: d, Value: v, Out: v < 1})
		c.Smoothed = append(c.Smoothed, ChartXY{float64(d), v})
	}
	marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ChartMark {
		return ChartMark{
			Day:   rapid.IntRange(-5, days+5).Draw(t, "day"),
			Label: rapid.StringMatching(`[a-zé ]{1,40}`).Draw(t, "label"),
		}
	}), 0, 9)
	c.Phases, c.Events = marks.Draw(t, "phases"), marks.Draw(t, "events")
	for low := 0.0; low < 10; low += 2.5 {
		c.Zones = append(c.Zones, ChartZone{Low: low, High: low + 2.5, Label: "zone " + figure(low)})
	}
	return c
}

var pathNumber = regexp.MustCompile(`-?[0-9.]+`)

func TestNothingIsDrawnOutsideThePlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(anyChart(t))
		for _, path := range []string{p.line, p.dots, p.rings, p.answers, p.band, p.phases, p.events, p.grid} {
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
		p := draw(anyChart(t))
		apart(t, p.words)
		apart(t, p.ticks)
		for lane := range p.lanes {
			var words []chartWord
			for _, w := range p.phaseWords {
				if w.lane == lane {
					words = append(words, w)
				}
			}
			apart(t, words)
		}
	})
}

func apart(t *rapid.T, words []chartWord) {
	t.Helper()
	for i, word := range words {
		b := word.size()
		if b.right > narrowWidth+pageGutter+1 || b.left < -pageGutter-1 {
			t.Fatalf("%q leaves the screen: %+v", word.lines, b)
		}
		for _, other := range words[:i] {
			if b.touches(other.size()) {
				t.Fatalf("%q covers %q", word.lines, other.lines)
			}
		}
	}
}

// Each week and each month counts its points once.
func TestTheNumbersCountEveryPointOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyChart(t)
		table := c.numbers()
		counted := len(table.Rows)
		if len(table.Head) == 3 && table.Head[2] == "Days" {
			counted = 0
			for _, row := range table.Rows {
				n, err := strconv.Atoi(row[2])
				if err != nil {
					t.Fatal(err)
				}
				counted += n
			}
		}
		if counted != len(c.Points) {
			t.Fatalf("%d points, %d counted", len(c.Points), counted)
		}
	})
}
