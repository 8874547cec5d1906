package guide

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestEverySentenceThatThePagesAskForExists(t *testing.T) {
	calls := 0
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		found, faults, err := sayCalls(name, nil)
		calls += found
		for _, fault := range faults {
			t.Error(fault)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls < 20 {
		t.Errorf("only %d calls were found: is the search looking in the right place?", calls)
	}
}

func TestASlipInACallIsFound(t *testing.T) {
	const source = `package x
		func f(name string, pairs []any) {
			guide.Say("place.today")
			guide.Say("phase." + name)
			guide.Say("error." + name + ".title")
			guide.Say("break.week", "week", 3)
			guide.Say("break.week", pairs...)
			guide.Say("no.such.sentence")
			guide.Say("nothing." + name)
			guide.Say("break.week")
			guide.Say("break.week", "weeks", 3)
			guide.Say("break.week", "week")
			guide.Has("no.such.sentence")
			guide.Signal("no-such-signal")
		}`
	calls, faults, err := sayCalls("x.go", source)
	if err != nil || calls != 12 {
		t.Fatalf("%d calls, %v", calls, err)
	}
	var lines []string
	for _, fault := range faults {
		lines = append(lines, strings.Split(fault, ":")[1])
	}
	if want := []string{"8", "9", "10", "11", "12", "13", "14"}; !slices.Equal(lines, want) {
		t.Errorf("faults in lines %v, want %v:\n%s", lines, want, strings.Join(faults, "\n"))
	}
}

// sayCalls reads one Go file and returns how many calls of Say, Has and Signal
// it has, and what is wrong with them.
func sayCalls(name string, source any) (int, []string, error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, name, source, parser.SkipObjectResolution)
	if err != nil {
		return 0, nil, err
	}
	calls, faults := 0, []string(nil)
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is || len(call.Args) == 0 {
			return true
		}
		check := checks[called(call, file.Name.Name)]
		if check == nil {
			return true
		}
		calls++
		if fault := check(call); fault != "" {
			faults = append(faults, fmt.Sprintf("%s: %s", positions.Position(call.Pos()), fault))
		}
		return true
	})
	return calls, faults, nil
}

var checks = map[string]func(*ast.CallExpr) string{"Say": checkSay, "Has": checkKey, "Signal": checkSignal}

// called is the name of the function of this package that is called, or "".
func called(call *ast.CallExpr, inPackage string) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, is := f.X.(*ast.Ident); is && x.Name == "guide" {
			return f.Sel.Name
		}
	case *ast.Ident:
		if inPackage == "guide" {
			return f.Name
		}
	}
	return ""
}

func checkSay(call *ast.CallExpr) string {
	if fault := checkKey(call); fault != "" {
		return fault
	}
	key, whole := literal(call.Args[0])
	if !whole || call.Ellipsis.IsValid() {
		return ""
	}
	var given []string
	for i := 1; i < len(call.Args); i += 2 {
		slot, is := literal(call.Args[i])
		if !is {
			return ""
		}
		given = append(given, slot)
	}
	want := Slots(key)
	slices.Sort(given)
	slices.Sort(want)
	if !slices.Equal(given, want) || len(call.Args)%2 == 0 {
		return fmt.Sprintf("%q is filled with %v, its slots are %v", key, given, want)
	}
	return ""
}

// checkKey takes a key that is put together as good when its beginning is the
// beginning of some key.
func checkKey(call *ast.CallExpr) string {
	key, whole := literal(call.Args[0])
	if whole && !Has(key) {
		return fmt.Sprintf("content/en has no sentence %q", key)
	}
	if !whole && !slices.ContainsFunc(Keys(), func(k string) bool { return strings.HasPrefix(k, key) }) {
		return fmt.Sprintf("content/en has no sentence that begins with %q", key)
	}
	return ""
}

func checkSignal(call *ast.CallExpr) string {
	if code, whole := literal(call.Args[0]); whole && !slices.Contains(SignalCodes(), code) {
		return fmt.Sprintf("content/en/signals.txt has no signal %q", code)
	}
	return ""
}

// literal is the text of a string, or the beginning of one that is put
// together, and whether it is whole.
func literal(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		text, _ := literal(x.X)
		return text, false
	}
	return "", false
}
