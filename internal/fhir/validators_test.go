package fhir_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/entry"
	"fermata/internal/entry/entrytest"
)

// problem is what one of the other programs says about a file.
type problem struct{ File, Validator, Message string }

// checked runs the other programs over files. scripts/validators.sh fetches
// them; make test names the folder. Without it the test is skipped.
func checked(t *testing.T, files map[string][]byte) []problem {
	t.Helper()
	folder := os.Getenv("FERMATA_FHIR_VALIDATORS")
	if folder == "" {
		t.Skip("no FHIR validators here: FERMATA_FHIR_VALIDATORS=$(scripts/validators.sh) go test ./internal/fhir")
	}
	dir := t.TempDir()
	args := []string{filepath.Join(folder, "validate.mjs")}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	command := exec.Command("node", args...)
	var errs bytes.Buffer
	command.Stderr = &errs
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	var problems []problem
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var p problem
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		p.File = filepath.Base(p.File)
		problems = append(problems, p)
	}
	return problems
}

// drawn are how many random records the other programs see.
const drawn = 12

func TestOtherProgramsAcceptEveryBundle(t *testing.T) {
	files := map[string][]byte{}
	for name, entries := range map[string][]entry.Entry{"empty.json": nil, "full.json": full(), "sample.json": sampleEntries(t)} {
		files[name], _ = bundleOf(t, entries)
	}
	records := rapid.Custom(entrytest.Entries)
	for n := range drawn {
		files["drawn-"+strconv.Itoa(n)+".json"], _ = bundleOf(t, records.Example(n))
	}
	for _, p := range checked(t, files) {
		t.Errorf("%s: %s: %s", p.File, p.Validator, p.Message)
	}
}

// Each of the programs misses what another finds; a check that finds nothing
// anywhere would show here.
func TestOtherProgramsFindWhatIsWrong(t *testing.T) {
	good, _ := bundleOf(t, full())
	breaks := []struct{ name, old, with, by string }{
		{"no-such-status", `"status":"onhold"`, `"status":"resting"`, "lantana"},
		{"no-such-day", `"statusDate":"2026-09-01"`, `"statusDate":"2026-09-31"`, "medplum"},
		{"no-such-field", `"resourceType":"CarePlan"`, `"mood":1,"resourceType":"CarePlan"`, "schema"},
		{"left-out", `"intent":"plan",`, ``, "medplum"},
		{"both-kinds", `"policyRule"`, `"policyrule"`, "schema"},
		{"empty-text", `"title":"Plan for the break"`, `"title":""`, "schema"},
	}
	files := map[string][]byte{}
	for _, b := range breaks {
		broken := strings.Replace(string(good), b.old, b.with, 1)
		if broken == string(good) {
			t.Fatalf("%s: there is no %s to break", b.name, b.old)
		}
		files[b.name+".json"] = []byte(broken)
	}
	found := map[string]bool{}
	for _, p := range checked(t, files) {
		found[p.File+" "+p.Validator] = true
	}
	for _, b := range breaks {
		if !found[b.name+".json "+b.by] {
			t.Errorf("%s was not found by %s", b.name, b.by)
		}
	}
}
