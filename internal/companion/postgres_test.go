package companion_test

import (
	"database/sql"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/journey"
	"fermata/internal/pgtest"
)

// postgres is a home on a PostgreSQL of its own.
func postgres(t testing.TB) *house {
	t.Helper()
	h := houseAt(t, pgtest.DB(t), t.TempDir()+"/fermata.key")
	h.do(h.Begin(t.Context(), ""))
	h.tell(entry.Profile{Zone: "Europe/London"})
	return h
}

// Two server processes on one PostgreSQL need no messages: what one saved the
// other shows at its next request.
func TestTwoProcessesOnOnePostgreSQLSeeEachOther(t *testing.T) {
	h := postgres(t)
	second := &house{Home: h.another(), t: t, clock: h.clock}
	agree := func(want int) {
		t.Helper()
		one, two := h.look(), second.look()
		if one.Seq != two.Seq || one.Entries != want || two.Entries != want {
			t.Errorf("one sees %d entries up to %d, the other %d up to %d; want %d", one.Entries, one.Seq, two.Entries, two.Seq, want)
		}
	}
	first := h.tell(mood(1))
	agree(2)
	later := second.tell(page("words"))
	agree(3)
	second.correct(first, mood(9))
	agree(3)
	if c, _, _ := h.look().FindCheckIn(first); c.Values[0].Value != 9 {
		t.Errorf("corrected to %v", c.Values)
	}
	h.do(second.Erase(t.Context(), companion.NewID(), later))
	agree(2)
	h.bring(daylio)
	agree(2 + 3 + 3) // and three rows, with what the file says of itself
	must[int](t)(second.UndoImport(t.Context(), companion.NewID(), second.look().Imports[0].Batch))
	agree(2)
	h.Lock()
	second.tell(mood(4))
	h.do(h.UnlockWithKeyFile(t.Context()))
	agree(3)
	h.sound()
}

// Both tell at once, and both look all the while.
func TestTwoProcessesTellAtOnce(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *house{"SQLite": begun, "PostgreSQL": postgres} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			second := h.another()
			var all sync.WaitGroup
			for _, home := range []*companion.Home{h.Home, second, h.Home, second} {
				all.Go(func() {
					for n := range 25 {
						told := companion.Telling{ID: companion.NewID(), Body: mood(float64(n % 11))}
						if _, err := home.Tell(t.Context(), told); err != nil {
							t.Error(err)
							return
						}
						j, err := home.Look(t.Context())
						if err != nil {
							t.Error(err)
							return
						}
						if _, _, ok := j.FindCheckIn(told.ID); !ok {
							t.Error("what was saved is not there at the next look")
						}
					}
				})
			}
			all.Wait()
			if one, two := h.look(), must[*journey.Journey](t)(second.Look(t.Context())); one.Entries != 101 || two.Seq != one.Seq {
				t.Errorf("%d entries up to %d and %d", one.Entries, one.Seq, two.Seq)
			}
			h.sound()
		})
	}
}

// Locking in the middle of requests ends them with "locked" and nothing else.
func TestLockingInTheMiddleOfRequests(t *testing.T) {
	h := begun(t)
	h.do(h.Bring(t.Context(), tenYears(500)))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 40 {
				_, err := h.Look(t.Context())
				notDamaged(t, err)
				_, err = h.Tell(t.Context(), companion.Telling{ID: companion.NewID(), Body: mood(3)})
				notDamaged(t, err)
				_, _, err = h.Search(t.Context(), "needle", 0, 5)
				notDamaged(t, err)
			}
		})
	}
	for range 10 {
		h.Lock()
		h.do(h.UnlockWithKeyFile(t.Context()))
	}
	all.Wait()
	h.sound()
}

// An older copy of the database is put back under a running server. It cannot
// be told from the truth; what is shown is what is there, and nothing twice.
func TestAnOlderCopyThatIsPutBackIsReadAfresh(t *testing.T) {
	h := postgres(t)
	h.tell(mood(1))
	db := must[*sql.DB](t)(sql.Open("pgx", h.location))
	defer db.Close()
	var seq int64
	var head, mac []byte
	h.do(db.QueryRow("SELECT seq, head, head_mac FROM persons").Scan(&seq, &head, &mac))
	h.tell(mood(2))
	h.tell(mood(3))
	if h.look().Entries != 4 {
		t.Fatal("not all is there")
	}
	for _, statement := range []string{
		"ALTER TABLE entries DISABLE TRIGGER ALL", "DELETE FROM entries WHERE seq > 2", "ALTER TABLE entries ENABLE TRIGGER ALL",
	} {
		must[sql.Result](t)(db.Exec(statement))
	}
	must[sql.Result](t)(db.Exec("UPDATE persons SET seq = $1, head = $2, head_mac = $3", seq, head, mac))
	if j := h.look(); j.Entries != 2 || j.Seq != 2 {
		t.Errorf("%d entries up to %d", j.Entries, j.Seq)
	}
	h.tell(mood(4))
	if j := h.look(); j.Entries != 3 || j.Seq != 3 {
		t.Errorf("then %d entries up to %d", j.Entries, j.Seq)
	}
	h.sound()
}
