package seal

import (
	"slices"
	"testing"

	"fermata/internal/fault"
)

// ways is a master with all three ways in, and what opens them.
type ways struct {
	master   *Master
	rows     []Wrapped
	recovery RecoveryKey
	keyFile  []byte
}

func newWays(t failer) ways {
	t.Helper()
	w := ways{
		master:   must[*Master](t)(NewMaster()),
		recovery: must[RecoveryKey](t)(NewRecoveryKey()),
		keyFile:  must[[]byte](t)(NewKeyFile()),
	}
	w.rows = w.wrapAll(t, w.master)
	return w
}

func (w ways) wrapAll(t failer, m *Master) []Wrapped {
	t.Helper()
	return []Wrapped{
		must[Wrapped](t)(m.WrapWithRecovery(w.recovery.Public)),
		must[Wrapped](t)(m.wrapWithPassphrase(passphrase, cheapCost)),
		must[Wrapped](t)(m.WrapWithKeyFile(w.keyFile)),
	}
}

// open tries each way in on the rows.
func (w ways) open(way string, rows []Wrapped) (*Master, error) {
	switch way {
	case ByPassphrase:
		return OpenWithPassphrase(rows, passphrase)
	case ByRecovery:
		return OpenWithRecovery(rows, w.recovery.Secret)
	}
	return OpenWithKeyFile(rows, w.keyFile)
}

var allWays = []string{ByPassphrase, ByRecovery, ByKeyFile}

func TestEveryWayInOpensTheSameMaster(t *testing.T) {
	w := newWays(t)
	if got := WaysIn(w.rows); !slices.Equal(got, allWays) {
		t.Errorf("ways in: %v", got)
	}
	for _, way := range allWays {
		sameMaster(t, w.master, must[*Master](t)(w.open(way, w.rows)))
	}
}

func TestAWayThatWasNeverMadeIsNotFound(t *testing.T) {
	w := newWays(t)
	for i, row := range w.rows {
		others := slices.Delete(slices.Clone(w.rows), i, i+1)
		_, err := w.open(row.WrappedBy, others)
		wantKind(t, err, fault.NotFound)
		if slices.Contains(WaysIn(others), row.WrappedBy) {
			t.Errorf("%s is still listed", row.WrappedBy)
		}
	}
	if got := WaysIn(nil); len(got) != 0 {
		t.Errorf("ways into nothing: %v", got)
	}
}

func TestSecretsOfAnotherRecordAreLockedOut(t *testing.T) {
	ours, theirs := newWays(t), newWays(t)
	for _, way := range []string{ByRecovery, ByKeyFile} {
		_, err := theirs.open(way, ours.rows)
		wantKind(t, err, fault.Locked)
	}
	_, err := OpenWithPassphrase(ours.rows, passphrase+"s")
	wantKind(t, err, fault.Locked)
}

func TestAMasterRowOpensOnlyInItsPlace(t *testing.T) {
	w := newWays(t)
	moves := map[string]func(*Wrapped){
		"older":   func(r *Wrapped) { r.Version-- },
		"newer":   func(r *Wrapped) { r.Version++ },
		"no time": func(r *Wrapped) { r.Version = -r.Version },
	}
	for name, move := range moves {
		for _, row := range w.rows {
			move(&row)
			_, err := w.open(row.WrappedBy, []Wrapped{row})
			if err == nil {
				t.Errorf("%s: %s opened", name, row.WrappedBy)
				continue
			}
			wantKind(t, err, fault.Damaged, fault.NotFound)
		}
	}
}

func TestOneWayDoesNotOpenAsAnother(t *testing.T) {
	w := newWays(t)
	for _, row := range w.rows {
		for _, way := range allWays {
			if row.WrappedBy == way {
				continue
			}
			moved := row
			moved.WrappedBy = way
			_, err := w.open(way, []Wrapped{moved})
			wantSomeKind(t, err)
		}
	}
}

func TestBrokenMasterRowsNeverOpen(t *testing.T) {
	w := newWays(t)
	for _, row := range w.rows {
		eachBroken(row.Wrapped, func(b []byte) {
			broken := row
			broken.Wrapped = b
			m, err := w.open(row.WrappedBy, []Wrapped{broken})
			wantSomeKind(t, err)
			if m != nil {
				t.Fatalf("%s: a broken row gave a master", row.WrappedBy)
			}
		})
	}
}

func TestARowOfALaterFermataIsNewer(t *testing.T) {
	w := newWays(t)
	for _, row := range w.rows {
		row.Wrapped = slices.Clone(row.Wrapped)
		row.Wrapped[0] = format + 1
		_, err := w.open(row.WrappedBy, []Wrapped{row})
		wantKind(t, err, fault.Newer)
	}
}

func TestRotatingTheMasterKeepsEverythingReadable(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("private", "1", []byte("before")))

	next := must[*Master](t)(p.master.Rotate())
	must[*Keys](t)(next.OpenKeys(anna, p.rows))
	rewrapped := must[[]Wrapped](t)(next.Rewrap(p.rows))
	again := must[[]Wrapped](t)(next.Rewrap(rewrapped))

	for _, rows := range [][]Wrapped{rewrapped, again} {
		keys := must[*Keys](t)(next.OpenKeys(anna, rows))
		if got := must[[]byte](t)(keys.Open("private", "1", sealed)); string(got) != "before" {
			t.Errorf("opened %q", got)
		}
	}
	_, err := p.master.OpenKeys(anna, rewrapped)
	wantKind(t, err, fault.Locked)
}

