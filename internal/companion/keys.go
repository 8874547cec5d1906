package companion

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
)

// PassphraseMin is the least length of a passphrase, in characters.
const PassphraseMin = 10

// KeyFile is where the key file lies: in the config folder, never in the data
// folder or a backup. An empty path means that there is none.
type KeyFile string

func (k KeyFile) read() ([]byte, error) {
	if k == "" {
		return nil, fault.New(fault.NotFound, "companion.keyfile", "There is no key file.")
	}
	key, err := os.ReadFile(string(k))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "companion.keyfile", "The key file is not where it was. Put it back, or use another way in.")
	}
	if err != nil {
		return nil, fault.Because(fault.Unavailable, "companion.keyfile", "The key file cannot be read. Check who may read it.", err)
	}
	return key, nil
}

// errKeyFileThere: writing over it could lock another record for good.
func errKeyFileThere(cause error) error {
	return fault.Because(fault.Conflict, "companion.keyfile",
		"There is a key file here already, perhaps of another record. Choose a passphrase, or move that file to a safe place first.", cause)
}

// write keeps the key file where there is none yet. Errors: fault.Conflict,
// fault.Unavailable.
func (k KeyFile) write(key []byte) error {
	const say = "The key file cannot be written. Check that the config folder is yours and not full."
	if err := os.MkdirAll(filepath.Dir(string(k)), 0o700); err != nil {
		return fault.Because(fault.Unavailable, "companion.keyfile", say, err)
	}
	err := writeDurably(string(k), key)
	if errors.Is(err, os.ErrExist) {
		return errKeyFileThere(err)
	}
	if err != nil {
		return fault.Because(fault.Unavailable, "companion.keyfile", say, err)
	}
	return nil
}

// writeDurably writes beside the path and gives the file its name once it is
// on the disk, so that a power cut leaves a whole key or none. A file that is
// there stays as it is: errors.Is(err, os.ErrExist).
func writeDurably(path string, content []byte) error {
	next, err := os.CreateTemp(filepath.Dir(path), ".fermata-*.new") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(next.Name())
	_, err = next.Write(content)
	err = errors.Join(err, next.Sync(), next.Close())
	if err != nil {
		return err
	}
	if err := name(next.Name(), path); err != nil {
		return err
	}
	// The name has to reach the disk too. Not every system lets a folder be
	// synced; those that do not keep names in order by themselves.
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		_ = folder.Sync()
		return folder.Close()
	}
	return nil
}

// name gives a file its name, unless another one has it: that could be the key
// of a record which another program starts at this moment.
func name(file, path string) error {
	err := os.Link(file, path)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) { // a file system without links
		return os.ErrExist
	}
	return os.Rename(file, path)
}

func (k KeyFile) remove() error {
	if k == "" {
		return nil
	}
	if err := os.Remove(string(k)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fault.Because(fault.Unavailable, "companion.keyfile", "The old key file could not be removed. Remove it by hand.", err)
	}
	return nil
}

