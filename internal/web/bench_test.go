package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sqlstore"
	"fermata/internal/web"
)

// A record of one year has 2,000 entries, one of ten years 20,000: the sizes
// of the budgets.
const (
	entriesOfAYear   = 2000
	entriesOfTenYear = 20000
	entriesADay      = 5.5
)

// desk is a home behind a server without a network, and a session.
type desk struct {
	b      *testing.B
	home   *companion.Home
	server *web.Server
	cookie string
}

// benchDesk opens a home that a key file opens, with a record of so many
// entries that ends today.
func benchDesk(b *testing.B, entries int) *desk {
	b.Helper()
	dir := b.TempDir()
	store, err := sqlstore.Open(b.Context(), filepath.Join(dir, "data", "fermata.db"))
	if err != nil {
		b.Fatal(err)
	}
	home, err := companion.Open(b.Context(), store, companion.KeyFile(filepath.Join(dir, "config", "fermata.key")), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		home.Lock()
		store.Close()
	})
	d := &desk{b: b, home: home, server: web.New(home, web.Options{})}
	for _, err := range []error{home.Begin(b.Context(), ""), home.FirstLists(b.Context()), home.Bring(b.Context(), life(entries))} {
		if err != nil {
			b.Fatal(err)
		}
	}
	d.cookie = d.enter("example.com")
	return d
}

// enter is the cookie of a session at an address; each port has its own.
func (d *desk) enter(host string) string {
	d.b.Helper()
	answer := httptest.NewRecorder()
	d.server.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://"+host+"/enter?token="+d.server.StartToken(), nil))
	cookie, _, found := strings.Cut(answer.Header().Get("Set-Cookie"), ";")
	if !found {
		d.b.Fatalf("no cookie: status %d", answer.Code)
	}
	return cookie
}

// life is a made-up record: check-ins several times a day, a page and an event
// now and then, questionnaires every two weeks, and a break in it.
func life(entries int) []entry.Entry {
	days := int(float64(entries) / entriesADay)
	first := entry.DefaultTurn.Day(time.Now(), time.UTC) - entry.Day(days) - 1
	told := make([]entry.Entry, 0, entries)
	tell := func(body entry.Body) {
		day := first + entry.Day(float64(len(told))/entriesADay)
		at := day.Time().Add(8*time.Hour + time.Duration(len(told)%6)*2*time.Hour)
		told = append(told, entry.Entry{
			ID: companion.NewID(), At: entry.MomentIn(at, time.UTC), Day: day, Precision: entry.Minute,
			RecordedAt: at, By: entry.BySelf(), Body: body,
		})
	}
	tell(entry.Profile{Country: "GB", Zone: "Europe/London", Therapist: "Dr Holt"})
	tell(entry.WarningSigns{Signs: []entry.Named{{Key: "awake", Name: "Awake before five"}, {Key: "phone", Name: "Not answering the phone"}}})
	tell(entry.Skills{Skills: []entry.Named{{Key: "walk", Name: "A slow walk"}, {Key: "worry-time", Name: "Worry time"}}})
	for len(told) < entries {
		tell(lived(len(told), entries))
	}
	return told
}

// lived is what is told as number n.
func lived(n, of int) entry.Body {
	switch {
	case n == of*3/4:
		return entry.Phase{Name: entry.OnBreak}
	case n%77 == 10:
		return entry.AnswerSheet{Instrument: "phq-9", Answers: answers(9, n)}
	case n%77 == 11:
		return entry.AnswerSheet{Instrument: "gad-7", Answers: answers(7, n)}
	case n%120 == 20:
		return entry.LifeEvent{What: "Something happened, number " + fmt.Sprint(n), Weight: n % 8}
	case n%11 == 0:
		return entry.Reflection{Text: strings.Repeat("Words about an ordinary day and what came of it. ", 8)}
	}
	body := entry.CheckIn{Items: map[string]float64{
		"mood": float64(4 + n*7%5), "sleep": float64(3 + n*3%6), "tension": float64(2 + n*5%5),
		"energy": float64(3 + n*11%5), "getting-things-done": float64(4 + n%4),
	}}
	if n%3 == 0 {
		body.Line = "an ordinary day, number " + fmt.Sprint(n)
	}
	if n%4 == 0 {
		body.Skills = []string{"walk"}
	}
	if n%9 == 0 {
		body.Signs = []string{"awake"}
	}
	return body
}

