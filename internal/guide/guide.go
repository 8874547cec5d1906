// Package guide holds what Fermata says: help lines, prompts, skills, signs,
// and every sentence about how a person is doing. The words live in files
// under content, one folder per language; the code only finds and fills them.
//
// # Where the words are
//
//	content/help-lines.json    emergency numbers and crisis lines, each with
//	                           its provenance; no language
//	content/LANG/sentences/    everything the pages say, a file for each part
//	content/LANG/signals.txt   everything a signal says
//	content/LANG/prompts.txt   questions for the journal, by theme
//	content/LANG/signs.txt     examples of early warning signs
//	content/LANG/items.txt     the check-in a person starts with
//	content/LANG/countries.txt names of countries
//	content/LANG/skills/*.md   coping skills, one file each
//	content/LANG/decide*.txt   the decision aid; care-options.txt beside it
//
// Every file opens with a front matter that names its source and its review
// state; a test refuses a file without. docs/wording.md holds the rules of the
// voice and the words that no file may use.
//
// # Sentences
//
// A line "key = text" makes a sentence that [Say] finds by its key. A slot
// {name} is filled by the caller. A slot with forms chooses by number, and #
// stands for the number:
//
//	silence = No check-in for {days|one:# day|other:# days}.
//
// A test reads the program's own source and refuses a key that no file has,
// and a call that fills other slots than the sentence has.
//
// The package is pure: the files are part of the program, and nothing here
// looks at a clock or a disk. English is the only language so far.
package guide

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:embed content
var files embed.FS

// book is all the content of one language, read once and never changed.
type book struct {
	tag       language.Tag
	sentences map[string]sentence
	signals   []SignalWords
	prompts   []Prompt
	items     []Item
	signs     []Sign
	skills    []Skill
	countries []Country
	texts     []Text
	decide    []line // of all files of the decision aid, in order
}

// english reads the English content at its first use.
var english = sync.OnceValue(func() *book { return mustRead(language.English) })

// Text says where one file of content comes from and who has looked at it.
type Text struct {
	File   string // below content, as "en/prompts.txt"
	Title  string
	Source string // "own words", or where the idea or the fact comes from
	Review string // as "not yet reviewed by a clinician"
}

// Texts lists every file of content with its source and review state, in the
// order of their names, for the about page.
func Texts() []Text { return slices.Clone(english().texts) }

// mustRead panics on content that cannot be read: it is part of the program,
// and the tests of this package read all of it.
func mustRead(tag language.Tag) *book {
	b := &book{tag: tag, sentences: map[string]sentence{}}
	dir := path.Join("content", tag.String())
	for _, read := range []func(*book, string) error{
		(*book).readSentences, (*book).readSignals, (*book).readPrompts, (*book).readItems,
		(*book).readSigns, (*book).readCountries, (*book).readSkills, (*book).readDecide, (*book).readTexts,
	} {
		if err := read(b, dir); err != nil {
			panic("guide: " + err.Error())
		}
	}
	return b
}

// front is the block between two lines "---" that opens a file of content.
type front map[string]string

// open reads a file and parts its front matter from its text.
func open(name string) (front, string, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	head, body, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !found || !strings.HasPrefix(text, "---\n") {
		return nil, "", fmt.Errorf("%s: begin with a front matter between two lines ---", name)
	}
	f := front{}
	for _, line := range strings.Split(head, "\n") {
		key, value, found := strings.Cut(line, ":")
		if !found {
			return nil, "", fmt.Errorf("%s: %q is not a line “key: value”", name, line)
		}
		f[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return f, body, nil
}

// line is one "key = text" of a file, with the heading "## …" above it.
type line struct {
	key, text, heading string
}

// lines reads a file of "key = text"; "#" begins a comment, "##" a heading.
func lines(name string) ([]line, error) {
	_, body, err := open(name)
	if err != nil {
		return nil, err
	}
	var found []line
	seen, heading := map[string]bool{}, ""
	for _, text := range strings.Split(body, "\n") {
		text = strings.TrimSpace(text)
		if rest, ok := strings.CutPrefix(text, "## "); ok {
			heading = spoken(rest)
		}
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		key, value, ok := strings.Cut(text, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !ok || key == "" || value == "" || seen[key] {
			return nil, fmt.Errorf("%s: %q is not a line “key = text”, or its key is there twice", name, text)
		}
		seen[key] = true
		found = append(found, line{key, spoken(value), heading})
	}
	return found, nil
}
