package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"fermata/internal/fault"
)

func TestErrorsGetAKindAndAWayOut(t *testing.T) {
	refused := func(code string) error {
		return fmt.Errorf("op: %w", &pgconn.PgError{Code: code, Message: "Dear diary", Detail: "Key (id)=(Dear diary)"})
	}
	for _, test := range []struct {
		err  error
		kind error
		say  string
	}{
		{refused("53100"), fault.Unavailable, "Free some space"},
		{refused("53200"), fault.Unavailable, "try again"},
		{refused("25006"), fault.Unavailable, "choose another"},
		{refused("57P01"), fault.Unavailable, "try again"},
		{refused("40P01"), fault.Unavailable, "send it again"},
		{refused("23503"), fault.NotFound, "Check which"},
		{refused("23505"), fault.Conflict, "Load the page again"},
		{refused("23000"), fault.Forbidden, "correction"},
		{refused("XX001"), fault.Damaged, "backup"},
		{refused("99999"), fault.Unavailable, "restart"},
		{refused(""), fault.Unavailable, "restart"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.ENOSPC}, fault.Unavailable, "Free some space"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, fault.Unavailable, "folder"},
		{sql.ErrConnDone, fault.Unavailable, "try again"},
		{errors.New("Dear diary"), fault.Unavailable, "restart"},
		{fault.New(fault.Locked, "keeper", "Unlock it."), fault.Locked, "Unlock it."},
	} {
		err := explain(t.Context(), "sqlstore.test", test.err)
		if !errors.Is(err, test.kind) || !strings.Contains(fault.Sentence(err), test.say) {
			t.Errorf("%v became %v", test.err, err)
		}
		if strings.Contains(err.Error(), "diary") {
			t.Errorf("the error tells what was sent: %v", err)
		}
	}
	if err := explain(t.Context(), "op", nil); err != nil {
		t.Errorf("nothing became %v", err)
	}
}

func TestSQLiteCodesAreFoundByTheirPrimaryCode(t *testing.T) {
	for code, kind := range map[int]error{
		13: fault.Unavailable, 5 | 2<<8: fault.Unavailable, 10 | 3<<8: fault.Unavailable,
		11 | 1<<8: fault.Damaged, 26: fault.Damaged, 787: fault.NotFound, 2067: fault.Conflict,
		1811: fault.Forbidden, 275: fault.Invalid, 9999: fault.Unavailable,
	} {
		if d := sqliteDiagnosis(code); d.kind != kind || d.say == "" {
			t.Errorf("%d is %v", code, d)
		}
	}
}

func TestTheEndOfAContextStaysWhatItIs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := explain(ctx, "op", errors.New("interrupted")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	conflict := fault.New(fault.Conflict, "op", "Say.")
	if err := explain(ctx, "op", conflict); !errors.Is(err, fault.Conflict) {
		t.Errorf("got %v", err)
	}
}

func TestALocationIsAFileOrAServer(t *testing.T) {
	for location, want := range map[string]bool{
		"postgres://u@h/d": true, "postgresql://h": true, "host=/tmp dbname=x": true, " dbname=x": true, "service=fermata": true,
		"record.db": false, "/data/host=x/record.db": false, "postgres.db": false, "my=file.db": false, `C:\Users\x\record.db`: false,
	} {
		if got := isPostgres(location); got != want {
			t.Errorf("%q: %v", location, got)
		}
	}
}
