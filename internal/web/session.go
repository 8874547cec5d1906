package web

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	sessionLife = 12 * time.Hour
	sessionMost = 32
)

// sessions are the browsers that showed the start token or the passphrase.
// They live in memory: a restart or a lock ends them all.
type sessions struct {
	mu   *sync.Mutex
	open map[[32]byte]*session // by the hash of the cookie
}

type session struct {
	until  time.Time
	notice string // said once, on the next page
}

func newSessions() sessions {
	return sessions{mu: &sync.Mutex{}, open: map[[32]byte]*session{}}
}

// cookieName is what a session's cookie is called. Cookies do not tell ports
// apart: without it in the name, a look at the sample would end the session of
// the record beside it.
func cookieName(r *http.Request, secure bool) string {
	if secure {
		return "__Host-fermata"
	}
	_, port, err := net.SplitHostPort(r.Host)
	if _, odd := strconv.ParseUint(port, 10, 16); err != nil || odd != nil {
		return "fermata"
	}
	return "fermata-" + port
}

func secret() string {
	var raw [32]byte
	rand.Read(raw[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// begin opens a session and gives its cookie to the browser.
func (s sessions) begin(w http.ResponseWriter, r *http.Request, secure bool) {
	value := secret()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= sessionMost {
		s.dropOldest()
	}
	s.open[sha256.Sum256([]byte(value))] = &session{until: time.Now().Add(sessionLife)}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r, secure), Value: value, Path: "/", HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteStrictMode, MaxAge: int(sessionLife / time.Second),
	})
}

func (s sessions) dropOldest() {
	var oldest [32]byte
	var until time.Time
	for key, one := range s.open {
		if until.IsZero() || one.until.Before(until) {
			oldest, until = key, one.until
		}
	}
	delete(s.open, oldest)
}

// find is the session of a request, or nil. The caller holds mu.
func (s sessions) find(r *http.Request) *session {
	plain, tls := cookieName(r, false), cookieName(r, true)
	for _, cookie := range r.Cookies() {
		if cookie.Name != plain && cookie.Name != tls {
			continue
		}
		one := s.open[sha256.Sum256([]byte(cookie.Value))]
		if one != nil && time.Now().Before(one.until) {
			return one
		}
	}
	return nil
}

func (s sessions) has(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(r) != nil
}

// notice keeps a sentence for the next page.
func (s sessions) notice(r *http.Request, say string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.find(r); one != nil {
		one.notice = say
	}
}

func (s sessions) takeNotice(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.find(r)
	if one == nil {
		return ""
	}
	say := one.notice
	one.notice = ""
	return say
}

// endOthers closes every session but that of the request.
func (s sessions) endOthers(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.find(r)
	maps.DeleteFunc(s.open, func(_ [32]byte, other *session) bool { return other != own })
}

// end closes every session.
func (s sessions) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.open)
}

// StartToken makes the token that opens the first session. It works once.
func (s *Server) StartToken() string {
	s.once.Lock()
	defer s.once.Unlock()
	s.token = secret()
	return s.token
}

// useToken says whether the token is right, and spends it.
func (s *Server) useToken(given string) bool {
	s.once.Lock()
	defer s.once.Unlock()
	right := s.token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(s.token)) == 1
	if right {
		s.token = ""
	}
	return right
}
