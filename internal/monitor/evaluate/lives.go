package evaluate

import (
	"math"
	"math/rand/v2"

	"fermata/internal/monitor"
)

// life is one made-up person: what their days are like, and what happens.
type life struct {
	mean, sd float64 // of a steady day, on 0–10
	phi      float64 // autocorrelation of one day with the next
	missing  float64 // share of days without a value
	weekend  float64 // how many SD Saturday and Sunday lie above the rest
	heavy    bool    // days are drawn from Student's t with 4 degrees of freedom
	skewed   bool    // mostly at the floor, with bad days now and then
	swell    float64 // by how much the SD has grown after half a year

	turn  int     // day from which things get worse
	worse float64 // by how many SD in the end
	ramp  int     // days that takes; 0 at once
	lasts int     // days after which it is over; 0 never
}

const learnDays = 28

// days lives the life: whole numbers from 0 to 10.
func (l life) days(r *rand.Rand, n int) monitor.Series {
	s := make(monitor.Series, 0, n)
	x := l.shock(r)
	for day := range n {
		if day > 0 {
			x = l.phi*x + math.Sqrt(1-l.phi*l.phi)*l.shock(r)
		}
		v := l.mean + l.sd*(l.shape(x)*l.swelling(day)+l.rhythm(day)+l.change(day))
		if r.Float64() >= l.missing {
			s = append(s, monitor.Value{Day: day, Value: min(10, max(0, math.Round(v)))})
		}
	}
	return s
}

func (l life) shock(r *rand.Rand) float64 {
	if !l.heavy {
		return r.NormFloat64()
	}
	chi := 0.0
	for range 4 {
		z := r.NormFloat64()
		chi += z * z
	}
	return r.NormFloat64() / math.Sqrt(chi/4) / math.Sqrt2
}

// shape makes a skewed day of a normal one, with mean 0 and SD 1.
func (l life) shape(x float64) float64 {
	if !l.skewed {
		return x
	}
	const s = .8
	return (math.Exp(s*x) - math.Exp(s*s/2)) / math.Sqrt((math.Exp(s*s)-1)*math.Exp(s*s))
}

func (l life) swelling(day int) float64 {
	return 1 + l.swell*min(1, max(0, float64(day-learnDays)/180))
}

func (l life) rhythm(day int) float64 {
	if l.weekend == 0 {
		return 0
	}
	if day%7 >= 5 {
		return l.weekend * 5 / 7
	}
	return -l.weekend * 2 / 7
}

func (l life) change(day int) float64 {
	switch {
	case l.worse == 0 || day < l.turn, l.lasts > 0 && day >= l.turn+l.lasts:
		return 0
	case l.ramp > 0:
		return l.worse * min(1, float64(day-l.turn+1)/float64(l.ramp))
	}
	return l.worse
}

// population draws the i-th of many people.
type population struct {
	name string
	life func(r *rand.Rand, i int) life
}

// phi goes round the values of docs/evidence-monitor.md, for which the target is set.
func phi(i int) float64 { return .2 * float64(i%3) }

func plain(_ *rand.Rand, i int) life {
	return life{mean: 4, sd: 1.5, phi: phi(i), missing: .2}
}

// target is the population of docs/evidence-monitor.md.
var target = population{"the target", plain}

// varied people differ in everything at once.
var varied = population{"everyone different", func(r *rand.Rand, _ int) life {
	return life{
		mean:    1 + 5*r.Float64(),
		sd:      math.Exp(math.Log(1.3) + .35*r.NormFloat64()),
		phi:     .6 * r.Float64(),
		missing: .4 * r.Float64(),
		weekend: max(0, r.NormFloat64()) * .4,
		heavy:   r.Float64() < .25,
	}
}}

// with is the plain population with one thing changed.
func with(name string, change func(*life)) population {
	return population{name, func(r *rand.Rand, i int) life {
		l := plain(r, i)
		change(&l)
		return l
	}}
}

var populations = []population{
	target,
	varied,
	with("no day missing", func(l *life) { l.missing = 0 }),
	with("40 % missing", func(l *life) { l.missing = .4 }),
	with("small spread (SD 0.7)", func(l *life) { l.sd = .7 }),
	with("large spread (SD 2.5)", func(l *life) { l.sd = 2.5 }),
	with("autocorrelation .6", func(l *life) { l.phi = .6 }),
	with("at the floor, skewed", func(l *life) { l.mean, l.sd, l.skewed = .8, 1, true }),
	with("weekends +1 SD", func(l *life) { l.weekend = 1 }),
	with("heavy tails", func(l *life) { l.heavy = true }),
	with("spread grows by half", func(l *life) { l.swell = .5 }),
}
