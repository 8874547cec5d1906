package seal

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
)

func TestWhatIsSealedOpensInItsPlaceOnly(t *testing.T) {
	p := newPerson(t, anna)
	other, _, err := p.master.NewKeys(ben, scopes)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		scope := rapid.SampledFrom(scopes).Draw(t, "scope")
		id := rapid.String().Draw(t, "id")
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		sealed := must[[]byte](t)(p.keys.Seal(scope, id, text))
		if got := must[[]byte](t)(p.keys.Open(scope, id, sealed)); !bytes.Equal(got, text) {
			t.Fatalf("%x came back as %x", text, got)
		}
		if len(sealed) != len(text)+34 {
			t.Fatalf("%d bytes became %d", len(text), len(sealed))
		}
		elsewhere := scopes[1-slices.Index(scopes, scope)]
		for _, open := range []func() ([]byte, error){
			func() ([]byte, error) { return p.keys.Open(scope, id+"x", sealed) },
			func() ([]byte, error) { return p.keys.Open(elsewhere, id, sealed) },
			func() ([]byte, error) { return other.Open(scope, id, sealed) },
		} {
			_, err := open()
			wantKind(t, err, fault.Damaged)
		}
	})
}

// With one key for both, only the associated data keeps places apart.
func TestPlacesDifferEvenUnderOneKey(t *testing.T) {
	p := newPerson(t, anna)
	ring := p.keys.ring.Load()
	ring.aeads["shareable"] = ring.aeads["private"]
	twin := &Keys{person: ben}
	twin.ring.Store(ring)

	sealed := must[[]byte](t)(p.keys.Seal("private", "1", []byte("mine")))
	for _, open := range []func() ([]byte, error){
		func() ([]byte, error) { return p.keys.Open("shareable", "1", sealed) },
		func() ([]byte, error) { return p.keys.Open("private", "2", sealed) },
		func() ([]byte, error) { return twin.Open("private", "1", sealed) },
	} {
		_, err := open()
		wantKind(t, err, fault.Damaged)
	}
}

func TestBrokenEntriesNeverOpen(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("private", "1", []byte("a quiet day")))
	eachBroken(sealed, func(b []byte) {
		got, err := p.keys.Open("private", "1", b)
		wantKind(t, err, fault.Damaged, fault.Newer)
		if got != nil {
			t.Fatalf("a broken entry gave %q", got)
		}
	})
}

func TestSealingTwiceGivesDifferentBytes(t *testing.T) {
	p := newPerson(t, anna)
	a := must[[]byte](t)(p.keys.Seal("private", "1", []byte("same")))
	b := must[[]byte](t)(p.keys.Seal("private", "1", []byte("same")))
	if bytes.Equal(a, b) {
		t.Error("the same nonce twice")
	}
}

func TestAnEntryOfALaterFermataIsNewer(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("private", "1", nil))
	sealed[0]++
	_, err := p.keys.Open("private", "1", sealed)
	wantKind(t, err, fault.Newer)
}

func TestKeysComeBackFromTheirRows(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("shareable", "7", []byte("kept")))
	code := must[[]byte](t)(p.keys.MAC([]byte("head")))

	back := must[*Keys](t)(p.master.OpenKeys(anna, p.rows))
	if got := must[[]byte](t)(back.Open("shareable", "7", sealed)); string(got) != "kept" {
		t.Errorf("opened %q", got)
	}
	if err := back.VerifyMAC(code, []byte("head")); err != nil {
		t.Error(err)
	}
	if back.KeyedID([]byte("x")) != p.keys.KeyedID([]byte("x")) {
		t.Error("the keyed ID changed")
	}
	if got := back.Scopes(); !slices.Equal(got, scopes) {
		t.Errorf("scopes: %v", got)
	}
}

func TestAMovedRowDoesNotOpen(t *testing.T) {
	p := newPerson(t, anna)
	moves := map[string]func(*Wrapped){
		"to another version": func(r *Wrapped) { r.Version += 5 },
		"to another scope":   func(r *Wrapped) { r.Scope = "elsewhere" },
	}
	for name, move := range moves {
		for i := range p.rows {
			rows := slices.Clone(p.rows)
			move(&rows[i])
			_, err := p.master.OpenKeys(anna, rows)
			wantKind(t, err, fault.Damaged)
			if err == nil {
				t.Errorf("%s: row %d opened", name, i)
			}
		}
	}
	for i := range p.rows {
		rows := slices.Clone(p.rows)
		for j := range rows {
			rows[j].Owner = ben
		}
		_, err := p.master.OpenKeys(ben, rows[i:])
		wantKind(t, err, fault.Damaged)
	}
}

