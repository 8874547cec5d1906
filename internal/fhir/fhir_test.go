package fhir_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/fhir"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/sample"
)

var update = flag.Bool("update", false, "write the picture of the bundle again")

var made = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func id(n int) entry.ID { return entry.ID(fmt.Sprintf("01890000-0000-7000-8000-%012d", n)) }

// bundleOf is the bundle of a record, and the same read back.
func bundleOf(t testing.TB, entries []entry.Entry) ([]byte, bundle) {
	t.Helper()
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	j := journey.Fold(entries)
	words := map[entry.ID]entry.Body{}
	for _, e := range entries {
		words[e.ID] = e.Body
	}
	for _, own := range j.OwnInstruments {
		if in, err := instrument.Parse(own.Questionnaire); err == nil {
			if more, err := library.Add(in); err == nil {
				library = more
			}
		}
	}
	var out, again bytes.Buffer
	from := fhir.Source{Journey: &j, Library: library, Words: words, Seed: "seed", Made: made}
	for _, to := range []*bytes.Buffer{&out, &again} {
		if err := fhir.Write(to, from); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same record gives two different bundles")
	}
	var b bundle
	if err := json.Unmarshal(out.Bytes(), &b); err != nil {
		t.Fatalf("%v in:\n%s", err, out.String())
	}
	return out.Bytes(), b
}

type bundle struct {
	ResourceType, Type string
	Entry              []struct {
		FullURL  string
		Resource map[string]any
	}
}

// of are the resources of one type.
func (b bundle) of(resourceType string) []map[string]any {
	var list []map[string]any
	for _, e := range b.Entry {
		if e.Resource["resourceType"] == resourceType {
			list = append(list, e.Resource)
		}
	}
	return list
}

// teller tells a record entry by entry.
type teller struct{ entries []entry.Entry }

func (r *teller) tell(day entry.Day, precision entry.Precision, body entry.Body) entry.ID {
	n := len(r.entries) + 1
	at := day.Time().Add(19*time.Hour + 30*time.Minute)
	place, _ := time.LoadLocation("Asia/Kolkata")
	r.entries = append(r.entries, entry.Entry{
		ID: id(n), Person: "someone", Seq: int64(n), At: entry.MomentIn(at, place), Day: day, Precision: precision,
		RecordedAt: at, By: entry.BySelf(), Body: body,
	})
	return id(n)
}

func ten(n int) *int { return &n }

// odd is what people paste: control characters, spaces that the standard's
// pattern does not know, markup.
const odd = "A\u00a0day\u2028with\u0007 <b>&\v\"'\\ \ufeff😀 "

