package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"fermata/internal/fault"
)

// The migrations of both engines. The rules for adding one:
//
//  1. The next number, in both folders, under the same name.
//  2. Forward only: there is no way down but a backup.
//  3. A migration that shipped is never changed.
//
//go:embed migrations
var migrations embed.FS

// tables says how an engine's tables are brought up to date.
type tables struct {
	dialect goose.Dialect
	folder  string
	check   func(context.Context, *sql.DB) error // first of all; may be nil
}

var (
	sqliteTables   = tables{goose.DialectSQLite3, "migrations/sqlite", checkOurs}
	postgresTables = tables{goose.DialectPostgres, "migrations/postgres", nil}
)

// attempts at migrating: of two processes that start on an empty database at
// once one fails, and finds the work done when it looks again.
const attempts = 4

// migrate brings the tables up to date. It does nothing when they are.
func migrate(ctx context.Context, db *sql.DB, t tables) error {
	var err error
	for n := range attempts {
		if err = t.up(ctx, db); err == nil || final(err) {
			return err
		}
		if err := pause(ctx, time.Duration(n+1)*50*time.Millisecond); err != nil {
			return err
		}
	}
	return err
}

// final errors stay the same however often one tries.
func final(err error) bool {
	return errors.Is(err, fault.Newer) || errors.Is(err, fault.Invalid) || diagnose(err).kind == fault.Damaged
}

func (t tables) up(ctx context.Context, db *sql.DB) error {
	if t.check != nil {
		if err := t.check(ctx, db); err != nil {
			return err
		}
	}
	folder, err := fs.Sub(migrations, t.folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(t.dialect, db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fault.New(fault.Newer, "sqlstore.migrate", "This record was opened by a newer Fermata. Update this one and try again.")
	}
	_, err = provider.Up(ctx)
	return err
}

// pause waits, or returns why it did not.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
