package entry_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
	"fermata/internal/fault"
)

func TestAnyEntryComesBackFromItsSealedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := entrytest.Entry(t)
		e.Person, e.Seq, e.RecordedAt = "someone", 3, time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)
		sealed, err := entry.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := entry.Decode(envelopeOf(e), sealed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, back); diff != "" {
			t.Fatalf("-written +read:\n%s", diff)
		}
		again, err := entry.Encode(back)
		if err != nil || !bytes.Equal(sealed, again) {
			t.Fatalf("sealed a second time:\n%s\nthe first time:\n%s\n(%v)", again, sealed, err)
		}
	})
}

func TestAnyEntryComesBackFromItsLineOfAnExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, e := range entrytest.Entries(t) {
			back, err := entry.DecodeLine(exported(t, e))
			if err != nil {
				t.Fatalf("entry %d: %v", e.Seq, err)
			}
			e.Person = ""
			if diff := cmp.Diff(e, back); diff != "" {
				t.Fatalf("-written +read:\n%s", diff)
			}
		}
	})
}

// fataler is what *testing.T and *rapid.T have in common.
type fataler interface {
	Fatal(args ...any)
}

func exported(t fataler, e entry.Entry) []byte {
	sealed, err := entry.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	text, err := entry.EncodeLine(envelopeOf(e), sealed)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsAny(text, "\r\n") {
		t.Fatal("a line of an export holds a line feed")
	}
	return text
}

// Someone goes back to an older Fermata: what the newer one wrote is carried
// through reading, exporting and writing again without a byte changed.
func TestABodyFromANewerFermataSurvivesByteForByte(t *testing.T) {
	body := `{"later":{"b":1,"a":[1.0,2e5,"<é & >"]},"empty":{}}`
	newer := map[string]entry.Unknown{
		"a kind to come":              {Name: "to-come", Version: 1, In: entry.Private, Raw: []byte(body)},
		"a later version of a kind":   {Name: entry.KindCheckIn, Version: 2, In: entry.Shareable, Raw: []byte(body)},
		"a kind in another scope":     {Name: entry.KindReflection, Version: 1, In: entry.Shareable, Raw: []byte(body)},
		"a body that is no object":    {Name: "to-come", Version: 1, In: entry.Shareable, Raw: []byte(`[]`)},
		"a version that never was":    {Name: entry.KindPhase, Version: 0, In: entry.Shareable, Raw: []byte(`"text"`)},
		"a body with long text in it": {Name: "to-come", Version: 1, In: entry.Shareable, Raw: []byte(`"` + strings.Repeat("lang ", 30000) + `"`)},
	}
	for name, body := range newer {
		t.Run(name, func(t *testing.T) {
			back, err := entry.DecodeLine(exported(t, told(body)))
			if err != nil {
				t.Fatal(err)
			}
			got, ok := back.Body.(entry.Unknown)
			if !ok || !bytes.Equal(got.Raw, body.Raw) || got.Version != body.Version || got.In != body.In {
				t.Errorf("got %.100v, want %.100v", got, body)
			}
			if back.Scope() != body.In {
				t.Errorf("now sealed as %s, was %s", back.Scope(), body.In)
			}
		})
	}
}

func TestWhatCannotBeReadIsSaidToBeDamaged(t *testing.T) {
	good := string(goldenBytes(t, "check-in-v1"))
	for name, sealed := range map[string]string{
		"nothing":                 "",
		"half of it":              good[:len(good)/2],
		"not JSON":                "secret words",
		"another time":            strings.Replace(good, "2026-09-24T01", "yesterday at 1", 1),
		"a day that is none":      strings.Replace(good, `"day":"2026-09-23"`, `"day":"2026-02-30"`, 1),
		"a body of another shape": strings.Replace(good, `"signs":["not-answering"]`, `"signs":"secret words"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := entry.Decode(entry.Envelope{Scope: entry.Shareable}, []byte(sealed))
			if !errors.Is(err, fault.Damaged) {
				t.Fatalf("got %v, want %v", err, fault.Damaged)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells what was written: %v", err)
			}
		})
	}
}

func TestALineThatIsNotFromAnExportIsRefused(t *testing.T) {
	good := string(exported(t, golden["reflection-v1"]))
	for name, c := range map[string]struct {
		line string
		want error
	}{
		"something else":         {"full_date,date,weekday", fault.Invalid},
		"other JSON":             {`{"date":"2026-01-01"}`, fault.Newer},
		"a later export":         {strings.Replace(good, "entry/1", "entry/2", 1), fault.Newer},
		"an unknown scope":       {strings.Replace(good, `"scope":"private"`, `"scope":"secret"`, 1), fault.Newer},
		"no time of recording":   {strings.Replace(good, `"recorded_at":"2026`, `"recorded_at":"20x6`, 1), fault.Invalid},
		"an ID in capitals":      {strings.Replace(good, string(secondID), strings.Repeat("A", 36), 1), fault.Invalid},
		"an entry that is empty": {strings.Replace(good, `"text":"More than I thought."`, `"text":""`, 1), fault.Invalid},
		"an entry cut short":     {good[:len(good)-20], fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := entry.DecodeLine([]byte(c.line))
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if strings.Contains(err.Error(), "More than I thought") {
				t.Errorf("the error tells what was written: %v", err)
			}
		})
	}
}

func TestAnEntryOverAMegabyteIsRefused(t *testing.T) {
	e := told(entry.Unknown{Name: "to-come", Version: 1, In: entry.Private, Raw: []byte(`"` + strings.Repeat("x", entry.BodyLimit) + `"`)})
	if _, err := entry.Encode(e); !errors.Is(err, fault.TooLarge) {
		t.Errorf("got %v, want %v", err, fault.TooLarge)
	}
}

func TestAnEntryThatIsNotValidIsNotSealed(t *testing.T) {
	if sealed, err := entry.Encode(told(entry.Reflection{})); !errors.Is(err, fault.Invalid) || sealed != nil {
		t.Errorf("sealed %d bytes, %v", len(sealed), err)
	}
}

func FuzzDecode(f *testing.F) {
	for name := range golden {
		f.Add(goldenSeed(f, name), true)
		f.Add(goldenSeed(f, name), false)
	}
	f.Fuzz(func(t *testing.T, sealed []byte, private bool) {
		scope := entry.Shareable
		if private {
			scope = entry.Private
		}
		e, err := entry.Decode(entry.Envelope{ID: firstID, Scope: scope}, sealed)
		if err != nil {
			if !errors.Is(err, fault.Damaged) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		checkStable(t, e)
	})
}

func FuzzDecodeLine(f *testing.F) {
	for _, e := range golden {
		f.Add(exported(f, e))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := entry.DecodeLine(text)
		if err == nil {
			checkStable(t, e)
		} else if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.Newer) {
			t.Fatalf("an error of another kind: %v", err)
		}
	})
}

// checkStable: what was read and can be written again is read the same from
// then on.
func checkStable(t *testing.T, e entry.Entry) {
	t.Helper()
	sealed, err := entry.Encode(e)
	if err != nil {
		return
	}
	back, err := entry.Decode(envelopeOf(e), sealed)
	if err != nil {
		t.Fatalf("written, and not readable: %v", err)
	}
	again, err := entry.Encode(back)
	if err != nil || !bytes.Equal(sealed, again) {
		t.Fatalf("first %s\nthen %s\n(%v)", sealed, again, err)
	}
}

func goldenSeed(f *testing.F, name string) []byte {
	sealed, err := entry.Encode(golden[name])
	if err != nil {
		f.Fatal(err)
	}
	return sealed
}
