package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	// The SQLite driver, in pure Go.
	_ "modernc.org/sqlite"

	"fermata/internal/fault"
)

// applicationID is the number by which a SQLite file is known to be ours; the
// first migration writes it.
const applicationID = 0x46726d61 // "Frma"

// pragmas of every connection. busy_timeout is how long one process waits for
// another, in milliseconds.
var pragmas = []string{
	"busy_timeout(10000)",
	"synchronous(FULL)",
	"fullfsync(1)",            // on a Mac, where fsync alone does not reach the disk
	"checkpoint_fullfsync(1)", // the same; elsewhere neither does anything
	"foreign_keys(1)",
	"recursive_triggers(1)", // so that INSERT OR REPLACE meets the trigger on DELETE
	"trusted_schema(0)",
}

// writerPragmas of the one connection that writes. The last three are for
// groups that touch many persons' pages: statements are undone from memory,
// pages wait in 8 MB of cache, and a page written often is copied from the log
// into the database once in 16 MB of log.
var writerPragmas = []string{
	"journal_mode(WAL)",
	"secure_delete(1)",
	"temp_store(MEMORY)",
	"cache_size(-8000)",
	"wal_autocheckpoint(4000)",
}

func openSQLite(ctx context.Context, path string, o options) (*Store, error) {
	path, err := prepareFile(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, writerPragmas...))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, sqliteTables); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	readers, err := openReaders(path)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{
		read:  readers,
		write: startGroup(&session{db: db}, o.most),
		look:  snapshots{readers.db, sql.TxOptions{ReadOnly: true}}, // the log keeps it to one moment
		tidy:  func(ctx context.Context) error { return tidyFile(ctx, path) },
		// Readers first: the last connection to leave empties the log, and
		// only one that may write can.
		release: func() error { return errors.Join(readers.close(), db.Close()) },
	}, nil
}

// prepareFile makes the file and its folder for the person's eyes only. SQLite
// gives its own files beside it the same mode.
func prepareFile(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
		return path, file.Chmod(0o600)
	}
	return path, nil
}

// dsn is what the driver opens: the path as a URI, so that no character in it
// is taken for a parameter, and the pragmas.
func dsn(path string, more ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	query := url.Values{
		"_txlock":    {"immediate"},
		"_dqs":       {"0"},
		"_defensive": {"1"},
		"_error_rc":  {"1"},
		"_pragma":    append(append([]string{}, pragmas...), more...),
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String()
}

// checkOurs refuses a file that some other program fills. Only the migrations'
// own table may be there without our number: a first start may have stopped
// right after it.
func checkOurs(ctx context.Context, db *sql.DB) error {
	var tables, id int64
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master
		WHERE type = 'table' AND name <> 'goose_db_version' AND name NOT LIKE 'sqlite_%'`).Scan(&tables)
	if err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if tables > 0 && id != applicationID {
		return fault.New(fault.Invalid, "sqlstore.open", "This file belongs to another program. Choose another place for your record.")
	}
	return nil
}

// readers is a pool of connections that cannot write, with the statements
// they have prepared.
type readers struct {
	db       *sql.DB
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func openReaders(path string) (*readers, error) {
	db, err := sql.Open("sqlite", dsn(path, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	most := max(4, runtime.NumCPU())
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return &readers{db: db, prepared: map[string]*sql.Stmt{}}, nil
}

// QueryContext implements querier.
func (r *readers) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := r.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// ExecContext implements querier; the connections refuse to write.
func (r *readers) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return r.db.ExecContext(ctx, query, args...)
}

func (r *readers) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stmt, ok := r.prepared[query]; ok {
		return stmt, nil
	}
	stmt, err := r.db.PrepareContext(ctx, unnamed(query))
	if err == nil {
		r.prepared[query] = stmt
	}
	return stmt, err
}

func (r *readers) close() error { return r.db.Close() }
