package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fermata/internal/entry"
)

func TestPL3SomeoneIsWrittenDown(t *testing.T) {
	h, b := startedHouse(t)
	empty := b.get("/plan/support").want(http.StatusOK, "Nobody is written down yet")
	form := b.get(empty.link("/plan/support/new")).form("/plan/support")
	for name, value := range map[string]string{"name": "Noor", "who": "friend", "helps": "Listening", "tel": "+44 7700 900123", "mail": "noor@example.org"} {
		form.Set(name, value)
	}
	before := h.entries()
	b.post("/plan/support", form).want(http.StatusOK, "Saved.", "Noor", "friend", "Listening", "No date noted yet.")
	list := b.post("/plan/support", form).want(http.StatusOK)
	if h.entries() != before+1 {
		t.Errorf("sent twice, it became %d entries", h.entries()-before)
	}
	if list.link("tel:+447700900123") == "" || list.link("mailto:noor@example.org") != "mailto:noor@example.org" {
		t.Errorf("no way to reach her: %v", list.links())
	}
}

func TestPL3InTouchToday(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "Noor"}, {Key: "choir", Name: "The choir"}}})
	page := b.get("/plan/support")
	page.send("/plan/support/noor/touch").want(http.StatusOK, "Noted. You and Noor were in touch today.", "Last in touch: today.")
	page.send("/plan/support/noor/touch").want(http.StatusOK, "Last in touch: today.")
	h.later(48 * time.Hour)
	b.get("/plan/support").want(http.StatusOK, "Last in touch: 2 days ago.", "No date noted yet.")
}

func TestPL3ANumberGoesToHelpNow(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "Noor", Tel: "+44 7700 900123"}, {Key: "post", Name: "Penfriend", Mail: "a@example.org"}}})
	page := b.get("/plan/support").want(http.StatusOK, "It then opens without your passphrase, for anyone at this computer.")
	page.send("/plan/support/noor/help-now").want(http.StatusOK, "Noor is on Help now.", "This number is on Help now.")
	page.send("/plan/support/noor/help-now").want(http.StatusOK)
	if page.findForm("/plan/support/post/help-now") != nil {
		t.Error("someone without a number can be put on Help now")
	}
	h.home.Lock()
	card, err := h.home.Card(t.Context())
	if err != nil || len(card.Numbers) != 1 || card.Numbers[0].Name != "Noor" {
		t.Errorf("on Help now: %+v, %v", card.Numbers, err)
	}
}

func TestPL3ChangedAndTakenOut(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.SupportCircle{People: []entry.Supporter{{Key: "noor", Name: "Noor", Last: 20000}, {Key: "choir", Name: "The choir"}}})
	form := b.get("/plan/support/noor")
	if got := form.form("/plan/support/noor").Get("last"); got != "2024-10-04" {
		t.Errorf("last in touch is %q", got)
	}
	form.send("/plan/support/noor", "name", "Noor A.", "last", "").want(http.StatusOK, "Noor A.", "The choir")
	removed := b.get("/plan/support/noor").send("/plan/support/noor/remove").want(http.StatusOK, "Taken out of the list.", "The choir")
	if removed.says("Noor A.") {
		t.Error("she is still in the list")
	}
	form.send("/plan/support/noor/remove").want(http.StatusOK)
	b.get("/plan/support/noor").want(http.StatusNotFound, "This person is not in your list any more.")
}

func TestPL3WhatDoesNotFitStandsBesideItsField(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for _, c := range []struct{ field, value string }{
		{"name", ""}, {"name", strings.Repeat("é", 81)}, {"who", strings.Repeat("é", 81)}, {"helps", strings.Repeat("é", 501)},
		{"tel", "javascript:1"}, {"tel", "my sister"}, {"tel", "1"}, {"mail", "a@b"}, {"mail", "a@example.org?bcc=b@example.org"},
		{"mail", "<a@example.org>"}, {"last", "2027-01-01"}, {"last", "the other day"},
	} {
		form := b.get("/plan/support/new").form("/plan/support")
		form.Set("name", "Noor")
		form.Set(c.field, c.value)
		back := b.post("/plan/support", form).want(http.StatusUnprocessableEntity)
		if back.beside(c.field) == "" || back.form("/plan/support").Get(c.field) != c.value {
			t.Errorf("%s %q: beside it stands %q", c.field, c.value, back.beside(c.field))
		}
	}
	if h.entries() != before {
		t.Errorf("%d entries were saved", h.entries()-before)
	}
}

func TestPL3AFullCircle(t *testing.T) {
	h, b := startedHouse(t)
	body := entry.SupportCircle{}
	for n := range 60 {
		body.People = append(body.People, entry.Supporter{Key: fmt.Sprintf("p%d", n), Name: fmt.Sprintf("Person %d", n)})
	}
	h.tell(body)
	b.get("/plan/support").want(http.StatusOK, "Person 59")
	b.get("/plan/support/new").send("/plan/support", "name", "One more").want(http.StatusUnprocessableEntity, "Sixty fit here.")
	b.get("/plan/support/p3").send("/plan/support/p3", "who", "neighbour").want(http.StatusOK, "neighbour")
}
