package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"fermata/internal/fault"
)

// The names by which a packed file is told.
const (
	ownEntries   = "entries.jsonl" // of an export of one's own
	packedDaylio = "backup.daylio"
	packedApple  = "export.xml"
)

// PackLimit is how large a packed file can be when it does not come from a
// disk, and so has to be held in memory. filesLimit is how many files of a
// pack are read.
const (
	PackLimit  = 128 << 20
	filesLimit = 2 * ColumnLimit
)

func isPack(first []byte) bool { return bytes.HasPrefix(first, []byte("PK\x03\x04")) }

// readPack tells a packed file by the names of what is in it. A pack is only
// unpacked in memory, one file of it at a time, and never a pack in a pack.
// The limits hold for what is inside, so a small file that unpacks to a huge
// one is refused.
func readPack(source, begin io.Reader, first []byte, name string, opts Options) (*File, error) {
	const op = "importer.pack"
	archive, err := openPack(source, begin)
	switch {
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm):
		return readText(first, name, "", opts) // says which mistake it is
	case err != nil:
		return nil, fault.Wrap(op, err)
	}
	for _, known := range []struct {
		base string
		read func(*zip.File) (*File, error)
	}{
		{ownEntries, func(f *zip.File) (*File, error) { return readMember(f, name, "", opts) }},
		{packedDaylio, func(f *zip.File) (*File, error) { return readMember(f, name, packedDaylio, opts) }},
		{loopHabits, func(*zip.File) (*File, error) { return readLoopPack(archive, name) }},
		{packedApple, func(f *zip.File) (*File, error) { return readApplePack(f, name, opts) }},
	} {
		for _, f := range archive.File {
			if path.Base(f.Name) == known.base {
				return known.read(f)
			}
		}
	}
	return readOnly(archive, name, opts)
}

// readOnly reads the one table or list that a pack holds.
func readOnly(archive *zip.Reader, name string, opts Options) (*File, error) {
	const op = "importer.pack"
	var found []*zip.File
	for _, f := range archive.File {
		switch strings.ToLower(path.Ext(f.Name)) {
		case ".csv", ".json":
			found = append(found, f)
		case ".zip":
			return nil, fault.New(fault.Invalid, op, "There is a packed file inside this packed file. Unpack this one first, and choose the one inside.")
		}
	}
	if len(found) != 1 {
		return nil, fault.New(fault.Invalid, op, "This is a packed file or a spreadsheet. Open it, save the table as CSV, and choose that file.")
	}
	return readMember(found[0], name, "", opts)
}

// openPack opens a pack where it lies, when that is a disk or memory, and else
// takes it into memory.
func openPack(source, begin io.Reader) (*zip.Reader, error) {
	if at, ok := source.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		size, err := at.Seek(0, io.SeekEnd)
		if err == nil {
			return zip.NewReader(at, size)
		}
	}
	const op = "importer.pack"
	raw, err := io.ReadAll(io.LimitReader(begin, PackLimit+1))
	switch {
	case err != nil:
		return nil, stopped(op, err)
	case len(raw) > PackLimit:
		return nil, fault.New(fault.TooLarge, op, "This packed file is larger than 128 MB. Bring it in with the command line: fermata import, and the name of the file.")
	}
	return zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
}

func stopped(op string, cause error) error {
	return fault.Because(fault.Unavailable, op, "The file could not be read to its end. Choose it again.", cause)
}

func readMember(f *zip.File, name, packed string, opts Options) (*File, error) {
	raw, err := unpack(f, FileLimit)
	if err != nil {
		return nil, err
	}
	if packed == packedDaylio {
		raw = []byte(plainBackup(string(raw)))
	}
	return readText(raw, name, packed, opts)
}

// unpack is what one file of a pack holds.
func unpack(f *zip.File, limit int) ([]byte, error) {
	const op = "importer.unpack"
	inside, err := f.Open()
	if err != nil {
		return nil, damagedPack(op, err)
	}
	defer inside.Close()
	text, err := io.ReadAll(io.LimitReader(inside, int64(limit)+1))
	if err != nil {
		return nil, damagedPack(op, err)
	}
	if len(text) > limit {
		return nil, fault.New(fault.TooLarge, op, "What is packed in this file is larger than 64 MB. Unpack it, and bring it in in parts.")
	}
	return text, nil
}

// readLoopPack unpacks the tables of Loop, all of them together within the
// limit of one file.
func readLoopPack(archive *zip.Reader, name string) (*File, error) {
	files, room := map[string]string{}, FileLimit
	for _, f := range archive.File {
		if base := path.Base(f.Name); base != loopHabits && base != loopDays {
			continue
		}
		if len(files) >= filesLimit {
			return nil, fault.New(fault.TooLarge, "importer.loop", "This file holds more habits than fit. Archive some in Loop and export again.")
		}
		raw, err := unpack(f, room)
		if err != nil {
			return nil, err
		}
		text, _, err := decode(raw)
		if err != nil {
			return nil, err
		}
		files[f.Name], room = text, room-len(raw)
	}
	file := newFile(name, "loop")
	return file, fault.Wrap("importer.loop", readLoop(file, files))
}

func damagedPack(op string, cause error) error {
	return fault.Because(fault.Invalid, op, "This packed file is damaged. Export again and choose the new file.", cause)
}
