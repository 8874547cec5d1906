//go:build unix

package web_test

import (
	"syscall"
	"time"
)

// cpuTime is what this process has spent on all cores, clients included: on a
// machine that others use too it says more than the clock does.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
