// Package monitor learns what is usual in a daily series and notices when the
// days turn worse than that. It knows numbers and day numbers, and no people.
//
// # The personal chart
//
// [Chart] compares a smoothed line with a personal baseline:
//
//	For the last weeks your days have been worse, on the whole, than in the
//	time before, by more than your own ups and downs explain.
//
// The line is an exponentially weighted moving average that starts at the
// baseline's mean once four weeks have been learned; a day without a value
// holds it. The baseline is everything older than four weeks. It grows, so it
// gets surer with time, and it lags, so it does not learn the slide it is
// there to catch; an alarm freezes it. The limit is as wide as three
// uncertainties ask for: of the line (days that resemble their neighbours make
// it wander), of the baseline's mean, and of the person's spread, which is
// drawn gently towards what is usual for such scales. How strict it is was set
// by simulation, so that a steady person meets a false alarm as rarely as
// [Options] says.
//
// [Together] does the same for the mean of several items; it alone is meant to
// drive the standing. [EWMA] and [CUSUM] are the textbook charts, kept as
// yardsticks.
//
// No clinical study has tried this chart. An alarm is a reason to look, and a
// quiet chart is not a sign that all is well. docs/evidence-monitor.md says
// what simulation shows, and where the chart fails.
//
// # Numbers
//
// Days are whole numbers that grow by one from each day to the next; the
// caller chooses day zero. Values are in the units of the scale. The package
// is pure: the same series and options always give the same result, and
// nothing that comes later changes an alarm that has been given.
package monitor

import (
	"fmt"
	"math"
	"slices"

	"fermata/internal/fault"
)

// Value is what one day said.
type Value struct {
	Day   int
	Value float64
}

// Series holds at most one value a day, in order of days. A day that is
// missing is absent.
type Series []Value

// Options say how to chart. The zero value charts a 0–10 item where higher is
// worse.
type Options struct {
	// Min and Max are the ends of the scale; both zero means 0 to 10.
	Min, Max float64
	// BetterHigh says that a higher value is better; the chart then watches
	// for a fall.
	BetterHigh bool
	// Baseline is how many days are learned before charting starts, 14 to
	// 365; zero means 28 [D: docs/evidence-monitor.md].
	Baseline int
	// AlarmsPerYear is how many false alarms a year are accepted for a steady
	// person, per chart, 0.05 to 4; zero means [DefaultAlarms].
	AlarmsPerYear float64
	// NewNormal are the days on which the person said "this is my new
	// normal": what came before such a day is forgotten and learning starts
	// again with it. Alarms given before stay.
	NewNormal []int
	// Through extends the result to a day without a value, as today; it
	// matters for [Result.Status] and [Result.Days] only.
	Through int
	// EachDay fills [Result.Days], for drawing.
	EachDay bool

	spread float64 // expected SD as a share of the scale; zero means usualSpread
}

// DefaultAlarms is 0.22 false alarms per steady person-year: one steady person
// in twenty meets one within twelve weeks [D: docs/evidence-monitor.md].
const DefaultAlarms = .22

// Result is what one chart has to say.
type Result struct {
	N        int // values in the series
	Status   Status
	Baseline Baseline
	Alarms   []Alarm // by date; at most one per episode
	Days     []Day   // only with [Options.EachDay]
}

// Status says what can be said about a day.
type Status string

// The statuses. NotEnough is never "all well".
const (
	Learning  Status = "learning"        // the baseline is still being learned
	Charting  Status = "charting"        // the line is compared with its limit
	NotEnough Status = "not enough data" // charting, but at least 7 of the last 14 days are missing
)

// Baseline describes the values that count as usual at the end of the series;
// while learning, those seen so far. The numbers are plain statistics of these
// values, in the units of the scale; the chart itself works with moderated
// ones. N is 0 if there are none.
type Baseline struct {
	From, To        int // first and last day
	N               int
	Mean, SD        float64 // SD is 0 with fewer than two values
	Autocorrelation float64 // of one day with the next, −1 to 1; 0 where it cannot be told
}