// full is a record in which every resource is there, every kind of a private
// thing, and words that are hard to write.
func full() []entry.Entry {
	var r teller
	day := entry.DayOf(2026, 9, 1)
	r.tell(day, entry.Minute, entry.Profile{Country: "IN", Zone: "Asia/Kolkata", Therapist: "Dr Rao", Sample: true})
	r.tell(day, entry.Minute, entry.Phase{Name: entry.OnBreak})
	r.tell(day, entry.Minute, entry.Items{Items: []entry.Item{{Key: "sleep", Name: "Sleep", BetterHigh: true}}})
	r.tell(day, entry.Minute, entry.WarningSigns{Signs: []entry.Named{{Key: "late", Name: "Up late"}}})
	r.tell(day, entry.Minute, entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "Walking"}, {Key: "old", Name: "Old", Retired: true}}})
	r.tell(day, entry.Minute, entry.Goals{Goals: []entry.Goal{
		{Key: "sing", Words: "Sing again", Why: odd, Status: entry.GoalKept, Since: day, Steps: []entry.GoalStep{{Words: "Find a choir", Done: true}, {Words: " "}}},
		{Key: "run", Words: "\u00a0", Status: entry.GoalLetGo}, {Key: "cook", Words: "Cook", Status: entry.GoalReached},
	}})
	r.tell(day, entry.Minute, entry.GoalProgress{Goal: "sing", Value: 4, Words: odd})
	r.tell(day, entry.Minute, entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 14}}})
	r.tell(day, entry.Minute, entry.Agreement{
		Status: entry.AgreedTogether, Start: day, Review: day + 60, Permission: entry.Yes, Permitted: day, Sees: odd, SeesUntil: day + 200,
	})
	r.tell(day, entry.Minute, entry.StayingWell{Well: odd, Helps: "Walks", NotToTell: "secret: my brother"})
	r.tell(day, entry.Minute, entry.SupportCircle{People: []entry.Supporter{{Key: "jo", Name: "secret: Jo", Tel: "+91 1"}}})
	r.tell(day, entry.Minute, entry.SafetyPlan{Signs: "secret: signs"})
	r.tell(day, entry.Minute, entry.Reflection{Text: "secret: a page"})
	r.tell(day, entry.Minute, entry.MixedFeelings{Loss: ten(3), Words: "secret: loss"})
	r.tell(day, entry.Minute, entry.CheckIn{Items: map[string]float64{"sleep": 6.25}, Signs: []string{"late"}, Skills: []string{"walk"}, Line: odd})
	r.tell(day, entry.Minute, entry.CheckIn{Safe: entry.SafeNotSure})
	r.tell(day+1, entry.PartOfDay, entry.CheckIn{Line: "Only words"})
	r.tell(day+1, entry.WholeDay, entry.LifeEvent{What: odd, Weight: 7, Note: "\t"})
	r.tell(day+2, entry.Minute, entry.Practice{Skill: "walk", Situation: "Before a call", Before: ten(8), After: ten(5)})
	r.tell(day+2, entry.Minute, entry.HandledIt{What: "A hard call", Did: odd, Before: ten(2)})
	r.sheets(day + 3)
	return r.entries
}

func (r *teller) sheets(day entry.Day) {
	total := 13.0
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{
		"1": 1, "2": 2, "3": 1, "4": 0, "5": 1, "6": 2, "7": 0, "8": 0, "9": 0}})
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "gad-7", Total: &total})
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "who-5", Answers: map[string]float64{"1": 3, "2": 3, "3": 2, "4": 4, "5": 1}})
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"1": 99}})
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "not-here", Total: &total})
	r.tell(day, entry.Minute, entry.OwnInstrument{Questionnaire: json.RawMessage(`{
		"resourceType":"Questionnaire","title":"Morning\u00a0scale","url":"not a url","version":"1 2","status":"active","language":"?? x","item":[
		{"linkId":"a b","text":"Rested?","type":"choice","answerOption":[
			{"valueCoding":{"display":"no","code":"n o","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":0}]}},
			{"valueCoding":{"display":"yes","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":1}]}}]},
		{"linkId":"c","text":"How calm?","type":"integer","extension":[
			{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":0},{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":5}]}]}`)})
	r.tell(day, entry.Minute, entry.AnswerSheet{Instrument: "own-morning-scale", Answers: map[string]float64{"a b": 1, "c": 4}})
}

// The picture is for reading in a review.
func TestTheBundleLooksAsItDid(t *testing.T) {
	got, _ := bundleOf(t, full())
	path := filepath.Join("testdata", "full.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the bundle has changed: go test ./internal/fhir -update, and read the diff")
	}
}

func TestEverySortOfResourceIsThere(t *testing.T) {
	_, b := bundleOf(t, full())
	for resourceType, want := range map[string]int{
		"Patient": 1, "EpisodeOfCare": 1, "Consent": 1, "CarePlan": 1, "Goal": 3,
		"Questionnaire": 4, "QuestionnaireResponse": 3, "Observation": 10,
	} {
		if got := len(b.of(resourceType)); got != want {
			t.Errorf("%d of %s, want %d", got, resourceType, want)
		}
	}
}

