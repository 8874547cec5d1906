package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestM3APageOfTheJournal(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/reflections").want(http.StatusOK, "No pages yet")
	list := b.get("/reflections/new").send("/reflections", "text", "I said no, kindly.\nIt held.").want(http.StatusOK, "Saved. Only you can read it.", "I said no, kindly. It held.")
	told := b.get(list.link("/reflections/0")).want(http.StatusOK, "I said no, kindly.", "Correct", "Erase")
	correct := b.get(told.path + "/correct").want(http.StatusOK)
	if got := correct.form("/reflections").Get("text"); got != "I said no, kindly.\nIt held." {
		t.Errorf("the page to correct holds %q", got)
	}
	correct.send("/reflections", "text", "I said no, firmly.").want(http.StatusOK, "The earlier page is kept as corrected.", "I said no, firmly.")
	before := h.entries()
	b.get(told.path).send(told.path+"/erase").want(http.StatusOK, "Erased.", "No pages yet")
	b.get(told.path).want(http.StatusNotFound)
	if h.entries() != before-1 {
		t.Errorf("%d entries after erasing, want %d", h.entries(), before-1)
	}
}

func TestAnotherQuestionKeepsWhatWasTyped(t *testing.T) {
	_, b := startedHouse(t)
	first := b.get("/reflections/new")
	question := heading(first.root)
	next := first.form("/reflections")
	next.Set("text", "half a thought")
	next.Set("another", first.value("another"))
	second := b.post("/reflections", next).want(http.StatusOK, "What you typed is still here.")
	if heading(second.root) == question || second.form("/reflections").Get("text") != "half a thought" {
		t.Errorf("from %q to %q with %q", question, heading(second.root), second.form("/reflections").Get("text"))
	}
	third := b.get("/reflections/new?prompt=none").want(http.StatusOK, "A page for yourself")
	third.send("/reflections").want(http.StatusOK, "half a thought")
	if again := b.get("/reflections/new"); again.form("/reflections").Get("text") != "" {
		t.Error("the draft is still there after it was saved")
	}
}

func TestAPageKeptForLater(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/reflections/new").send("/reflections", "text", "to be continued", "keep", "draft").want(http.StatusOK, "Kept as a draft.")
	b.get("/reflections").want(http.StatusOK, "No pages yet")
	b.get("/reflections/new").want(http.StatusOK, "What you typed is still here.").send("/reflections").want(http.StatusOK, "to be continued")
}

func TestM3ASearchFindsAllThatWasWritten(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Reflection{Text: strings.Repeat("so much else ", 30) + "in the Café by the river " + strings.Repeat("and on ", 30)})
	h.tell(entry.CheckIn{Line: "Cafe with Noor"})
	h.tell(entry.LifeEvent{What: "The café closed", Weight: 3})
	h.tell(entry.Reflection{Text: "nothing of that kind"})
	found := b.search("CAFE").want(http.StatusOK, "3 pages have these words.", "in the Café by the river", "Cafe with Noor", "The café closed")
	if strings.Contains(found.body, "nothing of that kind") {
		t.Error("it found what does not hold the word")
	}
	for _, list := range []string{"/reflections/0", "/check-ins/0", "/life-events/0"} {
		b.get(found.link(list)).want(http.StatusOK)
	}
	b.search("nowhere").want(http.StatusOK, "No page has these words.")
	b.search(strings.Repeat("x", 201)).want(http.StatusUnprocessableEntity, "Up to 200 characters fit.")
	b.search("\xff").want(http.StatusUnprocessableEntity, "cannot be read")
}

// What was corrected is found in its new words, and leads to where it is.
func TestASearchKnowsCorrections(t *testing.T) {
	h, b := startedHouse(t)
	id := h.tell(entry.Reflection{Text: "a harbour"})
	b.get("/reflections/"+string(id)+"/correct").send("/reflections", "text", "a lighthouse").want(http.StatusOK)
	b.search("harbour").want(http.StatusOK, "No page has these words.")
	found := b.search("lighthouse").want(http.StatusOK, "a lighthouse")
	b.get(found.link("/reflections/0")).want(http.StatusOK, "a lighthouse")
}

// search looks for words, as the form on the page of reflections does.
func (b *browser) search(words string) page {
	b.house.t.Helper()
	return b.post("/reflections/search", url.Values{"q": {words}})
}

func TestOlderResultsAndOlderPages(t *testing.T) {
	h, b := startedHouse(t)
	for day := range 35 {
		h.tell(entry.Reflection{Text: "the same word"}, entry.DayOf(2026, 11, 1)-entry.Day(day))
	}
	results := b.search("word").want(http.StatusOK)
	before := ""
	for n := range results.root.Descendants() {
		if attr(n, "name") == "before" {
			before = attr(n, "value")
		}
	}
	b.post("/reflections/search", url.Values{"q": {"word"}, "before": {before}}).want(http.StatusOK, "Newer")
	if strings.Contains(results.path, "word") || results.link("/reflections?q=") != "" {
		t.Error("what was searched for is in an address")
	}
	list := b.get("/reflections").want(http.StatusOK, "1 Nov")
	older := b.get(list.link("/reflections?before=")).want(http.StatusOK, "Newer", "28 Sep")
	if older.link("/reflections?before=") != "" {
		t.Error("there is something older than the oldest")
	}
}