// Alarm is one episode in which the smoothed line was beyond its limit.
type Alarm struct {
	Date  int // first day beyond the limit
	Since int // first day from which the line stayed on the worse side of its mean
	Level Level
	Value float64 // of the smoothed line on Date
	Limit float64 // on Date
	Open  bool    // the line has not yet been inside for seven days with a value
}

// Level is how much an alarm asks for.
type Level string

// Watch is the only level a chart can give: only questionnaires confirm.
const Watch Level = "watch"

// Day is one day of a drawing. Low, High, Line and Limit are NaN while
// learning.
type Day struct {
	Day       int
	Status    Status
	Value     float64 // NaN if missing
	Line      float64 // the smoothed line
	Limit     float64 // beyond which the line alarms
	Low, High float64 // the usual range: about eight usual days in ten lie in it
}

// How the chart works. All [D]: chosen on simulated lives (package evaluate,
// tuning seeds), checked on others.
const (
	lambda      = .06 // weight of a new value in the line
	lag         = 28  // days the baseline stays behind
	usualSpread = .15 // expected SD within a person, as a share of the scale
	spreadDays  = 6   // how many days that expectation weighs
	leastSpread = .05 // SD never counts as less than this share of the scale
	usualPhi    = .3  // expected autocorrelation [C: docs/evidence-monitor.md]
	phiPairs    = 60  // how many pairs of days that expectation weighs
	mostPhi     = .8
	mostPull    = 2.5  // SDs above the mean at which a value stops pulling harder
	deepest     = .75  // standard deviations the line can sink below its mean
	easing      = .3   // narrows the limit by easing/n at n independent days, to spread false alarms evenly over the first year
	insideDays  = 7    // days with a value inside the limit that end an episode
	eightInTen  = 1.28 // SDs either side that hold eight in ten normal days
)

// Chart charts one series. It returns [fault.Invalid] if the options make no
// sense or the series is out of order or out of range.
func Chart(s Series, o Options) (Result, error) {
	o, err := o.complete()
	if err != nil {
		return Result{}, err
	}
	if err := s.check(o); err != nil {
		return Result{}, err
	}
	c := newChart(s, o)
	for i := range s {
		c.step(i)
	}
	return c.result(), nil
}

// complete fills in defaults and refuses what makes no sense.
func (o Options) complete() (Options, error) {
	if o.Min == 0 && o.Max == 0 {
		o.Max = 10
	}
	if o.Baseline == 0 {
		o.Baseline = 28
	}
	if o.AlarmsPerYear == 0 {
		o.AlarmsPerYear = DefaultAlarms
	}
	if o.spread == 0 {
		o.spread = usualSpread
	}
	o.NewNormal = slices.Sorted(slices.Values(o.NewNormal))
	return o, o.check()
}

func (o Options) check() error {
	width := o.Max - o.Min
	switch {
	case !(width > 0) || math.IsInf(width, 0):
		return fault.New(fault.Invalid, "monitor.options", "The scale needs a lowest and a higher highest value, as 0,10.")
	case o.Baseline < 14 || o.Baseline > 365:
		return fault.New(fault.Invalid, "monitor.options", "The baseline can be 14 to 365 days; 28 is a good choice.")
	case !(o.AlarmsPerYear >= fewestAlarms && o.AlarmsPerYear <= mostAlarms):
		return fault.New(fault.Invalid, "monitor.options",
			fmt.Sprintf("False alarms a year can be %g to %g; %g is a good choice.", fewestAlarms, mostAlarms, DefaultAlarms))
	}
	return nil
}

func (s Series) check(o Options) error {
	for i, v := range s {
		if i > 0 && v.Day <= s[i-1].Day {
			return fault.New(fault.Invalid, "monitor.series", "Days have to be in order, each at most once.")
		}
		if !(v.Value >= o.Min && v.Value <= o.Max) {
			return fault.New(fault.Invalid, "monitor.series",
				fmt.Sprintf("A value lies outside the scale, which goes from %g to %g. Check the value or the range.", o.Min, o.Max))
		}
	}
	return nil
}
