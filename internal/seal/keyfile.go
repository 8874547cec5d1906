package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"

	"fermata/internal/fault"
)

const (
	keyFileMark  = "fermata-key-"
	keyFileFirst = keyFileMark + "1"
	keyFileNote  = "# This is the key to a Fermata record. Whoever has both can read it.\n" +
		"# Keep this file out of the record's folder and out of its backups.\n"
	keyFileSum = 4 // bytes of checksum behind the key
)

var keyFileText = base64.RawURLEncoding.Strict()

// NewKeyFile makes the content of a key file: a few lines of text with 32
// random bytes and a checksum in them. Write it to a file that only the person
// can read, in the config folder.
func NewKeyFile() ([]byte, error) {
	key := random(keySize)
	defer clear(key)
	text := keyFileText.EncodeToString(append(key, keyFileCheck(key)...))
	return []byte(keyFileNote + keyFileFirst + " " + text + "\n"), nil
}

func keyFileCheck(key []byte) []byte {
	sum := sha256.Sum256(framed(nil, []byte("fermata.keyfile.1"), key))
	return sum[:keyFileSum]
}

// parseKeyFile gives the 32 bytes in a key file. Notes, blank lines and the
// line ends of any system are passed over. Text that is no key file is
// fault.Invalid, a key file that lost or changed something fault.Damaged.
func parseKeyFile(op string, file []byte) ([]byte, error) {
	line, err := keyFileLine(op, string(file))
	if err != nil {
		return nil, err
	}
	mark, text, _ := strings.Cut(line, " ")
	if mark != keyFileFirst {
		return nil, fault.New(fault.Newer, op, "This key file was made by a newer Fermata. Update Fermata and try again.")
	}
	both, err := keyFileText.DecodeString(strings.TrimSpace(text))
	if err != nil || len(both) != keySize+keyFileSum {
		return nil, fault.New(fault.Damaged, op, sayKeyFileDamaged)
	}
	key, check := both[:keySize], both[keySize:]
	if subtle.ConstantTimeCompare(check, keyFileCheck(key)) != 1 {
		return nil, fault.New(fault.Damaged, op, sayKeyFileDamaged)
	}
	return key, nil
}

const (
	sayKeyFileDamaged = "This key file is damaged. Use another copy of it, your passphrase or your recovery key."
	sayNoKeyFile      = "This is not a Fermata key file. Choose the file that Fermata made, or use another way in."
)

// keyFileLine finds the one line that holds the key.
func keyFileLine(op, file string) (string, error) {
	found := ""
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case found == "" && strings.HasPrefix(line, keyFileMark):
			found = line
		default:
			return "", fault.New(fault.Invalid, op, sayNoKeyFile)
		}
	}
	if found == "" {
		return "", fault.New(fault.Invalid, op, sayNoKeyFile)
	}
	return found, nil
}

func deriveFromKeyFile(key, salt []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, key, salt, "fermata.keyfile.1", derivedSize)
}

// WrapWithKeyFile wraps the master under the key in a key file, given as the
// file's content. What is not a whole key file is refused, with the kinds
// named at [OpenWithKeyFile].
func (m *Master) WrapWithKeyFile(key []byte) (Wrapped, error) {
	const op = "seal.Master.WrapWithKeyFile"
	secret, err := parseKeyFile(op, key)
	if err != nil {
		return Wrapped{}, err
	}
	defer clear(secret)
	return m.lock(op, ByKeyFile, nil, func(salt []byte) ([]byte, error) {
		return deriveFromKeyFile(secret, salt)
	})
}

// OpenWithKeyFile opens the record's master key. The key file of another
// record is fault.Locked, text that is no key file fault.Invalid, a broken key
// file or row fault.Damaged, a record without key file fault.NotFound, and what
// a later Fermata wrote fault.Newer.
func OpenWithKeyFile(rows []Wrapped, key []byte) (*Master, error) {
	const op = "seal.OpenWithKeyFile"
	row, err := wayIn(op, rows, ByKeyFile)
	if err != nil {
		return nil, err
	}
	secret, err := parseKeyFile(op, key)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	l, err := parseLockbox(op, row.Wrapped)
	if err != nil {
		return nil, err
	}
	if len(l.cost) != 0 {
		return nil, fault.New(fault.Damaged, op, sayDamaged)
	}
	derived, err := deriveFromKeyFile(secret, l.salt)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return l.unlock(op, row, derived,
		"This key file belongs to another record. Choose the one that was made with this record, or use another way in.")
}
