package journey

import "fermata/internal/entry"

// FindFeelings finds an entry of mixed feelings by its ID, looking from the
// newest day back.
func (j *Journey) FindFeelings(id entry.ID) (Ref, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, ref := range day.Feelings {
			if ref.ID == id {
				return ref, day.Day, true
			}
		}
	}
	return Ref{}, 0, false
}
