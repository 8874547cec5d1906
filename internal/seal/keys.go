package seal

import (
	"maps"
	"slices"
	"sync/atomic"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"

	"fermata/internal/fault"
)

// Keys are one person's keysets, unlocked: an AEAD per scope, one MAC and a
// keyed hash for IDs. The keys in it never change, apart from Forget; Rotate
// gives new Keys. Safe for concurrent use.
type Keys struct {
	person string
	ring   atomic.Pointer[keyring] // nil once forgotten
}

type keyring struct {
	sets  map[string]scopeSet
	aeads map[string]tink.AEAD
	mac   tink.MAC
	ids   *prf.Set
}

// scopeSet is the keyset of one scope and the version of its row.
type scopeSet struct {
	version int64
	handle  *keyset.Handle
}

// template says what kind of key a scope is made of.
func template(scope string) *tinkpb.KeyTemplate {
	switch scope {
	case MACScope:
		return mac.HMACSHA256Tag256KeyTemplate()
	case IDScope:
		return prf.HMACSHA256PRFKeyTemplate()
	}
	return aead.AES256GCMKeyTemplate()
}

// NewKeys makes keys for a new person: one keyset per given scope of entries,
// and those for MAC and KeyedID, each of version 1. Store the rows before
// anything sealed with the Keys. An empty or reserved person or scope, or one
// given twice, is fault.Invalid.
func (m *Master) NewKeys(person string, scopes []string) (*Keys, []Wrapped, error) {
	const op = "seal.Master.NewKeys"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, nil, err
	}
	if err := checkNames(op, person, scopes); err != nil {
		return nil, nil, err
	}
	sets := map[string]scopeSet{}
	var rows []Wrapped
	for _, scope := range slices.Concat(scopes, []string{MACScope, IDScope}) {
		handle, err := keyset.NewHandle(template(scope))
		if err != nil {
			return nil, nil, fault.Wrap(op, err)
		}
		sets[scope] = scopeSet{version: 1, handle: handle}
		row, err := ring.wrapSet(op, person, scope, sets[scope])
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
	k, err := newKeys(op, person, sets)
	return k, rows, err
}

func checkNames(op, person string, scopes []string) error {
	if person == "" || person == RecordOwner {
		return fault.New(fault.Invalid, op, "A person needs an ID of their own. Start again with a new one.")
	}
	taken := []string{"", MasterScope, MACScope, IDScope}
	for _, scope := range scopes {
		if slices.Contains(taken, scope) {
			return fault.New(fault.Invalid, op, "Each scope needs a name of its own, and some names are reserved. Choose another.")
		}
		taken = append(taken, scope)
	}
	return nil
}

func (r *masterRing) wrapSet(op, person, scope string, set scopeSet) (Wrapped, error) {
	row := Wrapped{Owner: person, Scope: scope, Version: set.version, WrappedBy: ByMaster}
	plain, err := written(set.handle)
	if err != nil {
		return Wrapped{}, fault.Wrap(op, err)
	}
	defer clear(plain)
	row.Wrapped, err = r.wrap(row, plain)
	return row, fault.Wrap(op, err)
}

// OpenKeys opens a person's keys: of each scope among the rows the newest
// version. Other owners' rows are passed over. No row for the person, or rows
// wrapped by a master that m does not know, is fault.Locked; a broken or moved
// row, or no row for MAC or KeyedID, fault.Damaged; one that a later Fermata
// wrote fault.Newer.
func (m *Master) OpenKeys(person string, rows []Wrapped) (*Keys, error) {
	const op = "seal.Master.OpenKeys"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, err
	}
	latest := latestByScope(person, rows)
	if len(latest) == 0 {
		return nil, fault.New(fault.Locked, op, "The keys to this record are not here. Restore your latest backup.")
	}
	sets := make(map[string]scopeSet, len(latest))
	for scope, row := range latest {
		if sets[scope], err = ring.openSet(op, row); err != nil {
			return nil, err
		}
	}
	return newKeys(op, person, sets)
}

