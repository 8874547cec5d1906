package seal

import (
	"crypto/subtle"

	"fermata/internal/fault"
)

// lockbox is what a master row under a passphrase or a key file holds: the
// master's keyset, encrypted under a key that is derived from the secret.
//
// The secret is stretched to 64 bytes. The second half is the key. The first
// half is stored and compared before anything is decrypted: AES-GCM alone lets
// one made-up ciphertext open under many keys, and the comparison also tells a
// wrong secret from damaged bytes.
type lockbox struct {
	cost  []byte // what the derivation needs to know; empty for a key file
	salt  []byte
	check []byte
	box   []byte
}

const (
	saltSize    = 16
	keySize     = 32
	checkSize   = 32
	derivedSize = checkSize + keySize
)

func (l lockbox) bytes() []byte {
	return framed([]byte{format}, l.cost, l.salt, l.check, l.box)
}

func parseLockbox(op string, b []byte) (lockbox, error) {
	body, err := unversioned(op, b)
	if err != nil {
		return lockbox{}, err
	}
	parts, err := unframed(body, 4)
	if err != nil {
		return lockbox{}, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	l := lockbox{cost: parts[0], salt: parts[1], check: parts[2], box: parts[3]}
	if len(l.salt) != saltSize || len(l.check) != checkSize {
		return lockbox{}, fault.New(fault.Damaged, op, sayDamaged)
	}
	return l, nil
}

// lock wraps the master for one way in. derive gives derivedSize bytes; they
// are cleared.
func (m *Master) lock(op, way string, cost []byte, derive func(salt []byte) ([]byte, error)) (Wrapped, error) {
	ring, err := m.unlocked(op)
	if err != nil {
		return Wrapped{}, err
	}
	plain, err := written(ring.handle)
	if err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	defer clear(plain)
	l := lockbox{cost: cost, salt: random(saltSize)}
	derived, err := derive(l.salt)
	if err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	defer clear(derived)
	row := ring.row(way)
	l.check = append([]byte(nil), derived[:checkSize]...)
	if l.box, err = encrypt(derived[checkSize:], plain, row.place()); err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	row.Wrapped = l.bytes()
	return row, nil
}

// unlock opens the box with the derived bytes, which are cleared. sayWrong is
// for the person whose secret is not the right one.
func (l lockbox) unlock(op string, row Wrapped, derived []byte, sayWrong string) (*Master, error) {
	defer clear(derived)
	if subtle.ConstantTimeCompare(l.check, derived[:checkSize]) != 1 {
		return nil, fault.New(fault.Locked, op, sayWrong)
	}
	plain, err := decrypt(derived[checkSize:], l.box, row.place())
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	defer clear(plain)
	handle, err := read(op, plain)
	if err != nil {
		return nil, err
	}
	return newMaster(op, row.Version, handle)
}

// row is the master's row for one way in, still without its key.
func (r *masterRing) row(way string) Wrapped {
	return Wrapped{Owner: RecordOwner, Scope: MasterScope, Version: r.version, WrappedBy: way}
}
