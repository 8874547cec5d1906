package web

import (
	"errors"
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) experiments(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Experiments(s.frame(r, components.PlacePlan), views.NewExperiments(j, s.home.Now())))
}

// foundExperiment is the one an address names; none when it names none.
func (s *Server) foundExperiment(r *http.Request) (*journey.Journey, entry.Experiment, error) {
	j, err := s.home.Look(r.Context())
	if err != nil || r.PathValue("key") == "" {
		return j, entry.Experiment{}, err
	}
	e, ok := j.Experiment(r.PathValue("key"))
	if !ok {
		return j, e, fault.New(fault.NotFound, "web.experiment", guide.Say("experiment.gone"))
	}
	return j, e, nil
}

func (s *Server) experiment(w http.ResponseWriter, r *http.Request) error {
	return s.renderExperiment(w, r, http.StatusOK, s.newForm(r, ""), s.newForm(r, ""))
}

func (s *Server) renderExperiment(w http.ResponseWriter, r *http.Request, status int, day, took views.Form) error {
	j, e, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	v := views.NewExperiment(j, e, day, took, companion.NewID, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.Experiment(s.frame(r, components.PlacePlan), v))
}

func (s *Server) experimentPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderExperimentForm(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderExperimentForm(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, e, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	sort := r.URL.Query().Get("sort")
	if form.Value("sort") != "" {
		sort = form.Value("sort")
	}
	v := views.NewExperimentForm(j, e, sort, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.ExperimentForm(s.frame(r, components.PlacePlan), v))
}

// experimentForm saves an experiment, new or changed.
func (s *Server) experimentForm(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, before, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	key := before.Key
	if key == "" {
		key = lineKey(form.ID)
	}
	body, fields := views.ReadExperiment(j, before, key, form.Value("sort"), form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/experiments/" + key, say: guide.Say("experiment.saved"), render: s.renderExperimentForm,
	})
}

// experimentDay keeps whether it was done on a day.
func (s *Server) experimentDay(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, e, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	body, fields := views.ReadExperimentDay(e, form)
	placed, err := s.tellPage(r, form, "", body, fields)
	if errors.Is(err, fault.Conflict) {
		return s.renderExperiment(w, r, http.StatusConflict, asCorrection(form), s.newForm(r, ""))
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return s.renderExperiment(w, r, http.StatusUnprocessableEntity, form, s.newForm(r, ""))
	}
	if err != nil {
		return fault.Wrap("web.experiment", err)
	}
	s.sessions.notice(r, savedWords(placed, form, "experiment.day"))
	return seeOther(w, r, "/experiments/"+e.Key)
}

// tellExperiment saves a change to an experiment that a button or the field
// beside its result makes.
func (s *Server) tellExperiment(w http.ResponseWriter, r *http.Request, say string, change func(views.Form, entry.Experiment, entry.Day) entry.Experiment) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, e, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	body := change(form, e, j.Today(s.home.Now()))
	return s.tellState(w, r, form, state{
		body: body, fields: errorsOf(body.Validate()), then: "/experiments/" + e.Key, say: guide.Say(say),
		render: func(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
			return s.renderExperiment(w, r, status, s.newForm(r, ""), form)
		},
	})
}

// experimentStop ends it early, or lets it go on.
func (s *Server) experimentStop(w http.ResponseWriter, r *http.Request) error {
	say := "experiment.stopped"
	if r.FormValue("to") == "go-on" {
		say = "experiment.goes-on"
	}
	return s.tellExperiment(w, r, say, func(form views.Form, e entry.Experiment, today entry.Day) entry.Experiment {
		return views.StopExperiment(e, form.Value("to") != "go-on", today)
	})
}

// experimentTook keeps what the person takes from it.
func (s *Server) experimentTook(w http.ResponseWriter, r *http.Request) error {
	return s.tellExperiment(w, r, "experiment.took.saved", func(form views.Form, e entry.Experiment, _ entry.Day) entry.Experiment {
		e.Took = form.Value("took")
		return e
	})
}

func (s *Server) experimentErase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	_, e, err := s.foundExperiment(r)
	if err != nil {
		return err
	}
	if err := s.home.EraseExperiment(r.Context(), form.ID, e.Key); err != nil {
		return err
	}
	s.sessions.notice(r, guide.Say("experiment.erased"))
	return seeOther(w, r, "/experiments")
}

// withTried adds to a check-in the experiments that were ticked with it. With
// nothing but ticks there is no check-in to keep.
func withTried(j *journey.Journey, form views.Form, checkIn companion.Telling) []companion.Telling {
	tellings := []companion.Telling{checkIn}
	tried := views.ReadTried(j, form)
	if form.Corrects != "" || len(tried) == 0 {
		return tellings
	}
	if views.OnlyTicks(checkIn.Body) {
		tellings = nil
	}
	for _, day := range tried {
		tellings = append(tellings, companion.Telling{ID: companion.PartID(form.ID, day.Experiment), When: checkIn.When, Body: day})
	}
	return tellings
}
