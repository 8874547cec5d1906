package web

import (
	"net/http"

	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/pages"
)

// devices lists the browsers that are in the record now.
func (s *Server) devices(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	var visits []views.Visit
	for _, one := range s.sessions.list(r) {
		visits = append(visits, views.Visit{Handle: one.handle, Agent: one.agent, Since: one.since, Seen: one.seen, Here: one.here})
	}
	return render(w, r, http.StatusOK, pages.Devices(s.frame(r, ""), views.NewDevices(j, visits, s.options.Idle)))
}

// endDevice lets one browser go. A name that is not there any more is let go
// already.
func (s *Server) endDevice(w http.ResponseWriter, r *http.Request) error {
	here := s.sessions.endOne(r, r.PathValue("handle"))
	s.Tidy()
	if here {
		w.Header().Set("Clear-Site-Data", `"cache"`)
		return seeOther(w, r, "/unlock")
	}
	s.sessions.notice(r, guide.Say("devices.ended"))
	return seeOther(w, r, "/devices")
}

// endOtherDevices lets all browsers go but the one that asks.
func (s *Server) endOtherDevices(w http.ResponseWriter, r *http.Request) error {
	s.sessions.endOthers(r)
	s.sessions.notice(r, guide.Say("devices.ended.others"))
	return seeOther(w, r, "/devices")
}
