//go:build unix

package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/sqlstore"
	"fermata/internal/storetest"
)

// inChild runs one test of this binary again in a process of its own, with a
// word in the environment by which it knows; whether that passed is the answer.
func inChild(t *testing.T, variable, value string, attributes *syscall.SysProcAttr) {
	t.Helper()
	child := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$", "-test.v")
	if _, err := os.Stat(child.Path); err != nil {
		child.Path = os.Args[0]
	}
	child.Env = append(os.Environ(), variable+"="+value)
	child.SysProcAttr = attributes
	child.Dir = "/"
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

// fillUp appends until the disk is full, and checks that the failure is told
// and that the record is whole, now and after opening again.
func fillUp(t *testing.T, location string) {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	anna := storetest.NewPerson(t, store, "anna")
	saved := 0
	for err == nil {
		row := anna.Row(t, fmt.Sprintf("id-%05d", saved), strings.Repeat("text ", 2000))
		if _, err = store.Append(context.Background(), []ledger.Batch{anna.Batch(row)}); err == nil {
			saved++
		}
	}
	if !errors.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "disk") {
		t.Errorf("got %v", err)
	}
	if rows := storetest.Whole(t, store, anna); len(rows) != saved || saved == 0 {
		t.Errorf("%d rows, %d were confirmed", len(rows), saved)
	}
	_ = store.Close() // may fail: the log has no room to go to
	store = mustOpen(t, location)
	if rows := storetest.Whole(t, store, anna); len(rows) != saved {
		t.Errorf("%d rows after opening again, %d were confirmed", len(rows), saved)
	}
}

func TestAFileAtItsLargestKeepsTheRecordWhole(t *testing.T) {
	if location := os.Getenv("FERMATA_TEST_LIMITED"); location != "" {
		signal.Ignore(syscall.SIGXFSZ)
		const most = 512 << 10
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			t.Fatal(err)
		}
		fillUp(t, location)
		return
	}
	inChild(t, "FERMATA_TEST_LIMITED", freshFile(t), nil)
}

func TestAFullDiskKeepsTheRecordWhole(t *testing.T) {
	folder := smallDisk(t)
	fillUp(t, filepath.Join(folder, "record.db"))

	// With room again, it goes on.
	if err := os.Remove(filepath.Join(folder, "ballast")); err != nil {
		t.Fatal(err)
	}
	store := mustOpen(t, filepath.Join(folder, "record.db"))
	ben := storetest.NewPerson(t, store, "ben")
	appendAll(t, store, ben.Batch(ben.Row(t, "id", "room again")))
}

func TestAFolderOneMayNotWriteToIsUnavailable(t *testing.T) {
	if location := os.Getenv("FERMATA_TEST_READONLY"); location != "" {
		_, err := sqlstore.Open(t.Context(), location)
		if !errors.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "folder") {
			t.Errorf("got %v", err)
		}
		return
	}
	// Not in t.TempDir: whoever the child runs as must be able to come here.
	folder, err := os.MkdirTemp("/tmp", "fermata-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	var nobody *syscall.SysProcAttr
	if os.Getuid() == 0 { // rights do not bind root
		nobody = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	inChild(t, "FERMATA_TEST_READONLY", filepath.Join(folder, "record.db"), nobody)
	inChild(t, "FERMATA_TEST_READONLY", filepath.Join(folder, "new", "record.db"), nobody)
}
