package guide

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestNoTextUsesAWordWeAvoid(t *testing.T) {
	avoid := wordsToAvoid(t)
	for file, texts := range shown(t) {
		for _, text := range texts {
			for _, word := range avoid {
				if word.MatchString(text) {
					t.Errorf("%s: %s in: %s", file, word, text)
				}
			}
		}
	}
}

func TestAWordToAvoidIsFoundWhereverItStands(t *testing.T) {
	avoid := wordsToAvoid(t)
	found := func(text string) bool {
		return slices.ContainsFunc(avoid, func(word *regexp.Regexp) bool { return word.MatchString(text) })
	}
	for _, text := range []string{"You should rest.", "SHOULD", "Warning! Sleep is low.", "Your 7-day streak", "Dear patient,"} {
		if !found(text) {
			t.Errorf("nothing found in %q", text)
		}
	}
	for _, text := range []string{"Taking a break is not failing; you can return any time.", "Adjust the shoulder.", "Be patiently here."} {
		if found(text) {
			t.Errorf("something found in %q", text)
		}
	}
}

// wordsToAvoid reads the first column of the table in docs/wording.md.
func wordsToAvoid(t *testing.T) []*regexp.Regexp {
	t.Helper()
	page, err := os.ReadFile("../../docs/wording.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "## Words we avoid")
	section, _, _ = strings.Cut(section, "\n## ")
	var avoid []*regexp.Regexp
	for _, row := range strings.Split(section, "\n") {
		cells := strings.Split(row, "|")
		if len(cells) < 3 {
			continue
		}
		for _, quoted := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
			end := `\b`
			if strings.HasSuffix(quoted[1], "!") {
				end = ""
			}
			avoid = append(avoid, regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(quoted[1])+end))
		}
	}
	if len(avoid) < 40 {
		t.Fatalf("docs/wording.md: only %d words were found in the table", len(avoid))
	}
	return avoid
}

// Five words in a row, or a whole short item, are a copy.
func TestNoTextIsTakenFromAQuestionnaire(t *testing.T) {
	items := questionnaireItems(t)
	for file, texts := range shown(t) {
		all := " " + strings.Join(wordsOf(strings.ToLower(strings.Join(texts, " · "))), " ") + " "
		for _, run := range runs(items) {
			if strings.Contains(all, " "+run+" ") {
				t.Errorf("%s: %q stands in a questionnaire", file, run)
			}
		}
	}
}

func runs(items []string) []string {
	const inARow = 5
	var found []string
	for _, item := range items {
		words := wordsOf(strings.ToLower(item))
		if len(words) >= 3 && len(words) < inARow {
			found = append(found, strings.Join(words, " "))
		}
		for i := 0; i+inARow <= len(words); i++ {
			found = append(found, strings.Join(words[i:i+inARow], " "))
		}
	}
	return found
}

// questionnaireItems reads the items of every questionnaire we ship.
func questionnaireItems(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"../instrument/files/*.json", "../instrument/who5/*.json"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	var items []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var q struct{ Item []struct{ Text string } }
		if err := json.Unmarshal(raw, &q); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, item := range q.Item {
			items = append(items, item.Text)
		}
	}
	if !slices.ContainsFunc(items, func(x string) bool { return strings.HasPrefix(x, "Little interest") }) {
		t.Fatalf("the PHQ-9 is not among %d items from %d files", len(items), len(names))
	}
	return items
}

// shown is every text that a person can see, by its file. Slots are filled
// with a short word, or with their longest form.
func shown(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range textFiles(t) {
		found, err := lines("content/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range found {
			all[name] = append(all[name], filled(t, line.text))
			if line.heading != "" && !forReaders(name) {
				all[name] = append(all[name], line.heading)
			}
		}
	}
	for _, s := range Skills() {
		file := "en/skills/" + s.Key + ".md"
		all[file] = append([]string{s.Name, s.When}, slices.Concat(s.Why, s.Steps, s.Notes)...)
	}
	for _, h := range HelpEverywhere() {
		for _, line := range h.Lines {
			all["help-lines.json"] = append(all["help-lines.json"], line.Name, line.Note)
		}
	}
	for _, source := range HelpSources() {
		all["help-lines.json"] = append(all["help-lines.json"], source.Text)
	}
	return all
}

// textFiles are the files of "key = text", below content.
func textFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(files, "content/en", func(name string, d fs.DirEntry, err error) error {
		if path.Ext(name) == ".txt" {
			names = append(names, strings.TrimPrefix(name, "content/"))
		}
		return err
	})
	if err != nil || len(names) < 10 {
		t.Fatalf("%d files of text (%v)", len(names), err)
	}
	return names
}

// forReaders: the headings of a file are for those who read it, and not shown.
func forReaders(name string) bool {
	return strings.HasPrefix(name, "en/sentences/") || name == "en/decide.txt"
}

func filled(t *testing.T, text string) string {
	t.Helper()
	s, err := parseSentence(text)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []any
	for _, slot := range s.slots() {
		pairs = append(pairs, slot, 8)
	}
	return english().fill(s, pairs)
}
