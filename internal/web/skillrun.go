package web

import (
	"errors"
	"net/http"

	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const worryDraft = "worry-time"

// skillRun does a skill together with the page. A thought record is a form of
// its own, which is kept as a practice.
func (s *Server) skillRun(w http.ResponseWriter, r *http.Request) error {
	key, draft := r.PathValue("key"), ""
	if skill, ok := guide.SkillByKey(key); ok {
		switch skill.Guided {
		case guide.ThoughtRecord:
			return seeOther(w, r, "/practice/new?skill="+key)
		case guide.WorryTime:
			draft = worryDraft
		}
	}
	return s.renderRun(w, r, http.StatusOK, s.newForm(r, draft))
}

func (s *Server) renderRun(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v, ok := views.NewRun(j, r.PathValue("key"), r.URL.Query(), form)
	if !ok {
		return s.notFound(w, r)
	}
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Run(s.frame(r, components.PlacePlan), v))
}

// worries puts what was written at worry time away until tomorrow, or keeps
// the list open through the day.
func (s *Server) worries(w http.ResponseWriter, r *http.Request) error {
	key := r.PathValue("key")
	if skill, ok := guide.SkillByKey(key); !ok || skill.Guided != guide.WorryTime {
		return s.notFound(w, r)
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("keep") != "" {
		return s.keepForLater(w, r, worryDraft, form, "/skills/"+key)
	}
	body := views.ReadWorries(form)
	var fields fault.Fields
	if body.Text == "" {
		fields.Add("text", guide.Say("run.worry.empty"))
	}
	_, err = s.tellPage(r, form, worryDraft, body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderRun(w, r, http.StatusConflict, asCorrection(form))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderRun(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.worries", err)
	}
	return seeOther(w, r, "/skills/"+key+"/run?closed=yes")
}
