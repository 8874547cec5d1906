package instrument_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/instrument"
)

// ownFile writes a FHIR Questionnaire from a short description: every item is a
// choice of 0 and 1.
func ownFile(short string) string {
	var q struct {
		Title, Code, Language string
		Items                 []struct{ Code, Answer, AnswerCode string }
	}
	if err := json.Unmarshal([]byte(short), &q); err != nil {
		panic(err)
	}
	var items []string
	for i, item := range q.Items {
		items = append(items, fmt.Sprintf(`{"linkId":"q%d","text":"Question","type":"choice","code":[{"system":"http://loinc.org","code":%q}],
			"answerOption":[{"valueCoding":{"system":"http://loinc.org","code":%q,"display":%q,"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":0}]}},
			{"valueCoding":{"code":"b","display":"More"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":1}]}]}`,
			i+1, item.Code, item.AnswerCode, item.Answer))
	}
	title, err := json.Marshal(q.Title)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"resourceType":"Questionnaire","title":%s,"language":%q,"code":[{"system":"http://loinc.org","code":%q}],"item":[%s]}`,
		title, q.Language, q.Code, strings.Join(items, ","))
}

func own(t testing.TB, short string) instrument.Instrument {
	t.Helper()
	in, err := instrument.Parse([]byte(ownFile(short)))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

const clinicForm = `{
  "resourceType": "Questionnaire", "name": "ClinicSleep", "title": "Our sleep form", "status": "active",
  "item": [
    {"linkId": "intro", "type": "display", "text": "Please think of last week."},
    {"linkId": "g", "type": "group", "text": "Nights", "item": [
      {"linkId": "a", "type": "choice", "text": "Falling asleep", "answerOption": [
        {"valueCoding": {"code": "x", "display": "Easy", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1}]}},
        {"valueCoding": {"code": "y", "display": "Hard", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 5}]}}]},
      {"linkId": "b", "type": "integer", "text": "Waking up", "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}]},
      {"linkId": "c", "type": "choice", "text": "Dreams", "answerOption": [
        {"valueString": "None", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue", "valueDecimal": -1}]},
        {"valueString": "Many", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue", "valueDecimal": 1}]}]}]},
    {"linkId": "note", "type": "text", "text": "Anything else?"},
    {"linkId": "sum", "type": "integer", "readOnly": true, "text": "Total"},
    {"linkId": "why", "type": "choice", "text": "Why?", "enableWhen": [{"question": "a"}], "answerOption": [
      {"valueCoding": {"display": "z", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 9}]}}]}
  ]}`

func TestAClinicsOwnFormIsSummedAndNothingMore(t *testing.T) {
	in, err := instrument.Parse([]byte(clinicForm))
	if err != nil {
		t.Fatal(err)
	}
	if in.Code != "OWN-CLINICSLEEP" || !in.Own || in.Title != "Our sleep form" {
		t.Errorf("got %s %q", in.Code, in.Title)
	}
	if want := []string{"intro", "note", "sum", "why"}; !slices.Equal(in.Skipped, want) {
		t.Errorf("skipped %v, want %v", in.Skipped, want)
	}
	scale, _ := in.Scale(instrument.Total)
	if scale.Range.Low != 0 || scale.Range.High != 16 || len(scale.Bands) != 0 {
		t.Errorf("scale %+v", scale)
	}
	total, _ := scored(t, in, "5,7,-1").Total()
	if total.Value != 11 || total.Band.Label != "" || total.Case != instrument.Unknown {
		t.Errorf("got %+v", total)
	}
	change, err := in.Change(instrument.Total, 3, 11)
	if err != nil || change.Trend != instrument.TrendUnknown || change.BeyondError != instrument.Unknown || change.Noticeable != instrument.Unknown {
		t.Errorf("got %+v, %v", change, err)
	}
	if in.Items[2].Options[1].Text != "Many" {
		t.Errorf("got %+v", in.Items[2].Options)
	}
}

func TestAnOwnFormJoinsTheLibraryOnce(t *testing.T) {
	in, _ := instrument.Parse([]byte(clinicForm))
	before := load(t)
	after, err := before.Add(in)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := after.Lookup("own-clinicsleep"); err != nil || found.Title != in.Title {
		t.Errorf("got %v, %v", found.Title, err)
	}
	if _, err := before.Lookup("own-clinicsleep"); !errors.Is(err, fault.NotFound) {
		t.Error("adding changed the library it started from")
	}
	if _, err := after.Add(in); !errors.Is(err, fault.Conflict) {
		t.Errorf("adding it twice: %v", err)
	}
}

// A second PHQ-9 without thresholds would only confuse; one in another language
// is welcome, and its ninth question keeps its safety rule.
func TestAnEnglishCopyIsRefusedATranslationIsWelcome(t *testing.T) {
	items := `"items":[{"code":"44250-9"},{"code":"44260-8"}]`
	if _, err := load(t).Add(own(t, `{"title":"PHQ-9","code":"44249-1",`+items+`}`)); !errors.Is(err, fault.Conflict) {
		t.Errorf("a copy: %v", err)
	}
	library, err := load(t).Add(own(t, `{"title":"PHQ-9 deutsch","language":"de","code":"44249-1",`+items+`}`))
	if err != nil {
		t.Fatal(err)
	}
	in, err := library.Lookup("OWN-PHQ9DEUTSCH")
	if err != nil || in.Items[0].Safety.Marked || !in.Items[1].Safety.Marked {
		t.Fatalf("safety of %v, %v", in.Items, err)
	}
	if flags := in.Safety(instrument.AnswersOf(0, 1)); len(flags) != 1 {
		t.Errorf("flags %v", flags)
	}
	if first, _ := library.ByCoding(instrument.LOINC, "44249-1"); first.Own {
		t.Error("the translation took the place of the built-in one")
	}
}

func TestFilesThatCannotBeScoredSafely(t *testing.T) {
	item := func(body string) string {
		return `{"resourceType":"Questionnaire","title":"Mine","item":[` + body + `]}`
	}
	option := func(value string) string {
		return `{"valueCoding":{"display":"d","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":` + value + `}]}}`
	}
	choice := func(linkID, text string, options ...string) string {
		return fmt.Sprintf(`{"linkId":%q,"text":%q,"type":"choice","answerOption":[%s]}`, linkID, text, strings.Join(options, ","))
	}
	good := choice("a", "A", option("0"), option("1"))
	deep := good
	for range 12 {
		deep = `{"linkId":"g","type":"group","item":[` + deep + `]}`
	}
	many := make([]string, instrument.MaxItems+1)
	for i := range many {
		many[i] = choice(fmt.Sprint(i), "A", option("0"), option("1"))
	}
	options := make([]string, instrument.MaxOptions+1)
	for i := range options {
		options[i] = option(fmt.Sprint(i))
	}
	tests := map[string]struct{ file, say string }{
		"not JSON":          {"hello", "not a FHIR questionnaire"},
		"another resource":  {`{"resourceType":"Patient"}`, "not a FHIR questionnaire"},
		"nothing":           {item(``), "No question"},
		"no numbers":        {item(`{"linkId":"a","text":"A","type":"choice","answerOption":[{"valueCoding":{"display":"d"}}]}`), "No question"},
		"no name":           {strings.Replace(item(good), "Mine", "—", 1), "no usable name"},
		"same link id":      {item(good + "," + good), "Question 2 in this file has no link id of its own"},
		"no link id":        {item(choice("", "A", option("0"), option("1"))), "link id"},
		"no text":           {item(choice("a", " ", option("0"), option("1"))), "has no text"},
		"endless text":      {item(choice("a", strings.Repeat("x", 1001), option("0"), option("1"))), "more than 1000"},
		"one answer":        {item(choice("a", "A", option("0"))), "nothing to choose"},
		"same number twice": {item(choice("a", "A", option("1"), option("1"))), "same number"},
		"half a point":      {item(choice("a", "A", option("0"), option("0.5"))), "whole number"},
		"huge number":       {item(choice("a", "A", option("0"), option("1e9"))), "whole number"},
		"one without":       {item(choice("a", "A", option("0"), `{"valueCoding":{"display":"d"}}`)), "whole number"},
		"too deep":          {item(deep), "nested too deeply"},
		"too many items":    {item(strings.Join(many, ",")), "more than 100 questions"},
		"too many answers":  {item(choice("a", "A", options...)), "more than 50 answers"},
		"wide integer": {item(`{"linkId":"a","text":"A","type":"integer","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":0},
			{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":101}]}`), "at most 100 apart"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := instrument.Parse([]byte(test.file))
			if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), test.say) {
				t.Errorf("got %v, want %q", err, test.say)
			}
		})
	}
	if _, err := instrument.Parse(make([]byte, instrument.MaxFileBytes+1)); !errors.Is(err, fault.TooLarge) {
		t.Errorf("a huge file: %v", err)
	}
}

