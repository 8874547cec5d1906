// Package fault names the kinds of failure and carries the one sentence a
// person may see about each.
//
// A failure has three readers. The program asks for its kind, with
// errors.Is(err, fault.Locked); each shell turns kinds into a page or an exit
// code in exactly one place. The person reads [Sentence], which ends in what
// to try. The log gets Error(), which holds operations and causes and never
// the text of an entry.
package fault

import (
	"errors"
	"strings"
)

// The kinds. Every failure Fermata understands wraps exactly one of them; an
// error without a kind is a bug or a broken machine.
var (
	// Invalid: what was given cannot be accepted as it is.
	Invalid = errors.New("invalid")
	// NotFound: nothing is kept under that name.
	NotFound = errors.New("not found")
	// Conflict: something else was already saved under the same ID.
	Conflict = errors.New("conflict")
	// Locked: the record is locked, or the key given does not open it.
	Locked = errors.New("locked")
	// Forbidden: the request did not come from the person.
	Forbidden = errors.New("forbidden")
	// TooLarge: what was given is over a stated limit.
	TooLarge = errors.New("too large")
	// Damaged: what is kept is not what was written.
	Damaged = errors.New("damaged")
	// Newer: the data was written by a later Fermata.
	Newer = errors.New("newer")
	// Unavailable: disk, database or network do not answer now.
	Unavailable = errors.New("unavailable")
)

// Error is a failure of one kind, in one operation, with a sentence for the
// person. Build it with [New] or [Because].
type Error struct {
	Kind  error  // one of the kinds above
	Op    string // the operation, as "ledger.append"; for the log
	Say   string // plain words for the person, ending in what to try
	Cause error  // what lies beneath, for the log; may be nil
}

// New makes a failure without a deeper cause.
func New(kind error, op, say string) error {
	return &Error{Kind: kind, Op: op, Say: say}
}

// Because makes a failure that a deeper one caused.
func Because(kind error, op, say string, cause error) error {
	return &Error{Kind: kind, Op: op, Say: say, Cause: cause}
}

// Error is for the log.
func (e *Error) Error() string {
	text := e.Op + ": " + e.Kind.Error()
	if e.Say != "" {
		text += ": " + e.Say
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap lets errors.Is find the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Wrap adds the operation to an error and keeps its kind and sentence. It
// returns nil for nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &wrapped{op: op, err: err}
}

type wrapped struct {
	op  string
	err error
}

func (w *wrapped) Error() string { return w.op + ": " + w.err.Error() }
func (w *wrapped) Unwrap() error { return w.err }

// Sentence gives the words a person may see: those of the outermost failure
// that has some, else one line that promises nothing.
func Sentence(err error) string {
	var fields Fields
	if errors.As(err, &fields) {
		return fields.Error()
	}
	var e *Error
	for errors.As(err, &e) {
		if e.Say != "" {
			return e.Say
		}
		if err = e.Cause; err == nil {
			break
		}
	}
	return "Something did not work. Nothing was changed. Try again; if it stays, restart Fermata."
}

// Fields says what is wrong with a form: one sentence for each field that
// needs a change. It is a failure of kind [Invalid].
type Fields []Field

// Field is one sentence beside one field.
type Field struct {
	Name string // the field's name in the form
	Say  string // what is wrong and what would be right
}

// Add notes a sentence for a field.
func (f *Fields) Add(name, say string) {
	*f = append(*f, Field{Name: name, Say: say})
}

// Err returns the fields as an error, or nil when there are none.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// For returns the sentence for a field, or "".
func (f Fields) For(name string) string {
	for _, field := range f {
		if field.Name == name {
			return field.Say
		}
	}
	return ""
}

// Error joins the sentences.
func (f Fields) Error() string {
	says := make([]string, len(f))
	for i, field := range f {
		says[i] = field.Say
	}
	return strings.Join(says, " ")
}

// Is makes a set of fields a failure of kind Invalid.
func (f Fields) Is(target error) bool { return target == Invalid }
