// Command release turns folders with a built program into the files of a
// release: for each folder an archive and a list of what the program is made
// of (SBOM, CycloneDX), and over all of them one list of sums. The same
// folders and time give the same bytes. It asks no network for anything;
// scripts/release.sh builds the folders and calls it.
//
//	go run ./cmd/release -version v1.0.0 -time 1790000000 -out dist build/fermata_*
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	version := flag.String("version", "", "the version, as v1.0.0")
	seconds := flag.Int64("time", 0, "the time of everything in it, in Unix seconds")
	also := flag.String("also", "", "scripts that are part of the program, as name@1.0.0,other@2.0.0")
	out := flag.String("out", "dist", "the folder to write to")
	flag.Parse()
	if err := release(*out, of{*version, time.Unix(*seconds, 0).UTC(), *also}, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// of is what all files of a release have in common.
type of struct {
	version string
	at      time.Time
	also    string // scripts inside the program, name@version with commas
}

// release makes the files of all folders and their sums.
func release(out string, of of, folders []string) error {
	var made []string
	for _, folder := range folders {
		files, err := oneRelease(out, of, folder)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		made = append(made, files...)
	}
	slices.Sort(made)
	var sums strings.Builder
	for _, name := range made {
		sum, err := sumOf(filepath.Join(out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o644)
}

// oneRelease makes archive and SBOM of one folder, named like it.
func oneRelease(out string, of of, folder string) ([]string, error) {
	name := filepath.Base(folder)
	program, err := programIn(folder)
	if err != nil {
		return nil, err
	}
	bom, err := sbom(program, of)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(out, name+".cdx.json"), bom, 0o644); err != nil {
		return nil, err
	}
	archive, pack := name+".tar.gz", tarball
	if strings.HasSuffix(program, ".exe") {
		archive, pack = name+".zip", zipFile
	}
	file, err := os.Create(filepath.Join(out, archive))
	if err != nil {
		return nil, err
	}
	if err := pack(file, folder, of.at); err != nil {
		file.Close()
		return nil, err
	}
	return []string{archive, name + ".cdx.json"}, file.Close()
}

func programIn(folder string) (string, error) {
	for _, name := range []string{"fermata", "fermata.exe"} {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no fermata in it: build it first")
}

func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
