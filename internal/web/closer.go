package web

import (
	"encoding/json"
	"net/http"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// closerFound is the series an address names.
func (s *Server) closerFound(r *http.Request) (views.Closer, error) {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return views.Closer{}, err
	}
	c, ok := views.NewCloser(j, s.home.Library(), r.PathValue("key"), s.home.Now())
	if !ok {
		return c, s.notFound(nil, r)
	}
	return c, nil
}

// closer is one series from its first day on. The picture is there at once; a
// script fetches the days and lets one move through them.
func (s *Server) closer(w http.ResponseWriter, r *http.Request) error {
	c, err := s.closerFound(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Closer(s.frame(r, components.PlaceProgress), c))
}

func (s *Server) closerDays(w http.ResponseWriter, r *http.Request) error {
	c, err := s.closerFound(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return fault.Wrap("web.closer", json.NewEncoder(w).Encode(c.Data()))
}

// year is a year at a glance; ?to= names a day of its last month.
func (s *Server) year(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	to, err := entry.ParseDay(r.URL.Query().Get("to"))
	if err != nil {
		to = 0
	}
	return render(w, r, http.StatusOK, pages.Year(s.frame(r, components.PlaceProgress), views.NewYear(j, to, s.home.Now())))
}
