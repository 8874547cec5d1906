//go:build unix

package pgtest

import "syscall"

// attributes make a child run as the owner, apart from the terminal: a Ctrl-C
// there must reach the tests and not the server under them.
func (o *owner) attributes() *syscall.SysProcAttr {
	attributes := apart()
	if o != nil {
		attributes.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return attributes
}

func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
