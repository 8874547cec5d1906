package web

import (
	"net/http"
	"strconv"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

const (
	lastSessionPath  = "/prepare/last-session"
	lastSessionDraft = "last-session"
)

func (s *Server) lastSessionPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderLastSession(w, r, http.StatusOK, s.newForm(r, lastSessionDraft))
}

func (s *Server) renderLastSession(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewLastSession(j, form, s.home.Now())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.LastSession(s.frame(r, components.PlacePlan), v))
}

// lastSession saves the list, or keeps a draft of it with a point moved,
// added or taken off.
func (s *Server) lastSession(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	if form.Value("go") == "discard" {
		return s.afterDraft(w, r, s.home.DropDraft(r.Context(), lastSessionDraft), lastSessionPath)
	}
	agenda, values, fields := views.ReadAgenda(form)
	if form.Value("move") != "" || form.Value("add") != "" || form.Value("keep") != "" {
		return s.keepLastSession(w, r, form, agenda)
	}
	then := lastSessionPath
	if form.Value("then") == "print" {
		then = "/letters/" + views.LastSessionKey + "/print"
	}
	form.Values = values
	return s.tellState(w, r, form, state{
		fields: fields, then: then, say: guide.Say("lastsession.saved"), render: s.renderLastSession,
		tell: func() error {
			_, err := s.home.Tell(r.Context(), companion.Telling{ID: form.ID, Body: agenda})
			if err != nil {
				return err
			}
			return s.home.DropDraft(r.Context(), lastSessionDraft)
		},
	})
}

// keepLastSession keeps the list as it stands now and comes back to the point
// that was moved.
func (s *Server) keepLastSession(w http.ResponseWriter, r *http.Request, form views.Form, agenda entry.Agenda) error {
	then := lastSessionPath
	if move := form.Value("move"); move != "" {
		moved, to := views.MovePoint(agenda, move)
		agenda = moved
		if to > 0 {
			then += "#row-" + strconv.Itoa(to)
		}
	}
	day := form.Value("day")
	form.Values = views.AgendaValues(agenda)
	form.Values.Set("id", string(form.ID))
	form.Values.Set("day", day)
	return s.afterDraft(w, r, s.keepDraft(r, lastSessionDraft, form), then)
}
