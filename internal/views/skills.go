package views

import (
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// ownSkillsMost is how many lines the form has for skills of one's own.
const ownSkillsMost = 12

// Skills is the form for the list of skills at hand.
type Skills struct {
	Form    Form
	Library []Option
	Kept    []string // keys of the library that are at hand
	Rows    []NameRow
	Repeat  bool
}

// NewSkills lays out the form.
func NewSkills(j *journey.Journey, form Form) Skills {
	v := Skills{Form: form, Kept: form.All("take")}
	var own []entry.Named
	for _, line := range j.Skills {
		if _, known := guide.SkillByKey(line.Key); !known {
			own = append(own, line)
		} else if !line.Retired && len(form.Values) == 0 {
			v.Kept = append(v.Kept, line.Key)
		}
	}
	for _, skill := range guide.Skills() {
		v.Library = append(v.Library, Option{Value: skill.Key, Title: skill.Name, Note: upperFirst(skill.When)})
	}
	v.Rows = nameRows(own, form, 2, ownSkillsMost)
	return v
}

// ReadSkills makes the whole list from what is kept and the form.
func ReadSkills(j *journey.Journey, form Form) (entry.Skills, fault.Fields) {
	list := readNames(j.Skills, form)
	for _, skill := range guide.Skills() {
		if slices.Contains(form.All("take"), skill.Key) {
			list.take(skill.Key, skill.Name)
		} else if list.row[skill.Key] == 0 {
			list.retire(skill.Key)
		}
	}
	body := entry.Skills{Skills: list.list}
	return body, besideRows(body.Validate(), "skills", list.field)
}

func (l *named) retire(key string) {
	if at := l.find(func(line entry.Named) bool { return line.Key == key }); at >= 0 {
		l.list[at].Retired = true
	}
}

// KeepSkill is the list with one skill of the library put at hand or back.
func KeepSkill(j *journey.Journey, skill guide.Skill, keep bool) entry.Skills {
	list := named{list: slices.Clone(j.Skills)}
	if keep {
		list.take(skill.Key, skill.Name)
	} else {
		list.retire(skill.Key)
	}
	return entry.Skills{Skills: list.list}
}

// Library is the skills there are to read: one's own, and those of the library.
type Library struct {
	Own, Skills []Row
}

// NewLibrary lists them.
func NewLibrary(j *journey.Journey) Library {
	var v Library
	for _, key := range ownKeys(j) {
		skill, _, _ := FindSkill(j, key)
		v.Own = append(v.Own, skillRow(j, skill))
	}
	for _, skill := range guide.Skills() {
		v.Skills = append(v.Skills, skillRow(j, skill))
	}
	return v
}

func skillRow(j *journey.Journey, skill guide.Skill) Row {
	row := Row{Title: skill.Name, Note: upperFirst(skill.When), URL: "/skills/" + skill.Key}
	if skill.Minutes > 0 {
		row.End = guide.Say("skills.minutes", "minutes", skill.Minutes)
	}
	if AtHand(j, skill.Key) {
		row.Done, row.End = true, guide.Say("skills.kept")
	}
	return row
}

// ownKeys are the skills that are not of the library: those in use in the list,
// and those that were written down.
func ownKeys(j *journey.Journey) []string {
	var keys []string
	add := func(key string) {
		if _, known := guide.SkillByKey(key); !known && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, line := range j.Skills {
		if !line.Retired {
			add(line.Key)
		}
	}
	for _, own := range j.Plan.OwnSkills {
		add(own.Key)
	}
	return keys
}

// FindSkill finds a skill of the library, or one of the person's own. An own
// one may have a name and nothing else.
func FindSkill(j *journey.Journey, key string) (skill guide.Skill, own, ok bool) {
	if skill, ok := guide.SkillByKey(key); ok {
		return skill, false, true
	}
	if told, ok := j.OwnSkill(key); ok {
		return guide.Skill{Key: key, Name: SkillName(j, key), When: told.When, Steps: linesOf(told.Steps)}, true, true
	}
	for _, line := range j.Skills {
		if line.Key == key {
			return guide.Skill{Key: key, Name: line.Name}, true, true
		}
	}
	return guide.Skill{}, false, false
}

// AtHand says whether a skill is in the person's own list.
func AtHand(j *journey.Journey, key string) bool {
	return slices.ContainsFunc(j.Skills, func(line entry.Named) bool { return line.Key == key && !line.Retired })
}

// Skill is one skill to read.
type Skill struct {
	Form    Form
	Skill   guide.Skill
	AtHand  bool
	Own     bool
	Works   string   // what was seen of it so far, or ""
	EraseID entry.ID // of the erasure of an own one
	ListID  entry.ID // of the list without it
}

// NewSkill lays out one skill; false when there is none with this key.
func NewSkill(j *journey.Journey, key string, form Form, newID func() entry.ID, now time.Time) (Skill, bool) {
	skill, own, ok := FindSkill(j, key)
	if !ok {
		return Skill{}, false
	}
	v := Skill{Form: form, Skill: skill, AtHand: AtHand(j, key), Own: own, EraseID: newID(), ListID: newID()}
	if works, ok := NewSkillWorks(j, key, now); ok {
		v.Works = works.Pairs.Says
	}
	return v, true
}

// Guided says whether a run of its own goes with the skill.
func (v Skill) Guided() bool { return v.Skill.Guided != "" || len(v.Skill.Steps) > 0 }
