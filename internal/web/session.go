package web

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	sessionLife = 12 * time.Hour
	sessionMost = 32
	deviceLife  = 180 * 24 * time.Hour
)

// sessions are the browsers that showed the start token or the passphrase.
// They live in memory: a restart or a lock ends them all.
type sessions struct {
	secure bool          // the browser sees TLS
	idle   time.Duration // ends a session that is not used; 0 never does
	now    func() time.Time

	mu    *sync.Mutex
	open  map[[32]byte]*session  // by the hash of the cookie
	known map[[32]byte]time.Time // browsers that were in before, and until when that counts
}

type session struct {
	since, seen, until time.Time
	agent              string // what the browser says it is
	notice             string // said once, on the next page

	recovery *recoveryTry // of a key that was just shown
}

func newSessions(secure bool, idle time.Duration, now func() time.Time) sessions {
	return sessions{
		secure: secure, idle: idle, now: now,
		mu: &sync.Mutex{}, open: map[[32]byte]*session{}, known: map[[32]byte]time.Time{},
	}
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

// deviceSuffix names the cookie that a browser keeps after its session: it
// opens nothing, and says that the passphrase was right here once.
const deviceSuffix = "-device"

func secret() string {
	var raw [32]byte
	rand.Read(raw[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// begin opens a session and gives its cookie to the browser. A session that
// the browser had before ends, so that nobody can plant one.
func (s sessions) begin(w http.ResponseWriter, r *http.Request) {
	value, now := secret(), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if key, one := s.find(r); one != nil {
		delete(s.open, key)
	}
	if len(s.open) >= sessionMost {
		s.dropOldest()
	}
	s.open[sha256.Sum256([]byte(value))] = &session{since: now, seen: now, until: now.Add(sessionLife), agent: r.UserAgent()}
	http.SetCookie(w, s.cookie(cookieName(r, s.secure), value, sessionLife))
}

func (s sessions) cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteStrictMode, MaxAge: int(life / time.Second),
	}
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

// remember lets a browser be told from strangers when it comes back.
func (s sessions) remember(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	maps.DeleteFunc(s.known, func(_ [32]byte, until time.Time) bool { return now.After(until) })
	if len(s.known) >= 2*sessionMost {
		clear(s.known)
	}
	value := secret()
	s.known[sha256.Sum256([]byte(value))] = now.Add(deviceLife)
	http.SetCookie(w, s.cookie(cookieName(r, s.secure)+deviceSuffix, value, deviceLife))
}

// device is a name for a browser that was in before, or "".
func (s sessions) device(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cookie := range r.CookiesNamed(cookieName(r, s.secure) + deviceSuffix) {
		key := sha256.Sum256([]byte(cookie.Value))
		if until, ok := s.known[key]; ok && s.now().Before(until) {
			return handle(key)
		}
	}
	return ""
}

// handle is a name for a session or a browser that may be shown: from the
// hash of its secret nobody gets the secret.
func handle(key [32]byte) string { return hex.EncodeToString(key[:8]) }

// alive says whether a session still counts. The caller holds mu.
func (s sessions) alive(one *session) bool {
	now := s.now()
	return now.Before(one.until) && (s.idle == 0 || now.Sub(one.seen) < s.idle)
}

// find is the session of a request, or nil. The caller holds mu.
func (s sessions) find(r *http.Request) ([32]byte, *session) {
	for _, cookie := range r.CookiesNamed(cookieName(r, s.secure)) {
		key := sha256.Sum256([]byte(cookie.Value))
		if one := s.open[key]; one != nil && s.alive(one) {
			return key, one
		}
	}
	return [32]byte{}, nil
}

func (s sessions) has(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, one := s.find(r)
	return one != nil
}

// use is has, and counts as using the session.
func (s sessions) use(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, one := s.find(r)
	if one != nil {
		one.seen = s.now()
	}
	return one != nil
}

// notice keeps a sentence for the next page.
func (s sessions) notice(r *http.Request, say string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, one := s.find(r); one != nil {
		one.notice = say
	}
}

func (s sessions) takeNotice(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, one := s.find(r)
	if one == nil {
		return ""
	}
	say := one.notice
	one.notice = ""
	return say
}

// listed is a session as its list shows it.
type listed struct {
	session
	handle string
	here   bool // it is the one that asks
}

// list gives the sessions that are alive, the one that asks first, then by
// last use.
func (s sessions) list(r *http.Request) []listed {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, own := s.find(r)
	var all []listed
	for key, one := range s.open {
		if s.alive(one) {
			all = append(all, listed{*one, handle(key), one == own})
		}
	}
	slices.SortFunc(all, func(a, b listed) int {
		if a.here != b.here {
			return map[bool]int{true: -1, false: 1}[a.here]
		}
		return cmp.Or(b.seen.Compare(a.seen), cmp.Compare(a.handle, b.handle))
	})
	return all
}

// endOne closes the session with this name, and says whether it was the one
// that asks.
func (s sessions) endOne(r *http.Request, name string) (here bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, own := s.find(r)
	maps.DeleteFunc(s.open, func(key [32]byte, one *session) bool {
		if handle(key) != name {
			return false
		}
		here = one == own
		return true
	})
	return here
}

// endOthers closes every session but that of the request.
func (s sessions) endOthers(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, own := s.find(r)
	maps.DeleteFunc(s.open, func(_ [32]byte, other *session) bool { return other != own })
}

// expect remembers a recovery key that was just shown, to compare two of its
// groups; "" forgets it.
func (s sessions) expect(r *http.Request, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, one := s.find(r); one != nil {
		one.recovery = nil
		if secret != "" {
			one.recovery = newRecoveryTry(secret)
		}
	}
}

func (s sessions) expected(r *http.Request) *recoveryTry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, one := s.find(r); one != nil {
		return one.recovery
	}
	return nil
}

// endOwn closes the session of the request.
func (s sessions) endOwn(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key, own := s.find(r); own != nil {
		delete(s.open, key)
	}
}

// end closes every session.
func (s sessions) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.open)
}

// tidy forgets sessions that are over, and says how many are left.
func (s sessions) tidy() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.open, func(_ [32]byte, one *session) bool { return !s.alive(one) })
	return len(s.open)
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
