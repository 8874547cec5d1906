package seal

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"fermata/internal/fault"
)

func TestAnyPassphraseOpensWhatItWrappedAndNoOther(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	rapid.Check(t, func(t *rapid.T) {
		right := rapid.StringN(1, 40, -1).Draw(t, "right")
		wrong := rapid.StringN(0, 40, -1).Draw(t, "wrong")
		rows := []Wrapped{must[Wrapped](t)(m.wrapWithPassphrase(right, cheapCost))}
		must[*Master](t)(OpenWithPassphrase(rows, right))
		if bytes.Equal(cheapCost.derive(right, make([]byte, saltSize)), cheapCost.derive(wrong, make([]byte, saltSize))) {
			t.Skip("the same after normalisation")
		}
		_, err := OpenWithPassphrase(rows, wrong)
		wantKind(t, err, fault.Locked)
	})
}

func TestAccentsMayBeTypedInEitherForm(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	composed, decomposed := "caf\u00e9 im M\u00e4rz", "cafe\u0301 im Ma\u0308rz"
	rows := []Wrapped{must[Wrapped](t)(m.wrapWithPassphrase(decomposed, cheapCost))}
	sameMaster(t, m, must[*Master](t)(OpenWithPassphrase(rows, composed)))
	_, err := OpenWithPassphrase(rows, "cafe im Marz")
	wantKind(t, err, fault.Locked)
}

func TestAnEmptyPassphraseIsRefused(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	_, err := m.WrapWithPassphrase("")
	wantKind(t, err, fault.Invalid)
}

func TestWrappingTwiceGivesDifferentBytes(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	a := must[Wrapped](t)(m.wrapWithPassphrase(passphrase, cheapCost))
	b := must[Wrapped](t)(m.wrapWithPassphrase(passphrase, cheapCost))
	if bytes.Equal(a.Wrapped, b.Wrapped) {
		t.Error("the salt or the nonce was used twice")
	}
}

func TestThePriceOfAGuessIsStoredAndBounded(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	row := must[Wrapped](t)(m.WrapWithPassphrase(passphrase))
	l := must[lockbox](t)(parseLockbox("test", row.Wrapped))
	want := argonCost{memory: 64 * 1024, passes: 3, threads: 1}
	if got := must[argonCost](t)(parseCost("test", l.cost)); got != want {
		t.Errorf("a guess costs %+v", got)
	}
	for _, greedy := range []argonCost{
		{memory: dearestCost.memory + 1, passes: 1, threads: 1},
		{memory: 8, passes: dearestCost.passes + 1, threads: 1},
		{memory: 8, passes: 1, threads: dearestCost.threads + 1},
		{memory: 8, passes: 0, threads: 1},
		{memory: 8, passes: 1, threads: 0},
		{memory: 7, passes: 1, threads: 1},
	} {
		l.cost = greedy.bytes()
		row.Wrapped = l.bytes()
		_, err := OpenWithPassphrase([]Wrapped{row}, passphrase)
		wantKind(t, err, fault.Damaged)
	}
}

func TestADamagedBoxIsToldFromAWrongPassphrase(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	row := must[Wrapped](t)(m.wrapWithPassphrase(passphrase, cheapCost))
	row.Wrapped = flipped(row.Wrapped, 8*len(row.Wrapped)-1)
	_, err := OpenWithPassphrase([]Wrapped{row}, passphrase)
	wantKind(t, err, fault.Damaged)
	_, err = OpenWithPassphrase([]Wrapped{row}, "something else")
	wantKind(t, err, fault.Locked)
}

// The child wraps once and tries three times, so that a second 64 MiB would
// show. VmHWM is the most memory the whole process ever held.
func TestUnlockingAgainAndAgainStaysUnder80MB(t *testing.T) {
	if os.Getenv("SEAL_MEASURE_MEMORY") != "" {
		unlockAgainAndAgain(t)
		return
	}
	if _, err := os.Stat("/proc/self/status"); err != nil || raceDetector {
		t.Skip("needs /proc and a build without the race detector")
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), "SEAL_MEASURE_MEMORY=1", "GOCOVERDIR="+t.TempDir())
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("no measurement in\n%s", out)
	}
	peak := must[int](t)(strconv.Atoi(string(found[1])))
	t.Logf("peak of the whole process: %d kB", peak)
	if peak > 80*1024 {
		t.Errorf("peak of %d kB", peak)
	}
}

func unlockAgainAndAgain(t *testing.T) {
	m := must[*Master](t)(NewMaster())
	rows := []Wrapped{must[Wrapped](t)(m.WrapWithPassphrase(passphrase))}
	for _, guess := range []string{"no", "nor this", passphrase} {
		_, err := OpenWithPassphrase(rows, guess)
		if (err == nil) != (guess == passphrase) {
			t.Fatal(guess, err)
		}
	}
	t.Logf("%s", must[[]byte](t)(os.ReadFile("/proc/self/status")))
}
