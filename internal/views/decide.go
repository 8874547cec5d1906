package views

import (
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Decide is the first page of the decision aid: the situation, the decision,
// its parts with what is done, and what the aid rests on.
type Decide struct {
	Next      Step
	Parts     []Row
	Edge      Row
	Situation []string
	Decision  []string
	Unsure    []string
	Sources   []string
	Made      []string
	Unsafe    bool // no letter to the therapist is proposed
}

// decidePart is a part of the aid; it is done once there is an entry of its
// kind. What is computed has no kind.
type decidePart struct {
	key  string
	kind entry.Kind
	url  string
}

var decideParts = []decidePart{
	{"signs", entry.KindSignWeights, "/decide/signs"},
	{"options", entry.KindOptionWeights, "/decide/options"},
	{"where", "", "/decide/where"},
	{"sure", entry.KindSureness, "/decide/sure"},
	{"talk", entry.KindTalkGuide, "/decide/talk"},
	{"decision", entry.KindDecision, "/decide/decision"},
}

var decideEdge = decidePart{"edge", entry.KindCareAtTheEdge, "/decide/care"}

// NewDecide lays out the first page.
func NewDecide(j *journey.Journey, now time.Time) Decide {
	today := j.Today(now)
	v := Decide{
		Edge: decideEdge.row(j, today), Unsafe: j.Deciding.Unsafe,
		Situation: texts("situation"), Decision: texts("decision"), Unsure: texts("unsure"), Sources: texts("source"), Made: texts("made"),
	}
	for _, part := range decideParts {
		row := part.row(j, today)
		if part.rests(j) {
			row.Note = guide.Say("decide.talk.rests")
		}
		v.Parts = append(v.Parts, row)
	}
	v.Next = decideNext(j, today)
	return v
}

// decideNext is the first part that is not done; what is computed is never
// done, and never next.
func decideNext(j *journey.Journey, today entry.Day) Step {
	for _, part := range decideParts {
		if row := part.row(j, today); !row.Done && part.kind != "" && !part.rests(j) {
			return Step{Title: guide.Say("today.next-step"), Words: row.Note, Do: row.Title, URL: row.URL}
		}
	}
	return Step{Title: guide.Say("today.next-step"), Words: guide.Say("decide.all-done"), Do: guide.Say("decide.look-again"), URL: "/decide/decision"}
}

// rests: the part is not proposed, because it is about a therapist with whom
// the person does not feel safe.
func (p decidePart) rests(j *journey.Journey) bool { return p.key == "talk" && j.Deciding.Unsafe }

func (p decidePart) row(j *journey.Journey, today entry.Day) Row {
	row := Row{Title: guide.Say("decide.part." + p.key), Note: guide.Say("decide.why." + p.key), URL: p.url}
	if ref, ok := j.Latest(p.kind); ok {
		row.Done, row.End = true, dayWords(dayOf(j, ref), today)
	}
	return row
}

// dayOf is the day an entry was told.
func dayOf(j *journey.Journey, ref journey.Ref) entry.Day {
	return j.Turn().Day(ref.At.Instant, j.Location())
}

func texts(group string) []string {
	var list []string
	for _, s := range guide.Statements(group) {
		list = append(list, s.Text)
	}
	return list
}
