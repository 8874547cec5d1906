package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/form.html
var form string

//go:embed axe/README.md
var axeReadme string

const (
	strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"

	style = `
		.hidden { position: absolute; width: 1px; height: 1px; opacity: 0 }
		.hidden-button { display: none }
		.target { display: inline-block; min-height: 44px; min-width: 44px }
		.stack { position: relative } .over { position: absolute; inset: 0; background: #fff }
		@media (prefers-color-scheme: dark) { html { background: #111; color: #eee } .over { background: #111 } }
		@media (max-width: 500px) { h1 { font-size: 1rem } }`

	script = `
		document.querySelector(".script").textContent = "A script ran.";
		document.querySelector("#fetch").addEventListener("click", async () => {
			const answer = await fetch("/slow");
			document.querySelector(".kept").textContent = await answer.text();
		});`

	dismal = `<!doctype html><html><title>x</title><body><img src="/icon.svg"><p style="color:#999;background:#fff">faint</p></body></html>`
)

// site is a small web of pages under a strict policy.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", html(form))
	mux.HandleFunc("POST /save", save)
	mux.HandleFunc("GET /saved", func(w http.ResponseWriter, r *http.Request) {
		html("<!doctype html><html lang=en><title>Saved</title><link rel=icon href=/icon.svg><main><h1>"+
			r.URL.Query().Get("what")+"</h1></main>")(w, r)
	})
	mux.HandleFunc("GET /page.css", asset("text/css", style))
	mux.HandleFunc("GET /page.js", asset("text/javascript", script))
	mux.HandleFunc("GET /icon.svg", asset("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"/>`))
	mux.HandleFunc("GET /dismal", html(dismal))
	mux.HandleFunc("GET /nosy", html(`<!doctype html><title>x</title><link rel=icon href=/icon.svg><img src="https://example.com/pixel.png">`))
	mux.HandleFunc("GET /rude", html(`<!doctype html><title>x</title><link rel=icon href=/icon.svg><script>inline()</script>`))
	mux.HandleFunc("GET /gone", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusGone)
		html("<!doctype html><title>x</title><link rel=icon href=/icon.svg><h1>Gone</h1>")(w, r)
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(300 * time.Millisecond)
		fmt.Fprint(w, "fetched")
	})
	mux.HandleFunc("GET /take.csv", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="journey.csv"`)
		asset("text/csv", "day,sleep\n2026-03-01,2\n")(w, r)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func html(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		policy := strict
		if r.URL.Path == "/nosy" {
			policy = "img-src https:"
		}
		w.Header().Set("Content-Security-Policy", policy)
		asset("text/html; charset=utf-8", text)(w, r)
	}
}

func asset(kind, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, content)
	}
}

// save answers slowly, as a busy server does, and shows what it was given.
func save(w http.ResponseWriter, r *http.Request) {
	time.Sleep(300 * time.Millisecond)
	content := "no file"
	if file, _, err := r.FormFile("file"); err == nil {
		text, _ := io.ReadAll(file)
		content = string(text)
	}
	what := strings.Join([]string{r.FormValue("line"), r.FormValue("day"), r.FormValue("place"), r.FormValue("sleep"), content}, "+")
	http.Redirect(w, r, "/saved?what="+url.QueryEscape(what), http.StatusSeeOther)
}

func TestAFormIsFilledInAndSent(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("JavaScript %v", scripts), func(t *testing.T) {
			tab := Open(t)
			tab.JavaScript(scripts)
			tab.Viewport(390, 844, Phone)
			tab.Goto(site(t))
			tab.Sees(map[bool]string{true: "A script ran.", false: "No script ran."}[scripts])
			tab.Type("A line about today", "better")
			tab.Type("Day", "2026-03-01")
			tab.Choose("Place", "Outside")
			tab.Choose("Sleep", "good")
			tab.Upload("History", written(t, "a history"))
			tab.Click("Save")
			if got := tab.Text("h1"); got != "better+2026-03-01+o+2+a history" {
				t.Errorf("the server was sent %q", got)
			}
			if tab.Status() != http.StatusOK || !strings.Contains(tab.URL(), "/saved") {
				t.Errorf("ended with %d at %s", tab.Status(), tab.URL())
			}
			tab.SeesNot("A line about today")
			tab.Back()
			tab.Sees("A line about today")
		})
	}
}

func TestAStepWaitsForWhatAClickFetches(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t))
	tab.Click("Fetch")
	if got := tab.Text(".kept"); got != "fetched" {
		t.Errorf("read %q before the answer had come", got)
	}
}

func TestAFileIsTakenAlong(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t))
	name, content := tab.Download("Take along")
	if name != "journey.csv" || string(content) != "day,sleep\n2026-03-01,2\n" {
		t.Errorf("got %s with %q", name, content)
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t))
	var ignored any
	for _, c := range []struct{ action, want string }{
		{try(tab, call(&ignored, "spot", "clickable", "Under")), "is covered by <div class=\"over\">"},
		{try(tab, call(&ignored, "spot", "clickable", "Send")), "there is no “Send” to click"},
		{try(tab, call(&ignored, "field", "Weather")), "there is no field “Weather”"},
		{try(tab, call(&ignored, "choose", "Place", "At sea")), "there is no option “At sea” in “Place”"},
		{try(tab, call(&ignored, "option", "Sleep", "splendid")), "there is no choice “splendid” in “Sleep”"},
		{try(tab, call(&ignored, "sees", "No script ran.")), "it is not on the page"},
	} {
		if !strings.Contains(c.action, c.want) {
			t.Errorf("said %q, want %q", c.action, c.want)
		}
	}
}