func TestTextsLoseControlCharacters(t *testing.T) {
	in := own(t, `{"title":"Mi\u202ene\u0007\n2","items":[{"answer":"a"}]}`)
	if in.Title != "Mine 2" {
		t.Errorf("title %q", in.Title)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(clinicForm))
	f.Add([]byte(ownFile(`{"title":"PHQ-9 deutsch","language":"de","code":"44249-1","items":[{"code":"44260-8"}]}`)))
	library := load(f)
	for _, in := range library.All() {
		f.Add(in.FHIR())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := instrument.Parse(data)
		if err != nil {
			if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.TooLarge) {
				t.Fatalf("a failure without a kind: %v", err)
			}
			return
		}
		lowest := make(instrument.Answers, len(in.Items))
		for i, item := range in.Items {
			lowest[i] = instrument.Given(item.Low)
		}
		result, err := in.Score(lowest)
		if err != nil {
			t.Fatalf("accepted but not scored: %v", err)
		}
		if total, _ := result.Total(); total.Value != in.Scales[0].Range.Low {
			t.Fatalf("the lowest answers give %v, the range begins at %v", total.Value, in.Scales[0].Range.Low)
		}
		again, err := instrument.Parse(in.FHIR())
		if err != nil || again.Code != in.Code || len(again.Items) != len(in.Items) {
			t.Fatalf("the kept file reads differently: %v", err)
		}
		_, _ = library.Add(in)
		instrument.Doubts(in)
	})
}

func FuzzParseAnswers(f *testing.F) {
	for _, typed := range []string{"1,2,0,1,0,1,0,0,0", "1 2 - 0", ",,,", "9e9", "１,２"} {
		f.Add(typed)
	}
	in, err := load(f).Lookup(instrument.PHQ9)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		answers, err := in.ParseAnswers(typed)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("a failure without a kind: %v", err)
			}
			return
		}
		if _, err := in.Score(answers); err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