func TestPrivateWordsStayOut(t *testing.T) {
	text, _ := bundleOf(t, full())
	if bytes.Contains(text, []byte("secret")) {
		t.Error("something private is in the bundle")
	}
	for _, want := range []string{"Only words", "Find a choir", "A hard call"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the bundle does not hold %q", want)
		}
	}
}

func TestABreakIsCareOnHold(t *testing.T) {
	var r teller
	day := entry.DayOf(2026, 5, 1)
	r.tell(day, entry.Minute, entry.Phase{Name: entry.OnBreak})
	r.tell(day+50, entry.Minute, entry.EpisodeSummary{How: entry.EndsDone, Start: day, End: day + 49})
	r.tell(day+90, entry.Minute, entry.Phase{Name: entry.OnBreak})
	_, b := bundleOf(t, r.entries)
	var got []string
	for _, e := range b.of("EpisodeOfCare") {
		got = append(got, fmt.Sprint(e["status"], e["period"], e["extension"] != nil))
	}
	want := []string{"finishedmap[end:2026-06-19 start:2026-05-01] true", "onholdmap[start:2026-07-30] false"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestPR3TheConsentSaysNoMoreThanTheAgreement(t *testing.T) {
	day := entry.DayOf(2026, 11, 1)
	for _, c := range []struct {
		name   string
		told   entry.Agreement
		status string // "" for no Consent at all
		permit bool
	}{
		{"nothing is said", entry.Agreement{}, "", false},
		{"the therapist agreed", entry.Agreement{Permission: entry.Yes}, "active", true},
		{"the therapist would rather not", entry.Agreement{Permission: entry.No, Sees: "Check-ins"}, "rejected", false},
		{"nobody has been asked", entry.Agreement{Sees: "Check-ins"}, "proposed", false},
		{"the time is over", entry.Agreement{Permission: entry.Yes, SeesUntil: day + 1}, "inactive", true},
		{"days the wrong way round", entry.Agreement{Permission: entry.Yes, Permitted: day + 90, SeesUntil: day + 60}, "active", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r teller
			c.told.Status, c.told.Review = entry.AgreedTogether, day+60
			r.tell(day, entry.Minute, c.told)
			_, b := bundleOf(t, r.entries)
			found := b.of("Consent")
			if c.status == "" {
				if len(found) != 0 {
					t.Fatalf("a consent to nothing: %v", found)
				}
				return
			}
			if found[0]["status"] != c.status || (found[0]["provision"] != nil) != c.permit {
				t.Errorf("got %v", found[0])
			}
		})
	}
}

// What a code was found for is in clinical notes; one from memory must not
// go out under LOINC's name. AUDIT-C's first question is such a one.
func TestNoCodeFromMemory(t *testing.T) {
	var r teller
	total := 3.0
	r.tell(entry.DayOf(2026, 11, 1), entry.Minute, entry.AnswerSheet{Instrument: "audit-c", Total: &total})
	r.tell(entry.DayOf(2026, 11, 1), entry.Minute, entry.AnswerSheet{Instrument: "phq-8", Total: &total})
	text, _ := bundleOf(t, r.entries)
	for code, want := range map[string]bool{
		"68518-0": false, "68519-8": true, "72109-2": true, "75626-2": true, "44249-1": false,
	} {
		if got := bytes.Contains(text, []byte(code)); got != want {
			t.Errorf("LOINC %s in the bundle: %v", code, got)
		}
	}
	if !bytes.Contains(text, []byte("LOINC is copyright")) {
		t.Error("LOINC codes without LOINC's notice")
	}
}

// findings are what no validator looks for, or not all of them do: names used
// twice, references that lead nowhere, link ids used twice, answers to no
// question, and anything empty.
func findings(b bundle) []string {
	var found []string
	names := map[string]bool{}
	for _, e := range b.Entry {
		if names[e.FullURL] {
			found = append(found, "twice: "+e.FullURL)
		}
		names[e.FullURL] = true
		if e.FullURL != "urn:uuid:"+fmt.Sprint(e.Resource["id"]) {
			found = append(found, "id and fullUrl differ: "+e.FullURL)
		}
	}
	links := map[string]map[string]bool{}
	for _, q := range b.of("Questionnaire") {
		url := fmt.Sprint(q["url"])
		if links[url] != nil {
			found = append(found, "two questionnaires under "+url)
		}
		links[url] = map[string]bool{}
		for _, link := range linkIDs(q) {
			if links[url][link] {
				found = append(found, "link id twice: "+url+" "+link)
			}
			links[url][link] = true
		}
	}
	for _, r := range b.of("QuestionnaireResponse") {
		for _, link := range linkIDs(r) {
			if !links[fmt.Sprint(r["questionnaire"])][link] {
				found = append(found, "an answer to no question: "+link)
			}
		}
	}
	for _, e := range b.Entry {
		walk(e.Resource, e.FullURL, func(path string, value any) {
			switch v := value.(type) {
			case nil:
				found = append(found, path+" is null")
			case string:
				if strings.HasPrefix(v, "urn:uuid:") && !names[v] {
					found = append(found, path+" leads nowhere")
				}
				if strings.TrimSpace(v) == "" {
					found = append(found, path+" is empty")
				}
			}
		})
	}
	return found
}

func linkIDs(resource map[string]any) []string {
	var ids []string
	items, _ := resource["item"].([]any)
	for _, item := range items {
		one, _ := item.(map[string]any)
		ids = append(ids, fmt.Sprint(one["linkId"]))
	}
	return ids
}

func walk(value any, path string, see func(string, any)) {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 {
			see(path, nil)
		}
		for key, inner := range v {
			walk(inner, path+"."+key, see)
		}
	case []any:
		if len(v) == 0 {
			see(path, nil)
		}
		for n, inner := range v {
			walk(inner, fmt.Sprintf("%s[%d]", path, n), see)
		}
	default:
		see(path, v)
	}
}