// crowd is what makes a record of ten years a crowded one: 500 skills, 300
// goals with steps, and 200 pages of 20,000 letters.
func crowd() []entry.Entry {
	now := time.Now().UTC()
	var skills entry.Skills
	for n := range 500 {
		skills.Skills = append(skills.Skills, entry.Named{Key: "skill-" + fmt.Sprint(n), Name: "A skill of mine, number " + fmt.Sprint(n)})
	}
	var goals entry.Goals
	for n := range 300 {
		goals.Goals = append(goals.Goals, entry.Goal{
			Key: "goal-" + fmt.Sprint(n), Words: "Something I want, number " + fmt.Sprint(n), Status: entry.GoalKept,
			Why: strings.Repeat("It matters to me. ", 20), Steps: []entry.GoalStep{{Words: "A first step", Done: true}, {Words: "A second one"}},
		})
	}
	bodies := []entry.Body{skills, goals}
	for range 200 {
		bodies = append(bodies, entry.Reflection{Text: strings.Repeat("Many words about a day. ", 20_000/24)})
	}
	var told []entry.Entry
	for n, body := range bodies { // a page on each of the last 200 days
		at := now.AddDate(0, 0, n-len(bodies))
		told = append(told, entry.Entry{
			ID: companion.NewID(), At: entry.MomentIn(at, time.UTC), Day: entry.DefaultTurn.Day(at, time.UTC),
			Precision: entry.Minute, RecordedAt: at, By: entry.BySelf(), Body: body,
		})
	}
	return told
}

// answers are mild: no answer about harm is above zero.
func answers(questions, n int) map[string]float64 {
	given := map[string]float64{}
	for q := 1; q <= questions; q++ {
		given[fmt.Sprint(q)] = float64((n + q) % 2)
	}
	given["9"] = 0
	if questions < 9 {
		delete(given, "9")
	}
	return given
}

// answer takes a page and keeps its size, or its text where asked.
type answer struct {
	header http.Header
	status int
	size   int
	body   *bytes.Buffer
}

func (a *answer) Header() http.Header  { return a.header }
func (a *answer) WriteHeader(code int) { a.status = code }
func (a *answer) Write(p []byte) (int, error) {
	a.size += len(p)
	if a.body != nil {
		a.body.Write(p)
	}
	return len(p), nil
}

// get asks for a page and says how long the server took.
func (d *desk) get(path string, body *bytes.Buffer) (*answer, time.Duration) {
	d.b.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Cookie", d.cookie)
	a := &answer{header: http.Header{}, status: http.StatusOK, body: body}
	begun := time.Now()
	d.server.ServeHTTP(a, request)
	took := time.Since(begun)
	if a.status != http.StatusOK || a.size == 0 {
		d.b.Fatalf("%s: status %d, %d bytes", path, a.status, a.size)
	}
	return a, took
}

// visited are the pages of an ordinary visit.
var visited = []string{"/", "/check-in", "/progress", "/check-ins", "/reflections", "/life-events", "/measures", "/signals", "/letters/return-brief"}

// BenchmarkPage is the server's time for a page: warm, cold (the first page
// after the record was opened), and the first page after something was saved.
func BenchmarkPage(b *testing.B) {
	for _, c := range []struct {
		name    string
		entries int
		crowded bool
	}{{"one-year", entriesOfAYear, false}, {"ten-years", entriesOfTenYear, false}, {"crowded-ten-years", entriesOfTenYear, true}} {
		b.Run(c.name, func(b *testing.B) {
			d := benchDesk(b, c.entries)
			if c.crowded {
				if err := d.home.Bring(b.Context(), crowd()); err != nil {
					b.Fatal(err)
				}
			}
			b.Run("warm", func(b *testing.B) { d.on(b).benchWarm() })
			b.Run("cold", func(b *testing.B) { d.on(b).benchCold() })
			b.Run("saved", func(b *testing.B) { d.on(b).benchSaved() })
		})
	}
}

