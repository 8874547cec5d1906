package web_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/web"
)

// address is a pattern of the table as a request: method and path, with
// something made up in the place of what varies.
func address(line web.Line) (method, path string) {
	method, path, found := strings.Cut(line.Pattern, " ")
	if !found {
		method, path = http.MethodGet, line.Pattern
	}
	path = strings.ReplaceAll(path, "{$}", "")
	return method, regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "no-such-thing")
}

func (b *browser) request(method, path string, headers ...string) page {
	b.house.t.Helper()
	request, err := http.NewRequest(method, b.house.url+path, strings.NewReader(url.Values{}.Encode()))
	if err != nil {
		b.house.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	return b.do(request)
}

// still is a browser that stays where a redirect points from.
func (b *browser) still() *browser {
	client := *b.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{house: b.house, client: &client}
}

// Every route answers, with the headers that keep a page to itself.
func TestEveryRouteAnswersAndIsGuarded(t *testing.T) {
	h, b := startedHouse(t)
	for _, line := range h.server.Table() {
		method, path := address(line)
		if method != http.MethodGet {
			continue
		}
		p := b.still().request(method, path)
		if p.status >= 500 || p.status == http.StatusNotFound && !strings.Contains(line.Pattern, "{") && path != "/" && path != "/assets/" {
			t.Errorf("%s: status %d", line.Pattern, p.status)
		}
		wantGuarded(t, line.Pattern, p.header)
	}
}

func wantGuarded(t *testing.T, what string, header http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	policy := header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s: the policy lacks %s", what, part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("%s: the policy allows %s", what, policy)
	}
}

// Whoever has no session gets to the lock, and no form changes anything.
func TestNothingOpensWithoutASession(t *testing.T) {
	h, _ := startedHouse(t)
	before := h.entries()
	stranger := h.browser().still()
	for _, line := range h.server.Table() {
		method, path := address(line)
		if !line.Owner {
			continue
		}
		p := stranger.request(method, path, "Sec-Fetch-Site", "same-origin")
		if p.status != http.StatusSeeOther || p.header.Get("Location") != "/unlock" {
			t.Errorf("%s: status %d to %q", line.Pattern, p.status, p.header.Get("Location"))
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
}

// A form that another site sends is refused, whoever's cookie comes along.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	h, b := startedHouse(t)
	before := h.entries()
	for _, line := range h.server.Table() {
		method, path := address(line)
		if method == http.MethodGet {
			continue
		}
		for _, from := range [][]string{
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
			{"Origin", "https://elsewhere.example"},
			{"Origin", "null"},
		} {
			p := b.still().request(method, path, from...)
			if p.status != http.StatusForbidden || !p.says("sent from another site") {
				t.Errorf("%s from %v: status %d", line.Pattern, from, p.status)
			}
			wantGuarded(t, line.Pattern, p.header)
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
	b.get("/plan").want(http.StatusOK) // neither locked nor logged out
}

// A name that was pointed at this computer from outside leads nowhere.
func TestForeignHostsAreRefused(t *testing.T) {
	h, b := startedHouse(t)
	for _, line := range h.server.Table() {
		method, path := address(line)
		p := b.still().request(method, path, "Host", "fermata.elsewhere.example:4310", "Sec-Fetch-Site", "same-origin")
		if p.status != http.StatusMisdirectedRequest {
			t.Errorf("%s: status %d", line.Pattern, p.status)
		}
	}
}

// Every link leads somewhere, from Contents on.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	h, b := startedHouse(t)
	told := h.tell(entry.Reflection{Text: "a page"})
	h.tell(entry.LifeEvent{What: "a move", Weight: 8})
	h.tell(entry.CheckIn{Line: "a line", Items: map[string]float64{"mood": 3}})
	h.tell(entry.Phase{Name: entry.OnBreak})
	h.tell(entry.Skills{Skills: []entry.Named{{Key: "worry-time", Name: "Worry time"}}})
	seen, todo := map[string]bool{}, append([]string{"/contents"}, b.search("page").links()...)
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		p := b.get(at)
		if p.status != http.StatusOK {
			t.Errorf("%s: status %d", at, p.status)
		}
		for _, link := range p.links() {
			link, _, _ = strings.Cut(link, "#")
			if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "/gallery") && !seen[link] {
				seen[link] = true
				todo = append(todo, link)
			}
		}
	}
	for _, page := range []string{"/", "/help-now", "/settings", "/skills/worry-time", "/reflections/" + string(told) + "/correct"} {
		if !seen[page] {
			t.Errorf("nothing leads to %s", page)
		}
	}
}

// What was typed stands in no log, and on no page that is about a failure.
func TestFailuresTellNothing(t *testing.T) {
	h, b := startedHouse(t)
	told := h.tell(entry.Reflection{Text: "heliotrope"})
	typed := url.Values{"text": {"heliotrope"}, "what": {"heliotrope"}, "weight": {"3"}, "line": {"heliotrope"}, "name-1": {"heliotrope"}, "id": {"no-such-number"}}
	for _, action := range []string{"/reflections", "/life-events", "/check-in", "/plan/items", "/plan/warning-signs", "/plan/skills"} {
		if p := b.post(action, typed); p.status < 400 || p.findForm(action) == nil && p.says("heliotrope") {
			t.Errorf("%s: status %d", action, p.status)
		}
	}
	b.get("/reflections/heliotrope").want(http.StatusNotFound)
	h.store.Close()
	typed.Set("id", string(told))
	for _, action := range []string{"/reflections", "/life-events", "/check-in"} {
		if p := b.post(action, typed); p.status < 500 || p.says("heliotrope") {
			t.Errorf("%s, the store gone: status %d", action, p.status)
		}
	}
	if strings.Contains(h.log.String(), "heliotrope") {
		t.Errorf("the log holds what was typed: %s", h.log)
	}
	if !strings.Contains(h.log.String(), "request failed") {
		t.Error("the log holds nothing at all")
	}
}

// A form from before the lock is not saved, and the lock is closed for every
// browser.
func TestAFormSentAfterLocking(t *testing.T) {
	h, b := startedHouse(t)
	reflection, signs := b.get("/reflections/new"), b.get("/plan/warning-signs")
	before := h.entries()
	b.get("/settings").send("/lock").want(http.StatusOK, "Fermata is locked")
	for _, p := range []page{
		reflection.send("/reflections", "text", "too late"),
		signs.send("/plan/warning-signs", "name-1", "too late"),
	} {
		if p.status != http.StatusForbidden || p.findForm("/unlock") == nil {
			t.Errorf("%s answers %d and does not ask for the passphrase", p.path, p.status)
		}
	}
	b.get("/unlock").send("/unlock", "passphrase", passphrase).want(http.StatusOK)
	if h.entries() != before {
		t.Error("something was saved")
	}
	b.get("/reflections").want(http.StatusOK, "No pages yet")
}

// A cookie of another session, or a made-up one, opens nothing.
func TestAMadeUpCookieOpensNothing(t *testing.T) {
	h, _ := startedHouse(t)
	b := h.browser().still()
	jar, _ := cookiejar.New(nil)
	home, _ := url.Parse(h.url)
	name := "fermata-" + home.Port()
	jar.SetCookies(home, []*http.Cookie{{Name: name, Value: "made-up", Path: "/"}, {Name: name, Value: "also", Path: "/plan"}})
	b.client.Jar = jar
	if p := b.get("/plan"); p.status != http.StatusSeeOther {
		t.Errorf("status %d", p.status)
	}
}
