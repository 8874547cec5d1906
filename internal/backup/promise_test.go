package backup_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sqlstore"
)

// Each file in testdata/promises is a backup that an earlier Fermata made, with
// the key file beside it, and every later one restores. Files are only ever
// added; nothing in the repository writes them, and a failing test means that
// people could not get their records back.
func TestEveryBackupEverMadeRestores(t *testing.T) {
	files, err := filepath.Glob("testdata/promises/*.backup")
	if err != nil || len(files) == 0 {
		t.Fatalf("no promises: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { restores(t, file) })
	}
}

func restores(t *testing.T, path string) {
	ctx := context.Background()
	store := must[*sqlstore.Store](t)(sqlstore.Open(ctx, filepath.Join(t.TempDir(), "record.db")))
	defer store.Close()
	keyFile := companion.KeyFile(strings.TrimSuffix(path, ".backup") + ".key")
	home := must[*companion.Home](t)(companion.Open(ctx, store, keyFile, func() time.Time { return noon }))
	again := func() (io.ReadCloser, error) { return os.Open(path) }
	restored := must[companion.Restored](t)(home.Restore(ctx, again, keyFile.OpensWith(false, nil)))
	if restored.Entries != 3 || !restored.Made.Equal(noon) {
		t.Errorf("%+v", restored)
	}
	entries := must[[]entry.Entry](t)(home.Entries(ctx, "019a0000-0000-7000-8000-000000000002"))
	if len(entries) != 1 || entries[0].Body != (entry.Reflection{Text: "two"}) {
		t.Errorf("the second page is %v", entries)
	}
	if draft := must[[]byte](t)(home.Draft(ctx, "reflection")); string(draft) != "half" {
		t.Errorf("the half-filled form is %q", draft)
	}
	if found, err := home.Verify(ctx); err != nil || len(found.Findings) > 0 || found.Rows != 3 {
		t.Errorf("%+v, %v", found, err)
	}
}
