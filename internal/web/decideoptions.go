package web

import (
	"net/http"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) optionsPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderOptions(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderOptions(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, before, _, err := latest[entry.OptionWeights](s, r, entry.KindOptionWeights)
	if err != nil {
		return err
	}
	v := views.NewOptions(before, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Options(s.frame(r, components.PlacePlan), v))
}

// leaning keeps which way it leans.
func (s *Server) leaning(w http.ResponseWriter, r *http.Request) error {
	return s.weighOptions(w, r, "/decide/where", s.renderOptions, func(before entry.OptionWeights, form views.Form) (entry.OptionWeights, fault.Fields) {
		return views.ReadLeaning(before, form), nil
	})
}

// weighOptions keeps what a form changes of what was weighed, where it
// changed something, and goes on.
func (s *Server) weighOptions(w http.ResponseWriter, r *http.Request, then string, again renderForm, read func(entry.OptionWeights, views.Form) (entry.OptionWeights, fault.Fields)) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, told, err := latest[entry.OptionWeights](s, r, entry.KindOptionWeights)
	if err != nil {
		return err
	}
	body, fields := read(before, form)
	if told && len(fields) == 0 && views.SameOptions(before, body) {
		return seeOther(w, r, then)
	}
	return s.tellState(w, r, form, state{body: body, fields: fields, then: then, say: guide.Say("decide.saved"), render: again})
}

// renderForm shows a form again, with what is wrong beside its fields.
type renderForm = func(http.ResponseWriter, *http.Request, int, views.Form) error

func (s *Server) matters(w http.ResponseWriter, r *http.Request) error {
	return s.renderMatters(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderMatters(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, before, _, err := latest[entry.OptionWeights](s, r, entry.KindOptionWeights)
	if err != nil {
		return err
	}
	v := views.NewMatters(before, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Matters(s.frame(r, components.PlacePlan), v))
}

// mattersForm keeps the list; lines that were taken come back to be weighed.
func (s *Server) mattersForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, before, told, err := latest[entry.OptionWeights](s, r, entry.KindOptionWeights)
	if err != nil {
		return err
	}
	body, taken, fields := views.ReadMatters(before, form)
	then, say := "/decide/options", guide.Say("decide.saved")
	if taken {
		then, say = "/decide/options/matters", guide.Say("decide.matters.taken")
	}
	if told && len(fields) == 0 && views.SameOptions(before, body) {
		return seeOther(w, r, then)
	}
	return s.tellState(w, r, form, state{body: body, fields: fields, then: then, say: say, render: s.renderMatters})
}

func (s *Server) optionPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderOption(w, r, http.StatusOK, blankForm())
}

func (s *Server) renderOption(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	if !views.IsOption(r.PathValue("option")) {
		return s.notFound(w, r)
	}
	_, before, _, err := latest[entry.OptionWeights](s, r, entry.KindOptionWeights)
	if err != nil {
		return err
	}
	v := views.NewOptionPage(before, r.PathValue("option"), form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.OptionPage(s.frame(r, components.PlacePlan), v))
}

// option keeps how one way does on what matters.
func (s *Server) option(w http.ResponseWriter, r *http.Request) error {
	key := r.PathValue("option")
	if !views.IsOption(key) {
		return s.notFound(w, r)
	}
	return s.weighOptions(w, r, views.NextOption(key), s.renderOption, func(before entry.OptionWeights, form views.Form) (entry.OptionWeights, fault.Fields) {
		return views.ReadOption(before, key, form)
	})
}
