package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/journey"
)

// told is the latest entry of a kind, unsealed.
func told[T entry.Body](h *house, kind entry.Kind) T {
	h.t.Helper()
	ref, ok := h.look().Latest(kind)
	if !ok {
		h.t.Fatalf("nothing of kind %s was told", kind)
	}
	e, err := h.home.Entry(h.t.Context(), ref)
	if err != nil {
		h.t.Fatal(err)
	}
	body, ok := e.Body.(T)
	if !ok {
		h.t.Fatalf("%s holds %T", kind, e.Body)
	}
	return body
}

// The aid says what it is, what is decided, what is not known, and where it
// comes from, in every phase and without anything told.
func TestDecideSaysWhatItRestsOn(t *testing.T) {
	h, b := startedHouse(t)
	for _, phase := range append(entry.Phases(), "") {
		if phase != "" {
			h.tell(entry.Phase{Name: phase})
		}
		b.get("/decide").want(http.StatusOK, "Is it time?", "The decision:", "five ways", "no controlled study of planned breaks",
			"Ali 2017", "read 2026", "No clinician has reviewed it yet", "at least once a year", "no sponsor", "Help now")
	}
	if link := b.get("/contents").link("/decide"); link != "/decide" {
		t.Errorf("Contents leads to %q", link)
	}
}

func TestDecideLeadsToWhatIsNext(t *testing.T) {
	h, b := startedHouse(t)
	next := func(want string) {
		t.Helper()
		step := b.get("/decide").byID("step")
		for n := range step.Parent.Descendants() {
			if n.Data == "a" && attr(n, "class") == "button button-primary" {
				if got := attr(n, "href"); got != want {
					t.Errorf("the next step is %s, want %s", got, want)
				}
				return
			}
		}
		t.Error("no next step")
	}
	next("/decide/signs")
	h.tell(entry.SignWeights{Weights: map[string]int{"growth": 3}})
	next("/decide/options")
	h.tell(entry.OptionWeights{Leaning: "go-on"})
	next("/decide/sure")
	h.tell(entry.Sureness{Know: entry.Yes})
	next("/decide/talk")
	h.tell(entry.TalkGuide{Reasons: "x"})
	next("/decide/decision")
	h.tell(entry.Decision{Option: entry.NotYet})
	next("/decide/decision")
	b.get("/decide").want(http.StatusOK, "You have been through all of it.")
}

func TestDecideIsWithinReachOnToday(t *testing.T) {
	h, b := startedHouse(t)
	if b.get("/").byID("within") != nil {
		t.Error("something is within reach in no phase")
	}
	h.tell(entry.Phase{Name: entry.Considering})
	today := b.get("/").want(http.StatusOK, "Within reach", "Is it time?", "Talk guide", "Ways of getting care")
	if !slices.Contains(today.links(), "/decide") || !slices.Contains(today.links(), "/care") {
		t.Error("Today does not lead there")
	}
	if b.get("/").link("/decide/signs") == "" {
		t.Error("the one next step is not the first page of the aid")
	}
	h.tell(entry.Phase{Name: entry.OnBreak})
	for _, link := range b.get("/").links() {
		if strings.HasPrefix(link, "/decide") {
			t.Errorf("deciding is within reach on a break: %s", link)
		}
	}
}

// D1: both directions are weighed, and set side by side, heaviest first.
func TestD1SignsAreWeighedInBothDirections(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/decide/signs").want(http.StatusOK, "I do not feel safe or respected with my therapist.").send("/decide/signs")
	if p.path != "/decide/signs/break" || h.look().Seq != b.house.look().Seq {
		t.Fatalf("it goes on to %s", p.path)
	}
	p = p.send("/decide/signs/break", "weight-growth", "2", "weight-money", "5", "own-1", "The train is too long", "own-weight-1", "4")
	p = p.want(http.StatusOK, "What speaks for talking first").send("/decide/signs/talk", "weight-unsaid", "3")
	p.want(http.StatusOK, "What you weighed", "very much", "The train is too long", "Something between us has not been said.")
	if money, growth := strings.Index(p.body, "It costs more"), strings.Index(p.body, "I trust myself"); money < 0 || money > growth {
		t.Error("the heaviest does not stand first")
	}
	body := told[entry.SignWeights](h, entry.KindSignWeights)
	if body.Weights["money"] != 5 || body.Weights["unsaid"] != 3 || len(body.Own) != 1 || body.Own[0].Points != entry.TowardsBreak {
		t.Errorf("%+v", body)
	}
	for _, url := range []string{"/care", "/decide/talk"} {
		if !slices.Contains(p.links(), url) {
			t.Errorf("it does not lead to %s", url)
		}
	}
}

