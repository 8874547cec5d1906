package web

import (
	"errors"
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) plan(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Plan(s.frame(r, components.PlacePlan), views.NewPlan(j, s.home.Now())))
}

func (s *Server) warningSignsPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderWarningSigns(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderWarningSigns(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewWarningSigns(j, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.WarningSigns(s.frame(r, components.PlacePlan), v))
}

func (s *Server) warningSigns(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadWarningSigns(j, form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan", say: guide.Say("signs.saved"), render: s.renderWarningSigns,
	})
}

func (s *Server) itemsPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderItems(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderItems(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewItems(j, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Items(s.frame(r, components.PlacePlan), v))
}

func (s *Server) items(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadItems(j, form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan", say: guide.Say("items.saved"), render: s.renderItems,
	})
}

func (s *Server) phasePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderPhase(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderPhase(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewPhase(j, form, companion.NewID, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Phase(s.frame(r, components.PlacePlan), v))
}

// phase saves a move to another phase, from a day on.
func (s *Server) phase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, err = s.tellPage(r, form, "", entry.Phase{Name: entry.PhaseName(form.Value("phase"))}, nil)
	if errors.Is(err, fault.Conflict) {
		return s.renderPhase(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderPhase(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.phase", err)
	}
	s.sessions.notice(r, guide.Say("phase.saved"))
	return seeOther(w, r, "/plan")
}

func (s *Server) phaseErase(w http.ResponseWriter, r *http.Request) error {
	return s.erase(w, r, "/phase", guide.Say("phase.move.gone"))
}
