package seal

import (
	"bytes"
	"testing"
)

// Each fuzz target starts from whole bytes and asks for the same three things:
// no panic, a failure with a kind, and that only the very bytes that were
// written open. Every run makes its own keys, so a found input that opens is
// a forgery and not a leftover.

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

func FuzzPassphraseRow(f *testing.F) {
	m := must[*Master](f)(NewMaster())
	whole := must[Wrapped](f)(m.wrapWithPassphrase(passphrase, cheapCost))
	f.Add(whole.Wrapped)
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseLockbox("fuzz", b)
		if err != nil {
			wantSomeKind(t, err)
			return
		}
		if !bytes.Equal(l.bytes(), b) {
			t.Fatal("read and written again it differs")
		}
		cost, err := parseCost("fuzz", l.cost)
		if err == nil && cost != cheapCost {
			return // right, and too dear to try thousands of times
		}
		row := whole
		row.Wrapped = b
		_, err = OpenWithPassphrase([]Wrapped{row}, passphrase)
		onlyWholeOpens(t, b, whole.Wrapped, err)
	})
}

func FuzzKeyFileRow(f *testing.F) {
	w := newWays(f)
	whole := w.rows[2]
	f.Add(whole.Wrapped)
	f.Fuzz(func(t *testing.T, b []byte) {
		row := whole
		row.Wrapped = b
		_, err := w.open(ByKeyFile, []Wrapped{row})
		onlyWholeOpens(t, b, whole.Wrapped, err)
	})
}

func FuzzRecoveryRow(f *testing.F) {
	w := newWays(f)
	whole := w.rows[0]
	f.Add(whole.Wrapped)
	f.Fuzz(func(t *testing.T, b []byte) {
		row := whole
		row.Wrapped = b
		_, err := w.open(ByRecovery, []Wrapped{row})
		onlyWholeOpens(t, b, whole.Wrapped, err)
		if _, err := w.master.KeepRecovery([]Wrapped{row}); err != nil {
			wantSomeKind(t, err)
		}
		RecoveryPublic([]Wrapped{row})
	})
}

func FuzzPersonRow(f *testing.F) {
	p := newPerson(f, anna)
	whole := p.rows[0].Wrapped
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		rows := append([]Wrapped(nil), p.rows...)
		rows[0].Wrapped = b
		_, err := p.master.OpenKeys(anna, rows)
		onlyWholeOpens(t, b, whole, err)
	})
}

func FuzzEntry(f *testing.F) {
	p := newPerson(f, anna)
	whole := must[[]byte](f)(p.keys.Seal("private", "1", []byte("a quiet day")))
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := p.keys.Open("private", "1", b)
		onlyWholeOpens(t, b, whole, err)
	})
}

// FuzzKeyset reads what stands inside the encryption: whoever knows the public
// half of a recovery key can put any bytes there.
func FuzzKeyset(f *testing.F) {
	ring := must[*Master](f)(NewMaster()).ring.Load()
	f.Add(must[[]byte](f)(written(ring.handle)))
	for _, set := range newPerson(f, anna).keys.ring.Load().sets {
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
