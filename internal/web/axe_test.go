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
)

// examples are addresses that no link leads to. Every other page is found by
// following links from Contents.
var examples = map[string][]string{
	"/":                             {"/no-such-page"},
	"GET /enter":                    {"/enter?token=used"},
	"GET /gallery":                  {"/gallery"},
	"GET /decide/signs/{direction}": {"/decide/signs/break", "/decide/signs/talk"},
	"GET /gallery/{name}":           {"/gallery/standing", "/gallery/lock"},
	"GET /letters/{letter}":         {"/letters/talk-guide"},
	"GET /offline":                  {"/offline"}, // the worker shows these three
	"GET /offline/check-in":         {"/offline/check-in"},
	"GET /offline/practice":         {"/offline/practice"},
	"GET /letters/{letter}/print":   {"/letters/return-brief/print", "/letters/safety-plan/print"},
}

// elsewhere are the routes that are not looked at on the walk through all
// links, and why.
var elsewhere = map[string]string{
	"GET /assets/":                 "not a page",
	"GET /favicon.ico":             "not a page",
	"GET /manifest.webmanifest":    "not a page",
	"GET /worker.js":               "not a page",
	"GET /offline/key":             "not a page",
	"GET /calendar.ics":            "not a page",
	"GET /progress/{key}/days":     "what a script draws: TestM7ALookAtOneSeriesFromItsFirstDayOn",
	"GET /blank":                   "says nothing on purpose: TestLeavingQuicklyLocksAndShowsNothing",
	"GET /keep/backups/{name}":     "not a page",
	"GET /recovery-key/check":      "after a key was shown: TestTheRecoveryKeyIsTriedOut",
	"GET /welcome":                 "before a record is started: TestTheDoorsHaveNoBarriers",
	"GET /unlock":                  "while locked: TestTheDoorsHaveNoBarriers",
	"GET /import/{token}":          "after a file was sent: TestWhatFormsBringHasNoBarriers",
	"GET /import/{token}/progress": "while a file comes in: TestWhatFormsBringHasNoBarriers",
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
	closedBefore(h)
	for _, body := range everyKind(t) {
		h.tell(body)
	}
	h.tell(entry.SignWeights{Weights: map[string]int{"growth": 4, "stalled": 2}}) // without doubts about the therapist
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "worry-time", Name: "Worry time"}, {Key: "moving", Name: "Moving"}}})
	h.tell(entry.ReturnCriteria{Criteria: []entry.Criterion{
		{Key: "a", If: entry.IfMeasure, What: "phq-9", Level: 10, Times: 2, Then: "I write to Dr Holt."},
		{Key: "b", If: entry.IfOwn, Words: "I stop answering the phone", Then: "I ask Jonas over.", Came: true},
	}})
	h.tell(entry.AnswerSheet{Instrument: "phq-9", Safe: entry.SafeYes, Answers: map[string]float64{
		"1": 1, "2": 1, "3": 2, "4": 1, "5": 1, "6": 1, "7": 1, "8": 0, "9": 1,
	}})
	b.get("/stay-in-touch/pick").send("/stay-in-touch/pick") // a letter that is begun
	b.get("/stay-in-touch/words").send("/stay-in-touch/words", "notes", "Dear Dr Holt")
	return h, b
}

// closedBefore tells an earlier break that was closed as done, and a look back
// at it.
func closedBefore(h *house) {
	h.t.Helper()
	first, last := entry.DayOf(2026, 1, 10), entry.DayOf(2026, 3, 31)
	h.tell(entry.Phase{Name: entry.OnBreak}, first)
	h.tell(entry.Agreement{Status: entry.OnMyOwn, Start: first, Review: last, Reason: "To try it alone."})
	id := h.tell(entry.EpisodeSummary{
		How: entry.EndsDone, Start: first, End: last, Words: "I can do this.", LookBacks: []entry.Day{entry.DayOf(2026, 7, 1), entry.DayOf(2026, 10, 1)},
		Sections: []entry.SentSection{{Heading: "What held", Lines: []string{"The walks."}}},
	}, last+1)
	h.tell(entry.LookBack{Summary: id, Due: entry.DayOf(2026, 7, 1), Answers: map[string]string{"stayed": "The walks."}})
}