// on is the same desk for another benchmark.
func (d *desk) on(b *testing.B) *desk {
	moved := *d
	moved.b = b
	return &moved
}

func (d *desk) benchWarm() {
	for _, path := range visited {
		d.get(path, nil)
	}
	var all times
	of := map[string]*times{}
	for d.b.Loop() {
		for _, path := range visited {
			_, took := d.get(path, nil)
			all.add(took)
			if of[path] == nil {
				of[path] = &times{}
			}
			of[path].add(took)
		}
	}
	all.report(d.b, "")
	for path, t := range of {
		if t.at(0.5) > 2*time.Millisecond {
			d.b.ReportMetric(float64(t.at(0.5)), path+"-p50-ns")
		}
	}
}

func (d *desk) benchCold() {
	var all times
	for i := 0; d.b.Loop(); i++ {
		d.b.StopTimer()
		d.home.Lock()
		if err := d.home.UnlockWithKeyFile(context.Background()); err != nil {
			d.b.Fatal(err)
		}
		runtime.GC()
		d.b.StartTimer()
		_, took := d.get(visited[i%2], nil) // Today or Check in
		all.add(took)
	}
	all.report(d.b, "")
}

func (d *desk) benchSaved() {
	var all times
	for i := 0; d.b.Loop(); i++ {
		d.b.StopTimer()
		told := companion.Telling{ID: companion.NewID(), Body: entry.CheckIn{Items: map[string]float64{"mood": float64(i % 11)}}}
		if _, err := d.home.Tell(context.Background(), told); err != nil {
			d.b.Fatal(err)
		}
		d.b.StartTimer()
		_, took := d.get("/", nil)
		all.add(took)
	}
	all.report(d.b, "")
}

// times are how long each of many took.
type times []time.Duration

func (t *times) add(took time.Duration) { *t = append(*t, took) }

// at is the time within which that share was done.
func (t *times) at(share float64) time.Duration {
	slices.Sort(*t)
	return (*t)[min(int(share*float64(len(*t))), len(*t)-1)]
}

func (t *times) report(b *testing.B, prefix string) {
	b.ReportMetric(float64(t.at(0.5)), prefix+"p50-ns")
	b.ReportMetric(float64(t.at(0.99)), prefix+"p99-ns")
}

// BenchmarkWeight is what goes over the wire, compressed: Today with all that
// it loads, and the heaviest page of a visit once that is in the cache.
func BenchmarkWeight(b *testing.B) {
	d := benchDesk(b, entriesOfAYear)
	b.Run("first", func(b *testing.B) {
		var sum int
		for b.Loop() {
			sum = d.on(b).weighFirst()
		}
		b.ReportMetric(float64(sum), "B")
	})
	b.Run("later", func(b *testing.B) {
		var most int
		for b.Loop() {
			most = 0
			for _, path := range visited {
				most = max(most, squeezed(d.on(b).page(path)))
			}
		}
		b.ReportMetric(float64(most), "B")
	})
}

func (d *desk) page(path string) []byte {
	d.b.Helper()
	var body bytes.Buffer
	d.get(path, &body)
	return body.Bytes()
}

func (d *desk) weighFirst() int {
	today := d.page("/")
	sum := squeezed(today)
	seen := map[string]bool{}
	for _, link := range slices.Concat(assetsIn(today), fontsIn(d, today)) {
		if !seen[link] {
			seen[link] = true
			sum += sent(d.page(link))
		}
	}
	return sum
}

// assetsIn are the files that a page names.
func assetsIn(page []byte) []string {
	var links []string
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		for _, name := range []string{"src", "href"} {
			if link := attr(n, name); strings.HasPrefix(link, "/assets/") && attr(n, "rel") != "apple-touch-icon" {
				links = append(links, link)
			}
		}
	}
	return links
}

// fontsIn are the fonts that the stylesheets of a page name, as if all of
// them were needed.
func fontsIn(d *desk, page []byte) []string {
	var fonts []string
	for _, link := range assetsIn(page) {
		if !strings.HasSuffix(link, ".css") {
			continue
		}
		for _, part := range strings.Split(string(d.page(link)), "url(")[1:] {
			font, _, _ := strings.Cut(part, ")")
			if font = strings.Trim(font, `"'`); strings.HasPrefix(font, "/assets/") {
				fonts = append(fonts, font)
			}
		}
	}
	return fonts
}

