package web_test

import (
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	chrome "fermata/internal/browser"
	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/web/assets"
)

// phone is a browser on a phone that was in the record once.
func (r *reachable) phone() *eye {
	r.t.Helper()
	e := &eye{Tab: chrome.Open(r.t), t: r.t, url: "http://" + r.host}
	e.Viewport(390, 844, chrome.Phone)
	e.Goto(e.url + "/enter?token=" + r.server.StartToken())
	ready(e.Tab)
	return e
}

// keepOffline fills in a check-in while the record is out of reach.
func (r *reachable) keepOffline(e *eye, line string) {
	r.t.Helper()
	e.Goto(e.url + "/check-in")
	e.Sees("You are offline.")
	e.Type("A line", line)
	e.Click("Save")
	e.Sees("Kept on this device, not yet in your record.")
}

// within reach again: what waits is sent, and its answer is there.
func (r *reachable) sent(e *eye) {
	r.t.Helper()
	e.Complaints() // that nothing could be reached
	r.back()
	r.offered(e)
}

// offered has been what waits.
func (r *reachable) offered(e *eye) {
	r.t.Helper()
	e.Goto(e.url + "/")
	e.Await(`new Promise(done => { navigator.serviceWorker.addEventListener("message", () => done(null), { once: true });
		navigator.serviceWorker.controller.postMessage({ send: true }) })`, new(any))
	e.Complaints() // that something was refused
}

// The whole of a practice without the record in reach; help is there at once
// for whoever does not feel safe.
func TestM5APracticeOfflineIsKeptAndGoesIn(t *testing.T) {
	r := within(t)
	if _, err := r.home.Tell(t.Context(), companion.Telling{ID: companion.NewID(), Body: entry.HelpCard{Country: "GB"}}); err != nil {
		t.Fatal(err)
	}
	e := r.phone()
	r.away()
	e.Goto(e.url + "/practice/new")
	e.Sees("You are offline.")
	e.Choose("skill", "Worry time")
	e.Type("situation", "on the tram")
	e.Click("Save")
	e.Sees("Kept on this device, not yet in your record.")
	e.SeesNot("Saved")
	e.look("what is kept")
	e.Goto(e.url + "/check-in")
	e.SeesNot("Call")
	e.Click("I do not feel safe right now")
	var lines []string
	e.Eval(`[...document.querySelectorAll(".support-lines a")].filter(a => a.checkVisibility()).map(a => a.protocol)`, &lines)
	if len(lines) == 0 {
		t.Error("there is no line to call")
	}
	e.look("an offline check-in")
	r.sent(e)
	e.Goto(e.url + "/practice")
	e.Sees("on the tram")
	e.Goto(e.url + "/offline/kept")
	e.Sees("Nothing is kept here.")
	e.look("nothing kept")
}

// What does not fit is shown, opened to change, or deleted; it is asked twice
// before anything goes.
func TestWhatDoesNotFitIsChangedOrDeletedOnTheDevice(t *testing.T) {
	r := within(t)
	e := r.phone()
	r.away()
	long := strings.Repeat("the tram was late ", 1000)
	r.keepOffline(e, long)
	r.keepOffline(e, long)
	r.sent(e)
	e.Goto(e.url + "/offline/kept")
	e.Sees("It could not go into your record as it is.")
	e.look("what did not fit")
	e.Click("Delete it from this device")
	e.Click("Yes, delete it for good")
	var rows int
	if e.Eval(`document.querySelectorAll("[data-kept-list] li").length`, &rows); rows != 1 {
		e.Await(`new Promise(done => setTimeout(() => done(document.querySelectorAll("[data-kept-list] li").length), 300))`, &rows)
	}
	if rows != 1 {
		t.Errorf("%d forms are kept, want 1", rows)
	}
	e.Click("Open it to change")
	e.Sees("A line")
	e.Complaints() // the status
	e.Type("line", "the tram was late")
	e.Click("Save")
	e.Sees("Saved")
	if n := r.checkIns(); n != 1 {
		t.Errorf("%d check-ins are in the record, want 1", n)
	}
	var nothing string
	e.Await(`new Promise(done => { navigator.serviceWorker.addEventListener("message", () => done(""), { once: true });
		navigator.serviceWorker.controller.postMessage({ send: true }) })`, &nothing)
	e.Goto(e.url + "/offline/kept")
	e.Sees("Nothing is kept here.")
}

