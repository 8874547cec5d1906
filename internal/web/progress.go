package web

import (
	"net/http"

	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) progress(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewProgress(j, r.URL.Query().Get("span"), s.home.Now())
	return render(w, r, http.StatusOK, pages.Progress(s.frame(r, components.PlaceProgress), v))
}
