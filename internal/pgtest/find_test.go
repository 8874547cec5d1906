package pgtest

import (
	"slices"
	"testing"
)

func TestTheNewestServerIsTaken(t *testing.T) {
	found := []string{
		"/usr/lib/postgresql/9.5/bin",
		"/usr/lib/postgresql/15/bin",
		"/usr/lib/postgresql/9.6/bin",
		"/usr/lib/postgresql/17/bin",
	}
	slices.SortFunc(found, newestFirst)
	want := []string{
		"/usr/lib/postgresql/17/bin",
		"/usr/lib/postgresql/15/bin",
		"/usr/lib/postgresql/9.6/bin",
		"/usr/lib/postgresql/9.5/bin",
	}
	if !slices.Equal(found, want) {
		t.Errorf("got %q, want %q", found, want)
	}
}
