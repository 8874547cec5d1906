package entry_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/fault"
)

// long is a text of n characters that each take more than one byte.
func long(n int) string { return strings.Repeat("ü", n) }

const notUTF8 = "caf\xe9"

// At its limit every body is accepted.
func TestBodiesAtTheirLimits(t *testing.T) {
	for name, body := range map[string]entry.Body{
		"check-in, one item":            entry.CheckIn{Items: map[string]float64{"mood": 0}},
		"check-in, highest":             entry.CheckIn{Items: map[string]float64{"mood": 10}},
		"check-in, only safety":         entry.CheckIn{Safe: entry.SafeNo},
		"check-in, one sign":            entry.CheckIn{Signs: []string{"s"}},
		"check-in, longest line":        entry.CheckIn{Line: long(entry.LineLimit)},
		"check-in, most signs":          entry.CheckIn{Signs: keys(entry.ListLimit)},
		"check-in, imported long line":  entry.CheckIn{Line: long(entry.TextLimit), Origin: &entry.Origin{Batch: "b", Line: 1}},
		"check-in, only an origin":      entry.CheckIn{Origin: &entry.Origin{Batch: "b", Values: map[string]string{"mood": long(entry.TextLimit)}, Tags: []string{long(2 * entry.NameLimit)}}},
		"profile, empty":                entry.Profile{},
		"profile, turn at noon":         entry.Profile{Turn: 12 * 60},
		"phase, longest note":           entry.Phase{Name: entry.Considering, Note: long(entry.LineLimit)},
		"items, none":                   entry.Items{},
		"items, most":                   entry.Items{Items: items(entry.ListLimit)},
		"items, longest key":            entry.Items{Items: []entry.Item{{Key: strings.Repeat("k", 64), Name: long(entry.NameLimit)}}},
		"warning signs, most":           entry.WarningSigns{Signs: named(10 * entry.ListLimit)},
		"skills, none":                  entry.Skills{},
		"reflection, longest":           entry.Reflection{Text: long(entry.TextLimit), Prompt: long(entry.LineLimit)},
		"life event, heaviest":          entry.LifeEvent{What: "x", Weight: 10, Note: long(entry.TextLimit)},
		"answer sheet, one answer":      entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"1": 0}},
		"help card, empty":              entry.HelpCard{},
		"help card, most":               entry.HelpCard{Numbers: slices.Repeat([]entry.HelpNumber{{Name: "A", Tel: "112"}}, 20)},
		"letter":                        entry.Letter{Letter: "return-brief", Notes: long(entry.TextLimit)},
		"import, nothing in it":         entry.Import{Batch: "b", Source: "csv"},
		"mapping, most columns":         entry.ImportMapping{Batch: "b", Columns: slices.Repeat([]entry.Column{{Name: "mood", Item: "mood"}}, entry.ListLimit)},
		"rhythm, none":                  entry.Rhythm{},
		"rhythm, a reminder":            entry.Rhythm{CheckInDays: 31, RemindAt: "00:00"},
		"feelings, one number":          entry.MixedFeelings{Relief: new(10)},
		"feelings, one line":            entry.MixedFeelings{Words: long(entry.TextLimit)},
		"rhythm, from weekly to yearly": entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 7}, {Instrument: "gad-7", EveryDays: 366}}},
		"criteria, each at its edge": entry.ReturnCriteria{Criteria: []entry.Criterion{
			{Key: "a", If: entry.IfMeasure, What: "phq-9", Times: 10}, {Key: "b", If: entry.IfAbove, What: "mood", Level: 10, Times: 60},
			{Key: "c", If: entry.IfBelow, What: "mood", Times: 1}, {Key: "d", If: entry.IfSigns, Times: 60, Of: 60},
			{Key: "e", If: entry.IfSilence, Times: 366}, {Key: "f", If: entry.IfEvent, Level: 1},
			{Key: "g", If: entry.IfDate, Day: entry.LastDay}, {Key: "h", If: entry.IfOwn, Words: long(entry.LineLimit), Then: long(entry.LineLimit)},
		}},
		"handled":                 entry.Handled{Signal: "s", Action: entry.HandledNewNormal, Note: long(entry.LineLimit)},
		"own instrument, largest": entry.OwnInstrument{Questionnaire: []byte(`"` + strings.Repeat("x", 512<<10-2) + `"`)},
		"erasure, one place":      entry.Erasure{Ranges: []entry.Range{{From: 1, To: 1}}},
	} {
		if err := body.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One step past a limit, the field is named and the sentence says what to do.
func TestBodiesPastTheirLimits(t *testing.T) {
	for _, c := range []struct {
		name  string
		body  entry.Body
		field string
	}{
		{"nothing", entry.CheckIn{}, "line"},
		{"an empty origin of no batch", entry.CheckIn{Origin: &entry.Origin{}}, "origin"},
		{"too low", entry.CheckIn{Items: map[string]float64{"mood": -0.1}}, "item-mood"},
		{"too high", entry.CheckIn{Items: map[string]float64{"mood": 10.1}}, "item-mood"},
		{"no number", entry.CheckIn{Items: map[string]float64{"mood": math.NaN()}}, "item-mood"},
		{"endless", entry.CheckIn{Items: map[string]float64{"mood": math.Inf(1)}}, "item-mood"},
		{"an item without a key", entry.CheckIn{Items: map[string]float64{"": 1}}, "item-"},
		{"a sign of no key", entry.CheckIn{Signs: []string{"Staying in bed"}}, "signs"},
		{"many signs", entry.CheckIn{Signs: keys(entry.ListLimit + 1)}, "signs"},
		{"many skills", entry.CheckIn{Skills: keys(entry.ListLimit + 1)}, "skills"},
		{"a long line", entry.CheckIn{Line: long(entry.LineLimit + 1)}, "line"},
		{"a long imported line", entry.CheckIn{Line: long(entry.TextLimit + 1), Origin: &entry.Origin{Batch: "b"}}, "line"},
		{"a line in other letters", entry.CheckIn{Line: notUTF8}, "line"},
		{"another answer", entry.CheckIn{Safe: "perhaps"}, "safe"},
		{"an origin with a long value", entry.CheckIn{Origin: &entry.Origin{Batch: "b", Values: map[string]string{"mood": long(entry.TextLimit + 1)}}}, "origin"},
		{"an origin with a long tag", entry.CheckIn{Origin: &entry.Origin{Batch: "b", Tags: []string{long(2*entry.NameLimit + 1)}}}, "origin"},
		{"an origin with other letters", entry.CheckIn{Origin: &entry.Origin{Batch: "b", Tags: []string{notUTF8}}}, "origin"},
		{"an origin above the first line", entry.CheckIn{Origin: &entry.Origin{Batch: "b", Line: -1}}, "origin"},
		{"an origin with many tags", entry.CheckIn{Origin: &entry.Origin{Batch: "b", Tags: keys(4*entry.ListLimit + 1)}}, "origin"},

		{"a country in small letters", entry.Profile{Country: "gb"}, "country"},
		{"a country in words", entry.Profile{Country: "Great Britain"}, "country"},
		{"a zone that is none", entry.Profile{Zone: "Europe/Atlantis"}, "zone"},
		{"whatever zone this is", entry.Profile{Zone: "Local"}, "zone"},
		{"a zone that climbs", entry.Profile{Zone: "../etc/passwd"}, "zone"},
		{"a turn before midnight", entry.Profile{Turn: -1}, "turn"},
		{"a turn after noon", entry.Profile{Turn: 12*60 + 1}, "turn"},
		{"a long therapist", entry.Profile{Therapist: long(entry.NameLimit + 1)}, "therapist"},
		{"a contact in other letters", entry.Profile{Contact: notUTF8}, "contact"},

		{"no phase", entry.Phase{}, "phase"},
		{"a sixth phase", entry.Phase{Name: "finished"}, "phase"},
		{"a long note", entry.Phase{Name: entry.OnBreak, Note: long(entry.LineLimit + 1)}, "note"},

		{"many items", entry.Items{Items: items(entry.ListLimit + 1)}, "items"},
		{"the same item twice", entry.Items{Items: []entry.Item{{Key: "a", Name: "A"}, {Key: "a", Name: "B"}}}, "item-2"},
		{"an item with no name", entry.Items{Items: []entry.Item{{Key: "a", Name: "A"}, {Key: "b"}}}, "item-2"},
		{"an item with a long name", entry.Items{Items: []entry.Item{{Key: "a", Name: long(entry.NameLimit + 1)}}}, "item-1"},
		{"a long key", entry.Items{Items: []entry.Item{{Key: strings.Repeat("k", 65), Name: "A"}}}, "item-1"},
		{"a key in capitals", entry.Items{Items: []entry.Item{{Key: "Mood", Name: "A"}}}, "item-1"},
		{"many signs to keep", entry.WarningSigns{Signs: named(10*entry.ListLimit + 1)}, "signs"},
		{"a sign with no name", entry.WarningSigns{Signs: []entry.Named{{Key: "a"}}}, "signs-1"},
		{"the same skill twice", entry.Skills{Skills: []entry.Named{{Key: "a", Name: "A"}, {Key: "a", Name: "A"}}}, "skills-2"},

		{"an empty page", entry.Reflection{Prompt: "Why?"}, "text"},
		{"a long page", entry.Reflection{Text: long(entry.TextLimit + 1)}, "text"},
		{"a page in other letters", entry.Reflection{Text: notUTF8}, "text"},
		{"a long prompt", entry.Reflection{Text: "x", Prompt: long(entry.LineLimit + 1)}, "prompt"},

		{"nothing happened", entry.LifeEvent{Weight: 3}, "what"},
		{"lighter than light", entry.LifeEvent{What: "x", Weight: -1}, "weight"},
		{"heavier than heavy", entry.LifeEvent{What: "x", Weight: 11}, "weight"},
		{"a long story", entry.LifeEvent{What: "x", Note: long(entry.TextLimit + 1)}, "note"},

		{"no questionnaire", entry.AnswerSheet{Answers: map[string]float64{"1": 1}}, "instrument"},
		{"no answers", entry.AnswerSheet{Instrument: "phq-9"}, "answers"},
		{"many answers", entry.AnswerSheet{Instrument: "phq-9", Answers: numbers(101)}, "answers"},
		{"another answer on safety", entry.AnswerSheet{Instrument: "phq-9", Answers: numbers(1), Safe: "maybe"}, "safe"},

		{"a number with no name", entry.HelpCard{Numbers: []entry.HelpNumber{{Tel: "112"}}}, "number-1"},
		{"a name with no number", entry.HelpCard{Numbers: []entry.HelpNumber{{Name: "A", Tel: "112"}, {Name: "B"}}}, "number-2"},
		{"a number in words", entry.HelpCard{Numbers: []entry.HelpNumber{{Name: "A", Tel: "my sister"}}}, "number-1"},
		{"a number that is code", entry.HelpCard{Numbers: []entry.HelpNumber{{Name: "A", Tel: "javascript:112"}}}, "number-1"},
		{"many numbers", entry.HelpCard{Numbers: slices.Repeat([]entry.HelpNumber{{Name: "A", Tel: "112"}}, 21)}, "numbers"},

		{"no letter", entry.Letter{}, "letter"},
		{"long notes", entry.Letter{Letter: "return-brief", Notes: long(entry.TextLimit + 1)}, "notes"},
		{"long words under a heading", entry.Letter{Letter: "return-brief", Words: map[string]string{"next": long(entry.TextLimit + 1)}}, "words-next"},
		{"words under no heading", entry.Letter{Letter: "return-brief", Words: map[string]string{"Not a key": "x"}}, "words"},
		{"much put in", entry.Letter{Letter: "return-brief", PutIn: keys(2001)}, "left-out"},
		{"much left out", entry.Letter{Letter: "return-brief", LeftOut: keys(2001)}, "left-out"},

		{"an import of no batch", entry.Import{Source: "csv"}, "file"},
		{"an import from nowhere", entry.Import{Batch: "b"}, "file"},
		{"fewer than no rows", entry.Import{Batch: "b", Source: "csv", Read: -1}, "file"},
		{"a long file name", entry.Import{Batch: "b", Source: "csv", File: long(entry.LineLimit + 1)}, "file"},
		{"a mapping of no batch", entry.ImportMapping{}, "file"},
		{"many columns", entry.ImportMapping{Batch: "b", Columns: slices.Repeat([]entry.Column{{Name: "m", Item: "m"}}, entry.ListLimit+1)}, "columns"},
		{"a column of no name", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Item: "mood"}}}, "column-1"},
		{"a column that is nothing", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Name: "m", Item: "m"}, {Name: "mood"}}}, "column-2"},
		{"a level past ten", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Name: "m", Item: "m", Levels: map[string]float64{"rad": 11}}}}, "column-1"},
		{"a level of no number", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Name: "m", Item: "m", Levels: map[string]float64{"rad": math.NaN()}}}}, "column-1"},
		{"an endless scale", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Name: "m", Item: "m", To: math.Inf(1)}}}, "column-1"},
		{"a scale of no number", entry.ImportMapping{Batch: "b", Columns: []entry.Column{{Name: "m", Item: "m", From: math.NaN()}}}, "column-1"},
		{"a tag for no skill", entry.ImportMapping{Batch: "b", Tags: map[string]entry.Tag{"walk": {Skill: "A walk"}}}, "tags"},

		{"many measures", entry.Rhythm{Measures: slices.Repeat([]entry.Measured{{Instrument: "phq-9", EveryDays: 14}}, 21)}, "measures"},
		{"no measure", entry.Rhythm{Measures: []entry.Measured{{EveryDays: 14}}}, "measure-1"},
		{"every day", entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 6}}}, "measure-1"},
		{"less than once a year", entry.Rhythm{Measures: []entry.Measured{{Instrument: "phq-9", EveryDays: 367}}}, "measure-1"},

		{"check-ins once in a long while", entry.Rhythm{CheckInDays: 32}, "check-in-days"},
		{"a time that is none", entry.Rhythm{RemindAt: "24:00"}, "remind-at"},
		{"a time with seconds", entry.Rhythm{RemindAt: "9:00"}, "remind-at"},

		{"no feelings", entry.MixedFeelings{After: true}, "words"},
		{"more loss than ten", entry.MixedFeelings{Loss: new(11)}, "loss"},
		{"less worry than none", entry.MixedFeelings{Worry: new(-1)}, "worry"},

		{"the same rule twice", entry.ReturnCriteria{Criteria: []entry.Criterion{{Key: "a", If: entry.IfEvent, Level: 5}, {Key: "a", If: entry.IfEvent, Level: 6}}}, "criterion-2"},
		{"a rule of its own sort", rule(entry.Criterion{If: "moon"}), "criterion-1"},
		{"a measure of none", rule(entry.Criterion{If: entry.IfMeasure, Times: 1}), "criterion-1"},
		{"a score of no number", rule(entry.Criterion{If: entry.IfMeasure, What: "phq-9", Level: math.NaN(), Times: 1}), "criterion-1"},
		{"eleven sheets", rule(entry.Criterion{If: entry.IfMeasure, What: "phq-9", Times: 11}), "criterion-1"},
		{"an item above eleven", rule(entry.Criterion{If: entry.IfAbove, What: "mood", Level: 11, Times: 1}), "criterion-1"},
		{"an item for no days", rule(entry.Criterion{If: entry.IfBelow, What: "mood", Level: 3}), "criterion-1"},
		{"five days of four", rule(entry.Criterion{If: entry.IfSigns, Times: 5, Of: 4}), "criterion-1"},
		{"silence of no days", rule(entry.Criterion{If: entry.IfSilence}), "criterion-1"},
		{"an event of no weight", rule(entry.Criterion{If: entry.IfEvent}), "criterion-1"},
		{"a day too far ahead", rule(entry.Criterion{If: entry.IfDate, Day: entry.LastDay + 1}), "criterion-1"},
		{"no own words", rule(entry.Criterion{If: entry.IfOwn}), "criterion-1"},
		{"many own words", rule(entry.Criterion{If: entry.IfOwn, Words: long(entry.LineLimit + 1)}), "criterion-1"},
		{"much to do then", rule(entry.Criterion{If: entry.IfSilence, Times: 1, Then: long(entry.LineLimit + 1)}), "criterion-1"},

		{"nothing done", entry.Handled{Signal: "s"}, "action"},
		{"no signal", entry.Handled{Action: entry.HandledSeen}, "action"},
		{"a long reason", entry.Handled{Signal: "s", Action: entry.HandledFine, Note: long(entry.LineLimit + 1)}, "note"},

		{"no questionnaire at all", entry.OwnInstrument{}, "file"},
		{"a questionnaire that is no JSON", entry.OwnInstrument{Questionnaire: []byte("{")}, "file"},
		{"a large questionnaire", entry.OwnInstrument{Questionnaire: []byte(`"` + strings.Repeat("x", 512<<10) + `"`)}, "file"},

		{"nothing erased", entry.Erasure{}, "entries"},
		{"an ID that is none", entry.Erasure{Entries: []entry.ID{"7"}}, "entries"},
		{"a place before the first", entry.Erasure{Ranges: []entry.Range{{From: 0, To: 3}}}, "entries"},
		{"a stretch turned round", entry.Erasure{Ranges: []entry.Range{{From: 4, To: 3}}}, "entries"},
	} {
		t.Run(string(c.body.Kind())+"/"+c.name, func(t *testing.T) { wantField(t, c.body.Validate(), c.field) })
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	var fields fault.Fields
	if !errors.As(err, &fields) || !errors.Is(err, fault.Invalid) {
		t.Fatalf("got %v, want a sentence beside %s", err, field)
	}
	say := fields.For(field)
	if len(fields) != 1 || say == "" {
		t.Fatalf("got %v, want one sentence beside %s", fields, field)
	}
	if !strings.HasSuffix(say, ".") || strings.Contains(say, "üüü") {
		t.Errorf("the sentence beside %s: %q", field, say)
	}
}

