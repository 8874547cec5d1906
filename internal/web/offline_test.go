package web_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	chrome "fermata/internal/browser"
	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
	"fermata/internal/web"
)

// reachable is a record that can be out of reach for a while.
type reachable struct {
	t      *testing.T
	home   *companion.Home
	server *web.Server
	host   string
	http   *http.Server
	now    atomic.Pointer[http.Handler] // what answers; another version may take over
}

// answer lets a handler answer from now on.
func (r *reachable) answer(handler http.Handler) { r.now.Store(&handler) }

func within(t *testing.T) *reachable {
	t.Helper()
	store, err := sqlstore.Open(context.Background(), filepath.Join(t.TempDir(), "fermata.db"))
	if err != nil {
		t.Fatal(err)
	}
	home, err := companion.Open(context.Background(), store, "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Lock(); store.Close() })
	if err := home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	if err := home.FirstLists(t.Context()); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &reachable{t: t, home: home, host: listener.Addr().String()}
	r.server = web.New(home, web.Options{Hosts: []string{r.host}})
	r.answer(r.server)
	r.begin(listener)
	t.Cleanup(func() { r.http.Close() })
	return r
}

func (r *reachable) begin(listener net.Listener) {
	r.http = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { (*r.now.Load()).ServeHTTP(w, req) })}
	go r.http.Serve(listener)
}

func (r *reachable) away() { r.http.Close() }

func (r *reachable) back() {
	r.t.Helper()
	listener, err := net.Listen("tcp", r.host)
	if err != nil {
		r.t.Fatal(err)
	}
	r.begin(listener)
}

func (r *reachable) checkIns() (n int) {
	r.t.Helper()
	j, err := r.home.Look(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for day := range j.Days(entry.FirstDay, entry.LastDay) {
		n += len(day.CheckIns)
	}
	return n
}

// A check-in without the record in reach, on a phone: it is kept, called kept
// and never saved, and is in the record once when that is there again.
func TestACheckInOfflineIsKeptAndGoesInOnce(t *testing.T) {
	tab, r := chrome.Open(t), within(t)
	tab.Viewport(390, 844, chrome.Phone)
	at := "http://" + r.host
	tab.Goto(at + "/enter?token=" + r.server.StartToken())
	ready(tab)
	r.away()
	tab.Goto(at + "/help-now")
	tab.Sees("Help now")
	tab.Goto(at + "/plan")
	tab.Sees("Your record is out of reach")
	for range 2 {
		taps := 1 // the place in the bar, or the shortcut of the phone
		tab.Goto(at + "/check-in")
		tab.Sees("You are offline.")
		var asked []string
		tab.Eval(`[...document.querySelectorAll("form fieldset")].filter(f => f.querySelector("input[type=radio][value=\"6\"]")).map(f => f.querySelector("legend").textContent.trim())`, &asked)
		for _, legend := range asked {
			tab.Choose(legend, "6")
			taps++
		}
		tab.Type("A line", "the tram was late")
		tab.Click("Save")
		if taps += 2; len(asked) == 0 || taps > 12 {
			t.Errorf("a check-in of %d questions takes %d interactions", len(asked), taps)
		}
		tab.Sees("Kept on this device, not yet in your record.")
		tab.SeesNot("Saved")
	}
	var stored string
	tab.Await(`new Promise(done => { const open = indexedDB.open("fermata"); open.onsuccess = () => {
		const all = open.result.transaction("queue").objectStore("queue").getAll();
		all.onsuccess = () => done(all.result.map(i => i.id + new TextDecoder("latin1").decode(i.sealed)).join(" ")) } })`, &stored)
	if strings.Contains(stored, "tram") || stored == "" {
		t.Errorf("the browser keeps %q", stored)
	}
	if r.checkIns() != 0 {
		t.Error("something is in the record already")
	}
	tab.Complaints() // that nothing could be reached
	r.back()
	for range 2 { // sent again changes nothing
		tab.Goto(at + "/")
		tab.Await(`new Promise(done => { let left = 100; const look = () => { navigator.serviceWorker.controller.postMessage({ send: true });
			navigator.serviceWorker.addEventListener("message", e => e.data.length === 0 || --left === 0 ? done("") : setTimeout(look, 50), { once: true }) }; look() })`, &stored)
	}
	if n := r.checkIns(); n != 2 {
		t.Errorf("%d check-ins are in the record, want 2", n)
	}
	tab.Goto(at + "/offline/kept")
	tab.Sees("Nothing is kept here.")
}

// ready waits until the worker has what it needs.
func ready(tab *chrome.Tab) {
	var done string
	tab.Await(`(async () => { await navigator.serviceWorker.ready;
		for (let i = 0; i < 200; i++) { if (navigator.serviceWorker.controller && await (await caches.open("shell")).match("/offline/check-in")) break; await new Promise(r => setTimeout(r, 50)); }
		for (let i = 0; i < 200; i++) { const n = await new Promise(done => { const o = indexedDB.open("fermata", 1); o.onupgradeneeded = () => ["keys", "queue"].forEach(n => o.result.createObjectStore(n, { keyPath: "id" }));
			o.onsuccess = () => { const c = o.result.transaction("keys").objectStore("keys").count(); c.onsuccess = () => { o.result.close(); done(c.result) } } }); if (n) break; await new Promise(r => setTimeout(r, 50)); }
		return "" })()`, &done)
}

// What a browser keeps holds no word of the record but the names of what is
// asked; Help now in it shows no plan that is sealed.
func TestWhatABrowserMayKeepHoldsNothingOfTheRecord(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Reflection{Text: "heliotrope"})
	h.tell(entry.CheckIn{Line: "heliotrope", Items: map[string]float64{"mood": 3}})
	h.tell(entry.WarningSigns{Signs: []entry.Named{{Key: "heliotrope", Name: "heliotrope"}}})
	h.tell(entry.SafetyPlan{})
	h.tell(entry.Practice{Skill: "worry-time", Situation: "heliotrope"})
	for _, path := range []string{"/offline", "/offline/kept", "/offline/check-in", "/offline/practice", "/worker.js", "/manifest.webmanifest"} {
		p := b.get(path)
		if p.want(http.StatusOK); strings.Contains(p.body, "heliotrope") {
			t.Errorf("%s holds what was told", path)
		}
	}
	if p := h.browser().still().get("/offline/check-in"); p.status != http.StatusSeeOther {
		t.Errorf("a stranger gets the form: %d", p.status)
	}
	if p := h.browser().get("/offline/key"); p.body != "" {
		t.Error("a stranger gets the key")
	}
}