func TestD1OwnStatementsAreChangedAndLetGo(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/decide/signs/talk").send("/decide/signs/talk", "own-1", "My sister says wait", "own-weight-1", "5", "own-2", "The exam")
	b.get("/decide/signs/break").send("/decide/signs/break", "own-1", "The exam")
	page := b.get("/decide/signs/talk")
	if got := page.form("/decide/signs/talk").Get("own-1"); got != "My sister says wait" {
		t.Errorf("the first line is %q", got)
	}
	page.send("/decide/signs/talk", "own-1", "", "own-2", "The exam in May").want(http.StatusOK, "The exam in May")
	body := told[entry.SignWeights](h, entry.KindSignWeights)
	if len(body.Own) != 2 || body.Own[0].Points != entry.TowardsBreak || body.Own[1].Words != "The exam in May" || body.Own[0].Key == body.Own[1].Key {
		t.Errorf("%+v", body.Own)
	}
}

// D1: not safe with the therapist comes before all else and changes the path.
func TestD1NotSafeChangesThePath(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.Considering})
	h.tell(entry.Profile{Country: "GB"})
	h.tell(entry.TalkGuide{Reasons: "written before"})
	p := b.get("/decide/signs").send("/decide/signs", "unsafe", "boundary-crossed")
	p.want(http.StatusOK, "This comes first", "not your fault", "United Kingdom", "UKCP", "stored copies, November 2026", "does not propose a letter to this therapist")
	for _, url := range []string{"/help-now", "/care"} {
		if !slices.Contains(p.links(), url) {
			t.Errorf("it does not lead to %s", url)
		}
	}
	wantNoLetter(t, b)
	b.get("/decide/signs").send("/decide/signs", "unsafe", "").want(http.StatusOK, "What speaks for a break")
	b.get("/decide/talk").want(http.StatusOK, "written before", "Print it")
	if h.look().Deciding.Unsafe {
		t.Error("it still holds")
	}
}

// wantNoLetter: nothing proposes a letter to this therapist, and the pages
// that would say gently why.
func wantNoLetter(t *testing.T, b *browser) {
	t.Helper()
	talk := b.get("/decide/talk").want(http.StatusOK, "No letter for now", "What you wrote before is still in your record.")
	if talk.says("Print it") || slices.Contains(talk.links(), "/decide/talk/write") || talk.findForm("/decide/talk") != nil {
		t.Error("the talk guide is proposed")
	}
	for _, path := range []string{"/decide/talk/write", "/letters/talk-guide", "/letters/talk-guide/print", "/letters/talk-guide/text", "/letters/talk-guide/page.pdf", "/letters/talk-guide/page.html"} {
		if p := b.get(path); p.path != "/decide/talk" || p.status != http.StatusOK {
			t.Errorf("%s leads to %s", path, p.path)
		}
	}
	for _, path := range []string{"/", "/contents", "/decide"} {
		b.get(path).want(http.StatusOK, "It rests, because you do not feel safe or respected there.")
	}
	for _, path := range []string{"/decide/signs/picture", "/decide/decision", "/decide/sure"} {
		if slices.Contains(b.get(path).links(), "/decide/talk") {
			t.Errorf("%s leads to a letter", path)
		}
	}
}

func TestD1WhereNothingIsKnownItSaysHowToFindThePlace(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/decide/signs/safety").want(http.StatusOK, "For your country we have nothing with a source", "Look up how your therapist is registered")
	h.tell(entry.Profile{Country: "FR"})
	b.get("/decide/signs/safety").want(http.StatusOK, "For your country we have nothing with a source")
}

func TestD1ACrisisLeadsToHelp(t *testing.T) {
	_, b := startedHouse(t)
	p := b.get("/decide/signs/talk").send("/decide/signs/talk", "weight-recent-crisis", "1")
	p.want(http.StatusOK, "You need not carry it alone.", "Care at the edge")
	if !slices.Contains(p.links(), "/help-now") || !slices.Contains(p.links(), "/decide/care") {
		t.Error("no way to help")
	}
}

