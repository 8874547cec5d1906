// Package assets holds what a page links: one stylesheet, the fonts, the
// scripts and the icons, all inside the binary.
//
// Nothing is built outside Go. At first use the stylesheets of css/ are joined
// in the order of [sheets] into one file, fermata.css, so that a page makes one
// request and the cascade layers stand in the order tokens.css declares. Font
// addresses in it are rewritten to the addresses the fonts are served at.
//
// Every asset is served under the hash of its own bytes,
//
//	/assets/3f1c…/fermata.css
//
// so it may be cached for ever: a changed file has another address. Use [URL]
// in a page and [Open] in the handler:
//
//	asset, ok := assets.Open(r.URL.Path)
//	if !ok { … 404 … }
//	w.Header().Set("Content-Type", asset.Type)
//	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
//
// Files in vendor/ were written by others. VENDORED.md says which versions they
// are; a test compares their checksums with it.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// FS holds the files as they are in the source: css/, fonts/, icons/, scripts/, vendor/.
//
//go:embed css fonts icons scripts vendor
var FS embed.FS

// Prefix is the path every asset is served under.
const Prefix = "/assets/"

// The colour of a page in both schemes, as tokens.css has it, for what a phone
// draws around Fermata.
const (
	PageLight = "#f6f1e6"
	PageDark  = "#151c18"
)

// Stylesheet is the name of the one stylesheet a page links.
const Stylesheet = "fermata.css"

// sheets are the parts of the stylesheet in the order they are joined.
// tokens.css comes first: it declares the order of the cascade layers.
var sheets = []string{
	"tokens", "base",
	"topbar", "bottombar", "arc", "card", "button", "field", "choice", "answers", "scale",
	"notice", "row", "table", "chart", "closer", "pairs", "almanac", "compare", "letter", "agenda", "helpnow",
	"lock", "run", "decide", "support",
}

// apart are stylesheets that most pages do not need; they are served alone.
var apart = []string{"gallery"}

// An Asset is one file as it is sent.
type Asset struct {
	Name string // what URL takes: fermata.css, fonts/newsreader-roman.woff2, htmx.min.js
	Path string // where it is served: /assets/<hash>/<name>
	Type string // the Content-Type, with charset for text
	Body []byte // must not be changed
	Gzip []byte // Body compressed with gzip; nil when that saves nothing (fonts, PNG)
}

// ETag is the entity tag of the asset, quotation marks included. It is the
// hash its path carries.
func (a Asset) ETag() string { return `"` + hash(a.Body) + `"` }

// URL returns the path at which the asset with this name is served. For a name
// that does not exist it returns a path that Open does not know, so that a
// mistyped name is a missing file and never a page that cannot be shown.
func URL(name string) string {
	if asset, ok := built().byName[name]; ok {
		return asset.Path
	}
	return Prefix + "none/" + name
}

// Open returns the asset served at path, as URL gave it. A path with another
// hash is another version and is not found.
func Open(path string) (Asset, bool) {
	asset, ok := built().byPath[path]
	return asset, ok
}

// List returns every asset, ordered by name: what a service worker keeps.
func List() []Asset {
	byName := built().byName
	list := make([]Asset, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		list = append(list, byName[name])
	}
	return list
}

// shelf is every asset, found by name or by path.
type shelf struct {
	byName, byPath map[string]Asset
}

var built = sync.OnceValue(func() shelf {
	s := shelf{byName: map[string]Asset{}, byPath: map[string]Asset{}}
	for _, dir := range []string{"fonts", "icons", "scripts", "vendor"} {
		s.addDir(dir)
	}
	s.add(Stylesheet, s.join(sheets))
	for _, sheet := range apart {
		s.add(sheet+".css", s.join([]string{sheet}))
	}
	return s
})

// addDir adds the files of one folder. Fonts keep the folder in their name;
// icons and scripts are found by their file name alone.
func (s shelf) addDir(dir string) {
	entries, err := fs.ReadDir(FS, dir)
	if err != nil {
		panic(fmt.Sprintf("assets: %s is not in the binary: %v", dir, err))
	}
	for _, entry := range entries {
		name := entry.Name()
		if dir == "fonts" {
			name = "fonts/" + name
		}
		s.add(name, read(dir+"/"+entry.Name()))
	}
}

func (s shelf) add(name string, body []byte) {
	asset := Asset{
		Name: name,
		Path: Prefix + hash(body) + "/" + name,
		Type: contentType(name),
		Body: body,
		Gzip: compress(body),
	}
	s.byName[name], s.byPath[asset.Path] = asset, asset
}

// join puts stylesheets one after another and points their fonts at the
// addresses the fonts are served at.
func (s shelf) join(names []string) []byte {
	var sheet strings.Builder
	for _, name := range names {
		sheet.Write(read("css/" + name + ".css"))
	}
	var pairs []string
	for name, asset := range s.byName {
		if strings.HasPrefix(name, "fonts/") {
			pairs = append(pairs, `url("`+name+`")`, `url("`+asset.Path+`")`)
		}
	}
	return []byte(strings.NewReplacer(pairs...).Replace(sheet.String()))
}

// read returns a file of the binary. The names are constants of this package
// and a test reads them all, so a missing one is a broken build.
func read(name string) []byte {
	body, err := FS.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("assets: %s is not in the binary: %v", name, err))
	}
	return body
}

// hash is the first 64 bits of SHA-256, in hex: enough to tell versions apart.
func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// compress returns body under gzip, or nil when that saves less than a tenth.
func compress(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant of the standard library
	}
	if _, err := w.Write(body); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	if out.Len() > len(body)*9/10 {
		return nil
	}
	return out.Bytes()
}

// types is written out because the system's own table differs between machines.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

func contentType(name string) string {
	if t, ok := types[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}
