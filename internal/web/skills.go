package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) skillsPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderSkills(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderSkills(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewSkills(j, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Skills(s.frame(r, components.PlacePlan), v))
}

func (s *Server) skills(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadSkills(j, form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan", say: guide.Say("skills.saved"), render: s.renderSkills,
	})
}

// library lists the skills there are to read.
func (s *Server) library(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Library(s.frame(r, components.PlacePlan), views.NewLibrary(j)))
}

func (s *Server) skillPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderSkill(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderSkill(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v, ok := views.NewSkill(j, r.PathValue("key"), form, companion.NewID, s.home.Now())
	if !ok {
		return s.notFound(w, r)
	}
	return render(w, r, status, pages.Skill(s.frame(r, components.PlacePlan), v))
}

// skillKeep puts a skill at hand, or back.
func (s *Server) skillKeep(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	skill, _, ok := views.FindSkill(j, r.PathValue("key"))
	if !ok {
		return s.notFound(w, r)
	}
	return s.tellState(w, r, form, state{
		body: views.KeepSkill(j, skill, form.Value("keep") == "yes"),
		then: "/skills/" + skill.Key, say: guide.Say("saved"), render: s.renderSkill,
	})
}
