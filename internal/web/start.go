package web

import (
	"net/http"
	"slices"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) startPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderStart(w, r, http.StatusOK, views.Form{ID: companion.NewID()})
}

func (s *Server) renderStart(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewStart(j, form, companion.NewID(), companion.NewID(), startZone(), s.home.Now())
	v.Zones = views.WithZone(v.Zones, v.Form.Value("zone"), s.home.Now())
	return render(w, r, status, pages.Start(s.frame(r, ""), v))
}

// start saves what was told of phase, place and therapist. Everything may be
// left out.
func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("skip") != "" {
		return seeOther(w, r, "/")
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	profile := j.Profile
	profile.Country, profile.Zone = form.Value("country"), form.Value("zone")
	profile.Therapist, profile.Contact = form.Value("therapist"), form.Value("contact")
	tellings := []companion.Telling{{ID: form.ID, Body: profile}}
	if phase := entry.PhaseName(form.Value("phase")); phase != "" && phase != j.PhaseOn(j.Today(s.home.Now())) {
		tellings = append(tellings, companion.Telling{ID: entry.ID(form.Value("phase-id")), Body: entry.Phase{Name: phase}})
	}
	_, err = s.home.Tell(r.Context(), tellings...)
	if err == nil && profile.Country != j.HelpCard.Country {
		card := j.HelpCard
		card.Country = profile.Country
		err = s.home.SetHelpCard(r.Context(), entry.ID(form.Value("card-id")), card)
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderStart(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.start", err)
	}
	s.sessions.notice(r, guide.Say("start.saved"))
	return seeOther(w, r, "/")
}

func (s *Server) today(w http.ResponseWriter, r *http.Request) error {
	j, o, err := s.home.Outlook(r.Context())
	if err != nil {
		return err
	}
	texts, err := s.home.TextsOf(r.Context(), j, slices.Concat(o.Signals, o.Progress))
	if err != nil {
		return err
	}
	v := views.NewToday(j, o, s.home.Library(), texts, s.home.Now())
	if v.Safe != nil {
		v.Safe.FormID = companion.NewID()
	}
	return render(w, r, http.StatusOK, pages.Today(s.frame(r, components.PlaceToday), v))
}