// stored is what a browser holds of an address.
type stored struct {
	Workers, Databases, Caches, Waiting int
}

const whatIsStored = `(async () => {
	const databases = (await indexedDB.databases()).length;
	const waiting = databases === 0 ? 0 : await new Promise(done => { const open = indexedDB.open("fermata", 1); open.onsuccess = () => {
		const all = open.result.transaction("queue").objectStore("queue").count(); all.onsuccess = () => { open.result.close(); done(all.result) } } });
	return { Workers: (await navigator.serviceWorker.getRegistrations()).length, Databases: databases, Waiting: waiting,
		Caches: (await caches.keys()).length } })()`

// Leaving quickly locks and shows nothing; what waits stays, sealed, and goes
// in later. The browser is asked to let it stay once there is something.
func TestAQuickExitKeepsWhatWaits(t *testing.T) {
	r := within(t)
	e := r.phone()
	e.Before(`navigator.storage.persisted = async () => false; navigator.storage.persist = async () => { sessionStorage.setItem("asked", "yes"); return true }`)
	e.Goto(e.url + "/help-now")
	asked := func() (yes bool) {
		e.Await(`new Promise(done => setTimeout(() => done(sessionStorage.getItem("asked") === "yes"), 300))`, &yes)
		return yes
	}
	if asked() {
		t.Error("the browser was asked to let things stay before there were any")
	}
	r.away()
	r.keepOffline(e, "the tram was late")
	if !asked() {
		t.Error("something waits, and the browser was not asked to let it stay")
	}
	e.Complaints()
	r.home.Lock()
	r.back()
	e.Goto(e.url + "/help-now")
	e.Eval(`document.querySelector("form[data-leave]").requestSubmit(); null`, new(any))
	for i := 0; i < 100 && !strings.HasSuffix(e.URL(), "/blank"); i++ {
		time.Sleep(50 * time.Millisecond)
	}
	var is stored
	if e.Await(whatIsStored, &is); is.Waiting != 1 || is.Workers != 1 {
		t.Errorf("after leaving quickly: %+v", is)
	}
	e.Complaints() // that nobody has unlocked
	e.Goto(e.url + "/unlock")
	e.Type("passphrase", passphrase)
	e.Click("Open")
	r.offered(e)
	if n := r.checkIns(); n != 1 {
		t.Errorf("%d check-ins are in the record, want 1", n)
	}
}

// Erasing everything takes the worker, its queue and its pages out of the
// browser. What another browser still holds is refused.
func TestErasingEverythingLeavesNothingInTheBrowser(t *testing.T) {
	r := within(t)
	e, other := r.phone(), r.phone()
	for _, one := range []*eye{e, other} {
		one.Goto(one.url + "/")
	}
	r.away()
	r.keepOffline(e, "the tram was late")
	r.keepOffline(other, "the bus was late")
	e.Complaints()
	other.Complaints()
	r.back()
	e.Goto(e.url + "/keep/erase")
	e.Type("now", passphrase)
	e.Click("Erase everything")
	e.Sees("erased")
	var is stored
	if e.Await(whatIsStored, &is); is.Workers+is.Databases+is.Caches != 0 {
		t.Errorf("in the browser there is still %+v", is)
	}
	other.Goto(other.url + "/offline/kept")
	other.Await(`new Promise(done => { navigator.serviceWorker.addEventListener("message", () => done(null), { once: true });
		navigator.serviceWorker.controller.postMessage({ send: true }) })`, new(any))
	other.Complaints()
	other.Sees("There is no record here any more.")
}

