package torture_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"fermata/internal/entry"
)

// state is what the outside knows of an entry.
type state int

const (
	sent    state = iota // asked for, and not answered (yet)
	saved                // acknowledged
	erasing              // acknowledged, then asked to be erased
	erased               // the erasure was acknowledged
)

// account is what was written down outside of the record: what was asked for
// and what was answered. A process may be cut off between any two lines.
type account struct {
	mu     sync.Mutex
	state  map[entry.ID]state
	groups map[entry.ID]string // entries that were sent as one: all or none
}

func newAccount() *account {
	return &account{state: map[entry.ID]state{}, groups: map[entry.ID]string{}}
}

// note reads a line: "sent", "saved", "erasing" or "erased", and the IDs.
func (a *account) note(line string) {
	word, list, _ := strings.Cut(line, " ")
	what := map[string]state{"sent": sent, "saved": saved, "erasing": erasing, "erased": erased}
	now, known := what[word]
	if !known {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for id := range strings.SplitSeq(list, ",") {
		a.state[entry.ID(id)] = max(now, a.state[entry.ID(id)])
		a.groups[entry.ID(id)] = list
	}
}

func (a *account) ids() []entry.ID {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Collect(maps.Keys(a.state))
}

// open lists what was sent and not answered, as it was sent.
func (a *account) open() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []string
	for id, s := range a.state {
		if s == sent && !slices.Contains(out, a.groups[id]) {
			out = append(out, a.groups[id])
		}
	}
	return out
}

// count says how many entries were acknowledged.
func (a *account) count() (acknowledged, gone int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range a.state {
		if s >= saved {
			acknowledged++
		}
		if s == erased {
			gone++
		}
	}
	return acknowledged, gone
}

// compare fails the test where the record does not say what was answered.
func (a *account) compare(t testing.TB, there map[entry.ID]int) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	for id, s := range a.state {
		switch n := there[id]; {
		case n > 1:
			t.Errorf("%s is there %d times", id, n)
		case s == saved && n == 0:
			t.Errorf("%s was acknowledged and is gone", id)
		case s == erased && n > 0:
			t.Errorf("%s was erased and is there", id)
		case s == sent && a.torn(id, there):
			t.Errorf("of %s, which was sent as one, a part is there", a.groups[id])
		}
	}
}

// torn: of what was sent together some is there and some is not.
func (a *account) torn(id entry.ID, there map[entry.ID]int) bool {
	for other := range strings.SplitSeq(a.groups[id], ",") {
		if there[entry.ID(other)] != there[id] {
			return true
		}
	}
	return false
}
