package web

import (
	"net/http"

	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) care(w http.ResponseWriter, r *http.Request) error {
	j, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Care(s.frame(r, components.PlacePlan), views.NewCare(j, before)))
}

func (s *Server) carePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderCare(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderCare(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	if !views.IsCareKey(before, r.PathValue("key")) {
		return s.notFound(w, r)
	}
	v := views.NewCarePage(before, r.PathValue("key"), form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.CarePage(s.frame(r, components.PlacePlan), v))
}

// careForm keeps one way of getting care with the others, or takes one of the
// person's own off the list.
func (s *Server) careForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	if !views.IsCareKey(before, key) {
		return s.notFound(w, r)
	}
	body, fields := views.ReadCare(before, key, form)
	if form.Value("go") == "remove" {
		body, fields = views.WithoutCare(before, key), nil
	}
	return s.tellState(w, r, form, state{body: body, fields: fields, then: "/care", say: guide.Say("decide.saved"), render: s.renderCare})
}

func (s *Server) careWeights(w http.ResponseWriter, r *http.Request) error {
	return s.renderCareWeights(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderCareWeights(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	v := views.NewCareWeights(before, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.CareWeights(s.frame(r, components.PlacePlan), v))
}

// careWeightsForm keeps how much each thing matters.
func (s *Server) careWeightsForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	body, fields := views.ReadCareWeights(before, form)
	return s.tellState(w, r, form, state{body: body, fields: fields, then: "/care", say: guide.Say("decide.saved"), render: s.renderCareWeights})
}
