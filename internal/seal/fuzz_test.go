package seal

import (
	"bytes"
	"encoding/hex"
	"os"
	"slices"
	"testing"
)

// Each fuzz target starts from whole bytes and asks for the same three things:
// no panic, a failure with a kind, and that only the very bytes that were
// written open. The keys are those of the first promise, because fuzzing runs
// in several processes, which have to agree on them.

func promised(f *testing.F) promise { return readPromise(f, "testdata/promises/v1.json") }

// row is the newest master row for one way in.
func (p promise) row(f *testing.F, way string) Wrapped {
	row, ok := newest(p.MasterRows, way)
	if !ok {
		f.Fatalf("no row for %s", way)
	}
	return row
}

func (p promise) master(f *testing.F) *Master {
	return must[*Master](f)(OpenWithKeyFile(p.MasterRows, []byte(p.KeyFile)))
}

func FuzzRecoveryText(f *testing.F) {
	k := must[RecoveryKey](f)(NewRecoveryKey())
	f.Add(k.Secret)
	f.Add("0444 4444-4444")
	f.Add("ıİſ\u200b\xff−")
	f.Fuzz(func(t *testing.T, typed string) {
		seed, err := parseRecovery("fuzz", typed)
		if err != nil {
			wantSomeKind(t, err)
			return
		}
		again, err := parseRecovery("fuzz", recoveryText(seed))
		if err != nil || !bytes.Equal(seed, again) {
			t.Fatalf("%q read as %x, printed and read as %x, %v", typed, seed, again, err)
		}
	})
}

func FuzzKeyFile(f *testing.F) {
	f.Add(must[[]byte](f)(NewKeyFile()))
	f.Add([]byte("fermata-key-1"))
	f.Add([]byte("fermata-key-2 x\n#"))
	f.Fuzz(func(t *testing.T, file []byte) {
		key, err := parseKeyFile("fuzz", file)
		if err != nil {
			wantSomeKind(t, err)
			return
		}
		if !bytes.Contains(file, []byte(keyFileText.EncodeToString(key[:30]))) {
			t.Fatal("the key is not in the file")
		}
	})
}

// The row was made with cheapCost, the usual one being too dear to try
// thousands of times.
func FuzzPassphraseRow(f *testing.F) {
	text := bytes.TrimSpace(must[[]byte](f)(os.ReadFile("testdata/cheap-passphrase-row.hex")))
	whole := must[[]byte](f)(hex.DecodeString(string(text)))
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseLockbox("fuzz", b)
		if err != nil {
			wantSomeKind(t, err)
			return
		}
		if !bytes.Equal(l.bytes(), b) {
			t.Fatal("read and written again it differs")
		}
		if cost, err := parseCost("fuzz", l.cost); err == nil && cost != cheapCost {
			return
		}
		row := Wrapped{Owner: RecordOwner, Scope: MasterScope, Version: 1, WrappedBy: ByPassphrase, Wrapped: b}
		_, err = OpenWithPassphrase([]Wrapped{row}, passphrase)
		onlyWholeOpens(t, b, whole, err)
	})
}

func FuzzKeyFileRow(f *testing.F) {
	p := promised(f)
	whole := p.row(f, ByKeyFile)
	f.Add(whole.Wrapped)
	f.Fuzz(func(t *testing.T, b []byte) {
		row := whole
		row.Wrapped = b
		_, err := OpenWithKeyFile([]Wrapped{row}, []byte(p.KeyFile))
		onlyWholeOpens(t, b, whole.Wrapped, err)
	})
}

func FuzzRecoveryRow(f *testing.F) {
	p := promised(f)
	m, whole := p.master(f), p.row(f, ByRecovery)
	f.Add(whole.Wrapped)
	f.Fuzz(func(t *testing.T, b []byte) {
		row := whole
		row.Wrapped = b
		_, err := OpenWithRecovery([]Wrapped{row}, p.Recovery.Secret)
		onlyWholeOpens(t, b, whole.Wrapped, err)
		if _, err := m.KeepRecovery([]Wrapped{row}); err != nil {
			wantSomeKind(t, err)
		}
		RecoveryPublic([]Wrapped{row})
	})
}

func FuzzPersonRow(f *testing.F) {
	p := promised(f)
	m, last := p.master(f), len(p.Rows)-1
	whole := p.Rows[last].Wrapped
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		rows := slices.Clone(p.Rows)
		rows[last].Wrapped = b
		_, err := m.OpenKeys(p.Person, rows)
		onlyWholeOpens(t, b, whole, err)
	})
}

func FuzzEntry(f *testing.F) {
	p := promised(f)
	k := must[*Keys](f)(p.master(f).OpenKeys(p.Person, p.Rows))
	whole := p.Entries[0]
	f.Add(whole.Sealed)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := k.Open(whole.Scope, whole.ID, b)
		onlyWholeOpens(t, b, whole.Sealed, err)
	})
}

// FuzzKeyset reads what stands inside the encryption: whoever knows the public
// half of a recovery key can put any bytes there.
func FuzzKeyset(f *testing.F) {
	p := promised(f)
	m := p.master(f)
	f.Add(must[[]byte](f)(written(m.ring.Load().handle)))
	for _, set := range must[*Keys](f)(m.OpenKeys(p.Person, p.Rows)).ring.Load().sets {
		f.Add(must[[]byte](f)(written(set.handle)))
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		handle, err := read("fuzz", plain)
		if err != nil {
			wantSomeKind(t, err)
			return
		}
		if _, err := newMaster("fuzz", 1, handle); err != nil {
			wantSomeKind(t, err)
		}
	})
}

func onlyWholeOpens(t *testing.T, b, whole []byte, err error) {
	t.Helper()
	if err != nil {
		wantSomeKind(t, err)
	} else if !bytes.Equal(b, whole) {
		t.Errorf("forged: %x", b)
	}
}
