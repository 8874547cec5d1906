// Package views takes its zones from the program it is part of.
package views

import "time"

var Berlin, _ = time.LoadLocation("Europe/Berlin")
