package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	chrome "fermata/internal/browser"
	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sample"
	"fermata/internal/web"
)

// examples are addresses that no link leads to. Every other page is found by
// following links from Contents.
var examples = map[string][]string{
	"/":                               {"/no-such-page"},
	"GET /enter":                      {"/enter?token=used"},
	"GET /gallery":                    {"/gallery"},
	"GET /letters/return-brief/print": {"/letters/return-brief/print"},
	"GET /gallery/{name}":             {"/gallery/standing", "/gallery/lock"},
}

// elsewhere are the routes that are not looked at on the walk through all
// links, and why.
var elsewhere = map[string]string{
	"GET /assets/":                   "not a page",
	"GET /favicon.ico":               "not a page",
	"GET /letters/return-brief/text": "plain text",
	"GET /welcome":                   "before a record is started: TestTheDoorsHaveNoBarriers",
	"GET /unlock":                    "while locked: TestTheDoorsHaveNoBarriers",
	"GET /import/{token}":            "after a file was sent: TestWhatFormsBringHasNoBarriers",
	"GET /import/{token}/progress":   "while a file comes in: TestWhatFormsBringHasNoBarriers",
}

// sampleHouse is a home with half a year of a made-up person in it, an import,
// and a day on which more was told.
func sampleHouse(t *testing.T) (*house, *browser) {
	t.Helper()
	h := emptyHouse(t)
	place, err := time.LoadLocation("Europe/London")
	if err == nil {
		err = h.home.Begin(t.Context(), passphrase)
	}
	if err == nil {
		err = h.home.Bring(t.Context(), sample.Entries(h.now, place, func(int) entry.ID { return companion.NewID() }))
	}
	if err != nil {
		t.Fatal(err)
	}
	b := h.browser().enter()
	b.upload("daylio.csv", history(t, "daylio-newer.csv")).bringIn()
	h.tell(entry.ReturnCriteria{Criteria: []entry.Criterion{
		{Key: "a", If: entry.IfMeasure, What: "phq-9", Level: 10, Times: 2, Then: "I write to Dr Holt."},
		{Key: "b", If: entry.IfOwn, Words: "I stop answering the phone", Then: "I ask Jonas over.", Came: true},
	}})
	h.tell(entry.AnswerSheet{Instrument: "phq-9", Safe: entry.SafeYes, Answers: map[string]float64{
		"1": 1, "2": 1, "3": 2, "4": 1, "5": 1, "6": 1, "7": 1, "8": 0, "9": 1,
	}})
	return h, b
}

// addresses finds an example for every page of the route table, two for those
// whose address has a variable part, one more for each shape of a query. It
// fails for a route that has none.
func (b *browser) addresses() []string {
	t := b.house.t
	t.Helper()
	router := http.NewServeMux()
	found := map[string][]string{}
	for _, line := range b.house.server.Table() {
		router.Handle(line.Pattern, http.NotFoundHandler())
		found[line.Pattern] = examples[line.Pattern]
	}
	b.follow("/contents", map[string]bool{}, func(link string) bool {
		request := &http.Request{Method: http.MethodGet, Host: "fermata", URL: &url.URL{Path: pathOf(link)}}
		_, pattern := router.Handler(request)
		shape, most := shapeOf(pattern, link)
		if elsewhere[pattern] != "" || len(found[shape]) >= most {
			return false
		}
		found[shape] = append(found[shape], link)
		return true
	})
	wantExamples(t, b.house.server.Table(), found)
	return slices.Sorted(func(yield func(string) bool) {
		for _, links := range found {
			for _, link := range links {
				if !yield(link) {
					return
				}
			}
		}
	})
}

func pathOf(link string) string {
	path, _, _ := strings.Cut(link, "?")
	return path
}

