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

func TestLawsOfKeeping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := rapid.SliceOf(rapid.Map(rapid.Int64Range(0, 4e8), func(s int64) time.Time {
			return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s) * time.Second)
		})).Draw(t, "made")
		keep := backup.Keep(made, time.UTC)
		count := 0
		var left []time.Time
		for i, kept := range keep {
			if kept {
				count++
				left = append(left, made[i])
			}
		}
		if count > backup.Daily+backup.Weekly+backup.Monthly {
			t.Fatalf("%d are kept", count)
		}
		if len(made) > 0 && !slices.ContainsFunc(left, slices.MaxFunc(made, time.Time.Compare).Equal) {
			t.Fatal("the newest is not kept")
		}
		for _, again := range backup.Keep(left, time.UTC) { // nothing more goes when asked again
			if !again {
				t.Fatal("keeping twice keeps less")
			}
		}
	})
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
