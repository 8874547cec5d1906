package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sqlstore"
	"fermata/internal/web"
)

// passphrase opens every house of these tests.
const passphrase = "correct horse battery staple"

// house is a home behind a server, with a clock that stands still until a
// test moves it.
type house struct {
	t      *testing.T
	home   *companion.Home
	store  *sqlstore.Store
	server *web.Server
	url    string
	dir    string // holds data and config
	log    *journal

	mu   sync.Mutex
	now  time.Time
	away time.Duration // how long nobody did anything
}

// journal is what the server wrote to its log.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// emptyHouse is a home where nothing was started, on a Monday evening.
func emptyHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, log: &journal{}, now: time.Date(2026, 11, 23, 21, 40, 0, 0, time.UTC)}
	dir := t.TempDir()
	h.dir = dir
	store, err := sqlstore.Open(context.Background(), filepath.Join(dir, "data", "fermata.db"))
	if err != nil {
		t.Fatal(err)
	}
	h.store = store
	h.home, err = companion.Open(context.Background(), store, companion.KeyFile(filepath.Join(dir, "config", "fermata.key")), h.clock)
	if err != nil {
		t.Fatal(err)
	}
	h.home.KeepBackupsIn(filepath.Join(dir, "data", "backups"))
	listener := httptest.NewUnstartedServer(nil)
	host := listener.Listener.Addr().String()
	h.server = web.New(h.home, web.Options{Hosts: []string{host}, Log: slog.New(slog.NewTextHandler(h.log, nil)), Now: h.idle})
	listener.Config.Handler = h.server
	listener.Start()
	h.url = "http://" + host
	t.Cleanup(func() {
		listener.Close()
		h.home.Lock()
		store.Close()
	})
	return h
}

