package web

import (
	"errors"
	"net/http"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

const fitDraft = "therapy-fit"

func (s *Server) fit(w http.ResponseWriter, r *http.Request) error {
	j, body, _, err := latest[entry.TherapyFit](s, r, entry.KindTherapyFit)
	if err != nil {
		return err
	}
	v := views.NewFits(j, s.home.Library(), body, s.hasDraft(r, fitDraft), s.home.Now())
	return render(w, r, http.StatusOK, pages.Fits(s.frame(r, ""), v))
}

func (s *Server) fitPage(w http.ResponseWriter, r *http.Request) error {
	step, err := strconv.Atoi(r.URL.Query().Get("step"))
	if err != nil {
		step = 0
	}
	return s.renderFit(w, r, http.StatusOK, s.newForm(r, fitDraft), step)
}

func (s *Server) renderFit(w http.ResponseWriter, r *http.Request, status int, form views.Form, step int) error {
	v := views.NewFit(form, step)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Fit(s.frame(r, ""), v))
}

// fitForm goes on to another step, keeps a draft, or saves the look.
func (s *Server) fitForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	turned, err := s.turnPage(w, r, form, steps{fitDraft, "/fit", "/fit/new", views.FitSteps(), "guided.discarded"})
	if turned || err != nil {
		return err
	}
	return s.saveFit(w, r, form)
}

// saveFit saves the look. A sentence beside a field may stand on any step, so
// the form comes back with all of them.
func (s *Server) saveFit(w http.ResponseWriter, r *http.Request, form views.Form) error {
	body, fields := views.ReadFit(form)
	if len(fields) > 0 {
		form.Errors = fields
		return s.renderFit(w, r, http.StatusUnprocessableEntity, form, 0)
	}
	placed, err := s.tellPage(r, form, fitDraft, body, nil)
	if errors.Is(err, fault.Conflict) {
		return s.renderFit(w, r, http.StatusConflict, asCorrection(form), 0)
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderFit(w, r, http.StatusUnprocessableEntity, form, 0)
	}
	if err != nil {
		return fault.Wrap("web.fit", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "fit"))
	return seeOther(w, r, pageOf("/fit", form))
}

// foundFit is the look an address names.
func (s *Server) foundFit(r *http.Request) (j *journey.Journey, ref journey.Ref, body entry.TherapyFit, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	ref, ok := j.FindVersion(entry.KindTherapyFit, entry.ID(r.PathValue("id")))
	if !ok {
		return j, ref, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.TherapyFit)
	return j, ref, body, err
}

func (s *Server) fitTold(w http.ResponseWriter, r *http.Request) error {
	j, ref, body, err := s.foundFit(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, ""), views.ToldFit(j, ref, body, companion.NewID())))
}

func (s *Server) fitCorrect(w http.ResponseWriter, r *http.Request) error {
	j, ref, body, err := s.foundFit(r)
	if err != nil {
		return err
	}
	return s.renderFit(w, r, http.StatusOK, views.FitForm(j, ref, body, companion.NewID()), 0)
}

func (s *Server) fitErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/fit", guide.Say("fit.erased"))
}