func TestBrokenRowsNeverOpen(t *testing.T) {
	p := newPerson(t, anna)
	for i := range p.rows {
		rows := slices.Clone(p.rows)
		eachBroken(p.rows[i].Wrapped, func(b []byte) {
			rows[i].Wrapped = b
			k, err := p.master.OpenKeys(anna, rows)
			wantKind(t, err, fault.Damaged, fault.Locked, fault.Newer)
			if k != nil {
				t.Fatal("a broken row gave keys")
			}
		})
	}
}

func TestMissingRows(t *testing.T) {
	p := newPerson(t, anna)
	_, err := p.master.OpenKeys(ben, p.rows)
	wantKind(t, err, fault.Locked)

	without := func(scope string) []Wrapped {
		return slices.DeleteFunc(slices.Clone(p.rows), func(r Wrapped) bool { return r.Scope == scope })
	}
	for _, scope := range []string{MACScope, IDScope} {
		_, err := p.master.OpenKeys(anna, without(scope))
		wantKind(t, err, fault.Damaged)
	}
	k := must[*Keys](t)(p.master.OpenKeys(anna, without("private")))
	_, err = k.Open("private", "1", []byte{format})
	wantKind(t, err, fault.Locked)
	_, err = k.Seal("private", "1", nil)
	wantKind(t, err, fault.Locked)
	_, _, err = k.Rotate(p.master, "private")
	wantKind(t, err, fault.Locked)
}

func TestAnotherMasterIsLockedOut(t *testing.T) {
	p := newPerson(t, anna)
	stranger := must[*Master](t)(NewMaster())
	_, err := stranger.OpenKeys(anna, p.rows)
	wantKind(t, err, fault.Locked)
	_, err = stranger.Rewrap(p.rows)
	wantKind(t, err, fault.Locked)
}

func TestNamesThatCannotBe(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	for _, bad := range [][]string{{""}, {MasterScope}, {MACScope}, {IDScope}, {"a", "a"}} {
		_, _, err := m.NewKeys(anna, bad)
		wantKind(t, err, fault.Invalid)
	}
	for _, name := range []string{"", RecordOwner} {
		_, _, err := m.NewKeys(name, scopes)
		wantKind(t, err, fault.Invalid)
	}
}

func TestRotatingAScopeKeepsOldEntriesReadable(t *testing.T) {
	for _, scope := range scopes {
		p := newPerson(t, anna)
		before := must[[]byte](t)(p.keys.Seal(scope, "1", []byte("before")))
		next, row, err := p.keys.Rotate(p.master, scope)
		if err != nil {
			t.Fatal(err)
		}
		after := must[[]byte](t)(next.Seal(scope, "2", []byte("after")))
		if row.Version != 2 || row.Scope != scope || row.Owner != anna || row.WrappedBy != ByMaster {
			t.Errorf("row: %+v", row)
		}
		stored := must[*Keys](t)(p.master.OpenKeys(anna, append(p.rows, row)))
		for _, k := range []*Keys{next, stored} {
			if got := must[[]byte](t)(k.Open(scope, "1", before)); string(got) != "before" {
				t.Errorf("opened %q", got)
			}
			if got := must[[]byte](t)(k.Open(scope, "2", after)); string(got) != "after" {
				t.Errorf("opened %q", got)
			}
		}
		must[[]byte](t)(p.keys.Open(scope, "1", before))
		_, err = p.keys.Open(scope, "2", after)
		wantKind(t, err, fault.Damaged)
	}
}

