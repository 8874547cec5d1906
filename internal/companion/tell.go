package companion

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/ledger"
)

// Telling is one thing a person tells.
type Telling struct {
	ID       entry.ID // made with the form
	Corrects entry.ID // the entry it takes the place of, or ""
	When     When
	Body     entry.Body
}

// When is the time a person gave, as far as they gave one. The zero value
// means now.
type When struct {
	Day     entry.Day
	HasDay  bool
	Minutes int // after midnight on the clock
	HasTime bool
	// Told is when it was told on a device that could not reach the record
	// then; the zero time is now.
	Told time.Time
}

// Tell saves what a person told and answers once it is durable. Errors:
// fault.Fields, fault.Conflict, fault.Locked, fault.Unavailable.
func (h *Home) Tell(ctx context.Context, tellings ...Telling) ([]ledger.Placed, error) {
	const op = "companion.tell"
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	j, err := h.Known(ctx)
	if err != nil {
		return nil, err
	}
	now := h.now()
	entries := make([]entry.Entry, len(tellings))
	for i, telling := range tellings {
		if entries[i], err = telling.entry(h.placeOf(j), j.Turn(), now); err != nil {
			return nil, err
		}
	}
	placed, err := l.Append(ctx, entries...)
	if err == nil && slices.ContainsFunc(tellings, movesClock) {
		_, _ = h.Look(ctx) // saved is saved: if this fails, the next page looks again
	}
	if err == nil && slices.ContainsFunc(tellings, func(t Telling) bool { return t.Body.Kind() == entry.KindErasure }) {
		h.erasures.Add(1)
	}
	return placed, fault.Wrap(op, err)
}

// movesClock: what is told next goes by another zone or turn of the day.
func movesClock(t Telling) bool {
	_, ok := t.Body.(entry.Profile)
	return ok
}

// zone is a time zone that was loaded, which takes longer than all else about
// the time of an entry.
type zone struct {
	name  string
	place *time.Location
}

// placeOf is the person's time zone.
func (h *Home) placeOf(j *journey.Journey) *time.Location {
	known := h.zone.Load()
	if known == nil || known.name != j.Profile.Zone {
		known = &zone{name: j.Profile.Zone, place: j.Location()}
		h.zone.Store(known)
	}
	return known.place
}

// entry puts a telling into its envelope.
func (t Telling) entry(place *time.Location, turn entry.Turn, now time.Time) (entry.Entry, error) {
	if profile, ok := t.Body.(entry.Profile); ok && profile.Zone != "" {
		if there, err := time.LoadLocation(profile.Zone); err == nil {
			place = there
		}
	}
	e := entry.Entry{
		ID: t.ID, Corrects: t.Corrects, By: entry.BySelf(), Body: t.Body,
		RecordedAt: now.UTC().Truncate(time.Microsecond),
		At:         entry.MomentIn(now, place), Day: turn.Day(now, place), Precision: entry.Minute,
	}
	if err := t.When.set(&e, place, turn, now); err != nil {
		return entry.Entry{}, err
	}
	return e, e.Body.Validate()
}

// set writes the time a person gave. A time before the turn of the day
// belongs to the night after the chosen day.
func (w When) set(e *entry.Entry, place *time.Location, turn entry.Turn, now time.Time) error {
	today := e.Day
	if !w.Told.IsZero() && w.Told.Before(now) {
		e.At, e.Day = entry.MomentIn(w.Told.Truncate(time.Microsecond), place), turn.Day(w.Told, place)
	}
	if !w.HasDay && !w.HasTime {
		return nil
	}
	if w.HasDay {
		e.Day = w.Day
	}
	if e.Day > today {
		return fault.Fields{{Name: "day", Say: "That day has not come yet. Choose today or an earlier day."}}
	}
	e.Precision = entry.WholeDay
	minutes := 12 * 60
	if w.HasTime {
		e.Precision, minutes = entry.Minute, w.Minutes
	}
	year, month, day := e.Day.Date()
	if minutes < int(turn) {
		day++
	}
	at := time.Date(year, month, day, 0, minutes, 0, 0, place)
	if w.HasTime && at.After(now.Add(time.Minute)) {
		return fault.Fields{{Name: "time", Say: "That time has not come yet. Choose an earlier one, or leave it empty."}}
	}
	e.At = entry.MomentIn(at, place)
	return nil
}