func latestByScope(person string, rows []Wrapped) map[string]Wrapped {
	latest := map[string]Wrapped{}
	for _, row := range rows {
		if row.Owner != person || row.WrappedBy != ByMaster {
			continue
		}
		if best, ok := latest[row.Scope]; !ok || row.Version > best.Version {
			latest[row.Scope] = row
		}
	}
	return latest
}

func (r *masterRing) openSet(op string, row Wrapped) (scopeSet, error) {
	plain, err := r.open(op, row)
	if err != nil {
		return scopeSet{}, err
	}
	defer clear(plain)
	handle, err := read(op, plain)
	return scopeSet{version: row.Version, handle: handle}, err
}

// newKeys makes the primitives for every keyset.
func newKeys(op, person string, sets map[string]scopeSet) (*Keys, error) {
	ring := &keyring{sets: sets, aeads: map[string]tink.AEAD{}}
	for scope, set := range sets {
		if err := ring.add(scope, set.handle); err != nil {
			return nil, fault.Because(fault.Damaged, op, sayDamaged, err)
		}
	}
	if ring.mac == nil || ring.ids == nil {
		return nil, fault.New(fault.Damaged, op, "A key of your record is missing. Nothing was changed. Restore your latest backup.")
	}
	k := &Keys{person: person}
	k.ring.Store(ring)
	return k, nil
}

func (r *keyring) add(scope string, handle *keyset.Handle) (err error) {
	switch scope {
	case MACScope:
		r.mac, err = mac.New(handle)
	case IDScope:
		r.ids, err = prf.NewPRFSet(handle)
	default:
		r.aeads[scope], err = aead.New(handle)
	}
	return err
}

// Forget drops the keys from memory, as far as Go can. Every later use gives
// fault.Locked.
func (k *Keys) Forget() { k.ring.Store(nil) }

func (k *Keys) unlocked(op string) (*keyring, error) {
	if ring := k.ring.Load(); ring != nil {
		return ring, nil
	}
	return nil, fault.New(fault.Locked, op, sayLocked)
}

func (k *Keys) aead(op, scope string) (tink.AEAD, error) {
	ring, err := k.unlocked(op)
	if err != nil {
		return nil, err
	}
	primitive, ok := ring.aeads[scope]
	if !ok {
		return nil, fault.New(fault.Locked, op, "This part of the record is not unlocked. Open it with its own key and try again.")
	}
	return primitive, nil
}

// place is the associated data that ties an entry to its person, ID and scope.
func (k *Keys) place(scope, id string) []byte {
	const label = "fermata.entry.1"
	b := make([]byte, 0, 4*4+len(label)+len(k.person)+len(id)+len(scope))
	return framed(b, label, k.person, id, scope)
}

// Seal encrypts one entry's bytes: 34 bytes longer, different every time, and
// bound to person, scope and id. A scope that is not unlocked is fault.Locked.
// One key is good for 2^32 entries.
func (k *Keys) Seal(scope, id string, plaintext []byte) ([]byte, error) {
	const op = "seal.Keys.Seal"
	primitive, err := k.aead(op, scope)
	if err != nil {
		return nil, err
	}
	sealed, err := primitive.Encrypt(plaintext, k.place(scope, id))
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return versioned(sealed), nil
}

// Open decrypts what Seal gave for the same person, scope and id. Bytes that
// were changed, moved, or sealed with a key these Keys do not hold are
// fault.Damaged; a scope that is not unlocked fault.Locked; what a later
// Fermata sealed fault.Newer.
func (k *Keys) Open(scope, id string, sealed []byte) ([]byte, error) {
	const op = "seal.Keys.Open"
	primitive, err := k.aead(op, scope)
	if err != nil {
		return nil, err
	}
	body, err := unversioned(op, sealed)
	if err != nil {
		return nil, err
	}
	plaintext, err := primitive.Decrypt(body, k.place(scope, id))
	if err != nil {
		return nil, fault.Because(fault.Damaged, op,
			"This entry cannot be read: what is stored is not what was written. Your other entries are not touched. A backup may still hold it.", err)
	}
	return plaintext, nil
}

