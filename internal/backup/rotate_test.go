package backup_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/backup"
)

// A backup every day for a year leaves seven days, four weeks and six months.
func TestAYearOfDaysThinsOut(t *testing.T) {
	var made []time.Time
	for day := range 365 {
		made = append(made, time.Date(2026, time.January, 1+day, 21, 0, 0, 0, time.UTC))
		keep := backup.Keep(made, time.UTC)
		var left []time.Time
		for i, at := range made {
			if keep[i] {
				left = append(left, at)
			}
		}
		made = left
	}
	var got []string
	for _, at := range made {
		got = append(got, at.Format("01-02"))
	}
	want := []string{"07-31", "08-31", "09-30", "10-31", "11-30", "12-13", "12-20", "12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31"}
	if !slices.Equal(got, want) {
		t.Errorf("left are %v\nwant     %v", got, want)
	}
}

// spans are the calendar of the rules: how many of each stay, and by what name
// a moment belongs to one.
var spans = []struct {
	most int
	name func(time.Time) string
}{
	{7, func(at time.Time) string { return at.Format("2006-01-02") }},
	{4, func(at time.Time) string { // the Monday it began on
		return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format("2006-01-02")
	}},
	{6, func(at time.Time) string { return at.Format("2006-01") }},
}

// stays says whether a rule keeps a backup: no newer one is of its span, and
// fewer than most spans with a backup are newer. It is the rule read word by
// word, slowly, and not how Keep goes about it.
func stays(made []time.Time, i, most int, name func(time.Time) string) bool {
	newer := map[string]bool{}
	for k, at := range made {
		if at.After(made[i]) || at.Equal(made[i]) && k < i {
			newer[name(at)] = true
		}
	}
	return !newer[name(made[i])] && len(newer) < most
}

// Of whatever times there are, those and only those stay that are the newest of
// one of the last seven days, four weeks or six months which have one. Asked
// again, nothing more goes; a new one never brings an old one back; the order
// of asking does not matter.
func TestLawsOfKeeping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("JST", 9*3600), time.FixedZone("PST", -8*3600)}).Draw(t, "place")
		made := drawTimes(t)
		keep := backup.Keep(made, place)
		local := make([]time.Time, len(made))
		for i, at := range made {
			local[i] = at.In(place)
		}
		var left []time.Time
		for i := range made {
			want := false
			for _, rule := range spans {
				want = want || stays(local, i, rule.most, rule.name)
			}
			if keep[i] != want {
				t.Fatalf("the one of %v is kept: %v, want %v", local[i], keep[i], want)
			}
			if keep[i] {
				left = append(left, made[i])
			}
		}
		lawsOfWhatIsLeft(t, made, left, place)
	})
}

// drawTimes gives the times of up to 40 backups, hours to months apart, in no
// order.
func drawTimes(t *rapid.T) []time.Time {
	const hour, day = time.Hour, 24 * time.Hour
	gaps := rapid.SampledFrom(rapid.SampledFrom([][]time.Duration{
		{0, 5 * hour, 23 * hour, day}, {day, 2 * day, 5 * day, 7 * day}, {day, 15 * day, 31 * day, 40 * day},
	}).Draw(t, "pace"))
	at := time.Date(2026, time.January, 1, 3, 0, 0, 0, time.UTC)
	var made []time.Time
	for _, gap := range rapid.SliceOfN(gaps, 0, 40).Draw(t, "gaps") {
		at = at.Add(gap)
		made = append(made, at)
	}
	return rapid.Permutation(made).Draw(t, "made")
}

func lawsOfWhatIsLeft(t *rapid.T, made, left []time.Time, place *time.Location) {
	if len(left) > 7+4+6 {
		t.Fatalf("%d are kept", len(left))
	}
	if len(made) > 0 && !slices.ContainsFunc(left, slices.MaxFunc(made, time.Time.Compare).Equal) {
		t.Fatal("the newest is not kept")
	}
	if slices.Contains(backup.Keep(left, place), false) {
		t.Fatal("keeping twice keeps less")
	}
	mixed := rapid.Permutation(made).Draw(t, "mixed")
	if again := kept(mixed, place); !sameTimes(again, left) {
		t.Fatalf("in another order %v stay, not %v", again, left)
	}
	next := slices.Concat(left, []time.Time{time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)})
	all := slices.Concat(made, next[len(left):])
	if a, b := kept(next, place), kept(all, place); !sameTimes(a, b) {
		t.Fatalf("thinned out day by day %v stay, at once %v", a, b)
	}
}

func kept(made []time.Time, place *time.Location) []time.Time {
	var left []time.Time
	for i, stays := range backup.Keep(made, place) {
		if stays {
			left = append(left, made[i])
		}
	}
	return left
}

// sameTimes compares as sets of moments.
func sameTimes(a, b []time.Time) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortFunc(a, time.Time.Compare)
	slices.SortFunc(b, time.Time.Compare)
	return slices.EqualFunc(a, b, time.Time.Equal)
}

// Days, weeks and months are the person's own.
func TestTheCalendarIsThePersons(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*3600)
	made := []time.Time{time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC), time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)}
	if got := backup.Keep(made, time.UTC); !slices.Equal(got, []bool{false, true}) {
		t.Errorf("in London %v", got)
	}
	if got := backup.Keep(made, tokyo); !slices.Equal(got, []bool{true, true}) {
		t.Errorf("in Tokyo %v", got)
	}
}
