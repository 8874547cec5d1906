package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// each goes through the files of a folder in the order of their names, with
// the name each has in an archive. Only the program may be run.
func each(folder string, see func(name, from string, mode fs.FileMode, size int64) error) error {
	return filepath.WalkDir(folder, func(from string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		within, err := filepath.Rel(folder, from)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if within == "fermata" || within == "fermata.exe" {
			mode = 0o755
		}
		return see(path.Join(filepath.Base(folder), filepath.ToSlash(within)), from, mode, info.Size())
	})
}

func tarball(to io.Writer, folder string, at time.Time) error {
	zipped, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(zipped)
	err = each(folder, func(name, from string, mode fs.FileMode, size int64) error {
		header := &tar.Header{Name: name, Mode: int64(mode), Size: size, ModTime: at, Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		return copyFrom(archive, from)
	})
	if err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

func zipFile(to io.Writer, folder string, at time.Time) error {
	archive := zip.NewWriter(to)
	err := each(folder, func(name, from string, mode fs.FileMode, _ int64) error {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
		header.SetMode(mode)
		file, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		return copyFrom(file, from)
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

func copyFrom(to io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(to, file)
	return err
}
