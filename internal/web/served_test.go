package web_test

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/sqlstore"
	"fermata/internal/web"
)

// served is a record on its person's own server, reached under an address of
// its own, with a clock for its sessions.
type served struct {
	*web.Server
	t    *testing.T
	home *companion.Home

	mu  sync.Mutex
	now time.Time
}

const servedAt = "https://fermata.example.org"

// serve starts a record with a passphrase, locks it and serves it.
func serve(t *testing.T, change func(*web.Options)) *served {
	t.Helper()
	s := &served{t: t, now: time.Date(2026, 11, 23, 21, 40, 0, 0, time.UTC)}
	store, err := sqlstore.Open(context.Background(), filepath.Join(t.TempDir(), "fermata.db"))
	if err != nil {
		t.Fatal(err)
	}
	if s.home, err = companion.Open(context.Background(), store, "", s.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.home.Lock(); store.Close() })
	if err := s.home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	if err := s.home.FirstLists(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.home.Lock()
	options := web.Options{
		Hosts: []string{"fermata.example.org"}, Origin: servedAt, Secure: true, Public: true, Idle: 30 * time.Minute,
		Now: s.clock, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&options)
	}
	s.Server = web.New(s.home, options)
	return s
}

func (s *served) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *served) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// device is one browser somewhere, with its cookies.
type device struct {
	*served
	from    string // address
	headers http.Header
	cookies map[string]string
}

func (s *served) device(from string) *device {
	return &device{served: s, from: from, headers: http.Header{}, cookies: map[string]string{}}
}

func (d *device) ask(r *http.Request) *http.Response {
	r.Host, r.RemoteAddr, r.TLS = "fermata.example.org", d.from+":50000", &tls.ConnectionState{}
	for name, value := range d.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, values := range d.headers {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	answer := w.Result()
	for _, cookie := range answer.Cookies() {
		d.cookies[cookie.Name] = cookie.Value
	}
	return answer
}

func (d *device) get(path string) *http.Response {
	return d.ask(httptest.NewRequest(http.MethodGet, path, nil))
}

func (d *device) post(path string, pairs ...string) *http.Response {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", servedAt)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return d.ask(r)
}

// enter types the passphrase.
func (d *device) enter() *device {
	d.t.Helper()
	if answer := d.post("/unlock", "passphrase", passphrase); answer.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("the passphrase is answered with %s", answer.Status)
	}
	return d
}

func (d *device) wants(path string, status int, to string) {
	d.t.Helper()
	answer := d.get(path)
	if answer.StatusCode != status || answer.Header.Get("Location") != to {
		d.t.Errorf("%s gives %s to %q, want %d to %q", path, answer.Status, answer.Header.Get("Location"), status, to)
	}
}

func TestAServedRecordOpensWithThePassphraseAlone(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7")
	phone.wants("/", http.StatusSeeOther, "/unlock")
	phone.wants("/help-now", http.StatusOK, "")
	answer := phone.post("/unlock", "passphrase", passphrase)
	for _, cookie := range answer.Cookies() {
		if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("the cookie is %v", cookie)
		}
	}
	if len(answer.Cookies()) != 2 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("two cookies and HSTS are wanted, not %v", answer.Header)
	}
	phone.wants("/", http.StatusOK, "")
	s.device("192.0.2.8").wants("/", http.StatusSeeOther, "/unlock") // open for one is not open for all
}

func TestASessionThatIsNotUsedEndsAndTheLastOneLocks(t *testing.T) {
	s := serve(t, nil)
	phone, desk := s.device("192.0.2.7").enter(), s.device("192.0.2.8").enter()
	s.later(20 * time.Minute)
	desk.wants("/devices", http.StatusOK, "")
	s.later(20 * time.Minute)
	s.Tidy()
	phone.wants("/devices", http.StatusSeeOther, "/unlock")
	desk.wants("/devices", http.StatusOK, "")
	if s.home.State() != companion.Opened {
		t.Error("the record is locked while somebody is in")
	}
	s.later(31 * time.Minute)
	s.Tidy()
	if s.home.State() != companion.Locked {
		t.Error("nobody is in any more, and the keys are still in memory")
	}
}

