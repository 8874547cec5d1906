package guide

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Item is one thing to rate from 0 to 10 in a check-in.
type Item struct {
	Key        string // for ever, as "getting-things-done"
	Name       string
	Low, High  string // what 0 and 10 mean
	BetterHigh bool   // a higher number is a better day
}

// DefaultItems are the five items a person starts with: mood, sleep, tension,
// energy and getting things done. Three to five own items, one of them
// restless or tense, are what the monitor's composite is made of [D:
// clinical notes §3.5]; the wording is our own and no published scale.
func DefaultItems() []Item { return slices.Clone(english().items) }

// Sign is an example of an early warning sign, for a person to take, change
// or leave.
type Sign struct {
	Key   string // for ever
	Theme string // a few words, as "Sleep and body"
	Name  string
}

// SignExamples lists examples of early warning signs, by theme.
func SignExamples() []Sign { return slices.Clone(english().signs) }

// readItems reads lines "key = name | what 0 means | what 10 means | better
// high" or "… | better low".
func (b *book) readItems(dir string) error {
	found, err := lines(path.Join(dir, "items.txt"))
	if err != nil {
		return err
	}
	for _, line := range found {
		part := strings.Split(line.text, "|")
		for i := range part {
			part[i] = strings.TrimSpace(part[i])
		}
		if len(part) != 4 || (part[3] != spoken("better high") && part[3] != spoken("better low")) {
			return fmt.Errorf("items.txt: %s: name | 0 | 10 | better high or better low", line.key)
		}
		b.items = append(b.items, Item{line.key, part[0], part[1], part[2], part[3] == spoken("better high")})
	}
	return nil
}

func (b *book) readSigns(dir string) error {
	found, err := lines(path.Join(dir, "signs.txt"))
	for _, line := range found {
		b.signs = append(b.signs, Sign{line.key, line.heading, line.text})
	}
	return err
}
