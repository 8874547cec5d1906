package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"fermata/internal/views"
	"fermata/internal/web/pages"
)

// turn sends a browser on to where it has to go first. A form that was sent
// after the record was locked is not lost: what was typed goes along inside
// the unlock form, in the browser that sent it, and is there again afterwards.
func (s *Server) turn(w http.ResponseWriter, r *http.Request, to string) {
	if r.Method == http.MethodPost && to == "/unlock" && isForm(r) {
		kept, err := readKept(r)
		if err == nil && kept != nil {
			err = render(w, r, http.StatusForbidden, pages.Unlock(pages.Frame{Locked: true}, views.Form{Values: kept}, false))
		}
		if err != nil {
			s.fail(w, r, err)
		}
		if err != nil || kept != nil {
			return
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func isForm(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

// readKept is a form as it is carried through the lock screen; nil when
// nothing was typed that could be lost, as where a button locks or erases.
func readKept(r *http.Request) (url.Values, error) {
	form, err := readForm(r)
	if err != nil {
		return nil, err
	}
	kept, typed := url.Values{views.KeptPath: {r.URL.Path}}, false
	for name, values := range form.Values {
		if !secretFields[name] {
			kept[views.KeptField+name] = values
			typed = typed || name != "id"
		}
	}
	if !typed {
		return nil, nil
	}
	return kept, nil
}

// secretFields never stand in a page: every password field there is.
var secretFields = map[string]bool{"passphrase": true, "again": true, "now": true, "recovery": true, "recovery-now": true}

// ownPath is what an address of Fermata looks like.
var ownPath = regexp.MustCompile(`^/[a-z0-9][a-zA-Z0-9/_-]*$`)

// resume shows a form that went through the lock screen, ready to be sent. It
// is false when there is none.
func (s *Server) resume(w http.ResponseWriter, r *http.Request, form views.Form) (bool, error) {
	kept := form.Kept()
	if !ownPath.MatchString(kept.Path) {
		return false, nil
	}
	return true, render(w, r, http.StatusOK, pages.Resume(pages.Frame{Locked: true}, kept))
}
