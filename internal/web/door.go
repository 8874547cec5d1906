package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/seal"
	"fermata/internal/views"
	"fermata/internal/web/assets"
	"fermata/internal/web/pages"
)

// enter takes the start token, once, and gives a session for it. The next
// page is asked for from here and not by a redirect: a redirect would still
// count as coming from where the token was.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) error {
	token := r.URL.Query().Get("token")
	if token == "" || !s.useToken(token) {
		if s.sessions.has(r) {
			return seeOther(w, r, "/")
		}
		return render(w, r, http.StatusForbidden, pages.Enter(pages.Frame{Locked: true}))
	}
	s.sessions.begin(w, r)
	w.Header().Set("Refresh", "0; url=/")
	return render(w, r, http.StatusOK, pages.Entered(pages.Frame{Locked: true}))
}

func (s *Server) welcome(w http.ResponseWriter, r *http.Request) error {
	if s.home.State() != companion.Empty {
		return seeOther(w, r, "/")
	}
	return s.renderWelcome(w, r, http.StatusOK, views.Form{})
}

func (s *Server) renderWelcome(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	return render(w, r, status, pages.Welcome(pages.Frame{Locked: true}, form, s.home.HasKeyFile()))
}

// begin starts the record, with a passphrase or with a key file.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	passphrase := r.PostForm.Get("passphrase")
	if form.Value("way") == "key-file" {
		passphrase = ""
	} else if form.Errors = passphraseErrors(passphrase, r.PostForm.Get("again")); form.Errors != nil {
		return s.renderWelcome(w, r, http.StatusUnprocessableEntity, form)
	}
	if err := s.home.Begin(r.Context(), passphrase); err != nil {
		return err
	}
	if err := s.home.FirstLists(r.Context()); err != nil {
		return err
	}
	if passphrase == "" {
		return seeOther(w, r, "/start")
	}
	return s.recoveryKey(w, r)
}

func passphraseErrors(passphrase, again string) fault.Fields {
	fields := errorsOf(companion.CheckPassphrase(passphrase))
	if fields == nil && passphrase != again {
		fields.Add("again", guide.Say("keep.passphrase.differ"))
	}
	return fields
}

// recoveryKey makes a new recovery key and shows it, once.
func (s *Server) recoveryKey(w http.ResponseWriter, r *http.Request) error {
	key, err := s.home.NewRecoveryKey(r.Context())
	if err != nil {
		return err
	}
	return s.showRecovery(w, r, key)
}

func (s *Server) unlockPage(w http.ResponseWriter, r *http.Request) error {
	switch s.home.State() {
	case companion.Empty:
		return seeOther(w, r, "/welcome")
	case companion.Opened:
		if s.sessions.has(r) {
			return seeOther(w, r, "/")
		}
	}
	return s.renderUnlock(w, r, http.StatusOK, views.Form{}, r.URL.Query().Get("way") == "recovery")
}

func (s *Server) renderUnlock(w http.ResponseWriter, r *http.Request, status int, form views.Form, recovery bool) error {
	return render(w, r, status, pages.Unlock(pages.Frame{Locked: true}, form, recovery))
}

// unlock opens the record with the passphrase or the recovery key, and gives
// the browser a session.
func (s *Server) unlock(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	recovery := form.Value("way") == "recovery"
	field := "passphrase"
	lane := s.lane(r)
	if recovery {
		field = "recovery"
		err = s.home.RecoverFrom(r.Context(), lane, r.PostForm.Get("recovery"))
	} else {
		err = s.home.UnlockFrom(r.Context(), lane, r.PostForm.Get("passphrase"))
	}
	s.note(r, "tried to unlock", err == nil)
	if errors.Is(err, fault.Locked) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.NotFound) {
		form.Values.Del("passphrase")
		form.Values.Del("recovery")
		form.Errors.Add(field, fault.Sentence(err))
		return s.renderUnlock(w, r, http.StatusForbidden, form, recovery)
	}
	if err != nil {
		return err
	}
	s.sessions.begin(w, r)
	if s.options.Public {
		s.sessions.remember(w, r)
	}
	if resumed, err := s.resume(w, r, form); resumed || err != nil {
		return err
	}
	return seeOther(w, r, "/")
}

// lock drops keys, journeys and every session.
func (s *Server) lock(w http.ResponseWriter, r *http.Request) error {
	s.home.Lock()
	s.sessions.end()
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return seeOther(w, r, "/unlock")
}

// hasPassphrase says whether locking makes sense: a key file would open the
// record again by itself.
func (s *Server) hasPassphrase(r *http.Request) bool { return s.opensWithPassphrase(r.Context()) }

func (s *Server) opensWithPassphrase(ctx context.Context) bool {
	ways, err := s.home.WaysIn(ctx)
	return err == nil && slices.Contains(ways, seal.ByPassphrase)
}

// asset answers from the files in the program. Their names carry a hash of
// their content, so a browser may keep them for ever.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) error {
	file, ok := assets.Open(r.URL.Path)
	if !ok {
		return s.notFound(w, r)
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", file.Type)
	w.Header().Set("Vary", "Accept-Encoding")
	body := file.Body
	if file.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = file.Gzip
	}
	_, err := w.Write(body)
	return err
}

func (s *Server) favicon(w http.ResponseWriter, r *http.Request) error {
	return seeOther(w, r, assets.URL("mark.svg"))
}

// startZone is a first guess at the zone: that of this computer.
func startZone() string {
	if name := time.Local.String(); name != "Local" {
		return name
	}
	return "UTC"
}
