package guide

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Skill is one coping skill from the library.
type Skill struct {
	Key     string // for ever, as "worry-time"
	Name    string
	When    string // when to use it, a short phrase
	Minutes int    // about how long it takes
	Guided  Guided // how it can be run on a page; "" for reading only
	// In and Out are the seconds of a breath; 0 unless Guided is BreathingPace.
	In, Out int
	Source  string   // "own words", and where the idea comes from with its tag
	Review  string   // who has looked at the text
	Why     []string // paragraphs before the steps
	Steps   []string
	Notes   []string // paragraphs after the steps: care, and what if not
}

// Guided names the way a skill can be run step by step on its page.
type Guided string

// The guided runs.
const (
	BreathingPace Guided = "breathing-pace"
	Grounding     Guided = "grounding"
	WorryTime     Guided = "worry-time"
	ThoughtRecord Guided = "thought-record"
)

// Skills lists the library in the order of names.
func Skills() []Skill {
	all := slices.Clone(english().skills)
	for i := range all {
		all[i] = all[i].clone()
	}
	return all
}

// SkillByKey finds one skill.
func SkillByKey(key string) (Skill, bool) {
	for _, s := range english().skills {
		if s.Key == key {
			return s.clone(), true
		}
	}
	return Skill{}, false
}

// clone shares no list with the content.
func (s Skill) clone() Skill {
	s.Why, s.Steps, s.Notes = slices.Clone(s.Why), slices.Clone(s.Steps), slices.Clone(s.Notes)
	return s
}

func (b *book) readSkills(dir string) error {
	names, err := fs.Glob(files, path.Join(dir, "skills", "*.md"))
	if err != nil {
		return err
	}
	for _, name := range names {
		s, err := readSkill(name)
		if err != nil {
			return fmt.Errorf("%s: %w", path.Base(name), err)
		}
		b.skills = append(b.skills, s)
	}
	slices.SortFunc(b.skills, func(x, y Skill) int { return strings.Compare(x.Name, y.Name) })
	return nil
}

func readSkill(name string) (Skill, error) {
	f, body, err := open(name)
	if err != nil {
		return Skill{}, err
	}
	minutes, err := strconv.Atoi(f["minutes"])
	if err != nil {
		return Skill{}, err
	}
	s := Skill{
		Key: strings.TrimSuffix(path.Base(name), ".md"), Name: spoken(f["title"]), When: spoken(f["when"]),
		Minutes: minutes, Guided: Guided(f["guided"]), Source: f["source"], Review: f["review"],
	}
	if s.Guided == BreathingPace {
		if _, err := fmt.Sscanf(f["breath"], "%d in, %d out", &s.In, &s.Out); err != nil {
			return Skill{}, fmt.Errorf("breath: %w", err)
		}
	}
	s.readBody(spoken(body))
	return s, nil
}

// readBody sorts paragraphs into those before the steps, the numbered steps,
// and those after.
func (s *Skill) readBody(body string) {
	for _, block := range strings.Split(strings.TrimSpace(body), "\n\n") {
		text := strings.Join(strings.Fields(block), " ")
		switch {
		case strings.HasPrefix(text, "1. "):
			s.Steps = steps(block)
		case s.Steps == nil:
			s.Why = append(s.Why, text)
		default:
			s.Notes = append(s.Notes, text)
		}
	}
}

// steps parts a numbered list; a line without a number goes on with the step
// above it.
func steps(block string) []string {
	var found []string
	for _, line := range strings.Split(block, "\n") {
		line = strings.TrimSpace(line)
		number, text, numbered := strings.Cut(line, ". ")
		if _, err := strconv.Atoi(number); numbered && err == nil {
			found = append(found, text)
		} else if len(found) > 0 {
			found[len(found)-1] += " " + line
		}
	}
	return found
}
