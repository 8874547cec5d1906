package journey

import "fermata/internal/entry"

// FindCheckIn finds a check-in by its ID, looking from the newest day back.
func (j *Journey) FindCheckIn(id entry.ID) (CheckIn, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, c := range day.CheckIns {
			if c.ID == id {
				return c, day.Day, true
			}
		}
	}
	return CheckIn{}, 0, false
}

// FindReflection finds a reflection by its ID.
func (j *Journey) FindReflection(id entry.ID) (Ref, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, r := range day.Reflections {
			if r.ID == id {
				return r, day.Day, true
			}
		}
	}
	return Ref{}, 0, false
}

// FindEvent finds a life event by its ID.
func (j *Journey) FindEvent(id entry.ID) (Event, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, e := range day.Events {
			if e.ID == id {
				return e, day.Day, true
			}
		}
	}
	return Event{}, 0, false
}

// FindSheet finds an answer sheet by its ID.
func (j *Journey) FindSheet(id entry.ID) (Sheet, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, s := range day.Sheets {
			if s.ID == id {
				return s, day.Day, true
			}
		}
	}
	return Sheet{}, 0, false
}
