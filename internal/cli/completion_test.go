package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func script(t *testing.T, shell string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main([]string{"completion", shell}, IO{Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.String()
}

// shell finds a shell, or skips the test with what would get it.
func shell(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s here: install it to try its completion", name)
	}
	return path
}

func TestBashCompletesCommandsFlagsAndFixedWords(t *testing.T) {
	bash := shell(t, "bash")
	for _, c := range []struct{ typed, want string }{
		{"fermata ver", "verify"},
		{"fermata he", "help-now"},
		{"fermata import --da", "--date-column --date-order --data"},
		{"fermata passphrase rec", "recovery"},
		{"fermata completion z", "zsh"},
		{"fermata --data x check", "check-in"},
		{"fermata verify nothing", ""},
	} {
		words := strings.Fields(c.typed)
		ask := script(t, "bash") + "\nCOMP_WORDS=(" + strings.Join(words, " ") + "); COMP_CWORD=" +
			string(rune('0'+len(words)-1)) + "; _fermata; echo ${COMPREPLY[@]}\n"
		command := exec.Command(bash, "--norc", "-s")
		command.Stdin = strings.NewReader(ask)
		out, err := command.Output()
		if got := strings.TrimSpace(string(out)); err != nil || got != c.want {
			t.Errorf("%q completes to %q (%v), want %q", c.typed, got, err, c.want)
		}
	}
}

func TestZshAndFishReadTheirScripts(t *testing.T) {
	for _, name := range []string{"zsh", "fish"} {
		t.Run(name, func(t *testing.T) {
			path := shell(t, name)
			file := filepath.Join(t.TempDir(), "completion")
			if err := os.WriteFile(file, []byte(script(t, name)), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(path, "-n", file).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// Every command and flag of the grammar is in every script.
func TestScriptsNameAllThereIs(t *testing.T) {
	for _, name := range []string{"bash", "zsh", "fish"} {
		text := script(t, name)
		for _, want := range []string{"check-in", "help-now", "completion", "date-column", "alarms-per-year", "recover", "no-open"} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s script does not know %s", name, want)
			}
		}
	}
}
