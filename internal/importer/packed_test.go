package importer_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/importer"
)

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, content := range files {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPackedExportIsReadAsItIs(t *testing.T) {
	line := `{"fermata":"entry/1","id":"01920000-0000-7000-8000-000000000001","seq":1,"recorded_at":"2026-09-24T20:40:00.000000Z","scope":"private","entry":{"at":"2026-09-24T21:40:00.000000+01:00","zone":"Europe/London","day":"2026-09-24","precision":"minute","by":{"role":"self","actor":"self"},"kind":"reflection","v":1,"body":{"text":"a line"}}}`
	raw := packed(t, map[string]string{"README.txt": "hello", "entries.jsonl": line + "\n", "tables/days.csv": "date\n"})
	file, err := importer.Read(bytes.NewReader(raw), "fermata.zip", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if file.Source != "fermata" || file.Read != 1 {
		t.Errorf("read as %s with %d rows", file.Source, file.Read)
	}
}

func TestAPackedFileOfSomethingElseSaysWhatToDo(t *testing.T) {
	raw := packed(t, map[string]string{"photos/1.jpg": "x"})
	_, err := importer.Read(bytes.NewReader(raw), "photos.zip", importer.Options{})
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "packed file") {
		t.Errorf("got %v", err)
	}
}

func TestASmallFileThatUnpacksToAHugeOneIsRefused(t *testing.T) {
	raw := packed(t, map[string]string{"entries.jsonl": strings.Repeat("0", importer.FileLimit+1)})
	_, err := importer.Read(bytes.NewReader(raw), "fermata.zip", importer.Options{})
	if !errors.Is(err, fault.TooLarge) {
		t.Errorf("got %v", err)
	}
}
