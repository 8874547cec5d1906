package monitor_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"

	"fermata/internal/monitor"
)

// shifts are the columns of the run-length tables, in SD.
var shifts = []float64{0, .25, .5, .75, 1, 1.5, 2, 3, 4}

// runLengths is one row of a table: a chart, and how many days it takes on
// average to alarm at each shift. Computed with R spc 0.6.7, zero-state.
type runLengths struct {
	ewma  *monitor.EWMA
	cusum *monitor.CUSUM
	want  []float64
}

func ewma(lambda, l float64, exact, upper bool) *monitor.EWMA {
	return &monitor.EWMA{SD: 1, Lambda: lambda, L: l, Exact: exact, Upper: upper}
}

func cusum(k, h float64, upper bool) *monitor.CUSUM {
	return &monitor.CUSUM{SD: 1, K: k, H: h, Upper: upper}
}

var tables = []runLengths{
	{ewma: ewma(1, 3.090, false, false), want: []float64{499.6, 373.9, 201.4, 103.1, 54.6, 17.9, 7.25, 2.15, 1.22}},
	{ewma: ewma(.4, 3.054, false, false), want: []float64{500.0, 223.7, 71.2, 28.4, 14.3, 5.87, 3.52, 2.02, 1.44}},
	{ewma: ewma(.25, 2.998, false, false), want: []float64{499.8, 170.3, 48.3, 20.1, 11.1, 5.46, 3.61, 2.26, 1.73}},
	{ewma: ewma(.2, 2.962, false, false), want: []float64{499.7, 150.2, 41.8, 18.2, 10.5, 5.50, 3.74, 2.38, 1.86}},
	{ewma: ewma(.1, 2.814, false, false), want: []float64{499.6, 106.3, 31.3, 15.9, 10.3, 6.08, 4.36, 2.87, 2.19}},
	{ewma: ewma(.05, 2.615, false, false), want: []float64{499.9, 84.0, 28.8, 16.4, 11.4, 7.11, 5.22, 3.50, 2.69}},
	{ewma: ewma(.1, 2.7, false, false), want: []float64{369.0, 89.1, 28.2, 14.7, 9.73, 5.80, 4.18, 2.76, 2.14}},
	{ewma: ewma(.2, 3, false, false), want: []float64{559.9, 163.1, 44.1, 18.8, 10.8, 5.60, 3.80, 2.41, 1.88}},
	{ewma: ewma(.1, 3, false, false), want: []float64{842.2, 144.7, 37.4, 17.9, 11.4, 6.57, 4.67, 3.05, 2.30}},
	{ewma: ewma(.05, 2.4897, false, false), want: []float64{370}},
	{ewma: ewma(.1, 2.7010, false, false), want: []float64{370}},
	{ewma: ewma(.2, 2.8590, false, false), want: []float64{370}},
	{ewma: ewma(.3, 2.9247, false, false), want: []float64{370}},
	{ewma: ewma(.4, 2.9586, false, false), want: []float64{370}},
	{ewma: ewma(.1, 2.7, true, false), want: []float64{356.1, 84.3, 25.3, 12.3, 7.54, 3.88, 2.50}},
	{ewma: ewma(.2, 2.962, true, false), want: []float64{494.4, 147.7, 40.3, 17.1, 9.55, 4.58, 2.86}},
	{ewma: ewma(.1, 2.7, false, true), want: []float64{450.2}},
	{ewma: ewma(.1, 2.5, false, true), want: []float64{273.8}},
	{cusum: cusum(.5, 4, false), want: []float64{167.7, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.19, 1.71}},
	{cusum: cusum(.5, 5, false), want: []float64{465.4, 139.5, 38.0, 17.1, 10.4, 5.75, 4.01, 2.57, 2.01}},
	{cusum: cusum(.5, 4, true), want: []float64{335.4, 77.1, 26.7, 13.3, 8.38, 4.75, 3.34, 2.19, 1.71}},
	{cusum: cusum(.5, 5, true), want: []float64{930.9, 141.7, 38.0, 17.1, 10.4, 5.75, 4.01, 2.57, 2.01}},
	{cusum: cusum(.25, 8.01, false), want: []float64{370.3, 83.8, 28.8, 16.4, 11.4, 7.12, 5.22, 3.48, 2.67}},
	{cusum: cusum(.5, 4.7738, false), want: []float64{370}},
	{cusum: cusum(.25, 8.0083, false), want: []float64{370}},
}

func (r runLengths) String() string {
	if c := r.cusum; c != nil {
		return fmt.Sprintf("CUSUM k %g h %g upper %v", c.K, c.H, c.Upper)
	}
	return fmt.Sprintf("EWMA λ %g L %g exact %v upper %v", r.ewma.Lambda, r.ewma.L, r.ewma.Exact, r.ewma.Upper)
}

// The integral equation gives the run length that theory promises; it agrees
// with the tables to well under two per cent.
func TestTheoryReproducesTheRunLengthTables(t *testing.T) {
	for _, row := range tables {
		for i, want := range row.want {
			near(t, fmt.Sprintf("%v, shift %g", row, shifts[i]), row.theory(shifts[i]), want, .02)
		}
	}
}

