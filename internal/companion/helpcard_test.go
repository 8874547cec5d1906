package companion_test

import (
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/journey"
)

// A stop between the saving of an entry and the renewing of the copy outside
// the seal leaves an older copy. The next opening puts it right: a plan taken
// back is not readable any more, and a new number is there.
func TestAnOlderCopyOfTheHelpCardIsHealedAtTheNextOpening(t *testing.T) {
	h := begun(t)
	plan := entry.SafetyPlan{Alone: "Polish the brass", Readable: true}
	h.do(h.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Country: "GB"}))
	h.do(h.SetSafetyPlan(t.Context(), companion.NewID(), plan))
	plan.Readable = false
	h.tell(plan) // saved, and stopped before the copy was renewed
	h.tell(entry.HelpCard{Country: "NZ"})
	if old := must[companion.Card](t)(h.Card(t.Context())); old.SafetyPlan == nil || old.Country != "GB" {
		t.Fatalf("the copy is renewed already: %+v", old)
	}
	next := h.another()
	must[*journey.Journey](t)(next.Look(t.Context()))
	if card := must[companion.Card](t)(next.Card(t.Context())); card.SafetyPlan != nil || card.Country != "NZ" {
		t.Errorf("it is %+v", card)
	}
}

// Hiding a plan before anything else was looked at does not bring it back.
func TestAPlanHiddenRightAfterOpeningStaysHidden(t *testing.T) {
	h := begun(t)
	plan := entry.SafetyPlan{Alone: "Polish the brass", Readable: true}
	h.do(h.SetSafetyPlan(t.Context(), companion.NewID(), plan))
	next := h.another()
	h.do(next.EraseSafetyPlan(t.Context(), companion.NewID()))
	again := h.another()
	must[*journey.Journey](t)(again.Look(t.Context()))
	if card := must[companion.Card](t)(again.Card(t.Context())); card.SafetyPlan != nil {
		t.Errorf("it is %+v", card)
	}
}
