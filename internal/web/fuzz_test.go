package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/sqlstore"
	"fermata/internal/web"
)

// leaves are the addresses that a form is not sent to here: they end the
// session, ask the disk or unlock slowly.
var leaves = []string{"/lock", "/unlock", "/welcome", "/recovery-key", "/backup", "/settings/passphrase", "/leave", "/devices", "/keep/erase", "/keep/keys", "/keep/backups"}

// FuzzForms sends anything to every address that takes a form. There is an
// answer, and it is never that Fermata does not know what happened.
func FuzzForms(f *testing.F) {
	dir := f.TempDir()
	store, err := sqlstore.Open(f.Context(), filepath.Join(dir, "fermata.db"))
	if err != nil {
		f.Fatal(err)
	}
	noon := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	home, err := companion.Open(f.Context(), store, companion.KeyFile(filepath.Join(dir, "config", "fermata.key")), func() time.Time { return noon })
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		home.Lock()
		store.Close()
	})
	server := web.New(home, web.Options{})
	for _, err := range []error{home.Begin(f.Context(), ""), home.FirstLists(f.Context()), home.Bring(f.Context(), life(120))} {
		if err != nil {
			f.Fatal(err)
		}
	}
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://example.com/enter?token="+server.StartToken(), nil))
	cookie, _, _ := strings.Cut(answer.Header().Get("Set-Cookie"), ";")
	var forms []string
	for _, line := range server.Table() {
		method, path := address(line)
		if method == http.MethodPost && !left(path) {
			forms = append(forms, path)
		}
	}
	for i := range forms {
		f.Add(i, "id=01920000-0000-7000-8000-00000000000a&item-mood=6&text=a+page&name-1=x&weight=3&day=2026-03-01&time=21:40&take=worry-time&country=GB&phase=on-a-break")
	}
	for _, s := range sheets {
		f.Add(0, url.Values{s.first[0]: {s.first[1]}}.Encode())
	}
	f.Fuzz(func(t *testing.T, which int, form string) {
		path := forms[int(uint(which)%uint(len(forms)))]
		request := httptest.NewRequest(http.MethodPost, "http://example.com"+path, strings.NewReader(form))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", "http://example.com")
		request.Header.Set("Cookie", cookie)
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		if answer.Code >= 500 || answer.Code == http.StatusUnauthorized {
			t.Errorf("POST %s: status %d", path, answer.Code)
		}
	})
}

func left(path string) bool {
	for _, one := range leaves {
		if strings.HasPrefix(path, one) {
			return true
		}
	}
	return false
}
