package companion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// Verify checks the whole record and what lies beside it: the chain and each
// entry, the person's keys and the key file, half-filled forms, and the copy
// that Help now reads. It changes nothing. A passphrase and a recovery key are
// checked by using them: nothing else opens what they wrap.
func (h *Home) Verify(ctx context.Context) (ledger.Verified, error) {
	const op = "companion.verify"
	l, err := h.opened()
	if err != nil {
		return ledger.Verified{}, err
	}
	out, err := l.Verify(ctx)
	if err != nil {
		return ledger.Verified{}, fault.Wrap(op, err)
	}
	whole := len(out.Findings) == 0
	keys, errKeys := h.verifyKeys(ctx)
	drafts, errDrafts := l.VerifyDrafts(ctx)
	var card []ledger.Finding
	var errCard error
	if whole { // a record that is damaged cannot be looked at
		card, errCard = h.verifyCard(ctx)
	}
	out.Findings = slices.Concat(out.Findings, keys, drafts, card)
	return out, fault.Wrap(op, errors.Join(errKeys, errDrafts, errCard))
}

// verifyKeys opens the keys afresh, as the next start will.
func (h *Home) verifyKeys(ctx context.Context) ([]ledger.Finding, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.master == nil {
		return nil, errLocked()
	}
	rows, err := h.store.Keys(ctx, h.person)
	if err != nil {
		return nil, err
	}
	ways, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return nil, err
	}
	return slices.Concat(keysFound(h.master, h.person, rows), h.keyFileFound(ways)), nil
}

func keysFound(master *seal.Master, person string, rows []seal.Wrapped) []ledger.Finding {
	keys, err := master.OpenKeys(person, rows)
	if err != nil {
		return []ledger.Finding{{What: ledger.KeyUnreadable}}
	}
	defer keys.Forget()
	for _, scope := range ledger.KeyScopes() {
		if !slices.Contains(keys.Scopes(), scope) {
			return []ledger.Finding{{What: ledger.KeyMissing}}
		}
	}
	return nil
}

// keyFileFound: where the key file is a way in, the one that lies here opens
// the record.
func (h *Home) keyFileFound(ways []seal.Wrapped) []ledger.Finding {
	key, err := h.keyFile.read()
	if !slices.Contains(seal.WaysIn(ways), seal.ByKeyFile) || errors.Is(err, fault.NotFound) {
		return nil
	}
	master, err := seal.OpenWithKeyFile(ways, key)
	if err != nil {
		return []ledger.Finding{{What: ledger.KeyUnreadable}}
	}
	master.Forget()
	return nil
}

// verifyCard compares the copy outside the seal with the record. It looks
// twice: somebody may change both meanwhile.
func (h *Home) verifyCard(ctx context.Context) ([]ledger.Finding, error) {
	for range 2 {
		same, err := h.cardIsCopy(ctx)
		if err != nil || same {
			return nil, err
		}
	}
	return []ledger.Finding{{What: ledger.CardDiffers}}, nil
}

func (h *Home) cardIsCopy(ctx context.Context) (bool, error) {
	j, err := h.Look(ctx)
	if err != nil {
		return false, err
	}
	card := newCard(j)
	want, err := json.Marshal(card)
	if err != nil {
		return false, err
	}
	content, err := h.store.HelpCard(ctx, h.whose())
	if errors.Is(err, fault.NotFound) {
		return card.empty(), nil
	}
	// Fermata once kept an empty card too; that says the same as none.
	return bytes.Equal(content, want), err
}
