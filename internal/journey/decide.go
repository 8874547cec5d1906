package journey

import "fermata/internal/entry"

// Deciding is what pages besides the decision aid need to know of it.
type Deciding struct {
	// Unsafe: the person ticked that they do not feel safe or respected with
	// their therapist, or that a boundary was crossed. No letter to that
	// therapist is proposed while it holds.
	Unsafe  bool
	Decided string    // the latest decision: an option, "not-yet", or ""
	LookAt  entry.Day // the day to look at the decision again, or 0
	Lean    string    // the option the person leans to, or ""
}

func (b *builder) signWeights(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.SignWeights); ok {
		b.j.Deciding.Unsafe = len(body.Unsafe) > 0
	}
}

func (b *builder) optionWeights(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.OptionWeights); ok {
		b.j.Deciding.Lean = body.Leaning
	}
}

func (b *builder) decision(_ Ref, e entry.Entry) {
	if body, ok := e.Body.(entry.Decision); ok {
		b.j.Deciding.Decided, b.j.Deciding.LookAt = body.Option, body.LookAt
	}
}
