package web_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"

	chrome "fermata/internal/browser"
	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/sample"
)

var updatePictures = flag.Bool("update-pictures", false, "make the small pictures of every page anew; look at them")

// sizes are the windows every page is pictured in.
var sizes = []struct {
	width, height int64
	device        chrome.Device
}{{390, 844, chrome.Phone}, {1280, 900, chrome.Desktop}}

// shrink is how much smaller the golden pictures are: small enough to keep
// hundreds of them, and blind to how a single letter is drawn.
const shrink = 8

// album compares pages with the small pictures kept of them, as long as the
// same version of the browser draws them. FERMATA_PICTURES names a folder for
// the pictures in their full size.
type album struct {
	*eye
	dir, full string
	compares  bool
	taken     map[string]bool
}

func (e *eye) album() *album {
	e.t.Helper()
	a := &album{eye: e, dir: filepath.Join("testdata", "pictures"), full: os.Getenv("FERMATA_PICTURES"), taken: map[string]bool{}}
	var browser string
	e.Eval(`navigator.userAgent.match(/Chrome\/\d+/)[0]`, &browser)
	version := filepath.Join(a.dir, "BROWSER")
	if *updatePictures {
		if err := writeFile(version, []byte(browser+"\n")); err != nil {
			e.t.Fatal(err)
		}
	}
	made, _ := os.ReadFile(version)
	a.compares = strings.TrimSpace(string(made)) == browser
	if !a.compares {
		e.t.Logf("pages are not compared with their pictures: those are of %s, this is %s", strings.TrimSpace(string(made)), browser)
	}
	if a.full == "" {
		a.full = e.t.TempDir()
	}
	return a
}

func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

var notName = regexp.MustCompile(`[^a-z0-9]+`)

// take pictures the page as it stands, once for each name.
func (a *album) take(name string) {
	a.t.Helper()
	if name = strings.Trim(notName.ReplaceAllString(strings.ToLower(name), "-"), "-"); a.taken[name] || !a.compares && os.Getenv("FERMATA_PICTURES") == "" {
		return
	}
	a.taken[name] = true
	for _, size := range sizes {
		a.Viewport(size.width, size.height, size.device)
		for _, scheme := range []string{"dark", "light"} {
			a.Scheme(scheme)
			file := fmt.Sprintf("%s-%d-%s.png", name, size.width, scheme)
			a.Screenshot(filepath.Join(a.full, file))
			a.compare(file)
		}
	}
	a.Viewport(sizes[0].width, sizes[0].height, sizes[0].device)
}

