package web

import (
	"net/http"
	"strconv"

	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// guided is a plan that is written one step at a time, or all on one page.
// What was typed on the other steps goes along with the form, and each step
// that is left keeps a draft.
type guided struct {
	plan views.GuidedPlan
	view func(*journey.Journey, views.Form, int) views.Guided
	read func(*http.Request, views.Form) state
}

// hasDraft says whether a half-filled form is kept.
func (s *Server) hasDraft(r *http.Request, draft string) bool {
	kept, err := s.home.Draft(r.Context(), draft)
	return err == nil && kept != nil
}

func (s *Server) guidedPage(w http.ResponseWriter, r *http.Request, g guided) error {
	step, err := strconv.Atoi(r.URL.Query().Get("step"))
	if err != nil {
		step = 0
	}
	return s.renderGuided(w, r, http.StatusOK, g, s.newForm(r, g.plan.Draft), step)
}

func (s *Server) renderGuided(w http.ResponseWriter, r *http.Request, status int, g guided, form views.Form, step int) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := g.view(j, form, step)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Guided(s.frame(r, components.PlacePlan), v))
}

// guidedForm goes on to another step, keeps a draft, or saves the plan.
func (s *Server) guidedForm(w http.ResponseWriter, r *http.Request, g guided) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("go") == "discard" {
		s.sessions.notice(r, guide.Say("guided.discarded"))
		return s.afterDraft(w, r, s.home.DropDraft(r.Context(), g.plan.Draft), g.plan.Path)
	}
	step, moved := nextStep(form, g.plan.Count())
	later := form.Value("keep") != ""
	if !moved && !later {
		return s.saveGuided(w, r, g, form)
	}
	for _, name := range []string{"go", "step", "keep"} {
		form.Values.Del(name)
	}
	err = s.keepDraft(r, g.plan.Draft, form)
	if later {
		s.sessions.notice(r, guide.Say("saved.draft"))
		return s.afterDraft(w, r, err, g.plan.Path)
	}
	return s.afterDraft(w, r, err, g.plan.Path+"/edit?step="+strconv.Itoa(step))
}

// afterDraft goes on once a draft was kept or dropped.
func (s *Server) afterDraft(w http.ResponseWriter, r *http.Request, err error, to string) error {
	if err != nil {
		return err
	}
	return seeOther(w, r, to)
}

// saveGuided saves the whole plan. A sentence beside a field may stand on any
// step, so the form comes back with all of them.
func (s *Server) saveGuided(w http.ResponseWriter, r *http.Request, g guided, form views.Form) error {
	told := g.read(r, form)
	tell := told.tell
	told.tell = func() error {
		if err := tell(); err != nil {
			return err
		}
		return s.home.DropDraft(r.Context(), g.plan.Draft)
	}
	told.then = g.plan.Path
	told.render = func(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
		return s.renderGuided(w, r, status, g, form, 0)
	}
	return s.tellState(w, r, form, told)
}
