package instrument_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/instrument"
)

// Mistakes seen in public code and files. Each has a test, so that none of them
// comes back through ours.

func TestGAD7SaysNotAtAllAndNotNotAtAllSure(t *testing.T) {
	for _, in := range load(t).All() {
		if doubts := instrument.Doubts(in); len(doubts) > 0 {
			t.Errorf("%s: %v", in.Code, doubts)
		}
	}
	if text := lookup(t, "GAD-7").Items[0].Options[0].Text; text != "Not at all" {
		t.Errorf("0 reads %q", text)
	}
	copied := own(t, `{"title":"GAD-7 copy","items":[{"answer":"Not at all sure"}]}`)
	if doubts := instrument.Doubts(copied); len(doubts) != 1 || doubts[0].Kind != instrument.AnswerWording || doubts[0].Item != 1 {
		t.Errorf("the wrong wording gives %v", doubts)
	}
}

func TestWHO5IsRawTimesFour(t *testing.T) {
	in := lookup(t, "WHO-5")
	for raw := range 26 {
		result, err := in.Enter(instrument.Entered{Value: float64(raw), Raw: true})
		if err != nil || result.Scores[0].Value != float64(raw*4) {
			t.Errorf("raw %d gives %v, %v", raw, result.Scores, err)
		}
		if raw >= 5 && result.Scores[0].Value == float64((raw-5)*4) {
			t.Errorf("raw %d is scored by the wrong formula", raw)
		}
	}
}

func TestTheTwoScoringsOfTheK10NeverMix(t *testing.T) {
	low, high := lookup(t, "K10-0-40"), lookup(t, "K10-10-50")
	if _, err := high.Enter(instrument.Entered{Value: 8}); !errors.Is(err, fault.Invalid) {
		t.Errorf("8 on 10–50: %v", err)
	}
	if _, err := low.Enter(instrument.Entered{Value: 41}); !errors.Is(err, fault.Invalid) {
		t.Errorf("41 on 0–40: %v", err)
	}
	if _, err := high.ParseAnswers("0 1 1 1 1 1 1 1 1 1"); !errors.Is(err, fault.Invalid) {
		t.Errorf("a 0 on 10–50: %v", err)
	}
	one, _ := high.Enter(instrument.Entered{Value: 22})
	other, _ := low.Enter(instrument.Entered{Value: 12})
	if one.Code == other.Code || one.Scores[0].Band.Label != other.Scores[0].Band.Label {
		t.Errorf("%v and %v", one, other)
	}
}

func TestCheckDigits(t *testing.T) {
	for _, code := range []string{"44249-1", "44261-6", "69689-8", "71969-0", "68517-2", "72109-2", "70272-0"} {
		if !instrument.ValidLOINC(code) {
			t.Errorf("%s is well formed", code)
		}
	}
	for _, code := range []string{"69689-6", "44249-2", "44294-1", "LA6568-5", "LL358-3", "", "-", "44249", "44249-", "44249-11", "4424a-1", "-44249-1", "+4249-1", "99999999-9"} {
		if instrument.ValidLOINC(code) {
			t.Errorf("%s is not well formed", code)
		}
	}
}

func TestEverySlipOfOneDigitIsCaught(t *testing.T) {
	for _, code := range []string{"44249-1", "69737-5"} {
		for i := range 5 {
			for digit := byte('0'); digit <= '9'; digit++ {
				slip := code[:i] + string(digit) + code[i+1:]
				if slip != code && instrument.ValidLOINC(slip) {
					t.Errorf("%s passes for %s", slip, code)
				}
			}
		}
	}
}

func TestAFileWithAMistypedCodeIsRefused(t *testing.T) {
	for _, file := range []string{
		ownFile(`{"title":"Mine","items":[{"code":"69689-6"}]}`),
		ownFile(`{"title":"Mine","code":"44249-2","items":[{}]}`),
	} {
		_, err := instrument.Parse([]byte(file))
		if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "LOINC") {
			t.Errorf("got %v", err)
		}
	}
}

func TestAFileWhoseTitleAndCodeDisagreeIsNotAdded(t *testing.T) {
	for title, code := range map[string]string{"GAD-7": "44249-1", "WHO-5 well-being": "71969-0"} {
		in := own(t, fmt.Sprintf(`{"title":%q,"code":%q,"items":[{}]}`, title, code))
		_, err := load(t).Add(in)
		if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), code) {
			t.Errorf("%s with %s: %v", title, code, err)
		}
	}
}

func TestNoPanelOfOursHasAWrongCode(t *testing.T) {
	library := load(t)
	if in, ok := library.ByCoding(instrument.LOINC, "71969-0"); ok {
		t.Errorf("71969-0 is taken for %s", in.Code)
	}
	if in, _ := library.ByCoding(instrument.LOINC, "44249-1"); in.Code != instrument.PHQ9 {
		t.Errorf("44249-1 is taken for %s", in.Code)
	}
}

func TestTheDifficultyAnswersAreInTheRightOrder(t *testing.T) {
	item, _ := lookup(t, "PHQ-9").Item("difficulty")
	var got []string
	for _, option := range item.Options {
		got = append(got, fmt.Sprintf("%d %s %s", option.Value, option.Coding.Code, option.Text))
	}
	want := "0 LA6572-7 Not difficult at all|1 LA6573-5 Somewhat difficult|2 LA6575-0 Very difficult|3 LA6574-3 Extremely difficult"
	if strings.Join(got, "|") != want {
		t.Errorf("got %v", got)
	}
	swapped := own(t, `{"title":"Mine","items":[{"answer":"Very difficult","answerCode":"LA6574-3"}]}`)
	if doubts := instrument.Doubts(swapped); len(doubts) != 1 || doubts[0].Kind != instrument.AnswerSwapped {
		t.Errorf("the swapped code gives %v", doubts)
	}
}

func TestTheSingleQuestionScreenIsNotItemOneOfAUDITC(t *testing.T) {
	for _, item := range lookup(t, "AUDIT-C").Items {
		for _, code := range item.Codes {
			if code.Code == "68517-2" {
				t.Error("68517-2 is a different question")
			}
		}
	}
	copied := own(t, `{"title":"AUDIT-C","items":[{"code":"68517-2"}]}`)
	if doubts := instrument.Doubts(copied); len(doubts) != 1 || doubts[0].Kind != instrument.ItemOfAnother {
		t.Errorf("got %v", doubts)
	}
}

func TestTwoQuestionsAreNeverUsedForChange(t *testing.T) {
	for _, code := range []string{"PHQ-2", "GAD-2", "PHQ-4"} {
		if _, err := lookup(t, code).Change(instrument.Total, 6, 0); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", code, err)
		}
	}
}
