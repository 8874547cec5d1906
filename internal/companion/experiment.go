package companion

import (
	"context"
	"crypto/sha256"

	"github.com/google/uuid"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
)

// EraseExperiment erases an experiment: every version of it, and what was said
// of its days. The numbers of the check-ins stay. id is the ID of the erasure.
func (h *Home) EraseExperiment(ctx context.Context, id entry.ID, key string) error {
	const op = "companion.experiment"
	j, err := h.Look(ctx)
	if err != nil {
		return err
	}
	var texts []entry.ID
	roots := map[entry.ID]entry.ID{}
	for _, ref := range j.Versions[entry.KindExperiment] {
		texts = append(texts, ref.Text)
		roots[ref.Text] = ref.ID
	}
	entries, err := h.Entries(ctx, texts...)
	if err != nil {
		return fault.Wrap(op, err)
	}
	gone := views.ExperimentEntries(j, key)
	for _, e := range entries {
		if body, ok := e.Body.(entry.Experiment); ok && body.Key == key {
			gone = append(gone, roots[e.ID])
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return fault.Wrap(op, h.Erase(ctx, id, gone...))
}

// PartID is the ID of an entry that one form tells besides its own, so that the
// same form sent twice tells it once: a UUID of version 8 made from the form's
// ID and the name of the part.
func PartID(form entry.ID, part string) entry.ID {
	sum := sha256.Sum256([]byte("fermata part\x00" + string(form) + "\x00" + part))
	raw, _ := uuid.FromBytes(sum[:16]) // sixteen bytes always fit
	raw[6], raw[8] = raw[6]&0x0f|0x80, raw[8]&0x3f|0x80
	return entry.ID(raw.String())
}
