package views

import (
	"net/url"

	"fermata/internal/entry"
	"fermata/internal/guide"
)

// Sure is the page with four questions about the decision itself.
type Sure struct {
	Form      Form
	Questions []SureQuestion
	Helps     []Row // what would help, for each “no” that was kept
	Told      bool
	AllYes    bool
	Repeat    bool
}

// SureQuestion is one yes or no.
type SureQuestion struct {
	Name, Text string
	Chosen     []string
}

var sureURLs = map[string]string{
	"know": "/decide/options", "matters": "/decide/options/matters", "support": "/decide/talk", "sure": "/decide/decision",
}

// NewSure lays out the questions over what was answered before. unsafe: no
// letter to the therapist is proposed.
func NewSure(latest entry.Sureness, told, unsafe bool, form Form) Sure {
	kept := map[string]entry.Answer{"know": latest.Know, "matters": latest.Matters, "support": latest.Support, "sure": latest.Sure}
	if len(form.Values) == 0 {
		form.Values = url.Values{}
		for name, answer := range kept {
			form.Values.Set(name, string(answer))
		}
	}
	v := Sure{Form: form, Told: told, AllYes: told}
	for _, s := range guide.Statements("sure") {
		v.Questions = append(v.Questions, SureQuestion{Name: s.Key, Text: s.Text, Chosen: form.All(s.Key)})
		v.AllYes = v.AllYes && kept[s.Key] == entry.Yes
		if kept[s.Key] == entry.No {
			v.Helps = append(v.Helps, sureHelp(s.Key, unsafe))
		}
	}
	return v
}

func sureHelp(key string, unsafe bool) Row {
	row := Row{Title: guide.StatementText("do", key), Note: guide.StatementText("no", key), URL: sureURLs[key]}
	if key == "support" && unsafe {
		row.Title, row.Note, row.URL = guide.Say("decide.sure.support-unsafe.do"), guide.Say("decide.sure.support-unsafe"), "/care"
	}
	return row
}

// ReadSure makes the body from a form.
func ReadSure(form Form) entry.Sureness {
	answer := func(name string) entry.Answer { return entry.Answer(form.Value(name)) }
	return entry.Sureness{Know: answer("know"), Matters: answer("matters"), Support: answer("support"), Sure: answer("sure")}
}
