package signals

import (
	"cmp"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// The two codes of safety. What ends one ends the other: both are about the
// same person.
const (
	safetyUnsafe = "safety-unsafe"
	safetyItem   = "safety-item"
)

const (
	freshDays = 14             // an answer about an older day does not raise it [D]
	lineHours = 72 * time.Hour // for which one quiet line stays [D]
)

// told is one answer that calls for help or for reaching out.
type told struct {
	journey.Ref
	code    string
	level   Standing
	day     entry.Day
	about   string // instrument key
	measure string // its name
}

// safetyTold lists the answers that raise safety, ended or not, in the order
// they were told. A day a little ahead, as told from another time zone, counts.
func (s *state) safetyTold(place *time.Location) []told {
	var all []told
	for day := range s.j.Days(s.today-lookBack, entry.LastDay) {
		for _, c := range day.CheckIns {
			if unsafe(c.Safe) && s.fresh(c.Ref, day.Day, place) {
				all = append(all, told{Ref: c.Ref, code: safetyUnsafe, level: Help, day: day.Day})
			}
		}
		for _, sheet := range day.Sheets {
			if one, ok := s.sheetTold(sheet, day.Day); ok && s.fresh(sheet.Ref, day.Day, place) {
				all = append(all, one)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b told) int { return cmp.Compare(a.Seq, b.Seq) })
	return all
}

func unsafe(answer entry.Safe) bool { return answer == entry.SafeNo || answer == entry.SafeNotSure }

// fresh: the person told it themselves, about a day at most 14 days before.
func (s *state) fresh(ref journey.Ref, day entry.Day, place *time.Location) bool {
	return ref.By.Role == entry.Self && s.j.Turn().Day(ref.Recorded, place)-day <= freshDays
}

// sheetTold is what a sheet says about safety, also when too little of it is
// filled in for a score.
func (s *state) sheetTold(sheet journey.Sheet, day entry.Day) (told, bool) {
	one := told{Ref: sheet.Ref, code: safetyItem, level: Help, day: day, about: sheet.Instrument}
	switch marked := s.marked(&one, sheet); {
	case marked && sheet.Safe == entry.SafeYes:
		one.level = ReachOut
	case !marked && unsafe(sheet.Safe):
		one.code, one.about = safetyUnsafe, ""
	case !marked:
		return told{}, false
	}
	return one, true
}

// marked: an item about harm is answered above its limit.
func (s *state) marked(one *told, sheet journey.Sheet) bool {
	of := s.instrument(sheet.Instrument)
	if of == nil {
		return false
	}
	one.about, one.measure = of.Key(), name(of)
	for _, item := range of.Items {
		answer, given := sheet.Answers[item.LinkID]
		if item.Safety.Marked && given && answer > float64(item.Safety.Above) {
			return true
		}
	}
	return false
}

// unsafe is the signal of a code: the strongest, then newest, answer that has
// not ended, or the quiet line after those that have.
func (s *state) unsafe(code string) []Signal {
	var open, ended []told
	var by *journey.Handled
	for _, t := range s.told {
		if t.code != code {
			continue
		}
		h := s.endOf(t)
		switch {
		case h == nil:
			open = append(open, t)
		case s.now.Sub(h.At.Instant) < lineHours:
			ended, by = append(ended, t), h
		}
	}
	switch {
	case len(open) > 0:
		return []Signal{s.safetySignal(open)}
	case len(ended) > 0:
		line := s.safetySignal(ended)
		line.Handled, line.Holds = by, false
		return []Signal{line}
	}
	return nil
}

// endOf is the "I am safe now" or "I reached out" that ended an answer, or
// nil. It has to be newer than the answer's words: a corrected answer is a new
// one.
func (s *state) endOf(t told) *journey.Handled {
	for i, h := range s.j.Handled {
		ends := h.Action == entry.HandledSafe || h.Action == entry.HandledReachedOut
		aboutSafety := h.Signal == safetyUnsafe || h.Signal == safetyItem
		if ends && aboutSafety && h.Seq > t.TextSeq {
			return &s.j.Handled[i]
		}
	}
	return nil
}

func (s *state) safetySignal(all []told) Signal {
	top := all[0]
	found := Signal{From: all[0].day, Last: s.today, Holds: true, HelpLine: true}
	for _, t := range all {
		if t.level.Compare(top.level) >= 0 {
			top = t
		}
		found.From = min(found.From, t.day)
		found.Because = append(found.Because, t.ID)
	}
	found.Because = found.Because[max(0, len(found.Because)-mostIDs):]
	found.Level, found.About, found.Cause = top.level, top.about, string(top.Text)
	found.Facts = map[string]any{"when": top.day}
	if top.code == safetyItem {
		found.Facts["measure"] = top.measure
	}
	return found
}
