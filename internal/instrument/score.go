package instrument

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"fermata/internal/fault"
)

// Verdict answers a yes-or-no question that may have no answer.
type Verdict int

const (
	Unknown Verdict = iota // nothing published to decide by
	No
	Yes
)

// String gives "unknown", "no" or "yes".
func (v Verdict) String() string { return [...]string{"unknown", "no", "yes"}[v] }

func verdict(yes bool) Verdict {
	if yes {
		return Yes
	}
	return No
}

// Result is what one sheet, or one entered total, gives.
type Result struct {
	Code   string  // of the instrument
	Scores []Score // in the order of Instrument.Scales
	Safety []Flag  // safety items whose rule is met; always empty for an entered total
}

// Score is the value of one scale.
type Score struct {
	Scale    string
	Title    string
	Value    float64
	Answered int // 0 for an entered total
	Missing  int
	Prorated bool // the mean of the given answers stood in for missing ones
	Band     Band // Label is empty when no bands are published
	Case     Verdict
	Met      []Cutoff // every cut-off met, also those for one group only
}

// Flag is an answer that calls for support at once.
type Flag struct {
	Item   int // 1-based position
	LinkID string
	Value  int
}

// Scale gives the score of one scale.
func (r Result) Scale(name string) (Score, bool) {
	for _, score := range r.Scores {
		if score.Scale == name {
			return score, true
		}
	}
	return Score{}, false
}

// Total gives the score over all items; DASS-21 has none.
func (r Result) Total() (Score, bool) { return r.Scale(Total) }

// Safety gives the safety items whose rule is met. It works on half-filled
// sheets, ignores answers that cannot be, and never depends on the total:
// support is never held back until a sheet is finished [D].
func (in Instrument) Safety(answers Answers) []Flag {
	var flags []Flag
	for i, answer := range answers {
		if i >= len(in.Items) {
			break
		}
		item := in.Items[i]
		if item.Safety.Marked && answer.Given && item.allows(answer.Value) && answer.Value > item.Safety.Above {
			flags = append(flags, Flag{Item: i + 1, LinkID: item.LinkID, Value: answer.Value})
		}
	}
	return flags
}

// Score adds a sheet up. Reversed items are turned round, missing ones stood in
// for by the mean of the given ones where the instrument allows it. It fails
// with fault.Invalid when an answer is not one of those allowed or too many are
// missing for every scale; a scale that misses too many while another does not
// is left out of the result.
func (in Instrument) Score(answers Answers) (Result, error) {
	if err := in.checkAnswers(answers); err != nil {
		return Result{}, err
	}
	result := Result{Code: in.Code, Safety: in.Safety(answers)}
	for _, scale := range in.Scales {
		if score, ok := in.scoreScale(scale, answers); ok {
			result.Scores = append(result.Scores, score)
		}
	}
	if len(result.Scores) == 0 {
		return Result{}, in.tooManyMissing(answers)
	}
	return result, nil
}

func (in Instrument) tooManyMissing(answers Answers) error {
	given, least := 0, len(in.Scales[0].Items)-in.Scales[0].Missing.Max
	for i, answer := range answers {
		if answer.Given && in.Items[i].Scored {
			given++
		}
	}
	return fault.New(fault.Invalid, "instrument.score",
		fmt.Sprintf("%s needs %d answers for a score, and %d were given. Answer a few more, or leave it without a score.", in.Code, least, given))
}

func (in Instrument) scoreScale(scale Scale, answers Answers) (Score, bool) {
	sum, answered := 0, 0
	for _, linkID := range scale.Items {
		i := in.position(linkID)
		if i >= len(answers) || !answers[i].Given {
			continue
		}
		sum += in.Items[i].counted(answers[i].Value)
		answered++
	}
	missing := len(scale.Items) - answered
	if answered == 0 || missing > scale.Missing.Max {
		return Score{}, false
	}
	score := scale.reading(scale.value(sum, answered))
	score.Answered, score.Missing, score.Prorated = answered, missing, missing > 0
	return score, true
}

// counted turns a reversed answer round.
func (it Item) counted(value int) int {
	if it.Reversed {
		return it.Low + it.High - value
	}
	return value
}

