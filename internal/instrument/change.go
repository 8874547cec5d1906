package instrument

import (
	"math"

	"fermata/internal/fault"
)

// Trend is the way a score moved, seen from the person.
type Trend string

const (
	TrendUnknown Trend = "unknown" // the direction of the scale is not known
	Same         Trend = "same"
	Better       Trend = "better"
	Worse        Trend = "worse"
)

// Change compares two scores of one scale. It holds two separate statements,
// never to be shown as one: whether the difference is beyond measurement error
// (reliable change), and whether people tend to notice a difference of this
// size (MCID).
type Change struct {
	Code, Scale string
	From, To    float64
	Points      float64 // To − From
	Trend       Trend

	BeyondError Verdict   // reliable change
	Reliable    Threshold // by which; zero when unknown
	Noticeable  Verdict
	Notice      Threshold // by which; zero when unknown
	NoticeNeeds float64   // points the change had to reach from this first score
}

// ReliablyBetter: better, beyond measurement error.
func (c Change) ReliablyBetter() bool { return c.Trend == Better && c.BeyondError == Yes }

// ReliablyWorse: worse, beyond measurement error.
func (c Change) ReliablyWorse() bool { return c.Trend == Worse && c.BeyondError == Yes }

// Change compares a first and a later score. It fails with fault.Invalid when
// the scale must not be used for change (PHQ-2), is not one of the instrument's
// or a score is out of range.
//
// A change counts as reliable from the threshold on: on whole numbers "6 or
// more", never "more than 6" [F: BMC Psych 2018 MindStep table].
func (in Instrument) Change(scaleName string, from, to float64) (Change, error) {
	const op = "instrument.change"
	scale, ok := in.Scale(scaleName)
	if !ok {
		return Change{}, fault.New(fault.Invalid, op, in.Code+" does not have that score. It has "+in.scaleNames()+".")
	}
	if scale.NeverForChange.Tag != "" {
		return Change{}, fault.New(fault.Invalid, op, in.Code+" is too short to show change. Use PHQ-9 or GAD-7 for that.")
	}
	if !scale.Range.Contains(from) || !scale.Range.Contains(to) {
		return Change{}, fault.New(fault.Invalid, op, "One of the two scores is out of the range of "+in.Code+". Look at your sheet again.")
	}
	return scale.change(in.Code, from, to), nil
}

func (s Scale) change(code string, from, to float64) Change {
	notice := s.Notice()
	c := Change{
		Code: code, Scale: s.Name, From: from, To: to, Points: to - from, Trend: s.trend(from, to),
		Reliable: s.Reliable, Notice: notice,
	}
	c.BeyondError = s.Reliable.verdict(c.Points, from)
	c.Noticeable = notice.verdict(c.Points, from)
	if notice.Known() {
		c.NoticeNeeds = notice.Needs(from)
	}
	return c
}

func (t Threshold) verdict(points, from float64) Verdict {
	if !t.Known() {
		return Unknown
	}
	return verdict(math.Abs(points) >= t.Needs(from)-tiny)
}

func (s Scale) trend(from, to float64) Trend {
	if math.Abs(to-from) < tiny {
		return Same
	}
	if s.Direction == DirectionUnknown {
		return TrendUnknown
	}
	if rose := to > from; rose == (s.Direction == HigherIsWorse) {
		return Worse
	}
	return Better
}
