package signals

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// A story is a record in short form and what the rules say on some of its
// days. Each line of the record is one entry, or one a day:
//
//	[DAY|DAY..DAY] [#label] VERB ARGUMENTS
//
//	phase on-a-break              items mood+ tension (+: higher is better)
//	signs awake wired -old        (-: let go)
//	criterion KEY if=… what=… level=… times=… of=… day=… came
//	check-in mood=6,7,5 signs=awake safe=no
//	sheet phq-9 12                a total
//	sheet phq-9 0,0,0 safe=yes    answers
//	event 8                       handled CODE seen about=… cause=…
//	met 4,5 7                     confidence before and after (-: skipped)
//	practice SKILL 7 4            distress before and after
//	goal KEY reached since=DAY    near KEY 8
//
// Any line may end in told=DAY, at=HH:MM, imported, corrects=#label. Lists of
// numbers are gone through day by day.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) < 2 || archive.Files[0].Name != "record" {
				t.Fatal("a story has a record and then something to expect")
			}
			st := newStory(t, string(archive.Files[0].Data))
			for _, part := range archive.Files[1:] {
				want := strings.TrimSpace(string(part.Data))
				if got := st.tell(part.Name); got != want {
					t.Errorf("-- %s --\ngot:\n%s\nwant:\n%s", part.Name, got, want)
				}
			}
		})
	}
}

// story is a record.
type story struct {
	t       *testing.T
	entries []entry.Entry
	names   map[entry.ID]string
	labels  map[string]entry.ID
}

func newStory(t *testing.T, record string) *story {
	t.Helper()
	st := &story{t: t, names: map[entry.ID]string{}, labels: map[string]entry.ID{}}
	for line := range strings.Lines(record) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			st.line(strings.Fields(line))
		}
	}
	for i := range st.entries {
		if err := st.entries[i].Validate(); err != nil {
			t.Fatalf("entry %d: %v", i+1, err)
		}
	}
	return st
}

func (st *story) line(words []string) {
	from := day(st.t, "2026-01-01")
	to := from
	if first, last, found := strings.Cut(words[0], ".."); found || strings.HasPrefix(words[0], "20") {
		from = day(st.t, first)
		if to = from; found {
			to = day(st.t, last)
		}
		words = words[1:]
	}
	label := ""
	if strings.HasPrefix(words[0], "#") {
		label, words = words[0], words[1:]
	}
	for d := from; d <= to; d++ {
		if e, skip := st.entry(words, d, int(d-from)); !skip {
			st.append(e, label)
		}
	}
}

func (st *story) append(e entry.Entry, label string) {
	e.Seq = int64(len(st.entries) + 1)
	e.ID = entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012x", e.Seq))
	if st.names[e.ID] = label; label == "" {
		st.names[e.ID] = e.Day.String()
	}
	st.labels[label] = e.ID
	st.entries = append(st.entries, e)
}

func (st *story) entry(words []string, d entry.Day, n int) (entry.Entry, bool) {
	o := options(words[1:])
	clock := cmpOr(o.named["at"], "20:00")
	at := moment(st.t, d, clock)
	e := entry.Entry{Person: "someone", At: entry.MomentIn(at, time.UTC), Day: d, Precision: entry.Minute, RecordedAt: at, By: entry.BySelf()}
	if told := o.named["told"]; told != "" {
		e.RecordedAt = moment(st.t, day(st.t, told), clock)
	}
	if o.has("imported") {
		e.By = entry.ByImport("batch-1")
	}
	if label := o.named["corrects"]; label != "" {
		e.Corrects = st.labels[label]
	}
	e.Body = st.body(words[0], o, n)
	if e.Body == nil {
		st.t.Fatalf("no such line: %v", words)
	}
	if c, ok := e.Body.(entry.CheckIn); ok && len(c.Items)+len(c.Signs) == 0 && c.Safe == "" {
		return e, true // a day that is left out
	}
	return e, false
}

