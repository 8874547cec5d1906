package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fermata/internal/browser"
	"fermata/internal/pgtest"
)

// The passphrases of the life, one after the other, and one that was never right.
const (
	firstPhrase  = "medlar one bullace sloe"
	secondPhrase = "medlar two bullace sloe"
	thirdPhrase  = "medlar three bullace sloe"
	wrongPhrase  = "medlar wrong bullace sloe"
)

// fullLife is one life with the program as people have it: a binary, folders,
// and a process that is looked at from outside.
type fullLife struct {
	t       *testing.T
	binary  string
	root    string // holds all that the program may write by itself
	outbox  string // holds what the person took out
	args    []string
	secrets secrets
	said    bytes.Buffer // what every process wrote where it was not asked for
}

func newFullLife(t *testing.T, args ...string) *fullLife {
	t.Helper()
	dir := t.TempDir()
	l := &fullLife{t: t, binary: filepath.Join(dir, "bin", "fermata"), root: filepath.Join(dir, "root"), outbox: filepath.Join(dir, "outbox"), args: args}
	l.secrets = secrets{"the first passphrase": []byte(firstPhrase), "the second passphrase": []byte(secondPhrase),
		"the third passphrase": []byte(thirdPhrase), "a wrong passphrase": []byte(wrongPhrase),
		"what was told": []byte(toldWord), "what was told for Help now": []byte(helpWord), "what a check-in asks": []byte(askWord)}
	for _, folder := range []string{"home", "tmp", "bin", "runtime"} {
		if err := os.MkdirAll(filepath.Join(l.root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(l.outbox, 0o700); err != nil {
		t.Fatal(err)
	}
	// A browser that only writes down how it was called.
	script := "#!/bin/sh\necho \"$0 $*\" >> " + filepath.Join(l.root, "opened") + "\n"
	if err := os.WriteFile(filepath.Join(l.root, "bin", "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", l.binary, "fermata/cmd/fermata").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return l
}

func (l *fullLife) command(args ...string) *exec.Cmd {
	c := exec.Command(l.binary, append(args, l.args...)...)
	c.Dir = filepath.Join(l.root, "home")
	c.Env = []string{
		"HOME=" + c.Dir, "TMPDIR=" + filepath.Join(l.root, "tmp"), "XDG_RUNTIME_DIR=" + filepath.Join(l.root, "runtime"),
		"PATH=" + filepath.Join(l.root, "bin") + ":/usr/bin:/bin", "HISTFILE=" + filepath.Join(c.Dir, ".history"), "TZ=Europe/London",
		"FERMATA_DATA=" + filepath.Join(l.root, "data"), "FERMATA_CONFIG=" + filepath.Join(l.root, "config"),
	}
	return c
}

// run runs a command with these lines as its input. What it answers is the
// caller's; what it says beside that is looked through at the end.
func (l *fullLife) run(code int, input []string, args ...string) string {
	l.t.Helper()
	c := l.command(args...)
	var out bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(strings.Join(input, "\n")+"\n"), &out, &l.said
	err := c.Run()
	if got := c.ProcessState.ExitCode(); got != code {
		l.t.Fatalf("%v ends with %d, want %d: %v\n%s", args, got, code, err, l.said.String())
	}
	return out.String()
}

// keep adds a secret to look for.
func (l *fullLife) keep(what, secret string) {
	l.t.Helper()
	if len(secret) < 8 {
		l.t.Fatalf("%s is %q", what, secret)
	}
	l.secrets[what] = []byte(secret)
}

// begin makes a record behind a key file with an entry of every kind in it,
// and puts a passphrase in the place of the file.
func (l *fullLife) begin() {
	l.t.Helper()
	g := grammar{Data: filepath.Join(l.root, "data"), Config: filepath.Join(l.root, "config")}
	for i, arg := range l.args {
		if arg == "--db" {
			g.DB = l.args[i+1]
		}
	}
	home, close, err := g.open(context.Background(), &IO{Now: time.Now})
	if err != nil {
		l.t.Fatal(err)
	}
	err = home.Begin(context.Background(), "")
	key, errKey := os.ReadFile(filepath.Join(g.Config, "fermata.key"))
	if err = errors.Join(err, errKey, home.Bring(context.Background(), everyKind(l.t))); err != nil {
		l.t.Fatal(err)
	}
	close()
	l.keep("the key file", strings.TrimSpace(string(key)[strings.LastIndex(strings.TrimSpace(string(key)), " ")+1:]))
	l.run(0, []string{firstPhrase, firstPhrase}, "passphrase")
	l.keep("the recovery key", strings.TrimSpace(l.run(0, []string{firstPhrase}, "passphrase", "recovery")))
}

// openFermata is Fermata while it is open in a browser.
type openFermata struct {
	life    *fullLife
	process *exec.Cmd
	address string
	enter   string
	out     *lockedBuffer
}

// lockedBuffer is what a process wrote until now.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

var startLink = regexp.MustCompile(`(http://127\.0\.0\.1:\d+)(/enter\?token=(\S+))\n`)

// open starts it, with a browser that it calls.
func (l *fullLife) open() *openFermata {
	l.t.Helper()
	o := &openFermata{life: l, process: l.command("start", "--port", "0"), out: &lockedBuffer{}}
	o.process.Stdout, o.process.Stderr = o.out, &l.said
	if err := o.process.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = o.process.Process.Kill() })
	for range 600 {
		if found := startLink.FindStringSubmatch(o.out.String()); found != nil {
			o.address, o.enter = found[1], found[1]+found[2]
			l.keep("the start token", found[3])
			return o
		}
		time.Sleep(50 * time.Millisecond)
	}
	l.t.Fatalf("no address: %s %s", o.out.String(), l.said.String())
	return nil
}

// close ends it, after a look at what others see of the process. Its answer
// holds the link once, where it was asked for, and nothing else.
func (o *openFermata) close() {
	t := o.life.t
	t.Helper()
	if runtime.GOOS == "linux" {
		for _, file := range []string{"cmdline", "environ"} {
			content, err := os.ReadFile("/proc/" + strconv.Itoa(o.process.Process.Pid) + "/" + file)
			if err != nil {
				t.Fatal(err)
			}
			o.life.secrets.in(t, "the process list", content)
		}
	}
	if err := errors.Join(o.process.Process.Signal(syscall.SIGINT), o.process.Wait()); err != nil {
		t.Errorf("it ended with %v", err)
	}
	o.life.secrets.in(t, "what it printed", []byte(strings.Replace(o.out.String(), o.enter, "", 1)))
}

// visitor is a browser that remembers every address it was sent to.
type visitor struct {
	life    *fullLife
	client  *http.Client
	address string
}

func (o *openFermata) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.life.t.Fatal(err)
	}
	v := &visitor{life: o.life, address: o.address, client: &http.Client{Jar: jar}}
	v.client.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		v.life.secrets.in(v.life.t, "an address one is sent to", []byte(next.URL.String()))
		return nil
	}
	v.do(http.MethodGet, strings.TrimPrefix(o.enter, o.address), nil)
	return v
}