// D2: what matters is weighed, each way is looked at, and the picture stands
// in the order of what matters. Nothing is added up.
func TestD2FiveWaysByWhatMatters(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/decide/options").want(http.StatusOK, "What matters to you?", "Full break", "Go on as now", "no controlled study")
	p = b.get(p.link("/decide/options/matters")).send("/decide/options/matters", "take", "money", "take", "gains", "matter-1", "My choir on Tuesdays", "weight-1", "1")
	p.want(http.StatusOK, "Now say how much each of them weighs.")
	p = p.send("/decide/options/matters", weightField(t, p, "Money"), "5")
	p.want(http.StatusOK, "Five ways to go on")
	p = b.get("/decide/options/full-break").want(http.StatusOK, "What it is like to live with", "What research can say", "Money")
	p = p.send("/decide/options/full-break", "fit-money", "2", "note-money", "£240 a month stays here.", "fit-gains", "-1")
	if p.path != "/decide/options/fewer-sessions" {
		t.Errorf("it goes on to %s", p.path)
	}
	p = b.get("/decide/options").want(http.StatusOK, "£240 a month stays here.", "a little against it", "2 lines filled in")
	if money, choir := strings.Index(p.body, `id="matter-money"`), strings.Index(p.body, `id="matter-my-choir-on-tuesdays"`); money < 0 || choir < money {
		t.Error("what matters most does not stand first")
	}
	p.send("/decide/options", "leaning", "fewer-sessions").want(http.StatusOK, "Where you are")
	body := told[entry.OptionWeights](h, entry.KindOptionWeights)
	if body.Leaning != "fewer-sessions" || len(body.Matters) != 3 {
		t.Errorf("%+v", body)
	}
	if got := b.get("/decide/options").form("/decide/options").Get("leaning"); got != "fewer-sessions" {
		t.Errorf("the leaning shown is %q", got)
	}
}

// weightField is the field that weighs a line of the form.
func weightField(t *testing.T, p page, words string) string {
	t.Helper()
	values := p.form("/decide/options/matters")
	for n := 1; n < 20; n++ {
		if values.Get("matter-"+itoa(n)) == words {
			return "weight-" + itoa(n)
		}
	}
	t.Fatalf("no line says %q", words)
	return ""
}

func itoa(n int) string { return string(rune('0' + n/10))[:min(n/10, 1)] + string(rune('0'+n%10)) }

// D2: what was said about a line stays when it is renamed, and goes with it.
func TestD2ALineKeepsWhatWasSaid(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.OptionWeights{Matters: []entry.Matter{
		{Key: "money", Words: "Money", Weight: 3, Fits: map[string]int{"go-on": -2}, Notes: map[string]string{"go-on": "not after June"}},
		{Key: "rest", Words: "A rest", Weight: 2},
	}})
	p := b.get("/decide/options/matters")
	p.send("/decide/options/matters", "matter-1", "Rent", "matter-2", "").want(http.StatusOK, "Rent", "not after June")
	body := told[entry.OptionWeights](h, entry.KindOptionWeights)
	if len(body.Matters) != 1 || body.Matters[0].Key != "money" || body.Matters[0].Fits["go-on"] != -2 {
		t.Errorf("%+v", body)
	}
}

func TestD2EveryWayHasItsPage(t *testing.T) {
	_, b := startedHouse(t)
	for _, key := range entry.Options() {
		b.get("/decide/options/"+key).want(http.StatusOK, "What is good about it", "What is hard about it", "What it is like to live with", "What research can say")
	}
	b.get("/decide/options/elopement").want(http.StatusNotFound)
	b.get("/decide/signs/sideways").want(http.StatusNotFound)
}

