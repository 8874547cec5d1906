// Package ics is described in a test only, where no reader looks.
package ics