func (st *story) body(verb string, o words, n int) entry.Body {
	switch verb {
	case "phase":
		return entry.Phase{Name: entry.PhaseName(o.plain[0])}
	case "items":
		return itemsOf(o.plain)
	case "signs":
		return signsOf(o.plain)
	case "check-in":
		return st.checkIn(o, n)
	case "sheet":
		return st.sheet(o)
	case "event":
		return entry.LifeEvent{What: "something", Weight: int(number(st.t, o.plain[0]))}
	case "criterion":
		return st.criterion(o)
	case "handled":
		return st.handled(o)
	case "met":
		return entry.HandledIt{What: "something", Before: ten(st.t, o, 0, n), After: ten(st.t, o, 1, n)}
	case "practice":
		return entry.Practice{Skill: o.plain[0], Before: ten(st.t, o, 1, n), After: ten(st.t, o, 2, n)}
	case "goal":
		return goalOf(st.t, o)
	case "near":
		return entry.GoalProgress{Goal: o.plain[0], Value: int(number(st.t, o.plain[1]))}
	}
	return nil
}

// ten is argument i as an answer on a scale; "-" is skipped. Of a list it takes
// number n.
func ten(t *testing.T, o words, i, n int) *int {
	values := strings.Split(o.plain[i], ",")
	if value := values[n%len(values)]; value != "-" {
		answer := int(number(t, value))
		return &answer
	}
	return nil
}

func goalOf(t *testing.T, o words) entry.Body {
	goal := entry.Goal{Key: o.plain[0], Words: "to " + o.plain[0], Status: entry.GoalStatus(o.plain[1])}
	if text := o.named["since"]; text != "" {
		goal.Since = day(t, text)
	}
	return entry.Goals{Goals: []entry.Goal{goal}}
}

func itemsOf(names []string) entry.Body {
	var list entry.Items
	for _, name := range names {
		key := strings.TrimSuffix(name, "+")
		list.Items = append(list.Items, entry.Item{Key: key, Name: key, BetterHigh: key != name})
	}
	return list
}

func signsOf(names []string) entry.Body {
	var list entry.WarningSigns
	for _, name := range names {
		key := strings.TrimPrefix(name, "-")
		list.Signs = append(list.Signs, entry.Named{Key: key, Name: key, Retired: key != name})
	}
	return list
}

func (st *story) checkIn(o words, n int) entry.Body {
	body := entry.CheckIn{Items: map[string]float64{}, Safe: entry.Safe(o.named["safe"])}
	for key, text := range o.named {
		switch key {
		case "safe", "told", "at", "corrects":
		case "signs":
			body.Signs = strings.Split(text, ",")
		default:
			values := strings.Split(text, ",")
			if value := values[n%len(values)]; value != "-" {
				body.Items[key] = number(st.t, value)
			}
		}
	}
	return body
}

func (st *story) sheet(o words) entry.Body {
	body := entry.AnswerSheet{Instrument: o.plain[0], Safe: entry.Safe(o.named["safe"])}
	answers := strings.Split(o.plain[1], ",")
	if len(answers) == 1 {
		total := number(st.t, answers[0])
		body.Total = &total
		return body
	}
	body.Answers = map[string]float64{}
	for i, text := range answers {
		if text != "-" {
			body.Answers[strconv.Itoa(i+1)] = number(st.t, text)
		}
	}
	return body
}

// criterion adds one to the list told so far.
func (st *story) criterion(o words) entry.Body {
	c := entry.Criterion{
		Key: o.plain[0], If: entry.CriterionIf(o.named["if"]), What: o.named["what"],
		Level: number(st.t, cmpOr(o.named["level"], "0")), Times: int(number(st.t, cmpOr(o.named["times"], "0"))),
		Of: int(number(st.t, cmpOr(o.named["of"], "0"))), Words: o.named["words"], Came: o.has("came"),
	}
	if text := o.named["day"]; text != "" {
		c.Day = day(st.t, text)
	}
	var list entry.ReturnCriteria
	for _, e := range st.entries {
		if told, ok := e.Body.(entry.ReturnCriteria); ok {
			list.Criteria = slices.Clone(told.Criteria)
		}
	}
	list.Criteria = append(list.Criteria, c)
	return list
}

func (st *story) handled(o words) entry.Body {
	cause := o.named["cause"]
	if id, ok := st.labels[cause]; ok && cause != "" {
		cause = string(id)
	}
	return entry.Handled{Signal: o.plain[0], Action: entry.HandledBy(o.plain[1]), About: o.named["about"], Cause: cause}
}

