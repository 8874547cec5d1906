package instrument_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/instrument"

	"pgregory.net/rapid"
)

func TestSheetsAndTheirScores(t *testing.T) {
	tests := []struct {
		code, sheet, scale string
		score              float64
		band               string
		caseness           instrument.Verdict
	}{
		{"PHQ-9", "0 0 0 0 0 0 0 0 0", "total", 0, "none", instrument.No},
		{"PHQ-9", "1,1,1,1,1,1,1,1,1", "total", 9, "mild", instrument.No},
		{"PHQ-9", "2,2,2,2,2,0,0,0,0", "total", 10, "moderate", instrument.Yes},
		{"PHQ-9", "3,3,3,3,3,0,0,0,0,2", "total", 15, "moderately severe", instrument.Yes},
		{"PHQ-9", "3,3,3,3,3,3,3,3,3", "total", 27, "severe", instrument.Yes},
		{"PHQ-8", "3,3,3,3,3,3,1,1", "total", 20, "severe", instrument.Yes},
		{"PHQ-2", "2,1", "total", 3, "", instrument.Yes},
		{"GAD-7", "1,1,1,1,1,1,1", "total", 7, "mild", instrument.No},
		{"GAD-7", "2,1,1,1,1,1,1", "total", 8, "mild", instrument.Yes},
		{"GAD-7", "3,3,3,3,3,0,0", "total", 15, "severe", instrument.Yes},
		{"GAD-2", "1,1", "total", 2, "", instrument.No},
		{"PHQ-4", "3,0,1,1", "total", 5, "mild", instrument.Unknown},
		{"PHQ-4", "3,0,1,1", "anxiety", 3, "", instrument.Yes},
		{"PHQ-4", "3,0,1,1", "depression", 2, "", instrument.No},
		{"GSE", "4,4,4,4,4,4,4,4,4,4", "total", 40, "", instrument.Unknown},
		{"BRS", "5,1,5,1,5,1", "total", 5, "high", instrument.Unknown},
		{"BRS", "1,5,1,5,1,5", "total", 1, "low", instrument.Unknown},
		{"BRS", "3,3,3,3,3,3", "total", 3, "normal", instrument.Unknown},
		{"BRS", "5,2,4,2,5,2", "total", 26.0 / 6, "high", instrument.Unknown},
		{"WHO-5", "0,0,0,0,0", "total", 0, "very low", instrument.Yes},
		{"WHO-5", "3,3,3,2,2", "total", 52, "fair or better", instrument.No},
		{"WHO-5", "3,3,2,2,2", "total", 48, "low", instrument.Yes},
		{"WHO-5", "5,5,5,5,5", "total", 100, "fair or better", instrument.No},
		{"CORE-10", "0,4,4,0,0,0,0,0,0,0", "total", 0, "low", instrument.No},
		{"CORE-10", "0,0,0,0,0,0,0,0,0,0", "total", 8, "low", instrument.No},
		{"CORE-10", "1,3,3,1,1,1,1,1,1,2", "total", 11, "mild", instrument.Yes},
		{"K10-10-50", "2,2,2,2,2,2,2,2,2,2", "total", 20, "moderate", instrument.Unknown},
		{"K10-0-40", "1,1,1,1,1,1,1,1,1,1", "total", 10, "moderate", instrument.Unknown},
		{"K6", "4,4,4,1,0,0", "total", 13, "", instrument.Unknown}, // the sources disagree
		{"WSAS", "2,2,2,2,2", "total", 10, "significant", instrument.Yes},
		{"ISI", "2,2,2,2,2,2,3", "total", 15, "moderate", instrument.Yes},
		{"AUDIT-C", "1,1,1", "total", 3, "", instrument.Unknown},
		{"SWLS", "4,4,4,4,4", "total", 20, "neutral", instrument.Unknown},
		{"GOAL", "7", "total", 7, "", instrument.Unknown},
	}
	for _, test := range tests {
		t.Run(test.code+" "+test.sheet+" "+test.scale, func(t *testing.T) {
			in := lookup(t, test.code)
			got, ok := scored(t, in, test.sheet).Scale(test.scale)
			if !ok || math.Abs(got.Value-test.score) > 1e-9 || got.Band.Label != test.band || got.Case != test.caseness {
				t.Errorf("score %v, band %q, case %v; want %v, %q, %v", got.Value, got.Band.Label, got.Case, test.score, test.band, test.caseness)
			}
		})
	}
}

