package seal

import (
	"maps"
	"slices"

	"github.com/tink-crypto/tink-go/v2/keyset"

	"fermata/internal/fault"
)

// Renew gives a person fresh keys that share nothing with k but the key for
// IDs, which stays, so that nothing is imported twice. They are wrapped by m.
// What k sealed does not open with them: seal it again before the rows are
// stored. It is for the time after somebody may have had the keys.
func (m *Master) Renew(k *Keys) (*Keys, []Wrapped, error) {
	return m.rekeyed("seal.Master.Renew", k, func(scope string, old scopeSet) (*keyset.Handle, error) {
		if scope == IDScope {
			return old.handle, nil
		}
		return keyset.NewHandle(template(scope))
	})
}

// RotateAll gives a person keys with a new primary key in every scope but that
// of IDs, all wrapped by m. What k sealed still opens with them. k stays as it is.
func (m *Master) RotateAll(k *Keys) (*Keys, []Wrapped, error) {
	return m.rekeyed("seal.Master.RotateAll", k, func(scope string, old scopeSet) (*keyset.Handle, error) {
		if scope == IDScope {
			return old.handle, nil
		}
		return withNewPrimary(old.handle, template(scope))
	})
}

// rekeyed makes the next version of every keyset.
func (m *Master) rekeyed(op string, k *Keys, next func(string, scopeSet) (*keyset.Handle, error)) (*Keys, []Wrapped, error) {
	master, err := m.unlocked(op)
	if err != nil {
		return nil, nil, err
	}
	ring, err := k.unlocked(op)
	if err != nil {
		return nil, nil, err
	}
	sets := map[string]scopeSet{}
	var rows []Wrapped
	for _, scope := range slices.Sorted(maps.Keys(ring.sets)) {
		old := ring.sets[scope]
		handle, err := next(scope, old)
		if err != nil {
			return nil, nil, fault.Wrap(op, err)
		}
		sets[scope] = scopeSet{version: old.version + 1, handle: handle}
		row, err := master.wrapSet(op, k.person, scope, sets[scope])
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
	fresh, err := newKeys(op, k.person, sets)
	return fresh, rows, err
}