// A new version of the program comes while a form is half filled in: nothing is
// lost, and once that page is left the new one is there.
func TestANewVersionLosesNoHalfFilledForm(t *testing.T) {
	r := within(t)
	e := r.phone()
	e.Goto(e.url + "/check-in")
	e.Type("A line", "the tram was late")

	r.answer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.server.ServeHTTP(w, req)
		if req.URL.Path == "/worker.js" {
			w.Write([]byte(`self.addEventListener("activate", event => event.waitUntil(caches.open("second")));`))
		}
	}))
	second := func() (there bool) {
		e.Await(`caches.has("second")`, &there)
		return there
	}
	var waits bool
	e.Await(`navigator.serviceWorker.ready.then(async r => { await r.update(); for (let i = 0; i < 200 && !r.waiting; i++) await new Promise(d => setTimeout(d, 50)); return r.waiting !== null })`, &waits)
	var line string
	e.Eval(`document.querySelector("[name=line]").value`, &line)
	if !waits || second() || line != "the tram was late" {
		t.Errorf("the new version waits: %v, took over: %v; the form holds %q", waits, second(), line)
	}
	e.Click("Save")
	e.Sees("Saved")
	if n := r.checkIns(); n != 1 {
		t.Errorf("%d check-ins are in the record, want 1", n)
	}
	var took bool
	e.Await(`(async () => { for (let i = 0; i < 200 && !await caches.has("second"); i++) await new Promise(d => setTimeout(d, 50)); return await caches.has("second") })()`, &took)
	if !took {
		t.Error("the page was left, and the old version is still there")
	}
	r.away()
	r.keepOffline(e, "and late again")
	r.sent(e)
	if n := r.checkIns(); n != 2 {
		t.Errorf("%d check-ins are in the record, want 2", n)
	}
}

// A phone can install Fermata, and finds nothing wrong with how it says so.
func TestFermataCanBeInstalled(t *testing.T) {
	r := within(t)
	e := r.phone()
	e.Goto(e.url + "/")
	for _, problem := range e.Installable() {
		if problem != "in-incognito" { // a browser with no past is one
			t.Errorf("it cannot be installed: %s", problem)
		}
	}
}

func TestTheManifestSaysWhatAPhoneNeeds(t *testing.T) {
	h := emptyHouse(t)
	b := h.browser()
	var m struct {
		ID, Name, Display string
		Short             string `json:"short_name"`
		Start             string `json:"start_url"`
		Theme             string `json:"theme_color"`
		Background        string `json:"background_color"`
		Icons             []struct{ Src, Sizes, Type, Purpose string }
		Shortcuts         []struct{ Name, URL string }
	}
	if err := json.Unmarshal([]byte(b.get("/manifest.webmanifest").want(http.StatusOK).body), &m); err != nil {
		t.Fatal(err)
	}
	if m.ID == "" || m.Name == "" || m.Short == "" || len(m.Short) > 12 || m.Start != "/" || m.Display != "standalone" || m.Theme != assets.PageLight || m.Background != assets.PageLight {
		t.Errorf("the manifest is %+v", m)
	}
	have := map[string]bool{}
	for _, icon := range m.Icons {
		picture := b.get(icon.Src).want(http.StatusOK)
		size, err := png.DecodeConfig(strings.NewReader(picture.body))
		if is := fmt.Sprintf("%dx%d", size.Width, size.Height); err != nil || is != icon.Sizes {
			t.Errorf("%s is %s (%v), not %s", icon.Src, is, err, icon.Sizes)
		}
		have[icon.Sizes+" "+icon.Purpose] = true
	}
	for _, want := range []string{"192x192 any", "512x512 any", "192x192 maskable", "512x512 maskable"} {
		if !have[want] {
			t.Errorf("there is no icon %s", want)
		}
	}
	if len(m.Shortcuts) != 2 || m.Shortcuts[0].URL != "/check-in" || m.Shortcuts[1].URL != "/help-now" {
		t.Errorf("the shortcuts are %v", m.Shortcuts)
	}
}
