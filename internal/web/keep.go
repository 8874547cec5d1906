package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/seal"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) keepPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderKeep(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderKeep(w http.ResponseWriter, r *http.Request, status int, lock views.Form) error {
	return s.renderKeepWith(w, r, status, lock, views.Form{})
}

func (s *Server) renderKeepWith(w http.ResponseWriter, r *http.Request, status int, lock, recover views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	ways, err := s.home.WaysIn(r.Context())
	if err != nil {
		return err
	}
	list, err := s.home.Backups()
	if err != nil {
		return err
	}
	kept := make([]views.KeptBackup, len(list))
	for i, b := range list {
		kept[i] = views.KeptBackup(b)
	}
	v := views.NewKeep(j, lock, kept, s.home.Now())
	v.Recover, v.Folder, v.Repeat = recover, s.home.KeepsBackups(), status == http.StatusConflict
	v.Passphrase, v.Recovery = slices.Contains(ways, seal.ByPassphrase), slices.Contains(ways, seal.ByRecovery)
	return render(w, r, status, pages.Keep(s.frame(r, ""), v))
}

// keepLock saves after how long the record locks by itself.
func (s *Server) keepLock(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	profile, fields := views.ReadLock(j.Profile, form)
	return s.tellState(w, r, form, state{
		body: profile, fields: fields, then: "/keep", say: guide.Say("settings.saved"), render: s.renderKeep,
	})
}

// backUp makes a backup in the folder.
func (s *Server) backUp(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.home.MakeBackup(r.Context()); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("backup.saved"))
	return seeOther(w, r, "/keep")
}

// backupFile sends one of the backups. It is whole on the disk, so its length
// is said and a broken download is noticed.
func (s *Server) backupFile(w http.ResponseWriter, r *http.Request) error {
	file, err := s.home.OpenBackup(r.PathValue("name"))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fault.Because(fault.Unavailable, "web.backup", guide.Say("backup.unreadable"), err)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.PathValue("name")+`"`)
	http.ServeContent(w, r, "", info.ModTime(), struct{ io.ReadSeeker }{file})
	return nil
}

// newRecoveryKey makes a recovery key for whoever knows the passphrase.
func (s *Server) newRecoveryKey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if s.hasPassphrase(r) {
		if err := s.opens(r.Context(), r.PostForm.Get("recovery-now")); errors.Is(err, fault.Locked) {
			form.Errors.Add("recovery-now", fault.Sentence(err))
			form.Values = nil
			return s.renderKeepWith(w, r, http.StatusUnprocessableEntity, views.Form{ID: companion.NewID()}, form)
		} else if err != nil {
			return err
		}
	}
	return s.recoveryKey(w, r)
}

// showRecovery shows a key once, and remembers two of its groups, hashed, to
// compare what is typed from the paper.
func (s *Server) showRecovery(w http.ResponseWriter, r *http.Request, key seal.RecoveryKey) error {
	s.sessions.expect(r, key.Secret)
	return render(w, r, http.StatusOK, pages.Recovery(s.frame(r, ""), key.Secret, guide.FullDate(s.home.Now())))
}

// recoveryTry is what a session remembers of a key that was shown: not enough
// to be of use, and gone with the session.
type recoveryTry struct {
	at   [2]int
	salt []byte
	want [2][]byte
}

func newRecoveryTry(secret string) *recoveryTry {
	groups := strings.Split(secret, "-")
	t := &recoveryTry{salt: make([]byte, 32)}
	rand.Read(t.salt) // never fails
	first := draw(len(groups))
	t.at = [2]int{first, (first + 1 + draw(len(groups)-1)) % len(groups)}
	slices.Sort(t.at[:])
	for i, at := range t.at {
		t.want[i] = t.hash(groups[at])
	}
	return t
}

// draw gives a number below n.
func draw(n int) int {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0
	}
	return int(number.Int64())
}

// hash takes what looks alike for the same, as the key itself does.
func (t *recoveryTry) hash(typed string) []byte {
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(typed))
	sum := hmac.New(sha256.New, t.salt)
	sum.Write([]byte(typed))
	return sum.Sum(nil)
}

func (t *recoveryTry) fits(n int, typed string) bool { return hmac.Equal(t.want[n], t.hash(typed)) }