// startedHouse is a home that was started with a passphrase, and a browser
// that is inside.
func startedHouse(t *testing.T) (*house, *browser) {
	t.Helper()
	h := emptyHouse(t)
	if err := h.home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	if err := h.home.FirstLists(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h, h.browser().enter()
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// idle is the clock of the lock, which a test moves by itself.
func (h *house) idle() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().Add(h.away)
}

// rest lets time pass in which nobody does anything.
func (h *house) rest(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.away += d
}

// later moves the clock.
func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// entries counts the entries that count.
func (h *house) entries() int {
	h.t.Helper()
	j, err := h.home.Look(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return j.Entries
}

// tell saves something without a page.
func (h *house) tell(body entry.Body, days ...entry.Day) entry.ID {
	h.t.Helper()
	told := companion.Telling{ID: companion.NewID(), Body: body}
	for _, day := range days {
		told.When = companion.When{Day: day, HasDay: true}
	}
	if _, err := h.home.Tell(context.Background(), told); err != nil {
		h.t.Fatal(err)
	}
	return told.ID
}

// browser is someone at a house: it keeps cookies, follows redirects and
// sends forms as a browser does.
type browser struct {
	house  *house
	client *http.Client
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &browser{house: h, client: &http.Client{Jar: jar}}
}

// enter opens a session with the start token.
func (b *browser) enter() *browser {
	b.house.t.Helper()
	if p := b.get("/enter?token=" + b.house.server.StartToken()); p.status != http.StatusOK {
		b.house.t.Fatalf("the start token gave %d", p.status)
	}
	return b
}

// page is an answer, at the end of its redirects.
type page struct {
	browser *browser
	status  int
	path    string
	header  http.Header
	body    string
	root    *html.Node
}

func (b *browser) get(path string) page {
	b.house.t.Helper()
	request, err := http.NewRequest(http.MethodGet, b.house.url+path, nil)
	if err != nil {
		b.house.t.Fatal(err)
	}
	return b.do(request)
}

// post sends a form from a page of the house.
func (b *browser) post(path string, values url.Values) page {
	b.house.t.Helper()
	request, err := http.NewRequest(http.MethodPost, b.house.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.house.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", b.house.url)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(request)
}

func (b *browser) do(request *http.Request) page {
	t := b.house.t
	t.Helper()
	answer, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return page{
		browser: b, status: answer.StatusCode, path: answer.Request.URL.Path, header: answer.Header,
		body: string(body), root: root,
	}
}

// form is what a form of the page would send, without pressing a button.
func (p page) form(action string) url.Values {
	t := p.browser.house.t
	t.Helper()
	form := p.findForm(action)
	if form == nil {
		t.Fatalf("%s has no form for %s", p.path, action)
	}
	values := url.Values{}
	for n := range form.Descendants() {
		if n.Type == html.ElementNode && attr(n, "name") != "" && !has(n, "disabled") {
			addControl(values, n)
		}
	}
	return values
}

func (p page) findForm(action string) *html.Node {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && attr(n, "action") == action {
			return n
		}
	}
	return nil
}

func addControl(values url.Values, n *html.Node) {
	name := attr(n, "name")
	switch {
	case n.Data == "textarea":
		values.Add(name, strings.TrimPrefix(text(n), "\n"))
	case n.Data == "select":
		values.Add(name, chosen(n))
	case n.Data != "input" || attr(n, "type") == "submit" || attr(n, "type") == "file":
	case attr(n, "type") == "radio" || attr(n, "type") == "checkbox":
		if has(n, "checked") {
			values.Add(name, attr(n, "value"))
		}
	default:
		values.Add(name, attr(n, "value"))
	}
}

func chosen(list *html.Node) string {
	first, found := "", false
	for n := range list.Descendants() {
		if n.Data != "option" {
			continue
		}
		if has(n, "selected") {
			return attr(n, "value")
		}
		if !found {
			first, found = attr(n, "value"), true
		}
	}
	return first
}

// send fills in a form of the page and sends it: pairs of name and value, a
// name twice for two ticks. Each name must be in the form.
func (p page) send(action string, pairs ...string) page {
	t := p.browser.house.t
	t.Helper()
	values := p.form(action)
	names := p.names(action)
	given := map[string]bool{}
	for i := 0; i < len(pairs); i += 2 {
		name, value := pairs[i], pairs[i+1]
		if !slices.Contains(names, name) {
			t.Fatalf("the form for %s at %s has no %q, only %v", action, p.path, name, names)
		}
		if !given[name] {
			values.Del(name)
			given[name] = true
		}
		values.Add(name, value)
	}
	return p.browser.post(action, values)
}

// names are what a form of the page can send.
func (p page) names(action string) []string {
	var names []string
	if form := p.findForm(action); form != nil {
		for n := range form.Descendants() {
			if name := attr(n, "name"); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// says tells whether the page shows these words, however they are broken into
// lines.
func (p page) says(words string) bool {
	return strings.Contains(strings.Join(strings.Fields(text(p.root)), " "), strings.Join(strings.Fields(words), " "))
}

// want fails the test unless the page has this status and shows these words.
func (p page) want(status int, words ...string) page {
	t := p.browser.house.t
	t.Helper()
	if p.status != status {
		t.Fatalf("%s: status %d, want %d: %s", p.path, p.status, status, heading(p.root))
	}
	for _, w := range words {
		if !p.says(w) {
			t.Errorf("%s does not say %q", p.path, w)
		}
	}
	return p
}

// beside is the sentence beside a field.
func (p page) beside(field string) string {
	if n := p.byID(field + "-error"); n != nil {
		return strings.TrimSpace(text(n))
	}
	return ""
}

func (p page) byID(id string) *html.Node {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	return nil
}

// value is what the first control with this name, a button too, would send.
func (p page) value(name string) string {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	return ""
}

// links are the addresses a page leads to.
func (p page) links() []string {
	var links []string
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" {
			links = append(links, attr(n, "href"))
		}
	}
	return links
}

// link is the first address that has this beginning, or "".
func (p page) link(prefix string) string {
	for _, link := range p.links() {
		if strings.HasPrefix(link, prefix) {
			return link
		}
	}
	return ""
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func heading(root *html.Node) string {
	for n := range root.Descendants() {
		if n.Data == "h1" {
			return text(n)
		}
	}
	return "no heading"
}

// A first walk: what the other tests stand on.
func TestACheckInIsSavedAndListed(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	b.get("/check-in").send("/check-in", "item-mood", "6", "line", "Quiet day.").want(http.StatusOK, "Saved. That was all.")
	if h.entries() != before+1 {
		t.Errorf("%d entries, want %d", h.entries(), before+1)
	}
	b.get("/check-ins").want(http.StatusOK, "Mood 6", "Quiet day.")
}