func TestNoBundleHoldsWhatNoneMay(t *testing.T) {
	_, b := bundleOf(t, full())
	for _, f := range findings(b) {
		t.Error(f)
	}
	rapid.Check(t, func(r *rapid.T) {
		_, b := bundleOf(t, entrytest.Entries(r))
		if found := findings(b); len(found) > 0 {
			r.Fatalf("%s", strings.Join(found, "\n"))
		}
	})
}

func TestWhatNoneMayIsFound(t *testing.T) {
	for want, text := range map[string]string{
		"link id twice":         `{"entry":[{"fullUrl":"urn:uuid:1","resource":{"id":"1","resourceType":"Questionnaire","url":"u","item":[{"linkId":"a"},{"linkId":"a"}]}}]}`,
		"leads nowhere":         `{"entry":[{"fullUrl":"urn:uuid:1","resource":{"id":"1","subject":{"reference":"urn:uuid:2"}}}]}`,
		"twice: urn:uuid:1":     `{"entry":[{"fullUrl":"urn:uuid:1","resource":{"id":"1"}},{"fullUrl":"urn:uuid:1","resource":{"id":"1"}}]}`,
		"is null":               `{"entry":[{"fullUrl":"urn:uuid:1","resource":{"id":"1","note":[]}}]}`,
		"an answer to no quest": `{"entry":[{"fullUrl":"urn:uuid:1","resource":{"id":"1","resourceType":"QuestionnaireResponse","item":[{"linkId":"a"}]}}]}`,
	} {
		var b bundle
		if err := json.Unmarshal([]byte(text), &b); err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(findings(b), "\n"); !strings.Contains(found, want) {
			t.Errorf("not found: %s, only %q", want, found)
		}
	}
}

// sampleEntries is the made-up half-year.
func sampleEntries(t testing.TB) []entry.Entry {
	t.Helper()
	place, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	entries := sample.Entries(made, place, id)
	for n := range entries {
		entries[n].Seq, entries[n].Person = int64(n+1), "someone"
	}
	return entries
}
