// Package fermata_test holds the architecture as a test: which package may
// import which, which packages are pure, and a few habits a machine can check.
//
// The tables in this file are the architecture; imports_check_test.go reads
// the tree and compares. Adding an arrow or a package means changing a table
// here in the same commit, where a reviewer sees it.
package fermata_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport lists every package and the packages of ours it may import. Paths
// are below internal/, except for the commands.
var mayImport = map[string][]string{
	"cmd/evaluate": {"monitor/evaluate"},
	"cmd/fermata":  {"cli"},
	"cmd/release":  {},

	"fault":            {},
	"entry":            {"fault"},
	"instrument":       {"fault", "instrument/who5"},
	"instrument/who5":  {},
	"monitor":          {"fault"},
	"monitor/effect":   {"fault"},
	"monitor/table":    {"fault", "monitor"},
	"monitor/evaluate": {"monitor", "monitor/effect", "monitor/table"},
	"guide":            {},
	"plot":             {"guide"},
	"seal":             {"fault"},
	"ledger":           {"entry", "fault", "seal"},
	"journey":          {"entry", "instrument"},
	"signals":          {"entry", "instrument", "journey", "monitor"},
	"views":            {"entry", "fault", "guide", "instrument", "journey", "monitor", "monitor/effect", "plot", "signals"},
	"importer":         {"entry", "fault", "instrument"},
	"backup":           {"fault", "ledger", "seal"},
	"companion":        {"backup", "entry", "fault", "fhir", "guide", "ics", "importer", "instrument", "journey", "ledger", "letter", "seal", "signals", "views"},
	"sample":           {"entry"},
	"sqlstore":         {"fault", "ledger", "seal"},
	"letter":           {"fault", "guide", "plot", "views"},
	"fhir":             {"entry", "guide", "instrument", "journey"},
	"ics":              {"entry", "views"},
	"web/assets":       {},
	"web/components":   {"guide", "plot", "web/assets"},
	"web/gallery":      {"web/components"},
	"web/pages":        {"fault", "guide", "instrument", "views", "web/assets", "web/components"},
	"web":              {"companion", "entry", "fault", "guide", "ics", "importer", "instrument", "journey", "ledger", "letter", "seal", "signals", "views", "web/assets", "web/components", "web/gallery", "web/pages"},
	"cli":              {"companion", "entry", "fault", "fhir", "guide", "ics", "importer", "instrument", "journey", "ledger", "letter", "monitor", "monitor/effect", "monitor/evaluate", "monitor/table", "sample", "seal", "sqlstore", "views", "web"},

	// Only tests import these.
	"entry/entrytest": {"entry"},
	"pgtest":          {},
	"browser":         {},
	"storetest":       {"entry", "fault", "ledger", "pgtest", "seal"},
	"torture":         {},
}

// pure packages compute: no clock, disk, network, randomness or database. The
// caller passes in whatever they need.
var pure = []string{
	"fault", "entry", "instrument", "instrument/who5", "monitor", "monitor/effect",
	"guide", "journey", "plot", "signals", "views", "fhir", "ics", "sample",
}

// impureImports are the standard packages that a pure package must not import.
var impureImports = []string{
	"context", "crypto/rand", "database/sql", "io/ioutil", "log", "log/slog",
	"math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec",
	"os/signal", "os/user", "path/filepath", "plugin", "syscall", "unsafe",
}

// pureModules are the modules, besides ours, that a pure package may import.
var pureModules = []string{
	"github.com/google/uuid",
	"golang.org/x/text/",
	"gonum.org/v1/gonum/",
}

// impureNames are what a pure package must not use of a package that it may
// import otherwise.
var impureNames = map[string][]string{
	"time": {
		"Now", "Since", "Until", "After", "AfterFunc", "Tick", "Sleep",
		"NewTimer", "NewTicker", "Local",
	},
	"github.com/google/uuid": {
		"New", "NewString", "NewRandom", "NewUUID", "NewV6", "NewV7",
		"NewDCEPerson", "NewDCEGroup", "NewDCESecurity",
	},
}

// emptyNames say nothing about what a package holds.
var emptyNames = []string{
	"base", "common", "handlers", "helper", "helpers", "misc", "model",
	"models", "services", "shared", "types", "util", "utils",
}

// maxLines is the longest a function may be; aim at ten.
const maxLines = 60

// longOnPurpose names the functions that may be longer, each with the reason:
// "package.Function" or "package.Type.Method". Keep it tiny.
var longOnPurpose = map[string]string{
	"web.Server.routes": "the route table: one line an address",
}

// fermata is what this repository is held to.
var fermata = architecture{
	mayImport:     mayImport,
	pure:          pure,
	longOnPurpose: longOnPurpose,
}

func TestTheTreeFollowsTheArchitecture(t *testing.T) {
	for _, finding := range fermata.check(t, ".") {
		t.Error(finding)
	}
}

// Every folder in testdata/imports is a small tree that breaks one rule, or
// none; its file "want" holds what must be reported, a line each.
func TestEachBrokenRuleIsReported(t *testing.T) {
	trees, err := filepath.Glob("testdata/imports/*")
	if err != nil || len(trees) == 0 {
		t.Fatalf("no trees in testdata/imports (%v)", err)
	}
	rules := fermata
	rules.longOnPurpose = nil // the exemptions are of this tree, not of the small ones
	for _, tree := range trees {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			want := wanted(t, filepath.Join(tree, "want"))
			got := rules.check(t, tree)
			if !slices.Equal(got, want) {
				t.Errorf("got:\n\t%s\nwant:\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
		})
	}
}

func TestAnExemptionIsNeededToBeKept(t *testing.T) {
	rules := fermata
	rules.longOnPurpose = map[string]string{
		"entry.long": "shown to be accepted",
		"entry.gone": "shown to be reported",
	}
	got := rules.check(t, "testdata/imports/long-function")
	want := []string{`longOnPurpose: entry.gone is not longer than 60 lines, or not there: take it off the list`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A table that names a package twice, or an arrow to nowhere, is a slip.
func TestTheTablesAreSound(t *testing.T) {
	for pkg, allowed := range mayImport {
		for _, target := range allowed {
			if _, known := mayImport[target]; !known {
				t.Errorf("%s may import %s, which the table does not have", pkg, target)
			}
			if slices.Contains(pure, pkg) && !slices.Contains(pure, target) {
				t.Errorf("%s is pure and so may not lean on %s, which is not", pkg, target)
			}
		}
		if !slices.IsSorted(allowed) || len(slices.Compact(slices.Clone(allowed))) != len(allowed) {
			t.Errorf("%s: keep the list in order, each name once", pkg)
		}
	}
	for _, pkg := range pure {
		if _, known := mayImport[pkg]; !known {
			t.Errorf("%s is called pure but is not in the table", pkg)
		}
	}
}

func wanted(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' })
}
