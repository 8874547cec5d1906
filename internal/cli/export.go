package cli

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fermata/internal/companion"
	"fermata/internal/guide"
)

// exportCommand writes everything as files that other programs read. A name
// that ends in .zip makes one file, any other a folder.
type exportCommand struct {
	Target string `arg:"" type:"path" help:"A folder or a file that is not there yet." placeholder:"DIR|FILE.zip"`
	JSON   bool   `name:"json" help:"Print what was written as JSON."`
}

func (exportCommand) Help() string {
	return guide.Say("export.lead") + "\n\nExample:\n  fermata export ~/fermata-2026\n  fermata export fermata.zip"
}

func (c exportCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	if err := refuseTaken(c.Target); err != nil {
		return err
	}
	home, close, err := g.unlocked(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	made := exported{Target: c.Target, home: home}
	if strings.EqualFold(filepath.Ext(c.Target), ".zip") {
		err = made.toZip(ctx, world.Now())
	} else {
		err = made.toFolder(ctx)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(world.Out, made)
	}
	fmt.Fprintf(world.Out, "%s %s\n%s\n", guide.Say("export.made", "entries", made.Entries), guide.Say("export.erased"), c.Target)
	return nil
}

// exported is what an export wrote.
type exported struct {
	Target  string         `json:"target"`
	Entries int            `json:"entries"`
	Files   []exportedFile `json:"files"`

	home *companion.Home
}

type exportedFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// toZip writes one file, whole or not at all.
func (e *exported) toZip(ctx context.Context, now time.Time) error {
	return writeNewFile(e.Target, func(to io.Writer) error {
		archive := zip.NewWriter(to)
		err := e.home.Export(ctx, func(name string) (io.Writer, error) {
			header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now}
			header.SetMode(0o600)
			file, err := archive.CreateHeader(header)
			return e.counted(name, file), err
		})
		return errors.Join(err, archive.Close())
	})
}

// toFolder writes beside the target and gives the folder its name when all of
// it is on the disk.
func (e *exported) toFolder(ctx context.Context) error {
	partial, err := os.MkdirTemp(filepath.Dir(e.Target), ".fermata-*.partial") // of mode 0700
	if err != nil {
		return unwritable(e.Target, err)
	}
	defer os.RemoveAll(partial)
	if err := e.writeFolder(ctx, partial); err != nil {
		return asUnwritable(e.Target, err)
	}
	if err := refuseTaken(e.Target); err != nil {
		return err
	}
	if err := os.Rename(partial, e.Target); err != nil {
		return unwritable(e.Target, err)
	}
	return nil
}

// writeFolder keeps one file open at a time.
func (e *exported) writeFolder(ctx context.Context, dir string) error {
	var open *os.File
	finish := func() error {
		if open == nil {
			return nil
		}
		err := errors.Join(open.Sync(), open.Close())
		open = nil
		return err
	}
	err := e.home.Export(ctx, func(name string) (io.Writer, error) {
		if err := finish(); err != nil {
			return nil, err
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		var err error
		open, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		return e.counted(name, open), err
	})
	return errors.Join(err, finish())
}

// counted notes what is written to a file.
func (e *exported) counted(name string, file io.Writer) io.Writer {
	e.Files = append(e.Files, exportedFile{Name: name})
	return &counter{to: file, in: e, at: len(e.Files) - 1}
}

type counter struct {
	to io.Writer
	in *exported
	at int
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	file := &c.in.Files[c.at]
	file.Bytes += int64(n)
	if file.Name == "entries.jsonl" {
		c.in.Entries += bytes.Count(p[:n], []byte("\n"))
	}
	return n, err
}
