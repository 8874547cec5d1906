package companion

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fermata/internal/backup"
	"fermata/internal/fault"
)

// backups is the folder of automatic backups.
type backups struct {
	mu  sync.Mutex // one is made at a time
	dir string     // "" keeps none
}

// BackupFile is one of the backups that Fermata made by itself or on asking.
type BackupFile struct {
	Name  string
	Made  time.Time
	Bytes int64
}

// KeepBackupsIn says in which folder backups lie that Fermata makes by itself.
// Call it before the home is used.
func (h *Home) KeepBackupsIn(dir string) { h.backups.dir = dir }

// KeepsBackups says whether there is a folder for them.
func (h *Home) KeepsBackups() bool { return h.backups.dir != "" }

// A backup's name holds its time in UTC.
const (
	backupStart = "fermata-"
	backupTime  = "20060102T150405Z"
	backupEnd   = ".backup"
)

// Backups lists the backups in the folder, newest first.
func (h *Home) Backups() ([]BackupFile, error) {
	found, err := os.ReadDir(h.backups.dir)
	if h.backups.dir == "" || errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, noFolder(err)
	}
	var list []BackupFile
	for _, entry := range found {
		made, ok := backupMade(entry.Name())
		info, err := entry.Info()
		if ok && err == nil && info.Mode().IsRegular() {
			list = append(list, BackupFile{entry.Name(), made, info.Size()})
		}
	}
	slices.SortFunc(list, func(a, b BackupFile) int { return b.Made.Compare(a.Made) })
	return list, nil
}

func backupMade(name string) (time.Time, bool) {
	middle, found := strings.CutPrefix(name, backupStart)
	middle, whole := strings.CutSuffix(middle, backupEnd)
	made, err := time.Parse(backupTime, middle)
	return made, found && whole && err == nil
}

func noFolder(err error) error {
	return fault.Because(fault.Unavailable, "companion.backups", "The folder of the backups cannot be used. Check the free space and who may write there.", err)
}

// OpenBackup opens one of them. Errors: fault.NotFound, fault.Unavailable.
func (h *Home) OpenBackup(name string) (*os.File, error) {
	if _, ok := backupMade(name); !ok || h.backups.dir == "" {
		return nil, fault.New(fault.NotFound, "companion.backups", "There is no such backup. It may have been thinned out.")
	}
	file, err := os.Open(filepath.Join(h.backups.dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "companion.backups", "There is no such backup. It may have been thinned out.")
	}
	if err != nil {
		return nil, noFolder(err)
	}
	return file, nil
}

// MakeBackup makes a backup in the folder, reads it again, and removes those
// that [backup.Keep] lets go. When the record in it is not as it was written,
// that is fault.Damaged: the file is not kept, and no older one goes.
func (h *Home) MakeBackup(ctx context.Context) (BackupFile, error) {
	h.backups.mu.Lock()
	defer h.backups.mu.Unlock()
	made, err := h.makeBackup(ctx)
	if err != nil {
		return BackupFile{}, fault.Wrap("companion.backups", err)
	}
	return made, h.thinOut(ctx)
}

// BackUpIfDue makes a backup when there is none of today yet and the record is
// open. It answers whether it made one.
func (h *Home) BackUpIfDue(ctx context.Context) (bool, error) {
	if h.backups.dir == "" || h.State() != Opened {
		return false, nil
	}
	j, err := h.Known(ctx)
	if err != nil {
		return false, err
	}
	list, err := h.Backups()
	if err != nil {
		return false, err
	}
	place := j.Location()
	if len(list) > 0 && list[0].Made.In(place).Format(time.DateOnly) >= h.now().In(place).Format(time.DateOnly) {
		return false, nil
	}
	_, err = h.MakeBackup(ctx)
	return err == nil, err
}

// RemakeBackups makes a backup of the record as it is now and removes all
// older ones in the folder, so that nothing erased stays in them.
func (h *Home) RemakeBackups(ctx context.Context) error {
	if h.backups.dir == "" {
		return nil
	}
	h.backups.mu.Lock()
	defer h.backups.mu.Unlock()
	made, err := h.makeBackup(ctx)
	if err != nil {
		return fault.Wrap("companion.backups", err)
	}
	return h.removeBackups(func(b BackupFile) bool { return b.Name != made.Name })
}

// makeBackup writes beside the others and gives the file its name when it is
// whole and read back. The caller holds the folder.
func (h *Home) makeBackup(ctx context.Context) (BackupFile, error) {
	dir := h.backups.dir
	if dir == "" {
		return BackupFile{}, fault.New(fault.Unavailable, "companion.backups", "There is no folder for backups here. Use: fermata backup FILE")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return BackupFile{}, noFolder(err)
	}
	h.removePartial()
	partial, err := os.CreateTemp(dir, partialStart+"*") // of mode 0600
	if err != nil {
		return BackupFile{}, noFolder(err)
	}
	defer os.Remove(partial.Name())
	defer partial.Close()
	if err := h.fillBackup(ctx, partial); err != nil {
		return BackupFile{}, err
	}
	made := BackupFile{Made: h.now().UTC().Truncate(time.Second)}
	made.Name = backupStart + made.Made.Format(backupTime) + backupEnd
	if info, err := partial.Stat(); err == nil {
		made.Bytes = info.Size()
	}
	partial.Close() // where open files cannot be renamed
	if err := os.Rename(partial.Name(), filepath.Join(dir, made.Name)); err != nil {
		return BackupFile{}, noFolder(err)
	}
	return made, nil
}

// fillBackup writes the backup and reads it back from the disk.
func (h *Home) fillBackup(ctx context.Context, file *os.File) error {
	err := h.Backup(ctx, file)
	var disk *os.PathError
	if errors.As(err, &disk) {
		return noFolder(err)
	}
	if err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return noFolder(err)
	}
	if _, err := file.Seek(0, 0); err != nil {
		return noFolder(err)
	}
	found, err := h.CheckBackup(ctx, file)
	if err == nil && len(found.Findings) > 0 {
		err = fault.New(fault.Damaged, "companion.backups",
			"Part of your record is not as it was written, so no new backup was kept. The older ones are untouched. Check the record in Settings.")
	}
	return err
}

// partialStart begins the name of a backup that is being written.
const partialStart = ".fermata-partial-"

// removePartial clears away what a kill left behind.
func (h *Home) removePartial() {
	found, _ := filepath.Glob(filepath.Join(h.backups.dir, partialStart+"*"))
	for _, path := range found {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.Remove(path)
		}
	}
}

// thinOut removes what need not stay.
func (h *Home) thinOut(ctx context.Context) error {
	j, err := h.Known(ctx)
	if err != nil {
		return err
	}
	list, err := h.Backups()
	if err != nil {
		return err
	}
	made := make([]time.Time, len(list))
	for i, b := range list {
		made[i] = b.Made
	}
	keep := backup.Keep(made, j.Location())
	return h.removeBackups(func(b BackupFile) bool {
		i := slices.IndexFunc(list, func(other BackupFile) bool { return other.Name == b.Name })
		return i >= 0 && !keep[i]
	})
}

func (h *Home) removeBackups(goes func(BackupFile) bool) error {
	list, err := h.Backups()
	if err != nil {
		return err
	}
	for _, b := range list {
		if !goes(b) {
			continue
		}
		if err := os.Remove(filepath.Join(h.backups.dir, b.Name)); err != nil {
			return noFolder(err)
		}
	}
	return nil
}