func scored(t testing.TB, in instrument.Instrument, sheet string) instrument.Result {
	t.Helper()
	answers, err := in.ParseAnswers(sheet)
	if err != nil {
		t.Fatal(err)
	}
	result, err := in.Score(answers)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// Up to the limit the mean of the given answers stands in; beyond it there is
// no score, because it would be a guess.
func TestMissingAnswers(t *testing.T) {
	tests := []struct {
		code, sheet string
		score       float64
		refused     bool
	}{
		{code: "PHQ-9", sheet: "1,1,1,1,1,1,1,-,-", score: 9},
		{code: "PHQ-9", sheet: "2,1,1,1,1,1,1,1,", score: 10}, // 9/8·9 = 10.125
		{code: "PHQ-9", sheet: "1,1,1,1,1,1,-,-,-", refused: true},
		{code: "GAD-7", sheet: "- 1 1 1 1 1 1", score: 7},
		{code: "GAD-7", sheet: "- - 1 1 1 1 1", refused: true},
		{code: "CORE-10", sheet: "2,2,2,2,2,2,2,2,2,-", score: 20},
		{code: "CORE-10", sheet: "2,2,2,2,2,2,2,2,-,-", refused: true},
		{code: "BRS", sheet: "5,1,5,1,-,1", score: 5},
		{code: "PHQ-2", sheet: "1,-", refused: true},
		{code: "WHO-5", sheet: "5,5,5,5,-", refused: true},
		{code: "GSE", sheet: "4,4,4,4,4,4,4,-,-,-", score: 40},
		{code: "PHQ-9", sheet: "-,-,-,-,-,-,-,-,-", refused: true},
	}
	for _, test := range tests {
		t.Run(test.code+" "+test.sheet, func(t *testing.T) {
			in := lookup(t, test.code)
			answers, err := in.ParseAnswers(test.sheet)
			if err != nil {
				t.Fatal(err)
			}
			result, err := in.Score(answers)
			if test.refused {
				if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "answers for a score") {
					t.Errorf("got %v, %v", result, err)
				}
				return
			}
			total, _ := result.Total()
			if err != nil || total.Value != test.score || !total.Prorated {
				t.Errorf("got %+v, %v; want %v", total, err, test.score)
			}
		})
	}
}

func TestASubscaleIsScoredWhenOnlyTheOtherMissesAnswers(t *testing.T) {
	result := scored(t, lookup(t, "PHQ-4"), "2,2,-,1")
	if len(result.Scores) != 1 || result.Scores[0].Scale != "anxiety" || result.Scores[0].Value != 4 {
		t.Errorf("got %+v", result.Scores)
	}
}

func TestDifficultyIsAskedButNotCounted(t *testing.T) {
	in := lookup(t, "PHQ-9")
	without, _ := scored(t, in, "1,1,1,1,1,1,1,1,1").Total()
	with, _ := scored(t, in, "1,1,1,1,1,1,1,1,1,3").Total()
	if without.Value != with.Value || with.Answered != 9 {
		t.Errorf("%v without, %v with", without, with)
	}
}

// Support never waits for the sheet to be finished, and never depends on the
// total.
func TestASafetyAnswerIsSeenWhateverTheRest(t *testing.T) {
	in := lookup(t, "PHQ-9")
	half := make(instrument.Answers, 10)
	half[8] = instrument.Given(1)
	if flags := in.Safety(half); len(flags) != 1 || flags[0].Item != 9 || flags[0].Value != 1 {
		t.Errorf("half a sheet gives %v", flags)
	}
	if flags := scored(t, in, "0,0,0,0,0,0,0,0,1").Safety; len(flags) != 1 {
		t.Errorf("a low total gives %v", flags)
	}
	if flags := scored(t, in, "3,3,3,3,3,3,3,3,0").Safety; len(flags) != 0 {
		t.Errorf("a 0 on item 9 gives %v", flags)
	}
	if flags := scored(t, lookup(t, "CORE-10"), "0,0,0,0,0,1,0,0,0,0").Safety; len(flags) != 1 || flags[0].Item != 6 {
		t.Errorf("CORE-10 item 6 gives %v", flags)
	}
	if flags := lookup(t, "PHQ-8").Safety(instrument.AnswersOf(3, 3, 3, 3, 3, 3, 3, 3, 3)); len(flags) != 0 {
		t.Errorf("the PHQ-8 asks nothing of the kind, yet gives %v", flags)
	}
}

