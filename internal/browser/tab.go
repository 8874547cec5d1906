package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Device is what a viewport belongs to.
type Device bool

// A Phone is touched and scales pages as phones do; a Desktop has a mouse.
const (
	Desktop Device = false
	Phone   Device = true
)

// Tab is one tab of a browser. Its methods end the test when they cannot do
// what they are told; they are for the goroutine of the test.
type Tab struct {
	t         testing.TB
	ctx       context.Context
	witness   *witness
	downloads string // the folder that downloads go to
}

// Goto opens an address, as typing it does.
func (tab *Tab) Goto(address string) {
	tab.t.Helper()
	tab.do("open "+address, chromedp.Navigate(address))
	tab.settle()
}

// Back goes one page back.
func (tab *Tab) Back() {
	tab.t.Helper()
	var index int64
	var entries []*page.NavigationEntry
	history := chromedp.NavigationEntries(&index, &entries)
	tab.do("read the history", history)
	if index == 0 {
		tab.fail(errors.New("there is no page to go back to"))
	}
	before := index
	// A page may come back whole, without loading, so no load is waited for.
	tab.do("go back", page.NavigateToHistoryEntry(entries[index-1].ID))
	tab.wait("go back", func() error {
		if tab.do("read the history", history); index == before {
			return errors.New("still on the same page")
		}
		return nil
	})
	tab.settle()
}

// Reload loads the page again.
func (tab *Tab) Reload() {
	tab.t.Helper()
	tab.do("reload", chromedp.Reload())
	tab.settle()
}

// URL is the address of the page.
func (tab *Tab) URL() string {
	tab.t.Helper()
	var address string
	tab.do("read the address", chromedp.Location(&address))
	return address
}

// Status is the HTTP status the page came with.
func (tab *Tab) Status() int { return tab.witness.lastStatus() }

// Click clicks the first visible link, button or label with these words, or
// else the first visible match of this selector.
func (tab *Tab) Click(what string) {
	tab.t.Helper()
	tab.clickOn("clickable", what)
}

// Type replaces what the field with this label (or name, or selector) holds.
func (tab *Tab) Type(field, text string) {
	tab.t.Helper()
	var typed bool
	tab.until("type into "+field, call(&typed, "take", field, text))
	if !typed {
		tab.do("type into "+field, input.InsertText(text))
	}
	tab.settle()
}

// Choose picks an option of a select by its words, or a radio button in the
// group with this legend.
func (tab *Tab) Choose(field, option string) {
	tab.t.Helper()
	var chosen bool
	tab.until("choose "+option+" for "+field, call(&chosen, "choose", field, option))
	if !chosen {
		tab.clickOn("option", field, option)
		return
	}
	tab.settle()
}

// Upload puts a file into the file field with this label.
func (tab *Tab) Upload(field, path string) {
	tab.t.Helper()
	whole, err := filepath.Abs(path)
	if err != nil {
		tab.t.Fatal(err)
	}
	var node *runtime.RemoteObject
	tab.until("find the file field "+field, call(&node, "field", field))
	tab.do("upload "+path, chromedp.ActionFunc(func(ctx context.Context) error {
		return dom.SetFileInputFiles([]string{whole}).WithObjectID(node.ObjectID).Do(ctx)
	}))
	tab.settle()
}

// Download clicks, and returns the name and content of the file that comes.
func (tab *Tab) Download(what string) (string, []byte) {
	tab.t.Helper()
	before := tab.witness.finishedDownloads()
	tab.Click(what)
	tab.wait("receive the file", func() error {
		if tab.witness.finishedDownloads() == before {
			return errors.New("no file came")
		}
		return nil
	})
	id, name := tab.witness.lastDownload()
	content, err := os.ReadFile(filepath.Join(tab.downloads, id))
	if err != nil {
		tab.t.Fatal(err)
	}
	return name, content
}

// Folder is where the browser keeps all its files while the test runs: its
// profile, its downloads and what it puts aside.
func (tab *Tab) Folder() string { return filepath.Dir(tab.downloads) }

