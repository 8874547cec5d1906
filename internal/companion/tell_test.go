package companion_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/ledger"
)

func day(year int, month time.Month, date int) entry.Day { return entry.DayOf(year, month, date) }

// Where somebody puts a check-in, and where it ends up. It is ten past one at
// night on Tuesday, 3 March, in London; for them it is still Monday.
func TestWhenSomethingWas(t *testing.T) {
	monday, sunday := day(2026, time.March, 2), day(2026, time.March, 1)
	for name, c := range map[string]struct {
		when companion.When
		day  entry.Day
		at   string // local
		fine entry.Precision
	}{
		"now":                     {companion.When{}, monday, "2026-03-03 01:10", entry.Minute},
		"today":                   {companion.When{Day: monday, HasDay: true}, monday, "2026-03-02 12:00", entry.WholeDay},
		"this evening":            {companion.When{Minutes: 21 * 60, HasTime: true}, monday, "2026-03-02 21:00", entry.Minute},
		"half an hour ago":        {companion.When{Minutes: 40, HasTime: true}, monday, "2026-03-03 00:40", entry.Minute},
		"yesterday":               {companion.When{Day: sunday, HasDay: true}, sunday, "2026-03-01 12:00", entry.WholeDay},
		"yesterday evening":       {companion.When{Day: sunday, HasDay: true, Minutes: 20*60 + 15, HasTime: true}, sunday, "2026-03-01 20:15", entry.Minute},
		"the night before":        {companion.When{Day: sunday, HasDay: true, Minutes: 3*60 + 59, HasTime: true}, sunday, "2026-03-02 03:59", entry.Minute},
		"at the turn":             {companion.When{Day: sunday, HasDay: true, Minutes: 4 * 60, HasTime: true}, sunday, "2026-03-01 04:00", entry.Minute},
		"in the hour left out":    {companion.When{Day: day(2025, time.March, 29), HasDay: true, Minutes: 90, HasTime: true}, day(2025, time.March, 29), "2025-03-30 02:30", entry.Minute},
		"in the hour that is two": {companion.When{Day: day(2025, time.October, 25), HasDay: true, Minutes: 90, HasTime: true}, day(2025, time.October, 25), "2025-10-26 01:30", entry.Minute},
		"in a leap year":          {companion.When{Day: day(2024, time.February, 29), HasDay: true}, day(2024, time.February, 29), "2024-02-29 12:00", entry.WholeDay},
		"long ago":                {companion.When{Day: entry.FirstDay, HasDay: true}, entry.FirstDay, "1900-01-01 12:00", entry.WholeDay},
	} {
		t.Run(name, func(t *testing.T) {
			h := begun(t)
			h.clock.set(time.Date(2026, time.March, 3, 1, 10, 0, 0, time.UTC))
			id := h.telling(companion.Telling{When: c.when, Body: mood(5)})
			checkIn, on, ok := h.look().FindCheckIn(id)
			if !ok || on != c.day || checkIn.Precision != c.fine {
				t.Errorf("it is on %v as %q, %v", on, checkIn.Precision, ok)
			}
			if at := checkIn.At.Local().Format("2006-01-02 15:04"); at != c.at {
				t.Errorf("it is at %s, want %s", at, c.at)
			}
			h.sound()
		})
	}
}

