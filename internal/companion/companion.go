// Package companion holds the use cases: open a record, tell it something,
// look at it, bring a history, take it along. It is the only package that
// reads a ledger and folds it.
//
// # A home
//
// [Home] is one record on a person's own computer. It is in one of three
// states: empty (nothing was ever started), locked, or open. While it is open
// it holds the keys and the folded journey in memory; [Home.Lock] drops both.
//
// # Looking
//
// [Home.Look] reads the signed head of the record and the entries that came
// after the last look, and folds only those. Two processes on one database
// need no messages: each sees what the other saved at its next look.
//
// # Telling
//
// [Home.Tell] takes an ID that was made with the form, so that sending the
// same form twice saves once. It answers when the entry is durable.
package companion

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/instrument"
	"fermata/internal/journey"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// Home is one record on its person's own computer. It is safe for concurrent
// use.
type Home struct {
	store   ledger.Store
	keyFile KeyFile
	now     func() time.Time
	library instrument.Library

	trying sync.Mutex // one try at a key at a time: each takes 64 MiB

	mu        sync.RWMutex // guards what follows
	person    string       // "" while nothing was started
	master    *seal.Master // nil while locked
	ledger    *ledger.Ledger
	throttles map[string]seal.Throttle // by lane

	look sync.Mutex // one fold at a time
	seen *seen      // nil until the first look; guarded by mu

	outlook *outlook // of the last look; guarded by mu

	backups backups

	erasures atomic.Int64 // told since it was opened
	imports  pending
	zone     atomic.Pointer[zone] // the one that was loaded last
}

// seen is what a look left behind; it is replaced, never changed.
type seen struct {
	at      ledger.Position
	journey journey.Journey
	library instrument.Library
}

// Open finds the record in a store. If its key file is there, the record is
// open at once; else it is locked until a key is given.
func Open(ctx context.Context, store ledger.Store, keyFile KeyFile, now func() time.Time) (*Home, error) {
	const op = "companion.open"
	library, err := instrument.Load()
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	h := &Home{store: store, keyFile: keyFile, now: now, library: library}
	people, err := store.People(ctx)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(people) > 1 {
		return nil, fault.New(fault.Invalid, op, "This database holds the records of several people. Point --db or --data to your own.")
	}
	if err := store.DropDraftsBefore(ctx, now().Add(-draftLife).UnixMicro()); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(people) == 0 {
		return h, nil
	}
	h.person = people[0].Person
	err = h.unlockWithKeyFile(ctx)
	if notThatKey(err) {
		return h, nil
	}
	return h, fault.Wrap(op, err)
}

// notThatKey: the key file is missing, another record's, or broken. There may
// be other ways in, and Help now opens in any case.
func notThatKey(err error) bool {
	for _, kind := range []error{fault.NotFound, fault.Locked, fault.Invalid, fault.Damaged, fault.Newer} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// draftLife is how long a half-filled form is kept.
const draftLife = 30 * 24 * time.Hour

// State is what can be done with a home now.
type State int

// The states.
const (
	Empty  State = iota // nothing was started
	Locked              // a key is needed
	Opened
)

// State says whether the record is empty, locked or open.
func (h *Home) State() State {
	h.mu.RLock()
	defer h.mu.RUnlock()
	switch {
	case h.person == "":
		return Empty
	case h.ledger == nil:
		return Locked
	}
	return Opened
}

// Library holds the questionnaires that can be answered: those of Fermata and
// those the person added, as of the last look.
func (h *Home) Library() instrument.Library {
	if s := h.lastSeen(); s != nil {
		return s.library
	}
	return h.library
}

// withOwn adds the person's own questionnaires. One that cannot be read any
// more is passed over; its sheets stay in the record.
func withOwn(library instrument.Library, own []entry.OwnInstrument) instrument.Library {
	for _, o := range own {
		of, err := instrument.Parse(o.Questionnaire)
		if err != nil {
			continue
		}
		if more, err := library.Add(of); err == nil {
			library = more
		}
	}
	return library
}

// Now is the time by this home's clock.
func (h *Home) Now() time.Time { return h.now() }

// NewID makes an ID for a form: a UUID of version 7.
func NewID() entry.ID {
	return entry.ID(uuid.Must(uuid.NewV7()).String())
}

// newEpoch is a number that no earlier state of the record had.
func newEpoch() int64 {
	var raw [8]byte
	rand.Read(raw[:]) // never fails
	return int64(binary.BigEndian.Uint64(raw[:])>>1) | 1
}

// opened is the ledger, or fault.Locked.
func (h *Home) opened() (*ledger.Ledger, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.ledger == nil {
		return nil, errLocked()
	}
	return h.ledger, nil
}

func errLocked() error {
	return fault.New(fault.Locked, "companion", "Your record is locked. Unlock it and send this again.")
}

// Look returns the journey as it is now. It reads only what is new. Errors:
// fault.Locked, fault.Damaged, fault.Unavailable.
func (h *Home) Look(ctx context.Context) (*journey.Journey, error) {
	const op = "companion.look"
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	head, err := l.Head(ctx)
	if errors.Is(err, fault.Damaged) {
		if err := h.renewed(ctx, l); err != nil {
			return nil, fault.Wrap(op, err)
		}
		if l, err = h.opened(); err == nil {
			head, err = l.Head(ctx)
		}
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if s := h.lastSeen(); s != nil && s.at == head {
		return &s.journey, nil
	}
	h.look.Lock()
	defer h.look.Unlock()
	before := h.lastSeen()
	s, err := refresh(ctx, l, before)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	s.library = h.library
	if len(s.journey.OwnInstruments) > 0 {
		s.library = withOwn(h.library, s.journey.OwnInstruments)
	}
	if before == nil {
		h.healCard(ctx, l, &s.journey)
	}
	return &s.journey, h.keep(l, s)
}

// Known returns the journey of the last look without asking the store, or
// looks when there was none. It may be a few entries behind.
func (h *Home) Known(ctx context.Context) (*journey.Journey, error) {
	if _, err := h.opened(); err != nil {
		return nil, err
	}
	if s := h.lastSeen(); s != nil {
		return &s.journey, nil
	}
	return h.Look(ctx)
}

func (h *Home) lastSeen() *seen {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.seen
}

// keep remembers a look, unless the record was locked meanwhile.
func (h *Home) keep(l *ledger.Ledger, s *seen) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ledger != l {
		return errLocked()
	}
	h.seen = s
	return nil
}

// refresh folds what came after the last look, or everything when that does
// not lead to the same journey.
func refresh(ctx context.Context, l *ledger.Ledger, last *seen) (*seen, error) {
	from := ledger.Position{}
	if last != nil {
		from = last.at
	}
	entries, at, err := l.Since(ctx, from)
	if err != nil {
		return nil, err
	}
	if from.Epoch == at.Epoch && from.Seq <= at.Seq { // else the entries are all there are
		if j, refold := journey.Apply(last.journey, entries...); !refold {
			return &seen{at: at, journey: j}, nil
		}
		if entries, at, err = l.Since(ctx, ledger.Position{}); err != nil {
			return nil, err
		}
	}
	return &seen{at: at, journey: journey.Fold(entries)}, nil
}
