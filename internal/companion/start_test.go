package companion_test

import (
	"errors"
	"os"
	"sync"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/fault"
)

// A start sent twice, as by two clicks, or begun in two programs at once,
// makes one record. Were the second to write its key over the first, all that
// was told to the first would be lost.
func TestOfManyStartsAtOnceOneBegins(t *testing.T) {
	for name, passphrase := range map[string]string{"with a passphrase": phrase, "with a key file": ""} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			homes := []*companion.Home{h.Home, h.Home, h.another(), h.another()}
			errs := make([]error, len(homes))
			var all sync.WaitGroup
			for i, home := range homes {
				all.Go(func() { errs[i] = home.Begin(t.Context(), passphrase) })
			}
			all.Wait()
			begun := 0
			for i, err := range errs {
				if err == nil {
					begun++
					h.Home = homes[i]
				} else {
					is(t, err, fault.Conflict)
				}
			}
			if begun != 1 {
				t.Fatalf("%d of them began: %v", begun, errs)
			}
			h.tell(mood(5))
			next := h.another()
			if passphrase != "" {
				h.do(next.Unlock(t.Context(), passphrase))
			}
			if j, err := next.Look(t.Context()); err != nil || j.Entries != 1 {
				t.Errorf("the next start finds %+v, %v", j, err)
			}
		})
	}
}

// A page that was opened before another program started the record still
// shows the form that starts one.
func TestAStartInAProgramThatWasLeftOpenOverwritesNothing(t *testing.T) {
	h := newHouse(t)
	stale := h.another()
	h.do(h.Begin(t.Context(), phrase))
	h.tell(mood(5))
	for _, passphrase := range []string{other, ""} {
		is(t, stale.Begin(t.Context(), passphrase), fault.Conflict)
	}
	if stale.State() != companion.Locked {
		t.Errorf("it is %v, and nobody can go on", stale.State())
	}
	if _, err := os.Stat(string(h.keyFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a key file that opens nothing is left: %v", err)
	}
	h.do(stale.Unlock(t.Context(), phrase))
	if j, err := stale.Look(t.Context()); err != nil || j.Entries != 1 {
		t.Errorf("it holds %+v, %v", j, err)
	}
}
