package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"fermata/internal/entry"
	"fermata/internal/ledger"
)

// Many write, some of them erase, and others read and verify all the while.
// Nobody is told of damage that is not there, and in the end all is kept.
func TestReadersAndWritersDoNotDisturbEachOther(t *testing.T) {
	const writers, each = 6, 30
	l := newHouse(t).begin(t, "someone")
	ctx, stop := context.WithCancel(t.Context())
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() { writeSome(t, l, w*1000, each) })
	}
	for _, read := range []func(context.Context, *ledger.Ledger) error{follow, allBackwards, allLines, verified} {
		reading.Go(func() {
			for ctx.Err() == nil {
				if err := read(t.Context(), l); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	stop()
	reading.Wait()
	entries, at, err := l.Since(t.Context(), ledger.Position{})
	// Every tenth entry was erased, by one more.
	if want := writers * each; err != nil || at.Seq != int64(want+want/10) || len(entries) != want {
		t.Errorf("%d entries up to %d, %v", len(entries), at.Seq, err)
	}
}

func writeSome(t *testing.T, l *ledger.Ledger, from, count int) {
	for n := range count {
		if _, err := l.Append(t.Context(), told(from+n+1, mood(float64(n%11)))); err != nil {
			t.Error(err)
			return
		}
		if n%10 != 9 {
			continue
		}
		if _, err := l.Append(t.Context(), erasing(from+500+n, from+n)); err != nil {
			t.Error(err)
			return
		}
	}
}

// follow reads as a companion does, and must never miss or repeat an entry.
func follow(ctx context.Context, l *ledger.Ledger) error {
	at := ledger.Position{}
	for range 5 {
		entries, next, err := l.Since(ctx, at)
		if err != nil {
			return err
		}
		last := at.Seq
		for _, e := range entries {
			if e.Seq <= last || e.Seq > next.Seq {
				return errOrder
			}
			last = e.Seq
		}
		at = next
	}
	return nil
}

func allBackwards(ctx context.Context, l *ledger.Ledger) error {
	last := int64(1 << 62)
	var err error
	read := l.Backwards(ctx, func(e entry.Entry) bool {
		if e.Seq >= last {
			err = errOrder
		}
		last = e.Seq
		return true
	})
	if read != nil {
		return read
	}
	return err
}

func allLines(ctx context.Context, l *ledger.Ledger) error {
	return l.Lines(ctx, func(line []byte) error { _, err := entry.DecodeLine(line); return err })
}

func verified(ctx context.Context, l *ledger.Ledger) error {
	checked, err := l.Verify(ctx)
	if err == nil && len(checked.Findings) > 0 {
		err = foundSomething(checked)
	}
	return err
}

var errOrder = errors.New("entries came out of order")

func foundSomething(checked ledger.Verified) error {
	return fmt.Errorf("verify found %+v", checked.Findings)
}