// toldOtherwise are the kinds of which the sample holds better examples, or
// which tell about other entries.
var toldOtherwise = []entry.Kind{
	entry.KindProfile, entry.KindPhase, entry.KindItems, entry.KindWarningSigns, entry.KindSkills, entry.KindCheckIn,
	entry.KindAnswerSheet, entry.KindHelpCard, entry.KindImport, entry.KindImportMapping, entry.KindErasure,
	entry.KindReturnCriteria, entry.KindHandled, entry.KindEpisodeSummary, entry.KindLookBack,
}

// everyKind is a body of every other kind, as the package entry keeps them for
// ever: a page for a new kind finds something to show without being asked to.
func everyKind(t *testing.T) []entry.Body {
	t.Helper()
	var bodies []entry.Body
	for _, body := range golden(t) {
		if !slices.Contains(toldOtherwise, body.Kind()) {
			bodies = append(bodies, body)
		}
	}
	return bodies
}

// golden are the bodies that the package entry keeps for ever, at least one of
// every kind.
func golden(t *testing.T) []entry.Body {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "entry", "testdata", "golden", "*.json"))
	if err != nil || len(files) < 40 {
		t.Fatalf("only %d golden entries (%v)", len(files), err)
	}
	var bodies []entry.Body
	for _, file := range files {
		sealed, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, scope := range []entry.Scope{entry.Private, entry.Shareable} {
			e, err := entry.Decode(entry.Envelope{ID: companion.NewID(), Scope: scope}, sealed)
			if _, unknown := e.Body.(entry.Unknown); err == nil && !unknown {
				bodies = append(bodies, e.Body)
			}
		}
	}
	return bodies
}

// addresses finds an example for every page of the route table, two for those
// whose address has a variable part, one more for each shape of a query. It
// fails for a route that has none.
func (b *browser) addresses() []string {
	b.house.t.Helper()
	c := b.newCrawl()
	for _, line := range b.house.server.Table() {
		for _, address := range c.addressesOf(line.Pattern) {
			c.follow(address)
		}
	}
	c.wantExamples()
	return slices.Sorted(maps.Keys(c.pages))
}

// crawl goes through pages by their links.
type crawl struct {
	*browser
	router *http.ServeMux
	found  map[string]int  // how many addresses stand for a shape
	routes map[string]bool // patterns that an address was found for
	pages  map[string]bool // addresses that answered with a page
	linked map[string]bool // patterns that a link leads to
	seen   map[string]bool
}

func (b *browser) newCrawl() *crawl {
	c := &crawl{
		browser: b, router: http.NewServeMux(), found: map[string]int{}, routes: map[string]bool{},
		pages: map[string]bool{}, linked: map[string]bool{}, seen: map[string]bool{},
	}
	for _, line := range b.house.server.Table() {
		c.router.Handle(line.Pattern, http.NotFoundHandler())
	}
	return c
}

// addressesOf are addresses to begin with: those of the examples, or the
// route's own where nothing in it varies.
func (c *crawl) addressesOf(pattern string) []string {
	path, isGet := strings.CutPrefix(pattern, "GET ")
	path = strings.TrimSuffix(path, "{$}")
	switch {
	case examples[pattern] != nil:
		return examples[pattern]
	case !isGet || strings.Contains(path, "{") || elsewhere[pattern] != "":
		return nil
	}
	return []string{path}
}

// isPage: it is here, and not a file to take along.
func (p page) isPage() bool {
	file := strings.HasPrefix(p.header.Get("Content-Disposition"), "attachment")
	return p.status == http.StatusOK && strings.HasPrefix(p.header.Get("Content-Type"), "text/html") && !file
}

