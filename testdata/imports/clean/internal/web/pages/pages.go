// Package pages breaks no rule.
package pages
