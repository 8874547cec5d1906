package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) decide(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Decide(s.frame(r, components.PlacePlan), views.NewDecide(j, s.home.Now())))
}

func (s *Server) where(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewWhere(j, s.home.Library(), s.home.Now())
	return render(w, r, http.StatusOK, pages.Where(s.frame(r, components.PlacePlan), v))
}

// latest unseals the latest entry of a kind; told is false where there is none.
func latest[T entry.Body](s *Server, r *http.Request, kind entry.Kind) (j *journey.Journey, body T, told bool, err error) {
	if j, err = s.home.Look(r.Context()); err != nil {
		return j, body, false, err
	}
	ref, found := j.Latest(kind)
	if !found {
		return j, body, false, nil
	}
	e, err := s.home.Entry(r.Context(), ref)
	if err != nil {
		return j, body, false, err
	}
	body, told = e.Body.(T)
	return j, body, told, nil
}

// blankForm is a form that is filled from what was told before.
func blankForm() views.Form { return views.Form{ID: companion.NewID()} }
