package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
)

// held is what a program holds on to.
type held struct {
	goroutines, files int
	heap              int64
}

func (h *house) held() held {
	h.t.Helper()
	http.DefaultClient.CloseIdleConnections()
	runtime.GC()
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	now := held{goroutines: runtime.NumGoroutine(), heap: int64(memory.HeapAlloc)}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil { // Linux tells
		now.files = len(open)
	}
	return now
}

// A week at home by a clock that is moved on: every hour somebody looks
// around, checks in, leaves a form half done, now and then enters again or
// locks. After the first day nothing more is held on to than what was told.
func TestAWeekLeaksNothing(t *testing.T) {
	h := emptyHouse(t)
	for _, err := range []error{h.home.Begin(t.Context(), ""), h.home.FirstLists(t.Context())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b := h.browser().enter()
	var after [8]held
	for hour := range 7 * 24 {
		h.hour(b, hour)
		if hour%24 == 5 { // at night Fermata is locked, and opened again
			h.home.Lock()
			if err := h.home.UnlockWithKeyFile(t.Context()); err != nil {
				t.Fatal(err)
			}
			b.client.CloseIdleConnections()
			b = h.browser().enter()
		}
		if hour%24 == 23 {
			b.client.CloseIdleConnections()
			b.get("/")
			after[hour/24+1] = h.held()
		}
		h.later(time.Hour)
	}
	first, last := after[1], after[7]
	t.Logf("after a day %+v, after a week %+v", first, last)
	if last.goroutines > first.goroutines+3 || last.files > first.files+3 {
		t.Errorf("after a day %+v, after a week %+v", first, last)
	}
	// 144 check-ins and their pages: a few hundred bytes each; texts are not held.
	if grown := last.heap - first.heap; grown > 3<<20 {
		t.Errorf("%d KB more are held after a week than after a day", grown>>10)
	}
}

// hour is what happens in one.
func (h *house) hour(b *browser, hour int) {
	h.t.Helper()
	for _, path := range visited {
		b.get(path).want(http.StatusOK)
	}
	b.post("/check-in", url.Values{
		"id": {string(companion.NewID())}, "item-mood": {fmt.Sprint(hour % 11)}, "line": {strings.Repeat("an hour ", 20)},
	}).want(http.StatusOK)
	if err := h.home.KeepDraft(h.t.Context(), fmt.Sprint("form-", hour%5), make([]byte, 10_000)); err != nil {
		h.t.Fatal(err)
	}
	if _, _, err := h.home.Search(h.t.Context(), "hour", 0, 5); err != nil {
		h.t.Fatal(err)
	}
}
