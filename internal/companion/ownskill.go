package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
)

// EraseOwnSkill erases every version of an own skill and takes it off the list
// of skills at hand. Its name stays in that list, let go, for what was noted
// with it. id is the ID of the erasure, listID that of the list.
func (h *Home) EraseOwnSkill(ctx context.Context, id, listID entry.ID, key string) error {
	const op = "companion.skill"
	j, err := h.Look(ctx)
	if err != nil {
		return err
	}
	var texts []entry.ID
	roots := map[entry.ID]entry.ID{}
	for _, ref := range j.Versions[entry.KindOwnSkill] {
		texts = append(texts, ref.Text)
		roots[ref.Text] = ref.ID
	}
	entries, err := h.Entries(ctx, texts...)
	if err != nil {
		return fault.Wrap(op, err)
	}
	var gone []entry.ID
	for _, e := range entries {
		if body, ok := e.Body.(entry.OwnSkill); ok && body.Key == key {
			gone = append(gone, roots[e.ID])
		}
	}
	if _, err := h.Tell(ctx, Telling{ID: listID, Body: views.WithoutSkill(j, key)}); err != nil {
		return fault.Wrap(op, err)
	}
	if len(gone) == 0 {
		return nil
	}
	return h.Erase(ctx, id, gone...)
}
