package monitor

import "math"

// tally adds up a baseline, value by value; all its statistics come from
// sums, so that a day costs the same after ten years as after ten weeks.
type tally struct {
	from, to  int
	n         float64
	sum, sqr  float64
	last      float64 // the value of day to
	pairs     float64 // of neighbouring days that both have a value
	pairSum   float64 // of both values of each pair
	pairCross float64 // of their product
}

func (t *tally) add(day int, x float64) {
	if t.n == 0 {
		t.from = day
	} else if day == t.to+1 {
		t.pairs++
		t.pairSum += x + t.last
		t.pairCross += x * t.last
	}
	t.to, t.last = day, x
	t.n++
	t.sum += x
	t.sqr += x * x
}

func (t *tally) mean() float64 { return t.sum / t.n }

// variance is the sample variance; 0 with fewer than two values.
func (t *tally) variance() float64 {
	if t.n < 2 {
		return 0
	}
	return max(0, (t.sqr-t.sum*t.sum/t.n)/(t.n-1))
}

// autocorrelation of one day with the next, −1 to 1; 0 where it cannot be
// told.
func (t *tally) autocorrelation() float64 {
	v := t.variance()
	if t.pairs < 3 || v < 1e-12 {
		return 0
	}
	m := t.mean()
	cross := (t.pairCross - m*t.pairSum + t.pairs*m*m) / t.pairs
	return min(1, max(-1, cross/(v*(t.n-1)/t.n)))
}

// usual is what a chart takes from a baseline: mean and SD as shares of the
// scale, both moderated where few days speak.
type usual struct {
	mean, sd, phi float64
	days          float64 // how many independent days the mean is worth
}

// usual weighs the tally against what is expected of such scales.
//
// The autocorrelation is first freed of the bias that short series have
// (Kendall 1954 [M]: about (1+3φ)/n too low) and then drawn towards usualPhi.
// The variance is freed of the bias that autocorrelation gives it and drawn
// towards spread².
func (t *tally) usual(spread float64) usual {
	u := usual{mean: t.mean(), phi: usualPhi}
	if t.pairs > 3 {
		r := (t.pairs*t.autocorrelation() + 1) / (t.pairs - 3)
		u.phi = (t.pairs*r + phiPairs*usualPhi) / (t.pairs + phiPairs)
	}
	u.phi = min(mostPhi, max(0, u.phi))
	u.phi = t.acrossGaps(u.phi)
	u.days = t.n * (1 - u.phi) / (1 + u.phi)
	v := t.variance()
	if u.days > 1.5 {
		v *= (t.n - 1) / t.n / (1 - 1/u.days)
	}
	v = (u.days*v + spreadDays*spread*spread) / (u.days + spreadDays)
	u.sd = max(leastSpread, math.Sqrt(v))
	return u
}

// acrossGaps turns the autocorrelation of one day with the next into that of
// one value with the next: of those that are not neighbours, most lie two days
// apart.
func (t *tally) acrossGaps(phi float64) float64 {
	if t.n < 2 {
		return phi
	}
	near := t.pairs / (t.n - 1)
	return phi * (near + (1-near)*phi)
}

// margin is the standard deviation of line − mean for a steady person, when
// the start still counts for left in the line; a touch less while the baseline
// is short.
//
// The variance of an EWMA of a first-order autoregression is Schmid 1997 [M],
// checked by simulation [C]; that of the mean is sd²/days.
func (u usual) margin(left float64) float64 {
	b := u.phi * (1 - lambda)
	line := lambda / (2 - lambda) * (1 + b) / (1 - b) * (1 - left*left)
	mean := (1 - left) * (1 - left) / u.days
	return (1 - easing/u.days) * u.sd * math.Sqrt(line+mean)
}