func (s *Server) recoveryCheckPage(w http.ResponseWriter, r *http.Request) error {
	t := s.sessions.expected(r)
	if t == nil {
		s.sessions.notice(r, guide.Say("recovery.check.gone"))
		return seeOther(w, r, "/keep")
	}
	return render(w, r, http.StatusOK, pages.RecoveryCheck(s.frame(r, ""), views.NewRecoveryCheck(views.Form{}, t.at, s.afterRecovery(r))))
}

// recoveryCheck compares what was typed from the paper.
func (s *Server) recoveryCheck(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	t := s.sessions.expected(r)
	if t == nil {
		s.sessions.notice(r, guide.Say("recovery.check.gone"))
		return seeOther(w, r, "/keep")
	}
	v := views.NewRecoveryCheck(form, t.at, s.afterRecovery(r))
	for i, group := range v.Groups {
		if !t.fits(i, form.Value(group.Name)) {
			v.Form.Errors.Add(group.Name, guide.Say("recovery.check.differ"))
		}
	}
	if len(v.Form.Errors) > 0 {
		return render(w, r, http.StatusUnprocessableEntity, pages.RecoveryCheck(s.frame(r, ""), v))
	}
	s.sessions.expect(r, "")
	s.sessions.notice(r, guide.Say("recovery.check.right"))
	return seeOther(w, r, s.afterRecovery(r))
}

// afterRecovery is where one goes on: at the beginning, to the first page.
func (s *Server) afterRecovery(r *http.Request) string {
	if j, err := s.home.Look(r.Context()); err == nil && j.Profile.Zone == "" {
		return "/start"
	}
	return "/keep"
}

func (s *Server) rekeyPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderRekey(w, r, http.StatusOK, views.Form{})
}

func (s *Server) renderRekey(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	form.Values = nil
	return render(w, r, status, pages.Rekey(s.frame(r, ""), form, s.hasPassphrase(r), s.home.KeepsBackups()))
}

// rekey seals everything again under new keys, ends the other sessions and
// shows the new recovery key.
func (s *Server) rekey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if s.hasPassphrase(r) {
		if err := s.opens(r.Context(), r.PostForm.Get("now")); errors.Is(err, fault.Locked) {
			form.Errors.Add("now", fault.Sentence(err))
		} else if err != nil {
			return err
		}
	}
	form.Errors = append(form.Errors, passphraseErrors(r.PostForm.Get("passphrase"), r.PostForm.Get("again"))...)
	if len(form.Errors) > 0 {
		return s.renderRekey(w, r, http.StatusUnprocessableEntity, form)
	}
	done, err := s.home.Rekey(r.Context(), r.PostForm.Get("passphrase"))
	if err != nil {
		return err
	}
	s.sessions.endOthers(r)
	say := guide.Say("rekey.done")
	if form.Value("keep-backups") == "" {
		s.remakeBackups(r)
	} else if len(done.Old) > 0 {
		say += " " + guide.Say("rekey.left")
		for _, b := range done.Old {
			say += " " + b.Name
		}
	}
	s.sessions.notice(r, say)
	return s.showRecovery(w, r, done.Recovery)
}

// remakeBackups makes the automatic backups anew, so that they hold nothing
// that was erased. What it cannot do is said on the next page.
func (s *Server) remakeBackups(r *http.Request) {
	if err := s.home.RemakeBackups(r.Context()); err != nil {
		s.options.Log.Error("backups not made anew", "error", err)
		s.sessions.notice(r, guide.Say("erase.backups.trouble"))
	}
}

// quotedWords says where something is quoted.
func (s *Server) quotedWords(r *http.Request, doomed companion.Doomed) ([]string, error) {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return nil, err
	}
	var words []string
	for _, q := range doomed.Quoted {
		words = append(words, views.QuotedIn(j, q.Kind, q.Day, s.home.Now()))
	}
	return words, nil
}

// asksFirst shows what quotes an entry before it is erased. It answers whether
// it showed a page.
func (s *Server) asksFirst(w http.ResponseWriter, r *http.Request, form views.Form, id entry.ID, back string) (bool, error) {
	if form.Value("sure") != "" {
		return false, nil
	}
	doomed, err := s.home.WouldErase(r.Context(), id)
	if err != nil || len(doomed.Quoted) == 0 {
		return false, err
	}
	words, err := s.quotedWords(r, doomed)
	if err != nil {
		return false, err
	}
	v := views.AskErase{Heading: guide.Say("erase.quoted.heading"), Action: r.URL.Path, ID: form.ID, Quoted: words, Back: back}
	return true, render(w, r, http.StatusOK, pages.AskErase(s.frame(r, ""), v))
}