// rememberCookies adds what the browser holds to what is looked for.
func (v *visitor) rememberCookies() {
	at, err := url.Parse(v.address)
	if err != nil {
		v.life.t.Fatal(err)
	}
	for i, cookie := range v.client.Jar.Cookies(at) {
		v.life.keep(fmt.Sprintf("cookie %d", i), cookie.Value)
	}
}

// do asks for a page. A page that says no says nothing else; every page keeps
// browsers from storing it and from telling others where one was.
func (v *visitor) do(method, path string, form url.Values) (int, string) {
	t := v.life.t
	t.Helper()
	request, err := http.NewRequest(method, v.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", v.address)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer, err := v.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodGet && answer.StatusCode >= 400 {
		v.life.secrets.in(t, fmt.Sprintf("the page for %d at %s", answer.StatusCode, path), body)
	}
	page := strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html")
	if page && !strings.Contains(answer.Header.Get("Cache-Control"), "no-store") && bytes.Contains(body, []byte(toldWord)) {
		t.Errorf("%s may be stored: %q", path, answer.Header.Get("Cache-Control"))
	}
	if referrer := answer.Header.Get("Referrer-Policy"); page && referrer != "no-referrer" && referrer != "same-origin" {
		t.Errorf("%s tells others where one was: %q", path, referrer)
	}
	v.rememberCookies()
	return answer.StatusCode, string(body)
}

