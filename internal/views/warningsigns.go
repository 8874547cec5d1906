package views

import (
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// signsMost is how many warning signs can be in use.
const signsMost = 12

// WarningSigns is the form for the list of warning signs.
type WarningSigns struct {
	Form   Form
	Rows   []NameRow
	Themes []SignTheme // examples that are not in use
	Repeat bool
}

// SignTheme is some examples that belong together.
type SignTheme struct {
	Name  string
	Signs []Option
}

// NewWarningSigns lays out the form.
func NewWarningSigns(j *journey.Journey, form Form) WarningSigns {
	v := WarningSigns{Form: form, Rows: nameRows(j.Signs, form, 4, signsMost)}
	for _, sign := range guide.SignExamples() {
		used := slices.ContainsFunc(j.Signs, func(line entry.Named) bool { return line.Key == sign.Key && !line.Retired })
		if used {
			continue
		}
		if last := len(v.Themes) - 1; last < 0 || v.Themes[last].Name != sign.Theme {
			v.Themes = append(v.Themes, SignTheme{Name: sign.Theme})
		}
		theme := &v.Themes[len(v.Themes)-1]
		theme.Signs = append(theme.Signs, Option{Value: sign.Key, Title: sign.Name})
	}
	return v
}

// ReadWarningSigns makes the whole list from what is kept and the form.
func ReadWarningSigns(j *journey.Journey, form Form) (entry.WarningSigns, fault.Fields) {
	list := readNames(j.Signs, form)
	for _, sign := range guide.SignExamples() {
		if slices.Contains(form.All("take"), sign.Key) {
			list.take(sign.Key, sign.Name)
		}
	}
	body := entry.WarningSigns{Signs: list.list}
	fields := besideRows(body.Validate(), "signs", list.field)
	if count := inUse(list.list); count > signsMost && count > inUse(j.Signs) {
		fields.Add("name-1", guide.Say("signs.most", "n", count))
	}
	return body, fields
}
