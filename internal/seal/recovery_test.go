package seal

import (
	"bytes"
	"crypto/ecdh"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"

	"fermata/internal/fault"
)

func TestARecoveryKeyIsEightGroupsOfFour(t *testing.T) {
	k := must[RecoveryKey](t)(NewRecoveryKey())
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){7}$`).MatchString(k.Secret) {
		t.Errorf("printed as %q", k.Secret)
	}
	if _, err := age.ParseX25519Recipient(k.Public); err != nil {
		t.Error(err)
	}
}

func TestARecoveryKeyIsReadAsPeopleTypeIt(t *testing.T) {
	seed := []byte{0x02, 0x10, 0x84, 0x21, 0x08, 0x42, 0x00, 0x84, 0x21, 0x08, 0x42, 0x10, 0x84, 0x00, 0x08, 0xd8}
	printed := recoveryText(seed)
	for name, typed := range map[string]string{
		"as printed":       printed,
		"lower case":       strings.ToLower(printed),
		"without dashes":   strings.ReplaceAll(printed, "-", ""),
		"blanks":           "  " + strings.ReplaceAll(printed, "-", " ") + "\n",
		"two lines":        printed[:20] + "\r\n" + printed[20:],
		"long dashes":      strings.ReplaceAll(printed, "-", " – "),
		"hard blanks":      strings.ReplaceAll(printed, "-", "\u00a0"),
		"unseen signs":     strings.ReplaceAll(printed, "-", "\u200b"),
		"O for nought":     strings.ReplaceAll(printed, "0", "O"),
		"o for nought":     strings.ReplaceAll(printed, "0", "o"),
		"capital i":        strings.ReplaceAll(printed, "1", "I"),
		"small l for one":  strings.ReplaceAll(printed, "1", "l"),
		"dots and strokes": strings.ReplaceAll(printed, "-", "._"),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parseRecovery("test", typed)
			if err != nil || !bytes.Equal(got, seed) {
				t.Errorf("%q read as %x, %v", typed, got, err)
			}
		})
	}
	if !strings.Contains(printed, "1") || !strings.Contains(printed, "0") {
		t.Errorf("%q has no look-alikes to test with", printed)
	}
}

func TestOneWrongSignIsAlwaysNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), recoveryRandom, recoveryRandom).Draw(t, "seed")
		text := strings.ReplaceAll(recoveryText(seed), "-", "")
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		sign := rapid.SampledFrom([]byte(recoveryAlphabet)).Draw(t, "sign")
		if text[at] == sign {
			t.Skip("no slip")
		}
		_, err := parseRecovery("test", text[:at]+string(sign)+text[at+1:])
		wantKind(t, err, fault.Invalid)
	})
}

func TestTwoSwappedSignsAreAlwaysNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), recoveryRandom, recoveryRandom).Draw(t, "seed")
		text := []byte(strings.ReplaceAll(recoveryText(seed), "-", ""))
		at := rapid.IntRange(1, len(text)-1).Draw(t, "at")
		if text[at] == text[at-1] {
			t.Skip("no slip")
		}
		text[at], text[at-1] = text[at-1], text[at]
		_, err := parseRecovery("test", string(text))
		wantKind(t, err, fault.Invalid)
	})
}

func TestAMissingSignIsCountedForThePerson(t *testing.T) {
	k := must[RecoveryKey](t)(NewRecoveryKey())
	_, err := parseRecovery("test", k.Secret[1:])
	wantKind(t, err, fault.Invalid)
	if say := fault.Sentence(err); !strings.Contains(say, "has 31") {
		t.Errorf("says %q", say)
	}
	_, err = parseRecovery("test", k.Secret[:38]+"é")
	wantKind(t, err, fault.Invalid)
	_, err = parseRecovery("test", "")
	wantKind(t, err, fault.Invalid)
}

func TestARecoveryKeyOfALaterFermataIsNewer(t *testing.T) {
	k := must[RecoveryKey](t)(NewRecoveryKey())
	seed := must[[]byte](t)(parseRecovery("test", k.Secret))
	_, err := parseRecovery("test", recoveryTextOf(format+1, seed))
	wantKind(t, err, fault.Newer)
	_, err = parseRecovery("test", recoveryTextOf(format, seed))
	if err != nil {
		t.Error(err)
	}
}

// recoveryTextOf is recoveryText for any version byte.
func recoveryTextOf(version byte, seed []byte) string {
	b := append([]byte{version}, seed...)
	b = append(b, recoveryCheck(b)...)
	var text strings.Builder
	held, bits := uint64(0), 0
	for _, v := range b {
		held, bits = held<<8|uint64(v), bits+8
		for bits >= 5 {
			bits -= 5
			text.WriteByte(recoveryAlphabet[held>>bits&31])
		}
	}
	return text.String()
}

func TestPrintingARecoveryKeyByMistakeShowsNoSecret(t *testing.T) {
	k := must[RecoveryKey](t)(NewRecoveryKey())
	asJSON := string(must[[]byte](t)(json.Marshal(k)))
	for _, text := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v", k, &k, k), asJSON} {
		if strings.Contains(text, k.Secret) {
			t.Errorf("printed the secret: %s", text)
		}
	}
}

func TestOnlyAnAgeRecipientCanBeWrappedFor(t *testing.T) {
	w := newWays(t)
	for _, public := range []string{"", "age1", "age1qqqq", w.recovery.Secret, strings.ToUpper(w.recovery.Public) + "x"} {
		_, err := w.master.WrapWithRecovery(public)
		wantKind(t, err, fault.Invalid)
	}
}

func TestNoPublicHalfWithoutARecoveryRow(t *testing.T) {
	w := newWays(t)
	for name, rows := range map[string][]Wrapped{
		"none":   nil,
		"others": w.rows[1:],
		"broken": {{Owner: RecordOwner, Scope: MasterScope, Version: 1, WrappedBy: ByRecovery, Wrapped: []byte{format, 0, 0}}},
		"not one": {{Owner: RecordOwner, Scope: MasterScope, Version: 1, WrappedBy: ByRecovery,
			Wrapped: framed([]byte{format}, "me", "", "")}},
	} {
		if public, ok := RecoveryPublic(rows); ok {
			t.Errorf("%s: found %q", name, public)
		}
	}
}

// A second implementation of X25519 and age's own parser agree with ours.
func TestOurBech32IsAges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scalar := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "scalar")
		identity := must[*age.X25519Identity](t)(age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", scalar))))
		private := must[*ecdh.PrivateKey](t)(ecdh.X25519().NewPrivateKey(scalar))
		if got, want := bech32("age", private.PublicKey().Bytes()), identity.Recipient().String(); got != want {
			t.Fatalf("wrote %s, age %s", got, want)
		}
	})
}

// From the list of valid strings in BIP 173.
func TestBech32OfTheStandard(t *testing.T) {
	if got := bech32("a", nil); got != "a12uel5l" {
		t.Errorf("got %s", got)
	}
	if got := bech32("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", nil); !strings.HasSuffix(got, "1tt5tgs") {
		t.Errorf("got %s", got)
	}
}
