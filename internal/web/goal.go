package web

import (
	"errors"
	"net/http"
	"strings"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) goals(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Goals(s.frame(r, components.PlacePlan), views.NewGoals(j, s.home.Now())))
}

// foundGoal is the goal an address names.
func (s *Server) foundGoal(r *http.Request) (*journey.Journey, entry.Goal, error) {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return nil, entry.Goal{}, err
	}
	goal, ok := views.FindGoal(j, r.PathValue("key"))
	if !ok {
		return j, goal, fault.New(fault.NotFound, "web.goal", guide.Say("goals.gone"))
	}
	return j, goal, nil
}

func (s *Server) goalPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderGoal(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderGoal(w http.ResponseWriter, r *http.Request, status int, near views.Form) error {
	j, goal, err := s.foundGoal(r)
	if err != nil {
		return err
	}
	entries, err := s.home.Entries(r.Context(), views.GoalTexts(j, goal.Key)...)
	if err != nil {
		return err
	}
	words := map[entry.ID]string{}
	for _, e := range entries {
		if body, ok := e.Body.(entry.GoalProgress); ok {
			words[e.ID] = body.Words
		}
	}
	v := views.NewGoal(j, goal, near, words, companion.NewID, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Goal(s.frame(r, components.PlacePlan), v))
}

func (s *Server) goalNew(w http.ResponseWriter, r *http.Request) error {
	return s.renderGoalForm(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) goalEdit(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := s.foundGoal(r); err != nil {
		return err
	}
	return s.renderGoalForm(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderGoalForm(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	goal, _ := views.FindGoal(j, r.PathValue("key"))
	v := views.NewGoalForm(goal, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.GoalForm(s.frame(r, components.PlacePlan), v))
}

// lineKey is the key of a line that a form adds to a list. It is the form's
// own, so that the same form sent twice adds one line.
func lineKey(id entry.ID) string { return "own-" + strings.ReplaceAll(string(id), "-", "") }

// goal saves a goal, new or changed.
func (s *Server) goal(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	if key == "" {
		key = lineKey(form.ID)
	} else if _, _, err := s.foundGoal(r); err != nil {
		return err
	}
	body, fields := views.ReadGoal(j, key, form, j.Today(s.home.Now()))
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan/goals/" + key, say: guide.Say("goals.saved"), render: s.renderGoalForm,
	})
}

func (s *Server) goalSteps(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, goal, err := s.foundGoal(r)
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.TickGoal(j, goal, form.All("done")), then: "/plan/goals/" + goal.Key, say: guide.Say("goals.steps.saved"),
		render: s.renderGoal,
	})
}

// goalMoves are where a goal can go, and what is said there.
var goalMoves = map[entry.GoalStatus]string{
	entry.GoalReached: "goals.reach.said", entry.GoalLetGo: "goals.let-go.said", entry.GoalNew: "goals.again.said",
}

func (s *Server) goalMove(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, goal, err := s.foundGoal(r)
	if err != nil {
		return err
	}
	to := entry.GoalStatus(form.Value("to"))
	say, known := goalMoves[to]
	if !known {
		return fault.New(fault.Invalid, "web.goal", guide.Say("error.invalid"))
	}
	said := guide.Say(say)
	if to == entry.GoalReached {
		said = guide.Say("goals.reach.said", "goal", goal.Words)
	}
	return s.tellState(w, r, form, state{
		body: views.MoveGoal(j, goal, to, j.Today(s.home.Now())), then: "/plan/goals/" + goal.Key, say: said, render: s.renderGoal,
	})
}

// goalNear saves how near a goal is.
func (s *Server) goalNear(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, goal, err := s.foundGoal(r)
	if err != nil {
		return err
	}
	body, fields := views.ReadNear(goal.Key, form)
	placed, err := s.tellPage(r, form, "", body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderGoal(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderGoal(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.goal", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "goals.near"))
	return seeOther(w, r, "/plan/goals/"+goal.Key)
}

func (s *Server) goalNearErase(w http.ResponseWriter, r *http.Request) error {
	_, goal, err := s.foundGoal(r)
	if err != nil {
		return err
	}
	return s.erase(w, r, "/plan/goals/"+goal.Key, guide.Say("goals.near.erased"))
}
