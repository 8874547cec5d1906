package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestPL4AThingGoesOnTheShelf(t *testing.T) {
	h, b := startedHouse(t)
	empty := b.get("/plan/resources").want(http.StatusOK, "Nothing on the shelf yet")
	form := b.get(empty.link("/plan/resources/new")).form("/plan/resources")
	if form.Get("status") != "to-try" {
		t.Errorf("a new one stands at %q", form.Get("status"))
	}
	form.Set("name", "The sleep course")
	form.Set("sort", "course")
	before := h.entries()
	b.post("/plan/resources", form).want(http.StatusOK, "Saved.", "To try", "The sleep course", "course")
	list := b.post("/plan/resources", form).want(http.StatusOK)
	if h.entries() != before+1 {
		t.Errorf("sent twice, it became %d entries", h.entries()-before)
	}
	one := list.link("/plan/resources/own-")
	b.get(one).send(one, "status", "done", "took", "Get up at the same time.").want(http.StatusOK, "Done", "“Get up at the same time.”")
	b.get(one).send(one+"/remove").want(http.StatusOK, "Taken off the shelf.", "Nothing on the shelf yet")
	b.get(one).want(http.StatusNotFound, "This is not on your shelf any more.")
}

func TestPL4WhatDoesNotFitStandsBesideItsField(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for _, c := range []struct{ field, value string }{
		{"name", ""}, {"name", strings.Repeat("é", 501)}, {"sort", strings.Repeat("é", 81)},
		{"status", "burnt"}, {"status", ""}, {"took", strings.Repeat("é", 20001)},
	} {
		form := b.get("/plan/resources/new").form("/plan/resources")
		form.Set("name", "A book")
		form.Set(c.field, c.value)
		if back := b.post("/plan/resources", form).want(http.StatusUnprocessableEntity); back.beside(c.field) == "" {
			t.Errorf("nothing stands beside %s for %.20q", c.field, c.value)
		}
	}
	if h.entries() != before {
		t.Errorf("%d entries were saved", h.entries()-before)
	}
}

func TestPL4AFullShelf(t *testing.T) {
	h, b := startedHouse(t)
	body := entry.Resources{}
	for n := range 200 {
		body.Resources = append(body.Resources, entry.Resource{Key: fmt.Sprintf("r%d", n), Name: fmt.Sprintf("Book %d", n), Status: entry.ResourceUsing})
	}
	h.tell(body)
	b.get("/plan/resources").want(http.StatusOK, "Using", "Book 199")
	b.get("/plan/resources/new").send("/plan/resources", "name", "One more").want(http.StatusUnprocessableEntity, "Two hundred fit here.")
}
