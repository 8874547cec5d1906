// Package browser walks through pages in a real Chromium, for end-to-end
// tests.
//
//	tab := browser.Open(t)
//	tab.Viewport(390, 844, browser.Phone)
//	tab.Goto(server.URL)
//	tab.Type("How was today?", "Better than feared.")
//	tab.Click("Save")
//	tab.Sees("Saved")
//
// Things are named as a person names them: a button by its words, a field by
// its label. Where words do not do, a CSS selector does. Every step waits up to
// twenty seconds for what it needs, does what a hand would do (a click needs its
// target uncovered), and waits until the page has settled. A step that cannot
// be done ends the test and says what was on the page.
//
// Two things fail a test without being asked for: a request to any host but
// this machine, and an error in the browser's console, be it a script's, a
// missing file's or the content security policy's. A test that expects them
// takes them with [Tab.Foreign] and [Tab.Complaints].
//
// The browser is the one FERMATA_CHROME names, else the first of chromium,
// chromium-browser and google-chrome in PATH. Without any, tests are skipped
// with one line that says how to get one; with FERMATA_NEED_CHROME=1 they fail.
package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a step may take before it counts as failed, and
// startPatience how long a browser may take to start on a loaded machine.
const (
	patience      = 20 * time.Second
	startPatience = time.Minute
)

// errNoChrome means that there is no browser to walk with.
var errNoChrome = errors.New("no Chromium or Chrome here: `make test` installs it where it may; " +
	"or install it (Debian: apt-get install chromium), or name a Chrome in FERMATA_CHROME")

// names are what Chromium and Chrome are called in PATH; the last is where a
// Mac keeps it.
var names = []string{
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// Open starts a browser with no past and returns its one tab. The browser ends
// with the test. Motion is reduced, so that pictures and checks find the page
// at rest.
func Open(t testing.TB) *Tab {
	t.Helper()
	chrome, err := find()
	need(t, err)
	dir, err := os.MkdirTemp("", "fermata-chrome-")
	if err != nil {
		t.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags(chrome, dir)...)
	ctx, _ := chromedp.NewContext(allocator) // chromedp.Cancel below ends it
	tab := &Tab{t: t, ctx: ctx, witness: newWitness(), downloads: filepath.Join(dir, "downloads")}
	t.Cleanup(func() {
		if err := errors.Join(chromedp.Cancel(ctx), removeAll(dir)); err != nil {
			t.Logf("closing the browser: %v", err)
		}
		stop()
		tab.testify()
	})
	chromedp.ListenTarget(ctx, tab.witness.hear)
	chromedp.ListenBrowser(ctx, tab.witness.hear)
	tab.do("start the browser", tab.allowDownloads(), wishes())
	return tab
}

// find returns the path of a browser.
func find() (string, error) {
	if named := os.Getenv("FERMATA_CHROME"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", errors.New("FERMATA_CHROME names " + named + ", which cannot be run")
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoChrome
}

// removeAll removes a folder into which the browser's last processes may still
// write for a moment.
func removeAll(dir string) error {
	var err error
	for range 50 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// need ends the test when there is no browser: a missing one is a reason to
// skip, a wrongly named one never is.
func need(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errNoChrome) && os.Getenv("FERMATA_NEED_CHROME") != "1":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// flags make a browser that keeps to itself: it updates nothing, reports
// nothing, finds no host but this machine, and keeps its files in dir.
func flags(chrome, dir string) []chromedp.ExecAllocatorOption {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chrome),
		chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.Env("TMPDIR="+dir),
		chromedp.WSURLReadTimeout(startPatience),
		chromedp.NoFirstRun,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]"),
		chromedp.Flag("lang", "en"),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // its sandbox refuses to run as root
	}
	return options
}
