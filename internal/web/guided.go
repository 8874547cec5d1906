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
	turned, err := s.turnPage(w, r, form, steps{g.plan.Draft, g.plan.Path, g.plan.Path + "/edit", g.plan.Count(), "guided.discarded"})
	if turned || err != nil {
		return err
	}
	return s.saveGuided(w, r, g, form)
}

// steps is a form that is filled in step by step, with a draft in between.
type steps struct {
	draft     string
	list      string // where one goes without saving
	page      string // of a step
	count     int
	discarded string // the key of what is said when the draft is dropped
}

// turnPage does what a button asks for that saves nothing: it drops the draft,
// keeps it for later, or goes on to another step. turned is false where the
// form is to be saved, as a correction always is; it then holds its fields
// alone.
func (s *Server) turnPage(w http.ResponseWriter, r *http.Request, form views.Form, of steps) (turned bool, err error) {
	if form.Value("go") == "discard" {
		s.sessions.notice(r, guide.Say(of.discarded))
		return true, s.afterDraft(w, r, s.home.DropDraft(r.Context(), of.draft), of.list)
	}
	step, moved := nextStep(form, of.count)
	later := form.Value("keep") != ""
	for _, name := range []string{"go", "step", "keep"} {
		form.Values.Del(name)
	}
	switch {
	case form.Corrects != "":
	case later:
		s.sessions.notice(r, guide.Say("saved.draft"))
		return true, s.afterDraft(w, r, s.keepDraft(r, of.draft, form), of.list)
	case moved:
		return true, s.afterDraft(w, r, s.keepDraft(r, of.draft, form), of.page+"?step="+strconv.Itoa(step))
	}
	return false, nil
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