// shapeOf is what an address stands for: its route, and which questions it
// asks; and how many such addresses are worth a look.
func shapeOf(pattern, link string) (shape string, most int) {
	_, query, asks := strings.Cut(link, "?")
	switch values, _ := url.ParseQuery(query); {
	case asks:
		return pattern + "?" + strings.Join(slices.Sorted(maps.Keys(values)), "&"), 1
	case strings.Contains(pattern, "{") && !strings.Contains(pattern, "{$}"):
		return pattern, 2
	}
	return pattern, 1
}

// follow goes through all links from a page on, as long as they are wanted.
func (b *browser) follow(from string, seen map[string]bool, want func(string) bool) {
	seen[from] = true
	if !want(from) {
		return
	}
	for _, link := range b.get(from).links() {
		link, _, _ = strings.Cut(link, "#")
		if strings.HasPrefix(link, "/") && !seen[link] {
			b.follow(link, seen, want)
		}
	}
}

// wantExamples fails for a page of the table that nothing stands for.
func wantExamples(t *testing.T, table []web.Line, found map[string][]string) {
	t.Helper()
	for _, line := range table {
		page := strings.HasPrefix(line.Pattern, "GET ") || line.Pattern == "/"
		if page && elsewhere[line.Pattern] == "" && !stoodFor(line.Pattern, found) {
			t.Errorf("%s: no link from Contents leads there; link to it, or add an address to examples", line.Pattern)
		}
	}
}

func stoodFor(pattern string, found map[string][]string) bool {
	for shape, links := range found {
		if pathOf(shape) == pattern && len(links) > 0 {
			return true
		}
	}
	return false
}

// eye is a browser that looks at pages for whatever keeps people out.
type eye struct {
	*chrome.Tab
	t   *testing.T
	url string
}

func (h *house) eye() *eye {
	h.t.Helper()
	e := &eye{Tab: chrome.Open(h.t), t: h.t, url: h.url}
	e.Viewport(390, 844, chrome.Phone)
	return e
}

// enter gives the eye a session.
func (e *eye) enter(h *house) *eye {
	h.t.Helper()
	e.Goto(h.url + "/enter?token=" + h.server.StartToken())
	return e
}

// unfold opens everything that can be opened, and lets go of the bar at the
// bottom: whatever happens to lie under it would count as hidden.
const unfold = `document.querySelectorAll("details").forEach(d => { d.open = true });
	document.querySelectorAll(".bottombar").forEach(b => { b.style.position = "static" })`

// look inspects the page as it is, unfolded: on a phone in both schemes, then
// on a desktop.
func (e *eye) look(name string) {
	e.t.Helper()
	e.unfold()
	for _, scheme := range []string{"dark", "light"} {
		e.Scheme(scheme)
		e.inspect(name + ", " + scheme)
	}
	e.measure(name, 390)
	e.Viewport(360, 780, chrome.Phone)
	e.measure(name, 360)
	e.Viewport(390, 844, chrome.Phone)
}

func (e *eye) unfold() {
	e.t.Helper()
	var nothing any
	e.Eval(unfold+"; null", &nothing)
}

func (e *eye) inspect(name string) {
	e.t.Helper()
	for _, violation := range e.Axe() {
		e.t.Errorf("%s: %v", name, violation)
	}
}

// measure fails for a page that scrolls sideways and for what is too small
// for a finger. Links within a sentence are as tall as their line.
func (e *eye) measure(name string, width int) {
	e.t.Helper()
	var wide int
	e.Eval(`document.scrollingElement.scrollWidth`, &wide)
	if wide > width {
		e.t.Errorf("%s: %d pixels wide on a phone of %d", name, wide, width)
	}
	var small []string
	e.Eval(tooSmall, &small)
	if len(small) > 0 {
		e.t.Errorf("%s, %d wide: too small for a finger:\n\t%s", name, width, strings.Join(small, "\n\t"))
	}
}