// D3: own measures come in with the words of reliable change.
func TestD3OwnDataIsDrawnIn(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/decide/where").want(http.StatusOK, "Nothing to draw yet", "Bring your history")
	total := func(n float64) entry.AnswerSheet { return entry.AnswerSheet{Instrument: "phq-9", Total: &n} }
	h.tell(total(15), entry.DayOf(2026, time.June, 1))
	b.get("/decide/where").want(http.StatusOK, "PHQ-9: 15", "One sheet so far.")
	h.tell(total(12), entry.DayOf(2026, time.August, 1))
	b.get("/decide/where").want(http.StatusOK, "It was 15 on 1 June 2026.", "A change smaller than 6 points can be chance.")
	h.tell(total(5), entry.DayOf(2026, time.October, 1))
	b.get("/decide/where").want(http.StatusOK, "PHQ-9: 5", "That is better, and more than chance is likely to make")
	h.tell(total(22), entry.DayOf(2026, time.November, 1))
	b.get("/decide/where").want(http.StatusOK, "That is heavier", "worth a talk before anything else")
	h.tell(entry.Goals{Goals: []entry.Goal{{Key: "sing", Words: "Sing again", Status: entry.GoalReached}, {Key: "bus", Words: "Take the bus", Status: entry.GoalNew}}})
	h.tell(entry.GoalProgress{Goal: "bus", Value: 4})
	h.tell(entry.CheckIn{Items: map[string]float64{"mood": 6}})
	b.get("/decide/where").want(http.StatusOK, "Sing again", "reached", "Take the bus", "4 of 10", "Your days, the last half year", "Mood")
}

// D4: a “no” leads to what would help.
func TestD4ANoLeadsToWhatWouldHelp(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/decide/sure").send("/decide/sure", "know", "yes", "matters", "no", "support", "no")
	p.want(http.StatusOK, "What would help", "Weigh what matters", "Write the talk guide")
	if p.says("Four times yes.") || p.says("Note “not yet”") {
		t.Error("it says more than was answered")
	}
	b.get("/decide/sure").send("/decide/sure", "know", "yes", "matters", "yes", "support", "yes", "sure", "yes").want(http.StatusOK, "Four times yes.")
	if got := len(h.look().Versions[entry.KindSureness]); got != 2 {
		t.Errorf("%d versions", got)
	}
}

// D5: the talk guide is written in steps that keep themselves, and read as a
// letter; what was said and advised is kept beside it, and not in it.
func TestD5TheTalkGuideIsWrittenInSteps(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Profile{Therapist: "Dr Okafor"})
	h.tell(entry.SignWeights{Weights: map[string]int{"growth": 4, "unsaid": 2}})
	b.get("/decide/talk").want(http.StatusOK, "Write the first step")
	p := b.get("/decide/talk/write").want(http.StatusOK, "I trust myself more than I used to.")
	p = p.send("/decide/talk/write", "reasons", "I want to try alone.", "take", "I trust myself more than I used to.", "go", "next")
	p.want(http.StatusOK, "Step 2 of 4", "Something between us has not been said.").send("/decide/talk/write", "worries", "That it slips.", "go", "later")
	if before := h.look(); len(before.Versions[entry.KindTalkGuide]) != 0 {
		t.Fatal("a half-written guide was saved")
	}
	b.get("/decide/talk").want(http.StatusOK, "Go on with it")
	p = b.get("/decide/talk/write?step=agree").send("/decide/talk/write", "agree", "Eight weeks.\nA date in May.", "go", "next")
	p = p.send("/decide/talk/write", "questions", "What would you watch for?", "go", "save")
	p.want(http.StatusOK, "I want to try alone.", "That it slips.", "A date in May.", "Print it")
	p.send("/decide/talk", "said", "She asked why now.", "advised", "Eight weeks, then we meet.")
	body := told[entry.TalkGuide](h, entry.KindTalkGuide)
	want := entry.TalkGuide{
		Reasons: "I want to try alone.\nI trust myself more than I used to.", Worries: "That it slips.", Agree: "Eight weeks.\nA date in May.",
		Questions: "What would you watch for?", Said: "She asked why now.", Advised: "Eight weeks, then we meet.",
	}
	if body != want {
		t.Errorf("%+v", body)
	}
	wantTalkFiles(t, b)
	b.get("/decide/decision").want(http.StatusOK, "Your therapist advised: “Eight weeks, then we meet.”")
}

