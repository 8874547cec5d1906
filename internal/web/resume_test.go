package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestWhatWasTypedIsThereAgainAfterTheLock(t *testing.T) {
	h, b := startedHouse(t)
	page := b.get("/check-in")
	h.home.Lock()
	page = page.send("/check-in", "item-mood", "7", "line", "typed <before> the lock").
		want(http.StatusForbidden, "What you typed is kept")
	page = page.send("/unlock", "passphrase", "not the right one at all").want(http.StatusForbidden)
	if !strings.Contains(page.body, "typed &lt;before&gt; the lock") {
		t.Fatal("a wrong passphrase lost what was typed")
	}
	page = page.send("/unlock", "passphrase", passphrase).want(http.StatusOK, "It is open again")
	page.send("/check-in").want(http.StatusOK)
	j, err := h.home.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := j.LastCheckIn(); !ok || !c.Words {
		t.Error("the check-in was not saved after all")
	}
}