// Too long is said with both numbers, counted in characters.
func TestALimitIsNamed(t *testing.T) {
	err := entry.Reflection{Text: long(20001)}.Validate()
	if say := fault.Sentence(err); !strings.Contains(say, "20001") || !strings.Contains(say, "20000") {
		t.Errorf("got %q", say)
	}
}

func TestAnUnknownBodyNeedsANameAScopeAndBytes(t *testing.T) {
	whole := entry.Unknown{Name: "experiment", Version: 2, In: entry.Private, Raw: []byte("{}")}
	if err := whole.Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*entry.Unknown){
		"no name":     func(u *entry.Unknown) { u.Name = "" },
		"a long name": func(u *entry.Unknown) { u.Name = entry.Kind(strings.Repeat("k", 65)) },
		"no scope":    func(u *entry.Unknown) { u.In = "" },
		"no bytes":    func(u *entry.Unknown) { u.Raw = nil },
	} {
		body := whole
		change(&body)
		if err := body.Validate(); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEnvelopeThatCannotBeKept(t *testing.T) {
	for name, change := range map[string]func(*entry.Entry){
		"no ID":                      func(e *entry.Entry) { e.ID = "" },
		"an ID in capitals":          func(e *entry.Entry) { e.ID = entry.ID(strings.ToUpper("0192000a-0000-7000-8000-00000000000a")) },
		"an ID in braces":            func(e *entry.Entry) { e.ID = "{" + firstID + "}" },
		"no body":                    func(e *entry.Entry) { e.Body = nil },
		"a correction of no one":     func(e *entry.Entry) { e.Corrects = "the last one" },
		"a day too long ago":         func(e *entry.Entry) { e.Day = entry.FirstDay - 1 },
		"a day too far ahead":        func(e *entry.Entry) { e.Day = entry.LastDay + 1 },
		"no precision":               func(e *entry.Entry) { e.Precision = "" },
		"a precision of its own":     func(e *entry.Entry) { e.Precision = "roughly" },
		"a day two after its time":   func(e *entry.Entry) { e.Day += 3 },
		"a day well before its time": func(e *entry.Entry) { e.Day -= 2 },
		"an offset past the world":   func(e *entry.Entry) { e.At.Offset = 16 * 3600 },
		"an offset with seconds":     func(e *entry.Entry) { e.At.Offset++ },
		"no zone":                    func(e *entry.Entry) { e.At.Zone = "" },
		"a long zone":                func(e *entry.Entry) { e.At.Zone = strings.Repeat("z", 65) },
		"no teller":                  func(e *entry.Entry) { e.By = entry.By{} },
		"a role of its own":          func(e *entry.Entry) { e.By.Role = "friend" },
		"a teller with no name":      func(e *entry.Entry) { e.By.Actor = "" },
		"a teller with a long name":  func(e *entry.Entry) { e.By.Actor = strings.Repeat("a", 65) },
	} {
		t.Run(name, func(t *testing.T) {
			e := told(entry.Reflection{Text: "x"})
			change(&e)
			err := e.Validate()
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("got %v", err)
			}
			if say := fault.Sentence(err); !strings.HasSuffix(say, ".") {
				t.Errorf("the sentence: %q", say)
			}
		})
	}
}

