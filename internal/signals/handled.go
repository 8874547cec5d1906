package signals

import (
	"slices"

	"fermata/internal/entry"
)

// laterDays is how long "remind me in a week" keeps a signal quiet.
const laterDays = 7

// handle notes what the person last did about a signal, and until when that
// keeps it quiet. Safety is not for it to touch.
func (s *state) handle(found *Signal, rule Rule) {
	if rule.Tier == TierSafety {
		return
	}
	for _, h := range slices.Backward(s.j.Handled) {
		if h.Signal != found.Code || h.About != found.About || h.Cause != found.Cause {
			continue
		}
		days, keeps := quietDays(h.Action, rule)
		if !keeps {
			continue
		}
		found.Handled = &h
		if until := h.Day + entry.Day(days); s.today < until {
			found.QuietUntil = until
		}
		return
	}
}

// quietDays is how long an action keeps a signal of a rule quiet.
func quietDays(action entry.HandledBy, rule Rule) (days int, keeps bool) {
	switch action {
	case entry.HandledSeen, entry.HandledFine, entry.HandledReachedOut:
		return rule.Quiet, true
	case entry.HandledLater:
		return min(laterDays, rule.Quiet), true
	}
	return 0, false
}