func TestCutoffsForOneGroupAreNamed(t *testing.T) {
	total, _ := scored(t, lookup(t, "AUDIT-C"), "1,1,1").Total()
	if len(total.Met) != 1 || total.Met[0].Purpose != "women" || total.Case != instrument.Unknown {
		t.Errorf("got %+v", total.Met)
	}
}

func TestTotalsFromSheetsFilledInElsewhere(t *testing.T) {
	tests := []struct {
		code    string
		entered instrument.Entered
		score   float64
		band    string
		say     string // what the refusal says
	}{
		{code: "PHQ-9", entered: instrument.Entered{Value: 12}, score: 12, band: "moderate"},
		{code: "PHQ-9", entered: instrument.Entered{Value: 28}, say: "between 0 and 27"},
		{code: "PHQ-9", entered: instrument.Entered{Value: 12.5}, say: "steps of 1"},
		{code: "PHQ-9", entered: instrument.Entered{Value: math.NaN()}, say: "between"},
		{code: "WHO-5", entered: instrument.Entered{Value: 52}, score: 52, band: "fair or better"},
		{code: "WHO-5", entered: instrument.Entered{Value: 13, Raw: true}, score: 52, band: "fair or better"},
		{code: "WHO-5", entered: instrument.Entered{Value: 13}, say: "Enter it as raw"},
		{code: "DASS-21", entered: instrument.Entered{Scale: "stress", Value: 26}, score: 26, band: "severe"},
		{code: "DASS-21", entered: instrument.Entered{Scale: "stress", Value: 13, Raw: true}, score: 26, band: "severe"},
		{code: "DASS-21", entered: instrument.Entered{Scale: "anxiety", Value: 9}, say: "Enter it as raw"},
		{code: "DASS-21", entered: instrument.Entered{Value: 20}, say: "depression, anxiety, stress"},
		{code: "PROMIS-ANXIETY", entered: instrument.Entered{Value: 57.3}, score: 57.3, band: "mild"},
		{code: "ORS", entered: instrument.Entered{Value: 24.9}, score: 24.9},
		{code: "K10-10-50", entered: instrument.Entered{Value: 22}, score: 22, band: "high"},
		{code: "PCL-5", entered: instrument.Entered{Value: 33}, score: 33},
		{code: "PSYCHLOPS", entered: instrument.Entered{Value: 7}, score: 7},
	}
	for _, test := range tests {
		t.Run(test.code+" "+test.entered.Scale, func(t *testing.T) {
			result, err := lookup(t, test.code).Enter(test.entered)
			if test.say != "" {
				if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), test.say) {
					t.Errorf("got %v, want a sentence with %q", err, test.say)
				}
				return
			}
			if err != nil || result.Scores[0].Value != test.score || result.Scores[0].Band.Label != test.band {
				t.Errorf("got %+v, %v; want %v, %q", result.Scores, err, test.score, test.band)
			}
		})
	}
}

func TestDASSTakesItsThreeScoresTogether(t *testing.T) {
	in := lookup(t, "DASS-21")
	result, err := in.Enter(instrument.Entered{Scale: "depression", Value: 14}, instrument.Entered{Scale: "anxiety", Value: 6}, instrument.Entered{Scale: "stress", Value: 34})
	if err != nil || len(result.Scores) != 3 || result.Scores[2].Band.Label != "extremely severe" {
		t.Errorf("got %+v, %v", result, err)
	}
	if _, ok := result.Total(); ok {
		t.Error("DASS-21 has no total")
	}
	if _, err := in.Enter(instrument.Entered{Scale: "stress", Value: 2}, instrument.Entered{Scale: "stress", Value: 4}); !errors.Is(err, fault.Invalid) {
		t.Errorf("the same score twice: %v", err)
	}
	if _, err := in.Enter(); !errors.Is(err, fault.Invalid) {
		t.Errorf("no score: %v", err)
	}
}