var (
	links   = regexp.MustCompile(`(?:href|action)="(/[^"]*)"`)
	inputID = regexp.MustCompile(`name="id" value="([^"]+)"`)
)

// wander follows every link there is, and looks at the addresses of them and
// of the forms.
func (v *visitor) wander(most int) int {
	seen, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 && len(seen) < most {
		path := queue[0]
		queue = queue[1:]
		if seen[path] || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/export") {
			continue
		}
		seen[path] = true
		_, body := v.do(http.MethodGet, path, nil)
		for _, link := range links.FindAllStringSubmatch(body, -1) {
			next := strings.ReplaceAll(strings.Split(link[1], "#")[0], "&amp;", "&")
			v.life.secrets.in(v.life.t, "an address on "+path, []byte(next))
			if strings.Contains(link[0], "href") {
				queue = append(queue, next)
			}
		}
	}
	return len(seen)
}

// write saves a page, and searches for it.
func (v *visitor) write() {
	t := v.life.t
	t.Helper()
	_, form := v.do(http.MethodGet, "/reflections/new", nil)
	id := inputID.FindStringSubmatch(form)
	if id == nil {
		t.Fatalf("no form: %s", form)
	}
	for _, text := range []string{"", "the " + toldWord + " is ripe", "sent again, a " + toldWord} { // refused, saved, another under the same ID
		v.do(http.MethodPost, "/reflections", url.Values{"id": {id[1]}, "text": {text}})
	}
	v.do(http.MethodPost, "/reflections/search", url.Values{"q": {toldWord}})
	v.do(http.MethodPost, "/keep/backups", nil)
	v.do(http.MethodPost, "/nowhere/"+id[1], url.Values{"text": {toldWord}})
	v.do(http.MethodGet, "/reflections/"+id[1]+"0", nil)
}

// unlock tries a wrong passphrase, and a right one.
func (v *visitor) unlock() {
	v.do(http.MethodPost, "/unlock", url.Values{"passphrase": {wrongPhrase}})
	if _, body := v.do(http.MethodPost, "/unlock", url.Values{"passphrase": {firstPhrase}}); strings.Contains(body, "is locked") {
		v.life.t.Fatal("it did not open")
	}
}

// atTheTerminal does what there is without a browser.
func (l *fullLife) atTheTerminal() {
	l.t.Helper()
	l.run(3, []string{wrongPhrase}, "verify")
	l.run(3, []string{wrongPhrase}, "rekey")
	l.run(0, []string{firstPhrase}, "backup", filepath.Join(l.root, "home", "mine.backup"))
	l.run(0, []string{firstPhrase}, "export", filepath.Join(l.outbox, "all"))
	l.run(0, []string{firstPhrase}, "passphrase", "rotate")
	l.run(0, []string{firstPhrase, secondPhrase, secondPhrase}, "passphrase", "set")
	l.keep("the second recovery key", strings.TrimSpace(l.run(0, []string{secondPhrase, thirdPhrase, thirdPhrase}, "rekey")))
	l.run(0, []string{thirdPhrase}, "verify")
	l.run(0, []string{thirdPhrase}, "erase", "--from", "2026-09-23", "--yes")
	l.run(0, nil, "help-now")
}

