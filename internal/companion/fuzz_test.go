package companion

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// FuzzCard reads anything as the copy that Help now shows. What can be read
// can be written and read again; what cannot be says so.
func FuzzCard(f *testing.F) {
	for _, text := range []string{
		`{"country":"GB","numbers":[{"name":"Noor","number":"+44 20 7946 0000"}]}`,
		`{"country":"DE","safety_plan":{"readable":true,"signs":"I stop eating","alone":"a walk"},"plan_day":"2026-03-02"}`,
		`{"safety_plan":{}}`, `{"country":"Ÿ"}`, `[]`, `null`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		card, err := readCard(content)
		if err != nil {
			if !errors.Is(err, fault.Damaged) || fault.Sentence(err) == "" {
				t.Errorf("got %v", err)
			}
			return
		}
		written, err := cardBytes(card)
		if err != nil || written == nil {
			return
		}
		again, err := readCard(written)
		if err != nil {
			t.Fatalf("written and not readable: %v", err)
		}
		if twice, err := cardBytes(again); err != nil || !bytes.Equal(written, twice) {
			t.Errorf("first %s\nthen %s, %v", written, twice, err)
		}
	})
}

// FuzzSearch looks for anything in anything. Every word that stands in a text
// is found there, in whatever case, and nothing is found outside of it.
func FuzzSearch(f *testing.F) {
	f.Add("A quiet day in the café.", "CAFE")
	f.Add("İstanbul ſ ß ﬁ Ǆ", "istanbul SS fi")
	f.Add("e\u0301\u0327 \u1e9b\u0323", "e")
	f.Add("\xff\xfe", "\xff")
	f.Fuzz(func(t *testing.T, text, query string) {
		e := entry.Entry{Body: entry.Reflection{Text: text}}
		if words := strings.Fields(plain(query)); len(words) > 0 {
			_, at, ok := holds(e, words)
			if ok && !strings.HasPrefix(plain(text)[at:], words[0]) {
				t.Errorf("%q is not at %d of %q", words[0], at, plain(text))
			}
		}
		for _, word := range strings.Fields(plain(text)) {
			if _, _, ok := holds(e, []string{word}); !ok {
				t.Errorf("%q is not found in %q", word, text)
			}
			if plain(word) != word {
				t.Errorf("%q becomes %q", word, plain(word))
			}
		}
	})
}
