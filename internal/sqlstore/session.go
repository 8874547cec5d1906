package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"regexp"
	"strconv"
)

// session is the one connection that writes to a SQLite database, with the
// statements it has prepared. It is used by one goroutine. Its work runs
// under no caller's context: nobody's leaving may undo what others wait for.
type session struct {
	db       *sql.DB
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// errNotBegun marks a transaction that did not begin: whoever tries again
// alone would only wait in vain once more.
var errNotBegun = errors.New("no transaction")

// commit does the tasks in one transaction, all or none. It answers whether
// something was removed that must not linger in the log.
func (s *session) commit(tasks []*task) (bool, error) {
	ctx := context.Background()
	if len(tasks) == 0 {
		return false, nil
	}
	if err := s.begin(ctx); err != nil {
		s.drop()
		return false, errors.Join(errNotBegun, err)
	}
	t := &txn{querier: s, exclusive: true, heads: map[string]*held{}}
	err := t.run(ctx, tasks)
	if err == nil {
		_, err = s.ExecContext(ctx, "COMMIT")
	}
	if err == nil {
		return t.wiped, nil
	}
	// After a failed COMMIT there may be no transaction left to roll back;
	// then a fresh connection is the one state that is known.
	if _, failed := s.ExecContext(ctx, "ROLLBACK"); failed != nil {
		s.drop()
	}
	return false, err
}

func (s *session) begin(ctx context.Context) error {
	if s.conn == nil {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return err
		}
		s.conn, s.prepared = conn, map[string]*sql.Stmt{}
	}
	_, err := s.ExecContext(ctx, "BEGIN IMMEDIATE")
	return err
}

// emptyLog moves the log into the database and cuts it to nothing, so that
// what was erased is nowhere. If someone still reads, it stays until the next
// erasure or until the database is closed.
func (s *session) emptyLog() {
	if s.conn != nil {
		_, _ = s.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	}
}

// drop gives up the connection; the next transaction opens another.
func (s *session) drop() {
	if s.conn == nil {
		return
	}
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	s.conn, s.prepared = nil, nil
}

func (s *session) close() error {
	if s.conn == nil {
		return nil
	}
	for _, stmt := range s.prepared {
		_ = stmt.Close()
	}
	return s.conn.Close()
}

// ExecContext implements querier.
func (s *session) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext implements querier.
func (s *session) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (s *session) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.prepared[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, unnamed(query))
	if err == nil {
		s.prepared[query] = stmt
	}
	return stmt, err
}

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// unnamed writes every $n as ?, where each stands once and in order. To SQLite
// a $n is a name, and for every value that is bound the driver asks for its
// name, which goes through all names before it: of a statement with 2,000
// values that takes longer than to run it.
func unnamed(query string) string {
	n, inOrder := 0, true
	text := placeholder.ReplaceAllStringFunc(query, func(name string) string {
		n++
		inOrder = inOrder && name == "$"+strconv.Itoa(n)
		return "?"
	})
	if !inOrder {
		return query
	}
	return text
}
