package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// A key without a sentence, or a slot without a value, shows its name between
// ‹ ›. No page does, neither with everything told nor with nothing.
func TestNoPageShowsAKeyInsteadOfASentence(t *testing.T) {
	look := func(address string, p page) {
		if p.status == http.StatusOK && strings.Contains(p.body, "‹") {
			at := strings.Index(p.body, "‹")
			t.Errorf("%s shows %q", address, p.body[at:min(len(p.body), at+60)])
		}
	}
	h, b := sampleHouse(t)
	_, empty := startedHouse(t)
	for _, address := range b.addresses() {
		look(address, b.get(address))
	}
	for _, line := range h.server.Table() {
		address, isPage := strings.CutPrefix(line.Pattern, "GET ")
		if isPage && !strings.Contains(address, "{") && !strings.Contains(address, "$") {
			look("empty "+address, empty.get(address))
		}
	}
}
