package guide

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// AgendaPoint is a point one could talk about in the last session.
type AgendaPoint struct {
	Key   string // for ever, as "goodbye"
	Theme string
	Text  string
	Why   string // in one line
}

// FeelingPrompt is a question about what the last session stirs up.
type FeelingPrompt struct {
	Key   string // for ever, as "before-loss-1"
	After bool   // for the time after the session
	Text  string
}

// prepared is the content for preparing the last session.
type prepared struct {
	points  []AgendaPoint
	prompts []FeelingPrompt
}

// prepare reads the content at its first use.
var prepare = sync.OnceValue(func() prepared {
	dir := "content/" + language.English.String() + "/"
	return prepared{points: readPoints(mustLines(dir + "last-session.txt")), prompts: readFeelings(mustLines(dir + "mixed-feelings.txt"))}
})

// mustLines panics on content that cannot be read: it is part of the program,
// and the tests of this package read all of it.
func mustLines(name string) []line {
	found, err := lines(name)
	if err != nil {
		panic("guide: " + err.Error())
	}
	return found
}

func readPoints(found []line) []AgendaPoint {
	var points []AgendaPoint
	for _, l := range found {
		if key, isWhy := strings.CutSuffix(l.key, ".why"); isWhy {
			at := slices.IndexFunc(points, func(p AgendaPoint) bool { return p.Key == key })
			points[at].Why = l.text
			continue
		}
		points = append(points, AgendaPoint{Key: l.key, Theme: l.heading, Text: l.text})
	}
	return points
}

func readFeelings(found []line) []FeelingPrompt {
	var prompts []FeelingPrompt
	for _, l := range found {
		prompts = append(prompts, FeelingPrompt{Key: l.key, After: strings.HasPrefix(l.key, "after-"), Text: l.text})
	}
	return prompts
}

// AgendaPoints lists the points for a last session, in the order of an hour.
func AgendaPoints() []AgendaPoint { return slices.Clone(prepare().points) }

// FeelingPrompts lists the questions for the time before the last session, or
// after it.
func FeelingPrompts(after bool) []FeelingPrompt {
	return slices.DeleteFunc(slices.Clone(prepare().prompts), func(p FeelingPrompt) bool { return p.After != after })
}