// value is the score from the sum of the given answers. A prorated sum is
// rounded to a whole number, halves up, so that it is one the scale can give.
func (s Scale) value(sum, answered int) float64 {
	mean := float64(sum) / float64(answered)
	if s.Method == Mean {
		return mean * s.Factor.By
	}
	return math.Floor(mean*float64(len(s.Items))+0.5) * s.Factor.By
}

// reading says everything that is known about a value.
func (s Scale) reading(value float64) Score {
	score := Score{Scale: s.Name, Title: s.Title, Value: value}
	score.Band, _ = s.Band(value)
	if cutoff, ok := s.Caseness(); ok {
		score.Case = verdict(cutoff.Met(value))
	}
	for _, cutoff := range s.Cutoffs {
		if cutoff.Met(value) {
			score.Met = append(score.Met, cutoff)
		}
	}
	return score
}

// Entered is a score from a sheet filled in elsewhere.
type Entered struct {
	Scale string // "" for [Total]
	Value float64
	// Raw marks a number before the factor: WHO-5's 0–25, DASS-21's 0–21.
	Raw bool
}

// Enter takes one or more scores as they are. It fails with fault.Invalid for
// a scale the instrument does not have, the same scale twice, a score out of
// range, and one that the scale cannot give (an odd DASS-21 score is a sum
// that was not doubled).
func (in Instrument) Enter(scores ...Entered) (Result, error) {
	result := Result{Code: in.Code}
	for _, entered := range scores {
		score, err := in.enterOne(entered)
		if err != nil {
			return Result{}, err
		}
		if _, twice := result.Scale(score.Scale); twice {
			return Result{}, fault.New(fault.Invalid, "instrument.enter", "The same score was given twice. Enter it once.")
		}
		result.Scores = append(result.Scores, score)
	}
	if len(result.Scores) == 0 {
		return Result{}, fault.New(fault.Invalid, "instrument.enter", "No score was given. Enter the score from your sheet.")
	}
	in.inOrder(result.Scores)
	return result, nil
}

// inOrder sorts scores as the instrument lists its scales.
func (in Instrument) inOrder(scores []Score) {
	place := func(s Score) int {
		return slices.IndexFunc(in.Scales, func(scale Scale) bool { return scale.Name == s.Scale })
	}
	slices.SortFunc(scores, func(a, b Score) int { return place(a) - place(b) })
}

// Read scores a sheet as an entry keeps it: a total, or answers by link id, or,
// for an instrument that only takes scores, scores by scale name (DASS-21 has
// three). It fails like [Instrument.Arrange], [Instrument.Score] and
// [Instrument.Enter].
func (in Instrument) Read(answers map[string]float64, total *float64) (Result, error) {
	if total != nil {
		return in.Enter(Entered{Value: *total})
	}
	if len(in.Items) == 0 {
		return in.Enter(byScale(answers)...)
	}
	arranged, err := in.Arrange(answers)
	if err != nil {
		return Result{}, err
	}
	return in.Score(arranged)
}

// byScale lists entered scores in a fixed order, so that the first complaint
// about them is always the same.
func byScale(scores map[string]float64) []Entered {
	var all []Entered
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		all = append(all, Entered{Scale: name, Value: scores[name]})
	}
	return all
}

func (in Instrument) enterOne(entered Entered) (Score, error) {
	if entered.Scale == "" {
		entered.Scale = Total
	}
	scale, ok := in.Scale(entered.Scale)
	if !ok {
		return Score{}, fault.New(fault.Invalid, "instrument.enter", in.Code+" does not have that score. It has "+in.scaleNames()+".")
	}
	value := entered.Value
	if entered.Raw {
		value *= scale.Factor.By
	}
	if !scale.Range.Contains(value) {
		return Score{}, fault.New(fault.Invalid, "instrument.enter",
			fmt.Sprintf("A score of %s lies between %s and %s. Look at your sheet again.", in.Code, number(scale.Range.Low), number(scale.Range.High)))
	}
	if !scale.Range.onStep(value) {
		return Score{}, fault.New(fault.Invalid, "instrument.enter",
			fmt.Sprintf("%s goes up in steps of %s. Is this the number before it was multiplied? Enter it as raw.", in.Code, number(scale.Range.Step)))
	}
	return scale.reading(value), nil
}

func (in Instrument) scaleNames() string {
	names := ""
	for i, scale := range in.Scales {
		if i > 0 {
			names += ", "
		}
		names += scale.Name
	}
	return names
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
