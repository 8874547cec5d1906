package seal

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestWrongTriesCostMoreAndMoreButNeverOverAMinute(t *testing.T) {
	var throttle Throttle
	var waits []time.Duration
	for range 12 {
		throttle = throttle.Missed(noon)
		waits = append(waits, throttle.Wait(noon)/time.Second)
	}
	if want := []time.Duration{0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60}; !slices.Equal(waits, want) {
		t.Errorf("waits of %v seconds", waits)
	}
}

func TestWaitingHelps(t *testing.T) {
	throttle := Throttle{Wrong: 5, Last: noon}
	for after, want := range map[time.Duration]time.Duration{
		0: 4 * time.Second, time.Second: 3 * time.Second, 4 * time.Second: 0, time.Hour: 0,
	} {
		if got := throttle.Wait(noon.Add(after)); got != want {
			t.Errorf("after %v: wait %v", after, got)
		}
	}
}

func TestTheRightPassphraseStartsAfresh(t *testing.T) {
	throttle := Throttle{Wrong: 40, Last: noon}.Opened()
	if throttle != (Throttle{}) || throttle.Missed(noon).Wait(noon) != 0 {
		t.Errorf("still slow: %+v", throttle)
	}
}

func TestNobodyIsLockedOutForGood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		throttle := Throttle{Wrong: rapid.Int().Draw(t, "wrong"), Last: noon}
		now := noon.Add(time.Duration(rapid.Int64().Draw(t, "after")))
		wait := throttle.Wait(now)
		if wait < 0 || wait > time.Minute || throttle.Wait(now.Add(wait)) != 0 {
			t.Fatalf("wait %v", wait)
		}
	})
}
