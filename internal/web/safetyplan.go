package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) safetyGuided() guided {
	return guided{
		plan: views.SafetyPlan(), view: views.NewSafetyPlan,
		read: func(r *http.Request, form views.Form) state {
			body, fields := views.ReadSafetyPlan(form)
			return state{fields: fields, say: guide.Say("safetyplan.saved"), tell: func() error {
				return s.home.SetSafetyPlan(r.Context(), form.ID, body)
			}}
		},
	}
}

func (s *Server) safetyPlan(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewSafetyPlanPage(j, s.hasDraft(r, views.SafetyPlan().Draft), companion.NewID)
	return render(w, r, http.StatusOK, pages.SafetyPlan(s.frame(r, components.PlacePlan), v))
}

func (s *Server) safetyPlanEdit(w http.ResponseWriter, r *http.Request) error {
	return s.guidedPage(w, r, s.safetyGuided())
}

func (s *Server) safetyPlanForm(w http.ResponseWriter, r *http.Request) error {
	return s.guidedForm(w, r, s.safetyGuided())
}

// safetyPlanWhere changes where the plan may open, and nothing else.
func (s *Server) safetyPlanWhere(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	plan, say := j.Plan.SafetyPlan, "safetyplan.hide.said"
	if plan.Readable = form.Value("where") == views.WhereHelp; plan.Readable {
		say = "safetyplan.show.said"
	}
	if err := s.home.SetSafetyPlan(r.Context(), form.ID, plan); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say(say))
	return seeOther(w, r, views.SafetyPlan().Path)
}

func (s *Server) safetyPlanErase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if err := s.home.EraseSafetyPlan(r.Context(), form.ID); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("guided.erased"))
	return s.afterDraft(w, r, s.home.DropDraft(r.Context(), views.SafetyPlan().Draft), views.SafetyPlan().Path)
}
