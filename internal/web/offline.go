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

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/ledger"
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
	// The mark stands within the circle that any mask leaves.
	icon := func(name, size, purpose string) map[string]string {
		return map[string]string{"src": assets.URL(name), "sizes": size, "type": "image/png", "purpose": purpose}
	}
	shortcut := func(name, at string) map[string]string { return map[string]string{"name": name, "url": at} }
	w.Header().Set("Content-Type", "application/manifest+json")
	return json.NewEncoder(w).Encode(map[string]any{
		"id": "/", "name": guide.Say("program.name"), "short_name": guide.Say("program.name"), "description": guide.Say("program.line"),
		"start_url": "/", "scope": "/", "display": "standalone", "lang": "en-GB",
		"background_color": assets.PageLight, "theme_color": assets.PageLight,
		"icons": []any{
			icon("icon-192.png", "192x192", "any"), icon("icon-512.png", "512x512", "any"),
			icon("icon-192.png", "192x192", "maskable"), icon("icon-512.png", "512x512", "maskable"),
		},
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
	ID      entry.ID `json:"id"`
	Sealed  string   `json:"sealed"`  // base64
	Changed bool     `json:"changed"` // it was opened here to be changed, after it had not fitted
}

// keptForm is what is sealed in it.
type keptForm struct {
	Path string `json:"path"`
	Told string `json:"told"` // RFC 3339
	Body string `json:"body"` // as the form would have been sent
}

// refusal is why a kept form does not go in. The page of what is kept has
// words for each.
type refusal string

const (
	refusedFit    refusal = "fit"    // something in it has to change
	refusedThere  refusal = "there"  // the record has other words of the same form
	refusedErased refusal = "erased" // it was in the record and was erased
	refusedGone   refusal = "gone"   // there is no record here any more
	refusedOther  refusal = "other"  // only another record can open it
)

// refuseKept says why a form does not go in.
func refuseKept(w http.ResponseWriter, status int, why refusal) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(map[string]refusal{"why": why})
}

// takeKept takes one form that a browser kept. It answers 200 once that is in
// the record, now or before, 401 without a session, and 409, 410 or 422 with
// the reason when it does not go in.
func (s *Server) takeKept(w http.ResponseWriter, r *http.Request) error {
	if s.home.State() == companion.Empty {
		return refuseKept(w, http.StatusGone, refusedGone)
	}
	if s.turnedAway(owner, r) != "" {
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	var k kept
	if err := json.NewDecoder(r.Body).Decode(&k); err != nil {
		return formFault(err)
	}
	path, form, err := s.openKept(k.ID, k.Sealed)
	if errors.Is(err, fault.Invalid) || errors.Is(err, fault.NotFound) {
		return refuseKept(w, http.StatusUnprocessableEntity, refusedOther)
	}
	if err != nil {
		return err
	}
	why, err := s.tellKept(r, path, form, k.Changed)
	switch {
	case err != nil:
		return err
	case why == refusedErased:
		return refuseKept(w, http.StatusGone, why)
	case why == refusedThere:
		return refuseKept(w, http.StatusConflict, why)
	case why != "":
		return refuseKept(w, http.StatusUnprocessableEntity, why)
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

// openKept opens what a browser sealed. Errors: fault.Invalid for what only
// another record can open, fault.NotFound for a form of no such page.
func (s *Server) openKept(id entry.ID, sealed string) (path string, form views.Form, err error) {
	box, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", form, formFault(err)
	}
	plain, err := s.home.OpenIntake(id, box)
	if errors.Is(err, fault.Locked) && s.home.State() == companion.Opened {
		return "", form, fault.Because(fault.Invalid, "web.kept", fault.Sentence(err), err)
	}
	if err != nil {
		return "", form, err
	}
	var in keptForm
	if err := json.Unmarshal(plain, &in); err != nil {
		return "", form, formFault(err)
	}
	values, err := url.ParseQuery(in.Body)
	if err != nil {
		return "", form, formFault(err)
	}
	if in.Path != "/check-in" && in.Path != "/practice" {
		return "", form, s.notFound(nil, nil)
	}
	values.Set("told", in.Told)
	values.Set("id", string(id))
	form = views.Form{Values: trimmed(values), ID: id}
	form.Corrects = entry.ID(form.Value("corrects"))
	return in.Path, form, nil
}

// tellKept tells a form, or says why it does not go in. What is erased stays
// erased, also where the form would correct it.
func (s *Server) tellKept(r *http.Request, path string, form views.Form, changed bool) (refusal, error) {
	fates, err := s.home.Kept(r.Context(), form.ID, form.Corrects)
	if err != nil {
		return "", err
	}
	if erased(fates) {
		return refusedErased, nil
	}
	body, _, err := s.readKeptForm(r, path, form)
	if err != nil {
		return "", err
	}
	if _, there := fates[form.ID]; there {
		again, err := s.home.TellsAgain(r.Context(), form.ID, body)
		if again || changed || err != nil {
			return "", err
		}
		return refusedThere, nil
	}
	if path == "/check-in" {
		_, err = s.tellCheckIn(r, form)
	} else {
		_, err = s.tellPage(r, form, "", body, nil)
	}
	if errorsOf(err) != nil || errors.Is(err, fault.Invalid) || errors.Is(err, fault.NotFound) || errors.Is(err, fault.TooLarge) {
		return refusedFit, nil
	}
	return "", err
}

func erased(fates map[entry.ID]ledger.Fate) bool {
	for _, fate := range fates {
		if fate == ledger.Erased {
			return true
		}
	}
	return false
}

// readKeptForm reads the body of a form, and what does not fit in it.
func (s *Server) readKeptForm(r *http.Request, path string, form views.Form) (entry.Body, fault.Fields, error) {
	_, fields := when(form)
	if path == "/practice" {
		body := views.ReadPractice(form)
		return body, append(fields, errorsOf(body.Validate())...), nil
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return nil, nil, err
	}
	body, more := views.ReadCheckIn(j, form)
	if fields = append(more, fields...); len(fields) == 0 {
		fields = errorsOf(body.Validate())
	}
	return body, fields, nil
}

// openKeptForm shows a form that did not go in, to be changed and saved. The
// browser goes on keeping it until the record has one under its ID.
func (s *Server) openKeptForm(w http.ResponseWriter, r *http.Request) error {
	sent, err := readForm(r)
	if err != nil {
		return err
	}
	path, form, err := s.openKept(sent.ID, sent.Value("sealed"))
	if err != nil {
		return err
	}
	fates, err := s.home.Kept(r.Context(), form.ID, form.Corrects)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if erased(fates) {
		return fault.New(fault.NotFound, "web.kept", guide.Say("offline.kept.erased"))
	} else if _, there := fates[form.ID]; there {
		form, status = asCorrection(form), http.StatusConflict
	} else if _, form.Errors, err = s.readKeptForm(r, path, form); err != nil {
		return err
	}
	if path == "/practice" {
		return s.renderPractice(w, r, status, form)
	}
	return s.renderCheckIn(w, r, status, form)
}
