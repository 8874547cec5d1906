package seal

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sync/atomic"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"

	"fermata/internal/fault"
)

// Master is the record's master key, unlocked: a Tink AES256-GCM keyset. It
// opens and wraps the keys of persons. Its methods never change the keys in it,
// apart from Forget, and it is safe for concurrent use.
type Master struct {
	ring atomic.Pointer[masterRing] // nil once forgotten
}

type masterRing struct {
	version int64
	handle  *keyset.Handle
	aead    tink.AEAD
}

// NewMaster makes a fresh master key, version 1. Wrap it for at least one way
// in and store the row before anything is sealed with it.
func NewMaster() (*Master, error) {
	const op = "seal.NewMaster"
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newMaster(op, 1, handle)
}

func newMaster(op string, version int64, handle *keyset.Handle) (*Master, error) {
	primitive, err := aead.New(handle)
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	m := new(Master)
	m.ring.Store(&masterRing{version: version, handle: handle, aead: primitive})
	return m, nil
}

// unlocked gives the keys, or fault.Locked once they are forgotten.
func (m *Master) unlocked(op string) (*masterRing, error) {
	if ring := m.ring.Load(); ring != nil {
		return ring, nil
	}
	return nil, fault.New(fault.Locked, op, sayLocked)
}

// Forget drops the master key from memory, as far as Go can. Every later use
// gives fault.Locked; Keys opened before stay open until they are forgotten.
func (m *Master) Forget() { m.ring.Store(nil) }

// Rotate gives a master of the next version: a new primary key, and all the
// old ones, so that it opens every row that m opens. m itself stays as it is.
// The package comment says in which order to store what.
func (m *Master) Rotate() (*Master, error) {
	const op = "seal.Master.Rotate"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, err
	}
	handle, err := withNewPrimary(ring.handle, aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newMaster(op, ring.version+1, handle)
}

// Retire gives a master of the next version that holds only the primary key.
// Rows that were not rewrapped since the last Rotate are lost with it.
func (m *Master) Retire() (*Master, error) {
	const op = "seal.Master.Retire"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, err
	}
	info := ring.handle.KeysetInfo()
	manager := keyset.NewManagerFromHandle(ring.handle)
	for _, key := range info.GetKeyInfo() {
		if key.GetKeyId() == info.GetPrimaryKeyId() {
			continue
		}
		if err := manager.Delete(key.GetKeyId()); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	handle, err := manager.Handle()
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newMaster(op, ring.version+1, handle)
}

// Rewrap wraps persons' rows under the primary key of m. It gives one row for
// each row wrapped by a master, in their order, with owner, scope and version
// unchanged; the master's own rows are left out. It gives all or an error, and
// rows already under the primary key may be given again.
func (m *Master) Rewrap(rows []Wrapped) ([]Wrapped, error) {
	const op = "seal.Master.Rewrap"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, err
	}
	var rewrapped []Wrapped
	for _, row := range rows {
		if row.WrappedBy != ByMaster {
			continue
		}
		plain, err := ring.open(op, row)
		if err != nil {
			return nil, err
		}
		row.Wrapped, err = ring.wrap(row, plain)
		clear(plain)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		rewrapped = append(rewrapped, row)
	}
	return rewrapped, nil
}

// wrap encrypts a serialized keyset for the row it will stand in.
func (r *masterRing) wrap(row Wrapped, plain []byte) ([]byte, error) {
	sealed, err := r.aead.Encrypt(plain, row.place())
	if err != nil {
		return nil, err
	}
	return versioned(sealed), nil
}

// open gives the serialized keyset in a person's row.
func (r *masterRing) open(op string, row Wrapped) ([]byte, error) {
	sealed, err := unversioned(op, row.Wrapped)
	if err != nil {
		return nil, err
	}
	plain, err := r.aead.Decrypt(sealed, row.place())
	if err != nil && !r.made(sealed) {
		return nil, fault.Because(fault.Locked, op,
			"This key does not open that part of the record. Lock Fermata, unlock it again and try once more.", err)
	}
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	return plain, nil
}

// made reports whether a ciphertext names one of the master's own keys. Tink
// writes 0x01 and the key's ID in front.
func (r *masterRing) made(sealed []byte) bool {
	if len(sealed) < 5 {
		return true
	}
	id := binary.BigEndian.Uint32(sealed[1:])
	return slices.ContainsFunc(r.handle.KeysetInfo().GetKeyInfo(), func(key *tinkpb.KeysetInfo_KeyInfo) bool {
		return key.GetKeyId() == id
	})
}

// newest gives the row through which one way leads in. Only rows of the
// master's newest version count: an older one would open a master that lacks
// the newest keys.
func newest(rows []Wrapped, way string) (Wrapped, bool) {
	var latest int64
	for _, row := range rows {
		if row.Owner == RecordOwner && row.Scope == MasterScope {
			latest = max(latest, row.Version)
		}
	}
	i := slices.IndexFunc(rows, func(row Wrapped) bool {
		return row.Owner == RecordOwner && row.Scope == MasterScope && row.Version == latest && row.WrappedBy == way
	})
	if i < 0 {
		return Wrapped{}, false
	}
	return rows[i], true
}

// WaysIn lists the ways that lead into the record now, in the order
// ByPassphrase, ByRecovery, ByKeyFile. Rows of replaced masters do not count.
func WaysIn(rows []Wrapped) []string {
	var ways []string
	for _, way := range []string{ByPassphrase, ByRecovery, ByKeyFile} {
		if _, ok := newest(rows, way); ok {
			ways = append(ways, way)
		}
	}
	return ways
}

// wayIn is newest, with the failure that OpenWith… promise.
func wayIn(op string, rows []Wrapped, way string) (Wrapped, error) {
	row, ok := newest(rows, way)
	if !ok {
		return Wrapped{}, fault.New(fault.NotFound, op, sayNoSuchWay[way])
	}
	return row, nil
}

var sayNoSuchWay = map[string]string{
	ByPassphrase: "This record has no passphrase. Open it with your recovery key or your key file.",
	ByRecovery:   "This record has no recovery key. Open it with your passphrase or your key file.",
	ByKeyFile:    "This record does not open with a key file. Use your passphrase or your recovery key.",
}

// withNewPrimary copies a keyset and adds a fresh primary key to the copy.
func withNewPrimary(handle *keyset.Handle, template *tinkpb.KeyTemplate) (*keyset.Handle, error) {
	manager := keyset.NewManagerFromHandle(handle)
	id, err := manager.Add(template)
	if err != nil {
		return nil, err
	}
	if err := manager.SetPrimary(id); err != nil {
		return nil, err
	}
	return manager.Handle()
}

// written serializes a keyset in the clear: callers encrypt and clear it.
func written(handle *keyset.Handle) ([]byte, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&b)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// read is the inverse of written.
func read(op string, plain []byte) (*keyset.Handle, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(plain)))
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
	}
	return handle, nil
}
