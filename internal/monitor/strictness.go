package monitor

import "math"

const fewestAlarms, mostAlarms = .05, 4.

// calibration says how strict a limit has to be for how many false alarms a
// year, in ascending order of alarms: the limit is strict standard deviations
// of line − mean. Simulated [C] with the tuning seeds of
// package evaluate: `go run ./cmd/evaluate -calibrate`.
var calibration = [...]struct{ alarms, strict float64 }{
	{0.05, 3.147},
	{0.1, 2.917},
	{0.22, 2.639},
	{0.5, 2.321},
	{1, 1.998},
	{2, 1.560},
	{4, 0.775},
}

// Strictness is how many standard deviations of line − mean lie between the
// mean and the limit when that many false alarms are accepted a year, 0.05 to
// 4. The calibration is interpolated on the logarithm of alarms.
func Strictness(alarms float64) float64 {
	table := calibration[:]
	for len(table) > 2 && table[1].alarms < alarms {
		table = table[1:]
	}
	a, b := table[0], table[1]
	part := math.Log(alarms/a.alarms) / math.Log(b.alarms/a.alarms)
	return a.strict + part*(b.strict-a.strict)
}