// A form sent twice is one entry; the same ID with anything else in it is not.
func TestSendingAgainIsTheSameEntry(t *testing.T) {
	sent := told(entry.Reflection{Text: "x"})
	sent.RecordedAt = sent.At.Instant.Add(time.Hour) // the time was told
	for name, c := range map[string]struct {
		change func(*entry.Entry)
		same   bool
	}{
		"as it was":         {func(*entry.Entry) {}, true},
		"recorded later":    {func(e *entry.Entry) { e.RecordedAt = e.RecordedAt.Add(time.Minute) }, true},
		"in another place":  {func(e *entry.Entry) { e.Seq, e.Person = 99, "" }, true},
		"with another body": {func(e *entry.Entry) { e.Body = entry.Reflection{Text: "y"} }, false},
		"of another kind": {func(e *entry.Entry) {
			e.Body = entry.Unknown{Name: "page", Version: 1, In: entry.Private, Raw: []byte(`{"text":"x"}`)}
		}, false},
		"with another ID":       {func(e *entry.Entry) { e.ID = firstID }, false},
		"told by another":       {func(e *entry.Entry) { e.By = entry.ByImport("b") }, false},
		"correcting another":    {func(e *entry.Entry) { e.Corrects = firstID }, false},
		"about another day":     {func(e *entry.Entry) { e.Day++ }, false},
		"told less exactly":     {func(e *entry.Entry) { e.Precision = entry.WholeDay }, false},
		"at another time":       {func(e *entry.Entry) { e.At.Instant = e.At.Instant.Add(time.Second) }, false},
		"not told, later saved": {func(e *entry.Entry) { e.At.Instant = e.At.Instant.Add(time.Second); e.RecordedAt = e.At.Instant }, false},
	} {
		t.Run(name, func(t *testing.T) {
			again := sent
			c.change(&again)
			if sent.SameAs(again) != c.same || again.SameAs(sent) != c.same {
				t.Errorf("the same: %v, want %v", !c.same, c.same)
			}
		})
	}
}

