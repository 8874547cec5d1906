package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"unicode"

	"filippo.io/age"

	"fermata/internal/fault"
)

// RecoveryKey is the way back in when the passphrase is forgotten. Secret is
// printed and never stored; Public is kept in the wrapped row.
type RecoveryKey struct {
	// Secret is eight groups of four letters and digits. It holds a version
	// byte, 128 random bits and a 24-bit checksum, and uses no I, L, O or U.
	Secret string `json:"-"`
	// Public is an age recipient, "age1…".
	Public string
}

// String names the key without giving it away, for whoever prints it by mistake.
func (k RecoveryKey) String() string { return "recovery key for " + k.Public }

// GoString is String.
func (k RecoveryKey) GoString() string { return k.String() }

const (
	recoveryRandom  = 16
	recoverySum     = 3
	recoverySize    = 1 + recoveryRandom + recoverySum
	recoverySymbols = 32
	recoveryGroup   = 4
	// Crockford's base 32: no letter that is easily taken for another sign.
	recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// NewRecoveryKey makes a fresh recovery key. Show Secret once, for paper.
func NewRecoveryKey() (RecoveryKey, error) {
	const op = "seal.NewRecoveryKey"
	seed := random(recoveryRandom)
	defer clear(seed)
	identity, err := recoveryIdentity(seed)
	if err != nil {
		return RecoveryKey{}, fault.Wrap(op, err)
	}
	return RecoveryKey{Secret: recoveryText(seed), Public: identity.Recipient().String()}, nil
}

// recoveryIdentity expands the 128 random bits to an X25519 key. The whole
// 256 bits would be 52 signs to type; 128 bits are as strong as X25519 itself.
func recoveryIdentity(seed []byte) (*age.X25519Identity, error) {
	scalar, err := hkdf.Key(sha256.New, seed, nil, "fermata.recovery.1", 32)
	if err != nil {
		return nil, err
	}
	defer clear(scalar)
	return age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", scalar)))
}

func recoveryText(seed []byte) string {
	b := append([]byte{format}, seed...)
	b = append(b, recoveryCheck(b)...)
	text := base32.NewEncoding(recoveryAlphabet).EncodeToString(b)
	groups := make([]string, 0, recoverySymbols/recoveryGroup)
	for i := 0; i < len(text); i += recoveryGroup {
		groups = append(groups, text[i:i+recoveryGroup])
	}
	return strings.Join(groups, "-")
}

func recoveryCheck(versioned []byte) []byte {
	sum := sha256.Sum256(framed(nil, []byte("fermata.recovery.1"), versioned))
	return sum[:recoverySum]
}

// parseRecovery gives the random bits in a recovery key as a person typed
// it. Every slip is fault.Invalid and says what kind of slip it is.
func parseRecovery(op, typed string) ([]byte, error) {
	text, err := recoveryTyped(op, typed)
	if err != nil {
		return nil, err
	}
	b, err := base32.NewEncoding(recoveryAlphabet).DecodeString(text)
	if err != nil || len(b) != recoverySize {
		return nil, fault.New(fault.Invalid, op, sayRecoverySlip)
	}
	versioned, check := b[:1+recoveryRandom], b[1+recoveryRandom:]
	if subtle.ConstantTimeCompare(check, recoveryCheck(versioned)) != 1 {
		return nil, fault.New(fault.Invalid, op, sayRecoverySlip)
	}
	if versioned[0] != format {
		return nil, fault.New(fault.Newer, op, "This recovery key was made by a newer Fermata. Update Fermata and try again.")
	}
	return versioned[1:], nil
}

const sayRecoverySlip = "One or more signs differ from the recovery key on your paper. Compare the groups one by one and try again."

// recoveryTyped brings a typed key to the alphabet: any case, blanks and dashes
// anywhere, and the letters that look like others.
func recoveryTyped(op, typed string) (string, error) {
	var text strings.Builder
	for _, r := range typed {
		switch r = unicode.ToUpper(r); {
		case unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '−' || r == '_' || r == '.':
		case r == 'I' || r == 'L':
			text.WriteByte('1')
		case r == 'O':
			text.WriteByte('0')
		case r == 'U':
			text.WriteByte('V')
		case strings.ContainsRune(recoveryAlphabet, r):
			text.WriteRune(r)
		default:
			return "", fault.New(fault.Invalid, op, "A recovery key has only letters and digits. Take out the other signs and try again.")
		}
	}
	if n := text.Len(); n != recoverySymbols {
		return "", fault.New(fault.Invalid, op, fmt.Sprintf(
			"A recovery key has %d letters and digits; this one has %d. Compare it with your paper and try again.", recoverySymbols, n))
	}
	return text.String(), nil
}

// recoveryRow is what a master row under a recovery key holds.
type recoveryRow struct {
	public []byte // the age recipient, so that a change of master needs no paper
	vouch  []byte // nothing, encrypted by the master with public as associated data
	file   []byte // the master's keyset as an age file
}

func parseRecoveryRow(op string, b []byte) (recoveryRow, error) {
	body, err := unversioned(op, b)
	if err != nil {
		return recoveryRow{}, err
	}
	parts, err := unframed(body, 3)
	if err != nil {
		return recoveryRow{}, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	return recoveryRow{public: parts[0], vouch: parts[1], file: parts[2]}, nil
}

// voucher is the associated data with which the master vouches for a public
// half. Without it, whoever can write the rows could put in their own and be
// given the master at its next change.
func (w Wrapped) voucher(public []byte) []byte {
	return framed(w.place(), []byte("fermata.recovery.1"), public)
}

// vouched checks that a master made this row for this public half.
func (r *masterRing) vouched(op string, row Wrapped, kept recoveryRow) error {
	if _, err := r.aead.Decrypt(kept.vouch, row.voucher(kept.public)); err != nil {
		return fault.Because(fault.Damaged, op,
			"The recovery key kept with your record was changed by something other than Fermata. Make a new recovery key.", err)
	}
	return nil
}

// WrapWithRecovery wraps the master for the public half of a recovery key,
// which is kept in the row. A public half that is none is fault.Invalid.
func (m *Master) WrapWithRecovery(public string) (Wrapped, error) {
	const op = "seal.Master.WrapWithRecovery"
	recipient, err := age.ParseX25519Recipient(public)
	if err != nil {
		return Wrapped{}, fault.Because(fault.Invalid, op, "This recovery key cannot be used. Make a new one.", err)
	}
	ring, err := m.unlocked(op)
	if err != nil {
		return Wrapped{}, err
	}
	row := ring.row(ByRecovery)
	kept := recoveryRow{public: []byte(recipient.String())}
	if kept.vouch, err = ring.aead.Encrypt(nil, row.voucher(kept.public)); err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	if kept.file, err = ring.ageFile(recipient); err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	row.Wrapped = framed([]byte{format}, kept.public, kept.vouch, kept.file)
	return row, nil
}

func (r *masterRing) ageFile(recipient age.Recipient) ([]byte, error) {
	plain, err := written(r.handle)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// KeepRecovery wraps m for the recovery key that is already on paper, after
// Rotate or Retire; rows are those stored for the master before. It checks that
// the public half in them was put there by the master: if not, fault.Damaged,
// and a new recovery key is needed. No recovery key: fault.NotFound.
func (m *Master) KeepRecovery(rows []Wrapped) (Wrapped, error) {
	const op = "seal.Master.KeepRecovery"
	ring, err := m.unlocked(op)
	if err != nil {
		return Wrapped{}, err
	}
	row, err := wayIn(op, rows, ByRecovery)
	if err != nil {
		return Wrapped{}, err
	}
	kept, err := parseRecoveryRow(op, row.Wrapped)
	if err != nil {
		return Wrapped{}, err
	}
	if err := ring.vouched(op, row, kept); err != nil {
		return Wrapped{}, err
	}
	return m.WrapWithRecovery(string(kept.public))
}

// RecoveryPublic gives the public half of the recovery key, to show or compare
// it. It is read without any key and thus not checked: to wrap a master for it,
// use [Master.KeepRecovery].
func RecoveryPublic(rows []Wrapped) (string, bool) {
	row, ok := newest(rows, ByRecovery)
	if !ok {
		return "", false
	}
	kept, err := parseRecoveryRow("seal.RecoveryPublic", row.Wrapped)
	if err != nil {
		return "", false
	}
	recipient, err := age.ParseX25519Recipient(string(kept.public))
	if err != nil {
		return "", false
	}
	return recipient.String(), true
}

// OpenWithRecovery opens the record's master key with the secret half as a
// person typed it: any case, with or without blanks and dashes. A slip of the
// pen is fault.Invalid, the key of another record fault.Locked, a record without
// recovery key fault.NotFound, a broken row fault.Damaged, and what a later
// Fermata wrote fault.Newer.
func OpenWithRecovery(rows []Wrapped, secret string) (*Master, error) {
	const op = "seal.OpenWithRecovery"
	row, err := wayIn(op, rows, ByRecovery)
	if err != nil {
		return nil, err
	}
	seed, err := parseRecovery(op, secret)
	if err != nil {
		return nil, err
	}
	defer clear(seed)
	identity, err := recoveryIdentity(seed)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	kept, err := parseRecoveryRow(op, row.Wrapped)
	if err != nil {
		return nil, err
	}
	if identity.Recipient().String() != string(kept.public) {
		return nil, fault.New(fault.Locked, op,
			"This recovery key belongs to another record, or was replaced by a newer one. Try the newest one you have.")
	}
	return kept.unlock(op, row, identity)
}

func (r recoveryRow) unlock(op string, row Wrapped, identity age.Identity) (*Master, error) {
	file, err := age.Decrypt(bytes.NewReader(r.file), identity)
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	plain, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	defer clear(plain)
	handle, err := read(op, plain)
	if err != nil {
		return nil, err
	}
	m, err := newMaster(op, row.Version, handle)
	if err != nil {
		return nil, err
	}
	if err := m.ring.Load().vouched(op, row, r); err != nil {
		return nil, err
	}
	return m, nil
}