// words are the arguments of a line: plain ones, and name=value.
type words struct {
	plain []string
	named map[string]string
}

func options(args []string) words {
	o := words{named: map[string]string{}}
	for _, arg := range args {
		if name, value, found := strings.Cut(arg, "="); found {
			o.named[name] = value
		} else {
			o.plain = append(o.plain, arg)
		}
	}
	return o
}

func (o words) has(word string) bool { return slices.Contains(o.plain, word) }

func cmpOr(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func day(t *testing.T, text string) entry.Day {
	t.Helper()
	d, err := entry.ParseDay(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

func moment(t *testing.T, d entry.Day, clock string) time.Time {
	t.Helper()
	at, err := time.Parse("15:04", clock)
	if err != nil {
		t.Fatal(err)
	}
	return d.Time().Add(time.Duration(at.Hour()*60+at.Minute()) * time.Minute)
}

// library is everything built in.
func library(t testing.TB) instrument.Library {
	t.Helper()
	all, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// asOf is the journey as it was then.
func (st *story) asOf(now time.Time) journey.Journey {
	var told []entry.Entry
	for _, e := range st.entries {
		if !e.RecordedAt.After(now) {
			told = append(told, e)
		}
	}
	return journey.Fold(told)
}

// tell answers one part of a story: "outlook DAY [HH:MM]" or "would-fire KEY
// DAY..DAY".
func (st *story) tell(part string) string {
	asked := strings.Fields(part)
	if asked[0] == "would-fire" {
		return st.wouldFire(asked[1], asked[2])
	}
	clock := "21:00"
	if len(asked) > 2 {
		clock = asked[2]
	}
	now := moment(st.t, day(st.t, asked[1]), clock)
	j := st.asOf(now)
	o := Detect(&j, library(st.t), now)
	lines := []string{"standing " + string(o.Standing)}
	for _, group := range []struct {
		name string
		all  []Signal
	}{{"signal", o.Signals}, {"quiet", o.Quiet}, {"progress", o.Progress}} {
		for _, s := range group.all {
			lines = append(lines, group.name+" "+st.show(s))
		}
	}
	return strings.Join(lines, "\n")
}

func (st *story) wouldFire(key, span string) string {
	from, to, _ := strings.Cut(span, "..")
	var days []string
	j := journey.Fold(st.entries)
	for _, c := range j.Criteria {
		if c.Key == key {
			for _, d := range WouldHaveFired(c, &j, library(st.t), day(st.t, from), day(st.t, to)) {
				days = append(days, d.String())
			}
		}
	}
	return strings.Join(days, "\n")
}

func (st *story) show(s Signal) string {
	text := fmt.Sprintf("%s %s", s.Level, s.Code)
	if s.About != "" {
		text += " " + s.About
	}
	text += fmt.Sprintf(" %s..%s", s.From, s.Last)
	if !s.Holds {
		text += " fading"
	}
	text += " cause " + cmpOr(st.names[entry.ID(s.Cause)], s.Cause) + " because" + st.because(s.Because)
	if s.Handled != nil {
		text += " handled " + string(s.Handled.Action)
	}
	if s.QuietUntil > 0 {
		text += " until " + s.QuietUntil.String()
	}
	if s.HelpLine {
		text += " help-line"
	}
	for _, slot := range slices.Sorted(maps.Keys(s.Facts)) {
		text += " | " + slot + " " + st.fact(s.Facts[slot])
	}
	return text
}

// because names the entries, or the first and last of many.
func (st *story) because(ids []entry.ID) string {
	if n := len(ids); n > 6 {
		return fmt.Sprintf(" %d: %s..%s", n, st.names[ids[0]], st.names[ids[n-1]])
	}
	text := ""
	for _, id := range ids {
		text += " " + st.names[id]
	}
	return text
}

func (st *story) fact(value any) string {
	switch v := value.(type) {
	case entry.ID:
		return "of " + st.names[v]
	case entry.Criterion:
		return v.Key
	case Finding:
		return fmt.Sprintf("%s %g ×%d of %d on %s %v", v.What, v.Value, v.Times, v.Of, v.Day, v.Signs)
	}
	return fmt.Sprint(value)
}
