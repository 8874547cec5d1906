package companion

import (
	"context"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
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

// Kept says of each of these IDs what became of it: ledger.Already for one that
// is in the record, ledger.Erased for one that was. IDs the record never held,
// and empty ones, are left out. Errors: fault.Locked.
func (h *Home) Kept(ctx context.Context, ids ...entry.ID) (map[entry.ID]ledger.Fate, error) {
	l, err := h.opened()
	if err != nil {
		return nil, err
	}
	asked := slices.DeleteFunc(slices.Clone(ids), func(id entry.ID) bool { return id == "" })
	fates, err := l.Kept(ctx, asked)
	return fates, fault.Wrap("companion.kept", err)
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
