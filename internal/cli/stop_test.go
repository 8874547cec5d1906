package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

func TestAQuestionThatNobodyAnswersCanBeStopped(t *testing.T) {
	for name, ask := range map[string]func(*IO) (string, error){
		"a line":   (*IO).line,
		"a secret": func(world *IO) (string, error) { return world.ask("Passphrase: ") },
	} {
		never, hold := io.Pipe()
		defer hold.Close()
		stopped := make(chan struct{})
		close(stopped)
		_, err := ask(&IO{In: never, Err: io.Discard, stopped: stopped})
		var said bytes.Buffer
		if code := report(err, &said); !errors.Is(err, context.Canceled) || code != exitStopped {
			t.Errorf("%s: %v, exit code %d", name, err, code)
		}
	}
}

// firstWrite tells when something is written.
type firstWrite chan string

func (f firstWrite) Write(p []byte) (int, error) {
	select {
	case f <- string(p):
	default:
	}
	return len(p), nil
}

func TestALongImportSaysHowFarItIs(t *testing.T) {
	said := make(firstWrite, 1)
	var heard string
	_, err := withProgress(said, &companion.Import{}, func() (entry.Import, error) {
		heard = <-said // the import goes on until something was said
		return entry.Import{}, nil
	})
	if err != nil || heard != "0 rows of 0\n" {
		t.Errorf("said %q (%v)", heard, err)
	}
}
