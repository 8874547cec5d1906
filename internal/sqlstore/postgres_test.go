package sqlstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/ledger"
	"fermata/internal/pgtest"
	"fermata/internal/sqlstore"
	"fermata/internal/storetest"
)

func TestAServerThatMayLoseWhatItConfirmedIsRefused(t *testing.T) {
	location := pgtest.For(t, pgtest.Options{Durable: false}).DB(t)
	_, err := sqlstore.Open(t.Context(), location)
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "fsync and synchronous_commit is off") {
		t.Errorf("got %v", err)
	}
	store, err := sqlstore.Open(t.Context(), location, sqlstore.AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}

func TestASessionThatDoesNotWaitForTheDiskIsRefused(t *testing.T) {
	location := pgtest.DB(t) + "&synchronous_commit=off"
	_, err := sqlstore.Open(t.Context(), location)
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "synchronous_commit is off") {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatCrashesLosesNothingItConfirmed(t *testing.T) {
	cluster := pgtest.For(t, pgtest.Options{Durable: true})
	location := cluster.DB(t)
	store := mustOpen(t, location)
	anna := storetest.NewPerson(t, store, "anna")

	var confirmed sync.Map
	var count atomic.Int64
	enough := make(chan struct{})
	errs := make([]error, 8)
	var writers sync.WaitGroup
	for i := range errs {
		writers.Go(func() {
			for n := 0; errs[i] == nil; n++ {
				id := fmt.Sprintf("%d-%d", i, n)
				_, errs[i] = store.Append(context.Background(), []ledger.Batch{anna.Batch(anna.Row(t, id, "text"))})
				if errs[i] == nil {
					confirmed.Store(id, true)
				}
				if count.Add(1) == 100 {
					close(enough)
				}
			}
		})
	}
	<-enough
	if err := cluster.Kill(); err != nil {
		t.Fatal(err)
	}
	writers.Wait()
	for _, err := range errs {
		if !errors.Is(err, fault.Unavailable) {
			t.Errorf("a writer got %v", err)
		}
	}

	if err := cluster.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	findsAgain(t, store, anna)
	for _, row := range storetest.Whole(t, mustOpen(t, location), anna) {
		confirmed.Delete(row.ID)
	}
	confirmed.Range(func(id, _ any) bool {
		t.Errorf("%s was confirmed and is gone", id)
		return true
	})
}

// findsAgain appends with a store whose connections broke.
func findsAgain(t *testing.T, store ledger.Store, p *storetest.Person) {
	t.Helper()
	batch := p.Batch(p.Row(t, "after the crash", "text"))
	_, err := store.Append(t.Context(), []ledger.Batch{batch})
	for range 20 { // one for each broken connection at most
		if err == nil {
			return
		}
		if !errors.Is(err, fault.Unavailable) {
			t.Fatalf("got %v", err)
		}
		_, err = store.Append(t.Context(), []ledger.Batch{batch})
	}
	t.Errorf("the store does not find its server again: %v", err)
}

// When the answer to a COMMIT is lost nobody knows; sending again settles it.
func TestALostAnswerSaysThatSendingAgainIsSafe(t *testing.T) {
	location := pgtest.DB(t)
	direct := mustOpen(t, location)
	anna := storetest.NewPerson(t, direct, "anna")
	between, throughProxy := startProxy(t, location)
	store := mustOpen(t, throughProxy)

	between.loseAnswer.Store(true)
	batch := anna.Batch(anna.Row(t, "id", "text"))
	_, err := store.Append(t.Context(), []ledger.Batch{batch})
	if !errors.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "nothing is saved twice") {
		t.Fatalf("got %v", err)
	}
	between.loseAnswer.Store(false)
	placed, err := store.Append(t.Context(), []ledger.Batch{batch})
	if err != nil || placed[0][0].Fate != ledger.Already {
		t.Errorf("sent again: %v, %v", placed, err)
	}
	if rows := storetest.Whole(t, direct, anna); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

// proxy stands between a store and its server. While loseAnswer is set it
// passes a COMMIT on and hangs up before the answer.
type proxy struct {
	server     string
	loseAnswer atomic.Bool
}

func startProxy(t *testing.T, location string) (*proxy, string) {
	t.Helper()
	where, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	query := where.Query()
	p := &proxy{server: filepath.Join(query.Get("host"), ".s.PGSQL."+query.Get("port"))}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go p.serve(listener)
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	query.Set("host", host)
	query.Set("port", port)
	where.RawQuery = query.Encode()
	return p, where.String()
}

func (p *proxy) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.server)
		if err != nil {
			client.Close()
			continue
		}
		go p.toServer(client, server)
		go func() {
			defer client.Close()
			_, _ = io.Copy(client, server)
		}()
	}
}

func (p *proxy) toServer(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		losing := p.loseAnswer.Load() && bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit"))
		if losing {
			client.Close()
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if losing { // wait until the server has done it
			_, _ = server.Read(buffer)
			return
		}
	}
}

// Under this isolation the server breaks off whoever comes second.
func TestWritersThatLoseARaceAreTriedAgain(t *testing.T) {
	location := pgtest.DB(t) + "&default_transaction_isolation=serializable"
	store := mustOpen(t, location)
	anna := storetest.NewPerson(t, store, "anna")
	errs := make([]error, 3)
	var writers sync.WaitGroup
	for i := range errs {
		writers.Go(func() {
			for n := range 10 {
				row := anna.Row(t, fmt.Sprintf("%d-%d", i, n), "text")
				if _, err := store.Append(context.Background(), []ledger.Batch{anna.Batch(row)}); err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	writers.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if rows := storetest.Whole(t, store, anna); len(rows) != 30 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestAServerThatIsNotThereIsUnavailable(t *testing.T) {
	for _, location := range []string{
		"postgres://fermata@127.0.0.1:1/none?sslmode=disable",
		"host=" + t.TempDir() + " dbname=none user=fermata",
		strings.Replace(pgtest.DB(t), "/test", "/no-such-database-", 1),
	} {
		_, err := sqlstore.Open(t.Context(), location)
		if !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", location, err)
		}
	}
	_, err := sqlstore.Open(t.Context(), "postgres://user:secret@host:notaport/x")
	if !errors.Is(err, fault.Invalid) || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}
