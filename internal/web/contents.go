package web

import (
	"net/http"

	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/gallery"
	"fermata/internal/web/pages"
)

func (s *Server) contents(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Contents(s.frame(r, components.PlaceContents), j.Deciding.Unsafe))
}

func (s *Server) tour(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.Tour(s.frame(r, "")))
}

func (s *Server) about(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.About(s.frame(r, ""), views.NewAbout()))
}

// gallery shows every component in every state, for those who build Fermata.
func (s *Server) gallery(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, gallery.Index(scheme(r)))
}

func (s *Server) galleryAlone(w http.ResponseWriter, r *http.Request) error {
	page, ok := gallery.Alone(r.PathValue("name"), scheme(r))
	if !ok {
		return s.notFound(w, r)
	}
	return render(w, r, http.StatusOK, page)
}

// scheme is the colour scheme an address asks for, or "".
func scheme(r *http.Request) string {
	switch asked := r.URL.Query().Get("scheme"); asked {
	case "light", "dark":
		return asked
	}
	return ""
}
