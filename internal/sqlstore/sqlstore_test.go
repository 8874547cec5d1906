package sqlstore_test

import (
	"context"
	"path/filepath"
	"testing"

	"fermata/internal/ledger"
	"fermata/internal/pgtest"
	"fermata/internal/sqlstore"
	"fermata/internal/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, open) }

func open(location string) (ledger.Store, error) {
	return sqlstore.Open(context.Background(), location)
}

func freshFile(t testing.TB) string { return filepath.Join(t.TempDir(), "record.db") }

func TestSQLiteDoesWhatAStoreMust(t *testing.T) {
	storetest.Run(t, storetest.Engine{Fresh: freshFile, Open: open})
}

func TestPostgreSQLDoesWhatAStoreMust(t *testing.T) {
	storetest.Run(t, storetest.Engine{Fresh: pgtest.DB, Open: open})
}
