package journey

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fermata/internal/entry"
)

// at is entry n of a record, about a day.
func at(n int, day entry.Day, body entry.Body) entry.Entry {
	moment := entry.MomentIn(day.Time().Add(time.Duration(n)*time.Minute+12*time.Hour), time.UTC)
	return entry.Entry{
		ID: id(n), Seq: int64(n), At: moment, Day: day, Precision: entry.Minute,
		RecordedAt: moment.Instant, By: entry.BySelf(), Body: body,
	}
}

func id(n int) entry.ID { return entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012d", n)) }

func mood(value float64) entry.CheckIn {
	return entry.CheckIn{Items: map[string]float64{"mood": value}}
}

func onDay(n int, day entry.Day, name entry.PhaseName) entry.Entry {
	return at(n, day, entry.Phase{Name: name})
}

func TestTheEmptyRecordHasNothingInIt(t *testing.T) {
	var j Journey
	if diff := cmp.Diff(j, Fold(nil), inside); diff != "" {
		t.Error(diff)
	}
	if _, _, ok := j.Span(); ok {
		t.Error("it spans days")
	}
	if _, ok := j.LastCheckIn(); ok {
		t.Error("it holds a check-in")
	}
	if _, ok := j.BreakStart(20000); ok || j.PhaseOn(20000) != "" || j.On(20000) != nil || j.Series("mood", entry.FirstDay, entry.LastDay) != nil {
		t.Error("it knows something")
	}
	if j.Location() != time.UTC || j.Turn() != entry.DefaultTurn || len(j.Asked()) != 0 {
		t.Error("it has a zone, a turn or items of its own")
	}
}

// An erasure names what was told before it. The same ID told afterwards, as by
// a form that was open all the while, is told.
func TestWhatIsToldAfterAnErasureIsNotErasedByIt(t *testing.T) {
	for name, erasure := range map[string]entry.Erasure{
		"by ID":    {Entries: []entry.ID{id(2)}},
		"by place": {Ranges: []entry.Range{{From: 1, To: 9}}},
	} {
		record := []entry.Entry{at(1, 20000, erasure), at(2, 20000, mood(4))}
		j := Fold(record)
		if _, _, ok := j.FindCheckIn(id(2)); !ok {
			t.Errorf("%s: it is gone", name)
		}
		next, refold := Apply(Fold(record[:1]), record[1])
		if diff := cmp.Diff(j, next, inside); refold || diff != "" {
			t.Errorf("%s: refold %v, -afresh +followed:\n%s", name, refold, diff)
		}
	}
}

// Two devices sent what they kept in the wrong order.
func TestACorrectionBeforeItsOriginalStandsForItself(t *testing.T) {
	early := at(1, 20000, mood(4))
	early.Corrects = id(2)
	record := []entry.Entry{early, at(2, 20000, mood(5))}
	next, refold := Apply(Fold(record[:1]), record[1])
	if diff := cmp.Diff(Fold(record), next, inside); refold || diff != "" {
		t.Errorf("refold %v, -afresh +followed:\n%s", refold, diff)
	}
	if len(next.On(20000).CheckIns) != 2 {
		t.Errorf("got %v", next.On(20000).CheckIns)
	}
}

func TestAnErasureOrACorrectionAsksForAFreshFold(t *testing.T) {
	correction := at(3, 20000, mood(5))
	correction.Corrects = id(1)
	j := Fold([]entry.Entry{at(1, 20000, entry.ImportMapping{Batch: "days"})})
	for name, e := range map[string]entry.Entry{
		"erasure":            at(2, 20000, entry.Erasure{Entries: []entry.ID{id(1)}}),
		"correction":         correction,
		"mapping of a batch": at(4, 20000, entry.ImportMapping{Batch: "days"}),
	} {
		if _, refold := Apply(j, e); !refold {
			t.Errorf("%s: followed", name)
		}
	}
	if _, refold := Apply(j, at(5, 20000, entry.ImportMapping{Batch: "other"})); refold {
		t.Error("the mapping of a new batch asks for a fresh fold")
	}
}

func TestWhichPhaseWasOnADay(t *testing.T) {
	j := Fold([]entry.Entry{
		onDay(1, 100, entry.Considering), onDay(2, 110, entry.Preparing), onDay(3, 120, entry.OnBreak),
		onDay(4, 140, entry.Returning), onDay(5, 150, entry.InTherapy), onDay(6, 150, entry.Considering),
		onDay(7, 105, entry.InTherapy), onDay(8, 160, entry.Returning), onDay(9, 170, entry.OnBreak),
	})
	for day, want := range map[entry.Day]struct {
		phase entry.PhaseName
		since entry.Day // 0: not on a break
	}{
		99: {"", 0}, 100: {entry.Considering, 0}, 105: {entry.InTherapy, 0}, 109: {entry.InTherapy, 0},
		110: {entry.Preparing, 0}, 119: {entry.Preparing, 0}, 120: {entry.OnBreak, 120}, 139: {entry.OnBreak, 120},
		140: {entry.Returning, 120}, 149: {entry.Returning, 120}, 150: {entry.Considering, 0},
		160: {entry.Returning, 0}, // returning from what? not from a break
		170: {entry.OnBreak, 170}, 9999: {entry.OnBreak, 170},
	} {
		since, on := j.BreakStart(day)
		if got := j.PhaseOn(day); got != want.phase || on != (want.since != 0) || on && since != want.since {
			t.Errorf("day %d: %q, on a break %v since %d; want %q since %d", day, got, on, since, want.phase, want.since)
		}
	}
}

func TestASeriesIsTheMeanOfEachDay(t *testing.T) {
	j := Fold([]entry.Entry{
		at(1, -1, mood(2)), at(2, -1, mood(5)), at(3, 0, entry.CheckIn{Line: "no number"}), at(4, 31, mood(1)),
		at(5, 32, mood(9)), at(6, -33, mood(4)), at(7, 33, entry.CheckIn{Items: map[string]float64{"sleep": 3}}),
	})
	all := []Point{{Day: -33, Value: 4, N: 1}, {Day: -1, Value: 3.5, N: 2}, {Day: 31, Value: 1, N: 1}, {Day: 32, Value: 9, N: 1}}
	for _, c := range []struct {
		from, to entry.Day
		want     []Point
	}{
		{entry.FirstDay, entry.LastDay, all}, {-33, 32, all}, {-32, 31, all[1:3]}, {-1, -1, all[1:2]},
		{0, 30, nil}, {33, 99, nil}, {5, -5, nil},
	} {
		if diff := cmp.Diff(c.want, j.Series("mood", c.from, c.to)); diff != "" {
			t.Errorf("%d..%d: %s", c.from, c.to, diff)
		}
	}
	if got := daysBack(&j, 31); !slices.Equal(got, []entry.Day{31, 0, -1, -33}) {
		t.Errorf("back from day 31: %v", got)
	}
	if got := daysBack(&j, -34); got != nil {
		t.Errorf("back from before the first: %v", got)
	}
}

func daysBack(j *Journey, to entry.Day) []entry.Day {
	var days []entry.Day
	for day := range j.DaysBack(to) {
		days = append(days, day.Day)
	}
	return days
}

func TestALoopOverDaysCanBeLeft(t *testing.T) {
	j := Fold([]entry.Entry{at(1, 10, mood(1)), at(2, 11, mood(2)), at(3, 99, mood(3))})
	seen := 0
	for range j.Days(entry.FirstDay, entry.LastDay) {
		if seen++; seen == 2 {
			break
		}
	}
	for range j.DaysBack(entry.LastDay) {
		if seen++; seen == 4 {
			break
		}
	}
	if seen != 4 {
		t.Errorf("saw %d days", seen)
	}
}

func TestTheLatestListCounts(t *testing.T) {
	items := func(names ...string) entry.Items {
		var body entry.Items
		for _, name := range names {
			body.Items = append(body.Items, entry.Item{Key: name, Name: name, Retired: name == "energy"})
		}
		return body
	}
	j := Fold([]entry.Entry{
		at(1, 10, items("mood")), at(2, 10, items("sleep", "energy")),
		at(3, 10, entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "A walk"}}}),
		at(4, 10, entry.WarningSigns{Signs: []entry.Named{{Key: "bed", Name: "Staying in bed"}}}),
		at(5, 10, entry.Letter{Letter: "return-brief", Notes: "one"}), at(6, 10, entry.Letter{Letter: "return-brief", Notes: "two"}),
		at(7, 10, entry.Letter{Letter: "talk-guide", Notes: "three"}),
	})
	if _, ok := j.Item("mood"); ok {
		t.Error("an item of an earlier list is still there")
	}
	if item, ok := j.Item("energy"); !ok || !item.Retired || len(j.Asked()) != 1 || len(j.Items) != 2 {
		t.Errorf("items %v, asked %v", j.Items, j.Asked())
	}
	if NameOf(j.Skills, "walk") != "A walk" || NameOf(j.Signs, "bed") != "Staying in bed" || NameOf(j.Signs, "gone") != "gone" {
		t.Error("the names are wrong")
	}
	if j.Letters["return-brief"].Notes != "two" || j.Letters["talk-guide"].Notes != "three" {
		t.Errorf("letters %v", j.Letters)
	}
}

