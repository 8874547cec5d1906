package fault_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fermata/internal/fault"
)

var kinds = []error{
	fault.Invalid, fault.NotFound, fault.Conflict, fault.Locked, fault.Forbidden,
	fault.TooLarge, fault.Damaged, fault.Newer, fault.Unavailable,
}

// However deep a failure lies, the program finds its kind and only its kind,
// the person the sentence, and the log the way it took.
func TestAFailureKeepsItsKindAndSentenceOnTheWayUp(t *testing.T) {
	for _, kind := range kinds {
		err := fault.Wrap("web.check-in", fmt.Errorf("again: %w", fault.Wrap("ledger.append", fault.New(kind, "store.head", "Try once more."))))
		for _, other := range kinds {
			if errors.Is(err, other) != (other == kind) {
				t.Errorf("a failure of kind %v is of kind %v: %v", kind, other, errors.Is(err, other))
			}
		}
		if say := fault.Sentence(err); say != "Try once more." {
			t.Errorf("it says %q", say)
		}
		for _, op := range []string{"web.check-in", "ledger.append", "store.head", kind.Error()} {
			if !strings.Contains(err.Error(), op) {
				t.Errorf("the log lacks %q: %v", op, err)
			}
		}
	}
}

func TestACauseIsForTheProgramAndTheLogOnly(t *testing.T) {
	err := fault.Because(fault.Unavailable, "store.append", "The disk is full. Free some space.", context.DeadlineExceeded)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, fault.Unavailable) {
		t.Errorf("kind or cause is lost: %v", err)
	}
	if !strings.Contains(err.Error(), "deadline") || strings.Contains(fault.Sentence(err), "deadline") {
		t.Errorf("log %q, person %q", err, fault.Sentence(err))
	}
	if errors.Is(fault.Because(fault.Invalid, "a", "b", nil), fault.Damaged) {
		t.Error("without a cause it is of another kind")
	}
}

// The outermost failure that has something to say says it.
func TestTheSentenceIsTheOutermostThereIs(t *testing.T) {
	inner := fault.New(fault.Damaged, "seal.open", "This entry cannot be read.")
	for want, err := range map[string]error{
		"Run “fermata verify”.":      fault.Because(fault.Damaged, "ledger.read", "Run “fermata verify”.", inner),
		"This entry cannot be read.": fault.Wrap("x", fault.Because(fault.Damaged, "ledger.read", "", inner)),
	} {
		if say := fault.Sentence(err); say != want {
			t.Errorf("it says %q, want %q", say, want)
		}
	}
	nothing := fault.Sentence(nil)
	for _, err := range []error{errors.New("pq: relation"), fault.New(fault.Invalid, "op", ""), context.Canceled} {
		if say := fault.Sentence(err); say != nothing || say == "" {
			t.Errorf("for %v it says %q", err, say)
		}
	}
}

func TestNothingWrappedIsNothing(t *testing.T) {
	if fault.Wrap("op", nil) != nil || (fault.Fields{}).Err() != nil || (fault.Fields)(nil).Err() != nil {
		t.Error("nothing became a failure")
	}
}

func TestFieldsSayWhatIsWrongBesideEachField(t *testing.T) {
	var fields fault.Fields
	fields.Add("mood", "Choose a number from 0 to 10, or skip.")
	fields.Add("line", "Shorten it a little.")
	fields.Add("mood", "And again.")
	err := fault.Wrap("companion.tell", fields.Err())
	if !errors.Is(err, fault.Invalid) || errors.Is(err, fault.Conflict) {
		t.Errorf("the kind is wrong: %v", err)
	}
	var back fault.Fields
	if !errors.As(err, &back) || back.For("mood") != "Choose a number from 0 to 10, or skip." || back.For("line") == "" || back.For("other") != "" {
		t.Errorf("the fields are %+v", back)
	}
	if say := fault.Sentence(err); say != "Choose a number from 0 to 10, or skip. Shorten it a little. And again." {
		t.Errorf("it says %q", say)
	}
}