// sent is how many bytes a file takes on the wire: fonts and pictures do not
// shrink further.
func sent(file []byte) int { return min(len(file), squeezed(file)) }

func squeezed(text []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(text); err != nil || w.Close() != nil {
		return len(text)
	}
	return out.Len()
}

// BenchmarkCheckIn is check-ins a second with everything that belongs to one:
// a listener on loopback, HTTP, the session, the form, sealing, the chain, and
// an answer only once it is on the disk. The clients write requests that were
// made beforehand and read only as much of the answer as they must.
func BenchmarkCheckIn(b *testing.B) {
	b.Run("64-clients", func(b *testing.B) { benchCheckIn(b, 64) })
	b.Run("1-client", func(b *testing.B) { benchCheckIn(b, 1) })
}

func benchCheckIn(b *testing.B, clients int) {
	d := benchDesk(b, entriesOfAYear)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- d.server.Serve(ctx, listener) }()
	cookie := d.enter(listener.Addr().String())
	requests := make([][]byte, b.N)
	for i := range requests {
		requests[i] = posted(listener.Addr().String(), cookie, i)
	}
	lines := dial(b, listener.Addr().String(), clients)
	d.get("/", nil)
	before := d.entries()
	var next atomic.Int64
	var group sync.WaitGroup
	runtime.GC()
	b.ResetTimer()
	spent := cpuTime()
	for _, line := range lines {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				if err := line.send(requests[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "check-ins/s")
	b.ReportMetric(float64((cpuTime()-spent).Microseconds())/float64(b.N), "cpu-µs/op")
	if got := d.entries() - before; got != b.N {
		b.Errorf("%d of %d are in the record", got, b.N)
	}
	for _, line := range lines {
		line.conn.Close()
	}
	stop()
	if err := <-served; err != nil {
		b.Error(err)
	}
}

// posted is a check-in as a browser sends it.
func posted(host, cookie string, n int) []byte {
	form := url.Values{
		"id": {string(companion.NewID())}, "line": {fmt.Sprintf("Quiet day, number %d.", n)}, "day": {""}, "time": {""},
		"signs": {"awake"}, "skills": {"walk"},
	}
	for i, item := range []string{"mood", "sleep", "tension", "energy", "getting-things-done"} {
		form.Set("item-"+item, fmt.Sprint((n+i)%11))
	}
	body := form.Encode()
	return fmt.Appendf(nil, "POST /check-in HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nOrigin: http://%s\r\nSec-Fetch-Site: same-origin\r\n"+
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\nAccept: text/html\r\nAccept-Language: en-GB\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", host, cookie, host, len(body), body)
}

// line is a client's connection.
type line struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(b *testing.B, address string, clients int) []line {
	lines := make([]line, clients)
	for i := range lines {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		lines[i] = line{conn: conn, in: bufio.NewReader(conn)}
	}
	return lines
}

// send sends a form and reads the answer to its end: a redirect to Today,
// without a body.
func (l line) send(request []byte) error {
	if _, err := l.conn.Write(request); err != nil {
		return err
	}
	status, err := l.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 303 ")) {
		return fmt.Errorf("answered %q", status)
	}
	for {
		header, err := l.in.ReadSlice('\n')
		switch {
		case err != nil:
			return err
		case bytes.HasPrefix(header, []byte("Content-Length: ")) && string(header) != "Content-Length: 0\r\n":
			return fmt.Errorf("the answer has a body: %q", header)
		case bytes.HasPrefix(header, []byte("Location: ")) && string(header) != "Location: /\r\n":
			return fmt.Errorf("led to %q", header)
		case len(header) == 2:
			return nil
		}
	}
}

// entries counts the rows of the record, and checks that all hang together.
func (d *desk) entries() int {
	d.b.Helper()
	verified, err := d.home.Verify(context.Background())
	if err != nil || len(verified.Findings) > 0 {
		d.b.Fatal(verified.Findings, err)
	}
	return int(verified.Rows)
}