func TestRewrapKeepsOrderAndNamesAndLeavesTheMasterOut(t *testing.T) {
	p, w := newPerson(t, anna), newWays(t)
	next := must[*Master](t)(p.master.Rotate())
	rewrapped := must[[]Wrapped](t)(next.Rewrap(slices.Concat(w.rows, p.rows)))
	sameName := func(a, b Wrapped) bool {
		return a.Owner == b.Owner && a.Scope == b.Scope && a.Version == b.Version && a.WrappedBy == b.WrappedBy
	}
	if !slices.EqualFunc(p.rows, rewrapped, sameName) {
		t.Errorf("rewrapped: %v", rewrapped)
	}
}

func TestRewrapGivesAllOrNothing(t *testing.T) {
	p := newPerson(t, anna)
	p.rows[2].Wrapped = flipped(p.rows[2].Wrapped, 200)
	rows, err := p.master.Rewrap(p.rows)
	wantKind(t, err, fault.Damaged)
	if rows != nil {
		t.Error("half of the rows came back")
	}
}

func TestOnlyWaysWrappedForTheNewestMasterCount(t *testing.T) {
	w := newWays(t)
	next := must[*Master](t)(w.master.Rotate())
	kept := must[Wrapped](t)(next.KeepRecovery(w.rows))
	rows := append(slices.Clone(w.rows), kept)

	if got := WaysIn(rows); !slices.Equal(got, []string{ByRecovery}) {
		t.Errorf("ways in: %v", got)
	}
	_, err := OpenWithPassphrase(rows, passphrase)
	wantKind(t, err, fault.NotFound)
	sameMaster(t, next, must[*Master](t)(OpenWithRecovery(rows, w.recovery.Secret)))
}

func TestARetiredMasterHoldsOnlyTheNewestKey(t *testing.T) {
	p := newPerson(t, anna)
	next := must[*Master](t)(p.master.Rotate())
	rewrapped := must[[]Wrapped](t)(next.Rewrap(p.rows))
	last := must[*Master](t)(next.Retire())

	must[*Keys](t)(last.OpenKeys(anna, rewrapped))
	_, err := last.OpenKeys(anna, p.rows)
	wantKind(t, err, fault.Locked)
	must[*Keys](t)(next.OpenKeys(anna, p.rows))
}

func TestRecoveryIsKeptThroughRotateAndRetireWithoutThePaper(t *testing.T) {
	w := newWays(t)
	rows := w.rows
	m := w.master
	for _, change := range []func(*Master) (*Master, error){(*Master).Rotate, (*Master).Retire, (*Master).Rotate} {
		m = must[*Master](t)(change(m))
		rows = append(rows, must[Wrapped](t)(m.KeepRecovery(rows)))
		sameMaster(t, m, must[*Master](t)(OpenWithRecovery(rows, w.recovery.Secret)))
	}
	if public, ok := RecoveryPublic(rows); !ok || public != w.recovery.Public {
		t.Errorf("public half: %q, %v", public, ok)
	}
}

func TestAStrangersPublicHalfIsNotGivenTheMaster(t *testing.T) {
	w, stranger := newWays(t), newWays(t)
	foreign := stranger.rows[0]
	next := must[*Master](t)(w.master.Rotate())
	_, err := next.KeepRecovery([]Wrapped{foreign})
	wantKind(t, err, fault.Damaged)

	ours := must[recoveryRow](t)(parseRecoveryRow("test", w.rows[0].Wrapped))
	swapped := w.rows[0]
	swapped.Wrapped = framed([]byte{format}, []byte(stranger.recovery.Public), ours.vouch, ours.file)
	_, err = next.KeepRecovery([]Wrapped{swapped})
	wantKind(t, err, fault.Damaged)
	_, err = next.KeepRecovery(nil)
	wantKind(t, err, fault.NotFound)
}

func TestAForgottenMasterOpensNothing(t *testing.T) {
	w, p := newWays(t), newPerson(t, anna)
	m := p.master
	m.Forget()
	m.Forget()

	calls := map[string]func() error{
		"WrapWithPassphrase": func() error { _, err := m.wrapWithPassphrase(passphrase, cheapCost); return err },
		"WrapWithRecovery":   func() error { _, err := m.WrapWithRecovery(w.recovery.Public); return err },
		"WrapWithKeyFile":    func() error { _, err := m.WrapWithKeyFile(w.keyFile); return err },
		"KeepRecovery":       func() error { _, err := m.KeepRecovery(w.rows); return err },
		"Rotate":             func() error { _, err := m.Rotate(); return err },
		"Retire":             func() error { _, err := m.Retire(); return err },
		"Rewrap":             func() error { _, err := m.Rewrap(p.rows); return err },
		"NewKeys":            func() error { _, _, err := m.NewKeys(ben, scopes); return err },
		"OpenKeys":           func() error { _, err := m.OpenKeys(anna, p.rows); return err },
		"Keys.Rotate":        func() error { _, _, err := p.keys.Rotate(m, "private"); return err },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) { wantKind(t, call(), fault.Locked) })
	}
	must[[]byte](t)(p.keys.Seal("private", "1", nil))
}
