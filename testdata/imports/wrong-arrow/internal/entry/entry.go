// Package entry leans on a package to its right.
package entry

import (
	"fermata/internal/fault"
	book "fermata/internal/ledger"
)

var _, _ = fault.Invalid, book.Open
