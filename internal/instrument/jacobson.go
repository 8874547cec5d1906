package instrument

import "math"

// Spread is what a sample says about a scale: the standard deviation, in
// points, and the reliability, between 0 and 1.
type Spread struct {
	SD          float64
	Reliability float64
}

// SEM is the standard error of measurement, SD·√(1−r), in points
// [F: Jacobson & Truax as in R clinicalsignificance].
func (s Spread) SEM() float64 { return s.SD * math.Sqrt(1-s.Reliability) }

// Difference is the standard error of a difference between two scores,
// √2·SEM, in points.
func (s Spread) Difference() float64 { return math.Sqrt2 * s.SEM() }

// Index is the reliable change index of a difference: (post−pre)/Difference.
// Its sign is that of the difference.
func (s Spread) Index(pre, post float64) float64 { return (post - pre) / s.Difference() }

// Threshold is the change in points that measurement error alone exceeds in one
// of twenty cases: 1.96·Difference.
func (s Spread) Threshold() float64 { return z95 * s.Difference() }

// z95 cuts off 2.5 % of a normal distribution on each side.
const z95 = 1.96

// Reliable says whether a difference lies beyond the threshold.
func (s Spread) Reliable(pre, post float64) bool { return math.Abs(s.Index(pre, post)) > z95 }

// Populations holds the means and standard deviations of people in distress and
// of people who are well, for Jacobson & Truax's cut-offs.
type Populations struct {
	ClinicalMean, ClinicalSD float64
	WellMean, WellSD         float64
}

// CutoffA lies two standard deviations from the clinical mean, towards well.
func (p Populations) CutoffA() float64 { return p.ClinicalMean + 2*p.ClinicalSD*p.towardsWell() }

// CutoffB lies two standard deviations from the mean of the well, towards
// clinical.
func (p Populations) CutoffB() float64 { return p.WellMean - 2*p.WellSD*p.towardsWell() }

// CutoffC lies between the two means, weighted by their standard deviations:
// as likely to be one as the other. The best of the three when both are known.
func (p Populations) CutoffC() float64 {
	return (p.ClinicalSD*p.WellMean + p.WellSD*p.ClinicalMean) / (p.ClinicalSD + p.WellSD)
}

func (p Populations) towardsWell() float64 {
	if p.WellMean < p.ClinicalMean {
		return -1
	}
	return 1
}
