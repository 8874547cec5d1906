package signals

import (
	"math/rand/v2"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// life is some days of check-ins with eight items, with sheets, signs, events
// and return criteria.
func life(days, checkInsADay int) (journey.Journey, time.Time) {
	chance := rand.New(rand.NewPCG(1, 2))
	items := entry.Items{}
	for _, key := range []string{"mood", "sleep", "tension", "energy", "done", "worry", "people", "calm"} {
		items.Items = append(items.Items, entry.Item{Key: key, Name: key, BetterHigh: key != "tension" && key != "worry"})
	}
	now := time.Date(2026, time.January, 1, 9, 0, 0, 0, time.UTC)
	entries := tell(nil, items, now)
	add := func(body entry.Body) {
		entries = append(entries, tell(entries[len(entries)-1:], body, now)[1])
	}
	add(entry.Profile{Zone: "Europe/London"})
	add(entry.Phase{Name: entry.OnBreak})
	add(entry.ReturnCriteria{Criteria: []entry.Criterion{
		{Key: "a", If: entry.IfMeasure, What: "phq-9", Level: 10, Times: 2},
		{Key: "b", If: entry.IfBelow, What: "mood", Level: 3, Times: 5},
		{Key: "c", If: entry.IfSigns, Times: 4, Of: 10},
		{Key: "d", If: entry.IfSilence, Times: 14},
		{Key: "e", If: entry.IfEvent, Level: 8},
	}})
	for n := range days {
		for range checkInsADay {
			now = now.Add(time.Hour)
			body := entry.CheckIn{Items: map[string]float64{}}
			for _, item := range items.Items {
				body.Items[item.Key] = float64(3 + chance.IntN(5))
			}
			if chance.IntN(4) == 0 {
				body.Signs = []string{"awake"}
			}
			add(body)
		}
		if n%14 == 0 {
			add(entry.AnswerSheet{Instrument: "phq-9", Answers: map[string]float64{
				"1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 0, "9": 0,
			}})
			add(entry.AnswerSheet{Instrument: "gad-7", Answers: map[string]float64{"1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 0, "7": 0}})
		}
		if n%30 == 0 {
			add(entry.LifeEvent{What: "something", Weight: chance.IntN(11)})
		}
		now = now.Add(time.Duration(24-checkInsADay) * time.Hour)
	}
	return journey.Fold(entries), now
}

func benchmark(b *testing.B, days, checkInsADay int) {
	j, now := life(days, checkInsADay)
	all := library(b)
	b.ReportMetric(float64(j.Entries), "entries")
	b.ReportAllocs()
	for b.Loop() {
		Detect(&j, all, now)
	}
}

// Budget: 2 ms.
func BenchmarkPersonYear(b *testing.B) { benchmark(b, 365, 1) }

// Ten years, 20,000 entries, of which the last 400 days are looked at.
func BenchmarkTenYears(b *testing.B) { benchmark(b, 3650, 5) }

func BenchmarkWouldHaveFired(b *testing.B) {
	j, now := life(365, 1)
	all := library(b)
	to := j.Today(now)
	for b.Loop() {
		for _, c := range j.Criteria {
			WouldHaveFired(c, &j, all, to-365, to)
		}
	}
}
