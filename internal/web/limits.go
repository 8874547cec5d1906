package web

import (
	"context"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"fermata/internal/guide"
	"fermata/internal/web/pages"
)

// costly are the routes that take much time or memory. Where others can reach
// the port, two of them run at once.
var costly = []string{
	"POST /recovery-key", "POST /settings/passphrase", "GET /settings/verify",
	"POST /keep/backups", "POST /keep/keys", "POST /keep/erase/days", "POST /keep/erase/everything",
	"POST /import", "POST /import/{token}", "POST /imports/{batch}/mapping", "POST /imports/{batch}/undo",
	"POST /export", "GET /letters/{letter}/page.pdf", "GET /plan/safety/wallet.pdf", "GET /plan/safety/phone.png",
}

// rate is how many requests may come at once, and how fast more may follow.
type rate struct {
	burst float64
	each  time.Duration // until one more may come
}

var (
	anyRate      = rate{burst: 300, each: 50 * time.Millisecond} // of one address
	costlyRate   = rate{burst: 30, each: 2 * time.Second}        // of one session
	strangerRate = rate{burst: 10, each: 6 * time.Second}        // tries at the passphrase, of all browsers that were never in
)

const (
	costlyAtOnce   = 2
	costlyPatience = 10 * time.Second
	formPatience   = 30 * time.Second // for a form to arrive
	bucketsMost    = 4096
)

// limits keep one visitor from taking what all need.
type limits struct {
	now   func() time.Time
	gates chan struct{} // one place for each costly request that runs

	mu      sync.Mutex
	buckets map[string]bucket
}

// bucket is how much of a rate is left.
type bucket struct {
	rate rate
	left float64
	at   time.Time
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, gates: make(chan struct{}, costlyAtOnce), buckets: map[string]bucket{}}
}

// take counts one request and says how long to wait where there were too many.
func (l *limits) take(who string, by rate) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, ok := l.buckets[who]
	if !ok {
		l.makeRoom(now)
		b = bucket{rate: by, left: by.burst, at: now}
	}
	b = b.filled(now)
	if b.left < 1 {
		l.buckets[who] = b
		return time.Duration((1 - b.left) * float64(by.each))
	}
	b.left--
	l.buckets[who] = b
	return 0
}

func (b bucket) filled(now time.Time) bucket {
	if gone := now.Sub(b.at); gone > 0 {
		b.left = min(b.rate.burst, b.left+float64(gone)/float64(b.rate.each))
	}
	b.at = now
	return b
}

// makeRoom forgets buckets that are full again, and all where that is not
// enough. The caller holds mu.
func (l *limits) makeRoom(now time.Time) {
	if len(l.buckets) < bucketsMost {
		return
	}
	maps.DeleteFunc(l.buckets, func(_ string, b bucket) bool { return b.filled(now).left >= b.rate.burst })
	if len(l.buckets) >= bucketsMost {
		clear(l.buckets)
	}
}

// admit lets a request in, or answers that there were too many. done is
// called when the request has ended.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, to route) (done func(), ok bool) {
	nothing := func() {}
	if s.limits == nil || to.door == anyone && r.Method != http.MethodPost {
		return nothing, true // Help now opens always
	}
	if wait := s.limits.take("any "+s.address(r), anyRate); wait > 0 {
		s.tooMany(w, r, wait, "limit.any")
		return nil, false
	}
	if to.limit == 0 && r.Method == http.MethodPost {
		// A writer that does not take this, as in a test, has no slow client.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(formPatience))
	}
	if to.pattern == "POST /unlock" && s.sessions.device(r) == "" {
		if wait := s.limits.take("strangers", strangerRate); wait > 0 {
			s.tooMany(w, r, wait, "limit.unlock")
			return nil, false
		}
	}
	if !slices.Contains(costly, to.pattern) {
		return nothing, true
	}
	return s.admitCostly(w, r)
}

func (s *Server) admitCostly(w http.ResponseWriter, r *http.Request) (done func(), ok bool) {
	if wait := s.limits.take("costly "+s.address(r), costlyRate); wait > 0 {
		s.tooMany(w, r, wait, "limit.any")
		return nil, false
	}
	patience, cancel := context.WithTimeout(r.Context(), costlyPatience)
	defer cancel()
	select {
	case s.limits.gates <- struct{}{}:
		return func() { <-s.limits.gates }, true
	case <-patience.Done():
		s.tooMany(w, r, costlyPatience, "limit.any")
		return nil, false
	}
}

// tooMany says how long to wait.
func (s *Server) tooMany(w http.ResponseWriter, r *http.Request, wait time.Duration, words string) {
	s.note(r, "asked too much", false)
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	page := pages.Error(s.frame(r, ""), guide.Say("limit.title"), guide.Say(words, "n", seconds))
	if err := render(w, r, http.StatusTooManyRequests, page); err != nil {
		s.options.Log.Warn("page not written", "route", r.Pattern, "error", err)
	}
}

// lane is who tries the passphrase: a browser that was in before has a lane of
// its own, so that no stranger can keep it waiting.
func (s *Server) lane(r *http.Request) string {
	if !s.options.Public {
		return ""
	}
	if known := s.sessions.device(r); known != "" {
		return "device " + known
	}
	return "address " + s.address(r)
}

// address is where a request comes from, as far as limits care: of an IPv6
// address the half that a provider gives to one customer.
func (s *Server) address(r *http.Request) string {
	from := remote(r)
	if len(s.options.Proxy) > 0 {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if told, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			from = told.Unmap()
		}
	}
	if from.Is6() {
		if half, err := from.WithZone("").Prefix(64); err == nil {
			return half.String()
		}
	}
	return from.String()
}

// remote is the other end of the connection.
func remote(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return from.Addr().Unmap()
}

// viaProxy lets only the proxy in, where there is one, and sends those on who
// came to it without TLS.
func (s *Server) viaProxy(next http.Handler) http.Handler {
	if len(s.options.Proxy) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := remote(r)
		if !slices.ContainsFunc(s.options.Proxy, func(p netip.Prefix) bool { return p.Contains(from) }) {
			http.Error(w, guide.Say("serve.not-the-proxy"), http.StatusForbidden)
			return
		}
		if r.Header.Get("X-Forwarded-Proto") == "http" {
			if r.Method != http.MethodGet && r.Method != http.MethodHead {
				http.Error(w, guide.Say("serve.not-secure"), http.StatusForbidden)
				return
			}
			http.Redirect(w, r, s.options.Origin+r.URL.RequestURI(), http.StatusPermanentRedirect)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownOrigin refuses forms of any origin but that of Fermata's address, also
// those of the same host without TLS. A browser that hides the origin from
// everyone has to say that the form is of the same site.
func (s *Server) ownOrigin(next http.Handler) http.Handler {
	if s.options.Origin == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		own := origin == s.options.Origin || (origin == "" || origin == "null") && r.Header.Get("Sec-Fetch-Site") == "same-origin"
		if !own && r.Method != http.MethodGet && r.Method != http.MethodHead {
			s.denyCrossOrigin(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// note writes to the log what bears on who may come in, where others than the
// person can reach the port. It says from where, and never what was typed.
func (s *Server) note(r *http.Request, what string, right bool) {
	if s.options.Public {
		s.options.Log.Info(what, "route", r.Pattern, "from", s.address(r), "right", right)
	}
}
