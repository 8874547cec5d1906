// Package tools is in no table either.
package tools
