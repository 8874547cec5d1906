// Package mood is in no table.
package mood
