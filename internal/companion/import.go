package companion

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/importer"
	"fermata/internal/journey"
	"fermata/internal/ledger"
)

// Import is a file that was read and waits for the person to say what its
// columns are. It is kept in memory and dropped when the record is locked.
type Import struct {
	File    *importer.File
	Token   string // names it in an address
	Mapping importer.Mapping
	home    *Home
	read    time.Time

	mu     sync.Mutex
	status ImportStatus
}

// ImportStatus says how far an import is.
type ImportStatus struct {
	Running     bool
	Finished    bool
	Done, Total int          // rows
	Told        entry.Import // what became of it, once Finished
	Err         error        // why it stopped; nothing was kept then
}

// pending holds the files that wait.
type pending struct {
	mu    sync.Mutex
	files map[string]*Import
}

const (
	pendingMost = 3
	pendingLife = time.Hour
)

func (p *pending) add(i *Import, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string]*Import{}
	}
	oldest := i
	for token, other := range p.files {
		if now.Sub(other.read) > pendingLife {
			delete(p.files, token)
		} else if other.read.Before(oldest.read) {
			oldest = other
		}
	}
	if len(p.files) >= pendingMost {
		delete(p.files, oldest.Token)
	}
	p.files[i.Token] = i
}

func (p *pending) find(token string) *Import {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.files[token]
}

func (p *pending) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.files)
}

// ReadImport reads a file and keeps it until the person decides. Nothing is
// saved. Errors: fault.Invalid, fault.TooLarge, fault.Locked.
func (h *Home) ReadImport(ctx context.Context, source io.Reader, name string) (*Import, error) {
	const op = "companion.import"
	l, j, err := h.openedAndSeen(ctx)
	if err != nil {
		return nil, err
	}
	file, err := importer.Read(source, name, importer.Options{})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	i := &Import{
		File: file, Token: uuid.Must(uuid.NewV7()).String(), Mapping: file.DefaultMapping(j.Items),
		home: h, read: h.now(),
	}
	return i, h.await(l, i)
}

// await keeps a file that waits, unless the record was locked while it was
// read: then nothing of it may stay in memory.
func (h *Home) await(l *ledger.Ledger, i *Import) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.ledger != l {
		return errLocked()
	}
	h.imports.add(i, h.now())
	return nil
}

// FindImport is the file that waits under a token.
func (h *Home) FindImport(token string) (*Import, error) {
	if _, err := h.opened(); err != nil {
		return nil, err
	}
	if i := h.imports.find(token); i != nil {
		return i, nil
	}
	return nil, fault.New(fault.NotFound, "companion.import", "This file is no longer at hand. Choose it again; nothing was kept of it.")
}

// Plan is the dry run: what would become of every row, and how many of them
// the record holds already. Errors: fault.Fields for the mapping.
func (i *Import) Plan(ctx context.Context, m importer.Mapping) (plan *importer.Plan, known int, err error) {
	const op = "companion.import"
	l, j, err := i.home.openedAndSeen(ctx)
	if err != nil {
		return nil, 0, err
	}
	plan, err = i.File.Plan(m, i.home.importFrame(j))
	if err != nil {
		return nil, 0, err
	}
	var rows []entry.Entry
	for e := range plan.Entries(dryRun, l.KeyedID) {
		rows = append(rows, e)
	}
	fresh, err := renew(ctx, l, rows)
	return plan, len(rows) - len(fresh), fault.Wrap(op, err)
}

// dryRun is the batch of entries that are only counted.
const dryRun = "dry-run"

func (h *Home) openedAndSeen(ctx context.Context) (*ledger.Ledger, *journey.Journey, error) {
	l, err := h.opened()
	if err != nil {
		return nil, nil, err
	}
	j, err := h.Look(ctx)
	return l, j, err
}

func (h *Home) importFrame(j *journey.Journey) importer.Frame {
	return importer.Frame{Place: j.Location(), Turn: j.Turn(), Now: h.now(), Items: j.Items}
}

// Run brings the file in, all of it or nothing.
func (i *Import) Run(ctx context.Context, m importer.Mapping) (entry.Import, error) {
	i.set(func(s *ImportStatus) { *s = ImportStatus{Running: true, Total: i.File.Read} })
	told, err := i.run(ctx, m)
	i.set(func(s *ImportStatus) { s.Running, s.Finished, s.Told, s.Err = false, true, told, err })
	return told, err
}

// Status says how far the import is.
func (i *Import) Status() ImportStatus {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.status
}

func (i *Import) set(change func(*ImportStatus)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(&i.status)
}

