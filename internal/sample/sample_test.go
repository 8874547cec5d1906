package sample_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/monitor"
	"fermata/internal/sample"
)

// noon is the moment of most tests.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	p, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func numbered(n int) entry.ID {
	return entry.ID(fmt.Sprintf("00000000-0000-7000-8000-%012x", n))
}

func mira(t *testing.T, now time.Time) []entry.Entry {
	t.Helper()
	return sample.Entries(now, place(t, "Europe/London"), numbered)
}

// moments are times of each weekday, in summer and winter, before and after
// the turn of the day and of the clocks.
func moments() []time.Time {
	var all []time.Time
	for n := range 14 {
		all = append(all, noon.AddDate(0, 0, n*27).Add(time.Duration(n*5)*time.Hour))
	}
	return all
}

func TestTheSampleIsTheSameForEver(t *testing.T) {
	const want = "bf612003492dcde165a02b446db30ef5b34b35d2f26faf6a12383335b54daead"
	sum := sha256.New()
	for _, e := range mira(t, noon) {
		text, err := entry.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %s %s\n", e.ID, e.RecordedAt.Format(time.RFC3339Nano), text)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the sample changed: %s. If that was meant, write it here and say so in the changelog.", got)
	}
}

func TestEveryEntryIsValidAndWasToldInThePast(t *testing.T) {
	zones := []string{"Europe/London", "America/Los_Angeles", "Pacific/Auckland", "Africa/Cairo", "UTC"}
	for n, now := range moments() {
		zone := place(t, zones[n%len(zones)])
		today := entry.DefaultTurn.Day(now, zone)
		seen := map[entry.ID]bool{}
		var last time.Time
		for _, e := range sample.Entries(now, zone, numbered) {
			if err := e.Validate(); err != nil {
				t.Errorf("%s on %s: %v", e.Kind(), e.Day, err)
			}
			if e.RecordedAt.Before(last) || !e.RecordedAt.Before(now) || e.RecordedAt.Before(e.At.Instant) {
				t.Errorf("%s on %s was recorded at %s, after %s", e.Kind(), e.Day, e.RecordedAt, last)
			}
			if e.Day < today-sample.Days || e.Day >= today {
				t.Errorf("%s is about %s, seen from %s", e.Kind(), e.Day, today)
			}
			if e.Precision == entry.Minute && entry.DefaultTurn.Day(e.At.Instant, zone) != e.Day {
				t.Errorf("%s at %s says it is about %s", e.Kind(), e.At.Local(), e.Day)
			}
			if seen[e.ID] || e.Seq != 0 || e.Person != "" || e.By != entry.BySelf() {
				t.Errorf("%s on %s has a wrong envelope", e.Kind(), e.Day)
			}
			seen[e.ID], last = true, e.RecordedAt
		}
	}
}

func TestTheListsAreTheGuides(t *testing.T) {
	j := journey.Fold(mira(t, noon))
	for n, want := range guide.DefaultItems() {
		got := j.Items[n]
		if got.Key != want.Key || got.Name != want.Name || got.Low != want.Low || got.High != want.High || got.BetterHigh != want.BetterHigh {
			t.Errorf("item %d is %+v, the guide has %+v", n, got, want)
		}
	}
	for _, skill := range j.Skills {
		if known, ok := guide.SkillByKey(skill.Key); !ok || known.Name != skill.Name {
			t.Errorf("skill %q is called %q, the guide says %q", skill.Key, skill.Name, known.Name)
		}
	}
	var examples []entry.Named
	for _, sign := range guide.SignExamples() {
		examples = append(examples, entry.Named{Key: sign.Key, Name: sign.Name})
	}
	for _, sign := range j.Signs {
		if !slices.Contains(examples, sign) {
			t.Errorf("warning sign %+v is not one of the guide's", sign)
		}
	}
}

func TestPromptsAreTheGuides(t *testing.T) {
	asked := map[string]bool{"": true}
	for _, p := range guide.Prompts() {
		asked[p.Text] = true
	}
	for _, e := range mira(t, noon) {
		if page, ok := e.Body.(entry.Reflection); ok && !asked[page.Prompt] {
			t.Errorf("the guide does not ask %q", page.Prompt)
		}
	}
}

func TestThePersonIsMadeUpAndSaysSo(t *testing.T) {
	j := journey.Fold(mira(t, noon))
	if !j.Profile.Sample {
		t.Error("the record is not marked as a sample")
	}
	if len(j.HelpCard.Numbers) != 2 || j.HelpCard.Country != "GB" {
		t.Fatalf("help card: %+v", j.HelpCard)
	}
	for _, number := range j.HelpCard.Numbers { // Ofcom keeps 07700 900000 to 900999 for drama
		if !strings.HasPrefix(number.Tel, "+44 7700 900") || len(number.Tel) != len("+44 7700 900123") {
			t.Errorf("%s is called at %s, which someone may own", number.Name, number.Tel)
		}
	}
}

