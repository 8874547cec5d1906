package companion

import (
	"context"

	"fermata/internal/entry"
	"fermata/internal/fault"
)

// IntakeKey is the public half of the key pair to which a browser seals what
// is told while it is offline. Errors: fault.Locked.
func (h *Home) IntakeKey() ([]byte, error) {
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	pair, err := l.Intake()
	if err != nil {
		return nil, fault.Wrap("companion.intake", err)
	}
	return pair.Public(), nil
}

// OpenIntake opens what a browser sealed under the ID of a form. Errors:
// fault.Locked, fault.Invalid.
func (h *Home) OpenIntake(id entry.ID, sealed []byte) ([]byte, error) {
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	pair, err := l.Intake()
	if err != nil {
		return nil, fault.Wrap("companion.intake", err)
	}
	return pair.Open(string(id), sealed)
}

// TellsAgain says whether the record holds this body under this ID already,
// whatever the time that stands beside it: a form that arrived although its
// answer was lost tells its time only when it is sent again.
func (h *Home) TellsAgain(ctx context.Context, id entry.ID, body entry.Body) (bool, error) {
	saved, err := h.Entries(ctx, id)
	if err != nil || len(saved) == 0 {
		return false, err
	}
	again := saved[0]
	again.Body = body
	return saved[0].SameAs(again), nil
}
