package guide

import (
	"fmt"
	"path"
	"strings"
)

// Statement is one line to weigh, tick, ask or read.
type Statement struct {
	Key  string // for ever, within its group
	Text string
}

// decideFiles hold the statements of the decision aid and of the page about
// care; decideWords holds what those pages say.
var decideFiles = []string{"decide-signs.txt", "decide-options.txt", "decide-about.txt", "decide-complaints.txt", "care-options.txt"}

const decideWords = "decide.txt"

// Statements lists what the decision aid has under a group, in the order of
// the file: "unsafe", "break", "talk", "risk", "sure", "no", "do", "matter",
// "situation", "decision", "unsure", "source", "made", "criterion", "ask",
// "look". Nothing for a group that is not known.
func Statements(group string) []Statement {
	var found []Statement
	for _, line := range english().decide {
		if key, ok := strings.CutPrefix(line.key, group+"."); ok {
			found = append(found, Statement{key, line.text})
		}
	}
	return found
}

// StatementText is the text of a statement by its key; "" for one that is not
// known.
func StatementText(group, key string) string {
	for _, s := range Statements(group) {
		if s.Key == key {
			return s.Text
		}
	}
	return ""
}

// Way is one way to go on, or one way of getting care, with as much for it as
// against it.
type Way struct {
	Key   string // "full-break", "online"
	Name  string
	Short string // for the head of a narrow column
	What  string // in one sentence
	Good  []string
	Hard  []string
	// Living is what it is like to live with; none for ways of getting care.
	Living []string
	Known  string // what research can say, and where it is silent
}

// WayOf returns a way by its key.
func WayOf(key string) (Way, bool) {
	w := Way{Key: key}
	for _, s := range Statements(key) {
		part, _, _ := strings.Cut(s.Key, "-")
		switch part {
		case "name":
			w.Name = s.Text
		case "short":
			w.Short = s.Text
		case "what":
			w.What = s.Text
		case "good":
			w.Good = append(w.Good, s.Text)
		case "hard":
			w.Hard = append(w.Hard, s.Text)
		case "living":
			w.Living = append(w.Living, s.Text)
		case "known":
			w.Known = s.Text
		}
	}
	if w.Short == "" {
		w.Short = w.Name
	}
	return w, w.Name != ""
}

// Complaint says where one can turn in a country when something was not right
// in therapy.
type Complaint struct {
	Country, Text string
	Source        string // what it was taken from, and when
}

// ComplaintIn returns where to turn in a country, by its ISO code; false where
// nothing was found that has a source.
func ComplaintIn(country string) (Complaint, bool) {
	text := StatementText(country, "text")
	return Complaint{countryName(country), text, StatementText(country, "source")}, text != "" && country != ""
}

// Finding is one thing that research found, with where it stands.
type Finding struct {
	Key, Text string
	Source    string // authors, journal and year, and when it was read
}

// Findings are what was found about therapy online, in the order of the file;
// the last says what is not known.
func Findings() []Finding {
	var found []Finding
	for _, s := range Statements("found") {
		found = append(found, Finding{s.Key, s.Text, StatementText("found-source", s.Key)})
	}
	return found
}

func (b *book) readDecide(dir string) error {
	for _, name := range decideFiles {
		found, err := lines(path.Join(dir, name))
		if err != nil {
			return err
		}
		for _, line := range found {
			if !strings.Contains(line.key, ".") {
				return fmt.Errorf("%s: %s: write the key as group.key", name, line.key)
			}
		}
		b.decide = append(b.decide, found...)
	}
	words, err := lines(path.Join(dir, decideWords))
	for _, line := range words {
		if !strings.HasPrefix(line.key, "decide.") && !strings.HasPrefix(line.key, "care.") {
			return fmt.Errorf("%s: %s: a key begins with “decide.” or “care.”", decideWords, line.key)
		}
		if b.sentences[line.key], err = parseSentence(line.text); err != nil {
			return fmt.Errorf("%s: %s: %w", decideWords, line.key, err)
		}
	}
	return err
}
