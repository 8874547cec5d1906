package signals

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/sample"
)

// factsOf are the slots that each rule fills, as its stories show.
func factsOf(t *testing.T) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for _, record := range []string{
		"2026-03-01 check-in mood=1 safe=no\n2026-03-01 sheet phq-9 3,3,3,3,3,3,3,3,3\n2026-03-01 event 9",
		"2026-01-01 phase on-a-break\n2026-01-02 sheet gad-7 9\n2026-01-02 sheet phq-9 12\n2026-02-20 sheet gad-7 14\n2026-02-22 sheet phq-9 3",
		"criterion low if=item-below what=mood level=3 times=1\ncriterion quiet if=silence times=2\n2026-02-26..2026-02-28 check-in mood=1 signs=awake",
		"2026-02-20..2026-02-28 met 3 6\n2026-02-20..2026-02-28 practice moving 7 4\n2026-02-20 goal rest reached since=2026-02-25",
		"items mood+\n2026-01-01..2026-02-01 check-in mood=7,8\n2026-02-02..2026-03-01 check-in mood=2,3",
	} {
		st := newStory(t, record)
		for clock := range 4 {
			now := moment(t, day(t, "2026-03-01")+entry.Day(clock), "22:00")
			j := st.asOf(now)
			o := Detect(&j, library(t), now)
			for _, s := range slices.Concat(o.Signals, o.Quiet, o.Progress) {
				found[s.Code] = s.Facts
			}
		}
	}
	return found
}

// A rule without words, or words with a slot that the rule does not fill,
// would show a person a hole.
func TestEveryRuleFillsTheSlotsOfItsWords(t *testing.T) {
	facts := factsOf(t)
	for _, rule := range Rules() {
		found, fired := facts[rule.Code]
		if !fired || !slices.Contains(guide.SignalCodes(), rule.Code) {
			t.Errorf("%s: fired %v, words %v", rule.Code, fired, slices.Contains(guide.SignalCodes(), rule.Code))
			continue
		}
		used := map[string]bool{}
		for _, part := range []string{"title", "because", "not", "could"} {
			for _, slot := range guide.Slots("signal." + rule.Code + "." + part) {
				if used[slot] = true; found[slot] == nil {
					t.Errorf("%s.%s: no fact for {%s}", rule.Code, part, slot)
				}
			}
		}
		for slot := range found {
			if !used[slot] {
				t.Errorf("%s: no words use {%s}", rule.Code, slot)
			}
		}
	}
}

func TestTheTableIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.Code] || r.Evidence == "" || r.Needs == "" || r.detect == nil {
			t.Errorf("%s is listed twice or lacks something", r.Code)
		}
		seen[r.Code] = true
		if snoozable := r.Quiet > 0; snoozable == (r.Tier == TierSafety) {
			t.Errorf("%s: quiet for %d days in tier %d", r.Code, r.Quiet, r.Tier)
		}
	}
}

func TestStandingsAreInOrder(t *testing.T) {
	if !slices.IsSortedFunc(Standings(), Standing.Compare) || Help.Compare(Return) <= 0 || Watch.Compare(ReachOut) >= 0 {
		t.Error(Standings())
	}
}

// record draws a history as a person leaves it, and a moment after it.
func record(t *rapid.T) ([]entry.Entry, time.Time) {
	entries := entrytest.Entries(t)
	now := time.Date(2026, time.March, 1, 20, 0, 0, 0, time.UTC)
	if n := len(entries); n > 0 {
		now = entries[n-1].RecordedAt
	}
	return entries, now.Add(time.Duration(rapid.IntRange(1, 40*24).Draw(t, "hours later")) * time.Hour)
}

// tell appends a body told now.
func tell(entries []entry.Entry, body entry.Body, now time.Time) []entry.Entry {
	seq := int64(1)
	for _, e := range entries {
		seq = max(seq, e.Seq+1)
	}
	return append(slices.Clip(entries), entry.Entry{
		ID: entry.ID(fmt.Sprintf("01900000-0000-7000-9000-%012x", seq)), Person: entrytest.Person, Seq: seq,
		At: entry.MomentIn(now, time.UTC), Day: entry.DefaultTurn.Day(now, time.UTC), Precision: entry.Minute,
		RecordedAt: now, By: entry.BySelf(), Body: body,
	})
}