func TestTypedSheetsThatDoNotFit(t *testing.T) {
	tests := []struct{ code, sheet, say string }{
		{"PHQ-9", "1,2,0,4,0,0,0,0,0", "Answer 4 of PHQ-9 takes 0, 1, 2 or 3"},
		{"PHQ-9", "1,2,often,0,0,0,0,0,0", "Answer 3 of PHQ-9 takes 0, 1, 2 or 3"},
		{"PHQ-9", "1 2 3", "PHQ-9 has 9 questions, and 3 answers were given"},
		{"PHQ-9", "", "PHQ-9 has 9 questions, and 0 answers were given"},
		{"PHQ-9", "0 0 0 0 0 0 0 0 0 0 0", "PHQ-9 has 9 questions, and 11 answers"},
		{"GAD-7", "0 0 0 0 0 0 0 x", "Answer 8 is one too many"},
		{"GSE", "0 1 1 1 1 1 1 1 1 1", "Answer 1 of GSE takes 1, 2, 3 or 4"},
		{"WSAS", "9 0 0 0 0", "Answer 1 of WSAS takes a whole number from 0 to 8"},
		{"PHQ-9", "1,99999999999999999999,0,0,0,0,0,0,0", "Answer 2 of PHQ-9"},
		{"ORS", "24.9", "ORS takes its score"},
	}
	for _, test := range tests {
		_, _, err := load(t).ParseAnswers(test.code, test.sheet)
		if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), test.say) {
			t.Errorf("%s %q: got %v, want %q", test.code, test.sheet, err, test.say)
		}
	}
	if _, _, err := load(t).ParseAnswers("nothing", "1"); !errors.Is(err, fault.NotFound) {
		t.Errorf("an unknown instrument gives %v", err)
	}
	_, _, err := load(t).ParseAnswers("PHQ-9", "1,2,often,0,0,0,0,0,0")
	if strings.Contains(err.Error(), "often") {
		t.Error("the error repeats what was typed")
	}
}

func TestSeparatorsMeanTheSame(t *testing.T) {
	in := lookup(t, "GAD-7")
	want := instrument.Answers{instrument.Given(1), {}, instrument.Given(2), instrument.Given(3), instrument.Given(0), instrument.Given(1), instrument.Given(2)}
	for _, typed := range []string{"1,,2,3,0,1,2", "1 - 2 3 0 1 2", " 1 , - , 2 , 3 , 0 , 1 , 2 ", "1;;2;3;0;1;2", "1\t-\n2 3 0 1 2"} {
		if got, err := in.ParseAnswers(typed); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q gives %v, %v", typed, got, err)
		}
	}
}

func TestAnswersByLinkID(t *testing.T) {
	in := lookup(t, "PHQ-9")
	answers, err := in.Arrange(map[string]float64{"9": 1, "difficulty": 2, "1": 3})
	if err != nil || answers[0] != instrument.Given(3) || answers[1].Given || answers[8] != instrument.Given(1) || answers[9] != instrument.Given(2) {
		t.Errorf("got %v, %v", answers, err)
	}
	for _, wrong := range []map[string]float64{{"10": 1}, {"1": 4}, {"1": 1.5}, {"1": math.Inf(1)}, {"1": math.NaN()}} {
		if _, err := in.Arrange(wrong); !errors.Is(err, fault.Invalid) {
			t.Errorf("%v gives %v", wrong, err)
		}
	}
}

