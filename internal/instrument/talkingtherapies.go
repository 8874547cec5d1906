package instrument

import "fermata/internal/fault"

// Course is the first and the last score of one measure over a stretch of
// therapy; either may be missing.
type Course struct {
	First, Last Answer
}

// Outcome is how NHS Talking Therapies would count a course. The fields are
// separate counts; they do not add up to one.
type Outcome struct {
	Classifiable          bool // all four scores are there; else every other field is false
	CaseAtStart           bool // at caseness on either measure: eligible for recovery
	Recovery              bool // at caseness on either at the start, on neither at the end
	ReliableImprovement   bool // one measure or both improved reliably, neither got worse reliably
	ReliableRecovery      bool
	ReliableDeterioration bool // one or both got worse reliably, neither improved reliably
	NoReliableChange      bool // neither of the two, one up and one down included
}

// TalkingTherapies applies the counting rules of NHS Talking Therapies to
// PHQ-9 and GAD-7. Caseness 10 and 8, reliable change 6 and 4, both "or more"
// [F: BMC Psych 2018 MindStep table]; the clauses of improvement, recovery and
// reliable recovery [F: NHS England annual data dictionary 2024-25]; the mirror
// clause of deterioration [M]; one up and one down is no reliable change
// [C: from the clauses]. It fails with fault.Invalid for a score out of range
// and fault.NotFound in a library without the two instruments.
func (l Library) TalkingTherapies(phq9, gad7 Course) (Outcome, error) {
	low, err := l.courseOf(PHQ9, phq9)
	if err != nil {
		return Outcome{}, err
	}
	anxiety, err := l.courseOf(GAD7, gad7)
	if err != nil {
		return Outcome{}, err
	}
	if !low.complete || !anxiety.complete {
		return Outcome{}, nil
	}
	better, worse := low.better || anxiety.better, low.worse || anxiety.worse
	out := Outcome{
		Classifiable:          true,
		CaseAtStart:           low.caseFirst || anxiety.caseFirst,
		ReliableImprovement:   better && !worse,
		ReliableDeterioration: worse && !better,
		NoReliableChange:      better == worse,
	}
	out.Recovery = out.CaseAtStart && !low.caseLast && !anxiety.caseLast
	out.ReliableRecovery = out.Recovery && out.ReliableImprovement
	return out, nil
}

type courseReading struct {
	complete            bool
	caseFirst, caseLast bool
	better, worse       bool
}

func (l Library) courseOf(code string, course Course) (courseReading, error) {
	in, err := l.Lookup(code)
	if err != nil {
		return courseReading{}, fault.Wrap("instrument.talkingtherapies", err)
	}
	if !course.First.Given || !course.Last.Given {
		return courseReading{}, nil
	}
	change, err := in.Change(Total, float64(course.First.Value), float64(course.Last.Value))
	if err != nil {
		return courseReading{}, fault.Wrap("instrument.talkingtherapies", err)
	}
	scale, _ := in.Scale(Total)
	cutoff, _ := scale.Caseness()
	return courseReading{
		complete:  true,
		caseFirst: cutoff.Met(change.From), caseLast: cutoff.Met(change.To),
		better: change.ReliablyBetter(), worse: change.ReliablyWorse(),
	}, nil
}
