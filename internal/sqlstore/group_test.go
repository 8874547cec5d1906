package sqlstore

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/storetest"
)

func openFile(t *testing.T) (*Store, string) {
	t.Helper()
	location := filepath.Join(t.TempDir(), "record.db")
	store, err := Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store, location
}

// counter counts signatures: there is one for each transaction and person.
// Its first check of a head waits until it is told to go on.
type counter struct {
	*storetest.Person
	signed  atomic.Int64
	checks  atomic.Int64
	entered chan struct{}
	goOn    chan struct{}
}

// CheckHead implements [ledger.Keeper].
func (c *counter) CheckHead(head ledger.Head) error {
	if c.checks.Add(1) == 1 {
		close(c.entered)
		<-c.goOn
	}
	return c.Person.CheckHead(head)
}

// SignHead implements [ledger.Keeper].
func (c *counter) SignHead(head ledger.Head) ([]byte, error) {
	c.signed.Add(1)
	return c.Person.SignHead(head)
}

// queued starts appends that wait behind one another and returns when all but
// the first are in the queue. finish lets them go and gives their errors.
func queued(t *testing.T, store *Store, c *counter, texts map[string]string) (finish func() map[string]error) {
	t.Helper()
	errs := map[string]error{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	send := func(id, text string) {
		batch := c.Batch(c.Row(t, id, text))
		batch.Keeper = c
		wg.Go(func() {
			_, err := store.Append(context.Background(), []ledger.Batch{batch})
			mu.Lock()
			defer mu.Unlock()
			errs[id+text] = err
		})
	}
	send("first", "")
	<-c.entered
	for id, text := range texts {
		send(id, text)
	}
	for n := 0; n < len(texts); n, _ = store.write.(*group).waits() {
		runtime.Gosched()
	}
	return func() map[string]error {
		close(c.goOn)
		wg.Wait()
		return errs
	}
}

func newCounter(t *testing.T, store *Store) *counter {
	return &counter{Person: storetest.NewPerson(t, store, "anna"), entered: make(chan struct{}), goOn: make(chan struct{})}
}

func TestThoseWhoWaitTogetherShareOneTransaction(t *testing.T) {
	store, _ := openFile(t)
	c := newCounter(t, store)
	texts := map[string]string{}
	for i := range 30 {
		texts[strconv.Itoa(i)] = "text"
	}
	for what, err := range queued(t, store, c, texts)() {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if rows := storetest.Whole(t, store, c.Person); len(rows) != 31 {
		t.Errorf("%d rows", len(rows))
	}
	if n := c.signed.Load(); n != 2 { // the first, and all the others
		t.Errorf("%d transactions", n)
	}
}

func TestIfOneFailsEachRunsAlone(t *testing.T) {
	store, _ := openFile(t)
	c := newCounter(t, store)
	if _, err := store.Append(t.Context(), []ledger.Batch{c.Person.Batch(c.Row(t, "3", "there before"))}); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"1": "", "2": "", "3": "something else", "4": ""}
	for what, err := range queued(t, store, c, texts)() {
		if refused := what == "3something else"; errors.Is(err, fault.Conflict) != refused || (err == nil) == refused {
			t.Errorf("%s: %v", what, err)
		}
	}
	if rows := storetest.Whole(t, store, c.Person); len(rows) != 5 {
		t.Errorf("%d rows", len(rows))
	}
	if n := c.signed.Load(); n != 4 { // the first, and three alone
		t.Errorf("%d signatures", n)
	}
}

// Another process that holds the database is waited for; a caller that does
// not want to wait is let go, and its append is done when the way is free.
func TestABusyDatabaseIsWaitedFor(t *testing.T) {
	store, location := openFile(t)
	anna := storetest.NewPerson(t, store, "anna")
	other, err := raw(t, location).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}

	impatient, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = store.Append(impatient, []ledger.Batch{anna.Batch(anna.Row(t, "1", "text"))})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the impatient one got %v", err)
	}
	if _, err := store.Head(t.Context(), "anna"); err != nil { // reading goes on
		t.Error(err)
	}
	patient := make(chan error, 1)
	batch := anna.Batch(anna.Row(t, "2", "text"))
	go func() {
		_, err := store.Append(context.Background(), []ledger.Batch{batch})
		patient <- err
	}()
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := <-patient; err != nil {
		t.Errorf("the patient one got %v", err)
	}
	if rows := storetest.Whole(t, store, anna); len(rows) != 2 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestReadersCannotWrite(t *testing.T) {
	store, _ := openFile(t)
	storetest.NewPerson(t, store, "anna")
	if _, err := store.read.ExecContext(t.Context(), deletePerson, "anna"); err == nil {
		t.Error("a reader removed a person")
	}
}

func TestTheConnectionsKeepWhatTheyPromise(t *testing.T) {
	store, _ := openFile(t)
	storetest.NewPerson(t, store, "anna") // opens the writer's connection
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "checkpoint_fullfsync": "1",
		"foreign_keys": "1", "secure_delete": "1", "recursive_triggers": "1", "trusted_schema": "0",
		"busy_timeout": "10000", "query_only": "0",
	}
	for pragma, value := range want {
		err := store.change(t.Context(), "test", func(ctx context.Context, tx *txn) error {
			rows, err := tx.QueryContext(ctx, "PRAGMA "+pragma)
			got, err := first(rows, err, scanName)
			if got != value {
				t.Errorf("%s is %q, want %q", pragma, got, value)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", pragma, err)
		}
	}
	rows, err := store.read.QueryContext(t.Context(), "PRAGMA query_only")
	if got, err := first(rows, err, scanName); err != nil || got != "1" {
		t.Errorf("query_only of a reader is %q, %v", got, err)
	}
}
