// Package fault breaks no rule.
package fault
