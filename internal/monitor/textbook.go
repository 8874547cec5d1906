package monitor

import "math"

// EWMA is the textbook exponentially weighted moving average chart: each new
// value pulls the line a little towards itself, and the chart alarms when the
// line leaves its limits. Mean and SD are taken as known.
//
// Source: Lucas and Saccucci 1990 [M]; its run lengths are checked against
// tables computed with R spc 0.6.7 [C]. The chart that people see is
// [Chart], which has to learn mean and SD first; this one is the yardstick.
type EWMA struct {
	Mean, SD float64 // of a steady day, SD > 0
	Lambda   float64 // weight of the newest value, in (0, 1]
	L        float64 // limit, in standard deviations of the line

	// Exact uses the limits of a line that has only just begun, which are
	// narrower on the first days; otherwise they are asymptotic and fixed.
	Exact bool
	// Upper watches for a rise only, and keeps the line from sinking below
	// Mean, so that a good stretch cannot hide the start of a bad one.
	Upper bool

	level float64 // line − Mean, in SD
	left  float64 // (1−Lambda)^(2n): what the start still counts for
	begun bool
}

// Add takes the next value. It returns the line, the upper limit (both in the
// units of Mean) and whether the line is outside.
func (c *EWMA) Add(x float64) (line, limit float64, out bool) {
	if !c.begun {
		c.begun, c.left = true, 1
	}
	c.level += c.Lambda * ((x-c.Mean)/c.SD - c.level)
	c.left *= (1 - c.Lambda) * (1 - c.Lambda)
	if c.Upper {
		c.level = max(c.level, 0)
	}
	width := c.width()
	out = c.level > width || (!c.Upper && c.level < -width)
	return c.Mean + c.SD*c.level, c.Mean + c.SD*width, out
}

// width is the limit's distance from the mean, in SD.
func (c *EWMA) width() float64 {
	v := c.Lambda / (2 - c.Lambda)
	if c.Exact {
		v *= 1 - c.left
	}
	return c.L * math.Sqrt(v)
}

// CUSUM is the textbook cumulative sum chart: it adds up how far each value
// lies beyond Mean + K·SD, forgets when the sum falls below zero, and alarms
// when the sum passes H. Mean and SD are taken as known.
//
// Source: Page 1954, Montgomery [M]; run lengths checked as for [EWMA] [C].
type CUSUM struct {
	Mean, SD float64 // of a steady day, SD > 0
	K, H     float64 // allowance and limit, in SD
	Upper    bool    // watch for a rise only

	high, low float64
}

// Add takes the next value. It returns the upper sum (in SD) and whether a
// sum is outside.
func (c *CUSUM) Add(x float64) (sum float64, out bool) {
	z := (x - c.Mean) / c.SD
	c.high = max(0, c.high+z-c.K)
	if !c.Upper {
		c.low = max(0, c.low-z-c.K)
	}
	return c.high, c.high > c.H || c.low > c.H
}