// Nobody told the time: it is the moment of saving, and a second sending has
// a later one.
func TestSendingAgainWithoutATimeIsTheSameEntry(t *testing.T) {
	saved := told(entry.Reflection{Text: "x"})
	saved.RecordedAt = saved.At.Instant
	again := saved
	again.At.Instant, again.RecordedAt = saved.At.Instant.Add(90*time.Second), time.Time{}
	if !saved.SameAs(again) || !again.SameAs(saved) {
		t.Error("taken for another entry")
	}
	again.Day++
	if saved.SameAs(again) {
		t.Error("the same, about another day")
	}
}

func TestEveryEntryIsTheSameAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if e := entrytest.Entry(t); !e.SameAs(e) {
			t.Fatalf("%s is another than itself", e.Kind())
		}
	})
}

func TestAColumnsValue(t *testing.T) {
	column := entry.Column{Levels: map[string]float64{"rad": 10, "3": 1}, From: 1, To: 5}
	turned := entry.Column{From: 10, To: 0}
	for _, c := range []struct {
		column entry.Column
		text   string
		want   float64
		counts bool
	}{
		{column, "rad", 10, true},
		{column, "Rad", 0, false},
		{column, "1", 0, true},
		{column, "5", 10, true},
		{column, "2", 2.5, true},
		{column, "3", 1, true}, // a name comes before a number
		{column, "0", 0, false},
		{column, "5.1", 0, false},
		{column, "", 0, false},
		{column, "NaN", 0, false},
		{column, "Inf", 0, false},
		{turned, "0", 10, true},
		{turned, "10", 0, true},
		{entry.Column{}, "0", 0, false},
	} {
		got, counts := c.column.Value(c.text)
		if counts != c.counts || counts && got != c.want {
			t.Errorf("%q on %v to %v: %v, %v; want %v, %v", c.text, c.column.From, c.column.To, got, counts, c.want, c.counts)
		}
	}
}

