package journey

import (
	"cmp"
	"slices"

	"fermata/internal/entry"
)

// fold is what a builder of a whole record keeps besides the journey. Nobody
// else holds that journey yet, so its lists grow in place and are put in order
// once, at the end: however many entries are told of one day, the time to fold
// them grows no faster than their number.
type fold struct {
	names   map[string]string // keys seen, each kept once
	batches map[string]int    // places in Journey.Imports
}

func newFold() *fold {
	return &fold{names: map[string]string{}, batches: map[string]int{}}
}

// add puts one at the end of a list, which may be shared unless it is folded.
func add[T any](b *builder, list []T, one T) []T {
	if b.fold == nil {
		list = slices.Clip(list)
	}
	return append(list, one)
}

// told is whatever stands in a day's list.
type told interface{ ref() Ref }

func (r Ref) ref() Ref { return r }

// insert keeps a list of a builder's own page by time, then in the order of
// the record.
func insert[T told](b *builder, list []T, one T) []T {
	if b.fold != nil {
		return append(list, one)
	}
	at, _ := slices.BinarySearchFunc(list, one, func(a, b T) int { return cmp.Or(byTime(a, b), -1) }) // after its equals
	return slices.Insert(list, at, one)
}

func sortByTime[T told](list []T) { slices.SortStableFunc(list, byTime[T]) }

func byTime[T told](a, b T) int {
	x, y := a.ref(), b.ref()
	return cmp.Or(x.At.Instant.Compare(y.At.Instant), cmp.Compare(x.Seq, y.Seq))
}

func byDay(a, b PhaseChange) int { return cmp.Compare(a.Day, b.Day) }

// settle puts the lists of a folded journey in order.
func (b *builder) settle() {
	slices.SortStableFunc(b.j.Phases, byDay)
	b.j.Plan.OwnSkills = latestOf(b.j.Plan.OwnSkills, ownSkillKey)
	b.j.Plan.Experiments = latestOf(b.j.Plan.Experiments, experimentKey)
	for _, m := range b.j.months {
		for _, day := range m.days {
			if day != nil {
				day.settle()
			}
		}
	}
}

func (d *Day) settle() {
	sortByTime(d.CheckIns)
	sortByTime(d.Reflections)
	sortByTime(d.Events)
	sortByTime(d.Sheets)
	sortByTime(d.HandledIts)
	sortByTime(d.Practices)
	sortByTime(d.Progress)
	sortByTime(d.Feelings)
	sortByTime(d.Tried)
}

// clipped is the day with lists that are copied as soon as one is added.
func (d *Day) clipped() Day {
	return Day{
		Day: d.Day, CheckIns: slices.Clip(d.CheckIns), Reflections: slices.Clip(d.Reflections), Events: slices.Clip(d.Events),
		Sheets: slices.Clip(d.Sheets), HandledIts: slices.Clip(d.HandledIts), Practices: slices.Clip(d.Practices),
		Progress: slices.Clip(d.Progress), Feelings: slices.Clip(d.Feelings), Tried: slices.Clip(d.Tried),
	}
}

func ownSkillKey(s entry.OwnSkill) string { return s.Key }

func experimentKey(e entry.Experiment) string { return e.Key }

// latestOf leaves the last of those with one key, in the order they were told.
func latestOf[T any](all []T, key func(T) string) []T {
	var latest []T
	seen := make(map[string]bool, len(all))
	for _, one := range slices.Backward(all) {
		if !seen[key(one)] {
			latest = append(latest, one)
		}
		seen[key(one)] = true
	}
	slices.Reverse(latest)
	return latest
}

// erased are the entries that a later erasure names. It goes backwards, with
// all that is named behind it.
func erased(entries []entry.Entry) map[entry.ID]bool {
	gone, named := map[entry.ID]bool{}, map[entry.ID]bool{}
	var stretches stretches
	for _, e := range slices.Backward(entries) {
		if named[e.ID] || stretches.cover(e.Seq) {
			gone[e.ID] = true
		}
		erasure, ok := e.Body.(entry.Erasure)
		if !ok {
			continue
		}
		for _, id := range erasure.Entries {
			named[id] = true
		}
		for _, r := range erasure.Ranges {
			stretches = stretches.with(r)
		}
	}
	return gone
}

// stretches of the record, ascending and apart from each other.
type stretches []entry.Range

// from is the first stretch that ends at seq or after it.
func (s stretches) from(seq int64) int {
	at, _ := slices.BinarySearchFunc(s, seq, func(r entry.Range, seq int64) int { return cmp.Compare(r.To, seq) })
	return at
}

func (s stretches) cover(seq int64) bool {
	at := s.from(seq)
	return at < len(s) && s[at].From <= seq
}

// with joins a stretch with those it touches.
func (s stretches) with(r entry.Range) stretches {
	if r.To < r.From {
		return s
	}
	first := s.from(r.From)
	after := first
	for after < len(s) && s[after].From <= r.To {
		r.From, r.To = min(r.From, s[after].From), max(r.To, s[after].To)
		after++
	}
	return slices.Replace(s, first, after, r)
}
