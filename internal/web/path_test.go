package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fermata/internal/entry"
)

// pathRow is a line of the table of rows in docs/path.md.
type pathRow struct {
	code                string
	pages, kinds, tests []string
}

var quoted = regexp.MustCompile("`([^`]+)`")

// pathRows reads that table.
func pathRows(t *testing.T) []pathRow {
	t.Helper()
	var rows []pathRow
	for line := range strings.Lines(section(t, "Row, page, kinds, tests")) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 6 || !quoted.MatchString(line) {
			continue
		}
		code, _, _ := strings.Cut(strings.TrimSpace(cells[1]), " ")
		rows = append(rows, pathRow{code: code, pages: inside(cells[2]), kinds: inside(cells[3]), tests: inside(cells[4])})
	}
	return rows
}

// inside are the words of a cell that stand as code.
func inside(cell string) []string {
	var words []string
	for _, found := range quoted.FindAllStringSubmatch(cell, -1) {
		words = append(words, found[1])
	}
	return words
}

// codesOfThePath are the 36 things that must work, from the first question to
// the help that is always there.
var codesOfThePath = strings.Fields(`P0 D1 D2 D3 D4 D5 D6 D7 PR1 PR2 PR3 PL1 PL2 PL3 PL4 PL5 PL6 PL7 PL8
	M1 M2 M3 M4 M5 M6 M7 M8 E1 E2 C1 R1 R2 R3 O1 H1 H2`)

// Every row has its line, in order, and each line speaks of things there are.
func TestEveryRowOfThePathHasItsPageKindsAndTests(t *testing.T) {
	rows := pathRows(t)
	var codes []string
	kinds, tests := kindsTold(t), testsHere(t)
	for _, row := range rows {
		codes = append(codes, row.code)
		if len(row.pages) == 0 || len(row.tests) == 0 {
			t.Errorf("%s has %d pages and %d tests", row.code, len(row.pages), len(row.tests))
		}
		for _, kind := range row.kinds {
			if !slices.Contains(kinds, entry.Kind(kind)) {
				t.Errorf("%s: there is no kind %q", row.code, kind)
			}
		}
		for _, name := range row.tests {
			if !slices.Contains(tests, name) || !strings.HasPrefix(name, "Test"+row.code) {
				t.Errorf("%s: there is no test %s in this package, or it does not bear the code", row.code, name)
			}
		}
	}
	if !slices.Equal(codes, codesOfThePath) {
		t.Errorf("the table has the rows %v", codes)
	}
}

// Every kind of entry belongs to a row, or is named below the table.
func TestEveryKindBelongsToARowOfThePath(t *testing.T) {
	named := inside(section(t, "Row, page, kinds, tests"))
	for _, kind := range kindsTold(t) {
		if !slices.Contains(named, string(kind)) {
			t.Errorf("no row of docs/path.md tells %s", kind)
		}
	}
}

// The pages of all rows open, with half a year in the record and with nothing.
func TestEveryRowOfThePathOpens(t *testing.T) {
	sample, inSample := sampleHouse(t)
	_, inEmpty := startedHouse(t)
	routes := map[string]bool{}
	for _, line := range sample.server.Table() {
		routes[line.Pattern] = true
	}
	for _, row := range pathRows(t) {
		for _, page := range row.pages {
			if !routes["GET "+page] && !(page == "/" && routes["GET /{$}"]) {
				t.Errorf("%s: %s is not in the table of routes", row.code, page)
			}
			for name, b := range map[string]*browser{"the sample": inSample, "an empty record": inEmpty} {
				if p := b.get(page); p.status != http.StatusOK || p.path != page || !p.isPage() {
					t.Errorf("%s: %s answers %d at %s in %s", row.code, page, p.status, p.path, name)
				}
			}
		}
	}
}

// kindsTold are the kinds of entry, read from the bytes that are kept for ever.
func kindsTold(t *testing.T) []entry.Kind {
	t.Helper()
	var kinds []entry.Kind
	for _, body := range golden(t) {
		if !slices.Contains(kinds, body.Kind()) {
			kinds = append(kinds, body.Kind())
		}
	}
	return kinds
}

// testsHere are the names of all tests of this folder.
func testsHere(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}
