package companion

import (
	"context"
	"encoding/json"
	"errors"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// SetHelpCard saves the person's country and numbers, and writes the one copy
// outside the seal that Help now shows while the record is locked.
func (h *Home) SetHelpCard(ctx context.Context, id entry.ID, card entry.HelpCard) error {
	const op = "companion.helpcard"
	if _, err := h.Tell(ctx, Telling{ID: id, Body: card}); err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, h.writeHelpCard(ctx, card))
}

func (h *Home) writeHelpCard(ctx context.Context, card entry.HelpCard) error {
	content, err := json.Marshal(card)
	if err != nil {
		return err
	}
	return h.store.PutHelpCard(ctx, h.whose(), content)
}

func (h *Home) whose() string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.person
}

// HelpCard reads what Help now shows; it needs no key. An empty card when
// there is none or it cannot be read: Help now always opens.
func (h *Home) HelpCard(ctx context.Context) (entry.HelpCard, error) {
	content, err := h.store.HelpCard(ctx, h.whose())
	if errors.Is(err, fault.NotFound) {
		return entry.HelpCard{}, nil
	}
	var card entry.HelpCard
	if err == nil {
		err = json.Unmarshal(content, &card)
	}
	if err != nil || card.Validate() != nil {
		return entry.HelpCard{}, fault.Wrap("companion.helpcard", err)
	}
	return card, nil
}
