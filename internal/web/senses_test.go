package web_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

// senses looks at a page for what axe-core does not: what moves, what the
// keyboard reaches and shows, large letters, forced colours, paper.
//
//go:embed testdata/senses.js
var senses string

// sense runs one question of senses.js and fails for each line of its answer.
func (e *eye) sense(name, question string) {
	e.t.Helper()
	var found []string
	e.Await(fmt.Sprintf("%s.%s", strings.TrimSuffix(strings.TrimSpace(senses), ";"), question), &found)
	if len(found) > 0 {
		e.t.Errorf("%s: %s:\n\t%s", name, question, strings.Join(found, "\n\t"))
	}
}

// stillAndInOrder: nothing moved while the page came, nothing moves on it, and
// it has one heading and its landmarks. It looks at the page as it came.
func (e *eye) stillAndInOrder(name string) {
	e.t.Helper()
	e.sense(name, "shifted()")
	e.sense(name, "moves()")
	e.sense(name, "outline()")
}

// reached goes through the whole page by Tab: in the order of the document,
// past its end, and seen at every step.
func (e *eye) reached(name string) {
	e.t.Helper()
	var stops int
	e.Eval(strings.TrimSuffix(strings.TrimSpace(senses), ";")+".stops()", &stops)
	e.Tabs(stops + 1)
	e.sense(name, "tabbed()")
}

// otherwise looks at the page with letters of twice the size, in forced
// colours, and on paper.
func (e *eye) otherwise(name string) {
	e.t.Helper()
	e.sense(name, "large()")
	e.ForcedColours(true)
	e.sense(name, "forced()")
	e.OnPaper(true)
	e.sense(name, "printed()")
	e.OnPaper(false)
}

// On a slow line, with nothing in the cache, fonts come after the words: still
// nothing moves.
func TestNothingMovesOnASlowLine(t *testing.T) {
	h, _ := startedHouse(t)
	e := h.eye().enter(h)
	e.Throttle(true)
	for _, address := range []string{"/", "/check-in", "/measures/phq-9"} {
		e.Forget()
		e.Goto(h.url + address)
		e.sense(address, "shifted()")
	}
}
