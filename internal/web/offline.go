package web

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/views"
	"fermata/internal/web/assets"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// keptLimit bounds one form that a browser kept.
const keptLimit = formLimit + formLimit/2

// offlineID stands in the place of a form's ID in the copy that a browser
// keeps; its worker puts in a new one each time it shows the form.
const offlineID = "00000000-0000-7000-8000-000000000000"

//go:embed worker.js
var workerScript string

// worker is the service worker with the list of what it keeps. The list
// changes with every version of the program, so the browser notices.
func (s *Server) worker(w http.ResponseWriter, _ *http.Request) error {
	var files []string
	for _, asset := range assets.List() {
		if !strings.HasPrefix(asset.Name, "gallery") && !strings.HasPrefix(asset.Name, "uplot") && !strings.HasSuffix(asset.Name, ".txt") {
			files = append(files, asset.Path)
		}
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err = io.WriteString(w, "const ASSETS = "+string(list)+";\n"+workerScript)
	return err
}

// manifest makes Fermata something a phone can install.
func (s *Server) manifest(w http.ResponseWriter, _ *http.Request) error {
	icon := func(name, size string) map[string]string {
		return map[string]string{"src": assets.URL(name), "sizes": size, "type": "image/png"}
	}
	shortcut := func(name, at string) map[string]string { return map[string]string{"name": name, "url": at} }
	w.Header().Set("Content-Type", "application/manifest+json")
	return json.NewEncoder(w).Encode(map[string]any{
		"id": "/", "name": guide.Say("program.name"), "short_name": guide.Say("program.name"), "description": guide.Say("program.line"),
		"start_url": "/", "scope": "/", "display": "standalone", "lang": "en-GB",
		"background_color": "#f6f1e7", "theme_color": "#f6f1e7",
		"icons":     []any{icon("icon-192.png", "192x192"), icon("icon-512.png", "512x512")},
		"shortcuts": []any{shortcut(guide.Say("place.check-in"), "/check-in"), shortcut(guide.Say("place.help-now"), "/help-now")},
	})
}

// outside is the frame of a page that a browser may keep: nothing of the
// record is in it.
func outside(place components.Place) pages.Frame { return pages.Frame{Place: place, Locked: true} }

func (s *Server) offlinePage(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.Offline(outside("")))
}

func (s *Server) keptPage(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.Kept(outside("")))
}

func (s *Server) offlineCheckIn(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	v := views.NewOfflineCheckIn(j, views.Form{ID: offlineID}, s.home.Now())
	return render(w, r, http.StatusOK, pages.CheckIn(outside(components.PlaceCheckIn), v))
}

func (s *Server) offlinePractice(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, pages.Practice(outside(""), views.NewOfflinePractice(views.Form{ID: offlineID})))
}

// intakeKey gives the public half to a browser that is in.
func (s *Server) intakeKey(w http.ResponseWriter, r *http.Request) error {
	if s.turnedAway(owner, r) != "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	key, err := s.home.IntakeKey()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, err = w.Write(key)
	return err
}

// kept is a form that a browser kept while the record was out of reach.
type kept struct {
	ID     entry.ID `json:"id"`
	Sealed string   `json:"sealed"` // base64
}

// keptForm is what is sealed in it.
type keptForm struct {
	Path string `json:"path"`
	Told string `json:"told"` // RFC 3339
	Body string `json:"body"` // as the form would have been sent
}

// takeKept takes one form that a browser kept. It answers 200 once that is in
// the record, now or before, or was erased; 401 without a session; 422 when it
// cannot go in, and the browser goes on keeping it.
func (s *Server) takeKept(w http.ResponseWriter, r *http.Request) error {
	if s.turnedAway(owner, r) != "" {
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	var k kept
	if err := json.NewDecoder(r.Body).Decode(&k); err != nil {
		return formFault(err)
	}
	sealed, err := base64.StdEncoding.DecodeString(k.Sealed)
	if err != nil {
		return formFault(err)
	}
	plain, err := s.home.OpenIntake(k.ID, sealed)
	if errors.Is(err, fault.Locked) {
		return fault.Because(fault.Invalid, "web.kept", fault.Sentence(err), err)
	}
	if err != nil {
		return err
	}
	if err := s.tellKept(r, k.ID, plain); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

func (s *Server) tellKept(r *http.Request, id entry.ID, plain []byte) error {
	var in keptForm
	if err := json.Unmarshal(plain, &in); err != nil {
		return formFault(err)
	}
	values, err := url.ParseQuery(in.Body)
	if err != nil {
		return formFault(err)
	}
	values.Set("told", in.Told)
	values.Set("id", string(id))
	form := views.Form{Values: trimmed(values), ID: id}
	form.Corrects = entry.ID(form.Value("corrects"))
	var body entry.Body
	switch in.Path {
	case "/check-in":
		j, errLook := s.home.Look(r.Context())
		if errLook != nil {
			return errLook
		}
		body, _ = views.ReadCheckIn(j, form)
		_, err = s.tellCheckIn(r, form)
	case "/practice":
		body = views.ReadPractice(form)
		_, err = s.tellPage(r, form, "", body, nil)
	default:
		return s.notFound(nil, r)
	}
	if errors.Is(err, fault.Conflict) {
		if again, errAgain := s.home.TellsAgain(r.Context(), id, body); again || errAgain != nil {
			return errAgain
		}
	}
	return err
}
