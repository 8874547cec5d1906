package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

func (h *house) backups() []companion.BackupFile {
	h.t.Helper()
	list, err := h.home.Backups()
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func TestABackupIsMadeAndDownloaded(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/keep").want(http.StatusOK, "None yet.").send("/keep/backups").want(http.StatusOK, "The backup is made and checked.", "Today, 21:40")
	list := h.backups()
	if len(list) != 1 {
		t.Fatalf("%v", list)
	}
	got := b.get("/keep/backups/" + list[0].Name)
	kept, err := os.ReadFile(filepath.Join(h.dir, "data", "backups", list[0].Name))
	if err != nil || got.body != string(kept) || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the download differs from the file: %v, %v", err, got.header)
	}
	for _, odd := range []string{"..%2ffermata.db", "fermata.db", "fermata-20260101T000000Z.backup"} {
		b.get("/keep/backups/" + odd).want(http.StatusNotFound)
	}
}

func TestTheRecordLocksByItself(t *testing.T) {
	h, b := startedHouse(t)
	h.rest(14 * time.Minute)
	b.get("/").want(http.StatusOK)
	h.rest(14 * time.Minute)
	form := b.get("/reflections/new").want(http.StatusOK) // somebody is there
	h.rest(16 * time.Minute)
	form.send("/reflections", "text", "half a thought").want(http.StatusForbidden, "What you typed is kept.")
	if h.home.State() != companion.Locked {
		t.Error("it is still open")
	}
	b.get("/unlock").send("/unlock", "passphrase", passphrase).want(http.StatusOK)
	b.get("/keep").send("/keep/lock", "lock-after", "never").want(http.StatusOK, "Saved.")
	h.rest(10 * time.Hour)
	b.get("/").want(http.StatusOK)
	if h.home.State() != companion.Opened {
		t.Error("it locked although it was told not to")
	}
}

func TestLeavingQuicklyLocksAndShowsNothing(t *testing.T) {
	h, b := startedHouse(t)
	left := b.get("/help-now").send("/leave").want(http.StatusOK)
	for _, word := range []string{"Fermata", "fermata", "therap", "Help"} {
		if strings.Contains(left.body, word) {
			t.Errorf("the page says %q", word)
		}
	}
	if h.home.State() != companion.Locked {
		t.Error("the record is still open")
	}
	b.get("/").want(http.StatusOK, "Fermata is locked")
}

// Somebody without a session cannot lock what others have open.
func TestAStrangerLeavesAndLocksNothing(t *testing.T) {
	h, _ := startedHouse(t)
	h.browser().post("/leave", nil)
	if h.home.State() != companion.Opened {
		t.Error("a stranger locked the record")
	}
}

func TestTheRecoveryKeyIsTriedOut(t *testing.T) {
	_, b := startedHouse(t)
	b.get("/recovery-key/check").want(http.StatusOK, "The key is no longer known here")
	wrong := b.get("/keep").send("/recovery-key", "recovery-now", "not my passphrase").want(http.StatusUnprocessableEntity)
	if wrong.beside("recovery-now") == "" {
		t.Error("a recovery key without the passphrase")
	}
	shown := b.get("/keep").send("/recovery-key", "recovery-now", passphrase).want(http.StatusOK, "It is shown only once.")
	var groups []string
	for n := range shown.root.Descendants() {
		if strings.Contains(attr(n, "class"), "recovery-key") {
			groups = strings.Split(text(n), "-")
		}
	}
	check := b.get("/recovery-key/check").want(http.StatusOK, "Is it right on paper?")
	if strings.Contains(check.body, groups[0]) {
		t.Error("the key stands beside the question")
	}
	slip := check.send("/recovery-key/check", "group-1", "XXXX", "group-2", "YYYY").want(http.StatusUnprocessableEntity, "This is not what was shown.")
	var typed []string
	asked := 0
	for i, group := range groups {
		if slip.says("Group " + string(rune('1'+i))) {
			asked++
			typed = append(typed, "group-"+string(rune('0'+asked)), strings.ToLower(group))
		}
	}
	slip.send("/recovery-key/check", typed...).want(http.StatusOK, "It is right.")
}

func TestDaysAreErasedAfterALook(t *testing.T) {
	h, b := startedHouse(t)
	day := entry.DayOf(2026, time.November, 20)
	told := h.tell(entry.Reflection{Text: "a page about harbours"}, day)
	h.tell(entry.Letter{Letter: "return-brief", Quoted: []entry.ID{told}})
	b.get("/keep").send("/keep/backups")
	before := h.backups()
	h.later(time.Hour)

	page := b.get("/keep/erase").want(http.StatusOK)
	page.send("/keep/erase/days", "from", "2026-11-20", "to", "2026-11-19").want(http.StatusUnprocessableEntity, "This day is before the first one.")
	page.send("/keep/erase/days", "from", "2026-10-01", "to", "2026-10-02").want(http.StatusUnprocessableEntity, "Nothing is told about these days.")
	ask := page.send("/keep/erase/days", "from", "2026-11-20", "to", "2026-11-20").want(http.StatusOK, "1 entry from", "A letter, today")
	if h.entries() == 0 || len(h.backups()) != 1 || h.backups()[0] != before[0] {
		t.Error("looking erased something")
	}
	ask.send("/keep/erase/days").want(http.StatusOK, "Erased. 1 entry is gone for good.")
	b.get("/reflections/" + string(told)).want(http.StatusNotFound)
	if after := h.backups(); len(after) != 1 || after[0].Name == before[0].Name {
		t.Errorf("the automatic backups are %v", after)
	}
}

