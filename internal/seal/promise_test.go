package seal

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// promise is one file in testdata/promises: bytes that an earlier Fermata
// wrote and every later one opens. Files are only ever added; nothing in the
// repository writes them, and a failing test means that people would lose
// their records.
type promise struct {
	Passphrase string
	Recovery   RecoveryPair
	KeyFile    string
	Person     string
	MasterRows []Wrapped // all ways in, of the first and the rotated master
	Rows       []Wrapped // the person's, with two versions of "private"
	Entries    []struct {
		Scope, ID, Text string
		Sealed          []byte
	}
	MACs []struct {
		Data string
		Code []byte
	}
	IDs []struct {
		Parts []string
		ID    string
	}
}

// RecoveryPair is a RecoveryKey that may be written down: this one opens
// nothing but the promise.
type RecoveryPair struct{ Secret, Public string }

func TestPromisesAreKept(t *testing.T) {
	files, err := filepath.Glob("testdata/promises/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no promises: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			readPromise(t, file).check(t)
		})
	}
}

func readPromise(t failer, file string) promise {
	t.Helper()
	var p promise
	if err := json.Unmarshal(must[[]byte](t)(os.ReadFile(file)), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p promise) check(t *testing.T) {
	if public, ok := RecoveryPublic(p.MasterRows); !ok || public != p.Recovery.Public {
		t.Errorf("recovery key %q", public)
	}
	masters := map[string]*Master{
		"passphrase": must[*Master](t)(OpenWithPassphrase(p.MasterRows, p.Passphrase)),
		"decomposed": must[*Master](t)(OpenWithPassphrase(p.MasterRows, norm.NFD.String(p.Passphrase))),
		"recovery":   must[*Master](t)(OpenWithRecovery(p.MasterRows, p.Recovery.Secret)),
		"key file":   must[*Master](t)(OpenWithKeyFile(p.MasterRows, []byte(p.KeyFile))),
	}
	for way, m := range masters {
		t.Run(way, func(t *testing.T) { p.checkKeys(t, must[*Keys](t)(m.OpenKeys(p.Person, p.Rows))) })
	}
	first := p.MasterRows[:len(p.MasterRows)/2]
	must[*Master](t)(OpenWithPassphrase(first, p.Passphrase))
	must[*Master](t)(OpenWithRecovery(first, p.Recovery.Secret))
	must[*Master](t)(OpenWithKeyFile(first, []byte(p.KeyFile)))
	must[Wrapped](t)(masters["recovery"].KeepRecovery(p.MasterRows))
}

func (p promise) checkKeys(t *testing.T, k *Keys) {
	for _, e := range p.Entries {
		if got := must[[]byte](t)(k.Open(e.Scope, e.ID, e.Sealed)); string(got) != e.Text {
			t.Errorf("%s opened as %q", e.ID, got)
		}
	}
	for _, m := range p.MACs {
		if err := k.VerifyMAC(m.Code, []byte(m.Data)); err != nil {
			t.Error(err)
		}
	}
	for _, want := range p.IDs {
		var parts [][]byte
		for _, part := range want.Parts {
			parts = append(parts, []byte(part))
		}
		if id := k.KeyedID(parts...); hex.EncodeToString(id[:]) != want.ID {
			t.Errorf("ID of %q is %x", want.Parts, id)
		}
	}
}
