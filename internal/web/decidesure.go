package web

import (
	"net/http"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) surePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderSure(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderSure(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, before, told, err := latest[entry.Sureness](s, r, entry.KindSureness)
	if err != nil {
		return err
	}
	v := views.NewSure(before, told, j.Deciding.Unsafe, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Sure(s.frame(r, components.PlacePlan), v))
}

func (s *Server) sure(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{body: views.ReadSure(form), then: "/decide/sure", say: guide.Say("decide.saved"), render: s.renderSure})
}

func (s *Server) edgePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderEdge(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderEdge(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, before, told, err := latest[entry.CareAtTheEdge](s, r, entry.KindCareAtTheEdge)
	if err != nil {
		return err
	}
	v := views.NewEdge(j, before, told, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Edge(s.frame(r, components.PlacePlan), v))
}

// edge keeps the answers. Whatever they are, nothing is blocked.
func (s *Server) edge(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{body: views.ReadEdge(form), then: "/decide/care", say: guide.Say("decide.saved"), render: s.renderEdge})
}
