package companion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
	"fermata/internal/ledger"
)

// Card is the one copy outside the seal: what Help now shows while the record
// is locked. In JSON it is a help card with the plan beside it, so a copy from
// before there were plans is read as it is.
type Card struct {
	entry.HelpCard
	// SafetyPlan is there only while the person has chosen to leave it
	// readable.
	SafetyPlan *entry.SafetyPlan `json:"safety_plan,omitempty"`
	PlanDay    entry.Day         `json:"plan_day,omitempty"` // on which the plan was written
}

// newCard is what a journey lets stand outside the seal.
func newCard(j *journey.Journey) Card {
	card := Card{HelpCard: j.HelpCard}
	plan := j.Plan.SafetyPlan
	if !plan.Readable || plan.Steps() == [6]string{} {
		return card
	}
	card.SafetyPlan = &plan
	if ref, ok := j.Latest(entry.KindSafetyPlan); ok {
		card.PlanDay = j.Turn().Day(ref.At.Instant, j.Location())
	}
	return card
}

func (c Card) empty() bool {
	return c.Country == "" && len(c.Numbers) == 0 && c.Checked == 0 && c.SafetyPlan == nil
}

// SetHelpCard saves the person's country and numbers, and renews the copy
// outside the seal.
func (h *Home) SetHelpCard(ctx context.Context, id entry.ID, card entry.HelpCard) error {
	const op = "companion.helpcard"
	if _, err := h.Tell(ctx, Telling{ID: id, Body: card}); err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, h.syncCard(ctx))
}

// SetSafetyPlan saves the safety plan. The copy outside the seal carries it
// only while plan.Readable: when that choice is taken back, the copy goes
// before anything else is done, so that nothing can leave it behind.
func (h *Home) SetSafetyPlan(ctx context.Context, id entry.ID, plan entry.SafetyPlan) error {
	const op = "companion.safetyplan"
	if err := h.lookFirst(ctx); err != nil {
		return err
	}
	if err := plan.Validate(); err != nil {
		return err
	}
	if !plan.Readable {
		if err := h.hideSafetyPlan(ctx); err != nil {
			return fault.Wrap(op, err)
		}
	}
	if _, err := h.Tell(ctx, Telling{ID: id, Body: plan}); err != nil {
		return fault.Wrap(op, errors.Join(err, h.syncCard(ctx)))
	}
	return fault.Wrap(op, h.syncCard(ctx))
}

// EraseSafetyPlan erases every version of the safety plan, and its copy
// outside the seal first. id is the ID of the erasure entry.
func (h *Home) EraseSafetyPlan(ctx context.Context, id entry.ID) error {
	if err := h.lookFirst(ctx); err != nil {
		return err
	}
	if err := h.hideSafetyPlan(ctx); err != nil {
		return fault.Wrap("companion.safetyplan", err)
	}
	return h.EraseVersions(ctx, id, entry.KindSafetyPlan)
}

// EraseVersions erases every version of a kind of which the latest counts and
// the earlier ones stay visible. Where there is none, nothing is told.
func (h *Home) EraseVersions(ctx context.Context, id entry.ID, kind entry.Kind) error {
	j, err := h.Look(ctx)
	if err != nil {
		return err
	}
	var ids []entry.ID
	for _, ref := range j.Versions[kind] {
		ids = append(ids, ref.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	return h.Erase(ctx, id, ids...)
}

// hideSafetyPlan takes the plan out of the copy outside the seal.
func (h *Home) hideSafetyPlan(ctx context.Context) error {
	card, err := h.Card(ctx)
	if errors.Is(err, fault.Unavailable) {
		return err
	}
	if err == nil && card.SafetyPlan == nil {
		return nil
	}
	return h.writeCard(ctx, Card{HelpCard: card.HelpCard})
}

// syncCard makes the copy outside the seal what the record says it is.
func (h *Home) syncCard(ctx context.Context) error {
	j, err := h.Look(ctx)
	if err != nil {
		return err
	}
	return h.writeCard(ctx, newCard(j))
}

// healCard makes the copy outside the seal right at the first look after the
// record was opened: a stop between saving an entry and renewing the copy
// leaves an older one. It runs while looks are held, so it never writes over a
// newer copy. What cannot be written now is tried again at the next opening. A
// record that is not as it was written takes nothing away from Help now: where
// the two differ, all of it is verified first.
func (h *Home) healCard(ctx context.Context, l *ledger.Ledger, j *journey.Journey) {
	want, err := cardBytes(newCard(j))
	if err != nil {
		return
	}
	have, err := h.store.HelpCard(ctx, h.whose())
	if err != nil && !errors.Is(err, fault.NotFound) || bytes.Equal(have, want) {
		return
	}
	if checked, err := l.Verify(ctx); err != nil || len(checked.Findings) > 0 {
		return
	}
	_ = h.store.PutHelpCard(ctx, h.whose(), want)
}

// lookFirst has the first look, which may heal the copy, over with before the
// copy is changed. A record that cannot be read is no reason to leave a plan
// readable.
func (h *Home) lookFirst(ctx context.Context) error {
	_, err := h.opened()
	if err == nil {
		_, _ = h.Known(ctx)
	}
	return err
}

func (h *Home) writeCard(ctx context.Context, card Card) error {
	content, err := cardBytes(card)
	if err != nil {
		return err
	}
	return h.store.PutHelpCard(ctx, h.whose(), content)
}

// cardBytes is how a card is kept; nil when there is nothing to keep.
func cardBytes(card Card) ([]byte, error) {
	if card.empty() {
		return nil, nil
	}
	return json.Marshal(card)
}

func (h *Home) whose() string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.person
}

// Card reads what Help now shows; it needs no key. An empty card when there
// is none or it cannot be read: Help now always opens. A plan that cannot be
// read does not take the numbers with it.
func (h *Home) Card(ctx context.Context) (Card, error) {
	const op = "companion.helpcard"
	content, err := h.store.HelpCard(ctx, h.whose())
	if errors.Is(err, fault.NotFound) {
		return Card{}, nil
	}
	if err != nil {
		return Card{}, fault.Wrap(op, err)
	}
	return readCard(content)
}

func readCard(content []byte) (Card, error) {
	var card Card
	if json.Unmarshal(content, &card.HelpCard) != nil || card.Validate() != nil {
		return Card{}, fault.New(fault.Damaged, "companion.helpcard",
			"The copy that Help now reads is damaged. Save your numbers once more to make it anew.")
	}
	var beside struct {
		SafetyPlan *entry.SafetyPlan `json:"safety_plan"`
		PlanDay    entry.Day         `json:"plan_day"`
	}
	if json.Unmarshal(content, &beside) != nil || beside.SafetyPlan == nil || beside.SafetyPlan.Validate() != nil {
		return card, nil
	}
	card.SafetyPlan, card.PlanDay = beside.SafetyPlan, beside.PlanDay
	return card, nil
}

// HelpCard is the country and the numbers of [Home.Card].
func (h *Home) HelpCard(ctx context.Context) (entry.HelpCard, error) {
	card, err := h.Card(ctx)
	return card.HelpCard, err
}
