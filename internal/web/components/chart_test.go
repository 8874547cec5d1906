package components

import (
	"bytes"
	"compress/gzip"
	"context"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func june(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }

// Ten years with a value every day stay a small part of the 150 KB a page may
// weigh on its first load.
func TestTenYearsStayLight(t *testing.T) {
	c := ChartData{Title: "Mood", Summary: "Ten years.", Max: 10, From: time.Date(2016, 10, 1, 0, 0, 0, 0, time.UTC)}
	c.To = c.From.AddDate(0, 0, 3649)
	for d := range 3650 {
		v := 5 + 3*math.Sin(float64(d*d%977))
		c.Points = append(c.Points, ChartPoint{Day: d, Value: v, Out: d%50 == 0})
		c.Smoothed = append(c.Smoothed, ChartXY{X: float64(d), Y: v})
		c.Band = append(c.Band, ChartBand{Day: d, Low: 4, High: 8})
	}
	raw, gz := weight(t, c)
	t.Logf("ten years: %d bytes, %d compressed", raw, gz)
	if gz > 15_000 {
		t.Errorf("ten years weigh %d bytes compressed, want at most 15000", gz)
	}
	if dots := strings.Count(draw(c).Dots+draw(c).Rings, "M"); dots > 525 {
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
		c.Smoothed = append(c.Smoothed, ChartXY{X: float64(d), Y: v})
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
