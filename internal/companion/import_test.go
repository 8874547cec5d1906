package companion_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/journey"
)

// slow is a file during whose reading something happens.
type slow struct {
	io.Reader
	happens func()
}

func (s slow) Read(p []byte) (int, error) {
	s.happens()
	return s.Reader.Read(p)
}

func TestAFileThatArrivesWhileTheRecordIsLockedIsNotKept(t *testing.T) {
	h := begun(t)
	i, err := h.ReadImport(t.Context(), slow{strings.NewReader(daylio), h.Lock}, "days.csv")
	is(t, err, fault.Locked)
	h.do(h.UnlockWithKeyFile(t.Context()))
	_, err = h.FindImport(i.Token)
	is(t, err, fault.NotFound)
}

// A record that was restored from an export holds imports of its own. Rows of
// these may be erased and come back with the export; what was told meanwhile
// has nothing to do with them.
func TestTakingOutAnImportLeavesWhatWasToldAfterIt(t *testing.T) {
	old := begun(t)
	old.bring(daylio)
	file := old.exported()["entries.jsonl"]
	h := newHouse(t)
	h.do(h.Begin(t.Context(), ""))
	h.bring(file)
	var row journey.CheckIn
	for day := range h.look().Days(entry.FirstDay, entry.LastDay) {
		row = day.CheckIns[0]
		break
	}
	h.do(h.Erase(t.Context(), companion.NewID(), row.ID))
	own := h.tell(page("my own words"))
	if told := h.bring(file); told.Added != 1 {
		t.Fatalf("brought in again: %+v", told)
	}
	at := slices.IndexFunc(h.look().Imports, func(i journey.Import) bool { return i.Told.Source == "daylio-csv" })
	must[int](t)(h.UndoImport(t.Context(), companion.NewID(), h.look().Imports[at].Batch))
	text := h.exported()["entries.jsonl"]
	if !strings.Contains(text, string(own)) {
		t.Error("taking out the file erased what was told after it")
	}
	if strings.Contains(text, "a long day") || strings.Contains(text, "SUM(A1)") {
		t.Error("rows of the file are left")
	}
	h.sound()
}