func TestASessionEndsAfterTwelveHoursHoweverMuchItIsUsed(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7").enter()
	for range 35 {
		s.later(20 * time.Minute)
		phone.wants("/devices", http.StatusOK, "")
	}
	s.later(21 * time.Minute)
	phone.wants("/devices", http.StatusSeeOther, "/unlock")
}

func TestDevicesAreListedAndLetGo(t *testing.T) {
	s := serve(t, nil)
	phone, desk, stranger := s.device("192.0.2.7"), s.device("192.0.2.8"), s.device("192.0.2.9")
	phone.headers.Set("User-Agent", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")
	desk.headers.Set("User-Agent", `<script>alert(1)</script>`)
	phone.enter()
	desk.enter()
	stranger.enter()
	list := read(t, desk.get("/devices"))
	for _, words := range []string{"A browser without a name, this one", "Firefox on Android", "Let all the others go", "not used for 30 minutes"} {
		if !strings.Contains(list, words) {
			t.Errorf("the list does not say %q", words)
		}
	}
	if strings.Contains(list, "alert(1)") {
		t.Error("what a browser says of itself stands on the page")
	}
	_, after, _ := strings.Cut(list, "Firefox on Android</h2>")
	_, after, _ = strings.Cut(after, `action="`)
	end, _, _ := strings.Cut(after, `"`)
	desk.post(end)
	phone.wants("/devices", http.StatusSeeOther, "/unlock")
	stranger.wants("/devices", http.StatusOK, "")
	desk.post("/devices/others/end")
	stranger.wants("/devices", http.StatusSeeOther, "/unlock")
	_, own, _ := strings.Cut(read(t, desk.get("/devices")), "<main")
	_, own, _ = strings.Cut(own, `action="`)
	own, _, _ = strings.Cut(own, `"`)
	if answer := desk.post(own); answer.Header.Get("Location") != "/unlock" {
		t.Errorf("leaving leads to %q", answer.Header.Get("Location"))
	}
	if s.home.State() != companion.Locked {
		t.Error("the last one left, and the record is open")
	}
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	var b strings.Builder
	if _, err := io.Copy(&b, answer.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAStrangerWhoGuessesKeepsNoKnownDeviceWaiting(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7").enter()
	stranger := s.device("203.0.113.5")
	for range 4 {
		stranger.post("/unlock", "passphrase", "not this one at all")
	}
	if said := read(t, stranger.post("/unlock", "passphrase", passphrase)); !strings.Contains(said, "Wait") {
		t.Error("a guesser need not wait")
	}
	for range 12 {
		stranger.post("/unlock", "passphrase", "not this one at all")
	}
	answer := s.device("203.0.113.6").post("/unlock", "passphrase", passphrase)
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") == "" {
		t.Errorf("the next stranger is answered with %s", answer.Status)
	}
	s.later(31 * time.Minute) // the phone's session is over; it knows itself
	for range 15 {
		stranger.post("/unlock", "passphrase", "not this one at all")
	}
	phone.enter()
	s.later(time.Minute) // and nobody is shut out for good
	s.device("203.0.113.6").enter()
	s.later(time.Minute)
	stranger.enter()
}

func TestFormsComeFromFermatasOwnAddress(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7").enter()
	for name, headers := range map[string]http.Header{
		"another site":         {"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}},
		"without TLS":          {"Origin": {"http://fermata.example.org"}, "Sec-Fetch-Site": {"same-origin"}},
		"another port":         {"Origin": {"https://fermata.example.org:8443"}, "Sec-Fetch-Site": {"same-site"}},
		"a sister":             {"Origin": {"https://blog.example.org"}, "Sec-Fetch-Site": {"same-site"}},
		"hidden":               {"Origin": {"null"}, "Sec-Fetch-Site": {"cross-site"}},
		"nothing said":         {"Origin": nil, "Sec-Fetch-Site": nil},
		"nothing but a method": {"Origin": {"null"}, "Sec-Fetch-Site": nil},
	} {
		phone.headers = headers
		if answer := phone.post("/lock"); answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: a form is answered with %s", name, answer.Status)
		}
	}
	phone.headers = http.Header{"Origin": {"null"}} // as browsers send it under no-referrer
	if answer := phone.post("/lock"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("its own form is answered with %s", answer.Status)
	}
}

func TestOnlyTheProxyMayConnectAndBeBelieved(t *testing.T) {
	s := serve(t, func(o *web.Options) { o.Proxy = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	if answer := s.device("192.0.2.7").get("/help-now"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("who is not the proxy is answered with %s", answer.Status)
	}
	plain := s.device("10.0.0.2")
	plain.headers.Set("X-Forwarded-Proto", "http")
	plain.wants("/plan", http.StatusPermanentRedirect, servedAt+"/plan")
	if answer := plain.post("/unlock", "passphrase", passphrase); answer.StatusCode != http.StatusForbidden {
		t.Errorf("a passphrase without TLS is answered with %s", answer.Status)
	}
	guesser := s.device("10.0.0.2")
	guesser.headers.Set("X-Forwarded-For", "198.51.100.1, 203.0.113.5") // the first is what the guesser made up
	for range 4 {
		guesser.post("/unlock", "passphrase", "not this one at all")
	}
	guesser.headers.Set("X-Forwarded-For", "198.51.100.2, 203.0.113.5")
	if guesser.post("/unlock", "passphrase", passphrase).StatusCode != http.StatusForbidden {
		t.Error("a made-up address gives a guesser another lane")
	}
	other := s.device("10.0.0.2")
	other.headers.Set("X-Forwarded-For", "192.0.2.7")
	other.enter()
}

func TestForwardedAddressesAreNotBelievedWithoutAProxy(t *testing.T) {
	s := serve(t, nil)
	guesser := s.device("203.0.113.5")
	for _, claimed := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"} {
		guesser.headers.Set("X-Forwarded-For", claimed)
		guesser.post("/unlock", "passphrase", "not this one at all")
	}
	if guesser.post("/unlock", "passphrase", passphrase).StatusCode != http.StatusForbidden {
		t.Error("a made-up address gives a guesser another lane")
	}
}

func TestCostlyPagesAreLimitedAndHelpNowIsNot(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7").enter()
	phone.wants("/settings/verify", http.StatusOK, "")
	refused := 0
	for range 40 {
		if phone.get("/settings/verify").StatusCode == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 10 {
		t.Errorf("of 41 costly pages %d were refused", refused)
	}
	phone.wants("/devices", http.StatusOK, "")
	for range 400 {
		phone.get("/devices")
	}
	if answer := phone.get("/devices"); answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the 400th page at once is answered with %s", answer.Status)
	}
	phone.wants("/help-now", http.StatusOK, "")
	s.later(time.Minute)
	phone.wants("/settings/verify", http.StatusOK, "")
}

func TestAnIPv6CustomerHasOneLane(t *testing.T) {
	s := serve(t, nil)
	for _, from := range []string{"[2001:db8:1:2::1]", "[2001:db8:1:2::2]", "[2001:db8:1:2:ffff::3]", "[2001:db8:1:2::4]"} {
		s.device(from).post("/unlock", "passphrase", "not this one at all")
	}
	if s.device("[2001:db8:1:2::9]").post("/unlock", "passphrase", passphrase).StatusCode != http.StatusForbidden {
		t.Error("one customer's many addresses are many lanes")
	}
	s.device("[2001:db8:1:3::9]").enter()
}

func TestWhoTriedIsInTheLogAndNotWhatWasTyped(t *testing.T) {
	log := &journal{}
	s := serve(t, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(log, nil)) })
	stranger := s.device("203.0.113.5")
	stranger.headers.Set("User-Agent", "x\nlevel=INFO msg=made-up")
	stranger.post("/unlock", "passphrase", "heliotrope and more")
	stranger.headers = http.Header{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}
	stranger.post("/lock", "text", "heliotrope")
	s.device("192.0.2.7").enter()
	said := log.String()
	for _, line := range []string{
		`msg="tried to unlock" route="POST /unlock" from=203.0.113.5 right=false`,
		`msg="tried to unlock" route="POST /unlock" from=192.0.2.7 right=true`,
		`msg="sent from another site"`,
	} {
		if !strings.Contains(said, line) {
			t.Errorf("the log does not say %s: %s", line, said)
		}
	}
	if strings.Contains(said, "heliotrope") || strings.Contains(said, "made-up") || strings.Contains(said, "battery") {
		t.Errorf("the log holds what was typed: %s", said)
	}
}
