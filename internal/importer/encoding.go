package importer

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"fermata/internal/fault"
)

// encoding is how a file's letters are written.
type encoding struct {
	name    string
	guessed bool // the file does not say so
}

// others are files that people choose by mistake, told by their first bytes,
// with what to try instead.
var others = []struct {
	begins, holds, say string
}{
	{"PK\x03\x04", "backup.daylio", "This Daylio backup is damaged. Make a new one, or in Daylio choose More, then Export entries, then CSV."},
	{"PK\x03\x04", "", "This is a packed file or a spreadsheet. Open it, save the table as CSV, and choose that file."},
	{"\xd0\xcf\x11\xe0", "", "This is a spreadsheet. Open it, save the table as CSV, and choose that file."},
	{"%PDF", "", "This is a PDF. Look for an export as CSV in the program it comes from, and choose that file."},
	{"SQLite format 3", "", "This is a database. Look for an export as CSV in the program it comes from, and choose that file."},
	{"\x1f\x8b", "", "This is a packed file. Unpack it first, and choose the table in it."},
}

// decode turns a file's bytes into text: UTF-8 as it is, UTF-16 by its mark,
// and Windows-1252 when most lines with more than plain letters are not
// UTF-8. Single lines that are not UTF-8 are left for the rows to report.
func decode(raw []byte) (string, encoding, error) {
	const op = "importer.decode"
	begin := raw[:min(len(raw), 4096)]
	for _, other := range others {
		if bytes.HasPrefix(begin, []byte(other.begins)) && bytes.Contains(begin, []byte(other.holds)) {
			return "", encoding{}, fault.New(fault.Invalid, op, other.say)
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		text, err := utf16.NewDecoder().Bytes(raw)
		if err != nil {
			return "", encoding{}, fault.Because(fault.Invalid, op, "The letters of this file cannot be read. Save it as “CSV UTF-8” and choose that file.", err)
		}
		return lineFeeds(string(text)), encoding{name: "UTF-16"}, nil
	case !isText(begin):
		return "", encoding{}, fault.New(fault.Invalid, op, "This file does not hold text. Export it as CSV and choose that file.")
	case mostlyOtherThanUTF8(raw):
		text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
		if err != nil {
			return "", encoding{}, fault.Because(fault.Invalid, op, "The letters of this file cannot be read. Save it as “CSV UTF-8” and choose that file.", err)
		}
		return lineFeeds(string(text)), encoding{name: "Windows-1252", guessed: true}, nil
	}
	return lineFeeds(string(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))), encoding{name: "UTF-8"}, nil
}

// isText: less than one in ten of the first bytes are control characters.
func isText(begin []byte) bool {
	control := 0
	for _, c := range begin {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			control++
		}
	}
	return control*10 <= len(begin)
}

// mostlyOtherThanUTF8: more lines are broken UTF-8 than hold letters that are
// whole UTF-8.
func mostlyOtherThanUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return false
	}
	broken, whole := 0, 0
	for line := range bytes.Lines(raw) {
		switch {
		case !utf8.Valid(line):
			broken++
		case isWide(line):
			whole++
		}
	}
	return broken > whole
}

func isWide(line []byte) bool {
	for _, c := range line {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// lineFeeds gives lines that end in a lone carriage return, as very old
// programs write them, an end that is seen.
func lineFeeds(text string) string {
	if strings.Contains(text, "\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r", "\n")
}