func TestAKeptFormGoesInOnceWithItsOwnTime(t *testing.T) {
	h, b := startedHouse(t)
	key, err := h.home.IntakeKey()
	if err != nil {
		t.Fatal(err)
	}
	send := func(id entry.ID, path string, told time.Time, values url.Values) page {
		values.Set("id", string(id))
		plain, _ := json.Marshal(map[string]string{"path": path, "told": told.Format(time.RFC3339), "body": values.Encode()})
		sealed, err := seal.SealToIntake(key, string(id), plain)
		if err != nil {
			t.Fatal(err)
		}
		return b.sendKept(id, sealed)
	}
	id, told := companion.NewID(), h.clock().Add(-30*time.Hour)
	mood := func() url.Values { return url.Values{"item-mood": {"6"}, "line": {"on the train"}} }
	for range 2 {
		if p := send(id, "/check-in", told, mood()); p.status != http.StatusOK {
			t.Fatalf("status %d", p.status)
		}
	}
	b.get("/check-ins").want(http.StatusOK, "on the train")
	j, err := h.home.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, _, ok := j.FindCheckIn(id)
	if !ok || !c.At.Instant.Equal(told) {
		t.Errorf("the check-in is told at %v, want %v", c.At.Instant, told)
	}
	// One that arrived although its answer was lost is not a conflict.
	direct := companion.NewID()
	form := mood()
	form.Set("id", string(direct))
	b.post("/check-in", form).want(http.StatusOK)
	before := h.entries()
	if p := send(direct, "/check-in", h.clock().Add(-time.Minute), mood()); p.status != http.StatusOK || h.entries() != before {
		t.Errorf("status %d, %d new entries", p.status, h.entries()-before)
	}
	for what, p := range map[string]page{
		"of another page":    send(companion.NewID(), "/settings", told, mood()),
		"with nothing in it": send(companion.NewID(), "/check-in", told, url.Values{}),
		"under another ID":   b.sendKept(companion.NewID(), mustSeal(t, key, string(id))),
		"that is not sealed": b.sendKept(companion.NewID(), []byte("hello")),
		"with other words":   send(id, "/check-in", told, url.Values{"item-mood": {"2"}}),
	} {
		if p.status < 400 || p.status >= 500 {
			t.Errorf("a form %s: status %d", what, p.status)
		}
	}
	if h.entries() != before {
		t.Error("something was saved")
	}
	b.post("/lock", nil)
	if p := send(companion.NewID(), "/check-in", told, mood()); p.status != http.StatusUnauthorized {
		t.Errorf("while locked: status %d", p.status)
	}
}