func TestSheetsAsEntriesKeepThem(t *testing.T) {
	total := 12.0
	tests := []struct {
		key     string
		answers map[string]float64
		total   *float64
		scores  []float64
	}{
		{"gad-7", map[string]float64{"1": 2, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1}, nil, []float64{8}},
		{"phq-9", nil, &total, []float64{12}},
		{"k10-10-50", nil, &total, []float64{12}},
		{"dass-21", map[string]float64{"stress": 34, "depression": 14, "anxiety": 6}, nil, []float64{14, 6, 34}},
	}
	for _, test := range tests {
		in := lookup(t, test.key)
		if in.Key() != test.key {
			t.Errorf("%s has the key %q", in.Code, in.Key())
		}
		result, err := in.Read(test.answers, test.total)
		var got []float64
		for _, score := range result.Scores {
			got = append(got, score.Value)
		}
		if err != nil || !slices.Equal(got, test.scores) {
			t.Errorf("%s: %v, %v; want %v", test.key, got, err, test.scores)
		}
	}
	for key, answers := range map[string]map[string]float64{"dass-21": {"1": 3}, "gad-7": {"total": 3}, "ors": nil} {
		if _, err := lookup(t, key).Read(answers, nil); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s with %v: %v", key, answers, err)
		}
	}
}

func TestAnswersSurviveJSON(t *testing.T) {
	want := instrument.Answers{instrument.Given(0), {}, instrument.Given(-2)}
	data, err := json.Marshal(want)
	if err != nil || string(data) != "[0,null,-2]" {
		t.Fatalf("%s, %v", data, err)
	}
	got := instrument.AnswersOf(9, 9, 9)
	if err := json.Unmarshal(data, &got); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`[1.5]`), &got); err == nil {
		t.Error("half an answer is accepted")
	}
}

// sheet draws a full sheet of allowed answers.
func sheet(t *rapid.T, in instrument.Instrument) instrument.Answers {
	var answers instrument.Answers
	for _, item := range in.Items {
		answers = append(answers, instrument.Given(rapid.IntRange(item.Low, item.High).Draw(t, "answer")))
	}
	return answers
}

func withItems(t *rapid.T, library instrument.Library) instrument.Instrument {
	with := slices.DeleteFunc(library.All(), func(in instrument.Instrument) bool { return len(in.Items) == 0 })
	return rapid.SampledFrom(with).Draw(t, "instrument")
}

func TestEveryFullSheetHasScoresThatTheScaleCanGive(t *testing.T) {
	library := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := withItems(t, library)
		result, err := in.Score(sheet(t, in))
		if err != nil || len(result.Scores) != len(in.Scales) {
			t.Fatalf("%s: %v, %v", in.Code, result, err)
		}
		for i, score := range result.Scores {
			entered, err := in.Enter(instrument.Entered{Scale: score.Scale, Value: score.Value})
			if err != nil || entered.Scores[0].Band != score.Band || entered.Scores[0].Case != score.Case {
				t.Fatalf("%s: the score %v is refused or read differently: %v", in.Code, score.Value, err)
			}
			if len(in.Scales[i].Bands) > 0 && (score.Band.Label == "" || score.Value > score.Band.To+0.01) {
				t.Fatalf("%s: %v falls between the bands", in.Code, score.Value)
			}
		}
	})
}

func TestTurningEveryAnswerRoundTurnsTheScoreRound(t *testing.T) {
	library := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := withItems(t, library)
		answers := sheet(t, in)
		turned := slices.Clone(answers)
		for i, item := range in.Items {
			turned[i].Value = item.Low + item.High - turned[i].Value
		}
		one, _ := in.Score(answers)
		other, _ := in.Score(turned)
		for i, scale := range in.Scales {
			if sum := one.Scores[i].Value + other.Scores[i].Value; math.Abs(sum-scale.Range.Low-scale.Range.High) > 1e-9 {
				t.Fatalf("%s: %v and %v", in.Code, one.Scores[i].Value, other.Scores[i].Value)
			}
		}
	})
}

func TestLeavingOutAnAnswerNeverLeavesTheRange(t *testing.T) {
	library := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := withItems(t, library)
		answers := sheet(t, in)
		for i := range answers {
			if rapid.IntRange(0, 4).Draw(t, "left out") == 0 {
				answers[i] = instrument.Answer{}
			}
		}
		result, err := in.Score(answers)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		for _, score := range result.Scores {
			scale, _ := in.Scale(score.Scale)
			if !scale.Range.Contains(score.Value) || score.Missing > scale.Missing.Max || score.Prorated != (score.Missing > 0) {
				t.Fatalf("%s: %+v", in.Code, score)
			}
		}
	})
}