func TestAxeFindsBarriersUnderAStrictPolicy(t *testing.T) {
	tab, home := Open(t), site(t)
	tab.Goto(home)
	for _, violation := range tab.Axe() {
		t.Errorf("a page without barriers: %v", violation)
	}
	tab.Goto(home + "/dismal")
	found := fmt.Sprint(tab.Axe())
	for _, rule := range []string{"html-has-lang", "image-alt"} {
		if !strings.Contains(found, rule) {
			t.Errorf("%s is not among what was found: %s", rule, found)
		}
	}
	if tab.Complaints() == nil { // its inline style is against the policy
		t.Error("the browser did not complain about an inline style")
	}
}

func TestAxeIsTheOneThatTheReadmeNames(t *testing.T) {
	sum := sha256.Sum256([]byte(axe))
	if !strings.Contains(axeReadme, hex.EncodeToString(sum[:])) {
		t.Errorf("axe.min.js has the sum %x, which axe/README.md does not name", sum)
	}
	if !strings.HasPrefix(axe, "/*! axe v4.14.1\n") {
		t.Errorf("axe.min.js begins with %.40q", axe)
	}
}

func TestARequestToAnotherHostFailsTheTest(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t) + "/nosy")
	failures := judged(t, tab)
	if !strings.Contains(failures, "the page asked another host: https://example.com/pixel.png") {
		t.Errorf("said %q", failures)
	}
}

func TestAnErrorInTheConsoleFailsTheTest(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t) + "/rude")
	if failures := judged(t, tab); !strings.Contains(failures, "Content Security Policy") {
		t.Errorf("said %q", failures)
	}
	var nothing any
	tab.Eval(`console.error("on", {purpose: true}), setTimeout(() => { throw new Error("later") }), null`, &nothing)
	tab.Eval(`new Promise(done => setTimeout(done, 100)), null`, &nothing)
	tab.wait("hear the error", func() error {
		tab.witness.mu.Lock()
		defer tab.witness.mu.Unlock()
		if len(tab.witness.complaints) < 2 {
			return fmt.Errorf("heard %q", tab.witness.complaints)
		}
		return nil
	})
	if got := strings.Join(tab.Complaints(), "\n"); !strings.Contains(got, "on") || !strings.Contains(got, "later") {
		t.Errorf("heard %q", got)
	}
}

func TestAnErrorPageHasItsStatus(t *testing.T) {
	tab := Open(t)
	tab.Goto(site(t) + "/gone")
	tab.Sees("Gone")
	if tab.Status() != http.StatusGone {
		t.Errorf("status %d, want 410", tab.Status())
	}
	if len(tab.Complaints()) == 0 {
		t.Error("the browser logs failed pages as errors; a test must be able to take them")
	}
}

func TestViewportAndSchemeReachThePage(t *testing.T) {
	tab := Open(t)
	tab.Viewport(390, 844, Phone)
	tab.Scheme("dark")
	tab.Goto(site(t))
	var seen struct {
		Width       int
		Dark, Still bool
	}
	tab.Eval(`({Width: innerWidth, Dark: matchMedia("(prefers-color-scheme: dark)").matches,
		Still: matchMedia("(prefers-reduced-motion: reduce)").matches})`, &seen)
	if seen.Width != 390 || !seen.Dark || !seen.Still {
		t.Errorf("the page sees %+v", seen)
	}
	path := filepath.Join(t.TempDir(), "pictures", "form.png")
	tab.Screenshot(path)
	if width, dark := picture(t, path); width != 390 || !dark {
		t.Errorf("the picture is %d wide, dark: %v", width, dark)
	}
	tab.Scheme("light")
	tab.Screenshot(path)
	if _, dark := picture(t, path); dark {
		t.Error("the picture is dark in the light scheme")
	}
}

func TestANamedBrowserMustBeThere(t *testing.T) {
	t.Setenv("FERMATA_CHROME", filepath.Join(t.TempDir(), "chrome"))
	if _, err := find(); err == nil || err == errNoChrome {
		t.Errorf("got %v, want an error that names the file", err)
	}
}

// recorder is a test that only notes what failed it.
type recorder struct {
	testing.TB
	said strings.Builder
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	fmt.Fprintf(&r.said, format+"\n", args...)
}

// judged returns what the test of this tab would fail with if it ended now.
func judged(t *testing.T, tab *Tab) string {
	t.Helper()
	judge := &recorder{TB: t}
	(&Tab{t: judge, ctx: tab.ctx, witness: tab.witness}).testify()
	return judge.said.String()
}

func try(tab *Tab, action chromedp.Action) string {
	return fmt.Sprint(chromedp.Run(tab.ctx, action))
}

func written(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "history.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// picture returns the width of a PNG and whether its first dot is dark.
func picture(t *testing.T, path string) (width int, dark bool) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	image, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	red, _, _, _ := image.At(0, 0).RGBA()
	return image.Bounds().Dx(), red < 0x4000
}
