package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
)

// ReturnBrief makes the return brief as it stands now.
func (h *Home) ReturnBrief(ctx context.Context) (views.Letter, error) {
	const op = "companion.brief"
	j, err := h.Look(ctx)
	if err != nil {
		return views.Letter{}, err
	}
	var ids []entry.ID
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		for _, event := range day.Events {
			ids = append(ids, event.Text)
		}
	}
	entries, err := h.Entries(ctx, ids...)
	if err != nil {
		return views.Letter{}, fault.Wrap(op, err)
	}
	events := map[entry.ID]entry.LifeEvent{}
	for _, e := range entries {
		if body, ok := e.Body.(entry.LifeEvent); ok {
			events[e.ID] = body
		}
	}
	return views.NewReturnBrief(j, h.Library(), events, h.now()), nil
}
