package instrument

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode"

	"fermata/internal/fault"
)

// Limits on a person's own file.
const (
	MaxFileBytes = 256 << 10
	MaxItems     = 100 // as many as one entry can hold
	MaxOptions   = 50
	MaxTextRunes = 1000
	MaxDepth     = 8    // groups within groups
	MaxValue     = 1000 // largest number of an answer, either way
)

// OwnPrefix begins the code of every instrument that a person added, so that
// none ever stands in for a built-in one.
const OwnPrefix = "OWN-"

// Parse reads a person's own instrument from a FHIR R4 Questionnaire in JSON.
// Choice items whose answers carry numbers (ordinalValue), and integer items
// with minValue and maxValue, are summed; bands, cut-offs and direction are
// unknown, since FHIR has no standard place for them. Display texts, computed
// and hidden-until-needed items and free text are left out and listed in
// Skipped. All answers are needed for a score.
//
// It fails with fault.TooLarge beyond the limits above and with fault.Invalid
// for anything else that cannot be scored safely.
func Parse(data []byte) (Instrument, error) {
	if len(data) > MaxFileBytes {
		return Instrument{}, fault.New(fault.TooLarge, "instrument.parse",
			fmt.Sprintf("This file is larger than %d KB. Choose a file that holds one questionnaire only.", MaxFileBytes>>10))
	}
	var q questionnaire
	if err := json.Unmarshal(data, &q); err != nil || q.ResourceType != "Questionnaire" {
		return Instrument{}, unfit("This is not a FHIR questionnaire. Choose a JSON file that holds a Questionnaire.")
	}
	in := Instrument{
		Code: ownCode(q), Title: clean(firstOf(q.Title, q.Name, q.ID)), About: clean(q.Description), Version: q.Version, URL: q.URL,
		Language: q.Language, Entry: ByItems, Licence: clean(q.Copyright), Source: clean(q.Publisher),
		Codes: readCodings(q.Code), Own: true, fhir: append([]byte(nil), data...),
	}
	in.Family = in.Code
	if err := in.takeItems(q.Item, 1); err != nil {
		return Instrument{}, err
	}
	return in.finishOwn()
}

func unfit(say string) error { return fault.New(fault.Invalid, "instrument.parse", say) }

