package fermata_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module   = "fermata/"
	internal = "internal/"
	command  = "cmd/fermata"
)

// architecture is a set of rules that a tree of Go files can be held to.
type architecture struct {
	mayImport     map[string][]string
	pure          []string
	longOnPurpose map[string]string
}

// source is one parsed file and where it belongs.
type source struct {
	file      *ast.File
	positions *token.FileSet
	path      string // slash-separated, below the root of the tree
	pkg       string // the folder, without internal/
	test      bool   // a _test.go file
	generated bool   // says so itself
}

// check reads every Go file below root and returns what breaks a rule, sorted,
// each as "file:line: sentence".
//
// The files are parsed here and not listed by a go list subprocess: go test
// keeps a cached pass unless the test itself opened the files that changed.
func (a architecture) check(t *testing.T, root string) []string {
	t.Helper()
	sources, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	var findings []string
	for _, s := range sources {
		findings = append(findings, a.checkFile(s)...)
	}
	findings = append(findings, a.checkPackages(sources)...)
	findings = append(findings, a.checkExemptions(sources)...)
	slices.Sort(findings)
	return findings
}

// readTree parses the Go files below root, without testdata and hidden folders.
func readTree(root string) ([]source, error) {
	var sources []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		s, err := readSource(root, name)
		sources = append(sources, s)
		return err
	})
	return sources, err
}

func readSource(root, name string) (source, error) {
	below, err := filepath.Rel(root, name)
	if err != nil {
		return source{}, err
	}
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	below = filepath.ToSlash(below)
	return source{
		file:      file,
		positions: positions,
		path:      below,
		pkg:       strings.TrimPrefix(path.Dir(below), internal),
		test:      strings.HasSuffix(below, "_test.go"),
		generated: ast.IsGenerated(file),
	}, nil
}

func (a architecture) checkFile(s source) []string {
	findings := s.initFunctions()
	if s.test {
		return findings
	}
	findings = append(findings, a.wrongArrows(s)...)
	if slices.Contains(a.pure, s.pkg) {
		findings = append(findings, s.impurities()...)
	}
	for _, f := range s.longFunctions() {
		if _, exempt := a.longOnPurpose[f.name]; !exempt {
			findings = append(findings, s.say(f.pos, "%s is %d lines long: split it past %d", f.name, f.lines, maxLines))
		}
	}
	return findings
}

func (a architecture) wrongArrows(s source) []string {
	var findings []string
	for _, spec := range s.file.Imports {
		ours, is := strings.CutPrefix(importPath(spec), module+internal)
		if is && !slices.Contains(a.mayImport[s.pkg], ours) {
			findings = append(findings, s.say(spec.Pos(), "%s must not import %s", s.pkg, ours))
		}
	}
	return findings
}

// impurities finds imports and names that let a clock, the disk, the network
// or chance into a pure package.
func (s source) impurities() []string {
	var findings []string
	for _, spec := range s.file.Imports {
		target := importPath(spec)
		switch {
		case slices.Contains(impureImports, target), !standard(target) && !pureModule(target):
			findings = append(findings, s.say(spec.Pos(), "%s is pure and must not import %s", s.pkg, target))
		case importName(spec) == ".":
			findings = append(findings, s.say(spec.Pos(), "%s is pure and must name what it takes from %s", s.pkg, target))
		}
	}
	return append(findings, s.impureSelectors()...)
}

// impureSelectors follows the imports of the file, so that another local name
// for a package changes nothing, and neither does taking a function as a value.
func (s source) impureSelectors() []string {
	paths := map[string]string{}
	for _, spec := range s.file.Imports {
		paths[importName(spec)] = importPath(spec)
	}
	var findings []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && slices.Contains(impureNames[paths[x.Name]], selector.Sel.Name) {
			findings = append(findings, s.say(selector.Pos(), "%s is pure and must not use %s.%s: let the caller pass it in", s.pkg, paths[x.Name], selector.Sel.Name))
		}
		return true
	})
	return findings
}

func (s source) initFunctions() []string {
	var findings []string
	for _, decl := range s.file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			findings = append(findings, s.say(f.Pos(), "%s has an init function: let the caller start what must be started", s.pkg))
		}
	}
	return findings
}

// function is one that is longer than maxLines.
type function struct {
	name  string // "package.Function" or "package.Type.Method"
	pos   token.Pos
	lines int
}

