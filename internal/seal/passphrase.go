package seal

import (
	"encoding/binary"
	"runtime/debug"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"fermata/internal/fault"
)

// argonCost says how dear one guess at a passphrase is. It is stored with
// each row, so that a later Fermata can raise it and still open older rows.
type argonCost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// usualCost is 64 MiB, three passes, one thread: the second choice of RFC 9106
// §4 for less memory, on one thread because the machine may have only one to spare.
var usualCost = argonCost{memory: 64 << 10, passes: 3, threads: 1}

// dearestCost bounds what a stored row may ask of the machine; more is damage.
var dearestCost = argonCost{memory: 256 << 10, passes: 16, threads: 4}

// freeFrom is the memory of an attempt, in KiB, from which on it is worth a
// collection to give it back at once.
const freeFrom = 8 << 10

func (c argonCost) bytes() []byte {
	b := binary.BigEndian.AppendUint32(nil, c.memory)
	b = binary.BigEndian.AppendUint32(b, c.passes)
	return append(b, c.threads)
}

func parseCost(op string, b []byte) (argonCost, error) {
	if len(b) != 9 {
		return argonCost{}, fault.New(fault.Damaged, op, sayDamaged)
	}
	c := argonCost{memory: binary.BigEndian.Uint32(b), passes: binary.BigEndian.Uint32(b[4:]), threads: b[8]}
	if c.memory < 8 || c.passes < 1 || c.threads < 1 ||
		c.memory > dearestCost.memory || c.passes > dearestCost.passes || c.threads > dearestCost.threads {
		return argonCost{}, fault.New(fault.Damaged, op, sayDamaged)
	}
	return c, nil
}

// derive stretches a passphrase with Argon2id. The same passphrase typed on
// another keyboard or system may arrive as other code points, so it is brought
// to NFC first. NFC and not NFKC: the latter would make different passphrases
// equal.
func (c argonCost) derive(passphrase string, salt []byte) []byte {
	secret := norm.NFC.Bytes([]byte(passphrase))
	defer clear(secret)
	derived := argon2.IDKey(secret, salt, c.passes, c.memory, c.threads, derivedSize)
	if c.memory >= freeFrom {
		// Else the next attempt would take a second block of memory while
		// the first still waits for the collector.
		debug.FreeOSMemory()
	}
	return derived
}

// WrapWithPassphrase wraps the master under a passphrase, at the cost of
// 64 MiB and about an eighth of a second. The passphrase is taken as it is,
// blanks included, apart from Unicode normalisation (NFC); how long it has to be
// is the caller's rule, only an empty one is fault.Invalid.
func (m *Master) WrapWithPassphrase(passphrase string) (Wrapped, error) {
	return m.wrapWithPassphrase(passphrase, usualCost)
}

func (m *Master) wrapWithPassphrase(passphrase string, cost argonCost) (Wrapped, error) {
	const op = "seal.Master.WrapWithPassphrase"
	if passphrase == "" {
		return Wrapped{}, fault.New(fault.Invalid, op, "The passphrase is empty. Type the one you want to use.")
	}
	return m.lock(op, ByPassphrase, cost.bytes(), func(salt []byte) ([]byte, error) {
		return cost.derive(passphrase, salt), nil
	})
}

// OpenWithPassphrase opens the record's master key. A wrong passphrase is
// fault.Locked, a record without one fault.NotFound, a broken row fault.Damaged
// or fault.Newer. Let one attempt at a time through, spaced by [Throttle].
func OpenWithPassphrase(rows []Wrapped, passphrase string) (*Master, error) {
	const op = "seal.OpenWithPassphrase"
	row, err := wayIn(op, rows, ByPassphrase)
	if err != nil {
		return nil, err
	}
	l, err := parseLockbox(op, row.Wrapped)
	if err != nil {
		return nil, err
	}
	cost, err := parseCost(op, l.cost)
	if err != nil {
		return nil, err
	}
	return l.unlock(op, row, cost.derive(passphrase, l.salt),
		"That passphrase does not open this record. Check caps lock and the keyboard language and try again, or use your recovery key.")
}
