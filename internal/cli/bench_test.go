package cli

import (
	"bufio"
	"bytes"
	"context"
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
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

const benchPassphrase = "correct horse battery staple"

// built is the program as it is given away: small, and without a C library.
func built(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "fermata")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "fermata/cmd/fermata")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return path
}

// started is the program while it runs, and a browser that is inside.
type started struct {
	b       *testing.B
	command *exec.Cmd
	address string
	client  *http.Client
}

var opened = regexp.MustCompile(`http://127\.0\.0\.1:\d+/enter\?token=\S+`)

// start runs the program on a folder and enters with the link it prints.
func start(b *testing.B, program, dir string) *started {
	b.Helper()
	command := exec.Command(program, "--data", filepath.Join(dir, "data"), "--config", filepath.Join(dir, "config"), "--no-open", "--port", "0")
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { command.Process.Kill(); command.Wait() })
	var link string
	for lines := bufio.NewScanner(out); link == "" && lines.Scan(); {
		link = opened.FindString(lines.Text())
	}
	jar, err := cookiejar.New(nil)
	if err != nil || link == "" {
		b.Fatalf("it printed no link (%v)", err)
	}
	s := &started{b: b, command: command, client: &http.Client{Jar: jar}}
	s.address, _, _ = strings.Cut(link, "/enter")
	s.get(strings.TrimPrefix(link, s.address))
	return s
}

func (s *started) get(path string) string {
	s.b.Helper()
	return s.read(s.client.Get(s.address + path))
}

func (s *started) unlock() string {
	s.b.Helper()
	request, err := http.NewRequest(http.MethodPost, s.address+"/unlock", strings.NewReader(url.Values{"passphrase": {benchPassphrase}}.Encode()))
	if err != nil {
		s.b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", s.address)
	return s.read(s.client.Do(request))
}

func (s *started) read(answer *http.Response, err error) string {
	s.b.Helper()
	if err != nil {
		s.b.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.b.Fatalf("%s: status %d (%v)", answer.Request.URL.Path, answer.StatusCode, err)
	}
	return string(text)
}

// stop ends the program.
func (s *started) stop() {
	s.b.Helper()
	if err := s.command.Process.Kill(); err != nil {
		s.b.Fatal(err)
	}
	s.command.Wait() // it was killed, and says so
}

// megabytes is a line of what the kernel knows of the program: VmRSS is what
// it holds now, VmHWM the most it held. Only Linux tells.
func (s *started) megabytes(line string) float64 {
	s.b.Helper()
	if runtime.GOOS != "linux" {
		s.b.Skip("how much memory a program holds is read from /proc, which this system has not")
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		s.b.Fatal(err)
	}
	_, after, _ := bytes.Cut(status, []byte(line+":"))
	kilobytes, err := strconv.ParseFloat(string(bytes.Fields(after)[0]), 64)
	if err != nil {
		s.b.Fatal(err)
	}
	return kilobytes / 1024
}

// aYearIn is a folder with a record of 2,000 entries, which a passphrase
// opens, or a key file where there is none.
func aYearIn(b *testing.B, passphrase string) string {
	b.Helper()
	dir := b.TempDir()
	keyFile := companion.KeyFile(filepath.Join(dir, "config", "fermata.key"))
	home, close, err := openAt(b.Context(), filepath.Join(dir, "data", "fermata.db"), keyFile, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer close()
	for _, step := range []func() error{
		func() error { return home.Begin(b.Context(), passphrase) },
		func() error { return home.FirstLists(b.Context()) },
		func() error { return home.Bring(context.Background(), aYear()) },
	} {
		if err := step(); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// aYear is a year of check-ins, five or six a day, with a line now and then.
func aYear() []entry.Entry {
	const entries = 2000
	first := entry.DefaultTurn.Day(time.Now(), time.UTC) - 366
	told := make([]entry.Entry, entries)
	for n := range told {
		day := first + entry.Day(n*365/entries)
		at := day.Time().Add(8*time.Hour + time.Duration(n%6)*2*time.Hour)
		body := entry.CheckIn{Items: map[string]float64{
			"mood": float64(4 + n*7%5), "sleep": float64(3 + n*3%6), "tension": float64(2 + n*5%5), "energy": float64(3 + n*11%5),
		}}
		if n%3 == 0 {
			body.Line = fmt.Sprintf("an ordinary day, number %d", n)
		}
		told[n] = entry.Entry{
			ID: companion.NewID(), At: entry.MomentIn(at, time.UTC), Day: day, Precision: entry.Minute,
			RecordedAt: at, By: entry.BySelf(), Body: body,
		}
	}
	return told
}

// BenchmarkProgram is the program as it is given away, built once.
//
// start is from running it to the first page of a record of a year, with the
// key file, and with a passphrase typed at once; peak-MB is the most memory it
// held meanwhile. memory is what it holds at home after a visit: unlocked with
// a passphrase, every page of the visit seen ten times. binary is its size.
func BenchmarkProgram(b *testing.B) {
	program := built(b)
	b.Run("start-key-file", func(b *testing.B) {
		benchStart(b, program, aYearIn(b, ""), func(s *started) string { return s.get("/") })
	})
	b.Run("start-passphrase", func(b *testing.B) { benchStart(b, program, aYearIn(b, benchPassphrase), (*started).unlock) })
	b.Run("memory", func(b *testing.B) { benchMemory(b, program) })
	b.Run("binary", func(b *testing.B) { benchSize(b, program) })
}

func benchStart(b *testing.B, program, dir string, first func(*started) string) {
	var peak float64
	for b.Loop() {
		s := start(b, program, dir)
		page := first(s)
		b.StopTimer()
		if !strings.Contains(page, "Only you see this.") || strings.Contains(page, `action="/unlock"`) {
			b.Fatal("this is not Today")
		}
		peak = max(peak, s.megabytes("VmHWM"))
		s.stop()
		b.StartTimer()
	}
	b.ReportMetric(peak, "peak-MB")
}

func benchMemory(b *testing.B, program string) {
	dir := aYearIn(b, benchPassphrase)
	var held float64
	for b.Loop() {
		s := start(b, program, dir)
		s.unlock()
		for range 10 {
			for _, path := range []string{"/", "/check-in", "/progress", "/check-ins", "/reflections", "/measures", "/letters/return-brief"} {
				s.get(path)
			}
		}
		held = max(held, s.megabytes("VmRSS"))
		s.stop()
	}
	b.ReportMetric(held, "MB")
}

func benchSize(b *testing.B, program string) {
	var size int64
	for b.Loop() {
		file, err := os.Stat(program)
		if err != nil {
			b.Fatal(err)
		}
		size = file.Size()
	}
	b.ReportMetric(float64(size)/(1<<20), "MB")
}
