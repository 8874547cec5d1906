package companion

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/seal"
)

// staying are the kinds that an erasure of days leaves alone: lists, plans and
// settings, of which the latest counts on all days, and notes about the record.
var staying = []entry.Kind{
	entry.KindProfile, entry.KindItems, entry.KindWarningSigns, entry.KindSkills, entry.KindHelpCard,
	entry.KindRhythm, entry.KindReturnCriteria, entry.KindOwnInstrument, entry.KindGoals, entry.KindOwnSkill,
	entry.KindSupportCircle, entry.KindResources, entry.KindStayingWell, entry.KindSafetyPlan, entry.KindAgreement,
	entry.KindAgenda, entry.KindCareOptions, entry.KindPhase, entry.KindImport, entry.KindImportMapping, entry.KindErasure,
}

// Doomed is what an erasure would take, and what would still quote it.
type Doomed struct {
	IDs    []entry.ID // with their corrections, in the order of the record
	Told   int        // entries as the person counts them, corrections left out
	Quoted []Quoting  // what is saved and names one of them
}

// Quoting is a saved letter or review that quotes an entry.
type Quoting struct {
	Kind entry.Kind
	Day  entry.Day
}

// quoted are the entries that a body names as quoted.
func quoted(body entry.Body) []entry.ID {
	switch b := body.(type) {
	case entry.Letter:
		return b.Quoted
	case entry.Review:
		return b.Quoted
	case entry.TherapistLetter:
		return slices.Concat(b.Quoted, pickedEntries(b.Picked))
	}
	return nil
}

// pickedEntries are the entries that lines of a sent letter were made of: the
// key of such a line ends in the ID of its entry, after a word and a hyphen.
func pickedEntries(keys []string) []entry.ID {
	var ids []entry.ID
	for _, key := range keys {
		_, after, _ := strings.Cut(key, "-")
		if id, err := entry.ParseID(after); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// WouldErase says what an erasure of these entries would take.
func (h *Home) WouldErase(ctx context.Context, entries ...entry.ID) (Doomed, error) {
	return h.doomed(ctx, func(e entry.Entry) bool { return slices.Contains(entries, e.ID) })
}

// WouldEraseDays says what an erasure of the days from … to would take: what
// was told about them. Lists, plans and settings stay.
func (h *Home) WouldEraseDays(ctx context.Context, from, to entry.Day) (Doomed, error) {
	if to < from {
		return Doomed{}, fault.Fields{{Name: "to", Say: "This day is before the first one. Choose it again."}}
	}
	return h.doomed(ctx, func(e entry.Entry) bool {
		return e.Day >= from && e.Day <= to && !slices.Contains(staying, e.Kind())
	})
}

// quoting is a body that quotes, while it is not known yet what goes.
type quoting struct {
	Quoting
	id    entry.ID
	names []entry.ID
}

func (h *Home) doomed(ctx context.Context, chosen func(entry.Entry) bool) (Doomed, error) {
	var d Doomed
	var letters []quoting
	going := map[entry.ID]bool{}
	err := h.each(ctx, func(e entry.Entry) {
		if chosen(e) || e.Corrects != "" && going[e.Corrects] {
			going[e.ID] = true
			d.IDs = append(d.IDs, e.ID)
			if e.Corrects == "" {
				d.Told++
			}
		}
		if names := quoted(e.Body); len(names) > 0 {
			letters = append(letters, quoting{Quoting{e.Kind(), e.Day}, e.ID, names})
		}
	})
	for _, l := range letters {
		if !going[l.id] && slices.ContainsFunc(l.names, func(id entry.ID) bool { return going[id] }) {
			d.Quoted = append(d.Quoted, l.Quoting)
		}
	}
	return d, err
}

// mostErased is how many entries one erasure names.
const mostErased = 5000

// EraseDays erases what was told about the days from … to, for good, and
// answers how many entries that were. id is the ID of the erasure; what is more
// than one holds goes into further ones.
func (h *Home) EraseDays(ctx context.Context, id entry.ID, from, to entry.Day) (int, error) {
	const op = "companion.erase"
	doomed, err := h.WouldEraseDays(ctx, from, to)
	if err != nil || len(doomed.IDs) == 0 {
		return 0, fault.Wrap(op, err)
	}
	for ids := range slices.Chunk(doomed.IDs, mostErased) {
		if _, err := h.Tell(ctx, Telling{ID: id, Body: entry.Erasure{Entries: slices.Sorted(slices.Values(ids))}}); err != nil {
			return 0, fault.Wrap(op, err)
		}
		id = NewID()
	}
	return doomed.Told, fault.Wrap(op, h.syncCard(ctx))
}

// Erasures counts the erasures told since this home was opened: whoever keeps
// copies of the record knows by it that they hold something erased.
func (h *Home) Erasures() int64 { return h.erasures.Load() }

// Tidy leaves nothing of what was erased in the files of the database.
func (h *Home) Tidy(ctx context.Context) error {
	return fault.Wrap("companion.tidy", h.store.Tidy(ctx))
}

// EraseEverything ends the record: entries, keys, half-filled forms, help card,
// the backups in the folder, and the key file if it is this record's. Nothing
// opens it again but copies that lie elsewhere. The home is empty then. It is
// not broken off once begun. Errors: fault.Locked, fault.Unavailable.
func (h *Home) EraseEverything(ctx context.Context) error {
	const op = "companion.erase-everything"
	if _, err := h.opened(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fault.Wrap(op, err)
	}
	ctx = context.WithoutCancel(ctx)
	ours, err := h.keyFileOpens(ctx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := h.eraseRecord(ctx); err != nil {
		return fault.Wrap(op, err)
	}
	if ours {
		err = h.keyFile.remove()
	}
	h.backups.mu.Lock()
	defer h.backups.mu.Unlock()
	err = errors.Join(err, h.removeBackups(func(BackupFile) bool { return true }))
	if h.backups.dir != "" {
		_ = os.Remove(h.backups.dir) // only when it is empty
	}
	return fault.Wrap(op, errors.Join(err, h.store.Tidy(ctx)))
}

func (h *Home) eraseRecord(ctx context.Context) error {
	ways, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return err
	}
	h.mu.Lock()
	person := h.person
	err = h.store.RemovePerson(ctx, person)
	if err == nil {
		err = h.store.PutKeys(ctx, nil, ways)
		h.person = ""
	}
	h.mu.Unlock()
	if err == nil {
		h.Lock()
	}
	return err
}