// A letter that was sent is listed, whether it quotes a page on purpose or
// tells of a hard situation, by the page that erases days and by the one that
// erases a single entry.
func TestASentLetterThatQuotesIsListedBeforeErasing(t *testing.T) {
	h, b := startedHouse(t)
	day := entry.DayOf(2026, time.November, 20)
	pageID := h.tell(entry.Reflection{Text: "a page about harbours"}, day)
	moment := h.tell(entry.HandledIt{What: "The call", Did: "wrote it down"}, day)
	h.tell(entry.TherapistLetter{Title: "How it goes", Way: entry.ByMail, Quoted: []entry.ID{pageID}, Picked: []string{"handled-" + string(moment), "skill-walk"},
		Sections: []entry.SentSection{{Heading: "What held", Lines: []string{"“a page about harbours”", "The call"}}}})
	const listed = "A letter to your therapist, today"
	b.get("/keep/erase").send("/keep/erase/days", "from", "2026-11-20", "to", "2026-11-20").want(http.StatusOK, listed)
	for path, id := range map[string]entry.ID{"/reflections/": pageID, "/handled/": moment} {
		b.get(path+string(id)).send(path+string(id)+"/erase").want(http.StatusOK, listed)
		b.get(path + string(id)).want(http.StatusOK)
	}
}

// Who wants to keep the older backups keeps them.
func TestAnErasureMayLeaveTheBackups(t *testing.T) {
	h, b := startedHouse(t)
	told := h.tell(entry.Reflection{Text: "a page"})
	b.get("/keep").send("/keep/backups")
	before := h.backups()
	h.later(time.Hour)
	b.get("/reflections/"+string(told)).send("/reflections/"+string(told)+"/erase", "keep-backups", "on").want(http.StatusOK)
	if after := h.backups(); len(after) != 1 || after[0] != before[0] {
		t.Errorf("the backups are %v", after)
	}
}

func TestEverythingIsErased(t *testing.T) {
	h, b := startedHouse(t)
	h.tell(entry.Reflection{Text: "a page"})
	b.get("/keep").send("/keep/backups")
	wrong := b.get("/keep/erase").send("/keep/erase/everything", "now", "not my passphrase").want(http.StatusUnprocessableEntity)
	if wrong.beside("now") == "" || h.home.State() != companion.Opened {
		t.Error("erased without the passphrase")
	}
	done := b.get("/keep/erase").send("/keep/erase/everything", "now", passphrase).want(http.StatusOK, "Everything is erased")
	if got := done.header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("Clear-Site-Data is %q", got)
	}
	if len(h.backups()) > 0 || h.home.State() != companion.Empty {
		t.Error("something is left")
	}
	b.get("/").want(http.StatusOK, "Keep it yours")
}

func TestNewKeysForEverything(t *testing.T) {
	h, b := startedHouse(t)
	told := h.tell(entry.Reflection{Text: "a page about harbours"})
	const next = "six words that nobody has seen"
	b.get("/keep/keys").send("/keep/keys", "now", "wrong words", "passphrase", next, "again", next).want(http.StatusUnprocessableEntity)
	b.get("/keep/keys").send("/keep/keys", "now", passphrase, "passphrase", next, "again", next).
		want(http.StatusOK, "Everything is sealed with new keys", "It is shown only once.")
	b.get("/reflections/"+string(told)).want(http.StatusOK, "a page about harbours")
	b.get("/settings/verify").want(http.StatusOK, "Your record is as you wrote it")
	h.home.Lock()
	if err := h.home.Unlock(t.Context(), passphrase); err == nil {
		t.Error("the old passphrase still opens it")
	}
	if err := h.home.Unlock(t.Context(), next); err != nil {
		t.Error(err)
	}
}

// Backups that stay when the keys change open with the old ones, and are named.
func TestNewKeysNameTheBackupsThatStay(t *testing.T) {
	h, b := startedHouse(t)
	b.get("/keep").send("/keep/backups")
	const next = "six words that nobody has seen"
	b.get("/keep/keys").send("/keep/keys", "now", passphrase, "passphrase", next, "again", next, "keep-backups", "on").
		want(http.StatusOK, "These backups still open with the old keys: "+h.backups()[0].Name)
}