func (i *Import) run(ctx context.Context, m importer.Mapping) (entry.Import, error) {
	const op = "companion.import"
	l, j, err := i.home.openedAndSeen(ctx)
	if err != nil {
		return entry.Import{}, err
	}
	plan, err := i.File.Plan(m, i.home.importFrame(j))
	if err != nil {
		return entry.Import{}, err
	}
	batch := uuid.Must(uuid.NewV7()).String()
	rows := i.collect(plan.Entries(batch, l.KeyedID))
	fresh, err := renew(ctx, l, rows)
	if err != nil {
		return entry.Import{}, fault.Wrap(op, err)
	}
	told := plan.Import(batch, len(fresh), len(rows)-len(fresh))
	if len(fresh) == 0 {
		return told, nil
	}
	all := i.home.frameImport(j, plan, batch, told, fresh)
	if _, err := l.Append(ctx, all...); err != nil {
		return entry.Import{}, fault.Wrap(op, err)
	}
	return told, i.home.syncCard(ctx)
}

// collect builds the entries and counts them for whoever waits.
func (i *Import) collect(entries func(func(entry.Entry) bool)) []entry.Entry {
	var rows []entry.Entry
	for e := range entries {
		if rows = append(rows, e); len(rows)%500 == 0 {
			i.set(func(s *ImportStatus) { s.Done = len(rows) })
		}
	}
	return rows
}

// frameImport puts what an import says of itself around its rows: the mapping
// before them, so that it is known when they are folded, and the counts after
// them. First and last are told by the import, so the stretch between can be
// taken out again.
func (h *Home) frameImport(j *journey.Journey, plan *importer.Plan, batch string, told entry.Import, rows []entry.Entry) []entry.Entry {
	now := h.now()
	envelope := func(body entry.Body) entry.Entry {
		return entry.Entry{
			ID: NewID(), By: entry.ByImport(batch), Body: body, Precision: entry.Minute,
			At: entry.MomentIn(now, j.Location()), Day: j.Today(now), RecordedAt: now.UTC().Truncate(time.Microsecond),
		}
	}
	all := make([]entry.Entry, 0, len(rows)+3)
	all = append(all, envelope(plan.Mapping(batch)))
	if items, some := plan.Items(); some {
		all = append(all, envelope(items))
	}
	recorded := now.UTC().Truncate(time.Microsecond)
	for _, e := range rows {
		if e.RecordedAt.IsZero() {
			e.RecordedAt = recorded
		}
		all = append(all, e)
	}
	return append(all, envelope(told))
}

// renew leaves out the entries that are here already. An entry that was
// erased comes back under a new ID, for erasing is for good: the same file
// can be brought in again after it was taken out.
func renew(ctx context.Context, l *ledger.Ledger, rows []entry.Entry) ([]entry.Entry, error) {
	ids := make([]entry.ID, len(rows)) // the ID each row is tried under
	for n, e := range rows {
		ids[n] = e.ID
	}
	renamed := map[entry.ID]entry.ID{}
	known := make([]bool, len(rows))
	for open := ids; len(open) > 0; {
		kept, err := l.Kept(ctx, open)
		if err != nil {
			return nil, err
		}
		open = nil
		for n := range rows {
			fate, here := kept[ids[n]]
			switch {
			case known[n] || !here:
			case fate == ledger.Already:
				known[n] = true
			default:
				next := l.KeyedID([]byte("again"), []byte(ids[n]))
				renamed[rows[n].ID], ids[n] = next, next
				open = append(open, next)
			}
		}
	}
	var fresh []entry.Entry
	for n, e := range rows {
		if known[n] {
			continue
		}
		e.ID = ids[n]
		if next, ok := renamed[e.Corrects]; ok {
			e.Corrects = next
		}
		fresh = append(fresh, e)
	}
	return fresh, nil
}

// UndoImport removes everything an import brought, for good, with what
// corrected it. id is the ID of the erasure entry.
func (h *Home) UndoImport(ctx context.Context, id entry.ID, batch string) (rows int, err error) {
	const op = "companion.undo"
	j, err := h.Look(ctx)
	if err != nil {
		return 0, err
	}
	for _, i := range j.Imports {
		if i.Batch != batch || i.To == 0 {
			continue
		}
		body := entry.Erasure{Ranges: []entry.Range{{From: i.From, To: i.To}}}
		inside := map[entry.ID]bool{}
		err := h.each(ctx, func(e entry.Entry) {
			within := e.Seq >= i.From && e.Seq <= i.To
			switch {
			case within || e.By == entry.ByImport(batch): // one that was erased may have come back later
				inside[e.ID] = true
				rows++
				if !within {
					body.Ranges = append(body.Ranges, entry.Range{From: e.Seq, To: e.Seq})
				}
			case inside[e.Corrects]:
				body.Entries = append(body.Entries, e.ID)
			}
		})
		if err != nil {
			return 0, fault.Wrap(op, err)
		}
		if _, err := h.Tell(ctx, Telling{ID: id, Body: body}); err != nil {
			return 0, fault.Wrap(op, err)
		}
		return rows, fault.Wrap(op, h.syncCard(ctx))
	}
	return 0, fault.New(fault.NotFound, op, "This import is not in your record any more. Nothing was changed.")
}
