// Package storetest says, as tests, what every [ledger.Store] must do.
//
// A store's own tests hand an [Engine] to [Run]. Some stories kill a process
// in the middle of its work; for these the store's TestMain calls [Main],
// which lets the test binary play the process that is killed:
//
//	func TestMain(m *testing.M) { storetest.Main(m, open) }
//
// The stories use real keys and real chains: after each one the record is read
// back whole and verified, row by row.
package storetest

import (
	"testing"

	"fermata/internal/ledger"
)

// Engine is a kind of store.
type Engine struct {
	// Fresh gives the location of a new, empty database, which goes when the
	// test ends.
	Fresh func(t testing.TB) string
	// Open opens the database at a location, also twice at once and also in
	// another process.
	Open Opener
}

// Opener opens the database at a location.
type Opener func(location string) (ledger.Store, error)

// stories are what a store must do.
var stories = []struct {
	name string
	tell func(*testing.T, Engine)
}{
	{"a record starts empty, and only once", startsOnce},
	{"a database is started once, and its keys stay", startsTheDatabaseOnce},
	{"entries are numbered and chained", numbered},
	{"an append of any size is kept whole", anySize},
	{"rows are read in pages, both ways and by ID", pages},
	{"an unknown person has no record", unknownPerson},
	{"what is not sealed right is refused", unsealed},
	{"a head that does not verify stops the append", wrongKeys},

	{"the same entry twice is saved once", sameTwice},
	{"the same entry twice in one append is saved once", sameTwiceTogether},
	{"the same entry from many at once is saved once", sameFromMany},
	{"another body under one ID is a conflict and changes nothing", otherBody},
	{"of two bodies under one ID at once one is kept", twoBodiesAtOnce},
	{"an append over several persons is all or nothing", allOrNothing},

	{"many writers to one person", manyToOne},
	{"many writers to many persons", manyToMany},
	{"opposite orders of persons do not lock up", oppositeOrders},
	{"a caller that fails costs the others nothing", oneFails},
	{"a cancelled caller gets its context's error", cancelled},
	{"a caller that leaves aborts nobody else", leaves},
	{"closing finishes what was begun", closing},

	{"erasing removes bodies and leaves the chain", erases},
	{"an erased entry is not saved again", erasedStaysAway},
	{"whatever is sent, the record follows the rules", rules},

	{"an epoch changes under signature", epochs},
	{"keys are kept, replaced and removed", keys},
	{"drafts come and go", drafts},
	{"a help card is kept and removed", helpCard},
	{"a person who is removed leaves nothing", removed},
	{"what comes late for a person who was removed is refused", lateQueue},
	{"a copy holds everything of one moment", copies},
	{"a record is rewritten whole or not at all", rewrites},

	{"everything is there after opening again", reopened},
	{"two processes write to one database", twoStores},
	{"what was confirmed survives a kill", killed},
}

// Run tells every story to an engine.
func Run(t *testing.T, engine Engine) {
	for _, story := range stories {
		t.Run(story.name, func(t *testing.T) { story.tell(t, engine) })
	}
}

// open opens a store that is closed when the test ends.
func (e Engine) open(t testing.TB, location string) ledger.Store {
	t.Helper()
	store, err := e.Open(location)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return store
}

// empty opens a store on a fresh database.
func (e Engine) empty(t testing.TB) ledger.Store {
	t.Helper()
	return e.open(t, e.Fresh(t))
}
