package web

import (
	"errors"
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

const handledDraft = "handled-it"

func (s *Server) handledIts(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.HandledIts) > 0 })
	var ids []entry.ID
	for _, day := range days {
		for _, h := range day.HandledIts {
			ids = append(ids, h.Text)
		}
	}
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return err
	}
	bodies := map[entry.ID]entry.HandledIt{}
	for _, e := range entries {
		bodies[e.ID], _ = e.Body.(entry.HandledIt)
	}
	v := views.NewHandledIts(j, days, bodies, older, more, first, s.home.Now())
	return render(w, r, http.StatusOK, pages.HandledIts(s.frame(r, ""), v))
}

func (s *Server) handledItPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderHandledIt(w, r, http.StatusOK, s.newForm(r, handledDraft))
}

func (s *Server) renderHandledIt(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewHandledIt(j, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.HandledIt(s.frame(r, ""), v))
}

// handledIt saves a moment, a correction of one, or a draft.
func (s *Server) handledIt(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		return s.keepForLater(w, r, handledDraft, form, "/handled")
	}
	placed, err := s.tellPage(r, form, handledDraft, views.ReadHandledIt(form), nil)
	if errors.Is(err, fault.Conflict) {
		return s.renderHandledIt(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderHandledIt(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.handled", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "handled"))
	return seeOther(w, r, pageOf("/handled", form))
}

// keepForLater keeps what was typed and goes back to a list.
func (s *Server) keepForLater(w http.ResponseWriter, r *http.Request, draft string, form views.Form, list string) error {
	form.Values.Del("keep")
	if err := s.keepDraft(r, draft, form); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("saved.draft"))
	return seeOther(w, r, list)
}

// foundHandledIt is the moment an address names, with its words.
func (s *Server) foundHandledIt(r *http.Request) (j *journey.Journey, h journey.HandledIt, day entry.Day, body entry.HandledIt, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	h, day, ok := j.FindHandledIt(entry.ID(r.PathValue("id")))
	if !ok {
		return j, h, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), h.Ref)
	body, _ = e.Body.(entry.HandledIt)
	return j, h, day, body, err
}

func (s *Server) handledItTold(w http.ResponseWriter, r *http.Request) error {
	j, h, day, body, err := s.foundHandledIt(r)
	if err != nil {
		return err
	}
	v := views.ToldHandledIt(j, h, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, ""), v))
}

func (s *Server) handledItCorrect(w http.ResponseWriter, r *http.Request) error {
	_, h, day, body, err := s.foundHandledIt(r)
	if err != nil {
		return err
	}
	return s.renderHandledIt(w, r, http.StatusOK, views.HandledItForm(h, body, day, companion.NewID()))
}

func (s *Server) handledItErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/handled", guide.Say("handled.erased"))
}
