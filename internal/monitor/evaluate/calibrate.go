package evaluate

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"fermata/internal/monitor"
)

// tuning and reporting seeds never mix: what was chosen on the first is
// reported on the second.
const tuning, reporting = 20_260_101, 4_071_789

// calibrate measures how many false alarms the shipped chart gives to steady
// people of the target population in their first charted year, and prints how
// strict the limit has to be for how many: the table in monitor/strictness.go.
func calibrate(w io.Writer, people int) {
	var strict, rate []float64
	for f := .05; f < 4.01; f *= 1.245 {
		f := min(f, 4)
		strict = append(strict, monitor.Strictness(f))
		rate = append(rate, alarmsPerYear(target, monitor.Options{AlarmsPerYear: f}, tuning, people).value)
		fmt.Fprintf(w, "asked %.3f got %.3f at %.3f\n", f, rate[len(rate)-1], strict[len(strict)-1])
	}
	for _, want := range []float64{.05, .1, .22, .5, 1, 2, 4} {
		i := 1
		for i < len(rate)-1 && rate[i] < want {
			i++
		}
		part := math.Log(want/rate[i-1]) / math.Log(rate[i]/rate[i-1])
		fmt.Fprintf(w, "{%g, %.3f},\n", want, strict[i-1]+part*(strict[i]-strict[i-1]))
	}
}

func alarmsPerYear(p population, o monitor.Options, seed uint64, people int) estimate {
	sum, sqr := 0.0, 0.0
	for i := range people {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		found, err := monitor.Chart(p.life(r, i).days(r, learnDays+365), o)
		if err != nil {
			panic(err) // simulated series are in order and in range
		}
		n := float64(len(found.Alarms))
		sum += n
		sqr += n * n
	}
	n := float64(people)
	return estimate{sum / n, math.Sqrt(max(0, sqr/n-sum/n*sum/n) / n)}
}
