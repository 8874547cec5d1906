// Package signals starts itself.
package signals

var rules []string

func init() { rules = append(rules, "drift") }
