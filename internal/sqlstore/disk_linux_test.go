package sqlstore_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/sqlstore"
	"fermata/internal/storetest"
)

// smallDisk mounts a disk of 2 MB, a quarter of it taken by a file "ballast".
// It skips the test where mounting is not allowed.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=2m,mode=0700"); err != nil {
		t.Skipf("mounting a small disk needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := os.WriteFile(filepath.Join(folder, "ballast"), make([]byte, 512<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// A disk that is mounted for reading only: the record cannot be opened, is
// told why, and is whole once one may write again.
func TestADiskOneMayOnlyReadFromIsUnavailable(t *testing.T) {
	folder := smallDisk(t)
	location := filepath.Join(folder, "record.db")
	store, err := sqlstore.Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	anna := storetest.NewPerson(t, store, "anna")
	appendAll(t, store, anna.Batch(anna.Row(t, "id", "kept")))
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|flags, ""); err != nil {
			t.Fatal(err)
		}
	}
	remount(syscall.MS_RDONLY)
	_, err = sqlstore.Open(t.Context(), location)
	if !errors.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "folder") {
		t.Errorf("got %v", err)
	}
	remount(0)
	if rows := storetest.Whole(t, mustOpen(t, location), anna); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}
