package components_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"fermata/internal/web/gallery"
)

var update = flag.Bool("update", false, "write the golden files anew; read the diff")

// hashes are left out of golden files, or every change of a colour would
// change them all.
var hashes = regexp.MustCompile(`/assets/[0-9a-f]{16}/`)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return hashes.ReplaceAllString(out.String(), "/assets/HASH/")
}

// pages is every page of the gallery by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"gallery": render(t, gallery.Index(""))}
	for _, s := range gallery.Specimens() {
		if s.Alone {
			page, ok := gallery.Alone(s.Name, "")
			if !ok {
				t.Fatalf("no page for %s", s.Name)
			}
			all[s.Name] = render(t, page)
		}
	}
	return all
}

func TestEverySpecimenLooksAsItDid(t *testing.T) {
	for _, s := range gallery.Specimens() {
		part := s.Part
		if s.Alone {
			part, _ = gallery.Alone(s.Name, "")
		}
		t.Run(s.Name, func(t *testing.T) { compare(t, s.Name, render(t, part)) })
	}
}

// compare holds markup, a tag a line, against testdata/NAME.html.
func compare(t *testing.T, name, markup string) {
	t.Helper()
	file := filepath.Join("testdata", name+".html")
	got := strings.ReplaceAll(markup, "><", ">\n<") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test -update and read what it wrote", err)
	}
	if got != string(want) {
		t.Errorf("%s is no longer as in %s; run go test -update and read the diff\n%s", name, file, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "was: " + w[i] + "\nis:  " + g[i]
		}
	}
	return "one is longer than the other"
}

func TestNoGoldenFileIsLeftOver(t *testing.T) {
	known := map[string]bool{}
	for _, s := range gallery.Specimens() {
		known[s.Name+".html"] = true
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !f.IsDir() && !known[f.Name()] {
			t.Errorf("testdata/%s belongs to no specimen", f.Name())
		}
	}
}

func TestEveryComponentIsInTheGallery(t *testing.T) {
	shown := ""
	sources, err := filepath.Glob("../gallery/gallery.*")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(sources, parts...) {
		shown += readFile(t, file)
	}
	for _, file := range parts {
		for _, m := range regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`).FindAllStringSubmatch(readFile(t, file), -1) {
			if !strings.Contains(shown, "@"+m[1]+"(") && !strings.Contains(shown, "components."+m[1]+"(") {
				t.Errorf("%s: %s is shown nowhere in the gallery", file, m[1])
			}
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// elements is every element of a page, in order.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func TestPagesKeepToTheContentSecurityPolicy(t *testing.T) {
	for name, page := range pages(t) {
		for _, n := range elements(t, page) {
			if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
				t.Errorf("%s: an inline <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
				if strings.Contains(a.Val, "http:") || strings.Contains(a.Val, "https:") || strings.HasPrefix(a.Val, "//") {
					t.Errorf("%s: <%s %s=%q> reaches outside", name, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

func TestPagesHaveOneHeadingALanguageAndATitle(t *testing.T) {
	for name, page := range pages(t) {
		count := map[string]int{}
		for _, n := range elements(t, page) {
			count[n.Data]++
			if lang, _ := attr(n, "lang"); n.Data == "html" && lang == "" {
				t.Errorf("%s: no language", name)
			}
		}
		if count["h1"] != 1 || count["title"] != 1 || count["main"] != 1 {
			t.Errorf("%s: %d h1, %d title, %d main; want one of each", name, count["h1"], count["title"], count["main"])
		}
	}
}

func TestIDsAreUniqueAndWhatRefersToThemExists(t *testing.T) {
	for name, page := range pages(t) {
		ids := map[string]int{}
		for _, n := range elements(t, page) {
			if id, ok := attr(n, "id"); ok {
				ids[id]++
				if ids[id] > 1 {
					t.Errorf("%s: two elements with id %q", name, id)
				}
			}
		}
		for _, n := range elements(t, page) {
			for _, key := range []string{"aria-labelledby", "aria-describedby", "for", "form"} {
				refs, _ := attr(n, key)
				for _, id := range strings.Fields(refs) {
					if ids[id] == 0 {
						t.Errorf("%s: <%s %s=%q> refers to nothing", name, n.Data, key, id)
					}
				}
			}
			if href, _ := attr(n, "href"); len(href) > 1 && href[0] == '#' && ids[href[1:]] == 0 {
				t.Errorf("%s: the link to %s leads nowhere", name, href)
			}
		}
	}
}

func TestEveryInputHasOneLabel(t *testing.T) {
	inputs := 0
	for name, page := range pages(t) {
		all := elements(t, page)
		for _, n := range all {
			if n.Data != "input" && n.Data != "select" && n.Data != "textarea" {
				continue
			}
			inputs++
			id, _ := attr(n, "id")
			_, labelledBy := attr(n, "aria-labelledby")
			labels := 0
			for _, other := range all {
				if f, _ := attr(other, "for"); other.Data == "label" && f == id && id != "" {
					labels++
				}
			}
			if labels != 1 && (labels != 0 || !labelledBy) {
				t.Errorf("%s: %d labels for the input %q", name, labels, id)
			}
		}
	}
	if inputs < 50 {
		t.Errorf("only %d inputs were looked at", inputs)
	}
}

func TestAFieldToPutRightSaysSoToEveryone(t *testing.T) {
	for _, n := range elements(t, render(t, gallery.Index(""))) {
		if invalid, _ := attr(n, "aria-invalid"); invalid == "" {
			continue
		}
		if by, _ := attr(n, "aria-describedby"); !strings.Contains(by, "-error") {
			id, _ := attr(n, "id")
			t.Errorf("<%s id=%q> is invalid and does not say why", n.Data, id)
		}
	}
}
