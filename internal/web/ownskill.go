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

// ownSkillPage is the form for a new skill, or for the own one an address names.
func (s *Server) ownSkillPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderOwnSkill(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderOwnSkill(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v, ok := views.NewOwnSkill(j, r.PathValue("key"), form, companion.NewID())
	if !ok {
		return s.notFound(w, r)
	}
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.OwnSkill(s.frame(r, components.PlacePlan), v))
}

// ownSkill saves the skill and the list that names it, both or none.
func (s *Server) ownSkill(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	if _, ok := views.NewOwnSkill(j, key, form, ""); !ok {
		return s.notFound(w, r)
	}
	if saved, again := s.toldSkill(r, form.ID); again && key == "" {
		key = saved // the same form once more: the skill it made is there
		r.SetPathValue("key", key)
	}
	skill, list, fields := views.ReadOwnSkill(j, key, form)
	return s.tellState(w, r, form, state{
		fields: fields, say: guide.Say("skills.own.saved"), then: "/skills/" + skill.Key, render: s.renderOwnSkill,
		tell: func() error {
			_, err := s.home.Tell(r.Context(),
				companion.Telling{ID: form.ID, Body: skill},
				companion.Telling{ID: entry.ID(form.Value("list-id")), Body: list})
			return err
		},
	})
}

// toldSkill is the key of the skill that was saved under this ID.
func (s *Server) toldSkill(r *http.Request, id entry.ID) (key string, ok bool) {
	entries, err := s.home.Entries(r.Context(), id)
	if err != nil || len(entries) == 0 {
		return "", false
	}
	body, ok := entries[0].Body.(entry.OwnSkill)
	return body.Key, ok
}

// ownSkillErase lets an own skill go for good.
func (s *Server) ownSkillErase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	if _, own, ok := views.FindSkill(j, key); !ok || !own {
		return s.notFound(w, r)
	}
	if err := s.home.EraseOwnSkill(r.Context(), form.ID, entry.ID(form.Value("list-id")), key); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("skills.own.erased"))
	return seeOther(w, r, "/skills")
}