// Begin starts a record that was empty and opens it: with a passphrase, or,
// when it is "", with a key file. Once begun it is not broken off: half a start
// could leave a record without its key. Errors: fault.Fields, and
// fault.Conflict when there is a record, perhaps of another program that was
// faster; the home is then locked.
func (h *Home) Begin(ctx context.Context, passphrase string) error {
	const op = "companion.begin"
	if err := ctx.Err(); err != nil {
		return fault.Wrap(op, err)
	}
	ctx = context.WithoutCancel(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.findPerson(ctx); err != nil {
		return fault.Wrap(op, err)
	}
	if h.person != "" {
		return fault.New(fault.Conflict, op, "A record was started here already. Unlock it.")
	}
	master, err := seal.NewMaster()
	if err != nil {
		return fault.Wrap(op, err)
	}
	way, err := h.firstWay(master, passphrase)
	if err != nil {
		return fault.Wrap(op, err)
	}
	person := uuid.Must(uuid.NewV7()).String()
	l, err := ledger.Start(ctx, h.store, master, person, newEpoch(), way)
	if err != nil {
		if way.WrappedBy == seal.ByKeyFile { // this start wrote it
			err = errors.Join(err, h.keyFile.remove())
		}
		return fault.Wrap(op, errors.Join(err, h.findPerson(ctx)))
	}
	h.person, h.master, h.ledger = person, master, l
	return nil
}

// findPerson looks whose record is in the store, unless that is known. Another
// program may have started it since this one did. The caller holds mu.
func (h *Home) findPerson(ctx context.Context) error {
	if h.person != "" {
		return nil
	}
	people, err := h.store.People(ctx)
	if err == nil && len(people) > 0 {
		h.person = people[0].Person
	}
	return err
}

func (h *Home) firstWay(master *seal.Master, passphrase string) (seal.Wrapped, error) {
	if passphrase != "" {
		if err := CheckPassphrase(passphrase); err != nil {
			return seal.Wrapped{}, err
		}
		return master.WrapWithPassphrase(passphrase)
	}
	if h.keyFile == "" {
		return seal.Wrapped{}, fault.New(fault.Invalid, "companion.begin", "Choose a passphrase: there is no folder for a key file here.")
	}
	if _, err := h.keyFile.read(); !errors.Is(err, fault.NotFound) {
		return seal.Wrapped{}, errKeyFileThere(err)
	}
	key, err := seal.NewKeyFile()
	if err != nil {
		return seal.Wrapped{}, err
	}
	way, err := master.WrapWithKeyFile(key)
	if err != nil {
		return seal.Wrapped{}, err
	}
	return way, h.keyFile.write(key)
}

// CheckPassphrase says what a passphrase lacks, in the field "passphrase".
func CheckPassphrase(passphrase string) error {
	var fields fault.Fields
	switch n := utf8.RuneCountInString(passphrase); {
	case !utf8.ValidString(passphrase):
		fields.Add("passphrase", "Some of these characters cannot be read. Type them again.")
	case n < PassphraseMin:
		fields.Add("passphrase", "Ten characters or more keep it safe. Four random words work well.")
	case n > 1000:
		fields.Add("passphrase", "That is longer than 1,000 characters. Choose a shorter one.")
	}
	return fields.Err()
}

// WaysIn lists how this record can be opened: seal.ByPassphrase and so on.
func (h *Home) WaysIn(ctx context.Context) ([]string, error) {
	rows, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return nil, fault.Wrap("companion.ways", err)
	}
	return seal.WaysIn(rows), nil
}

// Wait is how long to wait before the next try at a key.
func (h *Home) Wait() time.Duration { return h.wait("") }

// Unlock opens the record with its passphrase; when it is open already, it
// still says whether the passphrase is right. Wrong tries are slowed down,
// never shut out. Errors: fault.Locked.
func (h *Home) Unlock(ctx context.Context, passphrase string) error {
	return h.UnlockFrom(ctx, "", passphrase)
}

// UnlockFrom is [Home.Unlock] in a lane of its own: wrong tries in one lane
// keep nobody in another waiting. A lane is who tries, as far as that can be
// told, such as the address on a network.
func (h *Home) UnlockFrom(ctx context.Context, lane, passphrase string) error {
	return h.try(ctx, lane, func(rows []seal.Wrapped) (*seal.Master, error) {
		return seal.OpenWithPassphrase(rows, passphrase)
	})
}

// Recover opens the record with its recovery key.
func (h *Home) Recover(ctx context.Context, secret string) error {
	return h.RecoverFrom(ctx, "", secret)
}

// RecoverFrom is [Home.Recover] in a lane of its own; see [Home.UnlockFrom].
func (h *Home) RecoverFrom(ctx context.Context, lane, secret string) error {
	return h.try(ctx, lane, func(rows []seal.Wrapped) (*seal.Master, error) {
		return seal.OpenWithRecovery(rows, secret)
	})
}

func (h *Home) unlockWithKeyFile(ctx context.Context) error {
	key, err := h.keyFile.read()
	if err != nil {
		return err
	}
	return h.try(ctx, "", func(rows []seal.Wrapped) (*seal.Master, error) {
		return seal.OpenWithKeyFile(rows, key)
	})
}

// HasKeyFile says whether a key file can be kept here.
func (h *Home) HasKeyFile() bool { return h.keyFile != "" }

// UnlockWithKeyFile opens the record when its key file is there.
func (h *Home) UnlockWithKeyFile(ctx context.Context) error { return h.unlockWithKeyFile(ctx) }

// try makes one attempt at a time: unlocking takes 64 MiB while it runs. The
// pages of a record that is open go on meanwhile.
func (h *Home) try(ctx context.Context, lane string, open func([]seal.Wrapped) (*seal.Master, error)) error {
	const op = "companion.unlock"
	h.trying.Lock()
	defer h.trying.Unlock()
	if wait := h.wait(lane); wait > 0 {
		return fault.New(fault.Locked, op, "That was tried a few times now. Wait "+seconds(wait)+" and try again.")
	}
	rows, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return fault.Wrap(op, err)
	}
	master, err := open(rows)
	h.mu.Lock()
	defer h.mu.Unlock()
	if errors.Is(err, fault.Locked) {
		h.missed(lane)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	return h.enter(ctx, lane, master)
}

