package seal

import (
	"errors"
	"io"
	"slices"
	"strconv"

	"filippo.io/age"

	"fermata/internal/fault"
)

// The stanzas in the header of a backup. A backup is an age file (format v1:
// header with a MAC, then ChaCha20-Poly1305 over chunks of 64 KiB) whose file
// key is wrapped by the master. The rows that lead to the master stand in the
// header too, under the header's MAC, so that the backup opens with nothing but
// the passphrase or the recovery key.
const (
	backupWayStanza = "fermata-way"  // arguments: wrapped_by, version; body: the row
	backupKeyStanza = "fermata-key1" // body: the file key, wrapped by the master
	backupPlace     = "fermata.backup.1"
	backupWaysMost  = 16
)

const (
	sayNoBackup      = "This file is no Fermata backup. Choose one that Fermata made."
	sayBackupDamaged = "This backup is damaged: it is not what Fermata wrote. Nothing was changed. Try an older one."
)

// Backup begins an encrypted stream to to. ways are the master's rows that may
// lead back in. Nothing is whole before the writer is closed; closing it does
// not close to. Ways of another master give a backup that does not open: take
// them from the same moment as what is written.
func (m *Master) Backup(to io.Writer, ways []Wrapped) (io.WriteCloser, error) {
	const op = "seal.Master.Backup"
	ring, err := m.unlocked(op)
	if err != nil {
		return nil, err
	}
	if len(WaysIn(ways)) == 0 || len(ways) > backupWaysMost {
		return nil, fault.New(fault.Invalid, op, "There is no way into this record that a backup could keep. Set a passphrase first.")
	}
	w, err := age.Encrypt(to, backupRecipient{ring, ways})
	return w, fault.Wrap(op, err)
}

type backupRecipient struct {
	ring *masterRing
	ways []Wrapped
}

// Wrap implements age.Recipient.
func (b backupRecipient) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	var out []*age.Stanza
	for _, way := range b.ways {
		out = append(out, &age.Stanza{
			Type: backupWayStanza, Args: []string{way.WrappedBy, strconv.FormatInt(way.Version, 10)}, Body: way.Wrapped,
		})
	}
	sealed, err := b.ring.aead.Encrypt(fileKey, []byte(backupPlace))
	if err != nil {
		return nil, err
	}
	return append(out, &age.Stanza{Type: backupKeyStanza, Body: versioned(sealed)}), nil
}

// OpenedBackup is a backup whose key was found.
type OpenedBackup struct {
	io.Reader
	Master *Master   // opens the keys in the backup
	Ways   []Wrapped // the rows in the header
}

// OpenBackup opens what Backup wrote. open gets the rows in the header and
// gives the master; its errors are passed on. Reading fails with
// fault.Damaged as soon as a byte is not as it was written, also at a
// missing end. A file that is no backup is fault.Invalid, one that a later
// Fermata wrote fault.Newer.
func OpenBackup(from io.Reader, open func(ways []Wrapped) (*Master, error)) (OpenedBackup, error) {
	const op = "seal.OpenBackup"
	identity := &backupIdentity{open: open}
	plain, err := age.Decrypt(from, identity)
	switch {
	case identity.err != nil:
		return OpenedBackup{}, fault.Wrap(op, identity.err)
	case err != nil && identity.master == nil:
		return OpenedBackup{}, fault.Because(fault.Invalid, op, sayNoBackup, err)
	case err != nil:
		return OpenedBackup{}, fault.Because(fault.Damaged, op, sayBackupDamaged, err)
	}
	return OpenedBackup{Reader: backupReader{plain}, Master: identity.master, Ways: identity.ways}, nil
}

type backupIdentity struct {
	open   func([]Wrapped) (*Master, error)
	ways   []Wrapped
	master *Master
	err    error
}

// Unwrap implements age.Identity.
func (b *backupIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	key, err := b.unwrap(stanzas)
	b.err = err
	return key, err
}

func (b *backupIdentity) unwrap(stanzas []*age.Stanza) ([]byte, error) {
	const op = "seal.OpenBackup"
	wrapped, err := b.sort(stanzas)
	if err != nil {
		return nil, err
	}
	sealed, err := unversioned(op, wrapped)
	if err != nil {
		return nil, err
	}
	if b.master, err = b.open(b.ways); err != nil {
		return nil, err
	}
	ring, err := b.master.unlocked(op)
	if err != nil {
		return nil, err
	}
	key, err := ring.aead.Decrypt(sealed, []byte(backupPlace))
	if err != nil {
		return nil, fault.Because(fault.Damaged, op, sayBackupDamaged, err)
	}
	return key, nil
}

// sort reads the rows and gives the wrapped file key.
func (b *backupIdentity) sort(stanzas []*age.Stanza) ([]byte, error) {
	const op = "seal.OpenBackup"
	if len(stanzas) > backupWaysMost+1 {
		return nil, fault.New(fault.Invalid, op, sayNoBackup)
	}
	for _, s := range stanzas {
		if s.Type != backupWayStanza || len(s.Args) != 2 {
			continue
		}
		version, err := strconv.ParseInt(s.Args[1], 10, 64)
		if err != nil {
			return nil, fault.New(fault.Damaged, op, sayBackupDamaged)
		}
		b.ways = append(b.ways, Wrapped{Owner: RecordOwner, Scope: MasterScope, Version: version, WrappedBy: s.Args[0], Wrapped: s.Body})
	}
	i := slices.IndexFunc(stanzas, func(s *age.Stanza) bool { return s.Type == backupKeyStanza })
	if i < 0 {
		return nil, fault.New(fault.Invalid, op, sayNoBackup)
	}
	return stanzas[i].Body, nil
}

// backupReader gives every failure to decrypt its kind.
type backupReader struct{ plain io.Reader }

func (b backupReader) Read(p []byte) (int, error) {
	n, err := b.plain.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fault.Because(fault.Damaged, "seal.backup.read", sayBackupDamaged, err)
	}
	return n, err
}
