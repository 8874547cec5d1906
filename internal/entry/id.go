package entry

import (
	"strconv"

	"fermata/internal/fault"
)

// ID names an entry for ever: a UUID in its canonical lower-case text, of
// version 7 where a form made it and version 8 where an import derived it
// from the row it read.
type ID string

// ParseID accepts the canonical text of a UUID (36 characters, lower case).
func ParseID(text string) (ID, error) {
	if len(text) != 36 {
		return "", badID()
	}
	for i := range len(text) {
		c := text[i]
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
		if dash != (c == '-') || !dash && !hex {
			return "", badID()
		}
	}
	return ID(text), nil
}

func badID() error {
	return fault.New(fault.Invalid, "entry.id", "This form has lost its number. Open the page again and fill it in once more.")
}

func tooLong(have, limit int) string {
	return "This is " + strconv.Itoa(have) + " characters long; " + strconv.Itoa(limit) + " fit. Shorten it a little."
}