func TestTheLastCheckInIsThePersonsOwn(t *testing.T) {
	row := at(3, 30, entry.CheckIn{Line: "from a file", Origin: &entry.Origin{Batch: "days", Line: 1}})
	row.By = entry.ByImport("days")
	j := Fold([]entry.Entry{at(1, 20, mood(1)), at(2, 20, mood(2)), row})
	if c, ok := j.LastCheckIn(); !ok || c.ID != id(2) {
		t.Errorf("got %v, %v", c.ID, ok)
	}
	if c, day, ok := j.FindCheckIn(id(3)); !ok || day != 30 || !c.Imported() {
		t.Errorf("the row is found on %v, %v", day, ok)
	}
}

func TestEntriesAreFoundByTheirOwnIDOnly(t *testing.T) {
	fix := at(4, 21, entry.Reflection{Text: "Better."})
	fix.Corrects = id(1)
	j := Fold([]entry.Entry{
		at(1, 20, entry.Reflection{Text: "Words."}), at(2, 20, entry.LifeEvent{What: "A move", Weight: 3}), at(3, 20, mood(1)), fix,
	})
	if ref, day, ok := j.FindReflection(id(1)); !ok || day != 21 || ref.Text != id(4) {
		t.Errorf("the page: %v on %v, %v", ref, day, ok)
	}
	if _, day, ok := j.FindEvent(id(2)); !ok || day != 20 {
		t.Errorf("the event: on %v, %v", day, ok)
	}
	_, _, page := j.FindReflection(id(4))
	_, _, event := j.FindEvent(id(3))
	_, _, checkIn := j.FindCheckIn(id(2))
	if page || event || checkIn {
		t.Error("something is found that is not there")
	}
}

func TestTodayFollowsThePersonsOwnTurnAndZone(t *testing.T) {
	now := time.Date(2026, time.March, 2, 4, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		profile entry.Profile
		want    string
	}{
		{entry.Profile{}, "2026-03-02"},
		{entry.Profile{Turn: 300}, "2026-03-01"},
		{entry.Profile{Turn: 1}, "2026-03-02"},
		{entry.Profile{Zone: "America/New_York"}, "2026-03-01"},
		{entry.Profile{Zone: "Pacific/Apia"}, "2026-03-02"},
		{entry.Profile{Zone: "Nowhere/None"}, "2026-03-02"},
	} {
		j := Fold([]entry.Entry{at(1, 100, c.profile)})
		if got := j.Today(now).String(); got != c.want {
			t.Errorf("%+v: today is %s, want %s", c.profile, got, c.want)
		}
	}
}
