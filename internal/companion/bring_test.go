package companion_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/sample"
	"fermata/internal/sqlstore"
)

// emptyHome is a started record with nothing in it, on one Monday.
func emptyHome(t *testing.T) *companion.Home {
	t.Helper()
	dir, ctx := t.TempDir(), context.Background()
	store, err := sqlstore.Open(ctx, filepath.Join(dir, "record", "fermata.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	home, err := companion.Open(ctx, store, companion.KeyFile(filepath.Join(dir, "key", "fermata.key")), now)
	if err != nil {
		t.Fatal(err)
	}
	if err := home.Begin(ctx, ""); err != nil {
		t.Fatal(err)
	}
	return home
}

func miras(home *companion.Home) []entry.Entry {
	return sample.Entries(home.Now(), time.UTC, func(n int) entry.ID {
		return entry.ID(fmt.Sprintf("00000000-0000-7000-8000-%012x", n))
	})
}

func TestBroughtEntriesKeepTheirTimesAndComeOnce(t *testing.T) {
	home, ctx := emptyHome(t), context.Background()
	entries := miras(home)
	for range 2 {
		if err := home.Bring(ctx, entries); err != nil {
			t.Fatal(err)
		}
	}
	verified, err := home.Verify(ctx)
	if err != nil || len(verified.Findings) > 0 || int(verified.Rows) != len(entries) {
		t.Errorf("%d of %d entries, findings %v (%v)", verified.Rows, len(entries), verified.Findings, err)
	}
	kept, err := home.Entries(ctx, entries[20].ID)
	if err != nil || len(kept) != 1 || !kept[0].RecordedAt.Equal(entries[20].RecordedAt) || !kept[0].SameAs(entries[20]) {
		t.Errorf("brought %+v, kept %+v (%v)", entries[20], kept, err)
	}
}

func TestABroughtHelpCardShowsWhileLocked(t *testing.T) {
	home, ctx := emptyHome(t), context.Background()
	if err := home.Bring(ctx, miras(home)); err != nil {
		t.Fatal(err)
	}
	home.Lock()
	card, err := home.HelpCard(ctx)
	if err != nil || card.Country != "GB" || len(card.Numbers) != 2 {
		t.Errorf("the card is %+v (%v)", card, err)
	}
	if err := home.Bring(ctx, miras(home)); !errors.Is(err, fault.Locked) {
		t.Errorf("a locked record takes entries: %v", err)
	}
}

func TestOneBadEntryKeepsAllOut(t *testing.T) {
	home, ctx := emptyHome(t), context.Background()
	entries := miras(home)
	entries[len(entries)-1].Body = entry.Reflection{}
	if err := home.Bring(ctx, entries); !errors.Is(err, fault.Invalid) {
		t.Errorf("a page without words is %v", err)
	}
	if verified, err := home.Verify(ctx); err != nil || verified.Rows != 0 {
		t.Errorf("%d entries came in (%v)", verified.Rows, err)
	}
}
