package instrument

import (
	"encoding/json"
	"fmt"

	"fermata/internal/fault"
)

// read turns one of the embedded files into an instrument and checks it. A
// failure is a mistake in the file, of kind fault.Damaged.
func read(data []byte) (Instrument, error) {
	var q questionnaire
	if err := json.Unmarshal(data, &q); err != nil {
		return Instrument{}, damaged("", err)
	}
	about := q.Extension.one(extensionBase + "instrument").Extension
	in := Instrument{
		Code: about.text("code"), Family: about.text("family"),
		Title: q.Title, About: q.Description, Version: q.Version, URL: q.URL, Language: q.Language,
		Entry: Entry(about.text("entry")), Stem: about.text("stem"), Recall: readRecall(about),
		Licence: q.Copyright, Source: about.text("source"), Codes: readCodings(q.Code), fhir: data,
	}
	for _, raw := range q.Item {
		in.Items = append(in.Items, readItem(raw))
	}
	for _, e := range q.Extension.all(extensionBase + "scale") {
		in.Scales = append(in.Scales, readScale(e.Extension))
	}
	if err := in.check(); err != nil {
		return Instrument{}, damaged(in.Code, err)
	}
	return in, nil
}

func damaged(code string, err error) error {
	return fault.Because(fault.Damaged, "instrument.read "+code,
		"A questionnaire inside this program is damaged. Install Fermata again.", err)
}

func readRecall(about extensions) Recall {
	e := about.one("recall").Extension
	return Recall{Text: e.text("text"), Days: int(e.amount("days")), Provenance: e.provenance()}
}

func readItem(raw questionnaireIt) Item {
	item := Item{
		LinkID: raw.LinkID, Text: raw.Text, Codes: readCodings(raw.Code),
		Scored:         raw.Extension.truth(extensionBase+"scored", true),
		Reversed:       raw.Extension.has(extensionBase + "reversed"),
		ReversedSource: raw.Extension.one(extensionBase + "reversed").Extension.provenance(),
		Low:            int(raw.Extension.amount(extMin)),
		High:           int(raw.Extension.amount(extMax)),
	}
	if raw.Extension.has(extensionBase + "safety") {
		e := raw.Extension.one(extensionBase + "safety").Extension
		item.Safety = Safety{Marked: true, Above: int(e.amount("above")), Provenance: e.provenance()}
	}
	for _, option := range raw.AnswerOption {
		value, _ := option.number()
		item.addOption(Option{Value: int(value), Text: option.ValueCoding.Display, Coding: option.ValueCoding.read()})
	}
	return item
}

func (it *Item) addOption(option Option) {
	if len(it.Options) == 0 {
		it.Low, it.High = option.Value, option.Value
	}
	it.Low, it.High = min(it.Low, option.Value), max(it.High, option.Value)
	it.Options = append(it.Options, option)
}

// number finds the number of an answer where R4, STU3, R5 and the common form
// builders put it: on the coding or on the option.
func (o answerOption) number() (float64, bool) {
	places := []extensions{o.Extension}
	if o.ValueCoding != nil {
		places = append(places, o.ValueCoding.Extension)
	}
	for _, place := range places {
		for _, url := range []string{extOrdinal, extOrdinalSTU3, extWeight} {
			if value, ok := place.number(url); ok {
				return value, true
			}
		}
	}
	return 0, false
}

func readScale(e extensions) Scale {
	return Scale{
		Name: e.text("name"), Title: e.text("title"),
		Direction: Direction(e.text("direction")), Method: Method(e.text("method")),
		Items: readTexts(e.all("item")), Factor: readFactor(e), Range: readRange(e), Missing: readMissing(e),
		Bands: readBands(e.one("bands").Extension), Cutoffs: readCutoffs(e.all("cutoff")),
		Reliable: readThreshold(e.one("reliable").Extension), Notices: readThresholds(e.all("noticeable")),
		Precision: readPrecision(e.all("reliability")), Norms: readNorms(e.all("norm")),
		Codes:          readScaleCodes(e.all("code")),
		NeverForChange: e.one("never-for-change").Extension.provenance(),
	}
}

