package companion_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/ledger"
	"fermata/internal/sqlstore"
)

// start is when most stories begin: a Monday, nine in the evening in London.
var start = time.Date(2026, time.March, 2, 21, 0, 0, 0, time.UTC)

// clock is a clock that a story sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) pass(d time.Duration) { c.set(c.now().Add(d)) }

// house is a home with what lies around it.
type house struct {
	*companion.Home
	t        testing.TB
	location string
	keyFile  companion.KeyFile
	clock    *clock
}

// newHouse is a home that nobody has moved into.
func newHouse(t testing.TB) *house {
	t.Helper()
	dir := t.TempDir()
	return houseAt(t, filepath.Join(dir, "data", "record.db"), filepath.Join(dir, "config", "fermata.key"))
}

func houseAt(t testing.TB, location, keyFile string) *house {
	t.Helper()
	h := &house{t: t, location: location, keyFile: companion.KeyFile(keyFile), clock: &clock{at: start}}
	h.Home = h.another()
	return h
}

// begun is a home whose record was started, with a key file and in London.
func begun(t testing.TB) *house {
	t.Helper()
	h := newHouse(t)
	h.do(h.Begin(t.Context(), ""))
	h.tell(entry.Profile{Zone: "Europe/London"})
	return h
}

// another opens the same record once more, as another process does.
func (h *house) another() *companion.Home {
	h.t.Helper()
	store := must[*sqlstore.Store](h.t)(sqlstore.Open(context.Background(), h.location))
	h.t.Cleanup(func() { store.Close() })
	return must[*companion.Home](h.t)(companion.Open(h.t.Context(), store, h.keyFile, h.clock.now))
}

// do fails the test on an error.
func (h *house) do(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// tell tells something about now.
func (h *house) tell(body entry.Body) entry.ID {
	h.t.Helper()
	return h.telling(companion.Telling{Body: body})
}

func (h *house) telling(told companion.Telling) entry.ID {
	h.t.Helper()
	if told.ID == "" {
		told.ID = companion.NewID()
	}
	placed := must[[]ledger.Placed](h.t)(h.Tell(h.t.Context(), told))
	if placed[0].Fate != ledger.Saved {
		h.t.Fatalf("not saved: %+v", placed[0])
	}
	return told.ID
}

func (h *house) correct(of entry.ID, body entry.Body) entry.ID {
	h.t.Helper()
	return h.telling(companion.Telling{Corrects: of, Body: body})
}

// look is the journey as it is now.
func (h *house) look() *journey.Journey {
	h.t.Helper()
	return must[*journey.Journey](h.t)(h.Look(h.t.Context()))
}

// exported is everything the record holds, by the names of the files.
func (h *house) exported() map[string]string {
	h.t.Helper()
	files := map[string]*bytes.Buffer{}
	h.do(h.Export(h.t.Context(), func(name string) (io.Writer, error) {
		files[name] = &bytes.Buffer{}
		return files[name], nil
	}))
	texts := map[string]string{}
	for name, file := range files {
		texts[name] = file.String()
	}
	return texts
}

// sound fails the test unless the whole record verifies.
func (h *house) sound() {
	h.t.Helper()
	if checked := must[ledger.Verified](h.t)(h.Verify(h.t.Context())); len(checked.Findings) > 0 {
		h.t.Errorf("verify: %+v", checked)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func is(t testing.TB, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
	if err != nil && fault.Sentence(err) == "" {
		t.Errorf("%v says nothing to a person", err)
	}
}

func mood(value float64) entry.CheckIn {
	return entry.CheckIn{Items: map[string]float64{"mood": value}}
}

func page(text string) entry.Reflection { return entry.Reflection{Text: text} }

// notDamaged: the record may be locked; nothing else may be wrong.
func notDamaged(t testing.TB, err error) {
	t.Helper()
	if err != nil && (!errors.Is(err, fault.Locked) || errors.Is(err, fault.Damaged)) {
		t.Errorf("got %v, want nothing or %v", err, fault.Locked)
	}
}
