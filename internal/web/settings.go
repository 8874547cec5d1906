package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderSettings(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderSettings(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	return s.renderSettingsWith(w, r, status, form, views.Form{})
}

func (s *Server) renderSettingsWith(w http.ResponseWriter, r *http.Request, status int, form, pass views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	ways, err := s.home.WaysIn(r.Context())
	if err != nil {
		return err
	}
	v := views.NewSettings(j, form, pass, slices.Contains(ways, seal.ByPassphrase), slices.Contains(ways, seal.ByRecovery), s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Settings(s.frame(r, ""), v))
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	profile, fields := views.ReadSettings(j.Profile, form)
	return s.tellState(w, r, form, state{
		body: profile, fields: fields, then: "/settings", say: guide.Say("settings.saved"), render: s.renderSettings,
	})
}

// passphrase sets or changes the passphrase. Where there is one already it is
// asked for, so that an open browser alone cannot lock its owner out.
func (s *Server) passphrase(w http.ResponseWriter, r *http.Request) error {
	pass, err := readForm(r)
	if err != nil {
		return err
	}
	had := s.hasPassphrase(r)
	if had {
		if err := s.opens(r.Context(), r.PostForm.Get("now")); errors.Is(err, fault.Locked) {
			pass.Errors.Add("now", fault.Sentence(err))
		} else if err != nil {
			return err
		}
	}
	pass.Errors = append(pass.Errors, passphraseErrors(r.PostForm.Get("passphrase"), r.PostForm.Get("again"))...)
	if len(pass.Errors) > 0 {
		pass.Values = nil
		return s.renderSettingsWith(w, r, http.StatusUnprocessableEntity, views.Form{ID: companion.NewID()}, pass)
	}
	if err := s.home.SetPassphrase(r.Context(), r.PostForm.Get("passphrase")); err != nil {
		return err
	}
	s.sessions.endOthers(r)
	say := guide.Say("keep.passphrase.saved")
	if had {
		say = guide.Say("keep.passphrase.changed")
	}
	s.sessions.notice(r, say)
	return seeOther(w, r, "/settings")
}

// opens says whether a secret opens the record: its passphrase or, for whoever
// came in because they forgot that, its recovery key.
func (s *Server) opens(ctx context.Context, secret string) error {
	err := s.home.Recover(ctx, secret)
	if errors.Is(err, fault.Invalid) || errors.Is(err, fault.NotFound) { // it is no recovery key
		return s.home.Unlock(ctx, secret)
	}
	return err
}

// verify checks the whole record and says what it found.
func (s *Server) verify(w http.ResponseWriter, r *http.Request) error {
	found, err := s.home.Verify(r.Context())
	if err != nil {
		return err
	}
	flaws := make([]views.Flaw, len(found.Findings))
	for i, finding := range found.Findings {
		flaws[i] = views.Flaw{From: finding.Seq, To: finding.To, What: flawWords(finding.What)}
	}
	v := views.NewVerified(found.Rows, found.Erased, flaws)
	return render(w, r, http.StatusOK, pages.Verified(s.frame(r, ""), v))
}

// flawKeys are the keys of what can be wrong with a record.
var flawKeys = map[ledger.Fault]string{
	ledger.HeadForged: "head-forged", ledger.HeadMismatch: "head-mismatch", ledger.RowMissing: "row-missing",
	ledger.RowExtra: "row-extra", ledger.DigestWrong: "digest-wrong", ledger.BodyChanged: "body-changed",
	ledger.BodyUnreadable: "body-unreadable", ledger.EntryUnreadable: "entry-unreadable", ledger.ErasedUnnamed: "erased-unnamed",
	ledger.KeyUnreadable: "key-unreadable", ledger.KeyMissing: "key-missing", ledger.DraftUnreadable: "draft-unreadable",
	ledger.CardDiffers: "card-differs",
}

// flawWords says what is wrong with a record; a fault without words of its own
// goes by its name.
func flawWords(what ledger.Fault) string {
	if key, known := flawKeys[what]; known {
		return guide.Say("verify.flaw." + key)
	}
	return string(what)
}