// nothingIsLeft looks through what all processes said and all that is on the disk.
func (l *fullLife) nothingIsLeft() {
	l.t.Helper()
	l.secrets.in(l.t, "what the processes said", l.said.Bytes())
	for _, folder := range []string{"home", "tmp", "runtime", "config", "data/backups"} {
		l.secrets.inFiles(l.t, filepath.Join(l.root, folder))
	}
	// What Help now reads while the record is locked lies in the open.
	l.secrets.without("what was told for Help now").inFiles(l.t, l.root)
	if left, _ := os.ReadDir(filepath.Join(l.root, "tmp")); len(left) > 0 {
		l.t.Errorf("%s is left in the folder for temporary files", left[0].Name())
	}
	if _, err := os.Stat(filepath.Join(l.root, "home", ".history")); !errors.Is(err, os.ErrNotExist) {
		l.t.Errorf("a history of commands was written: %v", err)
	}
	if opened, err := os.ReadFile(filepath.Join(l.root, "opened")); err != nil || !bytes.Contains(opened, []byte("open.html")) {
		l.t.Errorf("the browser was called like this: %q, %v", opened, err)
	}
}

// lead lives the life; beside is done while Fermata is open.
func (l *fullLife) lead(beside func(*openFermata)) {
	l.t.Helper()
	l.begin()
	o := l.open()
	v := o.visitor()
	v.unlock()
	v.write()
	pages := v.wander(300)
	if pages < 60 {
		l.t.Errorf("only %d pages were found", pages)
	}
	// While it runs: the database with its journal and memory.
	files := l.secrets.without("what was told for Help now", "the start token").inFiles(l.t, filepath.Join(l.root, "data"))
	l.t.Logf("%d pages, %d files while it runs, %d secrets", pages, files, len(l.secrets))
	if beside != nil {
		beside(o)
	}
	v.do(http.MethodPost, "/leave", nil)
	v.do(http.MethodGet, "/reflections", nil)
	o.close()
	l.atTheTerminal()
	l.nothingIsLeft()
}

// A whole life: every kind of entry, in the browser and at the terminal. What
// was told, passphrases, keys, cookies and the start token are then nowhere:
// not in what the program prints, not in an address or a page that says no,
// not in the process list, and in no file.
func TestNothingToldAndNoSecretIsLeftAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole life takes a while")
	}
	newFullLife(t).lead(nil)
}

// The same in a real browser, whose own files are looked through while it runs.
func TestABrowserKeepsNothingOfARecord(t *testing.T) {
	tab := browser.Open(t)
	l := newFullLife(t)
	l.begin()
	o := l.open()
	tab.Goto(o.enter)
	tab.Type("Passphrase", firstPhrase)
	tab.Click("Open")
	tab.Goto(o.address + "/reflections/new")
	tab.Type("Your page", "the "+toldWord+" is ripe")
	tab.Click("Save")
	for _, path := range []string{"/", "/contents", "/progress", "/reflections", "/plan", "/help-now", "/keep"} {
		tab.Goto(o.address + path)
	}
	tab.Click("Leave quickly")
	time.Sleep(2 * time.Second) // browsers write a little later
	// The link from the terminal may stand in its history, spent.
	files := l.secrets.without("the start token", "what was told for Help now", "what a check-in asks").inFiles(t, tab.Folder())
	t.Logf("%d files of the browser", files)
	o.close()
	l.nothingIsLeft()
}

// The same with PostgreSQL; its tables are looked through as a dump has them.
func TestPostgreSQLHoldsNothingInTheClear(t *testing.T) {
	location := pgtest.DB(t)
	l := newFullLife(t, "--db", location)
	l.begin()
	o := l.open()
	v := o.visitor()
	v.unlock()
	v.write()
	o.close()
	dump, err := exec.Command("pg_dump", "--inserts", "--dbname", location).Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("no pg_dump here")
	}
	if err != nil || len(dump) < 10000 {
		t.Fatalf("%d bytes: %v", len(dump), err)
	}
	if !bytes.Contains(dump, []byte(hexOf(helpWord))) {
		t.Error("the copy for Help now is not found, so the search finds nothing")
	}
	l.secrets.without("what was told for Help now").in(t, "a dump of the tables", dump)
	l.nothingIsLeft()
}

func hexOf(text string) string { return fmt.Sprintf("%x", text) }
