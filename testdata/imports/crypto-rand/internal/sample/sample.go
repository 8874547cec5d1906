// Package sample leaves itself to chance.
package sample

import "math/rand/v2"

var Mood = rand.IntN(11)
