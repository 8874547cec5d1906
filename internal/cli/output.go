package cli

import (
	"encoding/json"
	"io"

	"fermata/internal/fault"
)

// writeJSON writes one value on one line, for a machine.
func writeJSON(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fault.Because(fault.Unavailable, "cli.json", "The answer could not be written. Check where the output goes.", err)
	}
	return nil
}
