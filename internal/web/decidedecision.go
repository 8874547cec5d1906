package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) decisionPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderDecision(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderDecision(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, signs, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	_, talk, _, err := latest[entry.TalkGuide](s, r, entry.KindTalkGuide)
	if err != nil {
		return err
	}
	decisions, err := s.decisions(r, j)
	if err != nil {
		return err
	}
	v := views.NewDecisionPage(j, decisions, signs, talk, companion.NewID(), form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Decision(s.frame(r, components.PlacePlan), v))
}

// decisions are all decisions in their own words, oldest first.
func (s *Server) decisions(r *http.Request, j *journey.Journey) ([]views.ToldDecision, error) {
	refs := j.Versions[entry.KindDecision]
	ids := make([]entry.ID, len(refs))
	for i, ref := range refs {
		ids[i] = ref.Text
	}
	entries, err := s.home.Entries(r.Context(), ids...)
	if err != nil {
		return nil, err
	}
	bodies := map[entry.ID]entry.Decision{}
	for _, e := range entries {
		if body, ok := e.Body.(entry.Decision); ok {
			bodies[e.ID] = body
		}
	}
	var list []views.ToldDecision
	for _, ref := range refs {
		if body, ok := bodies[ref.Text]; ok {
			list = append(list, views.ToldDecision{Ref: ref, Body: body})
		}
	}
	return list, nil
}

// decision keeps a decision; the ones before stay.
func (s *Server) decision(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadDecision(form, j.Today(s.home.Now()))
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/decide/decision", say: guide.Say("decide.saved"), render: s.renderDecision,
	})
}
