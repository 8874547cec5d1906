package assets_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"fermata/internal/web/assets"
)

func TestAPageFindsItsStylesheetUnderAHash(t *testing.T) {
	url := assets.URL(assets.Stylesheet)
	if !regexp.MustCompile(`^/assets/[0-9a-f]{16}/fermata\.css$`).MatchString(url) {
		t.Fatalf("URL = %q", url)
	}
	asset, ok := assets.Open(url)
	if !ok || asset.Type != "text/css; charset=utf-8" || len(asset.Body) == 0 {
		t.Fatalf("Open(%q) = %q, %v", url, asset.Type, ok)
	}
	if !strings.Contains(url, strings.Trim(asset.ETag(), `"`)) {
		t.Errorf("ETag %s is not the hash in %s", asset.ETag(), url)
	}
}

func TestAnOldHashOrAnUnknownNameIsNotFound(t *testing.T) {
	for _, p := range []string{
		"/assets/0000000000000000/fermata.css",
		"/assets/fermata.css",
		assets.URL("no-such.css"),
		assets.URL(assets.Stylesheet) + "/../assets.go",
		"",
	} {
		if _, ok := assets.Open(p); ok {
			t.Errorf("Open(%q) found something", p)
		}
	}
}

func TestTheStylesheetIsOneRequestWithLayersDeclaredFirst(t *testing.T) {
	sheet := stylesheet(t)
	if strings.Contains(sheet, "@import") {
		t.Error("the stylesheet imports another one")
	}
	first := strings.Index(sheet, "@layer")
	order := "@layer tokens.raw, tokens.intents, tokens.scale, base, components, print;"
	if !strings.HasPrefix(sheet[first:], order) {
		t.Errorf("the first layer statement is %.90q", sheet[first:])
	}
	if strings.Contains(sheet, "http:") || strings.Contains(sheet, "https:") {
		t.Error("the stylesheet reaches outside")
	}
}

func TestEveryAddressInTheStylesheetIsServed(t *testing.T) {
	found := regexp.MustCompile(`url\("([^"]+)"\)`).FindAllStringSubmatch(stylesheet(t), -1)
	if len(found) != 4 {
		t.Fatalf("%d addresses, want the 4 fonts", len(found))
	}
	for _, m := range found {
		if asset, ok := assets.Open(m[1]); !ok || asset.Type != "font/woff2" {
			t.Errorf("%s is not a font that is served", m[1])
		}
	}
}

func TestEverySheetInTheFolderIsServed(t *testing.T) {
	all := stylesheet(t)
	for _, asset := range assets.List() {
		if strings.HasSuffix(asset.Name, ".css") {
			all += string(asset.Body)
		}
	}
	entries, err := fs.ReadDir(assets.FS, "css")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		body, err := fs.ReadFile(assets.FS, "css/"+e.Name())
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(body), "\n")
		if !strings.Contains(all, title) {
			t.Errorf("css/%s is in no stylesheet that is served", e.Name())
		}
	}
}

func TestTheCompressedFormIsTheSameFile(t *testing.T) {
	for _, asset := range assets.List() {
		if asset.Gzip == nil {
			continue
		}
		r, err := gzip.NewReader(bytes.NewReader(asset.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(body, asset.Body) {
			t.Errorf("%s is another file when compressed: %v", asset.Name, err)
		}
	}
}

func TestEveryAssetHasAType(t *testing.T) {
	for _, asset := range assets.List() {
		if asset.Type == "application/octet-stream" {
			t.Errorf("%s has no type", asset.Name)
		}
		if opened, ok := assets.Open(assets.URL(asset.Name)); !ok || opened.Name != asset.Name {
			t.Errorf("%s is not served where its address says", asset.Name)
		}
	}
}

// A page's first load is budgeted at 150 KB compressed, its markup included.
func TestWhatEveryPageLoadsLeavesRoomForThePage(t *testing.T) {
	total := 0
	for _, name := range []string{
		assets.Stylesheet, "htmx.min.js", "favicon.svg",
		"fonts/newsreader-roman.woff2", "fonts/newsreader-italic.woff2",
		"fonts/alegreya-sans-400.woff2", "fonts/alegreya-sans-700.woff2",
	} {
		asset, ok := assets.Open(assets.URL(name))
		if !ok {
			t.Fatalf("no %s", name)
		}
		if asset.Gzip != nil {
			total += len(asset.Gzip)
		} else {
			total += len(asset.Body)
		}
	}
	if total > 125_000 {
		t.Errorf("every page loads %d bytes before its own markup; at most 125000 leave room for it", total)
	}
	t.Logf("every page loads %d bytes, compressed", total)
}

func TestVendoredFilesAreWhatTheyClaim(t *testing.T) {
	list, err := os.ReadFile("VENDORED.md")
	if err != nil {
		t.Fatal(err)
	}
	claimed := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+) \|.* ([0-9a-f]{64}) \|$`).FindAllStringSubmatch(string(list), -1) {
		claimed[m[1]] = m[2]
	}
	for _, dir := range []string{"vendor", "fonts"} {
		entries, err := fs.ReadDir(assets.FS, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			checkSum(t, dir+"/"+e.Name(), claimed)
		}
	}
}

// checkSum compares one file with the list; a licence needs no line of its own
// but the list must name it.
func checkSum(t *testing.T, name string, claimed map[string]string) {
	t.Helper()
	body, err := fs.ReadFile(assets.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	if path.Ext(name) == ".txt" {
		list, err := os.ReadFile("VENDORED.md")
		if err != nil || !strings.Contains(string(list), name) {
			t.Errorf("VENDORED.md does not name the licence %s", name)
		}
		return
	}
	sum := sha256.Sum256(body)
	if got := hex.EncodeToString(sum[:]); got != claimed[name] {
		t.Errorf("%s has checksum %s, VENDORED.md says %q", name, got, claimed[name])
	}
}

func stylesheet(t *testing.T) string {
	t.Helper()
	asset, ok := assets.Open(assets.URL(assets.Stylesheet))
	if !ok {
		t.Fatal("no stylesheet")
	}
	return string(asset.Body)
}
