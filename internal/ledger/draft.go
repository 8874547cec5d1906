package ledger

import (
	"context"
	"errors"
	"time"

	"fermata/internal/fault"
	"fermata/internal/seal"
)

// DraftLimit is the largest half-filled form that is kept, in bytes.
const DraftLimit = 256 << 10

// KeepDraft keeps a half-filled form, sealed, outside chain and export.
func (l *Ledger) KeepDraft(ctx context.Context, form string, content []byte, now time.Time) error {
	const op = "ledger.draft"
	if len(content) > DraftLimit {
		return fault.New(fault.TooLarge, op, "This form is longer than can be kept half done. Save it, then go on.")
	}
	sealed, err := l.keys.Seal(DraftScope, form, content)
	if err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, l.store.PutDraft(ctx, l.person, Draft{Form: form, ChangedAt: now.UnixMicro(), Sealed: sealed}))
}

// Draft returns a half-filled form, or nil when there is none.
func (l *Ledger) Draft(ctx context.Context, form string) ([]byte, error) {
	const op = "ledger.draft"
	draft, err := l.store.Draft(ctx, l.person, form)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	content, err := l.keys.Open(DraftScope, form, draft.Sealed)
	return content, fault.Wrap(op, err)
}

// VerifyDrafts names the half-filled forms that do not open. When a form was
// last changed stands in the clear and only says how long it is kept.
func (l *Ledger) VerifyDrafts(ctx context.Context) ([]Finding, error) {
	const op = "ledger.draft"
	drafts, err := l.store.Drafts(ctx, l.person)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	var found []Finding
	for _, draft := range drafts {
		_, err := l.keys.Open(DraftScope, draft.Form, draft.Sealed)
		if errors.Is(err, fault.Locked) {
			return nil, fault.Wrap(op, err)
		}
		if err != nil {
			found = append(found, Finding{ID: draft.Form, What: DraftUnreadable})
		}
	}
	return found, nil
}

// DropDraft forgets a half-filled form.
func (l *Ledger) DropDraft(ctx context.Context, form string) error {
	return fault.Wrap("ledger.draft", l.store.DropDraft(ctx, l.person, form))
}

// Intake is the key pair to which a browser seals what it cannot send yet.
func (l *Ledger) Intake() (seal.Intake, error) { return l.keys.Intake() }
