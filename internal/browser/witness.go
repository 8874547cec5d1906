package browser

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// A page is settled when nothing has been loading for calm. A navigation that
// was asked for but did not begin within doubt will not come: a mail link.
const (
	calm  = 100 * time.Millisecond
	doubt = 2 * time.Second
)

// witness hears the browser's events and remembers what a test may ask about.
// Its methods may be called from several goroutines.
type witness struct {
	mu sync.Mutex

	status     int                          // of the last document
	inFlight   map[network.RequestID]string // address of each unfinished request
	loading    map[cdp.FrameID]bool
	asked      time.Time // for a navigation that has not begun; zero: none
	lastChange time.Time

	foreign    []string
	complaints []string

	fileID, fileName string // of the last download
	files            int    // downloads finished
}

func newWitness() *witness {
	return &witness{inFlight: map[network.RequestID]string{}, loading: map[cdp.FrameID]bool{}}
}

// Foreign returns the addresses on other hosts that pages asked for since the
// last call. They are never reached: the browser finds no host but this one.
// What a service worker asks for by itself is not among them.
func (tab *Tab) Foreign() []string {
	return tab.witness.take(&tab.witness.foreign)
}

// Complaints returns what the browser's console called an error since the
// last call: scripts that fail, files that are missing, the security policy.
func (tab *Tab) Complaints() []string {
	return tab.witness.take(&tab.witness.complaints)
}

func (w *witness) take(lines *[]string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := *lines
	*lines = nil
	return taken
}

// hear takes every event of the tab and the browser. It must not block.
func (w *witness) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hearNetwork(event)
	w.hearNavigation(event)
	w.hearConsole(event)
	w.hearDownload(event)
}

func (w *witness) hearNetwork(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if foreign(e.Request.URL) {
			w.foreign = append(w.foreign, e.Request.URL)
		}
		if e.Type != network.ResourceTypeEventSource {
			w.inFlight[e.RequestID] = e.Request.URL
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.status = int(e.Response.Status)
		}
		return
	case *network.EventLoadingFinished:
		delete(w.inFlight, e.RequestID)
	case *network.EventLoadingFailed:
		delete(w.inFlight, e.RequestID)
	default:
		return
	}
	w.lastChange = time.Now()
}

func (w *witness) hearNavigation(event any) {
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		w.asked = time.Now()
	case *page.EventFrameStartedLoading:
		w.asked = time.Time{}
		w.loading[e.FrameID] = true
	case *page.EventFrameStoppedLoading:
		w.asked = time.Time{}
		delete(w.loading, e.FrameID)
	case *page.EventFrameNavigated, *page.EventNavigatedWithinDocument:
		w.asked = time.Time{}
	case *page.EventFrameDetached:
		delete(w.loading, e.FrameID)
	case *page.EventLoadEventFired:
		clear(w.inFlight) // requests of the page before are not heard of again
	default:
		return
	}
	w.lastChange = time.Now()
}

func (w *witness) hearConsole(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeAssert {
			w.complain(spoken(e.Args))
		}
	case *runtime.EventExceptionThrown:
		w.complain(e.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError {
			w.complain(strings.TrimSpace(e.Entry.Text + " " + e.Entry.URL))
		}
	}
}

func (w *witness) complain(line string) {
	w.complaints = append(w.complaints, line)
}

func (w *witness) hearDownload(event any) {
	switch e := event.(type) {
	case *browser.EventDownloadWillBegin:
		w.fileID, w.fileName = e.GUID, e.SuggestedFilename
	case *browser.EventDownloadProgress:
		if e.State == browser.DownloadProgressStateCompleted {
			w.files++
		}
	}
}

// stir starts the calm anew: what a click sets off takes a moment to be heard.
func (w *witness) stir() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lastChange = time.Now()
}

// quiet is nil when the page has settled, else an error that says what goes on.
func (w *witness) quiet() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !w.asked.IsZero() && time.Since(w.asked) < doubt:
		return errors.New("a page was asked for and has not come")
	case len(w.loading) > 0:
		return errors.New("a page is loading")
	case len(w.inFlight) > 0:
		return fmt.Errorf("still on their way: %s", slices.Sorted(maps.Values(w.inFlight)))
	case time.Since(w.lastChange) < calm:
		return errors.New("something was loaded a moment ago")
	}
	return nil
}

func (w *witness) lastStatus() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

func (w *witness) finishedDownloads() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.files
}

func (w *witness) lastDownload() (id, name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fileID, w.fileName
}

// foreign is true for an address that leaves this machine.
func foreign(address string) bool {
	where, err := url.Parse(address)
	if err != nil {
		return true
	}
	if !slices.Contains([]string{"http", "https", "ws", "wss"}, where.Scheme) {
		return false
	}
	host := where.Hostname()
	ip := net.ParseIP(host)
	return host != "localhost" && (ip == nil || !ip.IsLoopback())
}

// spoken joins what was given to console.error.
func spoken(arguments []*runtime.RemoteObject) string {
	var words []string
	for _, argument := range arguments {
		if argument.Description != "" {
			words = append(words, argument.Description)
		} else {
			words = append(words, string(argument.Value))
		}
	}
	return strings.Join(words, " ")
}
