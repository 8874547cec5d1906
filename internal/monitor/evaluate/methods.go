package evaluate

import (
	"math"

	"fermata/internal/monitor"
)

// never is the day of an alarm that does not come.
const never = math.MaxInt

// method gives the day of the first alarm. It may look at the truth about the
// life only if it is the oracle.
type method struct {
	name  string
	first func(s monitor.Series, truth life) int
}

var methods = []method{
	{"textbook EWMA .1, L 2.7", frozen(2.7, 0)},
	{"limits for φ .3, L 2.7", frozen(2.7, .3)},
	{"CUSUM k .5, h 5", cusum},
	{"growing, L 2.7", growing(2.7)},
	{"growing, L 3.0", growing(3)},
	ours,
	{"oracle (knows the person)", oracle},
}

var ours = method{"Fermata", func(s monitor.Series, _ life) int {
	return firstAlarm(s, monitor.Options{})
}}

func firstAlarm(s monitor.Series, o monitor.Options) int {
	found, err := monitor.Chart(s, o)
	if err != nil {
		panic(err) // simulated series are in order and in range
	}
	if len(found.Alarms) == 0 {
		return never
	}
	return found.Alarms[0].Date
}

// moments of the values up to a day.
func moments(s monitor.Series, before int) (n, mean, sd float64) {
	sum, sqr := 0.0, 0.0
	for _, v := range s {
		if v.Day >= before {
			break
		}
		n++
		sum += v.Value
		sqr += v.Value * v.Value
	}
	mean = sum / n
	return n, mean, max(.5, math.Sqrt(max(0, sqr-n*mean*mean)/(n-1)))
}

// widen is how many times wider an EWMA's limits are for autocorrelated days.
func widen(lambda, phi float64) float64 {
	b := phi * (1 - lambda)
	return math.Sqrt((1 + b) / (1 - b))
}

// frozen learns once and charts with an EWMA from then on.
func frozen(l, phi float64) func(monitor.Series, life) int {
	return func(s monitor.Series, _ life) int {
		_, mean, sd := moments(s, learnDays)
		return run(s, mean, sd, l*widen(.1, phi))
	}
}

// oracle knows mean, spread and autocorrelation. Its limit gives it the false
// alarms of the target, so that it shows what can be had at best.
func oracle(s monitor.Series, truth life) int {
	sd := math.Sqrt(truth.sd*truth.sd + 1./12)
	return run(s, truth.mean, sd, 2.71*widen(.1, truth.phi))
}

func run(s monitor.Series, mean, sd, l float64) int {
	line, width := mean, sd*l*math.Sqrt(.1/1.9)
	for _, v := range s {
		if v.Day < learnDays {
			continue
		}
		if line += .1 * (v.Value - line); line > mean+width {
			return v.Day
		}
	}
	return never
}

func cusum(s monitor.Series, _ life) int {
	_, mean, sd := moments(s, learnDays)
	chart := monitor.CUSUM{Mean: mean, SD: sd, K: .5, H: 5, Upper: true}
	for _, v := range s {
		if v.Day < learnDays {
			continue
		}
		if _, out := chart.Add(v.Value); out {
			return v.Day
		}
	}
	return never
}

// growing is the floor of docs/evidence-monitor.md: everything older than 14 days is the
// baseline, estimated anew every day.
func growing(l float64) func(monitor.Series, life) int {
	return func(s monitor.Series, _ life) int {
		line, left := 0.0, 1.0
		for _, v := range s {
			if v.Day < learnDays {
				continue
			}
			line += .1 * (v.Value - line)
			left *= .9
			n, mean, sd := moments(s, v.Day-13)
			phi := shrunk(s, v.Day-13, n, mean, sd)
			b := .9 * phi
			width := math.Sqrt(.1/1.9*(1+b)/(1-b) + (1+phi)/(1-phi)/n)
			if line+left*mean > mean+l*sd*width {
				return v.Day
			}
		}
		return never
	}
}

// shrunk is the autocorrelation, freed of bias and drawn towards .3 with the
// weight of 30 pairs.
func shrunk(s monitor.Series, before int, n, mean, sd float64) float64 {
	cross, pairs := 0.0, 0.0
	for i := 1; i < len(s) && s[i].Day < before; i++ {
		if s[i].Day == s[i-1].Day+1 {
			cross += (s[i].Value - mean) * (s[i-1].Value - mean)
			pairs++
		}
	}
	if pairs < 4 {
		return .3
	}
	r := cross / pairs / (sd * sd * (n - 1) / n)
	r = (pairs*r + 1) / (pairs - 3)
	return min(.8, max(0, (r*pairs+.3*30)/(pairs+30)))
}
