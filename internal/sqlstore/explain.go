package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"fermata/internal/fault"
)

// This file is the one place where the errors of databases and disks become
// kinds of fault. What is kept of them is a code: their messages can quote
// what was sent.

// diagnosis is what a code means to us.
type diagnosis struct {
	kind error
	say  string
}

const (
	sayFull     = "The disk is full, so this is not saved. Free some space and send it again."
	sayReadOnly = "Fermata may not write to this place, so this is not saved. Check the rights of the folder or choose another one."
	sayBusy     = "Another program holds the record, so this is not saved. Close it, or wait a moment, and send it again."
	sayDisk     = "The disk did not do what it was asked, so this may not be saved. Check it and send it again: nothing is saved twice."
	sayDamaged  = "This file is not a whole record. Restore your latest backup."
	sayServer   = "The database does not answer, so this is not saved. Check that it runs and try again."
	sayLogin    = "The database does not let Fermata in. Check user, password and name of the database."
	sayGone     = "There is no such record here. Check which one you opened."
	sayThere    = "This is kept already. Load the page again to see it."
	sayRefused  = "The record refuses this change, so nothing was changed. Save it as a correction."
	sayOdd      = "The database answered in an unexpected way. Try again; if it stays, restart Fermata."
)

// sqliteCodes maps result codes, extended ones before the primary ones.
var sqliteCodes = map[int]diagnosis{
	sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: {fault.NotFound, sayGone},
	sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: {fault.Conflict, sayThere},
	sqlite3.SQLITE_CONSTRAINT_UNIQUE:     {fault.Conflict, sayThere},
	sqlite3.SQLITE_CONSTRAINT_TRIGGER:    {fault.Forbidden, sayRefused},

	sqlite3.SQLITE_FULL:       {fault.Unavailable, sayFull},
	sqlite3.SQLITE_READONLY:   {fault.Unavailable, sayReadOnly},
	sqlite3.SQLITE_PERM:       {fault.Unavailable, sayReadOnly},
	sqlite3.SQLITE_CANTOPEN:   {fault.Unavailable, sayReadOnly},
	sqlite3.SQLITE_BUSY:       {fault.Unavailable, sayBusy},
	sqlite3.SQLITE_LOCKED:     {fault.Unavailable, sayBusy},
	sqlite3.SQLITE_PROTOCOL:   {fault.Unavailable, sayBusy},
	sqlite3.SQLITE_IOERR:      {fault.Unavailable, sayDisk},
	sqlite3.SQLITE_NOMEM:      {fault.Unavailable, sayOdd},
	sqlite3.SQLITE_CORRUPT:    {fault.Damaged, sayDamaged},
	sqlite3.SQLITE_NOTADB:     {fault.Damaged, sayDamaged},
	sqlite3.SQLITE_CONSTRAINT: {fault.Invalid, sayRefused},
	sqlite3.SQLITE_TOOBIG:     {fault.TooLarge, "This is too large for the record. Split it into two."},
}

// postgresCodes maps SQLSTATEs, whole ones before their classes.
var postgresCodes = map[string]diagnosis{
	"23503": {fault.NotFound, sayGone},
	"23505": {fault.Conflict, sayThere},
	"23000": {fault.Forbidden, sayRefused}, // raised by our triggers
	"25006": {fault.Unavailable, sayReadOnly},
	"53100": {fault.Unavailable, sayFull},
	"53300": {fault.Unavailable, "The database has no connection to spare, so this is not saved. Wait a moment and send it again."},
	"3D000": {fault.Unavailable, "The database server has no database of this name. Create it and start again."},

	"08": {fault.Unavailable, sayServer},
	"22": {fault.Invalid, sayRefused},
	"23": {fault.Invalid, sayRefused},
	"28": {fault.Unavailable, sayLogin},
	"40": {fault.Unavailable, sayBusy},
	"42": {fault.Unavailable, sayOdd},
	"53": {fault.Unavailable, sayServer},
	"55": {fault.Unavailable, sayBusy},
	"57": {fault.Unavailable, sayServer},
	"58": {fault.Unavailable, sayDisk},
	"XX": {fault.Damaged, "The database has found damage in itself. Look at its log, and restore a backup if need be."},
}

// kinds are the faults that are passed on as they are.
var kinds = []error{
	fault.Invalid, fault.NotFound, fault.Conflict, fault.Locked, fault.Forbidden,
	fault.TooLarge, fault.Damaged, fault.Newer, fault.Unavailable,
}

// foreign is an error of what a caller handed in, which is given back as it is.
type foreign struct{ error }

func theirs(err error) error {
	if err == nil {
		return nil
	}
	return foreign{err}
}

// explain gives an error its kind and its sentence. A fault keeps both; the
// end of the caller's context stays what it is.
func explain(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	var own foreign
	if errors.As(err, &own) {
		return own.error
	}
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return fault.Wrap(op, err)
		}
	}
	if ctx.Err() != nil {
		return fault.Wrap(op, ctx.Err())
	}
	d := diagnose(err)
	return fault.Because(d.kind, op, d.say, bare(err))
}

func diagnose(err error) diagnosis {
	var lite *sqlite.Error
	var refused *pgconn.PgError
	var unreached *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &lite):
		return sqliteDiagnosis(lite.Code())
	case errors.As(err, &refused):
		return postgresDiagnosis(refused.Code)
	case errors.Is(err, syscall.ENOSPC):
		return diagnosis{fault.Unavailable, sayFull}
	case errors.As(err, new(*fs.PathError)):
		return diagnosis{fault.Unavailable, sayReadOnly}
	case errors.As(err, &unreached), errors.As(err, &network), errors.Is(err, sql.ErrConnDone):
		return diagnosis{fault.Unavailable, sayServer}
	}
	return diagnosis{fault.Unavailable, sayOdd}
}

func sqliteDiagnosis(code int) diagnosis {
	for _, c := range []int{code, code & 0xff} {
		if d, ok := sqliteCodes[c]; ok {
			return d
		}
	}
	return diagnosis{fault.Unavailable, sayOdd}
}

func postgresDiagnosis(code string) diagnosis {
	for _, c := range []string{code, code[:min(2, len(code))]} {
		if d, ok := postgresCodes[c]; ok {
			return d
		}
	}
	return diagnosis{fault.Unavailable, sayOdd}
}

// bare keeps of an error what cannot hold anybody's words.
func bare(err error) error {
	var lite *sqlite.Error
	var refused *pgconn.PgError
	var unreached *pgconn.ConnectError
	var path *fs.PathError
	switch {
	case errors.As(err, &lite):
		return fmt.Errorf("sqlite %d: %s", lite.Code(), sqlite.ErrorCodeString[lite.Code()&0xff])
	case errors.As(err, &refused):
		return fmt.Errorf("postgres %s (table %q, constraint %q)", refused.Code, refused.TableName, refused.ConstraintName)
	case errors.As(err, &unreached):
		return unreached
	case errors.As(err, &path):
		return path
	}
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return fmt.Errorf("unexpected %T", err)
}

func errClosing() error {
	return fault.New(fault.Unavailable, "sqlstore.write", "Fermata is closing. Start it again and send this once more.")
}
