package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/guide"
	"fermata/internal/letter"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) far(w http.ResponseWriter, r *http.Request) error {
	v, err := s.home.Far(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Far(s.frame(r, components.PlaceProgress), v))
}

// farText is the same page as Markdown, to copy or keep.
func (s *Server) farText(w http.ResponseWriter, r *http.Request) error {
	v, err := s.home.Far(r.Context())
	if err != nil {
		return err
	}
	if v.None {
		return seeOther(w, r, "/far")
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="how-far.md"`)
	return letter.Markdown(w, v.Letter)
}

func (s *Server) farQuotesPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderFarQuotes(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderFarQuotes(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	v, err := s.home.FarQuotes(r.Context(), form)
	if err != nil {
		return err
	}
	return render(w, r, status, pages.FarQuotes(s.frame(r, components.PlaceProgress), v))
}

// farQuotes keeps which private words stand on the page.
func (s *Server) farQuotes(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.ReadFarQuotes(j, form), then: "/far", say: guide.Say("far.quotes.saved"), render: s.renderFarQuotes,
	})
}