func wantTalkFiles(t *testing.T, b *browser) {
	t.Helper()
	sheet := b.get("/letters/talk-guide/print").want(http.StatusOK, "Something I would like to talk about", "For Dr Okafor", "A date in May.")
	if sheet.says("She asked why now.") {
		t.Error("what was said stands in the letter")
	}
	for as, want := range map[string]string{"text": "## What worries me", "page.html": "<h2>What worries me</h2>", "page.pdf": "%PDF"} {
		if p := b.get("/letters/talk-guide/" + as); p.status != http.StatusOK || !strings.Contains(p.body, want) {
			t.Errorf("as %q: %d", as, p.status)
		}
	}
}

func TestD5AnEmptyGuideIsNotSaved(t *testing.T) {
	h, b := startedHouse(t)
	p := b.get("/decide/talk/write?step=questions").send("/decide/talk/write", "questions", " ", "go", "save")
	p.want(http.StatusUnprocessableEntity, "There is nothing to keep yet.")
	if len(h.look().Versions[entry.KindTalkGuide]) != 0 {
		t.Error("it was saved")
	}
	b.get("/decide/talk/write?step=sideways").want(http.StatusOK, "Step 1 of 4")
	b.get("/letters/talk-guide/print").want(http.StatusOK, "Write the first step")
}

// What was written survives a text that does not fit.
func TestD5ATextThatIsTooLongStays(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/decide/talk/write").send("/decide/talk/write", "reasons", "short", "go", "next")
	p := b.get("/decide/talk/write?step=questions").send("/decide/talk/write", "questions", long(20001), "go", "save").want(http.StatusUnprocessableEntity)
	if p.beside("questions") == "" {
		t.Error("nothing is said beside the field")
	}
	p.send("/decide/talk/write", "questions", "Shorter.", "go", "save").want(http.StatusOK, "short", "Shorter.")
}

// D6: decided with reasons and a day to look again; the earlier ones stay; a
// break offers the move to preparing.
func TestD6DecisionsStayAndLeadOn(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Phase{Name: entry.Considering})
	h.tell(entry.SignWeights{Weights: map[string]int{"money": 4, "milestone": 3, "stalled": 1}})
	b.get("/decide/decision").send("/decide/decision", "option", "not-yet", "reasons", "After the move.", "look-at", "2026-12-01").
		want(http.StatusOK, "Decided, for now", "Not yet", "1 December 2026")
	b.get("/").want(http.StatusOK, "Look at your decision")
	h.later(9 * 24 * time.Hour)
	if due := b.get("/"); !due.says("You chose this day for it") {
		t.Error("the day has come, and Today does not say so")
	}
	p := b.get("/decide/decision").send("/decide/decision", "option", "full-break", "reasons", "I am ready.")
	p.want(http.StatusOK, "Full break", "Earlier decisions", "After the move.", "Move to preparing")
	for _, url := range []string{"/prepare/last-session", "/care", "/decide/care"} {
		if !slices.Contains(p.links(), url) {
			t.Errorf("it does not lead to %s", url)
		}
	}
	p.send("/phase").want(http.StatusOK)
	if phase := h.look().PhaseOn(entry.DayOf(2026, 12, 2)); phase != entry.Preparing {
		t.Errorf("the phase is %q", phase)
	}
	if b.get("/decide/decision").says("Move to preparing") {
		t.Error("the move is offered again")
	}
	if got := len(h.look().Versions[entry.KindDecision]); got != 2 {
		t.Errorf("%d decisions", got)
	}
}

func TestD6EachChoiceLeadsOn(t *testing.T) {
	h, b := startedHouse(t)
	for option, url := range map[string]string{
		"full-break": "/prepare/last-session", "fewer-sessions": "/decide/talk", "change-the-work": "/decide/talk",
		"another-therapist": "/care", "go-on": "/check-in", "not-yet": "/decide/sure",
	} {
		h.tell(entry.Decision{Option: option})
		p := b.get("/decide/decision").want(http.StatusOK)
		if !slices.Contains(p.links(), url) {
			t.Errorf("%s does not lead to %s", option, url)
		}
		if p.says("Move to preparing") != (option == "full-break") {
			t.Errorf("%s and the move to preparing", option)
		}
	}
}

