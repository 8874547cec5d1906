package instrument

import "math"

// Direction says which end of a scale is the good one.
type Direction string

const (
	HigherIsWorse    Direction = "higher-is-worse"
	HigherIsBetter   Direction = "higher-is-better"
	DirectionUnknown Direction = "unknown" // a person's own instrument
)

// Method says how answers become a number.
type Method string

const (
	Sum  Method = "sum"
	Mean Method = "mean"
)

// Scale is one number an instrument gives, with everything known about it.
type Scale struct {
	Name      string // [Total], or as "anxiety"
	Title     string
	Direction Direction
	Method    Method
	Items     []string // link ids; empty when only a total can be entered
	Factor    Factor
	Range     Range
	Missing   Missing
	Bands     []Band // lowest first, without overlap; empty when none are published
	Cutoffs   []Cutoff
	Reliable  Threshold   // beyond measurement error; zero when unknown
	Notices   []Threshold // the smallest change people notice, by source; at most one is primary
	Precision []Coefficient
	Norms     []Norm
	Codes     []Coding
	// NeverForChange holds the reason when the scale must not be used to
	// follow change (PHQ-2, GAD-2, PHQ-4).
	NeverForChange Provenance
}

// Factor multiplies the raw number: 4 for WHO-5, 2 for DASS-21, 1 else.
type Factor struct {
	By         float64
	Provenance Provenance
}

// Range is what a score can be, after the factor.
type Range struct {
	Low, High  float64
	Step       float64 // scores are Low plus a multiple of this; 0 for any number
	Provenance Provenance
}

// Contains says whether a score is in the range; the step is not looked at.
func (r Range) Contains(score float64) bool { return score >= r.Low && score <= r.High }

// onStep says whether a score is one that the scale can give.
func (r Range) onStep(score float64) bool {
	if r.Step == 0 {
		return true
	}
	steps := (score - r.Low) / r.Step
	return math.Abs(steps-math.Round(steps)) < tiny
}

// Missing says how many answers may be missing. The mean of the given answers
// then stands in for them; a sum is rounded to the nearest whole number [D].
type Missing struct {
	Max        int
	Provenance Provenance
}

// Band is a named stretch of a scale, both ends included.
type Band struct {
	From, To   float64
	Label      string
	Provenance Provenance
}

// Cutoff is a score that divides a scale in two.
type Cutoff struct {
	At         float64
	Below      bool   // met at this score and below; else at this score and above
	Purpose    string // as "caseness", "women"
	Primary    bool   // the one used for caseness
	Accuracy   string // sensitivity and specificity where known
	Provenance Provenance
}

// Met says whether a score meets the cut-off.
func (c Cutoff) Met(score float64) bool {
	if c.Below {
		return score <= c.At+tiny
	}
	return score >= c.At-tiny
}

// Threshold is the size of a change, at which a statement about it holds. With
// both parts given, both must hold.
type Threshold struct {
	Points     float64 // on the scale; 0 when not given
	Percent    float64 // of the first score; 0 when not given
	Primary    bool
	Note       string
	Provenance Provenance
}

// Known is false for the zero value.
func (t Threshold) Known() bool { return t.Points > 0 || t.Percent > 0 }

// Needs gives the points a change from this first score has to reach.
func (t Threshold) Needs(first float64) float64 {
	return math.Max(t.Points, t.Percent/100*math.Abs(first))
}

// Coefficient is a reliability: "alpha", "retest" or "icc", as a range.
type Coefficient struct {
	Kind       string
	Low, High  float64
	Provenance Provenance
}

// Norm is how a group of people scored.
type Norm struct {
	Population string
	Mean       float64 // meaningful when HasMean
	HasMean    bool
	SD         float64
	Provenance Provenance
}

// Band gives the band of a score. Bands are read by their lower ends, so that a
// prorated score between two of them has one.
func (s Scale) Band(score float64) (Band, bool) {
	found, ok := Band{}, false
	for _, band := range s.Bands {
		if score >= band.From-tiny {
			found, ok = band, true
		}
	}
	return found, ok
}

// Caseness gives the cut-off used for caseness, where the scale has one.
func (s Scale) Caseness() (Cutoff, bool) {
	for _, cutoff := range s.Cutoffs {
		if cutoff.Primary {
			return cutoff, true
		}
	}
	return Cutoff{}, false
}

// Notice gives the threshold used for "people notice", zero when unknown.
func (s Scale) Notice() Threshold {
	for _, threshold := range s.Notices {
		if threshold.Primary {
			return threshold
		}
	}
	return Threshold{}
}

// tiny absorbs rounding when decimals are compared with thresholds.
const tiny = 1e-9