func TestWhateverWasToldTheOutlookIsSound(t *testing.T) {
	all := library(t)
	levels := map[string]Rule{}
	for _, r := range Rules() {
		levels[r.Code] = r
	}
	rapid.Check(t, func(t *rapid.T) {
		entries, now := record(t)
		j := journey.Fold(entries)
		o := Detect(&j, all, now)
		if !slices.IsSortedFunc(o.Signals, stronger) {
			t.Fatal("signals are not strongest first")
		}
		for _, s := range slices.Concat(o.Signals, o.Quiet, o.Progress) {
			rule := levels[s.Code]
			if s.Level.Compare(rule.Level) > 0 || s.Cause == "" || len(s.Because) > mostIDs {
				t.Fatalf("%+v", s)
			}
			if s.Last > o.Today || o.Today-s.Last > lingers || s.Holds && s.Last != o.Today {
				t.Fatalf("on %s: %+v", o.Today, s)
			}
			for _, id := range s.Because {
				if !slices.ContainsFunc(entries, func(e entry.Entry) bool { return e.ID == id }) {
					t.Fatalf("%s is not in the record", id)
				}
			}
		}
		if len(o.Signals) > 0 && o.Standing != o.Signals[0].Level || len(o.Signals) == 0 && o.Standing.Compare(Steady) > 0 {
			t.Fatalf("standing %s with %d signals", o.Standing, len(o.Signals))
		}
	})
}

func TestAnUnsafeAnswerToldNowAlwaysAsksForHelp(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		entries, now := record(t)
		if rapid.Bool().Draw(t, "ended before") {
			entries = tell(entries, entry.Handled{Signal: safetyUnsafe, Action: entry.HandledSafe}, now)
		}
		answer := rapid.SampledFrom([]entry.Safe{entry.SafeNo, entry.SafeNotSure}).Draw(t, "safe")
		body := rapid.SampledFrom([]entry.Body{
			entry.CheckIn{Safe: answer},
			entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"9": 1}},
			entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{"9": 3}, Safe: answer},
			entry.AnswerSheet{Instrument: "gad-7", Answers: map[string]float64{"1": 0}, Safe: answer},
		}).Draw(t, "body")
		entries = tell(entries, body, now)
		j := journey.Fold(entries)
		if o := Detect(&j, all, now); o.Standing != Help {
			t.Fatalf("%+v gives %s", body, o.Standing)
		}
	})
}

func TestWhatSomeoneElseToldNeverRaisesSafety(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		entries, now := record(t)
		by := rapid.SampledFrom([]entry.By{entry.ByImport("batch-1"), {Role: entry.Therapist, Actor: "someone"}}).Draw(t, "by")
		for i := range entries {
			entries[i].By = by
		}
		j := journey.Fold(entries)
		o := Detect(&j, all, now)
		for _, s := range slices.Concat(o.Signals, o.Quiet) {
			if s.Tier == TierSafety {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// What one does about a signal keeps that signal quiet, and no other; safety
// is kept quiet by nothing and ended by two answers only.
func TestHandlingQuietsThatSignalAndNeverSafety(t *testing.T) {
	all := library(t)
	actions := []entry.HandledBy{
		entry.HandledSeen, entry.HandledFine, entry.HandledLater, entry.HandledReachedOut, entry.HandledSafe,
	}
	rapid.Check(t, func(t *rapid.T) {
		entries, now := record(t)
		j := journey.Fold(entries)
		before := Detect(&j, all, now).Signals
		if len(before) == 0 {
			return
		}
		one := rapid.SampledFrom(before).Draw(t, "signal")
		action := rapid.SampledFrom(actions).Draw(t, "action")
		after := journey.Fold(tell(entries, entry.Handled{Signal: one.Code, About: one.About, Cause: one.Cause, Action: action}, now))
		left := Detect(&after, all, now).Signals
		ends := action == entry.HandledReachedOut || action == entry.HandledSafe
		for _, s := range before {
			same := s.Code == one.Code && s.About == one.About
			stays := slices.ContainsFunc(left, func(l Signal) bool { return l.Code == s.Code && l.About == s.About && l.Cause == s.Cause })
			switch {
			case s.Tier == TierSafety && one.Tier == TierSafety && ends:
				if same && stays {
					t.Fatalf("%s does not end %s", action, s.Code)
				}
			case same && s.Tier != TierSafety && action != entry.HandledSafe:
				if stays && s.Cause == one.Cause {
					t.Fatalf("%s does not quiet %+v", action, s)
				}
			case !stays:
				t.Fatalf("%s of %s takes away %s", action, one.Code, s.Code)
			}
		}
	})
}

// ownRules draws some weeks, each day told on that day, under three rules.
func ownRules(t *rapid.T) ([]entry.Entry, time.Time) {
	now := time.Date(2026, time.March, 1, 20, 0, 0, 0, time.UTC)
	entries := tell(nil, entry.ReturnCriteria{Criteria: []entry.Criterion{
		{Key: "low", If: entry.IfBelow, What: "mood", Level: 4, Times: rapid.IntRange(1, 4).Draw(t, "times")},
		{Key: "signs", If: entry.IfSigns, Times: 2, Of: rapid.IntRange(2, 9).Draw(t, "of")},
		{Key: "quiet", If: entry.IfSilence, Times: rapid.IntRange(1, 9).Draw(t, "silent")},
	}}, now)
	for range rapid.IntRange(1, 25).Draw(t, "days") {
		now = now.AddDate(0, 0, 1)
		if rapid.IntRange(0, 3).Draw(t, "missing") == 0 {
			continue
		}
		body := entry.CheckIn{Items: map[string]float64{"mood": float64(rapid.IntRange(0, 10).Draw(t, "mood"))}}
		if rapid.Bool().Draw(t, "sign") {
			body.Signs = []string{"awake"}
		}
		entries = tell(entries, body, now)
	}
	return entries, now
}

// A law for every rule but drift: there a good day also shows how usual good
// days are.
func TestAGoodDayNeverRaisesTheStanding(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		entries, now := ownRules(t)
		without := journey.Fold(entries)
		with := journey.Fold(tell(entries, entry.CheckIn{Items: map[string]float64{"mood": 10}}, now))
		if a, b := Detect(&without, all, now), Detect(&with, all, now); b.Standing.Compare(a.Standing) > 0 {
			t.Fatalf("%s becomes %s by a good day", a.Standing, b.Standing)
		}
	})
}

// "Would have fired on" promises exactly the days on which a person who looked
// every evening would have seen the rule come true.
func TestWhatWouldHaveFiredIsWhatDidFire(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		entries, now := ownRules(t)
		first, last := entries[0].Day, entry.DefaultTurn.Day(now, time.UTC)
		did := map[string][]entry.Day{}
		for d := first; d <= last; d++ {
			told := entries
			for told[len(told)-1].Day > d {
				told = told[:len(told)-1]
			}
			j := journey.Fold(told)
			for _, s := range Detect(&j, all, d.Time().Add(21*time.Hour)).Signals {
				if s.Code != "warning-signs" && !slices.Contains(did[s.About], s.From) {
					did[s.About] = append(did[s.About], s.From)
				}
			}
		}
		j := journey.Fold(entries)
		for _, c := range j.Criteria {
			if would := WouldHaveFired(c, &j, all, first, last); !slices.Equal(would, did[c.Key]) {
				t.Fatalf("%s: would have fired on %v, did on %v", c.Key, would, did[c.Key])
			}
		}
	})
}

