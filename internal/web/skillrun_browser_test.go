package web_test

import (
	"strings"
	"testing"

	chrome "fermata/internal/browser"
	"fermata/internal/web/assets"
)

// Where less motion is wished for, as in these browsers, the breath stays still
// at every pace, and the counts are there to read.
func TestPL2TheBreathStaysStillWhereThatIsWished(t *testing.T) {
	tab := chrome.Open(t)
	h, _ := startedHouse(t)
	tab.Viewport(390, 844, chrome.Phone)
	tab.Goto(h.url + "/enter?token=" + h.server.StartToken())
	tab.Goto(h.url + "/skills/slow-breathing/run")
	for _, pace := range []string{"4 in, 6 out", "3 in, 4 out", "Still"} {
		tab.Click(pace)
		var moves string
		tab.Eval(`getComputedStyle(document.querySelector(".breath-dot")).animationName`, &moves)
		if moves != "none" {
			t.Errorf("at %q it moves: %s", pace, moves)
		}
		tab.Sees("In: 1 2 3 4")
	}
}

// Every pace that is offered is drawn by the stylesheet.
func TestPL2EveryPaceHasItsWave(t *testing.T) {
	_, b := startedHouse(t)
	sheet, ok := assets.Open(assets.URL(assets.Stylesheet))
	if !ok {
		t.Fatal("there is no stylesheet")
	}
	page := b.get("/skills/slow-breathing/run")
	for _, id := range []string{"pace-2", "pace-3"} {
		pace := attr(page.byID(id), "value")
		for _, want := range []string{`[value="` + pace + `"]:checked`, "@keyframes breath-" + pace, "@keyframes breath-in-" + pace, "@keyframes breath-out-" + pace} {
			if pace == "" || !strings.Contains(string(sheet.Body), want) {
				t.Errorf("%s: the stylesheet has no %s", id, want)
			}
		}
	}
}
