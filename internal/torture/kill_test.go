package torture_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

// What a process that will be killed is told through its environment.
const (
	envPlace   = "FERMATA_TORTURE_PLACE"
	envKeyFile = "FERMATA_TORTURE_KEYFILE"
)

// writeUntilKilled opens the record, settles what it reads from its input, and
// then tells, erases, keeps drafts and looks, from eight sides at once.
func writeUntilKilled(place string, keyFile companion.KeyFile) {
	home, _, err := open(context.Background(), place, keyFile)
	if err == nil {
		err = settle(home, os.Stdin)
	}
	if err == nil {
		fmt.Println("open")
		failed := make(chan error)
		for range 8 {
			go func() { failed <- write(home) }()
		}
		err = <-failed
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// settle sends again what was sent by those before and not answered.
func settle(home *companion.Home, from io.Reader) error {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		if err := tellAloud(home, lines.Text()); err != nil {
			return err
		}
	}
	return nil
}

// tellAloud says what it sends, and what was answered. One line is one write:
// whole or not at all.
func tellAloud(home *companion.Home, list string) error {
	fmt.Println("sent " + list)
	var ids []entry.ID
	for id := range strings.SplitSeq(list, ",") {
		ids = append(ids, entry.ID(id))
	}
	err := tell(context.Background(), home, ids...)
	if err == nil {
		fmt.Println("saved " + list)
	}
	return err
}

func write(home *companion.Home) error {
	ctx := context.Background()
	for n := 0; ; n++ {
		id := string(companion.NewID())
		list := id
		if n%5 == 4 {
			list += "," + string(companion.NewID()) + "," + string(companion.NewID())
		}
		if err := tellAloud(home, list); err != nil {
			return err
		}
		if err := beside(ctx, home, n, id); err != nil {
			return err
		}
		time.Sleep(rand.N(8 * time.Millisecond))
	}
}

// beside is what else goes on in a record that is lived in.
func beside(ctx context.Context, home *companion.Home, n int, id string) error {
	switch n % 10 {
	case 1:
		return home.KeepDraft(ctx, "form", []byte(id))
	case 3:
		_, err := home.Look(ctx)
		return err
	case 6:
		fmt.Println("erasing " + id)
		err := home.Erase(ctx, companion.NewID(), entry.ID(id))
		if err == nil {
			fmt.Println("erased " + id)
		}
		return err
	}
	return nil
}

// writer is a process that writes until it is killed.
type writer struct {
	process *exec.Cmd
	opened  chan struct{} // closed when it has settled what it was given
	ended   chan struct{} // closed when its last line was read
}

func startWriter(t testing.TB, r record, a *account, toSettle []string) *writer {
	t.Helper()
	w := &writer{process: exec.Command(os.Args[0]), opened: make(chan struct{}), ended: make(chan struct{})}
	w.process.Env = append(os.Environ(), envPlace+"="+r.place, envKeyFile+"="+string(r.keyFile))
	w.process.Stdin = strings.NewReader(strings.Join(toSettle, "\n"))
	w.process.Stderr = os.Stderr
	out, err := w.process.StdoutPipe()
	if err == nil {
		err = w.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go w.read(out, a)
	return w
}

func (w *writer) read(out io.Reader, a *account) {
	defer close(w.ended)
	opened := sync.OnceFunc(func() { close(w.opened) })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "open" {
			opened()
		}
		a.note(lines.Text())
	}
}

// kill ends the process as a power cut ends it, and returns when all that it
// said was written down.
func (w *writer) kill(t testing.TB) {
	t.Helper()
	select {
	case <-w.ended:
		t.Fatal("a writer ended by itself")
	default:
	}
	if err := w.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-w.ended
	_ = w.process.Wait() // it was killed, and says so
}

// Two processes write to one record. At random moments one of them is killed,
// or both at once; another takes its place and goes on. One in six moments
// falls while the process still starts.
func TestNothingAcknowledgedIsLostHoweverOftenItIsKilled(t *testing.T) {
	for name, place := range engines() {
		t.Run(name, func(t *testing.T) {
			began, chance, kills := time.Now(), moments(t), int(wanted(t, "FERMATA_KILLS", 20))
			r := begun(t, place(t))
			// Each has its own account: what one has under way the other must
			// not settle.
			accounts := []*account{newAccount(), newAccount()}
			writers := []*writer{startWriter(t, r, accounts[0], nil), startWriter(t, r, accounts[1], nil)}
			for killed := 0; killed < kills && !t.Failed(); {
				killed += killSome(t, chance, r, accounts, writers)
			}
			for v, w := range writers {
				<-w.opened
				w.kill(t)
				settleHere(t, r, accounts[v])
			}
			a := merged(accounts...)
			rows := r.holds(t, a)
			acknowledged, gone := a.count()
			t.Logf("%s: %d kills, %d entries acknowledged (%d erased since), %d rows, in %s",
				name, kills+2, acknowledged, gone, rows, time.Since(began).Round(time.Second))
		})
	}
}

// killSome kills one writer, or one time in five both; then the record is
// looked at while nobody writes. Others take their place.
func killSome(t testing.TB, chance *rand.Rand, r record, accounts []*account, writers []*writer) int {
	t.Helper()
	victims := []int{chance.IntN(2)}
	if chance.IntN(5) == 0 {
		victims = []int{0, 1}
	}
	for _, v := range victims {
		waitFor(chance, writers[v])
	}
	for _, v := range victims {
		writers[v].kill(t)
	}
	if len(victims) == 2 {
		r.holds(t, merged(accounts...))
	}
	for _, v := range victims {
		writers[v] = startWriter(t, r, accounts[v], accounts[v].open())
	}
	return len(victims)
}

// waitFor waits for a moment to kill at: while the process works, or, one time
// in six, while it starts.
func waitFor(chance *rand.Rand, w *writer) {
	if chance.IntN(6) > 0 {
		select {
		case <-w.opened:
		case <-w.ended:
		}
	}
	time.Sleep(time.Duration(chance.Int64N(int64(150 * time.Millisecond))))
}

// settleHere sends again, from here, what the last ones left open.
func settleHere(t testing.TB, r record, a *account) {
	t.Helper()
	home, closeHome := r.open(t)
	defer closeHome()
	for _, list := range a.open() {
		ids := []entry.ID{}
		for id := range strings.SplitSeq(list, ",") {
			ids = append(ids, entry.ID(id))
		}
		if err := tell(t.Context(), home, ids...); err != nil {
			t.Error(err)
		}
		a.note("saved " + list)
	}
}

func merged(accounts ...*account) *account {
	all := newAccount()
	for _, a := range accounts {
		a.mu.Lock()
		for id, s := range a.state {
			all.state[id], all.groups[id] = s, a.groups[id]
		}
		a.mu.Unlock()
	}
	return all
}