func TestAnErasureCoversWhatItNames(t *testing.T) {
	erasure := entry.Erasure{Entries: []entry.ID{firstID}, Ranges: []entry.Range{{From: 3, To: 5}}}
	covered := map[int64]bool{2: false, 3: true, 4: true, 5: true, 6: false}
	for _, seq := range slices.Sorted(maps.Keys(covered)) {
		if erasure.Covers(secondID, seq) != covered[seq] {
			t.Errorf("place %d: %v", seq, !covered[seq])
		}
	}
	if !erasure.Covers(firstID, 99) {
		t.Error("an entry that is named is not covered")
	}
}

func keys(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("key-%d", i)
	}
	return list
}

func rule(c entry.Criterion) entry.Body {
	c.Key = "a"
	return entry.ReturnCriteria{Criteria: []entry.Criterion{c}}
}

func named(n int) []entry.Named {
	list := make([]entry.Named, n)
	for i := range list {
		list[i] = entry.Named{Key: fmt.Sprintf("key-%d", i), Name: "x"}
	}
	return list
}

func items(n int) []entry.Item {
	list := make([]entry.Item, n)
	for i := range list {
		list[i] = entry.Item{Key: fmt.Sprintf("key-%d", i), Name: "x"}
	}
	return list
}

func numbers(n int) map[string]float64 {
	list := map[string]float64{}
	for i := range n {
		list[fmt.Sprint(i)] = 1
	}
	return list
}
