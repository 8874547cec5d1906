package pgtest

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// places are where PostgreSQL's own programs lie when they are not in PATH:
// Debian, Fedora, Homebrew on both kinds of Mac.
var places = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
}

// findBin returns the folder of postgres and initdb: the one named in
// FERMATA_POSTGRES_BIN, else the newest in the usual places, else in PATH.
func findBin() (string, error) {
	if named := os.Getenv("FERMATA_POSTGRES_BIN"); named != "" {
		if !complete(named) {
			return "", errors.New("FERMATA_POSTGRES_BIN names " + named + ", which does not hold postgres and initdb")
		}
		return named, nil
	}
	for _, place := range places {
		found, _ := filepath.Glob(place) // the patterns are well-formed
		slices.SortFunc(found, newestFirst)
		if i := slices.IndexFunc(found, complete); i >= 0 {
			return found[i], nil
		}
	}
	return findInPath()
}

func findInPath() (string, error) {
	postgres, err := exec.LookPath("postgres")
	if err != nil {
		return "", ErrNotInstalled
	}
	if real, err := filepath.EvalSymlinks(postgres); err == nil {
		postgres = real
	}
	if dir := filepath.Dir(postgres); complete(dir) {
		return dir, nil
	}
	return "", ErrNotInstalled
}

// complete is true for a folder with both programs: a client package brings
// neither.
func complete(dir string) bool {
	for _, program := range []string{"postgres", "initdb"} {
		if _, err := exec.LookPath(filepath.Join(dir, program)); err != nil {
			return false
		}
	}
	return true
}

// newestFirst orders folders by the version in their path: 15 before 9.6.
func newestFirst(a, b string) int {
	return cmp.Compare(version(b), version(a))
}

func version(dir string) float64 {
	digits := strings.Trim(filepath.Dir(dir), "abcdefghijklmnopqrstuvwxyz/-@.")
	number, _ := strconv.ParseFloat(digits, 64)
	return number
}

// owner is the unprivileged user whom the server runs as, because PostgreSQL
// refuses to run as root. A nil owner is ourselves.
type owner struct{ uid, gid int }

func findOwner() (*owner, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(account.Uid)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.Atoi(account.Gid)
		return &owner{uid, gid}, err
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

// own gives a folder to the owner.
func (o *owner) own(dir string) error {
	if o == nil {
		return nil
	}
	return os.Chown(dir, o.uid, o.gid)
}
