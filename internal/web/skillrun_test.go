package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
)

// Every skill of the library can be read, kept at hand, done step by step and
// noted, without a script.
func TestPL2EverySkillCanBeReadAndDone(t *testing.T) {
	_, b := startedHouse(t)
	if n := len(guide.Skills()); n < 24 {
		t.Errorf("%d skills, 24 are promised", n)
	}
	list := b.get("/skills").want(http.StatusOK, "Your own skills", "From the library")
	for _, skill := range guide.Skills() {
		address := "/skills/" + skill.Key
		if list.link(address) == "" {
			t.Errorf("nothing leads to %s", address)
		}
		page := b.get(address).want(http.StatusOK, append([]string{skill.Name, skill.Source}, skill.Steps...)...)
		if page.link(address+"/run") == "" || page.link("/practice/new?skill="+skill.Key) == "" {
			t.Errorf("%s cannot be done or noted", address)
		}
		b.get(address + "/run").want(http.StatusOK)
	}
}

func TestPL2TheBreathIsStillUntilAPaceIsChosen(t *testing.T) {
	_, b := startedHouse(t)
	page := b.get("/skills/slow-breathing/run").want(http.StatusOK, "In: 1 2 3 4", "Out: 1 2 3 4 5 6", "4 in, 6 out", "3 in, 4 out")
	if still := page.byID("pace-1"); attr(still, "value") != "still" || !has(still, "checked") {
		t.Error("it does not begin still")
	}
	if page.link("/practice/new?skill=slow-breathing") == "" {
		t.Error("it does not end with noting how it went")
	}
}

func TestPL2FiveSensesOneStepAtATime(t *testing.T) {
	_, b := startedHouse(t)
	skill, _ := guide.SkillByKey("five-senses")
	page := b.get("/skills/five-senses/run")
	for n, words := range skill.Steps {
		page.want(http.StatusOK, words)
		if n > 0 && page.says(skill.Steps[n-1]) {
			t.Errorf("two steps at once: %d", n)
		}
		page = b.get(page.link("/skills/five-senses/run?step=" + string(rune('2'+n))))
	}
	page.want(http.StatusOK, "That was all")
	b.get(page.link("/practice/new?skill=five-senses")).want(http.StatusOK, "How did it go?")
	for _, odd := range []string{"0", "-3", "99", "two", "%00"} {
		b.get("/skills/five-senses/run?step=" + odd).want(http.StatusOK)
	}
	b.get("/skills/no-such/run").want(http.StatusNotFound)
}

func TestPL2WorryTimeClosesUntilTomorrow(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/skills/worry-time/run").want(http.StatusOK)
	page.send("/skills/worry-time/run", "text", "the rent").want(http.StatusOK, "Until tomorrow", "Note how it went")
	before := h.entries()
	page.send("/skills/worry-time/run", "text", "the rent").want(http.StatusOK, "Until tomorrow")
	page.send("/skills/worry-time/run", "text", "the rent, the tooth").want(http.StatusConflict).send("/skills/worry-time/run").want(http.StatusOK, "Until tomorrow")
	if h.entries() != before {
		t.Error("sending it twice saved it twice")
	}
	b.get("/reflections").want(http.StatusOK, "the rent, the tooth")
}

func TestPL2WorriesCollectThroughTheDay(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	b.get("/skills/worry-time/run").send("/skills/worry-time/run").want(http.StatusUnprocessableEntity, "An empty list is good news.")
	b.get("/skills/worry-time/run").send("/skills/worry-time/run", "text", strings.Repeat("é", 20001)).want(http.StatusUnprocessableEntity)
	b.get("/skills/worry-time/run").send("/skills/worry-time/run", "text", "the boiler", "keep", "draft").want(http.StatusOK, "Kept as a draft.")
	if got := b.get("/skills/worry-time/run").want(http.StatusOK, "still here").form("/skills/worry-time/run").Get("text"); got != "the boiler" || h.entries() != before {
		t.Errorf("kept %q", got)
	}
}

func TestPL2AnOwnSkillFromNewToErased(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/skills/new").want(http.StatusOK)
	told := form.send("/skills", "name", "Ringing Pia", "when", "Sunday evenings", "steps", "Put the kettle on.\nRing.").
		want(http.StatusOK, "Saved.", "Ringing Pia", "Put the kettle on.", "Sunday evenings")
	before := h.entries()
	form.send("/skills", "name", "Ringing Pia", "when", "Sunday evenings", "steps", "Put the kettle on.\nRing.").want(http.StatusOK)
	if h.entries() != before {
		t.Error("sending it twice saved it twice")
	}
	b.get("/check-in").want(http.StatusOK, "Ringing Pia")
	b.get(told.path+"/run").want(http.StatusOK, "Put the kettle on.", "Step 1 of 2")
	b.get(told.path+"/edit").send(told.path+"/edit", "name", "Calling Pia").want(http.StatusOK, "Calling Pia", "Put the kettle on.")
	h.tell(entry.Practice{Skill: "ringing-pia"})
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.")
	b.get("/practice").want(http.StatusOK, "Calling Pia")
	b.get(told.path).want(http.StatusOK, "You have not written down yet how it goes.")
	if j, err := h.home.Look(t.Context()); err != nil || len(j.Plan.OwnSkills) != 0 {
		t.Errorf("left: %+v, %v", j.Plan.OwnSkills, err)
	}
}

func TestPL2OwnSkillsThatDoNotFit(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for field, values := range map[string][]string{
		"name": {"", "Worry time", "worry TIME", strings.Repeat("é", 81)}, "when": {strings.Repeat("é", 501)}, "steps": {strings.Repeat("é", 20001)},
	} {
		for _, value := range values {
			typed := map[string]string{"name": "Soup"}
			typed[field] = value
			back := b.get("/skills/new").send("/skills", "name", typed["name"], "when", typed["when"], "steps", typed["steps"])
			if back.want(http.StatusUnprocessableEntity).beside(field) == "" {
				t.Errorf("nothing stands beside %s for %.12q", field, value)
			}
		}
	}
	b.get("/skills/worry-time/edit").want(http.StatusNotFound)
	b.post("/skills/worry-time/erase", map[string][]string{"id": {string(companion.NewID())}}).want(http.StatusNotFound)
	if h.entries() != before {
		t.Error("something was saved")
	}
}

// A name that an address already uses still gets an address.
func TestPL2AnOwnSkillCalledNew(t *testing.T) {
	_, b := startedHouse(t)
	told := b.get("/skills/new").send("/skills", "name", "New", "steps", "Begin.").want(http.StatusOK, "Begin.")
	if told.path == "/skills/new" {
		t.Error("it cannot be reached")
	}
	b.get(told.path).want(http.StatusOK, "Begin.")
}

// A line of the list at hand can be given steps later.
func TestPL2ANameAtHandGetsSteps(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "A slow walk"}}})
	b.get("/skills").want(http.StatusOK, "A slow walk")
	b.get("/skills/walk").want(http.StatusOK, "not written down yet")
	b.get("/skills/walk/edit").send("/skills/walk/edit", "steps", "Shoes.\nDoor.").want(http.StatusOK, "Shoes.", "Do it with me")
}
