package views

import (
	"slices"

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

// Library lists the skills there are to read.
func Library(j *journey.Journey) []Row {
	var rows []Row
	for _, skill := range guide.Skills() {
		row := Row{Title: skill.Name, Note: upperFirst(skill.When), End: guide.Say("skills.minutes", "minutes", skill.Minutes), URL: "/skills/" + skill.Key}
		if AtHand(j, skill.Key) {
			row.Done, row.End = true, guide.Say("skills.kept")
		}
		rows = append(rows, row)
	}
	return rows
}

// AtHand says whether a skill is in the person's own list.
func AtHand(j *journey.Journey, key string) bool {
	return slices.ContainsFunc(j.Skills, func(line entry.Named) bool { return line.Key == key && !line.Retired })
}

// Skill is one skill of the library to read.
type Skill struct {
	Form   Form
	Skill  guide.Skill
	AtHand bool
}
