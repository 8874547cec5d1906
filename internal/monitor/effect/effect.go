// Package effect says how much better one stretch of a person's days was than
// another, and how unsure that is.
//
// The measure is NAP, the non-overlap of all pairs: take a day of stretch A and
// a day of stretch B at random; NAP is the chance that the day of B was better,
// ties counting half. 0.5 is no difference, 1 means that every day of B was
// better than every day of A. It needs ranks only, so the steps of a scale need
// not be equal.
//
// Before and after alone prove little: time passes, other things change, and
// people begin something new when they are at their worst. Show the interval,
// and say so. [Compare] takes its interval from independent days, which daily
// scores are not; [Bootstrap] keeps neighbouring days together and is the one
// to show for daily data. Measures that depend on the length of the stretches
// or have no standard error (Tau-U, PND, PEM) are left out on purpose
// [F: SingleCaseES vignette].
package effect

import (
	"math"
	"slices"

	"fermata/internal/fault"
)

// Effect is the difference between two stretches of days.
type Effect struct {
	NAP float64 // chance that a day of B is better than one of A, 0 to 1
	Tau float64 // 2·NAP − 1, −1 to 1

	// Standard errors of NAP. All take days as independent [F: SingleCaseES].
	Unbiased float64 // unbiased in its square (Sen 1967, Mee 1990 [M]); NaN unless both stretches have two days
	Hanley   float64 // Hanley and McNeil 1982 [M]
	Null     float64 // if there were no difference and no ties

	Interval Interval // by Newcombe 2006, method 5 [M]; independent days
}

// Interval holds NAP with the given confidence.
type Interval struct{ Low, High float64 }

// Direction says which values are better.
type Direction bool

// The directions.
const (
	HigherIsBetter Direction = false
	LowerIsBetter  Direction = true
)

// Compare compares stretch B with stretch A at a confidence between 0 and 1,
// usually 0.95. Each stretch needs at least one value and all have to be
// finite, else it returns [fault.Invalid].
func Compare(a, b []float64, better Direction, confidence float64) (Effect, error) {
	if err := check(a, b, confidence); err != nil {
		return Effect{}, err
	}
	d := dominance(a, b, better)
	e := Effect{NAP: d.nap, Tau: 2*d.nap - 1}
	e.Unbiased, e.Hanley = d.unbiased(), d.hanley()
	e.Null = math.Sqrt((d.m + d.n + 1) / (12 * d.m * d.n))
	e.Interval = newcombe(d.nap, d.m, d.n, confidence)
	return e, nil
}

func check(a, b []float64, confidence float64) error {
	if len(a) == 0 || len(b) == 0 {
		return fault.New(fault.Invalid, "effect.compare", "Both stretches need at least one day with a value. Choose longer ones.")
	}
	if !(confidence > 0 && confidence < 1) {
		return fault.New(fault.Invalid, "effect.compare", "The confidence has to lie between 0 and 1; 0.95 is usual.")
	}
	for _, v := range slices.Concat(a, b) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fault.New(fault.Invalid, "effect.compare", "A value is not a number. Leave that day out.")
		}
	}
	return nil
}

// pairs is how the days of two stretches compare.
type pairs struct {
	m, n float64 // days of A and of B
	nap  float64
	q1   float64 // chance that two days of B both beat one of A
	q2   float64 // chance that one day of B beats two of A
	q3   float64 // mean squared win: 1, ¼ for a tie, 0
}

func dominance(a, b []float64, better Direction) pairs {
	d := pairs{m: float64(len(a)), n: float64(len(b))}
	byB := make([]float64, len(b))
	for _, x := range a {
		wins := 0.0
		for j, y := range b {
			w := win(x, y, better)
			wins += w
			byB[j] += w
			d.q3 += w * w
		}
		d.nap += wins
		d.q1 += wins * wins
	}
	for _, wins := range byB {
		d.q2 += wins * wins
	}
	cells := d.m * d.n
	d.nap /= cells
	d.q1 /= cells * d.n
	d.q2 /= cells * d.m
	d.q3 /= cells
	return d
}

// win is 1 if y is better than x, ½ for a tie.
func win(x, y float64, better Direction) float64 {
	if better == LowerIsBetter {
		x, y = y, x
	}
	switch {
	case y > x:
		return 1
	case y == x:
		return .5
	}
	return 0
}

// unbiased follows SingleCaseES, which checks it [F]: exact without ties, a
// touch too wide with them.
func (d pairs) unbiased() float64 {
	if d.m < 2 || d.n < 2 {
		return math.NaN()
	}
	v := (d.nap - (d.m+d.n-1)*d.nap*d.nap + d.n*d.q1 + d.m*d.q2 - 2*d.q3) / ((d.m - 1) * (d.n - 1))
	return math.Sqrt(max(0, v))
}

func (d pairs) hanley() float64 {
	square := d.nap * d.nap
	v := d.nap*(1-d.nap) + (d.n-1)*(d.q1-square) + (d.m-1)*(d.q2-square)
	return math.Sqrt(max(0, v) / (d.m * d.n))
}

// newcombe finds the values of NAP that the one found does not speak against.
func newcombe(nap, m, n, confidence float64) Interval {
	z := math.Sqrt2 * math.Erfinv(confidence)
	half := (m+n)/2 - 1
	excess := func(x float64) float64 {
		v := x * (1 - x) * (1 + half*((1-x)/(2-x)+x/(1+x))) / (m * n)
		return (nap-x)*(nap-x) - z*z*v
	}
	return Interval{root(excess, nap, 0), root(excess, nap, 1)}
}

// root halves its way from inside, where the function is not positive, to the
// border with outside, where it is not negative.
func root(f func(float64) float64, inside, outside float64) float64 {
	for range 60 {
		if middle := (inside + outside) / 2; f(middle) > 0 {
			outside = middle
		} else {
			inside = middle
		}
	}
	return (inside + outside) / 2
}
