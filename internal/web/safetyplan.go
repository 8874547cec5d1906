package web

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"fermata/internal/companion"
	"fermata/internal/guide"
	"fermata/internal/letter"
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

// take is a form in which the safety plan is taken along.
type take struct {
	name, kind string
	write      func(io.Writer, views.SafetyCard, time.Time) error
}

func takePhone(w io.Writer, card views.SafetyCard, _ time.Time) error {
	return letter.SafetyPhone(w, card)
}

// safetyPlanTake sends the plan as a file. A plan that cannot be set, as in a
// script the fonts lack, is an error page that says what to do.
func (s *Server) safetyPlanTake(form take) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		j, err := s.home.Look(r.Context())
		if err != nil {
			return err
		}
		card := views.NewSafetyCard(j, s.home.Now())
		if len(card.Steps) == 0 {
			return seeOther(w, r, views.SafetyPlan().Path)
		}
		var content bytes.Buffer
		if err := form.write(&content, card, s.home.Now()); err != nil {
			return err
		}
		w.Header().Set("Content-Type", form.kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+form.name+`"`)
		_, err = content.WriteTo(w)
		return err
	}
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
