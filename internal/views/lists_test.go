package views

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// Whatever someone calls a thing, it gets a key that can be kept, and no two
// things share one.
func TestAKeyForAnyName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var keys []string
		taken := func(key string) bool { return slices.Contains(keys, key) }
		for _, name := range rapid.SliceOfN(rapid.String(), 1, 20).Draw(t, "names") {
			key := newKey(name, taken)
			if !entry.IsKey(key) || taken(key) {
				t.Fatalf("%q for %q among %v", key, name, keys)
			}
			keys = append(keys, key)
		}
	})
}

func namesForm(list []entry.Named, names ...string) Form {
	form := Form{Values: url.Values{}}
	for _, row := range nameRows(list, Form{}, 4, 12) {
		form.Values.Set("key-"+itoa(row.N), row.Key)
		form.Values.Set("name-"+itoa(row.N), row.Name)
		if row.Key == "" && len(names) > 0 {
			form.Values.Set("name-"+itoa(row.N), names[0])
			names = names[1:]
		}
	}
	return form
}

// A list read from a form, and the same form read again over what came of it,
// are the same: so a form sent twice is saved once.
func TestReadingAListTwiceChangesNothing(t *testing.T) {
	name := rapid.StringMatching(`[A-Za-zäöü ]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		var kept []entry.Named
		for _, n := range rapid.SliceOfN(name, 0, 5).Draw(t, "kept") {
			key := newKey(n, func(k string) bool { return slices.ContainsFunc(kept, func(l entry.Named) bool { return l.Key == k }) })
			kept = append(kept, entry.Named{Key: key, Name: n, Retired: rapid.Bool().Draw(t, "retired")})
		}
		form := namesForm(kept, rapid.SliceOfN(name, 0, 3).Draw(t, "new")...)
		once := readNames(kept, form).list
		if twice := readNames(once, form).list; !slices.Equal(once, twice) {
			t.Fatalf("%v, then %v", once, twice)
		}
		if len(once) < len(kept) {
			t.Fatalf("%v lost something of %v", once, kept)
		}
		for i, line := range kept {
			if once[i].Key != line.Key {
				t.Fatalf("the key %s became %s", line.Key, once[i].Key)
			}
		}
	})
}

// No form takes an item out of the list: its past values need its name.
func TestNoItemIsEverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := &journey.Journey{Items: []entry.Item{{Key: "mood", Name: "Mood"}, {Key: "sleep", Name: "Sleep", Retired: true}, {Key: "calm", Name: "Calm"}}}
		form := Form{Values: url.Values{}}
		text := rapid.SampledFrom([]string{"", "Mood", "sleep", "Steps", "Ruhe"})
		for n := 1; n <= rapid.IntRange(0, 6).Draw(t, "rows"); n++ {
			row := itoa(n)
			form.Values.Set("key-"+row, rapid.SampledFrom([]string{"", "mood", "sleep", "calm", "unknown"}).Draw(t, "key"))
			form.Values.Set("name-"+row, text.Draw(t, "name"))
			form.Values.Set("low-"+row, text.Draw(t, "low"))
			form.Values.Set("retire-"+row, rapid.SampledFrom([]string{"", "on"}).Draw(t, "retire"))
		}
		body, fields := ReadItems(j, form)
		for i, item := range j.Items {
			if body.Items[i].Key != item.Key {
				t.Fatalf("%s became %s", item.Key, body.Items[i].Key)
			}
		}
		if err := body.Validate(); (err != nil) && len(fields) == 0 {
			t.Fatalf("nothing is said about %v", err)
		}
	})
}

// What was found stands in the excerpt, whatever is around it.
func TestAnExcerptHoldsWhatWasFound(t *testing.T) {
	around := rapid.StringMatching(`[a-z äöüßÉ\n]{0,300}`)
	rapid.Check(t, func(t *rapid.T) {
		before, after := around.Draw(t, "before"), around.Draw(t, "after")
		at := 0
		for _, r := range before {
			at += foldedLength(r)
		}
		part := excerpt(before+"Needle"+after, at)
		if !strings.Contains(part, "Needle") {
			t.Fatalf("%q", part)
		}
		if n := len([]rune(part)); n > openingLength+4 {
			t.Fatalf("%d characters", n)
		}
	})
}
