package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fermata/internal/entry"
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

// What opens the record never stands in a page, whatever form it was typed in.
func TestNoSecretGoesThroughTheLockScreen(t *testing.T) {
	templates, err := filepath.Glob("pages/*.templ")
	if err != nil || len(templates) == 0 {
		t.Fatal("no templates", err)
	}
	secrets := map[string]bool{}
	for _, path := range templates {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`PasswordInput, Name: "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
			secrets[found[1]] = true
		}
	}
	if !secrets["now"] || !secrets["recovery"] {
		t.Fatalf("the secret fields found are %v", secrets)
	}
	h, b := startedHouse(t)
	h.home.Lock()
	for name := range secrets {
		p := b.post("/settings/passphrase", url.Values{name: {"very secret words"}, "other": {"kept words"}})
		if strings.Contains(p.body, "very secret words") {
			t.Errorf("%s stands in the page", name)
		}
		if p.want(http.StatusForbidden); !strings.Contains(p.body, "kept words") {
			t.Errorf("beside %s, what was typed is lost", name)
		}
	}
}

// A button that erases is not pressed again by another that says save.
func TestAFormWithNothingTypedIsNotCarriedAlong(t *testing.T) {
	h, b := startedHouse(t)
	id := h.tell(entry.CheckIn{Items: map[string]float64{"mood": 5}})
	told := b.get("/check-ins/" + string(id))
	before := h.entries()
	h.home.Lock()
	p := told.send("/check-ins/" + string(id) + "/erase")
	if p.path != "/unlock" || strings.Contains(p.body, "kept-path") {
		t.Errorf("at %s: it is carried along", p.path)
	}
	p.send("/unlock", "passphrase", passphrase).want(http.StatusOK)
	if h.entries() != before {
		t.Error("it was erased")
	}
}
