package guide

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// sentence is a text cut at its slots.
type sentence []piece

// piece is plain text, a slot, or a slot with a form for each plural.
type piece struct {
	text  string
	slot  string
	forms map[plural.Form]string
}

// Say returns the sentence kept under a key in content/en/sentences. Slots
// are filled from pairs of name and value:
//
//	guide.Say("break.week", "week", 8)
//
// Whole numbers and decimals are written as the language writes them. A key
// without a sentence, or a slot without a value, shows its name between ‹ ›: a
// test keeps both from being shipped.
func Say(key string, pairs ...any) string {
	b := english()
	s, found := b.sentences[key]
	if !found {
		return "‹" + key + "›"
	}
	return b.fill(s, pairs)
}

// Has says whether there is a sentence under a key.
func Has(key string) bool {
	_, found := english().sentences[key]
	return found
}

// Keys lists the keys of all sentences in order.
func Keys() []string {
	var keys []string
	for key := range english().sentences {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Slots lists the names of the slots in the sentence under a key, each once,
// in order; none for a key without a sentence.
func Slots(key string) []string { return english().sentences[key].slots() }

// Number writes a number as the language writes it, with at most two decimals.
func Number(x float64) string { return english().number(x) }

// List joins words as the language lists them: "a", "a and b", "a, b and c".
func List(words []string) string {
	if len(words) == 0 {
		return ""
	}
	list, last := words[0], len(words)-1
	for i, word := range words[1:] {
		if i+1 == last {
			return Say("list.and", "list", list, "last", word)
		}
		list = Say("list.comma", "list", list, "next", word)
	}
	return list
}

// Mean writes a mean as the language writes it, always with one decimal.
func Mean(x float64) string {
	return message.NewPrinter(english().tag).Sprint(number.Decimal(x, number.Scale(1)))
}

func (b *book) readSentences(dir string) error {
	names, err := fs.Glob(files, path.Join(dir, "sentences", "*.txt"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := b.readSentencesOf(name); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) readSentencesOf(name string) error {
	found, err := lines(name)
	if err != nil {
		return err
	}
	for _, line := range found {
		if _, twice := b.sentences[line.key]; twice {
			return fmt.Errorf("%s: %s is in another file too", name, line.key)
		}
		if b.sentences[line.key], err = parseSentence(line.text); err != nil {
			return fmt.Errorf("%s: %s: %w", name, line.key, err)
		}
	}
	return nil
}

func parseSentence(text string) (sentence, error) {
	var s sentence
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			s = append(s, piece{text: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		p, err := parseSlot(inside)
		if err != nil || !closed {
			return nil, fmt.Errorf("the slot {%s is not {name} or {name|one:…|other:…}", inside)
		}
		s, text = append(s, p), after
	}
	return s, nil
}

// formNames are the plural forms of all languages (Unicode CLDR).
var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

func parseSlot(inside string) (piece, error) {
	parts := strings.Split(inside, "|")
	p := piece{slot: parts[0]}
	if p.slot == "" || strings.ContainsAny(p.slot, " :{") {
		return p, fmt.Errorf("%q is no name", p.slot)
	}
	for _, part := range parts[1:] {
		name, text, found := strings.Cut(part, ":")
		form, known := formNames[name]
		if !found || !known {
			return p, fmt.Errorf("%q is no form", part)
		}
		if p.forms == nil {
			p.forms = map[plural.Form]string{}
		}
		p.forms[form] = text
	}
	if _, whole := p.forms[plural.Other]; p.forms != nil && !whole {
		return p, fmt.Errorf("the form other is missing")
	}
	return p, nil
}

func (s sentence) slots() []string {
	var names []string
	for _, p := range s {
		if p.slot != "" && !slices.Contains(names, p.slot) {
			names = append(names, p.slot)
		}
	}
	return names
}

func (b *book) fill(s sentence, pairs []any) string {
	var text strings.Builder
	for _, p := range s {
		if p.slot == "" {
			text.WriteString(p.text)
			continue
		}
		value, found := valueOf(p.slot, pairs)
		if !found {
			text.WriteString("‹" + p.slot + "›")
			continue
		}
		text.WriteString(b.write(p, value))
	}
	return text.String()
}

func valueOf(slot string, pairs []any) (any, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == slot {
			return pairs[i+1], true
		}
	}
	return nil, false
}

func (b *book) write(p piece, value any) string {
	shown := b.show(value)
	if p.forms == nil {
		return shown
	}
	form, found := p.forms[b.form(value)]
	if !found {
		form = p.forms[plural.Other]
	}
	return strings.ReplaceAll(form, "#", shown)
}

func (b *book) show(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int, int32, int64, float32, float64:
		return b.number(v)
	}
	return fmt.Sprint(value)
}

// number writes at most two decimals. The printer is made anew because one
// printer must not be used by two goroutines at once.
func (b *book) number(value any) string {
	return message.NewPrinter(b.tag).Sprint(number.Decimal(value, number.MaxFractionDigits(2)))
}

// form chooses by whole numbers only; everything else takes the form other.
func (b *book) form(value any) plural.Form {
	n, whole := value.(int)
	if !whole {
		return plural.Other
	}
	return cardinal(b.tag, n)
}

// cardinal is the plural form for a whole number.
func cardinal(tag language.Tag, n int) plural.Form {
	if n < 0 {
		n = -n
	}
	if n >= 1_000_000 { // the rules look at the last six digits
		n = 1_000_000 + n%1_000_000
	}
	return plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
}