func readTexts(all []extension) []string {
	var texts []string
	for _, e := range all {
		texts = append(texts, e.ValueString)
	}
	return texts
}

func readFactor(scale extensions) Factor {
	e := scale.one("factor").Extension
	if by, ok := e.number("by"); ok {
		return Factor{By: by, Provenance: e.provenance()}
	}
	return Factor{By: 1}
}

func readRange(scale extensions) Range {
	e := scale.one("range").Extension
	return Range{Low: e.amount("low"), High: e.amount("high"), Step: e.amount("step"), Provenance: e.provenance()}
}

func readMissing(scale extensions) Missing {
	e := scale.one("missing").Extension
	return Missing{Max: int(e.amount("max")), Provenance: e.provenance()}
}

func readBands(group extensions) []Band {
	var bands []Band
	for _, e := range group.all("band") {
		bands = append(bands, Band{
			From: e.Extension.amount("from"), To: e.Extension.amount("to"),
			Label: e.Extension.text("label"), Provenance: group.provenance(),
		})
	}
	return bands
}

func readCutoffs(all []extension) []Cutoff {
	var cutoffs []Cutoff
	for _, e := range all {
		cutoffs = append(cutoffs, Cutoff{
			At: e.Extension.amount("at"), Below: e.Extension.text("when") == "at-or-below",
			Purpose: e.Extension.text("purpose"), Primary: e.Extension.truth("primary", false),
			Accuracy: e.Extension.text("accuracy"), Provenance: e.Extension.provenance(),
		})
	}
	return cutoffs
}

func readThresholds(all []extension) []Threshold {
	var thresholds []Threshold
	for _, e := range all {
		thresholds = append(thresholds, readThreshold(e.Extension))
	}
	return thresholds
}

func readThreshold(e extensions) Threshold {
	return Threshold{
		Points: e.amount("points"), Percent: e.amount("percent"), Primary: e.truth("primary", false),
		Note: e.text("note"), Provenance: e.provenance(),
	}
}

func readPrecision(all []extension) []Coefficient {
	var coefficients []Coefficient
	for _, e := range all {
		coefficients = append(coefficients, Coefficient{
			Kind: e.Extension.text("kind"), Low: e.Extension.amount("low"), High: e.Extension.amount("high"),
			Provenance: e.Extension.provenance(),
		})
	}
	return coefficients
}

func readNorms(all []extension) []Norm {
	var norms []Norm
	for _, e := range all {
		mean, has := e.Extension.number("mean")
		norms = append(norms, Norm{
			Population: e.Extension.text("population"), Mean: mean, HasMean: has,
			SD: e.Extension.amount("sd"), Provenance: e.Extension.provenance(),
		})
	}
	return norms
}

func readScaleCodes(all []extension) []Coding {
	var codes []Coding
	for _, e := range all {
		if e.ValueCoding != nil {
			codes = append(codes, e.ValueCoding.read())
		}
	}
	return codes
}

// check finds what a file of ours must never have. It guards the files against
// the hand that edits them.
func (in Instrument) check() error {
	if in.Code == "" || in.Family == "" || in.Title == "" || in.Licence == "" || in.Source == "" {
		return fmt.Errorf("code, family, title, licence and source are needed")
	}
	if in.Entry != ByItems && in.Entry != ByTotal {
		return fmt.Errorf("entry %q is unknown", in.Entry)
	}
	if in.Recall.Provenance.Tag == "" {
		return fmt.Errorf("the recall period says not where it comes from")
	}
	if err := in.checkItems(); err != nil {
		return err
	}
	if len(in.Scales) == 0 {
		return fmt.Errorf("no scale")
	}
	for _, scale := range in.Scales {
		if err := in.checkScale(scale); err != nil {
			return fmt.Errorf("scale %s: %w", scale.Name, err)
		}
	}
	return nil
}