func firstOf(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// ownCode makes a code from the first name that has letters or digits.
func ownCode(q questionnaire) string {
	for _, name := range []string{q.Name, q.ID, q.Title} {
		if slug := strings.ToUpper(plain(name)); slug != "" {
			return OwnPrefix + slug[:min(len(slug), 40)]
		}
	}
	return ""
}

// clean takes control and direction-changing characters out of a text.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

func (in *Instrument) takeItems(items []questionnaireIt, depth int) error {
	if depth > MaxDepth {
		return unfit("The questions in this file are nested too deeply. Choose a simpler form.")
	}
	for _, raw := range items {
		if err := in.takeItem(raw, depth); err != nil {
			return err
		}
		if len(in.Items)+len(in.Skipped) > MaxItems {
			return unfit(fmt.Sprintf("This file has more than %d questions. Choose a shorter form.", MaxItems))
		}
	}
	return nil
}

// takeItem keeps an item if it can be scored, else notes that it was skipped.
// A group that appears only after certain answers is skipped as a whole.
func (in *Instrument) takeItem(raw questionnaireIt, depth int) error {
	if raw.Type == "group" && len(raw.EnableWhen) == 0 {
		return in.takeItems(raw.Item, depth+1)
	}
	if !raw.scorable() {
		in.Skipped = append(in.Skipped, clean(raw.LinkID))
		return nil
	}
	item, err := in.ownItem(raw)
	if err != nil {
		return err
	}
	in.Items = append(in.Items, item)
	return in.takeItems(raw.Item, depth+1)
}

// scorable says whether an item takes part: always shown, filled in by the
// person, and with a number for its answers.
func (raw questionnaireIt) scorable() bool {
	if len(raw.EnableWhen) > 0 || raw.ReadOnly || raw.Repeats {
		return false
	}
	switch raw.Type {
	case "choice":
		for _, option := range raw.AnswerOption {
			if _, ok := option.number(); ok {
				return true
			}
		}
	case "integer":
		return raw.Extension.has(extMin) && raw.Extension.has(extMax)
	}
	return false
}

func (in *Instrument) ownItem(raw questionnaireIt) (Item, error) {
	item := Item{LinkID: clean(raw.LinkID), Text: clean(raw.Text), Codes: readCodings(raw.Code), Scored: true}
	where := fmt.Sprintf("Question %d in this file ", len(in.Items)+len(in.Skipped)+1)
	if item.LinkID == "" || in.position(item.LinkID) >= 0 {
		return Item{}, unfit(where + "has no link id of its own. Give each question its own linkId.")
	}
	if item.Text == "" || len([]rune(item.Text)) > MaxTextRunes {
		return Item{}, unfit(fmt.Sprintf("%shas no text, or more than %d letters. Change its text.", where, MaxTextRunes))
	}
	if err := item.takeRange(raw, where); err != nil {
		return Item{}, err
	}
	if item.High <= item.Low {
		return Item{}, unfit(where + "leaves nothing to choose. Give it at least two answers.")
	}
	if mistyped := codeDoubts(item.Codes, 0); len(mistyped) > 0 {
		return Item{}, unfit(where + "has a LOINC code whose last digit does not fit. Correct the code or take it out.")
	}
	return item, nil
}

func (it *Item) takeRange(raw questionnaireIt, where string) error {
	if raw.Type == "integer" {
		low, lowOK := whole(raw.Extension.number(extMin))
		high, highOK := whole(raw.Extension.number(extMax))
		if !lowOK || !highOK || high-low > 100 {
			return unfit(where + "has no usable smallest and largest number. Use whole numbers, at most 100 apart.")
		}
		it.Low, it.High = low, high
		return nil
	}
	if len(raw.AnswerOption) > MaxOptions {
		return unfit(fmt.Sprintf("%shas more than %d answers. Choose a simpler form.", where, MaxOptions))
	}
	for _, option := range raw.AnswerOption {
		if err := it.takeOption(option, where); err != nil {
			return err
		}
	}
	return nil
}

func (it *Item) takeOption(raw answerOption, where string) error {
	value, ok := whole(raw.number())
	if !ok {
		return unfit(where + "has an answer without a whole number. Give each answer an ordinalValue.")
	}
	option := Option{Value: value, Text: clean(firstOf(raw.ValueString, fmt.Sprint(value)))}
	if raw.ValueCoding != nil {
		option.Coding = raw.ValueCoding.read()
		option.Text = clean(firstOf(raw.ValueCoding.Display, raw.ValueCoding.Code, option.Text))
	}
	if len([]rune(option.Text)) > MaxTextRunes {
		return unfit(fmt.Sprintf("%shas an answer of more than %d letters. Shorten it.", where, MaxTextRunes))
	}
	for _, other := range it.Options {
		if other.Value == value {
			return unfit(where + "has two answers with the same number. Give each its own ordinalValue.")
		}
	}
	it.addOption(option)
	return nil
}

func whole(value float64, ok bool) (int, bool) {
	if !ok || value != math.Trunc(value) || math.Abs(value) > MaxValue {
		return 0, false
	}
	return int(value), true
}

// finishOwn adds the one scale that can be known: the sum.
func (in Instrument) finishOwn() (Instrument, error) {
	if in.Code == "" || in.Title == "" || len([]rune(in.Title)) > MaxTextRunes {
		return Instrument{}, unfit("This questionnaire has no usable name. Give it a title in Latin letters.")
	}
	if len(in.Items) == 0 {
		return Instrument{}, unfit("No question in this file has numbers on its answers, so it cannot be scored. Add an ordinalValue to each answer.")
	}
	if mistyped := codeDoubts(in.Codes, 0); len(mistyped) > 0 {
		return Instrument{}, unfit("The LOINC code of this questionnaire has a last digit that does not fit. Correct the code or take it out.")
	}
	total := Scale{Name: Total, Title: in.Title, Direction: DirectionUnknown, Method: Sum, Factor: Factor{By: 1}}
	for _, item := range in.Items {
		total.Items = append(total.Items, item.LinkID)
	}
	total.Range.Low, total.Range.High = Instrument{Items: in.Items}.reach(total)
	total.Range.Step = 1
	in.Scales = []Scale{total}
	return in, nil
}