// tooSmall lists what one can press that is under 44 pixels high or wide. A
// ticked box counts with its label. What is there for screen readers alone is
// left out, and so is a link that is a word of a text.
const tooSmall = `(() => {
	const within = e => e.tagName === "A" && getComputedStyle(e).display === "inline" &&
		e.closest("p, li, dd, blockquote, td");
	const boxed = e => e.tagName === "INPUT" && e.labels && e.labels.length &&
		["radio", "checkbox"].includes(e.type) ? e.labels[0] : e;
	const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".sr-only, .skip");
	return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
		.filter(e => !e.disabled && !within(e)).map(boxed).filter(seen)
		.map(e => [e, e.getBoundingClientRect()])
		.filter(([e, box]) => Math.min(box.width, box.height) < 43.5)
		.map(([e, box]) => Math.round(box.width) + " × " + Math.round(box.height) + " " + e.outerHTML.slice(0, 120));
})()`

// Every page there is, with half a year in the record, in both schemes.
func TestNoPageHasBarriers(t *testing.T) {
	h, b := sampleHouse(t)
	e := h.eye().enter(h)
	for _, address := range b.addresses() {
		e.Goto(h.url + address)
		if e.Status() >= 400 {
			e.Complaints() // the browser names the status in its console
		}
		e.look(address)
	}
}

// The same before anything was told.
func TestNoEmptyPageHasBarriers(t *testing.T) {
	h, b := startedHouse(t)
	e := h.eye().enter(h)
	seen := map[string]bool{}
	b.follow("/contents", seen, func(link string) bool {
		_, most := shapeOf("", link)
		return most == 1 && !strings.Contains(link, "?") && strings.Count(link, "/") < 3
	})
	for _, address := range slices.Sorted(maps.Keys(seen)) {
		if strings.Contains(address, "?") || strings.HasPrefix(address, "/skills/") || strings.HasPrefix(address, "/gallery") {
			continue // the same for everyone, and seen above
		}
		e.Goto(h.url + address)
		if e.Status() >= 400 {
			e.Complaints()
		}
		e.unfold()
		e.inspect(address + ", empty")
		e.measure(address+", empty", 390)
	}
}

func TestTheDoorsHaveNoBarriers(t *testing.T) {
	h := emptyHouse(t)
	e := h.eye()
	e.Goto(h.url + "/")
	e.look("without the link")
	e.Complaints() // of the status
	e.enter(h)
	e.look("/welcome")
	e.Click("Seal my record")
	e.look("/welcome, with errors")
	e.Complaints()
	e.Type("Passphrase", passphrase)
	e.Type("The same passphrase again", passphrase)
	e.Click("Seal my record")
	e.look("the recovery key")
	h.home.Lock()
	e.Goto(h.url + "/")
	e.look("/unlock")
	e.Type("Passphrase", "not this one at all")
	e.Click("Open")
	e.look("/unlock, with errors")
	e.Complaints()
	e.Goto(h.url + "/unlock?way=recovery")
	e.look("/unlock by recovery key")
	e.Goto(h.url + "/help-now")
	e.look("/help-now, locked")
}

func TestWhatFormsBringHasNoBarriers(t *testing.T) {
	h, _ := sampleHouse(t)
	e := h.eye().enter(h)
	e.Goto(h.url + "/import")
	e.Click("Look at it")
	e.look("/import, with errors")
	e.Complaints()
	file := filepath.Join(t.TempDir(), "spreadsheet.csv")
	if err := os.WriteFile(file, history(t, "spreadsheet.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	e.Upload("The file", file)
	e.Click("Look at it")
	e.look("the dry run of a table")
	e.Goto(h.url + "/measures/gad-7?again=1")
	e.Click("Save")
	e.look("a questionnaire, with errors")
	e.Complaints()
	e.Goto(h.url + "/measures/phq-9?again=1")
	e.Choose("#answer-9", "1")
	e.look("a questionnaire, with support")
	e.Click("One question at a time")
	e.look("one question at a time")
	e.Goto(h.url + "/plan/items")
	e.Type("name-1", strings.Repeat("long ", 40))
	e.Click("Save")
	e.look("/plan/items, with errors")
	e.Complaints()
}
