// Package guide reaches out of itself.
package guide

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5"
)

var _, _, _, _, _, _ = context.Background, sql.Open, slog.Info, http.Get, os.Open, pgx.Connect
