package entry

import (
	"bytes"
	"strconv"
)

// quickWire reads the sealed form as Encode writes it: these names in this
// order, and texts that need no escape. A record is read whole when it is
// opened, and this takes a third of the time that encoding/json does. ok is
// false for anything else, which may be good JSON all the same. That the body
// is JSON is for whoever reads it to find out.
func quickWire(sealed []byte) (w wire, ok bool) {
	r := quickReader{left: sealed}
	w.At = r.text(`{"at":`)
	w.Zone = r.text(`,"zone":`)
	w.Day = r.day(`,"day":`)
	w.Precision = Precision(r.text(`,"precision":`))
	w.By.Role = Role(r.text(`,"by":{"role":`))
	w.By.Actor = r.text(`,"actor":`)
	r.skip(`}`)
	if bytes.HasPrefix(r.left, []byte(`,"corrects":`)) {
		w.Corrects = ID(r.text(`,"corrects":`))
	}
	w.Kind = Kind(r.text(`,"kind":`))
	w.Version = r.digit(`,"v":`)
	r.skip(`,"body":`)
	body, closed := bytes.CutSuffix(r.left, []byte(`}`))
	w.Body = body
	return w, closed && !r.failed
}

// quickReader takes a text apart from the front. Once something does not fit
// it has failed, and takes nothing more.
type quickReader struct {
	left   []byte
	failed bool
}

func (r *quickReader) skip(name string) {
	after, ok := bytes.CutPrefix(r.left, []byte(name))
	r.left, r.failed = after, r.failed || !ok
}

// text reads a string of plain ASCII after a name.
func (r *quickReader) text(name string) string {
	raw := r.raw(name)
	if word, ok := common[string(raw)]; ok {
		return word
	}
	return string(raw)
}

// common are words that stand in thousands of entries, the keys of the first
// items among them: each is held once.
var common = heldOnce(
	"", "UTC", string(Minute), string(PartOfDay), string(WholeDay), string(Self), string(Importer),
	string(KindCheckIn), string(KindReflection), string(KindLifeEvent), string(KindAnswerSheet), string(KindPractice),
	"mood", "sleep", "tension", "energy", "getting-things-done",
)

func heldOnce(words ...string) map[string]string {
	held := make(map[string]string, len(words))
	for _, word := range words {
		held[word] = word
	}
	return held
}

// raw is text that still belongs to what is read.
func (r *quickReader) raw(name string) []byte {
	r.skip(name)
	r.skip(`"`)
	for at, c := range r.left {
		switch {
		case c == '"' && !r.failed:
			raw := r.left[:at]
			r.left = r.left[at+1:]
			return raw
		case c < ' ' || c > '~' || c == '\\':
			r.failed = true
			return nil
		}
	}
	r.failed = true
	return nil
}

func (r *quickReader) day(name string) Day {
	day, err := ParseDay(r.text(name))
	r.failed = r.failed || err != nil
	return day
}

// digit reads a number of one digit after a name.
func (r *quickReader) digit(name string) int {
	r.skip(name)
	if r.failed || len(r.left) < 2 || r.left[1] != ',' {
		r.failed = true
		return 0
	}
	value, err := strconv.Atoi(string(r.left[:1]))
	r.left, r.failed = r.left[1:], err != nil
	return value
}
