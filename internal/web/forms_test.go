package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// sheet is a form that saves one entry: where it is, where it goes, and what
// a person might fill in, first and on second thoughts.
type sheet struct {
	at, action    string
	first, second []string
}

var sheets = []sheet{
	{"/check-in", "/check-in", []string{"item-mood", "6"}, []string{"item-mood", "3"}},
	{"/reflections/new", "/reflections", []string{"text", "a page"}, []string{"text", "another page"}},
	{"/life-events/new", "/life-events", []string{"what", "a move", "weight", "3"}, []string{"what", "a move", "weight", "7"}},
	{"/phase", "/phase", []string{"phase", "on-a-break"}, []string{"phase", "returning"}},
	{"/plan/warning-signs", "/plan/warning-signs", []string{"name-1", "I cancel things"}, []string{"name-1", "I sleep badly"}},
	{"/plan/items", "/plan/items", []string{"name-6", "Calm"}, []string{"name-6", "Appetite"}},
	{"/plan/skills", "/plan/skills", []string{"take", "worry-time"}, []string{"take", "body-scan"}},
	{"/help-now/edit", "/help-now/edit", []string{"country", "GB"}, []string{"country", "DE"}},
	{"/settings", "/settings", []string{"turn", "300"}, []string{"turn", "360"}},
}

// Sent twice is saved once: a second press of the button, a reload, Back.
func TestTheSameFormTwiceIsSavedOnce(t *testing.T) {
	h, b := startedHouse(t)
	for _, s := range sheets {
		t.Run(s.action, func(t *testing.T) {
			form := b.get(s.at)
			before := h.entries()
			form.send(s.action, s.first...).want(http.StatusOK)
			form.send(s.action, s.first...).want(http.StatusOK)
			if got := h.entries(); got != before+1 {
				t.Errorf("%d entries more", got-before)
			}
		})
	}
}

// Back, other words, save: nothing is overwritten unseen. The page asks, and
// the next press saves the change.
func TestTheSameFormWithOtherWordsAsks(t *testing.T) {
	h, b := startedHouse(t)
	for _, s := range sheets {
		t.Run(s.action, func(t *testing.T) {
			form := b.get(s.at)
			form.send(s.action, s.first...).want(http.StatusOK)
			before := h.look()
			again := form.send(s.action, s.second...).want(http.StatusConflict, "You already saved this.")
			if h.look().Seq != before.Seq {
				t.Fatal("something was saved")
			}
			again.send(s.action).want(http.StatusOK)
			if h.look().Seq != before.Seq+1 {
				t.Error("the change was not saved")
			}
		})
	}
}

func TestACorrectionTakesThePlaceOfWhatWasSaved(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/reflections/new")
	form.send("/reflections", "text", "first words")
	form.send("/reflections", "text", "second words").want(http.StatusConflict).send("/reflections").want(http.StatusOK, "second words")
	if list := b.get("/reflections"); list.says("first words") {
		t.Error("both are in the list")
	}
	if got := len(h.look().On(entry.DayOf(2026, 11, 23)).Reflections); got != 1 {
		t.Errorf("%d pages", got)
	}
}

// wrong is what stands in one field, with the rest as it has to be.
type wrong struct {
	name  string
	field string // that gets a sentence
	pairs []string
}

func long(n int) string { return strings.Repeat("ü", n) }

// days are dates nobody can mean, for the field day of a form.
func days(with ...string) []wrong {
	var list []wrong
	for name, day := range map[string]string{
		"tomorrow": "2026-11-24", "far ahead": "9999-12-31", "long ago": "1899-12-31", "no such day": "2026-02-30",
		"words": "yesterday", "another order": "23.11.2026", "not UTF-8": "\xff\xfe", "a long one": long(3000),
	} {
		list = append(list, wrong{"a day " + name, "day", append([]string{"day", day}, with...)})
	}
	return list
}

