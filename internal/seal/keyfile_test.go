package seal

import (
	"bytes"
	"strings"
	"testing"

	"fermata/internal/fault"
)

func TestAKeyFileSurvivesEditorsThatTouchOnlyBlanksAndNotes(t *testing.T) {
	w := newWays(t)
	text := string(w.keyFile)
	for name, edited := range map[string]string{
		"Windows line ends": strings.ReplaceAll(text, "\n", "\r\n"),
		"no last line end":  strings.TrimRight(text, "\n"),
		"blanks around":     "\n  " + text + "\t\n\n",
		"notes lost":        text[strings.Index(text, keyFileMark):],
		"a note of one's":   "# from my old laptop\n" + text,
	} {
		t.Run(name, func(t *testing.T) {
			sameMaster(t, w.master, must[*Master](t)(OpenWithKeyFile(w.rows, []byte(edited))))
		})
	}
}

func TestAKeyFileThatLostSomethingIsDamaged(t *testing.T) {
	w := newWays(t)
	line := bytes.TrimSpace(w.keyFile[bytes.Index(w.keyFile, []byte(keyFileMark)):])
	for n := len(keyFileFirst) + 1; n < len(line); n++ {
		_, err := OpenWithKeyFile(w.rows, line[:n])
		wantKind(t, err, fault.Damaged)
	}
	for bit := 8 * (len(keyFileFirst) + 1); bit < 8*len(line); bit++ {
		_, err := OpenWithKeyFile(w.rows, flipped(line, bit))
		wantKind(t, err, fault.Damaged, fault.Invalid)
	}
}

func TestWhatIsNoKeyFileSaysSo(t *testing.T) {
	w := newWays(t)
	for _, text := range []string{"", "# only notes\n", "dear diary", "fermata", string(w.keyFile) + string(w.keyFile)} {
		_, err := OpenWithKeyFile(w.rows, []byte(text))
		wantKind(t, err, fault.Invalid)
		_, err = w.master.WrapWithKeyFile([]byte(text))
		wantKind(t, err, fault.Invalid)
	}
	_, err := OpenWithKeyFile(w.rows, []byte("fermata-key-2 AAAA"))
	wantKind(t, err, fault.Newer)
}

func TestTwoKeyFilesDiffer(t *testing.T) {
	a, b := must[[]byte](t)(NewKeyFile()), must[[]byte](t)(NewKeyFile())
	if bytes.Equal(a, b) {
		t.Error("the same key twice")
	}
}
