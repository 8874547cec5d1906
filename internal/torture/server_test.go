package torture_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/pgtest"
)

// crowd is some forms that are filled in and sent, all the while, by one
// Fermata that is never started again. A form whose answer was "not now" is
// sent again under its ID until it is saved.
type crowd struct {
	home    *companion.Home
	account *account
	stop    chan struct{}
	all     sync.WaitGroup
	mu      sync.Mutex
	retries int
	longest time.Duration // from the first sending to the answer
}

func startCrowd(t testing.TB, home *companion.Home) *crowd {
	c := &crowd{home: home, account: newAccount(), stop: make(chan struct{})}
	for range 8 {
		c.all.Go(func() {
			for !c.stopped() {
				c.form(t)
			}
		})
	}
	return c
}

func (c *crowd) stopped() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

// form sends one form until it is saved.
func (c *crowd) form(t testing.TB) {
	id := companion.NewID()
	c.account.note("sent " + string(id))
	first, tries := time.Now(), 0
	for ; ; tries++ {
		err := tell(context.Background(), c.home, id)
		if err == nil {
			break
		}
		if !errors.Is(err, fault.Unavailable) || fault.Sentence(err) == "" {
			t.Errorf("a form was told %v", err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.account.note("saved " + string(id))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.retries += tries
	c.longest = max(c.longest, time.Since(first))
}

// savesAgain waits until a form that was begun only now is saved.
func (c *crowd) savesAgain(t testing.TB) {
	t.Helper()
	for range 3 {
		c.form(t)
	}
	if _, err := c.home.Look(t.Context()); err != nil {
		t.Errorf("looking: %v", err)
	}
}

func (c *crowd) end() {
	close(c.stop)
	c.all.Wait()
}

// The server is killed under the hands of a Fermata that stays, and started
// again.
func TestFermataOutlivesItsDatabaseServer(t *testing.T) {
	chance, kills := moments(t), int(wanted(t, "FERMATA_KILLS", 20)+9)/10
	cluster := pgtest.For(t, pgtest.Options{Durable: true})
	r := begun(t, cluster.DB(t))
	home, closeHome := r.open(t)
	defer closeHome()
	c := startCrowd(t, home)
	for range kills {
		pause(chance)
		if err := cluster.Kill(); err != nil {
			t.Fatal(err)
		}
		pause(chance)
		if err := cluster.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.savesAgain(t)
	}
	c.end()
	rows := r.holds(t, c.account)
	acknowledged, _ := c.account.count()
	if acknowledged != len(c.account.ids()) || rows != int64(acknowledged) {
		t.Errorf("%d forms, %d saved, %d rows", len(c.account.ids()), acknowledged, rows)
	}
	t.Logf("%d kills, %d entries, each in its place once; %d sent again, the longest took %s", kills, acknowledged, c.retries, c.longest.Round(time.Millisecond))
}

// While nobody asked for anything the server was started again. Nobody who
// asks then notices.
func TestAServerThatWasStartedAgainIsNotNoticed(t *testing.T) {
	for name, end := range map[string]func(*pgtest.Cluster) error{"crash": (*pgtest.Cluster).Kill, "shutdown": (*pgtest.Cluster).Shutdown} {
		t.Run(name, func(t *testing.T) {
			cluster := pgtest.For(t, pgtest.Options{Durable: true})
			home, closeHome := begun(t, cluster.DB(t)).open(t)
			defer closeHome()
			atOnce := func(do func() error) {
				var all sync.WaitGroup
				for range 8 {
					all.Go(func() {
						if err := do(); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
			}
			atOnce(func() error { return tell(t.Context(), home, companion.NewID()) })
			if err := errors.Join(end(cluster), cluster.Start(t.Context())); err != nil {
				t.Fatal(err)
			}
			atOnce(func() error { return tell(t.Context(), home, companion.NewID()) })
			if err := errors.Join(end(cluster), cluster.Start(t.Context())); err != nil {
				t.Fatal(err)
			}
			atOnce(func() error { _, err := home.Look(t.Context()); return err })
		})
	}
}

// The primary is killed for good, and its synchronous standby takes over. What
// the primary acknowledged the standby has; what it did not answer is sent
// again and settled there.
func TestASynchronousStandbyTakesOverUnderLoad(t *testing.T) {
	chance := moments(t)
	primary := pgtest.For(t, pgtest.Options{Durable: true})
	location := primary.DB(t)
	standby := pgtest.StandbyFor(t, primary)
	r := begun(t, pgtest.EitherDSN(location, primary, standby))
	home, closeHome := r.open(t)
	defer closeHome()
	c := startCrowd(t, home)
	c.savesAgain(t)
	pause(chance)
	if err := primary.Kill(); err != nil {
		t.Fatal(err)
	}
	pause(chance)
	before, _ := c.account.count()
	if err := standby.Promote(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.savesAgain(t)
	c.end()
	rows := r.holds(t, c.account)
	after, _ := c.account.count()
	if rows != int64(after) || after <= before {
		t.Errorf("%d saved before, %d after, %d rows", before, after, rows)
	}
	t.Logf("%d entries acknowledged by the primary, %d after its standby took over, each there once; %d sent again, the longest took %s",
		before, after-before, c.retries, c.longest.Round(time.Millisecond))
}

// A standby that nobody promoted takes no entries, and says so.
func TestAServerThatIsOnlyReadFromIsUnavailable(t *testing.T) {
	primary := pgtest.For(t, pgtest.Options{Durable: true})
	location := primary.DB(t)
	r := begun(t, location)
	standby := pgtest.StandbyFor(t, primary)
	_, _, err := open(t.Context(), pgtest.EitherDSN(location, standby), r.keyFile)
	if !errors.Is(err, fault.Unavailable) || fault.Sentence(err) == "" {
		t.Errorf("got %v", err)
	}
}

func pause(chance *rand.Rand) {
	time.Sleep(100*time.Millisecond + time.Duration(chance.Int64N(int64(400*time.Millisecond))))
}