// Press sends keys to whatever has the focus: text, or keys of the package
// chromedp/kb.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	tab.do("press keys", chromedp.KeyEvent(keys))
	tab.settle()
}

// Text returns the visible text of the first match of a selector.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	var text string
	tab.until("read "+selector, call(&text, "text", selector))
	return text
}

// Sees waits until the words are visible somewhere on the page.
func (tab *Tab) Sees(words string) {
	tab.t.Helper()
	var seen string
	tab.until(fmt.Sprintf("see %q", words), call(&seen, "sees", words))
}

// SeesNot fails the test when the words are visible on the page as it is now.
func (tab *Tab) SeesNot(words string) {
	tab.t.Helper()
	var text string
	tab.until("read the page", call(&text, "text", "body"))
	if strings.Contains(strings.Join(strings.Fields(text), " "), words) {
		tab.fail(fmt.Errorf("%q is on the page", words))
	}
}

// Eval evaluates a JavaScript expression in the page, even where the page's
// policy or [Tab.JavaScript] forbids the page its own, and stores the value in
// result, as encoding/json would.
func (tab *Tab) Eval(expression string, result any) {
	tab.t.Helper()
	tab.do("evaluate "+expression, chromedp.Evaluate(expression, result))
}

// Await runs JavaScript on the page, waits for the promise it gives, and stores
// what that becomes.
func (tab *Tab) Await(expression string, result any) {
	tab.t.Helper()
	tab.do("wait for "+expression, chromedp.Evaluate(expression, result,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// Viewport sets the size of the window, in CSS pixels, and what it is on.
func (tab *Tab) Viewport(width, height int64, device Device) {
	tab.t.Helper()
	var options []chromedp.EmulateViewportOption
	if device == Phone {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	tab.do("set the viewport", chromedp.EmulateViewport(width, height, options...))
	tab.settle()
}

// Scheme sets the person's colour scheme: "light" or "dark".
func (tab *Tab) Scheme(scheme string) {
	tab.t.Helper()
	tab.do("set the scheme", wishes(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}))
}

// ForcedColours shows pages in the few colours of the system, as people with
// low vision choose it, or lets go of that and of the scheme.
func (tab *Tab) ForcedColours(on bool) {
	tab.t.Helper()
	var forced []*emulation.MediaFeature
	if on {
		forced = append(forced, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	tab.do("force the colours", wishes(forced...))
}

// OnPaper shows pages as they are printed, or lets go of that and of the
// scheme.
func (tab *Tab) OnPaper(on bool) {
	tab.t.Helper()
	media := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}})
	if on {
		media = media.WithMedia("print")
	}
	tab.do("show it on paper", media)
}

// Tabs presses the Tab key so many times, one right after the other.
func (tab *Tab) Tabs(times int) {
	tab.t.Helper()
	keys := make([]chromedp.Action, times)
	for i := range keys {
		keys[i] = input.DispatchKeyEvent(input.KeyRawDown).WithKey("Tab").WithCode("Tab").WithWindowsVirtualKeyCode(9)
	}
	tab.do("press Tab", keys...)
}

// Throttle makes the tab as slow as a cheap phone on a slow 4G line, with the
// figures that Lighthouse uses for it: a quarter of this machine's speed, and
// 563 ms before an answer at 1.44 Mbit/s, 0.66 up. Or it lets go of that. What a
// service worker would fetch is not slowed down, so pages do without it meanwhile.
func (tab *Tab) Throttle(on bool) {
	tab.t.Helper()
	const bit = 1000.0 / 8 // bytes a second, of a kbit/s
	factor, line := 1.0, []*network.Conditions{}
	if on {
		factor, line = 4, []*network.Conditions{{Latency: 562.5, DownloadThroughput: 1440 * bit, UploadThroughput: 660 * bit}}
	}
	tab.do("slow down", emulation.SetCPUThrottlingRate(factor), network.SetBypassServiceWorker(on), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(false, line).Do(ctx)
		return err
	}))
}

