package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// Bring takes entries as they are, with their own times and IDs, all or none
// and in this order: a sample, or a record that was written elsewhere. The
// last help card among them becomes the copy that Help now shows. Bringing
// the same entries again changes nothing. Errors: fault.Invalid,
// fault.Conflict, fault.Locked, fault.Unavailable.
func (h *Home) Bring(ctx context.Context, entries []entry.Entry) error {
	const op = "companion.bring"
	l, err := h.opened()
	if err != nil {
		return err
	}
	if _, err := l.Append(ctx, entries...); err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, h.syncCard(ctx))
}
