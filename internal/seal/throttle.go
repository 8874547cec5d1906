package seal

import "time"

const (
	freeTries   = 2 // wrong tries that cost no waiting
	shortestGap = time.Second
	longestGap  = time.Minute
)

// Throttle slows down guessing at a passphrase. After the third wrong try in a
// row the next has to wait one second, then two, four and so on, never more than
// sixty; it never locks anyone out for good. The zero value is ready. It is a
// plain value: the caller keeps it, beside the lock that lets one attempt at a
// time through, and may store it.
type Throttle struct {
	Wrong int       // wrong tries in a row
	Last  time.Time // when the last of them was
}

// Wait says how long to wait at now before the next try; zero means go ahead.
// If the clock was set back past the last try it does not wait at all: rather
// one guess more than a person shut out for a year.
func (t Throttle) Wait(now time.Time) time.Duration {
	since := now.Sub(t.Last)
	if t.Wrong <= freeTries || since < 0 {
		return 0
	}
	return max(0, t.gap()-since)
}

func (t Throttle) gap() time.Duration {
	gap := shortestGap
	for range t.Wrong - freeTries - 1 {
		if gap *= 2; gap >= longestGap {
			return longestGap
		}
	}
	return gap
}

// Missed counts a wrong try at now.
func (t Throttle) Missed(now time.Time) Throttle {
	return Throttle{Wrong: max(t.Wrong, 0) + 1, Last: now}
}

// Opened starts afresh after a right try.
func (t Throttle) Opened() Throttle { return Throttle{} }