func (s source) longFunctions() []function {
	if s.test || s.generated {
		return nil
	}
	var long []function
	for _, decl := range s.file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		lines := s.positions.Position(f.End()).Line - s.positions.Position(f.Pos()).Line + 1
		if lines > maxLines {
			long = append(long, function{s.pkg + "." + receiver(f) + f.Name.Name, f.Pos(), lines})
		}
	}
	return long
}

// receiver returns "Type." for a method and nothing for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	kind := f.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if generic, ok := kind.(*ast.IndexExpr); ok {
		kind = generic.X
	}
	if name, ok := kind.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}

// checkPackages looks at what belongs to a package as a whole: its line in
// the table, its name, its doc comment and its time zones.
func (a architecture) checkPackages(sources []source) []string {
	packages := map[string][]source{}
	for _, s := range sources {
		if s.pkg != "." {
			packages[s.pkg] = append(packages[s.pkg], s)
		}
	}
	var findings []string
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		files := packages[pkg]
		at := path.Dir(files[0].path)
		if _, known := a.mayImport[pkg]; !known {
			findings = append(findings, at+": the table does not have this package: say what it may import")
		}
		if slices.Contains(emptyNames, path.Base(pkg)) {
			findings = append(findings, at+": the name says nothing: call the package after what it holds")
		}
		if !slices.ContainsFunc(files, documented) {
			findings = append(findings, fmt.Sprintf("%s: a package comment is missing: begin it %q", at, openings(pkg)[0]))
		}
	}
	return append(findings, a.zonesFromDisk(sources)...)
}

// openings are how the comment of a package may begin, as Go's documentation
// expects: with the word, or with the name of the program.
func openings(pkg string) []string {
	name := path.Base(pkg)
	if strings.HasPrefix(pkg, "cmd/") {
		return []string{"Command " + name + " ", strings.ToUpper(name[:1]) + name[1:] + " "}
	}
	return []string{"Package " + name + " "}
}

func documented(s source) bool {
	return !s.test && s.file.Doc != nil && slices.ContainsFunc(openings(s.pkg), func(opening string) bool {
		return strings.HasPrefix(s.file.Doc.Text(), opening)
	})
}

// zonesFromDisk finds calls to time.LoadLocation in pure packages when neither
// the package nor the command brings the zones along: without time/tzdata they
// come from the disk, and differ from one machine to the next.
func (a architecture) zonesFromDisk(sources []source) []string {
	brought := map[string]bool{}
	for _, s := range sources {
		for _, spec := range s.file.Imports {
			if importPath(spec) == "time/tzdata" && !s.test {
				brought[s.pkg] = true
			}
		}
	}
	var findings []string
	for _, s := range sources {
		if slices.Contains(a.pure, s.pkg) && !s.test && !brought[s.pkg] && !brought[command] {
			findings = append(findings, s.loadLocations()...)
		}
	}
	return findings
}

func (s source) loadLocations() []string {
	var findings []string
	for _, spec := range s.file.Imports {
		if importPath(spec) != "time" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok || selector.Sel.Name != "LoadLocation" {
				return true
			}
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == importName(spec) {
				findings = append(findings, s.say(selector.Pos(), "%s is pure: import time/tzdata here or in cmd/fermata, or time.LoadLocation reads the disk", s.pkg))
			}
			return true
		})
	}
	return findings
}

// checkExemptions reports exemptions that nothing needs any more.
func (a architecture) checkExemptions(sources []source) []string {
	needed := map[string]bool{}
	for _, s := range sources {
		for _, f := range s.longFunctions() {
			needed[f.name] = true
		}
	}
	var findings []string
	for name := range a.longOnPurpose {
		if !needed[name] {
			findings = append(findings, fmt.Sprintf("longOnPurpose: %s is not longer than %d lines, or not there: take it off the list", name, maxLines))
		}
	}
	return findings
}

func (s source) say(pos token.Pos, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: ", s.path, s.positions.Position(pos).Line) + fmt.Sprintf(format, args...)
}

func importPath(spec *ast.ImportSpec) string {
	target, _ := strconv.Unquote(spec.Path.Value)
	return target
}

// importName is the name by which the file uses the import.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return path.Base(importPath(spec))
}

// standard is true for Go's own packages and for ours: their first part has
// no dot.
func standard(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return !strings.Contains(first, ".")
}

func pureModule(target string) bool {
	return slices.ContainsFunc(pureModules, func(module string) bool {
		return strings.HasPrefix(target+"/", strings.TrimSuffix(module, "/")+"/")
	})
}
