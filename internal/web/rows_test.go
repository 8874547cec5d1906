package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// P0: four answers, and each of them arrives where it belongs.
func TestP0FourAnswersAndEachCanBeChanged(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/start").want(http.StatusOK, "Where are you now?", "Skip all of this").
		send("/start", "phase", "preparing", "country", "DE", "zone", "Europe/Berlin", "therapist", "Dr Holt", "contact", "by message").
		want(http.StatusOK, "Saved. Change it any time in Settings.", "Begin the list")
	b.get("/help-now").want(http.StatusOK, "In danger now: call 112", "Germany")
	b.get("/agreement/edit?step=1").send("/agreement", "status", "told", "go", "next")
	if got := b.get("/agreement/edit?step=4").form("/agreement").Get("contact"); got != "by message" {
		t.Errorf("the way of contact is %q in the agreement", got)
	}
	j := h.look()
	if j.Location().String() != "Europe/Berlin" || j.Profile.Therapist != "Dr Holt" {
		t.Errorf("%+v", j.Profile)
	}
	b.get("/phase").send("/phase", "phase", "considering")
	b.get("/settings").send("/settings", "zone", "Europe/London")
	if j := h.look(); j.PhaseOn(j.Today(h.clock())) != entry.Considering || j.Location().String() != "Europe/London" {
		t.Error("what was said at the start cannot be changed")
	}
}

func TestP0AllOfItCanBeSkippedAndAnyPhaseIsAStart(t *testing.T) {
	for _, phase := range append(entry.Phases(), "") {
		if phase == journey.Ended {
			continue // nobody begins with a break that was closed
		}
		_, b := startedHouse(t)
		form := b.get("/start")
		if phase == "" {
			form.send("/start", "skip", "yes").want(http.StatusOK, "Check in")
			continue
		}
		form.send("/start", "phase", string(phase)).want(http.StatusOK, "Saved. Change it any time in Settings.", "One next step")
	}
}

// M1: for another day, twice on one, corrected, and erased.
func TestM1CheckInsForOtherDaysTwiceADayCorrectedAndErased(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "awake", Name: "Awake before five"}}})
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "A slow walk"}}})
	form := b.get("/check-in").want(http.StatusOK, "Awake before five", "A slow walk", "Only you see this. Fermata alerts no one.")
	form.send("/check-in", "item-mood", "3", "day", "2026-11-20", "time", "08:15", "line", "The morning after.")
	b.get("/check-in").send("/check-in", "item-mood", "5", "signs", "awake", "skills", "walk")
	b.get("/check-in").send("/check-in", "item-mood", "7", "item-sleep", "skip").want(http.StatusOK, "Saved. That was all.")
	list := b.get("/check-ins").want(http.StatusOK, "Mood 3", "Mood 5", "Mood 7", "The morning after.", "Awake before five", "A slow walk")
	j := h.look()
	if past := j.On(entry.DayOf(2026, time.November, 20)); past == nil || len(past.CheckIns) != 1 {
		t.Error("the earlier day has no check-in")
	}
	if today := j.On(j.Today(h.clock())); today == nil || len(today.CheckIns) != 2 {
		t.Error("two check-ins of one day are not both there")
	}
	told := b.get(list.link("/check-ins/0")).want(http.StatusOK, "Correct", "Erase")
	b.get(told.path+"/correct").send("/check-in", "item-mood", "8").want(http.StatusOK, "Mood 8")
	before := h.entries()
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.")
	if p := b.get("/check-ins"); p.says("Mood 8") || p.says("Mood 7") || h.entries() >= before {
		t.Error("it is still there")
	}
}

// M2: from an answered sheet to its band, and later to the change since the
// break began.
func TestM2FromAnAnswerToTheChangeSinceTheBreakBegan(t *testing.T) {
	h, b := startedHouse(t)
	today := h.look().Today(h.clock())
	h.tell(scoredSheet("phq-9", 17), today-30)
	h.tell(entry.Phase{Name: entry.OnBreak}, today-28)
	measures := b.get(b.get("/").link("/measures/phq-9"))
	pairs := []string{}
	for _, item := range strings.Fields("1 2 3 4 5 6 7 8") {
		pairs = append(pairs, "answer-"+item, "1")
	}
	told := measures.send("/measures/phq-9", append(pairs, "answer-9", "0")...).want(http.StatusOK, "PHQ-9", "8", "mild")
	if !told.says("17") || !told.says("break") {
		t.Errorf("%s does not set it beside the start of the break", told.path)
	}
	for _, link := range b.get("/").links() {
		if link == "/measures/phq-9" {
			t.Error("Today asks for it again")
		}
	}
	h.later(15 * 24 * time.Hour)
	b = h.browser().enter()
	if b.get("/").link("/measures/phq-9") == "" {
		t.Error("two weeks later Today does not ask for it")
	}
	told.browser = b
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased")
}

// PL8: a rule of one's own in plain words, which asks when it comes true.
func TestPL8ARuleIsMadeComesTrueAndIsTakenOut(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.OnBreak})
	page := b.get(b.get("/plan").link("/plan/return-criteria")).want(http.StatusOK, "Your rules for coming back", "You decide what follows.")
	rule := b.get(page.link("/plan/return-criteria?if=own"))
	page = b.get(strings.TrimSuffix(page.link("/plan/return-criteria?if=measure"), "#more"))
	back := page.send("/plan/return-criteria", "measure", "phq-9", "score", "high").want(http.StatusUnprocessableEntity)
	if back.beside("score") == "" {
		t.Error("nothing stands beside the score")
	}
	rule.send("/plan/return-criteria", "words", "I lose my job", "then", "I ring Dr Holt.").want(http.StatusOK, "I lose my job", "I ring Dr Holt.")
	b.get("/plan").want(http.StatusOK, "1 rule")
	page.send("/plan/return-criteria", "measure", "phq-9", "score", "10", "sheets", "1", "then", "I write.").want(http.StatusOK, "PHQ-9")
	h.tell(scoredSheet("phq-9", 14))
	b.get("/").want(http.StatusOK, "I write.")
	if criteria := h.look().Criteria; len(criteria) != 2 || criteria[0].If != entry.IfOwn || criteria[1].Level != 10 {
		t.Errorf("%+v", criteria)
	}
}

// H2: what Fermata is not, and that nobody watches, wherever one could believe
// it.
func TestH2TheNoticesStandWhereTheyAreNeeded(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.OnBreak})
	b.get("/start").want(http.StatusOK, "Fermata gives no diagnosis and does not replace your therapist")
	b.get("/about").want(http.StatusOK, "does not replace")
	for _, page := range []string{"/", "/check-in", "/measures", "/measures/phq-9", "/signals", "/agreement", "/agreement/edit", "/stay-in-touch", "/return-check", "/plan/return-criteria"} {
		b.get(page).want(http.StatusOK, "Only you see this. Fermata alerts no one.")
	}
	for _, page := range []string{"/", "/plan", "/progress", "/contents"} {
		if b.get(page).link("/help-now") == "" {
			t.Errorf("no way to help from %s", page)
		}
	}
}
