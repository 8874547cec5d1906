package sqlstore

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// mostInGroup bounds how long the callers of one group wait for each other.
const mostInGroup = 1024

// group is the writer of a SQLite database. One goroutine takes all that wait,
// does their work in one transaction and answers them after its COMMIT, so
// that a busy server pays for the disk once and not once for each entry.
type group struct {
	session *session // only the goroutine touches it
	most    int      // callers in one transaction
	wake    chan struct{}
	ended   chan struct{}

	mu     sync.Mutex
	queue  []*waiting
	closed bool
}

// waiting is a caller and its task. A caller that gives up leaves its task to
// the goroutine and never looks at it again.
type waiting struct {
	ctx    context.Context
	task   *task
	answer chan error
}

func startGroup(s *session, most int) *group {
	g := &group{session: s, most: most, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go g.work()
	return g
}

// do implements writer. A cancelled caller gets its context's error at once;
// its task is left out if it has not begun, and else finished without it.
func (g *group) do(ctx context.Context, t *task) error {
	w := &waiting{ctx: ctx, task: t, answer: make(chan error, 1)}
	if err := g.enter(w); err != nil {
		return err
	}
	select {
	case err := <-w.answer:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-w.answer: // it was done after all: say so
		return err
	default:
		return ctx.Err()
	}
}

func (g *group) enter(w *waiting) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return errClosing()
	}
	g.queue = append(g.queue, w)
	g.ring()
	return nil
}

// ring wakes the goroutine, or leaves it a note that there is something to do.
func (g *group) ring() {
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// close waits until everything that was begun is done.
func (g *group) close() error {
	g.mu.Lock()
	g.closed = true
	g.ring()
	g.mu.Unlock()
	<-g.ended
	return g.session.close()
}

func (g *group) work() {
	defer close(g.ended)
	for range g.wake {
		for {
			ws, closed := g.take()
			if len(ws) == 0 && closed {
				return
			}
			if len(ws) == 0 {
				break
			}
			g.serve(ws)
		}
	}
}

// take gives those who wait, oldest first. While more keep coming it lets
// them come: callers that were just answered often return together, and one
// transaction for all is cheaper than one for the first and one for the rest.
func (g *group) take() ([]*waiting, bool) {
	for before := -1; ; {
		n, closed := g.waits()
		if n == 0 || n == before || n >= g.most || closed {
			break
		}
		before = n
		runtime.Gosched()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.queue), g.most)
	ws := g.queue[:n:n]
	g.queue = g.queue[n:]
	return ws, g.closed
}

func (g *group) waits() (int, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.queue), g.closed
}

// serve does the work of some callers and answers each of them. If the
// transaction of all fails, each gets one of its own, so that what is wrong
// with one is not held against the others.
func (g *group) serve(ws []*waiting) {
	ws = withoutTheGone(ws)
	wiped, err := g.session.commit(tasksOf(ws))
	alone := err != nil && !errors.Is(err, errNotBegun) && len(ws) > 1
	for _, w := range ws {
		if alone {
			var also bool
			also, err = g.session.commit([]*task{w.task})
			wiped = wiped || also
		}
		w.answer <- err
	}
	if wiped {
		g.session.emptyLog()
	}
}

// withoutTheGone leaves out those whose context ended before their turn.
func withoutTheGone(ws []*waiting) []*waiting {
	var still []*waiting
	for _, w := range ws {
		if err := w.ctx.Err(); err != nil {
			w.answer <- err
			continue
		}
		still = append(still, w)
	}
	return still
}

func tasksOf(ws []*waiting) []*task {
	tasks := make([]*task, len(ws))
	for i, w := range ws {
		tasks[i] = w.task
	}
	return tasks
}
