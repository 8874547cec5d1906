package web_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"fermata/internal/entry"
)

func TestZoneAndTurnOfTheDay(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/settings").send("/settings", "zone", "Asia/Tokyo", "turn", "480").want(http.StatusOK, "Saved.", "Asia/Tokyo, 06:40 now")
	j := h.look()
	if got := j.Today(h.clock()); got != entry.DayOf(2026, 11, 23) {
		t.Errorf("at 06:40 with a turn at 08:00 it is %v", got)
	}
	b.get("/settings").send("/settings", "turn", "1")
	if got := h.look().Today(h.clock()); got != entry.DayOf(2026, 11, 24) {
		t.Errorf("with a turn at midnight it is %v", got)
	}
}

func TestAnotherPassphrase(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/settings")
	const next = "four words of mine"
	wrong := form.send("/settings/passphrase", "now", "not this one", "passphrase", next, "again", next).want(http.StatusUnprocessableEntity)
	if wrong.beside("now") == "" {
		t.Error("nothing beside the passphrase that was wrong")
	}
	for field, c := range map[string][]string{
		"passphrase": {"now", passphrase, "passphrase", "short", "again", "short"},
		"again":      {"now", passphrase, "passphrase", next, "again", "five words of mine"},
	} {
		again := form.send("/settings/passphrase", c...).want(http.StatusUnprocessableEntity)
		if again.beside(field) == "" {
			t.Errorf("nothing beside %s", field)
		}
		if strings.Contains(again.body, next) {
			t.Error("a passphrase stands in the page")
		}
	}
	form.send("/settings/passphrase", "now", passphrase, "passphrase", next, "again", next).want(http.StatusOK, "The old passphrase no longer opens your record.")
	h.home.Lock()
	if err := h.home.Unlock(t.Context(), next); err != nil {
		t.Error(err)
	}
}

// A record that opened with a key file has no lock until it has a passphrase.
func TestAPassphraseInThePlaceOfAKeyFile(t *testing.T) {
	h := emptyHouse(t)
	if err := h.home.Begin(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	b := h.browser().enter()
	form := b.get("/settings").want(http.StatusOK, "A key file on this computer then opens your record.", "Set a passphrase")
	if form.findForm("/lock") != nil {
		t.Error("there is a lock that would open by itself")
	}
	form.send("/settings/passphrase", "passphrase", passphrase, "again", passphrase).want(http.StatusOK, "Your record is sealed with this passphrase.", "Lock")
	b.get("/settings").send("/lock").want(http.StatusOK, "Fermata is locked")
	b.get("/unlock").send("/unlock", "passphrase", passphrase).want(http.StatusOK)
}

func TestANewRecoveryKeyOpens(t *testing.T) {
	h, b := startedHouse(t)
	shown := b.get("/settings").want(http.StatusOK, "Make a recovery key").send("/recovery-key", "recovery-now", passphrase).want(http.StatusOK, "It is shown only once.")
	var secret string
	for n := range shown.root.Descendants() {
		if strings.Contains(attr(n, "class"), "recovery-key") {
			secret = text(n)
		}
	}
	b.get("/settings").want(http.StatusOK, "Make a new recovery key")
	h.home.Lock()
	if err := h.home.Recover(t.Context(), secret); err != nil {
		t.Error(err)
	}
}

func TestTheWholeRecordIsChecked(t *testing.T) {
	h, b := startedHouse(t)
	told := h.tell(entry.Reflection{Text: "a page"})
	b.get("/settings/verify").want(http.StatusOK, "Your record is as you wrote it")
	page := b.get("/reflections/" + string(told))
	page.send("/reflections/" + string(told) + "/erase").want(http.StatusOK)
	b.get("/settings/verify").want(http.StatusOK, "Your record is as you wrote it", "Erased places: 1.")
}

func TestTheExportHoldsEverything(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Reflection{Text: "a page about harbours"})
	h.tell(entry.LifeEvent{What: "a move", Weight: 8})
	p := b.get("/export").want(http.StatusOK, "entries.jsonl").send("/export")
	if p.status != http.StatusOK || p.header.Get("Content-Disposition") != `attachment; filename="fermata-2026-11-23.zip"` ||
		p.header.Get("Content-Type") != "application/zip" || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, %v", p.status, p.header)
	}
	archive, err := zip.NewReader(bytes.NewReader([]byte(p.body)), int64(len(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		whole, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(whole)
	}
	for name, holds := range map[string]string{
		"README.txt": "only you", "entries.jsonl": "harbours", "tables/reflections.csv": "harbours", "tables/life-events.csv": "a move",
	} {
		if !strings.Contains(strings.ToLower(files[name]), holds) {
			t.Errorf("%s does not hold %q", name, holds)
		}
	}
}

// damage changes the sealed text of an entry behind the record's back.
func (h *house) damage(id entry.ID) {
	h.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(h.dir, "data", "fermata.db"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		h.t.Fatal(err)
	}
	var guards []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			h.t.Fatal(err)
		}
		guards = append(guards, name)
	}
	for _, name := range guards {
		if _, err := db.Exec("DROP TRIGGER " + name); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := db.Exec("UPDATE entries SET sealed = x'00ff' WHERE id = $1", string(id)); err != nil {
		h.t.Fatal(err)
	}
}

func TestADamagedRecordIsNamed(t *testing.T) {
	h, b := startedHouse(t)
	h.damage(h.tell(entry.Reflection{Text: "a page"}))
	b.get("/settings/verify").want(http.StatusOK, "Part of your record is not as it was written", "The sealed text was changed")
}

// Half an export never looks like a whole one: what cannot be read is found
// before the first byte, and a page says so.
func TestAnExportOfADamagedRecordIsNotBegun(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/export") // what was folded before the damage is in memory
	told := h.tell(entry.Reflection{Text: strings.Repeat("a page ", 2000)})
	h.look()
	h.damage(told)
	answer := form.send("/export")
	answer.want(http.StatusInternalServerError, "Help now works all the same.")
}

func TestAnExportOfAStoreThatIsGone(t *testing.T) {
	h, b := startedHouse(t)
	form := b.get("/export")
	h.store.Close()
	form.send("/export").want(http.StatusServiceUnavailable, "Help now works all the same.")
}

func TestNothingToTakeAlongYet(t *testing.T) {
	h := emptyHouse(t)
	if err := h.home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	h.browser().enter().get("/export").want(http.StatusOK, "Nothing to take along yet")
}

func TestContentsAndAbout(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/contents").want(http.StatusOK, "Half a minute a day shows what a month hides.", "Take it along")
	b.get("/about").want(http.StatusOK, "No clinician has looked at them yet.", "OFL 1.1", "Apache-2.0", "a list made from Wikipedia")
	h.browser().get("/about").want(http.StatusOK, "About Fermata")
	b.get("/gallery").want(http.StatusOK)
	b.get("/gallery/nothing").want(http.StatusNotFound)
}