// walk goes through the sample's half year day by day, as its person would.
func walk(t *testing.T, today time.Time, each func(day int, o Outlook)) {
	t.Helper()
	all := library(t)
	entries := sample.Entries(today, time.UTC, func(n int) entry.ID {
		return entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n+1))
	})
	first := entry.DefaultTurn.Day(today, time.UTC) - sample.Days
	var told []entry.Entry
	for day := range sample.Days {
		now := (first + entry.Day(day)).Time().Add(27 * time.Hour) // before the day turns
		for len(told) < len(entries) && !entries[len(told)].RecordedAt.After(now) {
			e := entries[len(told)]
			e.Seq, e.Person = int64(len(told)+1), entrytest.Person
			told = append(told, e)
		}
		j := journey.Fold(told)
		each(day, Detect(&j, all, now))
	}
}

// The slide of month four is told as drift before any questionnaire says so,
// on whichever weekday the half year begins; and one alarm keeps one cause.
func TestTheSampleSlideIsSeenBeforeItsMeasuresCross(t *testing.T) {
	for weekday := range 7 {
		drift, measure, causes := -1, -1, map[string]bool{}
		var end Standing
		walk(t, time.Date(2026, time.November, 2+weekday, 12, 0, 0, 0, time.UTC), func(day int, o Outlook) {
			for _, s := range o.Signals {
				switch s.Tier {
				case TierDrift:
					causes[s.Cause] = true
					if drift < 0 {
						drift = day
					}
					if s.Level != Watch || len(s.Because) == 0 || len(s.Facts["items"].(Keys)) == 0 {
						t.Errorf("day %d: %+v", day, s)
					}
				case TierMeasures:
					if measure < 0 {
						measure = day
					}
				case TierSafety:
					t.Errorf("day %d: %s", day, s.Code)
				}
			}
			end = o.Standing
		})
		if drift < 105 || drift >= measure {
			t.Errorf("drift on day %d, measures on day %d", drift, measure)
		}
		if end != Steady {
			t.Errorf("the half year ends on %s", end)
		}
		if len(causes) != 1 {
			t.Errorf("one slide, but %d alarms", len(causes))
		}
	}
}
