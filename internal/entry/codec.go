package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"fermata/internal/fault"
)

// BodyLimit is the largest encoded entry, in bytes.
const BodyLimit = 1 << 20

// wire is the sealed form. ID, person, seq, scope and time of recording stand
// outside the seal and are bound to it by the ledger.
type wire struct {
	At        string          `json:"at"` // RFC 3339 with offset and microseconds
	Zone      string          `json:"zone"`
	Day       Day             `json:"day"`
	Precision Precision       `json:"precision"`
	By        By              `json:"by"`
	Corrects  ID              `json:"corrects,omitempty"`
	Kind      Kind            `json:"kind"`
	Version   int             `json:"v"`
	Body      json.RawMessage `json:"body"`
}

const wireTime = "2006-01-02T15:04:05.000000Z07:00"

// Encode writes the part of an entry that is sealed. The same entry always
// gives the same bytes. Errors: fault.Invalid, fault.TooLarge.
func Encode(e Entry) ([]byte, error) {
	const op = "entry.encode"
	if err := e.Validate(); err != nil {
		return nil, fault.Wrap(op, err)
	}
	body, err := encodeBody(e.Body)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out, err := marshal(wire{
		At: e.At.Local().Format(wireTime), Zone: e.At.Zone, Day: e.Day, Precision: e.Precision,
		By: e.By, Corrects: e.Corrects, Kind: e.Kind(), Version: versionOf(e.Body), Body: body,
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(out) > BodyLimit {
		return nil, fault.New(fault.TooLarge, op, "This entry is larger than a megabyte. Split it into two.")
	}
	return out, nil
}

// Envelope is what stands outside the seal.
type Envelope struct {
	ID         ID
	Person     string
	Seq        int64
	RecordedAt time.Time
	Scope      Scope
}

// Decode reads what Encode wrote, in any version there ever was. A kind or
// version it does not know becomes [Unknown]. The error is of kind
// fault.Damaged.
func Decode(envelope Envelope, sealed []byte) (Entry, error) {
	const op = "entry.decode"
	if w, ok := quickWire(sealed); ok {
		if e, err := w.entry(envelope); err == nil {
			return e, nil
		}
	}
	var w wire
	if err := json.Unmarshal(sealed, &w); err != nil {
		return Entry{}, damaged(op, err)
	}
	e, err := w.entry(envelope)
	if err != nil {
		return Entry{}, damaged(op, err)
	}
	return e, nil
}

// entry reads time and body, and puts them into their envelope.
func (w wire) entry(envelope Envelope) (Entry, error) {
	at, err := parseWireTime(w.At)
	if err != nil {
		return Entry{}, errors.New("time")
	}
	body, err := decodeBody(w, envelope.Scope)
	if err != nil {
		return Entry{}, err
	}
	_, offset := at.Zone()
	return Entry{
		ID: envelope.ID, Person: envelope.Person, Seq: envelope.Seq, RecordedAt: envelope.RecordedAt,
		At:  Moment{Instant: at.UTC(), Offset: offset, Zone: w.Zone},
		Day: w.Day, Precision: w.Precision, By: w.By, Corrects: w.Corrects, Body: body,
	}, nil
}

// parseWireTime reads a time as Encode writes it. The library reads its own
// layout in a fifth of the time of any other.
func parseWireTime(text string) (time.Time, error) {
	const micros = len("2006-01-02T15:04:05.000000")
	if rest := len(text) - micros; (rest == len("Z") || rest == len("+07:00")) && text[micros-7] == '.' {
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil && at.Nanosecond()%1000 == 0 {
			return at, nil
		}
	}
	return time.Parse(wireTime, text)
}

func damaged(op string, cause error) error {
	return fault.Because(fault.Damaged, op, "An entry in your record cannot be read. Run “fermata verify” to see which.", errKept(cause))
}

// errKept keeps only the sort of error: messages of encoding/json can quote
// the text of an entry.
func errKept(err error) error {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return errors.New("malformed JSON")
	case errors.As(err, &wrongType):
		return errors.New("JSON of the wrong type")
	}
	return errors.New("unreadable")
}

func encodeBody(body Body) ([]byte, error) {
	if unknown, ok := body.(Unknown); ok {
		return unknown.Raw, nil
	}
	return marshal(body)
}

// marshal writes JSON as it is, without escapes meant for HTML, so that an
// unknown body comes through byte for byte.
func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fault.Because(fault.Invalid, "entry.encode", "This entry cannot be written. Shorten it and try again.", errKept(err))
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

func versionOf(body Body) int {
	if unknown, ok := body.(Unknown); ok {
		return unknown.Version
	}
	return kinds[body.Kind()].version
}

func decodeBody(w wire, scope Scope) (Body, error) {
	known, ok := kinds[w.Kind]
	if !ok || w.Version > known.version || w.Version < 1 || known.scope != scope {
		if !json.Valid(w.Body) {
			return nil, errors.New("malformed JSON")
		}
		return Unknown{Name: w.Kind, Version: w.Version, In: scope, Raw: bytes.Clone(w.Body)}, nil
	}
	return known.decode(w.Version, w.Body)
}

// first decodes a kind that so far has had one version.
func first[B Body](_ int, raw []byte) (Body, error) {
	var body B
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	return body, nil
}

// line is one line of an export: the envelope in the clear around the sealed
// part, verbatim.
type line struct {
	Format     string          `json:"fermata"`
	ID         ID              `json:"id"`
	Seq        int64           `json:"seq"`
	RecordedAt string          `json:"recorded_at"`
	Scope      Scope           `json:"scope"`
	Entry      json.RawMessage `json:"entry"`
}

const lineFormat = "entry/1"

// EncodeLine writes one line of an export, without its line feed. sealed is
// the plaintext as the ledger kept it.
func EncodeLine(envelope Envelope, sealed []byte) ([]byte, error) {
	return marshal(line{
		Format: lineFormat, ID: envelope.ID, Seq: envelope.Seq,
		RecordedAt: envelope.RecordedAt.UTC().Format(wireTime), Scope: envelope.Scope, Entry: sealed,
	})
}

// DecodeLine reads one line of an export. Person is left empty: an export
// does not say whose it is. Errors: fault.Invalid, fault.Newer.
func DecodeLine(text []byte) (Entry, error) {
	const op = "entry.line"
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return Entry{}, fault.Because(fault.Invalid, op, "This line is not part of a Fermata export. Choose the file entries.jsonl.", errKept(err))
	}
	if l.Format != lineFormat {
		return Entry{}, fault.New(fault.Newer, op, "This export comes from another Fermata. Update this one and try again.")
	}
	recorded, err := time.Parse(wireTime, l.RecordedAt)
	if err != nil {
		return Entry{}, fault.New(fault.Invalid, op, "This line has no readable time. Export again and choose the new file.")
	}
	if _, err := ParseID(string(l.ID)); err != nil {
		return Entry{}, fault.Wrap(op, err)
	}
	if l.Scope != Private && l.Scope != Shareable {
		return Entry{}, fault.New(fault.Newer, op, "This export comes from another Fermata. Update this one and try again.")
	}
	e, err := Decode(Envelope{ID: l.ID, Seq: l.Seq, RecordedAt: recorded.UTC(), Scope: l.Scope}, l.Entry)
	if err != nil {
		return Entry{}, fault.Because(fault.Invalid, op, "This line cannot be read. Export again and choose the new file.", err)
	}
	return e, fault.Wrap(op, e.Validate())
}
