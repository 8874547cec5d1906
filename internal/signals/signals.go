// Package signals says what in a journey is worth a person's attention, and
// why: a table of rules, each with its evidence, and the standing they add up
// to. It holds no sentences; package guide has the words for every code.
//
// # Rules
//
// [Rules] is the table. Four tiers: the drift of the daily items (1), the
// questionnaires (2), the person's own rules (3), safety (4); and progress,
// the other direction. Each signal names the entries behind it and the numbers
// that the sentence about it needs.
//
// # Time
//
// A signal has a first and a last day with its cause. The standing rises at
// once and falls after three days without a cause: until then the signal stays,
// with [Signal.Holds] false. Rules count days; only the quiet line after a
// safety answer counts hours. Nothing older than 400 days is looked at, except
// the sheets a break began with.
//
// # Quiet
//
// What a person did about a signal ([entry.Handled]) keeps it quiet for the
// period of its rule, as long as its Cause is the same. A new sheet, a new
// alarm, a new firing is a new Cause, and never quiet. After the period a
// signal shows again if its cause still holds.
//
// # Safety
//
// An answer about safety cannot be snoozed, explained away or outlived: it
// ends with "I am safe now" or "I reached out", told after it, and then stays
// one quiet line for 72 hours. Imported answers, and those about a day more
// than 14 days before they were told, never raise it. No answer is ever taken
// to mean that someone is safe.
//
// The package is pure: no clock, no disk; now is an argument.
package signals

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/monitor"
)

// Outlook is everything the rules have to say on one day.
type Outlook struct {
	Today    entry.Day
	Standing Standing
	// Signals drive the standing, strongest first.
	Signals []Signal
	// Quiet holds what the person has handled and what would still show, and
	// for 72 hours the line that stays after a safety answer.
	Quiet []Signal
	// Progress holds what got better.
	Progress []Signal
	// Learning: the baseline of the daily items is not there yet.
	Learning bool
	// Drift is the chart of the composite, higher is worse, with its last
	// [DriftDays] days for drawing. Its day numbers are those of [entry.Day].
	Drift monitor.Result
}

// DriftDays is how many days [Outlook.Drift] shows at most.
const DriftDays = 120

// Standing is the signals summed up.
type Standing string

// The standings, from least to most.
const (
	// Learning: too little to go on, and nothing else to say. The baseline is
	// not there yet, or at least half of the last two weeks is missing.
	Learning Standing = "learning"
	Steady   Standing = "steady"
	Watch    Standing = "watch"
	ReachOut Standing = "reach-out"
	Return   Standing = "return"
	Help     Standing = "help"
)

// Standings lists all standings, from least to most.
func Standings() []Standing { return []Standing{Learning, Steady, Watch, ReachOut, Return, Help} }

// Compare is negative when s asks for less than other, 0 when they are the
// same, positive when it asks for more.
func (s Standing) Compare(other Standing) int {
	return slices.Index(Standings(), s) - slices.Index(Standings(), other)
}

// Signal is one observation worth attention.
type Signal struct {
	Code  string // of its rule; guide has the words
	About string // what it is about: key of an instrument, key of a criterion; may be ""
	// Cause names the evidence: ID of a sheet, check-in or event, or the day
	// of an alarm or a firing. With Code and About it is what handling names.
	Cause string
	Tier  int
	Level Standing
	// From and Last are the first and the last day with this cause.
	From, Last entry.Day
	// Holds: the cause is still there today; if not, the signal fades.
	Holds bool
	// Because are the entries behind it, oldest first, at most 20.
	Because []entry.ID
	// Facts are the slots of guide's sentences. An int, float64 or string can
	// be put in as it is; [entry.Day] is a day to be written; [Keys] are to be
	// named; an [entry.ID] stands for the text of that entry, to be unsealed;
	// an [entry.Criterion] and a [Finding] are to be put into words.
	Facts map[string]any
	// Handled is what the person last did about it; nil if nothing.
	Handled *journey.Handled
	// QuietUntil is the first day on which a quiet signal can show again.
	QuietUntil entry.Day
	// HelpLine: the way to help stands beside it.
	HelpLine bool
}

// Keys are keys of a person's list, to be shown by their names.
type Keys []string

// Detect says what is worth attention now. The library must hold the person's
// own instruments too; sheets of an instrument it does not have are passed
// over. Signals come in a fixed order: by level, tier, the newest first.
func Detect(j *journey.Journey, library instrument.Library, now time.Time) Outlook {
	s := newState(j, library, now)
	o := Outlook{Today: s.today, Learning: s.drift.Status == monitor.Learning, Drift: s.drift}
	o.Drift.Days = o.Drift.Days[max(0, len(o.Drift.Days)-DriftDays):]
	for _, rule := range Rules() {
		for _, found := range rule.detect(s) {
			found.Code, found.Tier = rule.Code, rule.Tier
			found.Level = cmp.Or(found.Level, rule.Level)
			o.take(s, rule, found)
		}
	}
	slices.SortFunc(o.Signals, stronger)
	slices.SortFunc(o.Quiet, stronger)
	slices.SortFunc(o.Progress, stronger)
	o.oneLine()
	o.Standing = o.sum()
	return o
}

// take puts a signal where it belongs.
func (o *Outlook) take(s *state, rule Rule, found Signal) {
	s.handle(&found, rule)
	switch {
	case found.QuietUntil > 0 || rule.Tier == TierSafety && found.Handled != nil:
		o.Quiet = append(o.Quiet, found)
	case rule.Tier == TierProgress:
		if found.Holds { // what is no longer true is no progress
			o.Progress = append(o.Progress, found)
		}
	default:
		o.Signals = append(o.Signals, found)
	}
}

// oneLine leaves one quiet line about safety, and none beside an open one.
func (o *Outlook) oneLine() {
	shown := slices.ContainsFunc(o.Signals, func(s Signal) bool { return s.Tier == TierSafety })
	o.Quiet = slices.DeleteFunc(o.Quiet, func(s Signal) bool {
		if s.Tier != TierSafety {
			return false
		}
		again := shown
		shown = true
		return again
	})
}

func (o *Outlook) sum() Standing {
	if len(o.Signals) > 0 {
		return o.Signals[0].Level
	}
	if o.Drift.Status != monitor.Charting {
		return Learning
	}
	return Steady
}

func stronger(a, b Signal) int {
	return cmp.Or(
		b.Level.Compare(a.Level), cmp.Compare(b.Tier, a.Tier), cmp.Compare(b.From, a.From),
		strings.Compare(a.Code, b.Code), strings.Compare(a.About, b.About), strings.Compare(a.Cause, b.Cause),
	)
}
