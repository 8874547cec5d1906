package instrument_test

import (
	"errors"
	"math"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/instrument"

	"pgregory.net/rapid"
)

const (
	unknown = instrument.Unknown
	no      = instrument.No
	yes     = instrument.Yes
)

// "Beyond measurement error" and "people notice" are two statements: all four
// combinations occur.
func TestTwoStatementsAboutOneChange(t *testing.T) {
	tests := []struct {
		code       string
		from, to   float64
		trend      instrument.Trend
		beyond     instrument.Verdict
		noticeable instrument.Verdict
	}{
		{"PHQ-9", 15, 9, instrument.Better, yes, yes},
		{"PHQ-9", 15, 10, instrument.Better, no, yes},
		{"PHQ-9", 15, 13, instrument.Better, no, no}, // 20 % of 15 is 3
		{"PHQ-9", 15, 12, instrument.Better, no, yes},
		{"PHQ-9", 2, 1, instrument.Better, no, no}, // half, but less than 1.7 points
		{"PHQ-9", 8, 14, instrument.Worse, yes, yes},
		{"PHQ-9", 0, 1, instrument.Worse, no, no},
		{"PHQ-9", 7, 7, instrument.Same, no, no},
		{"GAD-7", 12, 8, instrument.Better, yes, yes},
		{"GAD-7", 12, 9, instrument.Better, no, no}, // 26.8 % of 12 is 3.2
		{"GAD-7", 19, 15, instrument.Better, yes, no},
		{"GAD-7", 6, 10, instrument.Worse, yes, yes},
		{"WHO-5", 40, 52, instrument.Better, unknown, yes},
		{"WHO-5", 40, 32, instrument.Worse, unknown, no},
		{"CORE-10", 20, 14, instrument.Better, yes, unknown},
		{"PSYCHLOPS", 10, 5.37, instrument.Better, yes, unknown},
		{"PSYCHLOPS", 10, 5.38, instrument.Better, no, unknown},
		{"GOAL", 3, 6, instrument.Better, yes, unknown},
		{"GOAL", 3, 5, instrument.Better, no, unknown},
		{"ORS", 20, 25, instrument.Better, yes, unknown},
		{"PCL-5", 50, 33, instrument.Better, no, yes},
		{"GSE", 20, 30, instrument.Better, unknown, unknown},
	}
	for _, test := range tests {
		in := lookup(t, test.code)
		got, err := in.Change(instrument.Total, test.from, test.to)
		if err != nil || got.Trend != test.trend || got.BeyondError != test.beyond || got.Noticeable != test.noticeable {
			t.Errorf("%s %v→%v: %s, beyond error %v, noticeable %v (%v)", test.code, test.from, test.to, got.Trend, got.BeyondError, got.Noticeable, err)
		}
	}
}

func TestAChangeCarriesItsSources(t *testing.T) {
	got, err := lookup(t, "PHQ-9").Change(instrument.Total, 15, 9)
	if err != nil || got.Points != -6 || !got.ReliablyBetter() || got.ReliablyWorse() {
		t.Fatalf("got %+v, %v", got, err)
	}
	if got.Reliable.Points != 6 || got.Reliable.Provenance.Tag != instrument.Found || got.NoticeNeeds != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestChangesThatCannotBeCompared(t *testing.T) {
	in := lookup(t, "PHQ-9")
	for _, pair := range [][2]float64{{28, 3}, {3, -1}, {math.NaN(), 3}} {
		if _, err := in.Change(instrument.Total, pair[0], pair[1]); !errors.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", pair, err)
		}
	}
	if _, err := in.Change("anxiety", 3, 4); !errors.Is(err, fault.Invalid) {
		t.Errorf("a scale it does not have: %v", err)
	}
}