// Forget empties the browser's cache; cookies stay.
func (tab *Tab) Forget() {
	tab.t.Helper()
	tab.do("empty the cache", network.ClearBrowserCache())
}

// wishes tell pages what the person prefers, less motion always: the browser
// remembers only the last list it was given.
func wishes(others ...*emulation.MediaFeature) chromedp.Action {
	still := &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}
	return emulation.SetEmulatedMedia().WithFeatures(append(others, still))
}

// JavaScript lets pages run scripts (they do at first), or not, from the next
// page on.
func (tab *Tab) JavaScript(on bool) {
	tab.t.Helper()
	tab.do("switch JavaScript", emulation.SetScriptExecutionDisabled(!on))
}

// Screenshot writes a picture of the whole page, as PNG.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	if err := tab.picture(path); err != nil {
		tab.t.Fatalf("take a picture: %v", err)
	}
}

// PDF prints the page as the browser would on A4.
func (tab *Tab) PDF() []byte {
	tab.t.Helper()
	var pdf []byte
	tab.do("print", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPaperWidth(8.27).WithPaperHeight(11.69).Do(ctx)
		return err
	}))
	return pdf
}

func (tab *Tab) picture(path string) error {
	var picture []byte
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, chromedp.FullScreenshot(&picture, 100)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, picture, 0o644)
}

func (tab *Tab) allowDownloads() chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		return browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllowAndName).
			WithDownloadPath(tab.downloads).WithEventsEnabled(true).Do(ctx)
	})
}

func (tab *Tab) clickOn(kind string, what ...string) {
	tab.t.Helper()
	var at struct{ X, Y float64 }
	tab.until("click "+strings.Join(what, ": "), call(&at, "spot", append([]string{kind}, what...)...))
	tab.do("click "+strings.Join(what, ": "), chromedp.MouseClickXY(at.X, at.Y))
	tab.settle()
}

// do runs actions once, or ends the test. The first do starts the browser.
func (tab *Tab) do(what string, actions ...chromedp.Action) {
	tab.t.Helper()
	if chromedp.FromContext(tab.ctx).Browser == nil {
		if err := chromedp.Run(tab.ctx); err != nil {
			tab.t.Fatalf("%s: %v", what, err)
		}
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		tab.fail(fmt.Errorf("%s: %w", what, err))
	}
}

// until repeats an action until it succeeds, or ends the test.
func (tab *Tab) until(what string, action chromedp.Action) {
	tab.t.Helper()
	tab.wait(what, func() error {
		ctx, cancel := context.WithTimeout(tab.ctx, patience)
		defer cancel()
		return chromedp.Run(ctx, action)
	})
}

// settle waits until nothing loads any more.
func (tab *Tab) settle() {
	tab.t.Helper()
	tab.witness.stir()
	tab.wait("see the page settle", tab.witness.quiet)
}

// wait asks again and again whether it is time, or ends the test.
func (tab *Tab) wait(what string, ready func() error) {
	tab.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		err := ready()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			tab.fail(fmt.Errorf("%s: %w", what, err))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// fail ends the test with what was on the page, and a picture of it where
// go test -artifacts keeps one.
func (tab *Tab) fail(reason error) {
	tab.t.Helper()
	var address, text string
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	_ = chromedp.Run(ctx, chromedp.Location(&address), call(&text, "text", "body")) // best effort: it failed already
	_ = tab.picture(filepath.Join(tab.t.ArtifactDir(), "page.png"))
	const most = 1500
	tab.t.Fatalf("%v\non %s, where one reads:\n%.*s", reason, address, most, text)
}

// testify fails the test for what nobody asked for but the browser saw.
func (tab *Tab) testify() {
	tab.t.Helper()
	for _, address := range tab.Foreign() {
		tab.t.Errorf("the page asked another host: %s", address)
	}
	for _, line := range tab.Complaints() {
		tab.t.Errorf("the browser complained: %s", line)
	}
}
