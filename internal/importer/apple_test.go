package importer_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"fermata/internal/importer"
)

// health writes an export of Apple Health on the way, so that no disk and no
// memory has to hold it.
type health struct {
	size, written int
	record        int
	pending       []byte
	ended         bool
	peak          uint64
}

func (h *health) Read(p []byte) (int, error) {
	for len(h.pending) == 0 {
		switch {
		case h.record == 0:
			h.pending = []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n<HealthData locale=\"en_GB\">\n")
		case h.written < h.size:
			h.pending = h.next()
		case !h.ended:
			h.ended, h.pending = true, []byte("</HealthData>\n")
		default:
			return 0, io.EOF
		}
		h.record++
	}
	n := copy(p, h.pending)
	h.pending, h.written = h.pending[n:], h.written+n
	return n, nil
}

func (h *health) next() []byte {
	if h.record%200_000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.peak = max(h.peak, m.HeapAlloc)
	}
	if h.record%5_000 == 0 {
		return fmt.Appendf(nil, " <StateOfMind kind=\"Daily Mood\" valence=\"0.25\" startDate=\"2025-%02d-%02d 21:%02d:00 +0000\"/>\n", h.record/5000%12+1, h.record/60000%28+1, h.record/5000%60)
	}
	return fmt.Appendf(nil, " <Record type=\"HKQuantityTypeIdentifierHeartRate\" sourceName=\"A watch on a wrist\" unit=\"count/min\" creationDate=\"2025-02-27 08:00:00 +0000\" startDate=\"2025-02-27 08:00:00 +0000\" endDate=\"2025-02-27 08:00:00 +0000\" value=\"%d\"/>\n", 50+h.record%90)
}

// 2 GB take the same memory as 300 MB: what is kept grows with the feelings
// that are told and not with the heartbeats between them.
func TestAppleHealthStreamsInConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 300 MB; left out in short runs")
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	source := &health{size: 300 << 20}
	file, err := importer.Read(source, "export.xml", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	plan := planAs(t, file, file.DefaultMapping(nil), spring)
	checkSums(t, plan)
	if plan.Report.Mapped < 200 || file.Read < 1_000_000 {
		t.Errorf("read %d, mapped %d", file.Read, plan.Report.Mapped)
	}
	if grown := int64(source.peak) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("the heap grew by %d MB while 300 MB streamed by", grown>>20)
	}
}
