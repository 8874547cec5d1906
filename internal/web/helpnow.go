package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// helpPatience is how long Help now waits for the store before it shows what
// it has without it.
const helpPatience = 2 * time.Second

// helpNow needs no session, no key and no store that works: without a card it
// shows the lines of all countries.
func (s *Server) helpNow(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), helpPatience)
	defer cancel()
	card, err := s.home.Card(ctx)
	if err != nil {
		s.options.Log.Warn("help card not read", "error", err)
	}
	query, frame := r.URL.Query(), s.frame(r, components.PlaceHelp)
	v := views.NewHelpNow(card.HelpCard, query.Get("country"), query.Has("country"))
	s.showPlan(ctx, &v, card, frame.Locked)
	return render(w, r, http.StatusOK, pages.HelpNow(frame, v))
}

// showPlan lays the safety plan beside the calls: from the copy outside the
// seal, and while the record is open also a plan that is sealed.
func (s *Server) showPlan(ctx context.Context, v *views.HelpNow, card companion.Card, locked bool) {
	if card.SafetyPlan != nil {
		v.ShowPlan(*card.SafetyPlan, card.PlanDay)
		return
	}
	if locked {
		return
	}
	j, err := s.home.Known(ctx)
	if err != nil {
		s.options.Log.Warn("safety plan not read", "error", err)
		return
	}
	if ref, ok := j.Latest(entry.KindSafetyPlan); ok {
		v.ShowPlan(j.Plan.SafetyPlan, j.Turn().Day(ref.At.Instant, j.Location()))
	}
}

func (s *Server) helpCardPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderHelpCard(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderHelpCard(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewHelpCard(j.HelpCard, form)
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.HelpCard(s.frame(r, components.PlaceHelp), v))
}

func (s *Server) helpCard(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	card, fields := views.ReadHelpCard(j.HelpCard, form, j.Today(s.home.Now()))
	return s.tellState(w, r, form, state{
		fields: fields, then: "/help-now", say: guide.Say("help.saved"), render: s.renderHelpCard,
		tell: func() error { return s.home.SetHelpCard(r.Context(), form.ID, card) },
	})
}

// state is a body that takes the place of the one before it, like a list or
// the help card, on its way from a form into the record.
type state struct {
	body   entry.Body
	tell   func() error // nil tells the body
	fields fault.Fields // what is wrong with the form
	then   string       // the page to go on to
	say    string       // what is said there
	render func(http.ResponseWriter, *http.Request, int, views.Form) error
}

// tellState saves a state, or shows its form again.
func (s *Server) tellState(w http.ResponseWriter, r *http.Request, form views.Form, told state) error {
	if form.Errors = told.fields; form.Errors != nil {
		return told.render(w, r, http.StatusUnprocessableEntity, form)
	}
	if told.tell == nil {
		told.tell = func() error {
			_, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: told.body})
			return err
		}
	}
	err := told.tell()
	if errors.Is(err, fault.Conflict) {
		form.ID = companion.NewID()
		return told.render(w, r, http.StatusConflict, form)
	}
	if form.Errors = errorsOf(err); form.Errors != nil {
		return told.render(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fault.Wrap("web.state", err)
	}
	s.sessions.notice(r, told.say)
	return seeOther(w, r, told.then)
}
