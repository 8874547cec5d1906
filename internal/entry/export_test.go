package entry

import (
	"maps"
	"slices"
)

// AllKinds lists the table of kinds, so that tests miss none.
func AllKinds() []Kind { return slices.Sorted(maps.Keys(kinds)) }
