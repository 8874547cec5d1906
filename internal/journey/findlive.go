package journey

import "fermata/internal/entry"

// FindHandledIt finds a hard situation met alone by its ID.
func (j *Journey) FindHandledIt(id entry.ID) (HandledIt, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, h := range day.HandledIts {
			if h.ID == id {
				return h, day.Day, true
			}
		}
	}
	return HandledIt{}, 0, false
}

// FindPractice finds a skill that was used by the ID of its entry.
func (j *Journey) FindPractice(id entry.ID) (Practice, entry.Day, bool) {
	for day := range j.DaysBack(entry.LastDay) {
		for _, p := range day.Practices {
			if p.ID == id {
				return p, day.Day, true
			}
		}
	}
	return Practice{}, 0, false
}

// FindVersion finds an entry of a kind of which earlier ones stay visible.
func (j *Journey) FindVersion(kind entry.Kind, id entry.ID) (Ref, bool) {
	for _, ref := range j.Versions[kind] {
		if ref.ID == id {
			return ref, true
		}
	}
	return Ref{}, false
}

// Experiment is the experiment with this key, as it reads now.
func (j *Journey) Experiment(key string) (entry.Experiment, bool) {
	for _, e := range j.Plan.Experiments {
		if e.Key == key {
			return e, true
		}
	}
	return entry.Experiment{}, false
}

// DoneOn says whether an experiment was done on a day; told is false where
// nothing was said. The latest word about a day counts.
func (j *Journey) DoneOn(key string, day entry.Day) (done, told bool) {
	page := j.On(day)
	if page == nil {
		return false, false
	}
	at := int64(-1)
	for _, t := range page.Tried {
		if t.Experiment == key && t.Seq > at {
			done, told, at = t.Done, true, t.Seq
		}
	}
	return done, told
}

// OwnSkill is the person's own skill with this key, as it reads now.
func (j *Journey) OwnSkill(key string) (entry.OwnSkill, bool) {
	for _, skill := range j.Plan.OwnSkills {
		if skill.Key == key {
			return skill, true
		}
	}
	return entry.OwnSkill{}, false
}
