package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/views"
)

// tellLetters tells what each letter is made of, with a word of its own.
func (h *house) tellLetters() map[string]string {
	h.tell(entry.TalkGuide{Reasons: "I want to try heron alone."})
	h.tell(entry.Agenda{Points: []entry.AgendaPoint{{Key: "goodbye", Words: "Say goodbye to the otter"}}})
	h.tell(entry.Agreement{Status: entry.AgreedTogether, Start: entry.DayOf(2026, 12, 4), Review: entry.DayOf(2027, 1, 29), Silence: "She rings the badger once."})
	h.tell(entry.SafetyPlan{Signs: "The kestrel goes quiet."})
	h.tell(entry.Letter{Letter: views.ReturnBrief, Notes: "Read the marten with me."})
	return map[string]string{
		views.TalkGuideKey: "heron", views.LastSessionKey: "otter", views.AgreementKey: "badger", views.SafetyPlanKey: "kestrel", views.ReturnBrief: "marten",
	}
}

// Each letter has the same four forms at addresses of one shape.
func TestR2EveryLetterInEveryForm(t *testing.T) {
	h, b := startedHouse(t)
	for _, key := range companion.LetterKeys() {
		if key == views.ReturnBrief {
			continue // its page can always be written on
		}
		if p := b.get("/letters/" + key + "/page.pdf"); strings.HasPrefix(p.path, "/letters/") || p.status != http.StatusOK {
			t.Errorf("%s, with nothing to write, leads to %s", key, p.path)
		}
	}
	for key, word := range h.tellLetters() {
		sheet := b.get("/letters/"+key+"/print").want(http.StatusOK, word, "Save as PDF")
		for _, form := range []struct{ file, kind, begins, word string }{
			{"text", "text/markdown; charset=utf-8", "# ", word}, {"page.html", "text/html; charset=utf-8", "<!doctype html>", word}, {"page.pdf", "application/pdf", "%PDF-", ""},
		} {
			p := b.get(sheet.link("/letters/" + key + "/" + form.file))
			if p.status != http.StatusOK || p.header.Get("Content-Type") != form.kind || !strings.HasPrefix(p.body, form.begins) || !strings.Contains(p.body, form.word) {
				t.Errorf("%s as %s: %d, %s, %.40q", key, form.file, p.status, p.header.Get("Content-Type"), p.body)
			}
			if p.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %s may be stored", key, form.file)
			}
		}
	}
	b.get("/letters/love/page.pdf").want(http.StatusNotFound)
}

// A script that the fonts lack is no error: the sheet to print has it.
func TestR2APDFThatCannotBeSetOffersThePrint(t *testing.T) {
	h, b := startedHouse(t)
	for _, text := range []string{"我想重新开始", "أريد أن أعود", "back again 🌱"} {
		h.tell(entry.Letter{Letter: views.ReturnBrief, Notes: text})
		p := b.get("/letters/return-brief/page.pdf").want(http.StatusOK, "are not in our fonts", "Print the page", text)
		if strings.Contains(p.body, "/letters/return-brief/page.pdf") {
			t.Error("the page offers again what does not work")
		}
	}
}
