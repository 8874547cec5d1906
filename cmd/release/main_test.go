package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var v1 = of{version: "v1", at: time.Unix(1790000000, 0).UTC(), also: "htmx.org@2.0.11"}

// folder is one with a program in it: this test itself, which says what it was
// built from like any other.
func folder(t *testing.T, name, program string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Join(path, "completions"), 0o700); err != nil {
		t.Fatal(err)
	}
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(me)
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string][]byte{program: bytes, "LICENSE": []byte("free"), "completions/fermata.bash": []byte("#")} {
		if err := os.WriteFile(filepath.Join(path, file), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheSameFolderGivesTheSameRelease(t *testing.T) {
	folders := []string{folder(t, "fermata_v1_linux_amd64", "fermata"), folder(t, "fermata_v1_windows_amd64", "fermata.exe")}
	one, other := t.TempDir(), t.TempDir()
	for _, out := range []string{one, other} {
		if err := release(out, v1, folders); err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(filepath.Join(folders[0], "LICENSE"), later, later); err != nil {
			t.Fatal(err)
		}
	}
	sums := string(read(t, filepath.Join(one, "SHA256SUMS")))
	if sums != string(read(t, filepath.Join(other, "SHA256SUMS"))) {
		t.Error("two releases of one folder differ")
	}
	for _, want := range []string{"linux_amd64.tar.gz", "linux_amd64.cdx.json", "windows_amd64.zip", "windows_amd64.cdx.json"} {
		if !strings.Contains(sums, "  fermata_v1_"+want+"\n") {
			t.Errorf("there is no %s in\n%s", want, sums)
		}
	}
}

func TestTheListNamesEveryModule(t *testing.T) {
	out := t.TempDir()
	if err := release(out, v1, []string{folder(t, "f", "fermata")}); err != nil {
		t.Fatal(err)
	}
	var got bom
	if err := json.Unmarshal(read(t, filepath.Join(out, "f.cdx.json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Format != "CycloneDX" || got.Metadata.Component.Version != "v1" || got.Metadata.Timestamp != "2026-09-21T14:13:20Z" {
		t.Errorf("%+v", got.Metadata)
	}
	names := map[string]bool{}
	for _, c := range got.Components {
		names[c.Name] = c.Version != "" && strings.HasPrefix(c.PURL, "pkg:")
	}
	if !names["std"] || !names["github.com/google/uuid"] || !names["htmx.org"] {
		t.Errorf("%v", names)
	}
}

func TestAFolderWithoutAProgramIsRefused(t *testing.T) {
	if err := release(t.TempDir(), v1, []string{t.TempDir()}); err == nil || !bytes.Contains([]byte(err.Error()), []byte("build it first")) {
		t.Errorf("got %v", err)
	}
}
