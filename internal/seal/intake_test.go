package seal

import (
	"bytes"
	"errors"
	"testing"

	"fermata/internal/fault"
)

func TestWhatABrowserSealsOpensInItsRecordUnderItsIDOnly(t *testing.T) {
	keys := func() (*Master, *Keys, []Wrapped) {
		master, err := NewMaster()
		if err != nil {
			t.Fatal(err)
		}
		k, rows, err := master.NewKeys("person", []string{"private"})
		if err != nil {
			t.Fatal(err)
		}
		return master, k, rows
	}
	master, own, rows := keys()
	_, other, _ := keys()
	pair, err := own.Intake()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := SealToIntake(pair.Public(), "form", []byte("slept badly"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := master.OpenKeys("person", rows)
	if err != nil {
		t.Fatal(err)
	}
	later, err := again.Intake()
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := later.Open("form", sealed); err != nil || !bytes.Equal(plain, []byte("slept badly")) {
		t.Errorf("opened %q (%v)", plain, err)
	}
	if _, err := later.Open("another form", sealed); !errors.Is(err, fault.Locked) {
		t.Errorf("under another ID: %v", err)
	}
	strange, err := other.Intake()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := strange.Open("form", sealed); !errors.Is(err, fault.Locked) {
		t.Errorf("in another record: %v", err)
	}
	for i := range sealed {
		broken := bytes.Clone(sealed)
		broken[i] ^= 1
		if _, err := later.Open("form", broken); err == nil {
			t.Errorf("byte %d was changed and nobody noticed", i)
		}
		if _, err := later.Open("form", sealed[:i]); err == nil {
			t.Errorf("cut at %d and nobody noticed", i)
		}
	}
	own.Forget()
	if _, err := own.Intake(); !errors.Is(err, fault.Locked) {
		t.Errorf("after the keys were forgotten: %v", err)
	}
}
