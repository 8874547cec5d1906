package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/signals"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) signalsPage(w http.ResponseWriter, r *http.Request) error {
	j, o, err := s.home.Outlook(r.Context())
	if err != nil {
		return err
	}
	texts, err := s.home.TextsOf(r.Context(), j, slices.Concat(o.Signals, o.Quiet, o.Progress))
	if err != nil {
		return err
	}
	v := views.NewSignals(j, o, s.home.Library(), texts, s.home.Now())
	return render(w, r, http.StatusOK, pages.Signals(s.frame(r, ""), v))
}

func (s *Server) signalPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return s.renderSignal(w, r, http.StatusOK, r.PathValue("code"), q.Get("about"), q.Get("cause"), views.Form{ID: companion.NewID()})
}

func (s *Server) renderSignal(w http.ResponseWriter, r *http.Request, status int, code, about, cause string, form views.Form) error {
	j, o, err := s.home.Outlook(r.Context())
	if err != nil {
		return err
	}
	for _, found := range slices.Concat(o.Signals, o.Quiet, o.Progress) {
		if found.Code != code || found.About != about || found.Cause != cause {
			continue
		}
		texts, err := s.home.TextsOf(r.Context(), j, []signals.Signal{found})
		if err != nil {
			return err
		}
		v := views.NewSignalPage(j, o, found, s.home.Library(), texts, form, s.home.Now())
		return render(w, r, status, pages.Signal(s.frame(r, ""), v))
	}
	s.sessions.notice(r, guide.Say("signal.gone"))
	return seeOther(w, r, "/signals")
}

// handleSignal keeps what a person did about a signal.
func (s *Server) handleSignal(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	body := entry.Handled{
		Signal: form.Value("signal"), About: form.Value("about"), Cause: form.Value("cause"),
		Action: entry.HandledBy(form.Value("action")), Note: form.Value("note"),
	}
	_, err = s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: body})
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderSignal(w, r, http.StatusUnprocessableEntity, body.Signal, body.About, body.Cause, form)
	}
	if err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("signal.saved"))
	return seeOther(w, r, "/")
}

func (s *Server) criteriaPage(w http.ResponseWriter, r *http.Request) error {
	form := views.Form{ID: companion.NewID(), Values: url.Values{"if": {r.URL.Query().Get("if")}}}
	return s.renderCriteria(w, r, http.StatusOK, form)
}

func (s *Server) renderCriteria(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewCriteria(j, s.home.Library(), form, s.home.Now())
	return render(w, r, status, pages.Criteria(s.frame(r, ""), v))
}

// criteria adds a rule, lets one go, or notes that one has come true.
func (s *Server) criteria(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	list := changedCriteria(slices.Clone(j.Criteria), form)
	_, err = s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: entry.ReturnCriteria{Criteria: list}})
	if fields := errorsOf(err); fields != nil {
		for _, field := range fields {
			form.Errors.Add(views.CriterionField(form.Value("if")), field.Say)
		}
		return s.renderCriteria(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("saved"))
	return seeOther(w, r, "/plan/return-criteria")
}

func changedCriteria(list []entry.Criterion, form views.Form) []entry.Criterion {
	at := slices.IndexFunc(list, func(c entry.Criterion) bool { return c.Key == form.Value("key") })
	switch form.Value("do") {
	case "drop":
		if at >= 0 {
			list = slices.Delete(list, at, at+1)
		}
		return list
	case "came", "gone":
		if at >= 0 {
			list[at].Came = form.Value("do") == "came"
		}
		return list
	}
	n := 1
	for slices.ContainsFunc(list, func(c entry.Criterion) bool { return c.Key == "rule-"+strconv.Itoa(n) }) {
		n++
	}
	return append(list, views.ReadCriterion(form, "rule-"+strconv.Itoa(n)))
}