func TestWhatHasNotComeYetIsRefused(t *testing.T) {
	h := begun(t) // nine in the evening
	today := h.look().Today(h.clock.now())
	for name, c := range map[string]struct {
		when  companion.When
		field string
	}{
		"tomorrow":      {companion.When{Day: today + 1, HasDay: true}, "day"},
		"in an hour":    {companion.When{Minutes: 22 * 60, HasTime: true}, "time"},
		"tonight":       {companion.When{Day: today, HasDay: true, Minutes: 60, HasTime: true}, "time"},
		"in a century":  {companion.When{Day: entry.LastDay, HasDay: true}, "day"},
		"past the last": {companion.When{Day: 1<<31 - 1, HasDay: true}, "day"},
	} {
		_, err := h.Tell(t.Context(), companion.Telling{ID: companion.NewID(), When: c.when, Body: mood(5)})
		is(t, err, fault.Invalid)
		if fields, ok := err.(fault.Fields); !ok || fields.For(c.field) == "" {
			t.Errorf("%s: no sentence beside %q: %v", name, c.field, err)
		}
	}
	for _, when := range []companion.When{
		{Day: -1 << 31, HasDay: true}, {Day: entry.FirstDay - 1, HasDay: true}, {Day: today - 1, HasDay: true, Minutes: -5000, HasTime: true},
	} {
		_, err := h.Tell(t.Context(), companion.Telling{ID: companion.NewID(), When: when, Body: mood(5)})
		is(t, err, fault.Invalid)
	}
	if h.look().Entries != 1 { // the profile
		t.Errorf("%d entries are kept", h.look().Entries)
	}
}

func TestTheSameFormSentTwiceIsSavedOnce(t *testing.T) {
	h := begun(t)
	id := h.tell(mood(5))
	h.clock.pass(2 * time.Minute) // Back, and send again
	placed := must[[]ledger.Placed](t)(h.Tell(t.Context(), companion.Telling{ID: id, Body: mood(5)}))
	if placed[0].Fate != ledger.Already || placed[0].Seq != 2 {
		t.Errorf("got %+v", placed)
	}
	_, err := h.Tell(t.Context(), companion.Telling{ID: id, Body: mood(6)})
	is(t, err, fault.Conflict)
	if h.look().Entries != 2 {
		t.Errorf("%d entries", h.look().Entries)
	}
}

func TestSeveralTellingsAreKeptTogetherOrNotAtAll(t *testing.T) {
	h := begun(t)
	good := companion.Telling{ID: companion.NewID(), Body: mood(5)}
	bad := companion.Telling{ID: companion.NewID(), Body: mood(50)}
	_, err := h.Tell(t.Context(), good, bad)
	is(t, err, fault.Invalid)
	if h.look().Entries != 1 {
		t.Errorf("half of it is kept: %d entries", h.look().Entries)
	}
	bad.Body = mood(6)
	must[[]ledger.Placed](t)(h.Tell(t.Context(), good, bad))
	if h.look().Entries != 3 {
		t.Errorf("%d entries", h.look().Entries)
	}
}

func TestACorrectionStandsInThePlaceOfWhatItCorrects(t *testing.T) {
	h := begun(t)
	id := h.tell(page("First words."))
	fix := h.correct(id, page("Second words."))
	ref, _, ok := h.look().FindReflection(id)
	if !ok || ref.Text != fix {
		t.Fatalf("got %+v, %v", ref, ok)
	}
	e := must[entry.Entry](t)(h.Entry(t.Context(), ref))
	if e.ID != id || e.Body != (entry.Reflection{Text: "Second words."}) {
		t.Errorf("got %+v", e)
	}
	_, err := h.Entry(t.Context(), journey.Ref{ID: id, Text: companion.NewID()})
	is(t, err, fault.NotFound)
}

// Erasing removes the words wherever they are: in the entry, in everything
// that corrected it, and from the file itself.
func TestErasingTakesTheCorrectionsWithIt(t *testing.T) {
	h := begun(t)
	id := h.tell(page("gooseberry one"))
	fix := h.correct(id, page("gooseberry two"))
	h.correct(fix, page("gooseberry three"))
	kept := h.tell(page("Something else."))
	erase := companion.NewID()
	for range 2 { // the form is sent twice
		h.do(h.Erase(t.Context(), erase, id))
	}
	if _, _, ok := h.look().FindReflection(id); ok {
		t.Error("it is still there")
	}
	if _, _, ok := h.look().FindReflection(kept); !ok {
		t.Error("something else went with it")
	}
	for name, text := range h.exported() {
		if strings.Contains(text, "gooseberry") {
			t.Errorf("it is in %s", name)
		}
	}
	is(t, h.Erase(t.Context(), erase, kept), fault.Conflict)
	is(t, h.Erase(t.Context(), companion.NewID()), fault.Invalid)
	h.sound()
}

