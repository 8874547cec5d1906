package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fermata/internal/fault"
)

// refuseTaken fails with fault.Conflict when something is there already.
func refuseTaken(path string) error {
	const op = "cli.write"
	_, err := os.Lstat(path)
	if err == nil {
		return fault.New(fault.Conflict, op, "There is something at "+path+" already. Nothing was changed. Choose another name, or move it away first.")
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fault.Because(fault.Unavailable, "cli.write", "Nothing can be written at "+path+". Check the folder, the free space and who may write there.", err)
}

// writeNewFile writes a file that only its owner can read, whole or not at
// all, and never over another one.
func writeNewFile(path string, write func(io.Writer) error) (err error) {
	if err := refuseTaken(path); err != nil {
		return err
	}
	partial, err := os.CreateTemp(filepath.Dir(path), ".fermata-*.partial") // of mode 0600
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(partial.Name())
	if err := write(partial); err != nil {
		partial.Close()
		return asUnwritable(path, err)
	}
	if err := errors.Join(partial.Sync(), partial.Close()); err != nil {
		return unwritable(path, err)
	}
	return place(partial.Name(), path)
}

// asUnwritable gives an error of the disk its sentence and leaves others.
func asUnwritable(path string, err error) error {
	var disk *fs.PathError
	if errors.As(err, &disk) {
		return unwritable(path, err)
	}
	return err
}

// place gives a finished file its name, unless someone else took it meanwhile.
func place(partial, path string) error {
	err := os.Link(partial, path)
	if errors.Is(err, fs.ErrExist) {
		return refuseTaken(path)
	}
	if err == nil {
		return nil // the other name goes with writeNewFile
	}
	if err := refuseTaken(path); err != nil { // a file system without links
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return unwritable(path, err)
	}
	return nil
}
