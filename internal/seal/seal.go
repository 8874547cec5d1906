// Package seal encrypts single entries and looks after the keys: it makes
// them, wraps them, changes them and gets them back.
//
// # The keys
//
//	passphrase ─┐
//	recovery key ─┼─ open ─► Master ─ opens ─► Keys of one person ─ open ─► entries
//	key file ───┘                              (one keyset per scope, "mac", "id")
//
// A record has one [Master] key. It is kept once per way in: under a
// passphrase (Argon2id), a recovery key on paper (age, X25519) or a key file.
// The master wraps, for each person, one keyset per scope: an AEAD (AES-256-GCM)
// for each scope that holds entries, an HMAC keyset for the ledger's head and a
// keyed hash for IDs. Every keyset is a Tink keyset, so each ciphertext names
// the key that made it, and old ciphertext stays readable after a change of key.
//
// Nothing here touches a disk or a database. Keys leave and enter as [Wrapped]
// rows, which are safe to store; the caller stores them in one transaction.
//
// # Binding
//
// What is encrypted is bound to its place: a wrapped key to its owner, scope,
// version and way in, an entry to its person, ID and scope. Bytes moved to
// another place do not open. All formats start with a version byte; a higher
// one than this program knows gives [fault.Newer].
//
// # Changing keys
//
// To change a passphrase, wrap the same master with the new one and replace
// the row. If someone may know the old passphrase or hold the key file,
// change the master too:
//
//  1. next := master.Rotate(); wrap next for every way in that stays
//     ([Master.WrapWithPassphrase], [Master.KeepRecovery], …) and store the rows.
//     Ways in that are not wrapped again stop counting.
//  2. next.Rewrap all rows of all persons and store them.
//  3. Optionally last := next.Retire(), which drops the old keys, and wrap last
//     for every way in as in step 1. Never before all of step 2 is stored.
//
// Stopping after any step leaves everything readable. To make future entries
// unreadable with a leaked copy of a person's keys, use [Keys.Rotate] as well.
//
// # What it does not do
//
// It does not hide how long an entry is. It cannot tell that a whole older copy
// was put back. Go's memory cannot be wiped for certain: Forget drops the keys,
// and the collector reuses their memory in its own time. Unlocking takes 64 MiB
// while it runs, so callers let one attempt at a time through, spaced by [Throttle].
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"fermata/internal/fault"
)

// Wrapped is one row of the table keys: one key, encrypted so that it is safe
// to store. Owner, Scope, Version and WrappedBy are authenticated together
// with the key.
type Wrapped struct {
	Owner     string // a person's ID, or RecordOwner
	Scope     string // what the key is for: MasterScope, MACScope, IDScope or a scope of entries
	Version   int64  // counts from 1; the newest opens all that older ones sealed
	WrappedBy string // the way in: ByPassphrase, ByRecovery, ByKeyFile; for a person's keys ByMaster
	Wrapped   []byte // version byte and ciphertext
}

const (
	// RecordOwner owns the rows of the master key.
	RecordOwner = "record"
	// MasterScope is the scope of the master key's rows.
	MasterScope = "master"
	// MACScope is the scope of the keyset behind [Keys.MAC].
	MACScope = "mac"
	// IDScope is the scope of the keyset behind [Keys.KeyedID].
	IDScope = "id"
)

// The ways a key can be wrapped, as they stand in Wrapped.WrappedBy.
const (
	ByPassphrase = "passphrase"
	ByRecovery   = "recovery"
	ByKeyFile    = "keyfile"
	ByMaster     = "master"
)

// format is the version byte at the start of all that this package writes.
const format = 1

const (
	sayLocked  = "Your record is locked. Unlock it and try again."
	sayNewer   = "This was written by a newer Fermata. Update Fermata and try again."
	sayDamaged = "A key of your record is damaged. Nothing was changed. Restore your latest backup."
)

// versioned puts the version byte in front.
func versioned(b []byte) []byte {
	return append(append(make([]byte, 0, 1+len(b)), format), b...)
}

// unversioned takes off the version byte.
func unversioned(op string, b []byte) ([]byte, error) {
	switch {
	case len(b) == 0 || b[0] == 0:
		return nil, fault.New(fault.Damaged, op, sayDamaged)
	case b[0] > format:
		return nil, fault.New(fault.Newer, op, sayNewer)
	}
	return b[1:], nil
}

// framed appends the parts to b, each after its length as four bytes, so that
// two different lists of parts never give the same bytes.
func framed[T string | []byte](b []byte, parts ...T) []byte {
	for _, part := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return b
}

var errFrame = errors.New("parts do not add up")

// unframed is the inverse of framed for exactly n parts. The parts share
// memory with b.
func unframed(b []byte, n int) ([][]byte, error) {
	parts := make([][]byte, n)
	for i := range parts {
		if len(b) < 4 {
			return nil, errFrame
		}
		size := binary.BigEndian.Uint32(b)
		if b = b[4:]; uint64(size) > uint64(len(b)) {
			return nil, errFrame
		}
		parts[i], b = b[:size:size], b[size:]
	}
	if len(b) > 0 {
		return nil, errFrame
	}
	return parts, nil
}

// place is the associated data that ties a wrapped key to its row.
func (w Wrapped) place() []byte {
	b := framed(nil, "fermata.key.1", w.Owner, w.Scope, w.WrappedBy)
	return binary.BigEndian.AppendUint64(b, uint64(w.Version))
}

// encrypt seals plaintext with AES-256-GCM under a 32-byte key and a fresh
// random nonce, which stands in front.
func encrypt(key, plaintext, place []byte) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plaintext, place), nil
}

func decrypt(key, sealed, place []byte) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, nil, sealed, place)
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// random gives n bytes from the operating system.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends instead
	return b
}
