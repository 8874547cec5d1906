package torture_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to ask a server who is still there

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/seal"
	"fermata/internal/sqlstore"
)

// envKeys names the change that a process makes until it is killed.
const envKeys = "FERMATA_TORTURE_KEYS"

// aloud says when the store begins to write, so that a kill can fall there.
type aloud struct{ ledger.Store }

func (a aloud) PutKeys(ctx context.Context, put, remove []seal.Wrapped) error {
	fmt.Println("writing")
	return a.Store.PutKeys(ctx, put, remove)
}

func (a aloud) Rewrite(ctx context.Context, was *ledger.Head, parts iter.Seq2[ledger.Part, error]) error {
	fmt.Println("writing")
	return a.Store.Rewrite(ctx, was, parts)
}

// changes are what is done to a whole record, in the process that is killed.
// now is the passphrase in use, next another one, file a backup.
var changes = map[string]func(ctx context.Context, home *companion.Home, now, next, file string) error{
	"rekey": func(ctx context.Context, home *companion.Home, now, next, _ string) error {
		if err := home.Unlock(ctx, now); err != nil {
			return err
		}
		rekeyed, err := home.Rekey(ctx, next)
		fmt.Println("recovery " + rekeyed.Recovery.Secret)
		return err
	},
	"rotation": func(ctx context.Context, home *companion.Home, now, _, _ string) error {
		return errors.Join(home.Unlock(ctx, now), home.RotateKeys(ctx, now))
	},
	"restore": func(ctx context.Context, home *companion.Home, now, _, file string) error {
		_, err := home.Restore(ctx, func() (io.ReadCloser, error) { return os.Open(file) },
			func(ways []seal.Wrapped) (*seal.Master, error) { return seal.OpenWithPassphrase(ways, now) })
		return err
	},
}

// changeUntilKilled makes one change, and says how far it is.
func changeUntilKilled(change, place string) {
	var said []string
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		said = append(said, lines.Text())
	}
	store, err := sqlstore.Open(context.Background(), place)
	if err == nil {
		var home *companion.Home
		if home, err = companion.Open(context.Background(), aloud{store}, "", noon); err == nil {
			fmt.Println("open")
			err = changes[change](context.Background(), home, said[0], said[1], said[2])
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("done")
	os.Exit(0)
}

// life is a record with something of everything in it.
type life struct {
	place    string
	words    string // the passphrase in use
	recovery string // "" when it was made and never shown
	told     map[entry.ID]bool
	erased   entry.ID
	turn     int
}

const halfFilled = "half a thought"

func lived(t testing.TB, place string) *life {
	t.Helper()
	l := &life{place: place, words: "the first four words", told: map[entry.ID]bool{}, erased: companion.NewID()}
	home, closeHome := l.home(t)
	defer closeHome()
	if err := home.Begin(t.Context(), l.words); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		ids := make([]entry.ID, 20)
		for i := range ids {
			ids[i] = companion.NewID()
			l.told[ids[i]] = true
		}
		if err := tell(t.Context(), home, ids...); err != nil {
			t.Fatal(err)
		}
	}
	key, err := home.NewRecoveryKey(t.Context())
	l.recovery = key.Secret
	err = errors.Join(err, tell(t.Context(), home, l.erased), home.Erase(t.Context(), companion.NewID(), l.erased),
		home.KeepDraft(t.Context(), "form", []byte(halfFilled)))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// home opens the place; what is there is locked.
func (l *life) home(t testing.TB) (*companion.Home, func()) {
	t.Helper()
	return record{place: l.place}.open(t)
}

// next is a passphrase that was never used.
func (l *life) next() string {
	l.turn++
	return fmt.Sprintf("four words of turn %d", l.turn)
}

// opens says whether something opens the record.
func (l *life) opens(t testing.TB, with func(*companion.Home) error) bool {
	t.Helper()
	home, closeHome := l.home(t)
	defer closeHome()
	err := with(home)
	if err != nil && !errors.Is(err, fault.Locked) {
		t.Errorf("opening: %v", err)
	}
	return err == nil
}

func (l *life) opensWith(t testing.TB, words string) bool {
	t.Helper()
	return l.opens(t, func(home *companion.Home) error { return home.Unlock(t.Context(), words) })
}

func (l *life) recovers(t testing.TB) bool {
	t.Helper()
	return l.opens(t, func(home *companion.Home) error { return home.Recover(t.Context(), l.recovery) })
}

// isWhole fails the test unless everything is there, and goes on.
func (l *life) isWhole(t testing.TB) {
	t.Helper()
	home, closeHome := l.home(t)
	defer closeHome()
	if err := home.Unlock(t.Context(), l.words); err != nil {
		t.Fatal(err)
	}
	checked, err := home.Verify(t.Context())
	if err != nil || len(checked.Findings) > 0 {
		t.Fatalf("verify: %+v, %v", checked.Findings, err)
	}
	entries, err := home.Entries(t.Context(), append([]entry.ID{l.erased}, keysOf(l.told)...)...)
	if err != nil || len(entries) != len(l.told) {
		t.Fatalf("%d entries of %d are there: %v", len(entries), len(l.told), err)
	}
	for _, e := range entries {
		if line := e.Body.(entry.CheckIn).Line; !l.told[e.ID] || line != "told "+string(e.ID) {
			t.Fatalf("%s says %q", e.ID, line)
		}
	}
	if draft, err := home.Draft(t.Context(), "form"); err != nil || string(draft) != halfFilled {
		t.Errorf("the half-filled form says %q: %v", draft, err)
	}
	l.goesOn(t, home)
}

func keysOf(told map[entry.ID]bool) []entry.ID {
	var ids []entry.ID
	for id := range maps.Keys(told) {
		ids = append(ids, id)
	}
	return ids
}

// goesOn tells one more thing.
func (l *life) goesOn(t testing.TB, home *companion.Home) {
	t.Helper()
	id := companion.NewID()
	if err := tell(t.Context(), home, id); err != nil {
		t.Fatal(err)
	}
	l.told[id] = true
}

// run is a process that makes a change.
type run struct {
	process *exec.Cmd
	lines   chan string // closed at its end
	done    bool        // it said so
	shown   string      // the recovery key that it showed
}

func (l *life) start(t testing.TB, change, next, file string) *run {
	t.Helper()
	r := &run{process: exec.Command(os.Args[0]), lines: make(chan string, 8)}
	r.process.Env = append(os.Environ(), envPlace+"="+l.place, envKeys+"="+change)
	r.process.Stdin = strings.NewReader(l.words + "\n" + next + "\n" + file + "\n")
	r.process.Stderr = os.Stderr
	out, err := r.process.StdoutPipe()
	if err == nil {
		err = r.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			r.lines <- lines.Text()
		}
	}()
	return r
}

