// Package entrytest draws random records for property tests: sequences of
// valid entries as a person, an import and a newer Fermata would leave them.
//
// [History] is everything that was ever appended, in order. [Kept] is what a
// ledger still returns of it: erased entries are gone, their places in the
// record stay empty. A fold that starts afresh reads what is kept; one that
// follows along has seen the history up to each erasure. Both must agree.
//
//	rapid.Check(t, func(t *rapid.T) {
//		history := entrytest.History(t)
//		for n := range history {
//			kept := entrytest.Kept(history[:n+1])
//			…
//		}
//	})
//
// Keys, batches and times come from small pools, so that entries often meet:
// equal times, the same item, two corrections of one entry.
package entrytest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"fermata/internal/entry"
)

// Person is whose record every drawn entry belongs to.
const Person = "someone"

// most is the largest number of steps in one history.
const most = 30

// History draws up to thirty steps in one record: check-ins and other things
// told, corrections, imports with their mapping, erasures, kinds from a newer
// Fermata. Seq counts from 1 without gaps, every ID is new, RecordedAt never
// goes back, and every entry passes Validate.
func History(t *rapid.T) []entry.Entry {
	r := &record{t: t, erased: map[entry.ID]bool{}}
	for range rapid.IntRange(0, most).Draw(t, "steps") {
		rapid.SampledFrom(steps).Draw(t, "step")(r)
	}
	return r.entries
}

// Entries draws what a ledger holds after a [History]: the same as
// Kept(History(t)).
func Entries(t *rapid.T) []entry.Entry { return Kept(History(t)) }

// Kept leaves out the entries that a later erasure in the history names. The
// argument is not changed; Seq keeps its gaps.
func Kept(history []entry.Entry) []entry.Entry {
	var erasures []entry.Entry
	for _, e := range history {
		if _, ok := e.Body.(entry.Erasure); ok {
			erasures = append(erasures, e)
		}
	}
	kept := make([]entry.Entry, 0, len(history))
	for _, e := range history {
		if !covered(e, erasures) {
			kept = append(kept, e)
		}
	}
	return kept
}

func covered(e entry.Entry, erasures []entry.Entry) bool {
	for _, erasure := range erasures {
		if erasure.Seq > e.Seq && erasure.Body.(entry.Erasure).Covers(e.ID, e.Seq) {
			return true
		}
	}
	return false
}

// Entry draws one valid entry of any kind, erasures included, as it is before
// it is saved: without person, Seq and time of recording.
func Entry(t *rapid.T) entry.Entry {
	r := &record{t: t}
	e := r.envelope(anyBody(t))
	e.Person, e.Seq, e.RecordedAt = "", 0, time.Time{}
	return e
}

// record is a history in the making.
type record struct {
	t       *rapid.T
	entries []entry.Entry
	erased  map[entry.ID]bool
	batches int
}

// step adds one or more entries to a record.
type step func(*record)

// steps are drawn with equal chance; what happens more often stands in the
// list more than once.
var steps = []step{
	checkIn, checkIn, checkIn, tell, tell, unknown, correct, correct, erase, bringIn,
}

func checkIn(r *record) { r.add(r.envelope(checkInBody(r.t))) }

func tell(r *record) {
	kind := rapid.SampledFrom(told).Draw(r.t, "kind")
	r.add(r.envelope(Body(r.t, kind)))
}

func unknown(r *record) { r.add(r.envelope(unknownBody(r.t))) }

// correct puts a new body of the same kind in the place of an earlier entry,
// which may be a correction itself, or be corrected a second time.
func correct(r *record) {
	earlier, ok := r.choose(correctable)
	if !ok {
		return
	}
	e := r.envelope(bodyLike(r.t, earlier.Body))
	e.Corrects = earlier.ID
	if rapid.Bool().Draw(r.t, "same day") {
		e.At, e.Day, e.Precision = earlier.At, earlier.Day, earlier.Precision
	}
	r.add(e)
}

func correctable(e entry.Entry) bool {
	return e.Kind() != entry.KindErasure && e.Kind() != entry.KindImport
}

