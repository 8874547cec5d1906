package web_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"testing"

	chrome "fermata/internal/browser"
)

// felt is what a browser says about a page that came.
type felt struct {
	Bytes    float64 // over the wire, headers included
	Requests float64 // that were answered by the server and not by the cache
	Paint    float64 // ms until the largest thing was painted
	Shift    float64 // how much moved, by itself
	Answer   float64 // ms until the first byte
}

// feel reads what the browser measured about the page it is on.
const feel = `new Promise(done => {
	const found = {Bytes: 0, Requests: 0, Paint: 0, Shift: 0, Answer: 0};
	const page = performance.getEntriesByType("navigation")[0];
	found.Answer = page.responseStart - page.requestStart;
	for (const file of [page, ...performance.getEntriesByType("resource")]) {
		found.Bytes += file.transferSize;
		found.Requests += file.transferSize > 0 ? 1 : 0;
	}
	new PerformanceObserver(list => { for (const one of list.getEntries()) found.Paint = Math.max(found.Paint, one.startTime) })
		.observe({type: "largest-contentful-paint", buffered: true});
	new PerformanceObserver(list => { for (const one of list.getEntries()) found.Shift += one.hadRecentInput ? 0 : one.value })
		.observe({type: "layout-shift", buffered: true});
	setTimeout(() => done(found), 50);
})`

// BenchmarkFelt is what a person notices, in a real browser on a phone: the
// first load of Today and the other pages of a visit on a slow line with a
// quarter of this machine's speed, and the first byte without either.
func BenchmarkFelt(b *testing.B) {
	d := benchDesk(b, entriesOfAYear)
	tab, home := d.phone()
	b.Run("first", func(b *testing.B) {
		tab.Throttle(true)
		var all felts
		for b.Loop() {
			tab.Forget()
			all.add(tab, home+"/")
		}
		all.report(b)
	})
	b.Run("later", func(b *testing.B) {
		tab.Throttle(true)
		var all felts
		for b.Loop() {
			for _, path := range visited {
				all.add(tab, home+path)
			}
		}
		all.report(b)
	})
	b.Run("warm", func(b *testing.B) {
		tab.Throttle(false)
		var all felts
		for b.Loop() {
			for _, path := range visited {
				all.add(tab, home+path)
			}
		}
		all.report(b)
	})
}

// phone serves the desk on loopback, to a browser with a session.
func (d *desk) phone() (tab *chrome.Tab, home string) {
	d.b.Helper()
	tab = chrome.Open(d.b)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- d.server.Serve(ctx, listener) }()
	d.b.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			d.b.Error(err)
		}
	})
	home = "http://" + listener.Addr().String()
	tab.Viewport(390, 844, chrome.Phone)
	tab.Goto(home + "/enter?token=" + d.server.StartToken())
	if tab.Status() != http.StatusOK {
		d.b.Fatalf("not let in: %d", tab.Status())
	}
	return tab, home
}

// felts are many pages.
type felts []felt

func (f *felts) add(tab *chrome.Tab, address string) {
	tab.Goto(address)
	var one felt
	tab.Await(feel, &one)
	*f = append(*f, one)
}

// report says the most of each that a page took, and of times the middle.
func (f felts) report(b *testing.B) {
	b.Helper()
	of := func(what func(felt) float64) []float64 {
		var list []float64
		for _, one := range f {
			list = append(list, what(one))
		}
		slices.Sort(list)
		return list
	}
	paints, answers := of(func(f felt) float64 { return f.Paint }), of(func(f felt) float64 { return f.Answer })
	b.ReportMetric(slices.Max(of(func(f felt) float64 { return f.Bytes })), "wire-B")
	b.ReportMetric(slices.Max(of(func(f felt) float64 { return f.Requests })), "requests")
	b.ReportMetric(slices.Max(of(func(f felt) float64 { return f.Shift })), "shift")
	b.ReportMetric(paints[len(paints)/2], "paint-p50-ms")
	b.ReportMetric(paints[len(paints)-1], "paint-max-ms")
	b.ReportMetric(answers[len(answers)/2], "first-byte-p50-ms")
}