func mustSeal(t *testing.T, key []byte, id string) []byte {
	t.Helper()
	sealed, err := seal.SealToIntake(key, id, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func (b *browser) sendKept(id entry.ID, sealed []byte) page {
	b.house.t.Helper()
	return b.sendJSON(map[string]any{"id": string(id), "sealed": base64.StdEncoding.EncodeToString(sealed)})
}

func (b *browser) sendJSON(value map[string]any) page {
	b.house.t.Helper()
	body, _ := json.Marshal(value)
	request, err := http.NewRequest(http.MethodPost, b.house.url+"/offline/kept", strings.NewReader(string(body)))
	if err != nil {
		b.house.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(request)
}

// A form that does not go in says why: what can be changed is opened by the
// record, what was erased stays erased, and what belongs elsewhere is said to.
func TestAKeptFormThatDoesNotGoInSaysWhy(t *testing.T) {
	h, b := startedHouse(t)
	key, err := h.home.IntakeKey()
	if err != nil {
		t.Fatal(err)
	}
	box := func(id entry.ID, path string, values url.Values) []byte {
		values.Set("id", string(id))
		plain, _ := json.Marshal(map[string]string{"path": path, "told": h.clock().Add(-time.Hour).Format(time.RFC3339), "body": values.Encode()})
		sealed, err := seal.SealToIntake(key, string(id), plain)
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	wants := func(what string, p page, status int, why string) {
		t.Helper()
		if p.status != status || !strings.Contains(p.body, `"why":"`+why+`"`) {
			t.Errorf("%s: status %d, %s", what, p.status, p.body)
		}
	}
	long := companion.NewID()
	sealed := box(long, "/check-in", url.Values{"item-mood": {"6"}, "line": {strings.Repeat("the tram was late ", 2000)}})
	wants("too long", b.sendKept(long, sealed), http.StatusUnprocessableEntity, "fit")
	open := url.Values{"id": {string(long)}, "sealed": {base64.StdEncoding.EncodeToString(sealed)}}
	p := b.post("/offline/kept/open", open).want(http.StatusOK, "the tram was late")
	if p.beside("line") == "" || p.form("/check-in").Get("told") == "" {
		t.Error("opened, it does not say what has to change, or forgets when it was told")
	}
	p.send("/check-in", "line", "the tram was late").want(http.StatusOK, "Saved")
	if j, _ := h.home.Look(t.Context()); j != nil {
		if c, _, ok := j.FindCheckIn(long); !ok || !c.At.Instant.Equal(h.clock().Add(-time.Hour).Truncate(time.Second)) {
			t.Errorf("changed, it is told at %v", c.At.Instant)
		}
	}
	wants("not opened here", b.sendKept(long, sealed), http.StatusConflict, "there")
	if p := b.sendChanged(long, sealed); p.status != http.StatusOK {
		t.Errorf("once it was changed and saved, the browser is told %d", p.status)
	}
	b.post("/offline/kept/open", open).want(http.StatusConflict, "the tram was late")

	done := companion.NewID()
	sealed = box(done, "/practice", url.Values{"skill": {"worry-time"}, "situation": {"on the tram"}})
	if p := b.sendKept(done, sealed); p.status != http.StatusOK {
		t.Fatalf("a practice is answered with %d: %s", p.status, p.body)
	}
	b.get("/practice/"+string(done)).send("/practice/"+string(done)+"/erase").want(http.StatusOK, "Erased.")
	wants("erased", b.sendKept(done, sealed), http.StatusGone, "erased")
	b.post("/offline/kept/open", url.Values{"id": {string(done)}, "sealed": {base64.StdEncoding.EncodeToString(sealed)}}).want(http.StatusNotFound, "You erased this")
	later := companion.NewID()
	wants("a correction of what was erased", b.sendKept(later, box(later, "/practice", url.Values{"skill": {"worry-time"}, "corrects": {string(done)}})), http.StatusGone, "erased")
	wants("another page's", b.sendKept(later, box(later, "/settings", url.Values{})), http.StatusUnprocessableEntity, "other")
	wants("not sealed", b.sendKept(later, []byte("hello")), http.StatusUnprocessableEntity, "other")

	b.get("/keep/erase").send("/keep/erase/everything", "now", passphrase).want(http.StatusOK)
	wants("after all was erased", b.sendKept(done, sealed), http.StatusGone, "gone")
}

func (b *browser) sendChanged(id entry.ID, sealed []byte) page {
	b.house.t.Helper()
	return b.sendJSON(map[string]any{"id": string(id), "sealed": base64.StdEncoding.EncodeToString(sealed), "changed": true})
}