func TestGoingBackIsTheOppositeWayAndAsReliable(t *testing.T) {
	library := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SampledFrom(library.All()).Draw(t, "instrument")
		scale := rapid.SampledFrom(in.Scales).Draw(t, "scale")
		from := rapid.Float64Range(scale.Range.Low, scale.Range.High).Draw(t, "from")
		to := rapid.Float64Range(scale.Range.Low, scale.Range.High).Draw(t, "to")
		there, err := in.Change(scale.Name, from, to)
		if err != nil {
			return
		}
		back, _ := in.Change(scale.Name, to, from)
		opposite := map[instrument.Trend]instrument.Trend{instrument.Better: instrument.Worse, instrument.Worse: instrument.Better, instrument.Same: instrument.Same}
		if back.Trend != opposite[there.Trend] || back.BeyondError != there.BeyondError {
			t.Fatalf("%s: %+v and %+v", in.Code, there, back)
		}
	})
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > within {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// The figures were computed with R [C] from published means and standard
// deviations; they check the arithmetic, not the reliabilities.
func TestReliableChangeAfterJacobsonAndTruax(t *testing.T) {
	illustration := instrument.Spread{SD: 7.5, Reliability: .80}
	near(t, "index", illustration.Index(32.5, 47.5), 3.162, .0005)
	if !illustration.Reliable(32.5, 47.5) || illustration.Reliable(32.5, 41) {
		t.Error("15 points are reliable, 8.5 are not")
	}
	das := instrument.Spread{SD: 11.82566, Reliability: .88}
	near(t, "DAS difference", das.Difference(), 5.793367, .000002)
	near(t, "DAS threshold", das.Threshold(), 11.355, .0005)
	near(t, "BDI difference at .80", instrument.Spread{SD: 8.158643, Reliability: .80}.Difference(), 5.159979, .000001)
	near(t, "BDI difference at .93", instrument.Spread{SD: 8.158643, Reliability: .93}.Difference(), 3.052685, .000001)
	near(t, "PHQ-9 from an assumed SD", instrument.Spread{SD: 5.66, Reliability: .89}.Threshold(), 5.20, .005)
	near(t, "GAD-7 from an assumed SD", instrument.Spread{SD: 4.25, Reliability: .91}.Threshold(), 3.53, .005)
	near(t, "PHQ-9 from WYLOW", instrument.Spread{SD: 5.41, Reliability: .89}.Threshold(), 4.97, .005)
	near(t, "GAD-7 from WYLOW", instrument.Spread{SD: 4.38, Reliability: .92}.Threshold(), 3.43, .005)
	near(t, "SEM", instrument.Spread{SD: 10, Reliability: .75}.SEM(), 5, 1e-12)
}

func TestCORE10SixLiesBetweenTheTwoIndices(t *testing.T) {
	scale, _ := lookup(t, "CORE-10").Scale(instrument.Total)
	spread := instrument.Spread{SD: scale.Norms[0].SD, Reliability: scale.Precision[0].Low}
	near(t, "95 % index", spread.Threshold(), 6.75, .005)
	near(t, "90 % index", 1.645*spread.Difference(), 5.66, .005)
	if scale.Reliable.Points != 6 {
		t.Errorf("the published rule is 6, shipped is %v", scale.Reliable.Points)
	}
}

func TestCutoffsAfterJacobsonAndTruax(t *testing.T) {
	p := instrument.Populations{ClinicalMean: 40, ClinicalSD: 7.5, WellMean: 60, WellSD: 7.5}
	near(t, "a", p.CutoffA(), 55, 1e-12)
	near(t, "b", p.CutoffB(), 45, 1e-12)
	near(t, "c", p.CutoffC(), 50, 1e-12)
	turned := instrument.Populations{ClinicalMean: 60, ClinicalSD: 7.5, WellMean: 40, WellSD: 7.5}
	near(t, "a, lower is better", turned.CutoffA(), 45, 1e-12)
	near(t, "b, lower is better", turned.CutoffB(), 55, 1e-12)
	near(t, "c, lower is better", turned.CutoffC(), 50, 1e-12)
	unequal := instrument.Populations{ClinicalMean: 19.7, ClinicalSD: 7.7, WellMean: 4.7, WellSD: 4.8}
	near(t, "c for CORE-10's norms", unequal.CutoffC(), (7.7*4.7+4.8*19.7)/(7.7+4.8), 1e-12)
}

func TestTheGridOfTalkingTherapies(t *testing.T) {
	type out = instrument.Outcome
	course := func(first, last int) instrument.Course {
		return instrument.Course{First: instrument.Given(first), Last: instrument.Given(last)}
	}
	tests := map[string]struct {
		phq9, gad7 instrument.Course
		want       out
	}{
		"reliable recovery":         {course(15, 8), course(12, 6), out{Classifiable: true, CaseAtStart: true, Recovery: true, ReliableImprovement: true, ReliableRecovery: true}},
		"reliable improvement only": {course(15, 8), course(12, 9), out{Classifiable: true, CaseAtStart: true, ReliableImprovement: true}},
		"recovery, not reliable":    {course(10, 9), course(8, 7), out{Classifiable: true, CaseAtStart: true, Recovery: true, NoReliableChange: true}},
		"one up and one down":       {course(15, 9), course(6, 10), out{Classifiable: true, CaseAtStart: true, NoReliableChange: true}},
		"reliable deterioration":    {course(8, 14), course(5, 5), out{Classifiable: true, ReliableDeterioration: true}},
		"not eligible for recovery": {course(9, 3), course(7, 7), out{Classifiable: true, ReliableImprovement: true}},
		"just short of both":        {course(15, 10), course(12, 9), out{Classifiable: true, CaseAtStart: true, NoReliableChange: true}},
		"six is enough":             {course(16, 10), course(5, 5), out{Classifiable: true, CaseAtStart: true, ReliableImprovement: true}},
		"four is enough":            {course(5, 5), course(12, 8), out{Classifiable: true, CaseAtStart: true, ReliableImprovement: true}},
		"four worse is enough":      {course(5, 5), course(3, 7), out{Classifiable: true, ReliableDeterioration: true}},
		"last GAD-7 missing":        {course(15, 8), instrument.Course{First: instrument.Given(12)}, out{}},
		"first PHQ-9 missing":       {instrument.Course{Last: instrument.Given(8)}, course(12, 6), out{}},
	}
	library := load(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := library.TalkingTherapies(test.phq9, test.gad7); err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
	if _, err := library.TalkingTherapies(course(28, 3), course(3, 3)); !errors.Is(err, fault.Invalid) {
		t.Errorf("28 on the PHQ-9: %v", err)
	}
	if _, err := (instrument.Library{}).TalkingTherapies(course(8, 3), course(3, 3)); !errors.Is(err, fault.NotFound) {
		t.Errorf("without the instruments: %v", err)
	}
}

// Written from the rule's own words, apart from the tables the code reads.
func TestTalkingTherapiesOverEveryCourse(t *testing.T) {
	library := load(t)
	rapid.Check(t, func(t *rapid.T) {
		p1, p2 := rapid.IntRange(0, 27).Draw(t, "phq first"), rapid.IntRange(0, 27).Draw(t, "phq last")
		g1, g2 := rapid.IntRange(0, 21).Draw(t, "gad first"), rapid.IntRange(0, 21).Draw(t, "gad last")
		got, err := library.TalkingTherapies(
			instrument.Course{First: instrument.Given(p1), Last: instrument.Given(p2)},
			instrument.Course{First: instrument.Given(g1), Last: instrument.Given(g2)})
		up, down := p1-p2 > 5 || g1-g2 > 3, p2-p1 > 5 || g2-g1 > 3
		start, end := p1 > 9 || g1 > 7, p2 > 9 || g2 > 7
		want := instrument.Outcome{
			Classifiable: true, CaseAtStart: start, Recovery: start && !end,
			ReliableImprovement: up && !down, ReliableRecovery: start && !end && up && !down,
			ReliableDeterioration: down && !up, NoReliableChange: up == down,
		}
		if err != nil || got != want {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
	})
}

func TestGoalAttainment(t *testing.T) {
	levels := func(levels ...int) []instrument.Attained {
		var goals []instrument.Attained
		for _, level := range levels {
			goals = append(goals, instrument.Attained{Level: level, Weight: 1})
		}
		return goals
	}
	for _, test := range []struct {
		goals []instrument.Attained
		want  float64
	}{
		{levels(0, 0, 0), 50},
		{levels(1), 60},
		{levels(1, 1), 62.4035},
		{levels(2, 1, 0), 63.6931},
		{levels(-1, -1), 50 - 12.4035},
		{[]instrument.Attained{{Level: 2, Weight: 3}, {Level: -1, Weight: 1}}, 50 + 50/math.Sqrt(.7*10+.3*16)},
	} {
		got, err := instrument.GoalAttainment(test.goals)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "T", got, test.want, .00005)
	}
	for _, wrong := range [][]instrument.Attained{nil, levels(3), levels(-3), {{Level: 1}}, {{Level: 1, Weight: -1}}, {{Level: 1, Weight: math.NaN()}}, {{Level: 1, Weight: math.Inf(1)}}} {
		if _, err := instrument.GoalAttainment(wrong); !errors.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

func TestNotOnTrackIsACalmRule(t *testing.T) {
	tests := []struct {
		code     string
		from, to float64
		sessions int
		want     instrument.Track
	}{
		{"PHQ-9", 14, 20, 1, instrument.RaiseNow},
		{"PHQ-9", 14, 8, 2, instrument.OnTrack},
		{"PHQ-9", 14, 13, 5, instrument.TooEarly},
		{"PHQ-9", 14, 13, 6, instrument.WorthDiscussing},
		{"PHQ-9", 14, 18, 8, instrument.WorthDiscussing},
		{"PHQ-9", 15, 12, 6, instrument.OnTrack}, // exactly 20 %
		{"PHQ-9", 0, 0, 8, instrument.OnTrack},   // nothing left to gain
		{"ORS", 20, 22, 6, instrument.WorthDiscussing},
		{"ORS", 20, 24, 6, instrument.OnTrack},
		{"WHO-5", 20, 20, 8, instrument.TrackUnknown},
	}
	for _, test := range tests {
		in := lookup(t, test.code)
		change, err := in.Change(instrument.Total, test.from, test.to)
		if err != nil {
			t.Fatal(err)
		}
		scale, _ := in.Scale(instrument.Total)
		if got := instrument.NotOnTrack().Track(scale, change, test.sessions); got != test.want {
			t.Errorf("%s %v→%v after %d: %s, want %s", test.code, test.from, test.to, test.sessions, got, test.want)
		}
	}
}
