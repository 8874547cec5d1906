package companion_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

// found searches and goes on to the end, page by page.
func (h *house) found(query string, limit int) (texts []string, pages int) {
	h.t.Helper()
	for before, more := int64(0), true; more; more = before > 0 {
		hits, next, err := h.Search(h.t.Context(), query, before, limit)
		h.do(err)
		if len(hits) > limit || next > 0 && len(hits) < limit {
			h.t.Fatalf("%d hits of at most %d, and next %d", len(hits), limit, next)
		}
		for _, hit := range hits {
			texts = append(texts, hit.Text)
		}
		before, pages = next, pages+1
	}
	return texts, pages
}

func TestSearchFindsWordsWhateverTheirCaseAndAccents(t *testing.T) {
	h := begun(t)
	texts := []string{
		"Café with Zoë", "CAFE at noon", "STRASSE nach Straße", "Ночь была длинной", "naïve decomposed: cafe\u0301",
		"Tiếng Việt", "Ærø and the sea", "Two words far apart, one here",
	}
	for _, text := range texts {
		h.tell(page(text))
	}
	h.tell(entry.LifeEvent{What: "Moved to the seaside", Weight: 4, Note: "boxes and a cat"})
	h.tell(entry.CheckIn{Line: "sea air helped"})
	for query, want := range map[string][]string{
		"cafe":        {texts[4], texts[1], texts[0]},
		"CAFÉ":        {texts[4], texts[1], texts[0]},
		"cafe\u0301":  {texts[4], texts[1], texts[0]},
		"zoe":         {texts[0]},
		"strasse":     {texts[2]},
		"straße":      {texts[2]},
		"НОЧЬ":        {texts[3]},
		"viet":        {texts[5]},
		"sea":         {"sea air helped", "Moved to the seaside\nboxes and a cat", texts[6]},
		"boxes cat":   {"Moved to the seaside\nboxes and a cat"},
		"one two":     {texts[7]},
		"one  TWO   ": {texts[7]},
		"one three":   nil,
		"  ":          nil,
		"":            nil,
	} {
		if got, _ := h.found(query, 10); !slices.Equal(got, want) {
			t.Errorf("%q: found %q, want %q", query, got, want)
		}
	}
}

func TestSearchKnowsOnlyTheLatestWords(t *testing.T) {
	h := begun(t)
	id := h.tell(page("gooseberry"))
	h.tell(page("gooseberry and rhubarb"))
	h.correct(id, page("strawberry"))
	h.correct(id, page("strawberry, once more"))
	if got, _ := h.found("gooseberry", 10); !slices.Equal(got, []string{"gooseberry and rhubarb"}) {
		t.Errorf("old words: %q", got)
	}
	if got, _ := h.found("strawberry", 10); !slices.Equal(got, []string{"strawberry, once more"}) {
		t.Errorf("new words: %q", got)
	}
	h.do(h.Erase(t.Context(), companion.NewID(), id))
	if got, _ := h.found("strawberry", 10); got != nil {
		t.Errorf("erased words: %q", got)
	}
}

// A record over several pages of the store, an entry of it corrected long
// after: every page of results goes on where the one before ended, newest
// first, nothing twice. The benchmark does it with ten years.
func TestSearchPagesThroughALongRecord(t *testing.T) {
	const many = 4500
	h := begun(t)
	h.do(h.Bring(t.Context(), tenYears(many)))
	fixed := yearID(40)
	h.correct(fixed, page("a needle that was put right"))
	var want []string
	want = append(want, "a needle that was put right")
	for n := many - 1; n >= 0; n-- {
		if text := companion.Words(yearBody(n)); strings.Contains(text, "needle") && n != 40 {
			want = append(want, text)
		}
	}
	for _, limit := range []int{3, len(want), 1000} {
		got, pages := h.found("needle", limit)
		if !slices.Equal(got, want) {
			t.Fatalf("%d at a time: %d texts in %d pages, want %d", limit, len(got), pages, len(want))
		}
		if most := (len(want) + limit - 1) / limit; pages != most {
			t.Errorf("%d at a time: %d pages, want %d", limit, pages, most)
		}
	}
}

// tenYears is a long record: two entries a day, one in ten a page of a
// journal, some of which hold a needle.
func tenYears(entries int) []entry.Entry {
	first := entry.DayOf(2026, time.March, 1) - entry.Day(entries/2)
	out := make([]entry.Entry, entries)
	for n := range out {
		day := first + entry.Day(n/2)
		at := day.Time().Add(time.Duration(9+n%2*11) * time.Hour)
		out[n] = entry.Entry{
			ID: yearID(n), At: entry.MomentIn(at, time.UTC), Day: day, Precision: entry.Minute,
			RecordedAt: at, By: entry.BySelf(), Body: yearBody(n),
		}
	}
	return out
}

func yearID(n int) entry.ID { return entry.ID(fmt.Sprintf("01910000-0000-7000-8000-%012x", n)) }

func yearBody(n int) entry.Body {
	switch {
	case n%500 == 40:
		return page(fmt.Sprintf("Page %d, which holds a needle among many other words about the day.", n))
	case n%10 == 0:
		return page(strings.Repeat("Words about an ordinary day and what came of it. ", 8))
	}
	body := entry.CheckIn{Items: map[string]float64{"mood": float64(n % 11), "sleep": float64(n % 7), "energy": float64(n % 5), "restlessness": 2}}
	if n%3 == 0 {
		body.Line = "an ordinary day, number " + fmt.Sprint(n)
	}
	if n%4 == 0 {
		body.Skills = []string{"walk"}
	}
	return body
}
