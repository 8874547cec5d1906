package seal

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
)

const (
	anna       = "018f3c1e-0000-7000-8000-00000000000a"
	ben        = "018f3c1e-0000-7000-8000-00000000000b"
	passphrase = "three grey herons wait"
)

var (
	scopes    = []string{"private", "shareable"}
	cheapCost = argonCost{memory: 8, passes: 1, threads: 1}
)

// failer is what testing.TB and *rapid.T have in common here.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func must[T any](t failer) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantKind(t failer, err error, kinds ...error) {
	t.Helper()
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Errorf("got %v, want one of %v", err, kinds)
}

// wantSomeKind is for broken bytes: which kind depends on where they broke.
func wantSomeKind(t failer, err error) {
	t.Helper()
	wantKind(t, err, fault.Invalid, fault.Locked, fault.Damaged, fault.Newer)
}

// person is a new master with the keys of one person, and their rows.
type person struct {
	master *Master
	keys   *Keys
	rows   []Wrapped
}

func newPerson(t failer, name string) person {
	t.Helper()
	m := must[*Master](t)(NewMaster())
	k, rows, err := m.NewKeys(name, scopes)
	if err != nil {
		t.Fatal(err)
	}
	return person{master: m, keys: k, rows: rows}
}

// sameMaster checks that b opens what a wrapped.
func sameMaster(t failer, a, b *Master) {
	t.Helper()
	k, rows, err := a.NewKeys(anna, scopes)
	if err != nil {
		t.Fatal(err)
	}
	sealed := must[[]byte](t)(k.Seal("private", "1", []byte("hello")))
	opened := must[*Keys](t)(b.OpenKeys(anna, rows))
	if got := must[[]byte](t)(opened.Open("private", "1", sealed)); string(got) != "hello" {
		t.Fatalf("opened %q", got)
	}
}

func flipped(b []byte, bit int) []byte {
	b = slices.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

// eachBroken gives every truncation of b, every single flipped bit, and b with
// bytes behind it.
func eachBroken(b []byte, try func([]byte)) {
	for n := range b {
		try(slices.Clone(b[:n]))
	}
	for bit := range 8 * len(b) {
		try(flipped(b, bit))
	}
	try(append(slices.Clone(b), 0))
	try(append(slices.Clone(b), b...))
}

func TestFramedPartsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "parts")
		framed := framed(nil, parts...)
		back, err := unframed(framed, len(parts))
		if err != nil || !slices.EqualFunc(parts, back, bytes.Equal) {
			t.Fatalf("%v came back as %v, %v", parts, back, err)
		}
		if _, err := unframed(framed, len(parts)+1); err == nil {
			t.Fatal("found a part that was never there")
		}
		if len(parts) > 0 {
			if _, err := unframed(framed, len(parts)-1); err == nil {
				t.Fatal("overlooked a part")
			}
		}
	})
}
