package guide

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var waysOn = []string{"full-break", "fewer-sessions", "change-the-work", "another-therapist", "go-on"}

// D2: an aid that gives one side more room has taken a side.
func TestD2EveryWayHasAsMuchForItAsAgainstIt(t *testing.T) {
	for _, key := range append(slices.Clone(waysOn), "in-person", "online", "group", "self-guided", "low-cost") {
		w, ok := WayOf(key)
		if !ok || w.What == "" || len(w.Good) < 2 || len(w.Good) != len(w.Hard) {
			t.Errorf("%s: %+v", key, w)
		}
		good, hard := len(wordsOf(strings.Join(w.Good, " "))), len(wordsOf(strings.Join(w.Hard, " ")))
		if 4*good > 5*hard || 4*hard > 5*good {
			t.Errorf("%s: %d words for it, %d against it", key, good, hard)
		}
	}
}

// Each of the five is described as far as the others: what it is like to live
// with it, and what research can say.
func TestD2EveryWayIsDescribedAsFar(t *testing.T) {
	var words []int
	for _, key := range waysOn {
		w, _ := WayOf(key)
		if len(w.Living) != 2 || w.Known == "" || w.Short == "" || len(w.Good) != 3 {
			t.Errorf("%s: %+v", key, w)
		}
		words = append(words, len(wordsOf(strings.Join(slices.Concat(w.Good, w.Hard, w.Living), " "))))
	}
	if most, least := slices.Max(words), slices.Min(words); 3*most > 4*least {
		t.Errorf("words for each way: %v", words)
	}
}

func TestD1BothDirectionsHaveTheSameWeight(t *testing.T) {
	towards, first := Statements("break"), Statements("talk")
	if len(towards) != len(first) || len(first) < 8 || len(Statements("unsafe")) != 2 {
		t.Errorf("%d towards a break, %d towards talking first", len(towards), len(first))
	}
	count := func(list []Statement) (n int) {
		for _, s := range list {
			n += len(wordsOf(s.Text))
		}
		return n
	}
	if a, b := count(towards), count(first); 4*a > 5*b || 4*b > 5*a {
		t.Errorf("%d words towards a break, %d towards talking first", a, b)
	}
}

// The criteria an aid is held to (clinical notes §5): the situation, the
// decision, uncertainty, sources with dates, who made it, when it is looked
// at again, who paid.
func TestTheAidSaysWhatItRestsOn(t *testing.T) {
	for _, group := range []string{"situation", "decision", "unsure", "source", "made", "risk", "sure", "matter", "ask", "look", "criterion", "any"} {
		if len(Statements(group)) == 0 {
			t.Errorf("nothing under %q", group)
		}
	}
	for _, s := range Statements("source") {
		if !strings.Contains(s.Text, "read 2026") {
			t.Errorf("when was it read? %s", s.Text)
		}
	}
	for _, made := range []string{"written", "review", "update", "funding"} {
		if StatementText("made", made) == "" {
			t.Errorf("the aid does not say %q", made)
		}
	}
	for _, s := range Statements("sure") {
		if StatementText("no", s.Key) == "" || StatementText("do", s.Key) == "" {
			t.Errorf("%s: nothing would help", s.Key)
		}
	}
}

func TestD1EveryPlaceToComplainHasASource(t *testing.T) {
	found := 0
	for _, country := range Countries() {
		c, ok := ComplaintIn(country.Code)
		if !ok {
			continue
		}
		found++
		if c.Country == "" || !strings.Contains(c.Source, "2026") {
			t.Errorf("%s: %+v", country.Code, c)
		}
	}
	if found < 5 {
		t.Errorf("only %d countries", found)
	}
	for _, unknown := range []string{"", "XX", "FR", "any"} {
		if c, ok := ComplaintIn(unknown); ok {
			t.Errorf("%q: %+v", unknown, c)
		}
	}
}

// O1: what is told about research has authors, a journal, a year, and the day
// it was read.
func TestO1EveryFindingHasASource(t *testing.T) {
	found := Findings()
	if len(found) < 4 || found[len(found)-1].Key != "not-known" {
		t.Fatalf("%+v", found)
	}
	cited := regexp.MustCompile(`^.+, .+ (20\d\d).*\. Read \d+ November 2026\.$`)
	for _, f := range found {
		if f.Text == "" || !cited.MatchString(f.Source) {
			t.Errorf("%s: %q", f.Key, f.Source)
		}
	}
}

func TestAWayThatIsNotKnown(t *testing.T) {
	for _, key := range []string{"", "elopement", "break", "no"} {
		if w, ok := WayOf(key); ok {
			t.Errorf("%q: %+v", key, w)
		}
	}
}
