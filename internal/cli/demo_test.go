package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"fermata/internal/fault"
)

// demoing is a demo that runs until its test ends.
type demoing struct {
	address, enter string
	said           *io.PipeReader
	ended          chan error
}

// startDemo starts the demo on a free port and reads the address it prints.
func startDemo(t *testing.T, ctx context.Context) demoing {
	t.Helper()
	out, to := io.Pipe()
	d := demoing{said: out, ended: make(chan error, 1)}
	world := IO{In: strings.NewReader(""), Out: to, Err: io.Discard, Now: time.Now}
	go func() {
		d.ended <- demoCommand{Port: 0, NoOpen: true}.Run(ctx, &world)
		to.Close()
	}()
	said := make([]byte, 0, 4096)
	link := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)(/enter\?token=\S+)\n`)
	for {
		found := link.FindSubmatch(said)
		if found != nil {
			d.address, d.enter = string(found[1]), string(found[1])+string(found[2])
			break
		}
		n, err := out.Read(said[len(said):cap(said)])
		if said = said[:len(said)+n]; err != nil {
			t.Fatalf("the demo ended after %q: %v", said, <-d.ended)
		}
	}
	if !strings.HasPrefix(string(said), "This is a sample. The person in it is made up.") {
		t.Errorf("the demo does not say first that it is a sample: %q", said)
	}
	go io.Copy(io.Discard, out)
	return d
}

// browse enters like a browser and reads a page.
func (d demoing) browse(t *testing.T, path string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser, page := &http.Client{Jar: jar}, ""
	for _, address := range []string{d.enter, d.address + path} {
		answer, err := browser.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		read, err := io.ReadAll(answer.Body)
		if err = errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %s (%v)", address, answer.Status, err)
		}
		page = string(read)
	}
	return page
}

func TestTheDemoShowsALivingTodayAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	d := startDemo(t, ctx)
	page := d.browse(t, "/")
	for _, want := range []string{"This is a sample", "week 23 of your break", "Sleep last night"} {
		if !strings.Contains(page, want) {
			t.Errorf("Today does not show %q", want)
		}
	}
	stop()
	if err := <-d.ended; err != nil {
		t.Errorf("the demo ended with %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("the demo left %s", left[0])
	}
}

func TestAFileThatCannotBeFinishedIsNotThere(t *testing.T) {
	dir := t.TempDir()
	full := &os.PathError{Op: "write", Path: "x", Err: errors.New("no space left on device")}
	err := writeNewFile(filepath.Join(dir, "new"), func(to io.Writer) error {
		_, err := io.Copy(to, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(full)))
		return err
	})
	if !errors.Is(err, fault.Unavailable) {
		t.Errorf("a full disk is %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%s was left", left[0])
	}
}

func TestAFileIsNeverWrittenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new")
	err := writeNewFile(path, func(to io.Writer) error {
		return os.WriteFile(path, []byte("someone was faster"), 0o600)
	})
	kept, _ := os.ReadFile(path)
	if !errors.Is(err, fault.Conflict) || string(kept) != "someone was faster" {
		t.Errorf("%v, and the other file holds %q", err, kept)
	}
}