func TestTheOrderOfStoredVersionsDoesNotMatter(t *testing.T) {
	p := newPerson(t, anna)
	rows, k := p.rows, p.keys
	for range 11 {
		next, row, err := k.Rotate(p.master, "private")
		if err != nil {
			t.Fatal(err)
		}
		k, rows = next, append(rows, row)
	}
	sealed := must[[]byte](t)(k.Seal("private", "1", []byte("twelfth")))
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(rows).Draw(t, "rows")
		back := must[*Keys](t)(p.master.OpenKeys(anna, shuffled))
		must[[]byte](t)(back.Open("private", "1", sealed))
	})
}

func TestRotatingTheMACKeepsOldCodesValid(t *testing.T) {
	p := newPerson(t, anna)
	before := must[[]byte](t)(p.keys.MAC([]byte("head")))
	next, _, err := p.keys.Rotate(p.master, MACScope)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.VerifyMAC(before, []byte("head")); err != nil {
		t.Error(err)
	}
	after := must[[]byte](t)(next.MAC([]byte("head")))
	wantKind(t, p.keys.VerifyMAC(after, []byte("head")), fault.Damaged)

	_, _, err = p.keys.Rotate(p.master, IDScope)
	wantKind(t, err, fault.Invalid)
}

func TestAMACIsForItsPersonAndDataOnly(t *testing.T) {
	p := newPerson(t, anna)
	twin := &Keys{person: ben}
	twin.ring.Store(p.keys.ring.Load())
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		code := must[[]byte](t)(p.keys.MAC(data))
		if err := p.keys.VerifyMAC(code, data); err != nil {
			t.Fatal(err)
		}
		wantKind(t, p.keys.VerifyMAC(code, append(data, 0)), fault.Damaged)
		wantKind(t, twin.VerifyMAC(code, data), fault.Damaged)
		bit := rapid.IntRange(0, 8*len(code)-1).Draw(t, "bit")
		wantKind(t, p.keys.VerifyMAC(flipped(code, bit), data), fault.Damaged, fault.Newer)
	})
	wantKind(t, p.keys.VerifyMAC(nil, nil), fault.Damaged)
}

func TestKeyedIDsAreStableDistinctUUIDs(t *testing.T) {
	p := newPerson(t, anna)
	other := newPerson(t, anna)
	seen := map[[16]byte]string{}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "parts")
		id := p.keys.KeyedID(parts...)
		name := string(framed(nil, parts...))
		if before, ok := seen[id]; ok && before != name {
			t.Fatalf("%x stands for %q and %q", id, before, name)
		}
		seen[id] = name
		if id != p.keys.KeyedID(parts...) {
			t.Fatal("the same parts gave another ID")
		}
		if id[6]>>4 != 8 || id[8]>>6 != 0b10 {
			t.Fatalf("%x is no UUID version 8", id)
		}
		if id == other.keys.KeyedID(parts...) {
			t.Fatal("another key gave the same ID")
		}
	})
	a := p.keys.KeyedID([]byte("ab"), []byte("c"))
	if b := p.keys.KeyedID([]byte("a"), []byte("bc")); a == b {
		t.Error("parts run together")
	}
}

func TestForgottenKeysOpenNothing(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("private", "1", nil))
	code := must[[]byte](t)(p.keys.MAC(nil))
	p.keys.Forget()
	p.keys.Forget()

	_, err := p.keys.Seal("private", "1", nil)
	wantKind(t, err, fault.Locked)
	_, err = p.keys.Open("private", "1", sealed)
	wantKind(t, err, fault.Locked)
	_, err = p.keys.MAC(nil)
	wantKind(t, err, fault.Locked)
	wantKind(t, p.keys.VerifyMAC(code, nil), fault.Locked)
	_, _, err = p.keys.Rotate(p.master, "private")
	wantKind(t, err, fault.Locked)
	if p.keys.KeyedID([]byte("x")) != [16]byte{} || p.keys.Scopes() != nil {
		t.Error("forgotten keys still answer")
	}
}

func TestManyReadersWhileKeysAreForgotten(t *testing.T) {
	p := newPerson(t, anna)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for {
				sealed, err := p.keys.Seal("private", "1", []byte("x"))
				if err == nil {
					_, err = p.keys.Open("private", "1", sealed)
				}
				if err != nil {
					wantKind(t, err, fault.Locked)
					return
				}
				p.keys.KeyedID([]byte("x"))
			}
		})
	}
	p.keys.Forget()
	readers.Wait()
}
