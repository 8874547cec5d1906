package companion

import (
	"context"
	"time"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/signals"
)

// Outlook returns the journey and what in it is worth attention. It is worked
// out when someone looks, and once for each state of the record and hour.
func (h *Home) Outlook(ctx context.Context) (*journey.Journey, signals.Outlook, error) {
	j, err := h.Look(ctx)
	if err != nil {
		return nil, signals.Outlook{}, err
	}
	now := h.now()
	hour := now.Truncate(time.Hour)
	h.mu.RLock()
	last := h.outlook
	h.mu.RUnlock()
	if last != nil && last.of == j && last.hour.Equal(hour) {
		return j, last.outlook, nil
	}
	found := &outlook{of: j, hour: hour, outlook: signals.Detect(j, h.Library(), now)}
	h.mu.Lock()
	if h.ledger != nil {
		h.outlook = found
	}
	h.mu.Unlock()
	return j, found.outlook, nil
}

// outlook is what was worked out last, for which journey and hour.
type outlook struct {
	of      *journey.Journey
	hour    time.Time
	outlook signals.Outlook
}

// TextsOf unseals the words of the entries that signals speak of, by the ID
// that names each of them.
func (h *Home) TextsOf(ctx context.Context, j *journey.Journey, found []signals.Signal) (map[entry.ID]string, error) {
	texts := map[entry.ID]string{}
	for _, s := range found {
		for _, fact := range s.Facts {
			id, ok := fact.(entry.ID)
			if !ok {
				continue
			}
			event, _, ok := j.FindEvent(id)
			if !ok {
				continue
			}
			e, err := h.Entry(ctx, event.Ref)
			if err != nil {
				return nil, fault.Wrap("companion.texts", err)
			}
			if body, ok := e.Body.(entry.LifeEvent); ok {
				texts[id] = body.What
			}
		}
	}
	return texts, nil
}
