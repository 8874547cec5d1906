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
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Care(s.frame(r, components.PlacePlan), views.NewCare(before)))
}

func (s *Server) carePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderCare(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderCare(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	if !views.IsCareSort(r.PathValue("sort")) {
		return s.notFound(w, r)
	}
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	v := views.NewCarePage(before, r.PathValue("sort"), form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.CarePage(s.frame(r, components.PlacePlan), v))
}

// careForm keeps one way of getting care with the others.
func (s *Server) careForm(w http.ResponseWriter, r *http.Request) error {
	if !views.IsCareSort(r.PathValue("sort")) {
		return s.notFound(w, r)
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, _, err := latest[entry.CareOptions](s, r, entry.KindCareOptions)
	if err != nil {
		return err
	}
	body, fields := views.ReadCare(before, r.PathValue("sort"), form)
	return s.tellState(w, r, form, state{body: body, fields: fields, then: "/care", say: guide.Say("decide.saved"), render: s.renderCare})
}