func TestWhatDoesNotFitIsSaidBesideTheField(t *testing.T) {
	h, b := startedHouse(t)
	for at, c := range map[string]struct {
		action string
		wrongs []wrong
	}{
		"/reflections/new": {"/reflections", append(days("text", "x"),
			wrong{"nothing", "text", []string{"text", " \r\n "}},
			wrong{"a book", "text", []string{"text", long(20001)}},
			wrong{"other letters", "text", []string{"text", "a\xffb"}},
			wrong{"a time in words", "time", []string{"text", "x", "time", "noon"}},
			wrong{"a time past midnight", "time", []string{"text", "x", "time", "25:00"}},
			wrong{"a time to come", "time", []string{"text", "x", "time", "23:59"}},
			wrong{"a long question", "prompt", []string{"text", "x", "prompt", long(501)}},
		)},
		"/life-events/new": {"/life-events", append(days("what", "x", "weight", "3"),
			wrong{"nothing happened", "what", []string{"weight", "3"}},
			wrong{"a long story", "what", []string{"what", long(501), "weight", "3"}},
			wrong{"other letters", "what", []string{"what", "\xc3", "weight", "3"}},
			wrong{"no weight", "weight", []string{"what", "x"}},
			wrong{"too light", "weight", []string{"what", "x", "weight", "-1"}},
			wrong{"too heavy", "weight", []string{"what", "x", "weight", "11"}},
			wrong{"a weight in words", "weight", []string{"what", "x", "weight", "much"}},
			wrong{"a broken weight", "weight", []string{"what", "x", "weight", "3.5"}},
			wrong{"a weight without end", "weight", []string{"what", "x", "weight", strings.Repeat("9", 40)}},
			wrong{"a long note", "note", []string{"what", "x", "weight", "3", "note", long(20001)}},
		)},
		"/phase": {"/phase", append(days("phase", "on-a-break"),
			wrong{"no phase", "phase", []string{"phase", ""}},
			wrong{"a sixth phase", "phase", []string{"phase", "finished"}},
		)},
		"/settings": {"/settings", []wrong{
			{"a place that is none", "zone", []string{"zone", "Europe/Atlantis"}},
			{"a path", "zone", []string{"zone", "../../etc/passwd"}},
			{"whatever zone this is", "zone", []string{"zone", "Local"}},
			{"a turn in words", "turn", []string{"turn", "early"}},
			{"a turn past noon", "turn", []string{"turn", "721"}},
			{"a turn without end", "turn", []string{"turn", strings.Repeat("9", 40)}},
		}},
		"/plan/warning-signs": {"/plan/warning-signs", []wrong{
			{"a long sign", "name-2", []string{"name-2", long(81)}},
			{"other letters", "name-1", []string{"name-1", "\xff"}},
		}},
		"/plan/skills": {"/plan/skills", []wrong{
			{"a long skill", "name-1", []string{"name-1", long(81)}},
		}},
		"/plan/items": {"/plan/items", []wrong{
			{"a long name", "name-1", []string{"name-1", long(81)}},
			{"long ends", "name-2", []string{"low-2", long(81)}},
			{"ends and no name", "name-6", []string{"low-6", "none"}},
			{"no name any more", "name-1", []string{"name-1", ""}},
			{"the same twice", "name-6", []string{"name-6", "mood"}},
			{"other letters", "name-6", []string{"name-6", "\xff"}},
		}},
	} {
		page := b.get(at)
		before := h.look().Seq
		for _, w := range c.wrongs {
			t.Run(at+"/"+w.name, func(t *testing.T) { wantBeside(t, page, c.action, w) })
		}
		if h.look().Seq != before {
			t.Errorf("%s: something was saved", at)
		}
	}
}

func wantBeside(t *testing.T, form page, action string, w wrong) {
	t.Helper()
	again := form.send(action, w.pairs...)
	if again.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", again.status)
	}
	say := again.beside(w.field)
	if w.field == "prompt" && again.says("fit. Shorten it a little.") {
		say = "in the summary: the field is hidden."
	}
	if !strings.HasSuffix(say, ".") || strings.Contains(say, "üü") {
		t.Errorf("beside %s: %q", w.field, say)
	}
	kept := again.form(action)
	for i := 0; i < len(w.pairs); i += 2 {
		name, typed := w.pairs[i], strings.TrimSpace(w.pairs[i+1])
		if shown(again, name, typed) && kept.Get(name) != typed {
			t.Errorf("%s holds %.40q, not %.40q", name, kept.Get(name), typed)
		}
	}
	if again.form(action).Get("id") != form.form(action).Get("id") {
		t.Error("the form got another number, so sending it twice would save it twice")
	}
}

// shown says whether a control can show what was typed: text fields can show
// any text in UTF-8, lists and circles only what is among their choices.
func shown(p page, name, typed string) bool {
	n := p.byID(name)
	return n != nil && (n.Data == "textarea" || attr(n, "type") == "text") && strings.ToValidUTF8(typed, "") == typed
}

// A form of a size nobody types is refused with a sentence, and so is one
// with thousands of fields.
func TestFormsThatAreTooLarge(t *testing.T) {
	h, b := startedHouse(t)
	before := h.look().Seq
	b.post("/reflections", url.Values{"text": {strings.Repeat("x", 1<<20)}}).want(http.StatusRequestEntityTooLarge, "more than fits into one form")
	b.post("/plan/skills", url.Values{"take": make([]string, 2001)}).want(http.StatusRequestEntityTooLarge, "more than Fermata can take at once")
	if h.look().Seq != before {
		t.Error("something was saved")
	}
}
