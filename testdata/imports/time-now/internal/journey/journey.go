// Package journey looks at the clock, in several disguises.
package journey

import (
	"time"

	clock "time"
)

var now = clock.Now

func Age(born time.Time) time.Duration {
	time.Sleep(1)
	<-time.After(1)
	_ = now().In(time.Local)
	_ = clock.Until(born)
	return time.Since(born)
}
