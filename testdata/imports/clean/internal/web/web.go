// Package web is not pure.
package web

import (
	"net/http"
	"time"

	"fermata/internal/companion"
)

func Serve(c companion.Companion) error {
	_ = time.Now()
	return http.ListenAndServe("127.0.0.1:0", nil)
}
