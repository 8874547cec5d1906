package instrument

import (
	"math"

	"fermata/internal/fault"
)

// Attained is how far one goal was reached, for goal attainment scaling.
type Attained struct {
	Level  int     // −2 much less than expected … 0 as expected … +2 much more
	Weight float64 // greater than 0; 1 when goals count alike
}

// goalCorrelation is the correlation between goals that the usual T-score of
// goal attainment assumes [M].
const goalCorrelation = 0.3

// GoalAttainment is the T-score of goal attainment scaling,
// 50 + 10·Σwx / √(0.7·Σw² + 0.3·(Σw)²) [M]: 50 when goals are reached as
// expected. It fails with fault.Invalid without goals, for a level outside
// −2…+2 and for a weight that is not above 0.
func GoalAttainment(goals []Attained) (float64, error) {
	const op = "instrument.goalattainment"
	if len(goals) == 0 {
		return 0, fault.New(fault.Invalid, op, "There is no goal to add up yet. Add one first.")
	}
	var weighted, weights, squares float64
	for _, goal := range goals {
		if goal.Level < -2 || goal.Level > 2 || !(goal.Weight > 0) || math.IsInf(goal.Weight, 0) {
			return 0, fault.New(fault.Invalid, op, "A goal is rated from -2 to 2, with a weight above 0. Rate it again.")
		}
		weighted += goal.Weight * float64(goal.Level)
		weights += goal.Weight
		squares += goal.Weight * goal.Weight
	}
	return 50 + 10*weighted/math.Sqrt((1-goalCorrelation)*squares+goalCorrelation*weights*weights), nil
}
