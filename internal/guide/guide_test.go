package guide

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
	"pgregory.net/rapid"
)

func TestEveryFileOfContentCanBeReadAndNamesItsSourceAndReview(t *testing.T) {
	mustRead(language.English)
	texts := Texts()
	for _, want := range []string{"help-lines.json", "en/sentences/program.txt", "en/prompts.txt"} {
		if !slices.ContainsFunc(texts, func(x Text) bool { return x.File == want }) {
			t.Errorf("%s is not among the texts", want)
		}
	}
	for _, text := range texts {
		if text.Title == "" || text.Source == "" || !strings.Contains(text.Review, "review") && !strings.Contains(text.Review, "needs none") {
			t.Errorf("%s: title %q, source %q, review %q", text.File, text.Title, text.Source, text.Review)
		}
	}
}

func TestASentenceIsFilledByName(t *testing.T) {
	for _, c := range []struct {
		key   string
		pairs []any
		want  string
	}{
		{"break.week", []any{"week", 8}, "week 8 of your break"},
		{"day.ago", []any{"days", 3}, "3 days ago"},
		{"count.entries", []any{"n", 20000}, "20,000 entries"},
		{"count.entries", []any{"n", 1}, "1 entry"},
		{"count.entries", []any{"n", 0}, "0 entries"},
		{"progress.line.usual", []any{"high", 8.25, "low", 5.0, "item", "Sleep"}, "Sleep has stayed in your usual range, 5 to 8.25."},
		{"no.such.key", nil, "‹no.such.key›"},
		{"break.week", nil, "week ‹week› of your break"},
		{"break.week", []any{"week"}, "week ‹week› of your break"},
	} {
		if got := Say(c.key, c.pairs...); got != c.want {
			t.Errorf("Say(%q, %v) = %q, want %q", c.key, c.pairs, got, c.want)
		}
	}
}

func TestASlotThatIsNotWellFormedIsRefused(t *testing.T) {
	for _, text := range []string{"{", "a {b", "{}", "{two words}", "{n|one:x}", "{n|single:x|other:y}", "{n|x}"} {
		if s, err := parseSentence(text); err == nil {
			t.Errorf("%q was read as %v", text, s)
		}
	}
}

// Whatever a person wrote stands in the sentence as it is, braces included.
func TestWhatFillsASlotIsNotReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.String().Draw(t, "words")
		if got, want := Say("brief.for", "name", words), "For "+words; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestDaysAreNamedAsSeenFromToday(t *testing.T) {
	today := day("2026-09-24")
	for date, want := range map[string]string{
		"2026-09-24": "today",
		"2026-09-23": "yesterday",
		"2026-09-25": "tomorrow",
		"2026-09-21": "3 days ago",
		"2026-09-18": "6 days ago",
		"2026-09-17": "Thu 17 Sep",
		"2026-11-02": "Mon 2 Nov",
		"2025-11-02": "Sun 2 Nov 2025",
	} {
		if got := RelativeDay(day(date), today); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
	if got := LongDay(today); got != "Thursday 24 September" {
		t.Errorf("long: %q", got)
	}
	if got := FullDate(day("2026-11-03")); got != "3 November 2026" {
		t.Errorf("full: %q", got)
	}
}

// The night of a change to summer time has 23 hours and is one day all the same.
func TestADayOfTwentyThreeHoursIsOneDay(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	before := time.Date(2026, 3, 28, 23, 30, 0, 0, london)
	after := time.Date(2026, 3, 29, 4, 30, 0, 0, london)
	if got := RelativeDay(before, after); got != "yesterday" {
		t.Errorf("got %q", got)
	}
}

func TestThePartOfDayTurnsAtFour(t *testing.T) {
	for hour, want := range map[int]string{0: "night", 3: "night", 4: "morning", 11: "morning", 12: "afternoon", 18: "evening", 23: "evening"} {
		if got := PartOfDay(hour); got != want {
			t.Errorf("%d h: %q, want %q", hour, got, want)
		}
	}
}

func day(text string) time.Time {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return date
}
