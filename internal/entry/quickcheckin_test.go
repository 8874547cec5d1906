package entry

import (
	"reflect"
	"testing"
)

// sameCheckIn: the quick way and the long way read a body alike.
func sameCheckIn(t testing.TB, raw []byte) {
	t.Helper()
	quick, errQuick := quickCheckIn(1, raw)
	long, errLong := first[CheckIn](1, raw)
	if (errQuick == nil) != (errLong == nil) || !reflect.DeepEqual(quick, long) {
		t.Errorf("%s\nis %+v, %v\nand %+v, %v", raw, quick, errQuick, long, errLong)
	}
}

var checkInBodies = []string{
	`{"items":{"mood":6}}`,
	`{"items":{"energy":3.5,"mood":10,"sleep":0},"signs":["awake"],"skills":["walk","worry-time"],"line":"an ordinary day"}`,
	`{"items":{"mood":6},"line":"caf\u00e9"}`, `{"items":{"mood":6},"line":"café"}`,
	`{"items":{"mood":06}}`, `{"items":{"mood":6.}}`, `{"items":{"mood":.6}}`, `{"items":{"mood":6e0}}`, `{"items":{"mood":-1}}`,
	`{"items":{"mood":1,"mood":2}}`, `{"items":{}}`, `{"items":null}`, `{"signs":["awake"]}`, `{"items":{"mood":1},"signs":[]}`,
	`{"items":{"mood":1},"safe":"no"}`, `{"items":{"mood":1}} `, `{"items":{"mood":1},"line":"a","line":"b"}`,
	`{"items":{"mood":` + "99999999999999999999999999999999999999999" + `}}`, `{}`, ``, `{"items":{"mood":}}`,
}

func TestTheQuickWayReadsACheckInLikeTheLongOne(t *testing.T) {
	for _, text := range checkInBodies {
		sameCheckIn(t, []byte(text))
		for at := range text {
			sameCheckIn(t, []byte(text[:at]))
			sameCheckIn(t, []byte(text[:at]+text[at+1:]))
			for _, more := range []string{`"`, `\`, `,`, `0`, `.`, " ", "\xff"} {
				sameCheckIn(t, []byte(text[:at]+more+text[at:]))
			}
		}
	}
}

func FuzzQuickCheckIn(f *testing.F) {
	for _, text := range checkInBodies {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { sameCheckIn(t, raw) })
}