func (in Instrument) checkItems() error {
	seen := map[string]bool{}
	codes := in.Codes
	for _, item := range in.Items {
		if item.LinkID == "" || seen[item.LinkID] {
			return fmt.Errorf("link id %q is empty or used twice", item.LinkID)
		}
		seen[item.LinkID] = true
		if item.High <= item.Low {
			return fmt.Errorf("item %s leaves nothing to choose", item.LinkID)
		}
		if item.Reversed != (item.ReversedSource.Tag != "") || item.Safety.Marked != (item.Safety.Provenance.Tag != "") {
			return fmt.Errorf("item %s says not where its rule comes from", item.LinkID)
		}
		if (in.Entry == ByItems) != (item.Text != "") {
			return fmt.Errorf("item %s: text and way of entry do not agree", item.LinkID)
		}
		codes = append(codes, item.Codes...)
	}
	for _, code := range codes {
		if !ValidLOINC(code.Code) {
			return fmt.Errorf("LOINC code %s fails its check digit", code.Code)
		}
	}
	return nil
}

func (in Instrument) checkScale(s Scale) error {
	if s.Direction != HigherIsWorse && s.Direction != HigherIsBetter {
		return fmt.Errorf("direction %q is unknown", s.Direction)
	}
	if s.Method != Sum && s.Method != Mean {
		return fmt.Errorf("method %q is unknown", s.Method)
	}
	for _, linkID := range s.Items {
		if item, ok := in.Item(linkID); !ok || !item.Scored {
			return fmt.Errorf("item %s is not a scored item", linkID)
		}
	}
	if len(s.Items) > 0 {
		if low, high := in.reach(s); low != s.Range.Low || high != s.Range.High {
			return fmt.Errorf("the items reach %v–%v, the range says %v–%v", low, high, s.Range.Low, s.Range.High)
		}
	}
	return s.checkNumbers()
}

// checkNumbers sees that every number lies where it can and says where it
// comes from.
func (s Scale) checkNumbers() error {
	if s.Range.High <= s.Range.Low {
		return fmt.Errorf("empty range")
	}
	for i, band := range s.Bands {
		if band.To < band.From || (i > 0 && band.From <= s.Bands[i-1].To) {
			return fmt.Errorf("band %s overlaps", band.Label)
		}
	}
	if n := len(s.Bands); n > 0 && (s.Bands[0].From != s.Range.Low || s.Bands[n-1].To != s.Range.High) {
		return fmt.Errorf("the bands do not cover the range")
	}
	for _, cutoff := range s.Cutoffs {
		if !s.Range.Contains(cutoff.At) {
			return fmt.Errorf("cut-off %v is out of range", cutoff.At)
		}
	}
	for i, p := range s.provenances() {
		if p.Tag == "" {
			return fmt.Errorf("number %d says not where it comes from", i)
		}
	}
	return nil
}

// provenances lists the tags of all numbers that the scale gives.
func (s Scale) provenances() []Provenance {
	all := []Provenance{s.Range.Provenance}
	if s.Factor.By != 1 {
		all = append(all, s.Factor.Provenance)
	}
	if len(s.Items) > 0 {
		all = append(all, s.Missing.Provenance)
	}
	for _, band := range s.Bands {
		all = append(all, band.Provenance)
	}
	for _, cutoff := range s.Cutoffs {
		all = append(all, cutoff.Provenance)
	}
	if s.Reliable.Known() {
		all = append(all, s.Reliable.Provenance)
	}
	for _, threshold := range s.Notices {
		all = append(all, threshold.Provenance)
	}
	for _, coefficient := range s.Precision {
		all = append(all, coefficient.Provenance)
	}
	for _, norm := range s.Norms {
		all = append(all, norm.Provenance)
	}
	return all
}

// reach gives the lowest and highest score that the items of a scale allow.
func (in Instrument) reach(s Scale) (low, high float64) {
	for _, linkID := range s.Items {
		item, _ := in.Item(linkID)
		low += float64(item.Low)
		high += float64(item.High)
	}
	if s.Method == Mean {
		low, high = low/float64(len(s.Items)), high/float64(len(s.Items))
	}
	return low * s.Factor.By, high * s.Factor.By
}
