package importer

import (
	"archive/zip"
	"bytes"
	"io"

	"fermata/internal/fault"
)

// ownEntries is the file of a packed export that holds everything.
const ownEntries = "entries.jsonl"

// unpacked is the entries file of a packed export of one's own; any other file
// comes back as it is. The limit holds for what is inside, so a small file
// that unpacks to a huge one is refused.
func unpacked(raw []byte) ([]byte, error) {
	const op = "importer.unpack"
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return raw, nil // no zip
	}
	for _, file := range archive.File {
		if file.Name != ownEntries {
			continue
		}
		inside, err := file.Open()
		if err != nil {
			return nil, damagedPack(op, err)
		}
		defer inside.Close()
		text, err := io.ReadAll(io.LimitReader(inside, FileLimit+1))
		if err != nil {
			return nil, damagedPack(op, err)
		}
		if len(text) > FileLimit {
			return nil, fault.New(fault.TooLarge, op, "What is packed in this file is larger than 64 MB. Unpack it, and bring it in in parts.")
		}
		return text, nil
	}
	return raw, nil
}

func damagedPack(op string, cause error) error {
	return fault.Because(fault.Invalid, op, "This packed file is damaged. Export again and choose the new file.", cause)
}