func TestTheBreakIsFiveMonthsOldAfterFourWeeksOfCheckIns(t *testing.T) {
	for _, now := range moments() {
		j := journey.Fold(mira(t, now))
		today := j.Today(now)
		start, on := j.BreakStart(today)
		if weeks := int(today-start) / 7; !on || weeks != 22 {
			t.Errorf("on a break: %v, for %d weeks", on, weeks)
		}
		before := 0
		for range j.Days(start-28, start-1) {
			before++
		}
		if before < 20 {
			t.Errorf("%d days with entries in the four weeks before the break", before)
		}
		if j.PhaseOn(start-28) != entry.Considering || j.PhaseOn(start-1) != entry.Preparing || j.PhaseOn(today) != entry.OnBreak {
			t.Error("the phases are not considering, preparing, on a break")
		}
	}
}

func TestAboutSixDaysOfSevenHaveACheckIn(t *testing.T) {
	j := journey.Fold(mira(t, noon))
	days, twice := 0, 0
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		if len(day.CheckIns) > 0 {
			days++
		}
		if len(day.CheckIns) > 1 {
			twice++
		}
	}
	if days < sample.Days*78/100 || days > sample.Days*90/100 || twice == 0 {
		t.Errorf("%d days with a check-in, %d with several, of %d", days, twice, sample.Days)
	}
}

// story is the record seen by days since its first.
type story struct {
	*testing.T
	j     journey.Journey
	first entry.Day
}

func tell(t *testing.T, now time.Time) story {
	j := journey.Fold(mira(t, now))
	return story{t, j, j.Today(now) - sample.Days}
}

// mean of an item in the week that begins on a day of the story.
func (s story) mean(item string, day int) float64 {
	s.Helper()
	points := s.j.Series(item, s.first+entry.Day(day), s.first+entry.Day(day+6))
	sum := 0.0
	for _, p := range points {
		sum += p.Value
	}
	if len(points) == 0 {
		s.Fatalf("no %s in the week of day %d", item, day)
	}
	return sum / float64(len(points))
}

// turned is the first day of the slide from which an item's week is, and in
// the next week stays, two points worse than the usual of the good months.
func (s story) turned(item string, worse float64) int {
	usual := 0.0
	for day := 50; day < 99; day += 7 {
		usual += s.mean(item, day) / 7
	}
	for day := 98; day < 150; day++ {
		if (s.mean(item, day)-usual)*worse >= 2 && (s.mean(item, day+4)-usual)*worse >= 2 {
			return day
		}
	}
	s.Fatalf("%s never turns from %.1f", item, usual)
	return 0
}

func TestSleepAndTensionTurnTwoWeeksBeforeMood(t *testing.T) {
	for _, now := range moments() {
		s := tell(t, now)
		mood := s.turned("mood", -1)
		for item, worse := range map[string]float64{"sleep": -1, "tension": 1} {
			if early := mood - s.turned(item, worse); early < 10 || early > 24 {
				t.Errorf("%s turns %d days before mood", item, early)
			}
		}
	}
}

func TestTheEndIsAtLeastAsGoodAsTheGoodStart(t *testing.T) {
	for _, now := range moments() {
		s := tell(t, now)
		for item, better := range map[string]float64{"sleep": 1, "tension": -1, "mood": 1, "energy": 1, "getting-things-done": 1} {
			low, now, before := s.mean(item, 130), s.mean(item, 175), s.mean(item, 21)
			if (now-low)*better < 1.5 || (now-before)*better < .2 {
				t.Errorf("%s: %.1f before the break, %.1f at the lowest, %.1f now", item, before, low, now)
			}
		}
	}
}

func (s story) score(day *journey.Day, library instrument.Library, code string) (float64, bool) {
	s.Helper()
	for _, sheet := range day.Sheets {
		if sheet.Instrument != code {
			continue
		}
		in, err := library.Lookup(code)
		if err != nil {
			s.Fatal(err)
		}
		result, err := in.Read(sheet.Answers, sheet.Total)
		if err != nil {
			s.Fatal(err)
		}
		total, _ := result.Total()
		if len(result.Safety) > 0 || total.Missing > 0 {
			s.Errorf("%s on %s has %d missing and a safety answer: %v", code, day.Day, total.Missing, result.Safety)
		}
		return total.Value, true
	}
	return 0, false
}