// The charts themselves are fed made-up days until they alarm; 5,000 lives
// leave an uncertainty of up to 1.4 per cent, of which four times is allowed.
func TestChartsAlarmAsOftenAsTheTablesSay(t *testing.T) {
	var rows sync.WaitGroup
	for n, row := range tables {
		rows.Go(func() {
			for i, want := range row.want {
				r := rand.New(rand.NewPCG(uint64(n), uint64(i)))
				near(t, fmt.Sprintf("%v, shift %g", row, shifts[i]), row.simulate(r, shifts[i], 5_000), want, .056)
			}
		})
	}
	rows.Wait()
}

func near(t *testing.T, what string, got, want, share float64) {
	t.Helper()
	if math.Abs(got/want-1) > share {
		t.Errorf("%s: average run length %.4g, want %.4g", what, got, want)
	}
}

func (r runLengths) simulate(rnd *rand.Rand, shift float64, lives int) float64 {
	days := 0
	for range lives {
		add := r.fresh()
		for days++; !add(shift + rnd.NormFloat64()); days++ {
		}
	}
	return float64(days) / float64(lives)
}

// fresh is a chart that has seen nothing yet.
func (r runLengths) fresh() func(float64) bool {
	if r.cusum != nil {
		c := *r.cusum
		return func(x float64) bool { _, out := c.Add(x); return out }
	}
	c := *r.ewma
	return func(x float64) bool { _, _, out := c.Add(x); return out }
}

func (r runLengths) theory(shift float64) float64 {
	switch {
	case r.cusum != nil && (r.cusum.Upper || shift > 1): // the lower sum would then take ages
		return cusumRun(r.cusum.K, r.cusum.H, shift)
	case r.cusum != nil:
		up, down := cusumRun(r.cusum.K, r.cusum.H, shift), cusumRun(r.cusum.K, r.cusum.H, -shift)
		return 1 / (1/up + 1/down)
	case r.ewma.Exact:
		return exactRun(r.ewma.Lambda, r.ewma.L, shift)
	default:
		width := r.ewma.L * math.Sqrt(r.ewma.Lambda/(2-r.ewma.Lambda))
		run := ewmaRun(r.ewma.Lambda, width, shift, r.ewma.Upper)
		return run(0)
	}
}

const nodes = 60

func density(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }
func below(x float64) float64   { return math.Erfc(-x/math.Sqrt2) / 2 }

// solve finds the run length L at the nodes, and at the barrier if there is
// one, from L = 1 + kernel·L, and returns it as a function of the start.
func solve(from, to float64, barrier bool, kernel func(start, at float64) float64, reset func(start float64) float64) func(float64) float64 {
	x, w := make([]float64, nodes), make([]float64, nodes)
	quad.Legendre{}.FixedLocations(x, w, from, to)
	points := x
	if barrier {
		points = append([]float64{from}, x...)
	}
	size := len(points)
	row := func(start float64) []float64 {
		cells := make([]float64, 0, size)
		if barrier {
			cells = append(cells, reset(start))
		}
		for j := range x {
			cells = append(cells, w[j]*kernel(start, x[j]))
		}
		return cells
	}
	a, one := mat.NewDense(size, size, nil), mat.NewVecDense(size, nil)
	for i, start := range points {
		for j, cell := range row(start) {
			a.Set(i, j, -cell)
		}
		a.Set(i, i, a.At(i, i)+1)
		one.SetVec(i, 1)
	}
	var run mat.VecDense
	if err := run.SolveVec(a, one); err != nil {
		panic(err)
	}
	return func(start float64) float64 {
		sum := 1.0
		for j, cell := range row(start) {
			sum += cell * run.AtVec(j)
		}
		return sum
	}
}

func ewmaRun(lambda, width, shift float64, upper bool) func(float64) float64 {
	kernel := func(start, at float64) float64 {
		return density((at-(1-lambda)*start)/lambda-shift) / lambda
	}
	if !upper {
		return solve(-width, width, false, kernel, nil)
	}
	return solve(0, width, true, kernel, func(start float64) float64 {
		return below(-(1-lambda)*start/lambda - shift)
	})
}

func cusumRun(k, h, shift float64) float64 {
	return solve(0, h, true,
		func(start, at float64) float64 { return density(at + k - start - shift) },
		func(start float64) float64 { return below(k - start - shift) },
	)(0)
}

// exactRun follows the chance of still running through the widening limits
// and, once they stand still, adds the run length of the fixed chart.
func exactRun(lambda, l, shift float64) float64 {
	width := func(n int) float64 {
		return l * math.Sqrt(lambda/(2-lambda)*(1-math.Pow(1-lambda, float64(2*n))))
	}
	const steps = 200
	total := 1.0
	var x, mass []float64 // where the line is, and how likely
	for n := 1; n <= steps; n++ {
		at, w := make([]float64, nodes), make([]float64, nodes)
		quad.Legendre{}.FixedLocations(at, w, -width(n), width(n))
		next := make([]float64, nodes)
		for i := range at {
			if n == 1 {
				next[i] = w[i] * density(at[i]/lambda-shift) / lambda
			}
			for j := range x {
				next[i] += w[i] * mass[j] * density((at[i]-(1-lambda)*x[j])/lambda-shift) / lambda
			}
		}
		x, mass = at, next
		if n < steps {
			for _, m := range mass {
				total += m
			}
		}
	}
	run := ewmaRun(lambda, width(10*steps), shift, false)
	for j := range x {
		total += mass[j] * run(x[j])
	}
	return total
}
