package views

import (
	"net/url"
	"slices"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// OwnSkill is the form for a skill of one's own.
type OwnSkill struct {
	Form   Form
	Key    string // "" for a new one
	ListID entry.ID
	Repeat bool
}

// NewOwnSkill lays out the form; false when there is no own skill with this
// key. listID is the ID of the list of skills that names it.
func NewOwnSkill(j *journey.Journey, key string, form Form, listID entry.ID) (OwnSkill, bool) {
	v := OwnSkill{Form: form, Key: key, ListID: listID}
	if key == "" {
		return v, true
	}
	skill, own, ok := FindSkill(j, key)
	if len(form.Values) == 0 {
		told, _ := j.OwnSkill(key)
		v.Form.Values = url.Values{"name": {skill.Name}, "when": {told.When}, "steps": {told.Steps}}
	}
	return v, own && ok
}

// ReadOwnSkill makes the skill, and the list that names it. A new one is put at
// hand; one that is there already keeps its place.
func ReadOwnSkill(j *journey.Journey, key string, form Form) (entry.OwnSkill, entry.Skills, fault.Fields) {
	name := form.Value("name")
	list := named{list: slices.Clone(j.Skills)}
	taken := func(k string) bool { _, _, there := FindSkill(j, k); return there || k == "new" }
	if key == "" && nameTaken(j, name) {
		return entry.OwnSkill{}, entry.Skills{}, fault.Fields{{Name: "name", Say: guide.Say("skills.own.taken")}}
	}
	if key == "" {
		key = newKey(name, taken)
		list.take(key, name)
	}
	if at := list.find(func(line entry.Named) bool { return line.Key == key }); at >= 0 {
		list.list[at].Name = name
	}
	body := entry.OwnSkill{Key: key, Name: name, When: form.Value("when"), Steps: form.Value("steps")}
	fields, _ := body.Validate().(fault.Fields)
	skills := entry.Skills{Skills: list.list}
	if len(fields) == 0 {
		fields = besideRows(skills.Validate(), "skills", func(int) string { return "name" })
	}
	return body, skills, fields
}

// nameTaken says whether a skill that can be seen has this name.
func nameTaken(j *journey.Journey, name string) bool {
	same := func(other string) bool { return strings.EqualFold(strings.TrimSpace(other), strings.TrimSpace(name)) }
	return slices.ContainsFunc(guide.Skills(), func(s guide.Skill) bool { return same(s.Name) }) ||
		slices.ContainsFunc(ownKeys(j), func(key string) bool { return same(SkillName(j, key)) })
}

// WithoutSkill is the list with a skill let go. Its name stays, for what was
// noted with it.
func WithoutSkill(j *journey.Journey, key string) entry.Skills {
	list := named{list: slices.Clone(j.Skills)}
	if list.hasKey(key) {
		list.retire(key)
	} else {
		list.list = append(list.list, entry.Named{Key: key, Name: SkillName(j, key), Retired: true})
	}
	return entry.Skills{Skills: list.list}
}
