package web

import (
	"net/http"

	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// rhythmPage asks how often to check in, and which measures when.
func (s *Server) rhythmPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderRhythm(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderRhythm(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewRhythmPage(j, s.home.Library(), form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Rhythm(s.frame(r, components.PlacePlan), v))
}

func (s *Server) rhythmForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	body, fields := views.ReadRhythm(j.Rhythm, s.home.Library(), form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan/rhythm", say: guide.Say("rhythm.saved"), render: s.renderRhythm,
	})
}
