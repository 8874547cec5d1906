package views

import (
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Practice is the form for a skill in a real moment: a new one, or an earlier
// one to correct.
type Practice struct {
	Form       Form
	Running    string
	Heading    string
	Skills     []Option // at hand first, then one's own, then the library
	Chosen     string   // the skill as it was chosen
	Thought    bool     // it is a thought record: its fields are asked for
	Situations []string // earlier ones, to write the same words again
	Day        string   // the latest day that can be chosen
	When       bool     // the fields for another day or time are open
	Correct    bool
	Repeat     bool // this form was saved before with other words
	Offline    bool // it is kept by a browser, to be filled in without the record
}

// NewOfflinePractice is the form as a browser may keep it: with the skills of
// the library alone, and no earlier situations.
func NewOfflinePractice(form Form) Practice {
	v := Practice{Form: form, Heading: guide.Say("practice.new"), Skills: []Option{{Title: guide.Say("practice.skill.choose")}}, Offline: true}
	for _, skill := range guide.Skills() {
		v.Skills = append(v.Skills, Option{Value: skill.Key, Title: skill.Name})
	}
	return v
}

// NewPractice lays out the form. chosen is the key of the skill an address
// names, or "".
func NewPractice(j *journey.Journey, form Form, chosen string, now time.Time) Practice {
	if form.Value("skill") != "" {
		chosen = form.Value("skill")
	}
	v := Practice{
		Form: form, Running: runningDate(j, now), Heading: guide.Say("practice.new"), Chosen: chosen, Skills: practiceSkills(j, chosen),
		Situations: earlierSituations(j), Day: j.Today(now).String(), When: whenOpen(form), Correct: form.Corrects != "",
	}
	if skill, ok := guide.SkillByKey(chosen); ok && skill.Guided == guide.ThoughtRecord {
		v.Thought, v.Heading = true, skill.Name
	}
	if v.Correct {
		v.Heading = guide.Say("practice.correct")
	}
	return v
}

// practiceSkills offers what is at hand, then one's own, then the library; and
// a skill that was chosen and is in none of them any more.
func practiceSkills(j *journey.Journey, chosen string) []Option {
	options := []Option{{Title: guide.Say("practice.skill.choose")}}
	add := func(key, title string) {
		if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == key }) {
			options = append(options, Option{Value: key, Title: title})
		}
	}
	for _, line := range j.Skills {
		if !line.Retired {
			add(line.Key, guide.Say("practice.skill.group", "skill", line.Name))
		}
	}
	for _, own := range j.Plan.OwnSkills {
		add(own.Key, SkillName(j, own.Key))
	}
	for _, skill := range guide.Skills() {
		add(skill.Key, skill.Name)
	}
	if chosen != "" {
		add(chosen, SkillName(j, chosen))
	}
	return options
}

// SkillName is what a skill is called now: in the person's list, among their
// own, in the library; else its key.
func SkillName(j *journey.Journey, key string) string {
	if name := journey.NameOf(j.Skills, key); name != key {
		return name
	}
	if own, ok := j.OwnSkill(key); ok {
		return own.Name
	}
	if skill, ok := guide.SkillByKey(key); ok {
		return skill.Name
	}
	return key
}

// situationsMost is how many earlier situations the form offers.
const situationsMost = 12

func earlierSituations(j *journey.Journey) []string {
	var found []string
	seen := map[string]bool{}
	for day := range j.DaysBack(entry.LastDay) {
		for _, p := range slices.Backward(day.Practices) {
			if key := situationKey(p.Situation); key != "" && !seen[key] && len(found) < situationsMost {
				seen[key] = true
				found = append(found, p.Situation)
			}
		}
	}
	return found
}

// situationKey is the same for “On the bus” and “on the  bus.”.
func situationKey(text string) string {
	return strings.Trim(strings.ToLower(oneLine(text)), " .,!")
}

// ReadPractice makes the body from a form.
func ReadPractice(form Form) entry.Practice {
	return entry.Practice{
		Skill: form.Value("skill"), Situation: oneLine(form.Value("situation")), Before: tenOf(form, "before"), After: tenOf(form, "after"),
		Change: form.Value("change"), Thought: form.Value("thought"), For: form.Value("for"), Against: form.Value("against"), Balanced: form.Value("balanced"),
	}
}

// PracticeForm fills the form to correct an earlier practice.
func PracticeForm(p journey.Practice, body entry.Practice, day entry.Day, id entry.ID) Form {
	values := whenValues(p.Ref, day)
	for name, text := range map[string]string{
		"skill": body.Skill, "situation": body.Situation, "before": tenValue(body.Before), "after": tenValue(body.After),
		"change": body.Change, "thought": body.Thought, "for": body.For, "against": body.Against, "balanced": body.Balanced,
	} {
		values.Set(name, text)
	}
	return Form{ID: id, Corrects: p.ID, Values: values}
}