// Entries unseals the entries with these IDs, in the order of the record.
func (h *Home) Entries(ctx context.Context, ids ...entry.ID) ([]entry.Entry, error) {
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	return l.Entries(ctx, ids...)
}

// Entry unseals one entry in its latest words: the original's place, time and
// ID with the body of its last correction.
func (h *Home) Entry(ctx context.Context, ref journey.Ref) (entry.Entry, error) {
	entries, err := h.Entries(ctx, ref.Text)
	if err != nil {
		return entry.Entry{}, err
	}
	if len(entries) == 0 {
		return entry.Entry{}, fault.New(fault.NotFound, "companion.entry", "This entry is not here any more. It may have been erased.")
	}
	e := entries[0]
	e.ID = ref.ID
	return e, nil
}

// Erase removes entries with all their corrections, for good, also from the
// copy outside the seal. id is the ID of the erasure entry; sent twice, it erases once.
func (h *Home) Erase(ctx context.Context, id entry.ID, entries ...entry.ID) error {
	const op = "companion.erase"
	if done, err := h.erasedBy(ctx, id, entries); err != nil || done {
		return fault.Wrap(op, err)
	}
	named := map[entry.ID]bool{}
	for _, e := range entries {
		named[e] = true
	}
	err := h.each(ctx, func(e entry.Entry) {
		if named[e.Corrects] {
			named[e.ID] = true
		}
	})
	if err != nil {
		return fault.Wrap(op, err)
	}
	body := entry.Erasure{Entries: slices.Sorted(maps.Keys(named))}
	if _, err = h.Tell(ctx, Telling{ID: id, Body: body}); err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, h.syncCard(ctx)) // what is erased leaves the copy outside the seal too
}

// erasedBy says whether an erasure under this ID named these entries before.
// The corrections it named with them cannot be worked out again: they are gone.
func (h *Home) erasedBy(ctx context.Context, id entry.ID, entries []entry.ID) (bool, error) {
	saved, err := h.Entries(ctx, id)
	if err != nil || len(saved) == 0 {
		return false, err
	}
	body, ok := saved[0].Body.(entry.Erasure)
	missed := slices.ContainsFunc(entries, func(e entry.ID) bool { return !slices.Contains(body.Entries, e) })
	return ok && !missed, nil
}

// each goes through the whole record in order.
func (h *Home) each(ctx context.Context, see func(entry.Entry)) error {
	l, err := h.opened()
	if err != nil {
		return err
	}
	entries, _, err := l.Since(ctx, ledger.Position{})
	for _, e := range entries {
		see(e)
	}
	return err
}

// KeepDraft keeps a half-filled form for thirty days.
func (h *Home) KeepDraft(ctx context.Context, form string, content []byte) error {
	l, err := h.opened()
	if err != nil {
		return err
	}
	return l.KeepDraft(ctx, form, content, h.now())
}

// Draft returns a half-filled form, or nil.
func (h *Home) Draft(ctx context.Context, form string) ([]byte, error) {
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	content, err := l.Draft(ctx, form)
	if errors.Is(err, fault.Damaged) { // a draft from before a change of keys is only a draft
		return nil, l.DropDraft(ctx, form)
	}
	return content, err
}

// DropDraft forgets a half-filled form. Most forms never were half-filled, and
// to look is much cheaper than to write.
func (h *Home) DropDraft(ctx context.Context, form string) error {
	l, err := h.opened()
	if err != nil {
		return err
	}
	if content, err := l.Draft(ctx, form); content == nil && err == nil {
		return nil
	}
	return l.DropDraft(ctx, form)
}
