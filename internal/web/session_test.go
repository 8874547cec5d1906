package web_test

import (
	"net/http"
	"testing"
)

// Cookies do not tell ports apart, so two records on one computer share a jar.
func TestTwoRecordsInOneBrowserKeepTheirSessions(t *testing.T) {
	one, b := startedHouse(t)
	two, _ := startedHouse(t)
	beside := &browser{house: two, client: b.client}
	beside.enter()
	b.get("/plan").want(http.StatusOK)
	beside.get("/plan").want(http.StatusOK)
	one.home.Lock()
	beside.get("/plan").want(http.StatusOK)
}

func TestAnotherPassphraseEndsTheSessionsOfOtherBrowsers(t *testing.T) {
	h, b := startedHouse(t)
	elsewhere := h.browser().enter()
	const next = "four words of mine"
	b.get("/settings").send("/settings/passphrase", "now", passphrase, "passphrase", next, "again", next).want(http.StatusOK)
	b.get("/plan").want(http.StatusOK)
	if p := elsewhere.get("/plan"); p.path != "/unlock" {
		t.Errorf("another browser is still at %s", p.path)
	}
}

// Whoever came in with the recovery key forgot the passphrase.
func TestTheRecoveryKeyIsEnoughForANewPassphrase(t *testing.T) {
	h, b := startedHouse(t)
	key, err := h.home.NewRecoveryKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.home.Lock()
	b.get("/unlock?way=recovery").send("/unlock", "recovery", key.Secret).want(http.StatusOK)
	const next = "four words of mine"
	b.get("/settings").send("/settings/passphrase", "now", key.Secret, "passphrase", next, "again", next).want(http.StatusOK)
	h.home.Lock()
	if err := h.home.Unlock(t.Context(), next); err != nil {
		t.Error(err)
	}
}
