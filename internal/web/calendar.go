package web

import (
	"net/http"

	"fermata/internal/ics"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// calendarPage is where one chooses what goes into the calendar file.
func (s *Server) calendarPage(w http.ResponseWriter, r *http.Request) error {
	return s.renderCalendar(w, r, http.StatusOK, views.Form{})
}

func (s *Server) renderCalendar(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewCalendarPage(j, s.home.Library(), form, s.home.Now())
	return render(w, r, status, pages.Calendar(s.frame(r, components.PlacePlan), v))
}

// calendarFile makes the file anew each time, from the choice in the address.
// Its name tells nothing.
func (s *Server) calendarFile(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	form := views.Form{Values: r.URL.Query()}
	calendar, fields := views.NewCalendar(j, s.home.Library(), form, s.home.CalendarSeed(), s.home.Now())
	if form.Errors = fields; len(fields) > 0 {
		return s.renderCalendar(w, r, http.StatusUnprocessableEntity, form)
	}
	w.Header().Set("Content-Type", ics.Type)
	w.Header().Set("Content-Disposition", `attachment; filename="reminders.ics"`)
	return ics.Write(w, calendar)
}