// D7: risk brings help and the sentence about talking first, medicine its
// notice; nothing is blocked.
func TestD7RiskBringsHelpAndBlocksNothing(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.HelpCard{Country: "GB"})
	p := b.get("/decide/care").want(http.StatusOK, "A break from therapy is not a break from medicine.", "Only you see this. Fermata alerts no one.")
	if n := p.byID("risk"); n == nil || !has(n, "data-mark") {
		t.Error("a tick does not show help at once")
	}
	p = p.send("/decide/care", "risk", "thoughts", "risk", "reality", "medicine", "yes", "prescriber", "Dr Lind")
	p.want(http.StatusOK, "If you can, talk with your therapist or doctor before you stop.", "Call 999", "Call 116 123")
	if !strings.Contains(p.body, "data-shown") || !slices.Contains(p.links(), "tel:999") {
		t.Error("help does not stay")
	}
	body := told[entry.CareAtTheEdge](h, entry.KindCareAtTheEdge)
	if !slices.Equal(body.Risk, []string{"thoughts", "reality"}) || body.Medicine != entry.Yes || body.Prescriber != "Dr Lind" {
		t.Errorf("%+v", body)
	}
	b.get("/decide/decision").send("/decide/decision", "option", "full-break").want(http.StatusOK, "Decided, for now")
	h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	if p := b.get("/decide/care"); p.says("talk with your therapist") || !p.says("talk with a doctor or another professional") {
		t.Error("it sends someone back to a therapist with whom they are not safe")
	}
	b.get("/decide/care").send("/decide/care", "risk", "").want(http.StatusOK, "Nothing ticked is no proof of anything.")
}

// decideSheets are the forms of the aid: what a person might fill in, first
// and on second thoughts.
var decideSheets = []sheet{
	{"/decide/signs", "/decide/signs", []string{"unsafe", "not-respected"}, []string{"unsafe", "boundary-crossed"}},
	{"/decide/signs/break", "/decide/signs/break", []string{"weight-growth", "3"}, []string{"weight-growth", "5"}},
	{"/decide/signs/talk", "/decide/signs/talk", []string{"own-1", "wait"}, []string{"own-1", "wait for May"}},
	{"/decide/options/matters", "/decide/options/matters", []string{"matter-1", "Money"}, []string{"matter-1", "Time"}},
	{"/decide/options/go-on", "/decide/options/go-on", []string{"fit-money", "1"}, []string{"fit-money", "-2"}},
	{"/decide/options", "/decide/options", []string{"leaning", "go-on"}, []string{"leaning", "full-break"}},
	{"/decide/sure", "/decide/sure", []string{"know", "yes"}, []string{"know", "no"}},
	{"/decide/talk", "/decide/talk", []string{"said", "first"}, []string{"said", "second"}},
	{"/decide/decision", "/decide/decision", []string{"option", "go-on"}, []string{"option", "full-break"}},
	{"/decide/care", "/decide/care", []string{"medicine", "yes"}, []string{"medicine", "no"}},
	{"/care/online", "/care/online", []string{"fee", "40"}, []string{"fee", "50"}},
}

func TestDecideTheSameFormTwiceIsSavedOnce(t *testing.T) {
	for _, s := range decideSheets {
		t.Run(s.at, func(t *testing.T) {
			h, b := startedHouse(t)
			h.tell(entry.OptionWeights{Matters: []entry.Matter{{Key: "money", Words: "Money at hand", Weight: 3}}})
			form := b.get(s.at)
			before := h.look().Seq
			form.send(s.action, s.first...).want(http.StatusOK)
			form.send(s.action, s.first...).want(http.StatusOK)
			if got := h.look().Seq; got != before+1 {
				t.Errorf("%d entries more", got-before)
			}
			again := form.send(s.action, s.second...).want(http.StatusConflict, "You already saved this.")
			again.send(s.action).want(http.StatusOK)
			if got := h.look().Seq; got != before+2 {
				t.Errorf("the change: %d entries more", got-before)
			}
		})
	}
}

