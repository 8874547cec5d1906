package entry

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// slowly is Decode without the quick way.
func slowly(envelope Envelope, sealed []byte) (Entry, error) {
	var w wire
	if err := json.Unmarshal(sealed, &w); err != nil {
		return Entry{}, err
	}
	return w.entry(envelope)
}

func agree(t *testing.T, sealed []byte) {
	t.Helper()
	for _, scope := range Scopes() {
		envelope := Envelope{ID: "id", Person: "someone", Seq: 3, RecordedAt: time.Unix(5, 0), Scope: scope}
		want, errWant := slowly(envelope, sealed)
		got, err := Decode(envelope, sealed)
		if (err == nil) != (errWant == nil) {
			t.Fatalf("%s\nquickly: %v\nslowly: %v", sealed, err, errWant)
		}
		if diff := cmp.Diff(want, got); errWant == nil && diff != "" {
			t.Fatalf("%s\n-slowly +quickly:\n%s", sealed, diff)
		}
	}
}

// What Encode writes is read the quick way; else there would be no use in it.
func TestEverythingEverWrittenIsReadTheQuickWay(t *testing.T) {
	for name, sealed := range goldens(t) {
		w, ok := quickWire(sealed)
		if !ok || !json.Valid(w.Body) {
			t.Errorf("%s goes the long way", name)
		}
		agree(t, sealed)
	}
}

// JSON that says the same in other words is read the long way, and alike.
func TestTheQuickWayAndTheLongWayAgree(t *testing.T) {
	for _, sealed := range goldens(t) {
		text := string(sealed)
		for old, other := range map[string]string{
			`{"at"`: ` { "at"`, `"zone":`: `"zone" :`, `Europe`: `Eur\u006fpe`, `Europe/London`: "Ürümqi", `"v":1`: `"v":12`,
			`,"body":{`: `,"later":true,"body":{`, `"role":"self"`: `"role":"self","name":"x"`, `"at"`: `"when":0,"at"`,
			`"kind":`: `"kind":"other","kind":`, `"body":`: `"body":1,"body":`, `"corrects":`: `"corrects":"","corrects":`,
		} {
			agree(t, []byte(strings.Replace(text, old, other, 1)))
		}
		agree(t, []byte(strings.TrimSuffix(text, "}")+`,"later":[1]}`))
		agree(t, []byte(text+" "))
		agree(t, []byte(text+"x"))
		for at := range text {
			agree(t, []byte(text[:at]))
			agree(t, []byte(text[:at]+`"`+text[at:]))
			agree(t, []byte(text[:at]+"\xff"+text[at:]))
			agree(t, []byte(text[:at]+text[at+1:]))
		}
	}
}

func FuzzQuickWayAndLongWayAgree(f *testing.F) {
	for _, sealed := range goldens(f) {
		f.Add(sealed)
	}
	f.Fuzz(func(t *testing.T, sealed []byte) { agree(t, sealed) })
}

func goldens(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files, %v", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = []byte(strings.TrimSuffix(string(content), "\n"))
	}
	return all
}
