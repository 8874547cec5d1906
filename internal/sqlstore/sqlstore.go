// Package sqlstore keeps records in SQLite or PostgreSQL. It is the
// [ledger.Store] that ships.
//
// # Two engines, one set of statements
//
// [Open] takes the path of a file (SQLite, the default at home) or the
// connection string of a PostgreSQL database. The statements (statements.go)
// are the same for both; only the definitions of the tables differ
// (migrations/sqlite, migrations/postgres). Migrations only go forward, run by
// themselves on opening, and a database that a later Fermata has migrated is
// refused with [fault.Newer].
//
// # Nothing is lost
//
// A write is answered after COMMIT, and COMMIT is answered after the disk
// confirmed it: SQLite runs with synchronous=FULL (and, on a Mac, with
// fullfsync); a PostgreSQL server that runs without is refused. Every append
// can be sent again: the same entry is kept once.
//
// SQLite writes from many callers are gathered into one transaction by one
// goroutine (group.go), because the disk is what takes time. What one caller
// does wrong never costs another caller anything but that time.
//
// # Nothing is changed
//
// Triggers on both engines refuse every change of an entry but the removal of
// its body, and every removal of a row while its person is there.
//
// # Nothing erased stays, as far as we reach
//
// SQLite overwrites what it deletes (secure_delete), and the write-ahead log
// is emptied after each erasure. A file system or disk that keeps old blocks
// is out of reach, and so are backups. PostgreSQL keeps a removed body until
// its next VACUUM, and longer in archived logs.
package sqlstore

import (
	"context"
	"database/sql"
	"regexp"
	"strings"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	read    querier // for what only reads
	write   writer  // for everything else
	look    snapshots
	tidy    func(context.Context) error
	release func() error
}

// Store is what the ledger asks for.
var _ ledger.Store = (*Store)(nil)

// querier is what statements are sent to: a transaction or a pool.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// writer runs a task in a transaction and answers after COMMIT.
type writer interface {
	do(ctx context.Context, t *task) error
	close() error
}

// Option changes how [Open] opens a database.
type Option func(*options)

type options struct {
	unsafe bool
	most   int // callers in one SQLite transaction
}

// AllowUnsafe accepts a PostgreSQL server that confirms a COMMIT before it is
// on disk. It is for tests and throwaway records only.
func AllowUnsafe() Option {
	return func(o *options) { o.unsafe = true }
}

// Open opens the database at a location and brings its tables up to date. The
// location is the path of a SQLite file, which is made if it is not there
// (0600, in a folder made 0700), or a PostgreSQL connection string:
// postgres://…, postgresql://… or keywords ("host=… dbname=…").
//
// Errors: fault.Newer when a later Fermata migrated it; fault.Damaged when it
// is no database; fault.Invalid when it is somebody else's, or a server that
// may lose what it confirmed; fault.Unavailable when disk or server do not
// answer.
func Open(ctx context.Context, location string, opts ...Option) (*Store, error) {
	const op = "sqlstore.open"
	o := options{most: mostInGroup}
	for _, set := range opts {
		set(&o)
	}
	open := openSQLite
	switch {
	case location == "":
		return nil, fault.New(fault.Invalid, op, "It is not said where your record is. Give the path of a file and try again.")
	case isPostgres(location):
		open = openPostgres
	}
	store, err := open(ctx, location, o)
	return store, explain(ctx, op, err)
}

// keywords matches the start of a connection string in the form key=value.
var keywords = regexp.MustCompile(`^\s*(host|hostaddr|port|dbname|database|user|password|passfile|service|servicefile|sslmode|application_name|options|target_session_attrs)\s*=`)

func isPostgres(location string) bool {
	return strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://") ||
		keywords.MatchString(location)
}

// Close implements [ledger.Store]. Writes that wait are done first.
func (s *Store) Close() error {
	err := s.write.close()
	if released := s.release(); err == nil {
		err = released
	}
	return explain(context.Background(), "sqlstore.close", err)
}

// change runs a piece of work in a transaction of its own or a shared one.
// work may run more than once, each time after all it did before was undone.
func (s *Store) change(ctx context.Context, op string, work func(context.Context, *txn) error) error {
	return explain(ctx, op, s.write.do(ctx, &task{work: work}))
}

// all reads every row of a result, and closes it.
func all[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, rows.Err()
}

// first reads the first row of a result; sql.ErrNoRows when there is none.
func first[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) (T, error) {
	var none T
	found, err := all(rows, err, scan)
	switch {
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, sql.ErrNoRows
	}
	return found[0], nil
}
