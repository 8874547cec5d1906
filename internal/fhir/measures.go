package fhir

import (
	"net/url"
	"strconv"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
)

// questionnaires are those that were answered or belong to the rhythm.
func (b *bundle) questionnaires() {
	used := map[string]bool{}
	use := func(code string) {
		if in, err := b.Library.Lookup(code); err == nil {
			used[in.Code] = true
		}
	}
	for _, m := range b.Journey.Rhythm.Measures {
		use(m.Instrument)
	}
	for day := range b.Journey.Days(entry.FirstDay, entry.LastDay) {
		for _, sheet := range day.Sheets {
			use(sheet.Instrument)
		}
	}
	for _, in := range b.Library.All() {
		if used[in.Code] {
			b.add(b.name("questionnaire", in.Code), b.questionnaire(in))
		}
	}
}

// keyOf is an instrument's key as a code and as a part of an address: a
// person's own may have letters of any script.
func keyOf(in instrument.Instrument) string { return url.PathEscape(in.Key()) }

func (b *bundle) questionnaire(in instrument.Instrument) questionnaire {
	q := questionnaire{
		ResourceType: "Questionnaire", ID: b.name("questionnaire", in.Code), URL: canonicalOf(in), Title: clean(in.Title),
		Status: "active", SubjectType: []string{"Patient"}, Description: clean(in.About), Copyright: clean(in.Licence),
		Code: append(found(in.Codes, ""), own("instrument", keyOf(in), in.Code)),
	}
	if !in.Own {
		q.Version, q.Language = in.Version, in.Language
	}
	for n, item := range in.Items {
		q.Item = append(q.Item, questionnaireItemOf(in, n, item))
	}
	return q
}

func questionnaireItemOf(in instrument.Instrument, n int, item instrument.Item) questionnaireItem {
	q := questionnaireItem{LinkID: linkID(in, n), Code: found(item.Codes, ""), Text: clean(item.Text), Type: "integer"}
	for _, option := range item.Options {
		q.Type = "choice"
		q.AnswerOption = append(q.AnswerOption, answerOption{ValueCoding: optionCoding(in, n, option)})
	}
	if q.Type == "integer" {
		q.Extension = []extension{{URL: extMin, ValueInteger: &item.Low}, {URL: extMax, ValueInteger: &item.High}}
	}
	return q
}

// optionCoding is an answer with its number. Where no code of it was found it
// has one of ours.
func optionCoding(in instrument.Instrument, n int, option instrument.Option) coding {
	number := float64(option.Value)
	c := own("answer", keyOf(in)+"-"+linkID(in, n)+"-"+strconv.Itoa(option.Value), option.Text)
	if codes := found([]instrument.Coding{option.Coding}, clean(option.Text)); len(codes) > 0 {
		c = codes[0]
	}
	c.Extension = []extension{{URL: extOrdinal, ValueDecimal: &number}}
	return c
}

// canonicalOf is the address of a questionnaire. A person's own file may hold
// anything in the place of one, so it gets ours.
func canonicalOf(in instrument.Instrument) string {
	if in.Own || in.URL == "" {
		return base + "Questionnaire/" + keyOf(in)
	}
	return in.URL
}

// linkID names a question: in a person's own file by its place, since nothing
// binds what such a file calls it.
func linkID(in instrument.Instrument, n int) string {
	if in.Own {
		return strconv.Itoa(n + 1)
	}
	return in.Items[n].LinkID
}

// found are the LOINC codes whose source is named.
func found(codes []instrument.Coding, display string) []coding {
	var list []coding
	for _, c := range codes {
		if c.System == instrument.LOINC && c.Provenance.Tag == instrument.Found {
			list = append(list, coding{System: c.System, Code: c.Code, Display: display})
		}
	}
	return list
}

// sheet is an answered questionnaire and its scores. One that no longer fits
// its questionnaire is left out: entries.jsonl has it.
func (b *bundle) sheet(sheet journey.Sheet, day entry.Day) {
	in, err := b.Library.Lookup(sheet.Instrument)
	if err != nil {
		return
	}
	result, err := in.Read(sheet.Answers, sheet.Total)
	if err != nil {
		return
	}
	var from []*reference
	if b.response(in, sheet, day) {
		from = []*reference{refTo(string(sheet.ID))}
	}
	for _, s := range result.Scores {
		o := b.observation(b.name("score", string(sheet.ID), s.Scale), sheet.Ref, day)
		o.Code, o.ValueQuantity, o.DerivedFrom = scoreCode(in, s), score(s.Value), from
		if s.Band.Label != "" && s.Band.Provenance.Verified() {
			o.Interpretation = []concept{{Text: clean(s.Band.Label)}}
		}
		b.add(o.ID, o)
	}
}

func scoreCode(in instrument.Instrument, s instrument.Score) concept {
	title := in.Code + ": " + s.Title
	c := concept{Text: clean(title)}
	if scale, ok := in.Scale(s.Scale); ok {
		c.Coding = found(scale.Codes, "")
	}
	c.Coding = append(c.Coding, own("score", keyOf(in)+"-"+s.Scale, title))
	return c
}

// response writes the single answers, if there are any.
func (b *bundle) response(in instrument.Instrument, sheet journey.Sheet, day entry.Day) bool {
	answers, err := in.Arrange(sheet.Answers)
	if err != nil || len(sheet.Answers) == 0 || sheet.Total != nil || len(in.Items) == 0 {
		return false
	}
	r := questionnaireResponse{
		ResourceType: "QuestionnaireResponse", ID: string(sheet.ID), Questionnaire: canonicalOf(in), Status: "completed",
		Subject: b.subject(), Author: b.subject(), Authored: when(sheet.Ref, day),
	}
	for n, given := range answers {
		if given.Given {
			r.Item = append(r.Item, responseItem{
				LinkID: linkID(in, n), Text: clean(in.Items[n].Text), Answer: []answer{answerOf(in, n, given.Value)},
			})
		}
	}
	b.add(r.ID, r)
	return true
}

func answerOf(in instrument.Instrument, n, value int) answer {
	for _, option := range in.Items[n].Options {
		if option.Value == value {
			c := optionCoding(in, n, option)
			return answer{ValueCoding: &c}
		}
	}
	return answer{ValueInteger: &value}
}

// observation is what all observations have: who, when, by whom.
func (b *bundle) observation(id string, ref journey.Ref, day entry.Day) observation {
	o := observation{
		ResourceType: "Observation", ID: id, Status: "final", Subject: b.subject(), Performer: []*reference{b.subject()},
		Category:          []concept{{Coding: []coding{{System: systemCategory, Code: "survey", Display: "Survey"}}}},
		EffectiveDateTime: when(ref, day),
	}
	if !ref.Recorded.IsZero() {
		o.Issued = instant(ref.Recorded)
	}
	if ref.Imported() {
		o.Method = &concept{Coding: []coding{own("method", "import", "")}, Text: guide.Say("fhir.imported")}
	}
	return o
}
