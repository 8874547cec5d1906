// Package entry asks the disk where Berlin is.
package entry

import "time"

var Berlin, _ = time.LoadLocation("Europe/Berlin")
