package views_test

import (
	"net/url"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
)

func words(points []entry.AgendaPoint) []string {
	var list []string
	for _, p := range points {
		list = append(list, p.Words)
	}
	return list
}

func list(names ...string) entry.Agenda {
	var a entry.Agenda
	for _, name := range names {
		a.Points = append(a.Points, entry.AgendaPoint{Key: name, Words: name})
	}
	return a
}

func TestPR1APointMovesByOnePlace(t *testing.T) {
	for _, c := range []struct {
		move string
		want []string
		to   int
	}{
		{"up-2", []string{"b", "a", "c"}, 1},
		{"down-2", []string{"a", "c", "b"}, 3},
		{"up-1", []string{"a", "b", "c"}, 1},
		{"down-3", []string{"a", "b", "c"}, 3},
		{"out-3", []string{"a", "b"}, 2},
		{"out-9", []string{"a", "b", "c"}, 0},
		{"sideways-2", []string{"a", "b", "c"}, 2},
		{"up", []string{"a", "b", "c"}, 0},
	} {
		got, to := views.MovePoint(list("a", "b", "c"), c.move)
		if !slices.Equal(words(got.Points), c.want) || to != c.to {
			t.Errorf("%s: %v, look at %d; want %v, %d", c.move, words(got.Points), to, c.want, c.to)
		}
	}
}

// Whatever is pressed, no point is lost or doubled but by taking it off.
func TestPR1MovingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := list(rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,8}`), 1, 8, rapid.ID[string]).Draw(t, "points")...)
		way := rapid.SampledFrom([]string{"up", "down"}).Draw(t, "way")
		n := rapid.IntRange(0, 10).Draw(t, "n")
		moved, _ := views.MovePoint(a, way+"-"+string(rune('0'+n%10)))
		before, after := words(a.Points), words(moved.Points)
		slices.Sort(before)
		slices.Sort(after)
		if !slices.Equal(before, after) {
			t.Fatalf("%v became %v", before, after)
		}
	})
}

func TestPR1AListIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := entry.Agenda{Day: entry.Day(rapid.IntRange(1, 40000).Draw(t, "day")), Points: []entry.AgendaPoint{}}
		for n := range rapid.IntRange(0, 12).Draw(t, "points") {
			a.Points = append(a.Points, entry.AgendaPoint{
				Key: "point-" + string(rune('a'+n)), Words: rapid.StringMatching(`[A-Za-z ]{1,20}x`).Draw(t, "words"),
				Note: rapid.StringMatching(`[a-z\n]{0,20}`).Draw(t, "note"), Talked: rapid.Bool().Draw(t, "talked"),
			})
		}
		got, _, fields := views.ReadAgenda(views.Form{Values: views.AgendaValues(a)})
		if len(fields) > 0 || got.Day != a.Day || !slices.Equal(got.Points, a.Points) {
			t.Fatalf("wrote %+v\nread  %+v %v", a, got, fields)
		}
	})
}

func TestPR1ErrorsStandBesideTheRowThatIsShown(t *testing.T) {
	form := views.Form{Values: url.Values{
		"key-1": {"a"}, "point-1": {""}, "note-1": {""}, // emptied: goes
		"key-2": {"b"}, "point-2": {"Goodbye"},
		"key-3": {"c"}, "point-3": {""}, "note-3": {"a note without a point"},
	}}
	agenda, values, fields := views.ReadAgenda(form)
	if len(agenda.Points) != 2 || fields.For("point-2") == "" || fields.For("point-3") != "" {
		t.Errorf("%d points, %v", len(agenda.Points), fields)
	}
	if values.Get("note-2") != "a note without a point" {
		t.Error("what was typed is gone")
	}
}

func TestPR1TakenPointsAndOnesOwn(t *testing.T) {
	form := views.Form{Values: url.Values{"take": {"goodbye", "loss", "no-such"}, "own": {"Goodbye"}}}
	agenda, _, fields := views.ReadAgenda(form)
	if len(fields) > 0 || len(agenda.Points) != 3 {
		t.Fatalf("%+v %v", agenda, fields)
	}
	if agenda.Points[0].Key != "loss" || agenda.Points[1].Key != "goodbye" || agenda.Points[2].Key == "goodbye" {
		t.Errorf("keys %+v: taken points keep theirs, in the order of an hour; one's own has another", agenda.Points)
	}
	if agenda.Points[2].Words != "Goodbye" || agenda.Points[1].Words == "" {
		t.Errorf("%+v", agenda.Points)
	}
	if len(guide.AgendaPoints()) < 10 {
		t.Error("too few to choose from")
	}
}
