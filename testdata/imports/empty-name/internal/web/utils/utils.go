// Package utils holds this and that.
package utils
