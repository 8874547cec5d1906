//go:build pseudo

package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"fermata/internal/guide"
	"fermata/internal/signals"
	"fermata/internal/views"
)

// With the tag pseudo every word of the guide is disguised. What can still be
// read on a page is the person's own, a published questionnaire's, a name or a
// source; or it is a sentence that stands in the code, where nobody who
// translates or reviews words would find it.
func TestEveryWordIsFromTheGuide(t *testing.T) {
	h, b := sampleHouse(t)
	known := knownTexts(t, h)
	said := map[string]bool{}
	for _, address := range b.addresses() {
		if strings.HasPrefix(address, "/gallery") {
			continue // it shows parts with made-up words
		}
		for _, words := range b.get(address).shown() {
			if left := unknown(words, known); left != "" && !said[left] {
				said[left] = true
				t.Errorf("%s: %q", address, left)
			}
		}
	}
}

// The same words are a quarter longer: no page may scroll sideways for that.
func TestLongerWordsFitEveryPage(t *testing.T) {
	h, b := sampleHouse(t)
	e := h.eye().enter(h)
	for _, address := range b.addresses() {
		e.Goto(h.url + address)
		if e.Status() >= 400 {
			e.Complaints()
		}
		e.unfold()
		e.measure(address, 390)
	}
}

// shown are the texts of a page, and those read out.
func (p page) shown() []string {
	var texts []string
	for n := range p.root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" && n.Parent.Data != "textarea":
			texts = append(texts, n.Data)
		case n.Type == html.ElementNode:
			for _, name := range []string{"aria-label", "title", "placeholder", "alt"} {
				texts = append(texts, attr(n, name))
			}
		}
	}
	return texts
}

var readable = regexp.MustCompile(`[A-Za-z]{3,}`)

// tables are the names of the files of an export.
var tables = regexp.MustCompile(`tables/[a-z-]+\.csv`)

// unknown is what can be read of a text beyond what is known, or "".
func unknown(words string, known []string) string {
	words = tables.ReplaceAllString(strings.Join(strings.Fields(words), " "), "·")
	if !readable.MatchString(words) {
		return ""
	}
	for _, text := range known {
		words = withoutWhole(words, text)
		if start, cut := strings.CutSuffix(words, "…"); cut && len(start) > 20 && strings.Contains(text, start[strings.LastIndex(start, "·")+1:]) {
			return ""
		}
	}
	if !readable.MatchString(words) {
		return ""
	}
	return words
}

// withoutWhole takes a text out of words where it stands by itself, and not
// inside a longer word.
func withoutWhole(words, text string) string {
	var out strings.Builder
	for {
		at := strings.Index(words, text)
		if at < 0 {
			return out.String() + words
		}
		before, after := words[:at], words[at+len(text):]
		if letterAt(before, true) && letterAt(text, false) || letterAt(text, true) && letterAt(after, false) {
			out.WriteString(before + text)
		} else {
			out.WriteString(before + "·")
		}
		words = after
	}
}

// letterAt says whether a text ends, or begins, with a letter.
func letterAt(text string, end bool) bool {
	r, _ := utf8.DecodeRuneInString(text)
	if end {
		r, _ = utf8.DecodeLastRuneInString(text)
	}
	return unicode.IsLetter(r)
}

// names need no translation: of the program, of what others made, of licences,
// files, places and time zones.
func names() []string {
	list := []string{
		"Fermata", "London", "PDF", "CSV", "FHIR", "JSON", "Markdown", "HTML", "WHO", "NAP", "GAD", "PHQ", "Daylio", "Bearable",
		"entries.jsonl", "fhir/bundle.json", "reminders.ics", "letters/", "UTF", // file names and what files are written in
		"Dear Dr Holt", // a letter that the sample has begun
	}
	for _, part := range views.NewAbout().Made {
		list = append(list, part[0], part[1])
	}
	for _, zone := range views.Zones(time.Unix(0, 0)) {
		list = append(list, zone.Value)
	}
	return list
}

// sources are what a rule of a signal rests on, with its tag.
func sources() []string {
	var list []string
	for _, rule := range signals.Rules() {
		list = append(list, rule.Evidence)
	}
	return list
}

// knownTexts are the texts that need no translation, longest first: what the
// record holds, questionnaires, help lines, sources and names.
func knownTexts(t *testing.T, h *house) []string {
	t.Helper()
	known := slices.Concat(names(), sources())
	add := func(raw []byte) {
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		known = append(known, textsOf(value)...)
	}
	lines := map[string]*bytes.Buffer{}
	err := h.home.Export(t.Context(), func(name string) (io.Writer, error) {
		lines[name] = new(bytes.Buffer)
		return lines[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(lines["entries.jsonl"].Bytes()) {
		add(line)
	}
	for _, pattern := range []string{"../instrument/files", "../instrument/who5", "../guide/content"} {
		err := filepath.WalkDir(pattern, func(path string, d fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".json" {
				raw, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				add(raw)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range guide.Texts() {
		known = append(known, text.Title, text.Source, text.Review, text.File)
	}
	for i, text := range known {
		known[i] = strings.Join(strings.Fields(text), " ")
		if known[i] != "" { // what someone wrote can begin a line
			known = append(known, strings.ToUpper(known[i][:1])+known[i][1:])
		}
	}
	known = slices.DeleteFunc(known, func(text string) bool { return !readable.MatchString(text) })
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(known)
}

// textsOf are all texts of a JSON value, and their lines.
func textsOf(value any) []string {
	var found []string
	switch v := value.(type) {
	case string:
		found = append(found, v)
		if lines := strings.Split(v, "\n"); len(lines) > 1 {
			found = append(found, lines...)
		}
	case []any:
		for _, one := range v {
			found = append(found, textsOf(one)...)
		}
	case map[string]any:
		for _, one := range v {
			found = append(found, textsOf(one)...)
		}
	}
	return found
}