// A second home reads only what came after its last look, and what it cannot
// follow it reads afresh.
func TestALookSeesWhatAnotherProcessSaved(t *testing.T) {
	h := begun(t)
	second := h.another()
	sees := func(want int) {
		t.Helper()
		if j := must[*journey.Journey](t)(second.Look(t.Context())); j.Entries != want || j.Entries != h.look().Entries {
			t.Errorf("it sees %d entries, want %d", j.Entries, want)
		}
	}
	id := h.tell(mood(1))
	sees(2)
	h.tell(mood(2))
	sees(3)
	h.correct(id, mood(9))
	sees(3)
	if c, _, _ := h.look().FindCheckIn(id); c.Values[0].Value != 9 {
		t.Errorf("corrected to %v", c.Values)
	}
	h.do(h.Erase(t.Context(), companion.NewID(), id))
	sees(2)
	known := must[*journey.Journey](t)(second.Known(t.Context()))
	h.tell(mood(3))
	if same := must[*journey.Journey](t)(second.Known(t.Context())); same != known {
		t.Error("what was known has changed without a look")
	}
	sees(3)
}

func TestAJourneyInHandStaysAsItIs(t *testing.T) {
	h := begun(t)
	h.tell(mood(1))
	before := h.look()
	days, entries := slices.Collect(before.Days(entry.FirstDay, entry.LastDay)), before.Entries
	h.tell(mood(2))
	h.look()
	if before.Entries != entries || len(days[0].CheckIns) != 1 {
		t.Errorf("it has %d entries now, %v", before.Entries, days[0].CheckIns)
	}
}

func TestDraftsAreKeptForAMonth(t *testing.T) {
	h := begun(t)
	h.do(h.KeepDraft(t.Context(), "reflection", []byte("half a sen")))
	if draft := must[[]byte](t)(h.Draft(t.Context(), "reflection")); string(draft) != "half a sen" {
		t.Errorf("kept %q", draft)
	}
	h.Lock()
	h.do(h.UnlockWithKeyFile(t.Context()))
	if draft := must[[]byte](t)(h.Draft(t.Context(), "reflection")); string(draft) != "half a sen" {
		t.Errorf("after locking: %q", draft)
	}
	h.clock.pass(29 * 24 * time.Hour)
	if draft := must[[]byte](t)(h.another().Draft(t.Context(), "reflection")); draft == nil {
		t.Error("gone after 29 days")
	}
	h.clock.pass(2 * 24 * time.Hour)
	if draft := must[[]byte](t)(h.another().Draft(t.Context(), "reflection")); draft != nil {
		t.Errorf("after 31 days: %q", draft)
	}
	h.do(h.DropDraft(t.Context(), "reflection"))
	if strings.Contains(h.exported()["entries.jsonl"], "half a sen") {
		t.Error("it is in the export")
	}
}

func TestTheHelpCardIsReadableWhileLocked(t *testing.T) {
	h := begun(t)
	if card := must[entry.HelpCard](t)(newHouse(t).HelpCard(t.Context())); card.Country != "" {
		t.Errorf("a new home has a card: %+v", card)
	}
	card := entry.HelpCard{Country: "GB", Numbers: []entry.HelpNumber{{Name: "My sister", Tel: "+44 20 7946 0123"}}}
	h.do(h.SetHelpCard(t.Context(), companion.NewID(), card))
	is(t, h.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Country: "Britain"}), fault.Invalid)
	h.do(h.SetPassphrase(t.Context(), phrase))
	h.Lock()
	locked := h.another()
	got := must[entry.HelpCard](t)(locked.HelpCard(t.Context()))
	if locked.State() != companion.Locked || got.Country != "GB" || !slices.Equal(got.Numbers, card.Numbers) {
		t.Errorf("locked, it shows %+v", got)
	}
}