// until reads what the process says until it says this, or ends.
func (r *run) until(word string) {
	for line := range r.lines {
		r.done = r.done || line == "done"
		if key, found := strings.CutPrefix(line, "recovery "); found {
			r.shown = key
		}
		if line == word {
			return
		}
	}
}

func (r *run) end() {
	r.until("")
	_ = r.process.Wait() // it may have been killed
}

// paces are how long the parts of an undisturbed run take.
type paces struct{ opening, thinking, writing time.Duration }

// undisturbed runs to the end, and says how long its parts took.
func (r *run) undisturbed(t testing.TB) paces {
	t.Helper()
	var p paces
	for _, part := range []struct {
		word string
		took *time.Duration
	}{{"open", &p.opening}, {"writing", &p.thinking}, {"done", &p.writing}} {
		began := time.Now()
		r.until(part.word)
		*part.took = time.Since(began)
	}
	if r.end(); !r.done {
		t.Fatal("a change that nobody killed did not end well")
	}
	return p
}

// killedSomewhere kills the process: half the time while it writes, else while
// it reads and seals, one time in six while it opens.
func (r *run) killedSomewhere(chance *rand.Rand, p paces) {
	within := p.opening
	switch n := chance.IntN(6); {
	case n > 2:
		r.until("writing")
		within = p.writing
	case n > 0:
		r.until("open")
		within = p.thinking
	}
	time.Sleep(time.Duration(chance.Int64N(int64(within) + 1)))
	_ = r.process.Process.Kill() // it may have ended
	r.end()
}

