package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"fermata/internal/fault"
)

// connectTimeout is how long a server may take to answer at first, unless the
// connection string says otherwise.
const connectTimeout = 10 * time.Second

func openPostgres(ctx context.Context, location string, o options) (*Store, error) {
	config, err := pgxpool.ParseConfig(location)
	if err != nil {
		return nil, fault.Because(fault.Invalid, "sqlstore.open",
			"This connection string cannot be read. Write it like postgres://user@host/database and try again.", err)
	}
	if !strings.Contains(location, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	release := func() error {
		err := db.Close()
		pool.Close()
		return err
	}
	if err := preparePostgres(ctx, db, o); err != nil {
		return nil, errors.Join(err, release())
	}
	return &Store{
		read: reader{db}, write: &direct{db: db}, release: release,
		look: snapshots{db, sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}},
		tidy: func(ctx context.Context) error { return tidyServer(ctx, db) },
	}, nil
}

func preparePostgres(ctx context.Context, db *sql.DB, o options) error {
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	if !o.unsafe {
		if err := checkDurable(ctx, db); err != nil {
			return err
		}
	}
	return migrate(ctx, db, postgresTables)
}

// checkDurable refuses a server that answers COMMIT before the disk has it.
// A server of another make that lacks one of the settings passes.
func checkDurable(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT name FROM pg_settings
		WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off' ORDER BY name`)
	off, err := all(rows, err, scanName)
	if err != nil {
		return err
	}
	if len(off) > 0 {
		return fault.New(fault.Invalid, "sqlstore.open",
			"This PostgreSQL server may lose what it has saved when the power fails: "+strings.Join(off, " and ")+" is off. Turn it on and start again.")
	}
	return nil
}

func scanName(rows *sql.Rows) (string, error) {
	var name string
	err := rows.Scan(&name)
	return name, err
}

// mostTries bounds how often a transaction that lost against another one is
// tried again.
const mostTries = 8

// direct is the writer of a PostgreSQL database: every caller has a
// transaction of its own, and the server puts commits together by itself.
type direct struct {
	db *sql.DB

	mu     sync.RWMutex // held for reading by work under way
	closed bool
}

// do implements writer.
func (d *direct) do(ctx context.Context, t *task) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.closed {
		return errClosing()
	}
	for n := 1; ; n++ {
		err := d.once(ctx, t)
		if !lostARace(err) || n == mostTries {
			return err
		}
		// Unequal waits, or the same two would meet again; longer ones each time,
		// because a slow server is done with none of them sooner.
		if err := pause(ctx, rand.N(4*time.Millisecond<<n)); err != nil {
			return err
		}
	}
}

func (d *direct) once(ctx context.Context, t *task) error {
	tx, err := again(ctx, func() (*sql.Tx, error) { return d.db.BeginTx(ctx, nil) })
	if err != nil {
		return err
	}
	defer tx.Rollback()
	work := &txn{querier: tx, heads: map[string]*held{}}
	if err := work.run(ctx, []*task{t}); err != nil {
		return err
	}
	return unanswered(tx.Commit())
}

// close waits until everything that was begun is done.
func (d *direct) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return nil
}

// reader is a pool that is read from. To read again is always right.
type reader struct{ *sql.DB }

// QueryContext implements querier.
func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return again(ctx, func() (*sql.Rows, error) { return r.DB.QueryContext(ctx, query, args...) })
}

// again passes over connections that broke while they lay idle, as all do when
// a server was started again or another one took its place. It is for what
// can be asked twice.
func again[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	for n := 1; ; n++ {
		answer, err := ask()
		if !wasBroken(err) || n == mostTries || ctx.Err() != nil {
			return answer, err
		}
	}
}

// wasBroken says whether an error is that of a connection that was there and
// is no more. A server that cannot be reached at all is another thing: it was
// waited for already.
func wasBroken(err error) bool {
	var refused *pgconn.PgError
	var unreached *pgconn.ConnectError
	switch {
	case err == nil, errors.As(err, &unreached):
		return false
	case errors.As(err, &refused):
		return refused.Code == "57P01" || refused.Code == "57P02" // it said goodbye, to nobody
	}
	return true
}

// lostARace says whether the server broke the transaction off in favour of
// another one, so that trying again is right.
func lostARace(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40001" || refused.Code == "40P01")
}

// unanswered marks the error of a COMMIT that the server may have done: the
// connection broke before it could say.
func unanswered(err error) error {
	var refused *pgconn.PgError
	if err == nil || errors.As(err, &refused) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fault.Because(fault.Unavailable, "sqlstore.commit",
		"The connection broke before we heard whether this is saved. Send it again: nothing is saved twice.", bare(err))
}
