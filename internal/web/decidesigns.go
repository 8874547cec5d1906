package web

import (
	"net/http"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) safetyFirst(w http.ResponseWriter, r *http.Request) error {
	return s.renderSafetyFirst(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderSafetyFirst(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, before, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	v := views.NewSafetyFirst(before, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.SafetyFirst(s.frame(r, components.PlacePlan), v))
}

// safetyFirstForm keeps the ticks, where they changed, and goes on: to help
// and other professionals, or to what is weighed.
func (s *Server) safetyFirstForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	body, then := views.ReadSafetyFirst(before, form), "/decide/signs/break"
	if len(body.Unsafe) > 0 {
		then = "/decide/signs/safety"
	}
	if views.SameSigns(before, body) {
		return seeOther(w, r, then)
	}
	return s.tellState(w, r, form, state{body: body, then: then, say: guide.Say("decide.saved"), render: s.renderSafetyFirst})
}

func (s *Server) unsafe(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Unsafe(s.frame(r, components.PlacePlan), views.NewUnsafe(j)))
}

func (s *Server) signs(w http.ResponseWriter, r *http.Request) error {
	return s.renderSigns(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderSigns(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	direction := r.PathValue("direction")
	if !slices.Contains(views.SignDirections(), direction) {
		return s.notFound(w, r)
	}
	_, before, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	v := views.NewSigns(before, direction, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Signs(s.frame(r, components.PlacePlan), v))
}

// signsForm keeps what one direction weighs, where it changed, and goes on to
// the other direction, then to the picture of both.
func (s *Server) signsForm(w http.ResponseWriter, r *http.Request) error {
	direction := r.PathValue("direction")
	if !slices.Contains(views.SignDirections(), direction) {
		return s.notFound(w, r)
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, told, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	body, fields := views.ReadSigns(before, direction, form)
	then := map[string]string{"break": "/decide/signs/talk", "talk": "/decide/signs/picture"}[direction]
	if told && len(fields) == 0 && views.SameSigns(before, body) {
		return seeOther(w, r, then)
	}
	return s.tellState(w, r, form, state{body: body, fields: fields, then: then, say: guide.Say("decide.saved"), render: s.renderSigns})
}

func (s *Server) signPicture(w http.ResponseWriter, r *http.Request) error {
	_, before, _, err := latest[entry.SignWeights](s, r, entry.KindSignWeights)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.SignPicture(s.frame(r, components.PlacePlan), views.NewSignPicture(before)))
}