// ToldPractice is one practice to read.
func ToldPractice(j *journey.Journey, p journey.Practice, day entry.Day, body entry.Practice, eraseID entry.ID, now time.Time) Told {
	address := "/practice/" + string(p.ID)
	t := Told{
		Title: SkillName(j, p.Skill), Running: guide.Say("place.practice") + ", " + inSentence(whenWords(p.Ref, day, j.Today(now)), day, j.Today(now)),
		CorrectURL: address + "/correct", BackURL: "/practice",
		EraseURL: address + "/erase", EraseAsk: guide.Say("practice.erase.ask"), EraseID: eraseID,
	}
	if body.Situation != "" {
		t.Facts = append(t.Facts, upperFirst(body.Situation))
	}
	if words := bothWords("practice", p.Before, p.After); words != "" {
		t.Facts = append(t.Facts, words)
	}
	for _, part := range []struct{ key, text string }{
		{"practice.thought", body.Thought}, {"practice.for", body.For}, {"practice.against", body.Against},
		{"practice.balanced", body.Balanced}, {"practice.changed", body.Change},
	} {
		if part.text != "" {
			t.Parts = append(t.Parts, ToldPart{Heading: guide.Say(part.key), Lines: lines(part.text)})
		}
	}
	return t
}

// Practices is a page of the list, with what works where.
type Practices struct {
	Works        []SkillWorks
	Rows         []Row
	Newer, Older string
}

// SkillWorks is one skill: how often it was used, and how it went.
type SkillWorks struct {
	Key, Name string
	Times     int
	Pairs     Pairs
	Where     []Pairs // by situation, most often first
}

const (
	// worksShown is how many skills the list shows with a picture.
	worksShown = 3
	// whereMost is how many situations a skill's page shows.
	whereMost = 12
)

// NewPractices lists practices, newest first.
func NewPractices(j *journey.Journey, days []*journey.Day, older entry.Day, more, first bool, now time.Time) Practices {
	var v Practices
	today := j.Today(now)
	for _, day := range days {
		for _, p := range slices.Backward(day.Practices) {
			note := upperFirst(whenWords(p.Ref, day.Day, today))
			if p.Situation != "" {
				note += " · " + p.Situation
			}
			v.Rows = append(v.Rows, Row{Title: SkillName(j, p.Skill), End: thenWords("practice", p.Before, p.After), Note: note, URL: "/practice/" + string(p.ID)})
		}
	}
	if first {
		v.Works = skillsWork(j, entry.FirstDay, today)
	}
	v.Newer, v.Older = neighbours("/practice", older, more, first)
	return v
}

// Shown are the skills with a picture on the list; Others the rest.
func (v Practices) Shown() []SkillWorks { return v.Works[:min(worksShown, len(v.Works))] }

// Others are the skills that the list only names.
func (v Practices) Others() []Row {
	var rows []Row
	for _, w := range v.Works[min(worksShown, len(v.Works)):] {
		rows = append(rows, Row{Title: w.Name, Note: w.Pairs.Says, End: guide.Say("practice.times", "n", w.Times), URL: "/skills/" + w.Key + "/practice"})
	}
	return rows
}

// tried is one use of a skill with its day.
type tried struct {
	journey.Practice
	day entry.Day
}

// triedBySkill is every practice from..to (included) by skill, oldest first.
func triedBySkill(j *journey.Journey, from, to entry.Day) map[string][]tried {
	found := map[string][]tried{}
	for day := range j.Days(from, to) {
		for _, p := range day.Practices {
			found[p.Skill] = append(found[p.Skill], tried{p, day.Day})
		}
	}
	return found
}

// skillsWork is every skill that was practised, most often first.
func skillsWork(j *journey.Journey, from, to entry.Day) []SkillWorks {
	all := triedBySkill(j, from, to)
	keys := sortedKeys(all)
	slices.SortStableFunc(keys, func(a, b string) int { return len(all[b]) - len(all[a]) })
	var works []SkillWorks
	for _, key := range keys {
		name := SkillName(j, key)
		p := distressPairs("skill-"+key, name, bothNumbers(all[key]), to)
		p.URL = "/skills/" + key + "/practice"
		works = append(works, SkillWorks{Key: key, Name: name, Times: len(all[key]), Pairs: p})
	}
	return works
}

func bothNumbers(times []tried) []Pair {
	var pairs []Pair
	for _, t := range times {
		if t.Before != nil && t.After != nil {
			pairs = append(pairs, Pair{Day: t.day, Before: *t.Before, After: *t.After})
		}
	}
	return pairs
}

// NewSkillWorks is one skill by situation; false when it was never practised.
func NewSkillWorks(j *journey.Journey, key string, now time.Time) (SkillWorks, bool) {
	today := j.Today(now)
	times := triedBySkill(j, entry.FirstDay, today)[key]
	if len(times) == 0 {
		return SkillWorks{}, false
	}
	v := SkillWorks{Key: key, Name: SkillName(j, key), Times: len(times)}
	v.Pairs = distressPairs("all", guide.Say("practice.works"), bothNumbers(times), today)
	v.Where = bySituation(times, today)
	return v, true
}

// bySituation parts the times by place, most often first. The words are those
// that were written last.
func bySituation(times []tried, today entry.Day) []Pairs {
	groups, words := map[string][]tried{}, map[string]string{}
	for _, t := range times {
		key := situationKey(t.Situation)
		groups[key] = append(groups[key], t)
		words[key] = upperFirst(t.Situation)
	}
	words[""] = guide.Say("practice.anywhere")
	keys := sortedKeys(groups)
	slices.SortStableFunc(keys, func(a, b string) int { return len(groups[b]) - len(groups[a]) })
	var where []Pairs
	for n, key := range keys[:min(whereMost, len(keys))] {
		p := distressPairs("where-"+itoa(n+1), words[key], bothNumbers(groups[key]), today)
		p.Small = true
		where = append(where, p)
	}
	if len(keys) == 1 && keys[0] == "" {
		return nil // nothing to part by
	}
	return where
}
