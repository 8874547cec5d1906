package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) stayingWellPlan() guided {
	return guided{
		plan: views.StayingWell(), view: views.NewStayingWell,
		read: func(r *http.Request, form views.Form) state {
			body, fields := views.ReadStayingWell(form)
			return state{fields: fields, say: guide.Say("staying.saved"), tell: func() error {
				_, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: body})
				return err
			}}
		},
	}
}

func (s *Server) stayingWell(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewStayingWellPage(j, s.hasDraft(r, views.StayingWell().Draft), companion.NewID)
	return render(w, r, http.StatusOK, pages.StayingWell(s.frame(r, components.PlacePlan), v))
}

func (s *Server) stayingWellEdit(w http.ResponseWriter, r *http.Request) error {
	return s.guidedPage(w, r, s.stayingWellPlan())
}

func (s *Server) stayingWellForm(w http.ResponseWriter, r *http.Request) error {
	return s.guidedForm(w, r, s.stayingWellPlan())
}

func (s *Server) stayingWellErase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if err := s.home.EraseVersions(r.Context(), form.ID, entry.KindStayingWell); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("guided.erased"))
	return s.afterDraft(w, r, s.home.DropDraft(r.Context(), views.StayingWell().Draft), views.StayingWell().Path)
}