// abandoned waits until the server has noticed that the killed process is gone.
func (l *life) abandoned(t testing.TB) {
	t.Helper()
	if !strings.Contains(l.place, "://") {
		return
	}
	db, err := sql.Open("pgx", l.place)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for left := 1; left > 0; time.Sleep(5 * time.Millisecond) {
		err := db.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").Scan(&left)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// changeKills is how often each change is killed on each engine: five times
// where a writer is killed twenty times.
func changeKills(t testing.TB) int { return int(wanted(t, "FERMATA_KILLS", 20)+3) / 4 }

// However often a rekey is killed, the record opens with the old words and the
// old recovery key or with the new words, never with both and never with none;
// it is whole, and the next try goes on from there.
func TestARekeyThatIsKilledLeavesTheOldKeysOrTheNewOnes(t *testing.T) {
	for name, place := range engines() {
		t.Run(name, func(t *testing.T) {
			chance, l, old, next := moments(t), lived(t, place(t)), 0, ""
			p := l.rekeyed(t)
			kills := changeKills(t)
			for range kills {
				next = l.next()
				r := l.start(t, "rekey", next, "")
				r.killedSomewhere(chance, p)
				l.abandoned(t)
				if l.settleRekey(t, next, r); l.words != next {
					old++
				}
			}
			l.rekeyed(t)
			l.isWhole(t)
			t.Logf("%s: %d kills of a rekey, %d left the old keys and %d the new ones; %s to write", name, kills, old, kills-old, p.writing.Round(time.Millisecond))
		})
	}
}

// rekeyed makes new keys without being killed.
func (l *life) rekeyed(t testing.TB) paces {
	t.Helper()
	next := l.next()
	r := l.start(t, "rekey", next, "")
	p := r.undisturbed(t)
	l.words, l.recovery = next, r.shown
	return p
}

// settleRekey finds out on which side the record is, and that it is wholly there.
func (l *life) settleRekey(t testing.TB, next string, r *run) {
	t.Helper()
	before, after, recovers := l.opensWith(t, l.words), l.opensWith(t, next), l.recovers(t)
	if before == after || before != recovers || r.done && before {
		t.Fatalf("the old words open it: %v, the old recovery key: %v, the new words: %v, it was called done: %v", before, recovers, after, r.done)
	}
	if after {
		l.words = next
		l.recovery = l.newRecovery(t)
	}
	l.isWhole(t)
}

// newRecovery makes a key in the place of the one that the kill may have hidden.
func (l *life) newRecovery(t testing.TB) string {
	t.Helper()
	home, closeHome := l.home(t)
	defer closeHome()
	err := home.Unlock(t.Context(), l.words)
	key, errKey := home.NewRecoveryKey(t.Context())
	if err = errors.Join(err, errKey); err != nil {
		t.Fatal(err)
	}
	return key.Secret
}

// A rotation keeps the ways in, killed or not.
func TestARotationThatIsKilledKeepsEveryWayIn(t *testing.T) {
	for name, place := range engines() {
		t.Run(name, func(t *testing.T) {
			chance, l, finished := moments(t), lived(t, place(t)), 0
			p := l.start(t, "rotation", "", "").undisturbed(t)
			kills := changeKills(t)
			for range kills {
				r := l.start(t, "rotation", "", "")
				r.killedSomewhere(chance, p)
				l.abandoned(t)
				if r.done {
					finished++
				}
				if !l.recovers(t) {
					t.Fatal("the recovery key does not open it any more")
				}
				l.isWhole(t)
			}
			l.start(t, "rotation", "", "").undisturbed(t)
			l.isWhole(t)
			t.Logf("%s: %d kills of a rotation, %d after its end; %s to write", name, kills, finished, p.writing.Round(time.Millisecond))
		})
	}
}

// A restore that is killed leaves nothing or everything. Where it left nothing
// the same command goes on; where it left everything it refuses, and says so.
func TestARestoreThatIsKilledLeavesNothingOrEverything(t *testing.T) {
	for name, place := range engines() {
		t.Run(name, func(t *testing.T) {
			chance, l := moments(t), lived(t, place(t))
			file := l.backup(t)
			l.place = place(t)
			p := l.start(t, "restore", "", file).undisturbed(t)
			l.isCopy(t)
			kills, nothing := changeKills(t), 0
			l.place = place(t)
			for range kills {
				r := l.start(t, "restore", "", file)
				r.killedSomewhere(chance, p)
				l.abandoned(t)
				if l.isEmpty(t) {
					if nothing++; r.done {
						t.Fatal("it was called done, and nothing is there")
					}
					continue // into the same place again
				}
				l.isCopy(t)
				l.place = place(t)
			}
			l.start(t, "restore", "", file).undisturbed(t)
			l.isCopy(t)
			t.Logf("%s: %d kills of a restore, %d left nothing and %d everything; %s to write", name, kills, nothing, kills-nothing, p.writing.Round(time.Millisecond))
		})
	}
}

func (l *life) backup(t testing.TB) string {
	t.Helper()
	home, closeHome := l.home(t)
	defer closeHome()
	path := filepath.Join(t.TempDir(), "record.backup")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(home.Unlock(t.Context(), l.words), home.Backup(t.Context(), file), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func (l *life) isEmpty(t testing.TB) bool {
	t.Helper()
	home, closeHome := l.home(t)
	defer closeHome()
	return home.State() == companion.Empty
}

// isCopy is isWhole for a copy, whose further life is its own.
func (l *life) isCopy(t testing.TB) {
	t.Helper()
	was := maps.Clone(l.told)
	if !l.recovers(t) {
		t.Error("the recovery key does not open the copy")
	}
	l.isWhole(t)
	l.told = was
}