func (s *Server) erasing(w http.ResponseWriter, r *http.Request) error {
	return s.renderErasing(w, r, http.StatusOK, views.Form{ID: companion.NewID()}, views.Form{})
}

func (s *Server) renderErasing(w http.ResponseWriter, r *http.Request, status int, days, all views.Form) error {
	v := views.Erasing{Days: days, All: all, Passphrase: s.hasPassphrase(r)}
	return render(w, r, status, pages.Erasing(s.frame(r, ""), v))
}

// eraseDays shows what was told about some days, and erases it when asked again.
func (s *Server) eraseDays(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	from, to, fields := views.ReadDays(form)
	form.Errors = fields
	if len(fields) > 0 {
		return s.renderErasing(w, r, http.StatusUnprocessableEntity, form, views.Form{})
	}
	if form.Value("sure") == "" {
		return s.askEraseDays(w, r, form, from, to)
	}
	told, err := s.home.EraseDays(r.Context(), form.ID, from, to)
	if err != nil {
		return err
	}
	if err := s.home.Tidy(r.Context()); err != nil {
		s.options.Log.Warn("files not tidied", "error", err)
	}
	s.sessions.notice(r, guide.Say("erase.days.done", "entries", told))
	return seeOther(w, r, "/keep/erase")
}

func (s *Server) askEraseDays(w http.ResponseWriter, r *http.Request, form views.Form, from, to entry.Day) error {
	doomed, err := s.home.WouldEraseDays(r.Context(), from, to)
	if form.Errors = errorsOf(err); form.Errors == nil && err == nil && doomed.Told == 0 {
		form.Errors.Add("from", guide.Say("erase.days.none"))
	}
	if form.Errors != nil {
		return s.renderErasing(w, r, http.StatusUnprocessableEntity, form, views.Form{})
	}
	if err != nil {
		return err
	}
	words, err := s.quotedWords(r, doomed)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.AskEraseDays(j, form.ID, from, to, doomed.Told, words, s.home.Now())
	return render(w, r, http.StatusOK, pages.AskErase(s.frame(r, ""), v))
}

// eraseEverything ends the record, every session, and what the browser kept of
// this address: pages, a queue, the worker that serves it.
func (s *Server) eraseEverything(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	field, err := "word", error(nil)
	if s.hasPassphrase(r) {
		field, err = "now", s.opens(r.Context(), r.PostForm.Get("now"))
	} else if !strings.EqualFold(form.Value("word"), "erase") {
		err = fault.New(fault.Locked, "web.erase", guide.Say("erase.all.word.differ"))
	}
	if errors.Is(err, fault.Locked) {
		form.Values.Del("now")
		form.Errors.Add(field, fault.Sentence(err))
		return s.renderErasing(w, r, http.StatusUnprocessableEntity, views.Form{ID: companion.NewID()}, form)
	}
	if err != nil {
		return err
	}
	if err := s.home.EraseEverything(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", clearAll)
	err = render(w, r, http.StatusOK, pages.Erased(pages.Frame{Locked: true}))
	s.sessions.endOthers(r) // this one may start again
	return err
}

// clearAll makes a browser forget this address: what it cached, a queue of
// things not sent, and with them the worker that keeps pages for later.
const clearAll = `"cache", "storage"`

// leave locks the record, forgets the session and leads to an empty page.
// Whoever has no session leaves all the same, and locks nothing.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) error {
	if s.sessions.has(r) {
		if s.hasPassphrase(r) {
			s.home.Lock()
			s.sessions.end()
		} else {
			s.sessions.endOwn(r)
		}
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return seeOther(w, r, "/blank")
}

// blank is a page with nothing on it.
func (s *Server) blank(w http.ResponseWriter, r *http.Request) error {
	// An empty icon, so that the browser's tab does not show ours.
	w.Header().Set("Content-Security-Policy", strings.Replace(contentPolicy, "img-src 'self'", "img-src data:", 1))
	return render(w, r, http.StatusOK, pages.Blank())
}