func TestTheQuestionnairesCrossTheirLinesAfterSleepAndComeBack(t *testing.T) {
	library, err := instrument.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := tell(t, noon)
	sleep := s.turned("sleep", -1)
	for code, line := range map[string]float64{"phq-9": 10, "gad-7": 8} {
		crossed, sheets, last := 0, 0, 0.0
		for day := range s.j.Days(entry.FirstDay, entry.LastDay) {
			score, ok := s.score(day, library, code)
			if !ok {
				continue
			}
			sheets, last = sheets+1, score
			if at := int(day.Day - s.first); score >= line && crossed == 0 {
				crossed = at
			}
		}
		if early := crossed - sleep; sheets != 13 || early < 10 || early > 24 || last >= 5 {
			t.Errorf("%s: %d sheets, the first over %v %d days after sleep turned, the last %v", code, sheets, line, early, last)
		}
	}
}

func TestTheChartOfAllItemsAlarmsBeforeTheQuestionnaires(t *testing.T) {
	for _, now := range moments() {
		s := tell(t, now)
		var items []monitor.Item
		for _, item := range s.j.Items {
			var series monitor.Series
			for _, p := range s.j.Series(item.Key, entry.FirstDay, entry.LastDay) {
				series = append(series, monitor.Value{Day: int(p.Day - s.first), Value: p.Value})
			}
			items = append(items, monitor.Item{Series: series, BetterHigh: item.BetterHigh})
		}
		result, err := monitor.Together(items, monitor.Options{Through: sample.Days})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Alarms) != 1 || result.Alarms[0].Date < 105 || result.Alarms[0].Date > 124 {
			t.Errorf("alarms: %+v", result.Alarms)
		}
	}
}

func TestTheWordsAreManyAndNoneIsUsedTwice(t *testing.T) {
	lines, pages, events, heavy := map[string]int{}, 0, 0, 0
	for _, e := range mira(t, noon) {
		switch body := e.Body.(type) {
		case entry.CheckIn:
			lines[body.Line]++
		case entry.Reflection:
			pages++
		case entry.LifeEvent:
			events++
			heavy = max(heavy, body.Weight)
		}
	}
	delete(lines, "")
	for line, times := range lines {
		if times > 1 {
			t.Errorf("%q stands %d times", line, times)
		}
	}
	if len(lines) < 60 || pages != 14 || events < 6 || heavy < 8 {
		t.Errorf("%d lines, %d pages, %d events, the heaviest %d", len(lines), pages, events, heavy)
	}
}

func TestWarningSignsGatherInTheSlide(t *testing.T) {
	s := tell(t, noon)
	count := func(from, to int) (n int) {
		for day := range s.j.Days(s.first+entry.Day(from), s.first+entry.Day(to)) {
			for _, c := range day.CheckIns {
				n += len(c.Signs)
			}
		}
		return n
	}
	if good, slide := count(60, 89), count(108, 137); slide < 3*max(good, 1) {
		t.Errorf("%d warning signs in a good month, %d in the slide", good, slide)
	}
}

func TestTheTherapistIsCalledInTheSlideAndTheBreakGoesOn(t *testing.T) {
	s := tell(t, noon)
	for _, e := range mira(t, noon) {
		event, ok := e.Body.(entry.LifeEvent)
		if !ok || !strings.Contains(event.What, s.j.Profile.Therapist) {
			continue
		}
		if day := int(e.Day - s.first); day < 121 || day > 140 || s.j.PhaseOn(e.Day+1) != entry.OnBreak {
			t.Errorf("the talk with the therapist is on day %d, in %s", day, s.j.PhaseOn(e.Day+1))
		}
		return
	}
	t.Error("there is no talk with the therapist")
}

// notMiras are the kinds the story has no place for, and why.
var notMiras = map[string]string{
	"import": "she brought no file", "import-mapping": "she brought no file", "erasure": "she erased nothing",
	"own-instrument": "those of Fermata were enough", "signal-handled": "the signals are left for a visitor to look at",
	"unknown":         "what a newer Fermata tells",
	"episode-summary": "the break goes on", "look-back": "the break goes on",
}

// Each row of the path can be looked at in the sample.
func TestTheSampleHoldsEveryKindOfEntry(t *testing.T) {
	told := map[string]bool{}
	for _, e := range mira(t, noon) {
		told[string(e.Kind())] = true
	}
	files, err := filepath.Glob(filepath.Join("..", "entry", "testdata", "golden", "*-v1.json"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d golden entries (%v)", len(files), err)
	}
	for _, file := range files {
		kind := strings.TrimSuffix(filepath.Base(file), "-v1.json")
		if told[kind] == (notMiras[kind] != "") {
			t.Errorf("%s: told %v, and the reason not to is %q", kind, told[kind], notMiras[kind])
		}
	}
}
