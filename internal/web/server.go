// Package web shows a record in a browser and takes forms from it.
//
// A handler parses, asks the companion, renders, or returns an error; one
// adapter turns errors into pages. All routes stand in one table. Every page
// works without JavaScript: a form posts, is answered with a redirect, and on
// bad input comes back with what was typed and a sentence beside each field.
//
// # Who may do what
//
// A route has a door. Anyone may open Help now, the lock screen and the
// assets. Everything else needs a session, which is given in exchange for the
// start token or the passphrase, and a record that is open. Host and Origin
// are checked before anything else, so another site in the same browser can
// neither read nor post.
package web

import (
	"context"
	"fermata/internal/guide"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

// Options says how a server is reached.
type Options struct {
	// Hosts are the host:port pairs a request may name. Others are refused,
	// so a name that is rebound to this machine leads nowhere.
	Hosts []string
	// Log takes one line for each request that failed; it never holds
	// content. nil discards.
	Log *slog.Logger
	// Secure says that the browser sees TLS, so cookies can demand it.
	Secure bool
	// Public says that others than the person can reach the port: tries at
	// the passphrase and costly pages are then limited, and the record is
	// locked when the last session ends.
	Public bool
	// Origin is the only one that forms may come from, such as
	// https://fermata.example.org; "" leaves it at the Host.
	Origin string
	// Proxy is who may connect, and is believed when it says for whom. Empty
	// lets anyone connect and believes nobody.
	Proxy []netip.Prefix
	// Idle ends a session that was not used for so long; 0 never does.
	Idle time.Duration
	// Now is the clock of sessions, limits and the lock that closes by itself; nil is time.Now.
	Now func() time.Time
}

// Server is Fermata in a browser, for one home.
type Server struct {
	home     *companion.Home
	options  Options
	sessions sessions
	limits   *limits // nil at home
	handler  http.Handler

	active atomic.Int64 // when somebody with a session last asked for something, Unix nanoseconds

	once  sync.Mutex
	token string // start token; "" once it was used
}

// New makes a server for a home.
func New(home *companion.Home, options Options) *Server {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{home: home, options: options, sessions: newSessions(options.Secure, options.Idle, options.Now)}
	if options.Public {
		s.limits = newLimits(options.Now)
	}
	s.active.Store(options.Now().UnixNano())
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.serve(r))
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.denyCrossOrigin))
	s.handler = s.secure(s.viaProxy(guard.Handler(s.ownOrigin(mux))))
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// door says who may pass a route.
type door int

const (
	anyone  door = iota // no session, even while locked
	visitor             // a session, or a record that was never started
	owner               // a session and an open record
)

// route is one line of the table.
type route struct {
	pattern string
	door    door
	limit   int64 // bytes of body; 0 means formLimit
	handle  func(http.ResponseWriter, *http.Request) error
}

const (
	formLimit = 1 << 20
	// uploadLimit lets a large export of Apple Health through, which is read
	// as it arrives. What is held in memory is limited by the importer, at
	// 64 MB, and 128 MB for a packed file.
	uploadLimit = 513 << 20
)

// serve is the one adapter: door, body limit, handler, error page.
func (s *Server) serve(r route) http.Handler {
	limit := r.limit
	if limit == 0 {
		limit = formLimit
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		done, ok := s.admit(w, req, r)
		if !ok {
			return
		}
		defer done()
		s.lockIdle(req.Context())
		if s.sessions.has(req) {
			s.active.Store(s.options.Now().UnixNano())
		}
		if to := s.turnedAway(r.door, req); to != "" {
			req.Body = http.MaxBytesReader(w, req.Body, formLimit)
			s.turn(w, req, to)
			return
		}
		req.Body = http.MaxBytesReader(w, req.Body, limit)
		erased := s.home.Erasures()
		if err := r.handle(w, req); err != nil {
			s.fail(w, req, err)
		}
		if s.home.Erasures() != erased && req.PostForm.Get("keep-backups") == "" {
			s.remakeBackups(req)
		}
	})
}

// lockIdle locks the record when nobody did anything for as long as the person
// chose. A record with a key file stays open: it would open by itself again.
// Where others can reach the port, sessions end one by one, and the last one locks.
func (s *Server) lockIdle(ctx context.Context) {
	if s.options.Public {
		return
	}
	if s.home.State() != companion.Opened {
		s.active.Store(s.options.Now().UnixNano()) // whoever opens it begins afresh
		return
	}
	j, err := s.home.Known(ctx)
	if err != nil {
		return
	}
	limit := j.Profile.Idle()
	since := s.options.Now().Sub(time.Unix(0, s.active.Load()))
	if limit == 0 || since < limit || !s.opensWithPassphrase(ctx) {
		return
	}
	s.home.Lock()
	s.sessions.end()
}

// turnedAway is where a request has to go instead, or "".
func (s *Server) turnedAway(d door, r *http.Request) string {
	if d == anyone {
		return ""
	}
	state, known := s.home.State(), s.sessions.use(r)
	switch {
	case !known && state != companion.Empty && s.hasPassphrase(r):
		return "/unlock"
	case !known:
		return "/enter"
	case d == owner && state == companion.Empty:
		return "/welcome"
	case d == owner && state == companion.Locked:
		return "/unlock"
	}
	return ""
}

// secure sets the headers every answer carries and refuses foreign hosts.
func (s *Server) secure(next http.Handler) http.Handler {
	known := map[string]bool{}
	for _, host := range s.options.Hosts {
		known[host] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setSecurityHeaders(w.Header(), s.options.Secure)
		if len(known) > 0 && !known[r.Host] {
			http.Error(w, guide.Say("serve.host"), http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func setSecurityHeaders(h http.Header, tls bool) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
	h.Set("Cache-Control", "no-store")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

func (s *Server) denyCrossOrigin(w http.ResponseWriter, r *http.Request) {
	s.note(r, "sent from another site", false)
	s.fail(w, r, fault.New(fault.Forbidden, "web.origin",
		guide.Say("serve.other-site")))
}

// render writes a page.
func render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	return page.Render(r.Context(), w)
}

// frame is what every page knows about its surroundings.
func (s *Server) frame(r *http.Request, place components.Place) pages.Frame {
	f := pages.Frame{Place: place, Locked: s.home.State() != companion.Opened || !s.sessions.has(r)}
	if f.Locked {
		return f
	}
	if j, err := s.home.Known(r.Context()); err == nil {
		f.Sample = j.Profile.Sample
	}
	f.Notice = s.sessions.takeNotice(r)
	return f
}

// Serve answers on a listener until ctx ends, then lets requests finish for
// five seconds. It returns when the last has ended.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelWarn),
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		s.tidyUntil(ctx)
		stop, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(stop) != nil {
			server.Close()
		}
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return fault.Because(fault.Unavailable, "web.serve", guide.Say("serve.stopped"), err)
	}
	<-stopped
	return nil
}

// tidyUntil tidies once a minute until ctx ends.
func (s *Server) tidyUntil(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.Tidy()
			s.lockIdle(ctx)
		}
	}
}

// Tidy forgets sessions that are over. Where others can reach the port, the
// record is locked once nobody is in any more: its keys leave memory.
func (s *Server) Tidy() {
	if s.sessions.tidy() == 0 && s.options.Public {
		s.home.Lock()
	}
}
