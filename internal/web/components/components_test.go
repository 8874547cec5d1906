package components_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	. "fermata/internal/web/components"
)

func TestAddressesThatRunScriptsAreRefused(t *testing.T) {
	const bad = "javascript:alert(1)"
	for name, part := range map[string]templ.Component{
		"button":     ButtonLink("x", bad, Plain, nil),
		"row":        Row(RowData{Title: "x", URL: bad}),
		"empty":      Empty("x", "", "x", bad),
		"chips":      Chips(ChipData{Name: "x", Legend: "x", MoreURL: bad, More: "x"}),
		"pagination": Pagination(PageLinks{NewerURL: bad, OlderURL: bad}),
		"call":       HelpCalls([]Call{{Label: "x", Way: OnTheWeb, URL: bad}, {Label: "x", Number: bad}, {Label: "x", Way: ByText, Number: bad, Body: bad}}),
		"form":       Form(bad),
		"letter":     Letter(LetterData{ID: "x", Action: bad}),
	} {
		if got := render(t, part); strings.Contains(got, `="`+bad) {
			t.Errorf("%s lets a script through: %s", name, got)
		}
	}
}

func TestWordsAreNeverMarkup(t *testing.T) {
	const evil = `<img src=x>"'&`
	for name, part := range map[string]templ.Component{
		"field": Field(FieldData{Name: evil, Label: evil, Hint: evil, Error: evil, Value: evil, Placeholder: evil}),
		"scale": Scale(ScaleData{Name: evil, Legend: evil, Low: evil, High: evil, Value: evil, Error: evil}),
		"row":   Row(RowData{Title: evil, Note: evil, End: evil}),
		"chart": Chart(ChartData{Title: evil, Summary: evil, Max: 10, Points: []ChartPoint{{Label: evil}}, Events: []ChartMark{{Label: evil}}, Phases: []ChartMark{{Label: evil}}}),
		"table": Table(TableData{ID: evil, Caption: evil, Head: []string{evil}, Rows: [][]string{{evil, evil}}}),
	} {
		for _, n := range elements(t, render(t, part)) {
			if n.Data == "img" {
				t.Errorf("%s let markup through", name)
			}
		}
	}
}

func TestAPassphraseIsNeverSentBack(t *testing.T) {
	got := render(t, Field(FieldData{Type: PasswordInput, Name: "passphrase", Label: "Passphrase", Value: "correct horse"}))
	if strings.Contains(got, "correct horse") {
		t.Errorf("the page holds the passphrase: %s", got)
	}
}

func TestWhatWasTypedStays(t *testing.T) {
	for name, part := range map[string]templ.Component{
		"text":     Field(FieldData{Name: "n", Label: "l", Value: "kept", Error: "Try again."}),
		"textarea": Field(FieldData{Type: TextArea, Name: "n", Label: "l", Value: "kept", Error: "Try again."}),
		"number":   Field(FieldData{Type: NumberInput, Name: "n", Label: "l", Value: "kept", Error: "Try again."}),
	} {
		if got := render(t, part); !strings.Contains(got, "kept") || !strings.Contains(got, "Try again.") {
			t.Errorf("%s lost what was typed: %s", name, got)
		}
	}
	scale := render(t, Scale(ScaleData{Name: "mood", Legend: "Mood", Value: "10"}))
	if strings.Count(scale, " checked") != 1 || !strings.Contains(scale, `value="10" checked`) {
		t.Errorf("the scale lost its number: %s", scale)
	}
	skipped := render(t, Scale(ScaleData{Name: "mood", Legend: "Mood", Value: SkipValue}))
	if strings.Count(skipped, " checked") != 1 || !strings.Contains(skipped, `value="skip" checked`) {
		t.Errorf("the scale forgot that it was skipped: %s", skipped)
	}
}

func TestWhatIsLeftOutOfALetterIsNotInThePage(t *testing.T) {
	letter := LetterData{ID: "l", Title: "Letter", Sections: []LetterSection{
		{Heading: "Kept", Lines: []LetterLine{{ID: "1", Text: "this goes", Picked: true}, {ID: "2", Text: "this stays at home"}}},
		{Heading: "Wholly left out", Lines: []LetterLine{{ID: "3", Text: "nor this"}}},
	}}
	choosing := render(t, Letter(letter))
	for _, words := range []string{"this goes", "this stays at home", "nor this"} {
		if !strings.Contains(choosing, words) {
			t.Errorf("one cannot choose about %q", words)
		}
	}
	letter.Fixed = true
	fixed := render(t, Letter(letter))
	if !strings.Contains(fixed, "this goes") || strings.Contains(fixed, "at home") || strings.Contains(fixed, "nor this") || strings.Contains(fixed, "Wholly") {
		t.Errorf("the letter to print holds what was left out: %s", fixed)
	}
}

func TestALockedPageShowsTheNameAndHelpAndNothingElse(t *testing.T) {
	page := render(t, Layout(Page{Title: "Locked", Locked: true}))
	for _, place := range []string{`href="/plan"`, `href="/progress"`, `href="/check-in"`, `href="/contents"`, "bottombar"} {
		if strings.Contains(page, place) {
			t.Errorf("a locked page shows %s", place)
		}
	}
	if !strings.Contains(page, `href="/help-now"`) {
		t.Error("a locked page does not lead to help")
	}
}

func TestHelpIsDialledAsWritten(t *testing.T) {
	got := render(t, HelpCalls([]Call{
		{Label: "a", Number: "+44 (0)20 7946-0018"},
		{Label: "b", Way: ByText, Number: "85 258", Body: "SHOUT now"},
	}))
	for _, href := range []string{`href="tel:+4402079460018"`, `href="sms:85258?body=SHOUT%20now"`} {
		if !strings.Contains(got, href) {
			t.Errorf("no %s in %s", href, got)
		}
	}
}
