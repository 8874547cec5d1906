//go:build !unix

package pgtest

import "syscall"

// No server runs here: findBin finds none and the tests are skipped.
func (o *owner) attributes() *syscall.SysProcAttr { return apart() }

func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
