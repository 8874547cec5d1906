package guide

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// SignalWords is what is said about one signal.
type SignalWords struct {
	Code    string // as "drift-composite"
	Title   string // what was seen, as a heading
	Because string // begins "Because"
	Not     string // what it does not mean; "" when nothing needs saying
	Could   string // what one could do
}

// signalParts are the lines that every signal has in signals.txt.
var signalParts = []string{"title", "because", "not", "could"}

// Signal returns the words for a signal's code, its slots filled from pairs
// as in Say; one set of pairs serves all four texts. The slots of each code
// stand above its lines in content/en/signals.txt. It is false for a code
// without words.
func Signal(code string, pairs ...any) (SignalWords, bool) {
	for _, words := range english().signals {
		if words.Code == code {
			say := func(part string) string { return Say("signal."+code+"."+part, pairs...) }
			return SignalWords{code, say("title"), say("because"), say("not"), say("could")}, true
		}
	}
	return SignalWords{}, false
}

// SignalCodes lists the codes of all signals that have words, in the order of
// the file.
func SignalCodes() []string {
	var codes []string
	for _, words := range english().signals {
		codes = append(codes, words.Code)
	}
	return codes
}

// readSignals reads "code.part = text" and keeps it as the sentence
// "signal.code.part".
func (b *book) readSignals(dir string) error {
	found, err := lines(path.Join(dir, "signals.txt"))
	if err != nil {
		return err
	}
	for _, line := range found {
		code, part, _ := strings.Cut(line.key, ".")
		if !slices.Contains(signalParts, part) {
			return fmt.Errorf("signals.txt: %s: the parts are %v", line.key, signalParts)
		}
		if part == signalParts[0] {
			b.signals = append(b.signals, SignalWords{Code: code})
		}
		if b.sentences["signal."+line.key], err = parseSentence(line.text); err != nil {
			return fmt.Errorf("signals.txt: %s: %w", line.key, err)
		}
	}
	return nil
}
