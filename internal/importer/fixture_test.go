package importer_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fermata/internal/entry"
	"fermata/internal/importer"
)

var london = mustZone("Europe/London")

// spring is where and when most tests happen.
var spring = importer.Frame{Place: london, Now: time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)}

func mustZone(name string) *time.Location {
	place, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return place
}

// keyedID stands in for the record's own: the same parts, the same ID.
func keyedID(parts ...[]byte) entry.ID {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write(binary.AppendUvarint(nil, uint64(len(part))))
		hash.Write(part)
	}
	sum := hash.Sum(nil)
	hex := fmt.Sprintf("%x", sum)
	return entry.ID(hex[:8] + "-" + hex[8:12] + "-8" + hex[13:16] + "-8" + hex[17:20] + "-" + hex[20:32])
}

type testingT interface {
	Helper()
	Fatal(args ...any)
}

func fixture(t testingT, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func read(t testingT, text string) *importer.File {
	t.Helper()
	file, err := importer.Read(strings.NewReader(text), "some file.csv", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// plan reads and maps a text as it looks, in the frame.
func plan(t testingT, text string, frame importer.Frame) *importer.Plan {
	t.Helper()
	file := read(t, text)
	return planAs(t, file, file.DefaultMapping(frame.Items), frame)
}

func planAs(t testingT, file *importer.File, mapping importer.Mapping, frame importer.Frame) *importer.Plan {
	t.Helper()
	p, err := file.Plan(mapping, frame)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func entries(p *importer.Plan, batch string) []entry.Entry {
	return slices.Collect(p.Entries(batch, keyedID))
}

func ids(entries []entry.Entry) []entry.ID {
	var list []entry.ID
	for _, e := range entries {
		list = append(list, e.ID)
	}
	return list
}

func checkIn(t testingT, e entry.Entry) entry.CheckIn {
	t.Helper()
	body, ok := e.Body.(entry.CheckIn)
	if !ok {
		t.Fatal("not a check-in: ", e.Kind())
	}
	return body
}

// tenYears is a table as Daylio would have written it after ten years: two
// rows on most days, newest first, 20,000 in all.
func tenYears(rows int) []byte {
	moods := []string{"good", "good", "meh", "rad", "bad", "awful", "cosy"}
	things := []string{"work", "friends", "long walk", "bad sleep", "good sleep", "reading", "family", "headache"}
	var out bytes.Buffer
	out.WriteString("full_date,date,weekday,time,mood,activities,note_title,note\n")
	at := time.Date(2026, time.March, 9, 21, 30, 0, 0, time.UTC)
	for n := range rows {
		note := ""
		switch {
		case n%10 == 0:
			note = fmt.Sprintf("\"Entry %d: a longer one, with \"\"quotes\"\".\nAnd a second line about the day, the weather and what was for dinner.\"", n)
		case n%3 == 0:
			note = fmt.Sprintf("number %d was an ordinary day", n)
		}
		fmt.Fprintf(&out, "%s,%s,%s,%s,%s,%s | %s,,%s\n", at.Format(time.DateOnly), at.Format("January 2"), at.Weekday(), at.Format("15:04"),
			moods[n*7%len(moods)], things[n%len(things)], things[(n/3+1)%len(things)], note)
		at = at.Add(-time.Duration(3+n%7) * 61 * time.Minute).Add(-time.Duration(n%5) * time.Hour / 2)
	}
	return out.Bytes()
}
