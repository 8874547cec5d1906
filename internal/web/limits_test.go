package web

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryCostlyRouteIsInTheTable(t *testing.T) {
	patterns := map[string]bool{}
	for _, r := range (&Server{}).routes() {
		patterns[r.pattern] = true
	}
	for _, pattern := range costly {
		if !patterns[pattern] {
			t.Errorf("%s is called costly and is no route", pattern)
		}
	}
	for pattern := range patterns {
		whole := strings.HasPrefix(pattern, "POST /keep/") && pattern != "POST /keep/lock"
		if whole && !slices.Contains(costly, pattern) {
			t.Errorf("%s works on the whole record and is not called costly", pattern)
		}
		if strings.HasSuffix(pattern, ".pdf") && !slices.Contains(costly, pattern) {
			t.Errorf("%s makes a PDF and is not called costly", pattern)
		}
	}
}

func TestABucketEmptiesFillsAndIsForgotten(t *testing.T) {
	now := time.Date(2026, 11, 23, 21, 40, 0, 0, time.UTC)
	l := newLimits(func() time.Time { return now })
	slow := rate{burst: 2, each: time.Second}
	for i, want := range []time.Duration{0, 0, time.Second} {
		if got := l.take("one", slow); got != want {
			t.Errorf("request %d waits %v, want %v", i, got, want)
		}
	}
	if l.take("other", slow) != 0 {
		t.Error("one who asks a lot keeps others waiting")
	}
	now = now.Add(time.Second)
	if l.take("one", slow) != 0 || l.take("one", slow) == 0 {
		t.Error("after a second exactly one more may come")
	}
	for i := range 3 * bucketsMost {
		l.take(time.Duration(i).String(), slow)
	}
	if len(l.buckets) > bucketsMost {
		t.Errorf("%d buckets are kept", len(l.buckets))
	}
}
