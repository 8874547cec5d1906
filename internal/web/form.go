package web

import (
	"errors"
	"fermata/internal/guide"
	"net/http"
	"net/url"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/views"
)

// fieldsMost bounds how many values a form may hold.
const fieldsMost = 2000

// readForm reads a posted form. Line ends become \n and the space around each
// value goes, as a person would expect of what they typed.
func readForm(r *http.Request) (views.Form, error) {
	if err := r.ParseForm(); err != nil {
		return views.Form{}, formFault(err)
	}
	count := 0
	for _, values := range r.PostForm {
		if count += len(values); count > fieldsMost {
			return views.Form{}, fault.New(fault.TooLarge, "web.form", guide.Say("form.too-many"))
		}
	}
	form := views.Form{Values: trimmed(r.PostForm)}
	form.ID = entry.ID(form.Value("id"))
	form.Corrects = entry.ID(form.Value("corrects"))
	return form, nil
}

// trimmed brings line ends to \n and takes the space around each value away.
func trimmed(posted url.Values) url.Values {
	out := make(url.Values, len(posted))
	for name, values := range posted {
		typed := make([]string, len(values))
		for i, value := range values {
			typed[i] = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		}
		out[name] = typed
	}
	return out
}

func formFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, "web.form", guide.Say("form.too-much"))
	}
	return fault.New(fault.Invalid, "web.form", guide.Say("form.not-whole"))
}

// newForm is an empty form with an ID of its own, filled from a draft where
// there is one.
func (s *Server) newForm(r *http.Request, draft string) views.Form {
	form := views.Form{ID: companion.NewID(), Values: url.Values{}}
	if draft == "" {
		return form
	}
	kept, err := s.home.Draft(r.Context(), draft)
	if err != nil || kept == nil {
		return form
	}
	values, err := url.ParseQuery(string(kept))
	if err != nil {
		return form
	}
	form.Values, form.Draft = values, true
	if id, err := entry.ParseID(form.Value("id")); err == nil {
		form.ID = id
	}
	return form
}

// keepDraft keeps what was typed so far.
func (s *Server) keepDraft(r *http.Request, draft string, form views.Form) error {
	return s.home.KeepDraft(r.Context(), draft, []byte(form.Values.Encode()))
}

// when reads the fields day and time.
func when(form views.Form) (companion.When, fault.Fields) {
	var w companion.When
	var fields fault.Fields
	if text := form.Value("day"); text != "" {
		day, err := entry.ParseDay(text)
		if err != nil {
			fields.Add("day", fault.Sentence(err))
		}
		w.Day, w.HasDay = day, true
	}
	if text := form.Value("time"); text != "" {
		at, err := time.Parse("15:04", text)
		if err != nil {
			fields.Add("time", guide.Say("form.time"))
		}
		w.Minutes, w.HasTime = at.Hour()*60+at.Minute(), true
	}
	if at, err := time.Parse(time.RFC3339, form.Value("told")); err == nil {
		w.Told = at
	}
	return w, fields
}

// errorsOf is what stands beside the fields, or nil when the failure is not
// about the form.
func errorsOf(err error) fault.Fields {
	var fields fault.Fields
	if errors.As(err, &fields) {
		return fields
	}
	return nil
}
