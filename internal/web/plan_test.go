package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// look is the journey as it stands.
func (h *house) look() *journey.Journey {
	h.t.Helper()
	j, err := h.home.Look(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return j
}

func keysInUse(list []entry.Named) string {
	var keys []string
	for _, line := range list {
		if !line.Retired {
			keys = append(keys, line.Key)
		}
	}
	return strings.Join(keys, " ")
}

func TestThePlanBeginsEmpty(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/plan").want(http.StatusOK, "You have not written down any warning signs yet.", "No skills at hand yet.", "Mood", "0 is very low, 10 is very good")
}

func TestWarningSignsAreTakenWrittenAndLetGo(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/plan/warning-signs").send("/plan/warning-signs", "take", "awake-early", "name-1", "I stop calling Noor").
		want(http.StatusOK, "You can tick them in the check-in.", "I stop calling Noor", "I wake hours before the alarm")
	if got := keysInUse(h.look().Signs); got != "i-stop-calling-noor awake-early" {
		t.Errorf("keys %q", got)
	}
	check := b.get("/check-in").want(http.StatusOK, "I stop calling Noor")
	check.send("/check-in", "signs", "i-stop-calling-noor").want(http.StatusOK)

	b.get("/plan/warning-signs").send("/plan/warning-signs", "name-1", "I leave Noor’s calls unanswered", "name-2", "")
	if got := keysInUse(h.look().Signs); got != "i-stop-calling-noor" {
		t.Errorf("keys %q after one was renamed and one let go", got)
	}
	b.get("/check-ins").want(http.StatusOK, "I leave Noor’s calls unanswered")
	b.get("/plan/warning-signs").want(http.StatusOK, "I wake hours before the alarm") // offered again

	b.get("/plan/warning-signs").send("/plan/warning-signs", "name-2", "i WAKE hours before the alarm")
	if got := keysInUse(h.look().Signs); got != "i-stop-calling-noor awake-early" {
		t.Errorf("keys %q after the same words came back", got)
	}
}

func TestKeysOfNamesInAnyLetters(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/plan/warning-signs").send("/plan/warning-signs",
		"name-1", "眠れない", "name-2", "Ärger & Streit", "name-3", strings.Repeat("w", 80), "name-4", "眠い")
	signs := h.look().Signs
	if got := keysInUse(signs); got != "own arger-streit "+strings.Repeat("w", 48)+" own-2" {
		t.Errorf("keys %q", got)
	}
}

func TestMoreSignsThanFit(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/plan/warning-signs").form("/plan/warning-signs")
	for _, sign := range []string{"awake-early", "up-late", "skipping-meals", "aches", "wired", "cancelling-plans", "not-answering", "short-tempered", "saying-fine", "hiding-at-home", "same-thoughts", "harsh-words"} {
		form.Add("take", sign)
	}
	form.Set("name-1", "one of my own")
	again := b.post("/plan/warning-signs", form).want(http.StatusUnprocessableEntity, "Twelve signs fit, and this is 13.")
	if again.form("/plan/warning-signs").Get("name-1") != "one of my own" || len(again.form("/plan/warning-signs")["take"]) != 12 {
		t.Error("what was typed and ticked is gone")
	}
	if len(h.look().Signs) != 0 {
		t.Error("something was saved")
	}
}

func TestSkillsFromTheLibraryAndOnesOwn(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/plan/skills").send("/plan/skills", "take", "worry-time", "take", "slow-breathing", "name-1", "Choir").
		want(http.StatusOK, "Worry time", "Slow breathing", "Choir")
	b.get("/check-in").want(http.StatusOK, "Worry time", "Choir")
	b.get("/plan/skills").send("/plan/skills", "take", "worry-time")
	if got := keysInUse(h.look().Skills); got != "choir worry-time" {
		t.Errorf("keys %q", got)
	}
	b.get("/skills").want(http.StatusOK, "Slow breathing", "At hand")
	b.get("/skills/slow-breathing").want(http.StatusOK, "about 4 minutes", "Breathe in through the nose").
		send("/skills/slow-breathing/keep").want(http.StatusOK, "Put back").send("/skills/slow-breathing/keep").want(http.StatusOK, "Keep at hand")
	b.get("/skills/made-up").want(http.StatusNotFound)
}

func TestWhatTheCheckInAsks(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/check-in").send("/check-in", "item-energy", "7")
	b.get("/plan/items").send("/plan/items", "retire-4", "on", "name-1", "How I am", "name-6", "Hours outside", "low-6", "none", "high-6", "many").
		want(http.StatusOK, "The next check-in asks these.")
	check := b.get("/check-in").want(http.StatusOK, "How I am", "Hours outside")
	if check.says("Energy") {
		t.Error("it still asks what it was told to stop asking")
	}
	if item, ok := h.look().Item("mood"); !ok || item.Name != "How I am" {
		t.Errorf("a new name made a new item: %+v", item)
	}
	if item, ok := h.look().Item("hours-outside"); !ok || !item.BetterHigh || item.High != "many" {
		t.Errorf("the new item: %+v", item)
	}
	b.get("/check-ins").want(http.StatusOK, "Energy 7")
	b.get("/plan/items").send("/plan/items", "again", "energy")
	b.get("/check-in").want(http.StatusOK, "Energy")
}

// An item that came meanwhile, as with an import, outlives an older form.
func TestAnOlderFormLosesNoItem(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/plan/items")
	h.tell(entry.Items{Items: append(h.look().Items, entry.Item{Key: "steps", Name: "Steps"})})
	form.send("/plan/items", "name-1", "Spirits").want(http.StatusOK, "Spirits", "Steps")
}

func TestPhasesAreMovedThroughFreely(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/phase").send("/phase", "phase", "on-a-break", "day", "2026-11-02").want(http.StatusOK, "Saved. You can move again whenever you like.", "On a break", "Since 2 November 2026")
	b.get("/").want(http.StatusOK, "week 4 of your break")
	b.get("/phase").send("/phase", "phase", "in-therapy").want(http.StatusOK, "In therapy")
	moves := b.get("/phase").want(http.StatusOK, "Moves so far", "In therapy. Since 23 November 2026")
	last := h.look().Phases[1].ID
	moves.send("/phase/"+string(last)+"/erase").want(http.StatusOK, "That move is taken out.")
	b.get("/plan").want(http.StatusOK, "On a break", "Since 2 November 2026")
}
