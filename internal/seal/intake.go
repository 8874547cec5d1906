package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"

	"fermata/internal/fault"
)

// Intake is the key pair to which a browser seals what is told while the
// record cannot be reached. Whoever has the public half can seal and open
// nothing; the private half is worked out from the person's key for IDs,
// which does not rotate, and is stored nowhere.
type Intake struct{ private *ecdh.PrivateKey }

const (
	intakeName = "fermata.intake.1"
	publicSize = 32
	nonceSize  = 12
)

// Intake gives the person's key pair, always the same. Forgotten keys are
// fault.Locked.
func (k *Keys) Intake() (Intake, error) {
	const op = "seal.Keys.Intake"
	ring, err := k.unlocked(op)
	if err != nil {
		return Intake{}, err
	}
	scalar, err := ring.ids.ComputePrimaryPRF([]byte(intakeName), publicSize)
	if err != nil {
		return Intake{}, fault.Wrap(op, err)
	}
	defer clear(scalar)
	private, err := ecdh.X25519().NewPrivateKey(scalar)
	return Intake{private: private}, fault.Wrap(op, err)
}

// Public is the half that a browser may keep: 32 bytes.
func (i Intake) Public() []byte { return i.private.PublicKey().Bytes() }

// Open opens what a browser sealed under an ID: version, the browser's public
// half made for this once, nonce, ciphertext. What was sealed to another
// record is fault.Locked, as is what was changed: the two look alike.
func (i Intake) Open(id string, sealed []byte) ([]byte, error) {
	const op = "seal.Intake.Open"
	if len(sealed) < 1+publicSize+nonceSize || sealed[0] != format {
		return nil, fault.New(fault.Invalid, op, "This was not kept by Fermata, or by a newer one. Update Fermata and try again.")
	}
	once, rest := sealed[1:1+publicSize], sealed[1+publicSize:]
	public, err := ecdh.X25519().NewPublicKey(once)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	shared, err := i.private.ECDH(public)
	if err != nil {
		return nil, fault.Because(fault.Invalid, op, "This was not kept by Fermata.", err)
	}
	box, err := intakeBox(shared, once, i.Public())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	plain, err := box.Open(nil, rest[:nonceSize], rest[nonceSize:], []byte(id))
	if err != nil {
		return nil, fault.Because(fault.Locked, op, "This belongs to another record, or was changed on the way.", err)
	}
	return plain, nil
}

// SealToIntake does in Go what the browser does, as in [Intake.Open].
func SealToIntake(public []byte, id string, plain []byte) ([]byte, error) {
	const op = "seal.SealToIntake"
	to, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	once, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	shared, err := once.ECDH(to)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	box, err := intakeBox(shared, once.PublicKey().Bytes(), public)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	nonce := random(nonceSize)
	out := append(append([]byte{format}, once.PublicKey().Bytes()...), nonce...)
	return box.Seal(out, nonce, plain, []byte(id)), nil
}

func intakeBox(shared, once, public []byte) (cipher.AEAD, error) {
	defer clear(shared)
	salt := append(append([]byte{}, once...), public...)
	key, err := hkdf.Key(sha256.New, shared, salt, intakeName, keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
