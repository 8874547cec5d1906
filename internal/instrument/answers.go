package instrument

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/fault"
)

// Answer is the number of the chosen answer, or missing. The zero value is
// missing, so that a forgotten answer never counts as a 0. In JSON it is a
// number or null.
type Answer struct {
	Value int
	Given bool
}

// Given is an answer that was given.
func Given(value int) Answer { return Answer{Value: value, Given: true} }

// MarshalJSON writes the number, or null when missing.
func (a Answer) MarshalJSON() ([]byte, error) {
	if !a.Given {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(a.Value), 10), nil
}

// UnmarshalJSON reads a whole number, or null as missing.
func (a *Answer) UnmarshalJSON(data []byte) error {
	var value *int
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	*a = Answer{}
	if value != nil {
		*a = Given(*value)
	}
	return nil
}

// Answers is one filled-in sheet, in the order of Instrument.Items. Unscored
// items at the end may be left off.
type Answers []Answer

// AnswersOf makes a sheet on which nothing is missing.
func AnswersOf(values ...int) Answers {
	answers := make(Answers, len(values))
	for i, value := range values {
		answers[i] = Given(value)
	}
	return answers
}

// Arrange puts answers given by link id in order; what is not given is missing.
// It fails with fault.Invalid for a link id that the instrument does not have
// and for a number that the item does not allow.
func (in Instrument) Arrange(byLinkID map[string]float64) (Answers, error) {
	answers := make(Answers, len(in.Items))
	for linkID, number := range byLinkID {
		i := in.position(linkID)
		if i < 0 {
			return nil, fault.New(fault.Invalid, "instrument.arrange", "This sheet answers a question that "+in.Code+" does not have. Fill it in again.")
		}
		value, ok := whole(number, true)
		if !ok {
			return nil, in.wrongAnswer(i)
		}
		answers[i] = Given(value)
	}
	return answers, in.checkAnswers(answers)
}

// ParseAnswers reads the numbers of a sheet as typed: separated by commas or
// by spaces, "-" or nothing between commas for a missing one ("1,2,,0" or
// "1 2 - 0"). It fails with fault.Invalid, naming the position of the answer
// and the numbers allowed there; what was typed is not repeated.
func (in Instrument) ParseAnswers(text string) (Answers, error) {
	if len(in.Items) == 0 {
		return nil, in.totalOnly()
	}
	var answers Answers
	for i, field := range splitAnswers(text) {
		if field == "" || field == "-" || field == "–" {
			answers = append(answers, Answer{})
			continue
		}
		value, err := strconv.Atoi(field)
		if err != nil {
			return nil, in.wrongAnswer(i)
		}
		answers = append(answers, Given(value))
	}
	return answers, in.checkAnswers(answers)
}

// ParseAnswers looks the instrument up and reads a sheet for it.
func (l Library) ParseAnswers(code, text string) (Instrument, Answers, error) {
	in, err := l.Lookup(code)
	if err != nil {
		return Instrument{}, nil, err
	}
	answers, err := in.ParseAnswers(text)
	return in, answers, err
}

func splitAnswers(text string) []string {
	if !strings.ContainsAny(text, ",;") {
		return strings.Fields(text)
	}
	fields := strings.Split(strings.ReplaceAll(text, ";", ","), ",")
	for i, field := range fields {
		fields[i] = strings.TrimSpace(field)
	}
	return fields
}

// checkAnswers sees that there is a place for each answer and that each is one
// of those allowed.
func (in Instrument) checkAnswers(answers Answers) error {
	if len(in.Items) == 0 {
		return in.totalOnly()
	}
	if len(answers) < in.needed() || len(answers) > len(in.Items) {
		return fault.New(fault.Invalid, "instrument.answers",
			fmt.Sprintf("%s has %d questions, and %d answers were given. Put - where one was left out.", in.Code, in.needed(), len(answers)))
	}
	for i, answer := range answers {
		if answer.Given && !in.Items[i].allows(answer.Value) {
			return in.wrongAnswer(i)
		}
	}
	return nil
}

func (in Instrument) totalOnly() error {
	return fault.New(fault.Invalid, "instrument.answers", in.Code+" takes its score, not single answers. Enter the score from your sheet.")
}

// needed is how many items there are up to the last scored one.
func (in Instrument) needed() int {
	for i := len(in.Items) - 1; i >= 0; i-- {
		if in.Items[i].Scored {
			return i + 1
		}
	}
	return 0
}

func (in Instrument) wrongAnswer(position int) error {
	if position >= len(in.Items) {
		return fault.New(fault.Invalid, "instrument.answers",
			fmt.Sprintf("%s has %d questions. Answer %d is one too many.", in.Code, in.needed(), position+1))
	}
	return fault.New(fault.Invalid, "instrument.answers",
		fmt.Sprintf("Answer %d of %s takes %s, or - if it was left out.", position+1, in.Code, in.Items[position].allowed()))
}

func (it Item) allows(value int) bool {
	if len(it.Options) == 0 {
		return value >= it.Low && value <= it.High
	}
	return slices.ContainsFunc(it.Options, func(o Option) bool { return o.Value == value })
}

// allowed names the values of an item, as "0, 1, 2 or 3".
func (it Item) allowed() string {
	if len(it.Options) == 0 {
		return fmt.Sprintf("a whole number from %d to %d", it.Low, it.High)
	}
	var values []int
	for _, option := range it.Options {
		values = append(values, option.Value)
	}
	slices.Sort(values)
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = strconv.Itoa(value)
	}
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}
