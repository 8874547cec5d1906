package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Run is a skill done together with the page.
type Run struct {
	Form    Form // of worry time
	Repeat  bool
	Skill   guide.Skill
	Step    int    // from 1; more than Steps at the end
	Steps   int    // 0 for a run without steps
	Words   string // of this step
	NextURL string
	BackURL string
	NoteURL string
	Paces   []Option
	Counts  []string // the pace to count to oneself
	Closed  bool     // the worries are put away
}

// shorterPace is for those whom a slow breath makes dizzy: seconds in and out.
const shorterIn, shorterOut = 3, 4

// NewRun lays out a run; false when there is no such skill, or nothing written
// about how it goes.
func NewRun(j *journey.Journey, key string, query url.Values, form Form) (Run, bool) {
	skill, _, ok := FindSkill(j, key)
	if !ok || len(skill.Steps) == 0 {
		return Run{}, false
	}
	v := Run{Form: form, Skill: skill, NoteURL: "/practice/new?skill=" + key, Closed: query.Has("closed")}
	switch skill.Guided {
	case guide.BreathingPace:
		v.pace()
	case guide.WorryTime:
	default:
		v.step(query.Get("step"))
	}
	return v, true
}

func (v *Run) pace() {
	pace := func(in, out int) Option {
		return Option{Value: itoa(in) + "-" + itoa(out), Title: guide.Say("run.breath.count", "in", in, "out", out)}
	}
	v.Paces = []Option{{Value: "still", Title: guide.Say("run.breath.still")}, pace(v.Skill.In, v.Skill.Out)}
	if shorter := pace(shorterIn, shorterOut); !slices.Contains(v.Paces, shorter) {
		v.Paces = append(v.Paces, shorter)
	}
	v.Counts = []string{
		guide.Say("run.breath.words.in", "counts", counting(v.Skill.In)), guide.Say("run.breath.words.out", "counts", counting(v.Skill.Out)),
	}
}

// counting is “1 2 3 4”.
func counting(n int) string {
	var counts []string
	for i := range n {
		counts = append(counts, itoa(i+1))
	}
	return strings.Join(counts, " ")
}

func (v *Run) step(asked string) {
	v.Steps = len(v.Skill.Steps)
	at, err := strconv.Atoi(asked)
	if err != nil {
		at = 1
	}
	v.Step = min(max(at, 1), v.Steps+1)
	address := "/skills/" + v.Skill.Key + "/run?step="
	if v.Step <= v.Steps {
		v.Words, v.NextURL = v.Skill.Steps[v.Step-1], address+itoa(v.Step+1)
	}
	if v.Step > 1 {
		v.BackURL = address + itoa(v.Step-1)
	}
}

// Done says that the last step is behind.
func (v Run) Done() bool { return v.Steps > 0 && v.Step > v.Steps }

// ReadWorries makes a private page of what was written at worry time.
func ReadWorries(form Form) entry.Reflection {
	return entry.Reflection{Prompt: guide.Say("run.worry.prompt"), Text: form.Value("text")}
}
