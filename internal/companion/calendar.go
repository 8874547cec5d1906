package companion

import (
	"crypto/sha256"
	"encoding/hex"
)

// CalendarSeed names this record in calendar files: the same each time, so
// that a newer file takes the place of an older one. The record's own key
// cannot be worked out from it.
func (h *Home) CalendarSeed() string { return h.seed("fermata calendar") }

// bundleSeed names this record in FHIR bundles, in the same way.
func (h *Home) bundleSeed() string { return h.seed("fermata bundle") }

func (h *Home) seed(use string) string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	sum := sha256.Sum256([]byte(use + "\x00" + h.person))
	return hex.EncodeToString(sum[:16])
}
