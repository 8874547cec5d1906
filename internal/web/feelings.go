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
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const (
	feelingsPath  = "/prepare/feelings"
	feelingsDraft = "feelings"
)

// feelings lists what was told about the last session, newest first.
func (s *Server) feelings(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	before, first := beforeDay(r)
	days, older, more := views.DaysPage(j, before, func(d *journey.Day) bool { return len(d.Feelings) > 0 })
	var ids []entry.ID
	for _, day := range days {
		for _, ref := range day.Feelings {
			ids = append(ids, ref.Text)
		}
	}
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return err
	}
	bodies := map[entry.ID]entry.MixedFeelings{}
	for _, e := range entries {
		bodies[e.ID], _ = e.Body.(entry.MixedFeelings)
	}
	v := views.NewFeelingsPage(j, days, bodies, older, more, first, s.home.Now())
	v.Draft = s.hasDraft(r, feelingsDraft)
	return render(w, r, http.StatusOK, pages.FeelingsPage(s.frame(r, components.PlacePlan), v))
}

func (s *Server) feelingsNew(w http.ResponseWriter, r *http.Request) error {
	return s.renderFeelings(w, r, http.StatusOK, s.newForm(r, feelingsDraft))
}

func (s *Server) renderFeelings(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewFeelings(j, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Feelings(s.frame(r, components.PlacePlan), v))
}

// feelingsForm saves feelings, a correction of some, or a draft.
func (s *Server) feelingsForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		form.Values.Del("keep")
		s.sessions.notice(r, guide.Say("saved.draft"))
		return s.afterDraft(w, r, s.keepDraft(r, feelingsDraft, form), feelingsPath)
	}
	body, fields := views.ReadFeelings(form)
	placed, err := s.tellPage(r, form, feelingsDraft, body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderFeelings(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderFeelings(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.feelings", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "feelings"))
	return seeOther(w, r, pageOf(feelingsPath, form))
}

// foundFeelings are the feelings an address names.
func (s *Server) foundFeelings(r *http.Request) (j *journey.Journey, ref journey.Ref, day entry.Day, body entry.MixedFeelings, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return
	}
	ref, day, ok := j.FindFeelings(entry.ID(r.PathValue("id")))
	if !ok {
		return j, ref, day, body, s.notFound(nil, r)
	}
	e, err := s.home.Entry(r.Context(), ref)
	body, _ = e.Body.(entry.MixedFeelings)
	return j, ref, day, body, err
}

func (s *Server) feelingsTold(w http.ResponseWriter, r *http.Request) error {
	j, ref, day, body, err := s.foundFeelings(r)
	if err != nil {
		return err
	}
	v := views.ToldFeelings(j, ref, day, body, companion.NewID(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Told(s.frame(r, components.PlacePlan), v))
}

func (s *Server) feelingsCorrect(w http.ResponseWriter, r *http.Request) error {
	_, ref, day, body, err := s.foundFeelings(r)
	if err != nil {
		return err
	}
	return s.renderFeelings(w, r, http.StatusOK, views.FeelingsForm(ref, body, day, companion.NewID()))
}

func (s *Server) feelingsErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, feelingsPath, guide.Say("feelings.erased"))
}
