package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// crowd runs one function many times at once, waits for all, and returns
// their errors.
func crowd(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = do(i) })
	}
	wg.Wait()
	return errs
}

func all(t *testing.T, errs []error) {
	t.Helper()
	must(t, errors.Join(errs...))
}

// add seals and appends one entry, outside the test's goroutine.
func add(ctx context.Context, store ledger.Store, p *Person, id, text string) (ledger.Placed, error) {
	row, err := p.row(id, text)
	if err != nil {
		return ledger.Placed{}, err
	}
	placed, err := store.Append(ctx, []ledger.Batch{p.Batch(row)})
	if err != nil {
		return ledger.Placed{}, err
	}
	return placed[0][0], nil
}

func manyToOne(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	const writers, each = 32, 10
	all(t, crowd(writers, func(i int) error {
		for j := range each {
			if _, err := add(t.Context(), store, anna, nth(i*each+j), "text"); err != nil {
				return err
			}
		}
		return nil
	}))
	same(t, len(Whole(t, store, anna)), writers*each)
}

func manyToMany(t *testing.T, e Engine) {
	store := e.empty(t)
	var people []*Person
	for i := range 16 {
		people = append(people, NewPerson(t, store, nth(i)))
	}
	all(t, crowd(len(people)*2, func(i int) error {
		for j := range 5 {
			if _, err := add(t.Context(), store, people[i%len(people)], nth(i*5+j), "text"); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, p := range people {
		same(t, len(Whole(t, store, p)), 10)
	}
}

func oppositeOrders(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben, cleo := NewPerson(t, store, "anna"), NewPerson(t, store, "ben"), NewPerson(t, store, "cleo")
	orders := [][]*Person{{anna, ben, cleo}, {cleo, ben, anna}, {ben, anna, cleo}, {cleo, anna, ben}}
	all(t, crowd(24, func(i int) error {
		var batches []ledger.Batch
		for _, p := range orders[i%len(orders)] {
			row, err := p.row(nth(i), "together")
			if err != nil {
				return err
			}
			batches = append(batches, p.Batch(row))
		}
		_, err := store.Append(t.Context(), batches)
		return err
	}))
	for _, p := range orders[0] {
		same(t, len(Whole(t, store, p)), 24)
	}
}

func sameFromMany(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	var mu sync.Mutex
	fates := map[ledger.Fate]int{}
	all(t, crowd(16, func(int) error {
		placed, err := add(t.Context(), store, anna, nth(1), "once")
		mu.Lock()
		defer mu.Unlock()
		fates[placed.Fate]++
		return err
	}))
	same(t, fates, map[ledger.Fate]int{ledger.Saved: 1, ledger.Already: 15})
	same(t, len(Whole(t, store, anna)), 1)
}

func twoBodiesAtOnce(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	texts := []string{"heads", "tails"}
	errs := crowd(8, func(i int) error {
		_, err := add(t.Context(), store, anna, nth(1), texts[i%2])
		return err
	})
	rows := Whole(t, store, anna)
	same(t, len(rows), 1)
	for i, err := range errs {
		if texts[i%2] == anna.text(t, rows[0]) {
			must(t, err)
		} else {
			expect(t, err, fault.Conflict)
		}
	}
}

// gate is a keeper that holds up the store until it is opened, so that those
// who come meanwhile wait together.
type gate struct {
	*Person
	entered, open chan struct{}
}

func newGate(p *Person) *gate {
	return &gate{p, make(chan struct{}), make(chan struct{})}
}

// CheckHead implements [ledger.Keeper].
func (g *gate) CheckHead(head ledger.Head) error {
	close(g.entered)
	<-g.open
	return g.Person.CheckHead(head)
}

// behind starts an append that holds up the store, then whatever is given,
// and opens the gate when that had time to queue. What is tested holds in
// whatever order things happen; the wait makes the interesting one likely.
func behind(t *testing.T, store ledger.Store, p *Person, do func()) {
	t.Helper()
	g := newGate(p)
	row := p.Row(t, nth(1000), "first")
	done := make(chan error, 1)
	go func() {
		_, err := store.Append(context.Background(), []ledger.Batch{{Person: p.ID, Rows: []ledger.Row{row}, Keeper: g}})
		done <- err
	}()
	<-g.entered
	time.AfterFunc(50*time.Millisecond, func() { close(g.open) })
	do()
	must(t, <-done)
}

func oneFails(t *testing.T, e Engine) {
	store := e.empty(t)
	anna, ben := NewPerson(t, store, "anna"), NewPerson(t, store, "ben")
	save(t, store, anna.Batch(anna.Row(t, nth(500), "there")))
	stranger := &Person{ID: "anna", keys: ben.keys}
	var errs []error
	behind(t, store, anna, func() {
		errs = crowd(12, func(i int) error {
			switch i {
			case 3:
				_, err := add(t.Context(), store, anna, nth(500), "something else")
				return err
			case 7:
				_, err := add(t.Context(), store, stranger, nth(i), "not mine")
				return err
			}
			_, err := add(t.Context(), store, []*Person{anna, ben}[i%2], nth(i), "text")
			return err
		})
	})
	expect(t, errs[3], fault.Conflict)
	expect(t, errs[7], fault.Damaged)
	errs[3], errs[7] = nil, nil
	all(t, errs)
	same(t, len(Whole(t, store, anna)), 2+6) // there, the first, 0 2 4 6 8 10
	same(t, len(Whole(t, store, ben)), 4)    // 1 5 9 11
}

func cancelled(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := add(ctx, store, anna, nth(1), "too late")
	expect(t, err, context.Canceled)
	_, err = store.Rows(ctx, "anna", 0, 1)
	expect(t, err, context.Canceled)
	same(t, len(Whole(t, store, anna)), 0)
}

func leaves(t *testing.T, e Engine) {
	store := e.empty(t)
	anna := NewPerson(t, store, "anna")
	var errs []error
	behind(t, store, anna, func() {
		errs = crowd(10, func(i int) error {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if i%2 == 0 {
				time.AfterFunc(10*time.Millisecond, cancel)
			}
			_, err := add(ctx, store, anna, nth(i), "text")
			return err
		})
	})
	rows := Whole(t, store, anna)
	kept := map[string]bool{}
	for _, row := range rows {
		kept[row.ID] = true
	}
	for i, err := range errs {
		if i%2 == 1 && err != nil {
			t.Errorf("%d stayed and got %v", i, err)
		}
		if err == nil && !kept[nth(i)] {
			t.Errorf("%d was told it is saved; it is not", i)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("%d left and got %v", i, err)
		}
	}
}

func closing(t *testing.T, e Engine) {
	location := e.Fresh(t)
	store, err := e.Open(location)
	must(t, err)
	anna := NewPerson(t, store, "anna")
	begun := make(chan struct{}, 16)
	results := make(chan []error)
	go func() {
		results <- crowd(16, func(i int) error {
			begun <- struct{}{}
			_, err := add(context.Background(), store, anna, nth(i), fmt.Sprint(i))
			return err
		})
	}()
	for range 16 {
		<-begun
	}
	must(t, store.Close())
	errs := <-results

	rows := Whole(t, e.open(t, location), anna)
	saved := 0
	for _, err := range errs {
		if err == nil {
			saved++
		} else {
			expect(t, err, fault.Unavailable)
		}
	}
	same(t, len(rows), saved)
	_, err = add(t.Context(), store, anna, nth(99), "after")
	expect(t, err, fault.Unavailable)
	_, err = store.Head(t.Context(), "anna")
	expect(t, err, fault.Unavailable)
}
