package instrument

import (
	"slices"
	"strings"
)

// DoubtKind names a mistake that is known from public files.
type DoubtKind string

const (
	// CodeOfAnother: the title says one instrument, the code another.
	CodeOfAnother DoubtKind = "code-of-another"
	// CodeMistyped: a LOINC code fails its check digit.
	CodeMistyped DoubtKind = "code-mistyped"
	// ItemOfAnother: an item carries the code of a different question.
	ItemOfAnother DoubtKind = "item-of-another"
	// AnswerWording: an answer is worded as in a known wrong copy.
	AnswerWording DoubtKind = "answer-wording"
	// AnswerSwapped: an answer code belongs to another answer.
	AnswerSwapped DoubtKind = "answer-swapped"
)

// Doubt is one thing in an instrument that is probably a mistake.
type Doubt struct {
	Kind DoubtKind
	Item int    // 1-based; 0 when it is about the whole
	Code string // the code or the wording in doubt
}

// wrongPanel lists panel codes seen on instruments they do not belong to.
var wrongPanel = []struct{ code, titled string }{
	{"44249-1", "GAD-7"}, // the PHQ-9 panel; a public fixture and a vendor's page [F]
	{"71969-0", "WHO-5"}, // believed PROMIS Global Mental Health [M]
	{"69737-5", "PHQ-9"}, // the same slip the other way round [D]
}

// wrongItem lists item codes seen in instruments they do not belong to.
var wrongItem = []struct{ code, titled string }{
	{"68517-2", "AUDIT-C"}, // a single-question screen, in the US Core example [F]
}

// wrongWording lists answers of known wrong copies.
var wrongWording = []string{
	"not at all sure", // GAD-7; correct is "Not at all": Zorowitz 2021 [F: CamCOPS]
}

// answerCodes are the answers of PHQ-9's difficulty question. Their codes are
// not in order, which is a trap [F: US Core].
var answerCodes = []struct{ code, word string }{
	{"LA6572-7", "not"}, {"LA6573-5", "somewhat"}, {"LA6575-0", "very"}, {"LA6574-3", "extremely"},
}

// Doubts looks for mistakes that are known from public files. None of them
// changes a score; they are there to be shown before a file is trusted.
func Doubts(in Instrument) []Doubt {
	doubts := codeDoubts(in.Codes, 0)
	for _, known := range wrongPanel {
		if titled(in, known.titled) && hasCode(in.Codes, LOINC, known.code) {
			doubts = append(doubts, Doubt{Kind: CodeOfAnother, Code: known.code})
		}
	}
	for i, item := range in.Items {
		doubts = append(doubts, codeDoubts(item.Codes, i+1)...)
		doubts = append(doubts, itemDoubts(in, item, i+1)...)
		doubts = append(doubts, answerDoubts(item, i+1)...)
	}
	return doubts
}

func titled(in Instrument, family string) bool {
	return strings.Contains(plain(in.Title), plain(family)) || strings.Contains(plain(in.Code), plain(family))
}

func codeDoubts(codes []Coding, position int) []Doubt {
	var doubts []Doubt
	for _, c := range codes {
		if c.System == LOINC && looksNumericLOINC(c.Code) && !ValidLOINC(c.Code) {
			doubts = append(doubts, Doubt{Kind: CodeMistyped, Item: position, Code: c.Code})
		}
	}
	return doubts
}

func itemDoubts(in Instrument, item Item, position int) []Doubt {
	var doubts []Doubt
	for _, known := range wrongItem {
		if titled(in, known.titled) && hasCode(item.Codes, LOINC, known.code) {
			doubts = append(doubts, Doubt{Kind: ItemOfAnother, Item: position, Code: known.code})
		}
	}
	return doubts
}

func answerDoubts(item Item, position int) []Doubt {
	var doubts []Doubt
	for _, option := range item.Options {
		text := strings.ToLower(strings.TrimSpace(option.Text))
		if slices.Contains(wrongWording, text) {
			doubts = append(doubts, Doubt{Kind: AnswerWording, Item: position, Code: option.Text})
		}
		for _, known := range answerCodes {
			if option.Coding.is(LOINC, known.code) && text != "" && !strings.HasPrefix(text, known.word) {
				doubts = append(doubts, Doubt{Kind: AnswerSwapped, Item: position, Code: known.code})
			}
		}
	}
	return doubts
}