// erase names one to three earlier entries, by ID or by place. An erasure is
// never erased.
func erase(r *record) {
	var body entry.Erasure
	for range rapid.IntRange(1, 3).Draw(r.t, "erased") {
		e, ok := r.choose(func(e entry.Entry) bool { return e.Kind() != entry.KindErasure })
		if !ok {
			break
		}
		if rapid.Bool().Draw(r.t, "by place") {
			body.Ranges = append(body.Ranges, entry.Range{From: e.Seq, To: e.Seq})
		} else {
			body.Entries = append(body.Entries, e.ID)
		}
		r.erased[e.ID] = true
	}
	if len(body.Entries)+len(body.Ranges) > 0 {
		r.add(r.envelope(body))
	}
}

// bringIn adds an import, its mapping and a few rows, and sometimes undoes it
// at once, as one range.
func bringIn(r *record) {
	r.batches++
	batch := fmt.Sprintf("batch-%d", r.batches)
	from := int64(len(r.entries)) + 1
	rows := rapid.IntRange(0, 5).Draw(r.t, "rows")
	r.add(r.envelope(entry.Import{Batch: batch, Source: "csv", File: "days.csv", Read: rows, Added: rows}))
	r.add(r.envelope(mappingBody(r.t, batch)))
	for n := range rows {
		row := r.envelope(rowBody(r.t, batch, n+2))
		row.By = entry.ByImport(batch)
		r.add(row)
	}
	if rapid.IntRange(0, 3).Draw(r.t, "undone") == 0 {
		r.undo(from)
	}
}

func (r *record) undo(from int64) {
	for _, e := range r.entries[from-1:] {
		r.erased[e.ID] = true
	}
	r.add(r.envelope(entry.Erasure{Ranges: []entry.Range{{From: from, To: int64(len(r.entries))}}}))
}

// choose draws an earlier entry that is still there and fits.
func (r *record) choose(fits func(entry.Entry) bool) (entry.Entry, bool) {
	var left []entry.Entry
	for _, e := range r.entries {
		if !r.erased[e.ID] && fits(e) {
			left = append(left, e)
		}
	}
	if len(left) == 0 {
		return entry.Entry{}, false
	}
	return left[rapid.IntRange(0, len(left)-1).Draw(r.t, "earlier")], true
}

func (r *record) add(e entry.Entry) { r.entries = append(r.entries, e) }

// start is when the first entry of every record was saved.
var start = time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)

// envelope puts a body into the next place of the record.
func (r *record) envelope(body entry.Body) entry.Entry {
	seq := int64(len(r.entries)) + 1
	e := entry.Entry{
		ID:         entry.ID(fmt.Sprintf("01900000-0000-7000-8000-%012x", seq)),
		Person:     Person,
		Seq:        seq,
		RecordedAt: start.Add(time.Duration(seq/2) * 7 * time.Hour),
		Precision:  rapid.SampledFrom([]entry.Precision{entry.Minute, entry.PartOfDay, entry.WholeDay}).Draw(r.t, "precision"),
		By:         entry.BySelf(),
		Body:       body,
	}
	// Often the moment of saving, sometimes up to sixty days before, on a few
	// hours only, so that many entries share their time.
	happened := e.RecordedAt
	if rapid.Bool().Draw(r.t, "backdated") {
		days := rapid.IntRange(0, 60).Draw(r.t, "days ago")
		happened = start.Add(time.Duration(rapid.IntRange(0, 3).Draw(r.t, "hour")*6)*time.Hour).AddDate(0, 0, -days)
	}
	place := place(r.t)
	e.At = entry.MomentIn(happened, place)
	e.Day = entry.DefaultTurn.Day(happened, place)
	return e
}

// place draws a time zone: with and without summer time, half hours, and on
// both sides of the date line.
func place(t *rapid.T) *time.Location {
	name := rapid.SampledFrom([]string{
		"UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Pago_Pago",
	}).Draw(t, "zone")
	place, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("zone %s: %v", name, err)
	}
	return place
}