func TestDecideWhatDoesNotFitIsSaidBesideTheField(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.OptionWeights{Matters: []entry.Matter{{Key: "money", Words: "Money at hand", Weight: 3}}})
	for at, c := range map[string]struct {
		action string
		wrongs []wrong
	}{
		"/decide/signs/break": {"/decide/signs/break", []wrong{
			{"a weight of six", "weight-growth", []string{"weight-growth", "6"}},
			{"a weight in words", "weight-growth", []string{"weight-growth", "much"}},
			{"a long line", "own-1", []string{"own-1", long(501)}},
			{"other letters", "own-2", []string{"own-1", "x", "own-2", "\xff"}},
		}},
		"/decide/options/matters": {"/decide/options/matters", []wrong{
			{"a long line", "matter-2", []string{"matter-2", long(501)}},
			{"a weight below nothing", "weight-1", []string{"weight-1", "-1"}},
		}},
		"/decide/options/go-on": {"/decide/options/go-on", []wrong{
			{"better than good", "fit-money", []string{"fit-money", "3"}},
			{"a long note", "note-money", []string{"note-money", long(501)}},
		}},
		"/decide/options": {"/decide/options", []wrong{{"a sixth way", "leaning", []string{"leaning", "elope"}}}},
		"/decide/sure":    {"/decide/sure", []wrong{{"perhaps", "know", []string{"know", "perhaps"}}, {"nothing", "know", []string{"know", ""}}}},
		"/decide/talk":    {"/decide/talk", []wrong{{"a book", "said", []string{"said", long(20001)}}, {"other letters", "advised", []string{"advised", "\xff"}}}},
		"/decide/decision": {"/decide/decision", []wrong{
			{"nothing", "option", []string{"reasons", "x"}},
			{"a sixth way", "option", []string{"option", "elope"}},
			{"a book", "reasons", []string{"option", "go-on", "reasons", long(20001)}},
			{"a day gone by", "look-at", []string{"option", "go-on", "look-at", "2026-11-01"}},
			{"no such day", "look-at", []string{"option", "go-on", "look-at", "2027-02-30"}},
		}},
		"/decide/care": {"/decide/care", []wrong{
			{"perhaps", "medicine", []string{"medicine", "perhaps"}},
			{"a long name", "prescriber", []string{"prescriber", long(501)}},
		}},
	} {
		page := b.get(at)
		before := h.look().Seq
		for _, w := range c.wrongs {
			t.Run(at+"/"+w.name, func(t *testing.T) { wantBeside(t, page, c.action, w) })
		}
		if h.look().Seq != before {
			t.Errorf("%s: something was saved", at)
		}
	}
}

// A crowded record: thirty own statements, twenty things that matter, long
// words, and every page still stands.
func TestDecideOverfull(t *testing.T) {
	h, b := startedHouse(t)
	signs := entry.SignWeights{Weights: map[string]int{"growth": 5}}
	for n := range 30 {
		signs.Own = append(signs.Own, entry.OwnSign{Key: "own-" + itoa(n), Words: long(500), Points: entry.TowardsBreak, Weight: n % 6})
	}
	h.tell(signs)
	var options entry.OptionWeights
	for n := range 20 {
		m := entry.Matter{Key: "m-" + itoa(n), Words: long(500), Weight: n % 6, Fits: map[string]int{}, Notes: map[string]string{}}
		for _, key := range entry.Options() {
			m.Fits[key], m.Notes[key] = n%5-2, long(500)
		}
		options.Matters = append(options.Matters, m)
	}
	h.tell(options)
	for n := range 12 {
		h.tell(entry.Decision{Option: entry.Options()[n%5], Reasons: long(2000)})
	}
	for _, path := range []string{"/decide", "/decide/signs/break", "/decide/signs/picture", "/decide/options", "/decide/options/matters", "/decide/options/go-on", "/decide/talk/write", "/decide/decision"} {
		b.get(path).want(http.StatusOK)
	}
	p := b.get("/decide/signs/break").send("/decide/signs/break", "own-31", "one too many")
	if p.status != http.StatusUnprocessableEntity || !p.says("That is more than 30.") {
		t.Errorf("status %d", p.status)
	}
}

// What was erased is gone from the aid, and the page before it counts again.
func TestDecideAfterErasing(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Decision{Option: "go-on", Reasons: "first"})
	id := h.tell(entry.SignWeights{Unsafe: []string{"not-respected"}})
	if err := h.home.Erase(t.Context(), companion.NewID(), id); err != nil {
		t.Fatal(err)
	}
	if h.look().Deciding != (journey.Deciding{Decided: "go-on"}) {
		t.Errorf("%+v", h.look().Deciding)
	}
	b.get("/decide/decision").want(http.StatusOK, "Go on as now")
	b.get("/decide/signs").want(http.StatusOK)
}
