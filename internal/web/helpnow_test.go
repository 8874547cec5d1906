package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

func TestH1HelpNowOpensWhenNothingWasStarted(t *testing.T) {
	p := emptyHouse(t).browser().get("/help-now").want(http.StatusOK, "In danger now: call your local emergency number.", "Germany: 112", "United Kingdom: 999 or 112", "Samaritans: call 116 123")
	if p.link("tel:116123") == "" || p.link("sms:85258?body=SHOUT") == "" {
		t.Errorf("no way to call or to text: %v", p.links())
	}
	if p.link("/help-now/edit") != "" {
		t.Error("it leads to a form that cannot be opened")
	}
}

func TestH1TheEmergencyNumberComesFirst(t *testing.T) {
	_, b := startedHouse(t)
	p := b.get("/help-now?country=GB").want(http.StatusOK, "United Kingdom. Nobody has dialled these numbers for Fermata yet.")
	for _, link := range p.links() {
		if strings.HasPrefix(link, "tel:") || strings.HasPrefix(link, "sms:") {
			if link != "tel:999" {
				t.Errorf("the first number is %s", link)
			}
			break
		}
	}
	b.get("/help-now?country=IE").want(http.StatusOK, "50808: This number has a single source.")
}

func TestH1ACountryWithoutALine(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/help-now?country=IT").want(http.StatusOK, "In danger now: call 112", "We have no checked crisis line for Italy.", "To find a line")
	b.get("/help-now?country=PE").want(http.StatusOK, "call your local emergency number", "We have no checked crisis line for Peru.")
	b.get("/help-now?country=Atlantis").want(http.StatusOK, "Here are all the numbers we have, by country.")
}

func TestH1OwnNumbersOpenWhileLocked(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/help-now/edit").want(http.StatusOK, "You have not checked these numbers yet.")
	form.send("/help-now/edit", "country", "DE", "name-1", "Noor", "tel-1", "+44 7700 900123", "note-1", "Awake until midnight.", "checked", "on").
		want(http.StatusOK, "Saved. These open without a passphrase.", "Noor", "You checked these numbers on 23 November 2026.")
	again := b.get("/help-now/edit").want(http.StatusOK, "You checked these numbers on 23 November 2026.")
	again.send("/help-now/edit", "name-2", "My sister", "tel-2", "0770 0900456").want(http.StatusOK, "Nobody has dialled")
	h.home.Lock()
	stranger := h.browser().get("/help-now").want(http.StatusOK, "In danger now: call 112", "Noor", "Awake until midnight.", "My sister")
	if stranger.link("tel:+447700900123") == "" {
		t.Errorf("no way to call Noor: %v", stranger.links())
	}
}

func TestHelpNowAfterTheStoreBroke(t *testing.T) {
	h, b := startedHouse(t)
	if err := h.home.SetHelpCard(t.Context(), companion.NewID(), entry.HelpCard{Country: "GB"}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	b.get("/help-now").want(http.StatusOK, "In danger now", "United Kingdom: 999 or 112")
	b.get("/plan").want(http.StatusServiceUnavailable, "Help now works all the same.")
}

func TestNumbersThatCannotBeDialled(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	form := b.get("/help-now/edit")
	for name, c := range map[string]struct {
		fields, beside []string
		kept           bool
	}{
		"words":       {[]string{"name-2", "A", "tel-2", "my sister"}, []string{"tel-2"}, true},
		"code":        {[]string{"name-1", "A", "tel-1", "javascript:1"}, []string{"tel-1"}, true},
		"no name":     {[]string{"tel-3", "112"}, []string{"name-3"}, true},
		"no number":   {[]string{"name-1", "A"}, []string{"tel-1"}, true},
		"long name":   {[]string{"name-1", strings.Repeat("n", 81), "tel-1", "112"}, []string{"name-1"}, true},
		"long note":   {[]string{"name-1", "A", "tel-1", "112", "note-1", strings.Repeat("n", 501)}, []string{"note-1"}, true},
		"not UTF-8":   {[]string{"name-1", "\xff", "tel-1", "112"}, []string{"name-1"}, false},
		"no country":  {[]string{"country", "Great Britain"}, []string{"country"}, false},
		"two of them": {[]string{"name-1", "A", "name-2", "B"}, []string{"tel-1", "tel-2"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			again := form.send("/help-now/edit", c.fields...).want(http.StatusUnprocessableEntity, "Please look at")
			for _, field := range c.beside {
				if again.beside(field) == "" {
					t.Errorf("nothing beside %s", field)
				}
			}
			if got := again.form("/help-now/edit").Get(c.fields[0]); c.kept && got != c.fields[1] {
				t.Errorf("%s holds %q, not what was typed", c.fields[0], got)
			}
		})
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

// Nothing of a record lies on the disk in the clear, except for what was left
// readable on purpose.
func TestOnlyTheHelpCardLiesInTheClear(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/reflections/new").send("/reflections", "text", "the word heliotrope")
	b.get("/help-now/edit").send("/help-now/edit", "name-1", "Aunt Calendula", "tel-1", "112 233")
	var lies strings.Builder
	files, err := filepath.Glob(filepath.Join(h.dir, "data", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lies.Write(content)
	}
	if strings.Contains(lies.String(), "heliotrope") || !strings.Contains(lies.String(), "Calendula") {
		t.Error("the seal is on the wrong words")
	}
}
