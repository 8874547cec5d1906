package web

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/letter"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const (
	stayPath  = "/stay-in-touch"
	stayDraft = "therapist-letter"
)

func (s *Server) stay(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	letters, err := s.home.SentLetters(r.Context(), j)
	if err != nil {
		return err
	}
	v := views.NewStay(j, letters, s.hasDraft(r, stayDraft), s.home.Now())
	return render(w, r, http.StatusOK, pages.Stay(s.frame(r, components.PlacePlan), v))
}

func (s *Server) pickLetter(w http.ResponseWriter, r *http.Request) error {
	v, err := s.home.PickLetter(r.Context(), s.newForm(r, stayDraft))
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.PickLetter(s.frame(r, components.PlacePlan), v))
}

// pickedLetter keeps what was ticked with its words, and goes on to them.
func (s *Server) pickedLetter(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("go") == "discard" {
		s.sessions.notice(r, guide.Say("guided.discarded"))
		return s.afterDraft(w, r, s.home.DropDraft(r.Context(), stayDraft), stayPath)
	}
	form.Values.Set("seen", "yes")
	v, err := s.home.PickLetter(r.Context(), form)
	if err != nil {
		return err
	}
	if err := s.keepDraft(r, stayDraft, v.Pick(s.newForm(r, stayDraft))); err != nil {
		return err
	}
	if form.Value("go") == "later" {
		s.sessions.notice(r, guide.Say("saved.draft"))
		return seeOther(w, r, stayPath)
	}
	return seeOther(w, r, stayPath+"/words")
}

// begunLetter is the letter that was begun; false where there is none.
func (s *Server) begunLetter(r *http.Request) (views.Form, bool) {
	form := s.newForm(r, stayDraft)
	return form, form.Draft
}

func (s *Server) letterWords(w http.ResponseWriter, r *http.Request) error {
	form, begun := s.begunLetter(r)
	if !begun {
		return seeOther(w, r, stayPath+"/pick")
	}
	return s.renderLetterWords(w, r, http.StatusOK, form)
}

func (s *Server) renderLetterWords(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	return render(w, r, status, pages.LetterWords(s.frame(r, components.PlacePlan), views.NewLetterWords(form)))
}

// changedLetter keeps the words as they were changed, and goes on to look.
func (s *Server) changedLetter(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	begun, ok := s.begunLetter(r)
	if !ok {
		return seeOther(w, r, stayPath+"/pick")
	}
	changed, fields := views.ReadLetterWords(begun, form)
	if changed.Errors = fields; len(fields) > 0 && form.Value("go") != "back" {
		return s.renderLetterWords(w, r, http.StatusUnprocessableEntity, changed)
	}
	if err := s.keepDraft(r, stayDraft, changed); err != nil {
		return err
	}
	if form.Value("go") == "back" {
		return seeOther(w, r, stayPath+"/pick")
	}
	return seeOther(w, r, stayPath+"/look")
}

func (s *Server) sendLetter(w http.ResponseWriter, r *http.Request) error {
	return s.renderSendLetter(w, r, http.StatusOK, views.Form{})
}

func (s *Server) renderSendLetter(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	begun, ok := s.begunLetter(r)
	if !ok {
		return seeOther(w, r, stayPath)
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	if form.ID == "" {
		form.ID = begun.ID
	}
	v := views.NewSendLetter(j, begun, form, s.home.Now())
	var text strings.Builder
	if err := letter.Markdown(&text, v.Letter); err != nil {
		return err
	}
	v.Text = text.String()
	return render(w, r, status, pages.SendLetter(s.frame(r, components.PlacePlan), v))
}

// sendLetterFile is the letter that was begun as a file.
func (s *Server) sendLetterFile(w http.ResponseWriter, r *http.Request) error {
	begun, ok := s.begunLetter(r)
	if !ok {
		return seeOther(w, r, stayPath)
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return s.letterFile(w, r, views.NewCheckInLetter(j, begun, s.home.Now()))
}

// letterFile writes a letter as the file the address asks for. Its name is
// that of the letter and says nothing of what is in it.
func (s *Server) letterFile(w http.ResponseWriter, r *http.Request, l views.Letter) error {
	switch r.URL.Query().Get("as") {
	case "html":
		return letterHTML(w, r, l)
	case "pdf":
		return s.letterPDF(w, r, l)
	case "md":
		return writeFile(w, "text/markdown; charset=utf-8", `attachment; filename="`+l.Key+`.md"`, func(to io.Writer) error { return letter.Markdown(to, l) })
	}
	return letterText(w, r, l)
}

// sentLetter notes that the letter has left. The same form sent twice leads to
// the letter that was kept.
func (s *Server) sentLetter(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	begun, ok := s.begunLetter(r)
	if !ok || begun.ID != form.ID {
		if _, kept := j.FindVersion(entry.KindTherapistLetter, form.ID); kept {
			s.sessions.notice(r, guide.Say("saved.already"))
			return seeOther(w, r, stayPath+"/"+string(form.ID))
		}
		return seeOther(w, r, stayPath)
	}
	_, err = s.tellPage(r, form, stayDraft, views.ReadSentLetter(j, begun, form, s.home.Now()), nil)
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderSendLetter(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.stay", err)
	}
	s.sessions.notice(r, guide.Say("stay.sent"))
	return seeOther(w, r, stayPath+"/"+string(form.ID))
}

// foundLetter is the sent letter an address names.
func (s *Server) foundLetter(r *http.Request) (j *journey.Journey, ref journey.Ref, body entry.TherapistLetter, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	ref, ok := j.FindVersion(entry.KindTherapistLetter, entry.ID(r.PathValue("id")))
	if !ok {
		return j, ref, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.TherapistLetter)
	return j, ref, body, err
}

func (s *Server) letterTold(w http.ResponseWriter, r *http.Request) error {
	return s.renderLetterTold(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderLetterTold(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, ref, body, err := s.foundLetter(r)
	if err != nil {
		return err
	}
	v := views.NewToldLetter(j, ref, body, form, companion.NewID(), s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.ToldLetter(s.frame(r, components.PlacePlan), v))
}

func (s *Server) letterToldFile(w http.ResponseWriter, r *http.Request) error {
	_, _, body, err := s.foundLetter(r)
	if err != nil {
		return err
	}
	return s.letterFile(w, r, views.SentLetter(body))
}

// letterReply notes the reply, or corrects it. The letter stays as it left, in
// its place in the record.
func (s *Server) letterReply(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, ref, body, err := s.foundLetter(r)
	if err != nil {
		return err
	}
	told, place, fields := views.ReadReply(j, ref, body, form, s.home.Now())
	return s.tellState(w, r, form, state{
		fields: fields, then: stayPath + "/" + string(ref.ID), say: guide.Say("stay.reply.saved"), render: s.renderLetterTold,
		tell: func() error {
			_, err := s.tellPage(r, place, "", told, nil)
			return err
		},
	})
}

// forgetInLetter drops a letter that is begun where it holds the words of an
// entry that was erased: a draft must not keep what is gone for good.
func (s *Server) forgetInLetter(r *http.Request, erased entry.ID) error {
	begun, ok := s.begunLetter(r)
	if !ok || !slices.ContainsFunc(begun.All("line"), func(key string) bool { return strings.HasSuffix(key, string(erased)) }) {
		return nil
	}
	return s.home.DropDraft(r.Context(), stayDraft)
}

func (s *Server) letterErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, stayPath, guide.Say("stay.erased"))
}
