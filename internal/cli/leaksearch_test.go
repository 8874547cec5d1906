package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

// Words that stand in every text that is told. What is told for Help now may
// lie in the open, where that reads it; a browser that checks in offline keeps
// what a check-in asks. Nothing else may lie anywhere.
const (
	toldWord = "gooseberry"
	helpWord = "elderberry"
	askWord  = "cloudberry"
)

// secrets are what must be found nowhere, by what they are.
type secrets map[string][]byte

// disguised are the forms in which a secret could lie in a file: as it is, as
// Windows and browsers write text, in hexadecimal digits, and in base 64 at
// each of its three places.
func disguised(secret []byte) [][]byte {
	forms := [][]byte{secret, wide(secret), []byte(hex.EncodeToString(secret)), []byte(strings.ToUpper(hex.EncodeToString(secret)))}
	for shift := range 3 {
		padded := append(make([]byte, shift), secret...)
		text := base64.RawStdEncoding.EncodeToString(padded)
		from, to := (shift*8+5)/6, len(text)-1
		if to-from >= 12 { // shorter ones are found by chance
			text = text[from:to]
			forms = append(forms, []byte(text), []byte(strings.NewReplacer("+", "-", "/", "_").Replace(text)))
		}
	}
	return forms
}

func wide(text []byte) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(string(text))) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// in fails the test when one of the secrets is in content.
func (s secrets) in(t testing.TB, where string, content []byte) {
	t.Helper()
	for what, secret := range s {
		for _, form := range disguised(secret) {
			if at := bytes.Index(content, form); at >= 0 {
				t.Errorf("%s is in %s: …%q…", what, where, content[max(0, at-60):min(len(content), at+60)])
				break
			}
		}
	}
}

// inFiles looks into every file below a folder, and at its name. It says how
// many there were.
func (s secrets) inFiles(t testing.TB, root string) int {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // a browser's, gone meanwhile
			return nil
		}
		s.in(t, "a file's name", []byte(path))
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		files++
		s.in(t, path, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// without is the rest, but for what may be found in this place.
func (s secrets) without(names ...string) secrets {
	rest := secrets{}
	for name, secret := range s {
		rest[name] = secret
	}
	for _, name := range names {
		delete(rest, name)
	}
	return rest
}

// unsaid are kinds in which nobody's words stand.
var unsaid = map[entry.Kind]bool{
	entry.KindErasure: true, entry.KindPhase: true, entry.KindProfile: true, entry.KindAnswerSheet: true, entry.KindSureness: true,
	entry.KindRhythm: true, entry.KindImport: true, entry.KindOwnInstrument: true, entry.KindImportMapping: true,
}

// texts are fields that hold the person's words, even if it is only one.
var texts = map[string]bool{"name": true, "situation": true, "thought": true, "change": true}

// everyKind is an entry of each kind there is, from the golden files, with the
// word in each of its texts.
func everyKind(t testing.TB) []entry.Entry {
	t.Helper()
	files, err := filepath.Glob("../entry/testdata/golden/*.json")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d golden files: %v", len(files), err)
	}
	worded := map[entry.Kind]bool{}
	var entries []entry.Entry
	for _, file := range files {
		if e, said := marked(t, file); e.Body != nil {
			entries = append(entries, e)
			worded[e.Kind()] = worded[e.Kind()] || said
		}
	}
	for kind, said := range worded {
		if !said && !unsaid[kind] {
			t.Errorf("no text of %s is marked", kind)
		}
	}
	return entries
}

// marked reads a golden file and puts the word into its texts.
func marked(t testing.TB, file string) (entry.Entry, bool) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var line map[string]any
	if err := json.Unmarshal(content, &line); err != nil {
		t.Fatal(err)
	}
	word := toldWord
	switch entry.Kind(fmt.Sprint(line["kind"])) {
	case entry.KindHelpCard, entry.KindSafetyPlan:
		word = helpWord
	case entry.KindItems, entry.KindWarningSigns, entry.KindSkills, entry.KindOwnSkill:
		word = askWord
	}
	if line["kind"] == string(entry.KindErasure) || strings.Contains(file, "unknown") {
		return entry.Entry{}, false
	}
	said := false
	line["body"] = mark(line["body"], word, &said)
	sealed, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	var e entry.Entry
	for _, scope := range entry.Scopes() {
		if e, err = entry.Decode(entry.Envelope{ID: companion.NewID(), RecordedAt: time.Now(), Scope: scope}, sealed); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if _, other := e.Body.(entry.Unknown); !other {
			break
		}
	}
	if err := e.Body.Validate(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return e, said
}

// mark puts a word behind each text that has more than one.
func mark(value any, word string, said *bool) any {
	switch v := value.(type) {
	case string:
		if strings.Contains(v, " ") && strings.Trim(v, "+0123456789 ") != "" {
			*said = true
			return v + " " + word
		}
	case []any:
		for i := range v {
			v[i] = mark(v[i], word, said)
		}
	case map[string]any:
		for name := range v {
			if text, ok := v[name].(string); ok && texts[name] {
				v[name] = text + " (" + word + ")"
				*said = true
			}
			v[name] = mark(v[name], word, said)
		}
	}
	return value
}
