// Package views hides where a name comes from.
package views

import . "time"

var Today = Now()
