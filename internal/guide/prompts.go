package guide

import (
	"path"
	"slices"
)

// Prompt is a question to write about.
type Prompt struct {
	Key   string // for ever, as "changed-lately"
	Theme string // a few words, as "What changed"
	Text  string
}

// Prompts lists all questions in the order of their themes.
func Prompts() []Prompt { return slices.Clone(english().prompts) }

// PromptFor returns the question for a day, counted in days from any fixed
// day. The same day has the same question, days in a row have different
// themes, and every question comes round before one comes twice.
func PromptFor(day int) Prompt {
	prompts := english().prompts
	at := day % len(prompts)
	if at < 0 {
		at += len(prompts)
	}
	return prompts[at*stride(len(prompts))%len(prompts)]
}

// PromptAfter returns another question than the one under a key, of another
// theme: the one that comes the day after it. It serves “another question”. A
// key that is not known gives the first question.
func PromptAfter(key string) Prompt {
	for day := range english().prompts {
		if PromptFor(day).Key == key {
			return PromptFor(day + 1)
		}
	}
	return english().prompts[0]
}

// stride is a step that visits all n questions and leaves the theme each time:
// near 3/8 of the list, and without a common divisor with n.
func stride(n int) int {
	step := max(n*3/8, 1)
	for divisor(step, n) != 1 {
		step++
	}
	return step
}

func divisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (b *book) readPrompts(dir string) error {
	found, err := lines(path.Join(dir, "prompts.txt"))
	for _, line := range found {
		b.prompts = append(b.prompts, Prompt{line.key, line.heading, line.text})
	}
	return err
}
