package effect

import (
	"math"
	"slices"
)

const resamples = 1999

// Bootstrap gives an interval for NAP that allows for days resembling their
// neighbours: it puts together each stretch anew from blocks of neighbouring
// days, 1,999 times, and takes the middle of what comes out, widened to hold
// the NAP that was found. Values have to be in order of days. The blocks are as
// long as the square root of the stretch, at most 7 days [D].
//
// The same seed gives the same interval. With fewer than about ten days in a
// stretch any such interval is too narrow. It returns [fault.Invalid] as
// [Compare] does.
func Bootstrap(a, b []float64, better Direction, confidence float64, seed uint64) (Interval, error) {
	if err := check(a, b, confidence); err != nil {
		return Interval{}, err
	}
	r := random(seed)
	found := make([]float64, resamples)
	newA, newB := make([]float64, len(a)), make([]float64, len(b))
	for i := range found {
		r.resample(newA, a)
		r.resample(newB, b)
		found[i] = dominance(newA, newB, better).nap
	}
	slices.Sort(found)
	tail := (1 - confidence) / 2
	low := found[int(tail*resamples)]
	high := found[resamples-1-int(tail*resamples)]
	nap := dominance(a, b, better).nap
	return Interval{min(low, nap), max(high, nap)}, nil
}

// random is SplitMix64 (Steele, Lea and Flood 2014 [M]): a stream that is the
// same in every release, which math/rand does not promise for a whole program.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	x := uint64(*r)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// below draws a number from 0 to n−1; the bias is below n/2⁶⁴.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// resample fills to with blocks of from, wrapping round its end so that every
// day is as likely as any other.
func (r *random) resample(to, from []float64) {
	block := min(7, int(math.Ceil(math.Sqrt(float64(len(from))))))
	for i := 0; i < len(to); {
		start := r.below(len(from))
		for k := 0; k < block && i < len(to); k++ {
			to[i] = from[(start+k)%len(from)]
			i++
		}
	}
}
