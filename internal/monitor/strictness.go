package monitor

import "math"

const fewestAlarms, mostAlarms = .05, 4.

// calibration says how strict a limit has to be for how many false alarms a
// year, in ascending order of alarms: the limit is strict standard deviations
// of line − mean. Simulated [C] by evaluate.Calibrate with its tuning seeds.
var calibration = [...]struct{ alarms, strict float64 }{
	{0.05, 3.120},
	{0.1, 2.893},
	{0.22, 2.615},
	{0.5, 2.296},
	{1, 1.971},
	{2, 1.533},
	{4, 0.765},
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