func (c *crawl) patternOf(link string) string {
	request := &http.Request{Method: http.MethodGet, Host: "fermata", URL: &url.URL{Path: pathOf(link)}}
	_, pattern := c.router.Handler(request)
	return pattern
}

// follow visits an address, and from there all that it links to, until there
// are enough of each shape.
func (c *crawl) follow(link string) {
	pattern := c.patternOf(link)
	shape, most := shapeOf(pattern, link)
	if c.seen[link] || elsewhere[pattern] != "" || c.found[shape] >= most {
		return
	}
	c.seen[link], c.routes[pattern] = true, true
	c.found[shape]++
	p := c.get(link)
	if !p.isPage() && examples[pattern] == nil {
		return // a file to take along
	}
	c.pages[link] = true
	for _, next := range p.links() {
		next, _, _ = strings.Cut(next, "#")
		if strings.HasPrefix(next, "/") {
			c.linked[c.patternOf(next)] = true
			c.follow(next)
		}
	}
}

// wantExamples fails for a route of the table that nothing stands for.
func (c *crawl) wantExamples() {
	t := c.house.t
	t.Helper()
	for _, line := range c.house.server.Table() {
		page := strings.HasPrefix(line.Pattern, "GET ") || line.Pattern == "/"
		if page && elsewhere[line.Pattern] == "" && !c.routes[line.Pattern] {
			t.Errorf("%s: no page links to such an address; add one to examples, or to the sample of this test what it shows", line.Pattern)
		}
	}
}

// byButton are pages that a button of a form leads to, or a link on the page
// that a button leads to.
var byButton = []string{
	"GET /decide/signs/picture", "GET /decide/signs/safety",
}

// Contents leads to every page, if not at once then from one of its pages.
func TestContentsLeadsToEveryPage(t *testing.T) {
	h, b := sampleHouse(t)
	c := b.newCrawl()
	c.follow("/contents")
	for _, line := range h.server.Table() {
		page := strings.HasPrefix(line.Pattern, "GET ") && elsewhere[line.Pattern] == "" &&
			examples[line.Pattern] == nil && !slices.Contains(byButton, line.Pattern)
		if page && !c.linked[line.Pattern] {
			t.Errorf("%s: no link from Contents on leads there", line.Pattern)
		}
	}
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
	case strings.Contains(link, "/own-"):
		return pattern + " of one's own", 2 // it can be changed, and so has more on it
	case strings.Contains(pattern, "{") && !strings.Contains(pattern, "{$}"):
		return pattern, 2
	}
	return pattern, 1
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

// Every page there is, with half a year in the record, in both schemes; one
// page of each route also by keyboard, with large letters, in forced colours
// and on paper.
func TestNoPageHasBarriers(t *testing.T) {
	h, b := sampleHouse(t)
	e := h.eye().enter(h)
	album, router, sensed := e.album(), b.newCrawl(), map[string]bool{}
	for _, address := range b.addresses() {
		e.Goto(h.url + address)
		if e.Status() >= 400 {
			e.Complaints() // the browser names the status in its console
		}
		e.stillAndInOrder(address)
		album.take(router.patternOf(address))
		e.look(address)
		if route := router.patternOf(address); !sensed[route] {
			sensed[route] = true
			e.otherwise(address)
			e.reached(address)
		}
	}
}

// The same before anything was told.
func TestNoEmptyPageHasBarriers(t *testing.T) {
	h, b := startedHouse(t)
	e := h.eye().enter(h)
	c := b.newCrawl()
	for _, line := range h.server.Table() {
		for _, address := range c.addressesOf(line.Pattern) {
			if examples[line.Pattern] != nil || !b.get(address).isPage() {
				continue // the same for everyone, or nothing to show yet
			}
			e.Goto(h.url + address)
			e.unfold()
			e.inspect(address + ", empty")
			e.measure(address+", empty", 390)
		}
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
	h.tell(entry.SignWeights{Weights: map[string]int{"growth": 4}, Unsafe: []string{"not-respected"}})
	e.Goto(h.url + "/decide/talk")
	e.look("/decide/talk, not safe with the therapist")
}
