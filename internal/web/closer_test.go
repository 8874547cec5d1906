package web_test

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"

	chrome "fermata/internal/browser"
	"fermata/internal/entry"
)

// slide tells of a series that is steady and then falls, for as many days as
// there are values, up to today.
func slide(h *house, days int) {
	h.t.Helper()
	today := entry.DayOf(2026, 11, 23)
	for n := range days {
		value := 7 + math.Round(math.Sin(float64(n)))
		if n > days-20 {
			value -= 5
		}
		h.tell(entry.CheckIn{Items: map[string]float64{"mood": value}}, today-entry.Day(days-1-n))
	}
}

func TestM7ALookAtOneSeriesFromItsFirstDayOn(t *testing.T) {
	h, b := startedHouse(t)
	slide(h, 120)
	page := b.get("/progress").want(http.StatusOK, "Look closer")
	b.get(page.link("/progress/mood")).want(http.StatusOK, "Where it crossed a line", "Went below your usual range")

	raw := b.get("/progress/mood/days")
	var data struct {
		Days             []int
		Value, Line, Low []*float64
		Crossings        []struct{ Day int }
	}
	if err := json.Unmarshal([]byte(raw.body), &data); err != nil {
		t.Fatal(err)
	}
	if len(data.Days) != 120 || len(data.Value) != 120 || len(data.Line) != 120 || len(data.Low) != 120 {
		t.Errorf("columns of %d, %d, %d and %d", len(data.Days), len(data.Value), len(data.Line), len(data.Low))
	}
	if len(data.Crossings) == 0 || data.Crossings[0].Day < 100 {
		t.Errorf("crossings: %v", data.Crossings)
	}
	b.get("/progress/nothing").want(http.StatusNotFound)
	b.get("/progress/nothing/days").want(http.StatusNotFound)
}

func TestM2AScoreThatCameIntoAnotherBandIsExplained(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(scoredSheet("phq-9", 4), entry.DayOf(2026, 10, 1))
	h.tell(scoredSheet("phq-9", 12), entry.DayOf(2026, 11, 1))
	b.get("/progress/phq-9").want(http.StatusOK, "12, in the band called moderate. It was none before.", "1 November 2026")
}

// The moving picture is drawn under the strict policy, and says what a day was.
func TestM7TheSeriesMovesUnderTheFinger(t *testing.T) {
	tab := chrome.Open(t)
	h, _ := startedHouse(t)
	slide(h, 120)
	tab.Viewport(390, 844, chrome.Phone)
	tab.Goto(h.url + "/enter?token=" + h.server.StartToken())
	tab.Goto(h.url + "/progress/mood")
	tab.Sees("Choose a day in the picture")
	var drawn bool
	tab.Eval(`document.querySelector(".closer-picture canvas") !== null && getComputedStyle(document.querySelector(".closer-still .chart-frame")).display === "none"`, &drawn)
	if !drawn {
		t.Error("the moving picture did not take the still one's place")
	}
	tab.Click(".closer-picture .u-over")
	tab.Sees("2026:")
	tab.Click("Nearer")
	tab.Click("Everything")
	tab.JavaScript(false)
	tab.Goto(h.url + "/progress/mood")
	var still bool
	tab.Eval(`getComputedStyle(document.querySelector(".closer-still .chart-frame")).display !== "none" && document.querySelector(".closer-moves").hidden`, &still)
	if !still {
		t.Error("without scripts there is no picture")
	}
}

func TestM7TheYearHasAMarkADay(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/year").want(http.StatusOK, "Nothing to draw yet")
	slide(h, 500)
	page := b.get("/year").want(http.StatusOK, "500 days have a check-in so far", "light", "the break")
	earlier := b.get(page.link("/year?to=2025-11-30")).want(http.StatusOK, "Jul", "Nov")
	if strings.Contains(earlier.body, "Jun") {
		t.Error("a month before the first day is in the picture")
	}
	b.get(earlier.link("/year?to=2026-11-23")).want(http.StatusOK)
	b.get("/year?to=nonsense").want(http.StatusOK)
}