// MAC gives an authentication code of data: HMAC-SHA256 after a version byte
// and Tink's key ID, 38 bytes.
func (k *Keys) MAC(data []byte) ([]byte, error) {
	const op = "seal.Keys.MAC"
	ring, err := k.unlocked(op)
	if err != nil {
		return nil, err
	}
	code, err := ring.mac.ComputeMAC(k.macked(data))
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return versioned(code), nil
}

// VerifyMAC returns nil if code is what MAC gave for the same person and data,
// else fault.Damaged (fault.Newer for the code of a later Fermata).
func (k *Keys) VerifyMAC(code, data []byte) error {
	const op = "seal.Keys.VerifyMAC"
	ring, err := k.unlocked(op)
	if err != nil {
		return err
	}
	body, err := unversioned(op, code)
	if err != nil {
		return err
	}
	if err := ring.mac.VerifyMAC(body, k.macked(data)); err != nil {
		return fault.Because(fault.Damaged, op,
			"Your record was changed by something other than Fermata. Nothing was written. Compare it with your latest backup.", err)
	}
	return nil
}

func (k *Keys) macked(data []byte) []byte {
	return framed(nil, []byte("fermata.mac.1"), []byte(k.person), data)
}

// KeyedID gives the same ID for the same parts, always, and one that nobody
// without the person's key can work out: HMAC-SHA256 over the parts, each after
// its length, cut to 16 bytes and marked as a UUID version 8 (RFC 9562 §5.8).
// Its key does not rotate. Once forgotten it gives the zero ID, which is no
// valid ID; nothing can be sealed then either.
func (k *Keys) KeyedID(data ...[]byte) [16]byte {
	ring := k.ring.Load()
	if ring == nil {
		return [16]byte{}
	}
	out, err := ring.ids.ComputePrimaryPRF(framed([]byte("fermata.id.1"), data...), 16)
	if err != nil {
		return [16]byte{}
	}
	id := [16]byte(out)
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Scopes lists the scopes of entries that are unlocked, sorted.
func (k *Keys) Scopes() []string {
	ring := k.ring.Load()
	if ring == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(ring.aeads))
}

// Rotate gives Keys with a new primary key in one scope, and the row that
// holds it, wrapped by m. What was sealed before still opens with the new Keys.
// k stays as it is: store the row first, then use the new Keys, because what
// they seal does not open without it; other holders of k have to open the
// stored rows again to read it. Two rotations at once give rows with the same
// version, so that storing the second conflicts. MACScope can be rotated, IDScope
// cannot (fault.Invalid); a scope that is not unlocked is fault.Locked.
func (k *Keys) Rotate(m *Master, scope string) (*Keys, Wrapped, error) {
	const op = "seal.Keys.Rotate"
	if scope == IDScope {
		return nil, Wrapped{}, fault.New(fault.Invalid, op, "The key for IDs stays the same, so that nothing is imported twice. Choose another scope.")
	}
	ring, err := k.unlocked(op)
	if err != nil {
		return nil, Wrapped{}, err
	}
	master, err := m.unlocked(op)
	if err != nil {
		return nil, Wrapped{}, err
	}
	set, ok := ring.sets[scope]
	if !ok {
		return nil, Wrapped{}, fault.New(fault.Locked, op, "This part of the record is not unlocked. Open it with its own key and try again.")
	}
	next := scopeSet{version: set.version + 1}
	if next.handle, err = withNewPrimary(set.handle, template(scope)); err != nil {
		return nil, Wrapped{}, fault.Wrap(op, err)
	}
	row, err := master.wrapSet(op, k.person, scope, next)
	if err != nil {
		return nil, Wrapped{}, err
	}
	sets := maps.Clone(ring.sets)
	sets[scope] = next
	fresh, err := newKeys(op, k.person, sets)
	return fresh, row, err
}