// lanesMost bounds how many lanes are remembered.
const lanesMost = 4096

// wait is how long a lane has to wait before its next try.
func (h *Home) wait(lane string) time.Duration {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.throttles[lane].Wait(h.now())
}

// missed counts a wrong try. Where there are too many lanes, those that need
// not wait are forgotten, and else all. The caller holds mu.
func (h *Home) missed(lane string) {
	now := h.now()
	if h.throttles == nil {
		h.throttles = map[string]seal.Throttle{}
	}
	if len(h.throttles) >= lanesMost {
		maps.DeleteFunc(h.throttles, func(_ string, t seal.Throttle) bool { return t.Wait(now) == 0 })
	}
	if len(h.throttles) >= lanesMost {
		clear(h.throttles)
	}
	h.throttles[lane] = h.throttles[lane].Missed(now)
}

// enter opens the person's keys. A record that is open already stays as it
// is: the key was right, which is what its caller asked. The caller holds mu.
func (h *Home) enter(ctx context.Context, lane string, master *seal.Master) error {
	const op = "companion.unlock"
	if h.ledger != nil {
		delete(h.throttles, lane)
		master.Forget()
		return nil
	}
	rows, err := h.store.Keys(ctx, h.person)
	if err != nil {
		return fault.Wrap(op, err)
	}
	keys, err := master.OpenKeys(h.person, rows)
	if err != nil {
		return fault.Wrap(op, err)
	}
	delete(h.throttles, lane)
	h.master, h.ledger = master, ledger.New(h.store, h.person, keys)
	return nil
}

func seconds(d time.Duration) string {
	if n := int((d + time.Second - 1) / time.Second); n > 1 {
		return strconv.Itoa(n) + " seconds"
	}
	return "a second"
}

// Lock drops keys, journey and files that wait for an import.
func (h *Home) Lock() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ledger == nil {
		return
	}
	h.ledger.Forget()
	h.master.Forget()
	h.ledger, h.master, h.seen, h.outlook = nil, nil, nil, nil
	h.imports.drop()
}

// SetPassphrase makes a passphrase the way in, in the place of an earlier one
// or of the key file.
func (h *Home) SetPassphrase(ctx context.Context, passphrase string) error {
	const op = "companion.passphrase"
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	ours, err := h.keyFileOpens(ctx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	err = h.replaceWay(ctx, []string{seal.ByPassphrase, seal.ByKeyFile}, func(m *seal.Master) (seal.Wrapped, error) {
		return m.WrapWithPassphrase(passphrase)
	})
	if err != nil || !ours {
		return fault.Wrap(op, err)
	}
	return h.keyFile.remove()
}

// keyFileOpens says whether the key file that lies here is this record's. One
// of another record is left alone: it may be the only way into that.
func (h *Home) keyFileOpens(ctx context.Context) (bool, error) {
	key, err := h.keyFile.read()
	if err != nil {
		return false, nil // there is none, or none that can be read
	}
	rows, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return false, err
	}
	master, err := seal.OpenWithKeyFile(rows, key)
	if err != nil {
		return false, nil
	}
	master.Forget()
	return true, nil
}

// NewRecoveryKey makes a recovery key, in the place of an earlier one. Its
// secret half is shown once and kept nowhere.
func (h *Home) NewRecoveryKey(ctx context.Context) (seal.RecoveryKey, error) {
	const op = "companion.recovery"
	key, err := seal.NewRecoveryKey()
	if err != nil {
		return seal.RecoveryKey{}, fault.Wrap(op, err)
	}
	err = h.replaceWay(ctx, []string{seal.ByRecovery}, func(m *seal.Master) (seal.Wrapped, error) {
		return m.WrapWithRecovery(key.Public)
	})
	return key, fault.Wrap(op, err)
}

// replaceWay writes one way in and removes the rows of those it replaces, in
// one transaction, so that there is always a way in.
func (h *Home) replaceWay(ctx context.Context, replaced []string, wrap func(*seal.Master) (seal.Wrapped, error)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // else it might be done and called failed
	if h.master == nil {
		return errLocked()
	}
	row, err := wrap(h.master)
	if err != nil {
		return err
	}
	rows, err := h.store.Keys(ctx, seal.RecordOwner)
	if err != nil {
		return err
	}
	old := slices.DeleteFunc(rows, func(r seal.Wrapped) bool { return !slices.Contains(replaced, r.WrappedBy) })
	return h.store.PutKeys(ctx, []seal.Wrapped{row}, old)
}