func (a *album) compare(file string) {
	a.t.Helper()
	if !a.compares {
		return
	}
	got, err := small(filepath.Join(a.full, file))
	if err != nil {
		a.t.Fatal(err)
	}
	kept := filepath.Join(a.dir, file)
	if *updatePictures {
		if err := writeFile(kept, got); err != nil {
			a.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(kept)
	if err != nil {
		a.t.Errorf("%s: no picture is kept of it: make pictures-kept, and look at it", file)
		return
	}
	if differs := difference(a.t, want, got); differs != "" {
		a.t.Errorf("%s looks otherwise than its picture: %s. Look at it (make pictures); if it is meant, make pictures-kept", file, differs)
	}
}

// small is a picture at an eighth of its size, in few colours, as PNG.
func small(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	whole, err := png.Decode(file)
	if err != nil {
		return nil, err
	}
	to := image.NewRGBA(image.Rect(0, 0, whole.Bounds().Dx()/shrink, whole.Bounds().Dy()/shrink))
	draw.ApproxBiLinear.Scale(to, to.Bounds(), whole, whole.Bounds(), draw.Src, nil)
	for i, c := range to.Pix {
		to.Pix[i] = c&0xf0 | c>>4 // sixteen steps a colour, so that it stays small
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&out, to)
	return out.Bytes(), err
}

// The tolerance: how far a colour may be off, and how many pixels of a
// thousand may be farther.
const (
	offAtMost = 48 << 8
	perMille  = 20
)

// difference says how two pictures differ beyond the tolerance, or nothing.
func difference(t *testing.T, want, got []byte) string {
	t.Helper()
	a, errA := png.Decode(bytes.NewReader(want))
	b, errB := png.Decode(bytes.NewReader(got))
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	wide, high := a.Bounds().Dx(), a.Bounds().Dy()
	if b.Bounds().Dx() != wide || max(b.Bounds().Dy()-high, high-b.Bounds().Dy()) > 1 {
		return fmt.Sprintf("it is %v large and was %v", b.Bounds().Max, a.Bounds().Max)
	}
	high = min(high, b.Bounds().Dy())
	other := 0
	for y := range high {
		for x := range wide {
			if farApart(a.At(x, y), b.At(x, y)) {
				other++
			}
		}
	}
	if other*1000 <= wide*high*perMille {
		return ""
	}
	return fmt.Sprintf("%d of %d points differ", other, wide*high)
}

func farApart(a, b color.Color) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return apart(r1, r2) > offAtMost || apart(g1, g2) > offAtMost || apart(b1, b2) > offAtMost
}

func apart(x, y uint32) uint32 { return max(x, y) - min(x, y) }

// A picture that moved by a line is told from one that did not.
func TestAPictureThatChangedIsSeen(t *testing.T) {
	page := func(line int) []byte {
		paper := image.NewRGBA(image.Rect(0, 0, 100, 100))
		draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(paper, image.Rect(10, line, 90, line+10), image.Black, image.Point{}, draw.Src)
		var out bytes.Buffer
		if err := png.Encode(&out, paper); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if said := difference(t, page(20), page(20)); said != "" {
		t.Errorf("the same page differs: %s", said)
	}
	if said := difference(t, page(20), page(40)); said == "" {
		t.Error("a line that moved is not seen")
	}
}

// frontDoor are the pictures of the README: what a visitor of the sample sees.
var frontDoor = []struct {
	name, address, scheme string
	day                   int // of the story of the sample
}{
	{"today-watch", "/", "light", 120},
	{"check-in", "/check-in", "light", sample.Days},
	{"how-far", "/far", "light", sample.Days},
	{"help-now", "/help-now", "dark", sample.Days},
}

// TestPicturesOfTheFrontDoor makes the pictures of the README anew, when it is
// asked to: make pictures.
func TestPicturesOfTheFrontDoor(t *testing.T) {
	if os.Getenv("FERMATA_PICTURES") == "" {
		t.Skip("make pictures makes them")
	}
	for _, door := range frontDoor {
		h := storyHouse(t, door.day)
		e := h.eye().enter(h)
		e.Scheme(door.scheme)
		e.Goto(h.url + door.address)
		whole := filepath.Join(t.TempDir(), "whole.png")
		e.Screenshot(whole)
		if err := writeFile(filepath.Join("..", "..", "docs", "pictures", door.name+".png"), window(t, whole)); err != nil {
			t.Fatal(err)
		}
	}
}

// storyHouse is a home in which the story of the sample was told up to a day.
func storyHouse(t *testing.T, day int) *house {
	t.Helper()
	h := emptyHouse(t)
	place, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.home.Begin(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	told := sample.Entries(h.now, place, func(int) entry.ID { return companion.NewID() })
	h.later(-time.Duration(sample.Days-day) * 24 * time.Hour)
	told = slices.DeleteFunc(told, func(e entry.Entry) bool { return !e.RecordedAt.Before(h.clock()) })
	if err := h.home.Bring(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	return h
}

// window is what a phone shows of a page before one scrolls, as PNG.
func window(t *testing.T, path string) []byte {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	whole, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	shown := image.NewRGBA(image.Rect(0, 0, whole.Bounds().Dx(), min(844, whole.Bounds().Dy())))
	draw.Draw(shown, shown.Bounds(), whole, image.Point{}, draw.Src)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, shown); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
