package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"fermata/internal/fault"
	"fermata/internal/pgtest"
)

func TestMigrationsAreNumberedWithoutGapsAlikeForBothEngines(t *testing.T) {
	var names [2][]string
	for i, folder := range []string{sqliteTables.folder, postgresTables.folder} {
		files, err := fs.ReadDir(migrations, folder)
		if err != nil {
			t.Fatal(err)
		}
		for n, file := range files { // ReadDir sorts
			if want := fmt.Sprintf("%05d_", n+1); file.Name()[:6] != want {
				t.Errorf("%s/%s: the next number is %s", folder, file.Name(), want)
			}
			names[i] = append(names[i], file.Name())
		}
	}
	if len(names[0]) == 0 || !slices.Equal(names[0], names[1]) {
		t.Errorf("SQLite has %v, PostgreSQL %v", names[0], names[1])
	}
}

// raw opens a database behind the store's back.
func raw(t *testing.T, location string) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if isPostgres(location) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func bothLocations(t *testing.T) []string {
	return []string{filepath.Join(t.TempDir(), "record.db"), pgtest.DB(t)}
}

func mustOpenAndClose(t *testing.T, location string) {
	t.Helper()
	store, err := Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpeningAgainMigratesNothing(t *testing.T) {
	for _, location := range bothLocations(t) {
		mustOpenAndClose(t, location)
		db := raw(t, location)
		count := func() (n int) {
			if err := db.QueryRow("SELECT count(*) FROM goose_db_version").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := count()
		mustOpenAndClose(t, location)
		if after := count(); after != before {
			t.Errorf("%d rows of history became %d", before, after)
		}
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	for _, location := range bothLocations(t) {
		mustOpenAndClose(t, location)
		execute(t, raw(t, location), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		_, err := Open(t.Context(), location)
		if !errors.Is(err, fault.Newer) {
			t.Errorf("got %v", err)
		}
	}
}

func TestManyMayStartOnAnEmptyDatabaseAtOnce(t *testing.T) {
	for _, location := range bothLocations(t) {
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				store, err := Open(context.Background(), location)
				if err == nil {
					err = store.Close()
				}
				errs[i] = err
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
	}
}

func TestAFileOfAnotherProgramIsLeftAlone(t *testing.T) {
	location := filepath.Join(t.TempDir(), "other.db")
	execute(t, raw(t, location), "CREATE TABLE notes (text TEXT)")
	if _, err := Open(t.Context(), location); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	var tables int
	if err := raw(t, location).QueryRow("SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil || tables != 1 {
		t.Errorf("there are %d tables now, %v", tables, err)
	}
}

func TestWhatIsNoDatabaseIsDamaged(t *testing.T) {
	location := filepath.Join(t.TempDir(), "letter.db")
	text := make([]byte, 5000)
	for i := range text {
		text[i] = "Dear diary. "[i%12]
	}
	if err := os.WriteFile(location, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), location); !errors.Is(err, fault.Damaged) {
		t.Errorf("got %v", err)
	}
}
