package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fermata/internal/entry"
	"fermata/internal/journey"
)

// One entry of every kind there is goes out by the page Take it along, comes
// in by the page Bring your history, and adds up to the same journey.
func TestEveryKindIsInTheExportAndComesBack(t *testing.T) {
	h, b := startedHouse(t)
	told := map[entry.Kind]bool{}
	for _, body := range golden(t) {
		if body.Kind() != entry.KindErasure { // what it names is not in the export, and it stays behind
			h.tell(body)
			told[body.Kind()] = true
		}
	}
	lines := exported(t, b)
	out := map[entry.Kind]bool{}
	for line := range bytes.Lines(lines) {
		e, err := entry.DecodeLine(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Kind()] = true
	}
	if diff := cmp.Diff(told, out); diff != "" {
		t.Errorf("-told +exported:\n%s", diff)
	}

	fresh := emptyHouse(t)
	if err := fresh.home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	fresh.browser().enter().upload("entries.jsonl", lines).bringIn()
	want, got := h.look(), fresh.look()
	got.Imports = slices.DeleteFunc(got.Imports, func(i journey.Import) bool { return i.Told.Source == "fermata" })
	if diff := cmp.Diff(want, got, journeys...); diff != "" {
		t.Errorf("-exported +brought in:\n%s", diff)
	}
	first, last, _ := want.Span()
	for day := first; day <= last; day++ {
		if diff := cmp.Diff(want.On(day), got.On(day), journeys...); diff != "" {
			t.Errorf("%v: -exported +brought in:\n%s", day, diff)
		}
	}
}

// journeys of two records are the same when they differ in nothing but places
// in their record and when something arrived there.
var journeys = []cmp.Option{
	cmpopts.IgnoreUnexported(journey.Journey{}),
	cmpopts.IgnoreFields(journey.Journey{}, "Seq", "Entries"),
	cmpopts.IgnoreFields(journey.Ref{}, "Seq", "TextSeq"),
	cmpopts.IgnoreFields(journey.Import{}, "From", "To"),
	cmpopts.EquateEmpty(),
}

// exported is entries.jsonl of the archive that the page gives.
func exported(t *testing.T, b *browser) []byte {
	t.Helper()
	body := b.get("/export").send("/export").body
	archive, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	file, err := archive.Open("entries.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
